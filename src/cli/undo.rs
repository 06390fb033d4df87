//! `chuyengiao undo` and `redo`: take back an entry, or do it again.
//!
//! Invariant: the history never shrinks; both are entries of their own.

use super::failure::Outcome;
use super::log::EntryAnswer;
use super::session::Session;
use crate::text::message::Message;
use clap::Args;

/// Arguments of `undo`.
#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    #[arg(value_name = "ENTRY")]
    entry: Option<String>,
}

pub(super) fn undo(args: &UndoArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let undone = office.undo(args.entry.as_deref())?;
    let answer = EntryAnswer::of(&undone, &office.person_names()?, session.output().locale());
    let message = Message::new("cli.undo.done").with("action", &answer.action_name);
    session.output().done(&answer, &message)
}

pub(super) fn redo(session: &Session) -> Outcome {
    let mut office = session.office()?;
    let redone = office.redo()?;
    let answer = EntryAnswer::of(&redone, &office.person_names()?, session.output().locale());
    let message = Message::new("cli.redo.done").with("action", &answer.action_name);
    session.output().done(&answer, &message)
}
