//! Queries about opinions: signed statements of the parties.
//!
//! Invariant: all of them come out; which one counts is the rules' work.

use super::error::Result;
use super::organisations::{day_at, id_at, maybe_id_at};
use super::reader::Reader;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::Opinion;
use rusqlite::{Row, params};

impl Reader<'_> {
    /// The opinions on a case, in the order they were said.
    pub fn opinions_of(&self, case: &Id<Case>) -> Result<Vec<Opinion>> {
        let sql = "SELECT id, \"case\", party, stance, said_by, said_on, paper, votes_for, votes_against, \
                   votes_other, reason, committee FROM opinion WHERE \"case\" = ?1 ORDER BY said_on, id";
        self.all(sql, params![case.as_str()], opinion)
    }
}

fn opinion(row: &Row<'_>) -> rusqlite::Result<Opinion> {
    let votes: (Option<i64>, Option<i64>, Option<i64>) = (row.get(7)?, row.get(8)?, row.get(9)?);
    let voted = votes.0.is_some() || votes.1.is_some() || votes.2.is_some();
    Ok(Opinion {
        id: id_at(row, 0)?,
        case: id_at(row, 1)?,
        party: row.get(2)?,
        stance: row.get(3)?,
        said_by: row.get(4)?,
        said_on: day_at(row, 5)?.unwrap_or_default(),
        paper: maybe_id_at(row, 6)?,
        votes: voted
            .then(|| (votes.0.unwrap_or_default(), votes.1.unwrap_or_default(), votes.2.unwrap_or_default())),
        reason: row.get(10)?,
        committee: maybe_id_at(row, 11)?,
    })
}
