//! The photos and files that came with an export: in its archive, or in folders beside it.
//!
//! ODK Central puts them into `media/`, older ones into `files/<survey>/`; KoboToolbox gives an archive of its own
//! with a folder a survey; SurveyCTO writes `media\x.jpg` or an address into the answer.
//!
//! Invariant: an answer is but a name looked up among the files that were listed; it opens nothing of itself, so
//! `../../x` finds nothing. A file is read up to a limit, whatever size it says it has.

use super::super::error::Error;
use super::super::guard;
use crate::text::clean::clean;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;

/// Folders beside an export that hold its files, whatever else is there.
const FOLDERS: [&str; 3] = ["media", "attachments", "files"];
/// Endings by which a folder is the export's own: `phieu.csv` and `phieu_media`.
const OWN_FOLDERS: [&str; 5] = ["", "-media", "_media", "-attachments", "_attachments"];
/// More files than any survey has; a folder named by mistake is not walked to its end.
const MOST_FILES: usize = 100_000;
/// So deep do the programs put them, and two more.
const DEEPEST: usize = 6;
/// A part of a path so long that it names a survey.
const KEY_LENGTH: usize = 8;

/// A file that came with an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// What it is called, made clean.
    pub name: String,
    /// Bytes, as the folder or archive says.
    pub size: u64,
    /// The folders it stands in, outermost first.
    folders: Vec<String>,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    File(PathBuf),
    Part(Arc<Path>, usize),
}

/// All files that came with an export.
#[derive(Debug, Default)]
pub struct Media {
    files: Vec<MediaFile>,
    /// By how servers write a name.
    by_name: HashMap<String, Vec<usize>>,
}

impl Media {
    /// The files in an export's archive, in folders beside the export, and where an officer says they are.
    pub(super) fn of(export: &Path, is_archive: bool, said: &[PathBuf]) -> Result<Self, Error> {
        let mut media = Self::default();
        if is_archive {
            media.list_archive(export)?;
        } else {
            let stem = export.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let own = OWN_FOLDERS.iter().map(|ending| format!("{stem}{ending}"));
            for name in FOLDERS.iter().map(|name| (*name).to_owned()).chain(own) {
                let folder = export.with_file_name(&name);
                if !name.is_empty() && folder.is_dir() {
                    media.list_folder(&folder, &mut vec![name], 1);
                }
            }
        }
        for path in said {
            if path.is_dir() {
                media.list_folder(path, &mut Vec::new(), 0);
            } else {
                guard::admit(path)?;
                media.list_archive(path)?;
            }
        }
        Ok(media)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file came with the export.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files an answer may name: those called so, narrowed by the folders it says and by those called after
    /// the survey. More than one where they can't be told apart by that.
    pub fn called(&self, answer: &str, survey: &str) -> Vec<&MediaFile> {
        let path = path_of(answer);
        let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
        let Some((name, folders)) = parts.split_last() else { return Vec::new() };
        let at = self.by_name.get(&as_servers_write(name)).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<&MediaFile> = at.iter().filter_map(|at| self.files.get(*at)).collect();
        let exact = |file: &&MediaFile| file.name == clean(name).text;
        let in_folders = |file: &&MediaFile| {
            let tail =
                file.folders.len().checked_sub(folders.len()).and_then(|from| file.folders.get(from..));
            !folders.is_empty() && tail.is_some_and(|tail| tail.iter().zip(folders).all(|(a, b)| a == b))
        };
        let of_survey = |file: &&MediaFile| {
            survey.len() >= KEY_LENGTH && file.folders.iter().any(|folder| folder.ends_with(survey))
        };
        for narrow in [&of_survey as &dyn Fn(&&MediaFile) -> bool, &in_folders, &exact] {
            if found.len() > 1 && found.iter().any(narrow) {
                found.retain(narrow);
            }
        }
        found
    }

    fn list_folder(&mut self, folder: &Path, above: &mut Vec<String>, depth: usize) {
        // What can't be listed has no files for us; each answer that names one is told.
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = clean(&entry.file_name().to_string_lossy()).text;
            // Links are not followed: they may lead round in a circle, or anywhere.
            let Ok(kind) = entry.file_type() else { continue };
            if self.files.len() >= MOST_FILES {
                return;
            }
            if kind.is_dir() && depth < DEEPEST {
                above.push(name);
                self.list_folder(&entry.path(), above, depth + 1);
                above.pop();
            } else if kind.is_file() {
                let size = entry.metadata().map_or(0, |about| about.len());
                self.add(MediaFile { name, size, folders: above.clone(), at: At::File(entry.path()) });
            }
        }
    }

    fn list_archive(&mut self, path: &Path) -> Result<(), Error> {
        let mut archive = guard::plain_archive(BufReader::new(guard::open(path)?))?;
        let place: Arc<Path> = path.into();
        for index in 0..archive.len().min(MOST_FILES) {
            let damaged = |error: zip::result::ZipError| Error::Damaged { detail: error.to_string() };
            let part = archive.by_index_raw(index).map_err(damaged)?;
            let Ok(whole) = part.name() else { continue };
            if part.is_dir() || guard::is_table(&whole) || whole.starts_with("__MACOSX/") {
                continue;
            }
            let mut folders: Vec<String> = whole
                .split(['/', '\\'])
                .filter(|part| !part.is_empty())
                .map(|part| clean(part).text)
                .collect();
            let Some(name) = folders.pop() else { continue };
            let at = At::Part(Arc::clone(&place), index);
            self.add(MediaFile { name, size: part.size(), folders, at });
        }
        Ok(())
    }

    fn add(&mut self, file: MediaFile) {
        if !file.name.is_empty() {
            self.by_name.entry(as_servers_write(&file.name)).or_default().push(self.files.len());
            self.files.push(file);
        }
    }
}

/// Reads files of an export; keeps the archive of the last one open.
#[derive(Default)]
pub struct MediaReader {
    open: Option<(Arc<Path>, ZipArchive<BufReader<File>>)>,
}

impl MediaReader {
    /// The bytes of a file; at most one more than `limit`, so that too large a file shows.
    ///
    /// # Errors
    /// It is gone, damaged, encrypted, or may not be read.
    pub fn read(&mut self, file: &MediaFile, limit: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        match &file.at {
            At::File(path) => {
                guard::admit(path)?;
                let read = guard::open(path)?.take(limit + 1).read_to_end(&mut bytes);
                read.map_err(|error| broke_off(path, &error))?;
            }
            At::Part(path, index) => {
                if self.open.as_ref().is_none_or(|(open, _)| open != path) {
                    let archive = guard::plain_archive(BufReader::new(guard::open(path)?))?;
                    self.open = Some((Arc::clone(path), archive));
                }
                let Some((_, archive)) = &mut self.open else { return Ok(bytes) };
                let damaged = |error: zip::result::ZipError| match error {
                    zip::result::ZipError::UnsupportedArchive(_) => Error::Password,
                    other => Error::Damaged { detail: other.to_string() },
                };
                let part = archive.by_index(*index).map_err(damaged)?;
                let read = part.take(limit + 1).read_to_end(&mut bytes);
                read.map_err(|error| Error::Damaged { detail: error.to_string() })?;
            }
        }
        Ok(bytes)
    }
}

fn broke_off(path: &Path, error: &std::io::Error) -> Error {
    Error::Io { file: path.display().to_string(), detail: error.to_string() }
}

/// The path in an answer, which may be an address: without what asks the server for more.
fn path_of(answer: &str) -> &str {
    let answer = answer.trim();
    let is_address = answer.starts_with("http://") || answer.starts_with("https://");
    let path = answer.strip_prefix("file://").unwrap_or(answer);
    if !is_address {
        return path;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // The folders of an address are the server's, not ours.
    path.rsplit('/').next().unwrap_or_default()
}

/// A name as servers store it: composed, spaces as `_`, and without most marks. KoboToolbox shows the name as it
/// was and stores it so.
fn as_servers_write(name: &str) -> String {
    let composed: String = clean(name).text.trim().nfc().collect();
    let kept = composed.chars().map(|letter| if letter == ' ' { '_' } else { letter });
    kept.filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const KEY: &str = "8d31c2e0-55aa-4c5d-9f6e-000000000001";

    fn archive(path: &Path, files: &[(&str, &str)]) {
        let mut zip = ZipWriter::new(File::create(path).unwrap());
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    fn read(media: &Media, answer: &str) -> Vec<String> {
        let mut reader = MediaReader::default();
        let found = media.called(answer, KEY);
        found.into_iter().map(|file| String::from_utf8(reader.read(file, 100).unwrap()).unwrap()).collect()
    }

    #[rstest]
    #[case("1660920606988.jpg", &["central"])]
    #[case("media/1660920606988.jpg", &["central"])]
    #[case("media\\1660920606988.jpg", &["central"])]
    #[case("https://x.surveycto.com/view/submission-attachment/1660920606988.jpg?uuid=uuid%3A1", &["central"])]
    #[case("Ảnh trụ sở (1).jpg", &["as stored"])]
    #[case("twice.jpg", &["mine"])]
    #[case("same.jpg", &["one", "other"])]
    #[case("b/same.jpg", &["other"])]
    #[case("../../../etc/passwd", &[])]
    #[case("x.csv", &[])]
    #[case("", &[])]
    #[case("/", &[])]
    fn an_answer_names_a_file_of_the_archive(#[case] answer: &str, #[case] expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        archive(
            &path,
            &[
                ("x.csv", "a"),
                ("media/1660920606988.jpg", "central"),
                ("anna/attachments/Ảnh_trụ_sở_1.jpg", "as stored"),
                ("anna/attachments/other/twice.jpg", "theirs"),
                (&format!("files/uuid{KEY}/twice.jpg"), "mine"),
                ("a/same.jpg", "one"),
                ("b/same.jpg", "other"),
                ("__MACOSX/a/same.jpg", "nothing"),
            ],
        );
        let media = Media::of(&path, true, &[]).unwrap();
        assert_eq!(read(&media, answer), expected);
    }

    #[test]
    fn files_stand_in_folders_beside_a_table_and_where_they_are_said_to() {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("phieu.csv");
        for (name, text) in [("media/a.jpg", "a"), ("phieu_attachments/x/b.jpg", "b"), ("khac/c.jpg", "c")] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc", folder.path().join("media/etc")).unwrap();
        let media = Media::of(&export, false, &[]).unwrap();
        assert_eq!(
            (media.len(), read(&media, "a.jpg"), read(&media, "x/b.jpg")),
            (2, vec!["a".into()], vec!["b".into()])
        );
        assert_eq!((read(&media, "c.jpg"), read(&media, "passwd")), (vec![], vec![]));
        let media = Media::of(&export, false, &[folder.path().join("khac")]).unwrap();
        assert_eq!(read(&media, "c.jpg"), ["c"]);
    }

    #[test]
    fn a_file_is_never_read_further_than_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        archive(&path, &[("media/zeros.bin", &"0".repeat(1 << 20))]);
        let media = Media::of(&path, true, &[]).unwrap();
        let file = media.called("zeros.bin", "")[0];
        assert_eq!((file.size, MediaReader::default().read(file, 10).unwrap().len()), (1 << 20, 11));
    }
}
