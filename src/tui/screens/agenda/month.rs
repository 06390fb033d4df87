//! A month of working days: what is due, what is off, what is worked in exchange, what is not settled.
//!
//! ```text
//!        Tháng 9 năm 2023
//!   T2  T3  T4  T5  T6  T7  CN
//!                    1-  2   3
//!    4-  5   6   7●  8   9  10
//! ```
//!
//! Invariant: every mark is a sign beside the number; colour only helps.

use crate::domain::calendar::{Holiday, HolidayKind, HolidayTable};
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::theme::Role;
use crate::tui::width::wrap;
use jiff::civil::Date;
use ratatui::layout::{Alignment, Rect};
use std::collections::BTreeSet;

/// Columns of one day.
const DAY: u16 = 4;

/// How many columns a month takes.
pub(super) const COLUMNS: u16 = DAY * 7;

/// What is known of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    date: Date,
    off: bool,
    worked: bool,
    settled: bool,
    due: bool,
}

/// The month.
#[derive(Debug, Clone, Default)]
pub(super) struct Month {
    title: String,
    days: Vec<Day>,
    /// Holidays and swap days, in words.
    named: Vec<(String, Role)>,
}

impl Month {
    /// The month a day lies in; `due` are the days something falls due on.
    pub(super) fn new(
        day: Date,
        holidays: &HolidayTable,
        due: &BTreeSet<Date>,
        say: &dyn Fn(&Message) -> String,
    ) -> Self {
        let mut month = Self {
            title: say(&Message::new("screen.agenda.month")
                .with("month", day.month())
                .with("year", day.year())),
            ..Self::default()
        };
        for date in day.first_of_month().series(jiff::Span::new().days(1)) {
            if date.month() != day.month() || date.year() != day.year() {
                break;
            }
            let row = holidays.find(date);
            let worked = row.is_some_and(|row| row.kind == HolidayKind::Work);
            let settled = row.is_none_or(|row| row.settled);
            month.days.push(Day {
                date,
                off: !holidays.is_working_day(date),
                worked,
                settled,
                due: due.contains(&date),
            });
        }
        month.name_days(day, holidays, say);
        if !holidays.covers(day.year()) {
            let said = Message::new("deadline.uncovered").with("year", day.year());
            month.named.push((say(&said), Role::Warn));
        }
        month
    }

    /// Days that follow one another under one name are told in one line.
    fn name_days(&mut self, day: Date, holidays: &HolidayTable, say: &dyn Fn(&Message) -> String) {
        let rows: Vec<_> =
            holidays.rows().filter(|row| row.day.first_of_month() == day.first_of_month()).collect();
        let base = |name: &str| name.split(" (").next().unwrap_or_default().to_owned();
        let alike = |one: &&Holiday, other: &&Holiday| {
            base(&one.name) == base(&other.name)
                && (one.kind, one.settled) == (other.kind, other.settled)
                && one.day.tomorrow().is_ok_and(|next| next == other.day)
        };
        for run in rows.chunk_by(alike) {
            let [first, .., last] = run else {
                if let [only] = run {
                    self.name_run(only, written_date(only.day), only.name.clone(), say);
                }
                continue;
            };
            let days = format!("{:02}–{}", first.day.day(), written_date(last.day));
            self.name_run(first, days, base(&first.name), say);
        }
    }

    fn name_run(&mut self, row: &Holiday, days: String, name: String, say: &dyn Fn(&Message) -> String) {
        let key = match (row.kind, row.settled) {
            (HolidayKind::Work, _) => "screen.agenda.worked_day",
            (_, true) => "screen.agenda.day_off",
            (_, false) => "screen.agenda.day_off_unsettled",
        };
        let said = say(&Message::new(key).with("day", days).with("name", name));
        self.named.push((said, if row.settled { Role::Muted } else { Role::Warn }));
    }

    /// Rows it takes with its named days on so many columns.
    pub(super) fn wanted_rows(&self, columns: u16) -> u16 {
        let named: usize = self.named.iter().map(|(words, _)| wrap(words, usize::from(columns)).len()).sum();
        let named = u16::try_from(named).unwrap_or(u16::MAX);
        self.rows() + if named > 0 { named + 1 } else { 0 }
    }

    /// Rows it takes without the named days.
    fn rows(&self) -> u16 {
        let first = self.days.first().map_or(0, |day| column_of(day.date));
        let weeks = (first + u16::try_from(self.days.len()).unwrap_or(31)).div_ceil(7);
        weeks + 2
    }

    /// Draws the month; `chosen` is the day the list stands on.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, today: Date, chosen: Option<Date>) {
        let (title, rest) = split_top(area, 1);
        canvas.text_aligned(title, &self.title, Role::Title, Alignment::Center);
        let (heads, rest) = split_top(rest, 1);
        for column in 0..7_u16 {
            let word = canvas.word(&format!("screen.agenda.weekday.{column}")).to_owned();
            canvas.text_aligned(place(heads, column), &word, Role::Muted, Alignment::Right);
        }
        let mut row = 0;
        for day in &self.days {
            let column = column_of(day.date);
            let (_, below) = split_top(rest, row);
            let (line, _) = split_top(below, 1);
            self.draw_day(canvas, place(line, column), *day, today, chosen);
            row += u16::from(column == 6);
        }
        let (_, below) = split_top(rest, self.rows().saturating_sub(2));
        let (_, mut below) = split_top(below, 1);
        for (words, role) in &self.named {
            let used = canvas.paragraph(below, words, *role);
            below = split_top(below, used).1;
        }
    }

    fn draw_day(&self, canvas: &mut Canvas<'_>, area: Rect, day: Day, today: Date, chosen: Option<Date>) {
        let sign = match day {
            Day { due: true, .. } => "●",
            Day { settled: false, .. } => "?",
            Day { worked: true, .. } => "+",
            Day { off: true, .. } => "·",
            _ => " ",
        };
        let role = match day {
            _ if chosen == Some(day.date) => Role::Selection,
            _ if day.date == today => Role::Title,
            Day { due: true, .. } if day.date < today => Role::Error,
            Day { due: true, .. } => Role::Accent,
            Day { settled: false, .. } => Role::Warn,
            Day { off: true, .. } => Role::Muted,
            _ => Role::Text,
        };
        // Today stands in brackets, so that it is found without colour.
        let number = day.date.day();
        let text = if day.date == today { format!("[{number}]") } else { format!("{number}{sign}") };
        let (_, inside) = split_left(area, 0);
        canvas.text_aligned(inside, &text, role, Alignment::Right);
    }
}

fn place(line: Rect, column: u16) -> Rect {
    let (_, rest) = split_left(line, column * DAY);
    split_left(rest, DAY).0
}

/// Monday is the first.
fn column_of(day: Date) -> u16 {
    u16::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0)
}
