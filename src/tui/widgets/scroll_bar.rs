//! The bar at the right edge of what is longer than its area.
//!
//! Invariant: stands only where something is out of view.

use crate::tui::canvas::Canvas;
use crate::tui::theme::{Glyph, Role};
use ratatui::layout::Rect;

/// Draws the bar over the last column of an area that shows `rows` rows from `top` on, if not all are in view.
pub fn draw(canvas: &mut Canvas<'_>, body: Rect, top: usize, rows: usize) {
    let height = usize::from(body.height);
    if rows <= height || height == 0 {
        return;
    }
    let thumb = (height * height / rows).max(1);
    let from = top * (height - thumb.min(height)) / (rows - height).max(1);
    for (at, line) in body.rows().enumerate() {
        let edge = Rect { x: line.right().saturating_sub(1), width: line.width.min(1), ..line };
        let on = (from..from + thumb).contains(&at);
        let (glyph, role) = if on { (Glyph::Thumb, Role::Accent) } else { (Glyph::Track, Role::Border) };
        canvas.text(edge, canvas.glyph(glyph), role);
    }
}
