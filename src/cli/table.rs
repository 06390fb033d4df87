//! Plain-text tables and sheets of labelled lines, aligned by the columns a text takes on a screen.
//!
//! Invariant: nothing is coloured, and a sheet cuts nothing off; a table shortens what would push its other
//! columns off the screen. Scripts read JSON, which has every word.

use crate::text::locale::Locale;
use crate::tui::width::fit_middle;
use unicode_width::UnicodeWidthStr;

/// Columns a cell may take: a name of ten thousand letters must not push the rest out of sight.
const WIDEST: usize = 60;
/// The same for a column of sentences, and for the last, which pushes nothing away.
const WIDEST_SENTENCE: usize = 400;

/// A table with a heading row.
#[derive(Debug)]
pub(super) struct Table {
    headings: Vec<String>,
    right: Vec<bool>,
    sentences: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with headings by locale key; a key that begins with `#` heads a column of numbers, one that begins
    /// with `~` a column of sentences, which are not shortened.
    pub(super) fn new(locale: &Locale, keys: &[&str]) -> Self {
        let words = |key: &&str| locale.text(key.trim_start_matches(['#', '~'])).to_owned();
        Self {
            headings: keys.iter().map(words).collect(),
            right: keys.iter().map(|key| key.starts_with('#')).collect(),
            sentences: keys.iter().map(|key| key.starts_with('~')).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let last = self.headings.len().saturating_sub(1);
        let cells = cells.into_iter().enumerate().map(|(column, cell)| {
            let sentence = column >= last || self.sentences.get(column).copied().unwrap_or_default();
            let widest = if sentence { WIDEST_SENTENCE } else { WIDEST };
            fit_middle(&one_line(&cell), widest).into_owned()
        });
        self.rows.push(cells.collect());
    }

    /// The table, or a sentence in its place when it has no rows.
    pub(super) fn or_say(self, locale: &Locale, empty: &str) -> String {
        if self.is_empty() { locale.text(empty).to_owned() } else { self.text() }
    }

    /// Whether it has no rows.
    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text.
    pub(super) fn text(&self) -> String {
        let mut widths: Vec<usize> = self.headings.iter().map(|heading| heading.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let mut text = String::new();
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if column > 0 {
                    line.push_str("  ");
                }
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                if self.right.get(column).copied().unwrap_or_default() {
                    line.push_str(&padding);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&padding);
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Labelled lines, one thing a sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    lines: Vec<(String, String)>,
}

impl Sheet {
    /// Adds a line with a label by locale key; one with nothing to say is left out.
    pub(super) fn line(&mut self, locale: &Locale, label: &str, value: impl Into<String>) -> &mut Self {
        self.labelled(locale.text(label), value)
    }

    /// Adds a line with a label in words.
    pub(super) fn labelled(&mut self, label: impl Into<String>, value: impl Into<String>) -> &mut Self {
        let value = value.into();
        if !value.is_empty() {
            self.lines.push((label.into(), value));
        }
        self
    }

    /// The sheet as text.
    pub(super) fn text(&self) -> String {
        let label = self.lines.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
        let mut text = String::new();
        for (name, value) in &self.lines {
            let padding = " ".repeat(label.saturating_sub(name.width()));
            // Further lines of a long value stand under its first.
            let indented = value.trim_end().replace('\n', &format!("\n{}", " ".repeat(label + 2)));
            text.push_str(&format!("{name}{padding}  {indented}\n"));
        }
        text
    }
}

fn one_line(cell: &str) -> String {
    if cell.contains(['\n', '\r', '\t']) {
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::locale::Language;

    #[test]
    fn columns_align_by_what_the_screen_shows() {
        let mut table = Table::new(&Locale::new(Language::Vietnamese), &["a", "#b", "c"]);
        table.row(["Đảng bộ cơ sở".into(), "7".into(), "x".into()]);
        table.row(["hoà\u{300}".into(), "1.234".into(), "hai\ndòng".into()]);
        let text = table.text();
        assert_eq!(
            text,
            "a                  b  c\nĐảng bộ cơ sở      7  x\nhoà\u{300}            1.234  hai dòng\n"
        );
    }

    /// A name of 10.000 letters made every table as wide.
    #[test]
    fn a_long_name_does_not_widen_the_table() {
        let mut table = Table::new(&Locale::new(Language::Vietnamese), &["a", "b", "c"]);
        let why = "vì ".repeat(40);
        table.row(["Chi bộ ".repeat(2000) + "Muối", "x".to_owned(), why.clone()]);
        let text = table.text();
        let row = text.lines().nth(1).unwrap();
        assert!(row.starts_with("Chi bộ") && row.contains("Muối  x  "), "{row}");
        assert!(row.ends_with(why.trim()) && row.width() < 200, "{row}");
    }

    #[test]
    fn an_empty_line_is_left_out_and_a_long_one_indented() {
        let locale = Locale::new(Language::English);
        let mut sheet = Sheet::default();
        sheet.line(&locale, "ab", "one\ntwo").line(&locale, "c", "");
        assert_eq!(sheet.text(), "ab  one\n    two\n");
    }
}
