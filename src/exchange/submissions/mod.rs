//! Submissions filled elsewhere: the exports of ODK Central, KoboToolbox and SurveyCTO, and our own.
//!
//! - [`encoding`], [`tables`]: bytes into tables
//! - [`media`]: the photos and files that came along
//! - [`names`], [`columns`], [`headed`]: what each header means to the form
//! - [`values`]: cells into answers
//! - [`rows`]: the rows of all tables into submissions
//! - [`layout`], [`write`]: and back, one row a survey
//!
//! Invariant: knows no case and no store; what it cannot understand it names by sheet, row and column.

mod columns;
mod encoding;
mod headed;
mod layout;
mod media;
mod names;
#[cfg(test)]
mod round_trip;
mod rows;
mod tables;
#[cfg(test)]
mod tests;
mod values;
mod write;

pub use media::{Media, MediaFile, MediaReader};
pub use write::{ExportOptions, Exported, ExportedBook, write_submissions};

use super::error::Error;
use super::grid::Grid;
use super::reading::{Doubt, Duplicate, Fault, Place};
use crate::forms::form::Form;
use crate::forms::instance::Instance;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An export that was read by a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Submissions {
    /// The table the submissions stand in.
    pub sheet: String,
    /// All tables of the file.
    pub sheets: Vec<String>,
    /// Every column of every table that was read.
    pub columns: Vec<SubmissionColumn>,
    /// The submissions, in order.
    pub rows: Vec<Submission>,
    /// Rows of submissions found, doubles among them.
    pub read: usize,
    /// Values that could not be used.
    pub faults: Vec<Fault>,
    /// What only an officer can settle.
    pub doubtful: Vec<Doubt>,
    /// Rows that repeat another.
    pub duplicates: Vec<Duplicate>,
}

impl Submissions {
    /// How many columns are questions of the form: how well the form fits the file.
    pub fn fit(&self) -> usize {
        self.columns.iter().filter(|column| column.question.is_some()).count()
    }
}

/// A column of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionColumn {
    /// The table.
    pub sheet: String,
    /// Where it stands.
    pub place: Place,
    /// The question it answers, or what it is needed for.
    pub question: Option<String>,
    /// Whether it was passed over on purpose: the exporting program adds it, or the form works it out itself.
    pub added: bool,
}

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// What names it in the whole world; made from its contents where the file has nothing.
    pub key: String,
    /// Its row.
    pub row: u32,
    /// The case, where the file names it.
    pub case: Option<String>,
    /// What the organisation is known by: `cell.code`, `cell.name`, `enterprise.tax_code`, `enterprise.name`.
    pub identity: BTreeMap<&'static str, String>,
    /// Its answers and the number of rounds of its repeats.
    pub answers: Vec<Given>,
}

/// One answer of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The question, or a repeat.
    pub question: String,
    /// Of which instance of its repeats.
    pub instance: Instance,
    /// As it is kept.
    pub value: String,
    /// The table it stands in.
    pub sheet: String,
    /// The row.
    pub row: u32,
    /// The column; none for a number of rounds.
    pub place: Option<Place>,
    /// As in the file.
    pub before: String,
}

/// An export: its tables, and the photos and files that came along.
#[derive(Debug)]
pub struct SubmissionFile {
    tables: Vec<Grid>,
    media: Media,
}

impl SubmissionFile {
    /// Opens an export: XLSX, XLS, CSV, or a ZIP of CSV files. `files` are folders and archives with the files of
    /// its answers, where they stand neither in it nor beside it.
    ///
    /// # Errors
    /// The file is none of these, is locked, damaged or made to do harm.
    pub fn open(path: &Path, files: &[PathBuf]) -> Result<Self, Error> {
        let (tables, is_archive) = tables::of_file(path)?;
        Ok(Self { tables, media: Media::of(path, is_archive, files)? })
    }

    /// As [`SubmissionFile::open`], from bytes in hand and without the files; `name` is the export's.
    pub fn of_bytes(bytes: &[u8], name: &str) -> Result<Self, Error> {
        Ok(Self { tables: tables::read(bytes, name)?, media: Media::default() })
    }

    /// Reads it by a form; `sheet` names the table of the submissions where it is not the one that fits best.
    ///
    /// # Errors
    /// No column is a question of the form, or there is no such table.
    pub fn read(&self, form: &Form, sheet: Option<&str>) -> Result<Submissions, Error> {
        rows::read(&self.tables, form, sheet)
    }

    /// The files that came along.
    pub fn media(&self) -> &Media {
        &self.media
    }
}
