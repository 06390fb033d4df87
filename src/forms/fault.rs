//! What is wrong in a form: sheet, row, column and cause.
//!
//! Invariant: every fault found is told, not only the first; causes are codes, never sentences.

use super::form::{FormLanguage, Texts};
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

    /// Place and cause as one message.
    pub fn message(&self) -> Message {
        let key = match (self.row, self.column.as_str(), self.letter.as_str()) {
            (0, ..) => "forms.at.sheet",
            (_, "", "") => "forms.at.row",
            (_, "", _) => "forms.at.letter",
            (_, _, "") => "forms.at.cell",
            _ => "forms.at.lettered_cell",
        };
        // The cause has values of its own, a row among them: the place's are called otherwise.
        let mut message = Message::new(key)
            .with("at_sheet", &self.sheet)
            .with("at_row", self.row)
            .with("at_column", &self.column)
            .with("at_letter", &self.letter)
            .with_key("fault", self.cause.key.as_ref());
        message.values.extend(self.cause.values.iter().cloned());
        message
    }

    /// Place and cause, worded.
    pub fn say(&self, locale: &Locale) -> String {
        format!("{}: {}", locale.say(&self.place()), locale.say(&self.cause))
    }
}

/// What a form says of itself, faulty or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Its name among forms.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Texts,
    /// The languages it speaks, the default one first.
    pub languages: Vec<FormLanguage>,
    /// How many questions a person answers.
    pub questions: usize,
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
        /// What the form says of itself.
        about: Box<About>,
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

    /// What the form says of itself.
    pub fn about(&self) -> &About {
        let Self::Faulty { about, .. } = self;
        about
    }

    /// One sentence for all; show [`Self::faults`] beneath.
    pub fn message(&self) -> Message {
        Message::new("forms.faulty").with("count", self.faults().len())
    }
}
