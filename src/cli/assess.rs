//! `chuyengiao assess`: the options weighed, the one chosen and why; `assess approve` by another person.
//!
//! Invariant: who wrote an assessment can't approve it; the office refuses.

use super::arguments::wrong;
use super::failure::Outcome;
use super::session::Session;
use super::shape::statement::AssessmentAnswer;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::office::assessments::NewAssessment;
use crate::office::desk::Office;
use crate::text::message::Message;
use clap::{Args, Subcommand};

/// Arguments of `assess`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct AssessArgs {
    #[command(subcommand)]
    step: Option<Step>,
    #[arg(value_name = "CASE", required = true)]
    id: Option<String>,
    #[arg(long, value_name = "OPTION", requires = "rationale")]
    option: Option<String>,
    #[arg(long, value_name = "COMMITTEE", default_value = "")]
    receiver: String,
    #[arg(long, value_name = "TEXT", requires = "option")]
    rationale: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    territory_reason: String,
    #[arg(long, value_name = "OPTION")]
    weigh: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    advantages: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    limits: String,
}

/// Steps of an assessment.
#[derive(Debug, Subcommand)]
enum Step {
    Approve(ApproveArgs),
}

#[derive(Debug, Args)]
struct ApproveArgs {
    #[arg(value_name = "CASE")]
    id: String,
}
