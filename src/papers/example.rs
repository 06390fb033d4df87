//! What a paper may ask for, with an example of each value: what a template is checked against.
//!
//! The examples are data: `assets/papers/example.toml`. A test of the office holds every name of it to what
//! papers are really filled with.
//!
//! Invariant: no value is missing and no list empty, so that every branch and every turn of a template is tried.

use super::values::Value;
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Table;
use toml::Value as Written;

const BUILT_IN: &str = include_str!("../../assets/papers/example.toml");

/// Shapes inside one another; the deepest real one is four.
const DEEPEST: usize = 12;

/// Everything a paper of a shape may ask for, under the program's names. `questions`: those of the office's survey
/// forms, each with what it asks.
pub fn example(shape: &str, questions: &BTreeMap<String, String>) -> Value {
    let shapes: Table = toml::from_str(BUILT_IN).unwrap_or_default();
    let survey = Value::fields(questions.iter().map(|(name, asked)| {
        let asked = if asked.is_empty() { name } else { asked };
        (name.clone(), Value::from(asked.as_str()))
    }));
    Shapes { shapes: &shapes, survey: &survey }.shape(shape, 0)
}

/// The same paper with nothing to tell: no list has an item, no number counts anything, no word is known.
pub fn emptied(example: &Value) -> Value {
    match example {
        Value::Fields(fields) => {
            Value::Fields(fields.iter().map(|(name, value)| (name.clone(), emptied(value))).collect())
        }
        Value::List(_) => Value::List(Vec::new()),
        Value::Number(_) => Value::Number(0),
        Value::Truth(_) => Value::Truth(false),
        Value::Sourced(value, source) => emptied(value).from_source(source.clone()),
        Value::Missing | Value::Text(_) | Value::Date(_) => Value::Missing,
    }
}

struct Shapes<'a> {
    shapes: &'a Table,
    survey: &'a Value,
}

impl Shapes<'_> {
    fn shape(&self, name: &str, depth: usize) -> Value {
        let mut fields = BTreeMap::new();
        self.collect(name, depth, &mut fields);
        Value::Fields(fields)
    }

    fn collect(&self, name: &str, depth: usize, fields: &mut BTreeMap<String, Value>) {
        let Some(shape) = self.shapes.get(name).and_then(Written::as_table).filter(|_| depth < DEEPEST)
        else {
            return;
        };
        match shape.get("@") {
            Some(Written::String(other)) => self.collect(other, depth + 1, fields),
            Some(Written::Array(others)) => {
                others.iter().filter_map(Written::as_str).for_each(|other| {
                    self.collect(other, depth + 1, fields);
                });
            }
            _ => {}
        }
        if name == "case" {
            fields.insert("survey".to_owned(), self.survey.clone());
        }
        let own = shape.iter().filter(|(name, _)| *name != "@");
        fields.extend(own.map(|(name, written)| (name.clone(), self.value(written, depth + 1))));
    }

    fn value(&self, written: &Written, depth: usize) -> Value {
        match written {
            Written::String(text) => match text.strip_prefix('@') {
                Some(name) => self.shape(name, depth),
                None => Value::from(text.as_str()),
            },
            Written::Integer(number) => Value::Number(*number),
            Written::Boolean(truth) => Value::Truth(*truth),
            Written::Datetime(day) => Value::from(day.to_string().parse::<Date>().ok()),
            Written::Array(items) => Value::List(items.iter().map(|item| self.value(item, depth)).collect()),
            Written::Float(_) | Written::Table(_) => Value::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::catalogue;
    use crate::papers::fields::FieldNames;
    use crate::papers::template::{built_in, check::check};

    /// The questions the built-in templates ask for.
    fn questions() -> BTreeMap<String, String> {
        let form = crate::forms::built_in::form().unwrap();
        form.questions().map(|node| (node.name.clone(), "…".to_owned())).collect()
    }

    #[test]
    fn every_built_in_template_passes_its_own_check() {
        for paper in catalogue::papers().into_iter().chain(catalogue::reports()) {
            let example = FieldNames::built_in().translate(&example(paper.shape(), &questions()));
            let source = built_in::template(&paper.code).unwrap();
            assert_eq!(check(source, &paper.code, &example, &emptied(&example)), [], "{}", paper.code);
        }
    }

    /// An officer reads what a field is, not what the program calls it.
    #[test]
    fn every_field_is_described() {
        let shapes: Table = toml::from_str(BUILT_IN).unwrap();
        let names = FieldNames::built_in();
        let described: std::collections::BTreeSet<&str> = names.all().map(|(name, _)| name).collect();
        let fields = shapes.values().flat_map(|shape| shape.as_table().unwrap().keys());
        let strange: Vec<_> =
            fields.filter(|name| *name != "@" && !described.contains(name.as_str())).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }

    #[test]
    fn only_a_paper_about_a_case_has_one_and_nothing_is_missing() {
        let of = |shape| example(shape, &questions());
        assert!(of("dossier_paper").at("case").is_none() && of("case_paper").at("case.cell.name").is_some());
        fn look(path: &str, value: &Value) {
            match value {
                Value::Missing => panic!("{path} is missing"),
                Value::Fields(fields) => {
                    fields.iter().for_each(|(name, value)| look(&format!("{path}.{name}"), value));
                }
                Value::List(items) => {
                    assert!(!items.is_empty(), "{path} is empty");
                    items.iter().for_each(|item| look(path, item));
                }
                _ => {}
            }
        }
        look("", &of("case_paper"));
        catalogue::reports().iter().for_each(|report| look("", &of(report.shape())));
    }
}
