//! `chuyengiao paper`: references to papers: kind, number, symbol, date, signer, scan.
//!
//! Invariant: a number is written down as it was given, never counted here.

use super::failure::{Failure, Outcome};
use super::output::iso_day;
use super::session::Session;
use super::shape::statement::PaperAnswer;
use super::table::Table;
use crate::domain::codes::Codes;
use crate::office::desk::Office;
use crate::office::papers::NewPaper;
use crate::text::locale::Locale;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub(super) enum PaperCommand {
    List(ListArgs),
    #[command(visible_alias = "add")]
    Number(NumberArgs),
}

/// Arguments of `paper list`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]).required(true))]
pub(super) struct ListArgs {
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
}

/// Arguments of `paper number`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]).required(true))]
pub(super) struct NumberArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long, value_name = "ROLE", default_value = "")]
    role: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    signer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    issuer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,
}

pub(super) fn run(command: &PaperCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        PaperCommand::List(args) => list(args, &office, session),
        PaperCommand::Number(args) => number(args, &mut office, session),
    }
}
