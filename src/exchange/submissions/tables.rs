//! The tables of an export: the sheets of a workbook, a CSV file, or the CSV files of an archive.
//!
//! Invariant: every cell keeps its row and column as Excel shows them; nothing of the cells is understood here.

use super::super::compound;
use super::super::delimited;
use super::super::error::{Error, Looks};
use super::super::grid::{Grid, Value};
use super::super::guard;
use super::super::workbook::Workbook;
use super::encoding;
use crate::text::clean::clean;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

/// More cells of text than any office's surveys fill.
const CELL_LIMIT: usize = 6_000_000;

/// The tables of a file, in its order, without those that hold nothing; and whether it is an archive that may
/// hold photos too. However large those make it, they are not read here.
pub(super) fn of_file(path: &Path) -> Result<(Vec<Grid>, bool), Error> {
    guard::admit(path)?;
    let archive = || Ok::<_, Error>(BufReader::new(guard::open(path)?));
    let mut head = [0; 2];
    let is_zip = archive()?.read_exact(&mut head).is_ok() && head == *b"PK";
    if is_zip && guard::is_plain_archive(archive()?) {
        return Ok((tables_of_archive(archive()?)?, true));
    }
    let bytes = guard::load(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((read(&bytes, &name)?, false))
}

/// As [`of_file`], from bytes in hand.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Vec<Grid>, Error> {
    if bytes.starts_with(b"PK") && guard::is_plain_archive(Cursor::new(bytes)) {
        return tables_of_archive(Cursor::new(bytes));
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(&compound::SIGNATURE) {
        return held(workbook(bytes)?);
    }
    match guard::check(bytes) {
        Err(Error::NotAWorkbook { looks: Looks::Text }) | Ok(_) => held(vec![delimited_table(bytes, name)?]),
        Err(other) => Err(other),
    }
}

fn tables_of_archive(archive: impl Read + Seek) -> Result<Vec<Grid>, Error> {
    let tables = guard::csv_tables(archive)?;
    if tables.is_empty() {
        return Err(Error::NotAWorkbook { looks: Looks::Archive });
    }
    let tables: Result<Vec<Grid>, Error> =
        tables.iter().map(|(name, text)| delimited_table(text, name)).collect();
    held(tables?)
}

/// The tables that hold something.
fn held(mut tables: Vec<Grid>) -> Result<Vec<Grid>, Error> {
    tables.retain(|table| !table.rows.is_empty());
    if tables.is_empty() { Err(Error::NothingInside) } else { Ok(tables) }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Grid>, Error> {
    let mut book = Workbook::open(bytes)?.wide();
    let names = book.visible.clone();
    names.iter().map(|name| book.sheet(name, None)).collect()
}

/// A CSV text as a table called as its file is, without folder and ending.
fn delimited_table(bytes: &[u8], name: &str) -> Result<Grid, Error> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut grid = Grid::new(&clean(name).text, false);
    let marks = bytes.iter().filter(|byte| matches!(byte, b',' | b';' | b'\t' | b'\n')).count();
    if marks > CELL_LIMIT {
        return Err(Error::TooManyCells { sheet: grid.name, limit: CELL_LIMIT });
    }
    let (text, guessed) = encoding::decode(bytes);
    // Excel's own way to say what separates the cells.
    let announced = text.strip_prefix("sep=").map(|rest| rest.split_once('\n').map_or("", |(_, rest)| rest));
    for (number, (_, cells)) in delimited::records(announced.unwrap_or(&text)).into_iter().enumerate() {
        let number = number + 1 + usize::from(announced.is_some());
        for (column, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let cell = if guessed { clean(&encoding::modern(&cell)).text } else { cell };
            let (row, column) = (u32::try_from(number), u32::try_from(column));
            grid.put(row.unwrap_or(u32::MAX), column.unwrap_or(u32::MAX), Value::Text(cell));
        }
    }
    Ok(grid)
}
