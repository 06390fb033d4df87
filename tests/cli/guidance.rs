//! Where an officer would be stuck: each refusal and each thing lacking says what to type next.

use crate::support::Desk;
use serde_json::{Value, json};

const CELL: &str = "Chi bộ Công ty Cổ phần Muối Đầm Xanh";

fn missing(gate: &Value) -> Vec<&Value> {
    gate["requirements"].as_array().unwrap().iter().filter(|asked| asked["state"] == "missing").collect()
}

#[test]
fn a_gate_says_with_which_command_each_thing_is_supplied() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", CELL]);
    let gate = desk.json(["case", "gate", "HS-0001"]);
    for asked in missing(&gate) {
        assert!(!asked["how"].as_array().unwrap().is_empty(), "{asked}");
    }
    let opinions = gate["requirements"].as_array().unwrap().iter().find(|q| q["id"] == "opinions_cell_owner");
    let how = opinions.unwrap()["how"].as_array().unwrap();
    assert!(how[0].as_str().unwrap().contains("opinion add --case HS-0001 --from cell "), "{how:?}");
    assert!(how[1].as_str().unwrap().contains("opinion add --case HS-0001 --from owner "), "{how:?}");
    let text = desk.ok(["case", "gate", "HS-0001"]);
    assert!(text.contains("chuyengiao survey new --case HS-0001"), "{text}");
    let met = gate["requirements"].as_array().unwrap().iter().find(|q| q["state"] == "met").unwrap();
    assert_eq!(met["how"], json!([]));
}

#[test]
fn a_survey_shows_its_open_questions_with_their_choices() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", CELL]);
    let survey = desk.json(["survey", "new", "--case", "HS-0001"]);
    let stance =
        survey["missing"].as_array().unwrap().iter().find(|m| m["question"] == "owner_stance").unwrap();
    assert_eq!(stance["choices"][0]["code"], "agree");
    let open = survey["open"].as_array().unwrap();
    assert!(
        open.iter().any(|open| open["question"] == "charter_capital" || open["question"] == "working_rules")
    );
    let text = desk.ok(["survey", "show", "HS-0001", "--all"]);
    assert!(text.contains("working_rules"), "{text}");
    assert!(text.contains("agree (Đồng ý)"), "{text}");
}

#[test]
fn several_handover_items_are_said_at_once_and_are_one_entry() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", CELL]);
    let shown = desk.json(["handover", "HS-0001", "--item", "dues", "--item", "register", "--state", "done"]);
    let done = shown["items"].as_array().unwrap().iter().filter(|item| item["state"] == "done").count();
    assert_eq!(done, 2);
    let words = [
        "handover",
        "HS-0001",
        "--item",
        "seal",
        "--state",
        "not_applicable",
        "--item",
        "dues",
        "--state",
        "lacking",
    ];
    let shown = desk.json(words);
    let state = |id: &str| {
        let items = shown["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == id).unwrap()["state"].clone()
    };
    assert_eq!((state("seal"), state("dues")), (json!("not_applicable"), json!("lacking")));
    let error =
        desk.refused(["handover", "HS-0001", "--item", "copies", "--item", "nothing", "--state", "done"]);
    assert_eq!(error["code"], "office.not_in_list");
    assert_eq!(desk.json(["handover", "show", "HS-0001"])["items"], shown["items"]);
    desk.ok(["undo"]);
    let back = desk.json(["handover", "show", "HS-0001"]);
    let dues = back["items"].as_array().unwrap().iter().find(|item| item["id"] == "dues").unwrap();
    assert_eq!(dues["state"], "done");
}

#[test]
fn a_superior_unknown_at_import_is_taken_up_once_the_committee_is_there() {
    let desk = Desk::new();
    let file = format!("{}/danh-sach-tcd.xlsx", crate::support::SAMPLE);
    let first = desk.json(["import", "cells", &file]);
    assert!(first["doubtful"][0]["message"].as_str().unwrap().contains("committee add"), "{first}");
    desk.ok(["case", "open", "--cell", CELL]);
    assert_eq!(desk.json(["case", "show", "HS-0001"])["giver"], Value::Null);
    let name = "Đảng ủy khối Cơ quan - Doanh nghiệp tỉnh";
    let committee = desk.json(["committee", "add", "--name", name, "--kind", "dang_uy_khoi"]);
    let again = desk.json(["import", "cells", &file]);
    assert_eq!((&again["added"], &again["updated"]), (&json!(0), &json!(15)));
    assert_eq!(desk.json(["case", "show", "HS-0001"])["giver"], committee["id"]);
}

#[test]
fn a_code_that_is_not_in_its_list_is_answered_with_the_list() {
    let desk = Desk::new();
    let error = desk.refused(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyện"]);
    assert!(error["message"].as_str().unwrap().contains("huyen_uy"), "{error}");
}

#[test]
fn a_backup_into_a_folder_that_is_not_there_is_said_so() {
    let desk = Desk::new();
    let error = desk.refused(["backup", &desk.file("nowhere/copy.store")]);
    assert_eq!(error["code"], "error.store.no_folder");
}
