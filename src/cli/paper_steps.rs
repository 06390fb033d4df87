//! `chuyengiao paper sent|received|void|incoming|scan`: what becomes of a paper, and papers that come in.
//!
//! Invariant: a day that is not given is today.

use super::failure::Outcome;
use super::paper_list::give;
use super::session::Session;
use crate::office::desk::Office;
use crate::office::paper_register::{Ending, Incoming};
use crate::office::papers::NewPaper;
use clap::{ArgGroup, Args};
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `paper sent`.
#[derive(Debug, Args)]
pub(super) struct SentArgs {
    #[arg(value_name = "PAPER")]
    paper: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    to: String,
}

/// Arguments of `paper received`.
#[derive(Debug, Args)]
pub(super) struct ReceivedArgs {
    #[arg(value_name = "PAPER")]
    paper: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
}

/// Arguments of `paper void`.
#[derive(Debug, Args)]
pub(super) struct VoidArgs {
    #[arg(value_name = "PAPER")]
    paper: String,
    #[arg(long, value_name = "REASON")]
    reason: String,
    #[arg(long, value_name = "HOW", default_value = "")]
    how: String,
    #[arg(long, value_name = "PAPER")]
    replaced_by: Option<String>,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
}

/// Arguments of `paper incoming`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]))]
pub(super) struct IncomingArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "TEXT")]
    issuer: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    received: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    signer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
    #[arg(long, value_name = "ROLE", default_value = "")]
    role: String,
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,
}

/// Arguments of `paper scan`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("way").args(["file", "out"]).required(true))]
pub(super) struct ScanArgs {
    #[arg(value_name = "PAPER")]
    paper: String,
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    force: bool,
}

pub(super) fn sent(args: &SentArgs, office: &mut Office, session: &Session) -> Outcome {
    let paper = office.find_paper(&args.paper)?;
    office.send_paper(&paper, &args.date, &args.to)?;
    give(&paper, office, session)
}

pub(super) fn received(args: &ReceivedArgs, office: &mut Office, session: &Session) -> Outcome {
    let paper = office.find_paper(&args.paper)?;
    office.receive_paper(&paper, &args.date)?;
    give(&paper, office, session)
}

pub(super) fn void(args: &VoidArgs, office: &mut Office, session: &Session) -> Outcome {
    let paper = office.find_paper(&args.paper)?;
    let ending = Ending {
        how: args.how.clone(),
        reason: args.reason.clone(),
        on: args.date.clone(),
        replaced_by: args.replaced_by.as_deref().map(|typed| office.find_paper(typed)).transpose()?,
    };
    office.void_paper(&paper, &ending)?;
    give(&paper, office, session)
}

pub(super) fn incoming(args: &IncomingArgs, office: &mut Office, session: &Session) -> Outcome {
    let paper = NewPaper {
        kind: args.kind.clone(),
        role: args.role.clone(),
        number: args.number.clone(),
        symbol: args.symbol.clone(),
        issued_on: args.date.clone(),
        issuer: args.issuer.clone(),
        signer: args.signer.clone(),
        title: args.title.clone(),
        case: args.case.as_deref().map(|typed| office.find_case(typed)).transpose()?,
        dossier: args.dossier.as_deref().map(|typed| office.find_dossier(typed)).transpose()?,
        scan: args.scan.clone(),
        receiver: None,
    };
    let id = office.register_incoming(&Incoming { paper, received_on: args.received.clone() })?;
    give(&id, office, session)
}

/// A scan given out.
#[derive(Debug, Serialize)]
struct ScanAnswer {
    /// Paper id.
    id: String,
    path: String,
}

pub(super) fn scan(args: &ScanArgs, office: &mut Office, session: &Session) -> Outcome {
    let paper = office.find_paper(&args.paper)?;
    if let Some(file) = &args.file {
        office.attach_scan(&paper, file)?;
        return give(&paper, office, session);
    }
    let out = args.out.clone().unwrap_or_default();
    let path = office.export_scan(&paper, &out, args.force)?;
    let answer = ScanAnswer { id: paper.to_string(), path: path.display().to_string() };
    session.output().give(&answer, |_| answer.path.clone())
}
