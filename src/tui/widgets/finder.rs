//! A list to choose from, with type-to-find: accents optional, every word must occur.
//!
//! Invariant: the order of what is found is the order it was given in, whole-prefix hits first.

use super::scroll_bar;
use super::text_field::TextField;
use crate::text::fold::{fold, query_terms};
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::settings::Settings;
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::width;
use ratatui::layout::{Alignment, Rect};
use std::cell::Cell;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, worded; what is searched, with the note.
    pub label: String,
    /// At the right, e.g. its key or code.
    pub note: String,
    /// Ticked, unticked, or not to be ticked at all.
    pub ticked: Option<bool>,
    folded: String,
}

impl Entry {
    /// An entry to choose.
    pub fn new(label: impl Into<String>, note: impl Into<String>) -> Self {
        let (label, note) = (label.into(), note.into());
        let folded = fold(&format!("{label} {note}"));
        Self { label, note, ticked: None, folded }
    }

    /// It can be ticked, and is so or not.
    #[must_use]
    pub const fn ticked(mut self, ticked: bool) -> Self {
        self.ticked = Some(ticked);
        self
    }
}

impl Entry {
    /// What it takes with its sign and its tick.
    fn columns(&self) -> usize {
        let tick = if self.ticked.is_some() { 4 } else { 0 };
        let note = if self.note.is_empty() { 0 } else { width(&self.note) + 2 };
        width(&self.label) + note + tick + 3
    }
}

/// The list with its search line.
#[derive(Debug, Clone)]
pub struct Finder {
    query: TextField,
    entries: Vec<Entry>,
    found: Vec<usize>,
    selected: usize,
    top: Cell<usize>,
    drawn: Cell<Rect>,
}

impl Finder {
    /// Over these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        let found = (0..entries.len()).collect();
        Self {
            query: TextField::default(),
            entries,
            found,
            selected: 0,
            top: Cell::new(0),
            drawn: Cell::default(),
        }
    }

    /// The index of the entry under the bar, among those given.
    pub fn chosen(&self) -> Option<usize> {
        self.found.get(self.selected).copied()
    }

    /// What was typed to find.
    pub fn query(&self) -> &str {
        self.query.text()
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts the bar on an entry, if it is among those found.
    pub fn select(&mut self, entry: usize) {
        if let Some(at) = self.found.iter().position(|found| *found == entry) {
            self.selected = at;
        }
    }

    /// Ticks or unticks the entry under the bar.
    pub fn tick(&mut self) {
        if let Some(entry) = self.chosen().and_then(|index| self.entries.get_mut(index)) {
            entry.ticked = entry.ticked.map(|ticked| !ticked);
        }
    }

    /// Where the list stood in the last frame.
    pub const fn area(&self) -> Rect {
        self.drawn.get()
    }

    /// Rows that show everything.
    pub fn wanted_rows(&self) -> u16 {
        u16::try_from(self.entries.len()).unwrap_or(u16::MAX).saturating_add(2)
    }

    /// Is an entry longer than so many columns?
    pub fn is_cut(&self, columns: u16) -> bool {
        self.entries.iter().any(|entry| entry.columns() > usize::from(columns))
    }

    /// All of the entry under the bar, if it is longer than so many columns.
    pub fn cut_off(&self, columns: u16) -> Option<String> {
        let entry = self.entries.get(self.chosen()?)?;
        let parts = [entry.label.trim(), entry.note.trim()].into_iter().filter(|part| !part.is_empty());
        (entry.columns() > usize::from(columns)).then(|| parts.collect::<Vec<_>>().join(" · "))
    }

    /// Takes letters for the search and movements for the bar.
    pub fn handle(&mut self, event: &Event, settings: &Settings) -> bool {
        let page = usize::from(self.drawn.get().height.max(1));
        let last = self.found.len().saturating_sub(1);
        match event {
            Event::Move(Motion::Up) => self.selected = self.selected.saturating_sub(1),
            Event::Move(Motion::Down) => self.selected = (self.selected + 1).min(last),
            Event::Move(Motion::PageUp) => self.selected = self.selected.saturating_sub(page),
            Event::Move(Motion::PageDown) => self.selected = (self.selected + page).min(last),
            Event::Mouse(mouse) if mouse.deed == MouseDeed::WheelUp => {
                self.selected = self.selected.saturating_sub(1);
            }
            Event::Mouse(mouse) if mouse.deed == MouseDeed::WheelDown => {
                self.selected = (self.selected + 1).min(last);
            }
            Event::Mouse(mouse) if mouse.clicked(self.drawn.get()) => {
                let row = self.top.get() + usize::from(mouse.at.y - self.drawn.get().y);
                self.selected = row.min(last);
            }
            event if self.query.handle(event, settings) => self.find(),
            _ => return false,
        }
        true
    }

    fn find(&mut self) {
        let terms = query_terms(self.query.text());
        let fits = |entry: &Entry| {
            terms.iter().all(|term| term.readings.iter().any(|reading| entry.folded.contains(reading)))
        };
        let first = terms.first().and_then(|term| term.readings.first()).map_or("", String::as_str);
        self.found = (0..self.entries.len()).filter(|index| fits(&self.entries[*index])).collect();
        self.found.sort_by_key(|index| !self.entries[*index].folded.starts_with(first));
        self.selected = 0;
    }

    /// Draws search line and list; `hint` is the key of what stands in the empty search line.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, hint: &str) {
        let (line, rest) = split_top(area, 1);
        let (sign, line) = split_left(line, 2);
        canvas.text(sign, canvas.glyph(Glyph::Trail), Role::Accent);
        let hint = canvas.word(hint).to_owned();
        self.query.draw(canvas, line, true, &hint);
        let (_, list) = split_top(rest, 1);
        self.drawn.set(list);
        if self.found.is_empty() {
            let key = if self.entries.is_empty() { "shell.nothing_to_find" } else { "shell.nothing_found" };
            canvas.text(list, canvas.word(key), Role::Muted);
            return;
        }
        let rows = usize::from(list.height);
        let top = keep_in_view(self.top.get(), self.selected, rows);
        self.top.set(top);
        for (row, (at, index)) in list.rows().zip(self.found.iter().enumerate().skip(top)) {
            self.draw_entry(canvas, row, &self.entries[*index], at == self.selected);
        }
        scroll_bar::draw(canvas, list, top, self.found.len());
    }

    fn draw_entry(&self, canvas: &mut Canvas<'_>, row: Rect, entry: &Entry, here: bool) {
        let (text, note) = if here { (Role::Selection, Role::Selection) } else { (Role::Text, Role::Muted) };
        if here {
            canvas.tint(row, Role::Selection);
        }
        let (mark, rest) = split_left(row, 2);
        canvas.text(mark, if here { canvas.glyph(Glyph::Cursor) } else { " " }, text);
        let rest = match entry.ticked {
            None => rest,
            Some(ticked) => {
                let sign = canvas.glyph(if ticked { Glyph::Ticked } else { Glyph::Unticked });
                let (tick, rest) = split_left(rest, 4);
                canvas.text(tick, sign, text);
                rest
            }
        };
        let note_columns = u16::try_from(width(&entry.note)).unwrap_or(u16::MAX).min(rest.width / 2);
        let (left, right) = split_left(rest, rest.width.saturating_sub(note_columns + 1));
        let left = Rect { width: left.width.saturating_sub(1), ..left };
        let label = canvas.fit_name(&entry.label, usize::from(left.width));
        canvas.text(left, &label, text);
        let right = Rect { width: right.width.saturating_sub(1), ..right };
        let said = canvas.fit_name(&entry.note, usize::from(right.width));
        canvas.text_aligned(right, &said, note, Alignment::Right);
    }
}

/// The first row to show so that `selected` is among `rows`, moving as little as possible.
pub(crate) fn keep_in_view(top: usize, selected: usize, rows: usize) -> usize {
    if selected < top {
        selected
    } else if rows > 0 && selected >= top + rows {
        selected + 1 - rows
    } else {
        top
    }
}
