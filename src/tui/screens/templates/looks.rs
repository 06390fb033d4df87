//! How the wording of a template looks: side by side where there is room, one part at a time where there is not.
//!
//! Invariant: looks up what was read; reads nothing.

use super::editor::{Editor, Part};
use crate::tui::canvas::{Canvas, split_bottom, split_left};
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::width::wrap;
use ratatui::layout::Rect;

/// From here on text and preview stand side by side.
const SIDE_BY_SIDE: u16 = 110;

/// Rows of faults that are shown at once.
const FAULT_ROWS: u16 = 6;

impl Editor {
    pub(super) fn draw_all(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let faults = u16::try_from(self.faults.len()).unwrap_or(u16::MAX).min(FAULT_ROWS);
        // The chosen fault is told whole below the list, where it is longer than a row.
        let told = self.fault_told(area.width.saturating_sub(4));
        let told_rows = u16::try_from(told.len()).unwrap_or(0).min(2);
        let rows = if faults == 0 { 0 } else { faults + told_rows + 2 };
        let (main, below) = split_bottom(area, rows.min(area.height / 2));
        if main.width >= SIDE_BY_SIDE {
            let (left, right) = split_left(main, main.width / 2);
            self.draw_text(canvas, left, cx);
            self.draw_preview(canvas, right);
        } else if self.preview_alone || self.part == Part::Preview {
            self.draw_preview(canvas, main);
        } else {
            self.draw_text(canvas, main, cx);
        }
        if rows > 0 {
            let title = canvas.word("screen.templates.faults").to_owned();
            let inside = canvas.panel(below, &title, self.part == Part::Faults);
            let (list, rest) = split_bottom(inside, told_rows.min(inside.height.saturating_sub(1)));
            self.fault_list.draw(canvas, list, self.part == Part::Faults);
            for (row, line) in rest.rows().zip(&told) {
                canvas.text(row, line, Role::Error);
            }
        }
    }

    fn fault_told(&self, columns: u16) -> Vec<String> {
        let said = self.fault_list.label().unwrap_or_default();
        let lines = wrap(said, usize::from(columns.saturating_sub(4).max(1)));
        if lines.len() > 1 { lines } else { Vec::new() }
    }

    fn draw_text(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let name = self.paper.name(cx.language());
        let state = if self.is_changed() {
            canvas.word("screen.templates.unsaved").to_owned()
        } else if self.id.is_none() {
            canvas.word("template.built_in").to_owned()
        } else {
            canvas.word("template.own").to_owned()
        };
        let inside = canvas.panel(area, &format!("{name} · {state}"), self.part == Part::Text);
        self.text_rows.set(inside.height);
        let faulty: Vec<usize> = self.faults.iter().map(|fault| fault.line).collect();
        self.area.draw_numbered(canvas, inside, self.part == Part::Text, &faulty);
    }

    fn draw_preview(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = u16::from(self.behind.is_some()) * 2 + u16::from(!self.samples.is_empty());
        let (paper, below) = split_bottom(area, rows.min(area.height / 3));
        self.pane.draw(canvas, paper, self.part == Part::Preview);
        let mut rest = below;
        if let Some(sample) = self.samples.get(self.sample) {
            let on = format!("{} {}", canvas.word("screen.templates.tried_on"), sample.name);
            canvas.text(rest, &on, Role::Muted);
            rest = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
        }
        if let Some(behind) = &self.behind {
            canvas.paragraph(rest, behind, Role::Warn);
        }
    }
}
