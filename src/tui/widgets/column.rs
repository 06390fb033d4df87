//! The columns of a table: which are shown, in which order, how wide.
//!
//! Invariant: what is drawn and what is clicked come from the same widths; nothing is wider than its share.

use ratatui::layout::Alignment;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What the rows are asked for.
    pub id: &'static str,
    /// Its title's locale key.
    pub title: String,
    /// The least columns of the screen it needs.
    pub least: u16,
    /// The most it makes use of.
    pub most: u16,
    /// Its share of what is left over.
    pub share: u16,
    /// Numbers stand at the right.
    pub alignment: Alignment,
    /// Cut in the middle rather than at the end, for names that differ at the end.
    pub middle: bool,
    /// Is it shown?
    pub shown: bool,
}

impl Column {
    /// A column that is always so wide.
    pub fn fixed(id: &'static str, title: impl Into<String>, columns: u16) -> Self {
        Self::between(id, title, columns, columns)
    }

    /// A column that takes its share of the room.
    pub fn between(id: &'static str, title: impl Into<String>, least: u16, most: u16) -> Self {
        Self {
            id,
            title: title.into(),
            least,
            most,
            share: 1,
            alignment: Alignment::Left,
            middle: false,
            shown: true,
        }
    }

    /// Numbers: at the right.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.alignment = Alignment::Right;
        self
    }

    /// Cut in the middle where it doesn't fit.
    #[must_use]
    pub const fn middle(mut self) -> Self {
        self.middle = true;
        self
    }

    /// A larger share of the room left over.
    #[must_use]
    pub const fn share(mut self, share: u16) -> Self {
        self.share = share;
        self
    }

    /// Not shown until it is chosen.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.shown = false;
        self
    }
}

/// Where a column is drawn: its index, its first column on the screen, its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) x: u16,
    pub(super) width: u16,
}

/// Blank columns between two.
const GAP: u16 = 2;

/// Places the shown columns on `width`: the first always, then those from `skipped` on as far as they fit.
/// Says too whether some are left out at the right.
pub(super) fn places(columns: &[Column], width: u16, skipped: usize) -> (Vec<Place>, bool) {
    let shown: Vec<usize> = (0..columns.len()).filter(|index| columns[*index].shown).collect();
    let mut chosen: Vec<(usize, u16)> = Vec::new();
    let mut used = 0;
    let mut more = false;
    for (at, index) in shown.into_iter().enumerate() {
        if at > 0 && at <= skipped {
            continue;
        }
        let gap = if chosen.is_empty() { 0 } else { GAP };
        let least = columns[index].least;
        if !chosen.is_empty() && used + gap + least > width {
            more = true;
            break;
        }
        let least = least.min(width);
        used += gap + least;
        chosen.push((index, least));
    }
    let mut left = width.saturating_sub(used);
    while left > 0 {
        let can_grow = |(index, width): &&(usize, u16)| *width < columns[*index].most;
        let shares: u32 =
            chosen.iter().filter(can_grow).map(|(index, _)| u32::from(columns[*index].share.max(1))).sum();
        if shares == 0 {
            break;
        }
        let portion = u32::from(left);
        for (index, width) in &mut chosen {
            let column = &columns[*index];
            if *width < column.most && left > 0 {
                let fair = (portion * u32::from(column.share.max(1)) / shares).max(1);
                let step = u16::try_from(fair).unwrap_or(left).min(column.most - *width).min(left);
                *width += step;
                left -= step;
            }
        }
    }
    let mut x = 0;
    let mut places = Vec::with_capacity(chosen.len());
    for (column, width) in chosen {
        places.push(Place { column, x, width });
        x += width + GAP;
    }
    (places, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::fixed("code", "Mã", 6),
            Column::between("name", "Tên", 10, 40).share(3),
            Column::between("giver", "Bên giao", 8, 20),
            Column::fixed("count", "Số", 4).right(),
        ]
    }

    #[test]
    fn room_left_over_is_shared() {
        let (places, more) = places(&columns(), 60, 0);
        assert!(!more);
        assert_eq!(places.iter().map(|place| place.width).collect::<Vec<_>>(), [6, 30, 14, 4]);
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_can_be_reached() {
        let (shown, more) = places(&columns(), 20, 0);
        assert!(more);
        assert_eq!(shown.iter().map(|place| place.column).collect::<Vec<_>>(), [0, 1]);
        let (shown, more) = places(&columns(), 24, 2);
        assert!(!more);
        assert_eq!(shown.iter().map(|place| place.column).collect::<Vec<_>>(), [0, 3]);
    }

    #[test]
    fn nothing_is_wider_than_the_room() {
        for width in 0..80 {
            for skipped in 0..4 {
                let (places, _) = places(&columns(), width, skipped);
                let end = places.last().map_or(0, |place| place.x + place.width);
                assert!(end <= width, "{width} {skipped}");
            }
        }
    }
}
