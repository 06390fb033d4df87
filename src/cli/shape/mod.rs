//! What things look like in JSON, where several commands answer with them.
//!
//! Invariant: the field names are promised to scripts; one may be added, none renamed. Ids refer, dates are
//! ISO, codes are the code lists'.

pub(super) mod case_file;
pub(super) mod gate;
mod how;
pub(super) mod member;
pub(super) mod statement;
pub(super) mod survey;

use crate::domain::ids::Id;

/// An id as text, if there is one.
pub(super) fn id<T>(id: Option<&Id<T>>) -> Option<String> {
    id.map(ToString::to_string)
}

/// A date in ISO form, if there is one.
pub(super) fn iso(day: Option<jiff::civil::Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// A date as known in ISO form: `1979`, `1985-03`, `1985-03-09`.
pub(super) fn known(day: Option<crate::text::dates::PartialDate>) -> Option<String> {
    day.map(|day| day.to_string())
}
