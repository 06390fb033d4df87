//! One line to write in: scrolls sideways by display width, keeps the caret in view.
//!
//! Invariant: keys act on the text one by one, in order, as they come; the text is composed (NFC) when the
//! field is left, never while typing.

use crate::text::clean;
use crate::text::typing::LineEdit;
use crate::tui::canvas::Canvas;
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::settings::Settings;
use crate::tui::theme::Role;
use crate::tui::width::width;
use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use unicode_segmentation::UnicodeSegmentation;

/// The field.
#[derive(Debug, Clone, Default)]
pub struct TextField {
    line: LineEdit,
    /// Columns scrolled off at the left, and where it was drawn: measurements of the last frame.
    scrolled: Cell<usize>,
    drawn: Cell<Rect>,
}

impl TextField {
    /// A field that holds a text, with the caret at its end.
    pub fn new(text: &str) -> Self {
        Self { line: LineEdit::new(text), ..Self::default() }
    }

    /// The text as it stands, uncomposed.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// The text as it may be stored: NFC, without control characters, spaces squeezed.
    pub fn clean_text(&self) -> String {
        clean::clean(self.line.text()).text
    }

    /// The field is left: composes the text.
    pub fn finish(&mut self) {
        self.line.finish();
    }

    /// Puts another text in, with the caret at its end.
    pub fn set_text(&mut self, text: &str) {
        self.line = LineEdit::new(text);
        self.scrolled.set(0);
    }

    /// Takes keys and pastes; says whether the event was for a text field.
    pub fn handle(&mut self, event: &Event, settings: &Settings) -> bool {
        match event {
            Event::Key(key) => match key.code {
                KeyCode::Backspace if key.ctrl || key.alt => self.line.delete_word_left(),
                KeyCode::Backspace => self.line.backspace(),
                KeyCode::Delete => self.line.delete(),
                KeyCode::Left if key.ctrl || key.alt => self.line.word_left(),
                KeyCode::Right if key.ctrl || key.alt => self.line.word_right(),
                KeyCode::Char('u') if key.ctrl => self.line.clear(),
                KeyCode::Char('w') if key.ctrl => self.line.delete_word_left(),
                _ => match key.typed() {
                    Some(letter) => {
                        if self.line.typing() != settings.typing {
                            self.line.type_with(settings.typing);
                        }
                        self.line.insert(letter);
                    }
                    None => return false,
                },
            },
            Event::Paste(text) => self.line.paste(text),
            Event::Move(Motion::Left) => self.line.left(),
            Event::Move(Motion::Right) => self.line.right(),
            Event::Move(Motion::Home) => self.line.home(),
            Event::Move(Motion::End) => self.line.end(),
            Event::Mouse(mouse) if mouse.deed == MouseDeed::Click && mouse.within(self.drawn.get()) => {
                let column = usize::from(mouse.at.x - self.drawn.get().x) + self.scrolled.get();
                let byte = byte_at(self.line.text(), column);
                self.line.go_to(byte);
            }
            _ => return false,
        }
        true
    }

    /// Draws the text; with the caret if `focused`, and `hint` where there is no text.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, hint: &str) {
        let area = Rect { height: area.height.min(1), ..area };
        self.drawn.set(area);
        if area.is_empty() {
            return;
        }
        let role = if focused { Role::FieldFocused } else { Role::Field };
        canvas.tint(area, role);
        let text = self.line.text();
        let caret = width(self.line.before_caret());
        let columns = usize::from(area.width);
        let mut scrolled = self.scrolled.get().min(caret);
        if caret >= scrolled + columns {
            scrolled = caret + 1 - columns;
        }
        if width(text) < columns || !focused {
            scrolled = 0;
        }
        self.scrolled.set(scrolled);
        if text.is_empty() && !hint.is_empty() {
            canvas.text(area, hint, Role::Muted);
        } else if focused {
            canvas.text_uncut(area, &text[byte_at(text, scrolled)..], role);
        } else {
            canvas.text(area, text, role);
        }
        if focused {
            let column = u16::try_from(caret - scrolled).unwrap_or(0).min(area.width - 1);
            canvas.set_caret(Position::new(area.x + column, area.y));
        }
    }
}

/// The byte where a column of a text begins.
fn byte_at(text: &str, column: usize) -> usize {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        if used >= column {
            return start;
        }
        used += width(grapheme);
    }
    text.len()
}
