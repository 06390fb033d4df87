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
    lines: Vec<String>,
    top: Cell<usize>,
    /// Rows there were, and rows of the part they were drawn in.
    drawn: Cell<(usize, usize)>,
}

impl LinesOfText {
    /// A text, from its first line.
    pub(super) fn new(text: &str) -> Self {
        Self { lines: text.lines().map(str::to_owned).collect(), ..Self::default() }
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
        let rows: Vec<String> = self.lines.iter().flat_map(|line| wrap(line, width)).collect();
        let height = usize::from(body.height);
        let top = self.top.get().min(rows.len().saturating_sub(height));
        self.top.set(top);
        self.drawn.set((rows.len(), height));
        for (row, line) in body.rows().zip(rows.iter().skip(top)) {
            canvas.text_uncut(row, line, Role::Text);
        }
        scroll_bar::draw(canvas, area, top, rows.len());
    }
}
