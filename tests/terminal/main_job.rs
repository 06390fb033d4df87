//! The main job at the keyboard: one cell from survey to closing, each step found by the checklist (F5), and
//! in the end the cell stands under its new superior.
//!
//! The days are those of the sample: surveyed in September, agreed on in October, closed after New Year.

use crate::screen::Screen;
use crate::support;
use crate::survey::open_survey;

const CELL: &str = "Chi bộ Công ty Cổ phần Nho Ba Mọi Vàng";

#[test]
fn a_cell_is_carried_from_survey_to_its_new_superior() {
    let mut screen = Screen::demo();
    open_survey(&mut screen, "nho ba moi");
    fill_survey(&mut screen);
    surveyed_opinions(&mut screen, ["01-CV/CB", "02-CV/CT"]);
    advance(&mut screen, "Đánh giá");
    assess(&mut screen);
    advance(&mut screen, "Tờ trình");
    propose(&mut screen);
    let mut screen = reopened(screen, "2023-10-16");
    answer(&mut screen);
    advance(&mut screen, "Chuyển giao");
    let mut screen = reopened(screen, "2023-11-01");
    hand_over(&mut screen);
    let mut screen = reopened(screen, "2024-01-03");
    follow_up(&mut screen);
    advance(&mut screen, "Kết thúc");
    screen.sees("kết thúc ngày 03/01/2024");
    screen.keys("f10");
    assert_eq!(screen.ends(), 0);

    let store = screen.store().display().to_string();
    let words = ["--store", &store, "--json", "--today", "2024-01-03", "cell", "show", CELL];
    let cell: serde_json::Value =
        serde_json::from_str(&support::run(screen.home(), &words).stdout).expect("a cell");
    assert_eq!(cell["superior_name"], "Huyện ủy Ninh Phước", "{cell:#}");
    assert_eq!(
        cell["affiliations"].as_array().map(Vec::len),
        Some(2),
        "history keeps the old superior: {cell:#}"
    );
    assert_eq!(cell["cases"][0]["stage"], "closed", "{cell:#}");
    let sound = support::run(screen.home(), &["--store", &store, "--json", "check", "--deep"]);
    assert!(sound.stdout.contains("\"sound\": true"), "{}", sound.stdout);
}

/// The store opened on another day, the case on the screen.
fn reopened(screen: Screen, day: &str) -> Screen {
    let mut screen = screen.demo_again(day);
    screen.sees("F1 Trợ giúp").keys("2").sees("HS-0001").keys("enter").sees("Nho Ba Mọi Vàng");
    screen
}

fn advance(screen: &mut Screen, stage: &str) {
    screen.sees("Đã đủ: F9 để chuyển bước").keys("f9").sees(&format!("● {stage}"));
}

/// Goes to the next question that must be answered; what stands in the one before is kept on the way.
fn required(screen: &mut Screen, left: usize) -> &mut Screen {
    screen.keys("f5").sees(&format!("còn {left} câu bắt buộc"))
}

fn fill_survey(screen: &mut Screen) {
    screen
        .keys("f4 space enter")
        .sees("Phiếu khảo sát ▼")
        .keys("tab")
        .fields(&["14/9/2023", "Tổ khảo sát số 1"]);
    required(screen, 7).sees("Tình trạng hoạt động").keys("right");
    for (left, subject) in [(6, "Ổn định."), (5, "Lãnh đạo."), (4, "Hạt nhân."), (3, "Gắn bó.")]
    {
        required(screen, left).type_text(subject);
    }
    // Each stance asks who said it and when.
    required(screen, 2).keys("right");
    required(screen, 3).fields(&["10/9/2023", "Bí thư"]);
    required(screen, 1).keys("right");
    required(screen, 2).fields(&["10/9/2023", "Giám đốc"]);
    screen.sees("đủ câu bắt buộc").keys("f9").sees("muốn sửa phải ghi lý do").keys("f9");
    screen.sees("Đã chốt phiếu khảo sát.").sees("[x] Tình trạng hoạt động").keys("enter");
    screen.sees("Đã đưa 1 số liệu vào danh mục.");
}

/// Two parties whose wishes the survey asked: all but the paper of each is filled in already.
fn surveyed_opinions(screen: &mut Screen, papers: [&str; 2]) {
    screen.keys("f5").sees("Ý kiến cần có");
    for (at, paper) in papers.into_iter().enumerate() {
        if at > 0 {
            screen.keys("down");
        }
        screen.keys("enter").sees("Gợi ý từ phiếu khảo sát").type_text(paper);
        screen.keys("ctrl+s").sees(paper).gone("Người nêu ý kiến");
    }
}

/// Two parties that stand one under the other agree, each on a paper of its own.
fn opinions(screen: &mut Screen, papers: [&str; 2]) {
    screen.keys("f5").sees("Ý kiến cần có");
    for (at, paper) in papers.into_iter().enumerate() {
        if at > 0 {
            screen.keys("down");
        }
        screen.keys("enter").sees("Người nêu ý kiến").keys("right tab").fields(&["12/9/2023", paper]);
        screen.keys("ctrl+s").sees(paper).gone("Người nêu ý kiến");
    }
}

fn assess(screen: &mut Screen) {
    screen.keys("f5").sees("Các phương án được cân nhắc").keys("enter").sees("Ưu điểm *");
    screen.type_text("ninh phuoc").keys("enter").sees("Huyện ủy Ninh Phước ▼").keys("tab");
    screen.fields(&["Gần địa bàn.", "Thêm việc."]).keys("ctrl+s").sees("Ưu điểm: Gần địa bàn.");
    screen.keys("down enter").sees("Giữ nguyên").sees("Hạn chế *").fields(&["Ổn định.", "Xa địa bàn."]);
    screen.keys("ctrl+s").sees("Hạn chế: Xa địa bàn.");
    screen.keys("f5").sees("Phương án").keys("enter").sees("Lý do chọn *").keys("right tab tab");
    screen.type_text("Trụ sở đặt tại địa bàn.").keys("ctrl+s").sees("Chuyển giao → Huyện ủy Ninh Phước");
    opinions(screen, ["21-CV/ĐUK", "33-CV/HU"]);
    screen.keys("f5").sees("Hãy nêu hướng xử lý").keys("enter").sees("Trả lời *");
    screen.type_text("Cấp ủy nhận cấp lại.").keys("ctrl+s").sees("Trả lời: Cấp ủy nhận cấp lại.");
    screen.keys("f5").sees("Người duyệt").keys("enter").sees("Ai duyệt đánh giá này?");
    screen
        .sees("Họ và tên người duyệt")
        .type_text("Lê Thị Duyệt")
        .keys("ctrl+s")
        .sees("Lê Thị Duyệt đã duyệt đánh giá.");
}

/// A paper for the entry under the bar: its kind and use stand there already.
fn paper(screen: &mut Screen, number: &str, symbol: &str, day: &str) {
    screen.keys("enter").sees("Loại văn bản *").fields(&[number, symbol, day, "Phó Bí thư"]);
    screen.keys("ctrl+s").sees(&format!("{number}-{symbol}")).gone("Loại văn bản *");
}

fn propose(screen: &mut Screen) {
    screen
        .keys("f5")
        .sees("chưa nằm trong hồ sơ trình nào")
        .keys("enter")
        .sees("Lập hồ sơ trình")
        .keys("enter");
    screen.sees("Về việc").type_text("Chuyển giao đợt 1").keys("ctrl+s").sees("HT-0001");
    screen.keys("f5").sees("▌ ○ Tờ trình");
    paper(screen, "15", "TTr/BTCTU", "14/9/2023");
    screen.keys("f5").sees("Trình Ban Thường vụ").keys("enter").sees("được chốt.").keys("ctrl+s");
    screen.sees("11 đảng viên: 11 chính thức, 0 dự bị; tính đến ngày 14/09/2023");
}

fn answer(screen: &mut Screen) {
    screen.keys("f5").sees("Ý kiến của Ban Thường vụ").keys("enter").sees("Số kết luận hoặc quyết định *");
    screen.keys("right tab").fields(&["907-QĐ/TU", "16/10/2023", "1/1/2024", "Phó Bí thư"]);
    screen.keys("ctrl+s").sees("Có hiệu lực từ ngày 01/01/2024");
}

fn hand_over(screen: &mut Screen) {
    screen.keys("f5").sees("▌ ○ Quyết định tiếp nhận");
    for (at, (number, symbol)) in [("45", "QĐ/HU"), ("01", "BB"), ("02", "DS/ĐUK")].into_iter().enumerate()
    {
        if at > 0 {
            screen.keys("down");
        }
        paper(screen, number, symbol, "1/11/2023");
    }
    screen.keys("f5").sees("Nội dung bàn giao ─").keys("space*9").gone("✗ Nội dung bàn giao");
    screen.keys("f5 enter").sees("Chuyển tất cả đảng viên").sees("F9 Có").keys("f9").gone("✗ Từng đảng viên");
    screen.keys("f5 enter").sees("tính đến ngày *").keys("ctrl+s").sees("Đã chốt số liệu bàn giao");
}

fn follow_up(screen: &mut Screen) {
    screen.keys("f5").sees("Việc sau bàn giao ─").keys("space*6");
}
