//! `case charter`: the answer to a point of the Charter check.
//!
//! Invariant: warns, and does not block: a point is answered, not argued away.

use super::gate;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use clap::Args;

/// Arguments of `case charter`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CharterArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "FINDING")]
    finding: String,
    #[arg(long, value_name = "TEXT")]
    answer: String,
}

pub(super) fn run(args: &CharterArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.answer_charter(&case, &args.finding, &args.answer)?;
    gate::give(&office, &case, session)
}
