//! Reading a file that is to be attached: a scan, a photo, a document, by the path a person gave.
//!
//! Invariant: looked at before it is read: a folder, a pipe, a device or a file far too large is refused.

use super::acting::Acting;
use super::error::{Error, Result};
use crate::store::{ATTACHMENT_LIMIT, cause};
use crate::text::clean::clean;
use crate::text::message::Message;
use std::path::Path;

/// A file that was read, not yet kept.
pub(super) struct InFile {
    /// Its name, fit for a list.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Reads the file of a path.
///
/// # Errors
/// The path leads to no file, or to one that is too large.
pub(super) fn read(path: &Path) -> Result<InFile> {
    let named = |key: &'static str| Message::new(key).with("path", path.display());
    let unreadable = |error: std::io::Error| {
        Error::file(named("office.in_file.unreadable").with_word("detail", cause(&error)))
    };
    let found = std::fs::metadata(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Error::yours(named("office.in_file.no_such_file"))
        } else {
            unreadable(error)
        }
    })?;
    if !found.is_file() {
        return Err(Error::yours(named("office.in_file.not_a_file")));
    }
    if found.len() > ATTACHMENT_LIMIT {
        return Err(crate::store::Error::TooLarge { size: found.len(), limit: ATTACHMENT_LIMIT }.into());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().replace('/', "_")).unwrap_or_default();
    let name = Some(clean(&name).text).filter(|name| !name.is_empty()).unwrap_or_else(|| "tep".to_owned());
    Ok(InFile { name, bytes: std::fs::read(path).map_err(unreadable)? })
}

impl InFile {
    /// Keeps the bytes, within the entry that names them, and tells their hash.
    pub(super) fn keep(&self, acting: &mut Acting<'_, '_>) -> Result<String> {
        Ok(acting.tx.attach(&self.name, media_type(&self.name), &self.bytes, ATTACHMENT_LIMIT)?)
    }
}

/// By the name's ending; only what the program itself may later show or hand on.
pub(super) fn media_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "heic" => "image/heic",
        "tif" | "tiff" => "image/tiff",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => return None,
    })
}
