//! What the expressions of a survey may know of the world: the office's day, the machine's hour, the officer.
//!
//! Invariant: the seed of chance is the survey's own, so its draws are the same whenever it is opened.

use super::desk::Desk;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::expression::{Moment, Occasion};
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl Desk {
    /// The working day with the hour of now, for one survey.
    pub(super) fn occasion(&self, survey: &Id<Survey>, today: Date) -> Occasion {
        let zone = TimeZone::system();
        let now = self.clock.now();
        let ahead = i16::try_from(zone.to_offset(now).seconds() / 60).unwrap_or(0);
        let at = today.to_datetime(zone.to_datetime(now).time());
        let properties = [("username".to_owned(), self.person.name.clone())].into();
        Occasion { now: Moment { at, ahead }, begun: None, seed: seed_of(survey.as_str()), properties }
    }
}

/// A figure of its own for every id (FNV-1a).
fn seed_of(id: &str) -> u64 {
    id.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
