//! The office's own Word files as templates, as officers know mail merge.
//!
//! A field is `{{ten}}` or `{{to_chuc.ten}}`, with the filters of our own templates behind `|`. A table row whose
//! field lies in a list (`{{dang_vien.ten}}`) stands once for each item; so does a row between `{{#dang_vien}}`
//! and `{{/dang_vien}}`, where `{{ten}}` is the item's. `{{#}}` is the row's number. An empty list leaves one
//! row, empty: a table without rows is no table to Word.
//!
//! Word splits a tag over runs when it checks the spelling inside it or tracks a change: the letters are read
//! across them, and the value takes the look of the run where the tag begins. Deleted text is no text.
//!
//! Invariant: nothing changes but the text of the runs a tag stands in (and the copies of repeated rows); every
//! other part of the file is copied as it was packed.

mod fill;
mod scan;
mod tags;

use super::docx;
use super::error::PaperError;
use super::package::{self, Part};
use super::values::Value;
use crate::text::message::Message;
use scan::Scan;

/// A Word file that can be filled.
#[derive(Debug, Clone)]
pub struct WordTemplate {
    bytes: Vec<u8>,
    parts: Vec<TextPart>,
}

/// A part that holds text.
#[derive(Debug, Clone)]
struct TextPart {
    name: String,
    xml: String,
    scan: Scan,
}

/// What is wrong at a place of a Word template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeFault {
    /// The part of the file: `word/document.xml`, a header, a footer.
    pub part: String,
    /// The paragraph, from 1, as it is read from the top of the part.
    pub paragraph: usize,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub cause: Message,
}

impl MergeFault {
    /// Place and cause in one message.
    pub fn message(&self) -> Message {
        let shortened: String = self.text.chars().take(60).collect();
        let message = self.cause.clone().with("paragraph", self.paragraph);
        message.with("text", shortened).with("part", &self.part)
    }
}

/// Why a Word template is not filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// The file itself is not sound.
    #[error("{0}")]
    File(#[from] PaperError),
    /// Its tags are not.
    #[error("{} faults", .0.len())]
    Faulty(Vec<MergeFault>),
}

impl WordTemplate {
    /// Opens a Word file: a sound one, within bounds.
    pub fn open(bytes: &[u8]) -> Result<Self, PaperError> {
        let parts = package::read(bytes)?;
        if !parts.iter().any(|part| part.name.starts_with("word/")) {
            return Err(PaperError::NotADocument);
        }
        docx::sound(&parts)?;
        let mut read = Vec::new();
        for part in parts.into_iter().filter(holds_text) {
            let xml = docx::well_formed(&part.name, &part.bytes)?.to_owned();
            let scan = Scan::read(&part.name, &xml)?;
            read.push(TextPart { name: part.name, xml, scan });
        }
        // The text first, then headers and footers: the order in which faults are mended.
        read.sort_by_key(|part| (part.name != "word/document.xml", part.name.clone()));
        Ok(Self { bytes: bytes.to_vec(), parts: read })
    }

    /// Every fault; `sample` holds every name a paper of this kind has, a list at least one item.
    pub fn check(&self, sample: &Value) -> Vec<MergeFault> {
        self.parts.iter().flat_map(|part| tags::check(&part.name, &part.scan, sample)).collect()
    }

    /// The fields it asks for, in the order of reading.
    pub fn fields(&self) -> Vec<String> {
        self.parts.iter().flat_map(|part| tags::fields(&part.scan)).collect()
    }

    /// The file, filled.
    pub fn fill(&self, values: &Value) -> Result<Vec<u8>, MergeError> {
        let mut changed = Vec::new();
        let mut faults = Vec::new();
        for part in &self.parts {
            match fill::fill(&part.name, &part.xml, &part.scan, values) {
                Ok(Some(xml)) => {
                    docx::well_formed(&part.name, xml.as_bytes())?;
                    changed.push((part.name.as_str(), xml));
                }
                Ok(None) => {}
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(MergeError::Faulty(faults));
        }
        Ok(package::replace(&self.bytes, &changed)?)
    }
}

fn holds_text(part: &Part) -> bool {
    let Some(name) = part.name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")) else {
        return false;
    };
    let kind = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    matches!(kind, "document" | "header" | "footer" | "footnotes" | "endnotes")
}

#[cfg(test)]
mod tests;
