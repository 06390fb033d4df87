//! What belongs to a case, as a page to walk through: headings, words, and entries that can be opened.
//!
//! ```text
//! Ý kiến các bên ─────────────────────────────────
//! ▌ ✓ Tổ chức đảng     đồng ý · 12/10/2023
//!   ✗ Chủ doanh nghiệp chưa có
//! ```
//!
//! Invariant: the bar stands only on entries; everything is wrapped, nothing is cut off.

use crate::tui::canvas::{Canvas, split_left};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::scroll_bar;
use crate::tui::width::{width, wrap};
use ratatui::layout::Rect;
use std::cell::{Cell, RefCell};

/// One row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading over what follows.
    Heading(String),
    /// Words to read.
    Words(String, Role),
    /// Something to open.
    Entry(Entry),
}

/// Something to open, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the screen knows it by.
    pub id: String,
    /// How it stands.
    pub sign: Option<(Glyph, Role)>,
    /// What it is.
    pub label: String,
    /// What is recorded.
    pub value: String,
    /// More about it, below.
    pub note: String,
}

impl Entry {
    /// An entry.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), sign: None, label: label.into(), value: String::new(), note: String::new() }
    }

    /// With what is recorded.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With more about it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Done, or still to do.
    #[must_use]
    pub const fn done(mut self, done: bool) -> Self {
        self.sign = Some(if done { (Glyph::Met, Role::Good) } else { (Glyph::Open, Role::Muted) });
        self
    }

    /// Wrong or wanting.
    #[must_use]
    pub const fn wanting(mut self) -> Self {
        self.sign = Some((Glyph::Warn, Role::Warn));
        self
    }
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutlineNews {
    /// It wasn't for the page.
    Ignored,
    /// Another entry is chosen.
    Moved,
    /// Open the chosen entry.
    Opened,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    rows: Vec<Row>,
    selected: usize,
    /// Measurements of the last frame.
    top: Cell<usize>,
    drawn: RefCell<Vec<(Rect, usize)>>,
}

struct Line {
    row: usize,
    sign: Option<(Glyph, Role)>,
    label: String,
    label_role: Role,
    value: String,
    value_role: Role,
    first: bool,
}

impl Outline {
    /// A page with the bar on its first entry.
    pub fn new(rows: Vec<Row>) -> Self {
        let mut page = Self { rows, ..Self::default() };
        let first = page.entries().next();
        page.selected = first.unwrap_or(0);
        page
    }

    /// Puts other rows in; the bar stays on the entry of the same id, if there still is one.
    pub fn set_rows(&mut self, rows: Vec<Row>) {
        let here = self.chosen().map(|entry| entry.id.clone());
        self.rows = rows;
        let same = here.and_then(|id| self.place_of(&id));
        let near = self.entries().rfind(|row| *row <= self.selected);
        let first = self.entries().next();
        self.selected = same.or(near).or(first).unwrap_or(0);
    }

    /// The entry under the bar.
    pub fn chosen(&self) -> Option<&Entry> {
        match self.rows.get(self.selected) {
            Some(Row::Entry(entry)) => Some(entry),
            _ => None,
        }
    }

    /// Puts the bar on an entry; says whether there is one of that id.
    pub fn select(&mut self, id: &str) -> bool {
        match self.place_of(id) {
            Some(row) => {
                self.selected = row;
                true
            }
            None => false,
        }
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| matches!(row, Row::Entry(entry) if entry.id == id))
    }

    fn entries(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(|row| matches!(self.rows[*row], Row::Entry(_)))
    }

    /// Takes movements, Enter's action `open`, and the mouse.
    pub fn handle(&mut self, event: &Event) -> OutlineNews {
        let here = self.selected;
        let step = |forward: bool, steps: usize| {
            let mut places: Vec<usize> = if forward {
                self.entries().filter(|row| *row > here).take(steps).collect()
            } else {
                self.entries().rev().filter(|row| *row < here).take(steps).collect()
            };
            places.pop().unwrap_or(here)
        };
        self.selected = match event {
            Event::Action("open") if self.chosen().is_some() => return OutlineNews::Opened,
            Event::Move(Motion::Up) => step(false, 1),
            Event::Move(Motion::Down) => step(true, 1),
            Event::Move(Motion::PageUp) => step(false, 8),
            Event::Move(Motion::PageDown) => step(true, 8),
            Event::Move(Motion::Home) => self.entries().next().unwrap_or(here),
            Event::Move(Motion::End) => self.entries().next_back().unwrap_or(here),
            Event::Mouse(mouse) => {
                let hit =
                    self.drawn.borrow().iter().find(|(area, _)| mouse.within(*area)).map(|(_, row)| *row);
                match (mouse.deed, hit) {
                    (MouseDeed::WheelUp, _) => step(false, 1),
                    (MouseDeed::WheelDown, _) => step(true, 1),
                    (MouseDeed::Click, Some(row)) if matches!(self.rows.get(row), Some(Row::Entry(_))) => {
                        if row == here {
                            return OutlineNews::Opened;
                        }
                        row
                    }
                    _ => return OutlineNews::Ignored,
                }
            }
            _ => return OutlineNews::Ignored,
        };
        OutlineNews::Moved
    }

    /// Draws what is in view. `focused`: does the page have the keys?
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let mut drawn = self.drawn.borrow_mut();
        drawn.clear();
        if area.width < 8 || area.height == 0 {
            return;
        }
        // The last column is the scroll bar's, and one before it stays blank.
        let columns = usize::from(area.width) - 6;
        let lines = self.lines(columns);
        let height = usize::from(area.height);
        let start = lines.iter().position(|line| line.row == self.selected).unwrap_or(0);
        let end = lines.iter().rposition(|line| line.row == self.selected).unwrap_or(0);
        // A passing line of the shell covers the lowest row: the bar keeps out of it.
        let spare = usize::from(height > 4);
        // The heading over the first entry is shown with it.
        let start = if self.entries().next() == Some(self.selected) { 0 } else { start };
        let mut top = self.top.get().min((lines.len() + spare).saturating_sub(height));
        if end + spare >= top + height {
            top = end + 1 + spare - height;
        }
        top = top.min(start);
        self.top.set(top);
        let labels = self.label_columns(columns);
        for (area, line) in area.rows().zip(lines.iter().skip(top)) {
            drawn.push((area, line.row));
            self.draw_line(canvas, area, line, labels, focused);
        }
        scroll_bar::draw(canvas, area, top, lines.len());
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect, line: &Line, labels: usize, focused: bool) {
        let here = line.row == self.selected && self.chosen().is_some();
        if matches!(self.rows[line.row], Row::Heading(_)) {
            let used = canvas.text(area, &line.label, Role::Title);
            if used > 0 {
                let (_, rest) = split_left(area, used + 1);
                let rule = canvas.glyph(Glyph::Rule).repeat(usize::from(rest.width));
                canvas.text_uncut(rest, &rule, Role::Border);
            }
            return;
        }
        let bar = here && focused && line.first;
        if bar {
            canvas.tint(area, Role::Selection);
        }
        let role = |own: Role| if bar { Role::Selection } else { own };
        let (mark, rest) = split_left(area, 2);
        canvas.text(mark, if here { canvas.glyph(Glyph::Cursor) } else { " " }, role(Role::Accent));
        let (sign, rest) = split_left(rest, 2);
        if let Some((glyph, sign_role)) = line.sign {
            canvas.text(sign, canvas.glyph(glyph), role(sign_role));
        }
        if line.value.is_empty() {
            canvas.text(rest, &line.label, role(line.label_role));
            return;
        }
        let (label, value) = split_left(rest, u16::try_from(labels + 2).unwrap_or(rest.width));
        canvas.text(label, &line.label, role(line.label_role));
        canvas.text(value, &line.value, role(line.value_role));
    }

    fn label_columns(&self, columns: usize) -> usize {
        let labels = self.rows.iter().filter_map(|row| match row {
            Row::Entry(entry) if !entry.value.is_empty() => Some(width(&entry.label)),
            _ => None,
        });
        labels.max().unwrap_or(0).min(columns * 2 / 5)
    }

    fn lines(&self, columns: usize) -> Vec<Line> {
        let labels = self.label_columns(columns);
        let mut lines = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let blank = |label: String, role: Role, first: bool| Line {
                row: at,
                sign: None,
                label,
                label_role: role,
                value: String::new(),
                value_role: Role::Text,
                first,
            };
            match row {
                Row::Heading(text) => {
                    if at > 0 {
                        lines.push(blank(String::new(), Role::Text, false));
                    }
                    lines.push(blank(text.clone(), Role::Title, true));
                }
                Row::Words(text, role) => {
                    lines.extend(wrap(text, columns).into_iter().map(|line| blank(line, *role, false)));
                }
                Row::Entry(entry) => entry_lines(at, entry, columns, labels, &mut lines),
            }
        }
        lines
    }
}

fn entry_lines(row: usize, entry: &Entry, columns: usize, labels: usize, lines: &mut Vec<Line>) {
    let with_value = !entry.value.is_empty();
    let label_columns = if with_value { labels } else { columns };
    let label = wrap(&entry.label, label_columns);
    let value = if with_value { wrap(&entry.value, columns - labels - 2) } else { Vec::new() };
    for at in 0..label.len().max(value.len()) {
        let first = at == 0;
        lines.push(Line {
            row,
            sign: entry.sign.filter(|_| first),
            label: label.get(at).cloned().unwrap_or_default(),
            label_role: Role::Text,
            value: value.get(at).cloned().unwrap_or_default(),
            value_role: Role::Accent,
            first,
        });
    }
    if !entry.note.is_empty() {
        lines.extend(wrap(&entry.note, columns).into_iter().map(|text| Line {
            row,
            sign: None,
            label: text,
            label_role: Role::Muted,
            value: String::new(),
            value_role: Role::Text,
            first: false,
        }));
    }
}
