//! What a template may ask for: the fields of a paper, what each holds, and how it stands in a text.
//!
//! Invariant: what is listed here passes the check where it is put in as it is written here.

use super::Office;
use crate::forms::built_in;
use crate::forms::form::{Form, Node};
use crate::forms::kind::Kind;
use crate::office::error::Result;
use crate::office::making::{Order, ReportKind};
use crate::papers::catalogue::PaperDefinition;
use crate::papers::example::example;
use crate::papers::fields::{FieldNames, SURVEY};
use crate::papers::values::Value;
use crate::text::dates::body_date;
use crate::text::locale::Language;
use crate::text::numbers;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// Several of a kind: a loop goes over them, a row of a table repeats for them.
    List,
}

impl FieldKind {
    /// The word in JSON, and the key `template.field.<word>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::YesNo => "yes_no",
            Self::List => "list",
        }
    }
}

/// A field a template may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateField {
    /// Its path, lists by their items: `ho_so.dang_vien.ten`.
    pub path: String,
    /// The list it lies in, if it lies in one: `ho_so.dang_vien`.
    pub list: Option<String>,
    /// What it holds.
    pub kind: FieldKind,
    /// What it is, from the whole to the part.
    pub meaning: String,
    /// A value as it might be written.
    pub example: String,
}

impl Office {
    /// The fields a paper may ask for, each list told once, shorter paths first.
    pub fn template_fields(&self, paper: &PaperDefinition, language: Language) -> Result<Vec<TemplateField>> {
        let names = FieldNames::built_in();
        let meanings: BTreeMap<&str, &str> = names
            .all()
            .map(|(name, field)| (name, if language == Language::Vietnamese { &field.vi } else { &field.en }))
            .map(|(name, meaning)| (name, meaning.as_str()))
            .collect();
        let questions = self.survey_questions()?;
        let tree = example(paper.shape(), &questions);
        let mut fields = Vec::new();
        let mut told = BTreeSet::new();
        let survey = names.written(SURVEY);
        let mut waiting = VecDeque::from([(String::new(), None::<String>, String::new(), &tree)]);
        while let Some((path, list, meaning, value)) = waiting.pop_front() {
            let Value::Fields(inside) = value.plain() else { continue };
            let of_survey = path.rsplit('.').next() == Some(survey);
            for (name, value) in inside {
                let asked = questions.get(name).map(String::as_str).filter(|_| of_survey);
                let path = join(&path, ".", if of_survey { name } else { names.written(name) });
                let known = asked.or_else(|| meanings.get(name.as_str()).copied()).unwrap_or(name);
                // What a name means goes on behind its colon; in the way to another the name is enough.
                let meaning = join(meaning.split(':').next().unwrap_or_default(), " › ", known);
                let (kind, example) = match value.plain() {
                    Value::Fields(_) => {
                        waiting.push_back((path, list.clone(), meaning, value));
                        continue;
                    }
                    Value::List(items) => {
                        // The same list in another place has the same inside.
                        if let Some(item) = items.first().filter(|_| told.insert(name.clone())) {
                            waiting.push_back((path.clone(), Some(path.clone()), meaning.clone(), item));
                        }
                        (FieldKind::List, String::new())
                    }
                    Value::Number(_) => (FieldKind::Number, written(value)),
                    Value::Date(_) => (FieldKind::Date, written(value)),
                    Value::Truth(_) => (FieldKind::YesNo, String::new()),
                    // The question stands for an answer.
                    _ if of_survey => (FieldKind::Text, String::new()),
                    _ => (FieldKind::Text, written(value)),
                };
                fields.push(TemplateField { path, list: list.clone(), kind, meaning, example });
            }
        }
        Ok(fields)
    }

    /// What the fields of a paper hold now, in their order; of a list its first item.
    pub fn present_values(&self, order: &Order, fields: &[TemplateField]) -> Result<Vec<String>> {
        Ok(held(&self.values_of(order)?, fields))
    }

    /// The same of a report of a period.
    pub fn present_figures(
        &self,
        kind: ReportKind,
        (from, to): (Date, Date),
        fields: &[TemplateField],
    ) -> Result<Vec<String>> {
        Ok(held(&self.values_of_report(kind, from, to)?, fields))
    }

    /// What a paper may ask for, under the names templates write, with an example of each.
    pub(super) fn template_example(&self, paper: &PaperDefinition) -> Result<Value> {
        Ok(FieldNames::built_in().translate(&example(paper.shape(), &self.survey_questions()?)))
    }

    /// The questions of the office's forms, each with what it asks; those of the built-in form where it has none.
    pub(super) fn survey_questions(&self) -> Result<BTreeMap<String, String>> {
        let mut questions = BTreeMap::new();
        for line in self.forms()? {
            questions.extend(asked(&*self.form(&line.id)?));
        }
        if questions.is_empty() {
            questions.extend(built_in::form().iter().flat_map(asked));
        }
        Ok(questions)
    }
}

/// What fields hold in a tree of values under the program's names.
fn held(values: &Value, fields: &[TemplateField]) -> Vec<String> {
    let values = FieldNames::built_in().translate(values);
    fields.iter().map(|field| values.at(&field.path).map(written).unwrap_or_default()).collect()
}

/// What a form asks and works out once, each with its label.
fn asked(form: &Form) -> Vec<(String, String)> {
    let answered = |node: &&Node| node.repeats == 0 && !node.kind.holds_others() && node.kind != Kind::Note;
    let told = form.nodes.iter().filter(answered);
    told.map(|node| (node.name.clone(), node.label.get("vi").to_owned())).collect()
}

/// A value as a paper writes it without a filter.
fn written(value: &Value) -> String {
    match value.plain() {
        Value::Text(text) => text.clone(),
        Value::Number(number) => numbers::written(*number),
        Value::Date(day) => body_date(*day),
        _ => String::new(),
    }
}

fn join(before: &str, between: &str, name: &str) -> String {
    if before.is_empty() { name.to_owned() } else { format!("{before}{between}{name}") }
}
