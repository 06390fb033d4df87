//! Survey forms as people keep them: a workbook, a Markdown text, a CSV text of all sheets; and the files of
//! choices beside them.
//!
//! Invariant: cells become text as their author sees it in Excel; what a sheet means is for `forms`.

use super::delimited;
use super::error::{Error, Looks};
use super::grid::{Grid, Merge, Row as GridRow, Value, number_shown, reference};
use super::guard;
use super::items;
use super::workbook::Workbook;
use crate::forms::fault::Fault;
use crate::forms::headers::{self, Part};
use crate::forms::markdown;
use crate::forms::sheets::{Row, Sheet, Sheets};
use crate::text::clean::clean_lines;
use crate::text::message::Message;
use std::path::Path;

/// Cells of one sheet counting blank ones between filled ones: no form has a tenth of it.
const AREA_LIMIT: usize = 20_000_000;
/// A header stands within the first rows.
const HEADER_WITHIN: usize = 20;
/// The most a text form may hold.
const TEXT_LIMIT: usize = 32 << 20;

/// Reads the tables of a form: `.xlsx`, `.xlsm`, `.xls`, Markdown or CSV, by its bytes. Its name without the
/// ending is what the form is called where it does not say.
///
/// # Errors
/// The file is none of these, or is damaged, locked, or made to do harm.
pub fn read_form(bytes: &[u8], name: &str) -> Result<Sheets, Error> {
    let mut sheets = if bytes.starts_with(b"PK") || bytes.starts_with(&super::compound::SIGNATURE) {
        workbook(bytes)?
    } else {
        text(bytes)?
    };
    let stem =
        Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    sheets.name = clean_lines(&stem).text.replace('\n', " ");
    Ok(sheets)
}

/// Reads a file of choices that stands beside a form, `.csv`, `.xml` or `.geojson`; its sheet is called as the
/// file is.
///
/// # Errors
/// It is no text, or not what its name says.
pub fn read_form_file(bytes: &[u8], name: &str) -> Result<Sheet, Error> {
    let text = utf8(bytes)?;
    let lower = name.to_lowercase();
    let mut sheet = match () {
        () if lower.ends_with(".geojson") => items::geojson(&text)?,
        () if lower.ends_with(".xml") => items::xml(&text),
        () => table(delimited::records(&text)),
    };
    name.clone_into(&mut sheet.name);
    Ok(sheet)
}

fn utf8(bytes: &[u8]) -> Result<String, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() > TEXT_LIMIT {
        return Err(Error::TooLarge { megabytes: bytes.len() as u64 >> 20, limit: TEXT_LIMIT as u64 >> 20 });
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = String::from_utf8(plain.to_vec());
    text.map_err(|_| guard::check(bytes).err().unwrap_or(Error::NotAForm)).map_err(not_a_form)
}

/// A list may only be a workbook; a form may be a text too, so what looks like nothing is told otherwise.
fn not_a_form(error: Error) -> Error {
    match error {
        Error::NotAWorkbook { looks: Looks::Text | Looks::Unknown } => Error::NotAForm,
        other => other,
    }
}

fn text(bytes: &[u8]) -> Result<Sheets, Error> {
    let text = utf8(bytes)?;
    if markdown::is_form(&text) {
        return Ok(markdown::read(&text));
    }
    let records = delimited::records(&text);
    let lone = table(records.clone());
    let sheets = sheets_of(records);
    if sheets.find("survey").is_some() {
        return Ok(sheets);
    }
    // One sheet saved as CSV: the survey, as the only sheet of a workbook is.
    if ["type", "name"]
        .iter()
        .all(|wanted| lone.headers.iter().any(|header| header.trim().eq_ignore_ascii_case(wanted)))
    {
        let survey = Sheet { name: "survey".into(), ..lone };
        return Ok(Sheets { sheets: vec![survey], ..Sheets::default() });
    }
    Err(not_a_form(guard::check(bytes).err().unwrap_or(Error::NotAForm)))
}

/// A CSV text of all sheets, as pyxform reads it: the first column holds the name of a sheet or nothing.
fn sheets_of(records: Vec<(usize, Vec<String>)>) -> Sheets {
    let mut sheets: Vec<Sheet> = Vec::new();
    for (number, mut cells) in records {
        let rest = cells.split_off(cells.len().min(1));
        let first = cells.pop().unwrap_or_default();
        if !first.is_empty() {
            sheets.push(Sheet { name: first, ..Sheet::default() });
        }
        let Some(sheet) = sheets.last_mut() else { continue };
        if rest.iter().all(String::is_empty) {
            continue;
        }
        if sheet.headers.is_empty() {
            sheet.headers = rest;
        } else {
            sheet.rows.push(Row { number, cells: rest });
        }
    }
    Sheets { sheets, ..Sheets::default() }
}

fn table(records: Vec<(usize, Vec<String>)>) -> Sheet {
    let mut records = records.into_iter().filter(|(_, cells)| !cells.iter().all(String::is_empty));
    let headers = records.next().map(|(_, cells)| cells).unwrap_or_default();
    let rows = records.map(|(number, cells)| Row { number, cells }).collect();
    Sheet { headers, rows, ..Sheet::default() }
}

fn workbook(bytes: &[u8]) -> Result<Sheets, Error> {
    let mut book = Workbook::open(bytes)?.wide().scattered().with_all_merges();
    let names = book.all.clone();
    let mut sheets = Sheets::default();
    for name in &names {
        // Others are passed over: they may hold anything, of any size. The only one is the survey.
        let sheet = if part(name).is_some() || names.len() == 1 {
            let part = part(name).unwrap_or(Part::Survey);
            read_grid(&book.sheet(name, None)?, part, &mut sheets.remarks)?
        } else {
            Sheet { name: clean_lines(name).text, ..Sheet::default() }
        };
        sheets.sheets.push(sheet);
    }
    Ok(sheets)
}

/// Whose sheet it is, by its name.
fn part(name: &str) -> Option<Part> {
    match name.trim().to_lowercase().as_str() {
        "survey" => Some(Part::Survey),
        "choices"
        | "choices and columns"
        | "columns"
        | "external_choices"
        | "external choices"
        | "cascades" => Some(Part::Choices),
        "settings" => Some(Part::Settings),
        "entities" => Some(Part::Entities),
        _ => None,
    }
}

fn read_grid(grid: &Grid, part: Part, remarks: &mut Vec<Fault>) -> Result<Sheet, Error> {
    let mut sheet = Sheet { name: clean_lines(&grid.name).text, lettered: true, ..Sheet::default() };
    let Some(header) = header_row(grid, part) else { return Ok(sheet) };
    sheet.headers = cells(&grid.rows[header], usize::MAX, &sheet.name, remarks);
    let width = sheet.headers.len();
    let last = |row: &GridRow| row.cells.last().map_or(0, |(column, _)| *column as usize + 1);
    if grid.rows.iter().map(|row| last(row).min(width)).sum::<usize>() > AREA_LIMIT {
        return Err(Error::TooManyCells { sheet: sheet.name, limit: AREA_LIMIT });
    }
    for row in grid.rows.iter().skip(header + 1) {
        let cells = cells(row, width, &sheet.name, remarks);
        if cells.iter().any(|cell| !cell.is_empty()) {
            sheet.rows.push(Row { number: row.number as usize, cells });
        }
    }
    if part == Part::Choices {
        fill_down(grid, &mut sheet);
    }
    Ok(sheet)
}

/// The name of a list written once, in a cell merged over all its choices, stands in each of them.
fn fill_down(grid: &Grid, sheet: &mut Sheet) {
    let is_list = |written: &String| headers::read(written, Part::Choices).name == "list_name";
    let Some(at) = sheet.headers.iter().position(is_list) else { return };
    let begins_there = |merge: &&Merge| merge.columns.0 as usize == at && merge.rows.1 > merge.rows.0;
    for merge in grid.merges.iter().filter(begins_there) {
        let (first, last) = (merge.rows.0 as usize, merge.rows.1 as usize);
        let from = sheet.rows.partition_point(|row| row.number < first);
        let Some((top, below)) = sheet.rows.get_mut(from..).and_then(<[Row]>::split_first_mut) else {
            continue;
        };
        if top.number != first || top.cell(at).is_empty() {
            continue;
        }
        let list = top.cell(at).to_owned();
        for row in below.iter_mut().take_while(|row| row.number <= last) {
            if row.cells.len() <= at {
                row.cells.resize(at + 1, String::new());
            }
            list.clone_into(&mut row.cells[at]);
        }
    }
}

/// The first row that names a column of such a sheet, else the first row.
fn header_row(grid: &Grid, part: Part) -> Option<usize> {
    let wanted = match part {
        Part::Survey => "type",
        Part::Choices | Part::Entities => "list_name",
        Part::Settings => "form_id",
    };
    let names = |row: &GridRow| {
        let texts = row.cells.iter().filter_map(|(_, value)| value.text());
        texts.map(|text| headers::read(&clean_lines(text).text, part)).any(|header| header.name == wanted)
    };
    let found = grid.rows.iter().take(HEADER_WITHIN).position(names);
    found.or_else(|| (!grid.rows.is_empty()).then_some(0))
}

/// The texts of a row from column A on, as many as there are up to `width`.
fn cells(row: &GridRow, width: usize, sheet: &str, remarks: &mut Vec<Fault>) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for (column, value) in &row.cells {
        let at = *column as usize;
        if at >= width {
            break;
        }
        let mut remark = |key: &'static str| {
            let cause = Message::new(key).with("cell", reference(*column, row.number.saturating_sub(1)));
            let letter = crate::forms::sheets::letter(at);
            let fault = Fault::new(sheet, row.number as usize, "", cause.with("value", value.shown()));
            remarks.push(fault.in_column(letter));
        };
        let text = match value {
            Value::Text(text) => clean_lines(text).text,
            Value::Number(number) => number_shown(*number),
            Value::Date(date, serial) => moment(*date, *serial),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
            Value::Broken(error) => {
                remark("forms.fault.broken_formula");
                error.clone()
            }
            Value::Uncalculated => {
                remark("forms.fault.not_calculated");
                String::new()
            }
        };
        if !text.is_empty() {
            cells.resize(at, String::new());
            cells.push(text);
        }
    }
    cells
}

/// A day as the standard writes it, with its time where the cell has one.
fn moment(date: jiff::civil::Date, serial: f64) -> String {
    let minutes = (serial.fract() * 1440.0).round();
    if minutes <= 0.0 || !minutes.is_finite() {
        return date.to_string();
    }
    let clock = format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    if serial < 1.0 { clock } else { format!("{date}T{clock}") }
}
