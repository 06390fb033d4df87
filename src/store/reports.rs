//! Queries behind the reports and the overview: sums over the register and over the cases.
//!
//! Invariant: sums are made by SQLite in one pass; nothing is loaded to be counted.

use super::error::Result;
use super::organisations::day_at;
use super::reader::Reader;
use jiff::civil::Date;
use rusqlite::{Row, params};

/// Organisations and members under one heading (a district, a committee).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Id of the heading's row; none where it was only written, or not known.
    pub id: Option<String>,
    /// What the heading is called; none where nothing is known.
    pub name: Option<String>,
    /// Organisations.
    pub organisations: i64,
    /// Members.
    pub members: i64,
    /// Full members.
    pub full: i64,
    /// Probationary members.
    pub probationary: i64,
}

/// Movements of one kind under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementTally {
    /// Code list `movement`.
    pub kind: String,
    /// District, by the unit's name or as written.
    pub district: Option<String>,
    /// Sum of the quantities.
    pub quantity: i64,
}

/// Cases of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageTally {
    /// Stage of the procedure.
    pub stage: String,
    /// `paused` or `cancelled`, or none.
    pub side_state: Option<String>,
    /// Whether they are closed.
    pub closed: bool,
    /// Cases.
    pub cases: i64,
    /// Members in them.
    pub members: i64,
}

/// A case on the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaLine {
    /// Case id.
    pub case: String,
    /// Its code.
    pub code: String,
    /// Its cell's name.
    pub cell_name: String,
    /// Its stage.
    pub stage: String,
    /// When the nearest deadline falls.
    pub due_on: Option<Date>,
    /// Which deadline.
    pub due_rule: Option<String>,
    /// Who owes the next thing.
    pub waiting_for: Option<String>,
    /// What is missing at its gate.
    pub missing: i64,
    /// Who works on it.
    pub officer: Option<String>,
}

/// The members of a cell: those on its list, or those reported where it has no list. A cell that a case ended
/// stands in the sums of the days before.
const COUNTED: &str = "counted AS (SELECT cell.id AS cell, cell.superior, cell.superior_text, \
     cell.enterprise, coalesce(listed.total, cell.member_total, 0) AS total, \
     coalesce(listed.full, cell.member_full, 0) AS full, \
     coalesce(listed.total - listed.full, cell.member_probationary, 0) AS probationary \
     FROM cell LEFT JOIN (SELECT cell, count(*) AS total, count(CASE WHEN official_on <= ?1 THEN 1 END) AS full \
       FROM member WHERE cell IS NOT NULL AND (left_on IS NULL OR left_on > ?1) \
       AND (admitted_on IS NULL OR admitted_on <= ?1) GROUP BY cell) AS listed ON listed.cell = cell.id \
     WHERE (cell.founded_on IS NULL OR cell.founded_on <= ?1) AND (cell.status = 'active' OR \
     EXISTS (SELECT 1 FROM \"case\" WHERE \"case\".cell = cell.id \
       AND \"case\".outcome IN ('dissolve', 'merge') AND \"case\".side_state IS NOT 'cancelled' \
       AND coalesce((SELECT max(effective_on) FROM dossier_case WHERE dossier_case.\"case\" = \"case\".id), \
         \"case\".closed_on) > ?1)))";

impl Reader<'_> {
    /// Organisations and members in all, on a day.
    pub fn tally(&self, day: Date) -> Result<Tally> {
        let sql = format!(
            "WITH {COUNTED} SELECT NULL, NULL, count(*), coalesce(sum(total), 0), coalesce(sum(full), 0), \
             coalesce(sum(probationary), 0) FROM counted"
        );
        Ok(self.one(&sql, params![day.to_string()], tally)?.unwrap_or_default())
    }

    /// The same by the district of the head office.
    pub fn tally_by_district(&self, day: Date) -> Result<Vec<Tally>> {
        let sql = format!(
            "WITH {COUNTED} SELECT district.id, coalesce(district.name, enterprise.district_text), count(*), \
             sum(total), sum(full), sum(probationary) FROM counted \
             LEFT JOIN enterprise ON enterprise.id = counted.enterprise \
             LEFT JOIN unit AS district ON district.id = enterprise.district \
             GROUP BY 1, 2 ORDER BY count(*) DESC, 2"
        );
        self.all(&sql, params![day.to_string()], tally)
    }

    /// The same by the superior committee of that day.
    pub fn tally_by_superior(&self, day: Date) -> Result<Vec<Tally>> {
        let sql = format!(
            "WITH {COUNTED} SELECT committee.id, coalesce(committee.name, counted.superior_text), count(*), \
             sum(total), sum(full), sum(probationary) FROM counted \
             LEFT JOIN committee ON committee.id = coalesce((SELECT affiliation.committee FROM affiliation \
               WHERE affiliation.cell = counted.cell AND affiliation.valid_to >= ?1 \
               AND (affiliation.valid_from IS NULL OR affiliation.valid_from <= ?1) \
               ORDER BY affiliation.valid_to LIMIT 1), counted.superior) \
             GROUP BY 1, 2 ORDER BY count(*) DESC, 2"
        );
        self.all(&sql, params![day.to_string()], tally)
    }

    /// The cases that are to go to each receiver: the organisations and members in them.
    pub fn tally_by_receiver(&self, day: Date) -> Result<Vec<Tally>> {
        let sql = format!(
            "WITH {COUNTED} SELECT committee.id, committee.name, count(*), sum(total), sum(full), \
             sum(probationary) FROM \"case\" JOIN committee ON committee.id = \"case\".receiver \
             JOIN counted ON counted.cell = \"case\".cell \
             WHERE \"case\".side_state IS NOT 'cancelled' AND \"case\".outcome = 'transfer' \
             GROUP BY 1, 2 ORDER BY count(*) DESC, 2"
        );
        self.all(&sql, params![day.to_string()], tally)
    }

    /// Cases and their members by receiving committee, as the derived sums have them. `full` and
    /// `probationary` stay nought here.
    pub fn case_receivers(&self) -> Result<Vec<Tally>> {
        let sql = "SELECT committee.id, committee.name, sum(cases), sum(members), 0, 0 FROM cache_tally \
                   JOIN committee ON committee.id = cache_tally.receiver \
                   WHERE side_state <> 'cancelled' AND cases > 0 GROUP BY 1 ORDER BY 3 DESC, 2";
        self.all(sql, params![], tally)
    }

    /// Movements of a period, both ends included, by kind and district.
    pub fn movement_tallies(&self, from: Date, to: Date) -> Result<Vec<MovementTally>> {
        let sql = "SELECT movement.kind, coalesce(unit.name, movement.unit_text), sum(movement.quantity) \
                   FROM movement LEFT JOIN unit ON unit.id = movement.unit \
                   WHERE movement.happened_on BETWEEN ?1 AND ?2 GROUP BY 1, 2 ORDER BY 1, 2";
        self.all(sql, params![from.to_string(), to.to_string()], |row| {
            Ok(MovementTally { kind: row.get(0)?, district: row.get(1)?, quantity: row.get(2)? })
        })
    }

    /// Movements by year and kind, for the chart.
    pub fn movements_by_year(&self) -> Result<Vec<(String, String, i64)>> {
        let sql =
            "SELECT substr(happened_on, 1, 4), kind, sum(quantity) FROM movement GROUP BY 1, 2 ORDER BY 1, 2";
        self.all(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// Cases and their members by stage, as the derived sums have them.
    pub fn stage_tallies(&self) -> Result<Vec<StageTally>> {
        let sql = "SELECT stage, nullif(side_state, ''), closed, sum(cases), sum(members) FROM cache_tally \
                   WHERE cases > 0 GROUP BY 1, 2, 3";
        self.all(sql, params![], |row| {
            Ok(StageTally {
                stage: row.get(0)?,
                side_state: row.get(1)?,
                closed: row.get(2)?,
                cases: row.get(3)?,
                members: row.get(4)?,
            })
        })
    }

    /// Moves of cases in a period by kind and stage reached: kind, stage, count.
    pub fn move_tallies(&self, from: Date, to: Date) -> Result<Vec<(String, Option<String>, i64)>> {
        let sql = "SELECT kind, to_stage, count(*) FROM case_event WHERE happened_on BETWEEN ?1 AND ?2 \
                   GROUP BY 1, 2 ORDER BY 1, 2";
        self.all(sql, params![from.to_string(), to.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }

    /// Cases on their way that are due by a day, or wait for somebody; soonest first.
    pub fn agenda_lines(&self, until: Option<Date>, limit: usize) -> Result<Vec<AgendaLine>> {
        let sql = "SELECT \"case\".id, \"case\".code, cell.name, \"case\".stage, cache_case.due_on, \
                   cache_case.due_rule, cache_case.waiting_for, cache_case.missing, officer.name \
                   FROM cache_case JOIN \"case\" ON \"case\".id = cache_case.\"case\" \
                   JOIN cell ON cell.id = \"case\".cell LEFT JOIN officer ON officer.id = \"case\".officer \
                   WHERE cache_case.due_on IS NOT NULL AND (?1 IS NULL OR cache_case.due_on <= ?1) \
                   ORDER BY cache_case.due_on LIMIT ?2";
        let until = until.map(|day| day.to_string());
        self.all(sql, params![until, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok(AgendaLine {
                case: row.get(0)?,
                code: row.get(1)?,
                cell_name: row.get(2)?,
                stage: row.get(3)?,
                due_on: day_at(row, 4)?,
                due_rule: row.get(5)?,
                waiting_for: row.get(6)?,
                missing: row.get(7)?,
                officer: row.get(8)?,
            })
        })
    }

    /// Cases on their way: overdue on a day, due from it to another, waiting for somebody outside.
    pub fn agenda_counts(&self, today: Date, week_end: Date) -> Result<(i64, i64, i64)> {
        let sql = "SELECT (SELECT count(*) FROM cache_case WHERE due_on < ?1), \
                   (SELECT count(*) FROM cache_case WHERE due_on BETWEEN ?1 AND ?2), \
                   (SELECT coalesce(sum(cases), 0) FROM cache_tally \
                    WHERE waiting AND side_state = '' AND NOT closed)";
        let counts = self.one(sql, params![today.to_string(), week_end.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        Ok(counts.unwrap_or_default())
    }
}

fn tally(row: &Row<'_>) -> rusqlite::Result<Tally> {
    Ok(Tally {
        id: row.get(0)?,
        name: row.get(1)?,
        organisations: row.get(2)?,
        members: row.get(3)?,
        full: row.get(4)?,
        probationary: row.get(5)?,
    })
}
