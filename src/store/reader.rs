//! Reading: rows by checked names, and what every query module builds on.
//!
//! Queries are written once, as `impl Reader<'_>` in one file per aggregate: the same call works on the open
//! store, inside an entry that is being written, and on a background thread's own connection.
//!
//! Invariant: never waits for a writer, never writes.

use super::error::{Error, Result};
use super::journal;
use super::schema::{Schema, Table};
use super::value::{Row, Value};
use rusqlite::{Connection, OptionalExtension, Params};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// All queries of the store.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub(super) connection: &'a Connection,
    pub(super) schema: &'a OnceCell<Schema>,
}

/// A field, or a whole row, that was changed on several machines and must be settled by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The table.
    pub table: String,
    /// The row.
    pub row: String,
    /// The field; none when one machine deleted what another changed.
    pub field: Option<String>,
}

impl<'a> Reader<'a> {
    /// A row by its id.
    pub fn get(&self, table: &str, id: &str) -> Result<Option<Row>> {
        let table = self.schema()?.table(table)?;
        let sql = format!("{} WHERE id = ?1", table.select());
        self.one(&sql, [id], |row| read_row(table, row))
    }

    /// A row that must be there.
    pub fn must_get(&self, table: &str, id: &str) -> Result<Row> {
        self.get(table, id)?.ok_or_else(|| Error::NoSuchRow { table: table.to_owned(), row: id.to_owned() })
    }

    /// The ids of the rows whose field holds a value, in order of id.
    pub fn find(&self, table: &str, field: &str, value: impl Into<Value>) -> Result<Vec<String>> {
        let table = self.schema()?.table(table)?;
        table.field(field)?;
        let sql = format!("SELECT id FROM \"{}\" WHERE \"{field}\" IS ?1 ORDER BY id", table.name);
        self.all(&sql, [value.into()], |row| row.get(0))
    }

    /// All rows whose field holds a value, in order of id.
    pub fn find_rows(&self, table: &str, field: &str, value: impl Into<Value>) -> Result<Vec<Row>> {
        let table = self.schema()?.table(table)?;
        table.field(field)?;
        let sql = format!("{} WHERE \"{field}\" IS ?1 ORDER BY id", table.select());
        self.all(&sql, [value.into()], |row| read_row(table, row))
    }

    /// The rows of the ids given, by id; what is not there is left out.
    pub fn rows_by_id(&self, table: &str, ids: &[&str]) -> Result<BTreeMap<String, Row>> {
        let table = self.schema()?.table(table)?;
        let list = serde_json::to_string(ids).unwrap_or_default();
        let sql = format!("{} WHERE id IN (SELECT value FROM json_each(?1))", table.select());
        let rows = self.all(&sql, [list], |row| read_row(table, row))?;
        Ok(rows.into_iter().filter_map(|row| Some((row.text("id")?.to_owned(), row))).collect())
    }

    /// All rows of a table, in order of id.
    pub fn rows_of(&self, table: &str) -> Result<Vec<Row>> {
        let table = self.schema()?.table(table)?;
        self.all(&format!("{} ORDER BY id", table.select()), [], |row| read_row(table, row))
    }

    /// Visits the rows of a table in order of id until the visitor has seen enough; nothing is kept.
    pub fn each_row(&self, table: &str, visit: &mut dyn FnMut(Row) -> bool) -> Result<()> {
        let table = self.schema()?.table(table)?;
        let mut statement = self.connection.prepare_cached(&format!("{} ORDER BY id", table.select()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !visit(read_row(table, row)?) {
                break;
            }
        }
        Ok(())
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> Result<usize> {
        let table = self.schema()?.table(table)?;
        let count: Option<i64> =
            self.one(&format!("SELECT count(*) FROM \"{}\"", table.name), [], |row| row.get(0))?;
        Ok(usize::try_from(count.unwrap_or_default()).unwrap_or_default())
    }

    /// The values a field's heads hold: one, or several in conflict.
    pub fn heads(&self, table: &str, row: &str, field: &str) -> Result<Vec<Value>> {
        let known = self.schema()?.table(table)?;
        known.field(field)?;
        let explicit: Vec<i64> = self.all(
            "SELECT operation FROM head WHERE table_name = ?1 AND row_id = ?2 AND field = ?3",
            [table, row, field],
            |row| row.get(0),
        )?;
        if explicit.is_empty() {
            return Ok(self.get(table, row)?.map(|row| row.get(field).clone()).into_iter().collect());
        }
        explicit.into_iter().map(|operation| journal::value_after(self, operation, field)).collect()
    }

    /// Everything a person has to settle.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        let mut conflicts = Vec::new();
        let several: Vec<(String, String, String)> = self.all(
            "SELECT table_name, row_id, field FROM head WHERE field <> ''
             GROUP BY table_name, row_id, field HAVING count(*) > 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (table, row, field) in several {
            let values = self.heads(&table, &row, &field)?;
            if values.windows(2).any(|pair| pair[0] != pair[1]) {
                conflicts.push(Conflict { table, row, field: Some(field) });
            }
        }
        conflicts.extend(self.all(
            "SELECT DISTINCT gone.table_name, gone.row_id FROM head gone
             JOIN operation o ON o.id = gone.operation AND o.kind = 'delete'
             WHERE gone.field = '' AND EXISTS (SELECT 1 FROM head other
               WHERE other.table_name = gone.table_name AND other.row_id = gone.row_id
               AND other.operation <> gone.operation)",
            [],
            |row| Ok(Conflict { table: row.get(0)?, row: row.get(1)?, field: None }),
        )?);
        Ok(conflicts)
    }

    /// The tables and fields of the file, read once.
    pub(super) fn schema(&self) -> Result<&'a Schema> {
        if let Some(schema) = self.schema.get() {
            return Ok(schema);
        }
        let read = Schema::read(self.connection)?;
        Ok(self.schema.get_or_init(|| read))
    }

    /// Every row of a query; the statement is kept prepared.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map(values, read)?.collect::<rusqlite::Result<_>>();
        Ok(found?)
    }

    /// The first row of a query, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.connection.prepare_cached(sql)?.query_row(values, read).optional()?)
    }
}

/// A row as [`Table::select`] lists it.
pub(super) fn read_row(table: &Table, row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let fields = table.fields.iter().enumerate();
    let values = fields.map(|(position, field)| Ok((field.name.clone(), row.get(position)?)));
    Ok(Row(values.collect::<rusqlite::Result<_>>()?))
}
