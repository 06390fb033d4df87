//! `case open`: opens a case for each cell named.
//!
//! Invariant: all of them or none.

use super::list;
use crate::cli::failure::Outcome;
use crate::cli::session::Session;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use clap::Args;

/// Arguments of `case open`.
#[derive(Debug, Args)]
pub(in crate::cli) struct OpenArgs {
    #[arg(long = "cell", value_name = "CELL", required = true, num_args = 1..)]
    cells: Vec<String>,
}
