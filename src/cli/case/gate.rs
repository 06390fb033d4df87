//! `case gate`: what a case must have before it goes on, and what it lacks.
//!
//! Invariant: reads only.

use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use crate::cli::shape::gate::GateAnswer;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::office::desk::Office;

pub(super) fn run(typed: &str, session: &Session) -> Outcome {
    let office = session.office()?;
    give(&office, &office.find_case(typed)?, session)
}

/// Answers with the gate as it stands.
pub(super) fn give(office: &Office, case: &Id<Case>, session: &Session) -> Outcome {
    let view = office.case_view(case)?;
    let answer = GateAnswer::of(&view.gate, &view.file, session.output().locale());
    session.output().give(&answer, |locale| answer.words(locale))
}
