//! Queries about cases, their moves, and what was waived or answered for them.
//!
//! Invariant: rows out as domain values; one query a list, never one a row.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::{Case, CaseEvent, CaseEventKind, Outcome, SideState};
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// Case id.
    pub id: String,
    /// The office's number for it.
    pub code: String,
    /// Cell id.
    pub cell: String,
    /// Cell name.
    pub cell_name: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Members on the list, else reported.
    pub total: i64,
    /// Full members among them.
    pub full: i64,
    /// Giving committee.
    pub giver: Option<String>,
    /// Its name.
    pub giver_name: Option<String>,
    /// Receiving committee.
    pub receiver: Option<String>,
    /// Its name.
    pub receiver_name: Option<String>,
    /// Procedure id.
    pub procedure: String,
    /// Stage of that procedure.
    pub stage: String,
    /// `paused` or `cancelled`.
    pub side_state: Option<String>,
    /// Code list `outcome`.
    pub outcome: Option<String>,
    /// The nearest deadline.
    pub due_on: Option<Date>,
    /// Requirements of its stage not met.
    pub missing: i64,
    /// Who outside the office owes the next thing.
    pub waiting_for: Option<String>,
    /// Officer id.
    pub officer: Option<String>,
    /// Officer's name.
    pub officer_name: Option<String>,
    /// When it was opened.
    pub opened_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

const CASE: &str = "SELECT id, code, cell, procedure, stage, stage_since, side_state, outcome, giver, \
     receiver, officer, opened_on, closed_on FROM \"case\"";

const CASE_LINE: &str = "SELECT \"case\".id, \"case\".code, cell.id, cell.name, cell.kind, \
     coalesce(cache_case.member_total, cell.member_total, 0), \
     coalesce(cache_case.member_full, cell.member_full, 0), \
     \"case\".giver, giver.name, \"case\".receiver, receiver.name, \"case\".procedure, \"case\".stage, \
     \"case\".side_state, \"case\".outcome, cache_case.due_on, coalesce(cache_case.missing, 0), \
     cache_case.waiting_for, officer.id, officer.name, \"case\".opened_on, \"case\".closed_on \
     FROM \"case\" JOIN cell ON cell.id = \"case\".cell \
     LEFT JOIN cache_case ON cache_case.\"case\" = \"case\".id \
     LEFT JOIN committee AS giver ON giver.id = \"case\".giver \
     LEFT JOIN committee AS receiver ON receiver.id = \"case\".receiver \
     LEFT JOIN officer ON officer.id = \"case\".officer";

impl Reader<'_> {
    /// One case.
    pub fn case(&self, id: &Id<Case>) -> Result<Option<Case>> {
        self.one(&format!("{CASE} WHERE id = ?1"), params![id.as_str()], case)
    }

    /// Every case as a line, in the order they were opened.
    pub fn case_lines(&self) -> Result<Vec<CaseLine>> {
        self.all(&format!("{CASE_LINE} ORDER BY \"case\".code"), params![], case_line)
    }

    /// The first cases as lines; a screenful costs no more where there are 54.000.
    pub fn first_case_lines(&self, limit: usize) -> Result<Vec<CaseLine>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(&format!("{CASE_LINE} ORDER BY \"case\".code LIMIT ?1"), params![limit], case_line)
    }

    /// The case of a cell that is neither closed nor cancelled, if there is one: id and code.
    pub fn open_case_of(&self, cell: &Id<Cell>) -> Result<Option<(Id<Case>, String)>> {
        let sql = "SELECT id, code FROM \"case\" WHERE cell = ?1 AND closed_on IS NULL \
                   AND side_state IS NOT 'cancelled'";
        self.one(sql, params![cell.as_str()], |row| Ok((id_at(row, 0)?, row.get(1)?)))
    }

    /// The moves of a case, oldest first.
    pub fn case_events_of(&self, case: &Id<Case>) -> Result<Vec<CaseEvent>> {
        let sql = "SELECT kind, from_stage, to_stage, happened_on, person, reason FROM case_event \
                   WHERE \"case\" = ?1 ORDER BY id";
        let rows = self.all(sql, params![case.as_str()], |row| {
            let kind: String = row.get(0)?;
            let (Some(kind), Some(happened_on)) = (CaseEventKind::parse(&kind), day_at(row, 3)?) else {
                return Ok(None);
            };
            Ok(Some(CaseEvent {
                kind,
                from_stage: row.get(1)?,
                to_stage: row.get(2)?,
                happened_on,
                person: row.get(4)?,
                reason: row.get(5)?,
            }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Charter findings a person answered: finding → answer.
    pub fn charter_answers_of(&self, case: &Id<Case>) -> Result<BTreeMap<String, String>> {
        let sql = "SELECT finding, answer FROM charter_answer WHERE \"case\" = ?1";
        let rows = self.all(sql, params![case.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// The row in which a Charter finding was answered, if it was.
    pub fn charter_answer_row(&self, case: &Id<Case>, finding: &str) -> Result<Option<String>> {
        let sql = "SELECT id FROM charter_answer WHERE \"case\" = ?1 AND finding = ?2";
        self.one(sql, params![case.as_str(), finding], |row| row.get(0))
    }

    /// Requirements waived: requirement → who (by name) and why.
    pub fn waivers_of(&self, case: &Id<Case>) -> Result<BTreeMap<String, (String, String)>> {
        let sql = "SELECT waiver.requirement, coalesce(officer.name, waiver.person), waiver.reason FROM waiver \
                   LEFT JOIN officer ON officer.id = waiver.person WHERE \"case\" = ?1 ORDER BY waiver.id";
        let rows =
            self.all(sql, params![case.as_str()], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        Ok(rows.into_iter().collect())
    }

    /// The highest number given so far to the codes of a table, `HS-0012` being 12.
    pub fn last_number(&self, table: &str, prefix: &str) -> Result<i64> {
        let table = &self.schema()?.table(table)?.name;
        let sql = format!(
            "SELECT coalesce(max(CAST(substr(code, length(?1) + 2) AS INTEGER)), 0) FROM \"{table}\" \
             WHERE code LIKE ?1 || '-%'"
        );
        Ok(self.one(&sql, params![prefix], |row| row.get(0))?.unwrap_or_default())
    }
}

fn case(row: &Row<'_>) -> rusqlite::Result<Case> {
    let side_state: Option<String> = row.get(6)?;
    let outcome: Option<String> = row.get(7)?;
    Ok(Case {
        id: id_at(row, 0)?,
        code: row.get(1)?,
        cell: id_at(row, 2)?,
        procedure: id_at(row, 3)?,
        stage: row.get(4)?,
        stage_since: day_at(row, 5)?.unwrap_or_default(),
        side_state: side_state.as_deref().and_then(SideState::parse),
        outcome: outcome.as_deref().and_then(Outcome::parse),
        giver: maybe_id_at(row, 8)?,
        receiver: maybe_id_at(row, 9)?,
        officer: maybe_id_at(row, 10)?,
        opened_on: day_at(row, 11)?.unwrap_or_default(),
        closed_on: day_at(row, 12)?,
    })
}

fn case_line(row: &Row<'_>) -> rusqlite::Result<CaseLine> {
    Ok(CaseLine {
        id: row.get(0)?,
        code: row.get(1)?,
        cell: row.get(2)?,
        cell_name: row.get(3)?,
        kind: row.get(4)?,
        total: row.get(5)?,
        full: row.get(6)?,
        giver: row.get(7)?,
        giver_name: row.get(8)?,
        receiver: row.get(9)?,
        receiver_name: row.get(10)?,
        procedure: row.get(11)?,
        stage: row.get(12)?,
        side_state: row.get(13)?,
        outcome: row.get(14)?,
        due_on: day_at(row, 15)?,
        missing: row.get(16)?,
        waiting_for: row.get(17)?,
        officer: row.get(18)?,
        officer_name: row.get(19)?,
        opened_on: day_at(row, 20)?,
        closed_on: day_at(row, 21)?,
    })
}
