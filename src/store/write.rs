//! The one write door: an entry opened, rows created, set and deleted, the entry hashed and committed.
//!
//! Invariant: all or nothing; what is acknowledged is on the disk.

use super::chain::{self, Link};
use super::connection::Store;
use super::error::{Error, Result};
use super::gate::{Gate, PER_DEVICE};
use super::reader::Reader;
use super::schema::{Schema, Table};
use super::value::Value;
use rusqlite::{Connection, OptionalExtension};
use std::cell::OnceCell;
use std::fmt::Write;

/// Who does what, when: given by the caller, since the store has no clock and makes no ids.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id, UUIDv7.
    pub id: String,
    /// Who does it.
    pub person: String,
    /// When; kept to the microsecond.
    pub at: jiff::Timestamp,
    /// What is done, as a code: `case.advance`.
    pub action: String,
    /// A word about it.
    pub note: Option<String>,
    /// The case or cell it is about.
    pub subject: Option<String>,
}

/// What a write did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entry; recorded only if there are operations.
    pub entry: String,
    /// How many operations.
    pub operations: usize,
    /// The rows it created, changed or deleted, each once.
    pub touched: Vec<Touched>,
}

/// A row that was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Touched {
    /// The table.
    pub table: String,
    /// The row's id.
    pub row: String,
}

/// Called before each commit, to bring derived tables up to date.
pub(super) type Hook = Box<dyn FnMut(&mut WriteTx<'_>, &[Touched]) -> Result<()> + Send>;

/// An open entry.
pub struct WriteTx<'a> {
    pub(super) connection: &'a Connection,
    pub(super) schema: &'a OnceCell<Schema>,
    gate: &'a Gate,
    first: i64,
    undoes: Option<String>,
    person: Option<String>,
}

impl Store {
    /// Does what `act` does as one entry: committed whole, or not at all. If nothing changed, no entry is
    /// recorded.
    pub fn write<T, E: From<Error>>(
        &mut self,
        entry: &Entry,
        act: impl FnOnce(&mut WriteTx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<(T, Receipt), E> {
        let open = OpenEntry::begin(&self.connection, &self.gate, self.device)?;
        let mut tx = WriteTx {
            connection: &self.connection,
            schema: &self.schema,
            gate: &self.gate,
            first: self.gate.next(),
            undoes: None,
            person: None,
        };
        let done = act(&mut tx)?;
        let touched = tx.touched()?;
        if let Some(hook) = &mut self.before_commit
            && !touched.is_empty()
        {
            hook(&mut tx, &touched)?;
        }
        let (first, undoes) = (tx.first, tx.undoes);
        let person = tx.person.unwrap_or_else(|| entry.person.clone());
        let entry = &Entry { person, ..entry.clone() };
        let operations = open.commit(entry, self.device, first, undoes)?;
        Ok((done, Receipt { entry: entry.id.clone(), operations, touched }))
    }

    /// What is called before each commit, with the rows touched; for derived tables.
    pub fn set_before_commit(
        &mut self,
        hook: impl FnMut(&mut WriteTx<'_>, &[Touched]) -> Result<()> + Send + 'static,
    ) {
        self.before_commit = Some(Box::new(hook));
    }
}

impl WriteTx<'_> {
    /// Another person acts than the one the entry named: who that is can depend on what stands in the store.
    pub fn acted_by(&mut self, person: &str) {
        self.person = Some(person.to_owned());
    }

    /// Creates a row; fields not named take their defaults.
    pub fn create(&mut self, table: &str, id: &str, values: &[(&str, Value)]) -> Result<()> {
        let table = reader(self).schema()?.table(table)?;
        let mut sql = format!("INSERT INTO \"{}\" (\"id\"", table.name);
        let mut places = String::from("?1");
        for (position, (field, value)) in values.iter().enumerate() {
            table.field(field)?;
            refuse_nul(field, value)?;
            let _ = write!(sql, ", \"{field}\"");
            let _ = write!(places, ", ?{}", position + 2);
        }
        let _ = write!(sql, ") VALUES ({places})");
        let id = Value::from(id);
        let all = std::iter::once(&id).chain(values.iter().map(|(_, value)| value));
        self.run(&sql, rusqlite::params_from_iter(all))
    }

    /// Sets a field; setting it to what it holds already is no operation.
    pub fn set(&mut self, table: &str, id: &str, field: &str, value: impl Into<Value>) -> Result<()> {
        let table = reader(self).schema()?.table(table)?;
        table.field(field)?;
        if field == "id" {
            return Err(Error::UnknownField { table: table.name.clone(), field: field.to_owned() });
        }
        let value = value.into();
        refuse_nul(field, &value)?;
        self.must_exist(table, id)?;
        let sql = format!(
            "UPDATE \"{0}\" SET \"{field}\" = ?2 WHERE id = ?1 AND \"{field}\" IS NOT ?2",
            table.name
        );
        self.run(&sql, (id, value))
    }

    /// Sets several fields of a row.
    pub fn set_all(&mut self, table: &str, id: &str, values: &[(&str, Value)]) -> Result<()> {
        for (field, value) in values {
            self.set(table, id, field, value.clone())?;
        }
        Ok(())
    }

    /// Deletes a row; its history stays.
    pub fn delete(&mut self, table: &str, id: &str) -> Result<()> {
        let table = reader(self).schema()?.table(table)?;
        self.must_exist(table, id)?;
        self.run(&format!("DELETE FROM \"{}\" WHERE id = ?1", table.name), [id])
    }

    /// All queries, with what this entry wrote so far.
    pub fn reader(&self) -> Reader<'_> {
        reader(self)
    }

    /// Runs a statement on a derived table (`cache_…`); officers' tables pass the journal all the same.
    #[allow(dead_code)] // the derived tables' own module uses it
    pub(super) fn execute_cache(&mut self, sql: &str, values: impl rusqlite::Params) -> Result<usize> {
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }

    /// Names the entry this one takes back.
    pub(super) fn mark_undo(&mut self, entry: &str) {
        self.undoes = Some(entry.to_owned());
    }

    pub(super) fn run(&mut self, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        let next = self.gate.next();
        let done = self.connection.prepare_cached(sql)?.execute(values);
        if done.is_err() {
            self.gate.rewind(next);
        }
        done?;
        Ok(())
    }

    fn must_exist(&self, table: &Table, id: &str) -> Result<()> {
        let sql = format!("SELECT 1 FROM \"{}\" WHERE id = ?1", table.name);
        if self.connection.prepare_cached(&sql)?.exists([id])? {
            return Ok(());
        }
        Err(Error::NoSuchRow { table: table.name.clone(), row: id.to_owned() })
    }

    fn touched(&self) -> Result<Vec<Touched>> {
        let mut rows = self
            .connection
            .prepare_cached("SELECT DISTINCT table_name, row_id FROM operation WHERE id >= ?1 AND id < ?2")?;
        let found = rows
            .query_map([self.first, self.gate.next()], |row| {
                Ok(Touched { table: row.get(0)?, row: row.get(1)? })
            })?
            .collect::<rusqlite::Result<_>>();
        Ok(found?)
    }
}

/// The reader of a transaction, for its whole life.
fn reader<'a>(tx: &WriteTx<'a>) -> Reader<'a> {
    Reader { connection: tx.connection, schema: tx.schema }
}

/// SQLite's own text functions end at a NUL: such a text would not come back whole.
fn refuse_nul(field: &str, value: &Value) -> Result<()> {
    match value {
        Value::Text(text) if text.contains('\0') => {
            Err(Error::Refused { detail: format!("{field}: U+0000") })
        }
        _ => Ok(()),
    }
}

/// The transaction; taken back when dropped before its commit, by an error or a panic.
struct OpenEntry<'a> {
    connection: &'a Connection,
    gate: &'a Gate,
    arrival: i64,
    sequence: i64,
    previous: Option<Vec<u8>>,
    done: bool,
}

impl<'a> OpenEntry<'a> {
    fn begin(connection: &'a Connection, gate: &'a Gate, device: i64) -> Result<Self> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut open = Self { connection, gate, arrival: 0, sequence: 1, previous: None, done: false };
        let last = connection
            .prepare_cached(
                "SELECT sequence, hash, first_operation + operations FROM entry
                 WHERE device = ?1 ORDER BY arrival DESC LIMIT 1",
            )?
            .query_row([device], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?)))
            .optional()?;
        let mut next = device * PER_DEVICE + 1;
        if let Some((sequence, hash, after)) = last {
            open.sequence = sequence + 1;
            open.previous = Some(hash);
            next = after;
        }
        open.arrival = connection
            .prepare_cached("SELECT coalesce(max(arrival), 0) + 1 FROM entry")?
            .query_row([], |row| row.get(0))?;
        gate.open(open.arrival, next);
        Ok(open)
    }

    /// Writes the entry and commits; says how many operations it has.
    fn commit(mut self, entry: &Entry, device: i64, first: i64, undoes: Option<String>) -> Result<usize> {
        let operations = self.gate.next() - first;
        if operations > 0 {
            let link = Link {
                previous: self.previous.take(),
                device,
                sequence: self.sequence,
                id: entry.id.clone(),
                person: entry.person.clone(),
                at: format!("{:.6}", entry.at),
                action: entry.action.clone(),
                note: entry.note.clone(),
                subject: entry.subject.clone(),
                undoes,
                first_operation: first,
                operations,
            };
            let hash = chain::hash(self.connection, &chain::devices(self.connection)?, &link)?;
            self.connection
                .prepare_cached(
                    "INSERT INTO entry (arrival, id, device, sequence, person, at, action, note, subject, undoes,
                     first_operation, operations, previous_hash, hash)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                )?
                .execute(rusqlite::params![
                    self.arrival,
                    link.id,
                    link.device,
                    link.sequence,
                    link.person,
                    link.at,
                    link.action,
                    link.note,
                    link.subject,
                    link.undoes,
                    link.first_operation,
                    link.operations,
                    link.previous,
                    hash
                ])?;
        }
        if let Err(error) = self.connection.prepare_cached("COMMIT")?.execute([]) {
            return Err(self.dangling()?.unwrap_or_else(|| error.into()));
        }
        self.done = true;
        self.gate.close();
        Ok(usize::try_from(operations).unwrap_or_default())
    }

    /// The references a refused commit would have left pointing at nothing.
    fn dangling(&self) -> Result<Option<Error>> {
        let mut broken = self
            .connection
            .prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")?;
        let found = broken
            .query_row([], |row| {
                let count = usize::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
                Ok(Error::Reference { table: row.get(0)?, to: row.get(1)?, count })
            })
            .optional()?;
        Ok(found)
    }
}

impl Drop for OpenEntry<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.gate.close();
            // Fails only when SQLite has rolled back already.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
