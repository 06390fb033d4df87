//! Tables: cells that reach over others get their places, so that every row covers every column.
//!
//! Invariant: a row with too few cells is filled up, one with too many is cut: a grid is always whole.

use super::Layout;
use crate::papers::component::Component;
use crate::papers::document::{Align, Cell, Column, Table};
use crate::papers::laid::{Grid, GridCell, Merge, Twips};

/// A cell that still reaches into the rows below.
#[derive(Clone, Copy)]
struct Hanging {
    rows: usize,
    across: usize,
}

impl Layout<'_> {
    /// A table as a grid with borders.
    pub(super) fn table(&self, table: &Table, width: Twips) -> Grid {
        let columns = widths(&table.columns, width);
        let mut hanging: Vec<Option<Hanging>> = vec![None; columns.len()];
        let all = table.header.iter().map(|row| (row, true)).chain(table.rows.iter().map(|row| (row, false)));
        let rows = all.map(|(row, header)| self.row(row, header, table, &mut hanging)).collect();
        Grid { columns, rows, header_rows: table.header.len(), borders: true, space_above: 0, closes: false }
    }

    fn row(
        &self,
        row: &[Cell],
        header: bool,
        table: &Table,
        hanging: &mut [Option<Hanging>],
    ) -> Vec<GridCell> {
        let component = if header { Component::TableHead } else { Component::TableCell };
        let count = hanging.len();
        let mut cells = row.iter();
        let mut laid = Vec::new();
        let mut at = 0;
        while at < count {
            if let Some(from_above) = hanging[at] {
                hanging[at] = (from_above.rows > 1)
                    .then_some(Hanging { rows: from_above.rows - 1, across: from_above.across });
                let across = from_above.across.clamp(1, count - at);
                let paragraphs = vec![self.plain(component, "")];
                laid.push(GridCell { across, merge: Merge::Continue, paragraphs });
                at += across;
                continue;
            }
            let empty = Cell { paragraphs: vec![Vec::new()], across: 1, down: 1, align: None };
            let cell = cells.next().unwrap_or(&empty);
            let free = hanging[at..].iter().take_while(|above| above.is_none()).count();
            let across = cell.across.clamp(1, free);
            if cell.down > 1 {
                hanging[at] = Some(Hanging { rows: cell.down - 1, across });
            }
            let column = table.columns.get(at).map_or(Align::Left, |column| column.align);
            let align = cell.align.unwrap_or(if header { self.rules.look(component).align } else { column });
            let mut paragraphs: Vec<_> = cell
                .paragraphs
                .iter()
                .map(|runs| {
                    let mut paragraph = self.part(component, runs);
                    paragraph.align = align;
                    paragraph
                })
                .collect();
            if paragraphs.is_empty() {
                paragraphs.push(self.plain(component, ""));
            }
            let merge = if cell.down > 1 { Merge::Start } else { Merge::None };
            laid.push(GridCell { across, merge, paragraphs });
            at += across;
        }
        laid
    }
}

/// The width shared out; what rounding leaves goes to the last column.
fn widths(columns: &[Column], width: Twips) -> Vec<Twips> {
    let total: u32 = columns.iter().map(|column| column.share.clamp(1, 1000)).sum();
    let mut widths: Vec<Twips> =
        columns.iter().map(|column| width * column.share.clamp(1, 1000) / total).collect();
    let given: Twips = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - given;
    }
    widths
}
