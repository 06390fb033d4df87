//! Queries about dossiers, frozen figures and the handover.
//!
//! Invariant: rows out as domain values; one query a list, never one a row.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::{Case, DossierAnswer, MemberHandover, MemberOutcome, Moment};
use crate::domain::case_file::{Affiliation, Difference, DifferenceSubject, HandoverItem};
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Member, MemberCounts};
use crate::domain::statement::{Dossier, DossierCase, DossierState, Snapshot};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// A member that frozen figures counted: snapshot, member, probationary.
pub type CountedMember = (Id<Snapshot>, Id<Member>, bool);

/// A dossier as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierLine {
    /// The dossier.
    pub dossier: Dossier,
    /// How many cases it holds.
    pub cases: i64,
    /// How many of them are answered.
    pub answered: i64,
    /// Members in its frozen figures, once submitted.
    pub members: i64,
}

const DOSSIER: &str = "SELECT id, code, title, state, as_of, created_on, submitted_on FROM dossier";
const DOSSIER_CASE: &str = "SELECT id, dossier, \"case\", answer, paper, answered_on, effective_on, note \
     FROM dossier_case";

impl Reader<'_> {
    /// All dossiers, newest first.
    pub fn dossier_lines(&self) -> Result<Vec<DossierLine>> {
        let sql = "SELECT dossier.id, code, title, state, dossier.as_of, created_on, submitted_on, \
                   count(dossier_case.id), count(dossier_case.answer), coalesce(sum(snapshot.total), 0) \
                   FROM dossier LEFT JOIN dossier_case ON dossier_case.dossier = dossier.id \
                   LEFT JOIN snapshot ON snapshot.dossier = dossier.id AND snapshot.moment = 'proposal' \
                     AND snapshot.\"case\" = dossier_case.\"case\" \
                   GROUP BY dossier.id ORDER BY dossier.id DESC";
        self.all(sql, params![], |row| {
            Ok(DossierLine {
                dossier: dossier(row)?,
                cases: row.get(7)?,
                answered: row.get(8)?,
                members: row.get(9)?,
            })
        })
    }

    /// One dossier.
    pub fn dossier(&self, id: &Id<Dossier>) -> Result<Option<Dossier>> {
        self.one(&format!("{DOSSIER} WHERE id = ?1"), params![id.as_str()], dossier)
    }

    /// The cases of a dossier, in the order they joined.
    pub fn dossier_cases(&self, id: &Id<Dossier>) -> Result<Vec<DossierCase>> {
        self.all(
            &format!("{DOSSIER_CASE} WHERE dossier = ?1 ORDER BY id"),
            params![id.as_str()],
            dossier_case,
        )
    }

    /// The newest dossier a case stands in.
    pub fn dossier_of_case(&self, case: &Id<Case>) -> Result<Option<(Dossier, DossierCase)>> {
        let sql = format!("{DOSSIER_CASE} WHERE \"case\" = ?1 ORDER BY id DESC LIMIT 1");
        let Some(entry) = self.one(&sql, params![case.as_str()], dossier_case)? else { return Ok(None) };
        Ok(self.dossier(&entry.dossier)?.map(|dossier| (dossier, entry)))
    }

    /// Frozen figures of a case, oldest first.
    pub fn snapshots_of(&self, case: &Id<Case>) -> Result<Vec<Snapshot>> {
        let sql = "SELECT id, \"case\", moment, as_of, total, full, probationary, women, exempt, dossier \
                   FROM snapshot WHERE \"case\" = ?1 ORDER BY id";
        let rows = self.all(sql, params![case.as_str()], |row| {
            let moment: String = row.get(2)?;
            let as_of: Option<Date> = day_at(row, 3)?;
            let (Some(moment), Some(as_of)) = (Moment::parse(&moment), as_of) else { return Ok(None) };
            let counts = MemberCounts {
                total: row.get(4)?,
                full: row.get(5)?,
                probationary: row.get(6)?,
                women: row.get(7)?,
                exempt: row.get(8)?,
            };
            Ok(Some(Snapshot {
                id: id_at(row, 0)?,
                case: id_at(row, 1)?,
                moment,
                dossier: maybe_id_at(row, 9)?,
                as_of,
                counts,
            }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// The members that the frozen figures of a case counted: snapshot, member, probationary.
    pub fn snapshot_members_of(&self, case: &Id<Case>) -> Result<Vec<CountedMember>> {
        let sql = "SELECT snapshot_member.snapshot, snapshot_member.member, snapshot_member.probationary \
                   FROM snapshot_member JOIN snapshot ON snapshot.id = snapshot_member.snapshot \
                   WHERE snapshot.\"case\" = ?1 ORDER BY snapshot_member.id";
        self.all(sql, params![case.as_str()], |row| Ok((id_at(row, 0)?, id_at(row, 1)?, row.get(2)?)))
    }

    /// Differences a person explained.
    pub fn differences_of(&self, case: &Id<Case>) -> Result<Vec<Difference>> {
        let sql =
            "SELECT subject, member, amount, explanation FROM difference WHERE \"case\" = ?1 ORDER BY id";
        let rows = self.all(sql, params![case.as_str()], |row| {
            let subject: String = row.get(0)?;
            let Some(subject) = DifferenceSubject::parse(&subject) else { return Ok(None) };
            let (member, amount, explanation) = (maybe_id_at(row, 1)?, row.get(2)?, row.get(3)?);
            Ok(Some(Difference { subject, member, amount, explanation }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// The handover checklist of a case: item code → what stands there.
    pub fn handover_items_of(&self, case: &Id<Case>) -> Result<BTreeMap<String, HandoverItem>> {
        let sql = "SELECT item, state, value, done_on, note FROM handover_item WHERE \"case\" = ?1";
        let rows = self.all(sql, params![case.as_str()], |row| {
            let item = HandoverItem {
                state: row.get(1)?,
                value: row.get(2)?,
                done_on: day_at(row, 3)?,
                note: row.get(4)?,
            };
            Ok((row.get(0)?, item))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// What became of each member at the handover.
    pub fn handover_members_of(&self, case: &Id<Case>) -> Result<Vec<MemberHandover>> {
        let sql = "SELECT member, state, file_complete, file_lacking, reason FROM handover_member \
                   WHERE \"case\" = ?1 ORDER BY id";
        let rows = self.all(sql, params![case.as_str()], |row| {
            let state: String = row.get(1)?;
            let Some(outcome) = MemberOutcome::parse(&state) else { return Ok(None) };
            Ok(Some(MemberHandover {
                member: id_at(row, 0)?,
                outcome,
                file_complete: row.get(2)?,
                file_lacking: row.get(3)?,
                reason: row.get(4)?,
            }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// The id of the row that says what became of a member, if there is one.
    pub fn handover_member_row(&self, case: &Id<Case>, member: &Id<Member>) -> Result<Option<String>> {
        let sql = "SELECT id FROM handover_member WHERE \"case\" = ?1 AND member = ?2";
        self.one(sql, params![case.as_str(), member.as_str()], |row| row.get(0))
    }

    /// The id of the row of a handover item, if there is one.
    pub fn handover_item_row(&self, case: &Id<Case>, item: &str) -> Result<Option<String>> {
        let sql = "SELECT id FROM handover_item WHERE \"case\" = ?1 AND item = ?2";
        self.one(sql, params![case.as_str(), item], |row| row.get(0))
    }

    /// The superiors a cell has had, oldest first.
    pub fn affiliations_of(&self, cell: &Id<Cell>) -> Result<Vec<Affiliation>> {
        let sql = "SELECT committee, valid_from, valid_to FROM affiliation WHERE cell = ?1 \
                   ORDER BY valid_from IS NOT NULL, valid_from, id";
        self.all(sql, params![cell.as_str()], |row| {
            Ok(Affiliation { committee: id_at(row, 0)?, from: day_at(row, 1)?, to: day_at(row, 2)? })
        })
    }

    /// The row of the superior a cell stands under now: its id.
    pub fn open_affiliation(&self, cell: &Id<Cell>) -> Result<Option<String>> {
        let sql = "SELECT id FROM affiliation WHERE cell = ?1 AND valid_to IS NULL ORDER BY id DESC LIMIT 1";
        self.one(sql, params![cell.as_str()], |row| row.get(0))
    }
}

fn dossier(row: &Row<'_>) -> rusqlite::Result<Dossier> {
    let state: String = row.get(3)?;
    Ok(Dossier {
        id: id_at(row, 0)?,
        code: row.get(1)?,
        title: row.get(2)?,
        state: DossierState::parse(&state).unwrap_or(DossierState::Draft),
        as_of: day_at(row, 4)?,
        created_on: day_at(row, 5)?.unwrap_or_default(),
        submitted_on: day_at(row, 6)?,
    })
}

fn dossier_case(row: &Row<'_>) -> rusqlite::Result<DossierCase> {
    let answer: Option<String> = row.get(3)?;
    Ok(DossierCase {
        id: id_at(row, 0)?,
        dossier: id_at(row, 1)?,
        case: id_at(row, 2)?,
        answer: answer.as_deref().and_then(DossierAnswer::parse),
        paper: maybe_id_at(row, 4)?,
        answered_on: day_at(row, 5)?,
        effective_on: day_at(row, 6)?,
        note: row.get(7)?,
    })
}
