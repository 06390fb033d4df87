//! From what a person calls a thing to the thing: an id, a code, or a name if only one fits.
//!
//! Invariant: never chooses between two; where several fit, each is named and nothing is done.

use super::desk::Office;
use super::error::{Error, Result};
use crate::domain::case::Case;
use crate::domain::fault::nearest;
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Enterprise, Member};
use crate::domain::reference::{Committee, Officer, Unit};
use crate::domain::statement::{Dossier, Paper, Survey};
use crate::store::{Named, Reader};
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::message::Message;

const NOT_FOUND: &str = "office.not_found";

/// How many of the rows that fit are named.
const NAMED_AT_MOST: usize = 5;

impl Office {
    /// The cell someone names.
    pub fn find_cell(&self, typed: &str) -> Result<Id<Cell>> {
        self.find("cell", typed).map(Id::new)
    }

    /// The enterprise someone names.
    pub fn find_enterprise(&self, typed: &str) -> Result<Id<Enterprise>> {
        self.find("enterprise", typed).map(Id::new)
    }

    /// The case someone names, by its own code or by its cell.
    pub fn find_case(&self, typed: &str) -> Result<Id<Case>> {
        self.find("case", typed).map(Id::new)
    }

    /// The committee someone names.
    pub fn find_committee(&self, typed: &str) -> Result<Id<Committee>> {
        self.find("committee", typed).map(Id::new)
    }

    /// The unit someone names.
    pub fn find_unit(&self, typed: &str) -> Result<Id<Unit>> {
        self.find("unit", typed).map(Id::new)
    }

    /// The member someone names.
    pub fn find_member(&self, typed: &str) -> Result<Id<Member>> {
        self.find("member", typed).map(Id::new)
    }

    /// The officer someone names.
    pub fn find_officer(&self, typed: &str) -> Result<Id<Officer>> {
        self.find("officer", typed).map(Id::new)
    }

    /// The dossier someone names.
    pub fn find_dossier(&self, typed: &str) -> Result<Id<Dossier>> {
        self.find("dossier", typed).map(Id::new)
    }

    /// The survey someone names, by its id, its case or its cell.
    pub fn find_survey(&self, typed: &str) -> Result<Id<Survey>> {
        self.find("survey", typed).map(Id::new)
    }

    /// The paper someone names.
    pub fn find_paper(&self, typed: &str) -> Result<Id<Paper>> {
        self.find("paper", typed).map(Id::new)
    }

    /// The id of the row of `table` someone names.
    ///
    /// # Errors
    /// Nothing fits, and the nearest is named; or several rows do, and those are.
    pub fn find(&self, table: &str, typed: &str) -> Result<String> {
        let reader = self.reader();
        find_row(&reader, table, typed).or_else(|error| Err(with_nearest(error, &reader, table, typed)?))
    }
}

/// As [`Office::find`], within a read or a write.
pub(super) fn find_row(reader: &Reader<'_>, table: &str, typed: &str) -> Result<String> {
    let typed = clean(typed).text;
    let mut fitting = reader.called(table, &typed)?;
    if fitting.is_empty() && !typed.is_empty() {
        fitting = folded_matches(reader.all_called(table)?, &typed);
    }
    // An id or a code is nobody else's name.
    if let Some(exact) = fitting.iter().find(|row| row.id == typed || row.code.as_deref() == Some(&typed)) {
        return Ok(exact.id.clone());
    }
    match fitting.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => {
            Err(Error::yours(Message::new(NOT_FOUND).with("value", typed).with_key("kind", kind_key(table))))
        }
        several => {
            let message = Message::new("office.ambiguous")
                .with("value", typed)
                .with("count", several.len())
                .with_key("kind", kind_key(table));
            Err(Error::yours(message).because(several.iter().take(NAMED_AT_MOST).map(candidate)))
        }
    }
}

/// Rows whose folded name or spelling is what was typed; failing that, those whose name contains it.
fn folded_matches(rows: Vec<Named>, typed: &str) -> Vec<Named> {
    let wanted = fold(typed);
    let (mut whole, mut part) = (Vec::new(), Vec::new());
    for row in rows {
        let name = fold(&row.name);
        let spelt = row.spellings.as_deref().unwrap_or_default();
        if name == wanted
            || spelt.split('|').any(|form| fold(form.trim()) == wanted)
            || row.code.as_deref().is_some_and(|code| fold(code) == wanted)
        {
            whole.push(row);
        } else if name.contains(&wanted) {
            part.push(row);
        }
    }
    if whole.is_empty() { part } else { whole }
}

/// The error, with the code or name in place of its advice that is nearest to what was typed.
fn with_nearest(error: Error, reader: &Reader<'_>, table: &str, typed: &str) -> Result<Error> {
    if error.message.key != NOT_FOUND {
        return Ok(error);
    }
    let written: Vec<String> = reader
        .all_called(table)?
        .into_iter()
        .flat_map(|row| row.code.into_iter().chain([row.name]))
        .collect();
    let folded: Vec<String> = written.iter().map(|name| fold(name)).collect();
    let near = nearest(&fold(typed), folded.iter().map(String::as_str));
    let near = near.and_then(|near| folded.iter().position(|name| name == near));
    let fix = near.map(|at| Message::new("office.not_found_near").with("near", &written[at]));
    Ok(Error { fix: fix.or(error.fix), ..error })
}

fn candidate(row: &Named) -> Message {
    Message::new("office.candidate")
        .with("name", &row.name)
        .with("code", row.code.as_deref().unwrap_or(row.id.as_str()))
}

fn kind_key(table: &str) -> String {
    format!("office.kind.{table}")
}
