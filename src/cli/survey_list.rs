//! `chuyengiao survey list`: surveys with where they stand; and what was changed in final ones.
//!
//! Invariant: reads only.

use super::arguments::wrong;
use super::failure::Outcome;
use super::output::iso_day;
use super::session::Session;
use super::shape::survey::placed;
use super::table::Table;
use crate::domain::statement::SurveyState;
use crate::office::desk::Office;
use crate::office::survey_amendments::ShownAmendment;
use crate::text::fold::fold;
use crate::text::locale::{Language, Locale};
use clap::Args;
use serde::Serialize;

/// Arguments of `survey list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
}

/// A survey in a list.
#[derive(Debug, Serialize)]
struct Listed {
    id: String,
    /// Case id.
    case: String,
    case_code: String,
    cell_name: String,
    /// Id of the form's version.
    form: String,
    form_name: String,
    form_version: String,
    state: &'static str,
    started_on: String,
    finalized_on: Option<String>,
}

/// An answer of a final survey that was changed.
#[derive(Debug, Serialize)]
pub(super) struct AmendmentAnswer {
    id: String,
    question: String,
    /// Of its repeats: `2`, `2.1`.
    instance: String,
    label: String,
    old: String,
    new: String,
    old_shown: String,
    new_shown: String,
    reason: String,
    /// Officer id.
    person: String,
    person_name: String,
    amended_on: Option<String>,
}

impl AmendmentAnswer {
    pub(super) fn of(shown: &ShownAmendment, language: Language) -> Self {
        let kept = &shown.amendment;
        let in_language = |words: &(String, String)| match language {
            Language::Vietnamese => words.0.clone(),
            Language::English => words.1.clone(),
        };
        Self {
            id: kept.id.to_string(),
            question: kept.question.clone(),
            instance: kept.instance.clone(),
            label: in_language(&shown.labels),
            old: kept.old.clone(),
            new: kept.new.clone(),
            old_shown: in_language(&shown.old),
            new_shown: in_language(&shown.new),
            reason: kept.reason.clone().unwrap_or_default(),
            person: kept.person.clone(),
            person_name: shown.person.clone(),
            amended_on: super::shape::iso(kept.amended_on),
        }
    }
}

/// Old value, new value, who, when and why.
pub(super) fn amendments_table(amendments: &[AmendmentAnswer], locale: &Locale) -> String {
    let columns = ["question", "label", "before", "after", "person", "day", "reason"];
    let keys = columns.map(|column| format!("cli.column.{column}"));
    let mut table = Table::new(locale, &keys.each_ref().map(String::as_str));
    for one in amendments {
        table.row([
            placed(&one.question, &one.instance),
            one.label.clone(),
            one.old_shown.clone(),
            one.new_shown.clone(),
            one.person_name.clone(),
            one.amended_on.as_deref().map(iso_day).unwrap_or_default(),
            one.reason.clone(),
        ]);
    }
    table.text()
}

/// By its code, or by its name in either language, accents optional.
fn state_called(typed: &str, office: &Office) -> Outcome<SurveyState> {
    let named = |state: &SurveyState| {
        [Language::Vietnamese, Language::English]
            .into_iter()
            .any(|language| fold(office.codes().name("survey_state", state.code(), language)) == fold(typed))
    };
    let all = [SurveyState::Draft, SurveyState::Final, SurveyState::Discarded];
    SurveyState::parse(typed)
        .or_else(|| all.into_iter().find(named))
        .ok_or_else(|| wrong("cli.survey.no_such_state", "chuyengiao survey list"))
}

pub(super) fn list(args: &ListArgs, office: &Office, session: &Session) -> Outcome {
    let case = args.case.as_deref().map(|case| office.find_case(case)).transpose()?;
    let state = args.state.as_deref().map(|state| state_called(state, office)).transpose()?;
    let listed: Vec<Listed> = office
        .surveys(case.as_ref())?
        .into_iter()
        .filter(|line| state.is_none_or(|state| line.survey.state == state))
        .map(|line| Listed {
            id: line.survey.id.to_string(),
            case: line.survey.case.to_string(),
            case_code: line.case_code,
            cell_name: line.cell_name,
            form: line.survey.form.to_string(),
            form_name: line.form_name,
            form_version: line.form_version,
            state: line.survey.state.code(),
            started_on: line.survey.started_on.to_string(),
            finalized_on: super::shape::iso(line.survey.finalized_on),
        })
        .collect();
    session.output().give(&listed, |locale| {
        let mut table = Table::new(
            locale,
            &[
                "cli.column.survey",
                "cli.column.case",
                "cli.column.cell",
                "cli.column.form",
                "cli.column.state",
                "cli.column.started_on",
                "cli.column.finalized_on",
            ],
        );
        for one in &listed {
            table.row([
                one.id.clone(),
                one.case_code.clone(),
                one.cell_name.clone(),
                format!("{} {}", one.form_name, one.form_version),
                office.codes().name("survey_state", one.state, locale.language()).to_owned(),
                iso_day(&one.started_on),
                one.finalized_on.as_deref().map(iso_day).unwrap_or_default(),
            ]);
        }
        table.or_say(locale, "cli.empty")
    })
}
