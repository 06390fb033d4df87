//! Replaying the journal: every table rebuilt row by row from its operations and compared with what stands
//! in the file, and every hash of the chain computed again.
//!
//! Invariant: memory for one row at a time, however large the store.

use super::chain::{self, Link};
use super::check::Findings;
use super::error::{Result, label};
use super::gate::PER_DEVICE;
use super::journal::{STORED, read_stored};
use super::reader::{Reader, read_row};
use super::register::Register;
use super::schema::Table;
use super::value::Row;
use crate::text::message::Message;
use rusqlite::{Row as SqlRow, Rows};
use std::collections::BTreeSet;

/// A cursor that can look at its next item.
struct Cursor<'s, T, F> {
    rows: Rows<'s>,
    read: F,
    next: Option<T>,
}

impl<'s, T, F: Fn(&SqlRow<'_>) -> rusqlite::Result<T>> Cursor<'s, T, F> {
    fn new(rows: Rows<'s>, read: F) -> Result<Self> {
        let mut cursor = Self { rows, read, next: None };
        cursor.take()?;
        Ok(cursor)
    }

    fn take(&mut self) -> Result<Option<T>> {
        let next = match self.rows.next()? {
            Some(row) => Some((self.read)(row)?),
            None => None,
        };
        Ok(std::mem::replace(&mut self.next, next))
    }
}

/// Compares one table with its operations; says how many rows it has.
pub(super) fn table(reader: &Reader<'_>, table: &Table, findings: &mut Findings) -> Result<usize> {
    let name = &table.name;
    let connection = reader.connection;
    let mut operations = connection
        .prepare(&format!("SELECT {STORED} FROM operation o WHERE o.table_name = ?1 ORDER BY o.row_id"))?;
    let mut rows = connection.prepare(&format!("{} ORDER BY id", table.select()))?;
    let mut heads = connection
        .prepare("SELECT row_id, field, operation FROM head WHERE table_name = ?1 ORDER BY row_id")?;
    let mut operations = Cursor::new(operations.query([name])?, read_stored)?;
    let mut rows = Cursor::new(rows.query([])?, |row| read_row(table, row))?;
    let mut heads = Cursor::new(heads.query([name])?, |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })?;
    let mut count = 0;
    loop {
        let ids = [
            operations.next.as_ref().map(|operation| operation.row.as_str()),
            rows.next.as_ref().map(|row| row.text("id").unwrap_or_default()),
            heads.next.as_ref().map(|(row, ..)| row.as_str()),
        ];
        let Some(id) = ids.into_iter().flatten().min().map(str::to_owned) else { return Ok(count) };
        let mut register = Register::default();
        while operations.next.as_ref().is_some_and(|operation| operation.row == id) {
            if let Some(operation) = operations.take()? {
                register.add(operation);
            }
        }
        let mut standing = None;
        if rows.next.as_ref().is_some_and(|row| row.text("id") == Some(&id)) {
            standing = rows.take()?;
            count += 1;
        }
        let mut kept = BTreeSet::new();
        while heads.next.as_ref().is_some_and(|(row, ..)| *row == id) {
            if let Some((_, field, operation)) = heads.take()? {
                kept.insert((field, operation));
            }
        }
        compare(table, &id, register.row(table), standing, findings);
        if register.explicit_heads() != kept {
            findings.add(at(Message::new("check.heads"), name, &id));
        }
    }
}

fn compare(table: &Table, id: &str, replayed: Option<Row>, standing: Option<Row>, findings: &mut Findings) {
    match (replayed, standing) {
        (Some(replayed), Some(standing)) => {
            for (field, value) in standing.iter().filter(|(field, value)| replayed.get(field) != *value) {
                let message = at(Message::new("check.field"), &table.name, id);
                findings.add(
                    message.with("field", field).with("found", value).with("expected", replayed.get(field)),
                );
            }
        }
        (None, Some(_)) => findings.add(at(Message::new("check.unknown_row"), &table.name, id)),
        (Some(_), None) => findings.add(at(Message::new("check.missing_row"), &table.name, id)),
        (None, None) => {}
    }
}

fn at(message: Message, table: &str, row: &str) -> Message {
    message.with_key("table", label(table)).with("row", row.to_owned())
}

/// Which entries of the chain to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The newest of each machine.
    Last,
    /// Every one, and every operation's place in its entry.
    All,
}

/// Verifies the chain of every machine; says how many entries there are.
pub(super) fn chain(reader: &Reader<'_>, reach: Reach, findings: &mut Findings) -> Result<usize> {
    let devices = chain::devices(reader.connection)?;
    let mut numbers: Vec<i64> = devices.keys().copied().collect();
    numbers.sort_unstable();
    let mut count = 0;
    for device in numbers {
        let last: i64 = reader
            .one("SELECT coalesce(max(sequence), 0) FROM entry WHERE device = ?1", [device], |r| r.get(0))?
            .unwrap_or_default();
        let from = if reach == Reach::Last { last } else { 1 };
        let mut statement = reader.connection.prepare(
            "SELECT previous_hash, device, sequence, id, person, at, action, note, subject, undoes,
             first_operation, operations, hash, arrival FROM entry
             WHERE device = ?1 AND sequence >= ?2 ORDER BY arrival",
        )?;
        let mut rows = statement.query([device, from])?;
        let mut expected = from;
        let mut previous: Option<Vec<u8>> = None;
        let mut next_operation = device * PER_DEVICE + 1;
        while let Some(row) = rows.next()? {
            count += 1;
            let link = read_link(row)?;
            let hash: Vec<u8> = row.get(12)?;
            let about = |key: &'static str| Message::new(key).with("entry", &link.id).with("at", &link.at);
            let knows_previous = reach == Reach::All || link.sequence == 1;
            if link.sequence != expected || (reach == Reach::All && link.first_operation != next_operation) {
                findings.add(about("check.gap"));
            }
            if knows_previous && link.previous != previous {
                findings.add(about("check.broken_link"));
            }
            match chain::hash(reader.connection, &devices, &link) {
                Ok(computed) if hash == computed => {}
                _ => findings.add(about("check.hash")),
            }
            if reach == Reach::All && strays(reader, &link, row.get(13)?)? {
                findings.add(about("check.stray"));
            }
            expected = link.sequence + 1;
            next_operation = link.first_operation + link.operations;
            previous = Some(hash);
        }
        let beyond = reader.one(
            "SELECT count(*) FROM operation WHERE id >= ?1 AND id < ?2",
            [if last == 0 { device * PER_DEVICE } else { next_operation }, (device + 1) * PER_DEVICE],
            |row| row.get::<_, i64>(0),
        )?;
        if beyond != Some(0) {
            findings.add(Message::new("check.loose_operations").with("count", beyond.unwrap_or_default()));
        }
    }
    Ok(count)
}

/// Whether an operation in the entry's span says it belongs to another.
fn strays(reader: &Reader<'_>, link: &Link, arrival: i64) -> Result<bool> {
    let found = reader.one(
        "SELECT 1 FROM operation WHERE id >= ?1 AND id < ?1 + ?2 AND entry <> ?3",
        [link.first_operation, link.operations, arrival],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

fn read_link(row: &SqlRow<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        previous: row.get(0)?,
        device: row.get(1)?,
        sequence: row.get(2)?,
        id: row.get(3)?,
        person: row.get(4)?,
        at: row.get(5)?,
        action: row.get(6)?,
        note: row.get(7)?,
        subject: row.get(8)?,
        undoes: row.get(9)?,
        first_operation: row.get(10)?,
        operations: row.get(11)?,
    })
}

/// The newest hash of every machine, by its id: two files with the same heads hold the same journal.
pub(super) fn chain_heads(connection: &rusqlite::Connection) -> Result<BTreeSet<(String, i64, Vec<u8>)>> {
    let mut heads = connection.prepare(
        // With one max(), SQLite takes the other columns from the row that has it.
        "SELECT d.id, max(e.sequence), e.hash FROM entry e JOIN device d ON d.number = e.device
         GROUP BY e.device",
    )?;
    let found = heads
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>();
    Ok(found?)
}
