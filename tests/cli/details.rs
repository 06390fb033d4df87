//! The lesser commands of a case: papers with scans, members one by one, explanations, the register's answers.

use crate::support::Desk;
use serde_json::{Value, json};

const CELL: &str = "Chi bộ Công ty Cổ phần Muối Đầm Xanh";
const CASE: &str = "HS-0001";

fn open() -> Desk {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", CELL]);
    desk
}

#[test]
fn a_paper_keeps_its_scan_and_is_numbered_later() {
    let desk = open();
    let scan = desk.file("quyet-dinh.pdf");
    std::fs::write(&scan, b"%PDF-1.4 scan").unwrap();
    let paper = desk.json(["paper", "add", "QD", "--case", CASE, "--role", "decision", "--scan", &scan]);
    assert_eq!((&paper["state"], &paper["number"]), (&json!("draft"), &Value::Null));
    assert_eq!(paper["attachment"].as_str().unwrap().len(), 64, "a scan is known by its hash");
    let id = paper["id"].as_str().unwrap();
    let numbered = desk.json(["paper", "number", id, "--number", "907-QĐ/TU", "--date", "07/03/2023"]);
    assert_eq!((&numbered["number"], &numbered["symbol"]), (&json!("907"), &json!("QĐ/TU")));
    assert_eq!((&numbered["issued_on"], &numbered["state"]), (&json!("2023-03-07"), &json!("issued")));
    assert_eq!(desk.json(["paper", "list", "--case", CASE]), json!([numbered]));
    let error = desk.refused(["paper", "add", "QD", "--case", CASE, "--scan", &desk.file("none.pdf")]);
    // A folder, a pipe, a device: refused before they are read.
    let folder = desk.refused(["paper", "add", "QD", "--case", CASE, "--scan", &desk.file(".")]);
    assert_eq!(folder["code"], "office.in_file.not_a_file");
    assert_eq!(desk.json(["paper", "list", "--case", CASE]).as_array().unwrap().len(), 1, "{error}");
}

#[test]
fn members_are_settled_one_by_one_with_their_reason() {
    let desk = open();
    let members = desk.json(["member", "list", "--cell", CELL]);
    let id = members[0]["id"].as_str().unwrap();
    let error = desk.refused(["handover", CASE, "--member", id, "--state", "held"]);
    assert_eq!(error["code"], "handover.reason_needed");
    let said = desk.json([
        "handover",
        CASE,
        "--member",
        id,
        "--state",
        "held",
        "--reason",
        "Đang giải quyết đơn",
        "--file-complete",
        "không",
        "--lacking",
        "Lý lịch",
    ]);
    let member = said["members"].as_array().unwrap().iter().find(|member| member["id"] == id).unwrap();
    assert_eq!((&member["state"], &member["file_complete"]), (&json!("held"), &json!(false)));
    assert_eq!((&said["held"], &said["unsettled"]), (&json!(1), &json!(30)));
    let settled = desk.json(["handover", "settle", CASE]);
    assert_eq!((&settled["moved"], &settled["held"]), (&json!(30), &json!(1)));
}

#[test]
fn a_list_that_differs_from_the_counts_is_explained() {
    let desk = open();
    let new = desk.json([
        "record",
        "add",
        "member",
        "--set",
        "name=Trượng Thị Chi",
        &format!("cell={CELL}"),
        "status=active",
    ]);
    assert_eq!(new["status"], "active");
    let state = |gate: Value| {
        let asked = gate["requirements"]
            .as_array()
            .unwrap()
            .iter()
            .find(|asked| asked["id"] == "list_agrees")
            .cloned();
        asked.unwrap()["state"].clone()
    };
    assert_eq!(state(desk.json(["case", "gate", CASE])), "missing");
    let explained = desk.json([
        "case",
        "explain",
        CASE,
        "--subject",
        "list_and_counts",
        "--amount",
        "1",
        "--explanation",
        "Mới kết nạp",
    ]);
    assert_eq!(state(explained), "met");
    let error =
        desk.refused(["case", "explain", CASE, "--subject", "x", "--amount", "-1", "--explanation", "y"]);
    assert_eq!(error["code"], "cli.explain.unknown_subject");
}

#[test]
fn what_a_final_survey_says_otherwise_is_taken_into_the_register_by_hand() {
    let desk = open();
    let id = desk.json(["survey", "new", "--case", CASE])["id"].as_str().unwrap().to_owned();
    for answer in [
        "source=phieu",
        "as_of=01/09/2023",
        "surveyor=Bình",
        "enterprise_status=active",
        "subject_activity=a",
        "subject_functions=b",
        "subject_role=c",
        "subject_relations=d",
        "cell_stance=agree",
        "cell_said_on=02/09/2023",
        "cell_said_by=Bí thư",
        "owner_stance=agree",
        "owner_said_on=02/09/2023",
        "owner_said_by=Giám đốc",
        "secretary_name=Lê Văn Mới",
    ] {
        desk.ok(["survey", "answer", &id, "--set", answer]);
    }
    let survey = desk.json(["survey", "finalize", &id]);
    let proposals = survey["proposals"].as_array().unwrap();
    assert!(proposals.iter().any(|proposal| proposal["question"] == "secretary_name"), "{proposals:?}");
    assert_ne!(desk.json(["cell", "show", CELL])["secretary"], "Lê Văn Mới");
    let taken = desk.json(["survey", "accept", &id, "--question", "secretary_name"]);
    assert!(taken["proposals"].as_array().unwrap().iter().all(|p| p["question"] != "secretary_name"));
    assert_eq!(desk.json(["cell", "show", CELL])["secretary"], "Lê Văn Mới");
}

#[test]
fn a_unit_is_a_name_a_level_and_a_time() {
    let desk = Desk::new();
    let old = desk.json(["unit", "add", "xã Phước Nam", "--level", "commune", "--to", "30/06/2025"]);
    let new = desk.json(["unit", "add", "xã Thuận Nam", "--level", "commune", "--from", "01/07/2025"]);
    assert_eq!(desk.json(["unit", "list", "--on", "2023-09-14"]), json!([old]));
    assert_eq!(desk.json(["unit", "list", "--on", "01/07/2025"]), json!([new]));
}
