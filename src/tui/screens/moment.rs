//! Instants and days as the screens write them.
//!
//! Invariant: the machine's time zone, day before month before year.

use crate::text::dates::written_date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `08:05`, and if it was not today, the day after it: `08:05 ngày 14/09/2023`, "ngày" being what is given.
pub fn written_lately(at: Timestamp, on_day: &str) -> String {
    let zone = TimeZone::system();
    let local = zone.to_datetime(at);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    if local.date() == zone.to_datetime(Timestamp::now()).date() {
        return time;
    }
    format!("{time} {on_day} {}", written_date(local.date()))
}

/// `14/09/2023 08:05`.
pub fn written_instant(at: Timestamp) -> String {
    let local = TimeZone::system().to_datetime(at);
    format!(
        "{:02}/{:02}/{:04} {:02}:{:02}",
        local.day(),
        local.month(),
        local.year(),
        local.hour(),
        local.minute()
    )
}
