//! Files that leave the program: reports, lists and papers, whole, in their formats, never over another.

use crate::support::Desk;
use serde_json::{Value, json};
use std::path::Path;

/// A zip archive by its first bytes, as Word files and workbooks are.
fn is_archive(path: &str) -> bool {
    std::fs::read(path).unwrap().starts_with(b"PK\x03\x04")
}

#[test]
fn a_report_is_written_as_a_workbook_and_a_paper_and_not_over_another() {
    let desk = Desk::sample();
    let (book, paper) = (desk.file("tinh-hinh.xlsx"), desk.file("tinh-hinh.docx"));
    let period = ["--from", "2019-01-01", "--to", "2023-09-14"];
    let [a, b, c, d] = period;
    let told = desk.json(["report", "situation", a, b, c, d, "--xlsx", &book, "--docx", &paper]);
    assert_eq!((&told["members"], &told["files"][0]["format"]), (&json!(337), &json!("xlsx")));
    assert_eq!(told["files"][1]["hash"].as_str().unwrap().len(), 64);
    assert!(is_archive(&book) && is_archive(&paper));
    let before = std::fs::read(&book).unwrap();
    let error = desk.refused(["report", "pipeline", a, b, c, d, "--xlsx", &book]);
    assert_eq!(error["kind"], "yours");
    assert_eq!(std::fs::read(&book).unwrap(), before);
    let text = desk.ok(["report", "pipeline", a, b, c, d, "--xlsx", &book, "--force"]);
    assert!(text.contains("tinh-hinh.xlsx"), "{text}");
    assert_ne!(std::fs::read(&book).unwrap(), before);
    assert_eq!(desk.json(["log"])[0]["action"], "export.write");
    let plain = desk.json(["report", "receivers", a, b, c, d]);
    assert!(plain.is_array(), "without a file the answer is as it was");
}

#[test]
fn lists_are_written_as_workbooks() {
    let desk = Desk::sample();
    desk.json(["case", "open", "--cell", "muoi dam xanh"]);
    let cell = ["member", "list", "--cell", "muoi dam xanh"];
    let [a, b, c, d] = cell;
    let lists: [(&str, Value); 4] = [
        ("cells.xlsx", desk.json(["cell", "list", "--xlsx", &desk.file("cells.xlsx")])),
        ("cases.xlsx", desk.json(["case", "list", "--xlsx", &desk.file("cases.xlsx")])),
        ("members.xlsx", desk.json([a, b, c, d, "--xlsx", &desk.file("members.xlsx")])),
        ("register.xlsx", desk.json([a, b, c, d, "--register", "--xlsx", &desk.file("register.xlsx")])),
    ];
    for ((name, told), rows) in lists.iter().zip([24, 1, 31, 31]) {
        assert_eq!(told["rows"], json!(rows), "{name}");
        assert!(is_archive(&desk.file(name)) && told["path"].as_str().unwrap().ends_with(name));
    }
    assert_eq!(desk.refused(["cell", "list", "--xlsx", &desk.file("cells.xlsx")])["kind"], "yours");
    assert!(!Path::new(&desk.file("cells.xlsx.part")).exists());
}

/// The same records on the same day give the same bytes, whichever process makes them.
#[test]
fn two_processes_make_the_same_bytes() {
    let desk = Desk::sample();
    let opened = desk.json(["case", "open", "--cell", "muoi dam xanh"]);
    let case = opened["code"].as_str().or(opened[0]["code"].as_str()).unwrap().to_owned();
    let before = std::fs::read(desk.store()).unwrap();
    let made = |folder: &str| -> Vec<(String, Vec<u8>)> {
        // Both begin with the same store: what the first recorded is taken away.
        std::fs::write(desk.store(), &before).unwrap();
        let out = desk.file(folder);
        for kind in ["register", "member_list", "minutes"] {
            desk.ok(["paper", "make", kind, "--case", &case, "--out", &out]);
        }
        let (book, paper) = (format!("{out}/bao-cao.xlsx"), format!("{out}/bao-cao.docx"));
        let [from, to] = ["2019-01-01", "2023-09-14"];
        desk.ok(["report", "situation", "--from", from, "--to", to, "--xlsx", &book, "--docx", &paper]);
        let files = std::fs::read_dir(&out).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files
            .map(|path| {
                (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    };
    let (one, other) = (made("one"), made("other"));
    assert!(
        one.iter().filter(|(name, _)| name.ends_with(".xlsx")).count() == 3,
        "lists have their workbooks"
    );
    assert_eq!(one.len(), other.len());
    for ((name, bytes), (again, others)) in one.iter().zip(&other) {
        assert_eq!(name, again);
        assert!(bytes == others, "{name} differs");
    }
}
