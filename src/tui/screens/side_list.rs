//! A short list beside a larger part: names with a note at the right, one of them open.
//!
//! Invariant: the open one is in view; what is clicked is what was drawn.

use crate::tui::canvas::{Canvas, split_left};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::finder::keep_in_view;
use crate::tui::width::width;
use ratatui::layout::{Alignment, Rect};
use std::cell::Cell;

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideItem {
    /// What it is called, worded.
    pub label: String,
    /// At the right, e.g. a count.
    pub note: String,
    /// The role of the note where the item is not open.
    pub role: Role,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct SideList {
    items: Vec<SideItem>,
    selected: usize,
    top: Cell<usize>,
    drawn: Cell<Rect>,
}

impl SideItem {
    /// A name and what is noted beside it.
    pub fn new(label: impl Into<String>, note: impl Into<String>) -> Self {
        Self { label: label.into(), note: note.into(), role: Role::Muted }
    }
}

impl SideList {
    /// A list of these names.
    pub fn new(items: Vec<SideItem>) -> Self {
        Self { items, ..Self::default() }
    }

    /// Puts other names in; the open one keeps its place.
    pub fn set_items(&mut self, items: Vec<SideItem>) {
        self.selected = self.selected.min(items.len().saturating_sub(1));
        self.items = items;
    }

    /// Which is open.
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// Opens one.
    pub fn select(&mut self, at: usize) {
        self.selected = at.min(self.items.len().saturating_sub(1));
    }

    /// What the open one is called.
    pub fn label(&self) -> Option<&str> {
        self.items.get(self.selected).map(|item| item.label.as_str())
    }

    /// Where it was drawn.
    pub const fn area(&self) -> Rect {
        self.drawn.get()
    }

    /// Columns that show every name whole.
    pub fn wanted_columns(&self) -> u16 {
        let columns = self.items.iter().map(|item| width(&item.label) + width(&item.note) + 4).max();
        u16::try_from(columns.unwrap_or(0)).unwrap_or(u16::MAX)
    }

    /// Takes movements and the mouse; says whether another is open now.
    pub fn handle(&mut self, event: &Event) -> bool {
        let last = self.items.len().saturating_sub(1);
        let before = self.selected;
        self.selected = match event {
            Event::Move(Motion::Up) => before.saturating_sub(1),
            Event::Move(Motion::Down) => (before + 1).min(last),
            Event::Move(Motion::Home | Motion::PageUp) => 0,
            Event::Move(Motion::End | Motion::PageDown) => last,
            Event::Mouse(mouse) if mouse.within(self.drawn.get()) => match mouse.deed {
                MouseDeed::WheelUp => before.saturating_sub(1),
                MouseDeed::WheelDown => (before + 1).min(last),
                MouseDeed::Click => (self.top.get() + usize::from(mouse.at.y - self.drawn.get().y)).min(last),
            },
            _ => before,
        };
        self.selected != before
    }

    /// Draws the names. `focused`: does it have the keys?
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        self.drawn.set(area);
        let top = keep_in_view(self.top.get(), self.selected, usize::from(area.height));
        self.top.set(top);
        for (line, (at, item)) in area.rows().zip(self.items.iter().enumerate().skip(top)) {
            let here = at == self.selected;
            let bar = if focused { Role::Selection } else { Role::SelectionIdle };
            let (text, note) = if here { (bar, bar) } else { (Role::Text, item.role) };
            if here {
                canvas.tint(line, bar);
            }
            let (sign, rest) = split_left(line, 2);
            canvas.text(sign, if here { canvas.glyph(Glyph::Cursor) } else { " " }, text);
            let columns = u16::try_from(width(&item.note)).unwrap_or(0).min(rest.width);
            let (name, right) = split_left(rest, rest.width - columns);
            canvas.text(Rect { width: name.width.saturating_sub(1), ..name }, &item.label, text);
            canvas.text_aligned(right, &item.note, note, Alignment::Right);
        }
    }
}
