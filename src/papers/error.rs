//! Why a paper cannot be made, or is not sound once made.
//!
//! Invariant: codes with values; the wording is in `assets/locales`.

use crate::text::message::Message;

/// What went wrong with a paper's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The file could not be put together.
    #[error("not written: {0}")]
    NotWritten(String),
    /// It is not a zip archive, or a damaged one.
    #[error("not an archive: {0}")]
    NotAnArchive(String),
    /// It is a zip archive but no Word document.
    #[error("no Word document")]
    NotADocument,
    /// It holds macros: what is filled would be refused by Word under its name.
    #[error("macros")]
    Macros,
    /// It is of the kind Word wrote before 2007, or locked by a password.
    #[error("old or locked")]
    OldOrLocked,
    /// It unpacks to more than a paper can hold.
    #[error("unpacks to too much")]
    Bomb,
    /// A part is needed and not there.
    #[error("missing part: {0}")]
    MissingPart(String),
    /// A part is no XML, or XML made to do harm.
    #[error("bad part {part}: {detail}")]
    BadPart {
        /// Its name.
        part: String,
        /// What the reader says.
        detail: String,
    },
    /// A part has no type.
    #[error("part without a type: {0}")]
    Untyped(String),
    /// A relation leads nowhere.
    #[error("relation of {part} leads nowhere: {target}")]
    BrokenRelation {
        /// Whose relation it is.
        part: String,
        /// Where it should lead.
        target: String,
    },
    /// A placeholder was left.
    #[error("placeholder left: {0}")]
    PlaceholderLeft(String),
    /// A list has more rows than a sheet holds.
    #[error("{rows} rows are more than a sheet holds")]
    TooLong {
        /// How many it has.
        rows: usize,
    },
    /// A cell is not what was to be written.
    #[error("cell differs: {expected:?} became {found:?}")]
    CellDiffers {
        /// What was to be written.
        expected: String,
        /// What the file holds.
        found: String,
    },
    /// The text is not what the preview shows.
    #[error("text differs: {expected:?} became {found:?}")]
    TextDiffers {
        /// What was laid out.
        expected: String,
        /// What the file holds.
        found: String,
    },
}

impl PaperError {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        match self {
            Self::NotWritten(detail) => Message::new("papers.file.not_written").with("detail", detail),
            Self::NotAnArchive(detail) => Message::new("papers.file.not_an_archive").with("detail", detail),
            Self::NotADocument => Message::new("papers.file.not_a_document"),
            Self::Macros => Message::new("papers.file.macros"),
            Self::OldOrLocked => Message::new("papers.file.old_or_locked"),
            Self::Bomb => Message::new("papers.file.bomb"),
            Self::MissingPart(part) => Message::new("papers.file.missing_part").with("part", part),
            Self::BadPart { part, detail } => {
                Message::new("papers.file.bad_part").with("part", part).with("detail", detail)
            }
            Self::Untyped(part) => Message::new("papers.file.untyped").with("part", part),
            Self::BrokenRelation { part, target } => {
                Message::new("papers.file.broken_relation").with("part", part).with("target", target)
            }
            Self::PlaceholderLeft(text) => Message::new("papers.file.placeholder_left").with("text", text),
            Self::TooLong { rows } => {
                let rows = i64::try_from(*rows).unwrap_or(i64::MAX);
                Message::new("papers.file.too_long").with("rows", crate::text::numbers::written(rows))
            }
            Self::CellDiffers { expected, found } => {
                Message::new("papers.file.cell_differs").with("expected", expected).with("found", found)
            }
            Self::TextDiffers { expected, found } => {
                Message::new("papers.file.text_differs").with("expected", expected).with("found", found)
            }
        }
    }
}
