//! A text to be read, wrapped and scrolled: what a template or a file says.
//!
//! Invariant: nothing of it is changed or understood here.

use crate::tui::canvas::Canvas;
use crate::tui::event::Event;
use crate::tui::theme::Role;
use crate::tui::widgets::{scroll, scroll_bar};
use crate::tui::width::wrap;
use ratatui::layout::Rect;
use std::cell::Cell;

/// The text.
#[derive(Debug, Default)]
pub(super) struct LinesOfText {
    lines: Vec<(String, Role)>,
    top: Cell<usize>,
    /// Rows there were, and rows of the part they were drawn in.
    drawn: Cell<(usize, usize)>,
}

impl LinesOfText {
    /// A text, from its first line.
    pub(super) fn new(text: &str) -> Self {
        Self::looking(text.lines().map(|line| (line.to_owned(), Role::Text)).collect())
    }

    /// Lines, each with its look.
    pub(super) fn looking(lines: Vec<(String, Role)>) -> Self {
        Self { lines, ..Self::default() }
    }

    /// Takes movements and the wheel.
    pub(super) fn handle(&self, event: &Event) -> bool {
        let (rows, height) = self.drawn.get();
        let Some(to) = scroll::follow(event, self.top.get(), rows, height) else { return false };
        self.top.set(to);
        true
    }

    /// Draws what is in view.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let body = Rect { width: area.width.saturating_sub(1), ..area };
        let width = usize::from(body.width.max(1));
        let wrapped = |(line, role): &(String, Role)| {
            let role = *role;
            wrap(line, width).into_iter().map(move |row| (row, role))
        };
        let rows: Vec<(String, Role)> = self.lines.iter().flat_map(wrapped).collect();
        let height = usize::from(body.height);
        let top = self.top.get().min(rows.len().saturating_sub(height));
        self.top.set(top);
        self.drawn.set((rows.len(), height));
        for (row, (line, role)) in body.rows().zip(rows.iter().skip(top)) {
            canvas.text_uncut(row, line, *role);
        }
        scroll_bar::draw(canvas, area, top, rows.len());
    }
}
