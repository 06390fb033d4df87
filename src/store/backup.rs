//! A verified copy of the store.
//!
//! Check → `VACUUM INTO` a temporary name → fsync (SQLite does not) → reopen with the key, check, compare
//! the chain's heads → rename. The copy is keyed like the store.
//!
//! Invariant: never overwrites a file; what bears the final name was read back.

use super::check;
use super::connection::{Store, connect, part_beside, settle};
use super::error::{Error, Result};
use super::key::Key;
use super::replay::chain_heads;
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

impl Store {
    /// Copies the store to a file that must not exist yet; a stick or a share will do.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let checked = self.check()?;
        if let Some(finding) = checked.findings.first() {
            return Err(Error::damaged(finding.to_string()));
        }
        copy(&self.connection, self.key(), to)
    }
}

/// Copies an open store of any version.
pub(super) fn copy(connection: &Connection, key: &Key, to: &Path) -> Result<()> {
    if to.is_dir() {
        return Err(Error::Folder { path: to.display().to_string() });
    }
    if to.symlink_metadata().is_ok() {
        return Err(Error::AlreadyExists { path: to.display().to_string() });
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Error::NoFolder { path: folder.display().to_string() });
    }
    if let Some(fault) = check::first_fault(connection, key)? {
        return Err(Error::damaged(fault));
    }
    let part = part_beside(to)?;
    let name = part.to_str().ok_or_else(|| {
        Error::io(to, std::io::Error::new(std::io::ErrorKind::InvalidFilename, "not valid UTF-8"))
    })?;
    let heads = chain_heads(connection)?;
    connection.execute("VACUUM INTO ?1", [name])?;
    let file = std::fs::OpenOptions::new().write(true).open(&part).map_err(|error| Error::io(to, error))?;
    file.sync_all().map_err(|error| Error::io(to, error))?;
    drop(file);
    {
        let copied = connect(&part, key, Duration::ZERO)?;
        if let Some(fault) = check::first_fault(&copied, key)? {
            return Err(Error::CopyDiffers { detail: fault });
        }
        let found = chain_heads(&copied)?;
        // A writer may have been quicker than the copy: what it added is in, never less.
        if !heads.iter().all(|head| found.iter().any(|other| other.0 == head.0 && other.1 >= head.1)) {
            return Err(Error::CopyDiffers { detail: "journal".to_owned() });
        }
    }
    settle(part, to, key)
}
