//! Templates at the keyboard: looked through, worded, mended, tried, made.

use crate::tui::screens::testing::Desk;
use insta::assert_snapshot;

const LIST: &str = "ctrl+p 'mau_van_ban' enter";

fn editor(width: u16, height: u16) -> Desk {
    Desk::after_rehearsal(width, height).press(&format!("{LIST} down down f2"))
}

#[test]
fn they_look_so() {
    let mut desk = Desk::after_rehearsal(120, 36).press(LIST);
    assert_snapshot!("list_120x36", desk.screen());
    let mut desk = editor(120, 36);
    assert_snapshot!("editor_120x36", desk.screen());
    let mut desk = editor(80, 24).press("down down end '{{_tongg_}}' ctrl+s");
    assert_snapshot!("faulty_80x24", desk.screen());
}

/// The wording is changed, a fault named and mended, and the paper made, by keys alone.
#[test]
fn a_wording_is_changed_mended_and_made() {
    let mut desk = editor(120, 36).press("down down end '_theo_mẫu_mới_{{_tongg_}}' ctrl+s");
    let screen = desk.screen();
    assert!(
        screen.contains("1 chỗ sai") && screen.contains("dòng 3") && screen.contains("“tong”"),
        "{screen}"
    );
    let mut desk = desk.press(&format!("enter end{}", " backspace".repeat(11)));
    let screen = desk.screen();
    assert!(screen.contains("theo mẫu mới"), "{screen}");
    let mut desk = desk.press("ctrl+s");
    assert!(desk.screen().contains("Đã lưu mẫu"), "{}", desk.screen());
    let mut desk = desk.press("f8");
    let screen = desk.screen();
    assert!(screen.contains("▌ Tờ trình") && screen.contains("theo mẫu mới"), "{screen}");
    let mut desk = desk.press("f8 ctrl+s").settle();
    assert!(desk.screen().contains("Đã làm TTr"), "{}", desk.screen());
}

#[test]
fn what_is_not_saved_is_asked_about_kept_and_taken_up_again() {
    let mut desk = editor(120, 36).press("down end '_dở_dang' esc");
    assert!(desk.screen().contains("Giữ bản nháp"), "{}", desk.screen());
    let mut desk = desk.press("down enter");
    let screen = desk.screen();
    assert!(screen.contains("Đã giữ bản nháp") && screen.contains("nháp"), "{screen}");
    let mut desk = desk.press("down f2");
    assert!(desk.screen().contains("dở dang"), "{}", desk.screen());
    let mut desk = desk.press("esc down down enter");
    assert!(!desk.screen().contains("dở dang"), "{}", desk.screen());
    // Ended in the middle of it, the program keeps it too.
    let desk = editor(120, 36).press("down end '_giữa_chừng' f10");
    let drafts = desk.cx.office.templates().unwrap().into_iter().filter(|template| template.has_draft);
    assert_eq!(drafts.count(), 1);
}

#[test]
fn keys_are_taken_back_in_runs_and_done_again() {
    let mut desk = editor(120, 36).press("down end '_một_hai' ctrl+z");
    let screen = desk.screen();
    assert!(screen.contains("TỜ TRÌNH một") && !screen.contains("một hai"), "{screen}");
    let mut desk = desk.press("ctrl+y");
    assert!(desk.screen().contains("TỜ TRÌNH một hai"), "{}", desk.screen());
    // The office's own journal is left alone.
    assert!(desk.cx.office.templates().unwrap().iter().all(|template| template.id.is_none()));
}

#[test]
fn a_field_is_found_by_its_meaning_and_put_in_with_what_it_holds() {
    let mut desk = editor(120, 36).press("down end f4 'tong_so_dang_vien_cong'");
    assert!(desk.screen().contains("hiện là:"), "{}", desk.screen());
    let mut desk = desk.press("enter");
    assert!(desk.screen().contains("{{ tong.tong_so }}"), "{}", desk.screen());
}

/// Unikey takes marks back that it has typed just now; they are characters of their own.
#[test]
fn bursts_of_a_typing_engine_arrive_whole() {
    let mut desk = editor(120, 36).press("down end 'a\u{302}' backspace backspace 'ấ'");
    assert!(desk.screen().contains("TỜ TRÌNHấ"), "{}", desk.screen());
    let mut desk = desk.press("'e\u{302}\u{301}' backspace '\u{303}'");
    assert!(
        desk.screen().contains("TỜ TRÌNHấễ") || desk.screen().contains("TỜ TRÌNHấe\u{302}\u{303}"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_copy_is_dated_dropped_and_brought_back() {
    let mut desk = Desk::after_rehearsal(120, 36).press(&format!("{LIST} down down f6"));
    assert!(desk.screen().contains("Đã chép"), "{}", desk.screen());
    let mut desk = desk.press("f5 '01/06/2026' ctrl+s");
    assert!(
        desk.screen().contains("từ 01/6/2026") || desk.screen().contains("từ 01/06/2026"),
        "{}",
        desk.screen()
    );
    let mut desk = desk.press("delete enter");
    assert!(desk.screen().contains("Đã bỏ mẫu"), "{}", desk.screen());
    let mut desk = desk.press("ctrl+z");
    assert!(desk.screen().contains("từ 01/"), "{}", desk.screen());
}

#[test]
fn a_file_is_brought_in_and_written_out_again() {
    let desk = Desk::after_rehearsal(120, 36);
    let file = desk.folder.path().join("mau.txt");
    std::fs::write(&file, "# TỜ TRÌNH\nTheo tệp đưa vào.\n").unwrap();
    let mut desk = desk.press(&format!("{LIST} down down f7 'mau.txt' ctrl+s"));
    assert!(desk.screen().contains("Đã nhận mẫu") && desk.screen().contains("Theo tệp"), "{}", desk.screen());
    std::fs::write(&file, "# TỜ TRÌNH\n{{ tongg }}\n").unwrap();
    let mut desk = desk.press("f7 'mau.txt' ctrl+s");
    assert!(desk.screen().contains("“tong”"), "{}", desk.screen());
    let mut desk = desk.press("enter f8 ctrl+s");
    assert!(desk.screen().contains("Đã ghi mẫu ra"), "{}", desk.screen());
    assert!(desk.folder.path().join("proposal.txt").exists());
}

#[test]
fn the_papers_screen_leads_to_the_wording_of_a_paper() {
    let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6 f4");
    assert!(desk.screen().contains("Báo cáo khảo sát · Mẫu có sẵn"), "{}", desk.screen());
    let mut desk = Desk::after_rehearsal(80, 24).press("6 left end right enter");
    assert!(desk.screen().contains("Mẫu văn bản"), "{}", desk.screen());
}

#[test]
fn an_office_without_cases_words_its_templates_all_the_same() {
    let mut desk = Desk::new(120, 36).press(&format!("{LIST} f2"));
    assert!(desk.screen().contains("Chưa có hồ sơ"), "{}", desk.screen());
    let mut desk = desk.press("end '!' ctrl+s f8");
    assert!(desk.screen().contains("Chưa có hồ sơ"), "{}", desk.screen());
}

/// A report is worded in the same place, and the key that makes a paper leads to the reports.
#[test]
fn a_report_is_worded_tried_and_led_to() {
    let mut desk = Desk::after_rehearsal(120, 36).press(&format!("{LIST} end up up f2"));
    let screen = desk.screen();
    assert!(
        screen.contains("Báo cáo tình hình trong kỳ · Mẫu có sẵn") && screen.contains("TÌNH HÌNH CHUNG"),
        "{screen}"
    );
    let mut desk = desk.press("down end '_của_tỉnh_{{_tongg_}}' ctrl+s");
    assert!(desk.screen().contains("“tong”"), "{}", desk.screen());
    let mut desk = desk.press(&format!("enter end{} ctrl+s", " backspace".repeat(11)));
    assert!(desk.screen().contains("Đã lưu mẫu"), "{}", desk.screen());
    let mut desk = desk.press("f8");
    assert!(desk.screen().contains("Tổ chức đảng"), "{}", desk.screen());
}

/// What the office changed stands beside the built-in wording, and goes with its copy.
#[test]
fn an_own_wording_is_compared_with_the_built_in_one() {
    let mut desk = editor(120, 36).press("down end '_của_Ban' ctrl+s esc down f4");
    let screen = desk.screen();
    assert!(screen.contains("− # TỜ TRÌNH") && screen.contains("+ # TỜ TRÌNH của Ban"), "{screen}");
    assert_snapshot!("compared_120x36", screen);
    let mut desk = desk.press("f4");
    assert!(!desk.screen().contains("− # TỜ TRÌNH"), "{}", desk.screen());
    let mut desk = desk.press("f6");
    assert!(!desk.screen().contains("+ # TỜ"), "{}", desk.screen());
}
