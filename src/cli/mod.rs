//! The command line: one file per command, the same actions as the screens, for scripts, tests and screen
//! readers.
//!
//! - [`Voice`], `failure`, `output`, `table`: how it answers
//! - `arguments`, `help`, `usage`: what may be typed, explained and corrected in the chosen language
//! - `session`, `secret`, `ask`, `first_start`, `place`: the store a command works on
//! - the rest: one command a file, named like the command
//!
//! Invariant: knows no SQL and no file format; every change goes through `office`.

mod arguments;
mod ask;
mod failure;
mod help;
mod output;
mod place;
mod progress;
mod secret;
mod session;
mod shape;
mod table;
mod usage;
mod voice;

mod assess;
mod backup;
mod case;
mod cell;
mod check;
mod committee;
mod completions;
mod demo;
mod dossier;
mod first_start;
mod form;
mod handover;
mod import;
mod init;
mod list_file;
mod log;
mod manual;
mod member;
mod opinion;
mod paper;
mod paper_list;
mod paper_make;
mod paper_number;
mod paper_steps;
mod paper_template;
mod record;
mod report;
mod report_files;
mod survey;
mod survey_files;
mod survey_list;
mod terminal;
mod undo;
mod unit;

pub use arguments::Arguments;
pub use failure::Failure;
pub use voice::Voice;

use arguments::Command;
use session::Session;
use std::ffi::OsString;

/// Reads the command line.
///
/// # Errors
/// Wrong usage, or help was asked for.
pub fn parse(typed: &[OsString], voice: &Voice) -> Result<Arguments, Failure> {
    arguments::parse(typed, voice)
}

/// Does what was asked.
///
/// # Errors
/// The office refused or failed, or the answer could not be written.
pub fn run(arguments: Arguments, voice: &Voice) -> Result<(), Failure> {
    let session = Session::new(arguments.options, voice.clone());
    match arguments.command {
        None => terminal::run(&session, &arguments.terminal),
        Some(Command::Demo(args)) => demo::run(&args, &session),
        Some(Command::Init(args)) => init::run(&args, &session),
        Some(Command::Import(args)) => import::run(&args, &session),
        Some(Command::Cell(command)) => cell::run(&command, &session),
        Some(Command::Member(command)) => member::run(&command, &session),
        Some(Command::Case(command)) => case::run(&command, &session),
        Some(Command::Survey(command)) => survey::run(&command, &session),
        Some(Command::Opinion(command)) => opinion::run(&command, &session),
        Some(Command::Assess(args)) => assess::run(&args, &session),
        Some(Command::Dossier(command)) => dossier::run(&command, &session),
        Some(Command::Handover(args)) => handover::run(&args, &session),
        Some(Command::Paper(command)) => paper::run(&command, &session),
        Some(Command::Committee(command)) => committee::run(&command, &session),
        Some(Command::Unit(command)) => unit::run(&command, &session),
        Some(Command::Record(command)) => record::run(&command, &session),
        Some(Command::Report(command)) => report::run(&command, &session),
        Some(Command::Log(args)) => log::run(&args, &session),
        Some(Command::Undo(args)) => undo::undo(&args, &session),
        Some(Command::Redo) => undo::redo(&session),
        Some(Command::Check(args)) => check::run(&args, &session),
        Some(Command::Backup(args)) => backup::backup(&args, &session),
        Some(Command::Restore(args)) => backup::restore(&args, &session),
        Some(Command::Completions(args)) => completions::run(&args, &session),
        Some(Command::Man) => manual::run(&session),
        Some(Command::Help(args)) => help::run(&args, voice),
    }
}
