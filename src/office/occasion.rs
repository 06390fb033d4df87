//! What the expressions of a survey may know of the world: the office's day, the machine's hour, the officer.
//!
//! Invariant: the seed of chance is the survey's own, so its draws are the same whenever it is opened; its
//! beginning is the journal's, so it is the same on every machine.

use super::desk::Desk;
use super::error::Result;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::expression::{Moment, Occasion};
use crate::store::Reader;
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl Desk {
    /// The working day with the hour of now, for a survey being answered or read.
    pub(super) fn occasion(&self, reader: &Reader<'_>, survey: &Survey, today: Date) -> Result<Occasion> {
        let zone = TimeZone::system();
        // A working day set by hand has hours of the machine's day, and so has its beginning.
        let begun = reader.created_at("survey", survey.id.as_str())?;
        let begun = begun.map(|at| survey.started_on.to_datetime(zone.to_datetime(at).time()));
        Ok(Occasion { begun, ..self.first_occasion(&survey.id, today) })
    }

    /// The same for a survey that begins now.
    pub(super) fn first_occasion(&self, survey: &Id<Survey>, today: Date) -> Occasion {
        let zone = TimeZone::system();
        let now = self.clock.now();
        let ahead = i16::try_from(zone.to_offset(now).seconds() / 60).unwrap_or(0);
        let at = today.to_datetime(zone.to_datetime(now).time());
        let properties = [("username".to_owned(), self.person.name.clone())].into();
        Occasion { now: Moment { at, ahead }, begun: Some(at), seed: seed_of(survey.as_str()), properties }
    }
}

/// A figure of its own for every id (FNV-1a).
fn seed_of(id: &str) -> u64 {
    id.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use crate::forms::expression::Value;
    use crate::forms::instance::Instance;

    #[test]
    fn how_long_a_survey_has_taken_is_counted_from_its_beginning() {
        let mut room = Room::new();
        let survey = room.begin_survey();
        let begun = room.office.reader().created_at("survey", survey.as_str()).unwrap().unwrap();
        let filling = room.office.survey_view(&survey).unwrap().filling;
        let occasion = filling.occasion().clone();
        let ahead = jiff::tz::TimeZone::system().to_datetime(begun);
        assert_eq!(
            occasion.begun.map(|at| (at.date(), at.time())),
            Some((room.office.today(), ahead.time()))
        );
        // An hour and a half later it is opened again.
        let mut later = filling;
        let at = occasion.begun.unwrap() + jiff::Span::new().minutes(90);
        let now = crate::forms::expression::Moment { at, ahead: 0 };
        later.refresh(crate::forms::expression::Occasion { now, ..occasion });
        assert_eq!(later.ask("duration()", "source", &Instance::top()).unwrap(), Value::Number(5_400.0));
    }
}
