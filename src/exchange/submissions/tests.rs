//! The exports of each program as they come, read by one form.

use super::*;
use crate::forms::built_in;
use rstest::rstest;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const FORM: &str = "\
| survey | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | register |
| | begin group | firm | Đơn vị | The firm | |
| | text | tax_code | Mã số thuế | Tax code | enterprise.tax_code |
| | text | firm_name | Tên đơn vị | Name of the firm | enterprise.name |
| | integer | workers | Số lao động | Workers | |
| | end group | | | | |
| | date | as_of | Tính đến ngày | As of | |
| | select_multiple source | sources | Nguồn | Sources | |
| | geopoint | spot | Vị trí | Place | |
| | image | photo | Ảnh | Photo | |
| | begin repeat | site | Cơ sở | Site | |
| | text | site_name | Tên cơ sở | Name of the site | |
| | begin repeat | shift | Ca | Shift | |
| | integer | people | Số người | People | |
| | end repeat | | | | |
| | end repeat | | | | |
| | calculate | doubled | | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | source | books | Sổ sách | Books |
| | source | talk | Trao đổi, phỏng vấn | Talk |
| settings | | |
| | form_id | form_title |
| | khao_sat | Phiếu |
";

fn form() -> Form {
    built_in::read(&FORM.replace("| calculate | doubled | | | |", "| text | last | Cuối | Last | |")).unwrap()
}

fn read_submissions(
    bytes: &[u8],
    name: &str,
    form: &Form,
    sheet: Option<&str>,
) -> Result<Submissions, Error> {
    SubmissionFile::of_bytes(bytes, name)?.read(form, sheet)
}

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn said(read: &Submissions, at: usize) -> Vec<String> {
    let mut said: Vec<String> = read.rows[at]
        .answers
        .iter()
        .map(|given| format!("{}[{}]={}", given.question, given.instance, given.value))
        .collect();
    said.sort();
    said
}

const WHOLE: &[&str] = &[
    "as_of[]=2023-09-14",
    "firm_name[]=Công ty A",
    "people[1.1]=4",
    "people[1.2]=5",
    "people[2.1]=6",
    "shift[1]=2",
    "shift[2]=1",
    "site[]=2",
    "site_name[1]=Một",
    "site_name[2]=Hai",
    "sources[]=books talk",
    "spot[]=21.02 105.8 12 4",
    "tax_code[]=0300588569",
    "workers[]=1200",
];

/// A ZIP of ODK Central: groups by a hyphen, points in four columns, chosen choices split, one file a repeat.
#[test]
fn an_export_of_odk_central_is_read() {
    let main = "SubmissionDate,firm-tax_code,firm-firm_name,firm-workers,as_of,sources,sources/books,sources/talk,\
                spot-Latitude,spot-Longitude,spot-Altitude,spot-Accuracy,photo,meta-instanceID,KEY,SubmitterID,Edits\n\
                2023-09-15T01:02:03.000Z,0300588569,Công ty A,1200,2023-09-14,,1,1,21.02,105.8,12,4,,uuid:aa,uuid:aa,5,0\n";
    let site = "site_name,PARENT_KEY,KEY\nMột,uuid:aa,uuid:aa/site[1]\nHai,uuid:aa,uuid:aa/site[2]\n";
    let shift = "people,PARENT_KEY,KEY\n4,uuid:aa/site[1],uuid:aa/site[1]/shift[1]\n\
                 5,uuid:aa/site[1],uuid:aa/site[1]/shift[2]\n6,uuid:aa/site[2],uuid:aa/site[2]/shift[1]\n";
    let bytes = packed(&[
        ("khao_sat.csv", main),
        ("khao_sat-site-shift.csv", shift),
        ("khao_sat-site.csv", site),
        ("media/x.jpg", "…"),
    ]);
    let read = read_submissions(&bytes, "khao_sat.zip", &form(), None).unwrap();
    assert_eq!(said(&read, 0), WHOLE);
    assert_eq!((read.rows[0].key.as_str(), read.rows.len(), read.doubtful.len()), ("aa", 1, 0), "{read:?}");
    assert_eq!(read.rows[0].identity["enterprise.tax_code"], "0300588569");
}

/// A workbook of KoboToolbox with wordings as headers, numbers as numbers, choices joined, one sheet a repeat.
#[test]
fn an_export_of_kobotoolbox_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let mut fill = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match cell.strip_prefix("n:") {
                    Some(number) => sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap(),
                    None => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    };
    fill(
        "Phiếu",
        &[
            &[
                "start",
                "Đơn vị/Mã số thuế",
                "Tên đơn vị",
                "Số lao động",
                "Tính đến ngày",
                "Nguồn",
                "Nguồn/Sổ sách",
                "Vị trí",
                "_Vị trí_latitude",
                "Lạ",
                "_id",
                "_uuid",
                "_submission_time",
                "_index",
            ],
            &[
                "2023",
                "n:300588569",
                "Công ty A",
                "n:1200",
                "n:45183",
                "Sổ sách Trao đổi, phỏng vấn",
                "n:1",
                "21.02 105.8 12 4",
                "n:21.02",
                "gì đó",
                "n:77",
                "aa",
                "2023-09-15T00:00:00",
                "n:1",
            ],
        ],
    );
    fill(
        "site",
        &[
            &["Tên cơ sở", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
            &["Một", "n:1", "Phiếu", "n:1", "aa"],
            &["Hai", "n:2", "Phiếu", "n:1", "aa"],
        ],
    );
    fill(
        "shift",
        &[
            &["Cơ sở/Ca/Số người", "_index", "_parent_table_name", "_parent_index"],
            &["n:4", "n:1", "site", "n:1"],
            &["n:5", "n:2", "site", "n:1"],
            &["n:6", "n:3", "site", "n:2"],
        ],
    );
    let read = read_submissions(&book.save_to_buffer().unwrap(), "kobo.xlsx", &form(), None).unwrap();
    assert_eq!(said(&read, 0), WHOLE, "{:?}", read.columns);
    let unknown: Vec<&str> =
        read.doubtful.iter().filter_map(|doubt| Some(doubt.column.as_ref()?.header.as_str())).collect();
    assert_eq!(unknown, ["Lạ"]);
}

/// A wide CSV of SurveyCTO: rounds behind the names, choices behind an underscore.
#[test]
fn a_wide_export_of_surveycto_is_read() {
    let text = "SubmissionDate;tax_code;firm_name;workers;as_of;sources;sources_books;spot-Latitude;spot-Longitude;\
                spot-Altitude;spot-Accuracy;site_count;site_name_1;site_name_2;people_1_1;people_1_2;people_2_1;KEY\n\
                x;0300588569;Công ty A;1.200;14/9/2023;books talk;1;21,02;105,8;12;4;2;Một;Hai;4;5;6;uuid:aa\n";
    let read = read_submissions(text.as_bytes(), "wide.csv", &form(), None).unwrap();
    let expected: Vec<&str> = WHOLE
        .iter()
        .copied()
        .filter(|said| !said.starts_with("site[") && !said.starts_with("shift["))
        .collect();
    assert_eq!(said(&read, 0), expected);
    assert_eq!(read.doubtful, []);
}

#[rstest]
#[case("site[2]/site_name,KEY\nHai,a\n", "site_name[2]=Hai")]
#[case("site/site_name,KEY\nHai,a\n", "")]
#[case("\u{feff}workers,KEY\n\"1,5\",a\n", "workers[]=1,5")]
#[case("sep=;\nworkers;KEY\n7;a\n", "workers[]=7")]
#[case("Phiếu khảo sát\n\nSố lao động,Mã\n7,x\n", "workers[]=7")]
fn a_header_is_understood(#[case] text: &str, #[case] expected: &str) {
    let read = read_submissions(text.as_bytes(), "a.csv", &form(), None);
    let found = read.map(|read| said(&read, 0).join(" ")).unwrap_or_default();
    assert_eq!(found, expected);
}

#[test]
fn what_is_no_row_of_a_survey_is_told() {
    let files = [
        ("khao_sat.csv", "workers,KEY\n1,a\n2,a\n3,\n"),
        ("khao_sat-site.csv", "site_name,PARENT_KEY,KEY\nMột,nobody,b\n"),
        ("khac.csv", "abc,PARENT_KEY\n1,a\n"),
    ];
    let read = read_submissions(&packed(&files), "a.zip", &form(), None).unwrap();
    assert_eq!((read.read, read.rows.len(), read.duplicates.len()), (3, 2, 1));
    assert_eq!((read.faults[0].sheet.as_str(), read.faults[0].row), ("khao_sat-site", 2));
    assert_eq!(read.doubtful[0].message.key, "import.doubt.table_of_no_repeat");
    assert!(read.rows[1].key.starts_with("row:"));
}

#[rstest]
#[case(b"%PDF-1.7")]
#[case(b"")]
#[case(b"PK\x03\x04 cut short")]
#[case(b"a,b,c\n1,2,3\n")]
#[case(b"workers\n")]
fn what_is_no_export_is_refused(#[case] bytes: &[u8]) {
    assert!(read_submissions(bytes, "a", &form(), None).is_err());
}

proptest::proptest! {
    /// No text panics, however it is cut.
    #[test]
    fn no_text_panics(text in "[a-z_\\[\\]/,;\"\n0-9]{0,200}", head in "(workers|site_name_1|spot-Latitude|KEY|PARENT_KEY|,|/){0,8}") {
        let _ = read_submissions(format!("{head}\n{text}").as_bytes(), "a.csv", &form(), None);
    }
}
