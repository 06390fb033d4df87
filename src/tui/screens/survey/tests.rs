//! The survey screen by key presses, on the sample province.

use crate::domain::statement::SurveyState;
use crate::forms::instance::Instance;
use crate::tui::screens::testing::Desk;
use rstest::rstest;

const BEGUN: &str = "2 ctrl+p 'mo_ho_so_cho' enter f9 enter enter enter";

#[rstest]
#[case(80, 24)]
#[case(120, 36)]
fn a_survey(#[case] width: u16, #[case] height: u16) {
    let mut desk = Desk::new(width, height).press(BEGUN).press("f3 'lao_dong' enter");
    insta::assert_snapshot!(format!("survey_{width}x{height}"), desk.screen());
}

#[test]
fn an_answer_is_saved_when_the_caret_leaves_it() {
    let desk = Desk::new(80, 24).press(BEGUN).press("tab '31/08/2023' tab 'Nguyễn_Văn_A' esc");
    let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
    let survey = desk.cx.office.survey_view(&view.file.surveys[0].id).unwrap();
    let answer = |name| survey.filling.answer(name, &Instance::top()).to_owned();
    assert_eq!((answer("as_of").as_str(), answer("surveyor").as_str()), ("2023-08-31", "Nguyễn Văn A"));
}

#[test]
fn what_is_missing_is_listed_and_a_jump_away() {
    let mut desk = Desk::new(80, 24).press(BEGUN).press("f9 'vai_tro' enter");
    assert!(desk.screen().contains("Vai trò của tổ chức đảng"), "{}", desk.screen());
    let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
    assert_eq!(view.file.surveys[0].state, SurveyState::Draft);
}

#[test]
fn a_wrong_answer_says_why_and_is_kept() {
    let mut desk = Desk::new(80, 24).press(BEGUN).press("f3 'lao_dong' enter");
    desk = desk.press("ctrl+u '100' tab ctrl+u '130' tab");
    assert!(desk.screen().contains("không được lớn hơn"), "{}", desk.screen());
}

/// Every kind of question the built-in form does not ask.
const KINDS: &str = "\
| survey | | | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | label::Cham (cjm) | required | appearance | parameters | calculation | read_only |
| | text | source | Nguồn | Source | Akhar | | | | | |
| | begin repeat | site | Cơ sở | Site | | | | | | |
| | text | site_name | Tên cơ sở | Name of the site | | yes | | | | |
| | integer | site_workers | Lao động | Workers | | | | | | |
| | end repeat | | | | | | | | | |
| | begin group | more | Khác | More | | | field-list | | | |
| | image | photo | Ảnh | Photo | | | | | | |
| | rank needs | wants | Cần gì trước | Needs first | | | | | | |
| | range | ready | Mức sẵn sàng | Readiness | | | | start=1 end=5 step=1 | | |
| | time | at | Giờ họp | Time | | | | | | |
| | geopoint | where | Tọa độ | Place | | | | | | |
| | text | all | Tổng lao động | All workers | | | | | sum(${site_workers}) | yes |
| | end group | | | | | | | | | |

| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | needs | seal | Con dấu | Seal |
| | needs | staff | Cán bộ | Staff |
| | needs | room | Phòng họp | Room |

| settings | | | |
| | form_id | form_title | version |
| | kinds | Mọi loại câu hỏi | 1 |
";

/// A desk whose first case has a survey of all kinds, standing on it.
fn of_kinds(width: u16, height: u16) -> Desk {
    let mut desk = Desk::with_cases(width, height, 1);
    desk.cx.office.add_form(KINDS).unwrap();
    let case = desk.cx.office.cases(&Default::default()).unwrap()[0].id.clone();
    desk.cx.office.new_survey(&case, Some("kinds")).unwrap();
    desk.press("2 enter enter enter")
}

fn answers(desk: &Desk) -> Vec<(String, String, String)> {
    let case = desk.cx.last_case.clone().unwrap();
    let survey = desk.cx.office.surveys_of(&case).unwrap().remove(0).id;
    let view = desk.cx.office.survey_view(&survey).unwrap();
    let kept = view.filling.answers();
    kept.map(|(node, at, value)| (node.name.clone(), at.to_string(), value.to_owned())).collect()
}

fn kept(desk: &Desk, question: &str, at: &str) -> String {
    let found = answers(desk).into_iter().find(|(name, place, _)| name == question && place == at);
    found.map(|(.., value)| value).unwrap_or_default()
}

#[test]
fn rounds_are_added_opened_and_taken_out() {
    let mut desk = of_kinds(120, 36).press("ctrl+pagedown f7 'Nhà_máy_1' tab '40' tab");
    desk = desk.press("ctrl+pageup ctrl+pageup ctrl+pageup");
    desk = desk.press("f3 'co_so' enter f7 'Kho' tab '2' f3 'co_so' enter");
    insta::assert_snapshot!("rounds_120x36", desk.screen());
    assert_eq!((kept(&desk, "site_name", "2"), kept(&desk, "all", "")), ("Kho".into(), "42".into()));
    desk = desk.press("home delete f9");
    assert_eq!((kept(&desk, "site_name", "1"), kept(&desk, "site", "")), ("Kho".into(), "1".into()));
    let screen = desk.screen();
    assert!(screen.contains("Kho") && !screen.contains("Nhà máy 1"), "{screen}");
}

#[test]
fn a_question_asked_because_of_an_answer_is_the_next_one_and_the_last_leads_to_the_next_page() {
    let mut desk = Desk::new(120, 36).press(BEGUN).press("ctrl+f 'cong_doan_co_so' enter right tab");
    assert!(desk.screen().contains("▌ Công đoàn cơ sở: ngày thành"), "{}", desk.screen());
    // A page whose only question asks for more.
    desk = desk.press("ctrl+f 'y_kien_cua_cap_uy_ben_giao' enter right tab");
    assert!(desk.screen().contains("▌ Bên giao: ngày phát biểu"), "{}", desk.screen());
}

#[test]
fn what_must_be_answered_comes_before_what_may_be() {
    let mut desk = of_kinds(120, 36).press("ctrl+pagedown f7 ctrl+f 'muc_san_sang' enter f5");
    assert!(desk.screen().contains("▌ Tên cơ sở"), "{}", desk.screen());
    desk = desk.press("'Kho' f5");
    assert!(desk.screen().contains("▌ Lao động"), "{}", desk.screen());
}

#[test]
fn another_round_is_added_from_within_one() {
    let mut desk = of_kinds(120, 36).press("ctrl+pagedown f7 'Nhà_máy_1' tab '40' f7 'Kho' tab '2' tab");
    assert_eq!(
        (kept(&desk, "site_workers", "1"), kept(&desk, "site_name", "2")),
        ("40".into(), "Kho".into())
    );
    assert!(desk.screen().contains("Khác ("), "{}", desk.screen());
}

#[test]
fn a_photo_a_rank_a_time_and_a_place_are_answered() {
    let mut desk = of_kinds(120, 36);
    let photo = desk.folder.path().join("truso.jpg");
    std::fs::write(&photo, vec![7; 3000]).unwrap();
    desk = desk.press("f3 'khac' enter f4").paste(photo.to_str().unwrap()).press("enter");
    assert!(desk.screen().contains("truso.jpg (2 KB)"), "{}", desk.screen());
    desk =
        desk.press("tab f4 down down ctrl+up ctrl+up enter tab '3' tab '14:05' tab '11.5654_108.9902' tab");
    insta::assert_snapshot!("kinds_120x36", desk.screen());
    assert_eq!(kept(&desk, "wants", ""), "room seal staff");
    assert_eq!(kept(&desk, "ready", ""), "3");
    assert!(kept(&desk, "photo", "").ends_with("/truso.jpg"));
}

#[test]
fn what_can_not_be_read_is_kept_as_it_was_typed() {
    let mut desk = Desk::new(80, 24).press(BEGUN).press("tab '31/02/2023' ctrl+pagedown");
    assert_eq!(kept(&desk, "as_of", ""), "31/02/2023");
    desk = desk.press("ctrl+pageup");
    assert!(desk.screen().contains("31/02/2023"), "{}", desk.screen());
}

#[test]
fn a_survey_opens_again_where_it_was_left_and_says_so_only_after_a_bad_end() {
    let mut desk = Desk::new(120, 36).press(BEGUN).press("f3 'lao_dong' enter ctrl+u '100' tab");
    let case = desk.cx.last_case.clone().unwrap();
    let survey = desk.cx.office.surveys_of(&case).unwrap().remove(0).id;
    assert!(desk.cx.office.is_in_hand(&survey).unwrap());
    desk = desk.press("esc enter");
    let screen = desk.screen();
    assert!(!screen.contains("Khôi phục từ") && screen.contains("▌ Trong đó: nữ"), "{screen}");
    desk = desk.press("esc");
    // What a program killed here leaves behind.
    desk.cx.office.take_survey_in_hand(&survey).unwrap();
    desk = desk.press("enter");
    let screen = desk.screen();
    assert!(screen.contains("Khôi phục từ") && screen.contains("▌ Trong đó: nữ"), "{screen}");
    desk = desk.press("'40' tab");
    assert!(!desk.screen().contains("Khôi phục từ"), "{}", desk.screen());
    desk = desk.press("f10");
    assert!(!desk.cx.office.is_in_hand(&survey).unwrap(), "{}", desk.screen());
}

#[test]
fn a_question_is_found_by_typing_and_a_third_language_chosen() {
    let mut desk = Desk::new(80, 24).press(BEGUN).press("ctrl+f 'bi_thu' enter");
    assert!(desk.screen().contains("▌ Bí thư"), "{}", desk.screen());
    desk = of_kinds(80, 24).press("f8 'cham' enter");
    assert!(desk.screen().contains("Akhar"), "{}", desk.screen());
}

#[test]
fn a_final_survey_is_changed_with_a_reason_and_shows_what_it_said() {
    let mut desk = of_kinds(120, 36).press("'Sổ' backtab f9 f9 enter f2 ctrl+u 'Phỏng_vấn' backtab");
    assert!(desk.screen().contains("Đang sửa"), "{}", desk.screen());
    assert!(desk.screen().contains("Khi chốt ghi: Sổ"), "{}", desk.screen());
    assert_eq!(kept(&desk, "source", ""), "Sổ");
    desk = desk.press("f9 'Ghi_nhầm'");
    assert!(desk.screen().contains("Chốt chỗ sửa: 1 câu trả lời"), "{}", desk.screen());
    desk = desk.press("ctrl+s");
    assert_eq!(kept(&desk, "source", ""), "Phỏng vấn");
    let screen = desk.screen();
    assert!(screen.contains("Sổ → Phỏng vấn") && screen.contains("Ghi nhầm"), "{screen}");
    desk = desk.press("esc");
    insta::assert_snapshot!("amended_120x36", desk.screen());
}

#[test]
fn what_the_register_says_otherwise_stands_below_the_answer() {
    let mut desk = Desk::new(120, 36).press(BEGUN).press("f3 'lao_dong' enter ctrl+u '7' tab");
    assert!(desk.screen().contains("Danh mục đang ghi"), "{}", desk.screen());
    desk = desk.press("backtab alt+x f9");
    assert!(desk.screen().contains("trong thùng"), "{}", desk.screen());
    desk = desk.press("home f8 enter");
    assert!(desk.screen().contains("Danh mục đang ghi"), "{}", desk.screen());
}

/// Questions between groups, words of the form's own, counted rounds, choices that wait for another answer.
const ORDER: &str = "\
| survey | | | | | | | |
| | type | name | label | required | required_message | constraint | choice_filter |
| | text | who | **Người** trả lời | yes | Ghi họ tên người trả lời. | | |
| | begin group | work | Công việc | | | | |
| | select_multiple line | lines | Ngành | | | | |
| | end group | | | | | | |
| | select_one town | town | Xã | | | | line=${who} |
| | integer | times | Số cuộc họp | yes | | | |
| | begin repeat | site | Cơ sở | | | | |
| | integer | workers | Lao động | | | . >= 0 | |
| | end repeat | | | | | | |
| | note | thanks | Cảm ơn ông (bà). | | | | |

| choices | | | |
| | list_name | name | label | line |
| | line | farm | Nông nghiệp | |
| | line | build | Xây dựng | |
| | line | trade | Thương mại | |
| | town | a | Cà Ná | muối |

| settings | | | |
| | form_id | form_title | version |
| | order | Thứ tự hỏi | 1 |
";

fn in_order(width: u16, height: u16) -> Desk {
    let mut desk = Desk::with_cases(width, height, 1);
    desk.cx.office.add_form(ORDER).unwrap();
    let case = desk.cx.office.cases(&Default::default()).unwrap()[0].id.clone();
    desk.cx.office.new_survey(&case, Some("order")).unwrap();
    desk.press("2 enter enter enter")
}

#[test]
fn pages_follow_the_order_of_asking_and_the_form_says_what_must_be_answered() {
    let mut desk = in_order(120, 36).press("tab tab tab");
    let screen = desk.screen();
    assert!(screen.contains("▌ Số cuộc họp") && screen.contains("▸ Xã (3/5)"), "{screen}");
    // Enter through an answer that is not known yet leads on; what is wanting is said once it is asked for.
    desk = desk.press("enter");
    assert!(desk.screen().contains("Thêm: Cơ sở"), "{}", desk.screen());
    desk = desk.press("f9 enter");
    insta::assert_snapshot!("order_120x36", desk.screen());
    desk = desk.press("'Lan' tab");
    assert!(!desk.screen().contains("Ghi họ tên"), "{}", desk.screen());
}

#[test]
fn of_several_choices_the_one_searched_for_is_added_and_none_to_choose_names_what_decides() {
    let mut desk = in_order(80, 24).press("'Lan' tab 'nong' enter 'xay' enter");
    assert_eq!(kept(&desk, "lines", ""), "farm build");
    desk = desk.press("tab enter");
    assert!(desk.screen().contains("hãy trả lời “Người trả lời” trước"), "{}", desk.screen());
}

#[test]
fn a_round_with_a_wrong_answer_is_not_done() {
    let mut desk = in_order(80, 24).press("f3 'co_so' enter f7 '-5' ctrl+pageup");
    let screen = desk.screen();
    assert!(screen.contains("✗ Cơ sở 1") && screen.contains("Delete Bỏ"), "{screen}");
    desk = desk.press("delete f9");
    assert!(!desk.screen().contains("Cơ sở 1"), "{}", desk.screen());
}

#[test]
fn a_file_that_is_not_there_leaves_the_dialog_open_and_what_was_typed_in_it() {
    let mut desk = of_kinds(80, 24).press("ctrl+f 'anh' enter '/khong/co.jpg' enter");
    let screen = desk.screen();
    assert!(screen.contains("Không có tệp /khong/co.jpg") && screen.contains("Đồng ý"), "{screen}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jpg");
    std::fs::write(&path, b"x").unwrap();
    desk = desk.press("ctrl+u").paste(path.to_str().unwrap()).press("enter");
    assert!(desk.screen().contains("a.jpg (1 B)"), "{}", desk.screen());
}
