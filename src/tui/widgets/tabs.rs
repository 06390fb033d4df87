//! A row of names, one of them open.
//!
//! Invariant: the open one is always in view.

use crate::tui::canvas::Canvas;
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::width;
use ratatui::layout::{Position, Rect};

/// Draws the row. `focused`: does it have the keys?
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, labels: &[String], current: usize, focused: bool) {
    if area.is_empty() {
        return;
    }
    let open = if focused { Role::Selection } else { Role::Title };
    for (index, place) in places(labels, current, area) {
        let (sign, role) =
            if index == current { (canvas.glyph(Glyph::Here), open) } else { (" ", Role::Muted) };
        canvas.pieces(place, &[(sign, role), (&labels[index], role)]);
    }
}

/// Which name stands at a position.
pub fn hit(labels: &[String], current: usize, area: Rect, at: Position) -> Option<usize> {
    places(labels, current, area).into_iter().find(|(_, place)| place.contains(at)).map(|(index, _)| index)
}

fn places(labels: &[String], current: usize, area: Rect) -> Vec<(usize, Rect)> {
    let columns = |label: &String| u16::try_from(width(label)).unwrap_or(u16::MAX).saturating_add(1);
    let mut first = 0;
    let needed = |first: usize| -> u32 {
        let shown = labels.iter().take(current + 1).skip(first);
        shown.map(|label| u32::from(columns(label)) + 1).sum()
    };
    while first < current && needed(first) > u32::from(area.width) {
        first += 1;
    }
    let mut places = Vec::new();
    let mut x = area.x;
    for (index, label) in labels.iter().enumerate().skip(first) {
        let free = area.right().saturating_sub(x);
        if free == 0 || (index > current && columns(label) > free) {
            break;
        }
        let place = Rect { x, y: area.y, width: columns(label).min(free), height: area.height.min(1) };
        x = x.saturating_add(place.width + 1);
        places.push((index, place));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Vec<String> {
        ["1 Tổng quan", "2 Hồ sơ", "4 Hồ sơ trình", "5 Lịch việc"].map(String::from).to_vec()
    }

    #[test]
    fn a_click_finds_the_name() {
        let area = Rect::new(0, 1, 60, 1);
        assert_eq!(hit(&labels(), 0, area, Position::new(14, 1)), Some(1));
        assert_eq!(hit(&labels(), 0, area, Position::new(59, 1)), None);
    }

    #[test]
    fn the_open_one_is_in_view_at_any_width() {
        for columns in 1..60 {
            let shown = places(&labels(), 3, Rect::new(0, 0, columns, 1));
            assert!(shown.iter().any(|(index, _)| *index == 3), "{columns}");
        }
    }
}
