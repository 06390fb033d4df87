//! What stands above each column: one to three header rows, merged cells understood, as a path from the top.
//!
//! Invariant: reads rows, decides nothing about fields.

use super::grid::{Grid, Value};
use super::synonyms::{key, without_brackets};
use std::collections::BTreeSet;

/// No header is longer.
const LONGEST: usize = 160;

/// A column's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) column: u32,
    /// From the top row down, as written.
    pub(super) path: Vec<String>,
    /// The same as keys, without brackets; empty ones left out.
    pub(super) keys: Vec<String>,
    /// All of it as one key, brackets and all.
    pub(super) whole: String,
}

impl Label {
    /// `Số đảng viên / Tổng số`.
    pub(super) fn shown(&self) -> String {
        self.path.join(" / ")
    }
}

/// The headers of a block of rows.
pub(super) fn labels(grid: &Grid, top: u32, depth: u32) -> Vec<Label> {
    let bottom = top + depth - 1;
    let mut columns = BTreeSet::new();
    for row in grid.rows.iter().filter(|row| (top..=bottom).contains(&row.number)) {
        columns.extend(row.cells.iter().map(|(column, _)| *column));
    }
    for merge in grid.merges.iter().filter(|merge| (top..=bottom).contains(&merge.rows.0)) {
        if grid.get(merge.rows.0, merge.columns.0).is_some() {
            // A title merged across the sheet must not make thousands of columns.
            columns.extend(merge.columns.0..=merge.columns.1.min(merge.columns.0 + 63));
        }
    }
    let mut found = Vec::with_capacity(columns.len());
    for column in columns {
        let mut path: Vec<String> = Vec::new();
        for row in top..=bottom {
            if let Some(text) = piece(grid, top, bottom, row, column)
                && path.last() != Some(&text)
            {
                path.push(text);
            }
        }
        if path.is_empty() {
            continue;
        }
        let keys =
            path.iter().map(|text| key(&without_brackets(text))).filter(|key| !key.is_empty()).collect();
        let whole = key(&path.join(" "));
        found.push(Label { column, path, keys, whole });
    }
    found
}

fn piece(grid: &Grid, top: u32, bottom: u32, row: u32, column: u32) -> Option<String> {
    if let Some(merge) = grid.merge_at(row, column) {
        return (merge.rows.0 >= top).then(|| own(grid, merge.rows.0, merge.columns.0)).flatten();
    }
    if let Some(text) = own(grid, row, column) {
        return Some(text);
    }
    if row == bottom {
        return None;
    }
    // A heading over several columns whose merge was lost: it reaches right as far as there are headers below.
    let mut left = column;
    while grid.get(row + 1, left).is_some() && left > 0 && column - left < 16 {
        left -= 1;
        if grid.merge_at(row, left).is_some() {
            return None;
        }
        if let Some(text) = own(grid, row, left) {
            return grid.get(row + 1, left).map(|_| text);
        }
    }
    None
}

fn own(grid: &Grid, row: u32, column: u32) -> Option<String> {
    let text = match grid.get(row, column)? {
        Value::Text(text) => text.replace(['\n', '\r'], " "),
        value @ Value::Number(_) => value.shown(),
        _ => return None,
    };
    let text: String = text.trim().chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
