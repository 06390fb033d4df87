//! `chuyengiao opinion`: what a party says about a case, dated, with its paper.
//!
//! Invariant: a signed statement: adding one never changes another.

use super::arguments::wrong;
use super::failure::Outcome;
use super::session::Session;
use super::shape::statement::OpinionAnswer;
use crate::office::opinions::NewOpinion;
use crate::text::message::Message;
use clap::{Args, Subcommand};

/// What can be done with opinions.
#[derive(Debug, Subcommand)]
pub(super) enum OpinionCommand {
    Add(AddArgs),
}

/// Arguments of `opinion add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[arg(long, value_name = "CASE")]
    case: String,
    #[arg(long, value_name = "PARTY")]
    from: String,
    #[arg(long, value_name = "STANCE")]
    stance: String,
    #[arg(long, value_name = "DATE")]
    date: String,
    #[arg(long, value_name = "PAPER", default_value = "")]
    paper: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    by: String,
    #[arg(long, value_name = "VOTES", default_value = "")]
    votes: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}
