//! The registers as a screen lists them: any of them, filtered, bounded, and read where a worker can stop.
//!
//! Invariant: memory is bounded by what is shown, not by how long a register is.

use super::desk::Office;
use super::error::{Error, Result};
use super::records;
use crate::domain::record::{Field, FieldKind, RecordKind};
use crate::store::Named;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use crate::text::sort;
use jiff::civil::Date;
use std::collections::HashMap;

use FieldKind::Text;

/// Registers that are listed, and changed elsewhere: forms and procedures by files, mappings at an import.
const SHELVES: &[RecordKind] = &[
    RecordKind {
        table: "form",
        title: "title",
        fields: &[
            Field::required("title", Text),
            Field::required("name", Text),
            Field::required("version", Text),
        ],
    },
    RecordKind {
        table: "procedure",
        title: "code",
        fields: &[Field::required("code", Text), Field::required("version", Text)],
    },
    RecordKind {
        table: "import_mapping",
        title: "name",
        fields: &[Field::required("name", Text), Field::required("kind", Text)],
    },
    RecordKind {
        table: "paper_template",
        title: "name",
        fields: &[
            Field::required("name", Text),
            Field::required("code", Text),
            Field::optional("valid_from", FieldKind::Day),
            Field::optional("valid_to", FieldKind::Day),
            Field::optional("note", Text),
        ],
    },
];

/// One row of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Id.
    pub id: String,
    /// One shown value a field, in the order of the description.
    pub values: Vec<String>,
}

/// The rows of a register that fit what was typed, as many as are shown at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The rows.
    pub rows: Vec<RegisterRow>,
    /// Rows of the register in all.
    pub all: usize,
    /// Whether more rows fit than are here.
    pub cut: bool,
}

/// One value of a record: as it is kept, and as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordValue {
    /// The field.
    pub field: &'static Field,
    /// As the store keeps it: a code, an id, an ISO date.
    pub kept: String,
    /// In words.
    pub shown: String,
}

/// The description of a register: of the records edited by hand, or of those that are only listed.
pub fn register_kind(table: &str) -> Option<&'static RecordKind> {
    RecordKind::of(table).or_else(|| SHELVES.iter().find(|kind| kind.table == table))
}

impl Office {
    /// The rows of a register whose words all occur in it (accents optional), at most `limit` of them.
    /// `stop` is asked now and then, with the rows seen so far.
    pub fn register(
        &self,
        table: &str,
        find: &str,
        limit: usize,
        language: Language,
        stop: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Register> {
        let kind = known(table)?;
        let reader = self.reader();
        let names = records::names_behind(&reader, kind)?;
        let folded = fold(find);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut found = Register { all: reader.count(table)?, ..Register::default() };
        let mut seen = 0;
        reader.each_row(table, &mut |row| {
            seen += 1;
            if seen % 512 == 0 && stop(seen) {
                return false;
            }
            let shown =
                |field: &Field| records::show(self.codes(), &names, field, row.get(field.name), language);
            let values: Vec<String> = kind.fields.iter().map(shown).collect();
            if !words.is_empty() {
                let text = fold(&values.join("\n"));
                if !words.iter().all(|word| text.contains(word)) {
                    return true;
                }
            }
            found.cut = found.rows.len() == limit;
            if !found.cut {
                found.rows.push(RegisterRow { id: row.text("id").unwrap_or_default().to_owned(), values });
            }
            !found.cut
        })?;
        Ok(found)
    }

    /// How many rows a register has.
    pub fn register_size(&self, table: &str) -> Result<usize> {
        Ok(self.reader().count(table)?)
    }

    /// What the rows of a table are called, for choosing one.
    pub fn called(&self, table: &str) -> Result<Vec<Named>> {
        let mut rows = self.reader().all_called(table)?;
        rows.sort_by_cached_key(|row| sort::sort_key(&row.name));
        Ok(rows)
    }

    /// A record's values in the order of its form, as kept and as shown.
    pub fn record_values(&self, table: &str, id: &str, language: Language) -> Result<Vec<RecordValue>> {
        let kind = known(table)?;
        let reader = self.reader();
        let row = reader.get(table, id)?.ok_or_else(|| {
            let kind = format!("office.kind.{table}");
            Error::yours(Message::new("office.not_found").with("value", id).with_key("kind", &kind))
        })?;
        let mut names = records::Names::new();
        for field in kind.fields {
            if let FieldKind::Reference(to) = field.kind
                && let Some(id) = row.text(field.name)
            {
                let called = reader.called(to, id)?.into_iter().map(|row| (row.id, row.name));
                names.entry(to).or_default().extend(called);
            }
        }
        let value = |field: &'static Field| RecordValue {
            field,
            kept: row.get(field.name).to_string(),
            shown: records::show(self.codes(), &names, field, row.get(field.name), language),
        };
        Ok(kind.fields.iter().map(value).collect())
    }

    /// The committees that exist at any time between two days, as a tree: ids in order, each with its depth.
    /// One whose superior is not among them stands at the top.
    pub fn committee_tree(&self, from: Option<Date>, to: Option<Date>) -> Result<Vec<(String, usize)>> {
        let mut committees = self.reader().committees()?;
        committees.retain(|committee| {
            let (begins, ends) = (committee.validity.from, committee.validity.to);
            begins.is_none_or(|begins| to.is_none_or(|to| begins <= to))
                && ends.is_none_or(|ends| from.is_none_or(|from| from <= ends))
        });
        committees.sort_by_cached_key(|committee| sort::sort_key(&committee.name));
        let known: HashMap<&str, usize> =
            committees.iter().enumerate().map(|(at, committee)| (committee.id.as_str(), at)).collect();
        let mut below: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (at, committee) in committees.iter().enumerate() {
            let parent = committee.parent.as_ref().and_then(|id| known.get(id.as_str()).copied());
            below.entry(parent.filter(|parent| *parent != at)).or_default().push(at);
        }
        let mut tree = Vec::with_capacity(committees.len());
        let mut placed = vec![false; committees.len()];
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        let next = |parent: Option<usize>, depth: usize, waiting: &mut Vec<(usize, usize)>| {
            let children = below.get(&parent).map_or(&[][..], Vec::as_slice);
            waiting.extend(children.iter().rev().map(|child| (*child, depth)));
        };
        next(None, 0, &mut waiting);
        while let Some((at, depth)) = waiting.pop() {
            if std::mem::replace(&mut placed[at], true) {
                continue;
            }
            tree.push((committees[at].id.to_string(), depth));
            next(Some(at), depth + 1, &mut waiting);
        }
        // Two that each name the other as superior would otherwise be nowhere.
        let lost = (0..committees.len()).filter(|at| !placed[*at]);
        tree.extend(lost.map(|at| (committees[at].id.to_string(), 0)));
        Ok(tree)
    }
}

fn known(table: &str) -> Result<&'static RecordKind> {
    register_kind(table)
        .ok_or_else(|| Error::yours(Message::new("office.no_such_record_kind").with("value", table)))
}
