//! How the overview looks: the pipeline over the whole width, below it the work at the left, the sums at the
//! right.
//!
//! Invariant: where a part has no room it is left out from the bottom; a number shown can be opened.

use super::{COUNTS, Count, Overview, Part};
use crate::text::dates::written_date;
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::screens::cases::columns::due_role;
use crate::tui::screens::wording::{days_until_short, short_name};
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::gauge::{self, Bar};
use crate::tui::width::width;
use ratatui::layout::{Alignment, Rect};

/// The rows of the pipeline, and of the counters.
const STAGES: u16 = 5;
const COUNTERS: u16 = 2;
/// Rows of years in the chart at most.
const YEARS: usize = 8;

fn number(value: i64) -> String {
    numbers::written(value)
}

fn length(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

impl Overview {
    pub(super) fn draw_screen(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.drawn.borrow_mut().clear();
        let (stages, rest) = split_top(area, STAGES);
        self.draw_stages(canvas, stages, cx);
        let (counts, rest) = split_top(rest, COUNTERS);
        self.draw_counts(canvas, counts);
        let columns = if area.width >= 76 { area.width * 11 / 20 } else { area.width };
        let (left, right) = split_left(rest, columns);
        self.draw_agenda(canvas, left, cx);
        if right.is_empty() {
            return;
        }
        let years = u16::try_from(self.figures.admitted.len().min(YEARS)).unwrap_or(0);
        let chart = if years > 0 && right.height >= years + 8 { years + 2 } else { 0 };
        let (receivers, chart_area) = split_top(right, right.height - chart);
        self.draw_receivers(canvas, receivers);
        self.draw_admitted(canvas, chart_area);
    }

    fn here(&self, part: Part, at: usize) -> bool {
        self.part == part && self.at(part) == at
    }

    fn place_number(&self, area: Rect, part: Part, at: usize) {
        self.drawn.borrow_mut().push((area, part, at));
    }

    fn draw_stages(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let stages = &self.figures.stages;
        let Ok(count) = u16::try_from(stages.len()) else { return };
        if count == 0 {
            return;
        }
        let most = stages.iter().map(|stage| stage.cases).max().unwrap_or(0);
        let columns = area.width / count;
        for (at, stage) in stages.iter().enumerate() {
            let step = u16::try_from(at).unwrap_or(0);
            let extra = if step + 1 == count { area.width - columns * count } else { 0 };
            let here = self.here(Part::Stages, at);
            let area = Rect { x: area.x + step * columns, width: columns + extra, ..area };
            self.place_number(area, Part::Stages, at);
            // The last stage keeps what is done: there the closed ones are counted.
            let last = step + 1 == count;
            let cases = if last { stage.cases + self.figures.closed } else { stage.cases };
            let inside = canvas.panel(area, "", here);
            let heading = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
            let (sign, role) = if here { (Glyph::Here, Role::Title) } else { (Glyph::Rule, Role::Muted) };
            let name = format!(" {} ", stage.name(cx.language()));
            let sign_role = if here { Role::Title } else { Role::Border };
            canvas.pieces(heading, &[(canvas.glyph(sign), sign_role), (&name, role)]);
            let mut rows = inside.rows();
            if let Some(row) = rows.next() {
                let value = number(cases);
                let role = if cases > 0 { Role::Accent } else { Role::Muted };
                let role = if here { Role::Selection } else { role };
                let word = canvas.word("screen.overview.cases").to_owned();
                canvas.pieces(row, &[(&value, role), (" ", Role::Text), (&word, Role::Text)]);
            }
            if let Some(row) = rows.next() {
                let key = match (last, row.width < 15) {
                    (true, _) => "screen.overview.closed",
                    (false, true) => "screen.overview.members_short",
                    (false, false) => "screen.overview.members",
                };
                let words = canvas.locale().fill(key, &[("count", &number(stage.members))]);
                canvas.text(row, &words, Role::Muted);
            }
            if let Some(row) = rows.next() {
                gauge::bar(canvas, row, length(cases), length(most.max(self.figures.closed).max(1)));
            }
        }
    }

    fn draw_counts(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (line, _) = split_top(area, 1);
        let columns = line.width / 4;
        for (at, count) in COUNTS.iter().enumerate() {
            let step = u16::try_from(at).unwrap_or(0);
            let place = Rect { x: line.x + step * columns + 1, width: columns.saturating_sub(1), ..line };
            self.place_number(place, Part::Counts, at);
            let value = self.count(*count);
            let (key, busy) = match count {
                Count::Overdue => ("screen.overview.overdue", Role::Error),
                Count::ThisWeek => ("screen.overview.this_week", Role::Warn),
                Count::Waiting => ("screen.overview.waiting", Role::Text),
                Count::WithoutCase => ("screen.overview.without_case", Role::Accent),
            };
            let here = self.here(Part::Counts, at);
            let role = if value == 0 { Role::Muted } else { busy };
            let role = if here { Role::Selection } else { role };
            let sign = if here { canvas.glyph(Glyph::Cursor) } else { " " };
            let value = format!(" {} ", number(value));
            let word = canvas.word(key).to_owned();
            canvas.pieces(
                place,
                &[(sign, Role::Accent), (&value, role), (" ", Role::Text), (&word, Role::Text)],
            );
        }
    }

    fn draw_agenda(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let focused = self.part == Part::Agenda;
        let title = canvas.word("screen.overview.agenda").to_owned();
        let inside = canvas.panel(area, &title, focused);
        if self.figures.agenda.is_empty() {
            return self.draw_no_agenda(canvas, inside);
        }
        let rows = usize::from(inside.height);
        let top = crate::tui::widgets::finder::keep_in_view(0, self.at(Part::Agenda), rows);
        for (row, (at, line)) in inside.rows().zip(self.figures.agenda.iter().enumerate().skip(top)) {
            self.place_number(row, Part::Agenda, at);
            let here = self.here(Part::Agenda, at);
            let bar = |own: Role| if here { Role::Selection } else { own };
            if here {
                canvas.tint(row, Role::Selection);
            }
            let today = cx.today();
            let due = line.due_on;
            let left = due.map(|due| canvas.say(&days_until_short(due, today))).unwrap_or_default();
            let (mark, rest) = split_left(row, 2);
            canvas.text(mark, if here { canvas.glyph(Glyph::Cursor) } else { " " }, bar(Role::Accent));
            // The day says more than the days left, where there is room for both.
            let (day, rest) = split_left(rest, if inside.width >= 56 { 11 } else { 0 });
            let day_role = due.map_or(Role::Muted, |due| due_role(due, today));
            canvas.text(day, &due.map(written_date).unwrap_or_default(), bar(day_role));
            let (days, rest) = split_left(rest, 8);
            canvas.text(days, &left, bar(day_role));
            let note = match &line.waiting_for {
                Some(who) => canvas
                    .locale()
                    .fill("screen.overview.waits_for", &[("who", &canvas.word(&format!("supplier.{who}")))]),
                None if line.missing > 0 => {
                    canvas.locale().fill("screen.overview.missing", &[("count", &line.missing)])
                }
                None => canvas.word("screen.overview.ready").to_owned(),
            };
            let columns = u16::try_from(width(&note)).unwrap_or(0).min(rest.width / 2);
            let name_shown = short_name(&line.cell_name, canvas.locale());
            let (name, note_area) = split_left(rest, rest.width.saturating_sub(columns));
            canvas.text(Rect { width: name.width.saturating_sub(1), ..name }, &name_shown, bar(Role::Text));
            canvas.text_aligned(note_area, &note, bar(Role::Muted), Alignment::Right);
        }
    }

    fn draw_no_agenda(&self, canvas: &mut Canvas<'_>, inside: Rect) {
        let words = if self.figures.without_case > 0 {
            let key = canvas.settings().keys.shown("case.open").unwrap_or_default();
            let count = number(self.figures.without_case);
            canvas.locale().fill("screen.overview.open_cases", &[("count", &count), ("key", &key)])
        } else {
            let key =
                if self.figures.cells == 0 { "screen.overview.no_cells" } else { "screen.overview.all_done" };
            let import = canvas.settings().keys.shown("import.start").unwrap_or_default();
            canvas.locale().fill(key, &[("key", &import)])
        };
        canvas.paragraph(inside, &words, Role::Text);
    }

    fn draw_receivers(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let focused = self.part == Part::Receivers;
        let title = canvas.word("screen.overview.receivers").to_owned();
        let inside = canvas.panel(area, &title, focused);
        if self.figures.receivers.is_empty() {
            let words = canvas.word("screen.overview.no_receivers").to_owned();
            canvas.paragraph(inside, &words, Role::Muted);
            return;
        }
        let none = canvas.word("screen.cases.none_yet").to_owned();
        let bars: Vec<Bar> = self
            .figures
            .receivers
            .iter()
            .map(|tally| Bar {
                label: tally.name.clone().unwrap_or_else(|| none.clone()),
                value: length(tally.organisations),
                note: canvas.locale().fill(
                    "screen.overview.receiver_note",
                    &[("cases", &number(tally.organisations)), ("members", &number(tally.members))],
                ),
            })
            .collect();
        let rows = usize::from(inside.height);
        let top = crate::tui::widgets::finder::keep_in_view(0, self.at(Part::Receivers), rows);
        for (at, row) in inside.rows().enumerate().take(bars.len() - top) {
            self.place_number(row, Part::Receivers, at + top);
        }
        let chosen = focused.then(|| self.at(Part::Receivers) - top);
        gauge::chart(canvas, inside, &bars[top..], chosen);
    }

    fn draw_admitted(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.height < 3 {
            return;
        }
        let title = canvas.word("screen.overview.admitted").to_owned();
        let inside = canvas.panel(area, &title, false);
        let years = &self.figures.admitted;
        let bars: Vec<Bar> = years[years.len().saturating_sub(YEARS)..]
            .iter()
            .map(|(year, count)| Bar { label: year.clone(), value: length(*count), note: number(*count) })
            .collect();
        gauge::chart(canvas, inside, &bars, None);
    }
}
