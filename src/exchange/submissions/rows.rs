//! The rows of all tables into submissions: each round of a repeat goes to its submission.
//!
//! Invariant: no row is lost in silence: a round without its submission, a table of no repeat, a double is told.

use super::super::error::Error;
use super::super::grid::{Grid, Row, Value};
use super::super::reading::{Doubt, Duplicate, Fault, Place};
use super::columns::{self, Meaning, Part};
use super::headed::{Table, describe, inner_table, main_table};
use super::names::Names;
use super::{Given, Submission, Submissions, values};
use crate::forms::form::Form;
use crate::forms::instance::Instance;
use crate::text::clean::clean;
use crate::text::message::Message;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// No repeat has more rounds than a survey takes.
const MOST_ROUNDS: u32 = 1_000;

/// Where a row stands: which submission, which round.
#[derive(Clone)]
struct Standing {
    submission: usize,
    instance: Instance,
}

pub(super) fn read(grids: &[Grid], form: &Form, sheet: Option<&str>) -> Result<Submissions, Error> {
    let names = Names::of(form);
    let main = main_table(grids, &names, sheet)?;
    let mut read = Submissions {
        sheet: main.grid.name.clone(),
        sheets: grids.iter().map(|grid| grid.name.clone()).collect(),
        ..Submissions::default()
    };
    let mut standings: HashMap<(String, String), Standing> = HashMap::new();
    take_main(&main, &names, &mut read, &mut standings);
    describe(&main, form, &mut read);
    let mut inner = Vec::new();
    for grid in grids.iter().filter(|grid| grid.name != main.grid.name) {
        match inner_table(grid, &names) {
            Some(table) => inner.push(table),
            None => read.doubtful.push(doubt(grid, 1, "import.doubt.table_of_no_repeat", &grid.name)),
        }
    }
    inner.sort_by_key(|table| columns::depth(form, table.within));
    for table in &inner {
        take_rounds(table, &main.grid.name, &names, &mut read, &mut standings);
        describe(table, form, &mut read);
    }
    if read.rows.is_empty() {
        let row = main.grid.rows.first().map_or(1, |row| row.number);
        return Err(Error::NoRows { sheet: main.grid.name.clone(), row });
    }
    Ok(read)
}

fn take_main(
    table: &Table<'_>,
    names: &Names<'_>,
    read: &mut Submissions,
    standings: &mut HashMap<(String, String), Standing>,
) {
    let sheet = &table.grid.name;
    let mut first: HashMap<String, u32> = HashMap::new();
    let asked = columns::identities();
    for row in table.rows {
        let mut answers = Vec::new();
        take_answers(table, row, names, &Instance::top(), &mut answers, &mut read.faults);
        let named = table.text(row, &Meaning::Key).map(|key| bare(&key).to_owned());
        if answers.is_empty() && named.is_none() {
            continue;
        }
        read.read += 1;
        let key = named.clone().unwrap_or_else(|| made_key(&answers));
        if let Some(earlier) = first.get(&key) {
            read.duplicates.push(Duplicate {
                sheet: sheet.clone(),
                row: row.number,
                first: *earlier,
                name: key,
                message: Message::new("import.duplicate.submission"),
                differences: Vec::new(),
            });
            continue;
        }
        first.insert(key.clone(), row.number);
        let standing = Standing { submission: read.rows.len(), instance: Instance::top() };
        remember(table, row, &standing, standings);
        let identity = identity(table, row, names, &answers, &asked);
        let case = table.text(row, &Meaning::Case);
        read.rows.push(Submission { key, row: row.number, case, identity, answers });
    }
}

/// Notes by what inner rows may name this one.
/// A question by its place in the form, in one of its rounds.
type Question = (usize, Vec<u32>);

fn remember(
    table: &Table<'_>,
    row: &Row,
    standing: &Standing,
    standings: &mut HashMap<(String, String), Standing>,
) {
    for heading in &table.headings {
        let of_table = match heading.meaning {
            Meaning::Key => String::new(),
            Meaning::Index => table.grid.name.clone(),
            _ => continue,
        };
        if let Some(text) = row.get(heading.column).map(|value| clean(&value.shown()).text) {
            standings.entry((of_table, bare(&text).to_owned())).or_insert_with(|| standing.clone());
        }
    }
}

fn take_rounds(
    table: &Table<'_>,
    main: &str,
    names: &Names<'_>,
    read: &mut Submissions,
    standings: &mut HashMap<(String, String), Standing>,
) {
    let Some(repeat) = table.within else { return };
    let form = names.form;
    let depth = form.nodes[repeat].repeats;
    let mut rounds: BTreeMap<(usize, Instance), (u32, u32)> = BTreeMap::new();
    for row in table.rows {
        let outer = outer(table, row, main, standings).filter(|outer| outer.instance.depth() == depth);
        let Some(outer) = outer else {
            let key =
                [Meaning::ParentKey, Meaning::ParentIndex].iter().find_map(|link| table.text(row, link));
            read.faults.push(fault(table.grid, row.number, None, key, "import.fault.no_outer_row", true));
            continue;
        };
        let Some(submission) = read.rows.get_mut(outer.submission) else { continue };
        let count = rounds.entry((outer.submission, outer.instance.clone())).or_insert((0, row.number));
        if count.0 >= MOST_ROUNDS {
            read.faults.push(fault(table.grid, row.number, None, None, "import.fault.too_many_rounds", true));
            continue;
        }
        count.0 += 1;
        let instance = outer.instance.child(count.0);
        take_answers(table, row, names, &instance, &mut submission.answers, &mut read.faults);
        remember(table, row, &Standing { submission: outer.submission, instance }, standings);
    }
    for ((submission, instance), (count, row)) in rounds {
        if let Some(submission) = read.rows.get_mut(submission) {
            submission.answers.push(Given {
                question: form.nodes[repeat].name.clone(),
                instance,
                value: count.to_string(),
                sheet: table.grid.name.clone(),
                row,
                place: None,
                before: String::new(),
            });
        }
    }
}

/// The row this round belongs to, by key, or by index and table.
fn outer(
    table: &Table<'_>,
    row: &Row,
    main: &str,
    standings: &HashMap<(String, String), Standing>,
) -> Option<Standing> {
    if let Some(key) = table.text(row, &Meaning::ParentKey) {
        return standings.get(&(String::new(), bare(&key).to_owned())).cloned();
    }
    let index = table.text(row, &Meaning::ParentIndex)?;
    let of = table.text(row, &Meaning::ParentTable).unwrap_or_else(|| main.to_owned());
    let exact = standings.get(&(of.clone(), index.clone()));
    exact.or_else(|| standings.get(&(main.to_owned(), index)).filter(|_| of.is_empty())).cloned()
}

/// The answers of a row, those spread over several columns put together.
fn take_answers(
    table: &Table<'_>,
    row: &Row,
    names: &Names<'_>,
    at: &Instance,
    answers: &mut Vec<Given>,
    faults: &mut Vec<Fault>,
) {
    let form = names.form;
    let mut parts: BTreeMap<Question, (Vec<(Part, Value)>, Place)> = BTreeMap::new();
    for heading in &table.headings {
        let Meaning::Answer { place, rounds, part } = &heading.meaning else { continue };
        let Some(value) = row.get(heading.column) else { continue };
        if matches!(value, Value::Broken(_) | Value::Uncalculated) {
            let key = match value {
                Value::Uncalculated => "import.fault.uncalculated",
                _ => "import.fault.error_value",
            };
            faults.push(fault(
                table.grid,
                row.number,
                Some(heading.place()),
                Some(value.shown()),
                key,
                false,
            ));
            continue;
        }
        let whole = || (Vec::new(), heading.place());
        let (found, _) = parts.entry((*place, rounds.clone())).or_insert_with(whole);
        found.push((part.clone(), value.clone()));
    }
    for ((place, rounds), (found, column)) in parts {
        let node = &form.nodes[place];
        let list = form.list_of(node);
        let whole = found.iter().find(|(part, _)| *part == Part::Whole).map(|(_, value)| value);
        let value = match whole {
            Some(value) => values::read(node, list, value, table.grid.from_1904),
            None => put_together(&found),
        };
        let Some(value) = value else { continue };
        let mut instance = at.clone();
        for round in rounds {
            instance = instance.child(round.min(MOST_ROUNDS));
        }
        answers.push(Given {
            question: node.name.clone(),
            instance,
            value,
            sheet: table.grid.name.clone(),
            row: row.number,
            place: Some(column),
            before: whole.map(Value::shown).unwrap_or_default(),
        });
    }
}

/// A point from its figures, or the codes of the choices that are chosen.
fn put_together(found: &[(Part, Value)]) -> Option<String> {
    let mut figures: [Option<String>; 4] = Default::default();
    let mut codes = Vec::new();
    for (part, value) in found {
        match part {
            Part::Figure(at) => figures[*at] = values::figure(value),
            Part::Choice(code) if values::is_chosen(value) => codes.push(code.as_str()),
            Part::Choice(_) | Part::Whole => {}
        }
    }
    if let [Some(latitude), Some(longitude), height, accuracy] = figures {
        let zero = || "0".to_owned();
        let mut point = vec![latitude, longitude];
        if height.is_some() || accuracy.is_some() {
            point.push(height.unwrap_or_else(zero));
        }
        point.extend(accuracy);
        return Some(point.join(" "));
    }
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// By what the organisation is known: questions of the register, else those called like columns of its lists.
fn identity(
    table: &Table<'_>,
    row: &Row,
    names: &Names<'_>,
    answers: &[Given],
    asked: &HashMap<String, &'static str>,
) -> BTreeMap<&'static str, String> {
    const FIELDS: [&str; 4] = ["cell.code", "cell.name", "enterprise.tax_code", "enterprise.name"];
    let mut known = BTreeMap::new();
    for heading in &table.headings {
        if let Meaning::Identity(field) = heading.meaning
            && let Some(text) = table.text(row, &heading.meaning)
        {
            known.insert(field, text);
        }
    }
    let mut by_wording = BTreeMap::new();
    for given in answers.iter().filter(|given| given.instance.depth() == 0) {
        let Some(node) = names.named(&given.question).map(|place| &names.form.nodes[place]) else { continue };
        match node.register() {
            Some(register) => {
                if let Some(field) = FIELDS.into_iter().find(|field| *field == register) {
                    known.insert(field, given.value.clone());
                }
            }
            None => {
                let worded = node.label.all().find_map(|(_, label)| columns::identity(label, asked));
                if let Some(field) = columns::identity(&node.name, asked).or(worded) {
                    by_wording.entry(field).or_insert_with(|| given.value.clone());
                }
            }
        }
    }
    for (field, value) in by_wording {
        known.entry(field).or_insert(value);
    }
    known
}

/// A key without what servers put before it.
fn bare(key: &str) -> &str {
    key.strip_prefix("uuid:").unwrap_or(key)
}

/// A key for a row that has none: the same answers have the same one.
fn made_key(answers: &[Given]) -> String {
    let mut hash = Sha256::new();
    for given in answers {
        for part in [&given.question, &given.instance.to_string(), &given.value] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("row:{hex}")
}

fn fault(
    grid: &Grid,
    row: u32,
    column: Option<Place>,
    value: Option<String>,
    key: &'static str,
    left_out: bool,
) -> Fault {
    let nowhere = || Place { letter: String::new(), header: String::new() };
    Fault {
        sheet: grid.name.clone(),
        row,
        column: column.unwrap_or_else(nowhere),
        value: value.unwrap_or_default(),
        message: Message::new(key),
        left_out,
    }
}

fn doubt(grid: &Grid, row: u32, key: &'static str, value: &str) -> Doubt {
    Doubt {
        sheet: grid.name.clone(),
        row,
        other: None,
        column: None,
        value: value.to_owned(),
        message: Message::new(key),
    }
}
