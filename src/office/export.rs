//! A file that leaves the program: written whole, and told in the journal with its hash (domain 6).
//!
//! Invariant: no file is replaced unless that was said; what is in the journal was written.

use super::acting::Acting;
use super::desk::Office;
use super::error::Result;
use super::out_file;
use crate::store::{Value, hexadecimal};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Where it stands.
    pub path: PathBuf,
    /// SHA-256 of it.
    pub hash: String,
}

/// What a file is, for the journal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exporting<'a> {
    /// What it holds, in one line.
    pub about: &'a str,
    /// Marks of secrecy or urgency it bears.
    pub marking: &'a str,
    /// One that stands there may be replaced.
    pub replace: bool,
}

impl Office {
    /// Writes a file somebody asked for, and says so in the journal.
    ///
    /// # Errors
    /// A file is there and may not be replaced, or it can't be written.
    pub fn export_file(
        &mut self,
        path: &Path,
        bytes: &[u8],
        exporting: &Exporting<'_>,
    ) -> Result<ExportedFile> {
        out_file::write(path, bytes, exporting.replace)?;
        let hash = hexadecimal(&Sha256::digest(bytes));
        self.act("export.write", None, Some(&name_of(path)), |acting| tell(acting, path, &hash, exporting))?;
        Ok(ExportedFile { path: path.to_owned(), hash })
    }

    /// Whether files may be written there: asked before the first of several is.
    ///
    /// # Errors
    /// One is there and may not be replaced.
    pub fn may_export(&self, paths: &[&Path], replace: bool) -> Result<()> {
        paths.iter().try_for_each(|path| out_file::check(path, replace))
    }
}

/// Tells the journal of a file that was written, within an open entry.
pub(super) fn tell(
    acting: &mut Acting<'_, '_>,
    path: &Path,
    hash: &str,
    exporting: &Exporting<'_>,
) -> Result<()> {
    let given = |text: &str| Value::from(Some(text).filter(|text| !text.is_empty()));
    let values = [
        ("name", Value::from(name_of(path))),
        ("about", given(exporting.about)),
        ("hash", Value::from(hash)),
        ("marking", given(exporting.marking)),
    ];
    let id = acting.id();
    Ok(acting.tx.create("export", &id, &values)?)
}

/// A file's name, as lists and the journal show it.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
