//! How the registers look.
//!
//! Invariant: looks up what was read; reads nothing.

use super::{Part, Registers};
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::table::RowSource;
use crate::tui::width::width;
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
        self.draw_head(canvas, head);
        self.table.draw(canvas, body, &self.rows, self.part == Part::Rows);
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let label = canvas.word("screen.registers.find").to_owned();
        let columns = u16::try_from(width(&label)).unwrap_or(0) + 1;
        let (left, rest) = split_left(area, columns);
        canvas.text(left, &label, Role::Muted);
        let said = if let Some(fault) = &self.fault {
            canvas.say(fault)
        } else if self.job.is_some() {
            canvas.word("screen.registers.reading").to_owned()
        } else if self.cut {
            canvas.word("screen.registers.cut").to_owned()
        } else {
            String::new()
        };
        let taken = u16::try_from(width(&said)).unwrap_or(u16::MAX).min(rest.width / 2);
        let (field, note) = split_left(rest, rest.width - taken);
        let field = Rect { width: field.width.saturating_sub(2).min(60), ..field };
        let hint = canvas.word("screen.registers.find_hint").to_owned();
        self.search.draw(canvas, field, self.part == Part::Search, &hint);
        canvas.text(note, &said, Role::Warn);
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
