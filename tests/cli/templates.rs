//! The office's own templates by commands: looked at, checked, kept, used, dated, dropped.

use crate::support::Desk;
use serde_json::json;

const WORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/word/mau-bien-ban.docx");

fn file(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.file(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_template_is_copied_out_changed_and_kept() {
    let desk = Desk::sample();
    let list = desk.json(["paper", "template", "list"]);
    assert!(list.as_array().unwrap().iter().all(|one| one["id"].is_null() && one["in_force"] == true));
    let out = desk.file("to-trinh.txt");
    desk.ok(["paper", "template", "export", "TTr", "--out", &out]);
    let text = std::fs::read_to_string(&out).unwrap();
    let faulty = format!(
        "%% ghi chú\n{{{{ co_quan.tenn }}}}\n{{{{ tong.x | hoaa }}}}\n{text}\n{{% for d in cac_ho_so %}}\n"
    );
    let path = file(&desk, "sai.txt", &faulty);
    let report = desk.run(["paper", "template", "check", "TTr", &path, "--json"]);
    assert_eq!(report.status, 1, "{}", report.stdout);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    let lines: Vec<_> =
        report["faults"].as_array().unwrap().iter().map(|fault| fault["line"].clone()).collect();
    assert_eq!(lines[..3], [json!(2), json!(3), json!(3)], "{report}");
    assert!(lines.len() >= 4, "{report}");
    let error = desk.refused(["paper", "template", "save", "TTr", &path]);
    assert_eq!((&error["kind"], &error["code"]), (&json!("yours"), &json!("template.faulty")));
    assert!(error["details"].to_string().contains("có phải “ten”?"), "{error}");

    let path = file(&desk, "dung.txt", &text.replace("SỰ CẦN THIẾT", "SỰ CẦN THIẾT, CĂN CỨ"));
    let kept = desk.json([
        "paper",
        "template",
        "save",
        "TTr",
        &path,
        "--name",
        "Tờ trình của Ban",
        "--from",
        "01/01/2023",
    ]);
    assert_eq!(
        (&kept["kind"], &kept["valid_from"], &kept["in_force"]),
        (&json!("text"), &json!("2023-01-01"), &json!(true))
    );
    let shown = desk.json(["paper", "template", "show", "Tờ trình của Ban"]);
    assert!(shown["body"].as_str().unwrap().contains("CĂN CỨ"));
    assert!(!desk.ok(["paper", "template", "show", "TTr", "--built-in"]).contains("THIẾT, CĂN CỨ"));
    let id = kept["id"].as_str().unwrap();
    let dated = desk.json(["paper", "template", "date", id, "--to", "31/12/2022"]);
    assert_eq!((&dated["valid_from"], &dated["in_force"]), (&json!(null), &json!(false)));
    desk.ok(["paper", "template", "drop", id]);
    assert_eq!(desk.refused(["paper", "template", "show", id])["code"], "office.not_found");
    desk.ok(["undo"]);
    desk.ok(["paper", "template", "show", id]);
    assert_eq!(desk.refused(["paper", "template", "drop", "TTr"])["code"], "template.built_in_stays");
}

#[test]
fn a_word_file_is_kept_and_papers_are_made_by_it() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", "Chi bộ Công ty Cổ phần Muối Đầm Xanh"]);
    assert_eq!(desk.json(["paper", "template", "check", "BB", WORD])["ok"], true);
    let error = desk.refused(["paper", "template", "save", "TTr", WORD]);
    assert_eq!(error["code"], "template.faulty_word");
    assert!(error["details"][0].as_str().unwrap().contains("Thân văn bản, đoạn 2"), "{error}");
    let kept = desk.json(["paper", "template", "save", "BB", WORD]);
    assert_eq!((&kept["kind"], &kept["name"]), (&json!("word"), &json!("mau-bien-ban")));
    let out = desk.file("van-ban");
    let made = desk.json(["paper", "make", "BB", "--case", "HS-0001", "--out", &out]);
    let bytes = std::fs::read(made[0]["path"].as_str().unwrap()).unwrap();
    assert!(bytes.starts_with(b"PK"));
    let preview = desk.ok(["paper", "make", "BB", "--case", "HS-0001", "--preview"]);
    assert!(preview.contains("Bàn giao Chi bộ Công ty Cổ phần Muối Đầm Xanh, gồm 31"), "{preview}");
    assert!(desk.ok(["check", "--deep"]).len() > 1);
}

#[test]
fn the_fields_are_told_with_what_they_mean() {
    let desk = Desk::new();
    let fields = desk.json(["paper", "template", "fields", "BB", "--find", "so the dang vien"]);
    let known = |id: &str| fields.as_array().unwrap().iter().find(|field| field["id"] == id).cloned();
    let field = known("ho_so.dang_vien.so_the").unwrap();
    assert_eq!(field["meaning"], "Hồ sơ › Danh sách đảng viên › Số thẻ đảng viên");
    assert_eq!((&field["list"], &field["kind"]), (&json!("ho_so.dang_vien"), &json!("text")));
    // A question keeps the name its form gives it, whatever else is called so.
    let files = desk.json(["paper", "template", "fields", "BB", "--find", "ho so dang vien du"]);
    let ids: Vec<_> = files.as_array().unwrap().iter().map(|field| field["id"].clone()).collect();
    let (question, own) = (json!("ho_so.khao_sat.files_complete"), json!("ho_so.so_ho_so_du"));
    assert!(ids.contains(&question) && ids.contains(&own), "{ids:?}");
    assert_eq!(desk.refused(["paper", "template", "fields", "thư mời"])["code"], "paper.unknown");
}
