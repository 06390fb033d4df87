//! What is met and what is missing: a sign, words, the reason, and the key that goes there.
//!
//! Invariant: the state is told by sign and words, never by colour alone.

use super::finder::keep_in_view;
use super::scroll_bar;
use crate::tui::canvas::{Canvas, split_left};
use crate::tui::event::{Event, Motion};
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::{fit, width, wrap};
use ratatui::layout::{Alignment, Rect};
use std::cell::{Cell, RefCell};

/// Rows of the reason under the chosen item at most, and under the others: the list is to be seen whole.
const REASON_ROWS: usize = 8;
const REASON_ROWS_ELSEWHERE: usize = 2;

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Met.
    Met,
    /// Missing.
    Missing,
    /// Not yet its turn.
    Open,
    /// Waived.
    Waived,
}

/// One item, worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How it stands.
    pub standing: Standing,
    /// What it is.
    pub words: String,
    /// What is missing and why; below it, in small. May be empty.
    pub reason: String,
    /// The key that goes there; may be empty.
    pub key: String,
}

/// What came of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistNews {
    /// It wasn't for a checklist.
    Ignored,
    /// Another item is chosen.
    Moved,
    /// The chosen item was clicked: go there.
    Opened(usize),
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Checklist {
    items: Vec<Item>,
    selected: usize,
    /// Measurements of the last frame: the first line shown, and where each item stood.
    top: Cell<usize>,
    drawn: RefCell<Vec<Rect>>,
}

impl Checklist {
    /// Over these items.
    pub fn new(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }

    /// Puts other items in; the choice stays where it was.
    pub fn set_items(&mut self, items: Vec<Item>) {
        self.selected = self.selected.min(items.len().saturating_sub(1));
        self.items = items;
    }

    /// The items.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The chosen item.
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// Chooses an item.
    pub fn select(&mut self, item: usize) {
        self.selected = item.min(self.items.len().saturating_sub(1));
    }

    /// Takes movements and clicks.
    pub fn handle(&mut self, event: &Event) -> ChecklistNews {
        let last = self.items.len().saturating_sub(1);
        match event {
            Event::Move(Motion::Up) => self.selected = self.selected.saturating_sub(1),
            Event::Move(Motion::Down) => self.selected = (self.selected + 1).min(last),
            Event::Move(Motion::Home) => self.selected = 0,
            Event::Move(Motion::End) => self.selected = last,
            Event::Mouse(mouse) => {
                let hit = self.drawn.borrow().iter().position(|area| mouse.clicked(*area));
                match hit {
                    None => return ChecklistNews::Ignored,
                    Some(item) if item == self.selected => return ChecklistNews::Opened(item),
                    Some(item) => self.selected = item,
                }
            }
            _ => return ChecklistNews::Ignored,
        }
        ChecklistNews::Moved
    }

    /// Draws the items, wrapped. `focused`: does the list have the keys?
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let mut drawn = self.drawn.borrow_mut();
        drawn.clear();
        if area.is_empty() {
            return;
        }
        let key_columns = self.items.iter().map(|item| width(&item.key)).max().unwrap_or(0);
        let key_columns = u16::try_from(key_columns).unwrap_or(0).min(area.width / 4);
        let text_columns = usize::from(area.width.saturating_sub(key_columns + 5).max(1));
        let mut lines: Vec<(usize, bool, String, Role)> = Vec::new();
        let mut ends = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            let here = index == self.selected;
            let role = if here { Role::Title } else { Role::Text };
            let words = wrap(&item.words, text_columns).into_iter();
            lines.extend(words.enumerate().map(|(at, line)| (index, at == 0, line, role)));
            if !item.reason.is_empty() {
                let rows = if here { REASON_ROWS } else { REASON_ROWS_ELSEWHERE };
                let reason = cut(wrap(&item.reason, text_columns), rows, text_columns).into_iter();
                lines.extend(reason.map(|line| (index, false, line, Role::Muted)));
            }
            ends.push(lines.len());
        }
        let end = ends.get(self.selected).copied().unwrap_or(0);
        let start = self.selected.checked_sub(1).and_then(|before| ends.get(before).copied()).unwrap_or(0);
        let height = usize::from(area.height);
        let top = keep_in_view(self.top.get(), end.saturating_sub(1), height);
        let top = keep_in_view(top, start, height).min(lines.len().saturating_sub(height));
        self.top.set(top);
        drawn.resize(self.items.len(), Rect::ZERO);
        scroll_bar::draw(canvas, area, top, lines.len());
        for (row, (index, first, text, role)) in area.rows().zip(lines.iter().skip(top)) {
            let item = &self.items[*index];
            let place = &mut drawn[*index];
            *place = if place.is_empty() { row } else { place.union(row) };
            let here = *index == self.selected && focused;
            let (bar, rest) = split_left(row, 2);
            canvas.text(bar, if here { canvas.glyph(Glyph::Cursor) } else { " " }, Role::Accent);
            let (sign, rest) = split_left(rest, 2);
            let (words, key) = split_left(rest, rest.width.saturating_sub(key_columns));
            if *first {
                let (glyph, sign_role) = sign_of(item.standing);
                canvas.text(sign, canvas.glyph(glyph), sign_role);
                canvas.text_aligned(key, &item.key, Role::Key, Alignment::Right);
            }
            let words = Rect { width: words.width.saturating_sub(1), ..words };
            canvas.text(words, text, *role);
            if here && *first {
                let used = u16::try_from(width(text)).unwrap_or(u16::MAX).min(words.width);
                canvas.tint(Rect { width: used, ..words }, Role::Selection);
            }
        }
    }
}

/// The first rows, the last of them with a sign where more was left out.
fn cut(mut lines: Vec<String>, rows: usize, columns: usize) -> Vec<String> {
    if lines.len() <= rows {
        return lines;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        *last = fit(&format!("{last} …"), columns).into_owned();
    }
    lines
}

const fn sign_of(standing: Standing) -> (Glyph, Role) {
    match standing {
        Standing::Met => (Glyph::Met, Role::Good),
        Standing::Missing => (Glyph::Missing, Role::Error),
        Standing::Open => (Glyph::Open, Role::Muted),
        Standing::Waived => (Glyph::Waived, Role::Warn),
    }
}
