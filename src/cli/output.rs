//! What a command answers: a table or a few lines for people, one JSON value for scripts.
//!
//! Invariant: standard output holds the answer and nothing else; plain text, no colour, no
//! control character whatever a file or a name holds, pipes safely.

use super::failure::Outcome;
use super::voice::Voice;
use crate::text::clean::{shown, shown_json};
use crate::text::dates::{PartialDate, written_date};
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};

/// Where answers go.
#[derive(Debug)]
pub(super) struct Output {
    voice: Voice,
}

impl Output {
    pub(super) const fn new(voice: Voice) -> Self {
        Self { voice }
    }

    pub(super) const fn voice(&self) -> &Voice {
        &self.voice
    }

    pub(super) const fn locale(&self) -> &Locale {
        &self.voice.locale
    }

    pub(super) const fn language(&self) -> Language {
        self.voice.locale.language()
    }

    pub(super) const fn is_json(&self) -> bool {
        self.voice.json
    }

    /// Gives the answer: `value` to scripts, what `words` makes of it to people.
    pub(super) fn give<T: Serialize + ?Sized>(
        &self,
        value: &T,
        words: impl FnOnce(&Locale) -> String,
    ) -> Outcome {
        if self.voice.json {
            // Our own types have string keys and no failing serializer: this can't go wrong but for the pipe.
            let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
            self.text(&shown_json(&text))
        } else {
            self.text(&shown(&words(self.locale())))
        }
    }

    /// One sentence for people beside the JSON value.
    pub(super) fn done<T: Serialize + ?Sized>(&self, value: &T, message: &Message) -> Outcome {
        self.give(value, |locale| locale.say(message))
    }

    /// Writes text as it is, ended by one newline.
    pub(super) fn text(&self, text: &str) -> Outcome {
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            stdout.write_all(b"\n")?;
        }
        Ok(stdout.flush()?)
    }
}

/// A day as people read it; nothing for none.
pub(super) fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, written_date)
}

/// A date as known, as people read it.
pub(super) fn known_day(date: Option<PartialDate>) -> String {
    date.map_or_else(String::new, PartialDate::written)
}

/// A date in ISO form, as people read it; other text as it stands.
pub(super) fn iso_day(iso: &str) -> String {
    PartialDate::parse_iso(iso).map_or_else(|| iso.to_owned(), PartialDate::written)
}

/// A number, or nothing.
pub(super) fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, crate::text::numbers::written)
}
