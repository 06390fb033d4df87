//! The records an officer edits by hand: their fields, what a field holds, and what makes a typed value wrong.
//!
//! One description serves the forms on the screen, the checks in the write path and the wording
//! (`record.<table>.heading`, `record.<table>.<field>` in the locales).
//!
//! Invariant: a field named here is a column of the schema; a test of the store holds us to it.

use super::fields;
use crate::text::dates::{self, PartialDate};
use crate::text::message::Message;
use jiff::civil::Date;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A whole number, not negative.
    Count,
    /// A year.
    Year,
    /// A day, typed dd/mm/yyyy.
    Day,
    /// A day that may be known in part: 1979, 03/1985, 09/03/1985.
    PartialDay,
    /// A code of the named code list.
    Choice(&'static str),
    /// Any codes of the named code list; kept with spaces between.
    Choices(&'static str),
    /// A row of the named table.
    Reference(&'static str),
    /// Yes or no.
    YesNo,
    /// Tax code, 10 digits or 10-3, with its check digit.
    TaxCode,
    /// Identity number, 12 digits.
    IdentityNumber,
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Column.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may be left empty.
    pub required: bool,
    /// Whether it dates something that has happened, so that it can't lie ahead.
    pub past: bool,
}

impl Field {
    /// A field that may be empty.
    pub const fn optional(name: &'static str, kind: FieldKind) -> Self {
        Self { name, kind, required: false, past: false }
    }

    /// A field that may not.
    pub const fn required(name: &'static str, kind: FieldKind) -> Self {
        Self { name, kind, required: true, past: false }
    }

    /// The day of something that has happened.
    #[must_use]
    pub const fn happened(mut self) -> Self {
        self.past = true;
        self
    }
}

/// A kind of record an officer edits by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordKind {
    /// Table.
    pub table: &'static str,
    /// The field a row is known by in lists.
    pub title: &'static str,
    /// Fields in the order of the form.
    pub fields: &'static [Field],
}

impl RecordKind {
    /// The description of a table's records, where officers edit them by hand.
    pub fn of(table: &str) -> Option<&'static Self> {
        fields::RECORDS.iter().find(|kind| kind.table == table)
    }

    /// Every kind, in the order of the registers.
    pub const fn all() -> &'static [Self] {
        fields::RECORDS
    }

    /// One field by name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A checked value, ready for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Nothing.
    Empty,
    /// A number, or 0 and 1 for no and yes.
    Number(i64),
    /// Text, a code, an id, or a date in ISO form.
    Text(String),
}

/// What a checker of choices and references answers: the code or id a typed text means.
pub trait Lookup {
    /// The code of `list` that `typed` names, by code or by any written form.
    fn code(&self, list: &str, typed: &str) -> Option<String>;
    /// The codes of `list`, for a sentence that says what may be typed.
    fn codes_of(&self, list: &str) -> Vec<String>;
    /// The id of the row of `table` that `typed` names: an id, a code, or a name if only one fits.
    fn row(&self, table: &str, typed: &str) -> Result<String, Message>;
    /// The working day.
    fn today(&self) -> Date;
}

/// Reads what was typed into a field.
///
/// # Errors
/// A message that says what is wrong and what to type, with the field's label as `{field}`.
pub fn check(
    kind: &RecordKind,
    field: &Field,
    typed: &str,
    lookup: &dyn Lookup,
) -> Result<FieldValue, Message> {
    let typed = match field.kind {
        FieldKind::LongText => crate::text::clean::clean_lines(typed).text,
        _ => crate::text::clean::clean(typed).text,
    };
    let label = format!("record.{}.{}", kind.table, field.name);
    if typed.is_empty() {
        return if field.required {
            Err(Message::new("record.fault.required").with_key("field", &label))
        } else {
            Ok(FieldValue::Empty)
        };
    }
    let value = fields::read(field.kind, &typed, lookup)
        .map_err(|fault| fault.with_key("field", &label).with("value", typed))?;
    match &value {
        FieldValue::Text(day) if field.past => {
            let day = PartialDate::parse_iso(day).map(PartialDate::earliest);
            day.and_then(|day| dates::ahead(day, lookup.today())).map_or(Ok(value), Err)
        }
        _ => Ok(value),
    }
}
