//! Which rows below the header are data, and what the others are.
//!
//! Invariant: a row that is not taken as data is named with its reason.

use super::grid::{Grid, Row, Value};
use super::header::Layout;
use super::reading::{SkipReason, Skipped};
use super::synonyms::{Kind, Synonyms, Words, begins_with, folded};
use std::collections::{BTreeMap, HashSet};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Class {
    /// Data, with the head of the group it stands in.
    Data(Option<usize>),
    /// Anything else.
    Other(SkipReason),
}

/// The rows below the header, sorted out.
#[derive(Debug)]
pub(super) struct Sorted {
    /// Index into the grid's rows, and what the row is.
    pub(super) rows: Vec<(usize, Class)>,
    /// Heads of groups, as written.
    pub(super) groups: Vec<String>,
}

impl Sorted {
    /// The rows of data.
    pub(super) fn data(&self) -> impl Iterator<Item = (usize, Option<&str>)> {
        self.rows.iter().filter_map(|(index, class)| match class {
            Class::Data(group) => {
                Some((*index, group.and_then(|at| self.groups.get(at)).map(String::as_str)))
            }
            Class::Other(_) => None,
        })
    }
}

struct Sorter<'a> {
    kind: Kind,
    layout: &'a Layout,
    words: &'a Words,
    header: HashSet<String>,
    ordinal: Option<u32>,
    name: Option<u32>,
    required: Vec<u32>,
    counts: HashSet<u32>,
    /// Columns of text besides the name.
    texts: HashSet<u32>,
    after_total: bool,
    after_footer: bool,
}

/// Sorts the rows below the header.
pub(super) fn sort(grid: &Grid, kind: Kind, layout: &Layout, synonyms: &Synonyms, words: &Words) -> Sorted {
    let is = |field: &str, of: fn(&super::synonyms::Field) -> bool| synonyms.find(field).is_some_and(of);
    let fields: &BTreeMap<String, u32> = &layout.fields;
    let columns = |of: fn(&super::synonyms::Field) -> bool| {
        fields.iter().filter(move |(name, _)| is(name, of)).map(|(_, column)| *column)
    };
    let name = fields.get("name").or_else(|| fields.get("kind")).copied();
    let ordinal = fields.get("ordinal").copied();
    let counts: HashSet<u32> = columns(|field| field.count).collect();
    let texts = fields
        .values()
        .filter(|column| !counts.contains(column) && Some(**column) != name && Some(**column) != ordinal)
        .copied()
        .collect();
    let mut sorter = Sorter {
        kind,
        layout,
        words,
        header: layout.first_keys(),
        ordinal,
        name,
        required: columns(|field| field.required).collect(),
        counts,
        texts,
        after_total: false,
        after_footer: false,
    };
    let mut sorted = Sorted { rows: Vec::with_capacity(grid.rows.len()), groups: Vec::new() };
    for (index, row) in grid.rows.iter().enumerate().filter(|(_, row)| row.number > layout.rows.1) {
        let class = match sorter.other(row) {
            None => Class::Data(sorted.groups.len().checked_sub(1)),
            Some(reason) => {
                if reason == SkipReason::Group {
                    sorted.groups.push(sorter.group_name(row));
                }
                Class::Other(reason)
            }
        };
        sorted.rows.push((index, class));
    }
    totals_between_data_are_subtotals(&mut sorted.rows);
    sorted
}

/// "Tổng cộng" below each district and rows after it: only the last, or one above all rows, sums everything.
fn totals_between_data_are_subtotals(rows: &mut [(usize, Class)]) {
    let first = rows.iter().position(|(_, class)| matches!(class, Class::Data(_)));
    let last = rows.iter().rposition(|(_, class)| matches!(class, Class::Data(_)));
    let (Some(first), Some(last)) = (first, last) else { return };
    for (_, class) in rows.iter_mut().take(last).skip(first) {
        if *class == Class::Other(SkipReason::Total) {
            *class = Class::Other(SkipReason::Subtotal);
        }
    }
}

impl Sorter<'_> {
    /// Why a row is no data; none if it is.
    fn other(&mut self, row: &Row) -> Option<SkipReason> {
        if self.repeats_header(row) {
            return Some(SkipReason::RepeatedHeader);
        }
        if row.number == self.layout.rows.1 + 1 && is_numbering(row) {
            return Some(SkipReason::Numbering);
        }
        let numbered = self.is_numbered(row);
        let filled = self.texts.iter().filter(|column| row.get(**column).is_some()).count();
        if !numbered
            && filled <= 1
            && let Some(total) = self.total(row)
        {
            self.after_total |= total == SkipReason::Total;
            return Some(total);
        }
        if !numbered && self.is_footer(row, filled) {
            self.after_footer = true;
            return Some(SkipReason::Footer);
        }
        if self.after_footer && !numbered && filled < 3 {
            return Some(SkipReason::Footer);
        }
        if !numbered && self.is_group(row, filled) {
            return Some(SkipReason::Group);
        }
        let lacks_required = self.required.iter().all(|column| row.get(*column).is_none());
        if lacks_required && filled < 2 {
            return Some(if self.after_total { SkipReason::Footer } else { SkipReason::Remark });
        }
        None
    }

    fn repeats_header(&self, row: &Row) -> bool {
        let Some(first) = row.first_text() else { return false };
        self.header.contains(&super::synonyms::key(first)) && {
            let texts: Vec<(u32, &str)> =
                row.cells.iter().filter_map(|(column, value)| Some((*column, value.text()?))).collect();
            self.layout.is_header(&texts)
        }
    }

    /// Whether the row carries an Arabic number of its own.
    fn is_numbered(&self, row: &Row) -> bool {
        match self.ordinal.and_then(|column| row.get(column)) {
            Some(Value::Number(_)) => true,
            Some(Value::Text(text)) => text.trim_end_matches('.').parse::<u32>().is_ok(),
            _ => false,
        }
    }

    fn total(&self, row: &Row) -> Option<SkipReason> {
        // "Tổng công ty …" and "Công ty …" differ from "Tổng cộng" and "Cộng" by their marks only.
        let text = row.first_text()?.to_lowercase();
        let marked = |words: &[(String, String)]| {
            words.iter().any(|(marked, plain)| {
                let word = if text.is_ascii() { plain } else { marked };
                text.strip_prefix(word.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
        };
        if text.is_ascii() && row.cells.iter().filter(|(_, value)| value.text().is_some()).count() > 1 {
            return None;
        }
        if marked(&self.words.total) {
            return Some(SkipReason::Total);
        }
        marked(&self.words.subtotal).then_some(SkipReason::Subtotal)
    }

    fn is_footer(&self, row: &Row, filled: usize) -> bool {
        let texts = row.cells.iter().filter_map(|(_, value)| value.text());
        let mut signatures = texts.filter(|text| begins_with(&folded(text), &self.words.footer).is_some());
        let Some(first) = row.first_text() else { return false };
        signatures.next().is_some_and(|signature| signature == first || self.after_total) && filled <= 2
    }

    fn is_group(&self, row: &Row, filled: usize) -> bool {
        if filled > 0 {
            return false;
        }
        let texts: Vec<(u32, &str)> =
            row.cells.iter().filter_map(|(column, value)| Some((*column, value.text()?))).collect();
        let head = match texts.as_slice() {
            [(_, head)] => *head,
            [(column, mark), (_, head)] if Some(*column) == self.ordinal && is_group_mark(mark) => {
                return !self.is_organisation(head);
            }
            _ => return false,
        };
        let stands_alone =
            row.cells.iter().all(|(column, value)| value.text().is_some() || self.counts.contains(column));
        let in_front = texts[0].0 <= self.name.or(self.ordinal).unwrap_or(0);
        if !stands_alone || !in_front {
            return false;
        }
        let named = Some(texts[0].0) == self.name;
        match self.kind {
            Kind::Cells if named && self.is_organisation(head) => false,
            // a table of names only has no group rows we could tell apart
            _ => !named || self.ordinal.is_some() || self.texts.len() >= 2,
        }
    }

    fn is_organisation(&self, text: &str) -> bool {
        self.kind == Kind::Cells && begins_with(&folded(text), &self.words.organisation).is_some()
    }

    fn group_name(&self, row: &Row) -> String {
        let texts = row.cells.iter().filter_map(|(_, value)| value.text());
        texts.rev().find(|text| !is_group_mark(text)).unwrap_or_default().to_owned()
    }
}

/// `I`, `IV.`, `A`, `b)`
fn is_group_mark(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', ')', '-', ' ']);
    let roman = bare.len() <= 6 && bare.chars().all(|letter| "IVXLC".contains(letter));
    !bare.is_empty() && (roman || (bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic)))
}

/// `(1) (2) (3) …`, `A B 1 2 3=4+5 …`
fn is_numbering(row: &Row) -> bool {
    let short = |text: &str| {
        let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
        let figures = bare.chars().all(|letter| letter.is_ascii_digit());
        let sum = bare.contains(['=', '+']) && bare.chars().all(|c| c.is_ascii_digit() || "=+-".contains(c));
        let letter = bare.len() == 1 && bare.chars().all(|letter| letter.is_ascii_alphabetic());
        (1..=2).contains(&bare.len()) && figures || sum || letter
    };
    let mut last = 0.0;
    row.cells.len() >= 3
        && row.cells.iter().all(|(_, value)| match value {
            Value::Number(number) => {
                let follows = *number == last + 1.0 || last == 0.0 && *number <= 3.0;
                last = *number;
                follows
            }
            Value::Text(text) => short(text),
            _ => false,
        })
}

/// The rows that are no data, with blank rows between them, for the report.
pub(super) fn skipped(grid: &Grid, layout: &Layout, sorted: &Sorted) -> Vec<Skipped> {
    let mut skipped = Vec::new();
    let mut before = layout.rows.1;
    for (index, class) in &sorted.rows {
        let row = &grid.rows[*index];
        if row.number > before + 1 {
            skipped.push(Skipped {
                row: before + 1,
                last: row.number - 1,
                reason: SkipReason::Blank,
                text: String::new(),
            });
        }
        before = row.number;
        if let Class::Other(reason) = class {
            skipped.push(Skipped { row: row.number, last: row.number, reason: *reason, text: row.shown() });
        }
    }
    skipped
}
