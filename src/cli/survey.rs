//! `chuyengiao survey`: a survey of a case: begun, filled in, finalised, put in the bin and taken out.
//!
//! Invariant: every answer is checked by the form before it is written.

use super::failure::Outcome;
use super::session::Session;
use super::shape::survey::Whole;
use super::survey_list::{ListArgs, list};
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::office::desk::Office;
use clap::{Args, Subcommand};

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
            office.amend(&survey, &as_given(&answers_of(&args.fields)), &args.reason)?;
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
    office.answer_many(&survey, &as_given(&answers_of(&args.fields)))?;
    Ok(survey)
}

/// Question, instance and what was typed.
fn answers_of(fields: &[(String, String)]) -> Vec<(&str, String, &str)> {
    let placed = fields.iter().map(|(name, value)| (instance_of(name), value.as_str()));
    placed.map(|((question, instance), value)| (question, instance, value)).collect()
}

fn as_given<'a>(answers: &'a [(&'a str, String, &'a str)]) -> Vec<(&'a str, &'a str, &'a str)> {
    answers.iter().map(|(question, instance, value)| (*question, instance.as_str(), *value)).collect()
}

/// `site[2]` is the question `site` in the second round of its repeat, `child[2.1]` or `child[2][1]` one in a
/// repeat within a repeat.
fn instance_of(name: &str) -> (&str, String) {
    let placed = name.strip_suffix(']').and_then(|name| name.split_once('['));
    placed.map_or((name, String::new()), |(question, rounds)| (question, rounds.replace("][", ".")))
}
