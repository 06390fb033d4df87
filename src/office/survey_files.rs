//! Photos, scans and files as answers: read from a path, kept in the store by their hash, named in the answer.
//!
//! Invariant: a file is looked at before it is read, and never changed; a path that leads nowhere is refused,
//! or, among other answers, kept as typed and complained of when the survey is finalised.

use super::acting::Acting;
use super::desk::Office;
use super::error::Result;
use super::in_file::{self, InFile};
use super::surveys::{SurveyView, no_survey};
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::attached::Attached;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use std::path::Path;

/// An attached file, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// SHA-256.
    pub hash: String,
    /// The name it came with.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

impl Office {
    /// The file behind a kept answer; none if the answer names no attached file.
    pub fn attached_file(&self, kept: &str) -> Result<Option<AttachedFile>> {
        let Some(attached) = Attached::read(kept) else { return Ok(None) };
        let Some(row) = self.reader().get("attachment", attached.hash)? else { return Ok(None) };
        let size = row.get("size").int().and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
        Ok(Some(AttachedFile { hash: attached.hash.to_owned(), name: attached.name.to_owned(), size }))
    }

    /// Reads the files that answers name by their path: by place in `answers`, nothing for the other answers.
    ///
    /// # Errors
    /// A path leads to no file, or to one that is too large.
    pub(super) fn read_files(
        &self,
        id: &Id<Survey>,
        answers: &[(&str, &str, &str)],
    ) -> Result<Vec<Option<InFile>>> {
        let reader = self.reader();
        let survey = reader.survey(id)?.ok_or_else(|| no_survey(id))?;
        let form = self.desk.form(&reader, &survey.form)?;
        answers
            .iter()
            .map(|(question, _, typed)| {
                let takes_file = form.node(question).is_some_and(|node| node.kind == Kind::File);
                if !takes_file || typed.trim().is_empty() || Attached::read(typed.trim()).is_some() {
                    return Ok(None);
                }
                in_file::read(&in_file::typed_path(Path::new(""), typed)).map(Some)
            })
            .collect()
    }
}

/// Answers that should be files and are only words: what an import could not bring along.
pub(super) fn not_attached(view: &SurveyView) -> Vec<(String, Instance)> {
    let answers = view.filling.final_answers();
    let loose = answers.filter(|(node, _, kept)| node.kind == Kind::File && Attached::read(kept).is_none());
    loose.map(|(node, instance, _)| (node.name.clone(), instance.clone())).collect()
}

/// A file as an answer names it, kept within the entry that keeps the answer.
pub(super) fn keep(file: &InFile, acting: &mut Acting<'_, '_>) -> Result<String> {
    let hash = file.keep(acting)?;
    Ok(Attached { hash: &hash, name: &file.name }.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;
    use crate::store::ATTACHMENT_LIMIT;
    use std::fs;

    const FORM: &str = "\
| survey | | | | |
| | type | name | label | required |
| | text | a | A | |
| | image | photo | Ảnh | yes |

| settings | | | |
| | form_id | form_title | version |
| | photos | Ảnh | 1 |
";

    fn begun() -> (Room, Id<Survey>) {
        let mut room = Room::new();
        room.office.add_form(FORM).unwrap();
        let survey = room.office.new_survey(&room.case, Some("photos")).unwrap();
        (room, survey)
    }

    fn kept(room: &Room, survey: &Id<Survey>) -> String {
        room.office.survey_view(survey).unwrap().filling.answer("photo", &Instance::top()).to_owned()
    }

    #[test]
    fn a_photo_is_kept_with_the_survey_by_its_hash() {
        let (mut room, survey) = begun();
        let path = room.folder().join("Ảnh trụ sở.jpg");
        fs::write(&path, b"a picture").unwrap();
        room.office.answer(&survey, "photo", "", &format!("\"{}\"", path.display())).unwrap();
        let file = room.office.attached_file(&kept(&room, &survey)).unwrap().unwrap();
        assert_eq!((file.name.as_str(), file.size), ("Ảnh trụ sở.jpg", 9));
        assert_eq!(room.office.scan(&file.hash).unwrap().as_deref(), Some(&b"a picture"[..]));
        let view = room.office.survey_view(&survey).unwrap();
        assert_eq!(view.filling.shown("photo", &Instance::top()), "Ảnh trụ sở.jpg");
        // Answered again with what is kept: nothing is read.
        fs::remove_file(&path).unwrap();
        room.office.answer(&survey, "photo", "", &kept(&room, &survey)).unwrap();
        room.office.finalize(&survey).unwrap();
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let (mut room, survey) = begun();
        let large = room.folder().join("lon.pdf");
        fs::File::create(&large).unwrap().set_len(ATTACHMENT_LIMIT + 1).unwrap();
        let folder = room.folder().display().to_string();
        for (path, key) in [
            (format!("{folder}/khong-co.jpg"), "office.in_file.no_such_file"),
            (folder.clone(), "office.in_file.not_a_file"),
            (large.display().to_string(), "error.store.too_large"),
        ] {
            let refused = room.office.answer(&survey, "photo", "", &path).unwrap_err();
            assert_eq!(refused.message.key, key);
        }
        assert_eq!(kept(&room, &survey), "");
    }
}
