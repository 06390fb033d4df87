//! How the cases look: a line of what is searched and narrowed, the table, the preview where there is room.
//!
//! Invariant: reads nothing; an empty screen says what to do.

use super::Cases;
use super::columns::{self, Rows};
use crate::text::dates::written_date;
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::screens::wording::days_until;
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::{width, wrap};
use ratatui::layout::{Alignment, Rect};

/// From so many columns on the preview stands beside the table.
const WIDE: u16 = 120;
const PREVIEW: u16 = 38;

impl Cases {
    pub(super) fn draw_screen(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let (line, rest) = split_top(area, 1);
        self.draw_search(canvas, line, cx);
        let (_, rest) = split_top(rest, u16::from(area.height > 18));
        if self.list.total() == 0 && self.loading.is_none() {
            return self.draw_nothing_yet(canvas, rest);
        }
        let wide = area.width >= WIDE && area.height >= 12;
        self.wide.set(wide);
        let (table, preview) = if wide { split_left(rest, area.width - PREVIEW) } else { (rest, Rect::ZERO) };
        let rows = Rows {
            list: &self.list,
            marks: &cx.marks,
            locale: canvas.locale(),
            theme: canvas.theme(),
            today: cx.today(),
            codes: cx.office.codes(),
        };
        self.table.draw(canvas, table, &rows, !self.searching);
        if wide {
            let inside = Rect { x: preview.x + 1, width: preview.width.saturating_sub(1), ..preview };
            self.draw_preview(canvas, inside, cx);
        }
    }

    fn draw_search(&self, canvas: &mut Canvas<'_>, line: Rect, cx: &Context) {
        let mut said: Vec<String> = self.facets.words().iter().map(|word| canvas.say(word)).collect();
        let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
        let (shown, total) = (number(self.list.len()), number(self.total));
        said.insert(
            0,
            if self.loading.is_some() && self.list.total() < self.total {
                canvas.locale().fill("screen.cases.reading", &[("total", &total)])
            } else {
                canvas.locale().fill("screen.cases.count", &[("shown", &shown), ("total", &total)])
            },
        );
        if self.list.with_slips {
            said.insert(0, canvas.word("screen.cases.with_slips").to_owned());
        }
        if !cx.marks.is_empty() {
            said.push(canvas.locale().fill("screen.cases.marked", &[("count", &cx.marks.len())]));
        }
        let hidden = self.list.count_hidden();
        if hidden > 0 && !self.facets.all_states {
            let key = canvas.settings().keys.shown("case.narrow").unwrap_or_default();
            let values: [(&str, &dyn std::fmt::Display); 2] = [("count", &number(hidden)), ("key", &key)];
            said.push(canvas.locale().fill("screen.cases.hidden", &values));
        }
        let said = said.join(&format!(" {} ", canvas.glyph(Glyph::Between)));
        let right = u16::try_from(width(&said)).unwrap_or(u16::MAX).min(line.width * 3 / 5);
        let (left, about) = split_left(line, line.width - right);
        canvas.text_aligned(about, &said, Role::Muted, Alignment::Right);
        let (sign, field) = split_left(left, 3);
        canvas.text(sign, " /", if self.searching { Role::Key } else { Role::Muted });
        let field = Rect { width: field.width.saturating_sub(2).min(44), ..field };
        let hint = canvas.word("screen.cases.search").to_owned();
        self.search.draw(canvas, field, self.searching, &hint);
    }

    fn draw_nothing_yet(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let key = |action: &str| canvas.settings().keys.shown(action).unwrap_or_default();
        let words = if self.without_case == 0 {
            canvas.word("screen.cases.none_and_no_cells").to_owned()
        } else {
            canvas.locale().fill(
                "screen.cases.none_but_cells",
                &[
                    ("count", &self.without_case),
                    ("key", &key("case.open")),
                    ("all", &canvas.settings().label("case.open_all")),
                    ("palette", &key("palette")),
                ],
            )
        };
        let columns = area.width.saturating_sub(12).min(64);
        let rows = u16::try_from(wrap(&words, usize::from(columns.max(1))).len()).unwrap_or(u16::MAX);
        let inside = canvas.dialog(area, columns, rows, canvas.word("screen.cases.none"));
        canvas.paragraph(inside, &words, Role::Text);
    }

    fn draw_preview(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let Some(row) = self.chosen() else { return };
        let inside = canvas.panel(area, &row.code, false);
        let (name, rest) = split_top(inside, 3);
        let used = canvas.paragraph(name, &row.cell_name, Role::Title);
        let mut rest = Rect { y: name.y + used, height: rest.height + 3 - used, ..rest };
        let mut line = |canvas: &mut Canvas<'_>, key: &str, value: &str, role: Role| {
            let (here, below) = split_top(rest, 1);
            let (label, text) = split_left(here, 13);
            canvas.text(label, canvas.word(key), Role::Muted);
            let rows = if text.width == 0 {
                0
            } else {
                canvas.paragraph(Rect { height: rest.height.min(2), ..text }, value, role)
            };
            rest = Rect {
                y: below.y + rows.saturating_sub(1),
                height: below.height.saturating_sub(rows.saturating_sub(1)),
                ..below
            };
        };
        let dash = "–";
        let signs =
            format!("{} {}", columns::stage_signs(row, canvas.theme()), columns::state(row, canvas.locale()));
        line(canvas, "screen.cases.column.stage", &signs, Role::Text);
        line(canvas, "screen.cases.members_long", &columns::members(row), Role::Text);
        line(canvas, "screen.cases.column.giver", row.giver_name.as_deref().unwrap_or(dash), Role::Text);
        line(
            canvas,
            "screen.cases.column.receiver",
            row.receiver_name.as_deref().unwrap_or(dash),
            Role::Text,
        );
        line(canvas, "screen.cases.column.officer", row.officer_name.as_deref().unwrap_or(dash), Role::Text);
        if let Some(due) = row.due_on {
            let left = canvas.say(&days_until(due, cx.today()));
            let role = columns::due_role(due, cx.today());
            line(canvas, "screen.cases.column.due", &format!("{} ({left})", written_date(due)), role);
        }
        let Some((_, lacking)) =
            self.preview.as_ref().filter(|(id, lacking)| id == row.id.as_str() && !lacking.is_empty())
        else {
            return;
        };
        let (_, below) = split_top(rest, 1);
        let (heading, mut below) = split_top(below, 1);
        canvas.text(heading, canvas.word("screen.cases.lacking"), Role::Title);
        for what in lacking {
            let (sign, text) = split_left(below, 2);
            if below.height == 0 {
                break;
            }
            canvas.text(sign, canvas.glyph(Glyph::Missing), Role::Error);
            let rows = canvas.paragraph(text, what, Role::Text);
            below = Rect { y: below.y + rows, height: below.height.saturating_sub(rows), ..below };
        }
    }
}
