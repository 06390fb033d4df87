//! `case explain`: why two figures differ.
//!
//! Invariant: an explanation stands beside the figures; it changes none.

use super::gate;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use crate::domain::case_file::DifferenceSubject;
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::text::message::Message;
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
    let subject = subject(&office, &args.subject)?;
    office.explain_difference(&case, subject, member.as_ref(), args.amount, &args.explanation)?;
    gate::give(&office, &case, session)
}

/// Which two figures are meant, by code or by name.
fn subject(office: &Office, typed: &str) -> Outcome<DifferenceSubject> {
    let code = office.codes().recognise("difference_subject", typed);
    code.and_then(|code| DifferenceSubject::parse(&code.code)).ok_or_else(|| {
        let choices: Vec<&str> = DifferenceSubject::ALL.iter().map(|subject| subject.code()).collect();
        let message = Message::new("cli.explain.unknown_subject").with("value", typed);
        Error::yours(message.with("choices", choices.join(", "))).into()
    })
}
