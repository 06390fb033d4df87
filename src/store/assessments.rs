//! Queries about assessments and the options weighed in them.
//!
//! Invariant: the newest assessment of a case is the one that counts; older ones stay readable.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::{Case, Outcome};
use crate::domain::ids::Id;
use crate::domain::statement::{Assessment, WeighedOption};
use rusqlite::{Row, params};

impl Reader<'_> {
    /// The newest assessment of a case, with its options.
    pub fn assessment_of(&self, case: &Id<Case>) -> Result<Option<Assessment>> {
        let sql = "SELECT id, \"case\", chosen, receiver, rationale, territory_reason, author, approved_by, \
                   approved_on, survey, COALESCE(survey_revision, '') FROM assessment WHERE \"case\" = ?1 ORDER BY id DESC LIMIT 1";
        let Some(mut found) = self.one(sql, params![case.as_str()], assessment)? else { return Ok(None) };
        let sql = "SELECT id, outcome, receiver, advantages, limits FROM assessment_option \
                   WHERE assessment = ?1 ORDER BY id";
        let options = self.all(sql, params![found.id.as_str()], option)?;
        found.options = options.into_iter().flatten().collect();
        Ok(Some(found))
    }
}

fn assessment(row: &Row<'_>) -> rusqlite::Result<Assessment> {
    let chosen: Option<String> = row.get(2)?;
    Ok(Assessment {
        id: id_at(row, 0)?,
        case: id_at(row, 1)?,
        chosen: chosen.as_deref().and_then(Outcome::parse),
        receiver: maybe_id_at(row, 3)?,
        rationale: row.get(4)?,
        territory_reason: row.get(5)?,
        author: row.get(6)?,
        approved_by: row.get(7)?,
        approved_on: day_at(row, 8)?,
        survey: maybe_id_at(row, 9)?,
        survey_revision: row.get(10)?,
        options: Vec::new(),
    })
}

fn option(row: &Row<'_>) -> rusqlite::Result<Option<WeighedOption>> {
    let outcome: String = row.get(1)?;
    let Some(outcome) = Outcome::parse(&outcome) else { return Ok(None) };
    Ok(Some(WeighedOption {
        id: id_at(row, 0)?,
        outcome,
        receiver: maybe_id_at(row, 2)?,
        advantages: row.get(3)?,
        limits: row.get(4)?,
    }))
}
