//! Dialogs every screen can use: they ask, and answer the layer below with an
//! [`Answer`](super::event::Answer).
//!
//! Invariant: a dialog fits any body, and Esc always leaves it without an answer.

pub mod confirm;
pub mod fill;
pub mod help;
pub mod notice;
pub mod palette;
pub mod pick;
pub mod progress;

use super::canvas::Canvas;
use super::layer::Command;
use super::settings::Settings;
use super::theme::Role;
use super::widgets::finder::Entry;
use ratatui::layout::Rect;

/// The keys a dialog offers, on its last line.
pub(crate) fn draw_choices(canvas: &mut Canvas<'_>, area: Rect, actions: &[&str]) {
    let settings = canvas.settings();
    let mut line = area;
    for action in actions {
        let key = settings.keys.shown(action).unwrap_or_default();
        let label = settings.label(action);
        let used = canvas.pieces(line, &[(&key, Role::Key), (" ", Role::Muted), (&label, Role::Text)]);
        let step = used.saturating_add(3).min(line.width);
        line = Rect { x: line.x + step, width: line.width - step, ..line };
    }
}

/// A command as an entry of the help or the palette.
fn entry_of(command: Command, settings: &Settings) -> Entry {
    Entry::new(settings.label(command.action), settings.keys.shown_all(command.action))
}
