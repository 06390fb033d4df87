//! The hash chain: each entry's hash covers the entry, its operations, and this device's previous hash.
//!
//! The canonical form, hashed with SHA-256: a text is its length in bytes (8 bytes, little-endian) and its
//! UTF-8; what may be absent is one byte 0, or 1 and the thing; a number is 8 bytes, little-endian.
//! - the text `chuyengiao entry 1`
//! - previous hash (absent for a device's first entry), device id, sequence, entry id, person, instant,
//!   action, note?, subject?, undoes?, count of operations
//! - for each operation in order: its number on the device, kind, table, row, field?, value, count of bases,
//!   and for each base its device id and number there
//! - a value is `n`; `i` and the number; `r` and its bits; or `t` and the text
//!
//! Invariant: nothing local to one file (surrogate numbers, order of arrival) enters the hash.

use super::error::{Error, Result};
use super::gate::PER_DEVICE;
use super::value::Value;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// An entry as it is hashed.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) previous: Option<Vec<u8>>,
    pub(super) device: i64,
    pub(super) sequence: i64,
    pub(super) id: String,
    pub(super) person: String,
    pub(super) at: String,
    pub(super) action: String,
    pub(super) note: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) undoes: Option<String>,
    pub(super) first_operation: i64,
    pub(super) operations: i64,
}

/// Device ids by their number in this file.
pub(super) type Devices = HashMap<i64, String>;

pub(super) fn devices(connection: &Connection) -> Result<Devices> {
    let mut all = connection.prepare_cached("SELECT number, id FROM device")?;
    let found = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>();
    Ok(found?)
}

/// The hash of an entry, its operations read from the file.
pub(super) fn hash(connection: &Connection, devices: &Devices, link: &Link) -> Result<[u8; 32]> {
    let mut form = Form(Sha256::new());
    form.text("chuyengiao entry 1");
    form.optional(link.previous.as_deref());
    form.text(device(devices, link.device)?);
    form.number(link.sequence);
    for text in [&link.id, &link.person, &link.at, &link.action] {
        form.text(text);
    }
    for text in [&link.note, &link.subject, &link.undoes] {
        form.optional(text.as_deref().map(str::as_bytes));
    }
    form.number(link.operations);
    let mut operations = connection.prepare_cached(
        "SELECT id, kind, table_name, row_id, field, value, bases FROM operation
         WHERE id >= ?1 AND id < ?1 + ?2 ORDER BY id",
    )?;
    let mut rows = operations.query([link.first_operation, link.operations])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        form.number(row.get::<_, i64>(0)? % PER_DEVICE);
        for column in 1..4 {
            form.bytes(row.get_ref(column)?.as_bytes().map_err(rusqlite::Error::from)?);
        }
        form.optional(row.get_ref(4)?.as_bytes_or_null().map_err(rusqlite::Error::from)?);
        form.value(&row.get(5)?);
        let bases = row.get_ref(6)?.as_str_or_null().map_err(rusqlite::Error::from)?;
        let bases = parse_bases(bases);
        form.number(i64::try_from(bases.len()).unwrap_or(i64::MAX));
        for base in bases {
            form.text(device(devices, base / PER_DEVICE)?);
            form.number(base % PER_DEVICE);
        }
    }
    if count != link.operations {
        return Err(Error::damaged(format!("entry {}: {count} operations of {}", link.id, link.operations)));
    }
    Ok(form.0.finalize().into())
}

/// `7,1099511627779`, in ascending order.
pub(super) fn parse_bases(bases: Option<&str>) -> Vec<i64> {
    let mut ids: Vec<i64> = bases.unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids
}

fn device(devices: &Devices, number: i64) -> Result<&str> {
    devices.get(&number).map(String::as_str).ok_or_else(|| Error::damaged(format!("no device {number}")))
}

struct Form(Sha256);

impl Form {
    fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.0.update([0]),
            Some(bytes) => {
                self.0.update([1]);
                self.bytes(bytes);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.0.update(b"n"),
            Value::Int(number) => {
                self.0.update(b"i");
                self.number(*number);
            }
            Value::Real(number) => {
                self.0.update(b"r");
                self.0.update(number.to_bits().to_le_bytes());
            }
            Value::Text(text) => {
                self.0.update(b"t");
                self.text(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_texts_cannot_be_shifted() {
        let digest = |texts: &[&str]| {
            let mut form = Form(Sha256::new());
            texts.iter().for_each(|text| form.text(text));
            form.0.finalize()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }

    #[test]
    fn bases_have_one_order() {
        assert_eq!(parse_bases(Some("12,7")), [7, 12]);
        assert!(parse_bases(None).is_empty());
    }
}
