//! Lines of worded pieces for a table: what a screen made of what it read, once.
//!
//! Invariant: drawing looks lines up and words nothing.

use crate::tui::canvas::{Canvas, split_bottom, split_top};
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::column::Column;
use crate::tui::widgets::table::{Piece, RowSource, Table};
use crate::tui::width::wrap;
use ratatui::layout::Rect;

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

    /// All of a line, to be read where its columns had to be cut.
    pub(super) fn whole(&self, row: usize) -> String {
        let pieces = self.lines.get(row).into_iter().flatten().map(|(text, _)| text.trim());
        pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
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
    middle: bool,
}

/// A column of words.
pub(super) const fn words(title: &'static str, least: u16, most: u16) -> Head {
    Head { title, least, most, right: false, middle: false }
}

/// A column of names, which differ at the end.
pub(super) const fn names(title: &'static str, least: u16, most: u16) -> Head {
    Head { title, least, most, right: false, middle: true }
}

/// A column of numbers, at the right.
pub(super) const fn numbers(title: &'static str, least: u16, most: u16) -> Head {
    Head { title, least, most, right: true, middle: false }
}

/// A table of such lines; titles stand under `<prefix>.<title>`. Wide columns take more of the room.
pub(super) fn table(prefix: &str, heads: &[Head], empty: &'static str) -> Table {
    let columns = heads.iter().zip(NAMES).map(|(head, id)| {
        let column = Column::between(id, format!("{prefix}.{}", head.title), head.least, head.most);
        let column = match head.most {
            61.. => column.share(9),
            41.. => column.share(3),
            _ => column,
        };
        let column = if head.middle { column.middle() } else { column };
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

/// Draws a table, and below it all of the chosen line where that doesn't fit its columns.
pub(super) fn draw_with_whole(canvas: &mut Canvas<'_>, area: Rect, table: &Table, lines: &Lines) {
    let whole = lines.whole(table.selected());
    let wrapped = wrap(&whole, usize::from(area.width.max(1)));
    let rows = u16::try_from(wrapped.len().min(3)).unwrap_or(0);
    let room = area.height > 8 && !whole.is_empty();
    let (body, foot) = split_bottom(area, if room { rows + 1 } else { 0 });
    table.draw(canvas, body, lines, true);
    let (rule, foot) = split_top(foot, 1);
    let line = canvas.glyph(Glyph::Rule).repeat(usize::from(rule.width));
    canvas.text(rule, &line, Role::Border);
    canvas.paragraph(foot, &whole, Role::Text);
}
