//! Queries about reference data: settings, officers, units, committees, holidays, stored texts.
//!
//! Invariant: effective-dated rows come out with their dates; choosing by a day is the rules' work.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::ids::Id;
use crate::domain::reference::{Committee, Officer, Unit, Validity};
use jiff::civil::Date;
use rusqlite::{Row, params};

const UNIT: &str = "SELECT id, name, level, parent, valid_from, valid_to, spellings FROM unit";
const COMMITTEE: &str =
    "SELECT id, name, kind, level, parent, unit, valid_from, valid_to, spellings FROM committee";

/// A line of the holiday table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayLine {
    /// Day.
    pub day: Date,
    /// Name.
    pub name: String,
    /// `off` or `work`.
    pub kind: String,
    /// Where it was announced.
    pub source: Option<String>,
    /// Whether it was.
    pub settled: bool,
}

impl Reader<'_> {
    /// A setting.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let value = self.one("SELECT value FROM setting WHERE id = ?1", params![key], |row| row.get(0))?;
        Ok(value.flatten())
    }

    /// Officers, in the order they were entered.
    pub fn officers(&self) -> Result<Vec<Officer>> {
        self.all("SELECT id, name, title, active FROM officer ORDER BY id", params![], |row| {
            Ok(Officer { id: id_at(row, 0)?, name: row.get(1)?, title: row.get(2)?, active: row.get(3)? })
        })
    }

    /// All administrative units of every era.
    pub fn units(&self) -> Result<Vec<Unit>> {
        self.all(&format!("{UNIT} ORDER BY id"), params![], unit)
    }

    /// One unit.
    pub fn unit(&self, id: &Id<Unit>) -> Result<Option<Unit>> {
        self.one(&format!("{UNIT} WHERE id = ?1"), params![id.as_str()], unit)
    }

    /// A unit and those above it, nearest first.
    pub fn unit_and_above(&self, id: &Id<Unit>) -> Result<Vec<Unit>> {
        let sql = format!(
            "WITH RECURSIVE above (id, depth) AS (SELECT ?1, 0 UNION \
             SELECT unit.parent, depth + 1 FROM unit JOIN above ON unit.id = above.id \
             WHERE unit.parent IS NOT NULL AND depth < 16) \
             {UNIT} JOIN above USING (id) ORDER BY above.depth"
        );
        self.all(&sql, params![id.as_str()], unit)
    }

    /// A unit, all units below it, and the older and newer units of the same land.
    pub fn territory_of(&self, unit: &Id<Unit>) -> Result<Vec<Id<Unit>>> {
        let sql = "WITH RECURSIVE land (id, depth) AS (SELECT ?1, 0 UNION \
                   SELECT unit.id, depth + 1 FROM unit JOIN land ON unit.parent = land.id WHERE depth < 16) \
                   SELECT id FROM land UNION \
                   SELECT old_unit FROM unit_succession JOIN land ON new_unit = land.id UNION \
                   SELECT new_unit FROM unit_succession JOIN land ON old_unit = land.id";
        self.all(sql, params![unit.as_str()], |row| id_at(row, 0))
    }

    /// All committees of every era.
    pub fn committees(&self) -> Result<Vec<Committee>> {
        self.all(&format!("{COMMITTEE} ORDER BY id"), params![], committee)
    }

    /// One committee.
    pub fn committee(&self, id: &Id<Committee>) -> Result<Option<Committee>> {
        self.one(&format!("{COMMITTEE} WHERE id = ?1"), params![id.as_str()], committee)
    }

    /// The holiday table, in order of days.
    pub fn holidays(&self) -> Result<Vec<HolidayLine>> {
        let sql = "SELECT day, name, kind, source, settled FROM holiday ORDER BY day";
        let lines = self.all(sql, params![], |row| {
            let Some(day) = day_at(row, 0)? else { return Ok(None) };
            Ok(Some(HolidayLine {
                day,
                name: row.get(1)?,
                kind: row.get(2)?,
                source: row.get(3)?,
                settled: row.get(4)?,
            }))
        })?;
        Ok(lines.into_iter().flatten().collect())
    }

    /// A saved matching of columns: id and text.
    pub fn mapping_named(&self, kind: &str, name: &str) -> Result<Option<(String, String)>> {
        let sql = "SELECT id, definition FROM import_mapping WHERE kind = ?1 AND name = ?2";
        self.one(sql, params![kind, name], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The stored versions of the procedure, oldest first: id and text.
    pub fn procedure_sources(&self) -> Result<Vec<(String, String)>> {
        self.all("SELECT id, source FROM procedure ORDER BY id", params![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }
}

fn unit(row: &Row<'_>) -> rusqlite::Result<Unit> {
    Ok(Unit {
        id: id_at(row, 0)?,
        name: row.get(1)?,
        level: row.get(2)?,
        parent: maybe_id_at(row, 3)?,
        validity: Validity { from: day_at(row, 4)?, to: day_at(row, 5)? },
        spellings: spellings(row.get(6)?),
    })
}

fn committee(row: &Row<'_>) -> rusqlite::Result<Committee> {
    Ok(Committee {
        id: id_at(row, 0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        level: row.get(3)?,
        parent: maybe_id_at(row, 4)?,
        unit: maybe_id_at(row, 5)?,
        validity: Validity { from: day_at(row, 6)?, to: day_at(row, 7)? },
        spellings: spellings(row.get(8)?),
    })
}

/// Other written forms stand in one field, separated by bars.
fn spellings(text: Option<String>) -> Vec<String> {
    let forms = text.unwrap_or_default();
    forms.split('|').map(|form| form.trim().to_owned()).filter(|form| !form.is_empty()).collect()
}
