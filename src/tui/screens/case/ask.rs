//! The fields the dialogs of a case ask with: codes, committees, days, reasons.
//!
//! Invariant: what is chosen is a code or an id; what is typed goes to the office as typed.

use crate::office::error::Result;
use crate::text::dates::PartialDate;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::widgets::field::{FieldSpec, Kind};

/// A code of a list, in the list's order.
pub(super) fn code(name: &str, label: &str, list: &str, cx: &Context) -> FieldSpec {
    FieldSpec::new(name, label, Kind::Choice(codes(list, cx)))
}

/// The codes of a list that hold today.
pub(super) fn codes(list: &str, cx: &Context) -> Vec<Choice> {
    let today = cx.today();
    let valid = cx.office.codes().list(list).iter().filter(|code| code.holds_on(today));
    valid.map(|code| Choice::new(code.code.as_str(), code.name(cx.language()))).collect()
}

/// A receiving committee, the fitting ones first.
pub(super) fn receiver(name: &str, label: &str, cx: &Context) -> Result<FieldSpec> {
    let rows = cx.office.receivers_to_choose(cx.language())?;
    let choices = rows.into_iter().map(|row| {
        let note = if row.fits { row.note } else { format!("({})", row.note) };
        Choice::new(row.id, row.name).note(note)
    });
    Ok(FieldSpec::new(name, label, Kind::Choice(choices.collect())))
}

/// A line of text.
pub(super) fn text(name: &str, label: &str) -> FieldSpec {
    FieldSpec::new(name, label, Kind::Text)
}

/// Several lines.
pub(super) fn long(name: &str, label: &str) -> FieldSpec {
    FieldSpec::new(name, label, Kind::LongText)
}

/// A day.
pub(super) fn day(name: &str, label: &str) -> FieldSpec {
    FieldSpec::new(name, label, Kind::Date)
}

/// A day as a form holds it, as a person types it.
pub(super) fn typed_day(value: &str) -> String {
    PartialDate::parse_iso(value).map_or_else(|| value.to_owned(), PartialDate::written)
}
