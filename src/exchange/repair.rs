//! Text made clean before anything is understood of it: composition, spaces, control characters, and the old
//! encodings.
//!
//! Invariant: every change is remembered with what stood there before; the file itself is never touched.

use super::grid::{Grid, Value};
use crate::text::legacy::{self, Encoding};
use crate::text::{clean, message::Message};
use std::collections::{BTreeMap, HashMap};

/// So many texts tell the encoding of a column.
const TELLING: usize = 1000;

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
    let encodings = encodings(grid);
    // Places and names repeat from row to row, and weighing a text is dear.
    let mut weighed: HashMap<(Option<Encoding>, String), Option<legacy::Repaired>> = HashMap::new();
    let mut repairs = Repairs::default();
    for row in &mut grid.rows {
        for (column, value) in &mut row.cells {
            let Value::Text(text) = value else { continue };
            // Old encodings first: cleaning drops the soft hyphen, which is ư in TCVN3.
            let decoded = if is_western(text) {
                let encoding = encodings.of(*column);
                let key = (encoding, text.clone());
                weighed.entry(key).or_insert_with_key(|(_, text)| legacy::repair(text, encoding)).clone()
            } else {
                None
            };
            let cleaned = clean::clean(decoded.as_ref().map_or(text.as_str(), |decoded| &decoded.text));
            let message = match (&decoded, cleaned.changes) {
                (Some(decoded), _) => match decoded.encoding {
                    Encoding::Tcvn3 => "import.note.tcvn3",
                    Encoding::Vni => "import.note.vni",
                    Encoding::Cp1258 => "import.note.cp1258",
                },
                (None, changes) if !changes.any() => continue,
                (None, changes) if changes.recomposed => "import.note.recomposed",
                (None, changes) if changes.controls_removed => "import.note.controls",
                (None, _) => "import.note.spaces",
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

/// Whether a text has letters beyond ASCII and none of those that only Unicode has: the others are no old
/// encoding, and most texts are told apart here.
fn is_western(text: &str) -> bool {
    !text.is_ascii()
        && !text.chars().any(|letter| matches!(letter, '\u{100}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}'))
}

/// The old encoding of each column; a column too short to tell is in that of the sheet.
struct Encodings {
    columns: BTreeMap<u32, Option<Encoding>>,
    sheet: Option<Encoding>,
}

impl Encodings {
    fn of(&self, column: u32) -> Option<Encoding> {
        self.columns.get(&column).copied().flatten().or(self.sheet)
    }
}

fn encodings(grid: &Grid) -> Encodings {
    let mut texts: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for row in &grid.rows {
        for (column, value) in &row.cells {
            if let Some(text) = value.text().filter(|text| is_western(text)) {
                texts.entry(*column).or_default().push(text);
            }
        }
    }
    let telling = |texts: &[&str]| {
        let step = texts.len() / TELLING + 1;
        legacy::detect_all(texts.iter().step_by(step).copied())
    };
    let columns = texts.iter().map(|(column, texts)| (*column, telling(texts))).collect();
    let all: Vec<&str> = texts.into_values().flatten().collect();
    Encodings { columns, sheet: telling(&all) }
}
