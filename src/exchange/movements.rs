//! Lists of movements: one row is something that happened on a day, in a quantity.
//!
//! Invariant: rows that look alike are both kept: two admissions on one day are two.

use super::ReadOptions;
use super::error::Error;
use super::fields::{Fields, read_rows};
use super::reading::{Doubt, Findings, Reading};
use super::source::Source;
use super::synonyms::{Kind, key};
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

/// A movement as a list gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementRow {
    /// Row of the sheet.
    pub row: u32,
    /// When, as known.
    pub date: PartialDate,
    /// Code list `movement`.
    pub kind: String,
    /// Enterprise or body, as written.
    pub enterprise: Option<String>,
    /// District, as written.
    pub district: Option<String>,
    /// How many.
    pub quantity: i64,
    /// Note.
    pub note: Option<String>,
}

/// Reads a list of movements from the bytes of a workbook.
pub fn read_movements(bytes: &[u8], options: &ReadOptions<'_>) -> Result<Reading<MovementRow>, Error> {
    let source = Source::open(bytes, Kind::Movements, options)?;
    let (rows, mut findings) = read_rows(&source, options.codes, read_row);
    ask_about_repeats(&source, &rows, &mut findings);
    let mut totals = BTreeMap::new();
    for row in &rows {
        *totals.entry(row.kind.clone()).or_default() += row.quantity;
    }
    Ok(source.finish(rows, findings, totals))
}

fn read_row(fields: &mut Fields<'_>, group: Option<&str>) -> Option<MovementRow> {
    let required = || Message::new("import.fault.required");
    let date = fields.date("date");
    if date.is_none() {
        fields.leave_out("date", required());
    }
    let kind = fields.code("kind", "movement");
    if kind.is_none() {
        fields.leave_out("kind", required());
    }
    let quantity = fields.count("quantity");
    if quantity.is_none() {
        fields.leave_out("quantity", required());
    }
    let (enterprise, district, note) =
        (fields.text("enterprise"), fields.text("district"), fields.text("note"));
    let row = MovementRow {
        row: fields.row.number,
        date: date?,
        kind: kind?,
        enterprise,
        district: district.or_else(|| group.map(str::to_owned)),
        quantity: quantity?,
        note,
    };
    Some(row)
}

fn ask_about_repeats(source: &Source, rows: &[MovementRow], findings: &mut Findings) {
    let mut seen: HashMap<(PartialDate, &str, String, i64), u32> = HashMap::new();
    for row in rows {
        let enterprise = row.enterprise.as_deref().map(key).unwrap_or_default();
        let first = *seen.entry((row.date, &row.kind, enterprise, row.quantity)).or_insert(row.row);
        if first != row.row {
            findings.doubtful.push(Doubt {
                sheet: source.grid.name.clone(),
                row: row.row,
                other: Some(first),
                column: None,
                value: row.enterprise.clone().unwrap_or_default(),
                message: Message::new("import.doubt.same_movement").with("other", first),
            });
        }
    }
}
