//! A few questions before there is an office: lines to write, some of them hidden, in the middle of the screen.
//!
//! Invariant: what is hidden is never drawn, and typed as the keys come, without any typing method.

use crate::text::composition::Typing;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::settings::Settings;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::text_field::TextField;
use crate::tui::width::{width, wrap};
use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use std::cell::RefCell;
use unicode_segmentation::UnicodeSegmentation;

/// One question.
#[derive(Debug)]
pub(super) struct Question {
    label: &'static str,
    hint: &'static str,
    hidden: bool,
    line: TextField,
    fault: Option<Message>,
}

impl Question {
    /// A question by the locale keys of its label and hint.
    pub(super) fn new(label: &'static str, hint: &'static str) -> Self {
        Self { label, hint, hidden: false, line: TextField::default(), fault: None }
    }

    /// What is typed is not shown.
    #[must_use]
    pub(super) const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// What came of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// It wasn't for the questions.
    Ignored,
    /// Something was typed or moved.
    Consumed,
    /// The last question was answered with Enter.
    Through,
}

/// The questions.
#[derive(Debug)]
pub(super) struct Questions {
    questions: Vec<Question>,
    here: usize,
    drawn: RefCell<Vec<Rect>>,
}

impl Questions {
    pub(super) fn new(questions: Vec<Question>) -> Self {
        Self { questions, here: 0, drawn: RefCell::default() }
    }

    /// What was answered, as it may be stored; what is hidden exactly as it was typed.
    pub(super) fn answer(&self, at: usize) -> String {
        self.questions.get(at).map_or_else(String::new, |question| {
            if question.hidden { question.line.text().to_owned() } else { question.line.clean_text() }
        })
    }

    /// Says what is wrong with an answer, and goes there.
    pub(super) fn refuse(&mut self, at: usize, why: Message) {
        if let Some(question) = self.questions.get_mut(at) {
            question.fault = Some(why);
            self.here = at;
        }
    }

    /// Empties an answer.
    pub(super) fn clear(&mut self, at: usize) {
        if let Some(question) = self.questions.get_mut(at) {
            question.line.set_text("");
        }
    }

    pub(super) fn handle(&mut self, event: &Event, settings: &Settings) -> Asked {
        let last = self.questions.len().saturating_sub(1);
        match event {
            Event::Move(Motion::Down | Motion::Next) => self.here = (self.here + 1).min(last),
            Event::Move(Motion::Up | Motion::Previous) => self.here = self.here.saturating_sub(1),
            Event::Key(key) if key.is(KeyCode::Enter) => {
                if self.here == last {
                    return Asked::Through;
                }
                self.here += 1;
            }
            Event::Mouse(mouse) if mouse.deed == MouseDeed::Click => {
                let hit = self.drawn.borrow().iter().position(|area| mouse.within(*area));
                self.here = hit.unwrap_or(self.here);
            }
            event => {
                let Some(question) = self.questions.get_mut(self.here) else { return Asked::Ignored };
                let mut plain = settings.clone();
                if question.hidden {
                    plain.typing = Typing::Off;
                }
                if !question.line.handle(event, &plain) {
                    return Asked::Ignored;
                }
                question.fault = None;
            }
        }
        Asked::Consumed
    }

    /// Rows the questions take at so many columns.
    pub(super) fn wanted_rows(&self, canvas: &Canvas<'_>, columns: u16) -> u16 {
        let below = |at: usize| u16::try_from(self.below(canvas, at, columns).len()).unwrap_or(0);
        let count = u16::try_from(self.questions.len()).unwrap_or(0);
        (0..self.questions.len()).map(below).sum::<u16>() + count * 3
    }

    fn below(&self, canvas: &Canvas<'_>, at: usize, columns: u16) -> Vec<(String, Role)> {
        let Some(question) = self.questions.get(at) else { return Vec::new() };
        let (said, role) = match &question.fault {
            Some(fault) => (format!("{} {}", canvas.glyph(Glyph::Missing), canvas.say(fault)), Role::Error),
            None if question.hint.is_empty() => return Vec::new(),
            None => (canvas.word(question.hint).to_owned(), Role::Muted),
        };
        wrap(&said, usize::from(columns)).into_iter().map(|line| (line, role)).collect()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let mut drawn = self.drawn.borrow_mut();
        drawn.clear();
        let mut rest = area;
        for (at, question) in self.questions.iter().enumerate() {
            let here = at == self.here;
            let (label, below) = split_top(rest, 1);
            let (sign, words) = split_left(label, 2);
            canvas.text(sign, if here { canvas.glyph(Glyph::Cursor) } else { " " }, Role::Accent);
            let word = canvas.word(question.label).to_owned();
            canvas.text(words, &word, if here { Role::Title } else { Role::Text });
            let (line, below) = split_top(below, 1);
            let (_, line) = split_left(line, 2);
            drawn.push(line);
            if question.hidden {
                draw_hidden(canvas, line, &question.line, here);
            } else {
                question.line.draw(canvas, line, here, "");
            }
            let mut under = below;
            for (text, role) in self.below(canvas, at, area.width.saturating_sub(2)) {
                let (row, next) = split_top(under, 1);
                canvas.text(split_left(row, 2).1, &text, role);
                under = next;
            }
            rest = split_top(under, 1).1;
        }
    }
}

/// A dot a letter, and the caret behind the last.
fn draw_hidden(canvas: &mut Canvas<'_>, area: Rect, line: &TextField, here: bool) {
    let role = if here { Role::FieldFocused } else { Role::Field };
    canvas.tint(area, role);
    let dots = canvas.glyph(Glyph::Note).repeat(line.text().graphemes(true).count());
    let columns = u16::try_from(width(&dots)).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    canvas.text_uncut(Rect { width: columns, ..area }, &dots, role);
    if here && !area.is_empty() {
        canvas.set_caret(Position::new(area.x + columns, area.y));
    }
}
