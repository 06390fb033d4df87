//! `chuyengiao cell`: the party organisations: list, show.
//!
//! Invariant: reads only; a cell is changed through `record set cell`.

use super::failure::Outcome;
use super::output::{iso_day, number};
use super::session::Session;
use super::shape::{id, iso, known};
use super::table::{Sheet, Table};
use crate::office::cells::{CellFilter, CellRow, CellView};
use crate::office::desk::Office;
use crate::text::locale::Locale;
use clap::{Args, Subcommand};
use serde::Serialize;

/// What can be done with cells.
#[derive(Debug, Subcommand)]
pub(super) enum CellCommand {
    List(ListArgs),
    Show(ShowArgs),
}

/// Arguments of `cell list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
}

/// Arguments of `cell show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[arg(value_name = "CELL")]
    id: String,
}

/// A cell in a list.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    code: Option<String>,
    name: String,
    kind: Option<String>,
    kind_name: Option<String>,
    /// Enterprise id.
    enterprise: Option<String>,
    enterprise_name: Option<String>,
    district: Option<String>,
    /// Committee id.
    superior: Option<String>,
    superior_name: Option<String>,
    total: Option<i64>,
    full: Option<i64>,
    probationary: Option<i64>,
    /// Id of its open case.
    case: Option<String>,
    case_code: Option<String>,
    status: String,
}

/// A cell, whole.
#[derive(Debug, Serialize)]
struct Whole {
    id: String,
    code: Option<String>,
    name: String,
    kind: Option<String>,
    /// Enterprise id.
    enterprise: Option<String>,
    enterprise_name: Option<String>,
    /// Committee id.
    superior: Option<String>,
    superior_name: Option<String>,
    founded_on: Option<String>,
    secretary: Option<String>,
    /// As reported.
    total: Option<i64>,
    full: Option<i64>,
    probationary: Option<i64>,
    women: Option<i64>,
    counts_as_of: Option<String>,
    /// On the list.
    listed: usize,
    status: String,
    note: Option<String>,
    cases: Vec<CaseOfCell>,
}

#[derive(Debug, Serialize)]
struct CaseOfCell {
    id: String,
    code: String,
    stage: String,
}
