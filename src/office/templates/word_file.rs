//! The office's own Word files as templates: brought in with a check of every tag, and written out again.
//!
//! Invariant: the file is kept byte for byte as it was brought in.

use super::keeping::{dates, optional};
use super::{Template, TemplateRef, TemplateSource};
use crate::domain::ids::Id;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::in_file::{self, InFile};
use crate::office::out_file;
use crate::papers::merge::{MergeError, MergeFault, WordTemplate};
use crate::papers::package::COMPOUND_FILE;
use crate::store::{ATTACHMENT_LIMIT, Value};
use crate::text::message::Message;
use std::path::{Path, PathBuf};

/// What a Word file says it is.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How files of other programs begin that are text to the letter and words to nobody.
const OTHER_FILES: [&str; 5] = ["{\\rtf", "<?xml", "<html", "<!doctype", "%pdf"];

/// A Word file that is brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewWordTemplate {
    /// The own template whose file it takes the place of; a new one where none is named.
    pub id: Option<Id<Template>>,
    /// The paper: its code, kind or name.
    pub paper: String,
    /// What the office calls it; the file's name where it is empty.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// The first day of papers it words, dd/mm/yyyy; may be empty.
    pub valid_from: Option<String>,
    /// The last.
    pub valid_to: Option<String>,
    /// A note.
    pub note: Option<String>,
}

impl Office {
    /// What is wrong with a Word file as a template of a paper, by paragraph.
    pub fn check_word_template(&self, paper: &str, bytes: &[u8]) -> Result<Vec<MergeFault>> {
        let paper = self.find_worded(paper)?;
        let template = WordTemplate::open(bytes).map_err(|error| Error::file(error.message()))?;
        Ok(template.check(&self.template_example(&paper)?))
    }

    /// The fields a Word file asks for, as they stand in it.
    pub fn word_template_fields(&self, bytes: &[u8]) -> Result<Vec<String>> {
        let template = WordTemplate::open(bytes).map_err(|error| Error::file(error.message()))?;
        Ok(template.fields())
    }

    /// Keeps a Word file as a template, if every tag of it is right.
    ///
    /// # Errors
    /// The file is none, too large or unsound; each tag that is wrong, with its paragraph.
    pub fn add_word_template(&mut self, new: &NewWordTemplate) -> Result<Id<Template>> {
        let paper = self.find_worded(&new.paper)?;
        let InFile { name: file_name, bytes } = in_file::read(&new.file)?;
        let faults = self.check_word_template(&new.paper, &bytes)?;
        if !faults.is_empty() {
            return Err(refused(&faults));
        }
        let mut known = vec![("body", Value::Null), ("draft", Value::Null)];
        known.extend(dates(new.valid_from.as_deref(), new.valid_to.as_deref())?);
        known.extend(new.note.as_deref().map(|note| ("note", optional(note))));
        let stem = file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem);
        let name = match (&new.id, new.name.trim()) {
            (None, "") => stem,
            (_, name) => name,
        };
        self.keep_template_with("template.word", new.id.as_ref(), &paper, name, |acting| {
            let hash = acting.tx.attach(&file_name, Some(WORD), &bytes, ATTACHMENT_LIMIT)?;
            known.push(("attachment", Value::from(hash)));
            Ok(known)
        })
    }

    /// Writes a template into a file: text as text, a Word file as it was brought in.
    pub fn export_template(&self, which: &TemplateRef, path: &Path, replace: bool) -> Result<()> {
        let bytes = match self.template_source(which)? {
            TemplateSource::Text(text) => text.into_bytes(),
            TemplateSource::Word(bytes) => bytes,
        };
        out_file::write(path, &bytes, replace)
    }
}

/// Why a Word file was not taken or not filled.
pub(in crate::office) fn not_filled(error: MergeError) -> Error {
    match error {
        MergeError::File(error) => Error::file(error.message()),
        MergeError::Faulty(faults) => refused(&faults),
    }
}

fn refused(faults: &[MergeFault]) -> Error {
    Error::yours(Message::new("template.faulty_word").with("count", faults.len()))
        .because(faults.iter().map(MergeFault::message))
}

/// A template in a file of the officer's: a Word file, or text.
///
/// # Errors
/// It can't be read, is too large, or is neither.
pub fn template_file(path: &Path) -> Result<TemplateSource> {
    let bytes = in_file::read(path)?.bytes;
    if bytes.starts_with(b"PK") || bytes.starts_with(COMPOUND_FILE) {
        return Ok(TemplateSource::Word(bytes));
    }
    let not_text = || Error::file(Message::new("template.not_text").with("path", path.display()));
    let text = String::from_utf8(bytes).map_err(|_| not_text())?;
    let begun = text.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let other = OTHER_FILES.iter().any(|sign| begun.starts_with(sign)) || text.contains('\0');
    if other { Err(not_text()) } else { Ok(TemplateSource::Text(text)) }
}
