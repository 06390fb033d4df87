//! What a record's form holds and what the office checks: the two ways a value is written.
//!
//! Invariant: nothing is judged here; the office's own checks are asked.

use crate::domain::record::{Field, FieldKind, Lookup, RecordKind};
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use jiff::civil::Date;

/// What stands in the store, as a form holds it.
pub(super) fn held(kind: FieldKind, kept: &str) -> String {
    match (kind, kept) {
        (FieldKind::YesNo, "1") => "true".to_owned(),
        (FieldKind::YesNo, "0") => "false".to_owned(),
        _ => kept.to_owned(),
    }
}

/// What a form holds, as a person would have typed it for the office to check.
pub(super) fn as_typed(kind: FieldKind, value: &str) -> String {
    match kind {
        FieldKind::YesNo if value == "true" => "yes".to_owned(),
        FieldKind::YesNo if value == "false" => "no".to_owned(),
        FieldKind::Day | FieldKind::PartialDay => {
            PartialDate::parse_iso(value).map_or_else(|| value.to_owned(), PartialDate::written)
        }
        _ => value.to_owned(),
    }
}

/// What a field of a new record begins with.
pub(super) fn beginning(kind: &RecordKind, field: &Field) -> Option<String> {
    let value = match (kind.table, field.name) {
        ("cell" | "member", "status") => "active",
        ("officer", "active") | ("holiday", "settled") => "true",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Codes and rows are chosen from lists, so they are what they say; the office looks them up when it writes.
pub(super) struct AsChosen(pub(super) Date);

impl Lookup for AsChosen {
    fn code(&self, _: &str, typed: &str) -> Option<String> {
        Some(typed.to_owned())
    }

    fn codes_of(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn row(&self, _: &str, typed: &str) -> std::result::Result<String, Message> {
        Ok(typed.to_owned())
    }

    fn today(&self) -> Date {
        self.0
    }
}
