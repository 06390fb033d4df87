//! Tables in templates: `|:` the columns, `|=` header rows, `|` rows; `<` goes on the cell at the left, `^` the
//! one above.
//!
//! Invariant: every row has as many cells as there are columns, or the row is named.

use super::marks::find_outside;
use super::markup::cell_runs;
use crate::papers::document::{Align, Cell, Column, Table};
use crate::text::message::Message;

/// Whether a line begins a table.
pub(super) fn begins(line: &str) -> bool {
    line.starts_with('|')
}

/// Reads the lines of one table, each with its number.
pub(super) fn read(lines: &[(usize, String)]) -> Result<Table, (usize, Message)> {
    let Some((number, first)) = lines.first() else { return Ok(Table::default()) };
    let columns =
        first.strip_prefix("|:").ok_or((*number, Message::new("template.table_without_columns")))?;
    let columns = cells(columns)
        .iter()
        .map(|column| {
            read_column(column)
                .ok_or_else(|| (*number, Message::new("template.column").with("written", column)))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut header = Vec::new();
    let mut rows = Vec::new();
    for (number, line) in &lines[1..] {
        let (text, of) = match line.strip_prefix("|=") {
            Some(text) => (text, &mut header),
            None => (&line[1..], &mut rows),
        };
        let written = cells(text);
        if written.len() != columns.len() {
            let cause =
                Message::new("template.row").with("count", written.len()).with("columns", columns.len());
            return Err((*number, cause));
        }
        of.push(written);
    }
    Ok(Table { columns, header: merged(&header), rows: merged(&rows) })
}

/// The cells of a row, as written; the last bar may be left out.
fn cells(text: &str) -> Vec<String> {
    let text = text.trim();
    parts(text.strip_suffix('|').unwrap_or(text))
}

/// What stands between the bars of a line.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = text;
    while let Some(at) = find_outside(rest, '|') {
        cells.push(rest[..at].trim().to_owned());
        rest = &rest[at + 1..];
    }
    cells.push(rest.trim().to_owned());
    cells
}

/// `6`, `2c`: the share of the width, and where its lines stand.
fn read_column(written: &str) -> Option<Column> {
    let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let align = match &written[digits.len()..] {
        "" | "l" => Align::Left,
        "c" => Align::Centre,
        "r" => Align::Right,
        "j" => Align::Justify,
        _ => return None,
    };
    Some(Column { share: digits.parse().ok().filter(|share| *share > 0)?, align })
}

/// Rows with the cells that go on merged into the one they go on.
fn merged(rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let goes_on = |row: usize, column: usize, mark: &str| {
        rows.get(row).and_then(|row| row.get(column)).is_some_and(|cell| cell == mark)
    };
    (0..rows.len())
        .map(|row| {
            let own = (0..rows[row].len()).filter(|column| !matches!(rows[row][*column].as_str(), "<" | "^"));
            own.map(|column| {
                let across = (column + 1..).take_while(|next| goes_on(row, *next, "<")).count();
                let down = (row + 1..).take_while(|next| goes_on(*next, column, "^")).count();
                Cell::new(cell_runs(&rows[row][column])).across(across + 1).down(down + 1)
            })
            .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(lines: &[&str]) -> Vec<(usize, String)> {
        (1..).zip(lines).map(|(number, line)| (number, (*line).to_owned())).collect()
    }

    #[test]
    fn header_cells_reach_over_others() {
        let lines = [
            "|: 1c | 6 | 2c | 2c",
            "|= STT | Tổ chức | Đảng viên | <",
            "|= ^ | ^ | Chính thức | Dự bị",
            "| 1 | Chi bộ A | 12 | 1 |",
        ];
        let table = read(&numbered(&lines)).unwrap();
        let spans: Vec<Vec<_>> = table
            .header
            .iter()
            .map(|row| row.iter().map(|cell| (cell.across, cell.down)).collect())
            .collect();
        assert_eq!(spans, [vec![(1, 2), (1, 2), (2, 1)], vec![(1, 1), (1, 1)]]);
        assert_eq!(table.rows[0].len(), 4);
        assert_eq!(table.columns[0], Column { share: 1, align: Align::Centre });
    }

    #[test]
    fn a_row_of_another_length_is_named() {
        let (line, cause) = read(&numbered(&["|: 1 | 2", "| a | b | c"])).unwrap_err();
        assert_eq!((line, cause.key.as_ref()), (2, "template.row"));
        assert_eq!(read(&numbered(&["| a | b"])).unwrap_err().1.key, "template.table_without_columns");
        assert_eq!(read(&numbered(&["|: x | 2"])).unwrap_err().1.key, "template.column");
    }
}
