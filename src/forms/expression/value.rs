//! What an expression is worth, and how one kind of value becomes another.
//!
//! Invariant: every conversion has an answer; what is no number is NaN, and NaN is written as nothing.

use jiff::Span;
use jiff::civil::{Date, date};

/// The worth of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text; an unanswered question is the empty one.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A question's answers over the instances of its repeat.
    Many(Vec<Self>),
}

/// Day nought of dates as numbers.
const EPOCH: Date = date(1970, 1, 1);

impl Value {
    /// An empty text.
    pub const fn blank() -> Self {
        Self::Text(String::new())
    }

    /// Whether nothing is there.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => number.is_nan(),
            Self::Many(items) => items.iter().all(Self::is_blank),
            Self::Boolean(_) | Self::Date(_) => false,
        }
    }

    /// As a text: dates in ISO form, whole numbers without a point, no number as nothing.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) if number.is_nan() => String::new(),
            Self::Number(number) if *number == 0.0 => "0".to_owned(), // never "-0"
            Self::Number(number) => number.to_string(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Many(items) => items.first().map(Self::text).unwrap_or_default(),
        }
    }

    /// As a number: a date as days since 1970-01-01.
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(text) => text_to_number(text),
            Self::Number(number) => *number,
            Self::Boolean(boolean) => f64::from(u8::from(*boolean)),
            Self::Date(date) => f64::from(days(*date)),
            Self::Many(items) => items.first().map_or(f64::NAN, Self::number),
        }
    }

    /// As true or false: a number other than nought, a text that is not empty.
    pub fn boolean(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Boolean(boolean) => *boolean,
            Self::Date(_) => true,
            Self::Many(items) => !items.is_empty(),
        }
    }

    /// As a day: a day itself, an ISO date in a text, or days since 1970-01-01.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Text(text) => {
                iso_date(text).or_else(|| date_of_days(text.trim().parse().unwrap_or(f64::NAN)))
            }
            Self::Number(number) => date_of_days(*number),
            Self::Boolean(_) => None,
            Self::Many(items) => items.first().and_then(Self::date),
        }
    }

    /// The single values inside.
    pub(super) fn items(self) -> Vec<Self> {
        match self {
            Self::Many(items) => items,
            single => vec![single],
        }
    }
}

fn text_to_number(text: &str) -> f64 {
    let text = text.trim();
    // Rust also reads "inf", "nan" and "1e5"; an expression knows digits, a point and a sign.
    let plain = text.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | '-'));
    match text.parse::<f64>() {
        Ok(number) if plain => number,
        _ => iso_date(text).map_or(f64::NAN, |date| f64::from(days(date))),
    }
}

/// Reads `2023-09-14`, also before a time.
fn iso_date(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    let rest = text.trim().get(10..)?;
    if rest.is_empty() || rest.starts_with('T') { day.parse().ok() } else { None }
}

fn days(date: Date) -> i32 {
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

fn date_of_days(days: f64) -> Option<Date> {
    if !days.is_finite() {
        return None;
    }
    let span = Span::new().try_days(days.floor() as i64).ok()?;
    EPOCH.checked_add(span).ok()
}
