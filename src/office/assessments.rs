//! The assessment: options weighed, one chosen, approved by another person.
//!
//! Invariant: any change takes an approval back, so an approval stands for what was approved.

use super::acting::Acting;
use super::desk::Office;
use super::error::{Error, Result};
use super::names::find_row;
use super::opinions;
use crate::domain::case::{Case, Outcome};
use crate::domain::case_file::CaseFile;
use crate::domain::check::Check;
use crate::domain::ids::Id;
use crate::domain::reference::Committee;
use crate::store::Value;
use crate::text::clean::{clean, clean_lines};
use crate::text::message::Message;

/// The choice made, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAssessment {
    /// Code or name of list `outcome`.
    pub option: String,
    /// The receiving committee, by id, code or name; empty where there is none.
    pub receiver: String,
    /// Why.
    pub rationale: String,
    /// Why a receiver of another territory; empty where it is the head office's.
    pub territory_reason: String,
}

impl Office {
    /// Weighs an option: its advantages and limits. Weighed again, they take the place of the earlier ones.
    pub fn weigh(
        &mut self,
        case: &Id<Case>,
        outcome: &str,
        receiver: &str,
        advantages: &str,
        limits: &str,
    ) -> Result<()> {
        let outcome = self.outcome_called(outcome)?;
        let (advantages, limits) = (clean_lines(advantages).text, clean_lines(limits).text);
        self.act("assessment.weigh", Some(case.as_str()), Some(outcome.code()), |acting| {
            let file = changeable(acting, case)?;
            let receiver = receiver_called(acting, receiver)?;
            let assessment = begin_change(acting, &file)?;
            let values = [
                ("receiver", Value::from(receiver.as_ref().map(Id::as_str))),
                ("advantages", Value::from(filled(advantages))),
                ("limits", Value::from(filled(limits))),
            ];
            let options = file.assessment.iter().flat_map(|made| &made.options);
            let same = options.into_iter().find(|option| {
                option.outcome == outcome
                    && (option.receiver == receiver || option.receiver.is_none() || receiver.is_none())
            });
            if let Some(option) = same {
                return Ok(acting.tx.set_all("assessment_option", option.id.as_str(), &values)?);
            }
            let row = acting.id();
            let mut all =
                vec![("assessment", Value::from(assessment)), ("outcome", Value::from(outcome.code()))];
            all.extend(values);
            Ok(acting.tx.create("assessment_option", &row, &all)?)
        })?;
        Ok(())
    }

    /// Chooses an option with its reasons; the case takes its outcome and its receiver from it.
    pub fn assess(&mut self, case: &Id<Case>, made: &NewAssessment) -> Result<()> {
        let chosen = self.outcome_called(&made.option)?;
        let rationale = clean_lines(&made.rationale).text;
        let territory_reason = clean_lines(&made.territory_reason).text;
        self.act("assessment.assess", Some(case.as_str()), Some(chosen.code()), |acting| {
            let file = changeable(acting, case)?;
            let receiver = receiver_called(acting, &made.receiver)?.filter(|_| chosen.needs_receiver());
            let assessment = begin_change(acting, &file)?;
            let survey = file.final_survey();
            if let Some(receiver) = &receiver {
                opinions::adopt(acting, &file, receiver)?;
            }
            let receiver = Value::from(receiver.map(|receiver| receiver.to_string()));
            let values = [
                ("chosen", Value::from(chosen.code())),
                ("receiver", receiver.clone()),
                ("rationale", Value::from(filled(rationale))),
                ("territory_reason", Value::from(filled(territory_reason))),
                ("survey", Value::from(survey.map(|survey| survey.id.as_str()))),
                ("survey_revision", Value::from(survey.and_then(|survey| filled(survey.revision.clone())))),
            ];
            acting.tx.set_all("assessment", &assessment, &values)?;
            let values = [
                ("outcome", Value::from(chosen.code())),
                ("receiver", receiver),
                ("giver", Value::from(file.case.giver.as_ref().map(Id::as_str))),
            ];
            Ok(acting.tx.set_all("case", case.as_str(), &values)?)
        })?;
        Ok(())
    }

    /// Approves the assessment of a case.
    ///
    /// # Errors
    /// There is none, nothing is chosen, or the person is its author.
    pub fn approve(&mut self, case: &Id<Case>) -> Result<()> {
        self.act("assessment.approve", Some(case.as_str()), None, |acting| {
            let file = acting.active_case(case)?;
            let Some(made) = file.assessment.as_ref().filter(|made| made.chosen.is_some()) else {
                return Err(Error::yours(Message::new("assessment.nothing_to_approve")));
            };
            if made.author == acting.person() {
                let message = Message::new("assessment.own_approval");
                return Err(Error::yours(message.with("person", &acting.desk.person.name)));
            }
            let values = [
                ("approved_by", Value::from(acting.person())),
                ("approved_on", Value::from(acting.today.to_string())),
            ];
            Ok(acting.tx.set_all("assessment", made.id.as_str(), &values)?)
        })?;
        Ok(())
    }

    /// Says that the assessment holds on the survey's figures of now. While it may still be changed its approval
    /// is taken back with it: the approver saw other figures.
    ///
    /// # Errors
    /// There is none, it stands on the figures of now, or no final survey is there to stand on.
    pub fn confirm_assessment(&mut self, case: &Id<Case>) -> Result<()> {
        self.act("assessment.confirm", Some(case.as_str()), None, |acting| {
            let file = acting.active_case(case)?;
            let Some(made) = file.assessment.as_ref().filter(|made| made.chosen.is_some()) else {
                return Err(Error::yours(Message::new("assessment.nothing_to_confirm")));
            };
            if !file.stands_on_old_figures() {
                return Err(Error::yours(Message::new("assessment.figures_are_new")));
            }
            let Some(survey) = file.final_survey() else {
                return Err(Error::yours(Message::new("assessment.no_survey_to_confirm")));
            };
            let values = [
                ("survey", Value::from(survey.id.as_str())),
                ("survey_revision", Value::from(filled(survey.revision.clone()))),
            ];
            acting.tx.set_all("assessment", made.id.as_str(), &values)?;
            if changeable(acting, case).is_ok() {
                begin_change(acting, &file)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn outcome_called(&self, typed: &str) -> Result<Outcome> {
        let code = self.code_of("outcome", typed)?;
        Outcome::parse(&code)
            .ok_or_else(|| Error::yours(Message::new("assessment.no_outcome").with("value", code)))
    }
}

/// The file of a case whose assessment may still be changed: before the stage after it.
fn changeable(acting: &Acting<'_, '_>, case: &Id<Case>) -> Result<CaseFile> {
    let file = acting.active_case(case)?;
    let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
    let weighs = procedure.stages.iter().find(|stage| {
        stage.requirements.iter().any(|asked| matches!(asked.check, Check::OptionChosen { .. }))
    });
    if let Some(stage) = weighs
        && procedure.before(&file.case.stage).contains(stage)
    {
        let message = Message::new("assessment.stage_over").with("case", &file.case.code);
        let message = message.with("vi", &stage.name.vietnamese).with("en", &stage.name.english);
        return Err(Error::yours(message));
    }
    Ok(file)
}

/// The row that is changed: made where there is none, its approval taken back, its author who changes it.
fn begin_change(acting: &mut Acting<'_, '_>, file: &CaseFile) -> Result<String> {
    let author = Value::from(acting.person());
    if let Some(made) = &file.assessment {
        let id = made.id.to_string();
        let values = [("author", author), ("approved_by", Value::Null), ("approved_on", Value::Null)];
        acting.tx.set_all("assessment", &id, &values)?;
        return Ok(id);
    }
    let id = acting.id();
    acting.tx.create(
        "assessment",
        &id,
        &[("case", Value::from(file.case.id.as_str())), ("author", author)],
    )?;
    Ok(id)
}

fn receiver_called(acting: &Acting<'_, '_>, typed: &str) -> Result<Option<Id<Committee>>> {
    match clean(typed).text.as_str() {
        "" => Ok(None),
        typed => Ok(Some(Id::new(find_row(&acting.reader(), "committee", typed)?))),
    }
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;

    #[test]
    fn the_author_can_not_approve_and_a_change_takes_the_approval_back() {
        let mut room = Room::new().at("assessment");
        assert_eq!(room.office.approve(&room.case).unwrap_err().message.key, "assessment.nothing_to_approve");
        room.assess("transfer");
        assert_eq!(room.office.approve(&room.case).unwrap_err().message.key, "assessment.own_approval");
        room.as_person("Trần Văn Hòa", |office, case| office.approve(case)).unwrap();
        assert!(!room.missing().contains(&"approved_by_other".to_owned()));
        room.office.weigh(&room.case, "stay", "", "Quen việc", "Xa địa bàn").unwrap();
        assert!(room.missing().contains(&"approved_by_other".to_owned()));
    }

    #[test]
    fn weighing_an_option_again_takes_the_place_of_the_first() {
        let mut room = Room::new().at("assessment");
        room.assess("transfer");
        room.office.weigh(&room.case, "giữ nguyên", "", "Quen việc", "Xa địa bàn").unwrap();
        let made = room.office.case_view(&room.case).unwrap().file.assessment.unwrap();
        assert_eq!(made.options.len(), 2);
        assert_eq!(made.options[1].advantages.as_deref(), Some("Quen việc"));
    }

    #[test]
    fn a_case_past_its_assessment_keeps_it() {
        let mut room = Room::new().at("proposal");
        let refused = room.office.weigh(&room.case, "stay", "", "a", "b").unwrap_err();
        assert_eq!(refused.message.key, "assessment.stage_over");
    }
}
