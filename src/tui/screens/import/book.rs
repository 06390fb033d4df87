//! The pages of a preview under its summary, one of them open.
//!
//! Invariant: one page is always open.

use super::pages::Page;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::event::{Event, Motion};
use crate::tui::screens::lines::draw_with_whole;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{RowSource, TableNews};
use crate::tui::widgets::tabs;
use ratatui::layout::Rect;
use std::cell::Cell;

/// The pages.
pub(in crate::tui::screens) struct Book {
    pages: Vec<Page>,
    open: usize,
    tabs: Cell<Rect>,
}

impl Book {
    /// Open at a page.
    pub(in crate::tui::screens) fn new(pages: Vec<Page>, open: usize) -> Self {
        Self { pages, open, tabs: Cell::default() }
    }

    /// Which page is open.
    pub(in crate::tui::screens) const fn open(&self) -> usize {
        self.open
    }

    /// The line under the bar of a page.
    pub(in crate::tui::screens) fn selected(&self, page: usize) -> usize {
        self.pages.get(page).map_or(0, |page| page.table.selected())
    }

    /// Puts the bar of a page on a line.
    pub(in crate::tui::screens) fn select(&mut self, page: usize, line: usize) {
        if let Some(page) = self.pages.get_mut(page) {
            page.table.select(line);
        }
    }

    /// Other pages in the place of these; the same one is open, and each bar stands where it stood.
    pub(in crate::tui::screens) fn replace(&mut self, pages: Vec<Page>) {
        for (page, before) in std::mem::replace(&mut self.pages, pages).iter().enumerate() {
            let last = self.pages.get(page).map_or(0, |page| page.lines.rows().saturating_sub(1));
            self.select(page, before.table.selected().min(last));
        }
    }

    /// The summary, the names of the pages, and the page that is open.
    pub(in crate::tui::screens) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, summary: &str) {
        let (line, rest) = split_top(area, 1);
        canvas.text(line, summary, Role::Title);
        let (_, rest) = split_top(rest, u16::from(rest.height > 8));
        let (line, rest) = split_top(rest, 1);
        self.tabs.set(line);
        tabs::draw(canvas, line, &self.labels(), self.open, false);
        let (_, body) = split_top(rest, u16::from(rest.height > 6));
        if let Some(page) = self.pages.get(self.open) {
            draw_with_whole(canvas, body, &page.table, &page.lines);
        }
    }

    /// Turns pages and moves within the one that is open.
    pub(in crate::tui::screens) fn handle(&mut self, event: &Event) -> TableNews {
        match event {
            Event::Move(Motion::Next) => self.turn(true),
            Event::Move(Motion::Previous) => self.turn(false),
            Event::Mouse(mouse) if mouse.clicked(self.tabs.get()) => {
                let hit = tabs::hit(&self.labels(), self.open, self.tabs.get(), mouse.at);
                self.open = hit.unwrap_or(self.open);
            }
            event => {
                let Some(page) = self.pages.get_mut(self.open) else { return TableNews::Ignored };
                match (page.table.handle(event, page.lines.rows()), event) {
                    (TableNews::Ignored, Event::Move(Motion::Right)) => self.turn(true),
                    (TableNews::Ignored, Event::Move(Motion::Left)) => self.turn(false),
                    (news, _) => return news,
                }
            }
        }
        TableNews::Moved
    }

    fn turn(&mut self, forward: bool) {
        let count = self.pages.len();
        self.open = if forward { self.open + 1 } else { self.open + count - 1 } % count;
    }

    fn labels(&self) -> Vec<String> {
        self.pages.iter().map(|page| page.label.clone()).collect()
    }
}
