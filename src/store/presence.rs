//! Who has the store open: each open store holds a shared lock on a small file beside it. Whoever gets
//! that lock alone knows nobody else is there, so a write-ahead log left behind means an unclean close.
//!
//! The store file itself is not locked for this: closing any handle of it would drop SQLite's own locks in
//! this process (POSIX locks belong to the process, not to the handle).
//!
//! Invariant: only a hint for when to check; SQLite's own locks keep the data safe.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// The last to leave removes the file; whoever opened it just before that tries again.
const ATTEMPTS: usize = 10;

/// Held for as long as the store is open.
#[derive(Debug)]
pub(super) struct Presence {
    file: Option<File>,
    path: PathBuf,
}

impl Presence {
    /// Enters; says whether the last process to leave did so without closing.
    pub(super) fn enter(store: &Path) -> (Self, bool) {
        let path = beside(store, "-open");
        let log_left = std::fs::metadata(beside(store, "-wal")).is_ok_and(|log| log.len() > 0);
        let mut alone = false;
        for _ in 0..ATTEMPTS {
            let Ok(file) = OpenOptions::new().create(true).truncate(false).write(true).open(&path) else {
                break;
            };
            alone = file.try_lock().is_ok();
            // Two at once may wait here for a moment, never for a writer: nobody keeps it exclusively.
            if file.lock_shared().is_ok() && is_still_there(&file, &path) {
                return (Self { file: Some(file), path }, alone && log_left);
            }
        }
        (Self { file: None, path }, alone && log_left)
    }

    /// Whether nobody has the store at this path open.
    pub(super) fn nobody(store: &Path) -> bool {
        match File::open(beside(store, "-open")) {
            Ok(file) => file.try_lock().is_ok(),
            Err(_) => true,
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        if file.try_lock().is_ok() {
            // Nothing to do if it fails: an empty file stays behind, and means nothing.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether a path still names the file that was opened.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.metadata()) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Elsewhere an open file can't be removed.
#[cfg(not(unix))]
fn is_still_there(_file: &File, _path: &Path) -> bool {
    true
}

/// `office.store` and `-wal` make `office.store-wal`.
pub(super) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
