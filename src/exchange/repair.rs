//! Text made clean before anything is understood of it: composition, spaces, control characters, and the old
//! encodings.
//!
//! Invariant: every change is remembered with what stood there before; the file itself is never touched.

use super::grid::{Grid, Value};
use crate::text::clean;
use crate::text::message::Message;

/// A text that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) before: String,
    pub(super) message: Message,
}

/// Texts that were changed, by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Repairs {
    pub(super) cells: Vec<Repair>,
}

/// Cleans every text of a sheet.
pub(super) fn clean(grid: &mut Grid) -> Repairs {
    let mut repairs = Repairs::default();
    for row in &mut grid.rows {
        for (column, value) in &mut row.cells {
            let Value::Text(text) = value else { continue };
            let cleaned = clean::clean(text);
            if !cleaned.changes.any() {
                continue;
            }
            let message = if cleaned.changes.recomposed {
                "import.note.recomposed"
            } else if cleaned.changes.controls_removed {
                "import.note.controls"
            } else {
                "import.note.spaces"
            };
            let before = std::mem::replace(text, cleaned.text);
            repairs.cells.push(Repair {
                row: row.number,
                column: *column,
                before,
                message: Message::new(message),
            });
        }
        row.cells.retain(|(_, value)| !matches!(value, Value::Text(text) if text.is_empty()));
    }
    grid.rows.retain(|row| !row.cells.is_empty());
    repairs
}
