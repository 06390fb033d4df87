//! Templates of papers: text an officer can read and change, filled with values, read into a document.
//!
//! A template is plain text with `{{ field }}`, `{% for … %}` and `{% if … %}`, and one mark at the beginning of
//! a line for what the line is (see [`markup`]). [`check`] reads a template before it is kept.
//!
//! Invariant: what a value says is never read as markup, whatever stands in it; a template that asks for
//! something that isn't there is refused by line, never filled with nothing.

mod blocks;
pub mod built_in;
pub mod check;
mod engine;
mod leaf;
mod marks;
pub mod markup;
mod table;

use super::document::{Run, Section};
use super::values::{Source, Value};
use crate::domain::fault::Fault;
use crate::text::message::Message;

/// Fills a template and reads it into sections. `name` is the template's, for faults; the values have the
/// names templates write.
///
/// # Errors
/// Every fault found, by line.
pub fn write(source: &str, name: &str, values: &Value) -> Result<Vec<Section>, Vec<Fault>> {
    let filled = engine::fill(source, name, values)?;
    markup::read(&filled, name)
}

/// What is left to write on by hand where a value is missing.
pub(in crate::papers) const DOTS: &str = "…………";

/// The same where nothing else stands in the line.
pub(in crate::papers) const LINE_OF_DOTS: &str = "………………………………………………………………………………";

/// What a value writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::papers) enum Written {
    /// Text.
    Text(String),
    /// Nothing is known: the name a filter gave the place, if one did.
    Blank(String),
}

/// One value as a template writes it, through the filters behind it (`| ngay_chu`).
///
/// # Errors
/// A filter that is none, or that can't be used on the value.
pub(in crate::papers) fn written(value: &Value, filters: &str) -> Result<Written, Message> {
    engine::written(value, filters)
}

/// The ways a template may write a value, by the filters there are for it.
pub fn forms(value: &Value) -> Vec<String> {
    let filters = ["", "|ngay_chu", "|hoa", "|thuong", "|ve", "|so_chu"];
    let forms = filters.iter().filter_map(|filter| match written(value, filter) {
        Ok(Written::Text(text)) => Some(crate::papers::layout::sane(&text)),
        _ => None,
    });
    forms.collect()
}

/// The place of a value that is missing, with its name: what [`blanks`] reads again. It says nothing by itself.
pub(in crate::papers) fn blank(name: &str) -> String {
    marks::blank(name)
}

/// The names of the values a text misses.
pub(in crate::papers) fn blanks(text: &str) -> Vec<String> {
    let name = |piece| match piece {
        marks::Piece::Blank { name } => Some(name.to_owned()),
        _ => None,
    };
    marks::pieces(text).into_iter().filter_map(name).collect()
}

/// A value with marks around it that tell where it came from: what [`runs`] reads again.
pub(in crate::papers) fn marked(text: &str, source: Option<&Source>) -> String {
    marks::marked(text, source)
}

/// A text with marked values as runs of a look, each value with its source. Nothing in it is markup.
pub(in crate::papers) fn runs(text: &str, look: &Run) -> Vec<Run> {
    let run = |text: String, source| Run { text, source, ..look.clone() };
    let pieces = marks::pieces(text).into_iter().map(|piece| match piece {
        marks::Piece::Template(words) => run(words.to_owned(), None),
        marks::Piece::Value { text, source } => run(text.replace('\u{2028}', "\n"), source),
        marks::Piece::Blank { .. } => run(String::new(), None),
    });
    pieces.filter(|run| !run.text.is_empty()).collect()
}

/// The words of a text around its marked values.
pub(in crate::papers) fn words_outside_values(text: &str) -> String {
    let pieces = marks::pieces(text).into_iter().map(|piece| match piece {
        marks::Piece::Template(words) => words,
        marks::Piece::Value { .. } | marks::Piece::Blank { .. } => " ",
    });
    pieces.collect()
}

/// A text with its marked values as plain words.
pub(in crate::papers) fn words_with_values(text: &str) -> String {
    let pieces = marks::pieces(text).into_iter().map(|piece| match piece {
        marks::Piece::Template(words) => words.to_owned(),
        marks::Piece::Value { text, .. } => text.replace('\u{2028}', "\n"),
        marks::Piece::Blank { .. } => String::new(),
    });
    pieces.collect()
}
