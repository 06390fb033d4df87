//! What every command has in hand: the options, how to answer, and the office once it is asked for.
//!
//! Invariant: opens the store only when a command needs it.

use super::arguments::Options;
use super::failure::Outcome;
use super::output::Output;
use super::voice::Voice;
use super::{ask, place, secret};
use crate::office::clock::Clock;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::store::Key;
use crate::text::message::Message;
use crate::tui::screens::first_start::ask_passphrase;
use crate::tui::settings::Settings;
use std::path::PathBuf;

/// The store's own word for a passphrase that was not given.
const NEEDS_PASSPHRASE: &str = "error.store.needs_passphrase";
/// Its words for one that was mistyped.
const SLIPS: [&str; 2] = ["error.store.wrong_passphrase", "error.store.empty_passphrase"];

/// One run of the command line.
#[derive(Debug)]
pub(super) struct Session {
    options: Options,
    output: Output,
}

impl Session {
    pub(super) const fn new(options: Options, voice: Voice) -> Self {
        Self { options, output: Output::new(voice) }
    }

    pub(super) const fn output(&self) -> &Output {
        &self.output
    }

    /// The machine's clock, or the day said by hand.
    pub(super) fn clock(&self) -> Clock {
        self.options.today.map_or_else(Clock::system, Clock::on)
    }

    /// Where the store stands.
    pub(super) fn store_path(&self) -> PathBuf {
        self.options.store.clone().unwrap_or_else(place::default_store)
    }

    /// Who acts, if somebody was named.
    pub(super) fn person(&self) -> Option<&str> {
        self.options.person.as_deref()
    }

    /// The passphrase given by file or environment.
    pub(super) fn given_passphrase(&self) -> Outcome<Option<String>> {
        secret::given(self.options.passphrase_file.as_deref())
    }

    /// Opens the office's store.
    pub(super) fn office(&self) -> Outcome<Office> {
        let path = self.store_path();
        self.with_key(|key| Office::open(&path, key, self.person(), self.clock()))
    }

    /// Opens the office's store for the screens, and hands on the key it was opened with; a passphrase that is
    /// needed and was not given is asked for on a screen of its own.
    pub(super) fn office_on_screen(&self, settings: Settings) -> Outcome<(Office, Key)> {
        let path = self.store_path();
        let given = self.given_passphrase()?;
        let (person, clock) = (self.options.person.clone(), self.clock());
        let place = path.clone();
        let open = move |key: &Key| {
            Office::open(&place, key, person.as_deref(), clock).map(|office| (office, key.clone()))
        };
        match open(&given.as_deref().map_or(Key::None, Key::passphrase)) {
            Err(error) if given.is_none() && error.message.key == NEEDS_PASSPHRASE => {
                let opened = ask_passphrase(settings, &path, move |typed| open(&Key::passphrase(typed)))?;
                Ok(opened.ok_or_else(|| Error::yours(Message::new("cli.passphrase.given_up")))?)
            }
            opened => Ok(opened?),
        }
    }

    /// Does something with the passphrase given; where one is needed and somebody can be asked, asks.
    pub(super) fn with_key<T>(&self, mut open: impl FnMut(&Key) -> Result<T>) -> Outcome<T> {
        let given = self.given_passphrase()?;
        let key = given.as_deref().map_or(Key::None, Key::passphrase);
        match open(&key) {
            Err(error) if given.is_none() && error.message.key == NEEDS_PASSPHRASE && ask::can_ask() => {
                self.ask_until_right(open)
            }
            opened => Ok(opened?),
        }
    }

    /// A slip of the fingers is no reason to start all over.
    fn ask_until_right<T>(&self, mut open: impl FnMut(&Key) -> Result<T>) -> Outcome<T> {
        let locale = self.output.locale();
        loop {
            let typed = secret::ask(locale)?;
            match open(&Key::passphrase(&typed)) {
                Err(error) if SLIPS.contains(&error.message.key.as_ref()) => {
                    let fix = error.fix.as_ref().map(|fix| locale.say(fix)).unwrap_or_default();
                    ask::say(&format!("{} {fix}", locale.say(&error.message)))?;
                }
                opened => return Ok(opened?),
            }
        }
    }
}
