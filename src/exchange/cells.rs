//! Lists of organisations: one row is a party cell with its enterprise.
//!
//! Invariant: what is written is kept as written; names of places and superiors are settled by the office.

use super::error::Error;
use super::fields::{Fields, read_rows};
use super::reading::{Doubt, Duplicate, Findings, Reading};
use super::source::Source;
use super::synonyms::{Kind, key};
use super::{ReadOptions, doubles};
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

/// A party cell as a list gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellRow {
    /// Row of the sheet.
    pub row: u32,
    /// Name, as written.
    pub name: String,
    /// Organisation code, as written.
    pub code: Option<String>,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Name of the enterprise.
    pub enterprise: Option<String>,
    /// Tax code of the enterprise.
    pub tax_code: Option<String>,
    /// Code list `legal_form`.
    pub legal_form: Option<String>,
    /// Main line of business.
    pub industry: Option<String>,
    /// Owner or legal representative.
    pub owner: Option<String>,
    /// Street of the head office.
    pub address: Option<String>,
    /// Commune of the head office, as written.
    pub commune: Option<String>,
    /// District of the head office, as written.
    pub district: Option<String>,
    /// The head of the group of rows it stands in, as written.
    pub group: Option<String>,
    /// Direct superior, as written.
    pub superior: Option<String>,
    /// When it was founded, as known.
    pub founded: Option<PartialDate>,
    /// Members in all.
    pub total: Option<i64>,
    /// Full members.
    pub full: Option<i64>,
    /// Probationary members.
    pub probationary: Option<i64>,
    /// Women among the members.
    pub women: Option<i64>,
    /// Secretary.
    pub secretary: Option<String>,
    /// Workers in all.
    pub workers: Option<i64>,
    /// Women among the workers.
    pub workers_women: Option<i64>,
    /// Members of the trade union.
    pub union_members: Option<i64>,
    /// Members of the youth union.
    pub youth_members: Option<i64>,
    /// Year → code list `rating`.
    pub ratings: BTreeMap<i16, String>,
    /// Note.
    pub note: Option<String>,
}

/// Reads a list of organisations from the bytes of a workbook.
pub fn read_cells(bytes: &[u8], options: &ReadOptions<'_>) -> Result<Reading<CellRow>, Error> {
    let source = Source::open(bytes, Kind::Cells, options)?;
    let years = years(&source);
    let (rows, mut findings) =
        read_rows(&source, options.codes, |fields, group| read_row(fields, group, &years));
    let rows = without_doubles(&source, rows, &mut findings);
    let totals = totals(&rows);
    Ok(source.finish(rows, findings, totals))
}

/// The rating columns: field and year.
fn years(source: &Source) -> Vec<(String, i16)> {
    let fields = source.layout.fields.keys();
    fields.filter_map(|name| Some((name.clone(), name.strip_prefix("rating.")?.parse().ok()?))).collect()
}

fn read_row(fields: &mut Fields<'_>, group: Option<&str>, years: &[(String, i16)]) -> Option<CellRow> {
    let name = fields.required_text("name");
    let mut row = CellRow {
        row: fields.row.number,
        name: name.clone().unwrap_or_default(),
        code: fields.text("code"),
        kind: fields.code("kind", "organisation_kind"),
        enterprise: fields.text("enterprise"),
        tax_code: fields.tax_code("tax_code"),
        legal_form: fields.code("legal_form", "legal_form"),
        industry: fields.text("industry"),
        owner: fields.text("owner"),
        address: fields.text("address"),
        commune: fields.text("commune"),
        district: fields.text("district"),
        group: group.map(str::to_owned),
        superior: fields.text("superior"),
        founded: fields.date("founded"),
        total: fields.count("total"),
        full: fields.count("full"),
        probationary: fields.count("probationary"),
        women: fields.count("women"),
        secretary: fields.text("secretary"),
        workers: fields.count("workers"),
        workers_women: fields.count("workers_women"),
        union_members: fields.count("union_members"),
        youth_members: fields.count("youth_members"),
        ratings: BTreeMap::new(),
        note: fields.text("note"),
    };
    for (field, year) in years {
        if let Some(rating) = fields.code(field, "rating") {
            row.ratings.insert(*year, rating);
        }
    }
    name?;
    settle_district(fields, &mut row);
    check_counts(fields, &row);
    Some(row)
}

/// The group a row stands in gives its district where the row says none, and is compared where it does.
fn settle_district(fields: &mut Fields<'_>, row: &mut CellRow) {
    let Some(group) = &row.group else { return };
    match &row.district {
        None => {
            row.district = Some(group.clone());
            let message = Message::new("import.note.from_group").with("group", group);
            fields.note_field("district", group, message);
        }
        Some(district) if !same_place(district, group) => {
            let message = Message::new("import.doubt.other_group").with("group", group);
            fields.doubt_field("district", message);
        }
        Some(_) => {}
    }
}

/// "Ninh Hải" and "Huyện Ninh Hải" are one place to this check.
fn same_place(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    one.contains(&other) || other.contains(&one)
}

fn check_counts(fields: &mut Fields<'_>, row: &CellRow) {
    if let (Some(total), Some(full), Some(probationary)) = (row.total, row.full, row.probationary)
        && total != full + probationary
    {
        let message = Message::new("import.doubt.parts")
            .with("total", total)
            .with("full", full)
            .with("probationary", probationary);
        fields.doubt_field("total", message);
    }
    let parts = [
        ("women", row.women, row.total),
        ("workers_women", row.workers_women, row.workers),
        ("union_members", row.union_members, row.workers),
    ];
    for (field, part, whole) in parts {
        if let (Some(part), Some(whole)) = (part, whole)
            && part > whole
        {
            let message =
                Message::new("import.doubt.part_over_whole").with("part", part).with("whole", whole);
            fields.doubt_field(field, message);
        }
    }
}

/// The same name with the same tax code or enterprise is the same row twice; the same name alone is doubtful.
fn without_doubles(source: &Source, rows: Vec<CellRow>, findings: &mut Findings) -> Vec<CellRow> {
    let mut kept: Vec<CellRow> = Vec::with_capacity(rows.len());
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for row in rows {
        let alike = by_name.entry(key(&row.name)).or_default();
        let same = |other: &CellRow| match (&row.tax_code, &other.tax_code) {
            (Some(one), Some(other)) => one == other,
            _ => {
                let text = |text: &Option<String>| text.as_deref().map(key);
                text(&row.enterprise) == text(&other.enterprise)
                    && text(&row.superior) == text(&other.superior)
                    && text(&row.district) == text(&other.district)
            }
        };
        if let Some(first) = alike.iter().map(|at| &kept[*at]).find(|other| same(other)) {
            findings.duplicates.push(Duplicate {
                sheet: source.grid.name.clone(),
                row: row.row,
                first: first.row,
                name: row.name.clone(),
                message: Message::new("import.duplicate.cell"),
                differences: doubles::differences(&compared(first), &compared(&row)),
            });
            continue;
        }
        if let Some(first) = alike.first().map(|at| &kept[*at]) {
            findings.doubtful.push(Doubt {
                sheet: source.grid.name.clone(),
                row: row.row,
                other: Some(first.row),
                column: source.column("name").map(|column| source.place(column)),
                value: row.name.clone(),
                message: Message::new("import.doubt.same_cell_name").with("other", first.row),
            });
        }
        alike.push(kept.len());
        kept.push(row);
    }
    kept
}

fn compared(row: &CellRow) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
    vec![
        ("kind", text(&row.kind)),
        ("enterprise", text(&row.enterprise)),
        ("tax_code", text(&row.tax_code)),
        ("superior", text(&row.superior)),
        ("founded", row.founded.map(PartialDate::written).unwrap_or_default()),
        ("total", count(row.total)),
        ("full", count(row.full)),
        ("probationary", count(row.probationary)),
        ("women", count(row.women)),
        ("secretary", text(&row.secretary)),
        ("note", text(&row.note)),
    ]
}

fn totals(rows: &[CellRow]) -> BTreeMap<String, i64> {
    let sum = |of: fn(&CellRow) -> Option<i64>| rows.iter().filter_map(of).sum::<i64>();
    [
        ("cells", rows.iter().map(|_| 1).sum()),
        ("total", sum(|row| row.total)),
        ("full", sum(|row| row.full)),
        ("probationary", sum(|row| row.probationary)),
        ("women", sum(|row| row.women)),
        ("workers", sum(|row| row.workers)),
        ("union_members", sum(|row| row.union_members)),
        ("youth_members", sum(|row| row.youth_members)),
    ]
    .into_iter()
    .map(|(name, sum)| (name.to_owned(), sum))
    .collect()
}
