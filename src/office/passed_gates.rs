//! What the gates a case has passed rest on: not to be taken from under it.
//!
//! Invariant: taking back an entry, or putting a survey into the bin, opens no gate behind a case; whoever means
//! that returns the case first, with a reason.

use super::case_file;
use super::desk::Desk;
use super::error::{Error, Result};
use crate::domain::case::Case;
use crate::domain::gate::{self, Requirement, State};
use crate::domain::ids::Id;
use crate::domain::procedure::Stage;
use crate::store::Reader;
use crate::text::message::Message;
use jiff::civil::Date;

/// What the stages behind a case lack, in the order of the procedure.
pub(super) struct Lacking {
    code: String,
    requirements: Vec<(Stage, Requirement)>,
}

/// Judges the stages behind a case; nothing if there is no such case.
pub(super) fn judge(desk: &Desk, reader: &Reader<'_>, case: &str, today: Date) -> Result<Option<Lacking>> {
    if reader.get("case", case)?.is_none() {
        return Ok(None);
    }
    let mut file = case_file::load(reader, &Id::<Case>::new(case))?;
    let procedure = desk.procedure_of(reader, &file.case)?;
    let mut requirements = Vec::new();
    for stage in procedure.before(&file.case.stage.clone()) {
        file.case.stage.clone_from(&stage.id);
        let gate = gate::evaluate(&procedure, &file, &desk.circumstances(today));
        let missing = gate.requirements.into_iter().filter(|asked| asked.state == State::Missing);
        requirements.extend(missing.map(|asked| (stage.clone(), asked)));
    }
    Ok(Some(Lacking { code: file.case.code, requirements }))
}

impl Lacking {
    /// Refuses what makes a stage behind the case lack something it did not lack before.
    pub(super) fn refuse_more(&self, after: &Self) -> Result<()> {
        let known = |asked: &Requirement| self.requirements.iter().any(|(_, before)| before.id == asked.id);
        let mut newly = after.requirements.iter().filter(|(_, asked)| !known(asked)).peekable();
        let Some((stage, _)) = newly.peek() else { return Ok(()) };
        let message = Message::new("case.gate_behind").with("case", &self.code);
        let message = message.with("vi", &stage.name.vietnamese).with("en", &stage.name.english);
        Err(Error::yours(message).because(newly.flat_map(|(_, asked)| asked.lacking.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use crate::domain::statement::SurveyState;
    use crate::store::EntryFilter;

    fn entry(room: &Room, action: &str) -> String {
        let entries = room.office.entries(&EntryFilter::default()).unwrap();
        entries.into_iter().find(|entry| entry.action == action).unwrap().id
    }

    #[test]
    fn what_a_passed_gate_rests_on_is_taken_back_only_after_the_case_was_returned() {
        let mut room = Room::new().at("assessment");
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0).id;
        let finalized = entry(&room, "survey.finalize");
        let refused = room.office.undo(Some(&finalized)).unwrap_err();
        assert_eq!((refused.message.key.as_ref(), refused.details.len()), ("case.gate_behind", 1));
        let refused = room.office.discard_survey(&survey).unwrap_err();
        assert_eq!(refused.message.key, "case.gate_behind");
        assert_eq!(room.office.surveys_of(&room.case).unwrap()[0].state, SurveyState::Final);
        // What the gate does not rest on is taken back as ever.
        room.office.amend(&survey, &[("source", "", "hồ sơ")], "Ghi nhầm").unwrap();
        room.office.undo(None).unwrap();

        room.office.return_to(&room.case, "survey", "Khảo sát lại").unwrap();
        room.office.undo(Some(&finalized)).unwrap();
        assert_eq!(room.office.surveys_of(&room.case).unwrap()[0].state, SurveyState::Draft);
    }
}
