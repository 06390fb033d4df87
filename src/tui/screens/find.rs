//! Typing to find, above a list: the field with its label, and what a key in it comes to.
//!
//! Invariant: whether the field has the keys is the screen's to know.

use crate::tui::canvas::{Canvas, split_left};
use crate::tui::event::{Event, Motion};
use crate::tui::settings::Settings;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width::width;
use ratatui::layout::Rect;

/// What a key in the field came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// It is not the field's.
    Ignored,
    /// The words are the same.
    Moved,
    /// Other words are to be found.
    Changed,
    /// On to the list.
    Left,
}

/// A key in the field.
pub(super) fn typed(field: &mut TextField, event: &Event, settings: &Settings) -> Typed {
    if matches!(event, Event::Move(Motion::Down | Motion::Next)) {
        return Typed::Left;
    }
    let before = field.text().to_owned();
    match field.handle(event, settings) {
        false => Typed::Ignored,
        true if before == field.text() => Typed::Moved,
        true => Typed::Changed,
    }
}

/// The widest field.
const WIDEST: u16 = 60;

/// The field with its label, and at the right what is said of the list.
pub(super) fn draw_head(
    canvas: &mut Canvas<'_>,
    area: Rect,
    field: &TextField,
    typing: bool,
    (said, role): (&str, Role),
) {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    let label = canvas.word("screen.registers.find").to_owned();
    let (left, rest) = split_left(area, columns(&label).saturating_add(1));
    canvas.text(left, &label, Role::Muted);
    let (place, note) = split_left(rest, rest.width - columns(said).min(rest.width / 2));
    let place = Rect { width: place.width.saturating_sub(2).min(WIDEST), ..place };
    let hint = canvas.word("screen.registers.find_hint").to_owned();
    field.draw(canvas, place, typing, &hint);
    canvas.text(note, said, role);
}
