//! What lists and the overview show of a case without judging it anew: the derived table `cache_case`.
//!
//! Invariant: derived, never journaled; a row here is what the rules said of the case when it last changed.

use super::error::Result;
use super::organisations::id_at;
use super::reader::Reader;
use super::write::{Touched, WriteTx};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// One row of the derived table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSummary {
    /// The case.
    pub case: Id<Case>,
    /// Requirements of its stage not met.
    pub missing: i64,
    /// The nearest deadline.
    pub due_on: Option<Date>,
    /// The rule it comes from.
    pub due_rule: Option<String>,
    /// Who outside the office owes the next thing.
    pub waiting_for: Option<String>,
    /// Members on the list, else reported.
    pub member_total: i64,
    /// Full members among them.
    pub member_full: i64,
}

/// Tables whose rows belong to one case for ever: the row as created says which, even once it is deleted.
const OF_A_CASE: &[&str] = &[
    "case_event",
    "survey",
    "opinion",
    "assessment",
    "charter_answer",
    "waiver",
    "dossier_case",
    "snapshot",
    "difference",
    "handover_item",
    "handover_member",
];

const OPEN: &str =
    "SELECT \"case\".id FROM \"case\" WHERE closed_on IS NULL AND side_state IS NOT 'cancelled'";

impl Reader<'_> {
    /// The cases that rows written just now have a bearing on; set-based, so that an import stays quick.
    pub fn cases_touched(&self, touched: &[Touched]) -> Result<BTreeSet<Id<Case>>> {
        let mut cases = BTreeSet::new();
        let mut by_table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in touched {
            by_table.entry(&row.table).or_default().push(&row.row);
        }
        for (table, rows) in by_table {
            let Some(sql) = cases_behind(table) else { continue };
            // Nothing but a case's own rows can touch one while no case is open.
            if table != "case" && !self.any_case_open()? {
                continue;
            }
            let list = serde_json::to_string(&rows).unwrap_or_default();
            cases.extend(self.all(&sql, params![list], |row| id_at(row, 0))?);
        }
        Ok(cases)
    }

    /// Every case that is neither closed nor cancelled.
    pub fn open_cases(&self) -> Result<Vec<Id<Case>>> {
        self.all(OPEN, params![], |row| id_at(row, 0))
    }

    /// What the derived table says of a case.
    pub fn case_summary(&self, case: &Id<Case>) -> Result<Option<CaseSummary>> {
        let sql = "SELECT \"case\", missing, due_on, due_rule, waiting_for, member_total, member_full FROM cache_case \
                   WHERE \"case\" = ?1";
        self.one(sql, params![case.as_str()], |row| {
            Ok(CaseSummary {
                case: id_at(row, 0)?,
                missing: row.get(1)?,
                due_on: super::organisations::day_at(row, 2)?,
                due_rule: row.get(3)?,
                waiting_for: row.get(4)?,
                member_total: row.get(5)?,
                member_full: row.get(6)?,
            })
        })
    }

    fn any_case_open(&self) -> Result<bool> {
        Ok(self.one(&format!("{OPEN} LIMIT 1"), params![], |_| Ok(()))?.is_some())
    }
}

impl WriteTx<'_> {
    /// Brings the row of a case up to date, and the sums it counts into; most changes leave it as it was.
    pub fn put_case_summary(&mut self, summary: &CaseSummary) -> Result<()> {
        const FRESH: &str = "SELECT id, stage, coalesce(side_state, ''), closed_on IS NOT NULL, \
             coalesce(receiver, ''), ?2, CASE WHEN closed_on IS NULL AND side_state IS NULL THEN ?3 END, \
             ?4, ?5, ?6, ?7 FROM \"case\" WHERE id = ?1";
        const KEPT: &str = "\"case\", stage, side_state, closed, receiver, missing, due_on, due_rule, \
             waiting_for, member_total, member_full";
        let due_on = summary.due_on.map(|day| day.to_string());
        let values = params![
            summary.case.as_str(),
            summary.missing,
            due_on,
            summary.due_rule,
            summary.waiting_for,
            summary.member_total,
            summary.member_full
        ];
        let same = format!("{FRESH} INTERSECT SELECT {KEPT} FROM cache_case WHERE \"case\" = ?1");
        if self.reader().one(&same, values, |_| Ok(()))?.is_some() {
            return Ok(());
        }
        self.count_out(&summary.case)?;
        self.execute_cache(&format!("INSERT OR REPLACE INTO cache_case ({KEPT}) {FRESH}"), values)?;
        self.execute_cache(
            "INSERT INTO cache_tally SELECT stage, side_state, closed, receiver, waiting_for IS NOT NULL, 1, \
             member_total FROM cache_case WHERE \"case\" = ?1 \
             ON CONFLICT DO UPDATE SET cases = cases + 1, members = members + excluded.members",
            params![summary.case.as_str()],
        )?;
        Ok(())
    }

    /// Takes out the row of a case that is no more.
    pub fn drop_case_summary(&mut self, case: &Id<Case>) -> Result<()> {
        self.count_out(case)?;
        self.execute_cache("DELETE FROM cache_case WHERE \"case\" = ?1", params![case.as_str()])?;
        Ok(())
    }

    fn count_out(&mut self, case: &Id<Case>) -> Result<()> {
        self.execute_cache(
            "UPDATE cache_tally SET cases = cases - 1, members = members - old.member_total \
             FROM (SELECT * FROM cache_case WHERE \"case\" = ?1) AS old \
             WHERE cache_tally.stage = old.stage AND cache_tally.side_state = old.side_state \
             AND cache_tally.closed = old.closed AND cache_tally.receiver = old.receiver \
             AND cache_tally.waiting = (old.waiting_for IS NOT NULL)",
            params![case.as_str()],
        )?;
        Ok(())
    }
}

/// The query from a table's rows (a JSON list in ?1) to cases; none for tables no case depends on.
fn cases_behind(table: &str) -> Option<String> {
    let rows = "(SELECT value FROM json_each(?1))";
    let created = |table: &str, field: &str| {
        format!(
            "SELECT json_extract(operation.value, '$.{field}') FROM operation WHERE operation.kind = 'create' \
             AND operation.table_name = '{table}' AND operation.row_id IN {rows} \
             AND json_extract(operation.value, '$.{field}') IS NOT NULL"
        )
    };
    let of_cells = |cells: &str| format!("{OPEN} AND \"case\".cell IN ({cells})");
    let sql = match table {
        "case" => "SELECT value FROM json_each(?1)".to_owned(),
        "paper" => format!(
            "{} UNION SELECT \"case\" FROM dossier_case WHERE dossier IN ({})",
            created("paper", "case"),
            created("paper", "dossier")
        ),
        table if OF_A_CASE.contains(&table) => created(table, "case"),
        "answer" | "amendment" => {
            format!("SELECT \"case\" FROM survey WHERE id IN ({})", created(table, "survey"))
        }
        "assessment_option" => {
            format!(
                "SELECT \"case\" FROM assessment WHERE id IN ({})",
                created("assessment_option", "assessment")
            )
        }
        "dossier" => format!("SELECT \"case\" FROM dossier_case WHERE dossier IN {rows}"),
        "cell" => of_cells(&rows[1..rows.len() - 1]),
        // A member who moved touches the cell left as well: every cell the journal ever put the member in.
        "member" => of_cells(&format!(
            "{} UNION SELECT operation.value FROM operation WHERE operation.kind = 'set' \
             AND operation.table_name = 'member' AND operation.field = 'cell' AND operation.row_id IN {rows}",
            created("member", "cell")
        )),
        "member_hold" => of_cells(&format!(
            "SELECT member.cell FROM member WHERE member.id IN ({})",
            created("member_hold", "member")
        )),
        "affiliation" => of_cells(&created("affiliation", "cell")),
        "enterprise" => of_cells(&format!("SELECT cell.id FROM cell WHERE cell.enterprise IN {rows}")),
        "committee" => format!("{OPEN} AND (giver IN {rows} OR receiver IN {rows})"),
        "unit" | "unit_succession" | "holiday" | "procedure" => format!("{OPEN} AND ?1 IS NOT NULL"),
        _ => return None,
    };
    Some(sql)
}
