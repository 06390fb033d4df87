//! The one place that asks what time it is and makes new ids; tests and scripts say the day themselves.
//!
//! Invariant: nothing below `office` has a clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// Tells the instant, the working day, and makes ids.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    today: Option<Date>,
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self { today: None }
    }

    /// A working day said by hand (`--today`); instants stay the machine's.
    pub const fn on(day: Date) -> Self {
        Self { today: Some(day) }
    }

    /// The instant, for the journal.
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// The day said by hand, if one was.
    pub const fn said(&self) -> Option<Date> {
        self.today
    }

    /// The day of the machine, in the machine's time zone.
    pub fn machine_day(&self) -> Date {
        TimeZone::system().to_datetime(self.now()).date()
    }

    /// A new id, ordered by time.
    pub fn id(&self) -> String {
        Uuid::now_v7().to_string()
    }
}

/// An instant of the journal as a clock on the wall shows it.
pub fn on_the_wall(at: &str) -> String {
    match at.parse::<Timestamp>() {
        Ok(instant) => TimeZone::system().to_datetime(instant).strftime("%d/%m/%Y %H:%M:%S").to_string(),
        Err(_) => at.to_owned(),
    }
}
