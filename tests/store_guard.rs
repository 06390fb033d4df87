//! There is no way to write past the journal, and what another program does anyway is noticed.

#![allow(clippy::unwrap_used)] // a failed helper is a failed test

use chuyengiao::store::{Entry, Error, Key, NewDevice, Store, WriteTx};
use chuyengiao::text::locale::{Language, Locale};
use rstest::rstest;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::Command;

fn made(folder: &Path) -> PathBuf {
    let path = folder.join("a.store");
    let at = jiff::Timestamp::from_second(1_700_000_000).unwrap();
    let device = NewDevice { id: "device-1".into(), name: "KS-03".into(), at };
    let mut store = Store::create(&path, &Key::None, &device).unwrap();
    let action = "cell.create".into();
    let entry = Entry { id: "e1".into(), person: "ha".into(), at, action, note: None, subject: None };
    let write = |tx: &mut WriteTx<'_>| -> Result<(), Error> {
        tx.create("cell", "c1", &[("name", "Chi bộ A".into())])?;
        tx.set("cell", "c1", "name", "Chi bộ B")?;
        tx.attach("scan.pdf", None, b"scan", 100)?;
        Ok(())
    };
    store.write(&entry, write).unwrap();
    path
}

const WRITES: &[&str] = &[
    "INSERT INTO cell (id, name) VALUES ('x', 'X')",
    "INSERT OR REPLACE INTO cell (id, name) VALUES ('c1', 'X')",
    "UPDATE cell SET name = 'X'",
    "UPDATE cell SET id = 'X'",
    "DELETE FROM cell",
    "INSERT INTO operation VALUES (9, 9, 'delete', 'cell', 'c1', NULL, '{}', NULL)",
    "UPDATE operation SET value = 'X'",
    "DELETE FROM operation",
    "UPDATE entry SET person = 'X'",
    "DELETE FROM entry",
    "INSERT INTO head VALUES ('cell', 'c1', 'name', 1)",
    "UPDATE head SET operation = 1",
    "DELETE FROM head",
    "UPDATE device SET name = 'X'",
    "INSERT INTO device VALUES (7, 'x', 'x', 'x')",
    "UPDATE meta SET value = '2'",
    "DELETE FROM meta",
    "INSERT INTO attachment_content VALUES ('x', x'00')",
    "UPDATE attachment_content SET bytes = x'00'",
    "DELETE FROM attachment_content",
];

#[test]
fn another_program_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let other = Connection::open(&path).unwrap();
    for sql in WRITES {
        assert!(other.execute_batch(sql).is_err(), "{sql}");
    }
    drop(other);
    assert!(Store::open(&path, &Key::None).unwrap().check_deep(&mut |_, _| ()).unwrap().is_sound());
}

/// Every table of the schema, whatever is added to it: a table without triggers would show here.
#[test]
fn every_table_is_guarded() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let other = Connection::open(&path).unwrap();
    let mut tables = other
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'cache\\_%' ESCAPE '\\'",
        )
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 30);
    for table in tables {
        let own = ["meta", "device", "entry", "operation", "head", "attachment_content"];
        for language in [Language::Vietnamese, Language::English] {
            let label = format!("store.table.{table}");
            let said = Locale::new(language).find(&label).is_some();
            assert!(said || own.contains(&table.as_str()), "{table} has no name in {language:?}");
        }
        for action in ["INSERT", "UPDATE", "DELETE"] {
            let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1
                       AND sql LIKE '% ' || ?2 || ' ON %'";
            let count: i64 = other.query_row(sql, [table.as_str(), action], |row| row.get(0)).unwrap();
            assert!(count >= 1, "{table} has no trigger on {action}");
        }
    }
}

#[test]
fn the_sqlite3_shell_cannot_write() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no sqlite3 shell on this machine; the same statements ran on a plain connection");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    let shell = |sql: &str| Command::new("sqlite3").arg(&path).arg(sql).output().unwrap();
    assert_eq!(shell("SELECT name FROM cell").stdout, "Chi bộ B\n".as_bytes(), "reading works");
    for sql in WRITES {
        assert!(!shell(sql).status.success(), "{sql}");
    }
    assert_eq!(shell("SELECT name FROM cell").stdout, "Chi bộ B\n".as_bytes());
}

#[rstest]
#[case("DROP TRIGGER journal_cell_set", "journal_cell_set")]
#[case("DROP TRIGGER journal_operation_delete", "journal_operation_delete")]
#[case("CREATE TRIGGER mine AFTER INSERT ON cell BEGIN SELECT 1; END", "mine")]
#[case("ALTER TABLE cell ADD COLUMN mine TEXT", "journal_cell_create")]
#[case("DROP INDEX cell_name", "sqlite_schema")]
fn a_changed_schema_is_noticed_at_opening(#[case] sql: &str, #[case] expect: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    match Store::open(&path, &Key::None) {
        Err(Error::SchemaChanged { name }) => assert_eq!(name, expect),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("opened"),
    }
}

/// Triggers dropped, data changed, the same triggers made again: only the replay can tell.
fn behind_the_triggers(path: &Path, sql: &str) {
    let other = Connection::open(path).unwrap();
    let mut triggers = other.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<(String, String)> =
        triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    for (name, _) in &triggers {
        other.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    other.execute_batch(sql).unwrap();
    for (_, sql) in &triggers {
        other.execute_batch(sql).unwrap();
    }
}

#[rstest]
#[case("UPDATE cell SET name = 'X'", "check.field")]
#[case("DELETE FROM cell", "check.missing_row")]
#[case("INSERT INTO cell (id, name) VALUES ('x', 'X')", "check.unknown_row")]
#[case("UPDATE operation SET value = 'X' WHERE kind = 'set'", "check.field")]
#[case("UPDATE operation SET value = 'X' WHERE kind = 'set'", "check.hash")]
#[case("UPDATE entry SET person = 'X'", "check.hash")]
#[case("UPDATE entry SET previous_hash = x'00'", "check.broken_link")]
#[case("UPDATE entry SET sequence = 2", "check.gap")]
#[case("DELETE FROM entry", "check.loose_operations")]
#[case("DELETE FROM operation WHERE kind = 'set'", "check.hash")]
#[case("DELETE FROM head", "check.heads")]
#[case("UPDATE operation SET entry = 7 WHERE kind = 'set'", "check.stray")]
#[case("UPDATE attachment_content SET bytes = x'00'", "check.attachment")]
fn what_was_changed_behind_the_triggers_is_found(#[case] sql: &str, #[case] expect: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path());
    behind_the_triggers(&path, sql);
    let store = Store::open(&path, &Key::None).unwrap();
    let checked = store.check_deep(&mut |_, _| ()).unwrap();
    let keys: Vec<_> = checked.findings.iter().map(|finding| finding.key.as_ref()).collect();
    assert!(keys.contains(&expect), "{keys:?}");
    for finding in &checked.findings {
        let said = Locale::new(Language::Vietnamese).say(finding);
        assert!(!said.contains('{') && said != finding.key, "{said}");
    }
}
