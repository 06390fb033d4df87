//! What opens a store: a passphrase, or (demo, tests) nothing.
//!
//! Invariant: a passphrase is never printed, and is never empty (SQLCipher would write a plain file).

use super::error::{Error, Result};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The key of a store.
#[derive(Clone, PartialEq, Eq)]
pub enum Key {
    /// Encrypted under a passphrase.
    Passphrase(String),
    /// A plain file.
    None,
}

impl Key {
    /// A passphrase as typed: any typing engine's composition opens the same store.
    pub fn passphrase(typed: &str) -> Self {
        Self::Passphrase(typed.to_owned())
    }

    /// The words handed to SQLCipher, if the store has any.
    pub(super) fn words(&self) -> Result<Option<String>> {
        match self {
            Self::None => Ok(None),
            Self::Passphrase(typed) => {
                let words: String = typed.nfc().collect();
                if words.is_empty() || words.contains('\0') {
                    return Err(Error::EmptyPassphrase);
                }
                Ok(Some(words))
            }
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passphrase(_) => "Passphrase(…)",
            Self::None => "None",
        })
    }
}
