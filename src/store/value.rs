//! What stands in a field, and a row of fields.
//!
//! Invariant: four kinds only, as the tables are STRICT; a value leaves the store bit for bit as it entered.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use std::collections::BTreeMap;
use std::fmt;

/// The value of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing entered.
    Null,
    /// A count, a year, a yes (1) or no (0).
    Int(i64),
    /// A measure.
    Real(f64),
    /// Everything else.
    Text(String),
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether nothing was entered.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// As SQLite holds it; a blob, which no field has, reads as none.
    pub(super) fn of(raw: ValueRef<'_>) -> Option<Self> {
        Some(match raw {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
            ValueRef::Blob(_) => return None,
        })
    }
}

/// The bare value, as a journal line shows it; nothing entered shows as nothing.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Int(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(yes.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl FromSql for Value {
    fn column_result(raw: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::of(raw).ok_or(FromSqlError::InvalidType)
    }
}

/// The fields of one row by name, `id` among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row(pub(super) BTreeMap<String, Value>);

impl Row {
    /// The value of a field; an unknown field reads as nothing entered.
    pub fn get(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or(&Value::Null)
    }

    /// The text of a field, if it has one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field).text()
    }

    /// The whole number of a field, if it has one.
    pub fn int(&self, field: &str) -> Option<i64> {
        self.get(field).int()
    }

    /// Fields and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }
}
