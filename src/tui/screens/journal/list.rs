//! The entries that are listed, narrowed by person, act and words.
//!
//! Invariant: reads a bounded number; what was taken back is marked as such.

use crate::office::error::Result;
use crate::store::{EntryFilter, RecordedEntry};
use crate::text::fold::fold;
use crate::text::numbers;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::screens::lines::{self, Lines, muted, words};
use crate::tui::screens::moment::written_instant;
use crate::tui::screens::wording::entry_label;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{RowSource, Table};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Entries read at most.
const READ: usize = 5_000;

/// The entries.
#[derive(Default)]
pub(super) struct Entries {
    entries: Vec<RecordedEntry>,
    /// What is shown.
    pub(super) lines: Lines,
    /// Everybody who wrote, by id, sorted by name.
    pub(super) people: Vec<(String, String)>,
    /// What entries are about, by id; looked up once.
    subjects: HashMap<String, String>,
    pub(super) person: Option<String>,
    pub(super) action: Option<String>,
}

pub(super) fn table() -> Table {
    let heads = [
        words("at", 16, 16),
        words("what", 20, 40),
        lines::names("note", 26, 80),
        words("who", 14, 24),
        lines::numbers("operations", 8, 9),
    ];
    lines::table("screen.journal.column", &heads, "screen.journal.nothing_found")
}

impl Entries {
    pub(super) fn read(&mut self, cx: &Context) -> Result<()> {
        let filter = EntryFilter {
            limit: Some(READ),
            person: self.person.clone(),
            action: self.action.clone(),
            ..EntryFilter::default()
        };
        self.entries = cx.office.entries(&filter)?;
        self.people = cx.office.person_names()?.into_iter().collect();
        for subject in self.entries.iter().filter_map(|entry| entry.subject.as_ref()) {
            if !self.subjects.contains_key(subject) {
                let name = cx.office.subject_name(subject)?.unwrap_or_default();
                self.subjects.insert(subject.clone(), name);
            }
        }
        self.people.sort_by_cached_key(|(_, name)| crate::text::sort::person_sort_key(name));
        Ok(())
    }

    /// Shows those in which all words occur.
    pub(super) fn narrow(&mut self, find: &str, cx: &Context) {
        let folded = fold(find);
        let terms: Vec<&str> = folded.split_whitespace().collect();
        let taken_back = self.taken_back();
        let mut lines = Lines::default();
        for entry in &self.entries {
            let who = self.people.iter().find(|(id, _)| *id == entry.person).map_or("", |(_, name)| name);
            let what = entry_label(&entry.action, cx);
            let note = entry.note.as_deref().map(|note| super::note_words(note, cx));
            let about = entry.subject.as_ref().and_then(|subject| self.subjects.get(subject)).cloned();
            let parts = [about, note].into_iter().flatten().filter(|part| !part.is_empty());
            let note = parts.collect::<Vec<_>>().join(" · ");
            let at = written_instant(entry.at);
            if !terms.is_empty() {
                let text = fold(&format!("{at} {who} {what} {note}"));
                if !terms.iter().all(|term| text.contains(term)) {
                    continue;
                }
            }
            let gone = taken_back.contains(entry.id.as_str());
            let note = if gone {
                (format!("{} · {note}", cx.word("screen.journal.taken_back")), Role::Warn)
            } else {
                muted(note)
            };
            let count = numbers::written(i64::try_from(entry.operations).unwrap_or(i64::MAX));
            let role = if gone { Role::Muted } else { Role::Text };
            let line = vec![muted(at), (what, role), note, muted(who), muted(count)];
            lines.push(entry.id.as_str(), line);
        }
        self.lines = lines;
    }

    /// The entries that were taken back, and not done again since.
    fn taken_back(&self) -> HashSet<&str> {
        let mut gone: HashSet<&str> = HashSet::new();
        // Newest first: an entry that was itself taken back takes nothing back.
        for entry in &self.entries {
            if let Some(target) = entry.undoes.as_deref()
                && !gone.contains(entry.id.as_str())
            {
                gone.insert(target);
            }
        }
        gone
    }

    pub(super) fn find(&self, id: &str) -> Option<&RecordedEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The kinds of act there are, to choose from.
    pub(super) fn actions(&self, cx: &Context) -> Vec<Choice> {
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        for entry in &self.entries {
            *counted.entry(entry.action.as_str()).or_default() += 1;
        }
        let choice = |(action, count): (&str, i64)| {
            Choice::new(action, entry_label(action, cx)).note(numbers::written(count))
        };
        let mut choices: Vec<Choice> = counted.into_iter().map(choice).collect();
        choices.sort_by_cached_key(|choice| crate::text::sort::sort_key(&choice.label));
        choices
    }

    pub(super) const fn is_narrowed(&self) -> bool {
        self.person.is_some() || self.action.is_some()
    }

    /// Whose and which entries are shown.
    pub(super) fn narrowed_to(&self, cx: &Context) -> String {
        let person = self.person.as_ref().and_then(|id| self.people.iter().find(|(known, _)| known == id));
        let person = person.map_or_else(|| cx.word("screen.journal.everybody"), |(_, name)| name.clone());
        let action = self.action.as_deref();
        let action =
            action.map_or_else(|| cx.word("screen.journal.everything"), |action| entry_label(action, cx));
        format!("{person} · {action}")
    }

    /// `12` or `3 / 12`.
    pub(super) fn counted(&self) -> String {
        let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
        let (shown, all) = (self.lines.rows(), self.entries.len());
        if shown == all { number(all) } else { format!("{} / {}", number(shown), number(all)) }
    }
}
