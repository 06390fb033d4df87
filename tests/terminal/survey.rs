//! A survey being filled in when the plug is pulled.

use crate::screen::Screen;

#[test]
fn an_answer_is_kept_once_the_caret_has_left_its_field() {
    let mut screen = Screen::demo();
    open_survey(&mut screen, "nho ba moi");
    screen.keys("f4 space enter").sees("Phiếu khảo sát ▼");
    screen.keys("tab").type_text("14/9/2023").keys("tab").type_text("Tổ khảo sát số 1").keys("tab");
    screen.sees("còn 7 câu bắt buộc").type_text("13/9/2023").kill();

    let mut screen = screen.demo_again("2023-09-14");
    screen.sees("F1 Trợ giúp").keys("2").sees("HS-0001").keys("enter").sees("Để sang Đánh giá");
    screen
        .keys("enter")
        .sees("Phiếu lập ngày 14/09/2023")
        .keys("enter")
        .sees("Khôi phục từ")
        .sees("còn 7 câu bắt buộc");
    screen.keys("pageup").sees("Tổ khảo sát số 1").sees("Phiếu khảo sát ▼");
}

/// Opens a case for a cell found by name, and begins its survey.
pub(crate) fn open_survey(screen: &mut Screen, cell: &str) {
    screen.sees("F1 Trợ giúp").keys("2").sees("Chưa có hồ sơ nào");
    screen.keys("f3").sees("[ ] Chi bộ").type_text(cell).keys("enter").sees("Đã mở 1 hồ sơ.");
    screen.sees("HS-0001").keys("enter").sees("Chưa có phiếu khảo sát");
    screen.keys("enter").sees("Lập phiếu khảo sát").keys("enter").sees("còn 10 câu bắt buộc");
}
