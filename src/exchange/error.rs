//! Why a workbook could not be read at all, each cause apart.
//!
//! Invariant: an error means nothing was read and nothing was touched; a fault of one cell is not an error.

use crate::text::message::Message;

/// A workbook that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("no such file: {file}")]
    Missing {
        /// As given.
        file: String,
    },
    /// A directory was named.
    #[error("a directory, not a file: {file}")]
    Directory {
        /// As given.
        file: String,
    },
    /// A spreadsheet program has the file open.
    #[error("{file} is open elsewhere ({lock})")]
    Locked {
        /// The workbook.
        file: String,
        /// The owner file that says so, or the file itself.
        lock: String,
    },
    /// The owner file of a spreadsheet program was named instead of the workbook.
    #[error("{file} is an owner file")]
    OwnerFile {
        /// As given.
        file: String,
    },
    /// The system does not let us read it.
    #[error("no permission to read {file}")]
    Denied {
        /// As given.
        file: String,
    },
    /// Reading broke off.
    #[error("reading {file}: {detail}")]
    Io {
        /// As given.
        file: String,
        /// What the system said.
        detail: String,
    },
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Larger than any workbook we read.
    #[error("{megabytes} MB is over {limit}")]
    TooLarge {
        /// Its size.
        megabytes: u64,
        /// The most we read.
        limit: u64,
    },
    /// Encrypted by Excel.
    #[error("password-protected")]
    Password,
    /// Something else than a workbook; the code says what it looks like.
    #[error("not a workbook: {}", looks.code())]
    NotAWorkbook {
        /// What it looks like.
        looks: Looks,
    },
    /// Neither a workbook nor a text with the tables of a form.
    #[error("not a form")]
    NotAForm,
    /// A workbook in a form we don't read.
    #[error("unsupported workbook: {form}")]
    Unsupported {
        /// Its usual extension.
        form: &'static str,
    },
    /// Cut short or damaged.
    #[error("damaged: {detail}")]
    Damaged {
        /// What the reader said.
        detail: String,
    },
    /// Unpacks to far more than a list needs.
    #[error("unpacks to over {megabytes} MB")]
    Bomb {
        /// The bound it passes.
        megabytes: u64,
    },
    /// A value stands far outside the table.
    #[error("{sheet}!{cell} is far outside the table")]
    FarCell {
        /// Sheet.
        sheet: String,
        /// Reference, e.g. `XFD1048576`.
        cell: String,
    },
    /// More cells than we hold.
    #[error("{sheet} holds over {limit} cells")]
    TooManyCells {
        /// Sheet.
        sheet: String,
        /// The most we hold.
        limit: usize,
    },
    /// No visible sheet has a cell.
    #[error("no sheet with content")]
    NothingInside,
    /// The chosen sheet has no cell.
    #[error("{sheet} is empty")]
    EmptySheet {
        /// Sheet.
        sheet: String,
    },
    /// No sheet of that name or number.
    #[error("no sheet {wanted}")]
    NoSuchSheet {
        /// As asked.
        wanted: String,
        /// The nearest name.
        nearest: Option<String>,
        /// All names.
        sheets: Vec<String>,
    },
    /// No row looks like the header of this kind of list.
    #[error("no header row in {sheet}")]
    NoHeader {
        /// Sheet.
        sheet: String,
        /// The headers a list of this kind must have.
        wanted: Vec<String>,
    },
    /// The header was found, but a column that must be there is not.
    #[error("{sheet} row {row} lacks {wanted}")]
    MissingColumn {
        /// Sheet.
        sheet: String,
        /// Last header row.
        row: u32,
        /// The usual header of the field.
        wanted: String,
        /// The header in the file that comes nearest.
        nearest: Option<String>,
    },
    /// Two columns claim a field that must be there.
    #[error("{wanted} is claimed by {columns:?}")]
    AmbiguousColumn {
        /// Sheet.
        sheet: String,
        /// The usual header of the field.
        wanted: String,
        /// Letters of the columns that claim it.
        columns: Vec<String>,
    },
    /// The header was found, but nothing below it is a row of data.
    #[error("{sheet} has no data below row {row}")]
    NoRows {
        /// Sheet.
        sheet: String,
        /// Last header row.
        row: u32,
    },
    /// A saved mapping that can't be read.
    #[error("mapping: {detail}")]
    BadMapping {
        /// What the parser said.
        detail: String,
    },
    /// A saved mapping for another kind of list.
    #[error("mapping for {found}, wanted {wanted}")]
    MappingKind {
        /// As the mapping says.
        found: String,
        /// As asked.
        wanted: String,
    },
    /// A saved mapping names a field this kind of list does not have.
    #[error("mapping names the unknown field {field}")]
    MappingField {
        /// As the mapping says.
        field: String,
        /// The nearest field.
        nearest: Option<String>,
    },
    /// A saved mapping names a column the sheet does not have.
    #[error("mapping: {field} wants the column {column}")]
    MappingColumn {
        /// Field.
        field: String,
        /// As the mapping says.
        column: String,
        /// The nearest header.
        nearest: Option<String>,
    },
}

/// What a file that is no workbook looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Plain text or CSV.
    Text,
    /// A web page, as some systems export under the name .xls.
    WebPage,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A word-processor document.
    Document,
    /// Some archive.
    Archive,
    /// Anything else.
    Unknown,
}

impl Looks {
    /// The code its wording hangs on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::WebPage => "web_page",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Document => "document",
            Self::Archive => "archive",
            Self::Unknown => "unknown",
        }
    }
}

impl Error {
    /// What is wrong and what to do, as a code.
    pub fn message(&self) -> Message {
        match self {
            Self::Missing { file } => Message::new("import.error.missing").with("file", file),
            Self::Directory { file } => Message::new("import.error.directory").with("file", file),
            Self::Locked { file, lock } => {
                Message::new("import.error.locked").with("file", file).with("lock", lock)
            }
            Self::OwnerFile { file } => Message::new("import.error.owner_file").with("file", file),
            Self::Denied { file } => Message::new("import.error.denied").with("file", file),
            Self::Io { file, detail } => {
                Message::new("import.error.io").with("file", file).with("detail", detail)
            }
            Self::Empty => Message::new("import.error.empty"),
            Self::TooLarge { megabytes, limit } => {
                Message::new("import.error.too_large").with("megabytes", megabytes).with("limit", limit)
            }
            Self::Password => Message::new("import.error.password"),
            Self::NotAWorkbook { looks } => {
                Message::new(format!("import.error.not_a_workbook.{}", looks.code()))
            }
            Self::NotAForm => Message::new("import.error.not_a_form"),
            Self::Unsupported { form } => Message::new("import.error.unsupported").with("form", form),
            Self::Damaged { detail } => Message::new("import.error.damaged").with("detail", detail),
            Self::Bomb { megabytes } => Message::new("import.error.bomb").with("megabytes", megabytes),
            // the old form is refused before its sheets have names
            Self::FarCell { sheet, cell } if sheet.is_empty() => {
                Message::new("import.error.far_cell_somewhere").with("cell", cell)
            }
            Self::FarCell { sheet, cell } => {
                Message::new("import.error.far_cell").with("sheet", sheet).with("cell", cell)
            }
            Self::TooManyCells { sheet, limit } => {
                Message::new("import.error.too_many_cells").with("sheet", sheet).with("limit", limit)
            }
            Self::NothingInside => Message::new("import.error.nothing_inside"),
            Self::EmptySheet { sheet } => Message::new("import.error.empty_sheet").with("sheet", sheet),
            Self::NoSuchSheet { wanted, nearest, sheets } => {
                nearest_of("import.error.no_such_sheet", nearest.as_ref())
                    .with("wanted", wanted)
                    .with("sheets", sheets.join(", "))
            }
            Self::NoHeader { sheet, wanted } => {
                Message::new("import.error.no_header").with("sheet", sheet).with("wanted", wanted.join(", "))
            }
            Self::MissingColumn { sheet, row, wanted, nearest } => {
                nearest_of("import.error.missing_column", nearest.as_ref())
                    .with("sheet", sheet)
                    .with("row", row)
                    .with("wanted", wanted)
            }
            Self::AmbiguousColumn { sheet, wanted, columns } => Message::new("import.error.ambiguous_column")
                .with("sheet", sheet)
                .with("wanted", wanted)
                .with("columns", columns.join(", ")),
            Self::NoRows { sheet, row } => {
                Message::new("import.error.no_rows").with("sheet", sheet).with("row", row)
            }
            Self::BadMapping { detail } => Message::new("import.error.bad_mapping").with("detail", detail),
            Self::MappingKind { found, wanted } => {
                Message::new("import.error.mapping_kind").with("found", found).with("wanted", wanted)
            }
            Self::MappingField { field, nearest } => {
                nearest_of("import.error.mapping_field", nearest.as_ref()).with("field", field)
            }
            Self::MappingColumn { field, column, nearest } => {
                nearest_of("import.error.mapping_column", nearest.as_ref())
                    .with("field", field)
                    .with("column", column)
            }
        }
    }
}

/// The sentence with a nearest name, or its sister without one.
fn nearest_of(key: &str, nearest: Option<&String>) -> Message {
    match nearest {
        Some(name) => Message::new(format!("{key}_nearest")).with("nearest", name),
        None => Message::new(key.to_owned()),
    }
}
