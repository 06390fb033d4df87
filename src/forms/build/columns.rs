//! The columns of a sheet whose rows are written out anew: what stands where, and columns it lacked.
//!
//! Invariant: columns are added behind the author's own, so a fault still names the letter its author sees.

use super::super::headers::{self, Header, Part};
use super::super::sheets::{Row, Sheet};

pub(super) struct Columns {
    written: Vec<String>,
    headers: Vec<Header>,
}

impl Columns {
    /// Those of a sheet of questions.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let headers = sheet.headers.iter().map(|written| headers::read(written, Part::Survey)).collect();
        Self { written: sheet.headers.clone(), headers }
    }

    /// A column of the standard, without a language.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.headers
            .iter()
            .position(|header| header.known && header.language.is_none() && header.name == name)
    }

    /// The same, made where there is none.
    pub(super) fn or_new(&mut self, name: &str) -> usize {
        self.find(name).unwrap_or_else(|| {
            self.headers.push(headers::read(name, Part::Survey));
            self.written.push(name.to_owned());
            self.written.len() - 1
        })
    }

    /// Every column of a standard name, in whatever language.
    pub(super) fn worded(&self, name: &str) -> impl Iterator<Item = (usize, &Header)> {
        self.headers.iter().enumerate().filter(move |(_, header)| header.known && header.name == name)
    }

    /// The headers as written.
    pub(super) fn written(&self) -> &[String] {
        &self.written
    }

    /// The sheet with these columns and other rows.
    pub(super) fn with_rows(self, sheet: &Sheet, rows: Vec<Row>) -> Sheet {
        Sheet { name: sheet.name.clone(), headers: self.written, rows, lettered: sheet.lettered }
    }
}

/// Writes into a cell, wherever the row ends.
pub(super) fn put(row: &mut Row, column: usize, text: &str) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    text.clone_into(&mut row.cells[column]);
}
