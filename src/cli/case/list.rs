//! `case list`: the cases, by stage, words or deadline.
//!
//! Invariant: reads only.

use crate::cli::failure::Outcome;
use crate::cli::output::{iso_day, number};
use crate::cli::session::Session;
use crate::cli::shape::{id, iso};
use crate::cli::table::Table;
use crate::office::cases::{CaseFilter, CaseRow};
use crate::text::locale::{Language, Locale};
use clap::Args;
use serde::Serialize;

/// Arguments of `case list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,
    #[arg(long)]
    overdue: bool,
}
