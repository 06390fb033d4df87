//! Importing a list of members: each known by identity number, then card, then name and birth.
//!
//! Invariant: a person met twice is one person or a question, never two by silence.

use super::desk::Office;
use super::error::Result;
use super::import_plan::{Fate, Hands, ImportPlan, RowOfStore};
use crate::exchange::{MemberRow, Reading};
use crate::store::{Row, Value};
use crate::text::dates::PartialDate;
use crate::text::fold::fold;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The rows the store has, by what a file knows them by.
struct Known {
    members: HashMap<String, Row>,
    by_identity: HashMap<String, String>,
    by_card: HashMap<String, String>,
    by_name: HashMap<String, Vec<String>>,
    cells: HashMap<String, Vec<String>>,
    reported: HashMap<String, (String, i64)>,
    held: HashSet<(String, String)>,
}

impl Office {
    /// Plans the import of a list of members that was read.
    pub(super) fn plan_members(&self, file: &str, reading: Reading<MemberRow>) -> Result<ImportPlan> {
        let (mut plan, rows) = ImportPlan::begin(file, reading);
        let known = self.known_members()?;
        let mut hands = Hands::new(self.reader());
        let mut listed: BTreeMap<String, i64> = BTreeMap::new();
        let mut unknown_cells = HashSet::new();
        for row in &rows {
            let cell = row.organisation.as_deref().and_then(|written| {
                let found = find_cell(&known, written);
                if found.is_none() && unknown_cells.insert(fold(written)) {
                    plan.ask(row.row, written, Message::new("import.doubt.unknown_cell"));
                }
                found
            });
            if let Some(cell) = &cell {
                *listed.entry(cell.clone()).or_default() += 1;
            }
            self.member(&mut plan, &mut hands, &known, row, cell)?;
        }
        compare_with_counts(&mut plan, &known, &listed);
        Ok(plan)
    }

    fn member(
        &self,
        plan: &mut ImportPlan,
        hands: &mut Hands<'_>,
        known: &Known,
        row: &MemberRow,
        cell: Option<String>,
    ) -> Result<()> {
        let cell_text = if cell.is_some() { None } else { row.organisation.clone() };
        let date = |date: Option<PartialDate>| Value::from(date.map(|date| date.to_string()));
        let values = vec![
            ("name", Value::from(row.name.as_str())),
            ("other_name", row.other_name.clone().into()),
            ("gender", row.gender.clone().into()),
            ("born_on", date(row.born)),
            ("ethnicity", row.ethnicity.clone().into()),
            ("religion", row.religion.clone().into()),
            ("identity_number", row.identity_number.clone().into()),
            ("card_number", row.card_number.clone().into()),
            ("file_number", row.file_number.clone().into()),
            ("home_place", row.home_place.clone().into()),
            ("residence", row.residence.clone().into()),
            ("admitted_on", date(row.admitted)),
            ("official_on", date(row.official)),
            ("cell", cell.into()),
            ("cell_text", cell_text.into()),
            ("position", row.position.clone().into()),
            ("occupation", row.occupation.clone().into()),
            ("status", row.status.clone().into()),
            ("note", row.note.clone().into()),
        ];
        let (id, fate) = match find_member(known, row) {
            Found::Same(id) => {
                let mut values = values;
                if let Some(old) = known.members.get(&id) {
                    // A cell that was settled since stays settled.
                    values.retain(|(field, _)| *field != "cell_text" || old.get("cell").is_null());
                    let at = RowOfStore { table: "member", id: &id, values: old };
                    let changed = plan.change(hands, at, row.row, values)?;
                    (id, if changed { Fate::Updated } else { Fate::Unchanged })
                } else {
                    (id, Fate::Unchanged)
                }
            }
            found => {
                if matches!(found, Found::PossiblySame) {
                    plan.ask(row.row, &row.name, Message::new("import.doubt.possible_double"));
                }
                let id = self.desk.clock.id();
                plan.create("member", id.clone(), values);
                (id, Fate::Added)
            }
        };
        if row.possible_hold {
            self.possible_hold(plan, known, row, &id);
        }
        plan.settle(row.row, &row.name, fate);
        Ok(())
    }

    /// A note that speaks of a complaint is put before the officer, who says whether it holds the member.
    fn possible_hold(&self, plan: &mut ImportPlan, known: &Known, row: &MemberRow, member: &str) {
        let Some(reason) = &row.note else { return };
        if known.held.contains(&(member.to_owned(), reason.clone())) {
            return;
        }
        let source = plan.file.clone();
        let values = vec![
            ("member", member.into()),
            ("state", "possible".into()),
            ("reason", reason.as_str().into()),
            ("source", source.into()),
        ];
        plan.create("member_hold", self.desk.clock.id(), values);
    }

    fn known_members(&self) -> Result<Known> {
        let reader = self.reader();
        let mut known = Known {
            members: HashMap::new(),
            by_identity: HashMap::new(),
            by_card: HashMap::new(),
            by_name: HashMap::new(),
            cells: HashMap::new(),
            reported: HashMap::new(),
            held: HashSet::new(),
        };
        for row in reader.rows_of("member")? {
            let id = row.text("id").unwrap_or_default().to_owned();
            if let Some(number) = row.text("identity_number") {
                known.by_identity.insert(number.to_owned(), id.clone());
            }
            if let Some(card) = row.text("card_number") {
                known.by_card.insert(card.to_owned(), id.clone());
            }
            known.by_name.entry(fold(row.text("name").unwrap_or_default())).or_default().push(id.clone());
            known.members.insert(id, row);
        }
        for row in reader.rows_of("cell")? {
            let id = row.text("id").unwrap_or_default().to_owned();
            let name = row.text("name").unwrap_or_default().to_owned();
            known.cells.entry(fold(&name)).or_default().push(id.clone());
            if let Some(total) = row.int("member_total") {
                known.reported.insert(id, (name, total));
            }
        }
        for row in reader.rows_of("member_hold")? {
            let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
            known.held.insert((text("member"), text("reason")));
        }
        Ok(known)
    }
}

enum Found {
    Nobody,
    Same(String),
    PossiblySame,
}

/// Identity number, then card, then name and birth; name and birth with another number is a question.
fn find_member(known: &Known, row: &MemberRow) -> Found {
    let by_identity = row.identity_number.as_ref().and_then(|number| known.by_identity.get(number));
    if let Some(id) = by_identity {
        return Found::Same(id.clone());
    }
    if let Some(id) = row.card_number.as_ref().and_then(|card| known.by_card.get(card)) {
        let numbers_differ = row.identity_number.is_some()
            && known.members.get(id).is_some_and(|member| !member.get("identity_number").is_null());
        return if numbers_differ { Found::PossiblySame } else { Found::Same(id.clone()) };
    }
    let Some(born) = row.born else { return Found::Nobody };
    let born = born.to_string();
    let namesakes = known.by_name.get(&fold(&row.name)).map_or(&[][..], Vec::as_slice);
    let same_birth: Vec<&String> = namesakes
        .iter()
        .filter(|id| known.members.get(*id).is_some_and(|member| member.text("born_on") == Some(&born)))
        .collect();
    match same_birth.as_slice() {
        [] => Found::Nobody,
        [one] => {
            let numbers = |field: &str, given: &Option<String>| {
                given.is_some() && known.members.get(*one).is_some_and(|member| !member.get(field).is_null())
            };
            if numbers("identity_number", &row.identity_number) || numbers("card_number", &row.card_number) {
                Found::PossiblySame
            } else {
                Found::Same((*one).clone())
            }
        }
        _ => Found::PossiblySame,
    }
}

fn find_cell(known: &Known, written: &str) -> Option<String> {
    match known.cells.get(&fold(written)).map(Vec::as_slice) {
        Some([one]) => Some(one.clone()),
        _ => None,
    }
}

/// A list that does not agree with the counts reported is a question, told by the cell's name.
fn compare_with_counts(plan: &mut ImportPlan, known: &Known, listed: &BTreeMap<String, i64>) {
    for (cell, count) in listed {
        if let Some((name, reported)) = known.reported.get(cell)
            && reported != count
        {
            let message =
                Message::new("import.doubt.list_and_counts").with("listed", count).with("reported", reported);
            plan.ask(0, name, message);
        }
    }
}
