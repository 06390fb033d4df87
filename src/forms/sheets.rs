//! A form as tables of text, before anything is understood: what the Markdown reader and a workbook reader
//! both make.
//!
//! Invariant: no cell is changed beyond cleaning; rows keep the number their author knows.

/// The tables of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets {
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
}

/// One table with a header row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// As written.
    pub name: String,
    /// Column headers, as written.
    pub headers: Vec<String>,
    /// The rows below, blank ones left out.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// As its author counts.
    pub number: usize,
    /// Under the headers; may be shorter.
    pub cells: Vec<String>,
}

impl Sheets {
    /// The sheet of that name, whatever its case and outer spaces.
    pub fn find(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Row {
    /// The text in a column; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}
