//! The period of a report: typed, or one of those officers ask for.
//!
//! Invariant: a preset follows the working day, not the machine's.

use crate::text::dates::written_date;
use crate::tui::dialogs::pick::Choice;
use jiff::Span;
use jiff::civil::{Date, date};

/// A period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// The periods offered; `typed` asks for the days.
const PRESETS: [&str; 7] = ["year", "last_year", "quarter", "month", "five_years", "term", "typed"];

impl Period {
    /// The five years up to a day: what a situation report usually looks back on.
    pub(super) fn five_years(today: Date) -> Self {
        Self { from: date(today.year().saturating_sub(4), 1, 1), to: today }
    }

    /// A preset by its id; none where the days are to be typed.
    pub(super) fn preset(id: &str, today: Date) -> Option<Self> {
        let year = today.year();
        let quarter_month = (today.month() - 1) / 3 * 3 + 1;
        Some(match id {
            "year" => Self { from: date(year, 1, 1), to: today },
            "last_year" => {
                Self { from: date(year.saturating_sub(1), 1, 1), to: date(year.saturating_sub(1), 12, 31) }
            }
            "quarter" => Self { from: date(year, quarter_month, 1), to: today },
            "month" => Self { from: today.first_of_month(), to: today },
            "five_years" => Self::five_years(today),
            // The five-year terms of party organisations begin with the years that end in 0 and 5.
            "term" => Self { from: date(year - year.rem_euclid(5), 1, 1), to: today },
            _ => return None,
        })
    }

    /// The presets to choose from, each with its days.
    pub(super) fn choices(today: Date) -> Vec<Choice> {
        let choice = |id: &str| {
            let days = Self::preset(id, today).map(|period| period.written()).unwrap_or_default();
            Choice::new(id, format!("screen.reports.period.{id}")).note(days)
        };
        PRESETS.map(choice).to_vec()
    }

    /// The same length of time, just before.
    pub(super) fn before(self) -> Self {
        let days = Span::new().days((self.to - self.from).get_days() + 1);
        Self { from: self.from.saturating_sub(days), to: self.to.saturating_sub(days) }
    }

    /// `01/01/2019 – 14/09/2023`.
    pub(super) fn written(self) -> String {
        format!("{} – {}", written_date(self.from), written_date(self.to))
    }
}
