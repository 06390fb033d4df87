//! Inside an entry: every row it touched, field by field, old and new.
//!
//! Invariant: shows what the journal holds; of a bulk entry the first part, and says how much there is.

use super::ask_undo;
use crate::office::changes::ShownChange;
use crate::office::error::Result;
use crate::store::RecordedEntry;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::context::Context;
use crate::tui::event::Event;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::lines::{self, Lines, muted, words};
use crate::tui::screens::moment::written_instant;
use crate::tui::screens::outcome::told;
use crate::tui::screens::wording::entry_label;
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use ratatui::layout::Rect;

/// The screen.
pub(super) struct EntryScreen {
    entry: RecordedEntry,
    heading: String,
    about: String,
    lines: Lines,
    table: Table,
}

impl EntryScreen {
    pub(super) fn new(id: &str, cx: &Context) -> Result<Self> {
        let view = cx.office.entry(id)?;
        let shown = cx.office.shown_changes(&view.operations, cx.language())?;
        let locale = &cx.settings().locale;
        let mut lines = Lines::default();
        for change in &shown {
            let kind = locale.text(&format!("record.{}.heading", change.table)).to_owned();
            for (at, (field, from, to)) in change.fields.iter().enumerate() {
                let key = format!("record.{}.{field}", change.table);
                let label = locale.find(&key).unwrap_or(field).to_owned();
                // What the row is called stands once; below it its other fields.
                let (kind, name) =
                    if at == 0 { (kind.clone(), row_name(change, cx)) } else { Default::default() };
                let line = vec![
                    muted(kind),
                    (name, Role::Text),
                    muted(label),
                    muted(from),
                    (to.clone(), Role::Accent),
                ];
                lines.push(change.row.as_str(), line);
            }
        }
        let who = cx.office.person_names()?.remove(&view.entry.person).unwrap_or_default();
        let heading = entry_label(&view.entry.action, cx);
        let mut about = format!("{} · {who}", written_instant(view.entry.at));
        if let Some(note) = view.entry.note.as_deref().filter(|note| !note.is_empty()) {
            about.push_str(&format!(" · {}", super::note_words(note, cx)));
        }
        let count = view.entry.operations;
        if count > view.operations.len() {
            let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
            let part = Message::new("screen.journal.part")
                .with("shown", number(view.operations.len()))
                .with("count", number(count));
            about.push_str(&format!(" · {}", locale.say(&part)));
        }
        let heads = [
            words("kind", 12, 26),
            lines::names("name", 18, 60),
            words("field", 14, 30),
            words("from", 10, 44),
            words("to", 12, 60),
        ];
        let table = lines::table("screen.journal.column", &heads, "screen.journal.changed_nothing");
        Ok(Self { entry: view.entry, heading, about, lines, table })
    }
}

/// What a row is called; settings have words of their own.
fn row_name(change: &ShownChange, cx: &Context) -> String {
    let setting = format!("setting.{}", change.name);
    match cx.settings().locale.find(&setting) {
        Some(words) if change.table == "setting" => words.to_owned(),
        _ => change.name.clone(),
    }
}

impl Layer<Context> for EntryScreen {
    fn title(&self, _: &Context) -> String {
        self.heading.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let inside = canvas.panel(area, &self.heading, true);
        let (line, rest) = split_top(inside, 1);
        canvas.pieces(
            line,
            &[(canvas.glyph(Glyph::Note), Role::Accent), (" ", Role::Text), (&self.about, Role::Title)],
        );
        let (_, rest) = split_top(rest, u16::from(rest.height > 6));
        lines::draw_with_whole(canvas, rest, &self.table, &self.lines);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("journal.undo_entry") => ask_undo(&self.heading, &self.entry),
            Event::Answer(answer) if answer.yes("journal.undo_entry") => {
                let undone = cx.office.undo(Some(&self.entry.id));
                let gone = undone.is_ok();
                let done = Message::new("screen.undone").with("what", &self.heading);
                let step = told(undone, done, cx);
                if gone { Step::Pop.then(step) } else { step }
            }
            event => match self.table.handle(event, self.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        vec![Command::new("journal.undo_entry")]
    }
}
