//! The gate the triggers ask: functions that exist only in this program, and fail while no entry is open.
//!
//! Invariant: registered innocuous, since the schema is not trusted; opened only by `Store::write` and by
//! the making of a store.

use super::value::Value;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// What the functions say when no entry is open.
pub(super) const OUTSIDE: &str = "journal: no entry is open";

/// Operation ids: the device's number above, its own count below.
pub(super) const PER_DEVICE: i64 = 1 << 40;

const CLOSED: i64 = 0;
const MAINTENANCE: i64 = -1;

/// Which entry is open on a connection, and its next operation. Numbers only, so no lock is needed.
#[derive(Debug, Default)]
pub(super) struct Gate {
    entry: AtomicI64,
    next: AtomicI64,
}

impl Gate {
    /// Opens for an entry.
    pub(super) fn open(&self, entry: i64, next: i64) {
        self.next.store(next, Relaxed);
        self.entry.store(entry, Relaxed);
    }

    /// Opens for the file's own records (device, meta), never for officers' data.
    pub(super) fn open_for_maintenance(&self) {
        self.entry.store(MAINTENANCE, Relaxed);
    }

    /// Closes.
    pub(super) fn close(&self) {
        self.entry.store(CLOSED, Relaxed);
    }

    /// The operation that comes next.
    pub(super) fn next(&self) -> i64 {
        self.next.load(Relaxed)
    }

    /// Takes back the numbers of a statement that failed half way.
    pub(super) fn rewind(&self, next: i64) {
        self.next.store(next, Relaxed);
    }
}

/// Gives a connection the functions of its gate.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<Arc<Gate>> {
    let gate = Arc::new(Gate::default());
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    let asked = Arc::clone(&gate);
    connection.create_scalar_function("journal_entry", 0, flags, move |_| {
        match asked.entry.load(Relaxed) {
            CLOSED | MAINTENANCE => Err(outside()),
            entry => Ok(entry),
        }
    })?;
    let asked = Arc::clone(&gate);
    connection.create_scalar_function("journal_next", 0, flags, move |_| {
        match asked.entry.load(Relaxed) {
            CLOSED | MAINTENANCE => Err(outside()),
            _ => Ok(asked.next.fetch_add(1, Relaxed)),
        }
    })?;
    let asked = Arc::clone(&gate);
    connection.create_scalar_function("journal_open", 0, flags, move |_| {
        match asked.entry.load(Relaxed) {
            CLOSED => Err(outside()),
            entry => Ok(entry),
        }
    })?;
    // Name, value, name, value… as a JSON object, without what was not entered.
    connection.create_scalar_function("journal_row", -1, flags, |call| {
        let mut json = Vec::with_capacity(256);
        json.push(b'{');
        for pair in 0..call.len() / 2 {
            let value =
                Value::of(call.get_raw(2 * pair + 1)).ok_or_else(|| failed("journal: not a field"))?;
            if value.is_null() {
                continue;
            }
            if json.len() > 1 {
                json.push(b',');
            }
            let name = call.get_raw(2 * pair).as_str().map_err(|_| failed("journal: no name"))?;
            write_json(&mut json, &Value::from(name));
            json.push(b':');
            write_json(&mut json, &value);
        }
        json.push(b'}');
        String::from_utf8(json).map_err(|_| failed("journal: not text"))
    })?;
    Ok(gate)
}

/// A real is written as text of the shortest digits that read back as the same number: JSON's own numbers
/// lose the last bits on the way through most readers.
fn write_json(json: &mut Vec<u8>, value: &Value) {
    use std::io::Write;
    // Writing to memory does not fail.
    let _ = match value {
        Value::Null => json.write_all(b"null"),
        Value::Int(number) => write!(json, "{number}"),
        Value::Real(number) => write!(json, "\"{number:?}\""),
        Value::Text(text) => {
            let _ = serde_json::to_writer(&mut *json, text);
            Ok(())
        }
    };
}

fn outside() -> rusqlite::Error {
    failed(OUTSIDE)
}

fn failed(why: &str) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(why.into())
}
