//! The nearest right name for a wrong one.
//!
//! Invariant: a form of a hundred thousand wrong names is told as fast as one: names are compared for the first
//! faults only, and no name longer than any author's is compared at all.

use crate::domain::fault::nearest;
use crate::text::message::Message;

/// Names that may be compared for one form.
const COMPARISONS: usize = 200_000;
/// Characters of a name somebody typed.
const LONGEST: usize = 80;

#[derive(Debug)]
pub(super) struct Nearest {
    left: usize,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { left: COMPARISONS }
    }
}

impl Nearest {
    pub(super) fn of<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let length = written.chars().count();
        if length > LONGEST {
            return None;
        }
        let left = &mut self.left;
        let candidates = candidates.into_iter().take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        });
        let candidates: Vec<&str> = candidates.filter(|candidate| candidate.len() <= LONGEST * 2).collect();
        let lower = written.to_lowercase();
        let same = candidates.iter().find(|candidate| candidate.to_lowercase() == lower).copied();
        same.or_else(|| nearest(written, candidates))
    }

    /// The message, or its twin that offers a name.
    pub(super) fn message<'a>(
        &mut self,
        key: &'static str,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Message {
        match self.of(written, candidates) {
            Some(near) => Message::new(format!("{key}_near")).with("near", near),
            None => Message::new(key),
        }
    }
}
