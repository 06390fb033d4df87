//! Reading a text longer than its area: where the keys and the wheel lead.
//!
//! Invariant: the text's end is never drawn above the foot of its area.

use crate::tui::event::{Event, Motion, MouseDeed};

/// Rows that one turn of the wheel moves.
const WHEEL: usize = 3;

/// The row that comes to the top of an area of `height` rows over a text of `rows`, from `top` on; nothing where
/// the event is no reader's.
pub fn follow(event: &Event, top: usize, rows: usize, height: usize) -> Option<usize> {
    let last = rows.saturating_sub(height);
    let page = height.saturating_sub(2).max(1);
    let to = match event {
        Event::Move(Motion::Up) => top.saturating_sub(1),
        Event::Move(Motion::Down) => top + 1,
        Event::Move(Motion::PageUp) => top.saturating_sub(page),
        Event::Move(Motion::PageDown) => top + page,
        Event::Move(Motion::Home) => 0,
        Event::Move(Motion::End) => last,
        Event::Mouse(mouse) => match mouse.deed {
            MouseDeed::WheelUp => top.saturating_sub(WHEEL),
            MouseDeed::WheelDown => top + WHEEL,
            MouseDeed::Click => return None,
        },
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Motion::Down, 0, 1)]
    #[case(Motion::Down, 90, 90)]
    #[case(Motion::Up, 0, 0)]
    #[case(Motion::PageDown, 5, 13)]
    #[case(Motion::PageUp, 5, 0)]
    #[case(Motion::Home, 50, 0)]
    #[case(Motion::End, 0, 90)]
    fn a_text_of_a_hundred_rows_in_ten(#[case] motion: Motion, #[case] top: usize, #[case] then: usize) {
        assert_eq!(follow(&Event::Move(motion), top, 100, 10), Some(then));
    }

    #[test]
    fn what_fits_stays_and_other_keys_are_passed_on() {
        assert_eq!(follow(&Event::Move(Motion::End), 0, 3, 10), Some(0));
        assert_eq!(follow(&Event::Move(Motion::Left), 0, 100, 10), None);
    }
}
