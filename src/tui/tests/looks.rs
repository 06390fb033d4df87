//! How it looks: snapshots at the two sizes, and a few words on style.

use super::desk::{Bars, Desk, List, Rows, Sheet, table};
use crate::text::message::Message;
use crate::tui::dialogs::notice::Notice;
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::jobs::Jobs;
use crate::tui::theme::{Look, Theme};
use crate::tui::toast::{Toast, Tone};
use ratatui::style::Modifier;

fn list(width: u16, height: u16) -> Desk {
    Desk::over(List { table: table(), rows: Rows(24, vec![1, 4]) }, width, height)
}

#[test]
fn a_table() {
    insta::assert_snapshot!(list(80, 24).press("j").screen());
    insta::assert_snapshot!(list(120, 36).press("j").screen());
}

#[test]
fn a_form_and_a_checklist() {
    insta::assert_snapshot!(Desk::over(Sheet::new(), 80, 24).press("tab '31/2/2023' tab").screen());
    insta::assert_snapshot!(Desk::over(Sheet::new(), 120, 36).press("tab").screen());
}

#[test]
fn dialogs() {
    insta::assert_snapshot!(list(80, 24).press("? 'len'").screen());
    insta::assert_snapshot!(list(80, 24).press("ctrl+p").screen());
    insta::assert_snapshot!(list(80, 24).press("delete").screen());
    insta::assert_snapshot!(list(80, 24).press("n ctrl+s").screen());
    insta::assert_snapshot!(list(80, 24).press("enter tab tab tab tab f4").screen());
}

#[test]
fn a_notice_and_a_job() {
    let mut desk = list(80, 24);
    let sentence = Message::new("shell.too_small").with("width", 50).with("height", 10);
    let sentence = sentence.with("columns", 60).with("rows", 16);
    let title = Message::new("action.help");
    let notice = Notice::new(Tone::Fault, title, sentence).todo(Message::new("action.redraw"));
    desk.stack.push(Box::new(notice));
    insta::assert_snapshot!(desk.screen());
    let mut desk = list(80, 24);
    let (sender, _receiver) = std::sync::mpsc::channel();
    let job = Jobs::new(sender).spawn("action.search", |_| ());
    desk.stack.push(Box::new(ProgressDialog::new(job)));
    desk.stack.say(Toast::warn(Message::new("shell.mouse_off")));
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn a_passing_line_has_its_time_from_its_first_frame() {
    let mut desk = list(80, 24);
    desk.stack.say(Toast::note(Message::new("shell.mouse_off")));
    assert_eq!(desk.stack.toast_until(), None, "a frame that takes long takes nothing of it");
    desk.stack.toast_is_seen();
    let until = desk.stack.toast_until();
    desk.stack.toast_is_seen();
    assert!(until.is_some() && desk.stack.toast_until() == until, "nor does the next frame prolong it");
}

#[test]
fn bars() {
    insta::assert_snapshot!(Desk::over(Bars, 80, 24).screen());
}

#[test]
fn plain_characters() {
    let mut desk = list(80, 24);
    desk.cx.settings.theme = Theme::new(Look::Plain).with_ascii(true);
    insta::assert_snapshot!(desk.screen());
}

/// The chosen row is reversed in every theme; without colours nothing has one.
#[test]
fn a_selection_is_seen_without_colour() {
    for look in Look::ALL {
        let mut desk = list(80, 24);
        desk.cx.settings.theme = Theme::new(look);
        desk.draw();
        let buffer = desk.terminal.backend().buffer();
        let bar = (0..24).find(|y| buffer[(2, *y)].symbol() == "▌").unwrap();
        assert!(buffer[(10, bar)].modifier.contains(Modifier::REVERSED), "{}", look.name());
    }
}

/// The terminal's own cursor is where the letters go.
#[test]
fn the_cursor_stands_at_the_caret() {
    let mut desk = Desk::over(Sheet::new(), 80, 24).press("home right right");
    desk.draw();
    let at = desk.terminal.backend().cursor_position();
    let buffer = desk.terminal.backend().buffer();
    assert_eq!(buffer[(at.x, at.y)].symbol(), "i", "behind Ch of Chi bộ");
    assert!(desk.terminal.backend().cursor_visible());
}
