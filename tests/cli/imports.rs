//! Imports by command: the figures of the sample, in exactly the fields that are promised.

use crate::support::{Desk, SAMPLE};
use serde_json::{Value, json};

#[test]
fn the_sample_gives_its_figures() {
    let desk = Desk::new();
    let cells = desk.json(["import", "cells", &format!("{SAMPLE}/danh-sach-tcd.xlsx")]);
    assert_eq!((&cells["read"], &cells["added"]), (&json!(24), &json!(24)));
    assert_eq!(cells["totals"]["total"], 337);
    let members = desk.json(["import", "members", &format!("{SAMPLE}/danh-sach-dang-vien.xlsx")]);
    assert_eq!((&members["read"], &members["added"]), (&json!(339), &json!(337)));
    assert_eq!(members["duplicates"], 2);
    assert_eq!(members["totals"]["status.exempt"], 2);
    let movements = desk.json(["import", "movements", &format!("{SAMPLE}/bien-dong-2019-2023.xlsx")]);
    assert_eq!(movements["faults"], json!([]));
    let situation = desk.json(["report", "situation", "--from", "2019-01-01", "--to", "2023-09-14"]);
    for (field, figure) in [
        ("organisations", 24),
        ("members", 337),
        ("admitted", 26),
        ("cells_founded", 3),
        ("youth_founded", 7),
        ("unions_founded", 60),
        ("union_members_added", 7402),
        ("introduced", 1496),
    ] {
        assert_eq!(situation[field], figure, "{field}");
    }
    assert_eq!(
        situation["full"].as_i64().unwrap() + situation["probationary"].as_i64().unwrap(),
        situation["members"].as_i64().unwrap()
    );
}

#[test]
fn a_second_import_changes_nothing() {
    let desk = Desk::new().import_sample();
    for (kind, file, rows) in [
        ("cells", "danh-sach-tcd.xlsx", 24),
        ("members", "danh-sach-dang-vien.xlsx", 337),
        ("movements", "bien-dong-2019-2023.xlsx", 161),
    ] {
        let again = desk.json(["import", kind, &format!("{SAMPLE}/{file}")]);
        assert_eq!((&again["added"], &again["updated"]), (&json!(0), &json!(0)), "{kind}");
        assert_eq!(again["unchanged"], rows, "{kind}");
    }
    assert_eq!(
        desk.json(["log"]).as_array().unwrap().len(),
        4,
        "nothing changed, so nothing was written down"
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let report = desk.json(["import", "cells", &format!("{SAMPLE}/danh-sach-tcd.xlsx"), "--dry-run"]);
    assert_eq!((&report["added"], &report["dry_run"]), (&json!(24), &json!(true)));
    assert_eq!(desk.json(["record", "list", "cell"]), json!([]));
}

#[test]
fn an_import_has_the_promised_fields() {
    let desk = Desk::new();
    let report = desk.json(["import", "members", &format!("{SAMPLE}/danh-sach-dang-vien.xlsx")]);
    for field in ["read", "added", "updated", "unchanged", "duplicates"] {
        assert!(report[field].is_u64(), "{field}");
    }
    assert!(report["totals"].is_object());
    let doubtful = report["doubtful"].as_array().unwrap();
    assert!(doubtful.iter().any(|doubt| has(doubt, "khiếu nại")), "a complaint is put before the officer");
    for doubt in doubtful {
        assert!(doubt["row"].is_u64() && doubt["sheet"].is_string() && doubt["message"].is_string());
    }
}

#[test]
fn an_import_is_taken_back_as_one_entry() {
    let desk = Desk::new().import_sample();
    let undone = desk.json(["undo"]);
    assert_eq!(undone["action"], "import.movements");
    assert_eq!(desk.json(["record", "list", "movement"]), json!([]));
    desk.ok(["redo"]);
    assert_eq!(desk.json(["record", "list", "movement"]).as_array().unwrap().len(), 161);
}

#[test]
fn a_file_that_is_no_workbook_changes_nothing() {
    let desk = Desk::new();
    let path = desk.file("danh-sach.xlsx");
    std::fs::write(&path, "không phải Excel").unwrap();
    let error = desk.refused(["import", "cells", &path]);
    assert_eq!(error["kind"], "file");
    assert_eq!(desk.json(["record", "list", "cell"]), json!([]));
}

fn has(doubt: &Value, words: &str) -> bool {
    format!("{doubt}").to_lowercase().contains(words)
}

#[test]
fn an_escape_sequence_in_a_workbook_never_reaches_the_terminal() {
    let desk = Desk::new();
    let file = desk.file("evil.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, cell)) in [
        ("Tên tổ chức đảng", "Chi bộ \u{1b}]0;x\u{7}\u{1b}[31mĐỏ"),
        ("Loại hình TCCSĐ", "Chi bộ \u{9b}31m lạ"),
        ("Trực thuộc", "Huyện ủy \u{1b}[2J\u{202e}X"),
    ]
    .into_iter()
    .enumerate()
    {
        let column = u16::try_from(column).unwrap();
        sheet.write(0, column, heading).unwrap().write(1, column, cell).unwrap();
    }
    book.save(&file).unwrap();
    let control = |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
    let said = desk.ok(["import", "cells", &file]);
    assert!(said.contains("␛]0;x␇"), "{said}");
    assert!(!control(&said), "{said:?}");
    let json = desk.ok(["--json", "import", "cells", &file]);
    assert!(!control(&json), "{json:?}");
    let refused = desk.run(["--json", "import", "cells", "\u{1b}[31m\u{9b}.xlsx"]);
    assert!(!control(&refused.stderr) && !control(&refused.stdout), "{:?}", refused.stderr);
}

#[test]
fn progress_is_for_a_terminal_only() {
    let desk = Desk::new();
    let answer = desk.run(["import", "cells", &format!("{SAMPLE}/danh-sach-tcd.xlsx")]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
}
