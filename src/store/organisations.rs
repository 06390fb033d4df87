//! Queries about enterprises, cells and members.
//!
//! Invariant: rows out as domain values; one query a list, never one a row.

use super::error::Result;
use super::reader::Reader;
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Enterprise, HoldState, Member, MemberCounts, MemberHold};
use crate::domain::reference::Committee;
use crate::text::dates::PartialDate;
use jiff::civil::Date;
use rusqlite::{Row, params};

/// A cell as lists show it: joined, and no more than the columns ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellLine {
    /// Cell id.
    pub id: String,
    /// Organisation code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Code list `cell_status`.
    pub status: String,
    /// Enterprise id.
    pub enterprise: Option<String>,
    /// Enterprise name.
    pub enterprise_name: Option<String>,
    /// District of the head office: the unit's name, else as written.
    pub district: Option<String>,
    /// Superior committee id.
    pub superior: Option<String>,
    /// Superior's name, else as written.
    pub superior_name: Option<String>,
    /// Reported counts: total, full, probationary.
    pub total: Option<i64>,
    /// Full members reported.
    pub full: Option<i64>,
    /// Probationary members reported.
    pub probationary: Option<i64>,
    /// Its open case.
    pub case: Option<String>,
    /// That case's code.
    pub case_code: Option<String>,
}

const CELL_LINE: &str = "SELECT cell.id, cell.code, cell.name, cell.kind, cell.status, cell.enterprise, \
     enterprise.name, coalesce(district.name, enterprise.district_text), cell.superior, \
     coalesce(superior.name, cell.superior_text), cell.member_total, cell.member_full, \
     cell.member_probationary, open_case.id, open_case.code \
     FROM cell \
     LEFT JOIN enterprise ON enterprise.id = cell.enterprise \
     LEFT JOIN unit AS district ON district.id = enterprise.district \
     LEFT JOIN committee AS superior ON superior.id = cell.superior \
     LEFT JOIN \"case\" AS open_case ON open_case.cell = cell.id \
       AND open_case.closed_on IS NULL AND open_case.side_state IS NOT 'cancelled'";

const CELL: &str = "SELECT id, code, name, kind, enterprise, superior, superior_text, founded_on, secretary, \
     member_total, member_full, member_probationary, member_women, counts_as_of, status, note FROM cell";

const MEMBER: &str = "SELECT id, name, gender, born_on, identity_number, card_number, admitted_on, \
     official_on, cell, position, status, left_on, note FROM member";

impl Reader<'_> {
    /// Cells in the order of their names; a limit keeps the first screen quick.
    pub fn cell_lines(&self, limit: Option<usize>) -> Result<Vec<CellLine>> {
        let limit = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1));
        self.all(&format!("{CELL_LINE} ORDER BY cell.name LIMIT ?1"), params![limit], cell_line)
    }

    /// The cells of the ids given.
    pub fn cell_lines_of(&self, ids: &[String]) -> Result<Vec<CellLine>> {
        let list = serde_json::to_string(ids).unwrap_or_default();
        let sql =
            format!("{CELL_LINE} WHERE cell.id IN (SELECT value FROM json_each(?1)) ORDER BY cell.name");
        self.all(&sql, params![list], cell_line)
    }

    /// How many cells there are, and how many of them never came to a case.
    pub fn cell_count(&self) -> Result<(i64, i64)> {
        let sql = "SELECT count(*), count(*) - (SELECT coalesce(sum(cases), 0) FROM cache_tally \
                   WHERE side_state <> 'cancelled') FROM cell";
        Ok(self.one(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
    }

    /// One cell.
    pub fn cell(&self, id: &Id<Cell>) -> Result<Option<Cell>> {
        self.one(&format!("{CELL} WHERE id = ?1"), params![id.as_str()], cell)
    }

    /// One enterprise.
    pub fn enterprise(&self, id: &Id<Enterprise>) -> Result<Option<Enterprise>> {
        let sql = "SELECT id, name, tax_code, legal_form, commune, district, commune_text, district_text, \
                   workers_total FROM enterprise WHERE id = ?1";
        self.one(sql, params![id.as_str()], |row| {
            Ok(Enterprise {
                id: id_at(row, 0)?,
                name: row.get(1)?,
                tax_code: row.get(2)?,
                legal_form: row.get(3)?,
                commune: maybe_id_at(row, 4)?,
                district: maybe_id_at(row, 5)?,
                commune_text: row.get(6)?,
                district_text: row.get(7)?,
                workers_total: row.get(8)?,
            })
        })
    }

    /// Members on a cell's list today, in the order they were entered.
    pub fn members_of(&self, cell: &Id<Cell>) -> Result<Vec<Member>> {
        let sql = format!("{MEMBER} WHERE cell = ?1 AND left_on IS NULL ORDER BY id");
        self.all(&sql, params![cell.as_str()], member)
    }

    /// One member.
    pub fn member(&self, id: &Id<Member>) -> Result<Option<Member>> {
        self.one(&format!("{MEMBER} WHERE id = ?1"), params![id.as_str()], member)
    }

    /// Members of the ids given, wherever they are now.
    pub fn members_by_id(&self, ids: &[String]) -> Result<Vec<Member>> {
        let list = serde_json::to_string(ids).unwrap_or_default();
        let sql = format!("{MEMBER} WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id");
        self.all(&sql, params![list], member)
    }

    /// Holds on the members of a cell.
    pub fn holds_of(&self, cell: &Id<Cell>) -> Result<Vec<MemberHold>> {
        let sql = "SELECT member_hold.id, member_hold.member, member_hold.state, member_hold.reason, \
                   member_hold.since, member_hold.until FROM member_hold \
                   JOIN member ON member.id = member_hold.member WHERE member.cell = ?1 ORDER BY member_hold.id";
        self.all(sql, params![cell.as_str()], |row| {
            let state: String = row.get(2)?;
            Ok(MemberHold {
                id: id_at(row, 0)?,
                member: id_at(row, 1)?,
                state: HoldState::parse(&state).unwrap_or(HoldState::Possible),
                reason: row.get(3)?,
                since: day_at(row, 4)?,
                until: day_at(row, 5)?,
            })
        })
    }

    /// Members counted from the lists, over all cells that are not ended: total, full, probationary.
    pub fn member_counts(&self) -> Result<MemberCounts> {
        let sql = "SELECT count(*), count(official_on), count(*) - count(official_on) FROM member \
                   WHERE left_on IS NULL AND cell IS NOT NULL";
        let counts = self.one(sql, params![], |row| {
            Ok(MemberCounts {
                total: row.get(0)?,
                full: row.get(1)?,
                probationary: row.get(2)?,
                ..MemberCounts::default()
            })
        })?;
        Ok(counts.unwrap_or_default())
    }
}

fn cell_line(row: &Row<'_>) -> rusqlite::Result<CellLine> {
    Ok(CellLine {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        status: row.get(4)?,
        enterprise: row.get(5)?,
        enterprise_name: row.get(6)?,
        district: row.get(7)?,
        superior: row.get(8)?,
        superior_name: row.get(9)?,
        total: row.get(10)?,
        full: row.get(11)?,
        probationary: row.get(12)?,
        case: row.get(13)?,
        case_code: row.get(14)?,
    })
}

fn cell(row: &Row<'_>) -> rusqlite::Result<Cell> {
    let total: Option<i64> = row.get(9)?;
    let full: Option<i64> = row.get(10)?;
    let probationary: Option<i64> = row.get(11)?;
    let women: Option<i64> = row.get(12)?;
    Ok(Cell {
        id: id_at(row, 0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        enterprise: maybe_id_at(row, 4)?,
        superior: maybe_id_at::<Committee>(row, 5)?,
        superior_text: row.get(6)?,
        founded_on: partial_at(row, 7)?,
        secretary: row.get(8)?,
        reported: total.map(|total| MemberCounts {
            total,
            full: full.unwrap_or_default(),
            probationary: probationary.unwrap_or_default(),
            women: women.unwrap_or_default(),
            exempt: 0,
        }),
        counts_as_of: day_at(row, 13)?,
        status: row.get(14)?,
        note: row.get(15)?,
    })
}

fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: id_at(row, 0)?,
        name: row.get(1)?,
        gender: row.get(2)?,
        born_on: partial_at(row, 3)?,
        identity_number: row.get(4)?,
        card_number: row.get(5)?,
        admitted_on: partial_at(row, 6)?,
        official_on: partial_at(row, 7)?,
        cell: maybe_id_at(row, 8)?,
        position: row.get(9)?,
        status: row.get(10)?,
        left_on: partial_at(row, 11)?,
        note: row.get(12)?,
    })
}

/// The id in a column.
pub(super) fn id_at<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Id<T>> {
    Ok(Id::new(row.get::<_, String>(column)?))
}

/// The id in a column that may be empty.
pub(super) fn maybe_id_at<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Id<T>>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Id::new))
}

/// The day in a column; what is no day reads as none, and `check` reports it.
pub(super) fn day_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|text| text.parse().ok()))
}

/// The partly known date in a column.
pub(super) fn partial_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<PartialDate>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|text| PartialDate::parse_iso(&text)))
}
