//! A day and an hour with their distance from Greenwich, as `now()` writes them and answers keep them.
//!
//! As a number it is days since 1970-01-01 on the clock it was written by: midnight is whole, noon ends in .5
//! (JavaRosa; Enketo counts from Greenwich). The distance is written, never calculated with.
//!
//! Invariant: every text is a moment or is none; nothing overflows.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, date};
use std::fmt;

const EPOCH: Date = date(1970, 1, 1);
const MILLISECONDS: f64 = 86_400_000.0;

/// A day and an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// On the clock of the place.
    pub at: DateTime,
    /// How far that clock is ahead of Greenwich, in minutes.
    pub ahead: i16,
}

impl Moment {
    /// The beginning of a day.
    pub const fn midnight(day: Date) -> Self {
        Self { at: day.to_datetime(Time::midnight()), ahead: 0 }
    }

    /// Reads `2023-09-14T10:20:30.000+07:00`; a day alone is its beginning.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = day_and_rest(text)?;
        if rest.is_empty() {
            return Some(Self::midnight(day));
        }
        let (time, ahead) = time_and_distance(rest.get(1..)?)?;
        Some(Self { at: day.to_datetime(time), ahead })
    }

    /// Days since 1970-01-01.
    pub(super) fn days(self) -> f64 {
        let whole = EPOCH.until(self.at.date()).map_or(0, |span| span.get_days());
        f64::from(whole) + part_of_day(self.at.time())
    }

    /// The moment so many days since 1970-01-01.
    pub(super) fn of_days(days: f64, ahead: i16) -> Option<Self> {
        let day = date_of_days(days)?;
        let milliseconds = ((days - days.floor()) * MILLISECONDS).round();
        let at = day.to_datetime(Time::midnight());
        let at = at.checked_add(Span::new().try_milliseconds(milliseconds as i64).ok()?).ok()?;
        Some(Self { at, ahead })
    }
}

/// `2023-09-14T10:20:30.000+07:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.at.time();
        write!(
            f,
            "{}T{:02}:{:02}:{:02}.{:03}",
            self.at.date(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond()
        )?;
        let sign = if self.ahead < 0 { '-' } else { '+' };
        let minutes = self.ahead.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Noon is 0.5.
pub(super) fn part_of_day(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    (f64::from(seconds) * 1000.0 + f64::from(time.millisecond())) / MILLISECONDS
}

/// Reads `2023-09-14`, also `2023-9-14`, also before a time.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    day_and_rest(text).map(|(day, _)| day)
}

/// A day, and what stands behind it: nothing, or a time behind a `T` or a space.
fn day_and_rest(text: &str) -> Option<(Date, &str)> {
    let text = text.trim();
    let (day, rest) = text.split_at(text.find(['T', ' ']).unwrap_or(text.len()));
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && parts.next().is_none();
    let day = Date::new(year.parse().ok()?, two_digits(month)?, two_digits(day)?).ok()?;
    plain.then_some((day, rest))
}

/// Reads `14:30`, `14:30:00`, `14:30:00.000+07:00`.
pub(super) fn iso_time(text: &str) -> Option<Time> {
    time_and_distance(text.trim()).map(|(time, _)| time)
}

pub(super) fn date_of_days(days: f64) -> Option<Date> {
    if !days.is_finite() {
        return None;
    }
    let span = Span::new().try_days(days.floor() as i64).ok()?;
    EPOCH.checked_add(span).ok()
}

fn time_and_distance(text: &str) -> Option<(Time, i16)> {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, distance) = text.split_at_checked(end)?;
    let mut parts = clock.split(':');
    let hour: i8 = parts.next().and_then(two_digits)?;
    let minute = parts.next().and_then(two_digits)?;
    let (second, millisecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
            (two_digits(whole)?, fraction.parse::<i32>().ok().filter(|part| *part >= 0)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    let time = Time::new(hour, minute, second, millisecond * 1_000_000).ok()?;
    Some((time, distance_of(distance)?))
}

fn distance_of(text: &str) -> Option<i16> {
    let sign = match text.chars().next() {
        None | Some('Z') => return Some(0),
        Some('-') => -1,
        _ => 1,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours = digits.get(..2).and_then(two_digits)?;
    let minutes = digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), two_digits)?;
    Some(sign * (i16::from(hours) * 60 + i16::from(minutes)))
}

fn two_digits(text: &str) -> Option<i8> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
