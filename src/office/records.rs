//! Records edited by hand: create, set a field, delete; each checked by its description before it is written.
//!
//! Invariant: knows no single kind of record; what is special to one stands in its own use case.

use super::acting::Acting;
use super::days;
use super::desk::Office;
use super::error::{Error, Result};
use super::names::find_row;
use super::namesakes;
pub use super::namesakes::SAME_NAME;
use super::paper_register;
use crate::domain::codes::Codes;
use crate::domain::record::{self, Field, FieldKind, FieldValue, Lookup, RecordKind};
use crate::store::{Reader, Row, Value};
use crate::text::dates::PartialDate;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// One row of a register, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordRow {
    /// Id.
    pub id: String,
    /// One shown value a field, in the order of the description.
    pub values: Vec<String>,
    /// The same as kept: codes, ids, ISO dates.
    pub stored: Vec<Value>,
}

/// Answers what codes and rows typed words mean, for the checks.
pub(super) struct Meanings<'a> {
    pub(super) codes: &'a Codes,
    pub(super) today: Date,
    pub(super) reader: Reader<'a>,
}

impl Lookup for Meanings<'_> {
    fn code(&self, list: &str, typed: &str) -> Option<String> {
        self.codes.recognise(list, typed).map(|code| code.code.clone())
    }

    fn codes_of(&self, list: &str) -> Vec<String> {
        self.codes.list(list).iter().map(|code| code.code.clone()).collect()
    }

    fn row(&self, table: &str, typed: &str) -> std::result::Result<String, Message> {
        find_row(&self.reader, table, typed).map_err(|error| error.message)
    }

    fn today(&self) -> Date {
        self.today
    }
}

impl Office {
    /// The rows of a register, references and codes in words, those that fit `find` (accents optional).
    pub fn record_rows(&self, table: &str, find: &str, language: Language) -> Result<Vec<RecordRow>> {
        let kind = kind_of(table)?;
        let words = fold(find);
        let mut rows = Vec::new();
        let reader = self.reader();
        let named = names_behind(&reader, kind)?;
        for row in reader.rows_of(table)? {
            let shown = |field: &Field| show(self.codes(), &named, field, row.get(field.name), language);
            let values: Vec<String> = kind.fields.iter().map(shown).collect();
            if words.is_empty() || values.iter().any(|value| fold(value).contains(&words)) {
                let stored = kind.fields.iter().map(|field| row.get(field.name).clone()).collect();
                rows.push(RecordRow { id: row.text("id").unwrap_or_default().to_owned(), values, stored });
            }
        }
        Ok(rows)
    }

    /// One row of a register.
    pub fn record_row(&self, table: &str, id: &str, language: Language) -> Result<RecordRow> {
        let kind = kind_of(table)?;
        let reader = self.reader();
        let row = reader.get(table, id)?.ok_or_else(|| not_found(table, id))?;
        let named = names_behind(&reader, kind)?;
        let shown = |field: &Field| show(self.codes(), &named, field, row.get(field.name), language);
        Ok(RecordRow {
            id: id.to_owned(),
            values: kind.fields.iter().map(shown).collect(),
            stored: kind.fields.iter().map(|field| row.get(field.name).clone()).collect(),
        })
    }

    /// One record's shown values by field.
    pub fn record(&self, table: &str, id: &str, language: Language) -> Result<BTreeMap<String, String>> {
        let kind = kind_of(table)?;
        let reader = self.reader();
        let row = reader.get(table, id)?.ok_or_else(|| not_found(table, id))?;
        let named = names_behind(&reader, kind)?;
        let shown = |field: &Field| {
            (field.name.to_owned(), show(self.codes(), &named, field, row.get(field.name), language))
        };
        Ok(kind.fields.iter().map(shown).collect())
    }

    /// Checks one typed value without writing it: what a form says under the field.
    pub fn check_field(&self, table: &str, field: &str, typed: &str) -> std::result::Result<(), Message> {
        let kind = kind_of(table).map_err(|error| error.message)?;
        let field = field_of(kind, field).map_err(|error| error.message)?;
        let meanings = Meanings { codes: self.codes(), today: self.today(), reader: self.reader() };
        record::check(kind, field, typed, &meanings).map(|_| ())
    }

    /// Makes a record from typed values; fields not named stay empty.
    ///
    /// # Errors
    /// A value is wrong, or one of that name is there already ([`SAME_NAME`]).
    pub fn create_record(&mut self, table: &str, typed: &[(&str, &str)]) -> Result<String> {
        let kind = kind_of(table)?;
        let action = format!("record.create.{table}");
        let (id, _) = self.act(&action, None, None, |acting| {
            let id = create(acting, kind, typed)?;
            namesakes::refuse(&acting.reader(), table, &id)?;
            Ok(id)
        })?;
        Ok(id)
    }

    /// Makes a record although one of that name is there: a person said that it is another.
    pub fn create_record_also(&mut self, table: &str, typed: &[(&str, &str)]) -> Result<String> {
        let kind = kind_of(table)?;
        let action = format!("record.create.{table}");
        let (id, _) = self.act(&action, None, None, |acting| create(acting, kind, typed))?;
        Ok(id)
    }

    /// Sets one field of a record.
    pub fn set_field(&mut self, table: &str, id: &str, field: &str, typed: &str) -> Result<()> {
        let kind = kind_of(table)?;
        let action = format!("record.edit.{table}");
        self.act(&action, Some(id), None, |acting| {
            if acting.reader().get(table, id)?.is_none() {
                return Err(not_found(table, id));
            }
            let field = field_of(kind, field)?;
            let value = acting.checked(kind, field, typed)?;
            refuse_step(field.name, &value, &acting.reader().must_get(table, id)?, table)?;
            acting.tx.set(table, id, field.name, value)?;
            days::in_order(&acting.reader().must_get(table, id)?)?;
            paper_register::checked_after_edit(acting, table, id)
        })?;
        Ok(())
    }

    /// Sets several fields of a record, as one entry.
    pub fn set_fields(&mut self, table: &str, id: &str, typed: &[(&str, &str)]) -> Result<()> {
        let kind = kind_of(table)?;
        let action = format!("record.edit.{table}");
        self.act(&action, Some(id), None, |acting| {
            for (name, typed) in typed {
                let field = field_of(kind, name)?;
                let value = acting.checked(kind, field, typed)?;
                refuse_step(field.name, &value, &acting.reader().must_get(table, id)?, table)?;
                acting.tx.set(table, id, field.name, value)?;
            }
            days::in_order(&acting.reader().must_get(table, id)?)?;
            paper_register::checked_after_edit(acting, table, id)
        })?;
        Ok(())
    }

    /// Deletes a record; refused while something stands on it. It can be undone like everything else.
    pub fn delete_record(&mut self, table: &str, id: &str) -> Result<()> {
        kind_of(table)?;
        let action = format!("record.delete.{table}");
        self.act(&action, Some(id), None, |acting| Ok(acting.tx.delete(table, id)?))?;
        Ok(())
    }
}

/// Makes a record within an entry.
pub(super) fn create(
    acting: &mut Acting<'_, '_>,
    kind: &RecordKind,
    typed: &[(&str, &str)],
) -> Result<String> {
    for (name, _) in typed {
        field_of(kind, name)?;
    }
    let mut values = Vec::with_capacity(typed.len());
    let mut faults = Vec::new();
    for field in kind.fields {
        let given = typed.iter().find(|(name, _)| *name == field.name).map_or("", |(_, value)| value);
        match acting.checked(kind, field, given) {
            Ok(Value::Null) => {}
            Ok(value) => values.push((field.name, value)),
            Err(error) => faults.push(error.message),
        }
    }
    if !faults.is_empty() {
        let first = faults.remove(0);
        return Err(Error::yours(first).because(faults));
    }
    let id = acting.id();
    acting.tx.create(kind.table, &id, &values)?;
    days::in_order(&acting.reader().must_get(kind.table, &id)?)?;
    Ok(id)
}

impl Acting<'_, '_> {
    /// Reads a typed value for a field, or says what is wrong with it.
    pub(super) fn checked(&self, kind: &RecordKind, field: &Field, typed: &str) -> Result<Value> {
        let meanings = Meanings { codes: &self.desk.codes, today: self.today, reader: self.reader() };
        match record::check(kind, field, typed, &meanings) {
            Ok(FieldValue::Empty) => Ok(Value::Null),
            Ok(FieldValue::Number(number)) => Ok(Value::Int(number)),
            Ok(FieldValue::Text(text)) => Ok(Value::Text(text)),
            Err(message) => Err(Error::yours(message)),
        }
    }
}

/// The description of a table's records.
pub(super) fn kind_of(table: &str) -> Result<&'static RecordKind> {
    RecordKind::of(table)
        .ok_or_else(|| Error::yours(Message::new("office.no_such_record_kind").with("value", table)))
}

fn field_of<'k>(kind: &'k RecordKind, name: &str) -> Result<&'k Field> {
    kind.field(name).ok_or_else(|| {
        Error::yours(
            Message::new("office.no_such_field")
                .with("value", name)
                .with_key("kind", format!("record.{}.heading", kind.table)),
        )
    })
}

/// The state of a paper follows from its steps, each with its day; it is not set by itself.
fn refuse_step(field: &str, value: &Value, row: &Row, table: &str) -> Result<()> {
    if (table, field) == ("paper", "state") && row.get("state") != value {
        return Err(Error::yours(Message::new("paper.state_by_step")));
    }
    Ok(())
}

fn not_found(table: &str, id: &str) -> Error {
    Error::yours(
        Message::new("office.not_found").with("value", id).with_key("kind", format!("office.kind.{table}")),
    )
}

pub(super) type Names = HashMap<&'static str, HashMap<String, String>>;

/// What the rows that a kind of record refers to are called; one query a table.
pub(super) fn names_behind(reader: &Reader<'_>, kind: &RecordKind) -> Result<Names> {
    let mut names = Names::new();
    for field in kind.fields {
        if let FieldKind::Reference(table) = field.kind
            && !names.contains_key(table)
        {
            let called = reader.all_called(table)?;
            names.insert(table, called.into_iter().map(|row| (row.id, row.name)).collect());
        }
    }
    Ok(names)
}

/// A stored value as a person reads it.
pub(super) fn show(codes: &Codes, names: &Names, field: &Field, value: &Value, language: Language) -> String {
    let text = value.to_string();
    match field.kind {
        _ if text.is_empty() => text,
        FieldKind::Choice(list) => codes.name(list, &text, language).to_owned(),
        FieldKind::Choices(list) => {
            let names = text.split_whitespace().map(|code| codes.name(list, code, language));
            names.collect::<Vec<_>>().join(", ")
        }
        FieldKind::Reference(table) => {
            names.get(table).and_then(|rows| rows.get(&text)).cloned().unwrap_or(text)
        }
        FieldKind::Day | FieldKind::PartialDay => {
            PartialDate::parse_iso(&text).map_or(text, PartialDate::written)
        }
        FieldKind::YesNo => {
            let code = if text == "1" { "yes" } else { "no" };
            codes.name("yes_no", code, language).to_owned()
        }
        _ => text,
    }
}
