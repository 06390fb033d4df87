//! A sheet as rows of typed cells, sparse, as they stand in the file.
//!
//! Invariant: positions are the file's own (row 1, column A = 0), so every fault can name its cell.

use jiff::civil::Date;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Text, already made clean.
    Text(String),
    /// A number.
    Number(f64),
    /// A number whose style makes it a date; the number itself too, since it may be a year.
    Date(Date, f64),
    /// True or false.
    Bool(bool),
    /// `#REF!` and its kin.
    Broken(String),
    /// A formula nobody has calculated.
    Uncalculated,
}

impl Value {
    /// As an officer would see it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number_shown(*number),
            Self::Date(date, _) => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Uncalculated => String::new(),
        }
    }

    /// The text, if it is text with something in it.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// A number without an exponent, and without `.0`.
pub(super) fn number_shown(number: f64) -> String {
    // f64's own Display never writes an exponent and writes the shortest form that reads back the same.
    format!("{number}")
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// As Excel numbers it.
    pub(super) number: u32,
    /// Column and value, by column.
    pub(super) cells: Vec<(u32, Value)>,
}

impl Row {
    /// The value in a column.
    pub(super) fn get(&self, column: u32) -> Option<&Value> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.cells[at].1)
    }

    /// The first text, from the left.
    pub(super) fn first_text(&self) -> Option<&str> {
        self.cells.iter().find_map(|(_, value)| value.text())
    }

    /// All of it, for showing.
    pub(super) fn shown(&self) -> String {
        let parts: Vec<String> = self.cells.iter().map(|(_, value)| value.shown()).collect();
        parts.join(" | ")
    }
}

/// Cells shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
    pub(super) merges: Vec<Merge>,
    /// Days are counted from 1904, as on old Macs.
    pub(super) from_1904: bool,
}

impl Grid {
    /// A sheet with nothing in it yet.
    pub(super) fn new(name: &str, from_1904: bool) -> Self {
        Self { name: name.to_owned(), rows: Vec::new(), merges: Vec::new(), from_1904 }
    }

    /// The value at a place.
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&Value> {
        let at = self.rows.binary_search_by_key(&row, |row| row.number).ok()?;
        self.rows[at].get(column)
    }

    /// The merged area a place lies in.
    pub(super) fn merge_at(&self, row: u32, column: u32) -> Option<&Merge> {
        self.merges.iter().find(|merge| {
            (merge.rows.0..=merge.rows.1).contains(&row)
                && (merge.columns.0..=merge.columns.1).contains(&column)
        })
    }

    /// Adds a cell; rows come almost always in order.
    pub(super) fn put(&mut self, number: u32, column: u32, value: Value) {
        match self.rows.last_mut() {
            Some(row) if row.number == number => row.cells.push((column, value)),
            _ => self.rows.push(Row { number, cells: vec![(column, value)] }),
        }
    }

    /// Puts rows and cells into order where the file had them in another.
    pub(super) fn settle(&mut self) {
        if !self.rows.is_sorted_by_key(|row| row.number) {
            self.rows.sort_by_key(|row| row.number);
            let mut joined: Vec<Row> = Vec::with_capacity(self.rows.len());
            for row in self.rows.drain(..) {
                match joined.last_mut() {
                    Some(last) if last.number == row.number => last.cells.extend(row.cells),
                    _ => joined.push(row),
                }
            }
            self.rows = joined;
        }
        for row in &mut self.rows {
            if !row.cells.is_sorted_by_key(|(column, _)| *column) {
                row.cells.sort_by_key(|(column, _)| *column);
            }
            row.cells.dedup_by_key(|(column, _)| *column);
        }
    }
}

/// `A`, `B`, … `Z`, `AA`, … for 0, 1, …
pub(super) fn letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        left -= 1;
        // always below 26
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// The column of a letter, in either case; none where it is no letter of a column.
pub(super) fn column_of(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0_u32;
    for byte in letters.bytes() {
        if !byte.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    }
    Some(column - 1)
}

/// `B7` for column 1, zero-based row 6.
pub(super) fn reference(column: u32, row: u32) -> String {
    format!("{}{}", letter(column), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "A")]
    #[case(25, "Z")]
    #[case(26, "AA")]
    #[case(701, "ZZ")]
    #[case(702, "AAA")]
    #[case(16383, "XFD")]
    fn a_column_has_a_letter(#[case] column: u32, #[case] expected: &str) {
        assert_eq!(letter(column), expected);
        assert_eq!(column_of(expected), Some(column));
    }

    #[rstest]
    #[case(58_178_399_635.0, "58178399635")]
    #[case(1e21, "1000000000000000000000")]
    #[case(7.5, "7.5")]
    fn a_number_is_shown_without_exponent(#[case] number: f64, #[case] expected: &str) {
        assert_eq!(number_shown(number), expected);
    }

    #[test]
    fn cells_out_of_order_are_put_into_order() {
        let mut grid = Grid::new("", false);
        grid.put(2, 1, Value::Number(3.0));
        grid.put(1, 1, Value::Number(2.0));
        grid.put(2, 0, Value::Number(1.0));
        grid.settle();
        assert_eq!(grid.get(2, 0), Some(&Value::Number(1.0)));
        assert_eq!(grid.get(2, 1), Some(&Value::Number(3.0)));
        assert_eq!(grid.rows.len(), 2);
    }
}
