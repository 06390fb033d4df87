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
    screen.keys("enter").sees("Phiếu lập ngày 14/09/2023").keys("enter").sees("còn 7 câu bắt buộc");
    screen.sees("Khôi phục từ").keys("pageup").sees("Tổ khảo sát số 1").sees("Phiếu khảo sát ▼");
}

/// Through the built-in form, page by page; the plug is pulled in the middle of a question, and the survey goes on
/// from there to its end.
#[test]
fn the_built_in_form_is_filled_killed_midway_and_finalised() {
    let mut screen = Screen::demo();
    open_survey(&mut screen, "nho ba moi");
    screen.keys("f4 space enter").sees("Phiếu khảo sát ▼").keys("tab");
    screen.fields(&["14/9/2023", "Tổ khảo sát số 1", "13/9/2023", "Bà Lan, kế toán"]);
    next_page(&mut screen, "Tên gọi và loại hình (");
    question(&mut screen, "tinh trang hoat dong").keys("right tab").type_text("Ổn định.").keys("tab");
    // The last answer of a page leads to the next one.
    screen.sees("Kết quả sản xuất, kinh doanh (").fields(&["12.500", "8.000,5"]);
    screen.sees("8000,5").sees("Doanh thu năm 2022");
    next_page(&mut screen, "Lao động (");
    question(&mut screen, "trong do: nu").type_text("999").keys("tab").sees("không được lớn hơn tổng");
    screen.keys("up ctrl+u").type_text("12").keys("tab").gone("không được lớn hơn tổng");
    next_page(&mut screen, "Trụ sở chính và cơ sở khác (");
    next_page(&mut screen, "Chi nhánh, nhà máy, cơ sở khác (")
        .keys("f7")
        .sees("Chi nhánh, nhà máy, cơ sở khác 1 (");
    screen.fields(&["Xưởng Phước Nam", "Thuận Nam", "9"]).sees("Chủ đơn vị (");
    next_page(&mut screen, "Tổ chức (");
    for (subject, said) in [("chuc nang, nhiem vu", "Lãnh đạo."), ("vai tro cua to chuc dang", "Hạt nhân.")]
    {
        question(&mut screen, subject).type_text(said).keys("tab");
    }
    screen.sees("▸ Tổ chức đảng › Đảng viên (");
    question(&mut screen, "dang vien nu").keys("ctrl+u").type_text("4").keys("tab");
    // Four answers are in the file, the fifth is being typed.
    screen.type_text("77").sees("77").kill();

    let mut screen = screen.demo_again("2023-09-14");
    screen.sees("F1 Trợ giúp").keys("2").sees("HS-0001").keys("enter").sees("Để sang Đánh giá").keys("enter");
    screen
        .sees("Phiếu lập ngày")
        .keys("enter")
        .sees("Khôi phục từ")
        .sees("“Đảng viên nữ”")
        .sees("▸ Tổ chức đảng › Đảng viên (");
    screen.gone("77").sees("▌ Đảng viên là người").type_text("1").keys("tab");
    screen.gone("Khôi phục từ");
    for page in ["Cấp ủy (", "Sinh hoạt, kết nạp, xếp loại (", "Con dấu, hồ sơ (", "Đoàn thể ("]
    {
        next_page(&mut screen, page);
    }
    screen.keys("right tab").sees("Công đoàn cơ sở: số đoàn viên");
    screen.fields(&["2015", "40", "Liên đoàn Lao động"]);
    next_page(&mut screen, "Quan hệ công tác với địa phương (");
    question(&mut screen, "quan he cong tac voi dia phuong").type_text("Gắn bó.").keys("tab");
    screen
        .sees("Nguyện vọng của các bên › Tổ chức đảng (")
        .keys("right tab")
        .fields(&["10/9/2023", "Bí thư"]);
    next_page(&mut screen, "Chủ đơn vị (").keys("right right tab").sees("lý do, điều kiện *");
    screen.fields(&["10/9/2023", "Giám đốc", "", "Giữ nếp sinh hoạt."]).sees("bên giao) (");
    for page in ["bên nhận) (", "Công đoàn cấp trên (", "Đánh giá của người khảo sát ("] {
        next_page(&mut screen, page);
    }
    screen.fields(&["Gần địa bàn."]).sees("đủ câu bắt buộc").keys("f9").sees("muốn sửa phải ghi lý do");
    screen.keys("f9").sees("Đã chốt phiếu khảo sát.").sees("→ Đang hoạt động").keys("enter");
    screen.sees("số liệu vào danh mục.").sees("đã chốt ngày 14/09/2023");
}

fn next_page<'a>(screen: &'a mut Screen, title: &str) -> &'a mut Screen {
    screen.keys("ctrl+pagedown").sees(title)
}

/// To a question by its words, accents left out.
fn question<'a>(screen: &'a mut Screen, words: &str) -> &'a mut Screen {
    screen.keys("ctrl+f").sees("Đến câu hỏi nào?").type_text(words).keys("enter").gone("Đến câu hỏi nào?")
}

/// Opens a case for a cell found by name, and begins its survey.
pub(crate) fn open_survey(screen: &mut Screen, cell: &str) {
    screen.sees("F1 Trợ giúp").keys("2").sees("Chưa có hồ sơ nào");
    screen.keys("f3").sees("[ ] Chi bộ").type_text(cell).keys("enter").sees("Đã mở 1 hồ sơ.");
    screen.sees("HS-0001").keys("enter").sees("Chưa có phiếu khảo sát");
    screen.keys("enter").sees("Lập phiếu khảo sát").keys("enter").sees("còn 10 câu bắt buộc");
}
