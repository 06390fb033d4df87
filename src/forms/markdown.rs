//! Reads the Markdown table form of XLSForm, as pyxform's users write it:
//!
//! ```text
//! | survey |         |      |             |
//! |        | type    | name | label::vi   |
//! |        | integer | age  | Tuổi        |
//! ```
//!
//! A row whose first cell is filled begins a sheet; the row under it holds the headers. Lines that are no
//! table row are passed over, so a form can carry headings and remarks. `\|` is a bar in a cell.
//!
//! Invariant: any text gives tables; what they mean is for [`super::build`].

use super::sheets::{Row, Sheet, Sheets};
use crate::text::clean::clean;

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
    Sheets { sheets }
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
            '|' => cells.push(clean(&std::mem::take(&mut cell)).text),
            _ => cell.push(character),
        }
    }
    if !cell.trim().is_empty() {
        cells.push(clean(&cell).text);
    }
    let rule = |cell: &String| !cell.is_empty() && cell.chars().all(|mark| matches!(mark, '-' | ':'));
    if cells.is_empty() || cells.iter().all(rule) { None } else { Some(cells) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
