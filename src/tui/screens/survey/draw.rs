//! How a survey looks: pages at the left where there is room, the page in hand, how far all of it is.
//!
//! Invariant: the progress is written in numbers beside its bar.

use super::{Body, SurveyScreen, pages};
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::gauge;
use ratatui::layout::Rect;

/// From so many columns on the pages stand at the left.
const WIDE: u16 = 100;

impl SurveyScreen {
    pub(super) fn draw_screen(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let (line, rest) = split_top(area, 1);
        self.draw_progress(canvas, line);
        let wide = area.width >= WIDE;
        let columns =
            if wide { self.list.wanted_columns().saturating_add(4).clamp(28, area.width / 3) } else { 0 };
        let (left, right) = split_left(rest, columns);
        self.drawn.set(Rect::ZERO);
        if wide {
            let title = canvas.word("screen.survey.pages").to_owned();
            let inside = canvas.panel(left, &title, false);
            self.list.draw(canvas, inside, false);
            self.drawn.set(inside);
        }
        let title = self.pages.get(self.page).map(|page| {
            let between = format!(" {} ", canvas.glyph(Glyph::Trail));
            let name = pages::whole_title(page, &self.view, &between, cx);
            format!("{name} ({}/{})", self.page + 1, self.pages.len())
        });
        let inside = canvas.panel(right, &title.unwrap_or_default(), true);
        match &self.body {
            Body::Form(form) => form.draw(canvas, inside, true),
            Body::Read(outline) => outline.draw(canvas, inside, true),
        }
    }

    fn draw_progress(&self, canvas: &mut Canvas<'_>, line: Rect) {
        let line = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
        let progress = self.view.filling.progress();
        let left = progress.required - progress.required_answered;
        let words = canvas.locale().fill(
            "screen.case.survey.progress",
            &[("answered", &progress.answered), ("asked", &progress.asked), ("required", &left)],
        );
        let used = canvas.text(line, &words, if left == 0 { Role::Good } else { Role::Text });
        let (_, rest) = split_left(line, used + 2);
        let bar = Rect { width: rest.width.min(40), ..rest };
        if bar.width > 10 {
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            gauge::draw(canvas, bar, count(progress.answered), count(progress.asked.max(1)));
        }
    }
}
