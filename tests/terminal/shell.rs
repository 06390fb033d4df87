//! The shell: screens, help, palette, sizes, leaving.

use crate::screen::Screen;

#[test]
fn the_sample_opens_on_its_overview() {
    let mut screen = Screen::demo();
    screen.sees("Tổng quan").sees("24").sees("F1 Trợ giúp");
}

#[test]
fn the_sample_is_built_in_front_of_the_person() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::run_in(home, &["demo"]);
    screen.sees("Tổng quan").keys("6").sees("Tỉnh ủy Ninh Thuận");
}

#[test]
fn every_digit_opens_its_screen() {
    let mut screen = Screen::demo();
    screen.sees("Tổng quan");
    for (key, place) in [
        ("2", "› Hồ sơ"),
        ("4", "› Hồ sơ trình"),
        ("5", "› Lịch việc"),
        ("6", "› Danh mục"),
        ("7", "› Báo cáo"),
        ("8", "› Nhật ký"),
    ] {
        screen.keys(key).sees(place);
        screen.keys("alt+1").gone(place);
    }
}

#[test]
fn help_tells_the_keys_of_this_screen() {
    let mut screen = Screen::demo();
    // A long list is searched: the mouse stands below the fold.
    screen.sees("F1 Trợ giúp").keys("?").sees("Ctrl+P").type_text("chuot").sees("Alt+M");
    screen.keys("bare-esc").gone("Alt+M");
}

#[test]
fn the_palette_finds_an_action_without_its_accents() {
    let mut screen = Screen::demo();
    screen.sees("F1 Trợ giúp").keys("ctrl+p").type_text("so nhat ky").keys("enter").sees("Nhật ký");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut screen = Screen::demo();
    screen.sees("F1 Trợ giúp").keys("f10");
    assert_eq!(screen.ends(), 0);
    assert!(screen.is_given_back(), "{}", screen.text());
}

#[test]
fn a_closed_window_ends_the_program_and_its_store_opens_again() {
    let mut screen = Screen::demo();
    screen.sees("F1 Trợ giúp").kill();
    let day = "2023-09-14";
    screen.demo_again(day).sees("Tổng quan");
}

#[test]
fn a_window_dragged_while_the_program_starts_is_drawn_in_its_new_size() {
    for seen in ["", "F1 Trợ giúp"] {
        let mut screen = Screen::demo();
        // Right after the first bytes, and right behind the first frame: sizes are listened to before either.
        screen.writes().sees(seen).resize(60, 16).sees("F1 Trợ giúp").sees("╯");
    }
}

#[test]
fn any_size_is_survived() {
    let mut screen = Screen::demo();
    screen.sees("F1 Trợ giúp");
    screen.resize(60, 16).sees("F1 Trợ giúp");
    screen.resize(40, 10).gone("F1 Trợ giúp");
    for (columns, rows) in [(1, 1), (3, 2), (2, 40), (200, 1)] {
        screen.resize(columns, rows).keys("2 1");
    }
    screen.resize(120, 36).sees("Tổng quan").sees("F1 Trợ giúp");
}
