//! Where a survey was when it was last answered: what is told when it is opened again after it was not left as one
//! should, the plug pulled or the program killed.
//!
//! Invariant: the place is read from the journal, so it holds after a crash, an undo and a merge alike; that a
//! survey is being filled in is a mark outside it, which no history shows.

use super::desk::Office;
use super::error::Result;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::instance::Instance;
use jiff::Timestamp;

/// The answer that was saved last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastPlace {
    /// When it was saved.
    pub at: Timestamp,
    /// Who gave it, as officers are called.
    pub person: String,
    /// The question.
    pub question: String,
    /// Of which instance of its repeats.
    pub instance: Instance,
}

impl Office {
    /// Where a survey was left; nothing if a person has not answered it yet.
    pub fn last_place(&self, id: &Id<Survey>) -> Result<Option<LastPlace>> {
        let Some(last) = self.reader().last_answer(id)? else { return Ok(None) };
        Ok(Some(LastPlace {
            at: last.at,
            person: self.name_of("officer", &last.person).unwrap_or(last.person),
            question: last.question,
            instance: Instance::parse(&last.instance).unwrap_or_default(),
        }))
    }

    /// Says that answers are being given to a survey, until [`Self::leave_survey`].
    ///
    /// # Errors
    /// The disk refuses.
    pub fn take_survey_in_hand(&mut self, id: &Id<Survey>) -> Result<()> {
        Ok(self.store.mark_being_filled(id.as_str())?)
    }

    /// Says that a survey was left as one should.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn leave_survey(&mut self, id: &Id<Survey>) -> Result<()> {
        Ok(self.store.unmark_being_filled(id.as_str())?)
    }

    /// Is a survey in somebody's hand, or was it when the program last ended without leaving it?
    pub fn is_in_hand(&self, id: &Id<Survey>) -> Result<bool> {
        Ok(self.reader().is_being_filled(id.as_str())?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use crate::store::EntryFilter;

    #[test]
    fn a_survey_in_hand_is_told_from_one_that_was_left_and_no_history_shows_it() {
        let mut room = Room::new();
        let (one, other) = (room.begin_survey(), crate::domain::ids::Id::new("another"));
        let entries = room.office.entries(&EntryFilter::default()).unwrap().len();
        for id in [&one, &one, &other] {
            room.office.take_survey_in_hand(id).unwrap();
        }
        assert!(room.office.is_in_hand(&one).unwrap() && room.office.is_in_hand(&other).unwrap());
        room.office.leave_survey(&one).unwrap();
        assert!(!room.office.is_in_hand(&one).unwrap() && room.office.is_in_hand(&other).unwrap());
        room.office.leave_survey(&other).unwrap();
        assert!(!room.office.is_in_hand(&other).unwrap());
        assert_eq!(room.office.entries(&EntryFilter::default()).unwrap().len(), entries);
    }
}
