//! Registers by command: every record can be made, read, changed and deleted, and is checked on the way.

use crate::support::Desk;
use serde_json::json;

#[test]
fn a_committee_is_made_and_found_by_its_name() {
    let desk = Desk::new();
    let above = desk.json(["committee", "add", "Tỉnh ủy Ninh Thuận", "--kind", "Tỉnh ủy"]);
    let made = desk.json([
        "committee",
        "add",
        "Huyện ủy Ninh Hải",
        "--kind",
        "huyen_uy",
        "--parent",
        "tinh uy ninh thuan",
        "--from",
        "01/01/2010",
        "--to",
        "2025-06-30",
    ]);
    assert_eq!(made["kind"], "huyen_uy");
    assert_eq!(made["parent"], above["id"]);
    assert_eq!((&made["valid_from"], &made["valid_to"]), (&json!("2010-01-01"), &json!("2025-06-30")));
    let found = desk.json(["committee", "list", "--find", "ninh hai"]);
    assert_eq!(found, json!([made]));
    assert_eq!(desk.json(["committee", "list", "--on", "2026-01-01"]), json!([above]));
}

#[test]
fn what_was_typed_wrong_is_said_field_by_field() {
    let desk = Desk::new();
    let error = desk.refused([
        "record",
        "add",
        "enterprise",
        "--set",
        "tax_code=123",
        "--set",
        "workers_total=nhiều",
    ]);
    assert_eq!(error["kind"], "yours");
    assert_eq!(error["details"].as_array().unwrap().len() + 1, 3, "{error}");
    assert_eq!(desk.json(["record", "list", "enterprise"]), json!([]));
}

#[test]
fn a_record_is_changed_shown_and_deleted() {
    let desk = Desk::new();
    let made = desk.json([
        "record",
        "add",
        "holiday",
        "--set",
        "day=01/01/2030",
        "name=Tết Dương lịch",
        "kind=off",
        "settled=không",
    ]);
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["settled"], false);
    let changed =
        desk.json(["record", "set", "holiday", id, "--set", "settled=có", "--set", "source=Thông báo"]);
    assert_eq!((&changed["settled"], &changed["source"]), (&json!(true), &json!("Thông báo")));
    assert_eq!(desk.json(["record", "show", "holiday", id]), changed);
    desk.ok(["record", "delete", "holiday", id]);
    assert_eq!(desk.refused(["record", "show", "holiday", id])["code"], "office.not_found");
}

#[test]
fn a_name_that_fits_several_chooses_none() {
    let desk = Desk::new();
    for name in ["Huyện ủy Ninh Hải", "Huyện ủy Ninh Sơn"] {
        desk.ok(["committee", "add", name, "--kind", "huyen_uy"]);
    }
    let error = desk.refused(["record", "show", "committee", "huyện ủy ninh"]);
    assert_eq!(error["code"], "office.ambiguous");
    assert_eq!(error["details"].as_array().unwrap().len(), 2);
}

#[test]
fn an_unknown_register_names_those_there_are() {
    let error = Desk::new().refused(["record", "list", "people"]);
    assert!(error["fix"].as_str().unwrap().contains("member_hold"));
}

/// One save, one entry: setting two fields made two, and taking one back left the record half changed.
#[test]
fn several_fields_are_set_as_one_entry() {
    let desk = Desk::sample();
    let cell = desk.json(["cell", "list"])[0]["id"].as_str().unwrap().to_owned();
    let before = desk.json(["log"]).as_array().unwrap().len();
    desk.json(["record", "set", "cell", &cell, "--set", "secretary=Trần An", "--set", "member_women=1"]);
    assert_eq!(desk.json(["log"]).as_array().unwrap().len(), before + 1);
    desk.refused(["record", "set", "cell", &cell, "--set", "secretary=Lê Bình", "member_women=âm"]);
    assert_eq!(desk.json(["record", "show", "cell", &cell])["secretary"], "Trần An");
}

#[test]
fn a_second_one_of_a_name_is_told_and_may_be_insisted_on() {
    let desk = Desk::new();
    let known = desk.json(["committee", "add", "Huyện ủy Ninh Phước", "--kind", "huyen_uy"]);
    let again = desk.run(["committee", "add", "huyện uỷ  Ninh Phước", "--kind", "huyen_uy"]);
    assert_eq!(again.status, 1);
    assert!(again.stderr.contains("Đã có cấp ủy “Huyện ủy Ninh Phước”"), "{}", again.stderr);
    assert!(again.stderr.contains(known["id"].as_str().unwrap()), "{}", again.stderr);
    assert!(again.stderr.contains("--also"), "{}", again.stderr);
    desk.json(["committee", "add", "huyện uỷ Ninh Phước", "--kind", "huyen_uy", "--also"]);
    assert_eq!(desk.json(["committee", "list", "--find", "Ninh Phước"]).as_array().unwrap().len(), 2);
}
