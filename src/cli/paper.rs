//! `chuyengiao paper`: the register of papers: listed, numbered, made, sent, received, ended, come in, scanned.
//!
//! Invariant: a number is written down as it was given, or the next one where none was.

use super::failure::Outcome;
use super::paper_list::{self, ListArgs};
use super::paper_make::{self, MakeArgs};
use super::paper_number::{self, NumberArgs};
use super::paper_steps::{self, IncomingArgs, ReceivedArgs, ScanArgs, SentArgs, VoidArgs};
use super::paper_template::{self, TemplateCommand};
use super::session::Session;
use clap::Subcommand;

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub(super) enum PaperCommand {
    List(Box<ListArgs>),
    #[command(visible_alias = "add")]
    Number(Box<NumberArgs>),
    Make(Box<MakeArgs>),
    Sent(SentArgs),
    Received(ReceivedArgs),
    Void(VoidArgs),
    Incoming(Box<IncomingArgs>),
    Scan(ScanArgs),
    Sequences,
    #[command(subcommand)]
    Template(TemplateCommand),
}

pub(super) fn run(command: &PaperCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        PaperCommand::List(args) => paper_list::list(args, &office, session),
        PaperCommand::Number(args) => paper_number::number(args, &mut office, session),
        PaperCommand::Make(args) => paper_make::make(args, &mut office, session),
        PaperCommand::Template(command) => paper_template::run(command, &mut office, session),
        PaperCommand::Sent(args) => paper_steps::sent(args, &mut office, session),
        PaperCommand::Received(args) => paper_steps::received(args, &mut office, session),
        PaperCommand::Void(args) => paper_steps::void(args, &mut office, session),
        PaperCommand::Incoming(args) => paper_steps::incoming(args, &mut office, session),
        PaperCommand::Scan(args) => paper_steps::scan(args, &mut office, session),
        PaperCommand::Sequences => paper_number::sequences(&office, session),
    }
}
