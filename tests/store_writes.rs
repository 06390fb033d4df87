//! The write door: entries, operations, undo and redo, history, past states.

#![allow(clippy::unwrap_used)] // a failed helper is a failed test

use chuyengiao::store::{
    Change, Checked, Entry, EntryFilter, Error, Key, NewDevice, Receipt, Result, Store, Value,
};
use std::path::Path;

fn instant(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn device(id: &str) -> NewDevice {
    NewDevice { id: id.into(), name: "KS-03".into(), at: instant(0) }
}

fn new_store(folder: &Path) -> Store {
    Store::create(&folder.join("a.store"), &Key::None, &device("device-1")).unwrap()
}

fn by(person: &str, id: &str, second: i64) -> Entry {
    Entry {
        id: id.into(),
        person: person.into(),
        at: instant(second),
        action: "cell.edit".into(),
        note: None,
        subject: None,
    }
}

fn create_cell(store: &mut Store, entry: &str, second: i64, cell: &str, name: &str) -> Receipt {
    let write = |tx: &mut chuyengiao::store::WriteTx<'_>| -> Result<()> {
        tx.create("cell", cell, &[("name", name.into())])
    };
    store.write(&by("ha", entry, second), write).unwrap().1
}

fn set_name(store: &mut Store, entry: &Entry, cell: &str, name: &str) -> Receipt {
    store.write(entry, |tx| tx.set("cell", cell, "name", name)).unwrap().1
}

fn name(store: &Store, cell: &str) -> Option<String> {
    Some(store.reader().get("cell", cell).unwrap()?.text("name")?.to_owned())
}

fn sound(store: &Store) {
    let Checked { findings, .. } = store.check_deep(&mut |_, _| ()).unwrap();
    assert_eq!(findings, []);
}

#[test]
fn a_row_is_one_operation_and_a_field_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let receipt = create_cell(&mut store, "e1", 1, "c1", "Chi bộ Công ty A");
    assert_eq!((receipt.operations, receipt.touched.len()), (1, 1));
    let receipt = set_name(&mut store, &by("ha", "e2", 2), "c1", "Chi bộ Công ty B");
    assert_eq!(receipt.operations, 1);
    let receipt = set_name(&mut store, &by("ha", "e3", 3), "c1", "Chi bộ Công ty B");
    assert_eq!(receipt.operations, 0, "setting what stands there is no operation");
    assert_eq!(store.reader().entries(&EntryFilter::default()).unwrap().len(), 2, "nor is it an entry");
    sound(&store);
}

#[test]
fn a_failed_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let refused: Result<((), Receipt)> = store.write(&by("ha", "e1", 1), |tx| {
        tx.create("cell", "c1", &[("name", "A".into())])?;
        tx.create("cell", "c1", &[("name", "B".into())])
    });
    assert!(matches!(refused, Err(Error::Duplicate { .. })), "{refused:?}");
    assert_eq!(store.reader().count("cell").unwrap(), 0);
    create_cell(&mut store, "e2", 2, "c1", "A");
    sound(&store);
}

#[test]
fn a_swallowed_refusal_leaves_no_gap_in_the_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let done: Result<((), Receipt)> = store.write(&by("ha", "e1", 1), |tx| {
        tx.create("cell", "c1", &[("name", "A".into())])?;
        let refused = tx.create("cell", "c1", &[("name", "B".into())]);
        assert!(refused.is_err());
        assert!(tx.create("cell", "c2", &[]).is_err(), "a name is required");
        tx.create("cell", "c3", &[("name", "C".into())])
    });
    assert_eq!(done.unwrap().1.operations, 2);
    sound(&store);
}

#[test]
fn names_are_checked_against_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let write = |tx: &mut chuyengiao::store::WriteTx<'_>| -> Result<()> {
        assert!(matches!(tx.create("nothing", "x", &[]), Err(Error::UnknownTable { .. })));
        assert!(matches!(tx.create("entry", "x", &[]), Err(Error::UnknownTable { .. })));
        let crooked = [("name\") --", Value::from("x"))];
        assert!(matches!(tx.create("cell", "x", &crooked), Err(Error::UnknownField { .. })));
        assert!(matches!(tx.set("cell", "x", "id", "y"), Err(Error::UnknownField { .. })));
        assert!(matches!(tx.set("cell", "x", "name", "y"), Err(Error::NoSuchRow { .. })));
        assert!(matches!(tx.delete("cell", "x"), Err(Error::NoSuchRow { .. })));
        Ok(())
    };
    store.write(&by("ha", "e1", 1), write).unwrap();
}

#[test]
fn a_reference_to_nothing_is_refused_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let refused = store.write(&by("ha", "e1", 1), |tx| {
        tx.create("cell", "c1", &[("name", "A".into()), ("superior", "nobody".into())])
    });
    assert!(
        matches!(&refused, Err(Error::Reference { table, to, .. }) if table == "cell" && to == "committee"),
        "{refused:?}"
    );
    let in_any_order = store.write(&by("ha", "e2", 2), |tx| {
        tx.create("cell", "c1", &[("name", "A".into()), ("superior", "k1".into())])?;
        tx.create("committee", "k1", &[("name", "Đảng ủy".into()), ("kind", "provincial".into())])
    });
    assert!(in_any_order.is_ok());
    sound(&store);
}

#[test]
fn a_panic_inside_an_entry_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = store.write(&by("ha", "e1", 1), |tx| -> Result<()> {
            tx.create("cell", "c1", &[("name", "A".into())])?;
            panic!("midway");
        });
    }));
    assert!(panicked.is_err());
    create_cell(&mut store, "e2", 2, "c2", "B");
    assert_eq!(store.reader().count("cell").unwrap(), 1);
    sound(&store);
}

#[test]
fn undo_and_redo_walk_like_a_stack() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 1, "c1", "A");
    set_name(&mut store, &by("ha", "e2", 2), "c1", "B");
    set_name(&mut store, &by("ha", "e3", 3), "c1", "C");
    assert_eq!(store.reader().last_redoable("ha").unwrap(), None);
    for (step, (undo, expect)) in [("e3", Some("B")), ("e2", Some("A")), ("e1", None)].iter().enumerate() {
        let target = store.reader().last_undoable("ha").unwrap().unwrap();
        assert_eq!(target, *undo);
        store.undo(&target, &by("ha", &format!("u{step}"), 10)).unwrap();
        assert_eq!(name(&store, "c1").as_deref(), *expect);
    }
    assert_eq!(store.reader().last_undoable("ha").unwrap(), None);
    for (step, expect) in ["A", "B", "C"].iter().enumerate() {
        let target = store.reader().last_redoable("ha").unwrap().unwrap();
        store.redo(&target, &by("ha", &format!("r{step}"), 20)).unwrap();
        assert_eq!(name(&store, "c1").as_deref(), Some(*expect));
    }
    assert_eq!(store.reader().last_redoable("ha").unwrap(), None);
    assert_eq!(store.reader().last_undoable("ha").unwrap().as_deref(), Some("e3"));
    assert_eq!(store.reader().last_undoable("an").unwrap(), None, "each person has their own");
    sound(&store);
}

#[test]
fn a_new_action_clears_redo() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 1, "c1", "A");
    set_name(&mut store, &by("ha", "e2", 2), "c1", "B");
    store.undo("e2", &by("ha", "u", 3)).unwrap();
    assert_eq!(store.reader().last_redoable("ha").unwrap().as_deref(), Some("u"));
    set_name(&mut store, &by("ha", "e3", 4), "c1", "C");
    assert_eq!(store.reader().last_redoable("ha").unwrap(), None);
    store.undo("e3", &by("ha", "u2", 5)).unwrap();
    assert_eq!(store.reader().last_redoable("ha").unwrap().as_deref(), Some("u2"));
}

#[test]
fn undo_is_refused_with_who_changed_what_since() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 1, "c1", "A");
    set_name(&mut store, &by("ha", "e2", 2), "c1", "B");
    set_name(&mut store, &by("an", "e3", 3), "c1", "C");
    let Err(Error::Changed { changes }) = store.undo("e2", &by("ha", "u", 4)) else { panic!("undone") };
    assert_eq!(changes.len(), 1);
    let change = &changes[0];
    assert_eq!((change.table.as_str(), change.row.as_str()), ("cell", "c1"));
    assert_eq!((change.field.as_deref(), change.person.as_str()), (Some("name"), "an"));
    assert!(matches!(store.undo("e1", &by("ha", "u", 4)), Err(Error::Changed { .. })));
    assert!(matches!(store.undo("none", &by("ha", "u", 4)), Err(Error::NoSuchEntry { .. })));
    assert_eq!(name(&store, "c1").as_deref(), Some("C"), "a refusal changes nothing");
    store.undo("e3", &by("an", "u1", 5)).unwrap();
    store.undo("e2", &by("ha", "u2", 6)).unwrap();
    assert_eq!(name(&store, "c1").as_deref(), Some("A"));
    sound(&store);
}

#[test]
fn what_others_refer_to_is_not_undone_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 1, "c1", "A");
    let add = |tx: &mut chuyengiao::store::WriteTx<'_>| {
        tx.create("member", "m1", &[("name", "Trần Thị Hà".into()), ("cell", "c1".into())])
    };
    store.write(&by("ha", "e2", 2), add).unwrap();
    let refused = store.undo("e1", &by("ha", "u", 3));
    assert!(matches!(&refused, Err(Error::Reference { table, .. }) if table == "member"), "{refused:?}");
    sound(&store);
}

#[test]
fn the_past_is_told_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 10, "c1", "A");
    set_name(&mut store, &by("an", "e2", 20), "c1", "B");
    store.write(&by("ha", "e3", 30), |tx| tx.set("cell", "c1", "member_total", 7_i64)).unwrap();
    store.write(&by("ha", "e4", 40), |tx| tx.delete("cell", "c1")).unwrap();
    let reader = store.reader();

    let history = reader.history("cell", "c1").unwrap();
    let people: Vec<_> = history.iter().map(|past| past.entry.person.as_str()).collect();
    assert_eq!(people, ["ha", "an", "ha", "ha"]);
    let set = Change::Set { field: "name".into(), from: "A".into(), to: "B".into() };
    assert_eq!(history[1].operation.change, set);
    assert_eq!(reader.field_history("cell", "c1", "member_total").unwrap().len(), 2, "set, and gone");

    let at = |second| reader.state_at("cell", "c1", instant(second)).unwrap();
    assert_eq!(at(9), None);
    assert_eq!(at(10).unwrap().text("name"), Some("A"));
    assert_eq!(at(10).unwrap().text("status"), Some("active"), "a default is a value");
    assert_eq!(at(25).unwrap().text("name"), Some("B"));
    assert_eq!(at(30).unwrap().int("member_total"), Some(7));
    assert_eq!(at(40), None);
    assert_eq!(reader.table_at("cell", instant(35)).unwrap().len(), 1);
    assert_eq!(reader.operations("e2", 0, 10).unwrap()[0].change, set);
}

#[test]
fn entries_are_listed_newest_first_and_filtered() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    create_cell(&mut store, "e1", 1, "c1", "A");
    let mut entry = by("an", "e2", 2);
    entry.subject = Some("c1".into());
    entry.note = Some("Đổi tên theo quyết định".into());
    set_name(&mut store, &entry, "c1", "B");
    let list = |filter: EntryFilter| -> Vec<String> {
        store.reader().entries(&filter).unwrap().into_iter().map(|entry| entry.id).collect()
    };
    assert_eq!(list(EntryFilter::default()), ["e2", "e1"]);
    assert_eq!(list(EntryFilter { limit: Some(1), ..Default::default() }), ["e2"]);
    assert_eq!(list(EntryFilter { before: Some(2), ..Default::default() }), ["e1"]);
    assert_eq!(list(EntryFilter { person: Some("ha".into()), ..Default::default() }), ["e1"]);
    assert_eq!(list(EntryFilter { action: Some("cell.".into()), ..Default::default() }), ["e2", "e1"]);
    assert!(list(EntryFilter { action: Some("cell".into()), ..Default::default() }).is_empty());
    // The entry that made the row is about it too, whether or not it said so.
    assert_eq!(list(EntryFilter { subject: Some("c1".into()), ..Default::default() }), ["e2", "e1"]);
    assert_eq!(list(EntryFilter { text: Some("QUYẾT".into()), ..Default::default() }), ["e2"]);
}

#[test]
fn derived_tables_are_refreshed_before_each_commit_and_by_undo() {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&seen);
    store.set_before_commit(move |tx, touched| {
        counted.fetch_add(touched.len(), Ordering::Relaxed);
        tx.reader().count("cell").map(|_| ())
    });
    create_cell(&mut store, "e1", 1, "c1", "A");
    store.undo("e1", &by("ha", "u", 2)).unwrap();
    assert_eq!(seen.load(Ordering::Relaxed), 2);
}

#[test]
fn attachments_are_kept_once_by_hash_and_size_limited() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let attach = |tx: &mut chuyengiao::store::WriteTx<'_>| -> Result<String> {
        let first = tx.attach("QĐ 12.pdf", Some("application/pdf"), b"scan", 10)?;
        assert_eq!(tx.attach("again.pdf", None, b"scan", 10)?, first);
        assert!(matches!(tx.attach("big", None, &[0; 11], 10), Err(Error::TooLarge { .. })));
        Ok(first)
    };
    let (hash, receipt) = store.write(&by("ha", "e1", 1), attach).unwrap();
    assert_eq!(receipt.operations, 1);
    assert_eq!(store.reader().attachment_bytes(&hash).unwrap().as_deref(), Some(b"scan".as_slice()));
    sound(&store);
}

#[test]
fn a_text_sqlite_would_cut_short_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = new_store(folder.path());
    let refused = store.write(&by("ha", "e1", 1), |tx| tx.create("cell", "c1", &[("name", "A\0B".into())]));
    assert!(matches!(refused, Err(Error::Refused { .. })));
}
