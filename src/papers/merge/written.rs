//! What a tag writes: a value, or dots to write on by hand where none is known.
//!
//! Invariant: as in our own papers: a field that is missing is told and leaves dots, an empty cell of a table
//! stays empty.

use crate::papers::layout::sane;
use crate::papers::template::{self, DOTS, LINE_OF_DOTS, Written, blank, marked};
use crate::papers::values::{Source, Value};
use crate::text::message::Message;

/// How a value is put into a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As text.
    Plain,
    /// With marks around it that tell where it came from, for whoever reads the part again.
    Marked,
}

/// What a blank leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing: a cell of a form, the row of an empty list.
    Nothing,
    /// Dots between words.
    Dots,
    /// A line of them.
    Line,
}

impl Room {
    /// The dots, after a mark that names what is missing.
    pub(super) fn left(self, way: Way, name: &str) -> String {
        let dots = match self {
            Self::Nothing => return String::new(),
            Self::Dots => DOTS,
            Self::Line => LINE_OF_DOTS,
        };
        match way {
            Way::Plain => dots.to_owned(),
            Way::Marked => blank(name) + dots,
        }
    }
}

/// A value through the filters behind it; several values are one only through a filter that joins them.
pub(super) fn write(value: &Value, filters: &str) -> Result<Written, Message> {
    match value.plain() {
        Value::Fields(_) => Err(Message::new("papers.merge.not_one_value")),
        Value::List(_) if !filters.contains("noi") => Err(Message::new("papers.merge.not_one_value")),
        _ => template::written(value, filters),
    }
}

/// A text as it goes into a part.
pub(super) fn text(said: &str, source: Option<&Source>, way: Way) -> String {
    let text = sane(said);
    match way {
        Way::Plain => text,
        Way::Marked => marked(&text, source),
    }
}
