//! Any size, from 1×1 to 300×100.

use super::desk::{Bars, Cx, Desk, List, Rows, Sheet, checklist, form, table};
use crate::tui::canvas::Canvas;
use crate::tui::widgets::finder::{Entry, Finder};
use crate::tui::widgets::gauge::{self, Bar};
use crate::tui::widgets::{tabs, text_area::TextArea, text_field::TextField};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws each widget into every small area, at odd places, and looks that nothing around it was touched.
#[test]
fn widgets_stay_in_their_area_at_every_size() {
    let cx = Cx::new();
    let table = table();
    let rows = Rows(54_000, vec![0, 3]);
    let (form, checklist) = (form(), checklist());
    let finder = Finder::new(vec![Entry::new("Chi bộ", "F1"), Entry::new("Nghiêng 漢字", "").ticked(true)]);
    let field = TextField::new("Nguyễn Thị Nghiêng 漢字");
    let area_of_text = TextArea::new("Dòng một rất dài\n漢字");
    let labels = ["1 Tổng quan", "2 Hồ sơ"].map(String::from);
    let bars = [Bar { label: "Khảo sát".into(), value: 3, note: String::new() }];
    for width in 0..48 {
        for height in 0..14 {
            let whole = Rect::new(0, 0, 52, 18);
            let area = Rect::new(2, 2, width, height);
            for widget in 0..10 {
                let mut buffer = Buffer::filled(whole, ratatui::buffer::Cell::new("·"));
                let mut canvas = Canvas::new(&mut buffer, &cx.settings);
                match widget {
                    0 => table.draw(&mut canvas, area, &rows, true),
                    1 => form.draw(&mut canvas, area, true),
                    2 => checklist.draw(&mut canvas, area, true),
                    3 => finder.draw(&mut canvas, area, "shell.pick.search"),
                    4 => field.draw(&mut canvas, area, true, ""),
                    5 => area_of_text.draw(&mut canvas, area, true, ""),
                    6 => tabs::draw(&mut canvas, area, &labels, 1, true),
                    7 => gauge::chart(&mut canvas, area, &bars, Some(0)),
                    8 => gauge::draw(&mut canvas, area, 3, 8),
                    _ => {
                        let inside = canvas.dialog(area, 30, 8, "Nghiêng nghiêng 漢字");
                        canvas.paragraph(inside, "Một câu dài hơn một dòng.", crate::tui::theme::Role::Text);
                    }
                }
                for y in 0..whole.height {
                    for x in 0..whole.width {
                        let outside = !area.contains((x, y).into());
                        assert!(
                            !outside || buffer[(x, y)].symbol() == "·",
                            "{widget} at {width}×{height}: {x},{y}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_program_draws_at_every_size() {
    let mut sizes: Vec<(u16, u16)> = (1u16..=100).step_by(3).map(|size| (size, size.div_ceil(3))).collect();
    sizes.extend([
        (1, 1),
        (1, 100),
        (300, 1),
        (300, 100),
        (60, 16),
        (59, 16),
        (60, 15),
        (300, 16),
        (60, 100),
    ]);
    for keys in ["", "?", "ctrl+p", "delete", "n", "enter", "enter f4", "enter tab tab tab tab f4"] {
        for (width, height) in &sizes {
            let mut desk = Desk::over(List { table: table(), rows: Rows(54_000, vec![]) }, *width, *height);
            desk = desk.press(keys);
            desk.draw();
        }
    }
    for (width, height) in sizes {
        Desk::over(Bars, width, height).draw();
        Desk::over(Sheet::new(), width, height).draw();
    }
}

#[test]
fn a_small_window_is_told_politely() {
    let screen = Desk::over(Bars, 59, 15).screen();
    assert!(screen.contains("ít nhất 60") && screen.contains("16 dòng"), "{screen}");
}
