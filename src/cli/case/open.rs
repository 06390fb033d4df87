//! `case open`: opens a case for each cell named.
//!
//! Invariant: all of them or none; answers with the cases in the order they were named.

use super::list;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::office::cases::{CaseFilter, CaseRow};
use clap::Args;

/// Arguments of `case open`.
#[derive(Debug, Args)]
pub(in crate::cli) struct OpenArgs {
    #[arg(long = "cell", value_name = "CELL", required = true, num_args = 1..)]
    cells: Vec<String>,
}

pub(super) fn run(args: &OpenArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let cells: Vec<Id<Cell>> =
        args.cells.iter().map(|typed| office.find_cell(typed)).collect::<Result<_, _>>()?;
    let opened = office.open_cases(&cells)?;
    let mut rows: Vec<CaseRow> = office.cases(&CaseFilter::default())?;
    rows.retain(|row| opened.contains(&row.id));
    rows.sort_by_key(|row| opened.iter().position(|case| *case == row.id));
    list::give(&office, &rows, session)
}
