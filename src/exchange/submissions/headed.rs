//! A table with its header understood: which of the tables holds the submissions, which the rounds of a repeat.
//!
//! Invariant: a column that is nothing to the form is told where it holds something.

use super::super::error::Error;
use super::super::grid::{Grid, Row};
use super::super::reading::Doubt;
use super::super::synonyms::nearest;
use super::columns::{self, Heading, Meaning};
use super::names::{Names, heading};
use super::{SubmissionColumn, Submissions};
use crate::forms::form::Form;
use crate::forms::kind::Kind;
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::message::Message;

/// The header stands within so many rows.
const HEADER_WITHIN: usize = 10;
/// Excel cuts names of sheets here.
const SHEET_NAME: usize = 31;

/// A table with its header understood.
pub(super) struct Table<'a> {
    pub(super) grid: &'a Grid,
    /// The row of the header.
    header: u32,
    pub(super) headings: Vec<Heading>,
    pub(super) rows: &'a [Row],
    pub(super) within: Option<usize>,
}

impl Table<'_> {
    fn has(&self, meaning: &Meaning) -> bool {
        self.headings.iter().any(|heading| heading.meaning == *meaning)
    }

    fn answers(&self) -> usize {
        self.headings.iter().filter(|heading| matches!(heading.meaning, Meaning::Answer { .. })).count()
    }

    /// The first text in a row under a meaning.
    pub(super) fn text(&self, row: &Row, meaning: &Meaning) -> Option<String> {
        let columns = self.headings.iter().filter(|heading| heading.meaning == *meaning);
        let mut texts =
            columns.filter_map(|heading| row.get(heading.column)).map(|value| clean(&value.shown()).text);
        texts.find(|text| !text.is_empty())
    }
}

/// The table of the submissions: the one asked for, else that of the most questions which no other row owns.
pub(super) fn main_table<'a>(
    grids: &'a [Grid],
    names: &Names<'_>,
    sheet: Option<&str>,
) -> Result<Table<'a>, Error> {
    if let Some(wanted) = sheet {
        let by_number = wanted.parse::<usize>().ok().and_then(|number| grids.get(number.checked_sub(1)?));
        let by_name = grids.iter().find(|grid| fold(&grid.name) == fold(wanted));
        let found = by_name.or(by_number).ok_or_else(|| Error::NoSuchSheet {
            wanted: wanted.to_owned(),
            nearest: nearest(wanted, grids.iter().map(|grid| grid.name.as_str())).map(str::to_owned),
            sheets: grids.iter().map(|grid| grid.name.clone()).collect(),
        })?;
        return with_header(found, names, None)
            .filter(|table| table.answers() > 0)
            .ok_or_else(|| no_header(found, names));
    }
    let owned = |table: &Table<'_>| table.has(&Meaning::ParentKey) || table.has(&Meaning::ParentIndex);
    let tables = grids.iter().filter_map(|grid| with_header(grid, names, None));
    let best = most_answers(tables.filter(|table| !owned(table)));
    best.filter(|table| table.answers() > 0).ok_or_else(|| no_header(&grids[0], names))
}

/// Of the tables with the most questions, the first.
fn most_answers<'a>(tables: impl Iterator<Item = Table<'a>>) -> Option<Table<'a>> {
    tables.reduce(|best, table| if table.answers() > best.answers() { table } else { best })
}

fn no_header(grid: &Grid, names: &Names<'_>) -> Error {
    let form = names.form;
    let wanted = form.questions().filter(|node| node.repeats == 0).take(3);
    let wanted = wanted.map(|node| heading(&node.label, &node.name, form.default_language())).collect();
    Error::NoHeader { sheet: grid.name.clone(), wanted }
}

/// A table by whichever of its first rows names the most questions.
fn with_header<'a>(grid: &'a Grid, names: &Names<'_>, within: Option<usize>) -> Option<Table<'a>> {
    let mut best: Option<Table<'a>> = None;
    for (at, row) in grid.rows.iter().take(HEADER_WITHIN).enumerate() {
        let texts = row.cells.iter().filter_map(|(column, value)| Some((*column, clean(value.text()?).text)));
        let headers: Vec<(u32, String)> = texts.filter(|(_, text)| !text.is_empty()).collect();
        let headings = columns::read(&headers, names, within);
        let header = row.number;
        let table =
            Table { grid, header, headings, rows: grid.rows.get(at + 1..).unwrap_or_default(), within };
        if best.as_ref().is_none_or(|best| table.answers() > best.answers()) {
            best = Some(table);
        }
    }
    best
}

/// A table of rounds: the repeat its name ends with, else the one that asks the most of its columns.
pub(super) fn inner_table<'a>(grid: &'a Grid, names: &Names<'_>) -> Option<Table<'a>> {
    let form = names.form;
    let repeats = || {
        let repeats = form.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Repeat);
        repeats.map(|(place, _)| place)
    };
    let name = grid.name.split('~').next().unwrap_or_default();
    let called = |place: &usize| {
        let node = &form.nodes[*place];
        let short = |text: &str| fold(text).chars().take(SHEET_NAME).collect::<String>();
        let tail = name.strip_suffix(node.name.as_str());
        tail.is_some_and(|before| before.is_empty() || before.ends_with(['-', '/', '.', '_', ' ']))
            || node.name.chars().take(SHEET_NAME).collect::<String>() == name
            || node.label.all().any(|(_, label)| short(&clean(label).text) == short(name))
    };
    let named: Vec<usize> = repeats().filter(called).collect();
    if let [one] = named.as_slice() {
        return with_header(grid, names, Some(*one));
    }
    let tables = repeats().filter_map(|repeat| with_header(grid, names, Some(repeat)));
    most_answers(tables).filter(|table| table.answers() > 0)
}

/// What the columns are; those that are nothing to the form are told where they hold something.
pub(super) fn describe(table: &Table<'_>, form: &Form, read: &mut Submissions) {
    for heading in &table.headings {
        let question = match &heading.meaning {
            Meaning::Answer { place, .. } => Some(form.nodes[*place].name.clone()),
            _ => None,
        };
        let message = match &heading.meaning {
            Meaning::Unknown(Some(near)) => {
                Some(Message::new("import.doubt.unknown_question_near").with("near", near))
            }
            Meaning::Unknown(None) => Some(Message::new("import.doubt.unknown_question")),
            Meaning::Several => Some(Message::new("import.doubt.several_questions")),
            _ => None,
        };
        read.columns.push(SubmissionColumn {
            sheet: table.grid.name.clone(),
            place: heading.place(),
            question,
            added: message.is_none(),
        });
        let Some(message) = message else { continue };
        let first = table.rows.iter().find_map(|row| row.get(heading.column));
        if let Some(value) = first {
            read.doubtful.push(Doubt {
                sheet: table.grid.name.clone(),
                row: table.header,
                other: None,
                column: Some(heading.place()),
                value: value.shown(),
                message,
            });
        }
    }
}
