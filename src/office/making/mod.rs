//! Making papers: from a case, a dossier or a receiver to the values a template is filled with, to the file.
//!
//! Invariant: a figure in a paper is the frozen one of its moment, and every leaf knows the record it came from.

mod citing;
mod issuing;
mod make;
mod members;
mod numbering;
mod of_case;
mod of_dossier;
mod sheet;
mod word;

pub use make::{MadePaper, Order, StaleFigure};
pub use sheet::Subject;
pub use word::{Figure, WordedPaper, Wording};

#[cfg(test)]
mod tests;
