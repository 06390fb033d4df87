//! The tables and fields of the open store, and a fingerprint of the whole schema.
//!
//! Invariant: every table or field name that reaches SQL from outside this room was found here first.

use super::error::{Error, Result};
use super::value::Value;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A journaled table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A field of a journaled table.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    /// What a row holds that was created without it, or before the field existed.
    pub(super) default: Value,
}

/// The journaled tables by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Schema {
    tables: BTreeMap<String, Table>,
}

/// The journal's own tables, the file's, and what can be made again: never journaled.
fn is_journaled(table: &str) -> bool {
    const OWN: &[&str] = &["meta", "device", "entry", "operation", "head", "attachment_content"];
    !OWN.contains(&table) && !table.starts_with("cache_") && !table.starts_with("sqlite_")
}

impl Schema {
    /// Reads it from the file, and refuses a table the journal could not follow.
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        let mut columns = connection.prepare(
            "SELECT t.name, c.name, c.type, c.pk, c.\"notnull\", c.dflt_value, t.sql
             FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid",
        )?;
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        let mut rows = columns.query([])?;
        while let Some(row) = rows.next()? {
            let table: String = row.get(0)?;
            if !is_journaled(&table) {
                continue;
            }
            let name: String = row.get(1)?;
            let fault = |what: &str| Error::damaged(format!("{table}.{name}: {what}"));
            let kind: String = row.get(2)?;
            if !["TEXT", "INTEGER", "REAL"].contains(&kind.as_str()) {
                return Err(fault(&kind));
            }
            let primary: i64 = row.get(3)?;
            if (name == "id") != (primary == 1) || (name == "id" && kind != "TEXT") {
                return Err(fault("the key of a journaled table is id TEXT PRIMARY KEY"));
            }
            let default = match row.get::<_, Option<String>>(5)? {
                None => Value::Null,
                // An absent value in the journal reads as the default: that must never mean a null.
                Some(_) if row.get::<_, i64>(4)? == 0 => return Err(fault("a default needs NOT NULL")),
                Some(sql) => literal(&sql).ok_or_else(|| fault("the default is no literal"))?,
            };
            tables
                .entry(table.clone())
                .or_insert_with(|| Table { name: table.clone(), fields: Vec::new() })
                .fields
                .push(Field { name, default });
        }
        if let Some(keyless) = tables.values().find(|table| table.field("id").is_err()) {
            return Err(Error::damaged(format!("{}: no id", keyless.name)));
        }
        Ok(Self { tables })
    }

    /// A table by name.
    pub(super) fn table(&self, name: &str) -> Result<&Table> {
        self.tables.get(name).ok_or_else(|| Error::UnknownTable { table: name.to_owned() })
    }

    /// Every journaled table, by name.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }
}

impl Table {
    /// A field by name.
    pub(super) fn field(&self, name: &str) -> Result<&Field> {
        self.fields
            .iter()
            .find(|field| field.name == name)
            .ok_or_else(|| Error::UnknownField { table: self.name.clone(), field: name.to_owned() })
    }

    /// `SELECT` of all fields, in their order.
    pub(super) fn select(&self) -> String {
        let mut sql = String::from("SELECT ");
        for (position, field) in self.fields.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            let _ = write!(sql, "{comma}\"{}\"", field.name);
        }
        let _ = write!(sql, " FROM \"{}\"", self.name);
        sql
    }
}

/// A default as the schema writes it: `'active'`, `1`, `0.5`.
fn literal(sql: &str) -> Option<Value> {
    if let Some(quoted) = sql.strip_prefix('\'') {
        return Some(Value::Text(quoted.strip_suffix('\'')?.replace("''", "'")));
    }
    sql.parse().map(Value::Int).or_else(|_| sql.parse().map(Value::Real)).ok()
}

/// A hash over every table, index, trigger and view of the file.
pub(super) fn fingerprint(connection: &Connection) -> Result<String> {
    let mut parts = connection.prepare(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'
         ORDER BY type, name",
    )?;
    let mut hash = Sha256::new();
    let mut rows = parts.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..3 {
            let text = row.get_ref(column)?.as_bytes().unwrap_or_default();
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
    }
    Ok(hexadecimal(&hash.finalize()))
}

/// Bytes in lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
