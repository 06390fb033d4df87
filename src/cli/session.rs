//! What every command has in hand: the options, how to answer, and the office once it is asked for.
//!
//! Invariant: opens the store only when a command needs it.

use super::arguments::Options;
use super::failure::Outcome;
use super::output::Output;
use super::voice::Voice;
use super::{place, secret};
use crate::office::clock::Clock;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::store::Key;
use std::path::PathBuf;

/// The store's own word for a passphrase that was not given.
const NEEDS_PASSPHRASE: &str = "error.store.needs_passphrase";

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

    /// Opens the office's store, and hands on the key it was opened with.
    pub(super) fn office_and_key(&self) -> Outcome<(Office, Key)> {
        let path = self.store_path();
        self.with_key(|key| Ok((Office::open(&path, key, self.person(), self.clock())?, key.clone())))
    }

    /// Does something with the passphrase given; where one is needed and somebody can be asked, asks.
    pub(super) fn with_key<T>(&self, mut open: impl FnMut(&Key) -> Result<T>) -> Outcome<T> {
        let given = self.given_passphrase()?;
        let key = given.as_deref().map_or(Key::None, Key::passphrase);
        match open(&key) {
            Err(error) if given.is_none() && asks_for_passphrase(&error) && secret::can_ask() => {
                let typed = secret::ask(self.output.locale())?;
                Ok(open(&Key::passphrase(&typed))?)
            }
            opened => Ok(opened?),
        }
    }
}

fn asks_for_passphrase(error: &Error) -> bool {
    error.message.key == NEEDS_PASSPHRASE
}
