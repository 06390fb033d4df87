//! The journal by command: who did what, old and new, taken back and done again.

use crate::support::Desk;
use serde_json::json;

#[test]
fn an_entry_tells_who_changed_what() {
    let desk = Desk::new().seat("Lê Thị Bình");
    let made = desk.json(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    desk.ok(["record", "set", "committee", made["id"].as_str().unwrap(), "--set", "note=Bên nhận"]);
    let log = desk.json(["log"]);
    let last = &log[0];
    assert_eq!(last["person_name"], "Lê Thị Bình");
    assert_eq!(last["action"], "record.edit.committee");
    let entry = desk.json(["log", "--entry", last["id"].as_str().unwrap()]);
    assert_eq!(
        entry["changes"],
        json!([{
            "table": "committee", "row": made["id"], "change": "set",
            "fields": [{"field": "note", "old": "", "new": "Bên nhận"}],
        }])
    );
}

#[test]
fn undo_takes_back_ones_own_last_entry_and_redo_does_it_again() {
    let desk = Desk::new();
    desk.ok(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    desk.ok(["undo"]);
    assert_eq!(desk.json(["committee", "list"]), json!([]));
    desk.ok(["redo"]);
    assert_eq!(desk.json(["committee", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(desk.json(["check", "--deep"])["sound"], true);
}

#[test]
fn what_changed_since_is_listed_and_nothing_undone() {
    let desk = Desk::new();
    let made = desk.json(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    let entry = desk.json(["log"])[0]["id"].as_str().unwrap().to_owned();
    let id = made["id"].as_str().unwrap();
    desk.json_as("Lê Thị Bình", &["record", "set", "committee", id, "--set", "note=x"]);
    let error = desk.refused(["undo", &entry]);
    assert_eq!(error["code"], "error.store.changed");
    let told = error["details"][0].as_str().unwrap();
    assert!(told.contains("đã được Lê Thị Bình sửa lúc ") && !told.contains('Z'), "{told}");
    assert_eq!(desk.json(["committee", "list"])[0]["note"], "x");
}

#[test]
fn the_journal_names_actions_in_words_and_tells_the_time_of_the_wall_clock() {
    let desk = Desk::new();
    desk.ok(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    assert_eq!(desk.json(["log"])[0]["action_name"], "Thêm Cấp ủy");
    assert_eq!(desk.ok(["undo"]), "Đã hoàn tác: Thêm Cấp ủy.\n");
    let log = desk.json(["log"]);
    assert_eq!(log[0]["action_name"], "Hoàn tác");
    assert_eq!(log[0]["note"], "Thêm Cấp ủy");
    // The desk stands seven hours east of Greenwich.
    let instant: jiff::Timestamp = log[0]["at"].as_str().unwrap().parse().unwrap();
    let wall = jiff::tz::TimeZone::fixed(jiff::tz::offset(7)).to_datetime(instant);
    let shown = wall.strftime("%d/%m/%Y %H:%M:%S").to_string();
    assert!(desk.ok(["log"]).contains(&shown), "{shown}\n{}", desk.ok(["log"]));
}

#[test]
fn the_entry_that_opened_several_cases_is_in_the_log_of_each() {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", "Muối Đầm Xanh", "--cell", "Gạch tuynen"]);
    for case in ["HS-0001", "HS-0002"] {
        let log = desk.json(["log", "--case", case]);
        assert_eq!(log[0]["action"], "case.open", "{log}");
    }
}

#[test]
fn people_read_the_journal_in_words() {
    let desk = Desk::new().seat("Lê Thị Bình");
    desk.ok(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    let log = desk.ok(["log"]);
    assert!(!log.contains("record.create"), "an action has a label: {log}");
    let entry = desk.json(["log"])[0]["id"].as_str().unwrap().to_owned();
    let one = desk.ok(["log", "--entry", &entry]);
    assert!(one.contains("Huyện ủy Ninh Hải") && one.contains("Cấp ủy"), "{one}");
    assert!(!one.contains("huyen_uy"), "a code has a name: {one}");
}
