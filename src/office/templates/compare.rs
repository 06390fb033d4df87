//! The office's own wording beside the built-in one: what it changed, and what the program worded anew since.
//!
//! Invariant: looks; changes nothing.

use super::{TemplateRef, TemplateSource};
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::text::difference::{Line, lines};
use crate::text::message::Message;

/// Lines that stayed as they are and are shown around those that changed.
const AROUND: usize = 2;

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// In both.
    Kept(String),
    /// In the built-in wording only.
    Dropped(String),
    /// In the office's own only.
    Added(String),
    /// Lines in both that are left out.
    Gap,
}

impl Changed {
    /// The line with its sign: `+`, `−`, a space.
    pub fn written(&self) -> String {
        match self {
            Self::Kept(line) => format!("  {line}"),
            Self::Dropped(line) => format!("− {line}"),
            Self::Added(line) => format!("+ {line}"),
            Self::Gap => "  …".to_owned(),
        }
    }
}

impl Office {
    /// What a template says otherwise than the built-in one of its paper; nothing where it says the same.
    ///
    /// # Errors
    /// It is a Word file.
    pub fn template_changes(&self, which: &TemplateRef) -> Result<Vec<Changed>> {
        let paper = self.template(which)?.paper;
        let (built_in, own) =
            (self.template_source(&TemplateRef::BuiltIn(paper.code))?, self.template_source(which)?);
        let (TemplateSource::Text(built_in), TemplateSource::Text(own)) = (built_in, own) else {
            return Err(Error::yours(Message::new("template.word_elsewhere")));
        };
        Ok(shortened(&lines(&built_in, &own)))
    }
}

/// Without the lines far from any change.
fn shortened(lines: &[Line<'_>]) -> Vec<Changed> {
    let changed: Vec<usize> = (0..lines.len()).filter(|at| !matches!(lines[*at], Line::Kept(_))).collect();
    let mut shown = Vec::new();
    let mut last: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let next = changed.partition_point(|change| change + AROUND < at);
        if changed.get(next).is_none_or(|change| *change > at + AROUND) {
            continue;
        }
        if last.map_or(at > 0, |last| last + 1 < at) {
            shown.push(Changed::Gap);
        }
        last = Some(at);
        shown.push(match *line {
            Line::Kept(line) => Changed::Kept(line.to_owned()),
            Line::Dropped(line) => Changed::Dropped(line.to_owned()),
            Line::Added(line) => Changed::Added(line.to_owned()),
        });
    }
    if last.is_some_and(|last| last + 1 < lines.len()) {
        shown.push(Changed::Gap);
    }
    shown
}
