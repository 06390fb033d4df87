//! A list ready to be read: its sheet chosen, its text made clean, its header found, its rows sorted.
//!
//! Invariant: never picks between two sheets that fit equally without saying which it took.

use super::error::Error;
use super::grid::{Grid, Value, column_of};
use super::header::{self, Certainty, HEADER_WITHIN, Layout};
use super::mapping::Mapping;
use super::reading::{Doubt, Findings, Note, Place, Reading};
use super::repair::{self, Repairs};
use super::rows::{self, Sorted};
use super::synonyms::{Kind, Synonyms, Words, folded, key, nearest};
use super::workbook::Workbook;
use super::{ReadOptions, sums};
use crate::text::dates;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A list ready to be read.
pub(super) struct Source {
    pub(super) kind: Kind,
    pub(super) grid: Grid,
    pub(super) layout: Layout,
    pub(super) sorted: Sorted,
    pub(super) words: Words,
    pub(super) repairs: Repairs,
    pub(super) synonyms: Synonyms,
    sheets: Vec<String>,
    other_sheets: Vec<String>,
}

impl Source {
    /// Opens a workbook and prepares its list of a kind.
    pub(super) fn open(bytes: &[u8], kind: Kind, options: &ReadOptions<'_>) -> Result<Self, Error> {
        let synonyms = Synonyms::of(kind);
        let words = Words::built_in();
        let mut workbook = Workbook::open(bytes)?;
        let (mut grid, other_sheets) = choose(&mut workbook, kind, &synonyms, options)?;
        let repairs = repair::clean(&mut grid);
        let layout = header::find(&grid, kind, &synonyms, options.mapping)?;
        let sorted = rows::sort(&grid, kind, &layout, &synonyms, &words);
        if sorted.data().next().is_none() {
            return Err(Error::NoRows { sheet: grid.name, row: layout.rows.1 });
        }
        Ok(Self {
            kind,
            grid,
            layout,
            sorted,
            words,
            repairs,
            synonyms,
            sheets: workbook.visible,
            other_sheets,
        })
    }

    /// The column as an officer finds it.
    pub(super) fn place(&self, column: u32) -> Place {
        let letter = super::grid::letter(column);
        let header = self.layout.columns.iter().find(|known| known.letter == letter);
        Place { header: header.map(|known| known.header.clone()).unwrap_or_default(), letter }
    }

    /// Where a field stands.
    pub(super) fn column(&self, field: &str) -> Option<u32> {
        self.layout.fields.get(field).copied()
    }

    /// Puts what was read together with what was found.
    pub(super) fn finish<Row>(
        self,
        rows: Vec<Row>,
        mut findings: Findings,
        totals: BTreeMap<String, i64>,
    ) -> Reading<Row> {
        findings.skipped = rows::skipped(&self.grid, &self.layout, &self.sorted);
        self.tell_repairs(&mut findings);
        self.tell_header(&mut findings);
        sums::check(&self, &mut findings);
        findings.notes.sort_by_cached_key(|note| (note.row, column_of(&note.column.letter)));
        findings.faults.sort_by_cached_key(|fault| (fault.row, column_of(&fault.column.letter)));
        findings.doubtful.sort_by_cached_key(|doubt| {
            (doubt.row, doubt.column.as_ref().and_then(|column| column_of(&column.letter)))
        });
        Reading {
            kind: self.kind,
            as_of: self.as_of(),
            mapping: self.mapping(),
            read: self.sorted.data().count(),
            sheet: self.grid.name,
            sheets: self.sheets,
            other_sheets: self.other_sheets,
            header: self.layout.rows,
            columns: self.layout.columns,
            rows,
            skipped: findings.skipped,
            notes: findings.notes,
            faults: findings.faults,
            duplicates: findings.duplicates,
            doubtful: findings.doubtful,
            totals,
        }
    }

    /// Repairs of text in rows of data and columns that are read.
    fn tell_repairs(&self, findings: &mut Findings) {
        let read: Vec<u32> = self.layout.fields.values().copied().collect();
        let mut data = self.sorted.data().map(|(index, _)| self.grid.rows[index].number).peekable();
        for repair in &self.repairs.cells {
            while data.next_if(|row| *row < repair.row).is_some() {}
            if data.peek() == Some(&repair.row) && read.contains(&repair.column) {
                findings.notes.push(Note {
                    sheet: self.grid.name.clone(),
                    row: repair.row,
                    column: self.place(repair.column),
                    before: repair.before.clone(),
                    after: self.grid.get(repair.row, repair.column).map(Value::shown).unwrap_or_default(),
                    message: repair.message.clone(),
                });
            }
        }
    }

    fn tell_header(&self, findings: &mut Findings) {
        for column in &self.layout.columns {
            let (Certainty::Near, Some(field)) = (column.certainty, &column.field) else { continue };
            let usual = self.synonyms.find(field).map_or(field.as_str(), |field| field.usual());
            findings.notes.push(Note {
                sheet: self.grid.name.clone(),
                row: self.layout.rows.1,
                column: Place { letter: column.letter.clone(), header: column.header.clone() },
                before: column.header.clone(),
                after: usual.to_owned(),
                message: Message::new("import.note.header_slip"),
            });
        }
        for (field, columns) in &self.layout.ambiguous {
            let usual = self.synonyms.find(field).map_or(field.as_str(), |field| field.usual());
            findings.doubtful.push(Doubt {
                sheet: self.grid.name.clone(),
                row: self.layout.rows.1,
                other: None,
                column: None,
                value: usual.to_owned(),
                message: Message::new("import.doubt.ambiguous_column")
                    .with("wanted", usual)
                    .with("columns", columns.join(", ")),
            });
        }
    }

    /// The matching as it was found, ready to be corrected.
    fn mapping(&self) -> Mapping {
        let mut columns = BTreeMap::new();
        for column in &self.layout.columns {
            if let Some(field) = &column.field {
                let same =
                    self.layout.columns.iter().filter(|other| key(&other.header) == key(&column.header));
                let name = if same.count() == 1 { &column.header } else { &column.letter };
                columns.insert(field.clone(), name.clone());
            }
        }
        Mapping { kind: self.kind.code().to_owned(), header: None, columns }
    }

    /// "(Số liệu tính đến ngày 31/8/2023)" above the header.
    fn as_of(&self) -> Option<Date> {
        let titles = self.grid.rows.iter().take_while(|row| row.number < self.layout.rows.0);
        for text in titles.flat_map(|row| &row.cells).filter_map(|(_, value)| value.text()) {
            let text = folded(text);
            for word in &self.words.as_of {
                let Some((_, rest)) = text.split_once(word.as_str()) else { continue };
                let rest = rest.trim_start_matches([' ', ':']);
                // the longest beginning that is a whole date: "31/8/2023", "31 tháng 8 năm 2023"
                let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(40);
                if let Some(date) = ends.filter_map(|end| dates::parse_typed(rest[..end].trim()).ok()).last()
                {
                    return Some(date);
                }
            }
        }
        None
    }
}

/// The sheet that was asked for, or the visible one that looks most like the list; and the others that hold one.
fn choose(
    workbook: &mut Workbook<'_>,
    kind: Kind,
    synonyms: &Synonyms,
    options: &ReadOptions<'_>,
) -> Result<(Grid, Vec<String>), Error> {
    let full = |workbook: &mut Workbook<'_>, name: &str| {
        let grid = workbook.sheet(name, None)?;
        if grid.rows.is_empty() { Err(Error::EmptySheet { sheet: grid.name }) } else { Ok(grid) }
    };
    if let Some(wanted) = options.sheet {
        let name = named(workbook, wanted)?;
        return Ok((full(workbook, &name)?, Vec::new()));
    }
    let visible = workbook.visible.clone();
    let mut best: Option<(u32, String)> = None;
    let mut fitting = Vec::new();
    for name in visible {
        let mut grid = workbook.sheet(&name, Some(HEADER_WITHIN))?;
        if grid.rows.is_empty() {
            continue;
        }
        repair::clean(&mut grid);
        let score = header::score(&grid, synonyms);
        if header::find(&grid, kind, synonyms, options.mapping).is_ok() {
            fitting.push(name.clone());
        }
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, name));
        }
    }
    let (_, name) = best.ok_or(Error::NothingInside)?;
    fitting.retain(|other| *other != name);
    Ok((full(workbook, &name)?, fitting))
}

/// A sheet by its name as written, as folded, or by its number among the visible ones.
fn named(workbook: &Workbook<'_>, wanted: &str) -> Result<String, Error> {
    if let Some(name) = workbook.all.iter().find(|name| *name == wanted) {
        return Ok(name.clone());
    }
    let mut alike = workbook.all.iter().filter(|name| folded(name) == folded(wanted));
    if let (Some(name), None) = (alike.next(), alike.next()) {
        return Ok(name.clone());
    }
    let by_number = wanted.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    if let Some(name) = by_number.and_then(|at| workbook.visible.get(at)) {
        return Ok(name.clone());
    }
    Err(Error::NoSuchSheet {
        wanted: wanted.to_owned(),
        nearest: nearest(wanted, workbook.all.iter().map(String::as_str)).map(str::to_owned),
        sheets: workbook.visible.clone(),
    })
}
