//! Persons who stand in one list twice.
//!
//! Invariant: identity number, then card, then name with birth date; what only half agrees is asked about, and
//! both rows are kept.

use super::members::MemberRow;
use super::reading::{Difference, Doubt, Duplicate, Findings};
use super::source::Source;
use super::synonyms::key;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use std::collections::HashMap;

/// Where two rows that are one differ.
pub(super) fn differences(
    taken: &[(&'static str, String)],
    other: &[(&'static str, String)],
) -> Vec<Difference> {
    let pairs = taken.iter().zip(other);
    pairs
        .filter(|((_, taken), (_, other))| taken != other)
        .map(|((field, taken), (_, other))| Difference { field, taken: taken.clone(), other: other.clone() })
        .collect()
}

/// Rows by what persons are known by.
#[derive(Default)]
struct Known {
    identity: HashMap<String, usize>,
    card: HashMap<String, usize>,
    name_and_birth: HashMap<(String, PartialDate), usize>,
}

/// How a row goes with one before it.
enum Relation {
    Same(usize, &'static str),
    Doubtful(usize, &'static str, &'static str),
}

/// Takes doubles out, and asks about what may be one.
pub(super) fn settle(source: &Source, rows: Vec<MemberRow>, findings: &mut Findings) -> Vec<MemberRow> {
    let mut kept: Vec<MemberRow> = Vec::with_capacity(rows.len());
    let mut known = Known::default();
    for row in rows {
        match relation(&row, &kept, &known) {
            Some(Relation::Same(at, said)) => {
                let first = &kept[at];
                findings.duplicates.push(Duplicate {
                    sheet: source.grid.name.clone(),
                    row: row.row,
                    first: first.row,
                    name: row.name.clone(),
                    message: Message::new(said),
                    differences: differences(&compared(first), &compared(&row)),
                });
                // a hold in the second row must not be lost with it
                kept[at].possible_hold |= row.possible_hold;
                continue;
            }
            Some(Relation::Doubtful(at, said, field)) => {
                let first = &kept[at];
                findings.doubtful.push(Doubt {
                    sheet: source.grid.name.clone(),
                    row: row.row,
                    other: Some(first.row),
                    column: source.column(field).map(|column| source.place(column)),
                    value: row.name.clone(),
                    message: Message::new(said)
                        .with("name", &row.name)
                        .with("other_name", &first.name)
                        .with("other", first.row),
                });
            }
            None => {}
        }
        let at = kept.len();
        if let Some(number) = &row.identity_number {
            known.identity.entry(number.clone()).or_insert(at);
        }
        if let Some(number) = &row.card_number {
            known.card.entry(number.clone()).or_insert(at);
        }
        if let Some(born) = row.born {
            known.name_and_birth.entry((key(&row.name), born)).or_insert(at);
        }
        kept.push(row);
    }
    kept
}

fn relation(row: &MemberRow, kept: &[MemberRow], known: &Known) -> Option<Relation> {
    let same_name = |at: usize| key(&kept[at].name) == key(&row.name);
    let other_identity = |at: usize| {
        kept[at]
            .identity_number
            .as_ref()
            .zip(row.identity_number.as_ref())
            .is_some_and(|(one, two)| one != two)
    };
    if let Some(at) = row.identity_number.as_ref().and_then(|number| known.identity.get(number)).copied() {
        return Some(if same_name(at) {
            Relation::Same(at, "import.duplicate.identity")
        } else {
            Relation::Doubtful(at, "import.doubt.same_identity", "identity_number")
        });
    }
    if let Some(at) = row.card_number.as_ref().and_then(|number| known.card.get(number)).copied() {
        return Some(if same_name(at) && !other_identity(at) {
            Relation::Same(at, "import.duplicate.card")
        } else {
            Relation::Doubtful(at, "import.doubt.same_card", "card_number")
        });
    }
    let at = row.born.and_then(|born| known.name_and_birth.get(&(key(&row.name), born))).copied()?;
    // Two of one name may be born in one year; one day is too much of a chance, unless numbers say otherwise.
    let other_card =
        kept[at].card_number.as_ref().zip(row.card_number.as_ref()).is_some_and(|(one, two)| one != two);
    let whole = row.born.is_some_and(|born| born.date().is_some());
    Some(if whole && !other_identity(at) && !other_card {
        Relation::Same(at, "import.duplicate.name_and_birth")
    } else {
        Relation::Doubtful(at, "import.doubt.same_name_and_birth", "name")
    })
}

fn compared(row: &MemberRow) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: Option<PartialDate>| date.map(PartialDate::written).unwrap_or_default();
    vec![
        ("born", date(row.born)),
        ("identity_number", text(&row.identity_number)),
        ("card_number", text(&row.card_number)),
        ("file_number", text(&row.file_number)),
        ("admitted", date(row.admitted)),
        ("official", date(row.official)),
        ("organisation", text(&row.organisation)),
        ("position", text(&row.position)),
        ("status", text(&row.status)),
        ("note", text(&row.note)),
    ]
}
