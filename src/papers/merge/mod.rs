//! The office's own Word files as templates, as officers know mail merge.
//!
//! A field is `{{ten}}` or `{{to_chuc.ten}}`, with the filters of our own templates behind `|`. A table row whose
//! field lies in a list (`{{dang_vien.ten}}`) stands once for each item; so do the rows or paragraphs between
//! `{{#dang_vien}}` and `{{/dang_vien}}`, where `{{ten}}` is the item's, and a list inside an item repeats inside.
//! `{{#}}` is the number. An empty list leaves one row, empty: a table without rows is no table to Word.
//!
//! Word splits a tag over runs when it checks the spelling inside it or tracks a change, makes a capital of its
//! first letter and other quotes of its quotes: the letters are read across runs and as they were meant, and the
//! value takes the look of the run where the tag begins. Deleted text is no text.
//!
//! Invariant: nothing changes but the text of the runs a tag stands in, the copies of what repeats, and what would
//! overwrite a value when Word opens the file (the binding of a content control, the type of a template file);
//! every other part of the file is copied as it was packed.

mod check;
mod fill;
mod loops;
mod names;
mod parts;
mod reading;
mod scan;
mod tags;
mod written;

use super::document::Section;
use super::docx;
use super::error::PaperError;
use super::package;
use super::values::Value;
use crate::text::message::Message;
use parts::TextPart;
use tags::Asks;
use written::Way;

pub use parts::PartKind;

/// A Word file that can be filled.
#[derive(Debug, Clone)]
pub struct WordTemplate {
    bytes: Vec<u8>,
    parts: Vec<TextPart>,
    /// The list of types, where the file says it is a template: what is filled is a document.
    types: Option<String>,
    /// Tags in places that are no text of Word's.
    beyond: Vec<MergeFault>,
}

/// What is wrong at a place of a Word template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeFault {
    /// The part of the file: `word/document.xml`, a header, a footer.
    pub part: String,
    /// What that part is to whoever reads the paper.
    pub kind: PartKind,
    /// The paragraph, from 1, as it is read from the top of the part.
    pub paragraph: usize,
    /// What stands there, around the tag.
    pub text: String,
    /// What is wrong.
    pub cause: Message,
}

impl MergeFault {
    /// Place and cause in one message.
    pub fn message(&self) -> Message {
        let message = self.cause.clone().with("paragraph", self.paragraph).with("text", &self.text);
        message.with_key("part", format!("papers.merge.part.{}", self.kind.code()))
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
    /// Opens a Word file: a sound one, within bounds, without macros.
    pub fn open(bytes: &[u8]) -> Result<Self, PaperError> {
        let read = package::read(bytes)?;
        let opened = parts::open(&read)?;
        Ok(Self { bytes: bytes.to_vec(), parts: opened.text, types: opened.types, beyond: opened.beyond })
    }

    /// Every fault; `sample` holds every name a paper of this kind has, a list at least one item.
    pub fn check(&self, sample: &Value) -> Vec<MergeFault> {
        let in_text = self.parts.iter().flat_map(|part| check::check(part, sample));
        in_text.chain(self.beyond.iter().cloned()).collect()
    }

    /// The fields it asks for, in the order of reading.
    pub fn fields(&self) -> Vec<String> {
        let tags = self.parts.iter().flat_map(TextPart::read_once).flat_map(|tags| &tags.found);
        let named = tags.filter_map(|tag| match &tag.asks {
            Asks::Field { path, .. } | Asks::Begin(path) => Some(path.join(".")),
            Asks::RowNumber | Asks::End(_) => None,
        });
        named.collect()
    }

    /// The file, filled, and what it says.
    pub fn fill(&self, values: &Value) -> Result<Filled, MergeError> {
        let plain = self.parts_filled(values, Way::Plain)?;
        let mut changed: Vec<(&str, String)> = plain
            .iter()
            .filter_map(|(part, xml)| Some((part.name.as_str(), part.whole(xml.as_deref()?))))
            .collect();
        for (name, xml) in &changed {
            docx::well_formed(name, xml.as_bytes())?;
        }
        let types = self.types.as_ref().map(|types| (parts::TYPES, types.clone()));
        changed.extend(types);
        let bytes = package::replace(&self.bytes, &changed)?;
        let marked = self.parts_filled(values, Way::Marked)?;
        let marked: Vec<reading::Marked<'_>> = marked
            .iter()
            .map(|(part, xml)| reading::Marked {
                name: &part.name,
                kind: part.kind,
                xml: xml.as_deref().unwrap_or(&part.xml),
            })
            .collect();
        reading::verify(&self.bytes, &bytes, &marked, self.types.as_deref())?;
        Ok(Filled { bytes, sections: reading::sections(&marked)? })
    }

    fn parts_filled(&self, values: &Value, way: Way) -> Result<Vec<(&TextPart, Option<String>)>, MergeError> {
        let mut filled = Vec::with_capacity(self.parts.len());
        let mut faults = Vec::new();
        for part in &self.parts {
            match fill::fill(part, values, way) {
                Ok(xml) => filled.push((part, xml)),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(filled) } else { Err(MergeError::Faulty(faults)) }
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
