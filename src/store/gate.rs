//! The gate the triggers ask: functions that exist only in this program, and fail while no entry is open.
//!
//! Invariant: registered innocuous, since the schema is not trusted; opened only by `Store::write` and by
//! the making of a store.

use super::value::Value;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
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
    // Names, then a value each: a JSON object of what was entered.
    connection.create_scalar_function("journal_row", -1, flags, |call| {
        let mut json = Object::new();
        for (position, name) in names(call)?.enumerate() {
            let value = value(call, 1 + position)?;
            if !value.is_null() {
                json.add(name, &value);
            }
        }
        json.end()
    })?;
    // Names, then an old and a new value each: a JSON object of what changed.
    connection.create_scalar_function("journal_changes", -1, flags, |call| {
        let mut json = Object::new();
        for (position, name) in names(call)?.enumerate() {
            let (old, new) = (call.get_raw(1 + 2 * position), call.get_raw(2 + 2 * position));
            if old != new {
                json.add(name, &value(call, 2 + 2 * position)?);
            }
        }
        json.end()
    })?;
    connection.create_scalar_function("journal_real", 1, flags, |call| {
        let object = call.get_raw(0).as_str().map_err(|_| failed("journal: not a real"))?;
        let digits = object.trim_start_matches("{\"real\":\"").trim_end_matches("\"}");
        digits.parse::<f64>().map_err(|_| failed("journal: not a real"))
    })?;
    Ok(gate)
}

fn names<'c>(call: &'c Context<'_>) -> rusqlite::Result<std::str::Split<'c, char>> {
    Ok(call.get_raw(0).as_str().map_err(|_| failed("journal: no names"))?.split(','))
}

fn value(call: &Context<'_>, position: usize) -> rusqlite::Result<Value> {
    Value::of(call.get_raw(position)).ok_or_else(|| failed("journal: not a field"))
}

/// A JSON object being written. A real is an object with the shortest digits that read back as the same
/// number, `{"real":"0.1"}`: JSON's own numbers lose the last bits on the way through most readers.
struct Object(Vec<u8>);

impl Object {
    fn new() -> Self {
        let mut json = Vec::with_capacity(256);
        json.push(b'{');
        Self(json)
    }

    fn add(&mut self, name: &str, value: &Value) {
        use std::io::Write;
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        // Writing to memory does not fail.
        let _ = write!(self.0, "\"{name}\":");
        let _ = match value {
            Value::Null => write!(self.0, "null"),
            Value::Int(number) => write!(self.0, "{number}"),
            Value::Real(number) => write!(self.0, "{{\"real\":\"{number:?}\"}}"),
            Value::Text(text) => serde_json::to_writer(&mut self.0, text).map_err(Into::into),
        };
    }

    fn end(mut self) -> rusqlite::Result<String> {
        self.0.push(b'}');
        String::from_utf8(self.0).map_err(|_| failed("journal: not text"))
    }
}

fn outside() -> rusqlite::Error {
    failed(OUTSIDE)
}

fn failed(why: &str) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(why.into())
}
