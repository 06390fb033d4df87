//! Workbooks as they come: headers shuffled and misspelt, sums that do not agree, doubles, files that are none.

#![allow(clippy::unwrap_used)] // a test may fail where it stands

use chuyengiao::domain::codes::Codes;
use chuyengiao::exchange::{
    CellRow, Certainty, Error, Looks, Mapping, MemberRow, ReadOptions, Reading, SkipReason, load, read_cells,
    read_members, read_movements,
};
use chuyengiao::text::locale::{Language, Locale};
use proptest::prelude::*;
use rstest::rstest;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SAMPLE: &[u8] = include_bytes!("../assets/sample/danh-sach-tcd.xlsx");
static CODES: LazyLock<Codes> = LazyLock::new(Codes::built_in);

fn options() -> ReadOptions<'static> {
    ReadOptions::new(&CODES)
}

/// Fills a sheet: `n:12` a number, `d:2001-02-03` a date, `y:1979` a year in a cell styled as a date,
/// `f:12` a formula whose last value is 12, `f:` one without; anything else is text.
fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell.split_at_checked(2) {
                Some(("n:", number)) => {
                    sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap()
                }
                Some(("d:", day)) => {
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    sheet.write_datetime_with_format(row, column, day, &date).unwrap()
                }
                Some(("y:", year)) => {
                    sheet.write_number_with_format(row, column, year.parse::<f64>().unwrap(), &date).unwrap()
                }
                Some(("f:", "")) => {
                    sheet.write_formula(row, column, Formula::new("=1+1").set_result("987654321")).unwrap()
                }
                Some(("f:", value)) => {
                    sheet.write_formula(row, column, Formula::new("=1+1").set_result(value)).unwrap()
                }
                _ if cell.is_empty() => continue,
                _ => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name("Trang").unwrap(), rows);
    let bytes = workbook.save_to_buffer().unwrap();
    rewritten(&bytes, |text| text.replace("<v>987654321</v>", "<v></v>"))
}

/// The same workbook with its sheets rewritten.
fn rewritten(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.contains("worksheets/sheet") {
            content = change(String::from_utf8(content).unwrap()).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn cells(rows: &[&[&str]]) -> Reading<CellRow> {
    read_cells(&book(rows), &options()).unwrap()
}

fn members(rows: &[&[&str]]) -> Reading<MemberRow> {
    read_members(&book(rows), &options()).unwrap()
}

/// Faults as `B3 import.fault.… left out`.
fn faults<Row>(reading: &Reading<Row>) -> Vec<String> {
    let out = |left: bool| if left { " left out" } else { "" };
    reading
        .faults
        .iter()
        .map(|f| format!("{}{} {}{}", f.column.letter, f.row, f.message.key, out(f.left_out)))
        .collect()
}

fn doubts<Row>(reading: &Reading<Row>) -> Vec<String> {
    let letter =
        |d: &chuyengiao::exchange::Doubt| d.column.as_ref().map_or(String::new(), |c| c.letter.clone());
    reading.doubtful.iter().map(|d| format!("{}{} {}", letter(d), d.row, d.message.key)).collect()
}

fn notes<Row>(reading: &Reading<Row>) -> Vec<String> {
    reading
        .notes
        .iter()
        .map(|n| format!("{}{} {} -> {}", n.column.letter, n.row, n.message.key, n.after))
        .collect()
}

fn skipped<Row>(reading: &Reading<Row>) -> Vec<(u32, SkipReason)> {
    reading.skipped.iter().map(|skipped| (skipped.row, skipped.reason)).collect()
}

// Headers ------------------------------------------------------------------------------------------------

#[test]
fn headers_may_be_shuffled_misspelt_and_decomposed() {
    let decomposed: String = "Mã số thuế".nfd().collect();
    let reading = cells(&[
        &["ĐẢNG BỘ TỈNH"],
        &[
            "Ghi chú",
            &decomposed,
            "TÊN TỔ CHÚC ĐẢNGG",
            "Chính thức",
            "Dự bị",
            "Tổng số đảng viên",
            "Bí  thư (họ tên)",
        ],
        &["", "n:4505322743", "Chi bộ A", "n:7", "n:0", "n:7", "Đặng Đức Quý"],
    ]);
    assert_eq!(reading.header, (2, 2));
    let row = &reading.rows[0];
    assert_eq!((row.name.as_str(), row.tax_code.as_deref()), ("Chi bộ A", Some("4505322743")));
    assert_eq!((row.total, row.full, row.probationary), (Some(7), Some(7), Some(0)));
    assert_eq!(row.secretary.as_deref(), Some("Đặng Đức Quý"));
    assert_eq!(reading.columns[2].certainty, Certainty::Near);
    assert_eq!(notes(&reading), ["C2 import.note.header_slip -> Tên tổ chức đảng"]);
}

#[test]
fn a_header_of_two_rows_is_understood_without_its_merged_cells() {
    let reading = cells(&[
        &["TT", "Tên TCĐ", "Đảng viên", "", "", "Lao động", "", "Xếp loại"],
        &["", "", "Tổng số", "Chính thức", "Nữ", "Tổng số", "Nữ", "2021", "n:2022"],
        &["n:1", "Chi bộ A", "n:5", "n:4", "n:2", "n:50", "n:30", "HTXS", "Hoàn thành tốt nhiệm vụ"],
    ]);
    let row = &reading.rows[0];
    assert_eq!(
        (row.total, row.full, row.women, row.workers, row.workers_women),
        (Some(5), Some(4), Some(2), Some(50), Some(30))
    );
    assert_eq!(
        row.ratings.iter().map(|(year, r)| format!("{year} {r}")).collect::<Vec<_>>(),
        ["2021 HTXS", "2022 HTT"]
    );
}

#[test]
fn a_missing_column_is_named_with_its_nearest() {
    let bytes =
        book(&[&["STT", "Người", "Ngày sinh", "Số CCCD", "Chi bộ đang sinh hoạt"], &["n:1", "Nguyễn Văn A"]]);
    let error = read_members(&bytes, &options()).unwrap_err();
    let Error::MissingColumn { sheet, row, wanted, .. } = &error else { panic!("{error:?}") };
    assert_eq!((sheet.as_str(), *row, wanted.as_str()), ("Trang", 1, "Họ và tên"));

    let bytes = book(&[
        &["Ngày", "Nội dung", "Số lượng tăng giảm chung", "Ghi chú"],
        &["d:2020-01-01", "Kết nạp đảng viên", "n:1"],
    ]);
    let error = read_movements(&bytes, &options()).unwrap_err();
    let Error::MissingColumn { nearest, .. } = &error else { panic!("{error:?}") };
    assert_eq!(nearest.as_deref(), Some("Số lượng tăng giảm chung"));
    assert!(Locale::new(Language::Vietnamese).say(&error.message()).contains("Có phải cột"));
}

#[test]
fn a_required_field_that_two_columns_claim_is_asked_for() {
    let bytes = book(&[&["Họ và tên", "Họ và tên", "Ngày sinh", "Chi bộ"], &["A", "B", "1970", "C"]]);
    let error = read_members(&bytes, &options()).unwrap_err();
    assert!(matches!(&error, Error::AmbiguousColumn { columns, .. } if *columns == ["A", "B"]), "{error:?}");
    let mapping = Mapping::parse("kind = 'members'\n[columns]\nname = 'B'").unwrap();
    let reading = read_members(&bytes, &ReadOptions { mapping: Some(&mapping), ..options() }).unwrap();
    assert_eq!(reading.rows[0].name, "B");
}

#[test]
fn an_optional_field_that_two_columns_claim_stays_empty_and_is_asked_about() {
    let reading = members(&[&["Họ và tên", "Ghi chú", "Ghi chú", "Chi bộ"], &["A", "một", "hai", "C"]]);
    assert_eq!(reading.rows[0].note, None);
    assert_eq!(doubts(&reading), ["1 import.doubt.ambiguous_column"]);
}

#[test]
fn a_mapping_is_used_saved_and_used_again() {
    let rows: &[&[&str]] = &[
        &["STT", "Tên gì đó", "Tổ chức", "Họ tên", "Chi bộ"],
        &["n:1", "Nguyễn Văn A", "x", "y", "Chi bộ A"],
    ];
    let mapping = Mapping::parse("[columns]\nname = \"Tên gì đó\"\nother_name = \"D\"\n").unwrap();
    let reading = read_members(&book(rows), &ReadOptions { mapping: Some(&mapping), ..options() }).unwrap();
    assert_eq!(
        (reading.rows[0].name.as_str(), reading.rows[0].other_name.as_deref()),
        ("Nguyễn Văn A", Some("y"))
    );
    let saved = Mapping::parse(&reading.mapping.to_toml()).unwrap();
    let again = read_members(&book(rows), &ReadOptions { mapping: Some(&saved), ..options() }).unwrap();
    assert_eq!(again.rows, reading.rows);

    let wrong = Mapping::parse("[columns]\nname = 'Tên chi đó'").unwrap();
    let error = read_members(&book(rows), &ReadOptions { mapping: Some(&wrong), ..options() }).unwrap_err();
    assert!(
        matches!(&error, Error::MappingColumn { nearest: Some(near), .. } if near == "Tên gì đó"),
        "{error:?}"
    );
    let none = Mapping::parse("[columns]\nother_name = ''\nname = 'B'\n").unwrap();
    let reading = read_members(&book(rows), &ReadOptions { mapping: Some(&none), ..options() }).unwrap();
    assert_eq!(reading.rows[0].other_name, None);
}

#[test]
fn a_sheet_without_a_header_can_be_mapped_by_letters() {
    let rows: &[&[&str]] = &[&["một", "hai"], &["Nguyễn Văn A", "Chi bộ A"], &["Lê Thị B", "Chi bộ A"]];
    assert!(matches!(read_members(&book(rows), &options()), Err(Error::NoHeader { .. })));
    let mapping = Mapping::parse("header = [1, 1]\n[columns]\nname = 'A'\norganisation = 'B'\n").unwrap();
    let reading = read_members(&book(rows), &ReadOptions { mapping: Some(&mapping), ..options() }).unwrap();
    assert_eq!(reading.rows.len(), 2);
}

// Sheets -------------------------------------------------------------------------------------------------

fn several() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let list: &[&[&str]] =
        &[&["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], &["n:1", "Nguyễn Văn A", "1970", "C"]];
    fill(workbook.add_worksheet().set_name("Hướng dẫn").unwrap(), &[&["Cách ghi", "họ và tên: chữ in"]]);
    fill(workbook.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true), list);
    fill(workbook.add_worksheet().set_name("Đảng viên").unwrap(), list);
    workbook.add_worksheet().set_name("Trống").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[rstest]
#[case(None, "Đảng viên")]
#[case(Some("dang vien"), "Đảng viên")]
#[case(Some("2"), "Đảng viên")]
#[case(Some("Ẩn"), "Ẩn")]
fn the_sheet_is_the_one_that_fits_or_the_one_asked_for(#[case] wanted: Option<&str>, #[case] expected: &str) {
    let bytes = several();
    let reading = read_members(&bytes, &ReadOptions { sheet: wanted, ..options() }).unwrap();
    assert_eq!(reading.sheet, expected);
    assert_eq!(reading.sheets, ["Hướng dẫn", "Đảng viên", "Trống"]);
}

/// Of two lists in one workbook the first was read, and nobody told of the second.
#[test]
fn other_sheets_that_fit_are_named() {
    let list: &[&[&str]] =
        &[&["Họ và tên", "Ngày sinh", "Chi bộ đang sinh hoạt"], &["NGUYỄN VĂN AN", "1979", "Chi bộ A"]];
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name("Ghi chú").unwrap(), &[&["Danh sách năm 2023"]]);
    fill(workbook.add_worksheet().set_name("Ninh Hải").unwrap(), list);
    fill(workbook.add_worksheet().set_name("Ninh Sơn").unwrap(), list);
    let bytes = workbook.save_to_buffer().unwrap();
    let reading = read_members(&bytes, &options()).unwrap();
    assert_eq!((reading.sheet.as_str(), &reading.other_sheets), ("Ninh Hải", &vec!["Ninh Sơn".to_owned()]));
    let chosen = read_members(&bytes, &ReadOptions { sheet: Some("Ninh Sơn"), ..options() }).unwrap();
    assert_eq!((chosen.sheet.as_str(), chosen.other_sheets.len()), ("Ninh Sơn", 0));
}

#[test]
fn a_sheet_that_is_not_there_or_empty_is_said() {
    let bytes = several();
    let error = read_members(&bytes, &ReadOptions { sheet: Some("Đảng viênn"), ..options() }).unwrap_err();
    assert!(
        matches!(&error, Error::NoSuchSheet { nearest: Some(near), .. } if near == "Đảng viên"),
        "{error:?}"
    );
    let error = read_members(&bytes, &ReadOptions { sheet: Some("Trống"), ..options() }).unwrap_err();
    assert_eq!(error, Error::EmptySheet { sheet: "Trống".to_owned() });
    assert_eq!(read_members(&book(&[]), &options()).unwrap_err(), Error::NothingInside);
    let error = read_members(&book(&[&["Họ và tên", "Ngày sinh", "Chi bộ"]]), &options()).unwrap_err();
    assert_eq!(error, Error::NoRows { sheet: "Trang".to_owned(), row: 1 });
}

// Rows ---------------------------------------------------------------------------------------------------

#[test]
fn rows_that_are_no_data_are_skipped_by_name() {
    let reading = cells(&[
        &["STT", "Tên tổ chức đảng", "Đơn vị", "Huyện, thành phố", "Tổng số đảng viên"],
        &["(1)", "(2)", "(3)", "(4)", "(5)"],
        &["", "Tổng số", "", "", "n:20"],
        &["I", "Huyện Ninh Hải", "", "", "n:12"],
        &["n:1", "Chi bộ A", "Công ty A", "Ninh Hải", "n:5"],
        &["n:2", "Chi bộ B", "Tổng công ty B", "Ninh Hải", "n:7"],
        &[],
        &["STT", "Tên tổ chức đảng", "Đơn vị", "Huyện, thành phố", "Tổng số đảng viên"],
        &["II", "Huyện Ninh Sơn", "", "", "n:9"],
        &["n:3", "Chi bộ C", "Công ty C", "", "n:8"],
        &["", "Cộng", "", "", "n:8"],
        &["", "Tổng cộng: 4 tổ chức", "", "", "n:21"],
        &[],
        &["", "", "", "Ninh Thuận, ngày 05 tháng 9 năm 2023"],
        &["", "NGƯỜI LẬP BIỂU", "", "TRƯỞNG BAN"],
        &["", "Nguyễn Văn A", "", "Trần Văn B"],
    ]);
    use SkipReason::{Blank, Footer, Group, Numbering, RepeatedHeader, Subtotal, Total};
    assert_eq!(
        skipped(&reading),
        [
            (2, Numbering),
            (3, Total),
            (4, Group),
            (7, Blank),
            (8, RepeatedHeader),
            (9, Group),
            (11, Subtotal),
            (12, Total),
            (13, Blank),
            (14, Footer),
            (15, Footer),
            (16, Footer),
        ]
    );
    assert_eq!(reading.rows.len(), 3);
    assert_eq!(reading.rows[2].district.as_deref(), Some("Huyện Ninh Sơn"));
    assert_eq!(
        doubts(&reading),
        ["E9 import.doubt.group", "12 import.doubt.row_count", "E12 import.doubt.total",]
    );
}

#[test]
fn a_list_of_names_and_numbers_alone_has_no_groups() {
    let reading = cells(&[
        &["Tên tổ chức đảng", "Tổng số đảng viên"],
        &["Chi bộ A", "n:5"],
        &["Đảng bộ Tổng công ty B", "n:31"],
        &["Tổng cộng", "n:36"],
    ]);
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(doubts(&reading), Vec::<String>::new());
}

#[test]
fn members_below_the_name_of_their_cell_belong_to_it() {
    let reading = members(&[
        &["TT", "Họ và tên", "Năm sinh", "", "Ghi chú"],
        &["", "", "Nam", "Nữ", ""],
        &["I", "Chi bộ Công ty A"],
        &["n:1", "Nguyễn Văn A", "n:1970"],
        &["n:2", "Lê Thị B", "", "03/1985", "Ủy viên UB kiểm tra"],
        &["II", "Chi bộ Công ty C"],
        &["n:1", "Trần D", "12/1980"],
        &["", "Tổng cộng: 3 đảng viên"],
    ]);
    let rows: Vec<String> = reading
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.name,
                row.gender.as_deref().unwrap(),
                row.born.unwrap(),
                row.organisation.as_deref().unwrap()
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "Nguyễn Văn A male 1970 Chi bộ Công ty A",
            "Lê Thị B female 1985-03 Chi bộ Công ty A",
            "Trần D male 1980-12 Chi bộ Công ty C",
        ]
    );
    assert_eq!(doubts(&reading), Vec::<String>::new());
    assert!(!reading.rows[1].possible_hold);
}

#[test]
fn counts_that_do_not_agree_are_asked_about_and_kept() {
    let reading = cells(&[
        &[
            "STT",
            "Tên tổ chức đảng",
            "Đơn vị",
            "Tổng số đảng viên",
            "Chính thức",
            "Dự bị",
            "Đảng viên nữ",
            "MST",
        ],
        &["n:1", "Chi bộ A", "Công ty A", "n:8", "n:5", "n:2", "n:9", "4505322744"],
        &["n:2", "Chi bộ A", "Công ty B", "n:3", "n:3", "n:0", "n:1"],
        &["n:3", "Chi bộ A", "Công ty B", "n:4", "n:3", "n:0", "n:1"],
    ]);
    assert_eq!(
        doubts(&reading),
        [
            "D2 import.doubt.parts",
            "G2 import.doubt.part_over_whole",
            "H2 tax_code.check_digit",
            "B3 import.doubt.same_cell_name",
            "D4 import.doubt.parts",
        ]
    );
    assert_eq!((reading.rows[0].total, reading.rows[0].tax_code.as_deref()), (Some(8), Some("4505322744")));
    assert_eq!(reading.duplicates[0].differences.iter().map(|d| d.field).collect::<Vec<_>>(), ["total"]);
}

// Values -------------------------------------------------------------------------------------------------

#[test]
fn a_bad_value_is_empty_and_told_and_a_bad_row_is_left_out_and_told() {
    let bytes = book(&[
        &["Ngày", "Nội dung", "Số lượng", "Đơn vị"],
        &["32/01/2020", "Kết nạp đảng viên", "n:1", "A"],
        &["01/02/2020", "Kết nạp gì đó", "n:1", "A"],
        &["01/02/2020", "Kết nạp đảng viên", "f:", "A"],
        &["01/02/2020", "Kết nạp đảng viên", "", "A"],
        &["01/02/2020", "Kết nạp đảng viên", "7.402", "f:"],
        &["2/2020", "Kết nạp đảng viên", "f:12", "A"],
        &["y:1979", "Kết nạp đảng viên", "n:1.5", "A"],
    ]);
    let reading = read_movements(&bytes, &options()).unwrap();
    assert_eq!(
        faults(&reading),
        [
            "A2 text.date.no_such_day left out",
            "B3 import.fault.unknown_code left out",
            "C4 import.fault.uncalculated left out",
            "C5 import.fault.required left out",
            "D6 import.fault.uncalculated",
            "A8 import.fault.year_as_date left out",
            "C8 text.number.not_whole left out",
        ]
    );
    assert_eq!(reading.rows.iter().map(|row| row.quantity).collect::<Vec<_>>(), [7402, 12]);
    assert_eq!(reading.read, 7);
    assert_eq!(notes(&reading), ["A7 import.note.date -> 02/2020"]);
}

#[test]
fn spoiled_values_are_repaired_with_a_note() {
    let reading = members(&[
        &["Họ và tên", "CCCD", "Số thẻ Đảng", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"],
        &["Nguyễn  Văn\u{200b} A ", "n:79001000123", "'058377420", "9.3.1985", "n:36594", "Chi bộ A"],
        &["Lê Thị B", "79001000124.0", "58377421.0", "1985-03-09", "d:2001-02-03", "Chi bộ A"],
        &["Trần C", "079 001 000 125", "–", "ngày 9 tháng 3 năm 1985", "-", "Chi bộ A"],
        &["Phạm D", "123456789", "", "9/3/85", "", "Chi bộ A"],
        &["Võ E", "12345", "", "", "", "Chi bộ A"],
    ]);
    let numbers: Vec<_> = reading.rows.iter().map(|row| row.identity_number.as_deref()).collect();
    assert_eq!(
        numbers,
        [Some("079001000123"), Some("079001000124"), Some("079001000125"), Some("123456789"), None]
    );
    assert_eq!(reading.rows[0].name, "Nguyễn Văn A");
    let born: Vec<_> = reading.rows.iter().map(|row| row.born.map(|born| born.to_string())).collect();
    assert_eq!(born[..3], vec![Some("1985-03-09".to_owned()); 3]);
    assert_eq!(reading.rows[0].admitted.unwrap().to_string(), "2000-03-09");
    assert_eq!(faults(&reading), ["C2 number.length", "D5 text.date.short_year", "B6 number.length"]);
    assert_eq!(
        notes(&reading),
        [
            "A2 import.note.controls -> Nguyễn Văn A",
            "B2 import.note.zeros -> 079001000123",
            "D2 import.note.date -> 09/03/1985",
            "E2 import.note.date -> 09/03/2000",
            "B3 import.note.code -> 079001000124",
            "C3 import.note.code -> 58377421",
            "D3 import.note.date -> 09/03/1985",
            "B4 import.note.code -> 079001000125",
            "D4 import.note.date -> 09/03/1985",
            "B5 import.note.old_identity -> 123456789",
        ]
    );
}

#[rstest]
#[case::tcvn3(
    "import.note.tcvn3",
    ["STT", "Tªn tæ chøc ®¶ng", "§¬n vÞ", "HuyÖn, thµnh phè", "BÝ th\u{ad}"],
    ["Chi bé C«ng ty cæ phÇn H¹ tÇng", "C«ng ty cæ phÇn H¹ tÇng", "Ninh H¶i", "NguyÔn ThÞ Hoµ"],
    "Nguyễn Thị Hoà"
)]
#[case::vni(
    "import.note.vni",
    ["STT", "Teân toå chöùc ñaûng", "Ñôn vò", "Huyeän, thaønh phoá", "Bí thö"],
    ["Chi boä Coâng ty coå phaàn Haï taàng", "Coâng ty coå phaàn Haï taàng", "Ninh Haûi", "Nguyeãn Thò Hoøa"],
    "Nguyễn Thị Hòa"
)]
fn old_encodings_are_read_and_told(
    #[case] note: &str,
    #[case] header: [&str; 5],
    #[case] row: [&str; 4],
    #[case] secretary: &str,
) {
    let row = [&["n:1"], &row[..]].concat();
    let reading = cells(&[
        &["DANH SÁCH"],
        &header,
        &row,
        &["n:2", "Chi bộ Xã Hòa Sơn", "Hợp tác xã", "Ninh Sơn", "Lê Thành Trí"],
    ]);
    let read = &reading.rows[0];
    assert_eq!(read.name, "Chi bộ Công ty cổ phần Hạ tầng");
    assert_eq!(read.enterprise.as_deref(), Some("Công ty cổ phần Hạ tầng"));
    assert_eq!((read.district.as_deref(), read.secretary.as_deref()), (Some("Ninh Hải"), Some(secretary)));
    assert!(
        reading.notes.iter().all(|told| told.row == 3 && told.message.key == note),
        "{:?}",
        notes(&reading)
    );
    assert_eq!(reading.notes.len(), 4);
    let other = &reading.rows[1];
    assert_eq!(
        (other.name.as_str(), other.secretary.as_deref()),
        ("Chi bộ Xã Hòa Sơn", Some("Lê Thành Trí"))
    );
}

#[test]
fn doubles_are_taken_once_and_half_doubles_are_asked_about() {
    let header: &[&str] = &["Họ và tên", "CCCD", "Số thẻ Đảng", "Ngày sinh", "Chi bộ", "Ghi chú"];
    let reading = members(&[
        header,
        &["Nguyễn Văn A", "079085000123", "58377420", "09/03/1985", "X"],
        &["NGUYỄN VĂN A", "79085000123", "58377420", "09/03/1985", "X", "Bị tố cáo"],
        &["Lê Thị B", "079085000123", "58377421", "09/03/1985", "X"],
        &["Nguyễn Văn A", "079085000124", "", "09/03/1985", "X"],
        &["Trần C", "", "58377499", "1970", "X"],
        &["Trần C", "", "58377499", "01/02/1970", "X"],
        &["Phạm D", "", "", "01/02/1970", "X"],
        &["Phạm D", "", "", "01/02/1970", "Y"],
        &["Võ E", "", "", "1970", "X"],
        &["Võ E", "", "", "1970", "X"],
    ]);
    let doubles: Vec<_> =
        reading.duplicates.iter().map(|d| (d.row, d.first, d.message.key.as_ref())).collect();
    assert_eq!(
        doubles,
        [
            (3, 2, "import.duplicate.identity"),
            (7, 6, "import.duplicate.card"),
            (9, 8, "import.duplicate.name_and_birth"),
        ]
    );
    assert_eq!(reading.duplicates[2].differences[0].field, "organisation");
    assert!(reading.rows[0].possible_hold, "a hold noted in the double is not lost with it");
    let asked = doubts(&reading);
    assert_eq!(
        asked,
        [
            "F3 import.doubt.possible_hold",
            "B4 import.doubt.same_identity",
            "A5 import.doubt.same_name_and_birth",
            "A11 import.doubt.same_name_and_birth",
        ]
    );
    assert_eq!(reading.rows.len(), 7);
}

// Files --------------------------------------------------------------------------------------------------

#[rstest]
#[case(b"", Error::Empty)]
#[case(b"STT,Ho ten\n1,Nguyen Van A\n", Error::NotAWorkbook { looks: Looks::Text })]
#[case(b"<html><table><tr><td>STT</td></tr></table></html>", Error::NotAWorkbook { looks: Looks::WebPage })]
#[case(b"%PDF-1.7 ...", Error::NotAWorkbook { looks: Looks::Pdf })]
#[case(b"\x89PNG\r\n\x1a\n\x00\x00", Error::NotAWorkbook { looks: Looks::Picture })]
#[case(b"\x00\x01\x02\x03\x04\x05", Error::NotAWorkbook { looks: Looks::Unknown })]
fn a_file_that_is_no_workbook_is_named(#[case] bytes: &[u8], #[case] expected: Error) {
    assert_eq!(read_cells(bytes, &options()).unwrap_err(), expected);
}

#[test]
fn archives_that_are_no_workbook_are_named() {
    let error = |parts: &[(&str, &[u8])]| read_cells(&zipped(parts), &options()).unwrap_err();
    assert_eq!(error(&[("word/document.xml", b"<w/>")]), Error::NotAWorkbook { looks: Looks::Document });
    assert_eq!(error(&[("a.txt", b"a")]), Error::NotAWorkbook { looks: Looks::Archive });
    assert_eq!(error(&[("mimetype", b"x"), ("content.xml", b"<x/>")]), Error::Unsupported { form: ".ods" });
    assert_eq!(error(&[("xl/workbook.bin", b"x")]), Error::Unsupported { form: ".xlsb" });
    assert!(matches!(
        error(&[("xl/workbook.xml", b"<workbook/>")]),
        Error::Damaged { .. } | Error::NothingInside
    ));
    let half = &SAMPLE[..SAMPLE.len() / 2];
    assert!(matches!(read_cells(half, &options()), Err(Error::Damaged { .. })));
}

#[test]
fn a_password_is_named() {
    let mut stub = vec![0_u8; 4096];
    stub[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, letter) in "EncryptedPackage".bytes().enumerate() {
        stub[2048 + at * 2] = letter;
    }
    assert_eq!(read_cells(&stub, &options()).unwrap_err(), Error::Password);
    stub.truncate(1024);
    assert!(matches!(read_cells(&stub, &options()), Err(Error::Damaged { .. })));
}

/// 20 MB of nothing in 20 KB.
fn bomb() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<workbook/>").unwrap();
    writer.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..20 {
        writer.write_all(&block).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_refused_whatever_size_it_declares() {
    let bytes = bomb();
    assert!(bytes.len() < 100_000);
    assert!(matches!(read_cells(&bytes, &options()), Err(Error::Bomb { .. })));
    // the same with a declared size of 1000 bytes in every header
    let declared = (20_u32 << 20).to_le_bytes();
    let mut lying = bytes;
    let places: Vec<usize> = memchr::memmem::find_iter(&lying, &declared).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    let error = read_cells(&lying, &options()).unwrap_err();
    assert!(matches!(error, Error::Bomb { .. } | Error::Damaged { .. }), "{error:?}");
}

#[test]
fn a_far_value_is_refused_and_a_far_style_is_not() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet, &[&["STT", "Tên tổ chức đảng", "MST"], &["n:1", "Chi bộ A", ""]]);
    sheet.write_blank(1_048_575, 16_383, &Format::new().set_bold()).unwrap();
    assert_eq!(read_cells(&workbook.save_to_buffer().unwrap(), &options()).unwrap().rows.len(), 1);
    workbook.worksheet_from_index(0).unwrap().write_string(1_048_575, 16_383, "x").unwrap();
    let error = read_cells(&workbook.save_to_buffer().unwrap(), &options()).unwrap_err();
    assert_eq!(error, Error::FarCell { sheet: "Sheet1".to_owned(), cell: "XFD1048576".to_owned() });
}

#[test]
fn the_old_form_is_read_too() {
    let reading = read_cells(include_bytes!("data/import/old-form.xls"), &options()).unwrap();
    assert_eq!(reading.header, (3, 4));
    assert_eq!(reading.as_of, Some(jiff::civil::date(2023, 8, 31)));
    let rows: Vec<String> = reading
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {:?} {:?}",
                row.name,
                row.tax_code.as_deref().unwrap(),
                row.founded.unwrap(),
                row.total,
                row.probationary
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "Chi bộ Công ty A 4505322743 2003-05-19 Some(5) Some(1)",
            "Chi bộ Công ty B 4539030876 2010-02 Some(7) Some(0)",
        ]
    );
    assert_eq!((faults(&reading).len(), doubts(&reading).len()), (0, 0));
    let error = read_cells(include_bytes!("data/import/old-form-far.xls"), &options()).unwrap_err();
    assert_eq!(error, Error::FarCell { sheet: String::new(), cell: "IV65536".to_owned() });
}

#[test]
fn a_file_that_is_away_locked_or_a_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("danh-sach.xlsx");
    assert!(matches!(load(&path), Err(Error::Missing { .. })));
    assert!(matches!(load(folder.path()), Err(Error::Directory { .. })));
    std::fs::write(&path, SAMPLE).unwrap();
    assert_eq!(load(&path).unwrap(), SAMPLE);
    for owner in ["~$danh-sach.xlsx", "~$nh-sach.xlsx", ".~lock.danh-sach.xlsx#"] {
        let lock = folder.path().join(owner);
        std::fs::write(&lock, "x").unwrap();
        assert!(matches!(load(&path), Err(Error::Locked { .. })), "{owner}");
        assert!(matches!(load(&lock), Err(Error::OwnerFile { .. })), "{owner}");
        std::fs::remove_file(lock).unwrap();
    }
    assert_eq!(std::fs::read(&path).unwrap(), SAMPLE);
}

#[test]
fn every_error_is_worded_in_both_languages() {
    let text = String::new;
    let some = || Some("gần".to_owned());
    let errors = [
        Error::Missing { file: text() },
        Error::Directory { file: text() },
        Error::Locked { file: text(), lock: text() },
        Error::OwnerFile { file: text() },
        Error::Denied { file: text() },
        Error::Io { file: text(), detail: text() },
        Error::Empty,
        Error::TooLarge { megabytes: 1, limit: 1 },
        Error::Password,
        Error::NotAWorkbook { looks: Looks::Archive },
        Error::Unsupported { form: ".ods" },
        Error::Damaged { detail: text() },
        Error::Bomb { megabytes: 1 },
        Error::FarCell { sheet: text(), cell: text() },
        Error::FarCell { sheet: "a".into(), cell: text() },
        Error::TooManyCells { sheet: text(), limit: 1 },
        Error::NothingInside,
        Error::EmptySheet { sheet: text() },
        Error::NoSuchSheet { wanted: text(), nearest: None, sheets: vec![] },
        Error::NoSuchSheet { wanted: text(), nearest: some(), sheets: vec![] },
        Error::NoHeader { sheet: text(), wanted: vec![] },
        Error::MissingColumn { sheet: text(), row: 1, wanted: text(), nearest: None },
        Error::MissingColumn { sheet: text(), row: 1, wanted: text(), nearest: some() },
        Error::AmbiguousColumn { sheet: text(), wanted: text(), columns: vec![] },
        Error::NoRows { sheet: text(), row: 1 },
        Error::BadMapping { detail: text() },
        Error::MappingKind { found: text(), wanted: text() },
        Error::MappingField { field: text(), nearest: None },
        Error::MappingField { field: text(), nearest: some() },
        Error::MappingColumn { field: text(), column: text(), nearest: None },
        Error::MappingColumn { field: text(), column: text(), nearest: some() },
    ];
    for language in [Language::Vietnamese, Language::English] {
        let locale = Locale::new(language);
        for error in &errors {
            let message = error.message();
            let said = locale.say(&message);
            assert!(locale.find(&message.key).is_some(), "{message}");
            assert!(!said.contains('{'), "{said}");
        }
    }
}

#[test]
fn a_thousand_rows_are_read_at_once() {
    let names: Vec<String> = (0..1000).map(|at| format!("Chi bộ Công ty số {at}")).collect();
    let numbers: Vec<String> = (0..1000).map(|at| format!("n:{}", at + 1)).collect();
    let mut rows: Vec<Vec<&str>> = vec![vec!["STT", "Tên tổ chức đảng", "Đơn vị", "Tổng số đảng viên"]];
    rows.extend(
        names.iter().zip(&numbers).map(|(name, number)| vec![number.as_str(), name, "Công ty", "n:5"]),
    );
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let bytes = book(&rows);
    let start = std::time::Instant::now();
    assert_eq!(read_cells(&bytes, &options()).unwrap().rows.len(), 1000);
    assert!(start.elapsed().as_secs() < 60, "{:?}, and this is not even optimised", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000), head in 0_usize..4) {
        let heads: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"PK\x05\x06"];
        let bytes = [heads[head], &bytes].concat();
        let _ = read_cells(&bytes, &options());
    }

    #[test]
    fn no_damage_to_a_sheet_panics(
        places in proptest::collection::vec((any::<usize>(), "[0-9<>/=\"a-z &;]{0,4}"), 1..6),
    ) {
        let list = book(&[
            &["DANH SÁCH"],
            &["STT", "Tên tổ chức đảng", "Ngày thành lập", "Tổng số đảng viên", "Ghi chú"],
            &["I", "Ninh Hải", "", "n:12"],
            &["n:1", "Chi bộ A", "d:2001-02-03", "n:5", "f:7"],
            &["n:2", "Chi bộ B", "03/1985", "f:"],
            &["", "Tổng cộng", "", "n:12"],
        ]);
        let bytes = rewritten(&list, |mut text| {
            for (at, with) in &places {
                let at = (0..=at % text.len()).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                let end = (at + with.len()..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
                text.replace_range(at..end, with);
            }
            text
        });
        let _ = read_cells(&bytes, &options());
        let _ = read_members(&bytes, &options());
    }

    #[test]
    fn no_damage_to_the_old_form_panics(places in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8)) {
        let mut bytes = include_bytes!("data/import/old-form.xls").to_vec();
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read_cells(&bytes, &options());
    }

    #[test]
    fn no_damage_to_the_file_panics(places in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8)) {
        let mut bytes = SAMPLE.to_vec();
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read_cells(&bytes, &options());
    }
}
