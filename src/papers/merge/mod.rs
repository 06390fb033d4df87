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
mod reading;
mod scan;
mod tags;

use super::document::Section;
use super::docx;
use super::error::PaperError;
use super::package::{self, Part};
use super::values::Value;
use crate::text::message::Message;
use fill::Way;
use scan::Scan;

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";

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

/// A Word template filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The file; it has been read back and compared before it is returned.
    pub bytes: Vec<u8>,
    /// What it says, each value with the record it came from: headers, the text, footers.
    pub sections: Vec<Section>,
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
        read.sort_by_key(|part| (part.name != DOCUMENT, part.name.clone()));
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

    /// The file, filled, and what it says.
    pub fn fill(&self, values: &Value) -> Result<Filled, MergeError> {
        let plain = self.parts_filled(values, Way::Plain)?;
        let changed: Vec<(&str, String)> =
            plain.iter().filter_map(|(part, xml)| Some((part.name.as_str(), xml.clone()?))).collect();
        for (name, xml) in &changed {
            docx::well_formed(name, xml.as_bytes())?;
        }
        let bytes = package::replace(&self.bytes, &changed)?;
        let marked = self.parts_filled(values, Way::Marked)?;
        let marked: Vec<(&str, &str)> = marked
            .iter()
            .map(|(part, xml)| (part.name.as_str(), xml.as_deref().unwrap_or(&part.xml)))
            .collect();
        reading::verify(&self.bytes, &bytes, &marked)?;
        Ok(Filled { bytes, sections: reading::sections(&marked)? })
    }

    fn parts_filled(&self, values: &Value, way: Way) -> Result<Vec<(&TextPart, Option<String>)>, MergeError> {
        let mut filled = Vec::with_capacity(self.parts.len());
        let mut faults = Vec::new();
        for part in &self.parts {
            match fill::fill(&part.name, &part.xml, &part.scan, values, way) {
                Ok(xml) => filled.push((part, xml)),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(filled) } else { Err(MergeError::Faulty(faults)) }
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
