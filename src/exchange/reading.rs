//! What reading a list gave: the rows, and everything about them an officer must be told or asked.
//!
//! Invariant: nothing is dropped in silence; each row of the sheet is a row here, or skipped, faulty or a double.

use super::header::Column;
use super::mapping::Mapping;
use super::synonyms::Kind;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A list that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<Row> {
    /// Kind of list.
    pub kind: Kind,
    /// The sheet it stands on.
    pub sheet: String,
    /// The visible sheets of the workbook.
    pub sheets: Vec<String>,
    /// Others of them that hold a list of this kind too, where none was asked for.
    pub other_sheets: Vec<String>,
    /// First and last header row.
    pub header: (u32, u32),
    /// Columns with a header, from the left, and the field each was matched to.
    pub columns: Vec<Column>,
    /// The matching, to be corrected and saved.
    pub mapping: Mapping,
    /// The day the figures hold for, where a title says so.
    pub as_of: Option<Date>,
    /// What was read, without doubles and rows left out.
    pub rows: Vec<Row>,
    /// Rows of data found, doubles and rows left out among them.
    pub read: usize,
    /// Rows that are no data, and why.
    pub skipped: Vec<Skipped>,
    /// Values that were repaired.
    pub notes: Vec<Note>,
    /// Values that could not be used.
    pub faults: Vec<Fault>,
    /// Rows that repeat another.
    pub duplicates: Vec<Duplicate>,
    /// What only an officer can settle.
    pub doubtful: Vec<Doubt>,
    /// Sums over the rows, by field or code.
    pub totals: BTreeMap<String, i64>,
}

impl<Row> Reading<Row> {
    /// Headers that were matched to no field.
    pub fn unknown_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.field.is_none())
    }
}

/// A column, as an officer finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `E`
    pub letter: String,
    /// `Mã số thuế`
    pub header: String,
}

/// Why a row was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Nothing in it.
    Blank,
    /// The head of a group of rows, such as a district.
    Group,
    /// Sum of a group.
    Subtotal,
    /// Sum of everything.
    Total,
    /// The header again.
    RepeatedHeader,
    /// Column numbers below the header.
    Numbering,
    /// Signatures and remarks below the table.
    Footer,
    /// Something beside the table that fills no column a row must have.
    Remark,
}

impl SkipReason {
    /// The code its wording hangs on: `import.skipped.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Group => "group",
            Self::Subtotal => "subtotal",
            Self::Total => "total",
            Self::RepeatedHeader => "repeated_header",
            Self::Numbering => "numbering",
            Self::Footer => "footer",
            Self::Remark => "remark",
        }
    }

    /// Why, as a code.
    pub fn message(self) -> Message {
        Message::new(format!("import.skipped.{}", self.code()))
    }
}

/// Rows that are no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// First of them.
    pub row: u32,
    /// Last of them; the same unless blank rows follow one another.
    pub last: u32,
    /// Why.
    pub reason: SkipReason,
    /// What stands there.
    pub text: String,
}

/// A value that was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Sheet.
    pub sheet: String,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: Place,
    /// As in the file.
    pub before: String,
    /// As read.
    pub after: String,
    /// What was done: `import.note.…`
    pub message: Message,
}

/// A value that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Sheet.
    pub sheet: String,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: Place,
    /// As in the file.
    pub value: String,
    /// What is wrong with it.
    pub message: Message,
    /// Whether the whole row was left out; otherwise only this value is empty.
    pub left_out: bool,
}

/// A row that repeats another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Sheet.
    pub sheet: String,
    /// The row that was not taken.
    pub row: u32,
    /// The row it repeats.
    pub first: u32,
    /// Who or what it is.
    pub name: String,
    /// By what it was known.
    pub message: Message,
    /// Where the two differ all the same.
    pub differences: Vec<Difference>,
}

/// A field in which a double differs from the row it repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Field.
    pub field: &'static str,
    /// In the row that was taken.
    pub taken: String,
    /// In the row that was not.
    pub other: String,
}

/// Something only an officer can settle. The value is kept as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Sheet.
    pub sheet: String,
    /// Row.
    pub row: u32,
    /// The other row, where two rows do not go together.
    pub other: Option<u32>,
    /// Column, where one column is meant.
    pub column: Option<Place>,
    /// As in the file.
    pub value: String,
    /// What is doubtful: `import.doubt.…`
    pub message: Message,
}

/// Everything found besides rows, while reading.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) notes: Vec<Note>,
    pub(super) faults: Vec<Fault>,
    pub(super) doubtful: Vec<Doubt>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) duplicates: Vec<Duplicate>,
}
