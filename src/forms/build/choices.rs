//! The choices sheet into choice lists; the files of choices too.
//!
//! Invariant: a choice has a code; the rows of a list need not stand together.

use super::super::form::{Choice, Texts};
use super::super::headers::Header;
use super::super::sheets::Sheet;
use super::Findings;
use super::languages::Languages;
use super::table::Table;
use crate::text::message::Message;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What to do with a code that stands twice in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubles {
    /// It is told.
    Told,
    /// The settings allow it.
    Allowed,
    /// Choices of the sheet `external_choices` stand once for every place they are offered in.
    External,
}

impl Choice {
    /// Its words in the language of a column, else its code.
    pub(super) fn worded(&self, header: &Header, languages: &Languages) -> &str {
        let language = header.language.as_ref().unwrap_or_else(|| languages.default());
        let label = self.label.get(&languages.code(language));
        if label.is_empty() { &self.code } else { label }
    }
}

/// The choice lists of a form.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) lists: BTreeMap<String, Vec<Choice>>,
    /// The columns of each, whether filled or not.
    pub(super) columns: BTreeMap<String, BTreeSet<String>>,
}

impl Lists {
    /// The list of a name, as written or in another case.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        if let Some((same, _)) = self.lists.get_key_value(name) {
            return Some(same);
        }
        let lower = name.to_lowercase();
        self.lists.keys().map(String::as_str).find(|known| known.to_lowercase() == lower)
    }

    /// Reads a sheet of choices.
    pub(super) fn read(&mut self, table: &Table<'_>, doubles: Doubles, found: &mut Findings) {
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        // For each list the first choice without words, and how many there are.
        let mut wordless = BTreeMap::new();
        let mut columns: BTreeSet<String> = table.column_names().map(str::to_owned).collect();
        columns.extend(["name".to_owned(), "label".to_owned()]);
        if !table.has("name") && !table.rows().is_empty() {
            found.faults.push(table.missing("name"));
            for row in table.rows() {
                self.lists.entry(table.cell(row, "list_name").to_owned()).or_default();
            }
            return;
        }
        if !table.has("list_name") && !table.rows().is_empty() {
            // Choices nobody will be offered; what asks for them is refused where it does.
            found.warnings.push(table.missing("list_name"));
            return;
        }
        for row in table.rows() {
            if row.is_blank() {
                continue;
            }
            let (list, code) = (table.cell(row, "list_name"), table.cell(row, "name"));
            if list.is_empty() {
                // A remark, or a choice nobody will be offered.
                let key =
                    if code.is_empty() { "forms.fault.no_choice" } else { "forms.fault.choice_without_list" };
                found.warnings.push(table.fault(row, "list_name", Message::new(key)));
                continue;
            }
            if code.is_empty() {
                let cause = Message::new("forms.fault.choice_without_name").with("list", list);
                found.faults.push(table.fault(row, "name", cause));
                // The list is there all the same.
                self.lists.entry(list.to_owned()).or_default();
                continue;
            }
            if !seen.insert((list, code)) && doubles == Doubles::Told {
                let cause = Message::new("forms.fault.choice_twice").with("list", list).with("code", code);
                found.warnings.push(table.fault(row, "name", cause));
            }
            let choice = Choice {
                code: code.to_owned(),
                label: table.words(row, "label"),
                columns: table.all(row),
                media: table.media(row),
                row: row.number,
            };
            if doubles != Doubles::External && choice.label.is_empty() && choice.media.is_empty() {
                let first = wordless.entry(list).or_insert((row, code, 0_usize));
                first.2 += 1;
            }
            match self.lists.get_mut(list) {
                Some(choices) => choices.push(choice),
                None => {
                    self.lists.insert(list.to_owned(), vec![choice]);
                }
            }
        }
        for list in self.lists.keys() {
            self.columns.insert(list.clone(), columns.clone());
        }
        for (list, (row, code, count)) in wordless {
            let cause = Message::new("forms.fault.choices_without_label").with("list", list);
            let cause = cause.with("code", code).with("count", count);
            found.warnings.push(table.fault(row, "label", cause));
        }
    }

    /// Takes a file that came with the form: its codes stand in the column `name`, else the first one, its
    /// labels in `label`, else the second one.
    pub(super) fn attach(&mut self, file: &Sheet, language: &str) {
        let column = |names: &[&str], otherwise: usize| {
            let called = |header: &String| names.contains(&header.trim().to_lowercase().as_str());
            file.headers.iter().position(called).unwrap_or(otherwise)
        };
        let (code, label) = (column(&["name", "value", "id"], 0), column(&["label", "title"], 1));
        let choices = file.rows.iter().filter(|row| !row.cell(code).is_empty()).map(|row| {
            let columns =
                file.headers.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), row.cell(at)));
            let mut columns: BTreeMap<String, String> = columns
                .filter(|(_, text)| !text.is_empty())
                .map(|(name, text)| (name, text.to_owned()))
                .collect();
            columns.entry("name".to_owned()).or_insert_with(|| row.cell(code).to_owned());
            let label = Some(row.cell(label)).filter(|label| !label.is_empty());
            Choice {
                code: row.cell(code).to_owned(),
                label: label.map(|label| Texts::one(language, label)).unwrap_or_default(),
                columns,
                media: BTreeMap::new(),
                row: 0, // of no sheet of the form
            }
        });
        self.lists.insert(file.name.clone(), choices.collect());
        let columns = file.headers.iter().map(|header| header.trim().to_owned());
        self.columns
            .insert(file.name.clone(), columns.chain(["name".to_owned(), "label".to_owned()]).collect());
    }
}

/// Whether a sheet is no part of the form but a file beside it.
pub(super) fn is_file(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    [".csv", ".xml", ".geojson"].iter().any(|ending| lower.ends_with(ending))
}
