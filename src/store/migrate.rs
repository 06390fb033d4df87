//! The ladder of schema versions: all steps of an upgrade in one transaction, after a verified backup.
//!
//! Invariant: a step that was released is never edited; rows are counted before and after.

use super::backup;
use super::connection::NewDevice;
use super::error::{Error, Result};
use super::gate::Gate;
use super::key::Key;
use super::presence::beside;
use super::schema;
use super::triggers;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// The steps, compiled in; the schema version is how many were taken.
pub(super) const STEPS: &[&str] = &[
    include_str!("../../assets/migrations/0001_journal.sql"),
    include_str!("../../assets/migrations/0002_office.sql"),
    include_str!("../../assets/migrations/0003_opinion_committee.sql"),
    include_str!("../../assets/migrations/0004_surveys.sql"),
    include_str!("../../assets/migrations/0005_papers.sql"),
    include_str!("../../assets/migrations/0006_paper_register.sql"),
];

/// Marks the file as one of ours ("chgi").
pub(super) const APPLICATION: i32 = 0x6368_6769;

/// The schema version after all steps.
#[allow(clippy::cast_possible_wrap)]
pub(super) const fn version_after(steps: &[&str]) -> i64 {
    steps.len() as i64
}

/// Fills an empty file.
pub(super) fn build(connection: &Connection, gate: &Gate, steps: &[&str], device: &NewDevice) -> Result<()> {
    connection.execute_batch("BEGIN EXCLUSIVE")?;
    for step in steps {
        connection.execute_batch(step)?;
    }
    connection.execute(
        "INSERT INTO device VALUES (1, ?1, ?2, ?3)",
        (&device.id, format!("{:.6}", device.at), &device.name),
    )?;
    connection.execute("INSERT INTO meta VALUES ('own_device', '1')", [])?;
    seal(connection, gate, version_after(steps))?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.execute_batch("COMMIT")?;
    Ok(())
}

/// Takes an older store up the ladder; the backup stays beside it.
pub(super) fn upgrade(
    connection: &Connection,
    gate: &Gate,
    steps: &[&str],
    store: &Path,
    key: &Key,
) -> Result<()> {
    let from = version(connection)?;
    backup::copy(connection, key, &free_name(store, from))?;
    // References may be moved about within the steps; they are checked as a whole at the end.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let done = climb(connection, gate, steps);
    match &done {
        Ok(()) => connection.execute_batch("COMMIT")?,
        Err(_) => connection.execute_batch("ROLLBACK")?,
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.flush_prepared_statement_cache();
    done
}

fn climb(connection: &Connection, gate: &Gate, steps: &[&str]) -> Result<()> {
    // Read again: another process may have climbed while we copied.
    let from = usize::try_from(version(connection)?).unwrap_or_default();
    if from >= steps.len() {
        return Ok(());
    }
    let before = counts(connection)?;
    triggers::remove(connection)?;
    for step in steps.iter().skip(from) {
        connection.execute_batch(step)?;
    }
    let after = counts(connection)?;
    for (table, count) in before {
        let found = after.get(&table).copied().unwrap_or_default();
        if found != count {
            return Err(Error::CopyDiffers { detail: format!("{table}: {count} → {found}") });
        }
    }
    let dangling: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if dangling > 0 {
        return Err(Error::damaged(format!("{dangling} references to nothing after the upgrade")));
    }
    seal(connection, gate, version_after(steps))
}

/// Triggers, fingerprint and version, inside the caller's transaction.
fn seal(connection: &Connection, gate: &Gate, version: i64) -> Result<()> {
    triggers::install(connection)?;
    let fingerprint = schema::fingerprint(connection)?;
    gate.open_for_maintenance();
    let kept = connection.execute(
        "INSERT INTO meta VALUES ('schema_fingerprint', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
        [fingerprint],
    );
    gate.close();
    kept?;
    connection.pragma_update(None, "user_version", version)?;
    Ok(())
}

pub(super) fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn counts(connection: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut names = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut counts = BTreeMap::new();
    for name in names {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        counts.insert(name, connection.query_row(&sql, [], |row| row.get(0))?);
    }
    Ok(counts)
}

/// `office.store.version-1`, or with a number behind it where that is taken.
fn free_name(store: &Path, version: i64) -> std::path::PathBuf {
    let mut name = beside(store, &format!(".version-{version}"));
    let mut attempt = 1;
    while name.exists() {
        attempt += 1;
        name = beside(store, &format!(".version-{version}-{attempt}"));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::{EntryFilter, Store, WriteTx, write::Entry};
    use super::*;
    use rstest::rstest;

    fn device() -> NewDevice {
        NewDevice { id: "d".into(), name: "KS-03".into(), at: jiff::Timestamp::UNIX_EPOCH }
    }

    fn entry(id: &str) -> Entry {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let (id, person, action) = (id.into(), "ha".into(), "cell.create".into());
        Entry { id, person, at, action, note: None, subject: None }
    }

    fn add(store: &mut Store, id: &str) {
        let write = |tx: &mut WriteTx<'_>| tx.create("cell", id, &[("name", "A".into())]);
        store.write(&entry(id), write).unwrap();
    }

    fn climbed(path: &Path, key: &Key, step: &'static str) -> Result<Store> {
        let steps: Vec<&str> = STEPS.iter().copied().chain([step]).collect();
        Store::unlock(path, key)?.open_with(&steps)
    }

    const NEW_FIELD: &str = "ALTER TABLE cell ADD COLUMN rank INTEGER NOT NULL DEFAULT 7;
                             CREATE TABLE extra (id TEXT PRIMARY KEY NOT NULL, weight REAL) STRICT;";

    #[rstest]
    #[case::plain(Key::None)]
    #[case::encrypted(Key::passphrase("mật khẩu"))]
    fn an_older_store_climbs_after_a_backup(#[case] key: Key) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.store");
        add(&mut Store::create(&path, &key, &device()).unwrap(), "c1");
        let mut store = climbed(&path, &key, NEW_FIELD).unwrap();
        assert_eq!(store.reader().must_get("cell", "c1").unwrap().int("rank"), Some(7));
        add(&mut store, "c2");
        store.write(&entry("e3"), |tx| tx.set("cell", "c1", "rank", 8_i64)).unwrap();
        // What was journaled before the field existed has its default then.
        assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());
        store.undo("c1", &entry("undo")).unwrap_err();
        assert_eq!(store.reader().entries(&EntryFilter::default()).unwrap().len(), 3);
        let backup =
            Store::open(&folder.path().join(format!("a.store.version-{}", STEPS.len())), &key).unwrap();
        assert_eq!(backup.reader().count("cell").unwrap(), 1);
    }

    #[test]
    fn reals_pass_the_journal_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.store");
        drop(Store::create(&path, &Key::None, &device()).unwrap());
        let mut store = climbed(&path, &Key::None, NEW_FIELD).unwrap();
        let numbers = [0.1 + 0.2, f64::MIN_POSITIVE, 1e300, -0.5, 123_456_789.123_456_79, f64::INFINITY, 3.0];
        for (position, number) in numbers.into_iter().enumerate() {
            let (id, other) = (format!("made-{position}"), format!("set-{position}"));
            store.write(&entry(&id), |tx| tx.create("extra", &id, &[("weight", number.into())])).unwrap();
            store
                .write(&entry(&other), |tx| {
                    tx.create("extra", &other, &[])?;
                    tx.set("extra", &other, "weight", number)
                })
                .unwrap();
            store.undo(&id, &entry(&format!("undo-{position}"))).unwrap();
            store.redo(&format!("undo-{position}"), &entry(&format!("redo-{position}"))).unwrap();
            for row in [id, other] {
                assert_eq!(*store.reader().must_get("extra", &row).unwrap().get("weight"), number.into());
            }
        }
        assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());
    }

    #[rstest]
    #[case::syntax("ALTER TABLE nothing ADD COLUMN x")]
    #[case::lost_rows("CREATE TABLE kept AS SELECT 1; DELETE FROM cell;")]
    #[case::no_key("CREATE TABLE extra (name TEXT) STRICT")]
    #[case::nullable_default("ALTER TABLE cell ADD COLUMN rank INTEGER DEFAULT 7")]
    fn a_step_that_fails_changes_nothing(#[case] step: &'static str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.store");
        add(&mut Store::create(&path, &Key::None, &device()).unwrap(), "c1");
        assert!(climbed(&path, &Key::None, step).is_err());
        let store = Store::open(&path, &Key::None).unwrap();
        assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());
        assert_eq!(store.reader().count("cell").unwrap(), 1);
    }

    #[test]
    fn a_store_of_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.store");
        drop(Store::create(&path, &Key::None, &device()).unwrap());
        drop(climbed(&path, &Key::None, NEW_FIELD).unwrap());
        let ours = version_after(STEPS);
        let refused = Store::open(&path, &Key::None);
        assert!(matches!(refused, Err(Error::Newer { found, known }) if (found, known) == (ours + 1, ours)));
    }
}
