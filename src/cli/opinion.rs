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
    #[arg(long, value_name = "COMMITTEE", default_value = "")]
    committee: String,
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

pub(super) fn run(command: &OpinionCommand, session: &Session) -> Outcome {
    let OpinionCommand::Add(args) = command;
    let votes = votes(&args.votes)?;
    let mut office = session.office()?;
    let case = office.find_case(&args.case)?;
    let said = NewOpinion {
        party: args.from.clone(),
        committee: args.committee.clone(),
        stance: args.stance.clone(),
        said_by: args.by.clone(),
        said_on: args.date.clone(),
        paper: args.paper.clone(),
        votes,
        reason: args.reason.clone(),
    };
    let id = office.add_opinion(&case, &said)?;
    let view = office.case_view(&case)?;
    let made = view.file.opinions.iter().find(|opinion| opinion.id == id);
    let answer = made.map(OpinionAnswer::of);
    let message = Message::new("cli.opinion.added").with("case", &view.file.case.code);
    session.output().done(&answer, &message)
}

/// `12/0/1`: for, against, other.
fn votes(typed: &str) -> Outcome<Option<(i64, i64, i64)>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let counts: Option<Vec<i64>> = typed.split('/').map(|count| count.trim().parse().ok()).collect();
    match counts.as_deref() {
        Some([r#for, against, other]) => Ok(Some((*r#for, *against, *other))),
        Some([r#for, against]) => Ok(Some((*r#for, *against, 0))),
        _ => Err(wrong("cli.opinion.votes", "chuyengiao opinion add")),
    }
}
