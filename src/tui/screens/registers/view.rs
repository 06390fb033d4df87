//! How the registers look.
//!
//! Invariant: looks up what was read; reads nothing.

use super::super::find;
use super::{Part, Registers};
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::table::RowSource;
use ratatui::layout::Rect;

impl Registers {
    pub(super) fn draw_all(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let columns = (self.list.wanted_columns() + 4).min(area.width * 2 / 5).max(18);
        let (left, right) = split_left(area, columns);
        let title = canvas.word("action.go.registers").to_owned();
        let inside = canvas.panel(left, &title, self.part == Part::List);
        self.list.draw(canvas, inside, self.part == Part::List);
        let heading = self.heading(canvas, cx);
        let inside = canvas.panel(right, &heading, self.part != Part::List);
        let (head, body) = split_top(inside, 1);
        let note = self.note(canvas);
        find::draw_head(canvas, head, &self.search, self.part == Part::Search, (&note, Role::Warn));
        self.table.draw(canvas, body, &self.rows, self.part == Part::Rows);
    }

    /// What went wrong, or what is not shown yet or at all.
    fn note(&self, canvas: &Canvas<'_>) -> String {
        if let Some(fault) = &self.fault {
            return canvas.say(fault);
        }
        let key = match (self.job.is_some(), self.cut) {
            (true, _) => "screen.registers.reading",
            (false, true) => "screen.registers.cut",
            (false, false) => return String::new(),
        };
        canvas.word(key).to_owned()
    }

    fn heading(&self, canvas: &Canvas<'_>, cx: &Context) -> String {
        let name = canvas.word(&format!("record.{}.heading", self.kind.table)).to_owned();
        let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
        let mut heading = if self.rows.rows() == self.all {
            format!("{name} · {}", number(self.all))
        } else {
            format!("{name} · {} / {}", number(self.rows.rows()), number(self.all))
        };
        if self.kind.table == "committee" && self.table.sorted.is_none() {
            let era = self.era.and_then(|at| cx.office.eras().all().get(at));
            let word = era.map_or_else(
                || canvas.word("screen.registers.all_eras").to_owned(),
                |era| era.name(cx.language()).to_owned(),
            );
            heading.push_str(&format!(" · {word}"));
        }
        heading
    }
}
