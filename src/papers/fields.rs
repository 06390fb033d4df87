//! The names under which a template finds its values, and what each is.
//!
//! In the program values have English names; an officer who words a paper finds them in Vietnamese, without
//! accents so that any keyboard types them. The dictionary is data: `assets/papers/fields.toml`.
//!
//! Invariant: every name has one Vietnamese form, and no two names share one.

use super::values::Value;
use crate::text::locale::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

const BUILT_IN: &str = include_str!("../../assets/papers/fields.toml");

/// The name whose insides are a survey form's.
pub const SURVEY: &str = "survey";

/// One name: how templates write it, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// As templates write it: `to_chuc`.
    pub name: String,
    /// What it holds, in Vietnamese.
    pub vi: String,
    /// What it holds, in English.
    pub en: String,
}

/// The dictionary of names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct FieldNames(BTreeMap<String, FieldName>);

impl FieldName {
    /// What it holds, in a language.
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }
}

impl FieldNames {
    /// The dictionary compiled in; a test holds it whole.
    pub fn built_in() -> Self {
        toml::from_str(BUILT_IN).unwrap_or(Self(BTreeMap::new()))
    }

    /// How templates write a name; as it is where the dictionary has none (questions of a survey form).
    pub fn written<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, |field| field.name.as_str())
    }

    /// Every name with what it holds.
    pub fn all(&self) -> impl Iterator<Item = (&str, &FieldName)> {
        self.0.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// A tree of values under the names templates write.
    pub fn translate(&self, value: &Value) -> Value {
        match value {
            Value::Fields(fields) => Value::Fields(
                fields
                    .iter()
                    .map(|(name, value)| (self.written(name).to_owned(), self.inside(name, value)))
                    .collect(),
            ),
            Value::List(items) => Value::List(items.iter().map(|item| self.translate(item)).collect()),
            Value::Sourced(value, source) => self.translate(value).from_source(source.clone()),
            plain => plain.clone(),
        }
    }

    /// The questions of a survey keep the names of their form, whatever the dictionary has of the same spelling.
    fn inside(&self, name: &str, value: &Value) -> Value {
        if name == SURVEY { value.clone() } else { self.translate(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_written_in_one_way_of_its_own() {
        let names: FieldNames = toml::from_str(BUILT_IN).unwrap();
        let written: BTreeSet<_> = names.all().map(|(_, field)| field.name.as_str()).collect();
        assert_eq!(written.len(), names.all().count());
        for (name, field) in names.all() {
            let fits =
                |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
            assert!(fits(name) && fits(&field.name), "{name}");
            assert!(!field.vi.is_empty() && !field.en.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_tree_is_translated_by_name_and_what_is_unknown_keeps_its_own() {
        let names = FieldNames::built_in();
        let tree = Value::fields([
            ("cell", Value::fields([("name", Value::from("Chi bộ A"))])),
            ("q_1", 3.into()),
            ("survey", Value::fields([("files_complete", 4.into())])),
        ]);
        let translated = names.translate(&tree);
        assert_eq!(translated.at("to_chuc.ten"), Some(&Value::from("Chi bộ A")));
        assert_eq!(translated.at("q_1"), Some(&Value::Number(3)));
        assert_eq!(translated.at("khao_sat.files_complete"), Some(&Value::Number(4)));
    }
}
