//! Forms by command: checked without a store, stored with the files beside them, one content a version.

use crate::support::Desk;
use rstest::rstest;
use serde_json::json;

const FORM: &str = "| survey | | | |
| | type | name | label::vi |
| | select_one_from_file xa.csv | xa | Xã |
| | geopoint | cho | Ở đâu |
| settings | |
| | form_title |
| | Phiếu thử |
";

fn desk_with(name: &str, text: &str) -> (Desk, String) {
    let desk = Desk::bare();
    let file = desk.file(name);
    std::fs::write(&file, text).unwrap();
    (desk, file)
}

#[test]
fn a_sound_form_is_checked_without_a_store() {
    let (desk, file) = desk_with("phieu-thu.md", FORM);
    let report = desk.json(["survey", "form", "check", &file]);
    assert_eq!(report["ok"], true);
    assert_eq!((&report["title"], &report["questions"]), (&json!("Phiếu thử"), &json!(2)));
    assert_eq!((&report["name"], &report["languages"]), (&json!("phieu-thu"), &json!(["vi"])));
    assert_eq!(report["errors"], json!([]));
    let warning = &report["warnings"][0];
    assert_eq!(
        (&warning["sheet"], &warning["row"], &warning["column"]),
        (&json!("survey"), &json!(3), &json!("type"))
    );
    std::fs::write(desk.file("xa.csv"), "name,label\n1,Xã Một\n").unwrap();
    assert_eq!(desk.json(["survey", "form", "check", &file])["warnings"], json!([]));
}

/// A file beside the form that nobody can read is one that is not there.
#[test]
fn a_file_beside_the_form_may_be_unreadable() {
    let (desk, file) = desk_with("phieu-thu.md", FORM);
    std::fs::write(desk.file("xa.csv"), [0xFF, 0xFE, 0x90, 0x00]).unwrap();
    let report = desk.json(["survey", "form", "check", &file]);
    assert_eq!(report["ok"], true);
    let told = &report["warnings"][1];
    assert_eq!((&told["sheet"], &report["warnings"][0]["column"]), (&json!("xa.csv"), &json!("type")));
    std::fs::write(desk.file("xa.csv"), "name,label\n1,Xã Một\n").unwrap();
    let valued =
        FORM.replace("| label::vi |", "| label::vi | parameters |").replace("| Xã |", "| Xã | value=nane |");
    std::fs::write(&file, valued).unwrap();
    let answer = desk.run(["survey", "form", "check", &file, "--json"]);
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let error = &report["errors"][0];
    assert_eq!((&error["row"], &error["column"]), (&json!(3), &json!("parameters")));
    assert!(error["message"].as_str().unwrap().contains("“name”"), "{error}");
}

#[test]
fn a_faulty_form_is_told_by_its_cells_and_ends_in_status_1() {
    let (desk, file) = desk_with("sai.md", &FORM.replace("geopoint", "select_one khong_co"));
    let answer = desk.run(["survey", "form", "check", &file, "--json"]);
    assert_eq!(answer.status, 1);
    let report: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(report["ok"], false);
    let error = &report["errors"][0];
    assert_eq!(
        (&error["sheet"], &error["row"], &error["column"]),
        (&json!("survey"), &json!(4), &json!("type"))
    );
    assert_eq!(report["title"], "Phiếu thử");
    let words = desk.run(["survey", "form", "check", &file]);
    assert!(words.status == 1 && words.stdout.contains("khong_co"), "{}", words.stdout);
}

/// Scripts find the same fields whatever they hand over; people get one sentence that fits forms.
#[rstest]
#[case::words("sai.md", Some("không phải biểu mẫu".into()), "import.error.not_a_form")]
#[case::bytes("sai.xlsx", Some(vec![0xFF, 0xD8, 0xFF, 0xE0, 0x90]), "import.error.not_a_workbook.picture")]
#[case::noise("sai.csv", Some(vec![0x90, 0x91, 0x07, 0x90]), "import.error.not_a_form")]
#[case::nothing("sai.csv", Some(vec![]), "import.error.empty")]
#[case::torn("sai.xlsx", Some("PK\u{3}\u{4}half".into()), "import.error.damaged")]
#[case::missing("none.xlsx", None, "import.error.missing")]
fn what_is_no_form_is_told_in_the_shape_of_a_check(
    #[case] name: &str,
    #[case] bytes: Option<Vec<u8>>,
    #[case] code: &str,
) {
    let desk = Desk::bare();
    let file = desk.file(name);
    if let Some(bytes) = bytes {
        std::fs::write(&file, bytes).unwrap();
    }
    let report = desk.run(["survey", "form", "check", &file, "--json"]);
    assert_eq!(report.status, 1);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!(
        (&report["ok"], &report["questions"], &report["warnings"]),
        (&json!(false), &json!(0), &json!([]))
    );
    assert_eq!(report["errors"][0]["message"], report["error"]["message"]);
    assert_eq!(report["error"]["code"], code);
    assert_eq!(desk.refused(["survey", "form", "check", &file])["kind"], "file");
}

#[test]
fn one_sheet_saved_as_csv_is_the_survey() {
    let (desk, file) = desk_with("mot-trang.csv", "type;name;label\ninteger;tuoi;Tuổi\ntext;ten;Tên\n");
    let report = desk.json(["survey", "form", "check", &file]);
    assert_eq!((&report["ok"], &report["questions"]), (&json!(true), &json!(2)));
}

#[test]
fn a_form_is_stored_with_its_files_and_a_version_of_its_own() {
    let desk = Desk::new();
    let file = desk.file("phieu-thu.md");
    std::fs::write(&file, FORM).unwrap();
    std::fs::write(desk.file("xa.csv"), "name,label\n1,Xã Một\n").unwrap();
    let before = desk.json(["survey", "form", "list"]).as_array().unwrap().len();
    let first = desk.json(["survey", "form", "add", &file]);
    assert_eq!((&first["name"], first["version"].as_str().unwrap().len()), (&json!("phieu-thu"), 8));
    assert_eq!(
        desk.json(["survey", "form", "add", &file])["id"],
        first["id"],
        "the same content is there already"
    );
    std::fs::write(&file, FORM.replace("Ở đâu", "Tại đâu")).unwrap();
    let second = desk.json(["survey", "form", "add", &file]);
    assert_ne!((&second["id"], &second["version"]), (&first["id"], &first["version"]));
    let listed = desk.json(["survey", "form", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), before + 2);
    assert!(desk.ok(["survey", "form", "list"]).contains("Phiếu thử"));
}

#[test]
fn a_version_names_one_content() {
    let desk = Desk::new();
    let file = desk.file("phieu.md");
    let versioned =
        FORM.replace("| | form_title |\n| | Phiếu thử |", "| | form_id | version |\n| | phieu | 3 |");
    std::fs::write(&file, &versioned).unwrap();
    desk.ok(["survey", "form", "add", &file]);
    assert_eq!(
        desk.json(["survey", "form", "list"])[1]["title"],
        "phieu",
        "the file's name where it has none"
    );
    std::fs::write(&file, versioned.replace("Ở đâu", "Tại đâu")).unwrap();
    assert_eq!(desk.refused(["survey", "form", "add", &file])["code"], "survey.form_version_taken");
    std::fs::write(&file, versioned.replace("geopoint", "begin group")).unwrap();
    let refused = desk.refused(["survey", "form", "add", &file]);
    assert_eq!(refused["code"], "forms.faulty");
    let detail = refused["details"][0].as_str().unwrap();
    assert!(detail.contains("dòng 4") && detail.contains("không được kết thúc"), "{refused}");
}

const REPEATS: &str = "| survey | | | | |
| | type | name | label::vi | relevant |
| | integer | so | Số người | |
| | text | khi_dong | Khi đông | ${so} > 5 |
| | begin repeat | nguoi | Người | |
| | text | ten | Tên | |
| | begin repeat | con | Con | |
| | text | ten_con | Tên con | |
| | end repeat | | | |
| | end repeat | | | |
| | select_one cach | mot | Chọn một | |
| | select_multiple cac | nhieu | Chọn nhiều | |
| choices | | | |
| | list_name | name | label::vi |
| | cach | hai ba | Hai ba |
| | cac | a | Một |
| | cac | b | Hai, ba |
| settings | |
| | form_title |
| | Phiếu lặp |
";

fn survey_on(text: &str) -> Desk {
    let desk = Desk::sample();
    let file = desk.file("phieu-lap.md");
    std::fs::write(&file, text).unwrap();
    desk.json(["survey", "form", "add", &file]);
    desk.json(["case", "open", "--cell", "Sông Ông"]);
    desk.json(["survey", "new", "--case", "HS-0001", "--form", "phieu-lap"]);
    desk
}

fn answer_in(whole: &serde_json::Value, question: &str) -> serde_json::Value {
    let answers = whole["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["question"] == question).unwrap().clone()
}

#[test]
fn a_question_in_a_repeat_is_answered_by_its_round() {
    let desk = survey_on(REPEATS);
    for named in ["ten_con[2.1]=A", "ten_con[2][1]=B"] {
        let whole = desk.json(["survey", "answer", "HS-0001", "--set", named]);
        assert_eq!(answer_in(&whole, "ten_con")["instance"], "2.1");
    }
    let refused = desk.refused(["survey", "answer", "HS-0001", "--set", "ten=A"]);
    assert_eq!(refused["code"], "forms.answer.which_instance", "{refused}");
}

#[test]
fn an_answer_that_is_not_asked_any_more_is_kept_and_said_not_to_count() {
    let desk = survey_on(REPEATS);
    desk.json(["survey", "answer", "HS-0001", "--set", "so=6", "khi_dong=Đông"]);
    let whole = desk.json(["survey", "answer", "HS-0001", "--set", "so=3"]);
    let kept = answer_in(&whole, "khi_dong");
    assert_eq!((&kept["value"], &kept["asked"]), (&json!("Đông"), &json!(false)));
    assert_eq!(answer_in(&whole, "so")["asked"], true);
    assert!(desk.ok(["survey", "show", "HS-0001"]).contains("không hỏi nữa"));
}

#[test]
fn choices_are_told_by_codes_with_a_space_and_labels_with_a_comma() {
    let desk = survey_on(REPEATS);
    let whole = desk.json(["survey", "answer", "HS-0001", "--set", "mot=hai ba", "nhieu=Hai, ba, một"]);
    assert_eq!(answer_in(&whole, "mot")["shown"], "Hai ba");
    assert_eq!(answer_in(&whole, "nhieu")["value"], "a b");
    let whole = desk.json(["survey", "answer", "HS-0001", "--set", "nhieu=Hai, bốn"]);
    assert_eq!(answer_in(&whole, "nhieu")["shown"], "Hai, bốn", "as typed where it can't be read");
}
