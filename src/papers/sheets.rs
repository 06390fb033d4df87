//! The tables of a paper, and lists of texts, as sheets of a workbook.
//!
//! Invariant: a sheet says what the paper's table says, letter for letter; a text becomes a number or a day only
//! where nothing is lost by it.

use super::component::Component;
use super::document::Align;
use super::laid::{Grid, GridCell, Laid, LaidBlock, LaidParagraph, Merge, Twips};
use super::xlsx::{Sheet, SheetCell, SheetColumn};
use crate::text::{dates, numbers};

/// About the width of a letter of a table, in twips.
const LETTER: Twips = 115;
/// The widest column of a list, in letters.
const LONGEST: u32 = 48;
/// What stands in a table for nothing.
const DASHES: [&str; 3] = ["–", "-", "—"];

/// A sheet for each table of a paper, with the lines that stand above it.
pub fn of_paper(laid: &Laid) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut about: Vec<String> = Vec::new();
    for section in &laid.sections {
        let mut above: Vec<String> = Vec::new();
        for block in &section.blocks {
            match block {
                LaidBlock::Paragraph(paragraph) => match paragraph.component {
                    Component::Kind | Component::Subject => about.push(paragraph.text()),
                    component if component.outline().is_some() => above = vec![paragraph.text()],
                    Component::Centred => above.push(paragraph.text()),
                    _ => {}
                },
                LaidBlock::Grid(grid) if grid.borders => {
                    let named = |line: &&String| !line.starts_with('(');
                    let name = above.iter().rev().find(named).or_else(|| about.iter().rev().find(named));
                    let name = name.map_or("", String::as_str);
                    let name = without_number(name).to_owned();
                    let titles = about.iter().chain(&above).filter(|line| !line.is_empty()).cloned();
                    let titles = titles.collect();
                    sheets.push(sheet(grid, name, titles, section.landscape));
                    above.clear();
                }
                LaidBlock::Grid(_) => {}
            }
        }
    }
    sheets
}

/// A list of texts: its columns as wide as they need, figures and days as such where all of a column are.
pub fn listed(
    name: String,
    titles: Vec<String>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    landscape: bool,
) -> Sheet {
    let counted: Vec<bool> = (0..columns.len()).map(|column| counts(&rows, column)).collect();
    let columns = columns.into_iter().enumerate().map(|(at, title)| {
        let texts = rows.iter().filter_map(|row| row.get(at)).map(|text| text.chars().count());
        let longest = texts.max().unwrap_or(0).max(title.chars().count().min(14));
        let align = if counted[at] { Align::Right } else { Align::Left };
        SheetColumn { title, width: u32::try_from(longest).unwrap_or(LONGEST).clamp(5, LONGEST) + 2, align }
    });
    let columns: Vec<SheetColumn> = columns.collect();
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().zip(&counted);
        cells.map(|(text, counted)| if *counted { counted_cell(text) } else { dated_cell(text) }).collect()
    });
    Sheet { name, titles, columns, rows: rows.collect(), strong: Vec::new(), landscape }
}

/// A day where the text is one just as we write it; `1979` and `03/1985` stay as they are known.
fn dated_cell(text: String) -> SheetCell {
    match dates::parse_typed(&text) {
        Ok(day) if dates::written_date(day) == text => SheetCell::Day(day),
        _ => SheetCell::text(text),
    }
}

/// `II- SỐ LIỆU` without what numbers it.
fn without_number(heading: &str) -> &str {
    match heading.split_once("- ") {
        Some((number, rest)) if number.len() <= 5 && !number.contains(' ') => rest,
        _ => heading,
    }
}

fn sheet(grid: &Grid, name: String, titles: Vec<String>, landscape: bool) -> Sheet {
    let header_rows = grid.header_rows.min(grid.rows.len());
    let (header, body) = grid.rows.split_at(header_rows);
    let heads = heads(header, grid.columns.len());
    let texts: Vec<Vec<String>> = body.iter().map(|row| spread(row, grid.columns.len())).collect();
    let counts: Vec<bool> = (0..grid.columns.len()).map(|column| counts(&texts, column)).collect();
    let columns = heads.into_iter().zip(&grid.columns).zip(&counts).enumerate();
    let columns = columns.map(|(at, ((title, width), counted))| SheetColumn {
        title,
        width: (width / LETTER).max(5),
        align: if *counted { Align::Right } else { align_of(body, at) },
    });
    let strong = (0..body.len()).filter(|at| is_strong(&body[*at])).collect();
    let rows = texts.into_iter().map(|row| {
        let cells = row.into_iter().zip(&counts);
        cells
            .map(|(text, counted)| if *counted { counted_cell(text) } else { SheetCell::text(text) })
            .collect()
    });
    Sheet { name, titles, columns: columns.collect(), rows: rows.collect(), strong, landscape }
}

/// One line for each column, from all header rows above it.
fn heads(rows: &[Vec<GridCell>], count: usize) -> Vec<String> {
    let mut heads: Vec<Vec<String>> = vec![Vec::new(); count];
    for row in rows {
        let mut at = 0;
        for cell in row {
            let text = text_of(cell);
            for head in heads.iter_mut().skip(at).take(cell.across) {
                if cell.merge != Merge::Continue && !text.is_empty() {
                    head.push(text.clone());
                }
            }
            at += cell.across;
        }
    }
    heads.into_iter().map(|lines| lines.join("\n")).collect()
}

/// The texts of a row, one a column; a cell that reaches over several says it once.
fn spread(row: &[GridCell], count: usize) -> Vec<String> {
    let mut texts = Vec::with_capacity(count);
    for cell in row {
        texts.push(text_of(cell));
        texts.extend((1..cell.across).map(|_| String::new()));
    }
    texts.resize(count, String::new());
    texts
}

fn text_of(cell: &GridCell) -> String {
    cell.paragraphs.iter().map(LaidParagraph::text).collect::<Vec<_>>().join("\n")
}

/// Whether a column holds figures: each of its texts is one just as we write it, so nothing is lost.
fn counts(rows: &[Vec<String>], column: usize) -> bool {
    let texts = || rows.iter().filter_map(|row| row.get(column)).filter(|text| !text.is_empty());
    let bare = |text: &&String| !DASHES.contains(&text.as_str());
    texts().any(|text| bare(&text)) && texts().filter(bare).all(|text| number_of(text).is_some())
}

fn counted_cell(text: String) -> SheetCell {
    // Excel counts in 53 bits; a figure beyond a thousand billions is none of ours.
    match number_of(&text).and_then(|number| i32::try_from(number).ok()) {
        Some(number) => SheetCell::Number(f64::from(number)),
        None => SheetCell::text(text),
    }
}

/// The number a text is, if writing it gives that very text: `079` and `2023` (a year) are none.
fn number_of(text: &str) -> Option<i64> {
    let number = numbers::parse_integer(text).ok()?;
    (numbers::written(number) == text && i32::try_from(number).is_ok()).then_some(number)
}

fn align_of(rows: &[Vec<GridCell>], column: usize) -> Align {
    let cell = rows.first().and_then(|row| row.get(column));
    cell.and_then(|cell| cell.paragraphs.first()).map_or(Align::Left, |paragraph| paragraph.align)
}

/// A row of sums: all that stands in it is bold.
fn is_strong(row: &[GridCell]) -> bool {
    let mut runs =
        row.iter().flat_map(|cell| &cell.paragraphs).flat_map(|paragraph| &paragraph.runs).peekable();
    runs.peek().is_some() && runs.all(|run| run.bold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::document::{Block, Cell, Paragraph, Run, Table};
    use crate::papers::testing::{document, lay, table};

    fn sheets(table: Table) -> Vec<Sheet> {
        let heading = Paragraph::text(Component::Heading1, "II- SỐ LIỆU");
        let note = Paragraph::text(Component::Centred, "(tính đến ngày 14/9/2023)");
        of_paper(&lay(&document(vec![heading.into(), note.into(), Block::Table(table)])))
    }

    #[test]
    fn a_table_becomes_a_sheet_with_the_lines_above_it() {
        let sheet = sheets(table(2)).remove(0);
        assert_eq!(sheet.name, "SỐ LIỆU");
        assert_eq!(sheet.titles, ["II- SỐ LIỆU", "(tính đến ngày 14/9/2023)"]);
        let titles: Vec<&str> = sheet.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles, ["TT", "Tổ chức đảng", "Đảng viên\nChính thức", "Đảng viên\nDự bị", "Nơi nhận"]);
        assert_eq!(sheet.rows[1][0], SheetCell::Number(2.0));
        assert_eq!(sheet.rows[1][2], SheetCell::Number(12.0));
        assert_eq!(sheet.rows[0][4], SheetCell::text("Thành ủy Phan Rang – Tháp Chàm"));
    }

    #[test]
    fn what_would_lose_something_stays_text() {
        let mut list = table(2);
        // One card number with a leading zero keeps the whole column text, and a year is not 2.023.
        list.rows[0][2] = Cell::text("079001000001");
        list.rows[1][2] = Cell::text("12");
        list.rows[0][3] = Cell::text("2023");
        list.rows[1][3] = Cell::text("–");
        list.rows.push(vec![
            Cell::text(""),
            Cell::new(vec![Run::new("Cộng").in_bold()]),
            Cell::text(""),
            Cell::text(""),
            Cell::text(""),
        ]);
        let sheet = sheets(list).remove(0);
        assert_eq!(sheet.rows[0][2], SheetCell::text("079001000001"));
        assert_eq!(sheet.rows[1][2], SheetCell::text("12"));
        assert_eq!(sheet.rows[0][3], SheetCell::text("2023"));
        assert_eq!((sheet.rows[2][2].clone(), sheet.strong), (SheetCell::Empty, vec![2]));
    }
}
