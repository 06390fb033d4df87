//! `case advance`, `return`, `pause`, `resume`, `cancel`: the moves of a case.
//!
//! Invariant: answers with the case as it then stands.

use super::show;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use clap::Args;

/// Arguments of `case return`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReturnArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "STAGE")]
    to: String,
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// A case, and why.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReasonArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(super) fn advance(typed: &str, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(typed)?;
    office.advance(&case)?;
    show::give(&office, &case, session)
}

pub(super) fn return_to(args: &ReturnArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.return_to(&case, &args.to, &args.reason)?;
    show::give(&office, &case, session)
}

pub(super) fn pause(args: &ReasonArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.pause(&case, &args.reason)?;
    show::give(&office, &case, session)
}

pub(super) fn resume(args: &ReasonArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.resume(&case, &args.reason)?;
    show::give(&office, &case, session)
}

pub(super) fn cancel(args: &ReasonArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.cancel(&case, &args.reason)?;
    show::give(&office, &case, session)
}
