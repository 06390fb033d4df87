//! A form as tables of text, before anything is understood: what the Markdown reader and a workbook reader
//! both make.
//!
//! Invariant: no cell is changed beyond cleaning; rows keep the number their author knows.

use super::fault::Fault;
use super::headers::{self, Part};

/// The tables of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets {
    /// What to call the form where its settings do not say: the file's name without its ending.
    pub name: String,
    /// In the order of the file. A file of choices that came with the form stands here under its own name,
    /// `communes.csv`.
    pub sheets: Vec<Sheet>,
    /// What was noticed while reading the file.
    pub remarks: Vec<Fault>,
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
    /// Whether its author knows columns by letter: the first header stands in column A.
    pub lettered: bool,
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
    /// The sheet of that name, whatever its case and outer spaces; of several in a text the first that holds
    /// something.
    pub fn find(&self, name: &str) -> Option<&Sheet> {
        let called = || self.sheets.iter().filter(|sheet| sheet.is_called(name));
        called().find(|sheet| !sheet.headers.is_empty()).or_else(|| called().next())
    }

    /// Writes a value into the first row of the settings sheet, which is made where there is none.
    pub fn set(&mut self, setting: &str, value: &str) {
        let at = self.sheets.iter().position(|sheet| sheet.is_called("settings")).unwrap_or_else(|| {
            self.sheets.push(Sheet { name: "settings".to_owned(), ..Sheet::default() });
            self.sheets.len() - 1
        });
        let Some(sheet) = self.sheets.get_mut(at) else { return };
        let named = |header: &String| headers::read(header, Part::Settings).name == setting;
        let column = sheet.headers.iter().position(named).unwrap_or_else(|| {
            sheet.headers.push(setting.to_owned());
            sheet.headers.len() - 1
        });
        if sheet.rows.is_empty() {
            sheet.rows.push(Row { number: 2, cells: Vec::new() });
        }
        if let Some(row) = sheet.rows.first_mut() {
            row.cells.resize(row.cells.len().max(column + 1), String::new());
            value.clone_into(&mut row.cells[column]);
        }
    }
}

impl Sheet {
    /// Whether that is its name, whatever its case and outer spaces.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(name)
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

/// `A`, `B`, … `Z`, `AA`, … for 0, 1, …
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        left -= 1;
        // always below 26
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.iter().rev().collect()
}
