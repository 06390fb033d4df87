//! Templates of papers: text an officer can read and change, filled with values, read into a document.
//!
//! A template is plain text with `{{ field }}`, `{% for … %}` and `{% if … %}`, and one mark at the beginning of
//! a line for what the line is (see [`markup`]). [`check`] reads a template before it is kept.
//!
//! Invariant: what a value says is never read as markup, whatever stands in it; a template that asks for
//! something that isn't there is refused by line, never filled with nothing.

pub mod built_in;
pub mod check;
mod engine;
mod leaf;
mod marks;
pub mod markup;
mod table;

use super::document::Section;
use super::values::Value;
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

/// One value as a template writes it, through the filters behind it (`| ngay_chu`).
///
/// # Errors
/// A filter that is none, or that can't be used on the value.
pub(in crate::papers) fn written(value: &Value, filters: &str) -> Result<String, Message> {
    engine::written(value, filters)
}
