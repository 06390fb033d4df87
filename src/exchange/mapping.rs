//! Which column is which field, settled by an officer and kept as a small TOML text.
//!
//! Invariant: a mapping only overrides; what it does not name is found by the synonym tables.

use super::error::Error;
use super::synonyms::{Kind, Synonyms, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Columns by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// `cells`, `members` or `movements`.
    #[serde(default)]
    pub kind: String,
    /// First and last header row, where they can't be found by the words in them.
    #[serde(default)]
    pub header: Option<(u32, u32)>,
    /// Field → header as in the file (`Số đảng viên / Tổng số`), or a column's letter; empty: read no column.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a saved mapping.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::BadMapping { detail: error.message().to_owned() })
    }

    /// As text to be saved.
    pub fn to_toml(&self) -> String {
        let mut text = format!("kind = {}\n", quoted(&self.kind));
        if let Some((first, last)) = self.header {
            text.push_str(&format!("header = [{first}, {last}]\n"));
        }
        text.push_str("\n[columns]\n");
        for (field, column) in &self.columns {
            text.push_str(&format!("{} = {}\n", quoted(field), quoted(column)));
        }
        text
    }

    /// Refuses a mapping for another kind, or of a field nobody knows.
    pub(super) fn check(&self, kind: Kind, synonyms: &Synonyms) -> Result<(), Error> {
        if !self.kind.is_empty() && self.kind != kind.code() {
            return Err(Error::MappingKind { found: self.kind.clone(), wanted: kind.code().to_owned() });
        }
        for field in self.columns.keys() {
            let known = synonyms.find(field).is_some_and(|found| !found.by_year || found.name != *field);
            if !known {
                let names = synonyms.fields.iter().map(|field| field.name.as_str());
                return Err(Error::MappingField {
                    field: field.clone(),
                    nearest: nearest(field, names).map(str::to_owned),
                });
            }
        }
        Ok(())
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mapping_reads_back_as_it_was_written(
            columns in proptest::collection::btree_map("[a-z_.0-9]{1,12}", "\\PC{0,20}|[\"\\\\\n\t]{1,4}", 0..6),
            header in proptest::option::of((1_u32..90, 1_u32..90)),
        ) {
            let mapping = Mapping { kind: "cells".to_owned(), header, columns };
            prop_assert_eq!(Mapping::parse(&mapping.to_toml()).unwrap(), mapping);
        }
    }

    #[test]
    fn a_mapping_of_another_kind_or_field_is_refused() {
        let synonyms = Synonyms::of(Kind::Cells);
        let mapping = Mapping::parse("kind = 'members'").unwrap();
        assert!(matches!(mapping.check(Kind::Cells, &synonyms), Err(Error::MappingKind { .. })));
        let mapping = Mapping::parse("[columns]\n'rating.2020' = 'S'\ntotall = 'K'").unwrap();
        let Err(Error::MappingField { field, nearest }) = mapping.check(Kind::Cells, &synonyms) else {
            panic!("not refused")
        };
        assert_eq!((field.as_str(), nearest.as_deref()), ("totall", Some("total")));
    }
}
