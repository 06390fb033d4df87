//! A line that tells and passes.
//!
//! Invariant: good news goes by itself; bad news stays until the next key.

use super::theme::{Glyph, Role};
use crate::text::message::Message;
use std::time::Duration;

/// How something is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Done,
    /// Good to know.
    Note,
    /// Mind this.
    Warn,
    /// It didn't work.
    Fault,
}

impl Tone {
    /// Its colour role.
    pub const fn role(self) -> Role {
        match self {
            Self::Done => Role::Good,
            Self::Note => Role::Accent,
            Self::Warn => Role::Warn,
            Self::Fault => Role::Error,
        }
    }

    /// Its sign, so that colour is never alone.
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Done => Glyph::Met,
            Self::Note => Glyph::Note,
            Self::Warn => Glyph::Warn,
            Self::Fault => Glyph::Missing,
        }
    }
}

/// One such line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub message: Message,
}

impl Toast {
    /// It worked.
    pub const fn done(message: Message) -> Self {
        Self { tone: Tone::Done, message }
    }

    /// Good to know.
    pub const fn note(message: Message) -> Self {
        Self { tone: Tone::Note, message }
    }

    /// Mind this.
    pub const fn warn(message: Message) -> Self {
        Self { tone: Tone::Warn, message }
    }

    /// It didn't work.
    pub const fn fault(message: Message) -> Self {
        Self { tone: Tone::Fault, message }
    }

    /// How long it stands by itself; `None` is until the next key.
    pub const fn stands(&self) -> Option<Duration> {
        match self.tone {
            Tone::Done | Tone::Note => Some(Duration::from_secs(5)),
            Tone::Warn | Tone::Fault => None,
        }
    }
}
