//! The rows of a register as a table shows them: in order, as a tree where there is one.
//!
//! Invariant: holds what is shown; reads nothing.

use crate::domain::record::{Field, FieldKind, RecordKind};
use crate::office::registers::{Register, RegisterRow};
use crate::text::dates::PartialDate;
use crate::text::locale::Locale;
use crate::text::sort;
use crate::tui::theme::Role;
use crate::tui::widgets::column::Column;
use crate::tui::widgets::table::{Piece, RowSource};
use crate::tui::width::width;
use std::collections::HashMap;

/// The registers in the order of the list.
pub(super) const SHELVES: &[&str] = &[
    "cell",
    "member",
    "enterprise",
    "committee",
    "unit",
    "movement",
    "rating",
    "mass_organisation",
    "member_hold",
    "holiday",
    "legal_basis",
    "officer",
    "form",
    "procedure",
    "import_mapping",
    "paper_issuer",
    "committee_term",
    "paper_template",
];

/// The rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    fields: &'static [Field],
    table: &'static str,
    title: &'static str,
    rows: Vec<RegisterRow>,
    /// What is shown, in order: a row and its depth in the tree.
    shown: Vec<(usize, usize)>,
}

impl Rows {
    pub(super) fn new(kind: &'static RecordKind, register: Register) -> Self {
        let shown = (0..register.rows.len()).map(|at| (at, 0)).collect();
        Self { fields: kind.fields, table: kind.table, title: kind.title, rows: register.rows, shown }
    }

    pub(super) fn id(&self, at: usize) -> Option<&str> {
        self.row(at).map(|row| row.id.as_str())
    }

    /// What a row is called.
    pub(super) fn name(&self, at: usize) -> &str {
        self.value(at, self.title).unwrap_or_default()
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.shown.iter().position(|(row, _)| self.rows[*row].id == id)
    }

    pub(super) fn value(&self, at: usize, field: &str) -> Option<&str> {
        let column = self.fields.iter().position(|known| known.name == field)?;
        self.row(at)?.values.get(column).map(String::as_str)
    }

    fn row(&self, at: usize) -> Option<&RegisterRow> {
        self.shown.get(at).and_then(|(row, _)| self.rows.get(*row))
    }

    /// Gives each column the room its values need, and hides those in which nothing stands.
    pub(super) fn fit(&self, columns: &mut [Column]) {
        if self.rows.is_empty() {
            return;
        }
        for column in columns {
            let Some(at) = self.fields.iter().position(|field| field.name == column.id) else { continue };
            let longest = self.rows.iter().map(|row| width(&row.values[at])).max().unwrap_or(0);
            let longest = u16::try_from(longest).unwrap_or(u16::MAX);
            column.shown = longest > 0 && is_shown_first(self.table, column.id);
            if column.id == self.title || column.id == "name" {
                // Names of one kind begin alike; what tells them apart stands at their end.
                column.least = longest.clamp(column.least.min(16), 30);
            }
            column.most = longest.clamp(column.least, 80);
        }
    }

    /// Puts the rows in the order of a column.
    pub(super) fn sort(&mut self, field: &str, upwards: bool) {
        let Some(column) = self.fields.iter().position(|known| known.name == field) else { return };
        let kind = self.fields[column].kind;
        let person = field == "name" && self.fields.iter().any(|known| known.name == "identity_number");
        self.shown = (0..self.rows.len()).map(|at| (at, 0)).collect();
        let rows = &self.rows;
        self.shown.sort_by_cached_key(|(at, _)| order(&rows[*at].values[column], kind, person));
        if !upwards {
            self.shown.reverse();
        }
        // What is not known stands last, whichever way the others are sorted.
        let (empty, filled): (Vec<_>, Vec<_>) =
            self.shown.iter().partition(|(at, _)| rows[*at].values[column].is_empty());
        self.shown = filled.into_iter().chain(empty).collect();
    }

    /// Puts the rows in the order of a tree; those not in it are not shown.
    pub(super) fn plant(&mut self, tree: &[(String, usize)]) {
        let at: HashMap<&str, usize> =
            self.rows.iter().enumerate().map(|(at, row)| (row.id.as_str(), at)).collect();
        let places = tree.iter().filter_map(|(id, depth)| Some((*at.get(id.as_str())?, *depth)));
        self.shown = places.collect();
    }
}

/// What a value is sorted by.
fn order(value: &str, kind: FieldKind, person: bool) -> Vec<u8> {
    match kind {
        FieldKind::Count | FieldKind::Year => value.parse::<u64>().unwrap_or_default().to_be_bytes().to_vec(),
        FieldKind::Day | FieldKind::PartialDay => {
            PartialDate::parse_typed(value).map(|date| date.to_string().into_bytes()).unwrap_or_default()
        }
        _ if person => sort::person_sort_key(value),
        _ => sort::sort_key(value),
    }
}

impl RowSource for Rows {
    fn rows(&self) -> usize {
        self.shown.len()
    }

    fn piece(&self, row: usize, column: &'static str) -> Piece<'_> {
        let value = self.value(row, column).unwrap_or_default();
        let depth = self.shown.get(row).map_or(0, |(_, depth)| *depth);
        if column == self.title && depth > 0 {
            return Piece::new(format!("{}{value}", "  ".repeat(depth)), Role::Text);
        }
        let role = if column == self.title || column == "name" { Role::Text } else { Role::Muted };
        Piece::new(value, role)
    }
}

/// The columns of a register; numbers and days are narrow, names take what is left.
pub(super) fn columns(kind: &'static RecordKind, locale: &Locale) -> Vec<Column> {
    let column = |field: &'static Field| {
        let short = format!("record.column.{}.{}", kind.table, field.name);
        let known = locale.find(&short).is_some();
        let title = if known { short } else { format!("record.{}.{}", kind.table, field.name) };
        if field.name == kind.title && matches!(field.kind, FieldKind::Text | FieldKind::LongText) {
            return Column::between(field.name, title, 16, 60).share(3).middle();
        }
        match field.kind {
            FieldKind::Count => Column::between(field.name, title, 6, 12).right(),
            FieldKind::Year => Column::fixed(field.name, title, 6),
            FieldKind::Day | FieldKind::PartialDay => Column::fixed(field.name, title, 10),
            FieldKind::YesNo => Column::between(field.name, title, 6, 14),
            FieldKind::TaxCode | FieldKind::IdentityNumber => Column::fixed(field.name, title, 14),
            FieldKind::Choices(_) => Column::between(field.name, title, 12, 40),
            FieldKind::Choice(_) => Column::between(field.name, title, 12, 28),
            FieldKind::Reference(_) => Column::between(field.name, title, 16, 44).share(2).middle(),
            FieldKind::Text => Column::between(field.name, title, 10, 28),
            FieldKind::LongText => Column::between(field.name, title, 12, 60),
        }
    };
    in_order(kind).into_iter().map(column).collect()
}

/// The fields a list shows; the others of a record can be chosen, in the order of its form.
const FIRST: &[(&str, &[&str])] = &[
    ("cell", &["name", "kind", "member_total", "member_probationary", "superior", "secretary", "founded_on"]),
    ("member", &["name", "born_on", "gender", "cell", "position", "admitted_on", "official_on", "status"]),
    ("enterprise", &["name", "legal_form", "tax_code", "district", "industry"]),
    ("committee", &["name", "kind", "valid_from", "valid_to", "parent"]),
    ("unit", &["name", "level", "valid_from", "valid_to", "parent"]),
    ("movement", &["happened_on", "kind", "quantity", "enterprise", "unit"]),
];

/// Whether a column is shown before anybody chose others.
fn is_shown_first(table: &str, field: &str) -> bool {
    FIRST.iter().find(|(known, _)| *known == table).is_none_or(|(_, names)| names.contains(&field))
}

/// The fields of a register in the order of its columns.
fn in_order(kind: &'static RecordKind) -> Vec<&'static Field> {
    let first = FIRST.iter().find(|(table, _)| *table == kind.table).map_or(&[][..], |(_, names)| names);
    let mut fields: Vec<&'static Field> = kind.fields.iter().collect();
    fields.sort_by_key(|field| first.iter().position(|name| *name == field.name).unwrap_or(usize::MAX));
    fields
}

/// How a register is sorted when it is opened: by its day, newest first, or else by what a row is called.
pub(super) fn first_order(kind: &RecordKind) -> (&'static str, bool) {
    let day = kind.fields.iter().find(|field| field.kind == FieldKind::Day && field.required);
    day.map_or((kind.title, true), |field| (field.name, false))
}
