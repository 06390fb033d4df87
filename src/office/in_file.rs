//! Reading a file that is to be attached: a scan, a photo, a document, by the path a person gave.
//!
//! Invariant: looked at before it is read: a folder, a pipe, a device or a file far too large is refused.

use super::acting::Acting;
use super::error::{Error, Result};
use crate::store::{ATTACHMENT_LIMIT, cause};
use crate::text::clean::clean;
use crate::text::message::Message;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that was read, not yet kept.
pub(super) struct InFile {
    /// Its name, fit for a list.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A path as people type it, paste it or drop it on the terminal, from a folder: in quotes, with `~` for their own
/// folder, as the address of a file manager (`file:///…%20…`), with a mark before each space. The first reading that
/// leads to something; what was typed where none does.
pub fn typed_path(folder: &Path, typed: &str) -> PathBuf {
    let typed = typed.trim();
    let quoted = ['"', '\'', '“', '”'];
    let pair = typed.strip_prefix(quoted).and_then(|inner| inner.strip_suffix(quoted));
    let bare = pair.unwrap_or(typed);
    let readings = [
        bare.to_owned(),
        clean(bare).text,
        bare.trim_matches(quoted).to_owned(),
        bare.strip_prefix("file://").map(percent_decoded).unwrap_or_default(),
        without_escapes(bare),
    ];
    let mut paths = readings.iter().filter(|path| !path.is_empty()).map(|path| folder.join(from_home(path)));
    let plain = paths.next().unwrap_or_else(|| folder.to_owned());
    if plain.exists() { plain } else { paths.find(|path| path.exists()).unwrap_or(plain) }
}

/// `~` and `~/…` as the shell reads them.
fn from_home(path: &str) -> PathBuf {
    let inside = match path.strip_prefix('~') {
        Some("") => Some(""),
        Some(rest) => rest.strip_prefix(['/', std::path::MAIN_SEPARATOR]),
        None => None,
    };
    match (inside, std::env::home_dir()) {
        (Some(inside), Some(home)) => home.join(inside),
        _ => PathBuf::from(path),
    }
}

/// `Ảnh\ trụ\ sở.jpg`, as terminals write what is dropped on them.
fn without_escapes(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next().unwrap_or(letter) } else { letter });
    }
    plain
}

/// `%20` is a space; what is no such pair of digits stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
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
    let too_large = |size: u64| crate::store::Error::TooLarge { size, limit: ATTACHMENT_LIMIT };
    if found.len() > ATTACHMENT_LIMIT {
        return Err(too_large(found.len()).into());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().replace('/', "_")).unwrap_or_default();
    let name = Some(clean(&name).text).filter(|name| !name.is_empty()).unwrap_or_else(|| "tep".to_owned());
    // What still grows while it is read is bounded too.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    let size = file.take(ATTACHMENT_LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)? as u64;
    if size > ATTACHMENT_LIMIT {
        return Err(too_large(size).into());
    }
    if bytes.is_empty() {
        return Err(Error::yours(named("office.in_file.empty")));
    }
    Ok(InFile { name, bytes })
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Ảnh trụ sở (bản 2).jpg")]
    #[case("\"Ảnh trụ sở (bản 2).jpg\"")]
    #[case("'Ảnh trụ sở (bản 2).jpg'")]
    #[case("“Ảnh trụ sở (bản 2).jpg”")]
    #[case("  Ảnh trụ sở (bản 2).jpg  ")]
    #[case("Ảnh\\ trụ\\ sở\\ \\(bản\\ 2\\).jpg")]
    #[case("A\u{309}nh trụ sở (bản 2).jpg")]
    fn a_path_is_read_as_people_give_it(#[case] typed: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Ảnh trụ sở (bản 2).jpg");
        std::fs::write(&path, b"x").unwrap();
        assert_eq!(typed_path(folder.path(), typed), path);
        let address = format!("file://{}", path.display()).replace(' ', "%20").replace('ả', "%E1%BA%A3");
        assert_eq!(typed_path(Path::new(""), &address), path);
    }

    #[test]
    fn the_home_folder_is_meant_by_its_mark_and_what_is_nowhere_stays_as_typed() {
        let home = std::env::home_dir().unwrap();
        let folder = Path::new("/nowhere");
        assert_eq!(typed_path(folder, "~"), home);
        assert_eq!(typed_path(folder, "~/anh.jpg"), home.join("anh.jpg"));
        assert_eq!(typed_path(folder, "~$khoa.docx"), folder.join("~$khoa.docx"));
        assert_eq!(typed_path(folder, "it's.pdf"), folder.join("it's.pdf"));
        assert_eq!(typed_path(folder, "50%.pdf"), folder.join("50%.pdf"));
    }
}
