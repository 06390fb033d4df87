//! The first start, where there is no store yet: three questions, and the office has one.
//!
//! Invariant: nothing is made before all three are answered.

use super::failure::{Failure, Outcome};
use super::session::Session;
use crate::office::desk::{Office, Setup};
use crate::office::error::Error;
use crate::store::Key;
use crate::text::message::Message;
use crate::tui::screens::first_start::first_start;
use crate::tui::settings::Settings;

/// Asks for the office's name, the officer's, and a passphrase, unless that was given; makes the store.
pub(super) fn run(session: &Session, settings: Settings) -> Outcome<(Office, Key)> {
    let path = session.store_path();
    let answers = first_start(settings, &path, session.given_passphrase()?)?;
    let answers = answers.ok_or_else(|| Error::yours(Message::new("cli.first_start.given_up")))?;
    let key = answers.passphrase.as_deref().map_or(Key::None, Key::passphrase);
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory).map_err(|error| Failure::of_file(directory, &error))?;
    }
    let setup = Setup { office_name: answers.office_name, officer: answers.officer };
    let office = Office::create(&path, &key, &setup, session.clock())?;
    Ok((office, key))
}
