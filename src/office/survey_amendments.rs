//! Final surveys corrected: written answer by answer, put in force whole and with a reason, the old value kept.
//!
//! What is being changed stands in the store at once, beside the survey; nobody builds on it until it is in
//! force.
//!
//! Invariant: a final survey changes only by an entry that says why and keeps every value it replaced.

use super::acting::Acting;
use super::desk::Office;
use super::error::{Error, Result};
use super::in_file::InFile;
use super::survey_files;
use super::surveys::{Answered, SurveyView, keep, labels, refuse_if_missing, view, wrong_state};
use crate::domain::ids::Id;
use crate::domain::statement::{Amendment, Survey, SurveyState};
use crate::forms::answer;
use crate::forms::instance::Instance;
use crate::forms::survey::{Answer, AnswerError, Changes, Filling};
use crate::store::{AnswerLine, Reader, Value};
use crate::text::clean::clean_lines;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An amendment in the words of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownAmendment {
    /// As it is kept.
    pub amendment: Amendment,
    /// What the question is called in Vietnamese and English.
    pub labels: (String, String),
    /// What the survey said before, as a person reads it, in Vietnamese and English.
    pub old: (String, String),
    /// What it says since.
    pub new: (String, String),
    /// Who, as officers are called.
    pub person: String,
}

impl Office {
    /// A final survey as it would stand with what is being changed in it.
    pub fn amending_view(&self, id: &Id<Survey>) -> Result<SurveyView> {
        let today = self.today();
        let reader = self.reader();
        let stands = view(&self.desk, &reader, id, today)?;
        overlaid(&reader, stands)
    }

    /// Writes one answer of a final survey anew. It is in the store, and in force only with [`Self::amend`].
    pub fn begin_amending(
        &mut self,
        id: &Id<Survey>,
        question: &str,
        instance: &str,
        typed: &str,
    ) -> Result<Answered> {
        let subject = self.case_of(id)?;
        let answers = [(question, instance, typed)];
        let files = self.read_files(id, &answers)?;
        let (mut answered, _) =
            self.act("survey.amend_draft", Some(subject.as_str()), Some(question), |acting| {
                write_anew(acting, id, &answers, &files)
            })?;
        Ok(answered.pop().unwrap_or(Answered { changes: Changes::default(), complaint: None }))
    }

    /// Adds a round of a repeat to what is being changed, or takes one out (counted from 1).
    pub fn begin_amending_repeat(
        &mut self,
        id: &Id<Survey>,
        repeat: &str,
        instance: &str,
        remove: Option<u32>,
    ) -> Result<Changes> {
        let subject = self.case_of(id)?;
        let place = Instance::parse(instance)
            .ok_or_else(|| Error::yours(Message::new("survey.bad_instance").with("value", instance)))?;
        let (changes, _) =
            self.act("survey.amend_draft", Some(subject.as_str()), Some(repeat), |acting| {
                change(acting, id, |filling, today| match remove {
                    Some(index) => filling.remove_instance(repeat, &place, index, today),
                    None => filling.add_instance(repeat, &place, today),
                })
            })?;
        Ok(changes)
    }

    /// Gives up what is being changed; the survey stands as before.
    pub fn drop_amending(&mut self, id: &Id<Survey>) -> Result<usize> {
        let subject = self.case_of(id)?;
        let (dropped, _) = self.act("survey.amend_drop", Some(subject.as_str()), None, |acting| {
            let begun = acting.reader().amendments_begun(id)?;
            for row in &begun {
                acting.tx.delete("amendment", row.id.as_str())?;
            }
            Ok(begun.len())
        })?;
        Ok(dropped)
    }

    /// Puts changes in force, those begun and those given here, as one entry with its reason. The whole survey
    /// is checked first; what it said before stays on record. Answers how many answers are another now.
    ///
    /// # Errors
    /// No reason, nothing changed, or the survey would not be whole.
    pub fn amend(&mut self, id: &Id<Survey>, answers: &[(&str, &str, &str)], reason: &str) -> Result<usize> {
        let reason = clean_lines(reason).text;
        if reason.is_empty() {
            return Err(Error::yours(Message::new("survey.amend_reason")));
        }
        let subject = self.case_of(id)?;
        let files = self.read_files(id, answers)?;
        let (changed, _) = self.act("survey.amend", Some(subject.as_str()), Some(&reason), |acting| {
            write_anew(acting, id, answers, &files)?;
            put_in_force(acting, id, &reason)
        })?;
        Ok(changed)
    }

    /// What was changed in a final survey since, oldest first.
    pub fn amendments(&self, id: &Id<Survey>) -> Result<Vec<ShownAmendment>> {
        let reader = self.reader();
        let filling = view(&self.desk, &reader, id, self.today())?.filling;
        let amendments = reader.amendments_of(id)?.into_iter();
        Ok(amendments.map(|amendment| self.shown_amendment(&filling, amendment)).collect())
    }

    /// What is being changed in a final survey and is not yet in force, oldest first.
    pub fn amendments_in_hand(&self, id: &Id<Survey>) -> Result<Vec<ShownAmendment>> {
        let reader = self.reader();
        let begun = reader.amendments_begun(id)?;
        if begun.is_empty() {
            return Ok(Vec::new());
        }
        let filling = view(&self.desk, &reader, id, self.today())?.filling;
        Ok(begun.into_iter().map(|amendment| self.shown_amendment(&filling, amendment)).collect())
    }

    fn shown_amendment(&self, filling: &Filling, amendment: Amendment) -> ShownAmendment {
        let instance = Instance::parse(&amendment.instance).unwrap_or_default();
        let said = |kept: &str| {
            let form = filling.form();
            form.node(&amendment.question).map_or_else(
                || (kept.to_owned(), kept.to_owned()),
                |node| {
                    let say = |language| answer::show(node, form.list_of(node), kept, language);
                    (say("vi"), say("en"))
                },
            )
        };
        ShownAmendment {
            labels: labels(filling, &amendment.question, &instance),
            old: said(&amendment.old),
            new: said(&amendment.new),
            person: self.name_of("officer", &amendment.person).unwrap_or_else(|_| amendment.person.clone()),
            amendment,
        }
    }
}

/// The survey with what is being changed in it laid over its answers.
fn overlaid(reader: &Reader<'_>, stands: SurveyView) -> Result<SurveyView> {
    let begun = reader.amendments_begun(&stands.survey.id)?;
    if begun.is_empty() {
        return Ok(stands);
    }
    let answers = reader.answers_of(&stands.survey.id)?;
    let mut kept: BTreeMap<(&str, &str), &str> = answers
        .iter()
        .filter_map(|line| Some(((line.question.as_str(), line.instance.as_str()), line.value.as_deref()?)))
        .collect();
    for change in &begun {
        kept.insert((&change.question, &change.instance), &change.new);
    }
    let kept = kept.into_iter().map(|((question, instance), value)| (question, instance, value));
    let filling = Filling::resume(stands.filling.form().clone(), kept, stands.filling.occasion().clone());
    Ok(SurveyView { survey: stands.survey, filling })
}

fn final_view(acting: &Acting<'_, '_>, id: &Id<Survey>) -> Result<SurveyView> {
    let stands = view(acting.desk, &acting.reader(), id, acting.today)?;
    acting.active_case(&stands.survey.case)?;
    if stands.survey.state != SurveyState::Final {
        return Err(wrong_state(&stands.survey));
    }
    overlaid(&acting.reader(), stands)
}

fn write_anew(
    acting: &mut Acting<'_, '_>,
    id: &Id<Survey>,
    answers: &[(&str, &str, &str)],
    files: &[Option<InFile>],
) -> Result<Vec<Answered>> {
    let mut answered = Vec::with_capacity(answers.len());
    for ((question, instance, typed), file) in answers.iter().zip(files) {
        let place = Instance::parse(instance)
            .ok_or_else(|| Error::yours(Message::new("survey.bad_instance").with("value", instance)))?;
        let attached = file.as_ref().map(|file| survey_files::keep(file, acting)).transpose()?;
        let typed = attached.as_deref().unwrap_or(typed);
        let changes = change(acting, id, |filling, today| filling.set(question, &place, typed, today))?;
        let complaint = final_view(acting, id)?.filling.check(question, &place);
        answered.push(Answered { changes, complaint });
    }
    Ok(answered)
}

/// Changes the survey as it is being amended, and keeps what that changed beside it.
fn change(
    acting: &mut Acting<'_, '_>,
    id: &Id<Survey>,
    change: impl FnOnce(&mut Filling, Date) -> std::result::Result<Changes, AnswerError>,
) -> Result<Changes> {
    let mut amended = final_view(acting, id)?;
    let changes =
        change(&mut amended.filling, acting.today).map_err(|error| Error::yours(error.message()))?;
    let (stands, begun) = (acting.reader().answers_of(id)?, acting.reader().amendments_begun(id)?);
    for new in changes.to_keep() {
        let instance = new.instance.to_string();
        let old = value_in(&stands, &new.question, &instance);
        let row = begun.iter().find(|row| row.question == new.question && row.instance == instance);
        let value = Value::from(Some(new.value.as_str()).filter(|value| !value.is_empty()));
        match row {
            Some(row) if new.value == old => acting.tx.delete("amendment", row.id.as_str())?,
            Some(row) => acting.tx.set("amendment", row.id.as_str(), "new_value", value)?,
            None if new.value == old => {}
            None => {
                let row = acting.id();
                let values = [
                    ("survey", Value::from(id.as_str())),
                    ("question", Value::from(new.question.as_str())),
                    ("instance", Value::from(instance)),
                    ("old_value", Value::from(Some(old).filter(|old| !old.is_empty()))),
                    ("new_value", value),
                    ("person", Value::from(acting.person())),
                ];
                acting.tx.create("amendment", &row, &values)?;
            }
        }
    }
    Ok(changes)
}

fn put_in_force(acting: &mut Acting<'_, '_>, id: &Id<Survey>, reason: &str) -> Result<usize> {
    let amended = final_view(acting, id)?;
    let begun = acting.reader().amendments_begun(id)?;
    if begun.is_empty() {
        return Err(Error::yours(Message::new("survey.nothing_amended")));
    }
    refuse_if_missing(&amended, "survey.amended_not_whole")?;
    let stands = acting.reader().answers_of(id)?;
    for row in &begun {
        let old = value_in(&stands, &row.question, &row.instance);
        let answer = Answer {
            question: row.question.clone(),
            instance: Instance::parse(&row.instance).unwrap_or_default(),
            value: row.new.clone(),
        };
        keep(acting, id, [&answer])?;
        let values = [
            ("old_value", Value::from(Some(old).filter(|old| !old.is_empty()))),
            ("reason", Value::from(reason)),
            ("person", Value::from(acting.person())),
            ("amended_on", Value::from(acting.today.to_string())),
        ];
        acting.tx.set_all("amendment", row.id.as_str(), &values)?;
    }
    Ok(begun.len())
}

fn value_in<'a>(answers: &'a [AnswerLine], question: &str, instance: &str) -> &'a str {
    let line = answers.iter().find(|line| line.question == question && line.instance == instance);
    line.and_then(|line| line.value.as_deref()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;
    use crate::domain::ids::Id;
    use proptest::prelude::*;

    fn finalised() -> (Room, Id<Survey>) {
        let mut room = Room::new();
        let survey = room.begin_survey();
        room.fill(&survey);
        room.office.finalize(&survey).unwrap();
        (room, survey)
    }

    fn answer(room: &Room, survey: &Id<Survey>, question: &str) -> String {
        let view = room.office.survey_view(survey).unwrap();
        view.filling.answer(question, &Instance::top()).to_owned()
    }

    #[test]
    fn a_final_survey_is_changed_with_a_reason_and_keeps_what_it_said() {
        let (mut room, survey) = finalised();
        let change = [("surveyor", "", "Lê Văn Minh")];
        assert_eq!(room.office.amend(&survey, &change, "  ").unwrap_err().message.key, "survey.amend_reason");
        room.office.amend(&survey, &change, "Ghi thiếu tên đệm").unwrap();
        let past = room.office.amendments(&survey).unwrap();
        assert_eq!(answer(&room, &survey, "surveyor"), "Lê Văn Minh");
        let kept = &past[0].amendment;
        assert_eq!((kept.old.as_str(), kept.new.as_str()), ("Lê Minh", "Lê Văn Minh"));
        assert_eq!(
            (past[0].person.as_str(), kept.reason.as_deref()),
            ("Nguyễn Thị Lan", Some("Ghi thiếu tên đệm"))
        );
    }

    #[test]
    fn what_is_being_changed_is_kept_but_not_in_force() {
        let (mut room, survey) = finalised();
        room.office.begin_amending(&survey, "source", "", "hồ sơ").unwrap();
        assert_eq!(answer(&room, &survey, "source"), "phiếu khảo sát");
        let amending = room.office.amending_view(&survey).unwrap().filling;
        assert_eq!(amending.answer("source", &Instance::top()), "hồ sơ");
        assert!(room.office.survey_view(&survey).unwrap().survey.is_being_amended);
        // Written back as it was: nothing is being changed.
        room.office.begin_amending(&survey, "source", "", "phiếu khảo sát").unwrap();
        assert!(!room.office.survey_view(&survey).unwrap().survey.is_being_amended);
        assert_eq!(room.office.amend(&survey, &[], "vì").unwrap_err().message.key, "survey.nothing_amended");
        room.office.begin_amending(&survey, "source", "", "hồ sơ").unwrap();
        assert_eq!(room.office.drop_amending(&survey).unwrap(), 1);
        assert_eq!(
            room.office.amending_view(&survey).unwrap().filling.answer("source", &Instance::top()),
            "phiếu khảo sát"
        );
    }

    #[test]
    fn a_change_that_leaves_a_hole_is_refused_whole() {
        let (mut room, survey) = finalised();
        let changes = [("source", "", "hồ sơ"), ("subject_role", "", "")];
        let refused = room.office.amend(&survey, &changes, "vì").unwrap_err();
        assert_eq!((refused.message.key.as_ref(), refused.details.len()), ("survey.amended_not_whole", 1));
        assert_eq!(answer(&room, &survey, "source"), "phiếu khảo sát");
        assert!(!room.office.survey_view(&survey).unwrap().survey.is_being_amended);
    }

    #[test]
    fn an_assessment_on_an_amended_survey_stands_on_old_figures_until_it_is_confirmed() {
        let mut room = Room::new().at("assessment").supplied("assessment");
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0).id;
        assert_eq!(room.missing(), Vec::<String>::new());
        room.office.amend(&survey, &[("workers", "", "1250")], "Đếm lại").unwrap();
        assert_eq!(room.missing(), ["option_chosen"]);
        room.office.confirm_assessment(&room.case).unwrap();
        // The approver saw other figures.
        assert_eq!(room.missing(), ["approved_by_other"]);
        let again = room.office.confirm_assessment(&room.case).unwrap_err();
        assert_eq!(again.message.key, "assessment.figures_are_new");
        room.office.undo(None).unwrap();
        assert_eq!(room.missing(), ["option_chosen"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// Whatever is amended in whatever order: replaying the amendments from the last to the first gives
        /// back what was finalised, and from the first to the last what stands.
        #[test]
        fn every_old_value_is_in_the_history(changes in proptest::collection::vec((0..4_usize, "[a-zà-ỹ0-9]{1,6}"), 1..8)) {
            const QUESTIONS: [&str; 4] = ["source", "surveyor", "subject_role", "subject_functions"];
            let (mut room, survey) = finalised();
            let before: Vec<String> = QUESTIONS.iter().map(|question| answer(&room, &survey, question)).collect();
            for (question, typed) in &changes {
                // The same answer again is no change, and refused as such.
                let _ = room.office.amend(&survey, &[(QUESTIONS[*question], "", typed)], "sửa");
            }
            let past = room.office.amendments(&survey).unwrap();
            for (question, first) in QUESTIONS.iter().zip(&before) {
                let mut at = first.clone();
                for one in past.iter().filter(|one| one.amendment.question == *question) {
                    prop_assert_eq!(&one.amendment.old, &at);
                    prop_assert!(one.amendment.reason.is_some());
                    at.clone_from(&one.amendment.new);
                }
                prop_assert_eq!(at, answer(&room, &survey, question));
            }
        }
    }
}
