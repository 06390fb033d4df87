//! What an expression is worth.
//!
//! Invariant: the coercions of XPath 1.0, with days and hours as numbers; none can fail.

use super::moment::{Moment, date_of_days, iso_date, iso_time, part_of_day};
use jiff::civil::{Date, Time};

/// What an expression is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text; also an empty answer.
    Text(String),
    /// A number, perhaps none at all (NaN).
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A day and an hour.
    Moment(Moment),
    /// Several answers, seen from outside their repeat.
    Many(Vec<Self>),
}

impl Value {
    /// No answer.
    pub const fn blank() -> Self {
        Self::Text(String::new())
    }

    /// Whether there is no answer, or none in any instance.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => number.is_nan(),
            Self::Many(items) => items.iter().all(Self::is_blank),
            Self::Boolean(_) | Self::Date(_) | Self::Moment(_) => false,
        }
    }

    /// As a text: dates in ISO form, numbers as XPath writes them.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_to_text(*number),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Moment(moment) => moment.to_string(),
            Self::Many(items) => items.first().map(Self::text).unwrap_or_default(),
        }
    }

    /// As an answer is kept: what is no number is no answer.
    pub fn answer(&self) -> String {
        if self.is_blank() { String::new() } else { self.text() }
    }

    /// As a number: a date as days since 1970-01-01, an hour as part of a day.
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(text) => text_to_number(text),
            Self::Number(number) => *number,
            Self::Boolean(boolean) => f64::from(u8::from(*boolean)),
            Self::Date(date) => Moment::midnight(*date).days(),
            Self::Moment(moment) => moment.days(),
            Self::Many(items) => items.first().map_or(f64::NAN, Self::number),
        }
    }

    /// As true or false: a number other than nought, a text that is not empty.
    pub fn boolean(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Boolean(boolean) => *boolean,
            Self::Date(_) | Self::Moment(_) => true,
            Self::Many(items) => items.iter().any(Self::boolean),
        }
    }

    /// As a day: a day itself, an ISO date in a text, or days since 1970-01-01.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Moment(moment) => Some(moment.at.date()),
            Self::Text(text) => iso_date(text).or_else(|| date_of_days(plain_number(text))),
            Self::Number(number) => date_of_days(*number),
            Self::Boolean(_) => None,
            Self::Many(items) => items.first().and_then(Self::date),
        }
    }

    /// As a day and an hour: as [`Self::date`], with the hour where it is known.
    pub fn moment(&self) -> Option<Moment> {
        match self {
            Self::Moment(moment) => Some(*moment),
            Self::Text(text) => Moment::parse(text).or_else(|| Moment::of_days(plain_number(text), 0)),
            Self::Number(number) => Moment::of_days(*number, 0),
            Self::Many(items) => items.first().and_then(Self::moment),
            Self::Date(date) => Some(Moment::midnight(*date)),
            Self::Boolean(_) => None,
        }
    }

    /// As an hour: `14:30`, `14:30:00.000+07:00`, or that of a moment.
    pub fn time(&self) -> Option<Time> {
        match self {
            Self::Moment(moment) => Some(moment.at.time()),
            Self::Many(items) => items.first().and_then(Self::time),
            Self::Text(text) => iso_time(text).or_else(|| Moment::parse(text).map(|moment| moment.at.time())),
            _ => None,
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

/// What two numbers may differ by and still be alike, as `0.1 + 0.2` and `0.3` do (JavaRosa).
const HAIR: f64 = 1e-12;

/// Whether two numbers are alike.
pub(super) fn alike(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() < HAIR
}

/// Whole numbers without a point, also where calculating left a hair; never an exponent, never "-0".
fn number_to_text(number: f64) -> String {
    let whole = number.round();
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else if alike(whole, 0.0) && alike(number, 0.0) {
        "0".to_owned()
    } else if alike(number, whole) {
        whole.to_string()
    } else {
        number.to_string()
    }
}

/// A number; a day; an hour, `14:05`, as its part of a day.
fn text_to_number(text: &str) -> f64 {
    let number = plain_number(text);
    if !number.is_nan() {
        return number;
    }
    let clock = text.trim();
    let hour = || clock.as_bytes().get(2).filter(|byte| **byte == b':').and_then(|_| iso_time(clock));
    let day = Moment::parse(text).map(Moment::days);
    day.or_else(|| hour().map(part_of_day)).unwrap_or(f64::NAN)
}

/// Rust also reads "inf", "nan", "+5" and "1e5"; an expression knows digits, a point and a sign.
pub(super) fn plain_number(text: &str) -> f64 {
    let text = text.trim();
    let plain = text.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | '-'));
    if plain { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}
