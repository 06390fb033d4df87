//! What a template is filled with: a tree of named values, each leaf knowing the record it came from.
//!
//! Invariant: values only. No record is looked up here, and nothing is worded but what was handed in.

use jiff::civil::Date;
use std::collections::BTreeMap;

/// Where a value came from, so that a figure in a paper leads back to its record and its history.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The table of the record: `cell`, `snapshot`, `member`, …
    pub table: String,
    /// The record's id.
    pub id: String,
    /// The field of the record; none where a figure counts rows or sums others.
    pub field: Option<String>,
}

impl Source {
    /// A field of a record.
    pub fn field(table: &str, id: impl Into<String>, field: &str) -> Self {
        Self { table: table.to_owned(), id: id.into(), field: Some(field.to_owned()) }
    }

    /// A record as a whole: a sum over its rows, a count.
    pub fn record(table: &str, id: impl Into<String>) -> Self {
        Self { table: table.to_owned(), id: id.into(), field: None }
    }
}

/// The name under which open fields keep what every name has that they don't list: the questions of another
/// form, which nobody was asked.
pub const ANY_NAME: &str = "*";

/// One value of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Not known, or not there: written as nothing, false in a condition.
    #[default]
    Missing,
    /// Words as an officer wrote them.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Truth(bool),
    /// A value with the record it came from.
    Sourced(Box<Self>, Source),
    /// Several, in order.
    List(Vec<Self>),
    /// Named values.
    Fields(BTreeMap<String, Self>),
}

impl Value {
    /// Named values from pairs.
    pub fn fields<N: Into<String>>(pairs: impl IntoIterator<Item = (N, Self)>) -> Self {
        Self::Fields(pairs.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// The value with where it came from.
    #[must_use]
    pub fn from_source(self, source: Source) -> Self {
        match self {
            Self::Missing => Self::Missing,
            value => Self::Sourced(Box::new(value), source),
        }
    }

    /// The value itself, without its source.
    pub fn plain(&self) -> &Self {
        match self {
            Self::Sourced(value, _) => value.plain(),
            value => value,
        }
    }

    /// The value at a dotted path, lists by their first item.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, name| match value.plain() {
            Self::Fields(fields) => fields.get(name),
            Self::List(items) => match items.first()?.plain() {
                Self::Fields(fields) => fields.get(name),
                _ => None,
            },
            _ => None,
        })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::List(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_keeps_no_source_and_a_path_leads_through_lists() {
        let source = Source::field("cell", "c1", "name");
        assert_eq!(Value::from("").from_source(source.clone()), Value::Missing);
        let name = Value::from("Chi bộ Muối Cà Ná").from_source(source);
        let tree = Value::fields([("cells", Value::List(vec![Value::fields([("name", name.clone())])]))]);
        assert_eq!(tree.at("cells.name"), Some(&name));
        assert_eq!(tree.at("cells.nothing"), None);
        assert_eq!(name.plain(), &Value::Text("Chi bộ Muối Cà Ná".to_owned()));
    }
}
