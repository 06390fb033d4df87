//! The history of one record: when, who, what it was before and after, in which act.
//!
//! Invariant: the newest stands first; nothing is left out.

use crate::office::error::Result;
use crate::store::Operation;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::Event;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::lines::{self, Lines, muted, plain, words};
use crate::tui::screens::moment::written_instant;
use crate::tui::screens::wording::entry_label;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use ratatui::layout::Rect;

/// The screen.
pub struct History {
    table_name: String,
    row: String,
    name: String,
    lines: Lines,
    table: Table,
}

impl History {
    /// The history of a row of a table; `name` is what it is called.
    ///
    /// # Errors
    /// The journal can't be read.
    pub fn new(table: &str, row: &str, name: String, cx: &Context) -> Result<Self> {
        let heads = [
            words("at", 16, 16),
            words("field", 14, 30),
            words("from", 10, 50),
            words("to", 12, 50),
            words("who", 10, 24),
            words("deed", 12, 36),
        ];
        let table_widget = lines::table("screen.history", &heads, "screen.history.empty");
        let (table, row) = (table.to_owned(), row.to_owned());
        let mut screen = Self { table_name: table, row, name, lines: Lines::default(), table: table_widget };
        screen.read(cx)?;
        Ok(screen)
    }

    fn read(&mut self, cx: &Context) -> Result<()> {
        let past = cx.office.history(&self.table_name, &self.row)?;
        let people = cx.office.person_names()?;
        let operations: Vec<Operation> = past.iter().map(|change| change.operation.clone()).collect();
        let shown = cx.office.shown_changes(&operations, cx.language())?;
        let mut lines = Lines::default();
        for (past, shown) in past.iter().zip(shown).rev() {
            for (field, from, to) in shown.fields {
                let label = format!("record.{}.{field}", shown.table);
                let line = vec![
                    muted(written_instant(past.entry.at)),
                    plain(cx.settings().locale.find(&label).map_or(field, str::to_owned)),
                    muted(from),
                    (to, Role::Accent),
                    plain(people.get(&past.entry.person).cloned().unwrap_or_default()),
                    muted(entry_label(&past.entry.action, cx)),
                ];
                lines.push("", line);
            }
        }
        self.lines = lines;
        Ok(())
    }
}

impl Layer<Context> for History {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.history.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let heading = format!("{} · {}", canvas.word("screen.history.title"), self.name);
        let inside = canvas.panel(area, &heading, true);
        lines::draw_with_whole(canvas, inside, &self.table, &self.lines);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        if matches!(event, Event::Refresh) {
            // A row that is gone keeps the history that was read.
            let _ = self.read(cx);
            return Step::Consumed;
        }
        match self.table.handle(event, self.lines.rows()) {
            TableNews::Ignored => Step::Pass,
            _ => Step::Consumed,
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        Vec::new()
    }
}
