//! `chuyengiao survey`: a survey of a case: begun, filled in, finalised, put in the bin and taken out.
//!
//! Invariant: every answer is checked by the form before it is written.

use super::failure::Outcome;
use super::session::Session;
use clap::{Args, Subcommand};

/// What can be done with surveys.
#[derive(Debug, Subcommand)]
pub(super) enum SurveyCommand {
    New(NewArgs),
    Answer(AnswerArgs),
    Show(OneArgs),
    Finalize(OneArgs),
    Discard(OneArgs),
    Restore(OneArgs),
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

/// One survey.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    #[arg(value_name = "SURVEY")]
    id: String,
}
