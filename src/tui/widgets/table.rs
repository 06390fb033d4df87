//! A table of any length: only the rows in view are asked for.
//!
//! ```text
//!     Mã      Tên chi bộ ▲               Đảng viên
//! ▌◆  CB-001  CB Công ty TNHH An Phát           12
//! ```
//!
//! Invariant: drawing costs the same at 24 rows and at 54.000; the chosen row is in view.

use super::column::{Column, Place, places};
use super::finder::keep_in_view;
use super::scroll_bar;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::{fit, width};
use ratatui::layout::{Alignment, Rect};
use std::borrow::Cow;
use std::cell::Cell;

/// Where a table's rows come from.
pub trait RowSource {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// What stands in a column of a row.
    fn piece(&self, row: usize, column: &'static str) -> Piece<'_>;
    /// Is the row marked?
    fn marked(&self, row: usize) -> bool {
        let _ = row;
        false
    }
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    text: Cow<'a, str>,
    role: Role,
}

impl<'a> Piece<'a> {
    /// A text in a role.
    pub fn new(text: impl Into<Cow<'a, str>>, role: Role) -> Self {
        Self { text: text.into(), role }
    }

    /// The text by itself.
    pub fn into_text(self) -> String {
        self.text.into_owned()
    }
}

impl<'a> From<&'a str> for Piece<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text, Role::Text)
    }
}

impl From<String> for Piece<'_> {
    fn from(text: String) -> Self {
        Self::new(text, Role::Text)
    }
}

/// What came of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableNews {
    /// It wasn't for a table.
    Ignored,
    /// The chosen row or the columns in view changed, or would have, were this not the end.
    Moved,
    /// The chosen row was clicked: open it.
    Opened,
    /// A column's title was clicked: sort by it.
    SortBy(&'static str),
}

/// The table's own state; the rows are the screen's.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// By which column the rows are sorted, and upwards?
    pub sorted: Option<(&'static str, bool)>,
    /// The locale key of what is said when there are no rows.
    pub empty: &'static str,
    selected: usize,
    skipped: usize,
    /// Measurements of the last frame: the first row shown, where the rows stood, columns left out.
    top: Cell<usize>,
    drawn: Cell<Rect>,
    more: Cell<bool>,
}

/// The columns at the left for the bar's sign and the mark.
const GUTTER: u16 = 3;

impl Table {
    /// A table with these columns.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            sorted: None,
            empty: "shell.table.empty",
            selected: 0,
            skipped: 0,
            top: Cell::new(0),
            drawn: Cell::default(),
            more: Cell::new(false),
        }
    }

    /// What to say when there are no rows.
    #[must_use]
    pub const fn empty(mut self, key: &'static str) -> Self {
        self.empty = key;
        self
    }

    /// The row under the bar. With fewer rows than before, [`Table::select`] it anew.
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// Puts the bar on a row.
    pub const fn select(&mut self, row: usize) {
        self.selected = row;
    }

    /// Turns the order round, or sorts by another column.
    pub fn sort_by(&mut self, column: &'static str) {
        self.sorted = match self.sorted {
            Some((sorted, upwards)) if sorted == column => Some((column, !upwards)),
            _ => Some((column, true)),
        };
    }

    /// Shows just these columns; the others keep their place for when they are chosen again.
    pub fn show_only(&mut self, ids: &[String]) {
        for column in &mut self.columns {
            column.shown = ids.iter().any(|id| id == column.id);
        }
        if let Some(first) = self.columns.first_mut().filter(|_| ids.is_empty()) {
            first.shown = true;
        }
        self.skipped = 0;
    }

    /// Moves a column one place to the left or right.
    pub fn shift(&mut self, id: &str, to_the_right: bool) {
        if let Some(at) = self.columns.iter().position(|column| column.id == id) {
            let other = if to_the_right { at + 1 } else { at.wrapping_sub(1) };
            if other < self.columns.len() {
                self.columns.swap(at, other);
            }
        }
    }

    /// Takes movements and the mouse over so many rows.
    pub fn handle(&mut self, event: &Event, rows: usize) -> TableNews {
        let last = rows.saturating_sub(1);
        let page = usize::from(self.drawn.get().height.max(1));
        let here = self.selected.min(last);
        self.selected = match event {
            Event::Move(Motion::Up) => here.saturating_sub(1),
            Event::Move(Motion::Down) => (here + 1).min(last),
            Event::Move(Motion::PageUp) => here.saturating_sub(page),
            Event::Move(Motion::PageDown) => (here + page).min(last),
            Event::Move(Motion::Home) => 0,
            Event::Move(Motion::End) => last,
            Event::Move(Motion::Left) if self.skipped > 0 => {
                self.skipped -= 1;
                here
            }
            Event::Move(Motion::Right) if self.more.get() => {
                self.skipped += 1;
                here
            }
            Event::Mouse(mouse) if mouse.deed == MouseDeed::WheelUp => here.saturating_sub(3),
            Event::Mouse(mouse) if mouse.deed == MouseDeed::WheelDown => (here + 3).min(last),
            Event::Mouse(mouse) if mouse.clicked(self.drawn.get()) => {
                let row = self.top.get() + usize::from(mouse.at.y - self.drawn.get().y);
                if row > last || rows == 0 {
                    return TableNews::Ignored;
                }
                if row == self.selected {
                    return TableNews::Opened;
                }
                row
            }
            Event::Mouse(mouse) if mouse.clicked(self.heading()) => {
                let column = mouse.at.x.saturating_sub(self.drawn.get().x + GUTTER);
                let (places, _) = self.places(self.drawn.get().width);
                let hit = places.into_iter().find(|place| (place.x..place.x + place.width).contains(&column));
                return hit.map_or(TableNews::Ignored, |hit| TableNews::SortBy(self.columns[hit.column].id));
            }
            _ => return TableNews::Ignored,
        };
        TableNews::Moved
    }

    fn heading(&self) -> Rect {
        let drawn = self.drawn.get();
        Rect { y: drawn.y.saturating_sub(1), height: drawn.y.min(1), ..drawn }
    }

    fn places(&self, width: u16) -> (Vec<Place>, bool) {
        places(&self.columns, width.saturating_sub(GUTTER + 2), self.skipped)
    }

    /// Draws titles and the rows in view. `focused`: does the table have the keys?
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, source: &impl RowSource, focused: bool) {
        let (heading, body) = split_top(area, 1);
        self.drawn.set(body);
        if area.is_empty() {
            return;
        }
        let (places, more) = self.places(area.width);
        self.more.set(more);
        self.draw_titles(canvas, heading, &places, more);
        let rows = source.rows();
        if rows == 0 {
            let (_, body) = split_top(body, u16::from(body.height > 2));
            let inside = Rect { x: body.x + GUTTER.min(body.width), ..body };
            let inside = Rect { width: body.width.saturating_sub(GUTTER), ..inside };
            let said = canvas.word(self.empty).to_owned();
            canvas.paragraph(inside, &said, Role::Muted);
            return;
        }
        let height = usize::from(body.height);
        let selected = self.selected.min(rows - 1);
        // After a filter the last page is filled, not left half empty.
        let top = keep_in_view(self.top.get(), selected, height).min(rows.saturating_sub(height));
        self.top.set(top);
        for (line, row) in body.rows().zip(top..rows) {
            self.draw_row(canvas, line, source, row, &places, (row == selected).then_some(focused));
        }
        scroll_bar::draw(canvas, body, top, rows);
    }

    fn draw_titles(&self, canvas: &mut Canvas<'_>, line: Rect, places: &[Place], more: bool) {
        let inside =
            Rect { x: line.x + GUTTER.min(line.width), width: line.width.saturating_sub(GUTTER), ..line };
        for place in places {
            let column = &self.columns[place.column];
            let area = part(inside, *place);
            let title = canvas.word(&column.title);
            let sorted = self.sorted.filter(|(id, _)| *id == column.id);
            let Some((_, upwards)) = sorted else {
                canvas.text_aligned(area, title, Role::Muted, column.alignment);
                continue;
            };
            let sign = canvas.glyph(if upwards { Glyph::Ascending } else { Glyph::Descending });
            let title = format!("{} {sign}", fit(title, usize::from(area.width.saturating_sub(2))));
            canvas.text_aligned(area, &title, Role::Title, column.alignment);
        }
        let edge = Rect { x: line.right().saturating_sub(1), width: line.width.min(1), ..line };
        if more {
            canvas.text(edge, canvas.glyph(Glyph::More), Role::Accent);
        }
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas<'_>,
        line: Rect,
        source: &impl RowSource,
        row: usize,
        places: &[Place],
        bar: Option<bool>,
    ) {
        let bar_role = bar.map(|focused| if focused { Role::Selection } else { Role::SelectionIdle });
        if let Some(role) = bar_role {
            canvas.tint(line, role);
            canvas.text(line, canvas.glyph(Glyph::Cursor), role);
        }
        if source.marked(row) && line.width > 1 {
            let mark = Rect { x: line.x + 1, width: 1, ..line };
            canvas.text(mark, canvas.glyph(Glyph::Marked), bar_role.unwrap_or(Role::Mark));
        }
        let inside =
            Rect { x: line.x + GUTTER.min(line.width), width: line.width.saturating_sub(GUTTER), ..line };
        for place in places {
            let column = &self.columns[place.column];
            let piece = source.piece(row, column.id);
            let role = bar_role.unwrap_or(piece.role);
            let area = part(inside, *place);
            let fits = width(&piece.text) <= usize::from(area.width);
            let alignment = if fits { column.alignment } else { Alignment::Left };
            let text = if column.middle {
                canvas.fit_name(&piece.text, usize::from(area.width)).into()
            } else {
                piece.text
            };
            canvas.text_aligned(area, &text, role, alignment);
        }
    }
}

fn part(line: Rect, place: Place) -> Rect {
    let x = place.x.min(line.width);
    Rect { x: line.x + x, width: place.width.min(line.width - x), ..line }
}
