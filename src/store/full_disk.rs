//! Tests of a disk without room: what is asked is refused in one sentence, nothing is lost, and the store goes on
//! once there is room again.
//!
//! Invariant: the disk is never really full; SQLite is told how many pages it may have.

use super::{EntryFilter, Error, Key, NewDevice, Store, WriteTx};
use crate::store::ATTACHMENT_LIMIT as LIMIT;
use crate::store::Entry;

fn entry(id: &str) -> Entry {
    let at = jiff::Timestamp::UNIX_EPOCH;
    Entry { id: id.into(), person: "ha".into(), at, action: "cell.create".into(), note: None, subject: None }
}

fn store(folder: &std::path::Path) -> Store {
    let device = NewDevice { id: "d".into(), name: "KS-03".into(), at: jiff::Timestamp::UNIX_EPOCH };
    let mut store = Store::create(&folder.join("a.store"), &Key::None, &device).unwrap();
    store.write(&entry("e0"), |tx| tx.create("cell", "c0", &[("name", "Chi bộ A".into())])).unwrap();
    store
}

/// No page more than there are, or as many as one likes.
fn room(store: &Store, more: i64) {
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update_and_check(None, "max_page_count", pages + more, |_| Ok(())).unwrap();
}

/// Writes until the disk is full; answers how many entries went in.
fn fill(store: &mut Store) -> (usize, Error) {
    for number in 1.. {
        let id = format!("e{number}");
        let name = "Chi bộ có tên dài ".repeat(200);
        let write = |tx: &mut WriteTx<'_>| tx.create("cell", &id, &[("name", name.as_str().into())]);
        if let Err(error) = store.write(&entry(&id), write) {
            return (number, error);
        }
    }
    unreachable!("a disk that never fills")
}

#[test]
fn a_write_without_room_changes_nothing_and_the_next_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    room(&store, 3);
    let (written, error) = fill(&mut store);
    assert!(matches!(error, Error::DiskFull), "{error:?}");
    assert_eq!(store.reader().count("cell").unwrap(), written);
    assert_eq!(store.reader().entries(&EntryFilter::default()).unwrap().len(), written);
    room(&store, 1_000_000);
    store.write(&entry("after"), |tx| tx.set("cell", "c0", "name", "Chi bộ B")).unwrap();
    assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());
    drop(store);
    let store = Store::open(&folder.path().join("a.store"), &Key::None).unwrap();
    assert_eq!(store.reader().must_get("cell", "c0").unwrap().text("name"), Some("Chi bộ B"));
}

#[test]
fn a_scan_without_room_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    room(&store, 3);
    let scan = vec![7; 200_000];
    let attach = |tx: &mut WriteTx<'_>| tx.attach("a.pdf", Some("application/pdf"), &scan, LIMIT);
    let refused = store.write(&entry("e1"), attach).unwrap_err();
    assert!(matches!(refused, Error::DiskFull), "{refused:?}");
    assert_eq!(store.reader().entries(&EntryFilter::default()).unwrap().len(), 1);
    room(&store, 1_000_000);
    let (hash, _) = store.write(&entry("e2"), attach).unwrap();
    assert_eq!(store.reader().attachment_bytes(&hash).unwrap().map(|bytes| bytes.len()), Some(scan.len()));
    assert!(store.check_deep(&mut |_, _| ()).unwrap().is_sound());
}
