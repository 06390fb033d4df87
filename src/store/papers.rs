//! Queries about paper references.
//!
//! Invariant: a paper is found by its case or its dossier; its number is never a key.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::paper_life::PaperLife;
use crate::domain::statement::{Dossier, Paper};
use rusqlite::{Row, params};
use std::collections::HashMap;

const PAPER: &str = "SELECT id, kind, role, number, symbol, issued_on, issuer, signer, title, \"case\", \
     dossier, attachment, state, template, draft, made_on, receiver, \
     coalesce(direction, CASE role WHEN 'opinion' THEN 'incoming' END) IS 'incoming', reserved_on, reserved_by, \
     sent_on, sent_to, received_on, void_on, void_how, void_reason, replaced_by FROM paper";

/// What this office gave out. What others say comes from them: an opinion's paper came in, also where an older
/// version of the program did not write that down.
const OUTGOING: &str = "coalesce(direction, CASE role WHEN 'opinion' THEN 'incoming' END) IS NOT 'incoming'";

/// Giver and receiver of a case (committee ids).
type Parties = (Option<String>, Option<String>);

/// What is known of a paper whose figures were looked at: the journal's length then, 0 where that never was.
type LookedAt<'a> = (&'a str, i64);

/// Every row is looked up by its index; nothing is scanned but the papers asked for. Figures that an undo brought
/// back are as old as it knows not, so everything behind them counts.
const TOUCHED: &str = r#"
WITH last (paper, looked, made) AS MATERIALIZED (
    SELECT w.value ->> 0, w.value ->> 1,
        (SELECT max(o.entry) FROM operation o WHERE o.table_name = 'paper' AND o.row_id = w.value ->> 0
            AND (o.kind = 'create' OR o.field = 'figures'))
    FROM json_each(?1) w
), made (paper, made, since, "case", dossier, figures) AS MATERIALIZED (
    SELECT p.id, l.made, CASE
            WHEN l.looked >= l.made THEN l.looked
            WHEN (SELECT e.undoes FROM entry e WHERE e.arrival = l.made) IS NULL THEN l.made
            ELSE 0 END,
        p."case", p.dossier, p.figures
    FROM last l JOIN paper p ON p.id = l.paper WHERE p.figures IS NOT NULL
), about (paper, since, "case") AS MATERIALIZED (
    SELECT paper, since, "case" FROM made WHERE "case" IS NOT NULL
    UNION SELECT m.paper, m.since, d."case" FROM made m JOIN dossier_case d ON d.dossier = m.dossier
), behind (paper, since, table_name, row_id) AS (
    SELECT m.paper, m.since, json_extract(f.value, '$[0]'), json_extract(f.value, '$[1]')
        FROM made m, json_each(m.figures) f
    UNION ALL SELECT a.paper, a.since, 'case', a."case" FROM about a
    UNION ALL SELECT a.paper, a.since, 'dossier_case', d.id FROM about a JOIN dossier_case d ON d."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'snapshot', s.id FROM about a JOIN snapshot s ON s."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'assessment', s.id FROM about a JOIN assessment s ON s."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'cell', c.cell FROM about a JOIN "case" c ON c.id = a."case"
    UNION ALL SELECT a.paper, a.since, 'member', m.id FROM about a JOIN "case" c ON c.id = a."case"
        JOIN member m ON m.cell = c.cell
    UNION ALL SELECT a.paper, a.since, 'handover_member', h.id FROM about a
        JOIN handover_member h ON h."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'handover_item', h.id FROM about a JOIN handover_item h ON h."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'opinion', p.id FROM about a JOIN opinion p ON p."case" = a."case"
    UNION ALL SELECT a.paper, a.since, 'answer', w.id FROM about a JOIN survey s ON s."case" = a."case"
        JOIN answer w ON w.survey = s.id
)
SELECT m.paper, m.made, EXISTS (
    SELECT 1 FROM behind b JOIN operation o ON o.table_name = b.table_name AND o.row_id = b.row_id
    WHERE b.paper = m.paper AND o.entry > b.since
) FROM made m"#;

/// A paper with figures, and whether anything was written behind them since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedPaper {
    /// The paper.
    pub id: Id<Paper>,
    /// The journal's length when it got its figures.
    pub made: i64,
    /// Something was written since then, and since it was looked at.
    pub touched: bool,
}

impl Reader<'_> {
    /// One paper.
    pub fn paper(&self, id: &Id<Paper>) -> Result<Option<Paper>> {
        self.one(&format!("{PAPER} WHERE id = ?1"), params![id.as_str()], paper)
    }

    /// The papers of a case and of the dossiers it stands in, in the order they were entered; of those that are
    /// for one receiver, its own's.
    pub fn papers_of_case(&self, case: &Id<Case>) -> Result<Vec<Paper>> {
        let sql = format!(
            "{PAPER} WHERE \"case\" = ?1 \
             OR (dossier IN (SELECT dossier FROM dossier_case WHERE \"case\" = ?1) \
                 AND (receiver IS NULL \
                      OR receiver = (SELECT receiver FROM \"case\" WHERE id = ?1))) ORDER BY id"
        );
        self.all(&sql, params![case.as_str()], paper)
    }

    /// Every paper this office gave out, in the order they were entered.
    pub fn outgoing_papers(&self) -> Result<Vec<Paper>> {
        self.all(&format!("{PAPER} WHERE {OUTGOING} ORDER BY id"), [], paper)
    }

    /// Every paper, in the order they were entered.
    pub fn all_papers(&self) -> Result<Vec<Paper>> {
        self.all(&format!("{PAPER} ORDER BY id"), [], paper)
    }

    /// The papers of several cases and of the dossiers these stand in.
    pub fn papers_of_cases(&self, cases: &[&str]) -> Result<Vec<Paper>> {
        let list = serde_json::to_string(cases).unwrap_or_default();
        let sql = format!(
            "{PAPER} WHERE \"case\" IN (SELECT value FROM json_each(?1)) OR dossier IN (SELECT dossier \
             FROM dossier_case WHERE \"case\" IN (SELECT value FROM json_each(?1))) ORDER BY id"
        );
        self.all(&sql, [list], paper)
    }

    /// Giver and receiver of each case that has papers.
    pub fn parties_of_papers(&self) -> Result<HashMap<String, Parties>> {
        let sql = "SELECT id, giver, receiver FROM \"case\" \
                   WHERE id IN (SELECT \"case\" FROM paper WHERE \"case\" IS NOT NULL)";
        let rows = self.all(sql, [], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        Ok(rows.into_iter().collect())
    }

    /// Who gave the opinion that a paper holds: the committee, the cell, or the person who said it.
    pub fn speakers_of_papers(&self) -> Result<HashMap<String, String>> {
        let sql = "SELECT opinion.paper, coalesce(committee.name, CASE opinion.party WHEN 'cell' THEN cell.name END, \
                   opinion.said_by) FROM opinion LEFT JOIN committee ON committee.id = opinion.committee \
                   LEFT JOIN \"case\" ON \"case\".id = opinion.\"case\" LEFT JOIN cell ON cell.id = \"case\".cell \
                   WHERE opinion.paper IS NOT NULL";
        let rows = self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().filter_map(|(id, name)| Some((id, Option::<String>::clone(&name)?))).collect())
    }

    /// What each paper concerns: the code and name of its case or dossier.
    pub fn subjects_of_papers(&self) -> Result<HashMap<String, String>> {
        let sql = "SELECT paper.id, coalesce(\"case\".code || ' · ' || cell.name, \
                   dossier.code || ' · ' || dossier.title) \
                   FROM paper LEFT JOIN \"case\" ON \"case\".id = paper.\"case\" \
                   LEFT JOIN cell ON cell.id = \"case\".cell LEFT JOIN dossier ON dossier.id = paper.dossier \
                   WHERE paper.\"case\" IS NOT NULL OR paper.dossier IS NOT NULL";
        let rows = self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().filter_map(|(id, name)| Some((id, Option::<String>::clone(&name)?))).collect())
    }

    /// Those among these papers that have figures, and whether anything was written behind them since they were
    /// made or last looked at: in the records they show, and in what sums are drawn from.
    pub fn touched_papers(&self, papers: &[LookedAt<'_>]) -> Result<Vec<TouchedPaper>> {
        let list = serde_json::to_string(papers).unwrap_or_default();
        self.all(TOUCHED, [list], |row| {
            Ok(TouchedPaper { id: id_at(row, 0)?, made: row.get(1)?, touched: row.get(2)? })
        })
    }

    /// How many entries the journal has: what was derived from an older one may be out of date.
    pub fn journal_length(&self) -> Result<i64> {
        let last = self.one("SELECT coalesce(max(arrival), 0) FROM entry", [], |row| row.get(0))?;
        Ok(last.unwrap_or_default())
    }

    /// The papers of a dossier.
    pub fn papers_of_dossier(&self, dossier: &Id<Dossier>) -> Result<Vec<Paper>> {
        self.all(&format!("{PAPER} WHERE dossier = ?1 ORDER BY id"), params![dossier.as_str()], paper)
    }
}

fn paper(row: &Row<'_>) -> rusqlite::Result<Paper> {
    Ok(Paper {
        id: id_at(row, 0)?,
        kind: row.get(1)?,
        role: row.get(2)?,
        number: row.get(3)?,
        symbol: row.get(4)?,
        issued_on: day_at(row, 5)?,
        issuer: row.get(6)?,
        signer: row.get(7)?,
        title: row.get(8)?,
        case: maybe_id_at(row, 9)?,
        dossier: maybe_id_at(row, 10)?,
        attachment: row.get(11)?,
        state: row.get(12)?,
        template: row.get(13)?,
        draft: row.get(14)?,
        made_on: day_at(row, 15)?,
        receiver: maybe_id_at(row, 16)?,
        life: PaperLife {
            incoming: row.get(17)?,
            reserved_on: day_at(row, 18)?,
            reserved_by: maybe_id_at(row, 19)?,
            sent_on: day_at(row, 20)?,
            sent_to: row.get(21)?,
            received_on: day_at(row, 22)?,
            void_on: day_at(row, 23)?,
            void_how: row.get(24)?,
            void_reason: row.get(25)?,
            replaced_by: maybe_id_at(row, 26)?,
        },
    })
}
