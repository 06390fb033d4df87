//! Members as a paper lists them: the columns of the register (mẫu 7) that are on record.
//!
//! Invariant: one query a list; people stand in the order of their given names.

use super::citing::Citing;
use crate::domain::case::MemberHandover;
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::organisation::Member;
use crate::office::error::Result;
use crate::papers::values::{Source, Value};
use crate::store::{Reader, Row};
use crate::text::dates::PartialDate;
use crate::text::sort::compare_persons;
use std::collections::BTreeMap;

/// Rows of the members given, whole, by id.
pub(super) fn rows<'a>(
    reader: &Reader<'_>,
    members: impl IntoIterator<Item = &'a Id<Member>>,
) -> Result<BTreeMap<String, Row>> {
    let ids: Vec<&str> = members.into_iter().map(Id::as_str).collect();
    Ok(reader.rows_by_id("member", &ids)?)
}

/// The members given as a list of values, numbered.
pub(super) fn listed(
    file: &CaseFile,
    members: &[(Id<Member>, bool)],
    rows: &BTreeMap<String, Row>,
    citing: &Citing<'_>,
) -> Value {
    let mut known: Vec<(&(Id<Member>, bool), &Row)> =
        members.iter().filter_map(|member| Some((member, rows.get(member.0.as_str())?))).collect();
    known.sort_by(|(_, a), (_, b)| {
        compare_persons(a.text("name").unwrap_or_default(), b.text("name").unwrap_or_default())
    });
    let settled: BTreeMap<&str, &MemberHandover> =
        file.handover_members.iter().map(|said| (said.member.as_str(), said)).collect();
    let items = (1..).zip(known).map(|(index, ((id, probationary), row))| {
        member(index, id, *probationary, row, settled.get(id.as_str()).copied(), citing)
    });
    Value::List(items.collect())
}

fn member(
    index: i64,
    id: &Id<Member>,
    probationary: bool,
    row: &Row,
    said: Option<&MemberHandover>,
    citing: &Citing<'_>,
) -> Value {
    let text =
        |field: &str| Value::from(row.text(field)).from_source(Source::field("member", id.as_str(), field));
    let day = |field: &str| {
        let written = row.text(field).and_then(PartialDate::parse_iso).map(PartialDate::written);
        Value::from(written).from_source(Source::field("member", id.as_str(), field))
    };
    let code =
        |list: &str, field: &str| row.text(field).map_or(Value::Missing, |code| citing.name(list, code));
    let outcome = said.map_or(Value::Missing, |said| citing.name("member_outcome", said.outcome.code()));
    Value::fields([
        ("index", Value::from(index)),
        ("name", text("name")),
        ("other_name", text("other_name")),
        ("gender", code("gender", "gender")),
        ("born", day("born_on")),
        ("ethnicity", text("ethnicity")),
        ("religion", text("religion")),
        ("identity", text("identity_number")),
        ("card", text("card_number")),
        ("file_number", text("file_number")),
        ("home_place", text("home_place")),
        ("residence", text("residence")),
        ("admitted", day("admitted_on")),
        ("official", day("official_on")),
        ("probationary", Value::from(probationary)),
        ("position", text("position")),
        ("occupation", text("occupation")),
        ("state", code("member_status", "status")),
        ("outcome", outcome),
        ("complete", said.and_then(|said| said.file_complete).map_or(Value::Missing, Value::from)),
        ("lacking", Value::from(said.and_then(|said| said.file_lacking.clone()))),
        ("reason", Value::from(said.and_then(|said| said.reason.clone()))),
        ("note", text("note")),
    ])
}
