//! What is wrong in a form: sheet, row, column and cause.
//!
//! Invariant: every fault found is told, not only the first; causes are codes, never sentences.

use crate::text::locale::Locale;
use crate::text::message::Message;

/// One thing wrong, or merely untidy, in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The sheet's name.
    pub sheet: String,
    /// The row as the author counts it: of the workbook, or the line of a Markdown file. 0: the whole sheet.
    pub row: usize,
    /// The column's header as written; empty for the whole row.
    pub column: String,
    /// The column's letter where its author knows columns so: in a workbook.
    pub letter: String,
    /// What is wrong.
    pub cause: Message,
}

impl Fault {
    /// A fault of one cell.
    pub fn new(sheet: &str, row: usize, column: &str, cause: Message) -> Self {
        Self { sheet: sheet.to_owned(), row, column: column.to_owned(), letter: String::new(), cause }
    }

    /// The same fault in a column known by its letter.
    #[must_use]
    pub fn in_column(self, letter: String) -> Self {
        Self { letter, ..self }
    }

    /// Where it is: sheet, row, column.
    pub fn place(&self) -> Message {
        let key = match (self.row, self.column.as_str(), self.letter.as_str()) {
            (0, ..) => "forms.place.sheet",
            (_, "", "") => "forms.place.row",
            (_, "", _) => "forms.place.letter",
            (_, _, "") => "forms.place.cell",
            _ => "forms.place.lettered_cell",
        };
        let place = Message::new(key).with("sheet", &self.sheet).with("row", self.row);
        place.with("column", &self.column).with("letter", &self.letter)
    }

    /// Place and cause, worded.
    pub fn say(&self, locale: &Locale) -> String {
        format!("{}: {}", locale.say(&self.place()), locale.say(&self.cause))
    }
}

/// Why a form cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Its author must mend these; in the order of the file.
    #[error("{} faults in the form", .faults.len())]
    Faulty {
        /// What keeps it from being asked.
        faults: Vec<Fault>,
        /// What is merely untidy.
        warnings: Vec<Fault>,
    },
}

impl FormError {
    /// All that must be mended.
    pub fn faults(&self) -> &[Fault] {
        let Self::Faulty { faults, .. } = self;
        faults
    }

    /// What is merely untidy.
    pub fn warnings(&self) -> &[Fault] {
        let Self::Faulty { warnings, .. } = self;
        warnings
    }

    /// One sentence for all; show [`Self::faults`] beneath.
    pub fn message(&self) -> Message {
        Message::new("forms.faulty").with("count", self.faults().len())
    }
}
