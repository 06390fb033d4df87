//! `case waive`: goes on without a requirement, with a reason a person answers for.
//!
//! Invariant: only what the procedure allows to be waived; the office refuses the rest.

use super::gate;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use clap::Args;

/// Arguments of `case waive`.
#[derive(Debug, Args)]
pub(in crate::cli) struct WaiveArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "REQUIREMENT")]
    requirement: String,
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(super) fn run(args: &WaiveArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    office.waive(&case, &args.requirement, &args.reason)?;
    gate::give(&office, &case, session)
}
