//! What a select takes its answers from: a list of the form, of its external choices, or of a file.
//!
//! Invariant: a list of the form's own must be there; a file that did not come with the form makes a typed
//! answer, with a warning.

use super::super::form::{Choice, Node, Texts, parameter};
use super::super::kind::Kind;
use super::super::sheets::Row;
use super::Findings;
use super::choices::{Lists, is_file};
use super::files::{csv, quoted};
use super::languages::Languages;
use super::table::Table;
use super::types::{Select, Source, Takes};
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Selects<'a> {
    pub(super) choices: &'a mut Lists,
    pub(super) external: &'a mut Lists,
    pub(super) files: &'a Lists,
    pub(super) languages: &'a Languages,
    /// Lists that are asked for with a place for another answer.
    pub(super) with_other: BTreeSet<String>,
    /// Lists that are asked for with several answers, and the first question that does.
    pub(super) several: BTreeMap<String, String>,
    /// Lists whose rows name columns of a file, and the row of the first question that searches it.
    pub(super) searched: BTreeMap<String, usize>,
    /// The rows that offer a list of the form's own.
    pub(super) offered: Vec<(String, usize)>,
    /// The program's own words for another answer, put together when first needed.
    pub(super) other: OnceCell<OtherWords>,
}

/// What the place for another answer is called, in every language of the form.
#[derive(Debug)]
pub(super) struct OtherWords {
    choice: Texts,
    question: Texts,
}

/// The code of the choice "something else", as pyxform has it.
const OTHER: &str = "other";

impl Selects<'_> {
    /// The kind a select comes to.
    pub(super) fn settle(
        &mut self,
        select: &Select,
        table: &Table<'_>,
        row: &Row,
        appearance: &str,
        found: &mut Findings,
    ) -> Kind {
        let list = select.list.as_str();
        if let Some(file) = searched(appearance) {
            self.searched.entry(list.to_owned()).or_insert(row.number);
            let found_file = self.files.find(&file).or_else(|| self.files.find(&format!("{file}.csv")));
            // The choices the form itself writes down are no answers but names of the file's columns.
            let columns = self.choices.lists.get(list).and_then(|choices| choices.first());
            let (value, label) = columns.map_or((None, None), |choice| {
                (Some(choice.code.clone()), choice.label.all().next().map(|(_, label)| label.to_owned()))
            });
            return match found_file.map(str::to_owned) {
                Some(file) => {
                    let named = [("value", value.as_deref()), ("label", label.as_deref())];
                    self.check_columns(&file, named, (table, row, "appearance"), found);
                    select.takes.of(&self.of_file(&file, value.as_deref(), label.as_deref()))
                }
                None => typed(table, row, &csv(file), found),
            };
        }
        if select.source == Source::File && !is_file(list) {
            let cause = Message::new("forms.fault.file_ending").with("file", list);
            found.faults.push(table.fault(row, "type", cause));
            return Kind::Text;
        }
        if is_file(list) {
            let parameters = table.cell(row, "parameters").replace(" =", "=").replace("= ", "=");
            let parameter = |name: &str| parameter(&parameters, name);
            return match self.files.find(list).map(str::to_owned) {
                Some(file) => {
                    let named = ["value", "label"].map(|name| (name, parameter(name)));
                    self.check_columns(&file, named, (table, row, "parameters"), found);
                    select.takes.of(&self.of_file(&file, parameter("value"), parameter("label")))
                }
                None => typed(table, row, list, found),
            };
        }
        // The answers to another question; whether it is there is seen when all are.
        if list.starts_with("${") && list.ends_with('}') {
            return select.takes.of(list);
        }
        if select.source == Source::External
            && self.external.find(list).is_none()
            && self.choices.find(list).is_none()
        {
            return match self.external.lists.is_empty() {
                true => typed(table, row, "itemsets.csv", found),
                false => self.missing(select, table, row, found),
            };
        }
        let (own, other) = match select.source {
            Source::External => (&*self.external, &*self.choices),
            _ => (&*self.choices, &*self.external),
        };
        let known = own.lists.get_key_value(list).or_else(|| other.lists.get_key_value(list));
        let Some((name, _)) = known else {
            return self.missing(select, table, row, found);
        };
        let kind = select.takes.of(name);
        self.offered.push((list.to_owned(), row.number));
        if select.takes != Takes::One {
            self.several.entry(list.to_owned()).or_insert_with(|| table.cell(row, "name").to_owned());
        }
        if select.or_other {
            self.with_other.insert(list.to_owned());
        }
        kind
    }

    /// Whether a file has the columns its codes and labels are said to stand in. Without codes there is nothing to
    /// choose; without labels the codes are shown.
    fn check_columns(
        &self,
        file: &str,
        named: [(&str, Option<&str>); 2],
        (table, row, cell): (&Table<'_>, &Row, &str),
        found: &mut Findings,
    ) {
        let Some(columns) = self.files.columns.get(file) else { return };
        for (meant, column) in named {
            let Some(column) = column.filter(|column| !columns.contains(*column)) else { continue };
            let known = columns.iter().map(String::as_str);
            let cause = found.nearest.message("forms.fault.missing_file_column", column, known);
            let fault = table.fault(row, cell, cause.with("name", column).with("file", file));
            if meant == "value" { found.faults.push(fault) } else { found.warnings.push(fault) }
        }
    }

    /// The list of a file whose codes and labels stand in columns of other names, made where it is asked for
    /// first.
    fn of_file(&mut self, file: &str, value: Option<&str>, label: Option<&str>) -> String {
        if value.is_none_or(|value| value == "name") && label.is_none_or(|label| label == "label") {
            return file.to_owned();
        }
        let (value, label) = (value.unwrap_or("name"), label.unwrap_or("label"));
        let name = format!("{file} ({value}, {label})");
        if !self.choices.lists.contains_key(&name) {
            let language = &self.languages.default().code;
            let rows = self.files.lists.get(file).into_iter().flatten().filter_map(|row| {
                let words = row.columns.get(label).map(|label| Texts::one(language, label));
                Some(Choice {
                    code: row.columns.get(value)?.clone(),
                    label: words.unwrap_or_default(),
                    ..row.clone()
                })
            });
            let rows = rows.collect();
            self.choices.lists.insert(name.clone(), rows);
            let columns = self.files.columns.get(file).cloned().unwrap_or_default();
            self.choices.columns.insert(name.clone(), columns);
        }
        name
    }

    fn missing(&self, select: &Select, table: &Table<'_>, row: &Row, found: &mut Findings) -> Kind {
        let list = select.list.as_str();
        let known = self.choices.lists.keys().chain(self.external.lists.keys()).map(String::as_str);
        let cause = found.nearest.message("forms.fault.missing_list", list, known);
        found.faults.push(table.fault(row, "type", cause.with("list", list)));
        Kind::Text
    }

    /// Several codes in one answer are kept apart by spaces, so none may hold one.
    pub(super) fn check_codes(&self, table: &Table<'_>, external: bool, found: &mut Findings) {
        let lists = if external { &*self.external } else { &*self.choices };
        for (list, question) in &self.several {
            for choice in lists.lists.get(list).into_iter().flatten() {
                if choice.code.contains(char::is_whitespace) {
                    let cause = Message::new("forms.fault.choice_with_space").with("code", &choice.code);
                    found.faults.push(table.fault_at(choice.row, "name", cause.with("question", question)));
                }
            }
        }
    }

    /// A list that names columns of a file offers them as choices where it is not searched.
    pub(super) fn check_searched(&self, table: &Table<'_>, found: &mut Findings) {
        for (list, row) in &self.offered {
            if let Some(other) = self.searched.get(list) {
                let cause =
                    Message::new("forms.fault.searched_list").with("list", list).with("other", *other);
                found.warnings.push(table.fault_at(*row, "type", cause));
            }
        }
    }

    /// The question for another answer than those offered.
    pub(super) fn other_question(&self, select: &Node) -> Node {
        let relevant = format!("selected(${{{}}}, '{OTHER}')", select.name);
        Node {
            name: format!("{}_other", select.name),
            kind: Kind::Text,
            word: "text".to_owned(),
            label: self.other().question.clone(),
            relevant: super::super::expression::parse(&relevant).ok(),
            required: None,
            required_message: Texts::default(),
            constraint: None,
            constraint_message: Texts::default(),
            hint: Texts::default(),
            guidance: Texts::default(),
            media: BTreeMap::new(),
            calculation: None,
            default: None,
            choice_filter: None,
            repeat_count: None,
            triggers: Vec::new(),
            appearance: String::new(),
            parameters: String::new(),
            extra: BTreeMap::new(),
            ..select.clone()
        }
    }

    /// Adds the choice "something else" to the lists that need one.
    pub(super) fn add_other_choices(&mut self) {
        for list in std::mem::take(&mut self.with_other) {
            let label = self.other().choice.clone();
            let lists =
                if self.choices.lists.contains_key(&list) { &mut *self.choices } else { &mut *self.external };
            let Some(choices) = lists.lists.get_mut(&list) else { continue };
            if choices.iter().all(|choice| choice.code != OTHER) {
                let columns = BTreeMap::from([("name".to_owned(), OTHER.to_owned())]);
                choices.push(Choice {
                    code: OTHER.to_owned(),
                    label,
                    columns,
                    media: BTreeMap::new(),
                    row: 0,
                });
            }
        }
    }

    fn other(&self) -> &OtherWords {
        self.other.get_or_init(|| OtherWords::of(self.languages))
    }
}

impl OtherWords {
    fn of(languages: &Languages) -> Self {
        let (vietnamese, english) = (Locale::new(Language::Vietnamese), Locale::new(Language::English));
        let worded = |key: &str| {
            let wordings = languages.all().into_iter().map(|language| {
                let lower = language.name.to_lowercase();
                let is_vietnamese = language.code.eq_ignore_ascii_case("vi")
                    || lower.contains("việt")
                    || lower.contains("vietnam");
                let locale = if is_vietnamese { &vietnamese } else { &english };
                (language.code, locale.text(key).to_owned())
            });
            Texts { wordings: wordings.collect() }
        };
        Self { choice: worded("forms.other.choice"), question: worded("forms.other.question") }
    }
}

/// The file of `search('file', …)`.
pub(super) fn searched(appearance: &str) -> Option<String> {
    let at = appearance.to_ascii_lowercase().find("search")?;
    quoted(appearance.get(at + "search".len()..)?.trim_start().strip_prefix('(')?)
}

fn typed(table: &Table<'_>, row: &Row, file: &str, found: &mut Findings) -> Kind {
    let cause = Message::new("forms.fault.no_file").with("file", file);
    found.warnings.push(table.fault(row, "type", cause));
    Kind::Text
}
