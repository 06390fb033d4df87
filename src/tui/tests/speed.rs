//! Drawing costs by what is in view, not by what there is.

use super::desk::{Desk, List, Rows, table};
use crate::tui::widgets::table::{Piece, RowSource};
use std::cell::Cell;
use std::time::Instant;

struct Counted(Cell<usize>);

impl RowSource for Counted {
    fn rows(&self) -> usize {
        54_000
    }

    fn piece(&self, _: usize, _: &'static str) -> Piece<'_> {
        self.0.set(self.0.get() + 1);
        "x".into()
    }
}

#[test]
fn only_rows_in_view_are_asked_for() {
    let cx = super::desk::Cx::new();
    let area = ratatui::layout::Rect::new(0, 0, 120, 40);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    let mut canvas = crate::tui::canvas::Canvas::new(&mut buffer, &cx.settings);
    let rows = Counted(Cell::new(0));
    table().draw(&mut canvas, area, &rows, true);
    assert_eq!(rows.0.get(), 39 * 5);
}

/// Run with `cargo test --release --lib frames_are_fast -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, for a release build"]
fn frames_are_fast() {
    let mut desk = Desk::over(List { table: table(), rows: Rows(54_000, vec![]) }, 200, 50);
    desk.draw();
    let start = Instant::now();
    for _ in 0..1000 {
        desk = desk.press("down");
    }
    let each = start.elapsed() / 1000;
    println!("a key and its frame: {each:?}");
    assert!(each.as_micros() < 1000, "{each:?}");
}
