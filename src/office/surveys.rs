//! Surveys: begun on a stored form, answered one answer at a time, finalised whole, discarded and restored.
//!
//! Invariant: an answer is in the store when it is given; a final survey is not changed.

use super::acting::Acting;
use super::desk::{Desk, Office};
use super::error::{Error, Result};
use super::{form_versions, passed_gates, survey_files, survey_register};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{FormVersion, Survey, SurveyState};
use crate::forms::built_in;
use crate::forms::fault::Fault;
use crate::forms::form::Form;
use crate::forms::instance::Instance;
use crate::forms::survey::{Answer, AnswerError, Changes, Complaint, Filling};
use crate::store::{FormLine, Reader, SurveyLine, Value};
use crate::text::message::Message;
use jiff::civil::Date;
use std::sync::Arc;

/// A survey with its form and its answers so far.
#[derive(Debug, Clone)]
pub struct SurveyView {
    /// The survey.
    pub survey: Survey,
    /// Its answers; the form is in it.
    pub filling: Filling,
}

/// An answer that was kept, and what the form says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Everything that changed by it.
    pub changes: Changes,
    /// What is wrong with it; kept all the same.
    pub complaint: Option<Complaint>,
}

impl Office {
    /// Stores a form from its text (Markdown tables), unless that version is there already.
    ///
    /// # Errors
    /// The form is faulty: every fault is in the details. Another text has that name and version.
    pub fn add_form(&mut self, source: &str) -> Result<Id<FormVersion>> {
        let form = built_in::read(source).map_err(|error| {
            Error::file(error.message()).because(error.faults().iter().map(Fault::message))
        })?;
        let same = self
            .reader()
            .forms()?
            .into_iter()
            .find(|line| line.name == form.id && line.version == form.version);
        if let Some(same) = same {
            if self.reader().form_source(&same.id)?.as_deref() == Some(source) {
                return Ok(same.id);
            }
            let message = Message::new("survey.form_version_taken").with("name", &form.id);
            return Err(Error::yours(message.with("version", &form.version)));
        }
        let (id, _) =
            self.act("form.add", None, Some(&form.id), |acting| form_versions::store(acting, &form, source))?;
        Ok(id)
    }

    /// The stored forms, oldest first.
    pub fn forms(&self) -> Result<Vec<FormLine>> {
        Ok(self.reader().forms()?)
    }

    /// A stored form.
    pub fn form(&self, id: &Id<FormVersion>) -> Result<Arc<Form>> {
        self.desk.form(&self.reader(), id)
    }

    /// Begins a survey of a case on the newest version of a form (the office's newest form if none is named),
    /// its questions answered from the register where it knows.
    pub fn new_survey(&mut self, case: &Id<Case>, form: Option<&str>) -> Result<Id<Survey>> {
        let form = self.newest_form(form)?;
        let (id, _) = self.act("survey.new", Some(case.as_str()), None, |acting| {
            let file = acting.active_case(case)?;
            if let Some(draft) = file.surveys.iter().find(|survey| survey.state == SurveyState::Draft) {
                let message = Message::new("survey.draft_exists").with("case", &file.case.code);
                return Err(Error::yours(message.with("survey", &draft.id)));
            }
            let form = form_versions::stored(acting, form)?;
            let id: Id<Survey> = Id::new(acting.id());
            let values = [
                ("case", Value::from(case.as_str())),
                ("form", Value::from(form.as_str())),
                ("state", Value::from(SurveyState::Draft.code())),
                ("started_on", Value::from(acting.today.to_string())),
            ];
            acting.tx.create("survey", id.as_str(), &values)?;
            let read = acting.desk.form(&acting.reader(), &form)?;
            let (mut filling, begun) = Filling::begin(read, acting.desk.first_occasion(&id, acting.today));
            let register = survey_register::of_cell(&acting.reader(), &file.cell.id)?;
            let filled = filling.prefill(&register, acting.today);
            keep(acting, &id, begun.to_keep().chain(filled.to_keep()))?;
            Ok(id)
        })?;
        Ok(id)
    }

    /// A survey with its answers.
    pub fn survey_view(&self, id: &Id<Survey>) -> Result<SurveyView> {
        view(&self.desk, &self.reader(), id, self.today())
    }

    /// All surveys, or those of one case, newest first, the discarded among them.
    pub fn surveys(&self, case: Option<&Id<Case>>) -> Result<Vec<SurveyLine>> {
        Ok(self.reader().survey_lines(case)?)
    }

    /// The surveys of a case, newest first.
    pub fn surveys_of(&self, case: &Id<Case>) -> Result<Vec<Survey>> {
        Ok(self.reader().surveys_of(case)?)
    }

    /// Gives one answer as typed; empty clears it. What can't be read is kept as typed, and complained of.
    pub fn answer(
        &mut self,
        id: &Id<Survey>,
        question: &str,
        instance: &str,
        typed: &str,
    ) -> Result<Answered> {
        let mut answered = self.answer_many(id, &[(question, instance, typed)])?;
        Ok(answered.pop().unwrap_or(Answered { changes: Changes::default(), complaint: None }))
    }

    /// Gives several answers as one entry: question, instance of its repeats ("" outside them), as typed.
    pub fn answer_many(&mut self, id: &Id<Survey>, answers: &[(&str, &str, &str)]) -> Result<Vec<Answered>> {
        let subject = self.case_of(id)?;
        let note = if let [(question, ..)] = answers { Some(*question) } else { None };
        let files = self.read_files(id, answers)?;
        let (answered, _) = self.act("survey.answer", Some(subject.as_str()), note, |acting| {
            let mut view = draft(acting, id)?;
            let today = acting.today;
            let mut answered = Vec::with_capacity(answers.len());
            for ((question, instance, typed), file) in answers.iter().zip(&files) {
                let place = Instance::parse(instance).ok_or_else(|| {
                    Error::yours(Message::new("survey.bad_instance").with("value", instance))
                })?;
                let attached = file.as_ref().map(|file| survey_files::keep(file, acting)).transpose()?;
                let typed = attached.as_deref().unwrap_or(typed);
                let changes = view
                    .filling
                    .set(question, &place, typed, today)
                    .map_err(|error| Error::yours(error.message()))?;
                keep(acting, id, changes.to_keep())?;
                answered.push(Answered { complaint: view.filling.check(question, &place), changes });
            }
            Ok(answered)
        })?;
        Ok(answered)
    }

    /// Adds a round of a repeat, e.g. another site of the enterprise.
    pub fn add_instance(&mut self, id: &Id<Survey>, repeat: &str, instance: &str) -> Result<Changes> {
        self.change_repeat(id, repeat, instance, |filling, at, today| filling.add_instance(repeat, at, today))
    }

    /// Takes the n-th round of a repeat out, counted from 1; the rounds behind it move up.
    pub fn remove_instance(
        &mut self,
        id: &Id<Survey>,
        repeat: &str,
        instance: &str,
        index: u32,
    ) -> Result<Changes> {
        self.change_repeat(id, repeat, instance, |filling, at, today| {
            filling.remove_instance(repeat, at, index, today)
        })
    }

    /// Finalises a survey after the whole of it was checked.
    ///
    /// # Errors
    /// Something is missing or wrong: each in the details, by the question's own words.
    pub fn finalize(&mut self, id: &Id<Survey>) -> Result<()> {
        let subject = self.case_of(id)?;
        self.act("survey.finalize", Some(subject.as_str()), None, |acting| {
            let mut view = draft(acting, id)?;
            let occasion = acting.desk.occasion(&acting.reader(), &view.survey, acting.today)?;
            let fresh = view.filling.refresh(occasion);
            keep(acting, id, fresh.to_keep())?;
            refuse_if_missing(&view, "survey.not_whole")?;
            let values = [
                ("state", Value::from(SurveyState::Final.code())),
                ("finalized_on", Value::from(acting.today.to_string())),
                ("finalized_by", Value::from(acting.person())),
            ];
            Ok(acting.tx.set_all("survey", id.as_str(), &values)?)
        })?;
        Ok(())
    }

    /// Puts a survey in the bin.
    pub fn discard_survey(&mut self, id: &Id<Survey>) -> Result<()> {
        self.move_survey(id, "survey.discard", |survey| {
            (survey.state != SurveyState::Discarded).then_some(SurveyState::Discarded)
        })
    }

    /// Takes a survey out of the bin, as it was.
    pub fn restore_survey(&mut self, id: &Id<Survey>) -> Result<()> {
        self.move_survey(id, "survey.restore", |survey| {
            let before = if survey.finalized_on.is_some() { SurveyState::Final } else { SurveyState::Draft };
            (survey.state == SurveyState::Discarded).then_some(before)
        })
    }

    fn move_survey(
        &mut self,
        id: &Id<Survey>,
        action: &str,
        to: impl Fn(&Survey) -> Option<SurveyState>,
    ) -> Result<()> {
        let subject = self.case_of(id)?;
        self.act(action, Some(subject.as_str()), None, |acting| {
            acting.active_case(&subject)?;
            let survey = acting.reader().survey(id)?.ok_or_else(|| no_survey(id))?;
            let state = to(&survey).ok_or_else(|| wrong_state(&survey))?;
            let lacking = |acting: &Acting<'_, '_>| {
                passed_gates::judge(acting.desk, &acting.reader(), subject.as_str(), acting.today)
            };
            let before = lacking(acting)?;
            acting.tx.set("survey", id.as_str(), "state", state.code())?;
            if let (Some(before), Some(after)) = (before, lacking(acting)?) {
                before.refuse_more(&after)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn change_repeat(
        &mut self,
        id: &Id<Survey>,
        repeat: &str,
        instance: &str,
        change: impl FnOnce(&mut Filling, &Instance, Date) -> std::result::Result<Changes, AnswerError>,
    ) -> Result<Changes> {
        let subject = self.case_of(id)?;
        let (changes, _) = self.act("survey.answer", Some(subject.as_str()), Some(repeat), |acting| {
            let mut view = draft(acting, id)?;
            let place = Instance::parse(instance)
                .ok_or_else(|| Error::yours(Message::new("survey.bad_instance").with("value", instance)))?;
            let changes = change(&mut view.filling, &place, acting.today)
                .map_err(|error| Error::yours(error.message()))?;
            keep(acting, id, changes.to_keep())?;
            Ok(changes)
        })?;
        Ok(changes)
    }

    pub(super) fn case_of(&self, id: &Id<Survey>) -> Result<Id<Case>> {
        Ok(self.reader().survey(id)?.ok_or_else(|| no_survey(id))?.case)
    }
}

impl Desk {
    /// A stored form, read once.
    pub(super) fn form(&self, reader: &Reader<'_>, id: &Id<FormVersion>) -> Result<Arc<Form>> {
        if let Some(known) = self.forms.borrow().get(id.as_str()) {
            return Ok(Arc::clone(known));
        }
        let source = reader.form_source(id)?.ok_or_else(|| {
            let message = Message::new("office.not_found").with("value", id);
            Error::yours(message.with_key("kind", "office.kind.form"))
        })?;
        let read = built_in::read(&source).map_err(|error| Error::program(error.message()))?;
        let form = Arc::new(read);
        self.forms.borrow_mut().insert(id.to_string(), Arc::clone(&form));
        Ok(form)
    }
}

/// A survey with its answers, within a read or a write.
pub(super) fn view(desk: &Desk, reader: &Reader<'_>, id: &Id<Survey>, today: Date) -> Result<SurveyView> {
    let survey = reader.survey(id)?.ok_or_else(|| no_survey(id))?;
    let form = desk.form(reader, &survey.form)?;
    let answers = reader.answers_of(id)?;
    let kept = answers.iter().filter_map(|answer| {
        Some((answer.question.as_str(), answer.instance.as_str(), answer.value.as_deref()?))
    });
    let filling = Filling::resume(form, kept, desk.occasion(reader, &survey, today)?);
    Ok(SurveyView { survey, filling })
}

fn draft(acting: &Acting<'_, '_>, id: &Id<Survey>) -> Result<SurveyView> {
    let view = view(acting.desk, &acting.reader(), id, acting.today)?;
    acting.active_case(&view.survey.case)?;
    if view.survey.state == SurveyState::Draft { Ok(view) } else { Err(wrong_state(&view.survey)) }
}

/// Refuses a survey that is not whole: each point in the details, by the question's own words.
pub(super) fn refuse_if_missing(view: &SurveyView, refusal: &'static str) -> Result<()> {
    let missing = view.filling.missing();
    let loose = survey_files::not_attached(view);
    if missing.is_empty() && loose.is_empty() {
        return Ok(());
    }
    let lacking = missing.iter().map(|missing| {
        let (vi, en) = labels(&view.filling, &missing.question, &missing.instance);
        complaint_of(&missing.complaint, &vi, &en)
    });
    let loose_files = loose.iter().map(|(question, instance)| {
        let (vi, en) = labels(&view.filling, question, instance);
        complaint_of(&Complaint::Program(Message::new("survey.file_not_attached")), &vi, &en)
    });
    let message = Message::new(refusal).with("count", missing.len() + loose.len());
    Err(Error::yours(message).because(lacking.chain(loose_files)))
}

/// Keeps answers, each in the row of its question and instance.
pub(super) fn keep<'a>(
    acting: &mut Acting<'_, '_>,
    survey: &Id<Survey>,
    answers: impl IntoIterator<Item = &'a Answer>,
) -> Result<()> {
    for answer in answers {
        let instance = answer.instance.to_string();
        let value = Value::from(Some(answer.value.as_str()).filter(|value| !value.is_empty()));
        match acting.reader().answer_row(survey, &answer.question, &instance)? {
            Some(row) => acting.tx.set("answer", &row, "value", value)?,
            None if value == Value::Null => {}
            None => {
                let row = acting.id();
                let values = [
                    ("survey", Value::from(survey.as_str())),
                    ("question", Value::from(answer.question.as_str())),
                    ("instance", Value::from(instance)),
                    ("value", value),
                ];
                acting.tx.create("answer", &row, &values)?;
            }
        }
    }
    Ok(())
}

/// What a question is called in both languages.
pub(super) fn labels(filling: &Filling, question: &str, instance: &Instance) -> (String, String) {
    let label = |language: &str| {
        let label = filling.label(question, instance, language);
        if label.is_empty() { question.to_owned() } else { label }
    };
    (label("vi"), label("en"))
}

fn complaint_of(complaint: &Complaint, vi: &str, en: &str) -> Message {
    match complaint {
        // The form words itself in both languages.
        Complaint::Form(words) => Message::new("gate.named")
            .with("vi", format!("{vi}: {}", words.get("vi")))
            .with("en", format!("{en}: {}", words.get("en"))),
        Complaint::Program(message) => {
            let mut said = Message::new("survey.fault")
                .with_key("fault", message.key.clone())
                .with("vi", vi)
                .with("en", en);
            said.values.extend(message.values.iter().cloned());
            said
        }
    }
}

pub(super) fn no_survey(id: &Id<Survey>) -> Error {
    Error::yours(Message::new("office.not_found").with("value", id).with_key("kind", "office.kind.survey"))
}

pub(super) fn wrong_state(survey: &Survey) -> Error {
    let state = format!("code.survey_state.{}", survey.state.code());
    let refused = Error::yours(Message::new("survey.wrong_state").with_key("state", &state));
    let fix = match survey.state {
        SurveyState::Draft => "survey.wrong_state_draft",
        SurveyState::Final => "survey.wrong_state_final",
        SurveyState::Discarded => "survey.wrong_state_discarded",
    };
    Error { fix: Some(Message::new(fix)), ..refused }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FORM, Room};
    use super::*;

    #[test]
    fn an_answer_is_kept_when_it_is_given_and_the_whole_is_checked_at_the_end() {
        let mut room = Room::new();
        let survey = room.begin_survey();
        room.office.answer(&survey, "as_of", "", "31/8/2023").unwrap();
        let kept = room.office.survey_view(&survey).unwrap().filling;
        assert_eq!(kept.answer("as_of", &Instance::top()), "2023-08-31");
        let refused = room.office.finalize(&survey).unwrap_err();
        assert_eq!((refused.message.key.as_ref(), refused.details.len()), ("survey.not_whole", 6));
        room.fill(&survey);
        room.office.finalize(&survey).unwrap();
        let late = room.office.answer(&survey, "source", "", "khác").unwrap_err();
        assert_eq!(late.message.key, "survey.wrong_state");
    }

    #[test]
    fn what_can_not_be_read_is_kept_and_complained_of() {
        let mut room = Room::new();
        let survey = room.begin_survey();
        let answered = room.office.answer(&survey, "workers", "", "nhiều").unwrap();
        assert!(answered.complaint.is_some());
        let wrong = room.office.answer(&survey, "worker", "", "5").unwrap_err();
        assert_eq!(wrong.message.key, "forms.answer.no_such_question_near");
    }

    #[test]
    fn a_discarded_survey_comes_back_as_it_was() {
        let mut room = Room::new().supplied("survey");
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0).id;
        room.office.discard_survey(&survey).unwrap();
        assert_eq!(room.missing(), ["survey_final"]);
        room.office.restore_survey(&survey).unwrap();
        assert_eq!(room.missing(), Vec::<String>::new());
    }

    #[test]
    fn a_final_survey_proposes_to_the_register_and_a_person_accepts() {
        let mut room = Room::new();
        let survey = room.begin_survey();
        room.fill(&survey);
        room.office.answer(&survey, "workers", "", "1.250").unwrap();
        assert!(room.office.proposals(&survey).unwrap().is_empty());
        room.office.finalize(&survey).unwrap();
        let proposed = room.office.proposals(&survey).unwrap();
        assert_eq!(
            (proposed[0].field.as_str(), proposed[0].answer.as_str()),
            ("enterprise.workers_total", "1250")
        );
        room.office.accept_proposals(&survey, &["workers"]).unwrap();
        let view = room.office.case_view(&room.case).unwrap();
        assert_eq!(view.file.enterprise.unwrap().workers_total, Some(1250));
        assert!(room.office.proposals(&survey).unwrap().is_empty());
    }

    #[test]
    fn a_form_version_has_one_text() {
        let mut room = Room::new();
        let stored = room.office.forms().unwrap().len();
        room.office.add_form(FORM).unwrap();
        assert_eq!(room.office.forms().unwrap().len(), stored);
        let other = room.office.add_form(&FORM.replace("Nguồn số liệu", "Nguồn")).unwrap_err();
        assert_eq!(other.message.key, "survey.form_version_taken");
        assert!(
            !room
                .office
                .add_form(&FORM.replace("| surveyor |", "| source |"))
                .unwrap_err()
                .details
                .is_empty()
        );
    }

    /// The whole questionnaire that comes with the program can be begun, and the register answers it.
    #[test]
    fn the_built_in_form_is_begun_from_the_register() {
        let mut room = Room::new();
        let survey = room.office.new_survey(&room.case, Some("khao-sat-tcd")).unwrap();
        let filling = room.office.survey_view(&survey).unwrap().filling;
        assert_eq!(filling.answer("enterprise_name", &Instance::top()), "Công ty Quảng Phú");
    }
}
