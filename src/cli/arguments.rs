//! What may be typed: the global options and the list of commands.
//!
//! Invariant: no wording here: help is put in by `help`, errors are worded by `usage`.

use super::failure::{Failure, Outcome};
use super::voice::Voice;
use super::*;
use clap::{Args, FromArgMatches, Parser, Subcommand};
use jiff::civil::Date;
use std::ffi::OsString;
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "chuyengiao", version, disable_help_flag = true, disable_version_flag = true)]
#[command(disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(flatten)]
    pub(super) terminal: TerminalOptions,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(super) struct Options {
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub(super) person: Option<String>,
    /// Heard by `Voice` before parsing; here so that it is known and checked.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["vi", "en"])]
    pub(super) lang: Option<String>,
    /// As `lang`.
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,
}

/// Options of the terminal.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct TerminalOptions {
    #[arg(long)]
    pub(super) no_mouse: bool,
    #[arg(long)]
    pub(super) ascii: bool,
    #[arg(long, value_name = "THEME")]
    pub(super) theme: Option<String>,
}

/// The commands; each is described in the file of its name.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Import(import::ImportArgs),
    #[command(subcommand)]
    Cell(cell::CellCommand),
    #[command(subcommand)]
    Committee(committee::CommitteeCommand),
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    #[command(subcommand)]
    Member(member::MemberCommand),
    #[command(subcommand)]
    Case(case::CaseCommand),
    #[command(subcommand)]
    Survey(survey::SurveyCommand),
    #[command(subcommand)]
    Opinion(opinion::OpinionCommand),
    Assess(assess::AssessArgs),
    #[command(subcommand)]
    Dossier(dossier::DossierCommand),
    Handover(handover::HandoverArgs),
    #[command(subcommand)]
    Paper(paper::PaperCommand),
    #[command(subcommand)]
    Record(record::RecordCommand),
    #[command(subcommand)]
    Report(report::ReportCommand),
    Log(log::LogArgs),
    Undo(undo::UndoArgs),
    Redo,
    Check(check::CheckArgs),
    Backup(backup::BackupArgs),
    Restore(backup::BackupArgs),
    Completions(completions::CompletionsArgs),
    Man,
    Help(help::HelpArgs),
}

/// Reads what was typed, with help and errors in the language of the voice.
pub(super) fn parse(typed: &[OsString], voice: &Voice) -> Outcome<Arguments> {
    // Help is worded only when it is shown: most lines are right, and wording the whole tree takes longer
    // than reading one.
    if let Ok(arguments) = Arguments::try_parse_from(typed) {
        return Ok(arguments);
    }
    let command = help::command(&voice.locale);
    command
        .clone()
        .try_get_matches_from(typed)
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|error| usage::failure(&error, command, typed))
}

/// A day as typed, `2019-03-07` or `07/03/2019`; what is wrong with it is a locale key.
pub(super) fn date(typed: &str) -> Result<Date, String> {
    crate::text::dates::parse_typed(typed).map_err(|fault| fault.message().key.into_owned())
}

/// `name=value`, as `--set` takes it.
pub(super) fn assignment(typed: &str) -> Result<(String, String), String> {
    match typed.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("cli.usage.no_equals_sign".to_owned()),
    }
}

/// The failure of a command line that parsed, and yet can't be meant.
pub(super) fn wrong(key: &'static str, command: &str) -> Failure {
    use crate::text::message::Message;
    Failure::Usage(Message::new(key), usage::see_help(command))
}
