//! The journal as it is read: entries, newest first, and what each changed, old and new.
//!
//! Invariant: reads what was written; nothing is inferred from the tables.

use super::chain::parse_bases;
use super::error::{Error, Result};
use super::reader::Reader;
use super::schema::Table;
use super::value::{Row, Value};
use rusqlite::types::Value as Bound;
use std::fmt::Write;

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEntry {
    /// The order in which it reached this file; for paging.
    pub arrival: i64,
    /// Its id.
    pub id: String,
    /// The id of the machine it was made on.
    pub device: String,
    /// Who.
    pub person: String,
    /// When.
    pub at: jiff::Timestamp,
    /// What, as a code.
    pub action: String,
    /// A word about it.
    pub note: Option<String>,
    /// The case or cell it is about.
    pub subject: Option<String>,
    /// The entry it took back.
    pub undoes: Option<String>,
    /// How many operations.
    pub operations: usize,
}

/// Which entries to list; the default lists all.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    /// At most so many.
    pub limit: Option<usize>,
    /// Only those that arrived before this one.
    pub before: Option<i64>,
    /// Only this person's.
    pub person: Option<String>,
    /// Only this action, or, ending in `.`, this family of actions (`case.`).
    pub action: Option<String>,
    /// Only those about this case or cell.
    pub subject: Option<String>,
    /// Only those whose person, action or note contain this, however it is cased.
    pub text: Option<String>,
}

/// What an operation did.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A row came to be.
    Created {
        /// With these values.
        values: Row,
    },
    /// A field was set.
    Set {
        /// The field.
        field: String,
        /// What it held.
        from: Value,
        /// What it holds since.
        to: Value,
    },
    /// A row was deleted.
    Deleted {
        /// What it held.
        values: Row,
    },
}

/// One operation of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The table.
    pub table: String,
    /// The row.
    pub row: String,
    /// What was done to it.
    pub change: Change,
}

/// An operation as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) table: String,
    pub(super) row: String,
    pub(super) field: Option<String>,
    pub(super) value: Value,
    pub(super) bases: Vec<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Create,
    Set,
    Delete,
}

/// The columns [`read_stored`] reads.
pub(super) const STORED: &str = "o.id, o.kind, o.table_name, o.row_id, o.field, o.value, o.bases";

/// The columns `read_entry` reads.
pub(super) const ENTRY: &str =
    "e.arrival, e.id, d.id, e.person, e.at, e.action, e.note, e.subject, e.undoes, e.operations";

impl Reader<'_> {
    /// Entries, newest first.
    pub fn entries(&self, filter: &EntryFilter) -> Result<Vec<RecordedEntry>> {
        let mut sql = format!("SELECT {ENTRY} FROM entry e JOIN device d ON d.number = e.device WHERE 1");
        let mut values: Vec<Bound> = Vec::new();
        let mut and = |condition: &str, value: Bound| {
            values.push(value);
            let _ = write!(sql, " AND {}", condition.replace("??", &format!("?{}", values.len())));
        };
        if let Some(before) = filter.before {
            and("e.arrival < ??", before.into());
        }
        if let Some(person) = &filter.person {
            and("e.person = ??", person.clone().into());
        }
        if let Some(action) = &filter.action {
            let family = action.ends_with('.');
            and(if family { "instr(e.action, ??) = 1" } else { "e.action = ??" }, action.clone().into());
        }
        if let Some(subject) = &filter.subject {
            // A bulk entry has no one subject; it is about every case and cell it touched.
            let about = "(e.subject = ?? OR e.arrival IN (SELECT entry FROM operation
                          WHERE table_name IN ('case', 'cell') AND row_id = ??))";
            and(about, subject.clone().into());
        }
        sql.push_str(" ORDER BY e.arrival DESC");
        let limit = filter.limit.unwrap_or(usize::MAX);
        let text = filter.text.as_ref().map(|text| text.to_lowercase());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut entries = Vec::new();
        while entries.len() < limit {
            let Some(row) = rows.next()? else { break };
            let entry = read_entry(row)?;
            if text.as_ref().is_none_or(|text| entry.mentions(text)) {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// One entry by its id.
    pub fn entry(&self, id: &str) -> Result<RecordedEntry> {
        let sql = format!("SELECT {ENTRY} FROM entry e JOIN device d ON d.number = e.device WHERE e.id = ?1");
        self.one(&sql, [id], read_entry)?.ok_or_else(|| Error::NoSuchEntry { entry: id.to_owned() })
    }

    /// What an entry changed, in its order, a part at a time: an import has tens of thousands.
    pub fn operations(&self, entry: &str, skip: usize, limit: usize) -> Result<Vec<Operation>> {
        let (first, count) = self.span(entry)?;
        let from = first.saturating_add(i64::try_from(skip).unwrap_or(i64::MAX));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!("SELECT {STORED} FROM operation o WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3");
        self.all(&sql, [from, first + count, limit], read_stored)?
            .into_iter()
            .map(|stored| self.told(stored))
            .collect()
    }

    /// First operation of an entry, and how many it has.
    pub(super) fn span(&self, entry: &str) -> Result<(i64, i64)> {
        self.one("SELECT first_operation, operations FROM entry WHERE id = ?1", [entry], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::NoSuchEntry { entry: entry.to_owned() })
    }

    /// A stored operation with what stood there before.
    pub(super) fn told(&self, stored: Stored) -> Result<Operation> {
        let change = match stored.kind {
            Kind::Create => Change::Created { values: self.values(&stored) },
            Kind::Delete => Change::Deleted { values: self.values(&stored) },
            Kind::Set => {
                let field = stored.field.clone().unwrap_or_default();
                let from = match stored.bases.first() {
                    Some(base) => value_after(self, *base, &field)?,
                    None => Value::Null,
                };
                Change::Set { field, from, to: stored.value }
            }
        };
        Ok(Operation { table: stored.table, row: stored.row, change })
    }

    /// The values a created or deleted row held.
    pub(super) fn values(&self, stored: &Stored) -> Row {
        let table = self.schema().and_then(|schema| schema.table(&stored.table)).ok();
        row_of(table, &stored.row, stored.value.text().unwrap_or_default())
    }
}

/// What a field held after an operation on it or on its row.
pub(super) fn value_after(reader: &Reader<'_>, operation: i64, field: &str) -> Result<Value> {
    let sql = format!("SELECT {STORED} FROM operation o WHERE o.id = ?1");
    let stored = reader.one(&sql, [operation], read_stored)?;
    let stored = stored.ok_or_else(|| Error::damaged(format!("no operation {operation}")))?;
    Ok(match stored.kind {
        Kind::Set => stored.value,
        Kind::Create => reader.values(&stored).get(field).clone(),
        Kind::Delete => Value::Null,
    })
}

/// A row from the JSON the trigger wrote: what is absent was not entered, or has its default.
pub(super) fn row_of(table: Option<&Table>, id: &str, json: &str) -> Row {
    let mut row = Row::default();
    let mut written: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(json).unwrap_or_default();
    if let Some(table) = table {
        for field in &table.fields {
            let value = match written.remove(&field.name) {
                Some(json) => field_value(json),
                None => field.default.clone(),
            };
            row.0.insert(field.name.clone(), value);
        }
    }
    for (name, json) in written {
        row.0.insert(name, field_value(json));
    }
    row.0.insert("id".to_owned(), Value::from(id));
    row
}

/// A value of the trigger's JSON; a real stands there as `{"real":"0.1"}`.
fn field_value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        serde_json::Value::Object(real) => {
            let digits = real.get("real").and_then(serde_json::Value::as_str);
            digits.and_then(|digits| digits.parse().ok()).map_or(Value::Null, Value::Real)
        }
        _ => Value::Null,
    }
}

pub(super) fn read_stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    read_stored_at(row, 0)
}

/// An operation whose columns stand behind `skip` others.
pub(super) fn read_stored_at(row: &rusqlite::Row<'_>, skip: usize) -> rusqlite::Result<Stored> {
    let kind = match row.get_ref(skip + 1)?.as_str()? {
        "create" => Kind::Create,
        "delete" => Kind::Delete,
        _ => Kind::Set,
    };
    Ok(Stored {
        id: row.get(skip)?,
        kind,
        table: row.get(skip + 2)?,
        row: row.get(skip + 3)?,
        field: row.get(skip + 4)?,
        value: row.get(skip + 5)?,
        bases: parse_bases(row.get_ref(skip + 6)?.as_str_or_null()?),
    })
}

pub(super) fn read_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<RecordedEntry> {
    let at: String = row.get(4)?;
    Ok(RecordedEntry {
        arrival: row.get(0)?,
        id: row.get(1)?,
        device: row.get(2)?,
        person: row.get(3)?,
        at: at.parse().map_err(|_| rusqlite::Error::IntegralValueOutOfRange(4, 0))?,
        action: row.get(5)?,
        note: row.get(6)?,
        subject: row.get(7)?,
        undoes: row.get(8)?,
        operations: usize::try_from(row.get::<_, i64>(9)?).unwrap_or_default(),
    })
}

impl RecordedEntry {
    fn mentions(&self, lower: &str) -> bool {
        [Some(&self.person), Some(&self.action), self.note.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| text.to_lowercase().contains(lower))
    }
}
