//! What was surveyed, and what was weighed on it.

use super::{Bench, day};
use crate::domain::case::Outcome;
use crate::domain::ids::Id;
use crate::domain::statement::{Assessment, Survey, SurveyState, WeighedOption};

impl Bench {
    fn put_survey(self, state: SurveyState, on: &str) -> Self {
        self.with(|file| {
            file.surveys.insert(
                0,
                Survey {
                    id: Id::new(format!("survey-{}", file.surveys.len())),
                    case: file.case.id.clone(),
                    form: Id::new("form"),
                    state,
                    started_on: day(on),
                    finalized_on: (state == SurveyState::Final).then(|| day(on)),
                    revision: String::new(),
                    is_being_amended: false,
                },
            );
        })
    }

    pub(crate) fn draft_survey(self) -> Self {
        self.put_survey(SurveyState::Draft, "2023-09-14")
    }

    pub(crate) fn survey(self, on: &str) -> Self {
        let answers = [
            ("subject_activity", "Ổn định"),
            ("subject_functions", "Hạt nhân chính trị"),
            ("subject_role", "Lãnh đạo"),
            ("subject_relations", "Phối hợp tốt"),
            ("source", "phieu"),
            ("as_of", "2023-08-31"),
            ("surveyor", "Trần Văn B"),
        ];
        answers.iter().fold(self.put_survey(SurveyState::Final, on), |bench, (q, a)| bench.answer(q, a))
    }

    /// The newest survey was amended.
    pub(crate) fn amended(self, revision: &str) -> Self {
        self.with(|file| {
            if let Some(survey) = file.surveys.first_mut() {
                survey.revision = revision.into();
            }
        })
    }

    pub(crate) fn answer(self, question: &str, answer: &str) -> Self {
        self.with(|file| {
            file.answers.insert(question.into(), answer.into());
        })
    }

    fn assess(self, change: impl FnOnce(&mut Assessment)) -> Self {
        self.with(|file| change(file.assessment.as_mut().unwrap()))
    }

    /// Weighed: the outcome given and to stay; the outcome given is chosen.
    pub(crate) fn assessed(self, outcome: &str) -> Self {
        let chosen = Outcome::parse(outcome).unwrap();
        let other = if chosen == Outcome::Stay { Outcome::Transfer } else { Outcome::Stay };
        let option = |outcome: Outcome| WeighedOption {
            id: Id::new(outcome.code()),
            outcome,
            receiver: None,
            advantages: Some("gần địa bàn".into()),
            limits: Some("phải làm quen".into()),
        };
        self.with(|file| {
            file.case.outcome = Some(chosen);
            file.assessment = Some(Assessment {
                id: Id::new("assessment"),
                case: file.case.id.clone(),
                chosen: Some(chosen),
                receiver: file.case.receiver.clone(),
                rationale: Some("phù hợp địa bàn".into()),
                territory_reason: None,
                author: "author".into(),
                approved_by: None,
                approved_on: None,
                survey: None,
                survey_revision: String::new(),
                options: vec![option(chosen), option(other)],
            });
        })
    }

    /// Built on the newest survey, at a revision of it.
    pub(crate) fn built_on_survey(self, revision: &str) -> Self {
        self.with(|file| {
            let survey = file.final_survey().map(|survey| survey.id.clone());
            if let Some(made) = &mut file.assessment {
                made.survey = survey;
                made.survey_revision = revision.into();
            }
        })
    }

    pub(crate) fn only_option(self, outcome: &str) -> Self {
        self.assess(|made| made.options.retain(|option| option.outcome.code() == outcome))
    }

    pub(crate) fn chosen(self, outcome: &str) -> Self {
        self.assess(|made| made.chosen = Outcome::parse(outcome))
    }

    pub(crate) fn limits(self, option: usize, text: &str) -> Self {
        self.assess(|made| made.options[option].limits = Some(text.into()))
    }

    pub(crate) fn rationale(self, text: &str) -> Self {
        self.assess(|made| made.rationale = Some(text.into()))
    }

    pub(crate) fn territory_reason(self, text: &str) -> Self {
        self.assess(|made| made.territory_reason = Some(text.into()))
    }

    pub(crate) fn approved_by(self, person: &str) -> Self {
        self.assess(|made| made.approved_by = Some(person.into()))
    }

    pub(crate) fn charter_answer(self, finding: &str) -> Self {
        self.with(|file| {
            file.charter_answers.insert(finding.into(), "đã báo cáo cấp trên".into());
        })
    }
}
