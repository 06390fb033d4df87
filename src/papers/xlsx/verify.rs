//! The check after writing: the workbook is opened again and compared, cell by cell.
//!
//! Invariant: trusts nothing of the writer: what is compared was read from the bytes; a formula is refused.

use super::{Sheet, SheetCell, shortened};
use crate::papers::docx::resolve;
use crate::papers::error::PaperError;
use crate::papers::package::{damaged, open};
use crate::text::dates::written_date;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::BufReader;
use zip::ZipArchive;
use zip::read::ZipFile;

/// Part of a workbook that holds its texts.
const TEXTS: &str = "xl/sharedStrings.xml";

/// Checks a workbook: the archive is sound, every cell holds what its list says, and none is a formula.
pub fn verify(bytes: &[u8], sheets: &[Sheet]) -> Result<(), PaperError> {
    let mut archive = open(bytes)?;
    let texts = match archive.index_for_name(TEXTS) {
        Some(_) => texts(&mut archive)?,
        None => Vec::new(),
    };
    for (number, sheet) in (1..).zip(sheets) {
        let name = format!("xl/worksheets/sheet{number}.xml");
        let part = archive.by_name(&name).map_err(|_| PaperError::MissingPart(name.clone()))?;
        compare(part, &name, &texts, sheet)?;
    }
    Ok(())
}

fn bad(part: &str, error: &dyn std::fmt::Display) -> PaperError {
    PaperError::BadPart { part: part.to_owned(), detail: error.to_string() }
}

fn texts(archive: &mut ZipArchive<std::io::Cursor<&[u8]>>) -> Result<Vec<String>, PaperError> {
    let mut reader = Reader::from_reader(BufReader::new(archive.by_name(TEXTS).map_err(damaged)?));
    let (mut texts, mut buffer) = (Vec::new(), Vec::new());
    let mut open: Option<String> = None;
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| bad(TEXTS, &error))? {
            Event::Start(element) if element.name().as_ref() == "si" => open = Some(String::new()),
            // A text that looks like Excel's own sign for a letter is written with another before it.
            Event::End(element) if element.name().as_ref() == "si" => {
                texts.extend(open.take().map(|text| text.replace("_x005F_", "_")));
            }
            Event::Empty(element) if element.name().as_ref() == "si" => texts.push(String::new()),
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text.into_inner());
                }
            }
            Event::GeneralRef(reference) => {
                if let (Some(open), Some(letter)) = (&mut open, resolve(&reference)) {
                    open.push(letter);
                }
            }
            Event::Eof => return Ok(texts),
            _ => {}
        }
        buffer.clear();
    }
}

/// Compares the cells of one sheet with its list; the lines above it and its header are part of it.
fn compare(
    part: ZipFile<'_, std::io::Cursor<&[u8]>>,
    name: &str,
    texts: &[String],
    sheet: &Sheet,
) -> Result<(), PaperError> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut expected = expected(sheet);
    let (mut buffer, mut shared, mut value) = (Vec::new(), false, String::new());
    let mut in_value = false;
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| bad(name, &error))? {
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "f" => {
                return Err(PaperError::CellDiffers {
                    expected: expected.next().unwrap_or_default(),
                    found: "=".into(),
                });
            }
            Event::Start(element) if element.name().as_ref() == "c" => shared = is_shared(&element),
            Event::Start(element) if element.name().as_ref() == "v" => in_value = true,
            Event::Text(text) if in_value => value.push_str(&text.into_inner()),
            Event::End(element) if element.name().as_ref() == "v" => {
                in_value = false;
                let found = if shared {
                    let at = value.parse().ok().and_then(|at: usize| texts.get(at));
                    at.cloned().ok_or_else(|| bad(name, &value))?
                } else {
                    value.clone()
                };
                value.clear();
                match expected.next() {
                    Some(text) if text == found => {}
                    other => {
                        return Err(PaperError::CellDiffers { expected: other.unwrap_or_default(), found });
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    match expected.next() {
        Some(text) => Err(PaperError::CellDiffers { expected: text, found: String::new() }),
        None => Ok(()),
    }
}

fn is_shared(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|attribute| attribute.key.as_ref() == "t" && &*attribute.value == "s")
}

/// What the cells of a sheet hold, in the order of reading; an empty cell holds nothing.
fn expected(sheet: &Sheet) -> impl Iterator<Item = String> + '_ {
    let titles = sheet.titles.iter().map(|text| shortened(text));
    let heads = sheet.columns.iter().map(|column| shortened(&column.title));
    let rows = sheet.rows.iter().flat_map(|row| row.iter().take(sheet.columns.len()));
    let cells = rows.filter_map(|cell| match cell {
        SheetCell::Text(text) => Some(shortened(text)),
        SheetCell::Number(number) if number.is_finite() => Some(number.to_string()),
        SheetCell::Day(day) if day.year() < 1901 => Some(written_date(*day)),
        SheetCell::Day(day) => Some(serial(*day).to_string()),
        SheetCell::Empty | SheetCell::Number(_) => None,
    });
    titles.chain(heads).chain(cells).filter(|text| !text.is_empty())
}

/// Excel's number for a day after February 1900.
fn serial(day: jiff::civil::Date) -> i32 {
    let origin = jiff::civil::date(1899, 12, 30);
    (day - origin).get_days()
}
