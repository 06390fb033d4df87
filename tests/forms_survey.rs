//! Filling in: answers in, changes and what is missing out; on the built-in form and on small ones.

#![allow(clippy::unwrap_used)] // helpers of tests

use chuyengiao::forms::built_in;
use chuyengiao::forms::instance::Instance;
use chuyengiao::forms::survey::{AnswerError, Changes, Complaint, Filling};
use chuyengiao::text::locale::{Language, Locale};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::HashMap;
use std::sync::Arc;

const TODAY: Date = date(2023, 11, 20);

fn top() -> Instance {
    Instance::top()
}

fn begin(source: &str) -> Filling {
    let form = built_in::read(source).unwrap_or_else(|error| panic!("{:?}", error.faults()));
    Filling::begin(Arc::new(form), TODAY).0
}

fn built_in_form() -> Filling {
    begin(built_in::SOURCE)
}

fn set(filling: &mut Filling, name: &str, value: &str) -> Changes {
    filling.set(name, &top(), value, TODAY).unwrap_or_else(|error| panic!("{error}"))
}

fn complaint(filling: &Filling, name: &str, language: Language) -> Option<String> {
    filling.check(name, &top()).map(|complaint| complaint.say(&Locale::new(language)))
}

fn missing(filling: &Filling) -> Vec<String> {
    filling.missing().into_iter().map(|missing| missing.question).collect()
}

/// A survey as an officer types it: nothing more than what must be answered.
const FILLED: &[(&str, &str)] = &[
    ("source", "ho_so phieu"),
    ("as_of", "31/10/2023"),
    ("surveyor", "Nguyễn Thị Hoà, chuyên viên"),
    ("enterprise_name", "Công ty Cổ phần Muối Cà Ná"),
    ("enterprise_status", "Đang hoạt động"),
    ("subject_activity", "Sản xuất ổn định."),
    ("workers_total", "1.250"),
    ("head_office_commune", "xã Cà Ná"),
    ("cell_name", "Chi bộ Công ty Cổ phần Muối Cà Ná"),
    ("cell_kind", "CBCS"),
    ("subject_functions", "Lãnh đạo thực hiện nhiệm vụ chính trị."),
    ("subject_role", "Hạt nhân chính trị."),
    ("member_total", "14"),
    ("member_full", "12"),
    ("member_probationary", "2"),
    ("subject_relations", "Có quy chế phối hợp với đảng ủy xã."),
    ("cell_stance", "agree"),
    ("cell_said_on", "01/11/2023"),
    ("cell_said_by", "Bí thư chi bộ"),
    ("owner_stance", "conditional"),
    ("owner_said_on", "02/11/2023"),
    ("owner_said_by", "Giám đốc"),
    ("owner_reason", "Nếu giữ nguyên cấp ủy đương nhiệm."),
];

fn filled() -> Filling {
    let mut filling = built_in_form();
    for (name, value) in FILLED {
        set(&mut filling, name, value);
    }
    filling
}

#[test]
fn a_filled_survey_may_be_finalised() {
    let filling = filled();
    assert_eq!(filling.missing(), []);
    assert_eq!(filling.answer("as_of", &top()), "2023-10-31");
    assert_eq!(filling.shown("as_of", &top()), "31/10/2023");
    assert_eq!(filling.answer("source", &top()), "phieu ho_so");
    assert_eq!(filling.answer("workers_total", &top()), "1250");
    assert_eq!(filling.shown("workers_total", &top()), "1.250");
    assert_eq!(filling.answer("enterprise_status", &top()), "active");
    assert_eq!(filling.shown("enterprise_status", &top()), "Đang hoạt động");
    let progress = filling.progress();
    assert_eq!((progress.required, progress.required_answered), (FILLED.len(), FILLED.len()));
    assert!(progress.answered < progress.asked);
}

/// Take any one answer away, and just that is missing.
#[test]
fn each_required_answer_is_missed_by_name_and_group() {
    for (name, _) in FILLED {
        let mut filling = filled();
        set(&mut filling, name, "");
        let missing = filling.missing();
        let first = missing.iter().find(|missing| missing.question == *name);
        let first = first.unwrap_or_else(|| panic!("{name} is not missed"));
        assert!(first.unanswered && first.group.is_some(), "{name}");
    }
}

#[test]
fn an_empty_survey_tells_all_that_is_missing() {
    let filling = built_in_form();
    let missing = missing(&filling);
    for name in ["source", "as_of", "surveyor", "subject_activity", "subject_relations", "cell_stance"] {
        assert!(missing.iter().any(|missing| missing == name), "{name}");
    }
    // Nothing has been said yet, so nobody asks when it was.
    assert!(!missing.iter().any(|missing| missing == "cell_said_on"));
}

#[test]
fn what_names_things_by_their_labels_is_worked_out_in_the_language_spoken() {
    let form = "\
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | calculation | relevant |
| | select_one sort | sort | Loại | Sort | | |
| | calculate | named | | | jr:choice-name(${sort}, '${sort}') | |
| | calculate | greeted | | | concat('* ', ${named}) | |
| | note | said | Là ${greeted} | It is ${greeted} | | |
| | text | english | Tiếng Anh | English | | ${named} = 'Company' |
| | calculate | untouched | | | concat('a', ${sort}) | |

| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | sort | company | Công ty | Company |

| settings | | | |
| | form_id | form_title | version | default_language |
| | labels | Nhãn | 1 | Tiếng Việt (vi) |
";
    let form = std::sync::Arc::new(chuyengiao::forms::built_in::read(form).unwrap());
    let (mut filling, _) = Filling::begin(form, jiff::civil::date(2023, 9, 14));
    set(&mut filling, "sort", "company");
    assert_eq!(filling.answer("greeted", &top()), "* Công ty");
    assert!(!filling.relevant("english", &top()));
    filling.speak("en");
    assert_eq!(filling.answer("greeted", &top()), "* Company");
    assert_eq!(filling.label("said", &top(), "en"), "It is * Company");
    assert!(filling.relevant("english", &top()));
    assert_eq!(filling.answer("untouched", &top()), "acompany");
    filling.speak("vi");
    assert_eq!(filling.answer("greeted", &top()), "* Công ty");
}

/// Every constraint of the built-in form: an answer it refuses, and the one beside it that passes.
#[rstest]
#[case("as_of", "21/11/2023", "20/11/2023")]
#[case("visited_on", "2024-01-01", "2023-01-01")]
#[case("tax_code", "0300588568", "0300588569")]
#[case("tax_code", "030058856", "0300588569-001")]
#[case("state_capital_percent", "101", "100")]
#[case("foreign_capital_percent", "-1", "49,5")]
#[case("industry_code", "Z9", "10")]
#[case("charter_capital", "-5", "0")]
#[case("revenue_1", "-5", "12.500,5")]
#[case("workers_total", "-1", "0")]
#[case("workers_women", "1.251", "1.250")]
#[case("workers_direct", "-1", "800")]
#[case("workers_insured", "1251", "1")]
#[case("workers_minority", "2000", "0")]
#[case("workers_foreign", "1251", "3")]
#[case("cell_code", "12.345", "58.001.002.000.003")]
#[case("founded_on", "12/2023", "1998")]
#[case("party_groups", "-1", "2")]
#[case("member_total", "-1", "14")]
#[case("member_full", "15", "12")]
#[case("member_probationary", "3", "2")]
#[case("member_women", "15", "5")]
#[case("member_elsewhere", "-1", "20")]
#[case("committee_size", "15", "3")]
#[case("congress_on", "01/01/2024", "05/05/2020")]
#[case("meetings_held", "13", "12")]
#[case("meeting_attendance", "100,5", "97,5")]
#[case("dues_paid_to", "13/2023", "10/2023")]
#[case("dues_paid_to", "2023", "9/2023")]
#[case("files_lacking", "15", "14")]
#[case("home_ties", "15", "14")]
#[case("cell_said_on", "21/11/2023", "20/11/2023")]
#[case("votes_present", "15", "14")]
fn a_constraint_refuses_what_cannot_be(#[case] name: &str, #[case] wrong: &str, #[case] right: &str) {
    let mut filling = filled();
    set(&mut filling, name, wrong);
    assert!(complaint(&filling, name, Language::Vietnamese).is_some(), "{name} = {wrong}");
    assert!(missing(&filling).iter().any(|missing| missing == name), "{name} = {wrong}");
    set(&mut filling, name, right);
    assert_eq!(complaint(&filling, name, Language::Vietnamese), None, "{name} = {right}");
}

/// The table above names every kind of constraint: none stands in the form that is not tried there or alike.
#[test]
fn no_constraint_passes_everything() {
    let mut filling = filled();
    for (name, value) in [("trade_union", "yes"), ("youth_union", "yes"), ("open_complaints", "1")] {
        set(&mut filling, name, value);
    }
    let form = Arc::clone(filling.form());
    for node in form.questions().filter(|node| node.constraint.is_some() && node.repeats == 0) {
        if !filling.relevant(&node.name, &top()) {
            continue;
        }
        let refuses = ["-1", "99999999", "31/12/2099", "?"].iter().any(|wrong| {
            let before = filling.answer(&node.name, &top()).to_owned();
            set(&mut filling, &node.name, wrong);
            let refused = matches!(filling.check(&node.name, &top()), Some(Complaint::Form(_)));
            set(&mut filling, &node.name, &before);
            refused
        });
        assert!(refuses, "{}", node.name);
    }
}

#[test]
fn votes_must_add_up_to_those_present() {
    let mut filling = filled();
    for (name, value) in [("votes_present", "14"), ("votes_for", "11"), ("votes_against", "2")] {
        set(&mut filling, name, value);
    }
    assert_eq!(missing(&filling), ["votes_other"]);
    set(&mut filling, "votes_other", "2");
    assert_eq!(
        complaint(&filling, "votes_other", Language::Vietnamese).as_deref(),
        Some("Tán thành, không tán thành và ý kiến khác cộng lại phải bằng số đảng viên dự họp (14).")
    );
    set(&mut filling, "votes_other", "1");
    assert_eq!(filling.missing(), []);
}

#[test]
fn a_complaint_is_in_the_forms_own_words_with_the_other_figure() {
    let mut filling = filled();
    set(&mut filling, "workers_women", "1.300");
    assert_eq!(
        complaint(&filling, "workers_women", Language::Vietnamese).as_deref(),
        Some("Không được âm và không được lớn hơn tổng số lao động (1.250).")
    );
    assert_eq!(
        complaint(&filling, "workers_women", Language::English).as_deref(),
        Some("Must not be negative, nor more than the total of workers (1.250).")
    );
}

#[test]
fn a_later_change_of_the_total_is_noticed_too() {
    let mut filling = filled();
    set(&mut filling, "member_total", "15");
    assert_eq!(missing(&filling), ["member_probationary"]);
}

#[rstest]
#[case("workers_total", "nhiều", "“nhiều” không phải là số nguyên. Hãy nhập số, ví dụ 1.250.")]
#[case("workers_total", "1e3", "“1e3” không phải là số nguyên. Hãy nhập số, ví dụ 1.250.")]
#[case("revenue_1", "inf", "“inf” không phải là số. Hãy nhập số, ví dụ 12,5.")]
#[case(
    "as_of",
    "10/2023",
    "“10/2023” chưa đủ ngày, tháng, năm. Hãy nhập dạng ngày/tháng/năm, ví dụ 14/09/2023."
)]
#[case("cell_kind", "XYZ", "“XYZ” không có trong các lựa chọn. Hãy chọn một mục của danh sách.")]
#[case("source", "phieu xyz", "“phieu xyz” không có trong các lựa chọn. Hãy chọn một mục của danh sách.")]
fn what_cannot_be_read_is_kept_and_complained_of(
    #[case] name: &str,
    #[case] typed: &str,
    #[case] words: &str,
) {
    let mut filling = filled();
    set(&mut filling, name, typed);
    assert_eq!(filling.answer(name, &top()), typed);
    let said = complaint(&filling, name, Language::Vietnamese).unwrap();
    if name == "source" {
        assert!(said.contains("không có trong các lựa chọn"));
    } else {
        assert_eq!(said, words);
    }
}

#[test]
fn a_decimal_reads_back_as_it_was_shown() {
    let mut filling = filled();
    for typed in ["12,5", "7.402,125", "0,125", "1,2340", "1.234", "-3,5"] {
        set(&mut filling, "profit_1", typed);
        let kept = filling.answer("profit_1", &top()).to_owned();
        let shown = filling.shown("profit_1", &top());
        set(&mut filling, "profit_1", &shown);
        assert_eq!(filling.answer("profit_1", &top()), kept, "{typed} shown {shown}");
    }
}

#[test]
fn relevance_follows_an_answer_and_its_answers_stay() {
    let mut filling = filled();
    assert!(!filling.relevant("attached_cells", &top()));
    let changes = set(&mut filling, "cell_kind", "DBCS");
    assert!(filling.relevant("attached_cells", &top()));
    let shown: Vec<_> = changes.relevance.iter().map(|change| (&*change.question, change.relevant)).collect();
    assert!(shown.contains(&("attached_cells", true)) && shown.contains(&("committee_under_thirty", true)));
    assert_eq!(changes.answers.len(), 1);
    set(&mut filling, "attached_cells", "3");
    set(&mut filling, "cell_kind", "CBCS");
    assert_eq!(filling.answer("attached_cells", &top()), "3");
    assert!(!filling.final_answers().any(|(node, _, _)| node.name == "attached_cells"));
    // Nor does anything that looks at it count it any longer.
    assert!(!filling.relevant("attached_cell_names", &top()));
}

#[test]
fn the_charter_notes_appear_by_the_figures() {
    let mut filling = filled();
    let shown = |filling: &Filling| {
        ["few_full_members", "cell_over_thirty", "committee_under_thirty"]
            .map(|name| filling.relevant(name, &top()))
    };
    assert_eq!(shown(&filling), [false, false, false]);
    set(&mut filling, "member_full", "2");
    assert_eq!(shown(&filling), [true, false, false]);
    set(&mut filling, "member_full", "28");
    set(&mut filling, "member_total", "30");
    assert_eq!(shown(&filling), [false, true, false]);
    set(&mut filling, "cell_kind", "DBCS");
    assert_eq!(shown(&filling), [false, false, false]);
    set(&mut filling, "member_total", "29");
    assert_eq!(shown(&filling), [false, false, true]);
}

#[test]
fn labels_name_the_year_once_it_is_known() {
    let mut filling = built_in_form();
    assert_eq!(filling.label("rating_1", &top(), "vi"), "Xếp loại năm …");
    let changes = set(&mut filling, "as_of", "31/10/2023");
    assert_eq!(changes.calculations.len(), 5);
    assert_eq!(filling.label("rating_1", &top(), "vi"), "Xếp loại năm 2022");
    assert_eq!(filling.label("rating_5", &top(), "en"), "Rating of 2018");
}

#[test]
fn the_register_fills_in_and_is_not_obeyed() {
    let register: HashMap<String, String> = [
        ("enterprise.workers_total", "1200"),
        ("enterprise.status", "active"),
        ("cell.member_total", "14"),
        ("cell.founded_on", "1998-03"),
        ("cell.unknown", "x"),
    ]
    .map(|(field, value)| (field.to_owned(), value.to_owned()))
    .into();
    let mut filling = built_in_form();
    set(&mut filling, "workers_total", "1.250");
    let changes = filling.prefill(&register, TODAY);
    let filled: Vec<_> = changes.answers.iter().map(|answer| (&*answer.question, &*answer.value)).collect();
    assert_eq!(filled, [("enterprise_status", "active"), ("founded_on", "1998-03"), ("member_total", "14")]);
    set(&mut filling, "workers_women", "2.000"); // wrong in itself: no proposal
    set(&mut filling, "cell_name", "Chi bộ A");
    let proposed: Vec<_> = filling
        .differences(&register)
        .into_iter()
        .map(|difference| (difference.field, difference.answer, difference.register))
        .collect();
    let text = |parts: [&str; 3]| (parts[0].to_owned(), parts[1].to_owned(), parts[2].to_owned());
    assert_eq!(
        proposed,
        [text(["enterprise.workers_total", "1250", "1200"]), text(["cell.name", "Chi bộ A", ""])]
    );
}

#[rstest]
#[case("workers_totl", "no_such_question_near")]
#[case("xyz", "no_such_question")]
#[case("few_full_members", "takes_none")]
#[case("year_1", "takes_none")]
#[case("about", "takes_none")]
fn what_takes_no_answer_is_refused(#[case] name: &str, #[case] key: &str) {
    let mut filling = built_in_form();
    let error = filling.set(name, &top(), "1", TODAY).unwrap_err();
    assert_eq!(error.message().key, format!("forms.answer.{key}"));
}

const SITES: &str = "
| survey | | | | | | | | |
| | type | name | label | calculation | default | relevant | constraint | choice_filter |
| | text | province | P | | | | | |
| | select_one communes | commune | C | | | | | province = ${province} |
| | begin repeat | site | S | | | | | |
| | text | place | Place | | | | | |
| | integer | workers | Workers of site | | 10 | ${place} != 'none' | . <= ${total} or ${total} < 0 | |
| | begin repeat | shift | H | | | | | |
| | integer | hands | Hands ${place} | | | | | |
| | end repeat | | | | | | | |
| | calculate | in_shifts | | sum(${hands}) | | | | |
| | calculate | number | | position(..) | | | | |
| | end repeat | | | | | | | |
| | calculate | total | | sum(${workers}) | | | | |
| | calculate | sites | | count(${site}) | | | | |
| choices | | | | |
| | list_name | name | label | province |
| | communes | ca_na | Cà Ná | NT |
| | communes | dien_hai | Diên Hải | NT |
| | communes | other | Khác | KH |
";

fn at(path: &str) -> Instance {
    Instance::parse(path).unwrap()
}

#[test]
fn repeats_are_counted_summed_and_moved_up() {
    let mut filling = begin(SITES);
    filling.set("place", &at("1"), "A", TODAY).unwrap();
    filling.set("place", &at("2"), "B", TODAY).unwrap();
    assert_eq!(filling.answer("sites", &top()), "2");
    assert_eq!(filling.answer("workers", &at("2")), "10"); // the default of a new instance
    assert_eq!(filling.answer("total", &top()), "20");
    filling.set("workers", &at("2"), "7", TODAY).unwrap();
    assert_eq!(filling.answer("total", &top()), "17");
    filling.set("place", &at("1"), "none", TODAY).unwrap();
    assert_eq!(filling.answer("total", &top()), "7");
    filling.set("place", &at("1"), "A", TODAY).unwrap();
    filling.set("hands", &at("2.1"), "3", TODAY).unwrap();
    filling.set("hands", &at("2.2"), "4", TODAY).unwrap();
    assert_eq!(filling.answer("in_shifts", &at("2")), "7");
    assert_eq!(filling.answer("in_shifts", &at("1")), "0");
    assert_eq!(filling.label("hands", &at("2.1"), ""), "Hands B");
    filling.remove_instance("site", &top(), 1, TODAY).unwrap();
    assert_eq!(filling.repeat_count("site", &top()), 1);
    assert_eq!(filling.answer("place", &at("1")), "B");
    assert_eq!(filling.answer("hands", &at("1.2")), "4");
    assert_eq!(filling.answer("hands", &at("2.1")), "");
    assert_eq!(filling.answer("number", &at("1")), "1");
    assert_eq!(filling.answer("total", &top()), "7");
    filling.add_instance("site", &top(), TODAY).unwrap();
    assert_eq!((filling.answer("sites", &top()), filling.answer("total", &top())), ("2", "17"));
    filling.set("site", &top(), "1", TODAY).unwrap();
    assert_eq!(filling.answer("total", &top()), "7");
    let wrong = filling.set("place", &top(), "x", TODAY).unwrap_err();
    assert!(matches!(wrong, AnswerError::NoSuchInstance { .. }));
    assert!(filling.set("place", &at("5000000"), "x", TODAY).is_err());
    assert!(matches!(filling.set("site", &top(), "1001", TODAY), Err(AnswerError::TooMany { .. })));
    assert!(filling.remove_instance("site", &top(), 9, TODAY).is_err());
}

#[test]
fn a_filter_offers_and_a_change_of_it_is_noticed() {
    let mut filling = begin(SITES);
    assert!(filling.choices("commune", &top()).is_empty());
    set(&mut filling, "province", "NT");
    let offered: Vec<_> =
        filling.choices("commune", &top()).iter().map(|choice| choice.code.clone()).collect();
    assert_eq!(offered, ["ca_na", "dien_hai"]);
    set(&mut filling, "commune", "cà ná");
    assert_eq!((filling.answer("commune", &top()), filling.check("commune", &top())), ("ca_na", None));
    set(&mut filling, "province", "KH");
    assert!(filling.check("commune", &top()).is_some());
}

#[test]
fn defaults_counts_read_only_and_required_by_rule() {
    let mut filling = begin(
        "
| survey | | | | | | | | | |
| | type | name | label | default | repeat_count | required | required_message | read_only | calculation |
| | date | day | D | today() | | | | | |
| | integer | how_many | N | 2 | | | | | |
| | text | fixed | F | x | | | | yes | |
| | text | why | W | | | ${how_many} > 2 | Say why ${how_many}. | | |
| | begin repeat | r | R | | ${how_many} | | | | |
| | text | a | A | | | | | | |
| | end repeat | | | | | | | | |
| | acknowledge | ok | OK? | | | | | | |
",
    );
    assert_eq!(filling.answer("day", &top()), "2023-11-20");
    assert_eq!(filling.repeat_count("r", &top()), 2);
    assert!(matches!(filling.set("fixed", &top(), "y", TODAY), Err(AnswerError::ReadOnly { .. })));
    assert!(matches!(filling.set("r", &top(), "5", TODAY), Err(AnswerError::TakesNone { .. })));
    assert!(filling.set("a", &at("3"), "y", TODAY).is_err());
    assert_eq!(filling.missing(), []);
    set(&mut filling, "how_many", "3");
    assert_eq!(filling.repeat_count("r", &top()), 3);
    let missing = filling.missing();
    assert_eq!(missing[0].complaint.say(&Locale::new(Language::English)), "Say why 3.");
    set(&mut filling, "how_many", "-3");
    assert_eq!(filling.repeat_count("r", &top()), 0);
    set(&mut filling, "how_many", "999999999");
    assert_eq!(filling.repeat_count("r", &top()), 1_000);
    let said = filling.missing()[0].complaint.say(&Locale::new(Language::English));
    assert_eq!(said, "A repeat is asked 1000 times at most. Correct the number.");
    set(&mut filling, "how_many", "3");
    set(&mut filling, "ok", "có");
    assert_eq!((filling.answer("ok", &top()), filling.check("ok", &top())), ("OK", None));
}

#[test]
fn screens_follow_the_groups_and_the_instances() {
    let mut filling = begin(SITES);
    let rows = |filling: &Filling| {
        filling
            .screens()
            .iter()
            .map(|screen| (screen.instance.to_string(), screen.rows.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&filling), [(String::new(), 2)]);
    filling.set("hands", &at("1.1"), "3", TODAY).unwrap();
    assert_eq!(rows(&filling), [(String::new(), 2), ("1".into(), 2), ("1.1".into(), 1)]);
    let form = built_in_form();
    let groups: Vec<_> = form
        .screens()
        .iter()
        .filter_map(|screen| screen.group.map(|place| form.form().nodes[place].name.clone()))
        .collect();
    assert_eq!(groups.first().map(String::as_str), Some("about"));
    assert!(groups.len() > 12 && groups.contains(&"wish_cell".to_owned()));
    let page = &form.form().pages()[0];
    assert_eq!((form.progress_of(page).required, form.progress_of(page).answered), (3, 0));
}

/// What is worked out step by step is what is worked out at once from the answers kept.
fn same_when_resumed(filling: &Filling) {
    let kept: Vec<_> = filling
        .answers()
        .map(|(node, instance, value)| (node.name.clone(), instance.to_string(), value.to_owned()))
        .collect();
    let again = Filling::resume(
        Arc::clone(filling.form()),
        kept.iter().map(|(name, instance, value)| (name.as_str(), instance.as_str(), value.as_str())),
        TODAY,
    );
    let all = |filling: &Filling| {
        filling
            .final_answers()
            .map(|(node, instance, value)| (node.name.clone(), instance.to_string(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(filling), all(&again));
    assert_eq!(filling.missing(), again.missing());
    assert_eq!(filling.screens(), again.screens());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_in_any_order_come_out_the_same_after_reopening(
        steps in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![
            "", "0", "1", "2", "14", "30", "-1", "yes", "no", "DBCS", "CBCS", "agree", "31/10/2023", "2024",
            "phieu", "x", "\u{1b}[31m", "${age}", "1.250", "12,5",
        ])), 1..25),
    ) {
        let mut filling = built_in_form();
        let once = filling.form().questions().filter(|node| node.repeats == 0);
        let names: Vec<String> = once.map(|node| node.name.clone()).collect();
        for (index, value) in steps {
            let name = index.get(&names);
            filling.set(name, &top(), value, TODAY).unwrap();
            filling.check(name, &top());
        }
        same_when_resumed(&filling);
    }

    #[test]
    fn repeats_in_any_order_come_out_the_same_after_reopening(
        steps in prop::collection::vec((0_usize..7, 1_u32..4, 1_u32..4, prop::sample::select(vec!["", "1", "7", "none", "x"])), 1..25),
    ) {
        let mut filling = begin(SITES);
        for (act, one, two, value) in steps {
            // A refusal is an answer too; only a panic or a difference fails.
            let _ = match act {
                0 => filling.set("place", &top().child(one), value, TODAY),
                1 => filling.set("workers", &top().child(one), value, TODAY),
                2 => filling.set("hands", &top().child(one).child(two), value, TODAY),
                3 => filling.add_instance("site", &top(), TODAY),
                4 => filling.remove_instance("site", &top(), one, TODAY),
                5 => filling.remove_instance("shift", &top().child(one), two, TODAY),
                _ => filling.set("site", &top(), value, TODAY),
            };
        }
        same_when_resumed(&filling);
    }

    #[test]
    fn no_text_panics_as_a_form(text in "\\PC{0,200}") {
        let _ = built_in::read(&text);
    }

    #[test]
    fn no_heap_of_cells_panics_as_a_form(cells in prop::collection::vec(prop::sample::select(vec![
        "|", "\n|", "| survey |", "| choices |", "| settings |", " type |", " name |", " label |", " label::vi |",
        " relevant |", " calculation |", " text |", " begin group |", " end group |", " begin repeat |",
        " end repeat |", " select_one a |", " a |", " ${a} |", " ${b} + 1 |", " b |", "\n| |", " list_name |",
        " calculate |", " default_language |", " vi |", " repeat_count |",
    ]), 0..60)) {
        if let Ok(form) = built_in::read(&cells.concat()) {
            let (filling, _) = Filling::begin(Arc::new(form), TODAY);
            filling.missing();
            filling.screens();
        }
    }
}

const TRIGGERED: &str = "
| survey | | | | | | | |
| | type | name | label | calculation | trigger | default | relevant |
| | text | name | Name | | | | |
| | text | other | Other | | | | |
| | text | stamp | When | concat(${name}, '/', ${other}) | ${name} | | |
| | calculate | times | | coalesce(${times}, 0) + 1 | ${name}, ${other} | | |
| | calculate | echo | | concat('<', ${stamp}, '>') | | | |
| | text | cleared | C | | ${other} | old | |
| | calculate | kept | | once(${name}) | | | |
| | text | only | O | | | | ${name} = 'x' |
| | calculate | inside | | concat(${name}, '!') | ${other} | | ${name} = 'x' |
";

/// A row with a trigger is worked out at its change alone, and what looks at it follows.
#[test]
fn triggers_work_out_at_their_own_change() {
    let mut filling = begin(TRIGGERED);
    let now = |filling: &Filling, name: &str| filling.answer(name, &top()).to_owned();
    assert_eq!((now(&filling, "stamp"), now(&filling, "cleared")), (String::new(), "old".into()));
    set(&mut filling, "other", "b");
    assert_eq!((now(&filling, "stamp"), now(&filling, "times")), (String::new(), "1".into()));
    assert_eq!(now(&filling, "cleared"), "");
    set(&mut filling, "name", "a");
    assert_eq!((now(&filling, "stamp"), now(&filling, "echo")), ("a/b".into(), "<a/b>".into()));
    set(&mut filling, "other", "c");
    assert_eq!((now(&filling, "stamp"), now(&filling, "times")), ("a/b".into(), "3".into()));
    set(&mut filling, "other", "c"); // no change, no trigger
    assert_eq!(now(&filling, "times"), "3");
    set(&mut filling, "stamp", "by hand");
    assert_eq!(now(&filling, "echo"), "<by hand>");
    assert_eq!((now(&filling, "kept"), now(&filling, "inside")), ("a".into(), String::new()));
    set(&mut filling, "name", "x");
    assert_eq!(now(&filling, "kept"), "a");
    set(&mut filling, "other", "d");
    assert_eq!(now(&filling, "inside"), "x!");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever order the rows stand in, the same comes out, and each is worked out once.
    #[test]
    fn calculations_are_worked_out_in_the_order_of_need(rows in Just(vec![
        "| | calculate | last | | ${second} * 2 | |\n",
        "| | calculate | second | | ${first} + 1 | |\n",
        "| | calculate | first | | ${given} + ${count} | |\n",
        "| | calculate | count | | count(${r}) | |\n",
        "| | integer | given | G | | |\n",
        "| | begin repeat | r | R | | ${given} |\n| | calculate | place | | position(..) * ${given} | |\n| | calculate | before | | coalesce(indexed-repeat(${place}, ${r}, position(..) - 1), 0) | |\n| | end repeat | | | | |\n",
        "| | calculate | all | | sum(${place}) | |\n",
        "| | calculate | earlier | | sum(/data/r/before) | |\n",
        "| | calculate | second_of | | /data/r[position() = 2]/place | |\n",
    ]).prop_shuffle()) {
        let head = "| survey | | | | | |\n| | type | name | label | calculation | repeat_count |\n";
        let mut filling = begin(&format!("{head}{}", rows.concat()));
        let seen = |filling: &Filling| {
            ["first", "second", "last", "count", "all", "earlier", "second_of"]
                .map(|name| filling.answer(name, &top()).to_owned())
                .join(" ")
        };
        set(&mut filling, "given", "3");
        prop_assert_eq!(seen(&filling), "6 7 14 3 18 9 6");
        let changes = set(&mut filling, "given", "2");
        prop_assert_eq!(seen(&filling), "4 5 10 2 6 2 4");
        let mut told: Vec<_> = changes.calculations.iter().map(|one| (&one.question, &one.instance)).collect();
        let before = told.len();
        told.sort();
        told.dedup();
        prop_assert_eq!(told.len(), before, "each once: {:?}", changes);
        same_when_resumed(&filling);
    }
}

/// A new round is worked out to its depth, also where a calculation looks at nothing that changed.
#[test]
fn a_new_round_is_worked_out_to_its_depth() {
    let mut filling = begin(
        "
| survey | | | | | |
| | type | name | label | calculation | repeat_count |
| | begin repeat | house | H | | |
| | begin group | inside | I | | |
| | calculate | number | | position(../..) * 10 | |
| | begin repeat | room | R | | 2 |
| | begin group | deeper | D | | |
| | calculate | door | | concat(${number}, '-', position(../..)) | |
| | end group | | | | |
| | end repeat | | | | |
| | end group | | | | |
| | end repeat | | | | |
",
    );
    filling.add_instance("house", &top(), TODAY).unwrap();
    filling.add_instance("house", &top(), TODAY).unwrap();
    assert_eq!(filling.answer("number", &top().child(2)), "20");
    assert_eq!(filling.answer("door", &top().child(2).child(2)), "20-2");
}

/// What a calculation or a relevance of a random form may be, by what it may look at.
const LOOKS: [&str; 26] = [
    "${a} + 1",
    "if(${b} > 1, ${a}, '')",
    "concat(${a}, '-', ${x})",
    "coalesce(${x}, ${y})",
    "sum(${x})",
    "sum(/data/r/x)",
    "sum(/data/r/s/y)",
    "count(${r})",
    "count(${s})",
    "count(../s)",
    "count(/data/r/s)",
    "count(/data/r[x > 1])",
    "count(/data/r[count(s) > 1])",
    "count-non-empty(${y})",
    "count-non-empty(/data/r)",
    "sum(/data/r[x > 1]/s/y)",
    "sum(${r}[x > 1]/z)",
    "/data/r[position() = 2]/x",
    "/data/r[last()]/h/z",
    "indexed-repeat(${x}, ${r}, position(..) - 1)",
    "indexed-repeat(${z}, ${r}, ${a})",
    "position(..)",
    "sum-if(${x}, ${z} > 1)",
    "sum(../../r/x)",
    "string-length(join('', ${x} | ${z}))",
    "not(${x} > 1) or sum(${y}) = 2",
];

fn look() -> impl Strategy<Value = &'static str> {
    prop::sample::select(LOOKS.to_vec())
}

/// Relevances look at fewer things, so that most forms have no circles.
fn when() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", "${a} > 1", "${b} = ''", "sum(${a}) != 2", "count(${r}) > 1"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// In any form: worked out answer by answer, the same comes out as worked out anew.
    #[test]
    fn any_form_comes_out_the_same_after_reopening(
        looks in prop::collection::vec(look(), 6),
        whens in prop::collection::vec(when(), 6),
        counts in (prop::sample::select(vec!["", "", "${a}"]), prop::sample::select(vec!["", "${x}", "2"])),
        steps in prop::collection::vec(
            (0_usize..9, 1_u32..4, 1_u32..3, prop::sample::select(vec!["", "0", "1", "2", "3"])), 1..16),
    ) {
        let source = format!("
| survey | | | | | | |
| | type | name | label | calculation | relevant | repeat_count |
| | calculate | first | | {} | | |
| | integer | a | A | | | |
| | integer | b | B | | | |
| | begin repeat | r | R | | {} | {} |
| | integer | x | X | | {} | |
| | calculate | second | | {} | | |
| | begin group | h | H | | {} | |
| | integer | z | Z | | | |
| | calculate | third | | {} | {} | |
| | end group | | | | | |
| | begin repeat | s | S | | {} | {} |
| | integer | y | Y | | {} | |
| | calculate | fourth | | {} | | |
| | end repeat | | | | | |
| | calculate | fifth | | {} | | |
| | end repeat | | | | | |
| | calculate | sixth | | concat(${{first}}, '-', ${{fifth}}, '-', sum(${{fourth}})) | | |
| | calculate | seventh | | {} | | |
",
            looks[0], whens[0], counts.0, whens[1], looks[1], whens[2], looks[2], whens[3], whens[4], counts.1,
            whens[5], looks[3], looks[4], looks[5]);
        let Ok(form) = built_in::read(&source) else { return Ok(()) };
        prop_assume!(form.warnings.iter().all(|warning| warning.cause.key != "forms.fault.circle_cut"));
        let (mut filling, _) = Filling::begin(Arc::new(form), TODAY);
        for (act, one, two, value) in steps {
            let (round, inner) = (top().child(one), top().child(one).child(two));
            // A refusal is an answer too; only a difference fails.
            let _ = match act {
                0 => filling.set("a", &top(), value, TODAY),
                1 => filling.set("b", &top(), value, TODAY),
                2 => filling.set("x", &round, value, TODAY),
                3 => filling.set("z", &round, value, TODAY),
                4 => filling.set("y", &inner, value, TODAY),
                5 => filling.add_instance("r", &top(), TODAY),
                6 => filling.add_instance("s", &round, TODAY),
                7 => filling.remove_instance("r", &top(), one, TODAY),
                _ => filling.remove_instance("s", &round, two, TODAY),
            };
            same_when_resumed(&filling);
        }
    }
}

/// One instance's answer works out nothing in another.
#[test]
fn an_answer_works_out_only_its_own_instance() {
    let mut filling = begin(SITES);
    for site in 1..=20 {
        filling.set("hands", &top().child(site).child(1), "1", TODAY).unwrap();
    }
    let changes = filling.set("hands", &at("7.1"), "5", TODAY).unwrap();
    let told: Vec<_> =
        changes.calculations.iter().map(|one| (&*one.question, one.instance.to_string())).collect();
    assert_eq!(told, [("in_shifts", "7".to_owned())]);
}

/// A first answer may look at a calculation, and a calculation at it.
#[test]
fn a_first_answer_may_look_at_a_calculation() {
    let filling = begin(
        "
| survey | | | | | |
| | type | name | label | calculation | default |
| | text | late | L | | concat(${made}, '!') |
| | calculate | made | | concat(${given}, '-') | |
| | text | given | G | | a - b |
| | calculate | seen | | concat('<', ${late}, '>') | |
",
    );
    assert_eq!(filling.answer("given", &top()), "a - b");
    assert_eq!(filling.answer("late", &top()), "a - b-!");
    assert_eq!(filling.answer("seen", &top()), "<a - b-!>");
}

/// Two questions that each stand aside for the other: common, and harmless.
#[test]
fn a_circle_of_relevances_is_cut_with_a_warning() {
    let form = built_in::read(
        "
| survey | | | | |
| | type | name | label | relevant |
| | text | phone | Phone | ${mail} = '' |
| | text | mail | Mail | ${phone} = '' |
| | begin group | more | More | ${inside} != 'no' |
| | text | inside | Inside | |
| | end group | | | |
",
    )
    .unwrap();
    let keys: Vec<_> = form.warnings.iter().map(|warning| warning.cause.key.to_string()).collect();
    assert_eq!(keys, ["forms.fault.circle_cut", "forms.fault.circle_cut"]);
    let (mut filling, _) = Filling::begin(Arc::new(form), TODAY);
    set(&mut filling, "phone", "0912");
    assert!(!filling.relevant("mail", &top()) && filling.relevant("phone", &top()));
    set(&mut filling, "phone", "");
    assert!(filling.relevant("mail", &top()));
    set(&mut filling, "mail", "a@b");
    assert!(!filling.relevant("phone", &top()));
    set(&mut filling, "inside", "no"); // it hides itself, and so is blank again, and so shows: it must end
}

/// What means something else in another program is told when the form is checked.
#[rstest]
#[case("/data/r[2]/a", "bare_position")]
#[case("//a", "anywhere")]
#[case("floor(${x})", "not_in_collect")]
#[case("sum-if(${a}, ${a} > 1)", "vendor")]
#[case("z-score('a', 1, 2, 3)", "blank_here")]
#[case("regex(${x}, '[0-9]+')", "pattern_whole")]
#[case("regex(${x}, '^(?=.*a).*$')", "pattern_passes")]
#[case("${last-saved#x}", "last_saved")]
#[case("${x} > '2023-01-01'", "written_day")]
#[case("pulldata('towns', 'a', 'b', ${x})", "no_list")]
#[case("instance('towns')/root/item[name = ${x}]/label", "no_list")]
#[case("/data/wrong/x", "path_elsewhere")]
#[case("/data/meta2/zzzzzzzzzzzz", "path_nowhere")]
#[case("coalesce(${x}, 1, 2)", "fewer_in_collect")]
#[case("sum(${a})", "blanks")]
#[case("max(0, /data/r/a)", "blanks")]
#[case("${a} > 5", "several")]
#[case("${m} div 2 = 1.5", "hair")]
#[case("now() - ${d} > 1", "now_hours")]
#[case("indexed-repeat(${x}, ${r}, 1)", "not_in_repeat")]
#[case("decimal-date-time(${d}) + 1", "greenwich")]
#[case("if(${x} = '', '', today() + 7)", "day_sum")]
#[case("round(${m} - 5)", "round_half")]
#[case("checklist(1, 2, ${x}, ${m} > 1)", "checked")]
#[case("weighted-checklist(1, 2, ${x}, ${m})", "checked")]
#[case("distance('1 1;2 2')", "unrounded")]
fn what_is_not_alike_everywhere_is_told(#[case] expression: &str, #[case] key: &str) {
    let form = built_in::read(&format!(
        "
| survey | | | | |
| | type | name | label | calculation |
| | text | x | X | |
| | decimal | m | M | |
| | date | d | D | |
| | begin repeat | r | R | |
| | integer | a | A | |
| | end repeat | | | |
| | calculate | c | | {expression} |
"
    ))
    .unwrap_or_else(|error| panic!("{:?}", error.faults()));
    let keys: Vec<_> = form.warnings.iter().map(|warning| warning.cause.key.to_string()).collect();
    assert_eq!(keys, [format!("forms.expression.{key}")]);
}

/// What is alike everywhere is not remarked on.
#[rstest]
#[case("sum(${n})")]
#[case("sum-if(${n}, ${n} > 1) + 0 * 1")]
#[case("${m} = 1.5")]
#[case("sum(${o}[. != ''])")]
#[case("round(${m} div 2, 1) = 1.5")]
#[case("decimal-date-time(now()) - decimal-date-time(${d})")]
#[case("date(today() + 7)")]
#[case("today() - ${d}")]
#[case("round(${m} * 2)")]
#[case("checklist(1, 2, ${x} = 'yes', ${m} > 1)")]
#[case("round(distance('1 1;2 2'), 2)")]
#[case("count(/data/r[n > 5])")]
#[case("indexed-repeat(${n}, ${r}, 2) > 5")]
fn what_is_alike_everywhere_is_passed_over(#[case] expression: &str) {
    let form = built_in::read(&format!(
        "
| survey | | | | | |
| | type | name | label | calculation | required |
| | text | x | X | | |
| | decimal | m | M | | |
| | date | d | D | | |
| | begin repeat | r | R | | |
| | integer | n | N | | yes |
| | integer | o | O | | |
| | end repeat | | | | |
| | calculate | c | | {expression} | |
"
    ))
    .unwrap_or_else(|error| panic!("{:?}", error.faults()));
    let keys: Vec<_> = form.warnings.iter().map(|warning| warning.cause.key.to_string()).collect();
    assert!(keys.iter().all(|key| key == "forms.expression.vendor"), "{keys:?}");
}

/// The day and the hour stand still for a survey opened again, until it is refreshed or finalised.
#[test]
fn the_day_is_worked_out_anew_at_a_new_day_only() {
    let source = "
| survey | | | | | |
| | type | name | label | calculation | default |
| | date | seen | S | | today() |
| | calculate | due | | date(today() + 7) | |
| | calculate | drawn | | once(random()) | |
| | calculate | key | | uuid() | |
| | date | next | N | ${seen} + 7 | |
";
    let filling = begin(source);
    assert_eq!(filling.answer("due", &top()), "2023-11-27");
    assert_eq!(filling.answer("next", &top()), "2023-11-27");
    let kept: Vec<_> = filling
        .answers()
        .map(|(node, instance, value)| (node.name.clone(), instance.to_string(), value.to_owned()))
        .collect();
    let kept = kept.iter().map(|(name, at, value)| (name.as_str(), at.as_str(), value.as_str()));
    let later = date(2023, 12, 1);
    let mut again = Filling::resume(Arc::clone(filling.form()), kept, later);
    for name in ["due", "drawn", "key"] {
        assert_eq!(again.answer(name, &top()), filling.answer(name, &top()), "{name}");
    }
    let fresh = again.refresh(later);
    let told: Vec<_> = fresh.calculations.iter().map(|one| (&*one.question, &*one.value)).collect();
    assert_eq!(told, [("due", "2023-12-08")]);
    assert_eq!(set(&mut again, "seen", "01/11/2023").calculations.len(), 2, "the day before, and the next");
}

/// `search()` filters the rows of a list as it would those of a file.
#[test]
fn choices_may_be_shuffled_and_stay_so() {
    let rows: String = (0..30).map(|n| format!("| | l | c{n} | C{n} |\n")).collect();
    let filling = begin(&format!(
        "
| survey | | | | |
| | type | name | label | parameters |
| | select_one l | chance | A | randomize=true |
| | select_one l | seeded | B | randomize=true, seed=42 |
| | select_one l | plain | C | |
| choices | | | |
| | list_name | name | label |
{rows}"
    ));
    let codes = |name: &str| -> Vec<String> {
        filling.choices(name, &top()).iter().map(|choice| choice.code.clone()).collect()
    };
    assert_eq!(codes("chance"), codes("chance"));
    assert_ne!(codes("chance"), codes("plain"));
    assert_ne!(codes("seeded"), codes("chance"));
    let mut sorted = codes("seeded");
    sorted.sort();
    let mut plain = codes("plain");
    plain.sort();
    assert_eq!(sorted, plain);
}

const HOUSEHOLD: &str = "
| survey | | | | | |
| | type | name | label | choice_filter | relevant |
| | begin repeat | person | Person | | |
| | text | who | Name | | |
| | integer | age | Age | | |
| | end repeat | | | | |
| | select_one ${who} | head | Head | ${age} >= 18 | |
| | select_multiple ${who} | guests | Guests | | |
| | select_one ${head} | again | The same | | |
";

#[test]
fn answers_of_a_repeat_are_the_choices_of_a_later_question() {
    let mut filling = begin(HOUSEHOLD);
    set(&mut filling, "person", "3");
    for (at, who, age) in [("1", "An", "40"), ("2", "Bình Minh", "7"), ("3", "Chi", "21")] {
        let instance = Instance::parse(at).unwrap();
        filling.set("who", &instance, who, TODAY).unwrap();
        filling.set("age", &instance, age, TODAY).unwrap();
    }
    let codes = |filling: &Filling, name: &str| -> Vec<String> {
        filling.choices(name, &top()).iter().map(|choice| choice.code.clone()).collect()
    };
    assert_eq!(codes(&filling, "head"), ["An", "Chi"]);
    // Several codes are kept apart by spaces.
    assert_eq!(codes(&filling, "guests"), ["An", "Bình_Minh", "Chi"]);
    set(&mut filling, "head", "Chi");
    set(&mut filling, "guests", "Bình Minh, An");
    assert_eq!(filling.answer("guests", &top()), "An Bình_Minh");
    assert_eq!(filling.shown("guests", &top()), "An, Bình Minh");
    assert!(filling.check("head", &top()).is_none());
    assert_eq!(codes(&filling, "again"), ["Chi"]);
    filling.set("age", &Instance::parse("3").unwrap(), "12", TODAY).unwrap();
    assert_eq!(codes(&filling, "head"), ["An"]);
    assert!(filling.check("head", &top()).is_some());
}

#[test]
fn questions_that_are_choices_of_one_another_do_not_hang() {
    let mut filling = begin(
        "| survey | | |\n| | type | name | label |\n| | select_one ${b} | a | A |\n| | select_one ${a} | b | B |\n",
    );
    set(&mut filling, "a", "x");
    assert_eq!(filling.choices("b", &top()).len(), 1);
    assert_eq!(filling.shown("b", &top()), "");
}

#[test]
fn a_loop_asks_once_for_every_choice_in_its_words() {
    let mut filling = begin(
        "| survey | | | |\n| | type | name | label::English (en) | label::vi | relevant |\n\
         | | begin loop over vehicles | owned | Vehicles | Xe | |\n\
         | | integer | count | How many %(label)s? | Mấy %(label)s? | |\n\
         | | integer | broken | Of ${count}: broken? | Hỏng? | ${count} > 0 and '%(name)s' != 'bike' |\n\
         | | end loop | | | | |\n\
         | choices | | | |\n| | list_name | name | label::English (en) | label::vi |\n\
         | | vehicles | car | cars | ô tô |\n| | vehicles | bike | bikes | xe đạp |\n",
    );
    let label = |filling: &Filling, name: &str, language: &str| filling.label(name, &top(), language);
    assert_eq!(label(&filling, "owned/car/count", "en"), "How many cars?");
    assert_eq!(label(&filling, "owned/bike/count", "vi"), "Mấy xe đạp?");
    set(&mut filling, "owned/car/count", "2");
    set(&mut filling, "owned/bike/count", "3");
    assert_eq!(label(&filling, "owned/car/broken", "en"), "Of 2: broken?");
    assert!(filling.relevant("owned/car/broken", &top()));
    assert!(!filling.relevant("owned/bike/broken", &top()));
}
