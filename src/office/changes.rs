//! What an entry changed, as a person reads it: names for ids, words for codes, days as written.
//!
//! Invariant: shows what the journal holds; a value nothing is known about is shown as it is.

use super::desk::Office;
use super::error::Result;
use super::records::{self, Names};
use crate::domain::record::{FieldKind, RecordKind};
use crate::store::{Change, Operation, Reader, Row, Value};
use crate::text::dates::PartialDate;
use crate::text::locale::Language;
use std::collections::HashMap;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It came to be.
    Created,
    /// Something about it was set.
    Set,
    /// It was deleted.
    Deleted,
}

/// One operation in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChange {
    /// The table; `record.<table>.heading` words it.
    pub table: String,
    /// The row.
    pub row: String,
    /// What the row is called, as far as that is known.
    pub name: String,
    /// What became of it.
    pub deed: Deed,
    /// Field, old and new value. `record.<table>.<field>` words the field.
    pub fields: Vec<(String, String, String)>,
}

/// Columns that refer to a row of a table of another name.
const REFERS: &[(&str, &str)] = &[
    ("superior", "committee"),
    ("committee", "committee"),
    ("giver", "committee"),
    ("receiver", "committee"),
    ("officer", "officer"),
    ("person", "officer"),
    ("author", "officer"),
    ("approved_by", "officer"),
    ("finalized_by", "officer"),
    ("cell", "cell"),
    ("case", "case"),
    ("enterprise", "enterprise"),
    ("member", "member"),
    ("dossier", "dossier"),
    ("paper", "paper"),
    ("survey", "survey"),
    ("form", "form"),
    ("unit", "unit"),
    ("old_unit", "unit"),
    ("new_unit", "unit"),
];

/// Columns that hold a code, of tables that are not edited as records.
const CODED: &[(&str, &str, &str)] = &[
    ("case", "side_state", "side_state"),
    ("case", "outcome", "outcome"),
    ("survey", "state", "survey_state"),
    ("assessment", "chosen", "outcome"),
    ("assessment_option", "outcome", "outcome"),
    ("dossier", "state", "dossier_state"),
    ("dossier_case", "answer", "dossier_answer"),
    ("snapshot", "moment", "snapshot_moment"),
    ("difference", "subject", "difference_subject"),
    ("handover_item", "item", "handover_item"),
    ("handover_item", "state", "handover_state"),
    ("handover_member", "state", "member_outcome"),
];

/// Columns that name a row, in order of preference.
const TITLES: &[&str] =
    &["name", "code", "title", "number", "cell", "case", "member", "enterprise", "survey", "dossier"];

impl Office {
    /// Operations in words, in their order.
    pub fn shown_changes(&self, operations: &[Operation], language: Language) -> Result<Vec<ShownChange>> {
        let mut teller = Teller { office: self, reader: self.reader(), language, names: HashMap::new() };
        operations.iter().map(|operation| teller.tell(operation)).collect()
    }
}

/// The tables whose rows an entry may be about, the most frequent first.
const SUBJECTS: &[&str] =
    &["case", "cell", "dossier", "member", "enterprise", "committee", "unit", "survey", "paper", "officer"];

impl Office {
    /// What an entry is about is called, with its code where it has one.
    pub fn subject_name(&self, subject: &str) -> Result<Option<String>> {
        let reader = self.reader();
        for table in SUBJECTS {
            let found = reader.called(table, subject)?.into_iter().find(|row| row.id == subject);
            if let Some(row) = found {
                // A member's code is an identity number: not for a list of what was done.
                let code = row.code.filter(|_| ["case", "dossier"].contains(table));
                return Ok(Some(code.map_or(row.name.clone(), |code| format!("{code} {}", row.name))));
            }
        }
        Ok(None)
    }
}

/// Words values, remembering the names it looked up.
struct Teller<'a> {
    office: &'a Office,
    reader: Reader<'a>,
    language: Language,
    names: HashMap<(String, String), String>,
}

impl Teller<'_> {
    fn tell(&mut self, operation: &Operation) -> Result<ShownChange> {
        let table = operation.table.as_str();
        let (deed, fields) = match &operation.change {
            Change::Created { values } => (Deed::Created, self.all(table, values, Deed::Created)?),
            Change::Deleted { values } => (Deed::Deleted, self.all(table, values, Deed::Deleted)?),
            Change::Set { field, from, to } => {
                let (old, new) = (self.word(table, field, from)?, self.word(table, field, to)?);
                (Deed::Set, vec![(field.clone(), old, new)])
            }
        };
        let name = match &operation.change {
            // A setting is called by its key.
            _ if table == "setting" => operation.row.clone(),
            Change::Created { values } | Change::Deleted { values } => self.title(table, values)?,
            Change::Set { .. } => match self.reader.get(table, &operation.row)? {
                Some(row) => self.title(table, &row)?,
                None => String::new(),
            },
        };
        Ok(ShownChange { table: table.to_owned(), row: operation.row.clone(), name, deed, fields })
    }

    fn all(&mut self, table: &str, values: &Row, deed: Deed) -> Result<Vec<(String, String, String)>> {
        let mut fields = Vec::new();
        for (field, value) in values.iter().filter(|(field, value)| *field != "id" && !value.is_null()) {
            let word = self.word(table, field, value)?;
            let (old, new) =
                if deed == Deed::Created { (String::new(), word) } else { (word, String::new()) };
            fields.push((field.to_owned(), old, new));
        }
        Ok(fields)
    }

    fn title(&mut self, table: &str, row: &Row) -> Result<String> {
        for field in TITLES {
            let value = row.get(field);
            if !value.is_null() {
                return self.word(table, field, value);
            }
        }
        Ok(String::new())
    }

    fn word(&mut self, table: &str, field: &str, value: &Value) -> Result<String> {
        let text = value.to_string();
        if text.is_empty() {
            return Ok(text);
        }
        if let Some(known) = RecordKind::of(table).and_then(|kind| kind.field(field)) {
            return Ok(match known.kind {
                FieldKind::Reference(to) => self.name(to, text)?,
                _ => records::show(self.office.codes(), &Names::new(), known, value, self.language),
            });
        }
        let codes = self.office.codes();
        if let Some((_, _, list)) = CODED.iter().find(|(of, name, _)| *of == table && *name == field) {
            return Ok(codes.name(list, &text, self.language).to_owned());
        }
        if field == "stage" || field.ends_with("_stage") {
            return Ok(self.stage(text));
        }
        if let Some((_, to)) = REFERS.iter().find(|(name, _)| *name == field) {
            return self.name(to, text);
        }
        Ok(PartialDate::parse_iso(&text).filter(|_| text.len() == 10).map_or(text, PartialDate::written))
    }

    fn stage(&self, code: String) -> String {
        let Ok(procedure) = self.office.newest_procedure() else { return code };
        procedure.stage(&code).map_or(code, |stage| match self.language {
            Language::Vietnamese => stage.name.vietnamese.clone(),
            Language::English => stage.name.english.clone(),
        })
    }

    fn name(&mut self, table: &str, id: String) -> Result<String> {
        let key = (table.to_owned(), id);
        if let Some(known) = self.names.get(&key) {
            return Ok(known.clone());
        }
        let named = self.reader.called(table, &key.1)?.into_iter().find(|row| row.id == key.1);
        let name = named.map_or_else(|| key.1.clone(), |row| row.name);
        self.names.insert(key, name.clone());
        Ok(name)
    }
}
