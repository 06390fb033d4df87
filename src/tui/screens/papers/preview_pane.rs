//! A paper as its reader sees it: lines that scroll, and figures to step through.
//!
//! Invariant: laid out again only when its width changed; every figure leads to its record.

use super::heading_of;
use crate::office::making::{WordedPaper, WordedReport};
use crate::papers::laid::Laid;
use crate::papers::preview::{self, PreviewLine, Span};
use crate::papers::values::Source;
use crate::tui::canvas::Canvas;
use crate::tui::event::{Event, Motion};
use crate::tui::theme::Role;
use crate::tui::widgets::{scroll, scroll_bar};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::cell::{Cell, RefCell};

/// Rows a note takes at most.
const NOTE_ROWS: u16 = 3;

/// What is shown.
enum Shown {
    Paper(Box<WordedPaper>),
    Report(Box<WordedReport>),
}

impl Shown {
    fn laid(&self) -> &Laid {
        match self {
            Self::Paper(paper) => &paper.laid,
            Self::Report(report) => &report.laid,
        }
    }

    fn heading(&self, canvas: &Canvas<'_>) -> String {
        match self {
            Self::Paper(paper) => heading_of(paper, canvas),
            Self::Report(report) => report.title.clone(),
        }
    }
}

/// The pane.
#[derive(Default)]
pub(in crate::tui::screens) struct PreviewPane {
    shown: Option<Shown>,
    faults: Vec<String>,
    /// What stands above the paper: warnings, and what is left blank.
    notes: Vec<String>,
    /// The lines for the width they were last drawn in.
    laid: RefCell<(usize, Vec<PreviewLine>)>,
    top: Cell<usize>,
    height: Cell<usize>,
    figure: usize,
}

impl PreviewPane {
    /// The pane of a paper.
    pub(in crate::tui::screens) fn of(worded: WordedPaper) -> Self {
        Self { shown: Some(Shown::Paper(Box::new(worded))), ..Self::default() }
    }

    /// The pane of a report.
    pub(in crate::tui::screens) fn of_report(worded: WordedReport) -> Self {
        Self { shown: Some(Shown::Report(Box::new(worded))), ..Self::default() }
    }

    /// With what is to be said above it.
    pub(in crate::tui::screens) fn with_notes(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
    }

    /// Another wording of the same paper: what was in view stays there.
    pub(in crate::tui::screens) fn renew(&mut self, new: Self) {
        let (top, figure) = (self.top.get(), self.figure);
        *self = Self { figure, ..new };
        self.top.set(top);
    }

    /// The pane of a paper that can't be worded, and why.
    pub(in crate::tui::screens) fn of_faults(faults: Vec<String>) -> Self {
        Self { faults, ..Self::default() }
    }

    /// The record of the figure the reader stands on.
    pub(in crate::tui::screens) fn source(&self) -> Option<Source> {
        let laid = self.laid.borrow();
        figures(&laid.1).nth(self.figure).and_then(|(_, span)| span.source.clone())
    }

    /// Takes movements: lines by up and down, figures by left and right.
    pub(in crate::tui::screens) fn handle(&mut self, event: &Event) -> bool {
        match event {
            Event::Move(Motion::Left) => return self.step(false),
            Event::Move(Motion::Right) => return self.step(true),
            _ => {}
        }
        let rows = self.laid.borrow().1.len();
        let Some(to) = scroll::follow(event, self.top.get(), rows, self.height.get()) else { return false };
        self.top.set(to);
        true
    }

    /// To the figure before or after, in view.
    fn step(&mut self, on: bool) -> bool {
        let laid = self.laid.borrow();
        let count = figures(&laid.1).count();
        if count == 0 {
            return false;
        }
        self.figure = if on { (self.figure + 1).min(count - 1) } else { self.figure.saturating_sub(1) };
        if let Some((line, _)) = figures(&laid.1).nth(self.figure) {
            let height = self.height.get().max(1);
            let top = self.top.get();
            if line < top || line >= top + height {
                self.top.set(line.saturating_sub(height / 2));
            }
        }
        true
    }

    pub(in crate::tui::screens) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let heading = self.shown.as_ref().map(|shown| shown.heading(canvas)).unwrap_or_default();
        let inside = canvas.panel(area, &heading, focused);
        let mut row = 0;
        for fault in &self.faults {
            let rest = Rect { y: inside.y + row, height: inside.height.saturating_sub(row), ..inside };
            row += canvas.paragraph(rest, fault, Role::Error);
        }
        for note in &self.notes {
            // The paper keeps the greater part of the pane.
            let height = inside.height.saturating_sub(row).min(NOTE_ROWS);
            row += canvas.paragraph(Rect { y: inside.y + row, height, ..inside }, note, Role::Warn);
        }
        let Some(shown) = &self.shown else { return };
        let body = Rect {
            y: inside.y + row,
            width: inside.width.saturating_sub(1),
            height: inside.height.saturating_sub(row),
            ..inside
        };
        self.lay(shown.laid(), usize::from(body.width));
        self.height.set(usize::from(body.height));
        let laid = self.laid.borrow();
        let here = figures(&laid.1)
            .nth(self.figure)
            .filter(|_| focused)
            .map(|(line, span)| (line, std::ptr::from_ref(span)));
        let lines = laid.1.iter().enumerate().skip(self.top.get());
        for (row, (at, line)) in body.rows().zip(lines) {
            let mut left = row;
            for span in &line.spans {
                let role = if span.source.is_some() { Role::Accent } else { Role::Text };
                let mut style = canvas.style(role);
                if span.bold {
                    style = style.add_modifier(Modifier::BOLD);
                }
                if span.italic {
                    style = style.add_modifier(Modifier::ITALIC);
                }
                if here == Some((at, std::ptr::from_ref(span))) {
                    style = style.add_modifier(Modifier::REVERSED);
                }
                let used = canvas.text_styled(left, &span.text, style);
                left = Rect { x: left.x + used, width: left.width.saturating_sub(used), ..left };
            }
        }
        scroll_bar::draw(canvas, inside, self.top.get(), laid.1.len());
    }

    fn lay(&self, paper: &Laid, width: usize) {
        let known = self.laid.borrow().0;
        if known != width {
            *self.laid.borrow_mut() = (width, preview::lines(paper, width));
        }
    }
}

/// Every figure with the line it stands in.
fn figures(lines: &[PreviewLine]) -> impl Iterator<Item = (usize, &Span)> {
    let spans = lines.iter().enumerate().flat_map(|(at, line)| line.spans.iter().map(move |span| (at, span)));
    spans.filter(|(_, span)| span.source.is_some())
}
