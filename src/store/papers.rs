//! Queries about paper references.
//!
//! Invariant: a paper is found by its case or its dossier; its number is never a key.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{Dossier, Paper};
use rusqlite::{Row, params};

const PAPER: &str = "SELECT id, kind, role, number, symbol, issued_on, issuer, signer, title, \"case\", \
     dossier, attachment, state, template, draft, made_on, receiver FROM paper";

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
        self.all(&format!("{PAPER} WHERE direction IS NOT 'incoming' ORDER BY id"), [], paper)
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
    })
}
