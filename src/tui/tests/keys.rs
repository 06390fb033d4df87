//! State, keys, result.

use super::desk::{Desk, Rows, table};
use crate::tui::event::Incoming;
use crate::tui::jobs::Jobs;
use crate::tui::widgets::column::Column;
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use rstest::rstest;

fn check(keys: &str, done: &[&str]) {
    assert_eq!(Desk::new().press(keys).done(), done, "{keys}");
}

#[test]
fn everywhere_commands_work_in_the_screens_above() {
    check("ctrl+z", &["undo"]);
    check("7", &["go.reports"]);
    check("enter alt+7", &["go.reports"]);
}

#[test]
fn a_digit_in_a_form_is_text() {
    check("enter end '7' tab", &["name = Chi bộ Công ty An Phát7"]);
}

#[test]
fn commands_of_a_covered_screen_are_not_heard() {
    check("enter delete ctrl+z", &["undo"]);
}

#[test]
fn under_a_dialog_nothing_is_heard() {
    check("delete ctrl+z alt+7", &[]);
}

#[test]
fn a_confirmed_question_is_answered_and_esc_is_no_answer() {
    check("delete enter", &["removed"]);
    check("delete f9", &["removed"]);
    check("delete y", &["removed"]);
    check("delete esc", &[]);
}

#[test]
fn the_palette_finds_without_accents_and_acts() {
    check("ctrl+p 'hoan_tac' enter", &["undo"]);
    check("ctrl+p 'khong_co_lenh_nay' enter esc", &[]);
}

#[test]
fn help_acts_too() {
    check("? 'hoàn' enter", &["undo"]);
    check("f1 f1 ctrl+z", &["undo"]);
}

#[test]
fn a_changed_field_is_given_away_once_when_left() {
    check("enter 'X' tab up down", &["name = Chi bộ Công ty An PhátX"]);
    check("enter tab tab", &[]);
}

#[test]
fn a_field_is_given_away_when_the_program_or_the_screen_ends() {
    check("enter 'X' f10", &["name = Chi bộ Công ty An PhátX", "list left"]);
    check("enter 'X' esc", &["name = Chi bộ Công ty An PhátX"]);
}

#[test]
fn a_date_is_read_as_typed_and_a_wrong_one_is_not_given_away() {
    check("enter tab '1/2/2023' tab", &["founded = 2023-02-01"]);
    check("enter tab '31/2/2023' tab", &[]);
}

#[rstest]
#[case("right", "kind = htx")]
#[case("'co_phan' enter", "kind = co_phan")]
#[case("f4 'hop' enter", "kind = htx")]
#[case("backspace", "kind = ")]
fn a_choice_is_made_with_arrows_or_letters(#[case] keys: &str, #[case] change: &str) {
    check(&format!("enter tab tab tab {keys} tab"), &[change]);
}

#[test]
fn several_are_ticked() {
    check("enter tab tab tab tab f4 space down space enter", &["unions = tnhh htx"]);
}

#[test]
fn yes_and_no_by_space() {
    check("enter tab tab tab tab tab tab space tab", &["exempt = false"]);
}

#[test]
fn a_reference_is_asked_of_the_screen() {
    check("enter tab tab tab tab tab tab tab f4", &["refer giver"]);
}

#[test]
fn long_text_takes_enter_and_is_left_with_tab() {
    check("enter tab tab tab tab tab tab tab tab enter 'ba' backtab", &["note = Dòng một\nDòng hai\nba"]);
}

#[test]
fn a_form_is_submitted_when_nothing_required_is_missing() {
    check("enter ctrl+s", &[]);
    check("enter tab '1/2/2023' ctrl+s", &["submit true"]);
}

#[test]
fn a_form_in_a_dialog_answers_as_a_whole() {
    check("n ctrl+s 'An' enter", &["Filled([(\"name\", \"An\")])"]);
    check("n 'An' esc", &[]);
}

/// What Unikey sends: Backspaces (0x7F, or 0x08 read as Ctrl+H) and retyped letters, in one burst.
#[rstest]
#[case::telex_0x7f(KeyModifiers::NONE, KeyCode::Backspace)]
#[case::telex_0x08(KeyModifiers::CONTROL, KeyCode::Char('h'))]
fn a_burst_of_a_typing_engine_is_followed(#[case] modifiers: KeyModifiers, #[case] backspace: KeyCode) {
    let stream = " Nguye<ên<<ễn Thi<ị Hoa<<òa";
    let key = |code, modifiers| Incoming::Terminal(TerminalEvent::Key(KeyEvent::new(code, modifiers)));
    let mut incoming = vec![key(KeyCode::Enter, KeyModifiers::NONE)];
    incoming.extend(stream.chars().map(|letter| match letter {
        '<' => key(backspace, modifiers),
        letter => key(KeyCode::Char(letter), KeyModifiers::NONE),
    }));
    let done = Desk::new().run(incoming).done();
    assert_eq!(done, ["name = Chi bộ Công ty An Phát Nguyễn Thị Hòa", "list left"]);
}

#[rstest]
#[case::telex("ctrl+t", "tieengs_Vieetj", "tiếng Việt")]
#[case::vni("ctrl+t ctrl+t", "tie6ng1_Vie6t5", "tiếng Việt")]
fn the_built_in_typing_methods_write_vietnamese(
    #[case] switch: &str,
    #[case] typed: &str,
    #[case] text: &str,
) {
    check(&format!("enter {switch} '_{typed}' tab"), &[&format!("name = Chi bộ Công ty An Phát {text}")]);
}

#[test]
fn decomposed_typing_is_composed_when_the_field_is_left() {
    check("enter '_Nguye\u{302}\u{303}n' tab", &["name = Chi bộ Công ty An Phát Nguyễn"]);
}

#[test]
fn clicks_act_as_keys_do() {
    // The footer's first command, a row, the same row again, the header's tab, a column's title.
    assert!(Desk::new().click(3, 23).screen().contains("CB Công ty An Phát"));
    let desk = Desk::new().click(10, 6).click(10, 6);
    assert!(desk.screen().contains("CB Công ty An Phát"), "a click on the chosen row opens it");
    assert_eq!(Desk::new().click(3, 1).done(), ["go.overview"]);
    assert!(Desk::new().click(17, 3).screen().contains("Tên chi bộ ▼"));
}

#[test]
fn movements_keep_to_the_rows() {
    let row = |keys: &str| {
        let screen = Desk::new().press(keys).screen();
        let line = screen.lines().find(|line| line.contains('▌')).unwrap().to_owned();
        line[line.find("CB-").unwrap()..][..8].to_owned()
    };
    assert_eq!(row("j j k"), "CB-00001");
    assert_eq!(row("up"), "CB-00000");
    assert_eq!(row("end down"), "CB-00023");
    assert_eq!(row("pagedown"), "CB-00018");
    assert_eq!(row("end pageup home"), "CB-00000");
}

#[test]
fn a_marked_row_has_a_mark() {
    let screen = Desk::new().press("space").screen();
    assert!(screen.contains("▌◆"), "{screen}");
}

#[test]
fn a_job_of_the_screen_below_is_heard_and_the_loop_ends_when_the_channel_does() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let _ = Jobs::new(sender).spawn("job", |_| 7402_u32);
    let desk = Desk::new().run(vec![receiver.recv().unwrap()]);
    assert_eq!(desk.done(), ["job Some(7402)", "list left"]);
}

#[test]
fn a_table_that_shrank_keeps_its_bar() {
    let mut table = table();
    table.select(23);
    let desk = Desk::over(super::desk::List { table, rows: Rows(2, vec![]) }, 80, 24);
    assert!(desk.screen().contains("▌  CB-00001"));
}

#[test]
fn columns_are_chosen_and_moved() {
    let mut table = table();
    table.show_only(&["name".into(), "code".into()]);
    table.shift("code", true);
    let shown = table.columns.iter().filter(|column: &&Column| column.shown).map(|column| column.id);
    assert_eq!(shown.collect::<Vec<_>>(), ["name", "code"]);
}

/// `Terminal::clear` asks for the cursor's place and waits for an answer that the reader has already taken.
#[test]
fn a_repaint_draws_everything_again() {
    let key = KeyEvent::new(KeyCode::Char('l'), KeyModifiers::CONTROL);
    let desk = Desk::new().run(vec![Incoming::Terminal(TerminalEvent::Key(key))]);
    assert!(desk.screen().contains("CB-00000"));
}

#[test]
fn switching_the_language_rewords_everything() {
    let screen = Desk::new().press("f12").screen();
    assert!(screen.contains("Help") && screen.contains("Language: English"), "{screen}");
}
