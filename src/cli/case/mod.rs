//! `chuyengiao case`: one cell's way through the procedure, one file a verb.
//!
//! Invariant: nothing passes a gate but `advance`, and it asks the office.

mod assign;
mod charter;
mod explain;
mod gate;
mod list;
mod moves;
mod open;
mod show;
mod waive;

use super::failure::Outcome;
use super::session::Session;
use clap::{Args, Subcommand};

/// What can be done with cases.
#[derive(Debug, Subcommand)]
pub(super) enum CaseCommand {
    Open(open::OpenArgs),
    List(list::ListArgs),
    Show(OneArgs),
    Gate(OneArgs),
    Advance(OneArgs),
    Return(moves::ReturnArgs),
    Pause(moves::ReasonArgs),
    Resume(moves::ReasonArgs),
    Cancel(moves::ReasonArgs),
    Assign(assign::AssignArgs),
    Waive(waive::WaiveArgs),
    Explain(explain::ExplainArgs),
    Charter(charter::CharterArgs),
}

/// One case.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    #[arg(value_name = "CASE")]
    id: String,
}

pub(super) fn run(command: &CaseCommand, session: &Session) -> Outcome {
    match command {
        CaseCommand::Open(args) => open::run(args, session),
        CaseCommand::List(args) => list::run(args, session),
        CaseCommand::Show(args) => show::run(&args.id, session),
        CaseCommand::Gate(args) => gate::run(&args.id, session),
        CaseCommand::Advance(args) => moves::advance(&args.id, session),
        CaseCommand::Return(args) => moves::return_to(args, session),
        CaseCommand::Pause(args) => moves::pause(args, session),
        CaseCommand::Resume(args) => moves::resume(args, session),
        CaseCommand::Cancel(args) => moves::cancel(args, session),
        CaseCommand::Assign(args) => assign::run(args, session),
        CaseCommand::Waive(args) => waive::run(args, session),
        CaseCommand::Explain(args) => explain::run(args, session),
        CaseCommand::Charter(args) => charter::run(args, session),
    }
}
