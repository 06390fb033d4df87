//! Where a survey was when it was last answered: what is told when it is opened again.
//!
//! Invariant: read from the journal, so it holds after a crash, an undo and a merge alike.

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
}
