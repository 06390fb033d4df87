//! Lists and single things of the sample, by command; for scripts and for people.

use crate::support::{Desk, program, run};
use serde_json::json;
use std::io::Read;
use std::process::Stdio;

#[test]
fn cells_are_listed_found_and_shown() {
    let desk = Desk::sample();
    let cells = desk.json(["cell", "list"]);
    assert_eq!(cells.as_array().unwrap().len(), 24);
    let total: i64 = cells.as_array().unwrap().iter().map(|cell| cell["total"].as_i64().unwrap()).sum();
    assert_eq!(total, 337);
    let names: Vec<&str> =
        cells.as_array().unwrap().iter().map(|cell| cell["name"].as_str().unwrap()).collect();
    assert_eq!(names.last(), Some(&"Đảng bộ Công ty TNHH May Tháp Nắng"));
    let (power, transport) =
        ("Chi bộ Công ty TNHH Điện gió Đồi Mây", "Chi bộ Công ty TNHH Vận tải Đường Nắng");
    let place = |name: &str| names.iter().position(|known| *known == name).unwrap();
    assert!(place(power) < place(transport), "đ stands before v");
    let found = desk.json(["cell", "list", "--find", "muoi dam xanh"]);
    assert_eq!(found[0]["name"], "Chi bộ Công ty Cổ phần Muối Đầm Xanh");
    let shown = desk.json(["cell", "show", found[0]["id"].as_str().unwrap()]);
    assert_eq!((&shown["total"], &shown["listed"]), (&json!(31), &json!(31)));
    assert_eq!(shown["superior"], found[0]["superior"]);
    let members = desk.json(["member", "list", "--cell", "muoi dam xanh"]);
    assert_eq!(members.as_array().unwrap().len(), 31);
    assert!(members.as_array().unwrap().iter().all(|member| member["cell"] == shown["id"]));
}

#[test]
fn several_cases_are_opened_at_once_or_none() {
    let desk = Desk::sample();
    let opened =
        desk.json(["case", "open", "--cell", "muoi dam xanh", "nho ba moi", "--cell", "dien gio doi may"]);
    let codes: Vec<&str> =
        opened.as_array().unwrap().iter().map(|case| case["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["HS-0001", "HS-0002", "HS-0003"]);
    assert_eq!(opened[1]["cell_name"], "Chi bộ Công ty Cổ phần Nho Ba Mọi Vàng");
    let error = desk.refused(["case", "open", "--cell", "gach tuynen", "--cell", "muoi dam xanh"]);
    assert_eq!(error["kind"], "yours");
    assert_eq!(desk.json(["case", "list"]).as_array().unwrap().len(), 3);
    assert_eq!(desk.json(["case", "list", "--find", "nho ba"])[0]["code"], "HS-0002");
    assert_eq!(desk.json(["case", "list", "--stage", "đánh giá"]), json!([]));
    assert_eq!(desk.json(["case", "list", "--overdue"]), json!([]));
    let late = desk.on("2024-09-14");
    assert_eq!(late.json(["case", "list", "--overdue"]).as_array().unwrap().len(), 3);
    let pipeline = late.json(["report", "pipeline", "--from", "2023-01-01", "--to", "2024-12-31"]);
    assert_eq!((&pipeline["opened"], &pipeline["stages"][0]["cases"]), (&json!(3), &json!(3)));
}

/// Never chosen, only named: the one who typed decides.
#[test]
fn what_is_not_there_is_answered_with_the_nearest_name() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", "muoi dam xanh"]);
    assert_eq!(desk.refused(["case", "show", "HS-001"])["fix"], "Có phải “HS-0001”?");
    let error = desk.refused(["cell", "show", "chi bo cong ty co phan muoi dam sanh"]);
    assert_eq!((&error["code"], &error["kind"]), (&json!("office.not_found"), &json!("yours")));
    assert_eq!(error["fix"], "Có phải “Chi bộ Công ty Cổ phần Muối Đầm Xanh”?");
    assert!(desk.refused(["cell", "show", "không giống gì"])["fix"].as_str().unwrap().starts_with("Hãy"));
}

#[test]
fn people_read_plain_aligned_text() {
    let desk = Desk::sample();
    let text = desk.ok(["cell", "list", "--find", "may thap nang"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0].starts_with("Tên") && lines[1].starts_with("Đảng bộ Công ty TNHH May Tháp Nắng"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}') && !text.contains("cli."), "{text}");
    let english = desk.ok(["cell", "list", "--lang", "en"]);
    assert!(english.lines().next().unwrap().contains("Probationary"), "{english}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::sample();
    let home = tempfile::tempdir().unwrap();
    let mut child = program(home.path())
        .args(["--store", desk.store().to_str().unwrap(), "record", "list", "member"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(stderr, "");
}

#[test]
fn the_rehearsal_carries_the_sample_through_every_stage() {
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("mau");
    let answer = run(home.path(), &["demo", "--run", "--dir", directory.to_str().unwrap()]);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    assert!(answer.stdout.lines().count() > 40);
    let store = directory.join("demo.store");
    let listed = run(home.path(), &["--store", store.to_str().unwrap(), "case", "list", "--json"]);
    let cases: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    assert!(cases.as_array().unwrap().iter().all(|case| case["closed_on"].is_string()), "{cases}");
    let again = run(home.path(), &["demo", "--run", "--dir", directory.to_str().unwrap()]);
    assert_eq!(again.status, 1, "nothing is overwritten");
}
