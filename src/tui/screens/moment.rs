//! Instants and days as the screens write them.
//!
//! Invariant: the machine's time zone, day before month before year.

use jiff::Timestamp;
use jiff::tz::TimeZone;

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
