//! Times of day, alone or with their day: as typed, as kept, as shown.
//!
//! Kept as `14:05` and `2023-09-14T14:05`; what other programs send (`14:05:00.000+07:00`) is read too. The hour
//! stays as the clock on the wall showed it.
//!
//! Invariant: what is kept is read again as the same moment.

use crate::text::dates;
use jiff::civil::{Date, Time};

/// A time of day: `14:05`, `14:05:30`, `14h05`, `14g5`, with a zone behind it or not.
pub(super) fn time(text: &str) -> Option<Time> {
    let lower = text.trim().to_lowercase();
    let zone = lower.find(['+', 'z']).or_else(|| lower.rfind('-'));
    let clock = zone.and_then(|at| lower.get(..at)).unwrap_or(&lower).trim();
    let clock = clock.strip_suffix(['h', 'g']).map_or_else(|| clock.to_owned(), |hour| format!("{hour}:00"));
    let clock = clock.replace(['h', 'g'], ":");
    let mut parts = clock.split(':').map(str::trim);
    let hour = parts.next()?.parse::<i8>().ok()?;
    let minute = parts.next()?.parse::<i8>().ok()?;
    let second = parts.next().unwrap_or("0").split(['.', ',']).next()?.parse::<i8>().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// A day and a time of it, in either order of typing or as ISO writes it.
pub(super) fn date_time(text: &str) -> Option<(Date, Time)> {
    let (first, second) = text.trim().split_once(['T', ' '])?;
    match (day(first), time(second)) {
        (Some(day), Some(time)) => Some((day, time)),
        _ => Some((day(second)?, time(first)?)),
    }
}

fn day(text: &str) -> Option<Date> {
    dates::parse_typed(text.trim_matches([',', ' '])).ok()
}

pub(super) fn read_time(typed: &str) -> Option<String> {
    time(typed).map(written)
}

pub(super) fn read_date_time(typed: &str) -> Option<String> {
    date_time(typed).map(|(day, time)| format!("{day}T{}", written(time)))
}

pub(super) fn show_time(kept: &str) -> String {
    read_time(kept).unwrap_or_else(|| kept.to_owned())
}

pub(super) fn show_date_time(kept: &str) -> String {
    let shown = |(day, time): (Date, Time)| format!("{} {}", dates::written_date(day), written(time));
    date_time(kept).map_or_else(|| kept.to_owned(), shown)
}

fn written(time: Time) -> String {
    if time.second() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("14:05", Some("14:05"))]
    #[case("14h05", Some("14:05"))]
    #[case("9h", Some("09:00"))]
    #[case("9g30", Some("09:30"))]
    #[case("14:05:30.123+07:00", Some("14:05:30"))]
    #[case("14:05:00.000-03:00", Some("14:05"))]
    #[case("25:00", None)]
    #[case("chiều", None)]
    #[case("", None)]
    fn a_time_is_read(#[case] typed: &str, #[case] kept: Option<&str>) {
        assert_eq!(read_time(typed).as_deref(), kept);
    }

    #[rstest]
    #[case("14/9/2023 14:05", Some("2023-09-14T14:05"))]
    #[case("14:05 14/09/2023", Some("2023-09-14T14:05"))]
    #[case("14/09/2023, 8h", Some("2023-09-14T08:00"))]
    #[case("2023-09-14T14:05:00.000+07:00", Some("2023-09-14T14:05"))]
    #[case("14/09/2023", None)]
    #[case("hôm qua 8h", None)]
    fn a_day_with_its_time_is_read(#[case] typed: &str, #[case] kept: Option<&str>) {
        assert_eq!(read_date_time(typed).as_deref(), kept);
        if let Some(kept) = kept {
            assert_eq!(read_date_time(kept).as_deref(), Some(kept));
            assert_eq!(read_date_time(&show_date_time(kept)).as_deref(), Some(kept));
        }
    }
}
