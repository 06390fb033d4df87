//! `chuyengiao survey`: a survey of a case: begun, filled in, finalised, put in the bin and taken out.
//!
//! Invariant: every answer is checked by the form before it is written.

use super::failure::Outcome;
use super::output::iso_day;
use super::session::Session;
use super::survey_list::{AmendmentAnswer, ListArgs, amendments_table, list};
use super::table::{Sheet, Table};
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::form::Choice;
use crate::forms::instance::Instance;
use crate::office::desk::Office;
use crate::text::locale::{Language, Locale};
use clap::{Args, Subcommand};
use serde::Serialize;

/// What can be done with surveys.
#[derive(Debug, Subcommand)]
pub(super) enum SurveyCommand {
    #[command(subcommand)]
    Form(super::form::FormCommand),
    New(NewArgs),
    Answer(AnswerArgs),
    Show(ShowArgs),
    Finalize(OneArgs),
    Discard(OneArgs),
    Restore(OneArgs),
    Accept(AcceptArgs),
    Amend(AmendArgs),
    List(ListArgs),
    #[command(flatten)]
    Files(super::survey_files::FilesCommand),
}

/// Arguments of `survey new`.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[arg(long, value_name = "CASE")]
    case: String,
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
}

/// Arguments of `survey answer`.
#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = super::arguments::assignment, num_args = 1..)]
    #[arg(required = true)]
    fields: Vec<(String, String)>,
}

/// Arguments of `survey amend`.
#[derive(Debug, Args)]
pub(super) struct AmendArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = super::arguments::assignment, num_args = 1..)]
    fields: Vec<(String, String)>,
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
}

/// One survey.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
}

/// Arguments of `survey show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
    #[arg(long)]
    all: bool,
}

/// Arguments of `survey accept`.
#[derive(Debug, Args)]
pub(super) struct AcceptArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
    #[arg(long = "question", value_name = "QUESTION", required = true, num_args = 1..)]
    questions: Vec<String>,
}

/// A survey with its answers.
#[derive(Debug, Serialize)]
struct Whole {
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

pub(super) fn run(command: &SurveyCommand, session: &Session) -> Outcome {
    match command {
        SurveyCommand::Form(command) => return super::form::run(command, session),
        SurveyCommand::Files(command) => return super::survey_files::run(command, session),
        _ => {}
    }
    let mut office = session.office()?;
    let survey = match command {
        SurveyCommand::Form(_) | SurveyCommand::Files(_) => return Ok(()), // above
        SurveyCommand::New(args) => {
            let case = office.find_case(&args.case)?;
            office.new_survey(&case, args.form.as_deref())?
        }
        SurveyCommand::Answer(args) => answer(args, &mut office)?,
        SurveyCommand::List(args) => return list(args, &office, session),
        SurveyCommand::Show(args) => office.find_survey(&args.id)?,
        SurveyCommand::Amend(args) => {
            let survey = office.find_survey(&args.id)?;
            office.amend(&survey, &answers_of(&args.fields), &args.reason)?;
            survey
        }
        SurveyCommand::Finalize(args) => {
            let survey = office.find_survey(&args.id)?;
            office.finalize(&survey)?;
            survey
        }
        SurveyCommand::Discard(args) => {
            let survey = office.find_survey(&args.id)?;
            office.discard_survey(&survey)?;
            survey
        }
        SurveyCommand::Restore(args) => {
            let survey = office.find_survey(&args.id)?;
            office.restore_survey(&survey)?;
            survey
        }
        SurveyCommand::Accept(args) => {
            let survey = office.find_survey(&args.id)?;
            let questions: Vec<&str> = args.questions.iter().map(String::as_str).collect();
            office.accept_proposals(&survey, &questions)?;
            survey
        }
    };
    let whole = Whole::of(&office, &survey, session.output().locale())?;
    let all = matches!(command, SurveyCommand::Show(ShowArgs { all: true, .. }));
    session.output().give(&whole, |locale| {
        let text = whole.words(locale, office.codes());
        if all { format!("{text}\n{}", whole.open_words(locale)) } else { text }
    })
}

/// All answers of one command line are one entry.
fn answer(args: &AnswerArgs, office: &mut Office) -> Outcome<Id<Survey>> {
    let survey = office.find_survey(&args.id)?;
    office.answer_many(&survey, &answers_of(&args.fields))?;
    Ok(survey)
}

/// Question, instance and what was typed.
fn answers_of(fields: &[(String, String)]) -> Vec<(&str, &str, &str)> {
    let split = fields.iter().map(|(name, value)| (instance_of(name), value.as_str()));
    split.map(|((question, instance), value)| (question, instance, value)).collect()
}

/// `site[2]` is the question `site` in the second round of its repeat.
fn instance_of(name: &str) -> (&str, &str) {
    name.strip_suffix(']').and_then(|name| name.split_once('[')).unwrap_or((name, ""))
}

impl Whole {
    fn of(office: &Office, id: &Id<Survey>, locale: &Locale) -> Outcome<Self> {
        let mut view = office.survey_view(id)?;
        let language = locale.language();
        view.filling.speak(language.code());
        let filling = &view.filling;
        let label = |question: &str, instance: &Instance| filling.label(question, instance, language.code());
        let choices = |question: &str, instance: &Instance| -> Vec<ChoiceAnswer> {
            let said = |choice: &Choice| choice.label.get(language.code()).to_owned();
            let offered = filling.choices(question, instance).into_iter();
            offered.map(|choice| ChoiceAnswer { code: choice.code.clone(), label: said(choice) }).collect()
        };
        let answers =
            filling.answers().filter(|(.., value)| !value.is_empty()).map(|(node, instance, value)| Answer {
                question: node.name.clone(),
                instance: instance.to_string(),
                label: label(&node.name, instance),
                value: value.to_owned(),
                shown: filling.shown(&node.name, instance),
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
            finalized_on: super::shape::iso(view.survey.finalized_on),
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

    fn words(&self, locale: &Locale, codes: &Codes) -> String {
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
        for answer in &self.answers {
            answers.row([
                placed(&answer.question, &answer.instance),
                answer.label.clone(),
                answer.shown.clone(),
                answer.complaint.clone().unwrap_or_default(),
            ]);
        }
        let mut text = format!("{}\n{}", sheet.text(), answers.or_say(locale, "cli.survey.no_answers"));
        let mut missing = Table::new(
            locale,
            &["cli.column.question", "cli.column.label", "cli.column.missing", "cli.column.choices"],
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
    fn open_words(&self, locale: &Locale) -> String {
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
pub(super) fn placed(question: &str, instance: &str) -> String {
    if instance.is_empty() { question.to_owned() } else { format!("{question}[{instance}]") }
}
