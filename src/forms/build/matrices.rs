//! KoboToolbox's matrices, written out as Kobo itself does: `begin_score` into a choice for each row, `begin_rank`
//! into a choice for each level, `begin_kobomatrix` into a group for each item of a list.
//!
//! Invariant: what is written out stays small; rows keep the number their author knows, names are Kobo's.

use super::super::fault::Fault;
use super::super::form::Choice;
use super::super::headers;
use super::super::sheets::{Row, Sheet, letter};
use super::Findings;
use super::choices::Lists;
use super::columns::{Columns, put};
use super::languages::Languages;
use super::loops::{MOST, MOST_TEXT};
use super::types::{self, Matrix, Meaning};
use crate::text::message::Message;

/// Levels of a rank that are held against one another: nobody ranks more things.
const LEVELS: usize = 50;

/// The sheet with its matrices written out; nothing where there is none, or where one cannot be.
pub(super) fn written_out(
    sheet: &Sheet,
    lists: &Lists,
    languages: &Languages,
    found: &mut Findings,
) -> Option<Sheet> {
    let mut columns = Columns::of(sheet);
    let (kind, name) = (columns.find("type")?, columns.find("name")?);
    if !sheet.rows.iter().any(|row| begun(row, kind).is_some()) {
        return None;
    }
    let [required, constraint, relevant] =
        ["required", "constraint", "relevant"].map(|column| columns.or_new(column));
    let messages = messages(&mut columns);
    let mut writer = Writer {
        sheet,
        lists,
        languages,
        found,
        columns,
        kind,
        name,
        required,
        relevant,
        text: 0,
        rows: Vec::new(),
    };
    let mut at = 0;
    while let Some(row) = sheet.rows.get(at) {
        at += 1;
        let matrix = begun(row, kind).and_then(|matrix| Some((matrix, inside(&sheet.rows[at..], kind)?)));
        let Some((matrix, count)) = matrix else {
            writer.rows.push(row.clone());
            continue;
        };
        let (inner, end) = (&sheet.rows[at..at + count], &sheet.rows[at + count]);
        at += count + 1;
        let list = writer.list(row, matrix);
        match (matrix, list) {
            (Matrix::Score, list) => writer.score(row, inner, list),
            (Matrix::Rank, list) => writer.rank(row, inner, list, constraint, &messages),
            (Matrix::Table, Some(list)) => {
                writer.table(row, inner, end, list)?;
                continue;
            }
            (Matrix::Table, None) => {
                writer.begin(row);
                writer.rows.extend(inner.iter().cloned());
            }
        }
        writer.end(end);
    }
    let Writer { columns, rows, .. } = writer;
    Some(columns.with_rows(sheet, rows))
}

fn begun(row: &Row, kind: usize) -> Option<Matrix> {
    match types::read(row.cell(kind)).meaning {
        Meaning::Matrix(matrix) => Some(matrix),
        _ => None,
    }
}

/// How many rows stand before the end of what has begun.
fn inside(rows: &[Row], kind: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, row) in rows.iter().enumerate() {
        match types::read(row.cell(kind)).meaning {
            Meaning::Kind(kind) if kind.holds_others() => open += 1,
            Meaning::Matrix(_) | Meaning::Loop(_) => open += 1,
            Meaning::End(_) if open == 0 => return Some(at),
            Meaning::End(_) => open -= 1,
            _ => {}
        }
    }
    None
}

/// The columns of what is said where two levels of a rank are the same, each with the column it goes to.
fn messages(columns: &mut Columns) -> Vec<(usize, usize)> {
    let said: Vec<(usize, String)> = columns
        .written()
        .iter()
        .enumerate()
        .filter_map(|(at, written)| {
            let (name, language) = written.split_once(':').unwrap_or((written, ""));
            let ours = headers::plain(name) == "kobo_rank_constraint_message";
            ours.then(|| (at, language.trim_matches([':', ' ']).to_owned()))
        })
        .collect();
    let mut pairs = Vec::new();
    for (from, language) in said {
        let to = match language.as_str() {
            "" => columns.or_new("constraint_message"),
            language => columns.or_new(&format!("constraint_message::{language}")),
        };
        pairs.push((from, to));
    }
    pairs
}

struct Writer<'a, 'b> {
    sheet: &'a Sheet,
    lists: &'a Lists,
    languages: &'a Languages,
    found: &'b mut Findings,
    columns: Columns,
    kind: usize,
    name: usize,
    required: usize,
    relevant: usize,
    /// Characters written out so far.
    text: usize,
    rows: Vec<Row>,
}

impl<'a> Writer<'a, '_> {
    /// The list a matrix takes its choices or its lines from; tells where it is not there.
    fn list(&mut self, row: &'a Row, matrix: Matrix) -> Option<&'a str> {
        let wanted = matrix.column();
        let at = self.columns.written().iter().position(|it| headers::plain(it) == headers::plain(wanted));
        let list = at.map_or("", |at| row.cell(at));
        if self.lists.lists.contains_key(list) {
            return Some(list);
        }
        let cause = if list.is_empty() {
            let cause = Message::new("forms.fault.no_matrix_list").with("column", wanted);
            cause.with("type", row.cell(self.kind))
        } else {
            let known = self.lists.lists.keys().map(String::as_str);
            self.found.nearest.message("forms.fault.missing_list", list, known).with("list", list)
        };
        let written = at.map_or(wanted, |at| &self.columns.written()[at]);
        let fault = Fault::new(&self.sheet.name, row.number, written, cause);
        let lettered = at.filter(|_| self.sheet.lettered).map(letter).unwrap_or_default();
        self.found.faults.push(fault.in_column(lettered));
        None
    }

    fn begin(&mut self, row: &Row) {
        let mut group = row.clone();
        put(&mut group, self.kind, "begin group");
        put(&mut group, self.required, "");
        self.rows.push(group);
    }

    fn end(&mut self, row: &Row) {
        let mut end = Row { number: row.number, cells: Vec::new() };
        put(&mut end, self.kind, "end group");
        self.rows.push(end);
    }

    /// A line that chooses one of the list; of a list that is not there it is asked in text, as that is told.
    fn choosing(&self, row: &Row, list: Option<&str>) -> Row {
        let mut line = row.clone();
        let kind = list.map_or_else(|| "text".to_owned(), |list| format!("select_one {list}"));
        put(&mut line, self.kind, &kind);
        line
    }

    fn score(&mut self, row: &Row, inner: &[Row], list: Option<&str>) {
        self.begin(row);
        for line in inner {
            if types::plain(line.cell(self.kind)) != "score row" {
                self.rows.push(line.clone());
                continue;
            }
            let mut asked = self.choosing(line, list);
            if line.cell(self.required).is_empty() {
                put(&mut asked, self.required, row.cell(self.required));
            }
            self.rows.push(asked);
        }
    }

    /// Every level is asked for, and none may be what a level above it is.
    fn rank(
        &mut self,
        row: &Row,
        inner: &[Row],
        list: Option<&str>,
        constraint: usize,
        messages: &[(usize, usize)],
    ) {
        self.begin(row);
        let mut above: Vec<&str> = Vec::new();
        for (at, line) in inner.iter().enumerate() {
            if types::plain(line.cell(self.kind)) != "rank level" {
                self.rows.push(line.clone());
                continue;
            }
            let mut asked = self.choosing(line, list);
            put(&mut asked, self.required, "yes");
            if !above.is_empty() && line.cell(constraint).is_empty() {
                let others: Vec<String> = above.iter().map(|name| format!(". != ${{{name}}}")).collect();
                put(&mut asked, constraint, &others.join(" and "));
                for (from, to) in messages {
                    if line.cell(*to).is_empty() {
                        put(&mut asked, *to, row.cell(*from));
                    }
                }
            }
            above.extend(Some(line.cell(self.name)).filter(|name| !name.is_empty() && at < LEVELS));
            self.rows.push(asked);
        }
    }

    /// A heading, and a group for each item with the inner questions in it.
    fn table(&mut self, row: &Row, inner: &[Row], end: &Row, list: &str) -> Option<()> {
        let named = row.cell(self.name);
        let prefix = if named.is_empty() { format!("matrix_{}", row.number) } else { named.to_owned() };
        if self.columns.worded("label").any(|(at, _)| !row.cell(at).is_empty()) {
            let mut heading = row.clone();
            put(&mut heading, self.kind, "note");
            put(&mut heading, self.name, &format!("{prefix}_header_note"));
            put(&mut heading, self.required, "");
            self.rows.push(heading);
        }
        let items = self.lists.lists.get(list)?;
        let grown = self.rows.len() + items.len().saturating_mul(inner.len() + 2);
        let length: usize = inner.iter().flat_map(|row| &row.cells).map(String::len).sum();
        self.text = self.text.saturating_add(items.len().saturating_mul(length));
        if grown > self.sheet.rows.len() + MOST || self.text > MOST_TEXT {
            return None;
        }
        for item in items {
            let own = format!("{prefix}_{}", as_name(&item.code));
            self.item(row, item, &own);
            for line in inner {
                let mut asked = line.clone();
                for (at, cell) in asked.cells.iter_mut().enumerate() {
                    if at == self.name && !cell.is_empty() {
                        *cell = format!("{own}_{cell}");
                    } else if cell.contains("${") {
                        *cell = self.mentioning(cell, inner, &own);
                    }
                }
                self.rows.push(asked);
            }
            self.end(end);
        }
        Some(())
    }

    fn item(&mut self, row: &Row, item: &Choice, own: &str) {
        let mut group = Row { number: row.number, cells: Vec::new() };
        put(&mut group, self.kind, "begin group");
        put(&mut group, self.name, own);
        put(&mut group, self.relevant, row.cell(self.relevant));
        for (at, header) in self.columns.worded("label") {
            put(&mut group, at, item.worded(header, self.languages));
        }
        self.rows.push(group);
    }

    /// A cell that means the questions of the same item.
    fn mentioning(&self, cell: &str, inner: &[Row], own: &str) -> String {
        let names = inner.iter().map(|line| line.cell(self.name)).filter(|name| !name.is_empty());
        names.fold(cell.to_owned(), |cell, name| {
            cell.replace(&format!("${{{name}}}"), &format!("${{{own}_{name}}}"))
        })
    }
}

/// A code as part of a name.
fn as_name(code: &str) -> String {
    code.chars().map(|part| if part.is_alphanumeric() || part == '-' { part } else { '_' }).collect()
}
