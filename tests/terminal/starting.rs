//! First starts and bad ends: no store, a wrong passphrase, a file that is no store, the plug pulled.

use crate::screen::Screen;

/// A first start, all three questions answered, on the overview.
fn first_start() -> Screen {
    let mut screen = Screen::run(&[]);
    screen.sees("Tên cơ quan").type_text("Ban Tổ chức Tỉnh ủy Ninh Thuận").keys("enter");
    // A typing engine corrects the name as it grows, and a Backspace is 0x08 on some machines.
    screen.sees("Họ và tên của bạn").bytes("Tra\u{8}ân\u{8}\u{8}ần Va\u{7f}ăn An".as_bytes());
    screen.sees("Trần Văn An").keys("enter");
    screen.sees("Quên mật khẩu thì không mở lại được").type_text("núi Chúa").keys("enter");
    screen.sees("Nhập lại mật khẩu").type_text("núi Chúa").keys("enter");
    screen.sees("Ban Tổ chức Tỉnh ủy Ninh Thuận · Trần Văn An").sees("F1 Trợ giúp");
    screen
}

#[test]
fn the_first_start_asks_three_questions_and_opens() {
    let mut screen = first_start();
    assert!(!screen.written().contains("núi Chúa"), "the passphrase was shown");
    screen.keys("f10");
    assert_eq!(screen.ends(), 0);
    assert!(screen.home().join("data/chuyengiao/office.store").exists());
}

#[test]
fn two_passphrases_that_differ_are_asked_for_again() {
    let mut screen = Screen::run(&[]);
    screen.sees("Tên cơ quan").type_text("Ban Tổ chức").keys("enter enter").type_text("một").keys("enter");
    screen
        .type_text("hai")
        .keys("enter")
        .sees("Hãy ghi họ tên của bạn.")
        .type_text("Trần Văn An")
        .keys("ctrl+s");
    screen.sees("Hai lần nhập không giống nhau");
}

#[test]
fn a_first_start_given_up_makes_nothing() {
    let mut screen = Screen::run(&[]);
    screen.sees("Tên cơ quan").keys("bare-esc").sees("Chưa tạo gì cả.");
    assert_eq!(screen.ends(), 1);
    assert!(!screen.home().join("data").exists());
}

#[test]
fn a_wrong_passphrase_is_asked_for_again() {
    let mut screen = first_start();
    screen.keys("f10");
    screen.ends();
    let mut screen = screen.again(&[]);
    screen.sees("Mở cơ sở dữ liệu").type_text("nui Chua").keys("enter");
    screen.sees("Mật khẩu không đúng.");
    // A slip and its Backspace, as both kinds of machine send it.
    screen
        .type_text("núi Chux")
        .bytes(b"\x08")
        .type_text("úx")
        .bytes(b"\x7f\x7f")
        .type_text("úa")
        .keys("enter");
    screen.sees("Mật khẩu không đúng.").type_text("núi Chúx").bytes(b"\x08");
    screen.type_text("a").keys("enter").sees("F1 Trợ giúp").sees("Trần Văn An");
}

#[test]
fn a_file_that_is_no_store_is_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ghi-chu.txt");
    std::fs::write(&path, "Biên bản họp\n".repeat(1000)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let words = path.display().to_string();
    let mut screen = Screen::run_in(home, &["--store", &words]);
    screen.sees("không phải là kho dữ liệu của chương trình này. Chọn đúng tệp");
    assert_eq!(screen.ends(), 1);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
