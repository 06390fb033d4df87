//! A row of names, one of them open; over several rows where the area has them.
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

/// Do the names stand on one row?
pub fn fit(labels: &[String], width: u16) -> bool {
    let taken: u32 = labels.iter().map(|label| u32::from(columns(label))).sum();
    taken <= u32::from(width)
}

/// How many rows the names take at a width.
pub fn rows(labels: &[String], columns: u16) -> u16 {
    let area = Rect::new(0, 0, columns, u16::MAX);
    flow(labels, area).last().map_or(1, |(_, place)| place.y + 1)
}

/// What is left of the last row behind the names.
pub fn rest(labels: &[String], current: usize, area: Rect) -> Rect {
    let Some((_, last)) = places(labels, current, area).pop() else { return area };
    let x = last.right().saturating_add(1).min(area.right());
    Rect { x, y: last.y, width: area.right() - x, height: 1 }
}

fn columns(label: &str) -> u16 {
    u16::try_from(width(label)).unwrap_or(u16::MAX).saturating_add(1)
}

/// The names one after the other, on the next row where one is full.
fn flow(labels: &[String], area: Rect) -> Vec<(usize, Rect)> {
    let (mut x, mut y) = (area.x, area.y);
    let mut places = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let wanted = columns(label).min(area.width);
        if wanted > area.right().saturating_sub(x) && x > area.x {
            x = area.x;
            y = y.saturating_add(1);
        }
        places.push((index, Rect { x, y, width: wanted, height: 1 }));
        x = x.saturating_add(wanted + 1).min(area.right());
    }
    places
}

/// The names without a blank column between them; the place of the sign keeps them apart.
fn tight(labels: &[String], area: Rect) -> Vec<(usize, Rect)> {
    let mut x = area.x;
    let mut places = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        places.push((index, Rect { x, y: area.y, width: columns(label), height: 1 }));
        x = x.saturating_add(columns(label));
    }
    places
}

fn places(labels: &[String], current: usize, area: Rect) -> Vec<(usize, Rect)> {
    if area.is_empty() {
        return Vec::new();
    }
    if rows(labels, area.width) <= area.height {
        return flow(labels, area);
    }
    if fit(labels, area.width) {
        return tight(labels, area);
    }
    scrolled(labels, current, area)
}

/// On one row, as far along as the open one needs.
fn scrolled(labels: &[String], current: usize, area: Rect) -> Vec<(usize, Rect)> {
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
    fn names_flow_over_the_rows_there_are() {
        assert_eq!(rows(&labels(), 60), 1);
        assert_eq!(rows(&labels(), 30), 2);
        let area = Rect::new(0, 1, 30, 2);
        assert_eq!(hit(&labels(), 0, area, Position::new(3, 2)), Some(2));
        assert_eq!(rest(&labels(), 0, area), Rect::new(28, 2, 2, 1));
    }

    #[test]
    fn the_open_one_is_in_view_at_any_width() {
        for columns in 1..60 {
            let shown = places(&labels(), 3, Rect::new(0, 0, columns, 1));
            assert!(shown.iter().any(|(index, _)| *index == 3), "{columns}");
        }
    }
}
