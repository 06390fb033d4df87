//! The photos and files of surveys filled elsewhere: found among those that came along, and hashed, so that the
//! preview says which will be attached.
//!
//! Invariant: what is kept when the plan is carried out is what the preview hashed, byte for byte.

use super::acting::Acting;
use super::error::{Error, Result};
use super::imports::unreadable;
use super::in_file::media_type;
use crate::exchange::{Given, Media, MediaFile, MediaReader};
use crate::forms::attached::Attached;
use crate::store::{ATTACHMENT_LIMIT, Reader, hexadecimal};
use crate::text::message::Message;
use sha2::{Digest, Sha256};

/// Files of one name that are compared; more of them can't be meant.
const COMPARED_AT_MOST: usize = 8;

/// What became of an answer that is a file.
pub(super) struct Brought {
    /// As it will be kept: the file by its hash, or its name alone.
    pub(super) value: String,
    /// The file that comes with it.
    pub(super) file: Option<ComingFile>,
    /// Why the file does not come.
    pub(super) doubt: Option<Message>,
}

/// A file that will be kept.
#[derive(Debug, Clone)]
pub(super) struct ComingFile {
    file: MediaFile,
    hash: String,
}

/// Looks for files among those that came along.
pub(super) struct Finding<'a> {
    store: Reader<'a>,
    media: &'a Media,
    reader: MediaReader,
}

impl<'a> Finding<'a> {
    pub(super) fn new(store: Reader<'a>, media: &'a Media) -> Self {
        Self { store, media, reader: MediaReader::default() }
    }

    /// The file an answer of a survey names.
    pub(super) fn bring(&mut self, given: &Given, survey: &str) -> Result<Brought> {
        let known = Attached::read(&given.value);
        if let Some(attached) = &known
            && self.store.get("attachment", attached.hash)?.is_some()
        {
            return Ok(Brought { value: given.value.clone(), file: None, doubt: None });
        }
        let name = known.as_ref().map_or(given.value.as_str(), |attached| attached.name);
        let left = |message: Message| Brought { value: name.to_owned(), file: None, doubt: Some(message) };
        let mut found: Vec<ComingFile> = Vec::new();
        for file in self.media.called(name, survey).into_iter().take(COMPARED_AT_MOST) {
            if file.size > ATTACHMENT_LIMIT {
                return Ok(left(too_large()));
            }
            let bytes = match self.reader.read(file, ATTACHMENT_LIMIT) {
                Ok(bytes) if bytes.len() as u64 > ATTACHMENT_LIMIT => return Ok(left(too_large())),
                Ok(bytes) => bytes,
                Err(error) => {
                    let key = "import.doubt.file_unreadable";
                    return Ok(left(Message::new(key).with("detail", error)));
                }
            };
            let hash = hexadecimal(&Sha256::digest(&bytes));
            let is_meant = known.as_ref().is_none_or(|attached| attached.hash == hash);
            if is_meant && !found.iter().any(|other| other.hash == hash) {
                found.push(ComingFile { file: file.clone(), hash });
            }
        }
        let file = match (found.pop(), found.is_empty()) {
            (Some(file), true) => file,
            (Some(_), false) => {
                let message = Message::new("import.doubt.file_several").with("count", found.len() + 1);
                return Ok(left(message));
            }
            (None, _) => return Ok(left(Message::new("import.doubt.file_by_name"))),
        };
        let value = Attached { hash: &file.hash, name: &file.file.name }.to_string();
        Ok(Brought { value, file: Some(file), doubt: None })
    }
}

impl ComingFile {
    /// SHA-256 of its bytes.
    pub(super) fn hash(&self) -> &str {
        &self.hash
    }

    /// Keeps the bytes within the entry that keeps the answers.
    pub(super) fn keep(&self, acting: &mut Acting<'_, '_>, reader: &mut MediaReader) -> Result<()> {
        let bytes = reader.read(&self.file, ATTACHMENT_LIMIT).map_err(|error| unreadable(&error))?;
        let name = &self.file.name;
        if hexadecimal(&Sha256::digest(&bytes)) != self.hash {
            return Err(Error::file(Message::new("import.error.file_changed").with("name", name)));
        }
        acting.tx.attach(name, media_type(name), &bytes, ATTACHMENT_LIMIT)?;
        Ok(())
    }
}

fn too_large() -> Message {
    Message::new("import.doubt.file_too_large").with("limit", ATTACHMENT_LIMIT >> 20)
}

#[cfg(test)]
mod tests {
    use super::super::export_surveys::ExportWishes;
    use super::super::import_plan::Fate;
    use super::super::import_submissions::SubmissionOptions;
    use super::super::testing::Room;
    use super::*;
    use crate::forms::instance::Instance;
    use crate::text::locale::Language;
    use std::fs::{self, File};
    use std::io::Write;
    use std::path::{Path, PathBuf};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const FORM: &str = "\
| survey | | | |
| | type | name | label |
| | text | cell_name | Tổ chức đảng |
| | image | photo | Ảnh |
| | begin repeat | paper | Giấy tờ |
| | file | scan | Bản chụp |
| | end repeat | | |

| settings | | | |
| | form_id | form_title | version |
| | photos | Ảnh | 1 |
";
    const MAIN: &str = "cell_name,photo,KEY\nchi bo cong ty quang phu,169.jpg,uuid:aaaaaaaa-1\n";
    const PAPERS: &str = "scan,PARENT_KEY,KEY\n\
        Nghị quyết 1.pdf,uuid:aaaaaaaa-1,uuid:aaaaaaaa-1/paper[1]\n\
        ../../../etc/passwd,uuid:aaaaaaaa-1,uuid:aaaaaaaa-1/paper[2]\n\
        169.jpg,uuid:aaaaaaaa-1,uuid:aaaaaaaa-1/paper[3]\n";

    fn room() -> Room {
        let mut room = Room::new();
        room.office.add_form(FORM).unwrap();
        room
    }

    fn central(folder: &Path, media: &[(&str, &[u8])]) -> PathBuf {
        let path = folder.join("photos.zip");
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        let tables = [("photos.csv", MAIN.as_bytes()), ("photos-paper.csv", PAPERS.as_bytes())];
        for (name, bytes) in tables.iter().chain(media) {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }

    /// The photo of a survey, and the scans of its three rounds, as they are shown and as they are kept.
    fn answers(room: &Room) -> Vec<(String, Option<Vec<u8>>)> {
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0);
        let filling = room.office.survey_view(&survey.id).unwrap().filling;
        let places = [("photo", Instance::top())].into_iter();
        let places = places.chain((1..=3).map(|round| ("scan", Instance::top().child(round))));
        places
            .map(|(question, at)| {
                let kept = filling.answer(question, &at);
                let file = room.office.attached_file(kept).unwrap();
                let bytes = file.and_then(|file| room.office.scan(&file.hash).unwrap());
                (filling.shown(question, &at), bytes)
            })
            .collect()
    }

    fn doubts(plan: &crate::office::import_plan::ImportPlan) -> Vec<(&str, &str)> {
        plan.doubtful.iter().map(|doubt| (doubt.message.key.as_ref(), doubt.value.as_str())).collect()
    }

    #[test]
    fn photos_of_a_central_archive_come_with_their_surveys_and_go() {
        let mut room = room();
        let scan = vec![7; 5000];
        let media: &[(&str, &[u8])] =
            &[("media/169.jpg", b"a photo"), ("media/Ngh\u{1ecb}_quy\u{1ebf}t_1.pdf", &scan)];
        let path = central(room.folder(), media);
        let options = SubmissionOptions::default();
        let plan = room.office.preview_submissions(&path, &options).unwrap();
        assert_eq!(doubts(&plan), [("import.doubt.file_by_name", "../../../etc/passwd")]);
        assert_eq!((plan.count(Fate::Added), plan.totals["files"], plan.totals["answers"]), (1, 3, 6));
        room.office.apply_import(&plan).unwrap();
        let expected = [
            ("169.jpg".to_owned(), Some(b"a photo".to_vec())),
            ("Nghị_quyết_1.pdf".to_owned(), Some(scan)),
            ("../../../etc/passwd".to_owned(), None),
            ("169.jpg".to_owned(), Some(b"a photo".to_vec())),
        ];
        assert_eq!(answers(&room), expected);
        let again = room.office.preview_submissions(&path, &options).unwrap();
        assert_eq!((again.count(Fate::Unchanged), again.doubtful.len()), (1, 0), "{:?}", again.doubtful);
        // Other bytes under the name are another photo.
        let path = central(room.folder(), &[("media/169.jpg", b"another")]);
        let changed = room.office.preview_submissions(&path, &options).unwrap();
        assert_eq!(changed.doubtful[0].message.key, "import.doubt.changed_since");
        room.office.undo(None).unwrap();
        assert_eq!(room.office.surveys_of(&room.case).unwrap(), []);
    }

    #[test]
    fn a_file_that_can_not_come_is_told_and_one_that_changed_meanwhile_stops_all() {
        let mut room = room();
        let folder = room.folder().to_owned();
        let large = vec![0; usize::try_from(ATTACHMENT_LIMIT).unwrap() + 1];
        let path = central(
            &folder,
            &[("media/169.jpg", &large), ("a/Nghị quyết 1.pdf", b"1"), ("b/Nghị quyết 1.pdf", b"2")],
        );
        let plan = room.office.preview_submissions(&path, &SubmissionOptions::default()).unwrap();
        let keys: Vec<&str> = doubts(&plan).iter().map(|(key, _)| *key).collect();
        let large = "import.doubt.file_too_large";
        assert_eq!(keys, [large, "import.doubt.file_several", "import.doubt.file_by_name", large]);
        let beside = folder.join("kobo");
        fs::create_dir(&beside).unwrap();
        fs::write(beside.join("169.jpg"), b"before").unwrap();
        fs::write(folder.join("p.csv"), MAIN).unwrap();
        let options = SubmissionOptions { files: vec![beside.clone()], ..Default::default() };
        let plan = room.office.preview_submissions(&folder.join("p.csv"), &options).unwrap();
        assert_eq!((doubts(&plan), plan.totals["files"]), (vec![], 1));
        fs::write(beside.join("169.jpg"), b"after").unwrap();
        let refused = room.office.apply_import(&plan).unwrap_err();
        assert_eq!(refused.message.key, "import.error.file_changed");
        assert_eq!(room.office.surveys_of(&room.case).unwrap(), []);
    }

    #[test]
    fn files_go_out_beside_the_workbook_and_come_back_elsewhere() {
        let mut room = room();
        let folder = room.folder().to_owned();
        let survey = room.office.new_survey(&room.case, Some("photos")).unwrap();
        let hostile = folder.join("\u{202e}con..jpg");
        fs::write(&hostile, b"a photo").unwrap();
        room.office.answer(&survey, "photo", "", &hostile.display().to_string()).unwrap();
        room.office.answer(&survey, "paper", "", "1").unwrap();
        let path = folder.join("ra.xlsx");
        let out = folder.join("ra-media");
        let wishes = ExportWishes { files: Some(out.clone()), ..ExportWishes::default() };
        let told = room.office.export_surveys(&path, &wishes, Language::Vietnamese).unwrap();
        assert_eq!(told.files, 1);
        let case = out.join("HS-0001");
        let names: Vec<_> = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert!(names[0].to_string_lossy().starts_with("_con"), "{names:?}");
        // Nothing that is there goes unless that is said; the same file is the same.
        let other = folder.join("khac.xlsx");
        room.office.export_surveys(&other, &wishes, Language::Vietnamese).unwrap();
        fs::write(case.join(&names[0]), b"something else").unwrap();
        let again = folder.join("lan nua.xlsx");
        let refused = room.office.export_surveys(&again, &wishes, Language::Vietnamese).unwrap_err();
        assert_eq!((refused.message.key.as_ref(), again.exists()), ("office.out.exists", false));
        let wishes = ExportWishes { replace: true, ..wishes };
        room.office.export_surveys(&again, &wishes, Language::Vietnamese).unwrap();
        let mut elsewhere = Room::new();
        elsewhere.office.add_form(FORM).unwrap();
        let plan = elsewhere.office.preview_submissions(&path, &SubmissionOptions::default()).unwrap();
        assert_eq!(plan.totals.get("files"), Some(&1), "{:?}", plan.doubtful);
        elsewhere.office.apply_import(&plan).unwrap();
        assert_eq!(answers(&elsewhere)[0].1.as_deref(), Some(&b"a photo"[..]));
    }
}
