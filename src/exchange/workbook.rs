//! Opening a workbook and taking its sheets cell by cell, as Excel last calculated them.
//!
//! Invariant: no rectangle over a sheet is ever made from what the file claims; cells are taken as they come.

use super::error::Error;
use super::grid::{Grid, Merge, Value, reference};
use super::guard::{self, Container};
use super::header::HEADER_WITHIN;
use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx, XlsxError,
};
use jiff::civil::Date;
use std::cell::Cell;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// No list has more columns.
const COLUMN_LIMIT: u32 = 512;
/// Excel has no more.
const ALL_COLUMNS: u32 = 16_384;
/// A value this many rows below the one before it was typed by accident.
const GAP_LIMIT: u32 = 20_000;
/// About 400 MB of values; a list of 54.000 rows holds 1,2 million.
const CELL_LIMIT: usize = 6_000_000;
/// Merged cells stand behind the rows in the file: above this many rows, finding them would cost as much as
/// reading the list, and a header is understood without them too.
const MERGES_WITHIN: usize = 10_000;
/// Excel's dates end with the year 9999.
const LAST_SERIAL: f64 = 2_958_465.0;

type Bytes<'a> = Cursor<&'a [u8]>;

/// An open workbook.
pub(super) struct Workbook<'a> {
    book: Book<'a>,
    columns: u32,
    /// Blank rows there may be between filled ones.
    gap: u32,
    /// Merged cells that begin in so many rows are told.
    merges_within: u32,
    /// The sheets an officer sees, in order.
    pub(super) visible: Vec<String>,
    /// All worksheets, hidden ones too: these can be asked for by name.
    pub(super) all: Vec<String>,
}

enum Book<'a> {
    // Boxed: the two readers differ much in size.
    Xlsx(Box<Xlsx<Bytes<'a>>>),
    Xls(Box<Xls<Bytes<'a>>>),
}

/// Runs the reader of a foreign file. It is not ours, and a file made to harm may make it panic: that is one
/// more damaged file to the officer, not the end of the program.
fn shielded<T>(read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    SHIELDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    SHIELDED.set(false);
    read.unwrap_or_else(|_| Err(Error::Damaged { detail: "the reader gave up".to_owned() }))
}

thread_local! {
    // What a panic says of itself is said before it is caught; only the thread knows that it will be.
    static SHIELDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread will be caught and told as a damaged file: then it has nothing to say itself.
pub fn is_shielded() -> bool {
    SHIELDED.get()
}

impl<'a> Workbook<'a> {
    /// Opens after the guard has looked.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let container = guard::check(bytes)?;
        shielded(|| {
            let (book, sheets) = match container {
                Container::Zip => {
                    let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| xlsx_error(&error))?;
                    let sheets = book.sheets_metadata().to_vec();
                    (Book::Xlsx(Box::new(book)), sheets)
                }
                Container::Compound => {
                    let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
                        calamine::XlsError::Password => Error::Password,
                        other => Error::Damaged { detail: other.to_string() },
                    })?;
                    let sheets = book.sheets_metadata().to_vec();
                    (Book::Xls(Box::new(book)), sheets)
                }
            };
            let sheets = || sheets.iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet);
            let visible =
                sheets().filter(|s| s.visible == SheetVisible::Visible).map(|s| s.name.clone()).collect();
            let all = sheets().map(|sheet| sheet.name.clone()).collect();
            Ok(Self {
                book,
                columns: COLUMN_LIMIT,
                gap: GAP_LIMIT,
                merges_within: HEADER_WITHIN,
                visible,
                all,
            })
        })
    }

    /// Takes as many columns as a sheet can have: answers stand in one each.
    pub(super) fn wide(mut self) -> Self {
        self.columns = ALL_COLUMNS;
        self
    }

    /// Takes rows however far below the others they stand.
    pub(super) fn scattered(mut self) -> Self {
        self.gap = u32::MAX;
        self
    }

    /// Tells merged cells wherever they stand, not only in the header.
    pub(super) fn with_all_merges(mut self) -> Self {
        self.merges_within = u32::MAX;
        self
    }

    /// Takes a sheet; only its first rows where a bound is given.
    pub(super) fn sheet(&mut self, name: &str, first_rows: Option<u32>) -> Result<Grid, Error> {
        shielded(|| {
            let mut grid = match &self.book {
                Book::Xlsx(book) => Grid::new(name, book.has_1904_epoch()),
                Book::Xls(book) => Grid::new(name, book.has_1904_epoch()),
            };
            match &mut self.book {
                Book::Xlsx(book) => read_xlsx(book, &mut grid, first_rows, (self.columns, self.gap))?,
                Book::Xls(book) => read_xls(book, &mut grid, first_rows)?,
            }
            if first_rows.is_none() && grid.rows.len() <= MERGES_WITHIN {
                let merges = match &mut self.book {
                    Book::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
                    Book::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
                };
                let told = merges.iter().filter(|area| area.start.0 < self.merges_within);
                grid.merges = told.take(MERGES_WITHIN).map(merge).collect();
            }
            grid.settle();
            Ok(grid)
        })
    }
}

fn xlsx_error(error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::Password,
        other => Error::Damaged { detail: other.to_string() },
    }
}

fn read_xlsx(
    book: &mut Xlsx<Bytes<'_>>,
    grid: &mut Grid,
    first_rows: Option<u32>,
    (columns, gap): (u32, u32),
) -> Result<(), Error> {
    let sheet = grid.name.clone();
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| xlsx_error(&error))?;
    let mut count = 0;
    let mut last_row = 0_u32;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| xlsx_error(&error))? {
        let (row, column) = record.pos;
        if first_rows.is_some_and(|bound| row >= bound) {
            break;
        }
        let value = match record.value {
            DataRef::Empty if record.formula.is_some() => Value::Uncalculated,
            DataRef::Empty => continue,
            DataRef::Int(number) => Value::Number(number as f64),
            DataRef::Float(number) => Value::Number(number),
            DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text),
            DataRef::SharedString(text) => Value::Text(text.to_owned()),
            DataRef::Bool(truth) => Value::Bool(truth),
            DataRef::DateTime(date) => dated(&date),
            DataRef::DateTimeIso(text) => iso_dated(text),
            DataRef::Error(error) => broken(&error),
        };
        if is_blank(&value) {
            continue;
        }
        if column >= columns || row > last_row.saturating_add(gap) {
            return Err(Error::FarCell { sheet, cell: reference(column, row) });
        }
        last_row = last_row.max(row);
        count += 1;
        if count > CELL_LIMIT {
            return Err(Error::TooManyCells { sheet, limit: CELL_LIMIT });
        }
        grid.put(row + 1, column, value);
    }
    Ok(())
}

fn read_xls(book: &mut Xls<Bytes<'_>>, grid: &mut Grid, first_rows: Option<u32>) -> Result<(), Error> {
    let sheet = grid.name.clone();
    let failed = |error: calamine::XlsError| Error::Damaged { detail: error.to_string() };
    // The guard bounded the rectangle, and .xls always keeps a formula's last value.
    let range = book.worksheet_range(&sheet).map_err(failed)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let row = first_row + u32::try_from(row).unwrap_or(u32::MAX);
        let column = first_column + u32::try_from(column).unwrap_or(u32::MAX);
        if first_rows.is_some_and(|bound| row >= bound) {
            break;
        }
        let value = match data {
            Data::Empty => continue,
            Data::Int(number) => Value::Number(*number as f64),
            Data::Float(number) => Value::Number(*number),
            Data::String(text) | Data::DurationIso(text) => Value::Text(text.clone()),
            Data::Bool(truth) => Value::Bool(*truth),
            Data::DateTime(date) => dated(date),
            Data::DateTimeIso(text) => iso_dated(text.clone()),
            Data::Error(error) => broken(error),
        };
        if !is_blank(&value) {
            grid.put(row + 1, column, value);
        }
    }
    Ok(())
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.chars().all(|letter| letter.is_whitespace() || letter.is_control()))
}

fn merge(area: &Dimensions) -> Merge {
    Merge {
        rows: (area.start.0.saturating_add(1), area.end.0.saturating_add(1)),
        columns: (area.start.1, area.end.1),
    }
}

fn dated(date: &ExcelDateTime) -> Value {
    let serial = date.as_f64();
    if date.is_duration() || !(0.0..=LAST_SERIAL).contains(&serial) {
        return Value::Number(serial);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => match Date::new(year, month, day) {
            Ok(date) => Value::Date(date, serial),
            Err(_) => Value::Number(serial),
        },
        _ => Value::Number(serial),
    }
}

fn iso_dated(text: String) -> Value {
    match text.get(..10).unwrap_or(&text).parse::<Date>() {
        Ok(date) => Value::Date(date, f64::from(i32::from(date.year())) * 400.0),
        Err(_) => Value::Text(text),
    }
}

fn broken(error: &CellErrorType) -> Value {
    Value::Broken(error.to_string())
}
