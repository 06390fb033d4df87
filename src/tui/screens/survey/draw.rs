//! How a survey looks: pages at the left where there is room, the page in hand, how far all of it is.
//!
//! Invariant: the progress is written in numbers beside its bar.

use super::pages;
use super::{Body, Mode, SurveyScreen};
use crate::domain::statement::SurveyState;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::gauge;
use crate::tui::width::{fit, wrap};
use ratatui::layout::Rect;

/// From so many columns on the pages stand at the left.
const WIDE: u16 = 100;

impl SurveyScreen {
    pub(super) fn draw_screen(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let (line, rest) = split_top(area, 1);
        self.draw_progress(canvas, line);
        let rest = self.draw_notice(canvas, rest);
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
        let title = self.current().map(|page| {
            let between = format!(" {} ", canvas.glyph(Glyph::Trail));
            let name = pages::whole_title(page, &self.view.filling, &between, self.language(cx));
            let open = self.pages.iter().filter(|page| page.is_open()).count();
            let here = self.pages.iter().take(self.page + 1).filter(|page| page.is_open()).count();
            format!("{name} ({here}/{open})")
        });
        let inside = canvas.panel(right, &title.unwrap_or_default(), true);
        match &self.body {
            Body::Form(form) => form.draw(canvas, inside, true),
            Body::Read(outline) | Body::Rounds(outline) => outline.draw(canvas, inside, true),
        }
    }

    /// What is told until something is answered; wrapped, two lines at most.
    fn draw_notice(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let Some(notice) = &self.notice else { return area };
        let said = format!("{} {}", canvas.glyph(Glyph::Note), canvas.say(notice));
        let lines = wrap(&said, usize::from(area.width.saturating_sub(2).max(1)));
        let rows = u16::try_from(lines.len()).unwrap_or(1).min(if area.height > 16 { 2 } else { 1 });
        let (top, rest) = split_top(area, rows);
        let top = Rect { x: top.x + 1, width: top.width.saturating_sub(2), ..top };
        for (row, line) in top.rows().zip(&lines) {
            canvas.text(row, line, Role::Accent);
        }
        rest
    }

    fn draw_progress(&self, canvas: &mut Canvas<'_>, line: Rect) {
        let line = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
        let state = match (self.mode, self.view.survey.state) {
            (Mode::Amending, _) => "screen.survey.state.amending",
            (_, SurveyState::Final) => "screen.survey.state.final",
            (_, SurveyState::Discarded) => "screen.survey.state.discarded",
            (_, SurveyState::Draft) => "",
        };
        let mut line = line;
        if !state.is_empty() {
            let word = canvas.word(state).to_owned();
            let used = canvas.text(line, &word, Role::Warn);
            line = split_left(line, used + 2).1;
        }
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

/// The first line of a text, in so many columns.
pub(super) fn short(text: &str, columns: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let whole = line.len() == text.len();
    fit(&if whole { line.to_owned() } else { format!("{line}…") }, columns).into_owned()
}
