//! `kill -9` at random moments loses no acknowledged write.
//!
//! The test starts itself as a child that writes and says each number once it is written; the parent kills
//! it somewhere after a few of them, opens the store and looks for every number it heard. Ten times;
//! `STORE_KILLS=1000` for long.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // the child speaks to the parent on stdout

use chuyengiao::store::{Entry, Key, NewDevice, Store};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const STORE: &str = "STORE_KILL_CHILD";

fn device() -> NewDevice {
    NewDevice { id: "d".into(), name: "KS".into(), at: jiff::Timestamp::UNIX_EPOCH }
}

/// Writes for ever: a row and a field an entry, now and then a large entry, an undo, and a redo.
fn write_until_killed(path: &Path) {
    let mut store = Store::open(path, &Key::None).unwrap();
    let mut number = store.reader().count("cell").unwrap();
    loop {
        number += 1;
        let entry = |part: &str| Entry {
            id: format!("entry-{number}-{part}"),
            person: "ha".into(),
            at: jiff::Timestamp::UNIX_EPOCH,
            action: "test".into(),
            note: None,
            subject: None,
        };
        let id = format!("cell-{number}");
        let filler = "x".repeat(if number.is_multiple_of(7) { 20_000 } else { 50 });
        store
            .write(&entry("made"), |tx| {
                tx.create("cell", &id, &[("name", "A".into())])?;
                tx.set("cell", &id, "note", filler.as_str())
            })
            .unwrap();
        if number.is_multiple_of(5) {
            store.write(&entry("named"), |tx| tx.set("cell", &id, "name", "B")).unwrap();
            store.undo(&format!("entry-{number}-named"), &entry("undone")).unwrap();
            store.redo(&format!("entry-{number}-undone"), &entry("again")).unwrap();
        }
        println!("ACK {number}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn no_acknowledged_write_is_lost() {
    if let Some(path) = std::env::var_os(STORE) {
        write_until_killed(&PathBuf::from(path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.store");
    drop(Store::create(&path, &Key::None, &device()).unwrap());
    let kills = std::env::var("STORE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10_u64);
    let mut heard: Vec<usize> = Vec::new();
    let mut moment = 0x2545_f491_4f6c_dd1d_u64;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["no_acknowledged_write_is_lost", "--exact", "--nocapture"])
            .env(STORE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // After so many writes, and then within the next few: a pseudo-random moment, different each round.
        moment ^= moment << 13;
        moment ^= moment >> 7;
        moment ^= moment << 17;
        let mut written = BufReader::new(child.stdout.take().unwrap()).lines().filter_map(|line| {
            // The harness prints its own words before the first.
            line.unwrap().split_once("ACK ").map(|(_, number)| number.parse::<usize>().unwrap())
        });
        let (before, awaited) = (heard.len(), (moment % 15) as usize);
        heard.extend(written.by_ref().take(awaited));
        assert_eq!(heard.len() - before, awaited, "kill {kill}: the child ended by itself");
        std::thread::sleep(Duration::from_micros((moment >> 32) % 20_000));
        child.kill().unwrap();
        heard.extend(written);
        child.wait().unwrap();
        let store = Store::open(&path, &Key::None).unwrap();
        let reader = store.reader();
        for number in &heard {
            let row = reader.get("cell", &format!("cell-{number}")).unwrap();
            let row = row.unwrap_or_else(|| panic!("kill {kill}: {number} is gone"));
            assert_eq!(row.text("name"), Some(if number.is_multiple_of(5) { "B" } else { "A" }));
        }
        // One row a kill may have been written and not yet said.
        let unheard = reader.count("cell").unwrap() - heard.len();
        assert!(unheard as u64 <= kill + 1, "kill {kill}: {unheard} more than were acknowledged");
        let checked = store.check_deep(&mut |_, _| ()).unwrap();
        assert!(checked.is_sound(), "kill {kill}: {:?}", checked.findings);
    }
    assert!(heard.len() as u64 >= 3 * kills, "only {} writes", heard.len());
}
