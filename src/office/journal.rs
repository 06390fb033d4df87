//! The journal as people use it: what was done, taking it back, doing it again, and whether all is sound.
//!
//! Invariant: undo and redo are entries of their own; nothing is ever removed from the history.

use super::clock::Clock;
use super::desk::Office;
use super::error::{Error, Result};
use super::{passed_gates, setup};
use crate::store::{Change, Checked, Entry, EntryFilter, Key, Operation, PastChange, RecordedEntry, Store};
use crate::text::message::Message;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// One entry with what it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryView {
    /// The entry.
    pub entry: RecordedEntry,
    /// Its operations; of a bulk entry only the first part.
    pub operations: Vec<Operation>,
}

/// Operations of a bulk entry that are shown at once.
const SHOWN_AT_ONCE: usize = 500;

impl Office {
    /// Entries, newest first.
    pub fn entries(&self, filter: &EntryFilter) -> Result<Vec<RecordedEntry>> {
        Ok(self.reader().entries(filter)?)
    }

    /// One entry and what it changed, old and new.
    pub fn entry(&self, id: &str) -> Result<EntryView> {
        let reader = self.reader();
        Ok(EntryView { entry: reader.entry(id)?, operations: reader.operations(id, 0, SHOWN_AT_ONCE)? })
    }

    /// The entries about one case: its own, and those about rows that belong to it.
    pub fn entries_about(&self, subject: &str) -> Result<Vec<RecordedEntry>> {
        let filter = EntryFilter { subject: Some(subject.to_owned()), ..EntryFilter::default() };
        self.entries(&filter)
    }

    /// Every change of one row, oldest first.
    pub fn history(&self, table: &str, row: &str) -> Result<Vec<PastChange>> {
        Ok(self.reader().history(table, row)?)
    }

    /// What officers are called, by the id the journal keeps.
    pub fn person_names(&self) -> Result<HashMap<String, String>> {
        Ok(self.officers()?.into_iter().map(|officer| (officer.id.to_string(), officer.name)).collect())
    }

    /// Takes back an entry: the one given, or this person's last. Answers with the entry taken back.
    pub fn undo(&mut self, entry: Option<&str>) -> Result<RecordedEntry> {
        let target = match entry {
            Some(id) => id.to_owned(),
            None => self
                .reader()
                .last_undoable(self.person().id.as_str())?
                .ok_or_else(|| Error::yours(Message::new("journal.nothing_to_undo")))?,
        };
        self.turn_back(&target, "journal.undo")
    }

    /// Does again what this person last took back. Answers with the entry done again.
    pub fn redo(&mut self) -> Result<RecordedEntry> {
        let undo = self
            .reader()
            .last_redoable(self.person().id.as_str())?
            .ok_or_else(|| Error::yours(Message::new("journal.nothing_to_redo")))?;
        let undone = self.turn_back(&undo, "journal.redo")?;
        let original = undone.undoes.clone().unwrap_or_default();
        Ok(self.reader().entry(&original).unwrap_or(undone))
    }

    fn turn_back(&mut self, target: &str, action: &str) -> Result<RecordedEntry> {
        let undone = self.reader().entry(target)?;
        let entry = Entry {
            id: self.desk.clock.id(),
            person: self.desk.person.id.to_string(),
            at: self.desk.clock.now(),
            action: action.to_owned(),
            note: Some(undone.action.clone()),
            subject: undone.subject.clone(),
        };
        let (today, subject) = (self.today(), undone.subject.as_deref().unwrap_or_default());
        let Self { store, desk } = self;
        store.write(&entry, |tx| {
            let before = passed_gates::judge(desk, &tx.reader(), subject, today)?;
            tx.revert(target)?;
            let after = passed_gates::judge(desk, &tx.reader(), subject, today)?;
            if let (Some(before), Some(after)) = (before, after) {
                before.refuse_more(&after)?;
            }
            Ok::<_, Error>(())
        })?;
        self.forget();
        Ok(undone)
    }

    /// Whether the store is sound; `deep` replays the whole journal. `watch` hears how far it is.
    pub fn check(&self, deep: bool, watch: &mut dyn FnMut(usize, usize)) -> Result<Checked> {
        Ok(if deep { self.store.check_deep(watch)? } else { self.store.check()? })
    }

    /// Writes a verified copy of the store; never over an existing file.
    pub fn backup(&self, to: &Path) -> Result<()> {
        Ok(self.store.backup(to)?)
    }
}

/// Puts a backup in the place of a store; the old one is put aside, and where is answered.
pub fn restore(backup: &Path, key: &Key, to: &Path, clock: Clock) -> Result<Option<PathBuf>> {
    let restored = Store::restore(backup, key, to, &setup::device(clock))?;
    Ok(restored.aside)
}

/// What an entry's action is called: “Chuyển bước”, “Sửa Cấp ủy”.
pub fn action_name(action: &str) -> Message {
    match action.strip_prefix("record.").and_then(|rest| rest.split_once('.')) {
        Some((deed, table)) => {
            Message::new(format!("entry.record.{deed}")).with_key("kind", format!("record.{table}.heading"))
        }
        None => Message::new(format!("entry.{action}")),
    }
}

/// The field and values of a change, for a line of the journal: field, old, new.
pub fn lines_of(change: &Change) -> Vec<(String, String, String)> {
    let row = |values: &crate::store::Row, created: bool| {
        values
            .iter()
            .filter(|(field, value)| *field != "id" && !value.is_null())
            .map(|(field, value)| {
                let value = value.to_string();
                let (old, new) = if created { (String::new(), value) } else { (value, String::new()) };
                (field.to_owned(), old, new)
            })
            .collect()
    };
    match change {
        Change::Created { values } => row(values, true),
        Change::Deleted { values } => row(values, false),
        Change::Set { field, from, to } => vec![(field.clone(), from.to_string(), to.to_string())],
    }
}
