//! Bytes in, values out: the workbooks officers send, read with every fault named by sheet, row and column.
//!
//! - [`guard`], [`compound`]: what a file is, before anything unpacks it
//! - [`workbook`], [`grid`]: cells as Excel last calculated them
//! - [`repair`]: text made clean: composition, old encodings, control characters
//! - [`labels`], [`header`], [`synonyms`], [`mapping`]: where the header is, and which column is which field
//! - [`rows`], [`sums`]: which rows are data, and whether the others agree with them
//! - [`source`], [`fields`]: a list ready to be read, and reading a row of it
//! - [`cells`], [`members`], [`movements`], [`doubles`]: the three kinds of list
//! - [`form`], [`delimited`], [`items`]: survey forms and the files of choices beside them
//! - [`submissions`]: surveys filled elsewhere, and surveys as workbooks
//! - [`reading`], [`error`]: what comes out
//!
//! Invariant: knows no store; it never decides what is done with what it read. The original is only ever read.

mod cells;
mod compound;
mod delimited;
mod doubles;
mod error;
mod fields;
mod form;
mod grid;
mod guard;
mod header;
mod items;
mod labels;
mod mapping;
mod members;
mod movements;
mod reading;
mod repair;
mod rows;
mod source;
mod submissions;
mod sums;
mod synonyms;
mod workbook;

pub use cells::{CellRow, read_cells};
pub use error::{Error, Looks};
pub use form::{read_form, read_form_file};
pub use header::{Certainty, Column};
pub use mapping::Mapping;
pub use members::{MemberRow, read_members};
pub use movements::{MovementRow, read_movements};
pub use reading::{Difference, Doubt, Duplicate, Fault, Note, Place, Reading, SkipReason, Skipped};
pub use submissions::{
    ExportOptions, Exported, ExportedBook, Given, Media, MediaFile, MediaReader, Submission,
    SubmissionColumn, SubmissionFile, Submissions, write_submissions,
};
pub use synonyms::Kind;
pub use workbook::is_shielded;

use crate::domain::codes::Codes;
use std::path::Path;

/// How to read a list.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The sheet, by name or by its number; otherwise the one that fits best.
    pub sheet: Option<&'a str>,
    /// The officer's own matching of columns.
    pub mapping: Option<&'a Mapping>,
    /// The code lists.
    pub codes: &'a Codes,
}

impl<'a> ReadOptions<'a> {
    /// No wishes.
    pub const fn new(codes: &'a Codes) -> Self {
        Self { sheet: None, mapping: None, codes }
    }
}

/// The bytes of a workbook, for one of the readers; a locked file and its kin are refused here.
pub fn load(path: &Path) -> Result<Vec<u8>, Error> {
    guard::load(path)
}

/// The fields a kind of list may hold, by name, in the order of its table of synonyms.
pub fn field_names(kind: Kind) -> Vec<String> {
    synonyms::Synonyms::of(kind).fields.into_iter().map(|field| field.name).collect()
}
