//! The first start, where there is no store yet: three questions, and the office has one.
//!
//! Invariant: nothing is made before all three are answered.

use super::failure::{Failure, Outcome};
use super::session::Session;
use super::{ask, secret};
use crate::office::desk::{Office, Setup};
use crate::office::error::Error;
use crate::store::Key;
use crate::text::clean::clean;
use crate::text::message::Message;

/// Asks for the office's name, the officer's, and a passphrase; makes the store.
pub(super) fn run(session: &Session) -> Outcome<(Office, Key)> {
    let locale = session.output().locale();
    let path = session.store_path();
    ask::say(&locale.fill("cli.first_start.welcome", &[("path", &path.display())]))?;
    let office_name = answer(session, "cli.first_start.office")?;
    let officer = answer(session, "cli.first_start.officer")?;
    ask::say(locale.text("cli.first_start.passphrase"))?;
    let key = match session.given_passphrase()? {
        Some(given) => Key::passphrase(&given),
        None => Key::passphrase(&secret::ask_new(locale)?),
    };
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory).map_err(|error| Failure::of_file(directory, &error))?;
    }
    let office = Office::create(&path, &key, &Setup { office_name, officer }, session.clock())?;
    Ok((office, key))
}

/// An answer that says something; asked again until it does.
fn answer(session: &Session, question: &str) -> Outcome<String> {
    let locale = session.output().locale();
    loop {
        let typed = ask::line(locale.text(question))?;
        let typed = typed.ok_or_else(|| Error::yours(Message::new("cli.first_start.given_up")))?;
        let answer = clean(&typed).text;
        if !answer.is_empty() {
            return Ok(answer);
        }
        ask::say(locale.text("shell.form.required"))?;
    }
}
