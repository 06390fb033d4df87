//! Finding a row by what a person calls it: an id, a code, a name.
//!
//! Invariant: finds, never chooses; where several fit, all are answered.

use super::error::Result;
use super::reader::Reader;
use rusqlite::params;

/// A row and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Id.
    pub id: String,
    /// The code people use for it, if it has one.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Other written forms, separated by bars.
    pub spellings: Option<String>,
}

/// How the rows of a table are called: (table, id, code, name, spellings, from).
const CALLED: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("cell", "cell.id", "cell.code", "cell.name", "NULL", "cell"),
    ("enterprise", "enterprise.id", "enterprise.tax_code", "enterprise.name", "short_name", "enterprise"),
    ("committee", "committee.id", "committee.code", "committee.name", "spellings", "committee"),
    ("unit", "unit.id", "NULL", "unit.name", "spellings", "unit"),
    ("member", "member.id", "member.identity_number", "member.name", "member.card_number", "member"),
    ("officer", "officer.id", "NULL", "officer.name", "NULL", "officer"),
    (
        "case",
        "\"case\".id",
        "\"case\".code",
        "cell.name",
        "NULL",
        "\"case\" JOIN cell ON cell.id = \"case\".cell",
    ),
    ("dossier", "dossier.id", "dossier.code", "dossier.title", "NULL", "dossier"),
    ("form", "form.id", "form.name", "form.title", "NULL", "form"),
    (
        "paper",
        "paper.id",
        "NULL",
        "coalesce(paper.number, '') || '-' || coalesce(paper.symbol, '')",
        "paper.title",
        "paper",
    ),
    (
        "survey",
        "survey.id",
        "\"case\".code",
        "cell.name",
        "NULL",
        "survey JOIN \"case\" ON \"case\".id = survey.\"case\" JOIN cell ON cell.id = \"case\".cell",
    ),
];

impl Reader<'_> {
    /// Rows whose id, code or name is exactly `typed`.
    pub fn called(&self, table: &str, typed: &str) -> Result<Vec<Named>> {
        let Some((_, id, code, name, spellings, from)) = CALLED.iter().find(|row| row.0 == table) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT {id}, {code}, {name}, {spellings} FROM {from} \
             WHERE {id} = ?1 OR {code} = ?1 OR {name} = ?1 LIMIT 20"
        );
        self.all(&sql, params![typed], named)
    }

    /// The rows of these ids with what they are called.
    pub fn called_by_id(&self, table: &str, ids: &[&str]) -> Result<Vec<Named>> {
        let Some((_, id, code, name, spellings, from)) = CALLED.iter().find(|row| row.0 == table) else {
            return Ok(Vec::new());
        };
        let list = serde_json::to_string(ids).unwrap_or_default();
        let sql = format!(
            "SELECT {id}, {code}, {name}, {spellings} FROM {from} WHERE {id} IN (SELECT value FROM json_each(?1))"
        );
        self.all(&sql, params![list], named)
    }

    /// Every row with what it is called, for finding by folded text.
    pub fn all_called(&self, table: &str) -> Result<Vec<Named>> {
        let Some((_, id, code, name, spellings, from)) = CALLED.iter().find(|row| row.0 == table) else {
            return Ok(Vec::new());
        };
        self.all(&format!("SELECT {id}, {code}, {name}, {spellings} FROM {from}"), params![], named)
    }
}

fn named(row: &rusqlite::Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named { id: row.get(0)?, code: row.get(1)?, name: row.get(2)?, spellings: row.get(3)? })
}
