//! Writing a file somebody asked for: whole, or not at all.
//!
//! Invariant: what stands there is replaced only where that was said, and only by a file that is complete.

use super::error::{Error, Result};
use crate::store::cause;
use crate::text::message::Message;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and renames it there; `replace` says that one there may go.
pub(super) fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
    check(path, replace)?;
    let failed = || Message::new("office.out.failed").with("file", path.display());
    place(path, bytes).map_err(|error| Error::file(failed().with_word("detail", cause(&error))))
}

/// Whether a file may be written there, before what is to be in it is made.
pub(super) fn check(path: &Path, replace: bool) -> Result<()> {
    let named = |key: &'static str| Message::new(key).with("file", path.display());
    if path.is_dir() {
        return Err(Error::file(named("office.out.directory")));
    }
    if path.exists() && !replace {
        return Err(Error::yours(named("office.out.exists")));
    }
    Ok(())
}

/// The file beside its place, flushed and renamed: under its name it is always whole.
pub(super) fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part_of(path);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&part, path)).inspect_err(|_| {
        // Whether the rest of a file that failed can be taken away is not worth a second complaint.
        let _ = fs::remove_file(&part);
    })
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".part");
    path.with_file_name(name)
}
