//! Which columns are shown, and in which order.
//!
//! Invariant: answers the ids of the shown columns in their new order; at least one stays.

use crate::tui::canvas::{Canvas, split_bottom, split_left};
use crate::tui::context::Context;
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::table::Table;
use ratatui::layout::Rect;

/// The dialog. Answers `case.columns` with [`Reply::Ticked`].
pub(super) struct ColumnOrder {
    columns: Vec<(String, String, bool)>,
    selected: usize,
}

impl ColumnOrder {
    pub(super) fn new(table: &Table, cx: &Context) -> Self {
        let word = |key: &str| cx.settings().locale.text(key).to_owned();
        let columns = table.columns.iter();
        let columns = columns.map(|column| (column.id.to_owned(), word(&column.title), column.shown));
        Self { columns: columns.collect(), selected: 0 }
    }

    fn shift(&mut self, down: bool) {
        let other = if down { self.selected + 1 } else { self.selected.wrapping_sub(1) };
        if other < self.columns.len() {
            self.columns.swap(self.selected, other);
            self.selected = other;
        }
    }
}

impl Layer<Context> for ColumnOrder {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.columns")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let rows = u16::try_from(self.columns.len()).unwrap_or(u16::MAX).saturating_add(2);
        let inside = canvas.dialog(area, 66, rows.min(area.height.saturating_sub(4)), &self.title(cx));
        let (list, keys) = split_bottom(inside, 1);
        for (row, (at, (_, name, shown))) in list.rows().zip(self.columns.iter().enumerate()) {
            let here = at == self.selected;
            let role = if here { Role::Selection } else { Role::Text };
            canvas.tint(row, role);
            let (bar, rest) = split_left(row, 2);
            canvas.text(bar, if here { canvas.glyph(Glyph::Cursor) } else { " " }, role);
            let (tick, rest) = split_left(rest, 4);
            canvas.text(tick, canvas.glyph(if *shown { Glyph::Ticked } else { Glyph::Unticked }), role);
            canvas.text(rest, name, role);
        }
        crate::tui::dialogs::draw_choices(canvas, keys, &["tick", "column.left", "column.right", "accept"]);
    }

    fn handle(&mut self, event: &Event, _: &mut Context) -> Step<Context> {
        match event {
            Event::Action("accept") => {
                let shown = self.columns.iter().filter(|(_, _, shown)| *shown);
                let reply = Reply::Ticked(shown.map(|(id, ..)| id.clone()).collect());
                return Step::Answer(Answer { question: "case.columns", reply });
            }
            Event::Action("tick") => {
                if let Some(column) = self.columns.get_mut(self.selected) {
                    column.2 = !column.2;
                }
            }
            Event::Action("column.left") => self.shift(false),
            Event::Action("column.right") => self.shift(true),
            Event::Move(Motion::Up) => self.selected = self.selected.saturating_sub(1),
            Event::Move(Motion::Down) => {
                self.selected = (self.selected + 1).min(self.columns.len().saturating_sub(1));
            }
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        ["tick", "column.left", "column.right", "accept"].map(Command::new).to_vec()
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
