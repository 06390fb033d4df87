//! Any sequence of writes, undos, redos and reopenings leaves tables equal to the replayed journal, and to
//! what a plain map says they should be.

#![allow(clippy::unwrap_used)] // a failed helper is a failed test

use chuyengiao::store::{Entry, EntryFilter, Error, Key, NewDevice, Store, Value, WriteTx};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What an officer may do; rows and values come from small sets so that they meet again.
#[derive(Debug, Clone)]
enum Act {
    Create {
        row: u8,
        name: u8,
    },
    Set {
        row: u8,
        field: u8,
        value: Option<u8>,
    },
    Delete {
        row: u8,
    },
    /// Several at once, as one entry.
    Many(Vec<Self>),
    /// Several at once, given up at the end.
    GiveUp(Vec<Self>),
    Undo,
    Redo,
    /// Undo of any earlier entry, which may be refused.
    UndoAny {
        back: usize,
    },
    Reopen,
}

fn one() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..6_u8, 0..5_u8).prop_map(|(row, name)| Act::Create { row, name }),
        4 => (0..6_u8, 0..3_u8, prop::option::of(0..4_u8))
            .prop_map(|(row, field, value)| Act::Set { row, field, value }),
        1 => (0..6_u8).prop_map(|row| Act::Delete { row }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => one(),
        2 => prop::collection::vec(one(), 1..6).prop_map(Act::Many),
        1 => prop::collection::vec(one(), 1..6).prop_map(Act::GiveUp),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => (0..8_usize).prop_map(|back| Act::UndoAny { back }),
        1 => Just(Act::Reopen),
    ]
}

type Rows = BTreeMap<String, [Value; 3]>;

const FIELDS: [&str; 3] = ["name", "note", "member_total"];

fn value(field: u8, value: Option<u8>) -> Value {
    match (field, value) {
        (2, Some(number)) => Value::Int(number.into()),
        (2, None) | (1, None) => Value::Null,
        (_, value) => Value::from(format!("tên {}", value.unwrap_or_default())),
    }
}

/// Does one act to the store and to the map; an act that can't be is refused by both.
fn do_one(tx: &mut WriteTx<'_>, rows: &mut Rows, act: &Act) -> Result<(), Error> {
    match act {
        Act::Create { row, name } => {
            let id = format!("row-{row}");
            let made = tx.create("cell", &id, &[("name", value(0, Some(*name)))]);
            assert_eq!(made.is_ok(), !rows.contains_key(&id), "{made:?}");
            if made.is_ok() {
                rows.insert(id, [value(0, Some(*name)), Value::Null, Value::Null]);
            }
        }
        Act::Set { row, field, value: to } => {
            let id = format!("row-{row}");
            let to = value(*field, *to);
            let set = tx.set("cell", &id, FIELDS[usize::from(*field)], to.clone());
            assert_eq!(set.is_ok(), rows.contains_key(&id), "{set:?}");
            if let Some(row) = rows.get_mut(&id) {
                row[usize::from(*field)] = to;
            }
        }
        Act::Delete { row } => {
            let id = format!("row-{row}");
            assert_eq!(tx.delete("cell", &id).is_ok(), rows.remove(&id).is_some());
        }
        _ => {}
    }
    Ok(())
}

fn standing(store: &Store) -> Rows {
    let rows = store.reader().rows_of("cell").unwrap().into_iter();
    let fields = |row: &chuyengiao::store::Row| FIELDS.map(|field| row.get(field).clone());
    rows.map(|row| (row.text("id").unwrap().to_owned(), fields(&row))).collect()
}

struct Desk {
    folder: tempfile::TempDir,
    store: Option<Store>,
    /// The rows after each entry that was recorded, and after none.
    rows: Rows,
    past: Vec<(jiff::Timestamp, Rows)>,
    /// What plain undo and redo would go back and forth over.
    undo: Vec<Rows>,
    redo: Vec<Rows>,
    count: usize,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let device = NewDevice { id: "d".into(), name: "KS".into(), at: jiff::Timestamp::UNIX_EPOCH };
        let store = Store::create(&folder.path().join("a.store"), &Key::None, &device).unwrap();
        Self {
            folder,
            store: Some(store),
            rows: Rows::new(),
            past: Vec::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            count: 0,
        }
    }

    fn entry(&mut self) -> Entry {
        self.count += 1;
        Entry {
            id: format!("entry-{}", self.count),
            person: "ha".into(),
            at: jiff::Timestamp::from_second(i64::try_from(self.count).unwrap()).unwrap(),
            action: "test".into(),
            note: None,
            subject: None,
        }
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn write(&mut self, acts: &[Act], give_up: bool) {
        let entry = self.entry();
        let mut rows = self.rows.clone();
        let done = self.store().write(&entry, |tx| {
            for act in acts {
                do_one(tx, &mut rows, act)?;
            }
            if give_up { Err(Error::NothingToUndo) } else { Ok(()) }
        });
        match done {
            Ok(((), receipt)) if receipt.operations > 0 => {
                self.undo.push(std::mem::replace(&mut self.rows, rows));
                self.redo.clear();
                self.past.push((entry.at, self.rows.clone()));
            }
            Ok(_) => assert_eq!(self.rows, rows),
            Err(_) => assert!(give_up),
        }
    }

    fn step(&mut self, act: &Act) {
        match act {
            Act::Many(acts) => self.write(acts, false),
            Act::GiveUp(acts) => self.write(acts, true),
            Act::Undo => {
                let target = self.store().reader().last_undoable("ha").unwrap();
                assert_eq!(target.is_some(), !self.undo.is_empty());
                if let (Some(target), Some(before)) = (target, self.undo.pop()) {
                    let entry = self.entry();
                    let receipt = self.store().undo(&target, &entry).unwrap();
                    self.redo.push(std::mem::replace(&mut self.rows, before));
                    assert!(receipt.operations > 0);
                    self.past.push((entry.at, self.rows.clone()));
                }
            }
            Act::Redo => {
                let target = self.store().reader().last_redoable("ha").unwrap();
                assert_eq!(target.is_some(), !self.redo.is_empty());
                if let (Some(target), Some(after)) = (target, self.redo.pop()) {
                    let entry = self.entry();
                    self.store().redo(&target, &entry).unwrap();
                    self.undo.push(std::mem::replace(&mut self.rows, after));
                    self.past.push((entry.at, self.rows.clone()));
                }
            }
            Act::UndoAny { back } => {
                let entries = self.store().reader().entries(&EntryFilter::default()).unwrap();
                let Some(target) = entries.get(*back) else { return };
                let entry = self.entry();
                match self.store().undo(&target.id, &entry) {
                    Ok(_) => {
                        // Out of order: what the stack would be is another test's matter.
                        self.rows = standing(self.store());
                        self.past.push((entry.at, self.rows.clone()));
                        self.undo.clear();
                        self.redo.clear();
                        self.start_afresh();
                    }
                    Err(Error::Changed { changes }) => assert!(!changes.is_empty()),
                    Err(error) => panic!("{error}"),
                }
            }
            Act::Reopen => {
                self.store = None;
                self.store = Some(Store::open(&self.folder.path().join("a.store"), &Key::None).unwrap());
            }
            single => self.write(std::slice::from_ref(single), false),
        }
        let rows = standing(self.store());
        assert_eq!(rows, self.rows);
    }

    /// Another person goes on, with an empty stack of their own.
    fn start_afresh(&mut self) {
        let path = self.folder.path().join("a.store");
        self.store = None;
        let backup = self.folder.path().join(format!("backup-{}", self.count));
        std::fs::copy(&path, &backup).unwrap();
        let id = format!("device-{}", self.count);
        let device = NewDevice { id, name: "KS".into(), at: jiff::Timestamp::UNIX_EPOCH };
        self.store = Some(Store::restore(&backup, &Key::None, &path, &device).unwrap().store);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("STORE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24),
        ..ProptestConfig::default()
    })]

    #[test]
    fn tables_equal_the_replayed_journal(acts in prop::collection::vec(act(), 1..40)) {
        let mut desk = Desk::new();
        for act in &acts {
            desk.step(act);
        }
        let checked = desk.store().check_deep(&mut |_, _| ()).unwrap();
        prop_assert!(checked.is_sound(), "{:?}", checked.findings);
        prop_assert_eq!(desk.store().reader().conflicts().unwrap(), []);
        // Every past state is still there.
        let past = std::mem::take(&mut desk.past);
        for (at, rows) in past {
            let shown = desk.store().reader().table_at("cell", at).unwrap();
            prop_assert_eq!(shown.len(), rows.len());
            for row in shown {
                let expected = &rows[row.text("id").unwrap()];
                prop_assert_eq!(&FIELDS.map(|field| row.get(field).clone()), expected);
            }
        }
    }
}
