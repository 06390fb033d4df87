//! The passphrase: from a file, from the environment, or asked for at a terminal without showing it.
//!
//! Invariant: never printed, never on the command line, where other users of the machine could read it.

use super::ask;
use super::failure::{Failure, Outcome};
use crate::office::error::Error;
use crate::text::locale::Locale;
use crate::text::message::Message;
use std::path::Path;

/// The variable that holds the passphrase.
const VARIABLE: &str = "CHUYENGIAO_PASSPHRASE";

/// The passphrase given by file or environment; the file goes first.
pub(super) fn given(file: Option<&Path>) -> Outcome<Option<String>> {
    if let Some(path) = file {
        let text = Failure::small_text(path)?;
        return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    Ok(std::env::var(VARIABLE).ok().filter(|phrase| !phrase.is_empty()))
}

/// Asks for the passphrase of a store.
pub(super) fn ask(locale: &Locale) -> Outcome<String> {
    typed(locale.text("cli.passphrase.ask"))
}

/// Asks for a new passphrase, twice, until both times are the same.
pub(super) fn ask_new(locale: &Locale) -> Outcome<String> {
    loop {
        let first = typed(locale.text("cli.passphrase.ask_new"))?;
        if first.is_empty() {
            ask::say(locale.text("error.store.empty_passphrase"))?;
            continue;
        }
        if first == typed(locale.text("cli.passphrase.ask_again"))? {
            return Ok(first);
        }
        ask::say(locale.text("cli.passphrase.differs"))?;
    }
}

fn typed(question: &str) -> Outcome<String> {
    ask::hidden(question)?.ok_or_else(|| Error::yours(Message::new("cli.passphrase.given_up")).into())
}
