//! The register of papers by command: numbers set aside and given, what becomes of a paper, papers that come in,
//! and figures that have changed since a paper was made.

use crate::support::Desk;
use serde_json::{Value, json};

const CELL: &str = "Chi bộ Công ty Cổ phần Muối Đầm Xanh";
const CASE: &str = "HS-0001";

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

fn open() -> Desk {
    let desk = Desk::sample();
    desk.ok(["case", "open", "--cell", CELL]);
    desk
}

#[test]
fn a_number_is_set_aside_issued_and_given_up_and_gaps_are_told() {
    let desk = open();
    let first = desk.json(["paper", "number", "reserve", "TTr"]);
    assert_eq!((&first["number"], &first["symbol"]), (&json!("01"), &json!("TTr/BTCTU")));
    assert_eq!((&first["state"], &first["reserved_on"]), (&json!("reserved"), &json!("2023-09-14")));
    let fourth = desk.json(["paper", "number", "reserve", "TTr", "--number", "4", "--case", CASE]);
    assert_eq!(fourth["number"], "04");
    let letter = desk.json(["paper", "number", "reserve", "Tờ trình", "--number", "4a"]);
    assert_eq!(letter["number"], "04a");
    let next = desk.json(["paper", "number", "next", "TTr"]);
    assert_eq!(next["id"], "05-TTr/BTCTU");
    assert_eq!((&next["gaps"], &next["term"]), (&json!([2, 3]), &Value::Null));
    let issued = desk.json([
        "paper",
        "number",
        "issue",
        &id(&first),
        "--date",
        "13/09/2023",
        "--signer",
        "Trần Văn Ninh",
    ]);
    assert_eq!((&issued["number"], &issued["state"]), (&json!("01"), &json!("issued")));
    let error = desk.refused(["paper", "void", &id(&fourth), "--reason", " "]);
    assert_eq!(error["code"], "paper.reason_needed");
    let void = desk.json(["paper", "number", "void", &id(&fourth), "--reason", "Không trình nữa"]);
    assert_eq!((&void["state"], &void["void_how"]), (&json!("void"), &json!("cancelled")));
    for (number, code) in
        [("1", "paper.number_taken"), ("04", "paper.number_void"), ("4A", "paper.number_reserved")]
    {
        let error = desk.refused(["paper", "number", "reserve", "TTr", "--number", number]);
        assert_eq!(error["code"], code, "{error}");
        assert!(error["fix"].as_str().unwrap().contains("05"), "{error}");
    }
    let sequences = desk.json(["paper", "sequences"]);
    let found = sequences.as_array().unwrap().iter().find(|one| one["id"] == "TTr/BTCTU").unwrap();
    assert_eq!((&found["taken"], &found["reserved"]), (&json!([1]), &json!([4])));
    assert_eq!((&found["void"], &found["gaps"], &found["next"]), (&json!([4]), &json!([2, 3]), &json!(5)));
}

#[test]
fn each_kind_body_and_term_has_numbers_of_its_own() {
    let desk = open();
    desk.ok([
        "record",
        "add",
        "committee_term",
        "--set",
        "name=Nhiệm kỳ 2020 - 2025",
        "valid_from=01/10/2020",
    ]);
    let add = |role: &str, kind: &str, symbol: &str, issuer: &str, number: &str, date: &str| {
        let words = [
            "--json", "paper", "number", kind, "--case", CASE, "--role", role, "--number", number,
            "--symbol", symbol, "--issuer", issuer, "--date", date,
        ];
        desk.run(words)
    };
    assert_eq!(add("decision", "QD", "QĐ/TU", "", "12", "05/09/2023").status, 0);
    let other_day = add("dissolution", "QD", "QĐ/TU", "", "12", "06/09/2023");
    assert_eq!(other_day.status, 1);
    assert!(other_day.stderr.contains("12-QĐ/TU"), "{}", other_day.stderr);
    // Before the term on record numbers ran in another sequence; a regulation has one of its own.
    assert_eq!(add("dissolution", "QD", "QĐ/TU", "", "12", "06/09/2019").status, 0);
    assert_eq!(add("other", "QDI", "QĐ/TU", "", "12", "06/09/2023").status, 0);
    // The symbol of district committees is shared by all of them.
    assert_eq!(add("receiving_decision", "QD", "QĐ/HU", "Huyện ủy Ninh Hải", "7", "01/09/2023").status, 0);
    assert_eq!(add("other", "QD", "QĐ/HU", "Huyện ủy Ninh Sơn", "7", "02/09/2023").status, 0);
    assert_eq!(add("other", "QD", "QĐ/HU", "huyện ủy ninh hải", "07", "02/09/2023").status, 1);
    let next = desk.json(["paper", "number", "next", "QD", "--symbol", "QĐ/TU"]);
    assert_eq!((&next["number"], &next["term"]), (&json!(13), &json!("Nhiệm kỳ 2020 - 2025")));
}

#[test]
fn a_paper_is_issued_sent_and_received_in_order_and_replaced_by_another() {
    let mut desk = open();
    let paper = desk.json(["paper", "number", "reserve", "CV", "--case", CASE]);
    let paper = id(&paper);
    assert_eq!(desk.refused(["paper", "sent", &paper])["code"], "paper.not_issued");
    desk.ok(["paper", "number", "issue", &paper, "--date", "10/09/2023", "--signer", "Trần Văn Ninh"]);
    assert_eq!(desk.refused(["paper", "received", &paper])["code"], "paper.not_sent");
    assert_eq!(desk.refused(["paper", "sent", &paper, "--date", "09/09/2023"])["code"], "paper.disorder");
    assert_eq!(desk.refused(["paper", "sent", &paper, "--date", "15/09/2023"])["code"], "text.date.ahead");
    let sent = desk.json(["paper", "sent", &paper, "--date", "11/09/2023", "--to", "Huyện ủy Ninh Hải"]);
    assert_eq!((&sent["stage"], &sent["sent_on"]), (&json!("sent"), &json!("2023-09-11")));
    assert_eq!(desk.refused(["paper", "received", &paper, "--date", "10/09/2023"])["code"], "paper.disorder");
    let received = desk.json(["paper", "received", &paper]);
    assert_eq!((&received["stage"], &received["received_on"]), (&json!("received"), &json!("2023-09-14")));
    assert_eq!(
        desk.refused(["paper", "number", "issue", &paper, "--number", "9", "--date", "10/09/2023"])["code"],
        "paper.already_issued"
    );
    assert_eq!(
        desk.refused(["record", "set", "paper", &paper, "--set", "state=void"])["code"],
        "paper.state_by_step"
    );
    desk.turn_to("2023-09-20");
    let other = desk.json([
        "paper",
        "number",
        "CV",
        "--case",
        CASE,
        "--number",
        "2",
        "--symbol",
        "CV/BTCTU",
        "--date",
        "20/09/2023",
    ]);
    let end = |words: &[&str]| {
        let mut all = vec!["--json", "paper", "void", &paper, "--reason", "Sai trích yếu"];
        all.extend(words);
        let answer = desk.run_as("Trần Văn An", &all);
        serde_json::from_str::<Value>(&answer.stdout).unwrap()
    };
    assert_eq!(end(&["--how", "thay thế"])["error"]["code"], "paper.replacement_needed");
    assert_eq!(end(&["--replaced-by", &paper])["error"]["code"], "paper.no_replacement");
    assert_eq!(
        end(&["--how", "recalled", "--replaced-by", &id(&other)])["error"]["code"],
        "paper.replacement_unwanted"
    );
    let ended = end(&["--replaced-by", &id(&other)]);
    assert_eq!((&ended["void_how"], &ended["replaced_by"]), (&json!("replaced"), &other["id"]));
    assert_eq!(end(&[])["error"]["code"], "paper.has_ended");
    assert_eq!(desk.json(["paper", "list", "--state", "void"])[0]["id"], json!(paper));
    desk.ok(["undo"]);
    assert_eq!(desk.json(["paper", "list", "--state", "void"]), json!([]));
    desk.ok(["check", "--deep"]);
}

#[test]
fn what_comes_in_is_registered_and_its_scan_given_out_again() {
    let desk = open();
    let scan = desk.file("cong-van.pdf");
    std::fs::write(&scan, b"%PDF-1.4 scan").unwrap();
    let made = desk.json([
        "paper",
        "incoming",
        "CV",
        "--number",
        "45-CV/ĐUK",
        "--date",
        "10/09/2023",
        "--issuer",
        "Đảng ủy Khối",
        "--title",
        "Góp ý phương án",
        "--received",
        "12/09/2023",
        "--case",
        CASE,
        "--scan",
        &scan,
    ]);
    assert_eq!((&made["direction"], &made["stage"]), (&json!("incoming"), &json!("incoming")));
    assert_eq!((&made["number"], &made["received_on"]), (&json!("45"), &json!("2023-09-12")));
    assert!(made["about"].as_str().unwrap().contains("Muối Đầm Xanh"), "{made}");
    let before = desk.refused([
        "paper",
        "incoming",
        "CV",
        "--issuer",
        "Đảng ủy Khối",
        "--date",
        "10/09/2023",
        "--received",
        "09/09/2023",
    ]);
    assert_eq!(before["code"], "paper.disorder");
    assert_eq!(desk.json(["paper", "list", "--incoming", "--find", "gop y"])[0]["id"], made["id"]);
    assert_eq!(desk.json(["paper", "list", "--outgoing"]), json!([]));
    let folder = desk.file("");
    let refused = desk.refused(["paper", "scan", &id(&made), "--out", &folder]);
    assert_eq!(refused["code"], "office.out.exists");
    let out = desk.file("lai.pdf");
    desk.ok(["paper", "scan", &id(&made), "--out", &out]);
    assert_eq!(std::fs::read(&out).unwrap(), b"%PDF-1.4 scan");
    // Nothing of another body takes one of our numbers.
    let sequences = desk.json(["paper", "sequences"]);
    assert!(sequences.as_array().unwrap().iter().all(|one| one["symbol"] != "CV/ĐUK"), "{sequences}");
}

#[test]
fn a_paper_whose_figures_changed_is_told_and_never_made_over() {
    let desk = open();
    let words =
        ["paper", "number", "reserve", "BB", "--role", "minutes", "--case", CASE, "--symbol", "BB/BTCTU"];
    let reserved = desk.json(words);
    let out = desk.file("papers");
    let made = desk.json(["paper", "make", "BB", "--case", CASE, "--out", &out]);
    assert_eq!(made[0]["id"], reserved["id"], "a number set aside is the paper's own");
    let paper = id(&made[0]);
    assert!(made[0]["path"].as_str().unwrap().contains("BB-01"), "{made}");
    assert_eq!(desk.json(["paper", "list", "--stale"]), json!([]));
    desk.ok(["paper", "number", "issue", &paper, "--date", "14/09/2023", "--signer", "Trần Văn Ninh"]);
    assert_eq!(desk.json(["paper", "list", "--stale"]), json!([]));
    desk.ok(["paper", "make", "BB", "--case", CASE, "--out", &out]);
    let cell = desk.json(["case", "show", CASE])["case"]["cell"].clone();
    let cell = cell.as_str().map_or_else(|| CELL.to_owned(), str::to_owned);
    desk.ok(["record", "set", "cell", &cell, "--set", "name=Chi bộ Muối Đầm Xanh Mới"]);
    let stale = desk.json(["paper", "list", "--stale"]);
    assert_eq!(stale.as_array().unwrap().len(), 1, "{stale}");
    let figure = &stale[0]["stale"][0];
    assert_eq!((&figure["table"], &figure["field"]), (&json!("cell"), &json!("name")));
    assert_eq!((&figure["then"], &figure["now"]), (&json!(CELL), &json!("Chi bộ Muối Đầm Xanh Mới")));
    assert!(desk.ok(["paper", "list", "--stale"]).contains("Chi bộ Muối Đầm Xanh Mới"));
    let refused = desk.refused(["paper", "make", "BB", "--case", CASE, "--out", &out]);
    assert_eq!(refused["code"], "paper.issued_and_changed");
    let anew = desk.json(["paper", "make", "BB", "--case", CASE, "--out", &out, "--anew"]);
    assert_eq!((&anew[0]["draft"], anew[0]["id"] != json!(paper)), (&json!(2), true), "{anew}");
    let before = desk.json(["paper", "list", "--case", CASE]);
    let issued = before.as_array().unwrap().iter().find(|one| one["id"] == json!(paper)).unwrap();
    assert_eq!((&issued["number"], &issued["state"]), (&json!("01"), &json!("issued")));
    // Changed back, it is right again.
    desk.ok(["record", "set", "cell", "Chi bộ Muối Đầm Xanh Mới", "--set", &format!("name={CELL}")]);
    let stale = desk.json(["paper", "list", "--stale"]);
    assert!(stale.as_array().unwrap().iter().all(|one| one["id"] != json!(paper)), "{stale}");
}
