//! What every command has in hand: the options, how to answer, and the office once it is asked for.
//!
//! Invariant: opens the store only when a command needs it.

use super::arguments::Options;
use super::output::Output;
use super::place;
use super::voice::Voice;
use crate::office::clock::Clock;
use std::path::PathBuf;

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
}
