//! `case explain`: why two figures differ.
//!
//! Invariant: an explanation stands beside the figures; it changes none.

use super::gate;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use clap::Args;

/// Arguments of `case explain`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "SUBJECT")]
    subject: String,
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    amount: i64,
    #[arg(long, value_name = "TEXT")]
    explanation: String,
}

pub(super) fn run(args: &ExplainArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    let member = match &args.member {
        Some(member) => Some(office.find_member(member)?),
        None => None,
    };
    office.explain_difference(&case, &args.subject, member.as_ref(), args.amount, &args.explanation)?;
    gate::give(&office, &case, session)
}
