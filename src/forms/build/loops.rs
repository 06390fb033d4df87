//! `begin loop over list`: the rows inside it once for every choice of a list, each time in a group of the
//! choice's name, with `%(label)s` and `%(name)s` written out.
//!
//! Invariant: what is written out stays small; rows keep the number their author knows.

use super::super::expression::Expression;
use super::super::form::{Choice, Node, Texts};
use super::super::headers::{self, Header, Part};
use super::super::resolve::{bare, slots};
use super::super::sheets::{Row, Sheet};
use super::choices::Lists;
use super::languages::Languages;
use super::types::{self, Meaning};
use std::cell::Cell;
use std::collections::HashMap;

/// Rows a form may grow by: no loop of a person's reaches it.
pub(super) const MOST: usize = 50_000;
/// Characters a form may grow by.
pub(super) const MOST_TEXT: usize = 20 << 20;
/// Loops inside loops.
const DEEPEST: usize = 4;
/// What a group for one choice begins with; nobody writes it.
pub(super) const TURN: &str = "begin loop turn";

/// The sheet with its loops written out; nothing where there is none, or where one cannot be.
pub(super) fn written_out(sheet: &Sheet, lists: &Lists, languages: &Languages) -> Option<Sheet> {
    let headers: Vec<Header> = sheet.headers.iter().map(|it| headers::read(it, Part::Survey)).collect();
    let column = |name: &str| {
        headers.iter().position(|header| header.name == name && header.language.is_none() && header.known)
    };
    let (kind, name) = (column("type")?, column("name")?);
    let looping = Looping { lists, languages, kind, name, headers: &headers, text: Cell::new(0) };
    if !sheet.rows.iter().any(|row| looping.over(row).is_some()) {
        return None;
    }
    let mut rows = Vec::new();
    looping.rows(&sheet.rows, &mut rows, 0)?;
    Some(Sheet { name: sheet.name.clone(), headers: sheet.headers.clone(), rows, lettered: sheet.lettered })
}

struct Looping<'a> {
    lists: &'a Lists,
    languages: &'a Languages,
    headers: &'a [Header],
    kind: usize,
    name: usize,
    /// Characters written out so far.
    text: Cell<usize>,
}

impl Looping<'_> {
    /// The choices a row loops over, if it does.
    fn over(&self, row: &Row) -> Option<&[Choice]> {
        let written = row.cell(self.kind);
        if !written.to_ascii_lowercase().contains("loop") {
            return None;
        }
        match types::read(written).meaning {
            Meaning::Loop(list) => self.lists.lists.get(&list).map(Vec::as_slice),
            _ => None,
        }
    }

    /// How many rows stand before the end of a loop whose first inner row comes first.
    fn inside(&self, rows: &[Row]) -> Option<usize> {
        let mut open = 0_usize;
        for (at, row) in rows.iter().enumerate() {
            let written = row.cell(self.kind);
            if !written.to_ascii_lowercase().contains("loop") {
                continue;
            }
            match types::read(written).meaning {
                Meaning::Loop(_) => open += 1,
                Meaning::End(_) if open == 0 => return Some(at),
                Meaning::End(_) => open -= 1,
                _ => {}
            }
        }
        None
    }

    fn rows(&self, rows: &[Row], out: &mut Vec<Row>, depth: usize) -> Option<()> {
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            at += 1;
            let inside = self.over(row).and_then(|choices| Some((choices, self.inside(&rows[at..])?)));
            let Some((choices, count)) = inside.filter(|_| depth < DEEPEST) else {
                out.push(row.clone());
                continue;
            };
            let (inner, end) = (&rows[at..at + count], &rows[at + count]);
            out.push(self.bracket(row, "begin group"));
            for choice in choices {
                out.push(self.turn(row, choice));
                let own: Vec<Row> = inner.iter().map(|row| self.spoken(row, choice)).collect();
                let length = own.iter().flat_map(|row| &row.cells).map(String::len).sum::<usize>();
                self.text.set(self.text.get() + length);
                if out.len() + inner.len() > rows.len() + MOST || self.text.get() > MOST_TEXT {
                    return None;
                }
                self.rows(&own, out, depth + 1)?;
                out.push(self.bracket(end, "end group"));
            }
            out.push(self.bracket(end, "end group"));
            at += count + 1;
        }
        Some(())
    }

    fn bracket(&self, row: &Row, kind: &str) -> Row {
        let mut cells = row.cells.clone();
        if let Some(cell) = cells.get_mut(self.kind) {
            kind.clone_into(cell);
        }
        Row { number: row.number, cells }
    }

    /// The beginning of the group for one choice.
    fn turn(&self, row: &Row, choice: &Choice) -> Row {
        let cells = self.headers.iter().enumerate().map(|(at, header)| match header.name.as_str() {
            _ if at == self.kind => TURN.to_owned(),
            _ if at == self.name => choice.code.clone(),
            "label" => choice.worded(header, self.languages).to_owned(),
            _ => String::new(),
        });
        Row { number: row.number, cells: cells.collect() }
    }

    /// A row with the choice's words in it.
    fn spoken(&self, row: &Row, choice: &Choice) -> Row {
        let cells = row.cells.iter().zip(self.headers).map(|(cell, header)| {
            if !cell.contains("%(") {
                return cell.clone();
            }
            let mut spoken = cell
                .replace("%(label)s", choice.worded(header, self.languages))
                .replace("%(name)s", &choice.code);
            for (column, value) in &choice.columns {
                spoken = spoken.replace(&format!("%({column})s"), value);
            }
            spoken
        });
        Row { number: row.number, cells: cells.collect() }
    }
}

/// Lets what stands in one turn of a loop mean its own questions, where it mentions one of them.
pub(super) fn rename(turn: &mut [Node]) {
    let names: HashMap<String, String> =
        turn.iter().map(|node| (bare(&node.name).to_owned(), node.name.clone())).collect();
    for node in turn {
        for expression in slots(node).into_iter().flatten() {
            Expression::rename(expression, &names);
        }
        for trigger in &mut node.triggers {
            if let Some(name) = names.get(trigger) {
                trigger.clone_from(name);
            }
        }
        node.parameters = mentioning(&node.parameters, &names);
        for texts in [
            &mut node.label,
            &mut node.hint,
            &mut node.guidance,
            &mut node.constraint_message,
            &mut node.required_message,
        ] {
            rename_texts(texts, &names);
        }
    }
}

fn rename_texts(texts: &mut Texts, names: &HashMap<String, String>) {
    for (_, text) in &mut texts.wordings {
        if text.contains("${") {
            *text = mentioning(text, names);
        }
    }
}

fn mentioning(text: &str, names: &HashMap<String, String>) -> String {
    let mut parts = text.split("${");
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        renamed.push_str("${");
        match part.split_once('}').map(|(name, rest)| (names.get(name.trim()), rest)) {
            Some((Some(name), rest)) => {
                renamed.push_str(name);
                renamed.push('}');
                renamed.push_str(rest);
            }
            _ => renamed.push_str(part),
        }
    }
    renamed
}
