//! The moves of a case: on through an open gate, back with a reason, paused, resumed, cancelled; and what a
//! person answers for on the way: waivers, explained differences, Charter findings.
//!
//! Invariant: nobody passes a closed gate; every move leaves an event with its day, person and reason.

use super::acting::Acting;
use super::case_file;
use super::desk::Office;
use super::error::{Error, Result};
use super::gate::{refusal, stage_called};
use super::handover;
use crate::domain::case::{Case, CaseEventKind, DossierAnswer, SideState};
use crate::domain::case_file::{CaseFile, DifferenceSubject};
use crate::domain::gate;
use crate::domain::ids::Id;
use crate::domain::organisation::Member;
use crate::domain::procedure::{Procedure, Stage};
use crate::domain::statement::DossierState;
use crate::store::Value;
use crate::text::clean::{clean, clean_lines};
use crate::text::message::Message;

impl Office {
    /// Takes a case to its next stage; entering the last one carries out what was decided, and closes the
    /// case when nothing is open. Answers with the stage reached.
    ///
    /// # Errors
    /// The gate is closed: everything that is lacking is in the details.
    pub fn advance(&mut self, case: &Id<Case>) -> Result<String> {
        let (stage, _) = self.act("case.advance", Some(case.as_str()), None, |acting| {
            let (file, procedure, next) = through_the_gate(acting, case)?;
            let Some(next) = next else { return finish(acting, case) };
            go_on(acting, &file, &procedure, &next)?;
            if procedure.is_last(&next.id) {
                let file = case_file::load(&acting.reader(), case)?;
                if acting.desk.judge(&acting.reader(), &file, acting.today)?.open {
                    return finish(acting, case);
                }
            }
            Ok(next.id)
        })?;
        Ok(stage)
    }

    /// Closes a case: through the gate of its last working stage, carried out, with nothing left open.
    ///
    /// # Errors
    /// A gate is closed, or the case is not before its end yet; nothing is changed.
    pub fn close_case(&mut self, case: &Id<Case>) -> Result<()> {
        self.act("case.close", Some(case.as_str()), None, |acting| {
            let (file, procedure, next) = through_the_gate(acting, case)?;
            if let Some(next) = next {
                if !procedure.is_last(&next.id) {
                    return Err(Error::yours(
                        Message::new("case.not_at_its_end").with("case", &file.case.code),
                    ));
                }
                go_on(acting, &file, &procedure, &next)?;
            }
            finish(acting, case)
        })?;
        Ok(())
    }

    /// Takes a case back to an earlier stage, or to the one it stands in once its dossier came back.
    pub fn return_to(&mut self, case: &Id<Case>, stage: &str, reason: &str) -> Result<String> {
        let reason = needed(reason, "case.return_reason")?;
        let (stage, _) = self.act("case.return", Some(case.as_str()), Some(&reason), |acting| {
            let file = acting.active_case(case)?;
            let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
            let target = stage_called(&procedure, stage)?;
            let came_back =
                file.dossier.as_ref().is_some_and(|(_, entry)| entry.answer == Some(DossierAnswer::Returned));
            let here = target.id == file.case.stage && came_back;
            let earlier = procedure.before(&file.case.stage).iter().any(|stage| stage.id == target.id);
            if procedure.is_last(&file.case.stage) || !(here || earlier) {
                let message = Message::new("case.not_earlier").with("case", &file.case.code);
                let message = message.with("vi", &target.name.vietnamese).with("en", &target.name.english);
                return Err(Error::yours(message));
            }
            leave_dossier(acting, &file)?;
            enter(acting, case, &target.id)?;
            let (from, to) = (Some(file.case.stage.as_str()), Some(target.id.as_str()));
            acting.record_event(case, CaseEventKind::Returned, from, to, Some(&reason))?;
            Ok(target.id.clone())
        })?;
        Ok(stage)
    }

    /// Pauses a case: its deadlines stop.
    pub fn pause(&mut self, case: &Id<Case>, reason: &str) -> Result<()> {
        let reason = needed(reason, "case.pause_reason")?;
        self.act("case.pause", Some(case.as_str()), Some(&reason), |acting| {
            acting.active_case(case)?;
            acting.tx.set("case", case.as_str(), "side_state", SideState::Paused.code())?;
            acting.record_event(case, CaseEventKind::Paused, None, None, Some(&reason))
        })?;
        Ok(())
    }

    /// Goes on with a paused case: its deadlines run again. A reason may be given.
    pub fn resume(&mut self, case: &Id<Case>, reason: &str) -> Result<()> {
        let reason = Some(clean_lines(reason).text).filter(|text| !text.is_empty());
        self.act("case.resume", Some(case.as_str()), reason.as_deref(), |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            if file.case.side_state != Some(SideState::Paused) {
                return Err(Error::yours(Message::new("case.not_paused").with("case", &file.case.code)));
            }
            acting.tx.set("case", case.as_str(), "side_state", Value::Null)?;
            acting.record_event(case, CaseEventKind::Resumed, None, None, reason.as_deref())
        })?;
        Ok(())
    }

    /// Cancels a case that is not closed; undo brings it back.
    pub fn cancel(&mut self, case: &Id<Case>, reason: &str) -> Result<()> {
        let reason = needed(reason, "case.cancel_reason")?;
        self.act("case.cancel", Some(case.as_str()), Some(&reason), |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            if file.case.closed_on.is_some() || file.case.side_state == Some(SideState::Cancelled) {
                return Err(Error::yours(Message::new("case.not_active").with("case", &file.case.code)));
            }
            leave_dossier(acting, &file)?;
            acting.tx.set("case", case.as_str(), "side_state", SideState::Cancelled.code())?;
            acting.record_event(case, CaseEventKind::Cancelled, None, None, Some(&reason))
        })?;
        Ok(())
    }

    /// Goes on without a requirement that may be waived; who and why stay on the record.
    pub fn waive(&mut self, case: &Id<Case>, requirement: &str, reason: &str) -> Result<()> {
        let reason = needed(reason, "case.waive_reason")?;
        let requirement = clean(requirement).text;
        self.act("case.waive", Some(case.as_str()), Some(&reason), |acting| {
            let file = acting.active_case(case)?;
            let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
            let Some((_, asked)) = procedure.requirement(&requirement) else {
                let known = procedure.stage(&file.case.stage).map_or(&[][..], |stage| &stage.requirements);
                let known: Vec<&str> = known.iter().map(|asked| asked.id.as_str()).collect();
                let message = Message::new("case.no_such_requirement").with("value", &requirement);
                return Err(Error::yours(message.with("choices", known.join(", "))));
            };
            if !asked.may_be_waived {
                let message = Message::new("case.not_waivable").with("vi", &asked.name.vietnamese);
                return Err(Error::yours(message.with("en", &asked.name.english)));
            }
            let row = acting.id();
            let values = [
                ("case", Value::from(case.as_str())),
                ("requirement", Value::from(requirement.as_str())),
                ("reason", Value::from(reason.as_str())),
                ("person", Value::from(acting.person())),
                ("waived_on", Value::from(acting.today.to_string())),
            ];
            Ok(acting.tx.create("waiver", &row, &values)?)
        })?;
        Ok(())
    }

    /// Explains a difference between two figures: of one member, or of a number of them.
    pub fn explain_difference(
        &mut self,
        case: &Id<Case>,
        subject: DifferenceSubject,
        member: Option<&Id<Member>>,
        amount: i64,
        explanation: &str,
    ) -> Result<()> {
        let explanation = needed(explanation, "case.explanation_needed")?;
        self.act("case.explain", Some(case.as_str()), None, |acting| {
            acting.active_case(case)?;
            let row = acting.id();
            let values = [
                ("case", Value::from(case.as_str())),
                ("subject", Value::from(subject.code())),
                ("member", Value::from(member.map(Id::as_str))),
                ("amount", Value::from(amount)),
                ("explanation", Value::from(explanation)),
            ];
            Ok(acting.tx.create("difference", &row, &values)?)
        })?;
        Ok(())
    }

    /// Answers a finding of the Charter checks; a later answer takes the place of an earlier one.
    pub fn answer_charter(&mut self, case: &Id<Case>, finding: &str, answer: &str) -> Result<()> {
        let answer = needed(answer, "case.charter_answer_needed")?;
        let finding = clean(finding).text;
        self.act("case.charter", Some(case.as_str()), Some(&finding), |acting| {
            let file = acting.active_case(case)?;
            let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
            let found = gate::charter_findings(&procedure, &file, &acting.desk.circumstances(acting.today));
            if !found.iter().any(|found| found.code == finding) {
                let known: Vec<&str> = found.iter().map(|found| found.code).collect();
                let message = Message::new("case.no_such_finding").with("value", &finding);
                return Err(Error::yours(message.with("choices", known.join(", "))));
            }
            let values = [
                ("answer", Value::from(answer)),
                ("person", Value::from(acting.person())),
                ("answered_on", Value::from(acting.today.to_string())),
            ];
            if let Some(row) = acting.reader().charter_answer_row(case, &finding)? {
                return Ok(acting.tx.set_all("charter_answer", &row, &values)?);
            }
            let row = acting.id();
            let mut all =
                vec![("case", Value::from(case.as_str())), ("finding", Value::from(finding.as_str()))];
            all.extend(values);
            Ok(acting.tx.create("charter_answer", &row, &all)?)
        })?;
        Ok(())
    }
}

/// The case before its open gate, with the stage behind it; none where it stands in its last.
fn through_the_gate(
    acting: &Acting<'_, '_>,
    case: &Id<Case>,
) -> Result<(CaseFile, std::sync::Arc<Procedure>, Option<Stage>)> {
    let file = acting.active_case(case)?;
    let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
    let judged = acting.desk.judge(&acting.reader(), &file, acting.today)?;
    if !judged.open
        && let Some(stage) = procedure.stage(&file.case.stage)
    {
        return Err(refusal(&judged, &file, stage));
    }
    let next = procedure.next(&file.case.stage, file.case.outcome).cloned();
    Ok((file, procedure, next))
}

/// Enters the next stage; the last one with all that was decided carried out.
fn go_on(acting: &mut Acting<'_, '_>, file: &CaseFile, procedure: &Procedure, next: &Stage) -> Result<()> {
    if procedure.is_last(&next.id) {
        handover::conclude(acting, file)?;
    }
    enter(acting, &file.case.id, &next.id)?;
    let (from, to) = (Some(file.case.stage.as_str()), Some(next.id.as_str()));
    acting.record_event(&file.case.id, CaseEventKind::Advanced, from, to, None)
}

/// Closes a case that stands in its last stage, if nothing is lacking there.
fn finish(acting: &mut Acting<'_, '_>, case: &Id<Case>) -> Result<String> {
    let (file, ..) = through_the_gate(acting, case)?;
    acting.tx.set("case", case.as_str(), "closed_on", acting.today.to_string())?;
    acting.record_event(case, CaseEventKind::Closed, None, Some(&file.case.stage), None)?;
    Ok(file.case.stage)
}

fn enter(acting: &mut Acting<'_, '_>, case: &Id<Case>, stage: &str) -> Result<()> {
    acting.tx.set("case", case.as_str(), "stage", stage)?;
    Ok(acting.tx.set("case", case.as_str(), "stage_since", acting.today.to_string())?)
}

/// A case that goes back leaves a dossier that is still a draft; one before the Standing Committee must be
/// answered first.
fn leave_dossier(acting: &mut Acting<'_, '_>, file: &CaseFile) -> Result<()> {
    let Some((dossier, entry)) = file.dossier.as_ref().filter(|(_, entry)| entry.answer.is_none()) else {
        return Ok(());
    };
    if dossier.state != DossierState::Draft {
        let message = Message::new("case.before_the_committee").with("case", &file.case.code);
        return Err(Error::yours(message.with("dossier", &dossier.code)));
    }
    Ok(acting.tx.delete("dossier_case", entry.id.as_str())?)
}

/// A text that must be given.
fn needed(typed: &str, key: &'static str) -> Result<String> {
    let text = clean_lines(typed).text;
    if text.is_empty() { Err(Error::yours(Message::new(key))) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::super::cases::CaseFilter;
    use super::super::testing::Room;
    use crate::domain::case::CaseEventKind;
    use jiff::civil::date;

    #[test]
    fn a_closed_gate_refuses_with_everything_that_is_lacking() {
        let mut room = Room::new();
        let refused = room.office.advance(&room.case).unwrap_err();
        assert_eq!(refused.message.key, "case.gate_closed");
        let keys: Vec<&str> = refused.details.iter().map(|detail| detail.key.as_ref()).collect();
        assert_eq!(keys, ["gate.lack.survey_none", "gate.lack.opinion_none"]);
        assert_eq!(room.stage(), "survey");
    }

    #[test]
    fn a_case_goes_the_whole_way_and_the_register_says_so() {
        let mut room = Room::new().at("transfer").supplied("transfer");
        room.today(date(2023, 12, 6));
        assert_eq!(room.missing(), Vec::<String>::new());
        room.office.close_case(&room.case).unwrap();
        let view = room.office.case_view(&room.case).unwrap();
        assert_eq!(
            (view.file.case.stage.as_str(), view.file.case.closed_on),
            ("closed", Some(date(2023, 12, 6)))
        );
        assert_eq!(view.file.cell.superior, view.file.case.receiver);
        let spans: Vec<_> = view.file.affiliations.iter().map(|span| (span.from, span.to)).collect();
        assert_eq!(spans, [(None, Some(date(2023, 11, 30))), (Some(date(2023, 12, 1)), None)]);
        let refused = room.office.advance(&room.case).unwrap_err();
        assert_eq!(refused.message.key, "case.not_active");
    }

    #[test]
    fn what_stays_closes_after_the_answer_and_moves_nothing() {
        let mut room = Room::new().at("assessment");
        room.assess("stay");
        room.as_person("Trần Văn Hòa", |office, case| office.approve(case)).unwrap();
        room.office.advance(&room.case).unwrap();
        let giver = room.office.case_view(&room.case).unwrap().file.cell.superior;
        room.submit("2023-10-05");
        room.answer("agreed");
        assert_eq!(room.office.advance(&room.case).unwrap(), "closed");
        let file = room.office.case_view(&room.case).unwrap().file;
        assert!(file.case.closed_on.is_some());
        assert_eq!(file.cell.superior, giver);
    }

    #[test]
    fn a_returned_case_is_submitted_again_in_a_new_dossier() {
        let mut room = Room::new().at("proposal");
        room.submit("2023-10-05");
        let refused = room.office.return_to(&room.case, "assessment", "bổ sung").unwrap_err();
        assert_eq!(refused.message.key, "case.before_the_committee");
        room.answer("returned");
        assert_eq!(room.missing(), ["in_dossier", "answer_recorded"]);
        assert_eq!(room.office.return_to(&room.case, "Tờ trình", "bổ sung ý kiến").unwrap(), "proposal");
        room.submit("2023-10-20");
        room.answer("đồng ý, có điều chỉnh");
        assert_eq!(room.office.advance(&room.case).unwrap(), "transfer");
        let kinds: Vec<_> =
            room.office.case_view(&room.case).unwrap().file.events.iter().map(|event| event.kind).collect();
        assert!(kinds.contains(&CaseEventKind::Returned));
    }

    #[test]
    fn going_back_needs_a_reason_and_an_earlier_stage() {
        let mut room = Room::new().at("assessment");
        let key = |result: super::Result<String>| result.unwrap_err().message.key.into_owned();
        assert_eq!(key(room.office.return_to(&room.case, "survey", " ")), "case.return_reason");
        assert_eq!(key(room.office.return_to(&room.case, "transfer", "sai")), "case.not_earlier");
        assert_eq!(key(room.office.return_to(&room.case, "assessment", "sai")), "case.not_earlier");
        assert_eq!(key(room.office.return_to(&room.case, "nowhere", "sai")), "case.no_such_stage");
        assert_eq!(room.office.return_to(&room.case, "KHAO SAT", "khảo sát lại").unwrap(), "survey");
    }

    #[test]
    fn a_paused_case_does_nothing_and_has_no_deadline() {
        let mut room = Room::new();
        let due = |room: &Room| room.office.cases(&CaseFilter::default()).unwrap()[0].due_on;
        assert_eq!(due(&room), Some(date(2023, 11, 16)));
        room.office.pause(&room.case, "doanh nghiệp tạm ngừng").unwrap();
        assert_eq!(due(&room), None);
        assert_eq!(room.office.advance(&room.case).unwrap_err().message.key, "case.not_active");
        room.today(date(2023, 9, 21));
        room.office.resume(&room.case, "").unwrap();
        assert_eq!(due(&room), Some(date(2023, 11, 22)));
    }

    #[test]
    fn undo_takes_a_move_back_and_lists_know_it() {
        let mut room = Room::new().supplied("survey");
        room.office.advance(&room.case).unwrap();
        let row = |room: &Room| room.office.cases(&CaseFilter::default()).unwrap().remove(0);
        assert_eq!((row(&room).stage.as_str(), row(&room).missing), ("assessment", 6));
        room.office.undo(None).unwrap();
        assert_eq!((row(&room).stage.as_str(), row(&room).missing), ("survey", 0));
        room.office.redo().unwrap();
        assert_eq!((row(&room).stage.as_str(), row(&room).missing), ("assessment", 6));
    }

    #[test]
    fn only_what_may_be_waived_is_waived() {
        let mut room = Room::new();
        let refused = room.office.waive(&room.case, "survey_final", "gấp").unwrap_err();
        assert_eq!(refused.message.key, "case.not_waivable");
        room.office.waive(&room.case, "opinions_cell_owner", "chủ doanh nghiệp vắng").unwrap();
        assert_eq!(room.missing(), ["survey_final"]);
    }

    #[test]
    fn a_cancelled_case_frees_its_cell() {
        let mut room = Room::new();
        let again = room.office.open_cases(std::slice::from_ref(&room.cell)).unwrap_err();
        assert_eq!(again.message.key, "case.open_already");
        room.office.cancel(&room.case, "giải thể doanh nghiệp").unwrap();
        let second = room.office.open_cases(std::slice::from_ref(&room.cell)).unwrap();
        let view = room.office.case_view(&second[0]).unwrap();
        assert_eq!(view.file.case.code, "HS-0002");
    }
}
