//! A form of 976 questions: 61 sections of 16, in groups up to seven deep, with 1.000 choices, in three languages.
//!
//! Written once as a workbook into `target/bench`, and used again.

use rust_xlsxwriter::{Workbook, Worksheet};
use std::path::{Path, PathBuf};

pub(crate) const SECTIONS: usize = 61;
const QUESTIONS: usize = 16;
const LISTS: usize = 40;
const CODES: usize = 25;
const DEEPEST: usize = 7;
const LANGUAGES: [&str; 3] = ["Tiếng Việt (vi)", "English (en)", "Français (fr)"];

/// One row of the survey sheet, by column.
#[derive(Default)]
struct Row {
    kind: String,
    name: String,
    relevant: String,
    constraint: String,
    calculation: String,
    filter: String,
    required: bool,
}

/// The workbook, made if it is not there yet.
pub(crate) fn workbook() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let path = folder.join("form_976.xlsx");
    if !path.exists() {
        std::fs::create_dir_all(&folder).expect("a folder for the bench");
        let part = folder.join(format!("form_976.{}.part", std::process::id()));
        make().save(&part).expect("the workbook");
        std::fs::rename(&part, &path).expect("the finished workbook");
    }
    path
}

fn make() -> Workbook {
    let mut book = Workbook::new();
    survey(book.add_worksheet().set_name("survey").expect("a sheet"));
    choices(book.add_worksheet().set_name("choices").expect("a sheet"));
    let settings = book.add_worksheet().set_name("settings").expect("a sheet");
    line(settings, 0, &["form_id", "form_title", "version", "default_language"].map(str::to_owned));
    line(settings, 1, &["form_976", "Phiếu thử 976 câu", "1", LANGUAGES[0]].map(str::to_owned));
    book
}

fn survey(sheet: &mut Worksheet) {
    let mut headers = ["type", "name", "relevant", "constraint", "calculation", "choice_filter", "required"]
        .map(str::to_owned)
        .to_vec();
    for column in ["label", "hint", "constraint_message"] {
        headers.extend(LANGUAGES.map(|language| format!("{column}::{language}")));
    }
    line(sheet, 0, &headers);
    let rows = (0..SECTIONS).flat_map(section);
    for (at, row) in (1..).zip(rows) {
        let required = if row.required { "yes" } else { "" }.to_owned();
        let mut cells = vec![
            row.kind,
            row.name.clone(),
            row.relevant,
            row.constraint,
            row.calculation,
            row.filter,
            required,
        ];
        let worded = !cells[0].starts_with("end") && cells[0] != "calculate";
        for text in ["Câu hỏi", "Hướng dẫn cho", "Sai ở"] {
            cells.extend(LANGUAGES.map(|language| {
                if worded {
                    format!("{text} {} bằng {language}, như phiếu của Ban", row.name)
                } else {
                    String::new()
                }
            }));
        }
        line(sheet, at, &cells);
    }
}

/// The groups around a section, its questions, its sum and the ends of the groups.
fn section(at: usize) -> Vec<Row> {
    let depth = 1 + at % DEEPEST;
    let row = |kind: &str, name: String| Row { kind: kind.to_owned(), name, ..Row::default() };
    let mut rows: Vec<Row> = (0..depth).map(|level| row("begin group", format!("g_{at}_{level}"))).collect();
    if at > 0 {
        // Every page but the first waits for an answer of the first.
        rows[0].relevant = "${q_0_2} != 100000".to_owned();
    }
    rows.extend((0..QUESTIONS).map(|number| question(at, number)));
    let before = if at > 0 { format!(" + ${{sum_{}}}", at - 1) } else { String::new() };
    let mut sum = row("calculate", format!("sum_{at}"));
    sum.calculation = format!("coalesce(${{q_{at}_2}}, 0){before}");
    rows.push(sum);
    rows.extend((0..depth).rev().map(|level| row("end group", format!("g_{at}_{level}"))));
    rows
}

fn question(section: usize, number: usize) -> Row {
    let list = (section * 3 + number) % LISTS;
    let earlier = format!("${{q_{section}_2}}");
    let (kind, constraint, relevant) = match number {
        0 | 6 | 11 => (format!("select_one list_{list}"), String::new(), String::new()),
        1 | 12 => {
            (format!("select_multiple list_{list}"), "count-selected(.) <= 5".to_owned(), String::new())
        }
        2 => ("integer".to_owned(), ". >= 0 and . <= 100000".to_owned(), String::new()),
        3 => ("decimal".to_owned(), format!(". <= {earlier} or {earlier} = ''"), String::new()),
        4 => ("text".to_owned(), "regex(., '^[0-9 ]{0,13}$')".to_owned(), String::new()),
        5 => ("date".to_owned(), ". <= today()".to_owned(), String::new()),
        7 | 13 => ("integer".to_owned(), format!(". <= {earlier}"), format!("{earlier} > 5")),
        _ => ("text".to_owned(), String::new(), format!("selected(${{q_{section}_1}}, 'c_1')")),
    };
    let filter = if number == 6 { format!("parent = ${{q_{section}_0}}") } else { String::new() };
    let name = format!("q_{section}_{number}");
    Row { kind, name, relevant, constraint, filter, required: number < 3, ..Row::default() }
}

fn choices(sheet: &mut Worksheet) {
    let mut headers = ["list_name", "name", "parent"].map(str::to_owned).to_vec();
    headers.extend(LANGUAGES.map(|language| format!("label::{language}")));
    line(sheet, 0, &headers);
    let codes = (0..LISTS).flat_map(|list| (0..CODES).map(move |code| (list, code)));
    for (at, (list, code)) in (1..).zip(codes) {
        let mut cells = vec![format!("list_{list}"), format!("c_{code}"), format!("c_{}", code % 5)];
        cells.extend(LANGUAGES.map(|language| format!("Lựa chọn {code} của {list} bằng {language}")));
        line(sheet, at, &cells);
    }
}

fn line(sheet: &mut Worksheet, at: u32, cells: &[String]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write(at, column, cell).expect("a cell");
    }
}
