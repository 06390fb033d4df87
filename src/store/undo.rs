//! Taking back an entry, and doing it again.
//!
//! An undo is an entry of its own whose operations turn the old ones round, last first. It is refused when
//! anything the entry wrote was changed since: each operation is turned round only where the table still
//! holds what that operation left. Doing again is the undo of the undo.
//!
//! Invariant: history never shrinks; an undo is all or nothing.

use super::connection::Store;
use super::error::{ChangedSince, Error, Result};
use super::journal::{ENTRY, Kind, STORED, Stored, read_entry, read_stored, value_after};
use super::reader::Reader;
use super::value::{Row, Value};
use super::write::{Entry, Receipt, WriteTx};
use std::collections::HashSet;

/// How many operations are read at a time.
const PART: i64 = 1000;

/// How many changed records a refusal names.
const NAMED: usize = 100;

impl Store {
    /// Takes back an entry as a new one. What changed since refuses it, by name.
    pub fn undo(&mut self, target: &str, entry: &Entry) -> Result<Receipt> {
        let target = target.to_owned();
        let (_, receipt) = self.write(entry, move |tx| tx.revert(&target))?;
        Ok(receipt)
    }

    /// Does again what an undo took back: the undo of that undo.
    pub fn redo(&mut self, undo: &str, entry: &Entry) -> Result<Receipt> {
        self.undo(undo, entry)
    }
}

impl Reader<'_> {
    /// The entry plain "undo" takes back: this person's last on this machine that still stands.
    pub fn last_undoable(&self, person: &str) -> Result<Option<String>> {
        self.walk(person, |undo| if undo.is_none() { Step::Found } else { Step::On })
    }

    /// The undo plain "redo" takes back; none once something new was done.
    pub fn last_redoable(&self, person: &str) -> Result<Option<String>> {
        self.walk(person, |undo| match undo {
            None => Step::None,
            Some(Undo::OfAction) => Step::Found,
            Some(Undo::OfUndo) => Step::On,
        })
    }

    /// Walks a person's entries, newest first, past those that were taken back.
    fn walk(&self, person: &str, judge: impl Fn(Option<Undo>) -> Step) -> Result<Option<String>> {
        let mut taken_back: HashSet<String> = HashSet::new();
        let mut entries = self.connection.prepare_cached(&format!(
            "SELECT {ENTRY}, (SELECT undone.undoes IS NOT NULL FROM entry undone WHERE undone.id = e.undoes)
             FROM entry e JOIN device d ON d.number = e.device
             WHERE e.person = ?1 AND e.device = (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'own_device')
             ORDER BY e.arrival DESC"
        ))?;
        let mut rows = entries.query([person])?;
        while let Some(row) = rows.next()? {
            let entry = read_entry(row)?;
            if taken_back.contains(&entry.id) {
                continue;
            }
            let of_undo: Option<bool> = row.get(10)?;
            let undo = entry.undoes.map(|target| {
                taken_back.insert(target);
                if of_undo == Some(true) { Undo::OfUndo } else { Undo::OfAction }
            });
            match judge(undo) {
                Step::Found => return Ok(Some(entry.id)),
                Step::None => return Ok(None),
                Step::On => {}
            }
        }
        Ok(None)
    }
}

enum Undo {
    OfAction,
    OfUndo,
}

enum Step {
    Found,
    None,
    On,
}

impl WriteTx<'_> {
    /// Takes back an entry inside this one.
    pub fn revert(&mut self, target: &str) -> Result<()> {
        let (first, count) = self.reader().span(target)?;
        self.mark_undo(target);
        let mut changed = Changed::default();
        let mut end = first + count;
        while end > first {
            let sql = format!(
                "SELECT {STORED} FROM operation o WHERE o.id >= ?1 AND o.id < ?2 ORDER BY o.id DESC LIMIT ?3"
            );
            let part = self.reader().all(&sql, [first, end, PART], read_stored)?;
            let Some(last) = part.last() else { break };
            end = last.id;
            for stored in &part {
                self.turn_round(stored, target, &mut changed)?;
            }
        }
        if changed.list.is_empty() { Ok(()) } else { Err(Error::Changed { changes: changed.list }) }
    }

    fn turn_round(&mut self, stored: &Stored, target: &str, changed: &mut Changed) -> Result<()> {
        let Stored { table, row, .. } = stored;
        let now = self.reader().get(table, row)?;
        match (stored.kind, now) {
            (Kind::Set, Some(now)) => {
                let field = stored.field.as_deref().unwrap_or_default();
                if *now.get(field) != stored.value {
                    return changed.add(&self.reader(), stored, Some(field), target);
                }
                let before = match stored.bases.first() {
                    Some(base) => value_after(&self.reader(), *base, field)?,
                    None => Value::Null,
                };
                self.set(table, row, field, before)
            }
            (Kind::Create, Some(now)) => {
                let left = self.reader().values(stored);
                let Some(field) = first_difference(&now, &left) else { return self.delete(table, row) };
                changed.add(&self.reader(), stored, Some(&field), target)
            }
            (Kind::Delete, None) => {
                let values = self.reader().values(stored);
                let values: Vec<_> =
                    values.iter().filter(|(name, _)| *name != "id").map(|(n, v)| (n, v.clone())).collect();
                self.create(table, row, &values)
            }
            (Kind::Set | Kind::Create, None) | (Kind::Delete, Some(_)) => {
                changed.add(&self.reader(), stored, None, target)
            }
        }
    }
}

fn first_difference(now: &Row, left: &Row) -> Option<String> {
    now.iter().find(|(field, value)| left.get(field) != *value).map(|(field, _)| field.to_owned())
}

/// What a refusal names, each record or field once.
#[derive(Default)]
struct Changed {
    list: Vec<ChangedSince>,
    rows: HashSet<(String, String)>,
}

impl Changed {
    fn add(&mut self, reader: &Reader<'_>, stored: &Stored, field: Option<&str>, target: &str) -> Result<()> {
        let key = (stored.table.clone(), stored.row.clone());
        // An operation left standing makes the row's earlier ones differ too: one line says it.
        if self.list.len() >= NAMED || !self.rows.insert(key) {
            return Ok(());
        }
        let sql = "SELECT coalesce((SELECT name FROM officer WHERE id = e.person), e.person), e.at, e.action
             FROM operation o JOIN entry e ON e.arrival = o.entry
             WHERE o.table_name = ?1 AND o.row_id = ?2 AND e.id <> ?4
             AND (?3 IS NULL OR o.field = ?3 OR o.field IS NULL) ORDER BY e.arrival DESC LIMIT 1";
        let by = reader.one(sql, (&stored.table, &stored.row, field, target), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let (person, at, action) = by.unwrap_or_default();
        self.list.push(ChangedSince {
            table: stored.table.clone(),
            row: stored.row.clone(),
            field: field.map(str::to_owned),
            person,
            at,
            action,
        });
        Ok(())
    }
}
