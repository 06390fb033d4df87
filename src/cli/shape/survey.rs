//! A survey as it is answered: its answers, what it lacks, what it says otherwise than the register.
//!
//! Invariant: an answer that is not asked now is shown as such: it is kept, and counts for nothing.

use super::iso;
use crate::cli::failure::Outcome;
use crate::cli::output::iso_day;
use crate::cli::survey_list::{AmendmentAnswer, amendments_table};
use crate::cli::table::{Sheet, Table};
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::form::Choice;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::office::desk::Office;
use crate::text::locale::{Language, Locale};
use serde::Serialize;

/// A survey with its answers.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Whole {
    id: String,
    /// Case id.
    case: String,
    /// Id of the form's version.
    form: String,
    form_name: String,
    form_version: String,
    state: &'static str,
    started_on: String,
    finalized_on: Option<String>,
    /// Questions asked, and how many of them are answered.
    asked: usize,
    answered: usize,
    required: usize,
    required_answered: usize,
    answers: Vec<Answer>,
    missing: Vec<Missing>,
    /// Every question asked now and not answered.
    open: Vec<Open>,
    /// What it says otherwise than the register, once final.
    proposals: Vec<Proposed>,
    /// What was changed in it after it was final, oldest first.
    amendments: Vec<AmendmentAnswer>,
    /// Is something being changed in it that is not yet in force?
    being_amended: bool,
}

#[derive(Debug, Serialize)]
struct Answer {
    question: String,
    /// Of its repeats: `2`, `2.1`.
    instance: String,
    label: String,
    value: String,
    shown: String,
    /// Whether it counts: it is asked now. One that is not asked any more is kept.
    asked: bool,
    /// Whether a person gave it, rather than a calculation that is not shown.
    #[serde(skip)]
    given: bool,
    /// What the form says against it.
    complaint: Option<String>,
}

#[derive(Debug, Serialize)]
struct Missing {
    question: String,
    instance: String,
    label: String,
    message: String,
    choices: Vec<ChoiceAnswer>,
}

#[derive(Debug, Serialize)]
struct Open {
    question: String,
    instance: String,
    label: String,
    choices: Vec<ChoiceAnswer>,
}

#[derive(Debug, Serialize)]
struct ChoiceAnswer {
    code: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct Proposed {
    question: String,
    label: String,
    /// `enterprise.workers_total`.
    field: String,
    register: String,
    answer: String,
}

impl Whole {
    pub(in crate::cli) fn of(office: &Office, id: &Id<Survey>, locale: &Locale) -> Outcome<Self> {
        let mut view = office.survey_view(id)?;
        let language = locale.language();
        view.filling.speak(language.code());
        let filling = &view.filling;
        let label = |question: &str, instance: &Instance| filling.label(question, instance, language.code());
        let choices = |question: &str, instance: &Instance| -> Vec<ChoiceAnswer> {
            let said = |choice: &Choice| choice.label.get(language.code()).to_owned();
            let offered = filling.choices(question, instance).into_iter();
            offered.map(|choice| ChoiceAnswer { code: choice.code.clone(), label: said(&choice) }).collect()
        };
        let answers =
            filling.answers().filter(|(.., value)| !value.is_empty()).map(|(node, instance, value)| Answer {
                question: node.name.clone(),
                instance: instance.to_string(),
                label: label(&node.name, instance),
                value: value.to_owned(),
                shown: filling.shown(&node.name, instance),
                asked: filling.counts(&node.name, instance),
                given: node.kind != Kind::Calculate,
                complaint: filling.check(&node.name, instance).map(|complaint| complaint.say(locale)),
            });
        let missing = filling.missing();
        let missing = missing.iter().map(|missing| Missing {
            question: missing.question.clone(),
            instance: missing.instance.to_string(),
            label: label(&missing.question, &missing.instance),
            message: missing.complaint.say(locale),
            choices: choices(&missing.question, &missing.instance),
        });
        let open = filling.unanswered().into_iter().map(|(question, instance)| Open {
            question: question.to_owned(),
            label: label(question, &instance),
            choices: choices(question, &instance),
            instance: instance.to_string(),
        });
        let open = open.collect();
        let proposals = office.proposals(id)?.into_iter().map(|proposal| Proposed {
            question: proposal.question,
            label: match language {
                Language::Vietnamese => proposal.labels.0,
                Language::English => proposal.labels.1,
            },
            field: proposal.field,
            register: proposal.register,
            answer: proposal.answer,
        });
        let progress = filling.progress();
        Ok(Self {
            id: view.survey.id.to_string(),
            case: view.survey.case.to_string(),
            form: view.survey.form.to_string(),
            form_name: filling.form().id.clone(),
            form_version: filling.form().version.clone(),
            state: view.survey.state.code(),
            started_on: view.survey.started_on.to_string(),
            finalized_on: iso(view.survey.finalized_on),
            asked: progress.asked,
            answered: progress.answered,
            required: progress.required,
            required_answered: progress.required_answered,
            answers: answers.collect(),
            missing: missing.collect(),
            open,
            proposals: proposals.collect(),
            amendments: office.amendments(id)?.iter().map(|one| AmendmentAnswer::of(one, language)).collect(),
            being_amended: view.survey.is_being_amended,
        })
    }

    pub(in crate::cli) fn words(&self, locale: &Locale, codes: &Codes) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.column.survey", &self.id)
            .line(locale, "cli.column.form", format!("{} {}", self.form_name, self.form_version))
            .line(locale, "cli.column.state", codes.name("survey_state", self.state, locale.language()))
            .line(locale, "cli.column.started_on", iso_day(&self.started_on))
            .line(
                locale,
                "cli.column.finalized_on",
                self.finalized_on.as_deref().map(iso_day).unwrap_or_default(),
            )
            .line(locale, "cli.column.answered", format!("{}/{}", self.answered, self.asked))
            .line(locale, "cli.column.required", format!("{}/{}", self.required_answered, self.required));
        let mut answers = Table::new(
            locale,
            &["cli.column.question", "cli.column.label", "cli.column.answer", "cli.column.complaint"],
        );
        for answer in self.answers.iter().filter(|answer| answer.given) {
            let not_asked = || locale.text("cli.survey.not_asked").to_owned();
            let complaint = answer.complaint.clone();
            answers.row([
                placed(&answer.question, &answer.instance),
                answer.label.clone(),
                answer.shown.clone(),
                complaint.or_else(|| (!answer.asked).then(not_asked)).unwrap_or_default(),
            ]);
        }
        let mut text = format!("{}\n{}", sheet.text(), answers.or_say(locale, "cli.survey.no_answers"));
        let mut missing = Table::new(
            locale,
            &["cli.column.question", "cli.column.label", "~cli.column.missing", "cli.column.choices"],
        );
        for lacking in &self.missing {
            missing.row([
                placed(&lacking.question, &lacking.instance),
                lacking.label.clone(),
                lacking.message.clone(),
                offered(&lacking.choices),
            ]);
        }
        if !missing.is_empty() {
            text.push_str(&format!("\n{}\n{}", locale.text("cli.survey.missing"), missing.text()));
        }
        let mut proposals = Table::new(
            locale,
            &["cli.column.question", "cli.column.label", "cli.column.register", "cli.column.answer"],
        );
        for proposal in &self.proposals {
            proposals.row([
                proposal.question.clone(),
                proposal.label.clone(),
                proposal.register.clone(),
                proposal.answer.clone(),
            ]);
        }
        if !proposals.is_empty() {
            text.push_str(&format!("\n{}\n{}", locale.text("cli.survey.proposals"), proposals.text()));
        }
        if !self.amendments.is_empty() {
            let amendments = amendments_table(&self.amendments, locale);
            text.push_str(&format!("\n{}\n{amendments}", locale.text("cli.survey.amendments")));
        }
        text
    }
}

impl Whole {
    /// The questions that are still open, with what may be answered.
    pub(in crate::cli) fn open_words(&self, locale: &Locale) -> String {
        let mut table =
            Table::new(locale, &["cli.column.question", "cli.column.label", "cli.column.choices"]);
        for open in &self.open {
            table.row([placed(&open.question, &open.instance), open.label.clone(), offered(&open.choices)]);
        }
        format!("{}\n{}", locale.text("cli.survey.open"), table.or_say(locale, "cli.empty"))
    }
}

/// The most choices that are written out: a list of communes would bury the rest.
const WRITTEN_OUT: usize = 12;

/// `agree (Đồng ý), disagree (Không đồng ý)`.
fn offered(choices: &[ChoiceAnswer]) -> String {
    let written =
        choices.iter().take(WRITTEN_OUT).map(|choice| format!("{} ({})", choice.code, choice.label));
    let mut written: Vec<String> = written.collect();
    if choices.len() > WRITTEN_OUT {
        written.push("…".to_owned());
    }
    written.join(", ")
}

/// As `--set` takes it.
pub(in crate::cli) fn placed(question: &str, instance: &str) -> String {
    if instance.is_empty() { question.to_owned() } else { format!("{question}[{instance}]") }
}
