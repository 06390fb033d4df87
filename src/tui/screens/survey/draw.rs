//! How a survey looks: pages at the left where there is room, the page in hand, how far all of it is.
//!
//! Invariant: the progress is written in numbers beside its bar.

use super::pages;
use super::{Body, Mode, SurveyScreen};
use crate::domain::statement::SurveyState;
use crate::forms::survey::Progress;
use crate::text::locale::Locale;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::gauge;
use crate::tui::width::{fit, fit_middle, width, wrap};
use ratatui::layout::{Alignment, Rect};

/// From so many columns on the pages stand at the left.
const WIDE: u16 = 100;

/// The bar of the progress and its figure take so many columns at most.
const GAUGE: u16 = 26;

/// The columns of a panel's upper edge that its title can't have.
const AROUND_TITLE: u16 = 6;

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
            let names = pages::titles(page, &self.view.filling, &self.words(cx));
            let open = self.pages.iter().filter(|page| page.is_open()).count();
            let here = self.pages.iter().take(self.page + 1).filter(|page| page.is_open()).count();
            let columns = usize::from(right.width.saturating_sub(AROUND_TITLE));
            fitting(&names, &between, &format!(" ({here}/{open})"), columns)
        });
        let inside = canvas.panel(right, &title.unwrap_or_default(), true);
        if self.pages.is_empty() {
            let said = canvas.word("screen.survey.asks_nothing").to_owned();
            canvas.paragraph(inside, &said, Role::Muted);
            return;
        }
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
            let role = if state.ends_with("final") { Role::Good } else { Role::Warn };
            let used = canvas.text(line, &word, role);
            line = split_left(line, used + 2).1;
        }
        let progress = self.view.filling.progress();
        let left = progress.required - progress.required_answered;
        let words = progress_in_words(&progress, canvas.locale());
        let used = canvas.text(line, &words, if left == 0 { Role::Good } else { Role::Text });
        let (_, rest) = split_left(line, used + 2);
        let wanted = if rest.width < 2 * GAUGE { GAUGE / 2 } else { GAUGE };
        let bar = Rect { width: rest.width.min(wanted), ..rest };
        let (_, name) = split_left(rest, bar.width + 2);
        if name.width > 10 {
            let cell = canvas.fit_name(&self.cell, usize::from(name.width));
            canvas.text_aligned(name, &cell, Role::Muted, Alignment::Right);
        }
        if bar.width > 10 {
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            gauge::draw(canvas, bar, count(progress.answered), count(progress.asked.max(1)));
        }
    }
}

/// How far a survey has come: `12/133 câu · còn 8 câu bắt buộc`.
pub fn progress_in_words(progress: &Progress, locale: &Locale) -> String {
    let left = progress.required - progress.required_answered;
    let key = if left == 0 { "progress_whole" } else { "progress" };
    locale.fill(
        &format!("screen.case.survey.{key}"),
        &[("answered", &progress.answered), ("asked", &progress.asked), ("required", &left)],
    )
}

/// A page's name behind those of the groups around it, in so many columns: the outermost give way first, and the
/// count is always read.
fn fitting(names: &[String], between: &str, count: &str, columns: usize) -> String {
    let room = columns.saturating_sub(width(count));
    for left_out in 0..names.len() {
        let mark = if left_out == 0 { String::new() } else { format!("…{between}") };
        let name = format!("{mark}{}", names[left_out..].join(between));
        if width(&name) <= room {
            return name + count;
        }
    }
    let own = names.last().map(String::as_str).unwrap_or_default();
    format!("{}{count}", fit_middle(own, room))
}

/// The first line of a text, in so many columns.
pub(super) fn short(text: &str, columns: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let whole = line.len() == text.len();
    fit(&if whole { line.to_owned() } else { format!("{line}…") }, columns).into_owned()
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use crate::tui::width::width;
    use rstest::rstest;

    #[rstest]
    #[case(60, "Đơn vị › Trụ sở chính › Chi nhánh, nhà máy (8/24)")]
    #[case(45, "… › Trụ sở chính › Chi nhánh, nhà máy (8/24)")]
    #[case(40, "… › Chi nhánh, nhà máy (8/24)")]
    #[case(25, "Chi nhánh, nhà máy (8/24)")]
    #[case(20, "Chi…nhà máy (8/24)")]
    fn a_page_keeps_its_own_name_where_the_names_around_it_do_not_fit(
        #[case] columns: usize,
        #[case] shown: &str,
    ) {
        let names = ["Đơn vị", "Trụ sở chính", "Chi nhánh, nhà máy"].map(str::to_owned);
        let title = fitting(&names, " › ", " (8/24)", columns);
        assert_eq!(title, shown);
        assert!(width(&title) <= columns);
    }
}
