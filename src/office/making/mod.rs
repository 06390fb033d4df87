//! Making papers: from a case, a dossier or a receiver to the values a template is filled with, to the file.
//!
//! Invariant: a figure in a paper is the frozen one of its moment, and every leaf knows the record it came from.

mod between;
mod citing;
mod differences;
mod find;
mod findings;
mod issuing;
mod kit;
mod make;
mod members;
mod of_case;
mod of_dossier;
mod on_record;
mod output;
mod places;
mod recording;
mod report;
mod sheet;
mod word;

use crate::domain::reference::Validity;
use crate::store::Row;
pub(in crate::office) use kit::PaperKit;
pub use make::{MadePaper, Order, StaleFigure};
pub use output::{Formats, refuse_without_table};
pub use report::{ReportKind, WordedReport};
pub use sheet::Subject;
pub(super) use word::faulty;
pub use word::{Figure, WordedPaper, Wording};

/// The days between which a row of the office's holds.
pub(super) fn validity(row: &Row) -> Validity {
    let day = |field: &str| row.text(field).and_then(|day| day.parse().ok());
    Validity { from: day("valid_from"), to: day("valid_to") }
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;
