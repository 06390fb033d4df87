//! Lines of worded pieces for a table: what a screen made of what it read, once.
//!
//! Invariant: drawing looks lines up and words nothing.

use crate::tui::theme::Role;
use crate::tui::widgets::column::Column;
use crate::tui::widgets::table::{Piece, RowSource, Table};

/// One piece: its text and its role.
pub(super) type Cell = (String, Role);

/// The lines, each with the id of what stands behind it.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Vec<Cell>>,
    ids: Vec<String>,
}

/// Names of the columns; a table asks by name.
const NAMES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Lines {
    /// Lines with nothing behind them.
    pub(super) fn new(lines: Vec<Vec<Cell>>) -> Self {
        Self { lines, ids: Vec::new() }
    }

    /// Adds a line with something behind it.
    pub(super) fn push(&mut self, id: impl Into<String>, line: Vec<Cell>) {
        self.ids.push(id.into());
        self.lines.push(line);
    }

    /// What stands behind a line.
    pub(super) fn id(&self, row: usize) -> Option<&str> {
        self.ids.get(row).map(String::as_str).filter(|id| !id.is_empty())
    }

    /// The line of an id.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    /// A piece of a line.
    pub(super) fn text(&self, row: usize, column: usize) -> &str {
        self.lines.get(row).and_then(|line| line.get(column)).map_or("", |(text, _)| text)
    }
}

impl RowSource for Lines {
    fn rows(&self) -> usize {
        self.lines.len()
    }

    fn piece(&self, row: usize, column: &'static str) -> Piece<'_> {
        let at = NAMES.iter().position(|name| *name == column).unwrap_or(0);
        match self.lines.get(row).and_then(|line| line.get(at)) {
            Some((text, role)) => Piece::new(text.as_str(), *role),
            None => Piece::from(""),
        }
    }
}

/// A column of such a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    title: &'static str,
    least: u16,
    most: u16,
    right: bool,
}

/// A column of words.
pub(super) const fn words(title: &'static str, least: u16, most: u16) -> Head {
    Head { title, least, most, right: false }
}

/// A column of numbers, at the right.
pub(super) const fn numbers(title: &'static str, least: u16, most: u16) -> Head {
    Head { title, least, most, right: true }
}

/// A table of such lines; titles stand under `<prefix>.<title>`. Wide columns take more of the room.
pub(super) fn table(prefix: &str, heads: &[Head], empty: &'static str) -> Table {
    let columns = heads.iter().zip(NAMES).map(|(head, id)| {
        let column = Column::between(id, format!("{prefix}.{}", head.title), head.least, head.most);
        let column = if head.most > 40 { column.share(3).middle() } else { column };
        if head.right { column.right() } else { column }
    });
    Table::new(columns.collect()).empty(empty)
}

/// Plain words.
pub(super) fn plain(text: impl Into<String>) -> Cell {
    (text.into(), Role::Text)
}

/// Words that may be overlooked.
pub(super) fn muted(text: impl Into<String>) -> Cell {
    (text.into(), Role::Muted)
}
