//! The passphrase: from a file, from the environment, or asked for at a terminal without showing it.
//!
//! Invariant: never printed, never on the command line, where other users of the machine could read it.

use super::failure::{Failure, Outcome};
use crate::office::error::Error;
use crate::text::locale::Locale;
use crate::text::message::Message;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// The variable that holds the passphrase.
const VARIABLE: &str = "CHUYENGIAO_PASSPHRASE";

/// The passphrase given by file or environment; the file goes first.
pub(super) fn given(file: Option<&Path>) -> Outcome<Option<String>> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::of_file(path, &error))?;
        return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    Ok(std::env::var(VARIABLE).ok().filter(|phrase| !phrase.is_empty()))
}

/// Whether somebody can be asked.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for the passphrase of a store.
pub(super) fn ask(locale: &Locale) -> Outcome<String> {
    read_hidden(locale.text("cli.passphrase.ask"))
}

/// Asks for a new passphrase, twice.
pub(super) fn ask_new(locale: &Locale) -> Outcome<String> {
    let first = read_hidden(locale.text("cli.passphrase.ask_new"))?;
    let second = read_hidden(locale.text("cli.passphrase.ask_again"))?;
    if first == second { Ok(first) } else { Err(Error::yours(Message::new("cli.passphrase.differs")).into()) }
}

fn read_hidden(question: &str) -> Outcome<String> {
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} ")?;
    stderr.flush()?;
    enable_raw_mode()?;
    let typed = read_line();
    // The terminal comes back whatever was typed.
    disable_raw_mode()?;
    writeln!(stderr)?;
    typed
}

fn read_line() -> Outcome<String> {
    let mut typed = String::new();
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(typed),
            KeyCode::Esc => break,
            KeyCode::Char('c' | 'd') if control => break,
            KeyCode::Backspace => {
                typed.pop();
            }
            KeyCode::Char(letter) if !control => typed.push(letter),
            _ => {}
        }
    }
    Err(Error::yours(Message::new("cli.passphrase.given_up")).into())
}
