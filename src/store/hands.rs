//! Which present values people entered, and which came from a file.
//!
//! Invariant: the journal decides; nobody is asked to remember.

use super::error::Result;
use super::reader::Reader;
use rusqlite::params;

impl Reader<'_> {
    /// The fields of a row whose present value a person entered: last written by an entry that is no import.
    pub fn fields_set_last_by_hand(&self, table: &str, row: &str) -> Result<Vec<String>> {
        let sql = "SELECT head.field, entry.action LIKE 'import.%' FROM head \
                   JOIN operation ON operation.id = head.operation \
                   JOIN entry ON entry.arrival = operation.entry \
                   WHERE head.table_name = ?1 AND head.row_id = ?2";
        let set: Vec<(String, bool)> =
            self.all(sql, params![table, row], |found| Ok((found.get(0)?, found.get(1)?)))?;
        let sql = "SELECT entry.action LIKE 'import.%' FROM operation \
                   JOIN entry ON entry.arrival = operation.entry \
                   WHERE operation.table_name = ?1 AND operation.row_id = ?2 AND operation.kind = 'create'";
        let imported: Option<bool> = self.one(sql, params![table, row], |found| found.get(0))?;
        let mut by_hand: Vec<String> =
            set.iter().filter(|(_, imported)| !imported).map(|(field, _)| field.clone()).collect();
        if imported == Some(false) {
            let untouched = self.schema()?.table(table)?.fields.iter().map(|field| field.name.clone());
            by_hand.extend(untouched.filter(|field| !set.iter().any(|(known, _)| known == field)));
        }
        Ok(by_hand)
    }
}
