//! Lists of members: one row is a person.
//!
//! Invariant: a name is kept as written, capitals and all; two persons are never made one by a guess.

use super::error::Error;
use super::fields::{Fields, read_rows};
use super::reading::Reading;
use super::source::Source;
use super::synonyms::Kind;
use super::{ReadOptions, doubles};
use crate::domain::identity::IdentityNumber;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use std::collections::BTreeMap;

/// A member as a list gives them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberRow {
    /// Row of the sheet.
    pub row: u32,
    /// Full name, as written.
    pub name: String,
    /// Other name.
    pub other_name: Option<String>,
    /// Code list `gender`.
    pub gender: Option<String>,
    /// Birth, as known.
    pub born: Option<PartialDate>,
    /// Ethnicity.
    pub ethnicity: Option<String>,
    /// Religion.
    pub religion: Option<String>,
    /// Identity number, twelve digits, or the nine of the old paper.
    pub identity_number: Option<String>,
    /// Party card number.
    pub card_number: Option<String>,
    /// File number (số lý lịch).
    pub file_number: Option<String>,
    /// Home place (quê quán).
    pub home_place: Option<String>,
    /// Residence (thường trú).
    pub residence: Option<String>,
    /// Admission to the Party.
    pub admitted: Option<PartialDate>,
    /// Full membership; none for a probationary member.
    pub official: Option<PartialDate>,
    /// The organisation they take part in, as written.
    pub organisation: Option<String>,
    /// The cell where they live, as written.
    pub home_cell: Option<String>,
    /// Party position, as written.
    pub position: Option<String>,
    /// Occupation, as written.
    pub occupation: Option<String>,
    /// Code list `member_status`.
    pub status: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// The note may mean that the member is not transferred yet: an officer decides.
    pub possible_hold: bool,
}

/// Reads a list of members from the bytes of a workbook.
pub fn read_members(bytes: &[u8], options: &ReadOptions<'_>) -> Result<Reading<MemberRow>, Error> {
    let source = Source::open(bytes, Kind::Members, options)?;
    let grouped = !source.sorted.groups.is_empty();
    let usual = source.synonyms.find("organisation").map(|field| field.usual().to_owned());
    if let (None, false, Some(wanted)) = (source.column("organisation"), grouped, usual) {
        // without a column and without group rows nobody would belong anywhere
        return Err(Error::MissingColumn {
            sheet: source.grid.name,
            row: source.layout.rows.1,
            wanted,
            nearest: None,
        });
    }
    let (rows, mut findings) = read_rows(&source, options.codes, read_row);
    let rows = doubles::settle(&source, rows, &mut findings);
    let totals = totals(&rows);
    Ok(source.finish(rows, findings, totals))
}

fn read_row(fields: &mut Fields<'_>, group: Option<&str>) -> Option<MemberRow> {
    let name = fields.required_text("name");
    let identity = fields.identity_number("identity_number");
    let mut row = MemberRow {
        row: fields.row.number,
        name: name.clone().unwrap_or_default(),
        other_name: fields.text("other_name"),
        gender: fields.code("gender", "gender"),
        born: fields.date("born"),
        ethnicity: fields.text("ethnicity"),
        religion: fields.text("religion"),
        identity_number: identity.or_else(|| fields.identity_number("old_identity_number")),
        card_number: fields.card_number("card_number"),
        file_number: fields.text("file_number"),
        home_place: fields.text("home_place"),
        residence: fields.text("residence"),
        admitted: fields.date("admitted"),
        official: fields.date("official"),
        organisation: fields.text("organisation"),
        home_cell: fields.text("home_cell"),
        position: fields.text("position"),
        occupation: fields.text("occupation"),
        status: fields.code("status", "member_status"),
        note: fields.text("note"),
        possible_hold: false,
    };
    name?;
    settle_birth(fields, &mut row);
    settle_organisation(fields, &mut row, group);
    if let Some(note) = &row.note
        && fields.source.words.speaks_of_hold(note)
    {
        row.possible_hold = true;
        fields.doubt_field("note", Message::new("import.doubt.possible_hold").with("name", &row.name));
    }
    check_dates(fields, &row);
    check_identity(fields, &row);
    Some(row)
}

/// Two columns of birth, one for men and one for women, say the gender too.
fn settle_birth(fields: &mut Fields<'_>, row: &mut MemberRow) {
    for (field, gender) in [("born_man", "male"), ("born_woman", "female")] {
        if row.born.is_none()
            && let Some(born) = fields.date(field)
        {
            row.born = Some(born);
            let known = fields.codes.find("gender", gender).map(|code| code.code.clone());
            row.gender = row.gender.take().or(known);
        }
    }
}

fn settle_organisation(fields: &mut Fields<'_>, row: &mut MemberRow, group: Option<&str>) {
    if row.organisation.is_some() {
        return;
    }
    match group {
        Some(group) => {
            row.organisation = Some(group.to_owned());
            fields.note_field(
                "organisation",
                group,
                Message::new("import.note.from_group").with("group", group),
            );
        }
        None => fields.doubt_field(
            "organisation",
            Message::new("import.doubt.no_organisation").with("name", &row.name),
        ),
    }
}

fn check_dates(fields: &mut Fields<'_>, row: &MemberRow) {
    let after = |one: Option<PartialDate>, other: Option<PartialDate>| {
        one.zip(other).is_some_and(|(one, other)| one.earliest() > other.latest())
    };
    if after(row.admitted, row.official) {
        fields.doubt_field("official", Message::new("import.doubt.official_before_admitted"));
    }
    if after(row.born, row.admitted) {
        fields.doubt_field("admitted", Message::new("import.doubt.admitted_before_born"));
    }
}

/// The number says gender and year of birth too; where it says another, one of them was typed wrongly.
fn check_identity(fields: &mut Fields<'_>, row: &MemberRow) {
    let Some(number) = row.identity_number.as_deref().and_then(|text| IdentityNumber::parse(text).ok())
    else {
        return;
    };
    let female = row.gender.as_deref().map(|gender| gender == "female");
    for message in number.disagreements(female, row.born.map(PartialDate::year)) {
        fields.doubt_field("identity_number", message);
    }
}

fn totals(rows: &[MemberRow]) -> BTreeMap<String, i64> {
    let mut totals = BTreeMap::new();
    for row in rows {
        *totals.entry("members".to_owned()).or_default() += 1;
        if row.official.is_none() {
            *totals.entry("probationary".to_owned()).or_default() += 1;
        }
        if let Some(gender) = &row.gender {
            *totals.entry(format!("gender.{gender}")).or_default() += 1;
        }
        if let Some(status) = &row.status {
            *totals.entry(format!("status.{status}")).or_default() += 1;
        }
    }
    totals
}
