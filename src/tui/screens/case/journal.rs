//! Nhật ký: what was done about this case, newest first.
//!
//! Invariant: read-only; an entry is taken back on the journal's own screen, or with Ctrl+Z.

use super::panel::Page;
use crate::office::cases::CaseView;
use crate::tui::context::Context;
use crate::tui::event::Answer;
use crate::tui::layer::Step;
use crate::tui::screens::moment::written_instant;
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::screens::wording::entry_label;
use crate::tui::theme::Role;

/// The page.
pub(super) struct Journal;

impl Page for Journal {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let entries = cx.office.entries_about(view.file.case.id.as_str()).unwrap_or_default();
        let names = cx.office.person_names().unwrap_or_default();
        if entries.is_empty() {
            return vec![Row::Words(cx.word("screen.case.journal.none"), Role::Muted)];
        }
        let rows = entries.into_iter().map(|entry| {
            let who = names.get(&entry.person).cloned().unwrap_or_else(|| entry.person.clone());
            let what = entry_label(&entry.action, cx);
            let note = entry.note.clone().unwrap_or_default();
            Row::Entry(
                Entry::new(entry.id.clone(), written_instant(entry.at))
                    .value(format!("{what} · {who}"))
                    .note(note),
            )
        });
        rows.collect()
    }

    fn act(&self, _: &str, _: &str, _: &CaseView, _: &mut Context) -> Step<Context> {
        Step::Pass
    }

    fn answered(&self, _: &str, _: &Answer, _: &CaseView, _: &mut Context) -> Step<Context> {
        Step::Pass
    }
}
