//! A case from survey to closing, by commands alone: every gate, every refusal, every figure on the way.

use crate::support::Desk;
use serde_json::{Value, json};

const CELL: &str = "Chi bộ Công ty Cổ phần Xây dựng Tháp Đỏ";
const RECEIVER: &str = "Thành ủy Phan Rang - Tháp Chàm";
const CASE: &str = "HS-0001";
const OTHER: &str = "Lê Thị Bình";

/// The answers the register can't give.
const ANSWERS: [&str; 14] = [
    "source=phieu",
    "as_of=01/10/2023",
    "surveyor=Lê Thị Bình",
    "enterprise_status=active",
    "subject_activity=Sinh hoạt đều hằng tháng",
    "subject_functions=Lãnh đạo thực hiện nhiệm vụ",
    "subject_role=Hạt nhân chính trị",
    "subject_relations=Giữ liên hệ với cấp ủy phường",
    "cell_stance=agree",
    "cell_said_on=02/10/2023",
    "cell_said_by=Bí thư",
    "owner_stance=agree",
    "owner_said_on=02/10/2023",
    "owner_said_by=Giám đốc",
];

fn missing(desk: &Desk) -> Vec<String> {
    let gate = desk.json(["case", "gate", CASE]);
    let missing: Vec<String> = gate["requirements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|asked| asked["state"] == "missing")
        .map(|asked| asked["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(gate["open"], missing.is_empty(), "{gate}");
    missing
}

fn opinion(desk: &Desk, party: &str, day: &str) {
    let made = desk.json([
        "opinion",
        "add",
        "--case",
        CASE,
        "--from",
        party,
        "--stance",
        "agree",
        "--date",
        day,
        "--paper",
        &format!("15-CV/{} ngày {day}", party.to_uppercase()),
    ]);
    assert_eq!((&made["party"], &made["stance"]), (&json!(party), &json!("agree")));
    assert!(made["id"].is_string() && made["case"].is_string() && made["paper"].is_string(), "{made}");
}

fn advance(desk: &Desk, stage: &str) {
    assert_eq!(missing(desk), Vec::<String>::new(), "before {stage}");
    assert_eq!(desk.json(["case", "advance", CASE])["stage"], stage);
}

fn open() -> Desk {
    let mut desk = Desk::sample();
    desk.turn_to("2023-10-12");
    let opened = desk.json(["case", "open", "--cell", CELL]);
    assert_eq!(opened[0]["code"], CASE);
    desk
}

fn surveyed() -> Desk {
    let desk = open();
    let survey = desk.json(["survey", "new", "--case", CASE]);
    let id = survey["id"].as_str().unwrap();
    let refused = desk.refused(["survey", "finalize", id]);
    assert_eq!(refused["details"].as_array().unwrap().len(), survey["missing"].as_array().unwrap().len());
    for answer in ANSWERS {
        desk.ok(["survey", "answer", id, "--set", answer]);
    }
    assert_eq!(desk.json(["survey", "show", id])["missing"], json!([]));
    assert_eq!(desk.json(["survey", "finalize", id])["state"], "final");
    desk
}

fn assessed() -> Desk {
    let mut desk = surveyed();
    desk.turn_to("2023-10-20");
    opinion(&desk, "cell", "20/10/2023");
    opinion(&desk, "owner", "20/10/2023");
    advance(&desk, "assessment");
    desk.turn_to("2023-11-06");
    desk.ok(["assess", CASE, "--weigh", "stay", "--advantages", "Ổn định", "--limits", "Xa địa bàn"]);
    let made = desk.json([
        "assess",
        CASE,
        "--option",
        "transfer",
        "--receiver",
        RECEIVER,
        "--rationale",
        "Trụ sở ở thành phố",
        "--advantages",
        "Gần địa bàn",
        "--limits",
        "Phải bố trí cấp ủy viên",
    ]);
    assert_eq!((&made["option"], made["weighed"].as_array().unwrap().len()), (&json!("transfer"), 2));
    desk.turn_to("2023-11-07");
    opinion(&desk, "giver", "07/11/2023");
    opinion(&desk, "receiver", "07/11/2023");
    let case = desk.json(["case", "show", CASE]);
    for point in case["charter"].as_array().unwrap() {
        if point["severity"] == "answer" {
            desk.ok([
                "case",
                "charter",
                CASE,
                "--finding",
                point["id"].as_str().unwrap(),
                "--answer",
                "Đã rà soát",
            ]);
        }
    }
    assert_eq!(desk.refused(["assess", "approve", CASE])["code"], "assessment.own_approval");
    assert!(desk.json_as(OTHER, &["assess", "approve", CASE])["approved_by"].is_string());
    advance(&desk, "proposal");
    desk
}

fn decided() -> Desk {
    let mut desk = assessed();
    desk.turn_to("2023-11-15");
    let dossier = desk.json(["dossier", "new", "--cases", CASE, "--title", "Chuyển giao đợt 1"]);
    let id = dossier["id"].as_str().unwrap();
    let paper = desk.json([
        "paper",
        "number",
        "TTR",
        "--dossier",
        id,
        "--role",
        "proposal",
        "--number",
        "3",
        "--symbol",
        "TTr/BTCTU",
        "--date",
        "15/11/2023",
        "--signer",
        "Trưởng ban",
    ]);
    assert_eq!((&paper["kind"], &paper["dossier"]), (&json!("TTR"), &json!(id)));
    let submitted = desk.json(["dossier", "submit", id]);
    assert_eq!((&submitted["state"], &submitted["as_of"]), (&json!("submitted"), &json!("2023-11-15")));
    desk.turn_to("2023-11-28");
    let answered = desk.json([
        "dossier",
        "answer",
        id,
        "--case",
        CASE,
        "--outcome",
        "đồng ý",
        "--number",
        "907-QĐ/TU",
        "--date",
        "28/11/2023",
        "--effective",
        "01/01/2024",
        "--signer",
        "Phó Bí thư",
    ]);
    assert_eq!(answered["state"], "answered");
    assert_eq!(answered["cases"][0]["answer"], "agreed");
    assert_eq!(answered["cases"][0]["effective_on"], "2024-01-01");
    advance(&desk, "transfer");
    desk
}

#[test]
fn a_cell_is_carried_from_survey_to_closing() {
    let mut desk = decided();
    desk.turn_to("2023-12-20");
    for (kind, role, number) in
        [("QD", "receiving_decision", "1-QĐ/ThU"), ("BB", "minutes", "1-BB"), ("SO", "register", "1-DS/ĐUK")]
    {
        desk.ok([
            "paper",
            "add",
            kind,
            "--case",
            CASE,
            "--role",
            role,
            "--number",
            number,
            "--date",
            "20/12/2023",
            "--signer",
            "Bí thư",
        ]);
    }
    let handover = desk.json(["handover", "show", CASE]);
    let items = handover["items"].as_array().unwrap().clone();
    for item in &items {
        let id = item["id"].as_str().unwrap();
        let words: &[&str] = match id {
            "seal" => &["handover", CASE, "--item", id, "--state", "not_applicable"],
            "dues" => &["handover", CASE, "--item", id, "--state", "done", "--value", "12/2023"],
            _ => &["handover", CASE, "--item", id, "--state", "done"],
        };
        desk.json_as("Trần Văn An", words);
    }
    let settled = desk.json(["handover", "settle", CASE]);
    assert_eq!(
        (&settled["moved"], &settled["held"], &settled["unsettled"]),
        (&json!(22), &json!(0), &json!(0))
    );
    desk.ok(["handover", "freeze", CASE]);
    desk.turn_to("2024-01-15");
    let closed = desk.json(["handover", "close", CASE]);
    assert_eq!((&closed["stage"], &closed["closed_on"]), (&json!("closed"), &json!("2024-01-15")));

    let cell = desk.json(["cell", "show", CELL]);
    assert_eq!(cell["superior_name"], RECEIVER);
    let spans = cell["affiliations"].as_array().unwrap();
    assert_eq!(spans.len(), 2, "history keeps the old superior");
    assert_eq!((&spans[0]["to"], &spans[1]["from"]), (&json!("2023-12-31"), &json!("2024-01-01")));
    assert_eq!(desk.json(["check", "--deep"])["sound"], true);
    let receivers = desk.json(["report", "receivers", "--from", "2023-01-01", "--to", "2024-06-30"]);
    assert_eq!((&receivers[0]["name"], &receivers[0]["members"]), (&json!(RECEIVER), &json!(22)));
}

#[test]
fn a_closed_gate_says_what_is_missing_and_where() {
    let desk = open();
    let gate = desk.json(["case", "gate", CASE]);
    let fields: Vec<&String> = gate.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["case", "stage", "open", "requirements"]);
    for asked in gate["requirements"].as_array().unwrap() {
        for field in ["id", "state", "what", "why", "where"] {
            assert!(asked[field].is_string(), "{field}: {asked}");
        }
    }
    assert_eq!(missing(&desk), ["survey_final", "opinions_cell_owner"]);
    let error = desk.refused(["case", "advance", CASE]);
    assert_eq!(error["details"].as_array().unwrap().len(), 2, "{error}");
    assert_eq!(desk.json(["case", "show", CASE])["stage"], "survey");
}

#[test]
fn a_requirement_is_waived_with_a_reason_or_not_at_all() {
    let desk = open();
    let gate = desk.json(["case", "gate", CASE]);
    for asked in gate["requirements"].as_array().unwrap() {
        let id = asked["id"].as_str().unwrap();
        if asked["state"] != "missing" {
            continue;
        }
        let waived = desk.run(["case", "waive", CASE, "--requirement", id, "--reason", "Cấp ủy đồng ý"]);
        assert_eq!(waived.status == 0, asked["may_be_waived"] == true, "{id}: {}", waived.stderr);
        assert_eq!(
            desk.refused(["case", "waive", CASE, "--requirement", id, "--reason", " "])["kind"],
            "yours"
        );
    }
}

#[test]
fn a_case_is_paused_resumed_returned_assigned_and_cancelled() {
    let desk = assessed();
    assert_eq!(desk.json(["case", "pause", CASE, "--reason", "Chờ ý kiến"])["side_state"], "paused");
    assert_eq!(desk.refused(["case", "advance", CASE])["kind"], "yours");
    assert_eq!(desk.json(["case", "resume", CASE, "--reason", "Đã có ý kiến"])["side_state"], Value::Null);
    assert_eq!(
        desk.json(["case", "return", CASE, "--to", "khảo sát", "--reason", "Bổ sung"])["stage"],
        "survey"
    );
    desk.ok(["record", "add", "officer", "--set", &format!("name={OTHER}x"), "active=có"]);
    desk.ok(["case", "assign", CASE, "--to", &format!("{OTHER}x")]);
    assert_eq!(desk.json(["case", "list"])[0]["officer_name"], format!("{OTHER}x"));
    assert_eq!(desk.json(["case", "cancel", CASE, "--reason", "Đơn vị phá sản"])["side_state"], "cancelled");
    let events = desk.json(["case", "show", CASE])["events"].clone();
    let kinds: Vec<&str> =
        events.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["opened", "advanced", "advanced", "paused", "resumed", "returned", "cancelled"]);
}

#[test]
fn a_survey_goes_to_the_bin_and_comes_back_as_it_was() {
    let desk = surveyed();
    let survey = desk.json(["survey", "show", CASE]);
    let id = survey["id"].as_str().unwrap();
    assert_eq!(desk.json(["survey", "discard", id])["state"], "discarded");
    assert!(missing(&desk).contains(&"survey_final".to_owned()));
    assert_eq!(desk.json(["survey", "restore", id]), survey);
}

#[test]
fn a_wrong_answer_is_kept_and_complained_of() {
    let desk = open();
    let id = desk.json(["survey", "new", "--case", CASE])["id"].as_str().unwrap().to_owned();
    let survey = desk.json(["survey", "answer", &id, "--set", "member_total=nhiều"]);
    let answer =
        survey["answers"].as_array().unwrap().iter().find(|a| a["question"] == "member_total").unwrap();
    assert_eq!(answer["value"], "nhiều");
    assert!(answer["complaint"].is_string());
    assert_eq!(desk.refused(["survey", "answer", &id, "--set", "no_such=1"])["kind"], "yours");
}

#[test]
fn a_returned_case_is_put_before_the_committee_again() {
    let mut desk = assessed();
    desk.turn_to("2023-11-15");
    let first = desk.json(["dossier", "new", "--cases", CASE])["code"].as_str().unwrap().to_owned();
    desk.ok([
        "paper",
        "add",
        "TTR",
        "--dossier",
        &first,
        "--role",
        "proposal",
        "--number",
        "3-TTr/BTCTU",
        "--date",
        "15/11/2023",
        "--signer",
        "Trưởng ban",
    ]);
    desk.ok(["dossier", "submit", &first]);
    desk.turn_to("2023-11-28");
    let answered = desk.json([
        "dossier",
        "answer",
        &first,
        "--case",
        CASE,
        "--outcome",
        "returned",
        "--number",
        "121-TB/TU",
        "--date",
        "28/11/2023",
        "--note",
        "Bổ sung ý kiến",
    ]);
    assert_eq!(answered["cases"][0]["answer"], "returned");
    assert!(!missing(&desk).is_empty(), "a returned case can't go on");
    let second = desk.json(["dossier", "new", "--cases", CASE]);
    assert_eq!(second["cases"][0]["case_code"], CASE);
    let lines = desk.json(["dossier", "list"]);
    assert_eq!(lines.as_array().unwrap().len(), 2);
    assert_eq!(
        desk.json(["dossier", "remove", second["code"].as_str().unwrap(), "--case", CASE])["cases"],
        json!([])
    );
    assert_eq!(
        desk.json(["dossier", "add", second["code"].as_str().unwrap(), "--cases", CASE])["cases"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// What an officer corrects after the survey is final: with a reason, traced, and seen by the assessment.
#[test]
fn a_final_survey_is_amended_with_a_reason() {
    let desk = surveyed();
    let survey = desk.json(["survey", "list", "--case", CASE])[0]["id"].as_str().unwrap().to_owned();
    desk.json(["assess", CASE, "--option", "stay", "--rationale", "Ổn định"]);
    let shown = |desk: &Desk| desk.json(["case", "show", CASE])["assessment"]["on_old_figures"].clone();
    assert_eq!(shown(&desk), json!(false));

    desk.refused(["survey", "amend", &survey, "--set", "surveyor=Trần Văn An", "--reason", " "]);
    let made =
        desk.json(["survey", "amend", &survey, "--set", "surveyor=Trần Văn An", "--reason", "Ghi nhầm tên"]);
    let amended = &made["amendments"][0];
    assert_eq!(
        (&amended["old"], &amended["new"], &amended["reason"]),
        (&json!("Lê Thị Bình"), &json!("Trần Văn An"), &json!("Ghi nhầm tên"))
    );
    assert_eq!(shown(&desk), json!(true));
    desk.json(["assess", "confirm", CASE]);
    assert_eq!(shown(&desk), json!(false));

    desk.json(["survey", "discard", &survey]);
    let listed = desk.json(["survey", "list", "--case", CASE, "--state", "discarded"]);
    assert_eq!((&listed[0]["id"], &listed[0]["case_code"]), (&json!(survey), &json!(CASE)));
    assert_eq!(desk.json(["survey", "list", "--state", "final"]), json!([]));
}
