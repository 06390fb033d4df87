//! The door: what a file is, before anything unpacks it.
//!
//! Invariant: opens for reading only, and unpacks nothing it has not bounded.

use super::compound;
use super::error::{Error, Looks};
use std::fs::File;
use std::io::{Cursor, ErrorKind, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// The largest file taken in; a list of 54.000 rows is about 5 MB.
const FILE_LIMIT: u64 = 64 << 20;
/// The most a workbook may unpack to; a list of 54.000 rows is about 70 MB.
const UNPACKED_LIMIT: u64 = 256 << 20;
/// A part over [`RATIO_FROM`] that shrank more than this was made to do harm: real sheets shrink 10 to 60 times.
const RATIO_LIMIT: u64 = 300;
const RATIO_FROM: u64 = 16 << 20;
/// A workbook has a handful of parts a sheet.
const PARTS_LIMIT: usize = 4096;
/// An archive of tables may have the photos of all surveys beside them.
const ARCHIVE_PARTS_LIMIT: usize = 100_000;
/// Windows: the file is open elsewhere (sharing violation, lock violation).
const SHARING_VIOLATIONS: [i32; 2] = [32, 33];

/// How a workbook is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// `.xlsx`, `.xlsm`
    Zip,
    /// `.xls`
    Compound,
}

/// Reads the whole file, or says why not.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, Error> {
    let size = admit(path)?;
    if size > FILE_LIMIT {
        return Err(Error::TooLarge { megabytes: size >> 20, limit: FILE_LIMIT >> 20 });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    open(path)?
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| system(&path.display().to_string(), &error))?;
    Ok(bytes)
}

/// Opens a file that was admitted.
pub(super) fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|error| system(&path.display().to_string(), &error))
}

/// How large a file is that may be read: it is one, and nobody else has it open.
pub(super) fn admit(path: &Path) -> Result<u64, Error> {
    let file = path.display().to_string();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        return Err(Error::OwnerFile { file });
    }
    let metadata = std::fs::metadata(path).map_err(|error| system(&file, &error))?;
    if metadata.is_dir() {
        return Err(Error::Directory { file });
    }
    // What is on the disk may be older than what the other person sees, so it isn't read behind their back.
    for lock in [format!("~${name}"), format!(".~lock.{name}#"), shortened_owner(&name)] {
        if !lock.is_empty() && path.with_file_name(&lock).exists() {
            return Err(Error::Locked { file, lock });
        }
    }
    Ok(metadata.len())
}

/// Excel drops the first two letters of longer names: `danh-sach.xlsx` is held by `~$nh-sach.xlsx`.
fn shortened_owner(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let drop = match stem.chars().count() {
        0..=6 => return String::new(),
        7 => 1,
        _ => 2,
    };
    format!("~${}", name.chars().skip(drop).collect::<String>())
}

fn system(file: &str, error: &std::io::Error) -> Error {
    let file = file.to_owned();
    if error.raw_os_error().is_some_and(|code| cfg!(windows) && SHARING_VIOLATIONS.contains(&code)) {
        return Error::Locked { lock: file.clone(), file };
    }
    match error.kind() {
        ErrorKind::NotFound => Error::Missing { file },
        ErrorKind::PermissionDenied => Error::Denied { file },
        ErrorKind::IsADirectory => Error::Directory { file },
        _ => Error::Io { file, detail: error.to_string() },
    }
}

/// What the bytes are, and that they are safe to unpack.
pub(super) fn check(bytes: &[u8]) -> Result<Container, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Error::TooLarge { megabytes: bytes.len() as u64 >> 20, limit: FILE_LIMIT >> 20 });
    }
    if bytes.starts_with(b"PK") {
        return check_zip(bytes).map(|()| Container::Zip);
    }
    if bytes.starts_with(&compound::SIGNATURE) {
        return compound::check(bytes).map(|()| Container::Compound);
    }
    Err(Error::NotAWorkbook { looks: looks(bytes) })
}

fn check_zip(bytes: &[u8]) -> Result<(), Error> {
    let mut archive = open_archive(Cursor::new(bytes), PARTS_LIMIT)?;
    check_is_workbook(&archive)?;
    for_each_part(
        &mut archive,
        |_| true,
        |name, content| {
            if name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
                let mut text = Vec::new();
                let copied = content.read_to_end(&mut text).map_err(|error| damaged(&error))? as u64;
                check_strings(&text)?;
                Ok(copied)
            } else {
                std::io::copy(content, &mut std::io::sink()).map_err(|error| damaged(&error))
            }
        },
    )
}

/// The CSV tables of an archive, by their names, in its order; what else it holds is unpacked nowhere.
pub(super) fn csv_tables(archive: impl Read + Seek) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut archive = open_archive(archive, ARCHIVE_PARTS_LIMIT)?;
    let mut tables = Vec::new();
    for_each_part(&mut archive, is_table, |name, content| {
        let mut text = Vec::new();
        let copied = content.read_to_end(&mut text).map_err(|error| damaged(&error))? as u64;
        tables.push((name.to_owned(), text));
        Ok(copied)
    })?;
    Ok(tables)
}

/// Whether a part of an archive is a table, and none of those an Apple computer adds.
pub(super) fn is_table(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv") && !name.starts_with("__MACOSX/")
}

/// Whether an archive is neither a workbook nor something that is refused as one.
pub(super) fn is_plain_archive(archive: impl Read + Seek) -> bool {
    let is_archive = |error| matches!(error, Error::NotAWorkbook { looks: Looks::Archive });
    open_archive(archive, ARCHIVE_PARTS_LIMIT)
        .is_ok_and(|archive| check_is_workbook(&archive).is_err_and(is_archive))
}

/// Opens an archive to look at what it holds beside tables.
pub(super) fn plain_archive<R: Read + Seek>(archive: R) -> Result<ZipArchive<R>, Error> {
    open_archive(archive, ARCHIVE_PARTS_LIMIT)
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    Error::Damaged { detail: error.to_string() }
}

/// Opens an archive of not more parts than is sane.
fn open_archive<R: Read + Seek>(archive: R, most_parts: usize) -> Result<ZipArchive<R>, Error> {
    let archive = ZipArchive::new(archive).map_err(|error| damaged(&error))?;
    if archive.len() > most_parts {
        return Err(Error::Bomb { megabytes: UNPACKED_LIMIT >> 20 });
    }
    Ok(archive)
}

/// Hands out the wanted parts one by one; `take` says how much it unpacked, and can never unpack more than is
/// sane.
fn for_each_part<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    wanted: impl Fn(&str) -> bool,
    mut take: impl FnMut(&str, &mut dyn Read) -> Result<u64, Error>,
) -> Result<(), Error> {
    let mut declared = 0_u64;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
        if !wanted(&name) {
            continue;
        }
        if part.encrypted() {
            return Err(Error::Password);
        }
        declared = declared.saturating_add(part.size());
        let ratio = part.size() / part.compressed_size().max(1);
        if declared > UNPACKED_LIMIT || (part.size() > RATIO_FROM && ratio > RATIO_LIMIT) {
            return Err(Error::Bomb { megabytes: UNPACKED_LIMIT >> 20 });
        }
        parts.push((index, name));
    }
    // Declared sizes may lie, so each part is unpacked once, with the same bounds.
    let mut left = UNPACKED_LIMIT;
    for (index, name) in parts {
        let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let most = left.min(RATIO_FROM.max(part.compressed_size().saturating_mul(RATIO_LIMIT)));
        let copied = take(&name, &mut part.by_ref().take(most + 1))?;
        if copied > most {
            return Err(Error::Bomb { megabytes: UNPACKED_LIMIT >> 20 });
        }
        left -= copied;
    }
    Ok(())
}

/// Room is made for as many strings as the part says it has: more than its bytes can hold is a lie.
fn check_strings(text: &[u8]) -> Result<(), Error> {
    const COUNT: &[u8] = b"uniqueCount";
    for at in memchr::memmem::find_iter(text, COUNT) {
        let rest = text.get(at + COUNT.len()..).unwrap_or_default().iter();
        let digits = rest.skip_while(|byte| {
            matches!(byte, b' ' | b'=' | b'"' | b'\'' | b'\t' | b'\r' | b'\n' | b'+' | b'0')
        });
        let count: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).take(20).copied().collect();
        let count = std::str::from_utf8(&count).unwrap_or_default();
        let fits = count.is_empty() || count.parse::<usize>().is_ok_and(|count| count <= text.len() / 5);
        if !fits {
            return Err(Error::Damaged { detail: format!("uniqueCount {count}") });
        }
    }
    Ok(())
}

fn check_is_workbook<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<(), Error> {
    let has =
        |wanted: &str| archive.file_names().flatten().any(|name| name.to_ascii_lowercase().ends_with(wanted));
    if has("workbook.xml") {
        return Ok(());
    }
    if has("xl/workbook.bin") {
        return Err(Error::Unsupported { form: ".xlsb" });
    }
    if has("content.xml") {
        return Err(Error::Unsupported { form: ".ods" });
    }
    let looks = if has("word/document.xml") { Looks::Document } else { Looks::Archive };
    Err(Error::NotAWorkbook { looks })
}

fn looks(bytes: &[u8]) -> Looks {
    let head = &bytes[..bytes.len().min(4096)];
    if head.starts_with(b"%PDF") {
        return Looks::Pdf;
    }
    if head.starts_with(b"\x89PNG") || head.starts_with(b"\xFF\xD8\xFF") || head.starts_with(b"GIF8") {
        return Looks::Picture;
    }
    if head.starts_with(b"Rar!") || head.starts_with(b"7z\xBC\xAF") || head.starts_with(b"\x1F\x8B") {
        return Looks::Archive;
    }
    if head.starts_with(b"{\\rtf") {
        return Looks::Document;
    }
    let text = head.iter().filter(|byte| **byte != 0).count() * 2 >= head.len()
        && !head.iter().any(|byte| matches!(byte, 1..=8 | 14..=26));
    if !text {
        return Looks::Unknown;
    }
    let lower: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let page = [&b"<html"[..], b"<!doctype html", b"<table", b"<?xml"]
        .iter()
        .any(|mark| memchr::memmem::find(&lower, mark).is_some());
    if page { Looks::WebPage } else { Looks::Text }
}
