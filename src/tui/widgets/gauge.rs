//! A bar for a share, with the numbers beside it; and a chart of such bars.
//!
//! Invariant: the number is always written; the bar only helps the eye.

use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_left};
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::width;
use ratatui::layout::{Alignment, Rect};

/// Draws `done` of `total`: a bar and the percentage.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, done: u64, total: u64) {
    let percent = format!("{:>4}%", done.min(total) * 100 / total.max(1));
    let (left, right) = split_left(area, area.width.saturating_sub(6));
    bar(canvas, left, done, total);
    canvas.text_aligned(right, &percent, Role::Text, Alignment::Right);
}

/// Draws only the bar.
pub fn bar(canvas: &mut Canvas<'_>, area: Rect, part: u64, whole: u64) {
    let columns = u64::from(area.width);
    let full = (columns * part.min(whole)).checked_div(whole).unwrap_or(0);
    // What isn't nothing shows at least a little.
    let full = if part > 0 { full.max(1) } else { full };
    let full = usize::try_from(full).unwrap_or(0).min(usize::from(area.width));
    let solid = canvas.glyph(Glyph::Full).repeat(full);
    let rest = canvas.glyph(Glyph::Empty).repeat(usize::from(area.width) - full);
    canvas.pieces(area, &[(&solid, Role::Gauge), (&rest, Role::GaugeRest)]);
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its name, worded.
    pub label: String,
    /// How long it is.
    pub value: u64,
    /// What is written beside it: `12 chi bộ · 148 đảng viên`. Empty: the value.
    pub note: String,
}

/// The least columns of a bar that says something.
const LEAST_BAR: u16 = 6;

/// Draws a chart, a row a bar; the chosen one is marked. Rows are in order, so a click's row is its index.
pub fn chart(canvas: &mut Canvas<'_>, area: Rect, bars: &[Bar], chosen: Option<usize>) {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let notes: Vec<String> = bars.iter().map(note).collect();
    let note_columns = notes.iter().map(|note| columns(note)).max().unwrap_or(0).min(area.width / 2);
    // Names come first: a bar that leaves no room for them helps nobody.
    let room = area.width.saturating_sub(note_columns + 5);
    let spare = if room > LEAST_BAR * 3 { LEAST_BAR } else { 0 };
    let label_columns = bars.iter().map(|bar| columns(&bar.label)).max().unwrap_or(0).min(room - spare);
    for (index, ((row, bar_of), note)) in area.rows().zip(bars).zip(&notes).enumerate() {
        let here = chosen == Some(index);
        let sign = if here { canvas.glyph(Glyph::Cursor) } else { " " };
        let (role, note_role) = if here { (Role::Title, Role::Title) } else { (Role::Text, Role::Accent) };
        let (mark, row) = split_left(row, 2);
        canvas.text(mark, sign, Role::Accent);
        let (label, row) = split_left(row, label_columns);
        let name = canvas.fit_name(&bar_of.label, usize::from(label.width));
        canvas.text(label, &name, role);
        let (_, row) = split_left(row, 2);
        let (middle, right) = split_left(row, row.width.saturating_sub(note_columns + 3));
        bar(canvas, middle, bar_of.value, most);
        canvas.text_aligned(right, note, note_role, Alignment::Right);
    }
}

fn note(bar: &Bar) -> String {
    if bar.note.is_empty() {
        numbers::written(i64::try_from(bar.value).unwrap_or(i64::MAX))
    } else {
        bar.note.clone()
    }
}
