//! Putting a backup in the store's place.
//!
//! A restored store is a new device: it counts its own operations from 1, or two files would go on from the
//! same link and fork the chain.
//!
//! Invariant: the old store is put aside under a dated name, never deleted; a backup that is not sound
//! changes nothing.

use super::check;
use super::connection::{NewDevice, Store, connect, explain, part_beside, settle, sync_folder};
use super::error::{Error, Result};
use super::gate;
use super::key::Key;
use super::migrate;
use super::place;
use super::presence::{Presence, beside};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A restored store, and where the old one went.
pub struct Restored {
    /// The store, open.
    pub store: Store,
    /// The old store, if there was one.
    pub aside: Option<PathBuf>,
}

impl Store {
    /// Restores a backup to a path; a store that stands there is put aside.
    pub fn restore(backup: &Path, key: &Key, to: &Path, device: &NewDevice) -> Result<Restored> {
        place::refuse_forbidden(to)?;
        let length = backup.metadata().map_err(|error| Error::io(backup, error))?.len();
        if backup.is_dir() {
            return Err(Error::Folder { path: backup.display().to_string() });
        }
        if length == 0 {
            return Err(Error::NotAStore { path: backup.display().to_string() });
        }
        // The copy is what gets opened: a backup may lie on a stick, and stays as it is.
        let part = part_beside(to)?;
        std::fs::copy(backup, &part).map_err(|error| Error::io(backup, error))?;
        {
            let connection = connect(&part, key, Duration::ZERO)?;
            adopt(&connection, key, device).map_err(|error| explain(error, backup, key))?;
        }
        let aside = put_aside(to, device.at)?;
        if let Err(error) = settle(part, to, key) {
            if let Some(aside) = &aside {
                move_store(aside, to)?;
            }
            return Err(error);
        }
        let store = Self::unlock(to, key)?.open()?;
        Ok(Restored { store, aside })
    }
}

/// Checks a copied backup and gives it a device of its own.
fn adopt(connection: &Connection, key: &Key, device: &NewDevice) -> Result<()> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found = migrate::version(connection)?;
    let known = migrate::version_after(migrate::STEPS);
    if application != migrate::APPLICATION {
        return Err(Error::NotAStore { path: device.name.clone() });
    }
    if found > known {
        return Err(Error::Newer { found, known });
    }
    if let Some(fault) = check::first_fault(connection, key)? {
        return Err(Error::damaged(fault));
    }
    let gate = gate::register(connection)?;
    connection.execute_batch("PRAGMA synchronous = FULL; BEGIN IMMEDIATE")?;
    gate.open_for_maintenance();
    let added = connection.execute(
        "INSERT INTO device SELECT max(number) + 1, ?1, ?2, ?3 FROM device",
        (&device.id, format!("{:.6}", device.at), &device.name),
    );
    let owned = connection
        .execute("UPDATE meta SET value = (SELECT max(number) FROM device) WHERE key = 'own_device'", []);
    gate.close();
    added?;
    owned?;
    connection.execute_batch("COMMIT")?;
    Ok(())
}

/// Renames a store nobody has open; its unfinished log goes with it.
fn put_aside(store: &Path, at: jiff::Timestamp) -> Result<Option<PathBuf>> {
    if store.symlink_metadata().is_err() {
        return Ok(None);
    }
    if !Presence::nobody(store) {
        return Err(Error::Busy);
    }
    let stamp = at.strftime("%Y%m%d-%H%M%S").to_string();
    let mut aside = beside(store, &format!(".aside-{stamp}"));
    let mut attempt = 1;
    while aside.symlink_metadata().is_ok() {
        attempt += 1;
        aside = beside(store, &format!(".aside-{stamp}-{attempt}"));
    }
    move_store(store, &aside)?;
    Ok(Some(aside))
}

fn move_store(from: &Path, to: &Path) -> Result<()> {
    std::fs::rename(from, to).map_err(|error| Error::io(from, error))?;
    // Committed pages may still stand in the log. The index of the log is made again.
    let log = beside(from, "-wal");
    if log.exists() {
        std::fs::rename(&log, beside(to, "-wal")).map_err(|error| Error::io(&log, error))?;
    }
    let _ = std::fs::remove_file(beside(from, "-shm"));
    sync_folder(to);
    Ok(())
}
