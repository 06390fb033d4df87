//! The patterns of `regex()`.
//!
//! Invariant: matched in time linear in the text; what the engine cannot read is told, and lets everything pass.

use regex_lite::{Regex, RegexBuilder};

/// A pattern, read once.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written.
    pub text: String,
    regex: Option<Regex>,
}

/// What a pattern is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readable {
    /// It can be matched.
    Yes,
    /// Sound elsewhere (it looks ahead or behind, refers back, names a script), but not matched here.
    Elsewhere,
    /// Not a pattern at all.
    No,
}

/// Bytes a compiled pattern may take: `(a{99}){99}` stops here.
const LARGEST: usize = 1 << 20;

/// Bytes of a text held against a pattern; no answer is longer. The work grows with both.
const LONGEST: usize = 10_000;

/// What other engines have and a linear one cannot or ours does not.
const FOREIGN: [&str; 12] =
    ["(?=", "(?!", "(?<", "(?>", "\\p{", "\\P{", "\\1", "\\2", "\\3", "&&[", "++", "*+"];

impl Pattern {
    /// Reads a pattern. It must match the whole text, as in Collect.
    pub(super) fn new(text: &str) -> Self {
        let whole = format!("^(?:{text})$");
        let regex = RegexBuilder::new(&whole).size_limit(LARGEST).build().ok();
        Self { text: text.to_owned(), regex }
    }

    /// Reads a pattern that may match any part of a text.
    pub(super) fn new_anywhere(text: &str) -> Self {
        let regex = RegexBuilder::new(text).size_limit(LARGEST).build().ok();
        Self { text: text.to_owned(), regex }
    }

    /// The text with every match replaced, as it stands.
    pub(super) fn replace_all(&self, text: &str, by: &str) -> String {
        match &self.regex {
            Some(regex) if text.len() <= LONGEST => {
                regex.replace_all(text, regex_lite::NoExpand(by)).into_owned()
            }
            _ => text.to_owned(),
        }
    }

    pub(super) fn readable(&self) -> Readable {
        if self.regex.is_some() {
            Readable::Yes
        } else if FOREIGN.iter().any(|foreign| self.text.contains(foreign)) {
            Readable::Elsewhere
        } else {
            Readable::No
        }
    }

    /// Whether it says itself that it means the whole text.
    pub(super) fn is_anchored(&self) -> bool {
        self.text.starts_with('^') && self.text.ends_with('$')
    }

    /// Whether a text matches as a whole; one too long to be an answer passes.
    pub(super) fn matches(&self, text: &str) -> bool {
        text.len() > LONGEST || self.regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
