//! Several lines to write in, wrapped between words.
//!
//! Own, because ratatui's text area takes whole graphemes away on Backspace, which breaks the bursts of
//! Vietnamese typing engines; each line here is the same [`LineEdit`] as a field of one line.
//!
//! Invariant: as [`super::text_field`]: keys one by one in order; composed when left, never while typing.

use super::finder::keep_in_view;
use crate::text::clean;
use crate::text::typing::LineEdit;
use crate::tui::canvas::{Canvas, split_left};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::settings::Settings;
use crate::tui::theme::Role;
use crate::tui::width::width;
use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The area.
#[derive(Debug, Clone)]
pub struct TextArea {
    /// Never empty.
    lines: Vec<LineEdit>,
    /// The line with the caret.
    here: usize,
    /// Measurements of the last frame: first row shown, where it stood.
    top: Cell<usize>,
    drawn: Cell<Rect>,
}

/// A row on the screen: a part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: usize,
    part: Range<usize>,
}

impl Default for TextArea {
    fn default() -> Self {
        Self::new("")
    }
}

impl TextArea {
    /// An area that holds a text, with the caret at its end.
    pub fn new(text: &str) -> Self {
        let lines: Vec<LineEdit> = text.split('\n').map(LineEdit::new).collect();
        Self { here: lines.len() - 1, lines, top: Cell::new(0), drawn: Cell::default() }
    }

    /// The text as it stands, uncomposed.
    pub fn text(&self) -> String {
        self.lines.iter().map(LineEdit::text).collect::<Vec<_>>().join("\n")
    }

    /// The text as it may be stored.
    pub fn clean_text(&self) -> String {
        clean::clean_lines(&self.text()).text
    }

    /// Puts another text in.
    pub fn set_text(&mut self, text: &str) {
        *self = Self { drawn: self.drawn.clone(), ..Self::new(text) };
    }

    /// Rows it takes at so many columns.
    pub fn wanted_rows(&self, columns: u16) -> usize {
        self.rows(usize::from(columns)).len()
    }

    /// Takes keys and pastes. Enter breaks the line; up on the first row and down on the last are not for it,
    /// so that a form can move on.
    pub fn handle(&mut self, event: &Event, settings: &Settings) -> bool {
        let line = &mut self.lines[self.here];
        match event {
            Event::Key(key) => match key.code {
                KeyCode::Enter => self.break_line(),
                KeyCode::Backspace if line.caret() == 0 => self.join_above(),
                KeyCode::Backspace if key.ctrl || key.alt => line.delete_word_left(),
                KeyCode::Backspace => line.backspace(),
                KeyCode::Delete if line.caret() == line.text().len() => self.join_below(),
                KeyCode::Delete => line.delete(),
                KeyCode::Left if key.ctrl || key.alt => line.word_left(),
                KeyCode::Right if key.ctrl || key.alt => line.word_right(),
                _ => match key.typed() {
                    Some(letter) => {
                        if line.typing() != settings.typing {
                            line.type_with(settings.typing);
                        }
                        line.insert(letter);
                    }
                    None => return false,
                },
            },
            Event::Paste(text) => {
                for (index, part) in clean::clean_lines(text).text.split('\n').enumerate() {
                    if index > 0 {
                        self.break_line();
                    }
                    self.lines[self.here].paste(part);
                }
            }
            Event::Move(Motion::Left) if line.caret() == 0 && self.here > 0 => {
                self.here -= 1;
                self.lines[self.here].end();
            }
            Event::Move(Motion::Right) if line.caret() == line.text().len() => {
                if self.here + 1 < self.lines.len() {
                    self.here += 1;
                    self.lines[self.here].home();
                }
            }
            Event::Move(Motion::Left) => line.left(),
            Event::Move(Motion::Right) => line.right(),
            Event::Move(Motion::Up) => return self.vertical(-1),
            Event::Move(Motion::Down) => return self.vertical(1),
            Event::Move(Motion::Home) => line.home(),
            Event::Move(Motion::End) => line.end(),
            Event::Mouse(mouse) if mouse.deed == MouseDeed::Click && mouse.within(self.drawn.get()) => {
                let drawn = self.drawn.get();
                let rows = self.rows(self.columns());
                let row = (self.top.get() + usize::from(mouse.at.y - drawn.y)).min(rows.len() - 1);
                self.go(&rows[row], usize::from(mouse.at.x - drawn.x));
            }
            _ => return false,
        }
        true
    }

    fn break_line(&mut self) {
        let line = &mut self.lines[self.here];
        let behind = line.after_caret().to_owned();
        let before = line.before_caret().to_owned();
        line.replace(before);
        let mut next = LineEdit::new(behind);
        next.home();
        self.here += 1;
        self.lines.insert(self.here, next);
    }

    fn join_above(&mut self) {
        if self.here > 0 {
            self.here -= 1;
            self.lines[self.here].end();
            self.join_below();
        }
    }

    fn join_below(&mut self) {
        if self.here + 1 < self.lines.len() {
            let below = self.lines.remove(self.here + 1);
            let line = &mut self.lines[self.here];
            let caret = line.caret();
            line.replace(format!("{}{}", line.text(), below.text()));
            line.go_to(caret);
        }
    }

    fn columns(&self) -> usize {
        usize::from(self.drawn.get().width.max(1))
    }

    fn rows(&self, columns: usize) -> Vec<Row> {
        let lines = self.lines.iter().enumerate();
        let rows = lines.flat_map(|(line, edit)| {
            wrapped(edit.text(), columns).into_iter().map(move |part| Row { line, part })
        });
        rows.collect()
    }

    /// Which row the caret is on, and in which column.
    fn caret(&self, rows: &[Row]) -> (usize, usize) {
        let line = &self.lines[self.here];
        let row = rows.iter().rposition(|row| row.line == self.here && row.part.start <= line.caret());
        let row = row.unwrap_or(0);
        (row, rows.get(row).map_or(0, |row| width(&line.text()[row.part.start..line.caret()])))
    }

    fn vertical(&mut self, by: isize) -> bool {
        let rows = self.rows(self.columns());
        let (row, column) = self.caret(&rows);
        let Some(target) = row.checked_add_signed(by).and_then(|row| rows.get(row)) else { return false };
        self.go(target, column);
        true
    }

    fn go(&mut self, row: &Row, column: usize) {
        self.here = row.line;
        let line = &mut self.lines[self.here];
        let mut used = 0;
        let mut at = row.part.start;
        for grapheme in line.text()[row.part.clone()].graphemes(true) {
            if used >= column {
                break;
            }
            used += width(grapheme);
            at += grapheme.len();
        }
        line.go_to(at);
    }

    /// The line the caret is on, from 1, and the byte in it.
    pub fn place(&self) -> (usize, usize) {
        (self.here + 1, self.lines[self.here].caret())
    }

    /// Puts the caret at a byte of a line, from 1.
    pub fn go_to(&mut self, line: usize, byte: usize) {
        self.here = line.saturating_sub(1).min(self.lines.len() - 1);
        self.lines[self.here].go_to(byte);
    }

    /// The text before the caret.
    pub fn before_caret(&self) -> String {
        let above = self.lines.iter().take(self.here).map(LineEdit::text);
        above.chain([self.lines[self.here].before_caret()]).collect::<Vec<_>>().join("\n")
    }

    /// Puts a text in at the caret, as it is; the caret stands behind it.
    pub fn insert(&mut self, text: &str) {
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                self.break_line();
            }
            let line = &mut self.lines[self.here];
            let caret = line.caret() + part.len();
            line.replace(format!("{}{part}{}", line.before_caret(), line.after_caret()));
            line.go_to(caret);
        }
    }

    /// Moves by so many rows on the screen.
    pub fn scroll(&mut self, rows: isize) {
        for _ in 0..rows.unsigned_abs() {
            self.vertical(rows.signum());
        }
    }

    /// Draws the text with the numbers of its lines, as a page of its own: `faulty` lines bear a mark.
    pub fn draw_numbered(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, faulty: &[usize]) {
        let digits = self.lines.len().to_string().len().max(2);
        let columns = u16::try_from(digits).unwrap_or(u16::MAX).saturating_add(2);
        let (numbers, text) = split_left(area, columns);
        self.paint(canvas, text, focused, Role::Text);
        let rows = self.rows(usize::from(text.width.max(1)));
        for (line, row) in numbers.rows().zip(rows.iter().skip(self.top.get())) {
            if row.part.start > 0 {
                continue;
            }
            let number = row.line + 1;
            let role = if faulty.contains(&number) { Role::Error } else { Role::Muted };
            let sign = if faulty.contains(&number) { "!" } else { " " };
            canvas.text(line, &format!("{number:>digits$}{sign}"), role);
        }
    }

    /// Draws the text; with the caret if `focused`, and `hint` where there is no text.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, hint: &str) {
        let role = if focused { Role::FieldFocused } else { Role::Field };
        if !focused {
            self.top.set(0);
        }
        canvas.tint(area, role);
        self.paint(canvas, area, focused, role);
        if self.lines.len() == 1 && self.lines[0].is_empty() {
            canvas.text(area, hint, Role::Muted);
        }
    }

    fn paint(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, role: Role) {
        self.drawn.set(area);
        if area.is_empty() {
            return;
        }
        let rows = self.rows(usize::from(area.width));
        let (here, column) = self.caret(&rows);
        let height = usize::from(area.height);
        let top = if focused { keep_in_view(self.top.get(), here, height) } else { self.top.get() };
        let top = top.min(rows.len().saturating_sub(height));
        self.top.set(top);
        for (line, row) in area.rows().zip(rows.iter().skip(top)) {
            canvas.text_uncut(line, &self.lines[row.line].text()[row.part.clone()], role);
        }
        if focused {
            let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1);
            let row = u16::try_from(here.saturating_sub(top)).unwrap_or(0).min(area.height - 1);
            canvas.set_caret(Position::new(area.x + column, area.y + row));
        }
    }
}

/// A line in parts of at most so many columns; a part keeps the space it was broken after.
fn wrapped(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut used = 0;
    let mut space = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let step = width(grapheme);
        // One column stays free for the caret.
        if used + step >= columns.max(2) && at > start && grapheme != " " {
            let cut = space.unwrap_or(at);
            parts.push(start..cut);
            used = width(&text[cut..at]);
            (start, space) = (cut, None);
        }
        used += step;
        if grapheme == " " {
            space = Some(at + 1);
        }
    }
    parts.push(start..text.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_break_between_words() {
        let text = "Chi bộ Công ty An Phát";
        let shown: Vec<&str> = wrapped(text, 10).into_iter().map(|row| &text[row]).collect();
        assert_eq!(shown, ["Chi bộ ", "Công ty ", "An Phát"]);
    }

    proptest! {
        #[test]
        fn every_byte_is_in_one_row(text in "[a-zàễ ]{0,60}", columns in 1usize..20) {
            let joined: String = wrapped(&text, columns).into_iter().map(|row| text[row].to_owned()).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
