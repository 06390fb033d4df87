//! Lists as workbooks: what officers send one another and count with.
//!
//! Invariant: a text is never a formula and keeps its leading zeros; the same list gives the same bytes; what was
//! written has been read back before it is handed out.

mod verify;

use super::document::{Align, Properties};
use super::error::PaperError;
use super::layout::sane;
use super::package::not_written;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet,
    XlsxError,
};
pub use verify::verify;

/// What a sheet's name may not hold, and how long it may be.
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const LONGEST_NAME: usize = 31;
/// The most letters a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// The most rows a sheet holds, its header among them.
const MOST_ROWS: usize = 1_048_576;
/// Excel's number for A4.
const A4: u8 = 9;
const FONT: &str = "Times New Roman";

/// One list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name on the tab.
    pub name: String,
    /// Lines above the header: title, `tính đến ngày …`.
    pub titles: Vec<String>,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rows.
    pub rows: Vec<Vec<SheetCell>>,
    /// Which of them are sums, written bold.
    pub strong: Vec<usize>,
    /// Printed on wide pages.
    pub landscape: bool,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetColumn {
    /// Its header.
    pub title: String,
    /// How many letters it is wide.
    pub width: u32,
    /// Where its cells stand.
    pub align: Align,
}

/// A cell of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SheetCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A figure to count with.
    Number(f64),
    /// A day, written dd/mm/yyyy.
    Day(Date),
}

impl SheetCell {
    /// Text, or nothing.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// The workbook of lists. It has been read back and compared before it is returned.
pub fn write(sheets: &[Sheet], properties: &Properties) -> Result<Vec<u8>, PaperError> {
    if let Some(long) = sheets.iter().find(|sheet| sheet.rows.len() + sheet.titles.len() >= MOST_ROWS) {
        return Err(PaperError::TooLong { rows: long.rows.len() });
    }
    let made_at = ExcelDateTime::from_timestamp(properties.made_at.as_second()).map_err(not_written)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(sane(&properties.title))
            .set_author(sane(&properties.author))
            .set_creation_datetime(&made_at),
    );
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = name(&sheet.name, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name).map_err(not_written)?;
        names.push(name.to_lowercase());
        fill(worksheet, sheet).map_err(not_written)?;
    }
    let bytes = workbook.save_to_buffer().map_err(not_written)?;
    verify(&bytes, sheets)?;
    Ok(bytes)
}

/// A name Excel takes, unlike those before it.
fn name(wanted: &str, taken: &[String]) -> String {
    let clean: String = sane(wanted).chars().filter(|c| !NOT_IN_NAMES.contains(c) && *c != '\n').collect();
    let clean = clean.trim().trim_matches('\'');
    let base = if clean.is_empty() { "1" } else { clean };
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!(" {number}") };
        let room = LONGEST_NAME.saturating_sub(suffix.len());
        // Excel counts UTF-16 units.
        let mut units = 0;
        let cut = base.chars().take_while(|letter| {
            units += letter.len_utf16();
            units <= room
        });
        let name = format!("{}{suffix}", cut.collect::<String>().trim_end());
        if !taken.contains(&name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let font = Format::new().set_font_name(FONT).set_font_size(12);
    let title =
        font.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap();
    let cell = font.set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap();
    let header =
        cell.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    worksheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if sheet.landscape {
        worksheet.set_landscape();
    }
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let letters: u32 = sheet.columns.iter().map(|column| column.width.clamp(2, 120)).sum();
    let mut row = 0_u32;
    for text in &sheet.titles {
        let text = shortened(text);
        // Excel gives a merged cell no more room than a line by itself.
        let lines = text.chars().count().div_ceil(usize::try_from(letters).unwrap_or(1).max(8));
        worksheet.set_row_height(row, u32::try_from(lines.clamp(1, 20)).unwrap_or(1) * 16)?;
        if last > 0 {
            worksheet.merge_range(row, 0, row, last, &text, &title)?;
        } else {
            worksheet.write_string_with_format(row, 0, text, &title)?;
        }
        row += 1;
    }
    let header_row = row;
    let mut formats = Vec::new();
    for (column, described) in (0_u16..).zip(&sheet.columns) {
        worksheet.set_column_width(column, described.width.clamp(2, 120))?;
        worksheet.write_string_with_format(header_row, column, shortened(&described.title), &header)?;
        let side = match described.align {
            Align::Left | Align::Justify => FormatAlign::Left,
            Align::Centre => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        };
        let cell = cell.clone().set_align(side);
        // A text stays text when it is typed over: 079 keeps its zero.
        let kinds = ["@", "dd/mm/yyyy", "#,##0"].map(|kind| cell.clone().set_num_format(kind));
        formats.push((kinds.clone(), kinds.map(Format::set_bold)));
    }
    worksheet.set_repeat_rows(header_row, header_row)?;
    worksheet.set_freeze_panes(header_row + 1, 0)?;
    if !sheet.rows.is_empty() {
        // Digits that are a name and no figure get no green corner.
        let end = row + u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        worksheet.ignore_error_range(row + 1, 0, end, last, IgnoreError::NumberStoredAsText)?;
    }
    for (index, cells) in sheet.rows.iter().enumerate() {
        row += 1;
        let strong = sheet.strong.contains(&index);
        for (column, (cell, (plain, bold))) in (0_u16..).zip(cells.iter().zip(&formats)) {
            let [text, day, number] = if strong { bold } else { plain };
            match cell {
                SheetCell::Empty => worksheet.write_blank(row, column, text)?,
                SheetCell::Text(value) => {
                    worksheet.write_string_with_format(row, column, shortened(value), text)?
                }
                SheetCell::Number(value) if value.is_finite() => {
                    worksheet.write_number_with_format(row, column, *value, number)?
                }
                SheetCell::Number(_) => worksheet.write_blank(row, column, number)?,
                SheetCell::Day(value) if value.year() >= 1901 => {
                    let year = u16::try_from(value.year()).unwrap_or_default();
                    let (month, of_month) = (value.month().unsigned_abs(), value.day().unsigned_abs());
                    let value = ExcelDateTime::from_ymd(year, month, of_month)?;
                    worksheet.write_datetime_with_format(row, column, &value, day)?
                }
                // Excel knows no day before 1900.
                SheetCell::Day(value) => {
                    let written = crate::text::dates::written_date(*value);
                    worksheet.write_string_with_format(row, column, written, text)?
                }
            };
        }
    }
    Ok(())
}

/// A text a cell can hold.
pub(super) fn shortened(text: &str) -> String {
    let mut units = 0;
    let kept = sane(text);
    kept.chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, DataType, Reader};
    use jiff::civil::date;
    use std::io::Cursor;

    fn list() -> Sheet {
        let column = |title: &str, width, align| SheetColumn { title: title.to_owned(), width, align };
        Sheet {
            name: String::from("Đảng viên [1/2]: rất dài, dài hơn ba mươi mốt chữ"),
            titles: vec![String::from("DANH SÁCH ĐẢNG VIÊN"), String::from("(tính đến ngày 14/9/2023)")],
            columns: vec![
                column("Họ và tên", 30, Align::Left),
                column("Số thẻ", 14, Align::Centre),
                column("Năm", 8, Align::Right),
                column("Ngày", 12, Align::Right),
            ],
            rows: vec![
                vec![
                    SheetCell::text("=HYPERLINK(\"http://x\")"),
                    SheetCell::text("079001000001"),
                    SheetCell::Number(7402.0),
                    SheetCell::Day(date(2023, 9, 14)),
                ],
                vec![
                    SheetCell::text("<&> \u{1b}[31m\u{0}+1"),
                    SheetCell::text("x".repeat(40_000)),
                    SheetCell::Number(f64::NAN),
                    SheetCell::Day(date(1890, 1, 2)),
                ],
            ],
            strong: vec![1],
            landscape: true,
        }
    }

    #[test]
    fn texts_are_no_formulas_and_keep_their_zeros() {
        let bytes = write(&[list(), list()], &Properties::default()).unwrap();
        let mut workbook: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        let names = workbook.sheet_names();
        assert!(names.iter().all(|name| name.chars().count() <= 31) && names[0] != names[1], "{names:?}");
        let range = workbook.worksheet_range(&names[0]).unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("DANH SÁCH ĐẢNG VIÊN".into())));
        assert_eq!(range.get_value((2, 1)), Some(&Data::String("Số thẻ".into())));
        assert_eq!(range.get_value((3, 0)), Some(&Data::String("=HYPERLINK(\"http://x\")".into())));
        assert_eq!(range.get_value((3, 1)), Some(&Data::String("079001000001".into())));
        assert_eq!(range.get_value((3, 2)).and_then(|cell| cell.as_f64()), Some(7402.0));
        assert!(matches!(range.get_value((3, 3)), Some(Data::DateTime(day)) if day.as_f64() == 45183.0));
        assert_eq!(range.get_value((4, 0)), Some(&Data::String("<&> [31m+1".into())));
        assert_eq!(range.get_value((4, 3)), Some(&Data::String("02/01/1890".into())));
        assert!(workbook.worksheet_formula(&names[0]).unwrap().is_empty());
    }

    #[test]
    fn a_workbook_that_says_something_else_is_noticed() {
        let bytes = write(&[list()], &Properties::default()).unwrap();
        verify(&bytes, &[list()]).unwrap();
        let mut other = list();
        other.rows[0][1] = SheetCell::text("79001000001");
        assert!(matches!(verify(&bytes, &[other]), Err(PaperError::CellDiffers { .. })));
        let mut shorter = list();
        shorter.rows.pop();
        assert!(matches!(verify(&bytes, &[shorter]), Err(PaperError::CellDiffers { .. })));
        let mut signs = list();
        signs.rows[0][0] = SheetCell::text("_x0041_ _x005F_ \n  hai dòng ");
        write(&[signs], &Properties::default()).unwrap();
    }

    #[test]
    fn the_header_is_frozen_and_the_bytes_are_the_same_again() {
        let bytes = write(&[list()], &Properties::default()).unwrap();
        assert_eq!(bytes, write(&[list()], &Properties::default()).unwrap());
        let parts = crate::papers::package::read(&bytes).unwrap();
        let sheet = parts.iter().find(|part| part.name == "xl/worksheets/sheet1.xml").unwrap();
        let text = String::from_utf8_lossy(&sheet.bytes);
        assert!(text.contains("<pane ySplit=\"3\"") && text.contains("state=\"frozen\""), "{text:.600}");
    }
}
