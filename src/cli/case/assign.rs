//! `case assign`: who works on a case.
//!
//! Invariant: answers with the case as it then stands.

use super::show;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use clap::Args;

/// Arguments of `case assign`.
#[derive(Debug, Args)]
pub(in crate::cli) struct AssignArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "PERSON")]
    to: String,
}

pub(super) fn run(args: &AssignArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = office.find_case(&args.id)?;
    let officer = office.find_officer(&args.to)?;
    office.assign(&case, &officer)?;
    show::give(&office, &case, session)
}
