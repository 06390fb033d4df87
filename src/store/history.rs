//! The past of a record: each change with who and when, and its state on any past instant.
//!
//! Invariant: a past state is the journal's operations up to then, never a guess from today's tables.

use super::error::Result;
use super::journal::{self, Change, ENTRY, Operation, RecordedEntry, STORED};
use super::reader::Reader;
use super::register::Register;
use super::value::Row;
use std::collections::BTreeMap;

/// A change of a record, and the entry it was part of.
#[derive(Debug, Clone, PartialEq)]
pub struct PastChange {
    /// Who, when, in what action.
    pub entry: RecordedEntry,
    /// What was done.
    pub operation: Operation,
}

impl Reader<'_> {
    /// Every change of a row, oldest first.
    pub fn history(&self, table: &str, row: &str) -> Result<Vec<PastChange>> {
        self.schema()?.table(table)?;
        let sql = format!(
            "SELECT {ENTRY}, {STORED} FROM operation o JOIN entry e ON e.arrival = o.entry
             JOIN device d ON d.number = e.device
             WHERE o.table_name = ?1 AND o.row_id = ?2 ORDER BY e.arrival, o.id"
        );
        let found = self.all(&sql, [table, row], |row| {
            Ok((journal::read_entry(row)?, journal::read_stored_at(row, 10)?))
        })?;
        found
            .into_iter()
            .map(|(entry, stored)| Ok(PastChange { entry, operation: self.told(stored)? }))
            .collect()
    }

    /// Every change of one field, oldest first: its first value, what it was set to, and the row's end.
    pub fn field_history(&self, table: &str, row: &str, field: &str) -> Result<Vec<PastChange>> {
        self.schema()?.table(table)?.field(field)?;
        let mut all = self.history(table, row)?;
        all.retain(|past| match &past.operation.change {
            Change::Set { field: changed, .. } => changed == field,
            Change::Created { values } | Change::Deleted { values } => !values.get(field).is_null(),
        });
        Ok(all)
    }

    /// When a row was made; none if it never was.
    pub fn created_at(&self, table: &str, row: &str) -> Result<Option<jiff::Timestamp>> {
        let sql = "SELECT e.at FROM operation o JOIN entry e ON e.arrival = o.entry
             WHERE o.table_name = ?1 AND o.row_id = ?2 AND o.kind = 'create' ORDER BY e.arrival LIMIT 1";
        let at: Option<String> = self.one(sql, [table, row], |row| row.get(0))?;
        Ok(at.and_then(|at| at.parse().ok()))
    }

    /// A row as it was at an instant; none if it was not there.
    pub fn state_at(&self, table: &str, row: &str, at: jiff::Timestamp) -> Result<Option<Row>> {
        let known = self.schema()?.table(table)?;
        let sql = format!(
            "SELECT {STORED} FROM operation o JOIN entry e ON e.arrival = o.entry
             WHERE o.table_name = ?1 AND o.row_id = ?2 AND e.at <= ?3"
        );
        let mut register = Register::default();
        for stored in self.all(&sql, [table, row, &format!("{at:.6}")], journal::read_stored)? {
            register.add(stored);
        }
        Ok(register.row(known))
    }

    /// All rows of a table as they were at an instant, in order of id.
    pub fn table_at(&self, table: &str, at: jiff::Timestamp) -> Result<Vec<Row>> {
        let known = self.schema()?.table(table)?;
        let sql = format!(
            "SELECT {STORED} FROM operation o JOIN entry e ON e.arrival = o.entry
             WHERE o.table_name = ?1 AND e.at <= ?2"
        );
        let mut rows: BTreeMap<String, Register> = BTreeMap::new();
        for stored in self.all(&sql, [table, &format!("{at:.6}")], journal::read_stored)? {
            rows.entry(stored.row.clone()).or_default().add(stored);
        }
        Ok(rows.values().filter_map(|register| register.row(known)).collect())
    }
}
