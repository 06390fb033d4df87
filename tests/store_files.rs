//! Files that are not as they should be: each says what it is, and none is changed. Backups and restores.

#![allow(clippy::unwrap_used)] // a failed helper is a failed test

use chuyengiao::store::{Entry, EntryFilter, Error, Key, NewDevice, Result, Store, WriteTx};
use rstest::rstest;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn instant(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn device(id: &str) -> NewDevice {
    NewDevice { id: id.into(), name: "KS-03".into(), at: instant(0) }
}

fn entry(id: &str) -> Entry {
    let action = "cell.create".into();
    Entry { id: id.into(), person: "ha".into(), at: instant(1), action, note: None, subject: None }
}

fn add_cell(store: &mut Store, id: &str) -> Result<()> {
    let write = |tx: &mut WriteTx<'_>| tx.create("cell", id, &[("name", "Chi bộ A".into())]);
    store.write(&entry(&format!("entry-{id}")), write).map(|_| ())
}

fn secret() -> Key {
    Key::passphrase("mật khẩu")
}

/// A closed store with a cell.
fn made(folder: &Path, key: &Key) -> PathBuf {
    let path = folder.join("a.store");
    let mut store = Store::create(&path, key, &device("device-1")).unwrap();
    add_cell(&mut store, "c1").unwrap();
    path
}

fn fails(path: &Path, key: &Key) -> Error {
    match Store::open_waiting(path, key, Duration::from_millis(50)) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    }
}

/// Every sentence of an error stands in both languages.
fn worded(error: &Error) {
    use chuyengiao::text::locale::{Language, Locale};
    for language in [Language::Vietnamese, Language::English] {
        let locale = Locale::new(language);
        for message in [Some(error.message()), error.fix()].into_iter().flatten() {
            let said = locale.say(&message);
            assert!(said != message.key && !said.contains(['{', '}', '@']), "{language:?}: {said}");
        }
    }
}

#[rstest]
#[case::plain(Key::None)]
#[case::encrypted(secret())]
fn what_is_written_is_there_again(#[case] key: Key) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &key);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names, ["a.store"], "nothing else stays behind");
    let store = Store::open(&path, &key).unwrap();
    assert_eq!(store.reader().count("cell").unwrap(), 1);
    assert_eq!(store.is_encrypted(), key != Key::None);
    let start = std::fs::read(&path).unwrap();
    assert_eq!(start.starts_with(b"SQLite format 3"), key == Key::None);
}

#[test]
fn a_passphrase_opens_in_either_composition() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::passphrase("m\u{1ead}t kh\u{1ea9}u"));
    Store::open(&path, &Key::passphrase("ma\u{323}\u{302}t kha\u{302}\u{309}u")).unwrap();
}

#[rstest]
#[case::wrong_passphrase(secret(), Key::passphrase("khác"), "wrong_passphrase")]
#[case::no_passphrase(secret(), Key::None, "needs_passphrase")]
#[case::not_encrypted(Key::None, secret(), "not_encrypted")]
#[case::empty(secret(), Key::passphrase(""), "empty_passphrase")]
fn the_key_must_fit(#[case] made_with: Key, #[case] opened_with: Key, #[case] expect: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &made_with);
    let before = std::fs::read(&path).unwrap();
    let error = fails(&path, &opened_with);
    assert_eq!(error.kind(), expect, "{error}");
    worded(&error);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[rstest]
#[case::empty(b"".to_vec())]
#[case::words("Danh sách chi bộ".repeat(600).into_bytes())]
#[case::short_noise(vec![0xa7; 100])]
#[case::zeros(vec![0; 8192])]
#[case::workbook(std::fs::read("assets/sample/danh-sach-dang-vien.xlsx").unwrap())]
fn what_is_no_store_is_called_so(#[case] bytes: Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.store");
    std::fs::write(&path, &bytes).unwrap();
    for key in [Key::None, secret()] {
        let error = fails(&path, &key);
        assert_eq!(error.kind(), "not_a_store", "{error}");
        worded(&error);
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert!(matches!(Store::create(&path, &Key::None, &device("d")), Err(Error::AlreadyExists { .. })));
}

#[test]
fn a_database_of_another_program_is_no_store_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    // A store first: a connection past its door, and the first of all, would leave the cipher of others unready.
    let path = made(folder.path(), &Key::None).with_file_name("other.store");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE cell (id)").unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(fails(&path, &Key::None).kind(), "not_a_store");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_missing_file_a_folder_and_a_missing_folder() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none").join("a.store");
    assert_eq!(fails(&missing, &Key::None).kind(), "not_found");
    assert_eq!(fails(folder.path(), &Key::None).kind(), "folder");
    assert!(matches!(Store::create(&missing, &Key::None, &device("d")), Err(Error::Unwritable { .. })));
    assert!(!missing.exists(), "nothing is started empty");
}

#[test]
fn a_newer_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = fails(&path, &Key::None);
    assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
    worded(&error);
}

#[test]
fn a_read_only_file_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let mut permissions = path.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let error = fails(&path, &Key::None);
    assert_eq!(error.kind(), "read_only", "{error}");
    worded(&error);
}

#[test]
fn a_store_held_by_another_program_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT * FROM cell").unwrap();
    let error = fails(&path, &Key::None);
    assert_eq!(error.kind(), "busy", "{error}");
    worded(&error);
}

#[test]
fn several_may_read_and_take_turns_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let mut one = Store::open(&path, &Key::None).unwrap();
    let mut other = Store::open(&path, &Key::None).unwrap();
    add_cell(&mut one, "c2").unwrap();
    add_cell(&mut other, "c3").unwrap();
    add_cell(&mut one, "c4").unwrap();
    assert_eq!(other.reader().count("cell").unwrap(), 4);
    let mut reader = one.another_reader().unwrap();
    assert_eq!(reader.reader().count("cell").unwrap(), 4);
    let refused = add_cell(&mut reader, "c5");
    assert!(matches!(refused, Err(Error::ReadOnly { .. })), "a background reader does not write");
    assert!(one.check_deep(&mut |_, _| ()).unwrap().is_sound());
}

#[test]
fn a_writer_that_waits_too_long_says_who_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let mut store = Store::open_waiting(&path, &Key::None, Duration::from_millis(50)).unwrap();
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(add_cell(&mut store, "c2"), Err(Error::Busy)));
    assert_eq!(store.reader().count("cell").unwrap(), 1, "reading never waits");
    drop(holder);
    add_cell(&mut store, "c2").unwrap();
}

/// Whatever is cut off or turned over in an encrypted file is noticed at opening or by the check.
fn noticed(path: &Path, key: &Key, what: &str) {
    match Store::open_waiting(path, key, Duration::from_millis(50)) {
        Err(error) => {
            let kind = error.kind();
            let fitting = ["damaged", "wrong_passphrase", "not_a_store", "schema_changed"].contains(&kind);
            assert!(fitting, "{what}: {kind}: {error}");
            worded(&error);
        }
        Ok(store) => match store.check() {
            Ok(checked) => assert!(!checked.is_sound(), "{what}: not noticed"),
            Err(error) => assert_eq!(error.kind(), "damaged", "{what}: {error}"),
        },
    }
}

#[test]
fn a_turned_bit_anywhere_in_an_encrypted_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(made(folder.path(), &secret())).unwrap();
    let damaged = folder.path().join("damaged.store");
    // The first page, and then every stretch of the file: 24 of the 2.000 measured for the design.
    let steps = 24;
    for step in 0..steps {
        let at = if step < 4 { step * 1000 + 20 } else { (whole.len() - 1) * step / (steps - 1) };
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (step % 8);
        std::fs::write(&damaged, &bytes).unwrap();
        noticed(&damaged, &secret(), &format!("bit at {at}"));
    }
}

#[rstest]
#[case::encrypted(secret())]
#[case::plain(Key::None)]
fn a_file_cut_short_is_noticed(#[case] key: Key) {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(made(folder.path(), &key)).unwrap();
    let cut = folder.path().join("cut.store");
    for length in [1, 100, 4096, 5000, 8192, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        std::fs::write(&cut, &whole[..length]).unwrap();
        noticed(&cut, &key, &format!("cut to {length} of {}", whole.len()));
    }
}

#[test]
fn after_an_unclean_close_the_pages_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let mut store = Store::open(&path, &Key::None).unwrap();
    add_cell(&mut store, "c2").unwrap();
    // What a killed process leaves: the file and its log, taken while the store is open.
    let left = folder.path().join("left.store");
    let mut bytes = std::fs::read(&path).unwrap();
    let log = std::fs::read(folder.path().join("a.store-wal")).unwrap();
    std::fs::write(folder.path().join("left.store-wal"), &log).unwrap();
    std::fs::write(&left, &bytes).unwrap();
    let opened = Store::open(&left, &Key::None).unwrap();
    assert_eq!(opened.reader().count("cell").unwrap(), 2, "the log is part of the store");
    drop(opened);
    // With a page torn as well, opening says so.
    for page in bytes.chunks_mut(4096).skip(8).filter(|page| page[0] == 13 || page[0] == 10) {
        page[1..200].fill(0xff);
    }
    std::fs::write(folder.path().join("left.store-wal"), &log).unwrap();
    std::fs::write(&left, &bytes).unwrap();
    assert_eq!(fails(&left, &Key::None).kind(), "damaged");
}

#[rstest]
#[case::plain(Key::None)]
#[case::encrypted(secret())]
fn a_backup_is_whole_keyed_alike_and_never_overwrites(#[case] key: Key) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &key);
    let mut store = Store::open(&path, &key).unwrap();
    add_cell(&mut store, "in-the-log").unwrap();
    let to = folder.path().join("backup.store");
    store.backup(&to).unwrap();
    assert_eq!(std::fs::read(&to).unwrap().starts_with(b"SQLite format 3"), key == Key::None);
    assert!(matches!(store.backup(&to), Err(Error::AlreadyExists { .. })));
    let copy = Store::open(&to, &key).unwrap();
    assert!(copy.check_deep(&mut |_, _| ()).unwrap().is_sound());
    assert_eq!(copy.reader().entries(&EntryFilter::default()).unwrap().len(), 2);
    let parts = std::fs::read_dir(folder.path()).unwrap();
    let parts = parts.filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0);
}

#[test]
fn a_backup_to_nowhere_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&made(folder.path(), &Key::None), &Key::None).unwrap();
    let error = store.backup(&folder.path().join("none").join("b.store")).unwrap_err();
    assert_eq!(error.kind(), "no_folder", "{error}");
}

#[rstest]
#[case::plain(Key::None)]
#[case::encrypted(secret())]
fn a_restored_store_is_a_new_device_and_the_old_one_stays(#[case] key: Key) {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &key);
    let backup = folder.path().join("backup.store");
    let mut store = Store::open(&path, &key).unwrap();
    store.backup(&backup).unwrap();
    add_cell(&mut store, "lost").unwrap();
    let held = Store::restore(&backup, &key, &path, &device("device-2"));
    assert!(matches!(held, Err(Error::Busy)), "a store in use is not put aside");
    drop(store);

    let restored = Store::restore(&backup, &key, &path, &device("device-2")).unwrap();
    let mut store = restored.store;
    assert_eq!(store.device().unwrap(), "device-2");
    assert_eq!(store.reader().count("cell").unwrap(), 1);
    add_cell(&mut store, "c9").unwrap();
    let newest = store.reader().entries(&EntryFilter { limit: Some(1), ..Default::default() }).unwrap();
    assert_eq!(newest[0].device, "device-2");
    assert_eq!(store.reader().last_undoable("ha").unwrap().as_deref(), Some("entry-c9"));
    assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());

    let aside = Store::open(&restored.aside.unwrap(), &key).unwrap();
    assert_eq!(aside.reader().count("cell").unwrap(), 2, "what was put aside is whole");
}

#[test]
fn restoring_refuses_what_is_no_backup_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &secret());
    let before = std::fs::read(&path).unwrap();
    let backup = folder.path().join("backup.store");
    Store::open(&path, &secret()).unwrap().backup(&backup).unwrap();
    let whole = std::fs::read(&backup).unwrap();
    let refused = |bytes: &[u8], key: &Key| {
        let from = folder.path().join("from.store");
        std::fs::write(&from, bytes).unwrap();
        match Store::restore(&from, key, &path, &device("device-2")) {
            Ok(_) => panic!("restored"),
            Err(error) => error.kind(),
        }
    };
    assert_eq!(refused(&whole, &Key::passphrase("khác")), "wrong_passphrase");
    assert_eq!(refused(&whole, &Key::None), "needs_passphrase");
    assert_eq!(refused(b"no backup", &secret()), "not_a_store");
    assert_eq!(refused(b"", &secret()), "not_a_store");
    let mut turned = whole.clone();
    turned[whole.len() / 2] ^= 4;
    assert_eq!(refused(&turned, &secret()), "damaged");
    assert_eq!(refused(&whole[..whole.len() - 4096], &secret()), "damaged");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_restore_where_nothing_stood() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &Key::None);
    let to = folder.path().join("new.store");
    let restored = Store::restore(&path, &Key::None, &to, &device("device-2")).unwrap();
    assert_eq!(restored.aside, None);
    assert_eq!(restored.store.reader().count("cell").unwrap(), 1);
}
