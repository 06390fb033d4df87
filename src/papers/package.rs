//! The zip archive around a Word file: read with bounds, written reproducibly.
//!
//! Invariant: nothing is unpacked that was not bounded; the same parts give the same bytes.

use super::error::PaperError;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The most a paper may unpack to: scans inside a template included.
const UNPACKED_LIMIT: u64 = 64 << 20;
/// A paper has about ten parts, a template with pictures some dozen.
const PARTS_LIMIT: usize = 1024;

/// A file inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its path.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Reads every part, or says why not. Checksums are verified on the way.
pub fn read(bytes: &[u8]) -> Result<Vec<Part>, PaperError> {
    let mut archive = open(bytes)?;
    let mut left = UNPACKED_LIMIT;
    let mut parts = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(damaged)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(damaged)?.to_string();
        let mut content = Vec::new();
        // Declared sizes may lie, so the bound is on what really comes out.
        file.by_ref().take(left + 1).read_to_end(&mut content).map_err(damaged)?;
        left = left.checked_sub(content.len() as u64).ok_or(PaperError::Bomb)?;
        if parts.iter().any(|part: &Part| part.name.eq_ignore_ascii_case(&name)) {
            return Err(PaperError::NotAnArchive(name));
        }
        parts.push(Part { name, bytes: content });
    }
    Ok(parts)
}

/// What a file of Office before 2007 begins with, and one under a password.
pub const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Opens an archive whose declared sizes are within bounds.
pub(super) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, PaperError> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(PaperError::OldOrLocked);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_LIMIT {
        return Err(PaperError::Bomb);
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(damaged)?;
        if file.encrypted() {
            return Err(PaperError::NotAnArchive(String::from("encrypted")));
        }
        declared = declared.saturating_add(file.size());
        if declared > UNPACKED_LIMIT {
            return Err(PaperError::Bomb);
        }
    }
    Ok(archive)
}

/// Packs parts in their order.
pub fn write(parts: &[(&str, String)]) -> Result<Vec<u8>, PaperError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(16 << 10)));
    for (name, content) in parts {
        writer.start_file(*name, options()).map_err(not_written)?;
        writer.write_all(content.as_bytes()).map_err(not_written)?;
    }
    Ok(writer.finish().map_err(not_written)?.into_inner())
}

/// The archive with the content of some parts replaced; every other part is copied as it was packed.
pub(super) fn replace(bytes: &[u8], changed: &[(&str, String)]) -> Result<Vec<u8>, PaperError> {
    let mut archive = open(bytes)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.to_string();
        match changed.iter().find(|(part, _)| *part == name) {
            Some((_, content)) => {
                let time = file.last_modified().unwrap_or_default();
                drop(file);
                writer.start_file(name, options().last_modified_time(time)).map_err(not_written)?;
                writer.write_all(content.as_bytes()).map_err(not_written)?;
            }
            None => writer.raw_copy_file(file).map_err(not_written)?,
        }
    }
    Ok(writer.finish().map_err(not_written)?.into_inner())
}

/// The same for every part of every file: the time of packing would make each file another.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// A damaged archive.
pub(super) fn damaged(error: impl std::fmt::Display) -> PaperError {
    PaperError::NotAnArchive(error.to_string())
}

/// A file that could not be put together.
pub(super) fn not_written(error: impl std::fmt::Display) -> PaperError {
    PaperError::NotWritten(error.to_string())
}
