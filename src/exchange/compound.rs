//! The old container (`.xls`, and the wrapper of a password-protected workbook): just enough of it to refuse
//! what would hang or flood the reader behind us.
//!
//! Invariant: walks each chain of sectors at most once, whatever the file says.

use super::error::{Error, Looks};
use std::collections::HashMap;

/// The first eight bytes.
pub(super) const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The reader makes a rectangle over all cells of a sheet; so many in all sheets are 100 MB. The form ends at
/// row 65.536: a full list of 45 columns fits.
const RECTANGLES_LIMIT: u64 = 3_000_000;
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const DIRECTORY_ENTRY: usize = 128;

/// Refuses encrypted, foreign and harmful files.
pub(super) fn check(bytes: &[u8]) -> Result<(), Error> {
    // A wrapper too damaged to walk still tells what it wraps.
    let wrapped: Vec<u8> = "EncryptedPackage".bytes().flat_map(|letter| [letter, 0]).collect();
    if memchr::memmem::find(bytes, &wrapped).is_some() {
        return Err(Error::Password);
    }
    let file = Compound::open(bytes).ok_or_else(|| damaged("compound file"))?;
    if file.stream("EncryptionInfo").is_some() {
        return Err(Error::Password);
    }
    let Some(entry) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        let looks = if file.stream("WordDocument").is_some() { Looks::Document } else { Looks::Unknown };
        return Err(Error::NotAWorkbook { looks });
    };
    let stream = file.read(entry).ok_or_else(|| damaged("workbook stream"))?;
    check_records(&stream)
}

fn damaged(detail: &str) -> Error {
    Error::Damaged { detail: detail.to_owned() }
}

/// Walks the records as the reader will: the globals up to their end, then each sheet from where they say.
fn check_records(stream: &[u8]) -> Result<(), Error> {
    let mut sheets = Vec::new();
    for (kind, body) in records(stream) {
        match kind {
            FILE_PASS => return Err(Error::Password),
            BOUND_SHEET => sheets.extend(u32_at(body, 0)),
            END => break,
            _ => {}
        }
    }
    sheets.sort_unstable();
    sheets.dedup();
    let mut left = RECTANGLES_LIMIT;
    for start in sheets {
        let sheet = usize::try_from(start).ok().and_then(|start| stream.get(start..)).unwrap_or_default();
        let mut rectangle = Rectangle::default();
        for (kind, body) in records(sheet) {
            rectangle.take(kind, body);
        }
        left = left.checked_sub(rectangle.cells()).ok_or_else(|| Error::FarCell {
            sheet: String::new(),
            cell: super::grid::reference(rectangle.last.1, rectangle.last.0),
        })?;
    }
    Ok(())
}

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;

fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let body = stream.get(at + 4..at + 4 + length).unwrap_or_default();
        at += 4 + length;
        Some((kind, body))
    })
}

/// What the cells of a sheet span.
#[derive(Default)]
struct Rectangle {
    first: Option<(u32, u32)>,
    last: (u32, u32),
    claimed: u64,
}

impl Rectangle {
    fn take(&mut self, kind: u16, body: &[u8]) {
        match kind {
            DIMENSIONS => self.claimed = self.claimed.max(claimed(body)),
            // the records that put a cell somewhere
            0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E => {
                let (Some(row), Some(column)) = (u16_at(body, 0), u16_at(body, 2)) else { return };
                let (row, column) = (u32::from(row), u32::from(column));
                let first = self.first.get_or_insert((row, column));
                *first = (first.0.min(row), first.1.min(column));
                // one record may fill a stretch of a row
                let stretch = if kind == 0x00BD { u32::try_from(body.len() / 6).unwrap_or(0) } else { 0 };
                self.last = (self.last.0.max(row), self.last.1.max(column + stretch));
            }
            _ => {}
        }
    }

    fn cells(&self) -> u64 {
        let spanned = self.first.map_or(0, |first| area((first.0, self.last.0), (first.1, self.last.1)));
        spanned.max(self.claimed)
    }
}

/// What a sheet says of itself; room is made for it before a cell is seen.
fn claimed(body: &[u8]) -> u64 {
    let wide = |at| u32_at(body, at).unwrap_or(0);
    let narrow = |at| u32::from(u16_at(body, at).unwrap_or(0));
    let ((first_row, end_row), (first_column, end_column)) = match body.len() {
        10 => ((narrow(0), narrow(2)), (narrow(4), narrow(6))),
        _ => ((wide(0), wide(4)), (narrow(8), narrow(10))),
    };
    if end_row < first_row {
        return u64::MAX; // counted backwards
    }
    area((first_row, end_row), (first_column.min(end_column), end_column))
}

fn area(rows: (u32, u32), columns: (u32, u32)) -> u64 {
    (u64::from(rows.1 - rows.0) + 1) * (u64::from(columns.1 - columns.0) + 1)
}

struct Entry {
    start: u32,
    length: usize,
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: HashMap<String, Entry>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !(7..=16).contains(&shift) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: HashMap::new(),
        };
        file.read_table()?;
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        let mut root = None;
        for entry in directory.chunks_exact(DIRECTORY_ENTRY) {
            let units = (0..32).filter_map(|at| u16_at(entry, at * 2)).take_while(|unit| *unit != 0);
            let name = String::from_utf16_lossy(&units.collect::<Vec<_>>()).to_lowercase();
            let length = usize::try_from(u32_at(entry, 120)?).ok()?;
            let start = u32_at(entry, 116)?;
            root.get_or_insert((start, length));
            file.entries.entry(name).or_insert(Entry { start, length });
        }
        let (small_start, small_sectors) = (u32_at(bytes, 60)?, u32_at(bytes, 64)?);
        if let (Some((start, length)), true) = (root, small_sectors > 0) {
            file.small = file.chain(start, length)?;
            let small_table = file.chain(small_start, usize::MAX)?;
            file.small_table = words(&small_table).collect();
        }
        Some(file)
    }

    /// The sectors that hold the table: 109 in the header, the rest in a chain of their own.
    fn read_table(&mut self) -> Option<()> {
        let mut holders: Vec<u32> = words(self.bytes.get(76..512)?).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut left = self.bytes.len() / self.sector + 1;
        while next < LAST_SECTOR && left > 0 {
            let sector = self.sector_bytes(next)?;
            let mut more: Vec<u32> = words(sector).collect();
            next = more.pop()?;
            holders.extend(more);
            left -= 1;
        }
        for holder in holders.into_iter().filter(|holder| *holder < LAST_SECTOR) {
            if self.table.len() > self.bytes.len() {
                return None; // one holder named again and again
            }
            let sector = self.sector_bytes(holder)?;
            self.table.extend(words(sector));
        }
        Some(())
    }

    fn sector_bytes(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut joined = Vec::new();
        let mut id = start;
        while id < LAST_SECTOR && joined.len() < length {
            if joined.len() > self.bytes.len() {
                return None; // a loop
            }
            joined.extend_from_slice(self.sector_bytes(id)?);
            id = *self.table.get(usize::try_from(id).ok()?)?;
        }
        joined.truncate(length);
        Some(joined)
    }

    fn stream(&self, name: &str) -> Option<&Entry> {
        self.entries.get(&name.to_lowercase())
    }

    fn read(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.length >= 4096 || self.small.is_empty() {
            return self.chain(entry.start, entry.length);
        }
        let mut joined = Vec::new();
        let mut id = entry.start;
        while id < LAST_SECTOR && joined.len() < entry.length {
            let at = usize::try_from(id).ok()?.checked_mul(64)?;
            joined.extend_from_slice(self.small.get(at..self.small.len().min(at + 64))?);
            id = *self.small_table.get(usize::try_from(id).ok()?)?;
        }
        joined.truncate(entry.length);
        Some(joined)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
