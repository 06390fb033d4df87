//! A store of every released schema version climbs to the present one, whole.
//!
//! `cargo test --test store_versions -- --ignored` writes the present version's store into
//! `tests/data/stores`: done once, when a version is released, and never again for that version.

#![allow(clippy::unwrap_used)] // a failed helper is a failed test

use chuyengiao::store::{Entry, Key, NewDevice, Store, WriteTx};
use std::path::PathBuf;

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/stores")
}

fn entry(id: &str) -> Entry {
    Entry {
        id: id.into(),
        person: "ha".into(),
        at: jiff::Timestamp::UNIX_EPOCH,
        action: "cell.create".into(),
        note: None,
        subject: None,
    }
}

#[test]
fn every_released_version_climbs() {
    let Ok(files) = std::fs::read_dir(kept()) else {
        eprintln!("SKIPPED: no schema version was released yet");
        return;
    };
    let stores =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension() == Some("store".as_ref()));
    for file in stores {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.store");
        std::fs::copy(&file, &path).unwrap();
        let mut store = Store::open(&path, &Key::None).unwrap();
        assert_eq!(store.reader().must_get("cell", "c1").unwrap().text("name"), Some("Chi bộ B"));
        assert_eq!(store.reader().history("cell", "c1").unwrap().len(), 2);
        store.undo("e2", &entry("undo")).unwrap();
        let checked = store.check_deep(&mut |_, _| ()).unwrap();
        assert!(checked.is_sound(), "{}: {:?}", file.display(), checked.findings);
    }
}

#[test]
#[ignore = "writes the store of a version that is being released"]
fn keep_the_present_version() {
    std::fs::create_dir_all(kept()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.store");
    let device = NewDevice { id: "d".into(), name: "KS-03".into(), at: jiff::Timestamp::UNIX_EPOCH };
    let mut store = Store::create(&path, &Key::None, &device).unwrap();
    let create = |tx: &mut WriteTx<'_>| tx.create("cell", "c1", &[("name", "Chi bộ A".into())]);
    store.write(&entry("e1"), create).unwrap();
    store.write(&entry("e2"), |tx| tx.set("cell", "c1", "name", "Chi bộ B")).unwrap();
    let to = kept().join(format!("version-{}.store", store.version().unwrap()));
    store.backup(&to).unwrap();
}
