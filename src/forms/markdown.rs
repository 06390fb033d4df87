//! Reads the Markdown table form of XLSForm, as pyxform's users write it:
//!
//! ```text
//! | survey |         |      |             |
//! |        | type    | name | label::vi   |
//! |        | integer | age  | Tuổi        |
//! ```
//!
//! A row whose first cell is filled begins a sheet; the row under it holds the headers. Lines that are no
//! table row are passed over, so a form can carry headings and remarks. `\|` is a bar in a cell, `&#10;` a line break.
//!
//! Invariant: any text gives tables; what they mean is for [`super::build`].

use super::sheets::{Row, Sheet, Sheets};
use crate::text::clean::clean_lines;

/// Whether a text has a table row at all.
pub fn is_form(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with('|'))
}

/// Reads the tables of a Markdown text; rows keep the line they stand on.
pub fn read(text: &str) -> Sheets {
    let mut sheets: Vec<Sheet> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some(mut cells) = cells(line) else { continue };
        let named = !cells[0].is_empty();
        if named {
            sheets.push(Sheet { name: cells[0].clone(), ..Sheet::default() });
        }
        cells.remove(0);
        let Some(sheet) = sheets.last_mut() else { continue };
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if sheet.headers.is_empty() {
            sheet.headers = cells;
        } else {
            sheet.rows.push(Row { number: index + 1, cells });
        }
    }
    Sheets { sheets, ..Sheets::default() }
}

/// Writes tables so that [`read`] gives them back, but for the numbers of their rows: how a store keeps a form
/// that came as a workbook.
pub fn write(sheets: &Sheets) -> String {
    let mut text = String::new();
    for sheet in &sheets.sheets {
        line(&mut text, &sheet.name, &[]);
        line(&mut text, "", &sheet.headers);
        for row in &sheet.rows {
            line(&mut text, "", &row.cells);
        }
    }
    text
}

fn line(text: &mut String, first: &str, cells: &[String]) {
    text.push('|');
    for cell in std::iter::once(first).chain(cells.iter().map(String::as_str)) {
        let cell = cell.replace('|', "\\|").replace('\n', "&#10;");
        text.push(' ');
        text.push_str(&cell);
        text.push_str(" |");
    }
    text.push('\n');
}

/// The cells of a table row; nothing for another line, or the rule under a Markdown header.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                cell.push('|');
            }
            '|' => cells.push(cleaned(&std::mem::take(&mut cell))),
            _ => cell.push(character),
        }
    }
    if !cell.trim().is_empty() {
        cells.push(cleaned(&cell));
    }
    let rule = |cell: &String| !cell.is_empty() && cell.chars().all(|mark| matches!(mark, '-' | ':'));
    if cells.is_empty() || cells.iter().all(rule) { None } else { Some(cells) }
}

fn cleaned(cell: &str) -> String {
    clean_lines(&cell.replace("&#10;", "\n")).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in prop::collection::vec("[a-zộ|\\\\ \n&#1;-]{0,8}", 1..5)) {
            let cleaned: Vec<String> = cells.iter().map(|cell| cleaned(cell)).collect();
            prop_assume!(!cleaned.iter().all(String::is_empty));
            let row = |number: usize| Row { number, cells: cleaned.clone() };
            let sheet = Sheet {
                name: "survey".into(), headers: cleaned.clone(), rows: vec![row(3)], lettered: false,
            };
            let sheets = Sheets { sheets: vec![sheet], ..Sheets::default() };
            prop_assert_eq!(read(&write(&sheets)), sheets);
        }
    }

    #[test]
    fn sheets_rows_and_lines() {
        let sheets =
            read("# Phiếu\n\n| survey | | |\n| | type | name |\n|---|---|---|\n| | text | a\\|b |\n");
        assert_eq!(
            sheets.sheets,
            [Sheet {
                name: "survey".into(),
                headers: vec!["type".into(), "name".into()],
                rows: vec![Row { number: 6, cells: vec!["text".into(), "a|b".into()] }],
                lettered: false,
            }]
        );
    }

    #[test]
    fn headers_may_stand_beside_the_sheet_name() {
        let sheets = read("| survey | type | name |\n|  | text | a |");
        assert_eq!(sheets.sheets[0].headers, ["type", "name"]);
        assert_eq!(sheets.sheets[0].rows.len(), 1);
    }
}
