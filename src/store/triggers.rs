//! The triggers, generated from the schema: they write the journal, and keep it from being changed.
//!
//! Invariant: whatever is inserted, updated or deleted in a journaled table passes a function that only this
//! program has, and that fails while no entry is open.

use super::error::Result;
use super::schema::{Schema, Table};
use rusqlite::Connection;
use std::fmt::Write;

/// What a trigger says to someone who edits the past.
pub(super) const NEVER: &str = "journal: never changed";

/// Every trigger a schema should have, by name.
pub(super) fn generate(schema: &Schema) -> Vec<(String, String)> {
    let mut triggers = Vec::new();
    for table in schema.tables() {
        let name = &table.name;
        triggers.push((format!("journal_{name}_create"), on_create(table)));
        triggers.push((format!("journal_{name}_set"), on_set(table)));
        triggers.push((format!("journal_{name}_delete"), on_delete(table)));
    }
    for (name, sql) in GUARDS {
        triggers.push(((*name).to_owned(), sql.replace("NEVER", NEVER)));
    }
    triggers
}

/// Replaces the triggers of the file by those its schema should have.
pub(super) fn install(connection: &Connection) -> Result<()> {
    remove(connection)?;
    for (_, sql) in generate(&Schema::read(connection)?) {
        connection.execute_batch(&sql)?;
    }
    Ok(())
}

/// Takes all our triggers away, for a migration.
pub(super) fn remove(connection: &Connection) -> Result<()> {
    for (name, _) in present(connection)? {
        connection.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    Ok(())
}

/// The first trigger that is missing, changed or not ours.
pub(super) fn first_difference(connection: &Connection, schema: &Schema) -> Result<Option<String>> {
    let mut present: std::collections::BTreeMap<_, _> = present(connection)?.into_iter().collect();
    for (name, sql) in generate(schema) {
        if present.remove(&name).as_ref() != Some(&sql) {
            return Ok(Some(name));
        }
    }
    Ok(present.into_keys().next())
}

fn present(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut triggers = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let found =
        triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>();
    Ok(found?)
}

/// `'name,kind', NEW."name", NEW."kind"`: terse, since every opening parses all of them.
fn fields(table: &Table, versions: &[&str]) -> String {
    let fields = || table.fields.iter().filter(|field| field.name != "id").map(|field| field.name.as_str());
    let mut arguments = format!("'{}'", fields().collect::<Vec<_>>().join(","));
    for field in fields() {
        for version in versions {
            let _ = write!(arguments, ",{version}.\"{field}\"");
        }
    }
    arguments
}

fn on_create(table: &Table) -> String {
    let (name, values) = (&table.name, fields(table, &["NEW"]));
    format!(
        "CREATE TRIGGER journal_{name}_create AFTER INSERT ON \"{name}\" BEGIN \
INSERT INTO journal VALUES('create','{name}',NEW.id,NULL,journal_row({values}));END"
    )
}

fn on_set(table: &Table) -> String {
    let (name, values) = (&table.name, fields(table, &["OLD", "NEW"]));
    format!(
        "CREATE TRIGGER journal_{name}_set AFTER UPDATE ON \"{name}\" BEGIN \
SELECT RAISE(ABORT,'{NEVER}') WHERE NEW.id IS NOT OLD.id;\
INSERT INTO journal SELECT 'set','{name}',NEW.id,key,iif(type='object',journal_real(value),value) \
FROM json_each(journal_changes({values}));END"
    )
}

fn on_delete(table: &Table) -> String {
    let (name, values) = (&table.name, fields(table, &["OLD"]));
    format!(
        "CREATE TRIGGER journal_{name}_delete AFTER DELETE ON \"{name}\" BEGIN \
INSERT INTO journal VALUES('delete','{name}',OLD.id,NULL,journal_row({values}));END"
    )
}

/// What a change becomes: an operation that names what its author saw. A row that comes back names its
/// deletion; a field names its heads, or while it was never set what made its row; a deletion names all.
const APPEND: &str = "CREATE TRIGGER journal_append INSTEAD OF INSERT ON journal BEGIN
  INSERT INTO operation VALUES (journal_next(), journal_entry(), NEW.kind, NEW.table_name, NEW.row_id, NEW.field,
    NEW.value, CASE NEW.kind
      WHEN 'create' THEN (SELECT group_concat(operation) FROM head
        WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND field = '')
      WHEN 'set' THEN coalesce(
        (SELECT group_concat(operation) FROM head
          WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND field = NEW.field),
        (SELECT group_concat(operation) FROM head
          WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND field = ''),
        (SELECT id FROM operation
          WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND kind = 'create'))
      ELSE (SELECT group_concat(base) FROM (
        SELECT operation AS base FROM head WHERE table_name = NEW.table_name AND row_id = NEW.row_id
        UNION
        SELECT id FROM operation WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND kind = 'create'
          AND NOT EXISTS (SELECT 1 FROM head
            WHERE table_name = NEW.table_name AND row_id = NEW.row_id AND field = '')))
    END);
END";

/// The journal's own tables: appended to inside an entry, never changed.
const GUARDS: &[(&str, &str)] = &[
    ("journal_append", APPEND),
    (
        // Not before: SQLite would compute the row twice, and take two numbers.
        "journal_operation_insert",
        "CREATE TRIGGER journal_operation_insert AFTER INSERT ON operation WHEN NEW.entry IS NOT journal_entry() BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        // A row's first creation is the head of all its fields without being written down.
        "journal_operation_head",
        "CREATE TRIGGER journal_operation_head AFTER INSERT ON operation
WHEN NEW.kind <> 'create' OR NEW.bases IS NOT NULL BEGIN
  DELETE FROM head WHERE table_name = NEW.table_name AND row_id = NEW.row_id
    AND (NEW.kind = 'delete' OR field = coalesce(NEW.field, ''));
  INSERT INTO head VALUES (NEW.table_name, NEW.row_id, coalesce(NEW.field, ''), NEW.id);
END",
    ),
    (
        "journal_operation_update",
        "CREATE TRIGGER journal_operation_update BEFORE UPDATE ON operation BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_operation_delete",
        "CREATE TRIGGER journal_operation_delete BEFORE DELETE ON operation BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_entry_insert",
        "CREATE TRIGGER journal_entry_insert BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'NEVER') WHERE NEW.arrival IS NOT journal_entry();
END",
    ),
    (
        "journal_entry_update",
        "CREATE TRIGGER journal_entry_update BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_entry_delete",
        "CREATE TRIGGER journal_entry_delete BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_head_insert",
        "CREATE TRIGGER journal_head_insert BEFORE INSERT ON head BEGIN
  SELECT journal_entry();
END",
    ),
    (
        "journal_head_update",
        "CREATE TRIGGER journal_head_update BEFORE UPDATE ON head BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_head_delete",
        "CREATE TRIGGER journal_head_delete BEFORE DELETE ON head BEGIN
  SELECT journal_entry();
END",
    ),
    (
        "journal_device_insert",
        "CREATE TRIGGER journal_device_insert BEFORE INSERT ON device BEGIN
  SELECT journal_open();
END",
    ),
    (
        "journal_device_update",
        "CREATE TRIGGER journal_device_update BEFORE UPDATE ON device BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_device_delete",
        "CREATE TRIGGER journal_device_delete BEFORE DELETE ON device BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_meta_insert",
        "CREATE TRIGGER journal_meta_insert BEFORE INSERT ON meta BEGIN
  SELECT journal_open();
END",
    ),
    (
        "journal_meta_update",
        "CREATE TRIGGER journal_meta_update BEFORE UPDATE ON meta BEGIN
  SELECT journal_open();
END",
    ),
    (
        "journal_meta_delete",
        "CREATE TRIGGER journal_meta_delete BEFORE DELETE ON meta BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_attachment_content_insert",
        "CREATE TRIGGER journal_attachment_content_insert BEFORE INSERT ON attachment_content BEGIN
  SELECT journal_entry();
END",
    ),
    (
        "journal_attachment_content_update",
        "CREATE TRIGGER journal_attachment_content_update BEFORE UPDATE ON attachment_content BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
    (
        "journal_attachment_content_delete",
        "CREATE TRIGGER journal_attachment_content_delete BEFORE DELETE ON attachment_content BEGIN
  SELECT RAISE(ABORT, 'NEVER');
END",
    ),
];
