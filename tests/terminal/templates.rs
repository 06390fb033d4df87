//! The wording of a paper changed, a fault named and mended, and the paper made: without leaving the terminal.

use crate::screen::Screen;
use crate::support;

#[test]
fn a_wording_is_changed_a_fault_named_and_the_paper_made() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().display().to_string();
    let run = support::run(home.path(), &["demo", "--run", "--dir", &dir]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let mut screen = Screen::run_in(home, &["demo", "--dir", &dir]);
    screen.sees("F1 Trợ giúp").keys("4").sees("HT-0001").keys("end enter f6");
    screen.sees("Báo cáo khảo sát").keys("down down").sees("TỜ TRÌNH").keys("f4");
    screen.sees("Tờ trình · Mẫu có sẵn").sees("Xem thử với: HT-0001");
    screen.keys("down down end").type_text(", theo tinh thần mới {{ tong.tong_soo }}").keys("ctrl+s");
    screen
        .sees("Mẫu có 1 chỗ sai nên chưa lưu")
        .sees("dòng 3: không có trường “tong.tong_soo”; có phải “tong_so”?");
    // Enter goes to the line; the superfluous letter is taken out, and the field stands.
    screen.keys("enter end left left left backspace").sees("{{ tong.tong_so }}").keys("ctrl+s");
    screen.sees("Đã lưu mẫu.").keys("f8").sees("▌ Tờ trình").sees("theo tinh thần mới");
    screen.keys("f8").sees("Thư mục").keys("ctrl+s").sees("Đã làm TTr-03");
    // Killed in the middle of the next change, what was kept last is there.
    screen
        .keys("f4")
        .sees("Tờ trình · Mẫu của cơ quan")
        .keys("down down end")
        .type_text(" nữa {{ x }}")
        .keys("ctrl+s");
    screen.sees("bản nháp đã được giữ").kill();
    let dir = screen.home().display().to_string();
    let mut screen = screen.again(&["demo", "--dir", &dir]);
    screen.sees("F1 Trợ giúp").keys("ctrl+p").type_text("mau van ban").keys("enter").sees("nháp");
}
