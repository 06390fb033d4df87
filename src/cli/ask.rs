//! Questions put at a terminal, a line each, answered without showing it.
//!
//! Invariant: the terminal is given back whatever was typed; what was typed hidden is never printed.

use super::failure::Outcome;
use crate::text::typing::LineEdit;
use crate::tui::key::Key;
use crossterm::event::{Event, KeyCode, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal, Write};

/// Can somebody be asked?
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line without showing it; none when it was given up.
pub(super) fn hidden(question: &str) -> Outcome<Option<String>> {
    put(question)
}

/// Says something between two questions.
pub(super) fn say(words: &str) -> Outcome {
    Ok(writeln!(io::stderr().lock(), "{words}")?)
}

fn put(question: &str) -> Outcome<Option<String>> {
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} ")?;
    stderr.flush()?;
    drop(stderr);
    enable_raw_mode()?;
    let typed = take();
    disable_raw_mode()?;
    writeln!(io::stderr().lock())?;
    Ok(typed?)
}

fn take() -> io::Result<Option<String>> {
    let mut edit = LineEdit::default();
    loop {
        let Event::Key(event) = read()? else { continue };
        let Some(key) = Key::from_event(event) else { continue };
        match key.code {
            KeyCode::Enter => return Ok(Some(edit.text().to_owned())),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if key.ctrl => return Ok(None),
            KeyCode::Backspace => edit.backspace(),
            _ => {
                if let Some(letter) = key.typed() {
                    edit.insert(letter);
                }
            }
        }
    }
}
