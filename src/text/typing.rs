//! The edit state of a field of one line, made for typing engines: Unikey and its kin send Backspaces and
//! retyped letters in bursts, composed or decomposed.
//!
//! Invariant: each key does its own work at once; no clock, no guess, no normalising before
//! [`LineEdit::finish`]. The caret stands on a character boundary.

use super::clean::{Changes, clean};
use super::composition::{Typing, compose, keys_of};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// A line being edited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineEdit {
    text: String,
    /// Byte index of the caret.
    caret: usize,
    /// From here to the caret was typed key by key and just now; marks in it go one at a time.
    fresh_from: usize,
    typing: Typing,
    /// The keys of the word before the caret, while Telex or VNI of our own is on.
    keys: String,
}

impl LineEdit {
    /// A line with a text, the caret behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), fresh_from: text.len(), text, ..Self::default() }
    }

    /// The text as it stands, not normalised.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing stands in the field.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte index of the caret.
    pub const fn caret(&self) -> usize {
        self.caret
    }

    /// What stands before the caret: its width is the caret's column.
    pub fn before_caret(&self) -> &str {
        &self.text[..self.caret]
    }

    /// What stands behind the caret.
    pub fn after_caret(&self) -> &str {
        &self.text[self.caret..]
    }

    /// How keys become letters.
    pub const fn typing(&self) -> Typing {
        self.typing
    }

    /// Chooses how keys become letters.
    pub fn type_with(&mut self, typing: Typing) {
        self.typing = typing;
        self.keys.clear();
    }

    /// Puts another text in the field, the caret behind it.
    pub fn replace(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.go_to(self.text.len());
    }

    /// A typed character. Control characters are not text. Invisible ones stay until [`Self::finish`]: some
    /// engines type one and take it back, and the Backspace must find it.
    pub fn insert(&mut self, c: char) {
        if c.is_control() {
            return;
        }
        if c.is_ascii_alphanumeric() && self.compose_with(c) {
            return;
        }
        self.keys.clear();
        self.text.insert(self.caret, c);
        self.caret += c.len_utf8();
    }

    /// Pasted text: cleaned, except for the spaces at its ends.
    pub fn paste(&mut self, pasted: &str) {
        let cleaned = clean(pasted).text;
        let starts = pasted.starts_with(char::is_whitespace) && !self.before_caret().is_empty();
        let ends = pasted.ends_with(char::is_whitespace) && !cleaned.is_empty();
        let text = format!("{}{cleaned}{}", if starts { " " } else { "" }, if ends { " " } else { "" });
        self.text.insert_str(self.caret, &text);
        self.go_to(self.caret + text.len());
    }

    /// Backspace: one mark, if a mark typed just now ends the last grapheme; else the whole grapheme.
    pub fn backspace(&mut self) {
        let Some((start, grapheme)) = self.before_caret().grapheme_indices(true).next_back() else { return };
        let last = grapheme.char_indices().next_back();
        let mark = last.filter(|(at, c)| *at > 0 && is_mark(*c) && start + at >= self.fresh_from);
        let from = mark.map_or(start, |(at, _)| start + at);
        self.text.replace_range(from..self.caret, "");
        self.caret = from;
        self.fresh_from = self.fresh_from.min(from);
        self.keys.clear();
    }

    /// Takes the grapheme behind the caret.
    pub fn delete(&mut self) {
        let length = self.after_caret().graphemes(true).next().map_or(0, str::len);
        self.text.replace_range(self.caret..self.caret + length, "");
        self.go_to(self.caret);
    }

    /// One grapheme to the left.
    pub fn left(&mut self) {
        let before = self.before_caret().grapheme_indices(true).next_back();
        self.go_to(before.map_or(0, |(start, _)| start));
    }

    /// One grapheme to the right.
    pub fn right(&mut self) {
        let length = self.after_caret().graphemes(true).next().map_or(0, str::len);
        self.go_to(self.caret + length);
    }

    /// Before everything.
    pub fn home(&mut self) {
        self.go_to(0);
    }

    /// Behind everything.
    pub fn end(&mut self) {
        self.go_to(self.text.len());
    }

    /// To the start of the word on the left.
    pub fn word_left(&mut self) {
        self.go_to(self.word_start());
    }

    /// Behind the word on the right.
    pub fn word_right(&mut self) {
        self.go_to(self.word_end());
    }

    /// Takes the word on the left.
    pub fn delete_word_left(&mut self) {
        let start = self.word_start();
        self.text.replace_range(start..self.caret, "");
        self.go_to(start);
    }

    /// Takes the word on the right.
    pub fn delete_word_right(&mut self) {
        let end = self.word_end();
        self.text.replace_range(self.caret..end, "");
        self.go_to(self.caret);
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.replace("");
    }

    /// Puts the caret at a byte, as a click does; the grapheme it falls in begins there.
    pub fn go_to(&mut self, byte: usize) {
        let starts = self.text.grapheme_indices(true).map(|(start, _)| start).chain([self.text.len()]);
        self.caret = starts.take_while(|start| *start <= byte).fold(0, usize::max);
        self.fresh_from = self.caret;
        self.keys.clear();
    }

    /// The field is left: normalises the text and tells what was changed.
    pub fn finish(&mut self) -> Changes {
        let cleaned = clean(&self.text);
        if cleaned.changes.any() {
            self.replace(cleaned.text);
        } else {
            self.go_to(self.caret);
        }
        cleaned.changes
    }

    /// Telex or VNI of our own: takes the key into the word before the caret. Says whether it did.
    fn compose_with(&mut self, key: char) -> bool {
        if self.typing == Typing::Off {
            return false;
        }
        let is_part = |c: char| c.is_alphanumeric() || is_combining_mark(c);
        let start = self.before_caret().trim_end_matches(is_part).len();
        let word = &self.text[start..self.caret];
        let known = !self.keys.is_empty() && compose(&self.keys, self.typing).as_deref() == Some(word);
        let keys = if known { Some(self.keys.clone()) } else { keys_of(word, self.typing) };
        let keys = keys.map(|keys| format!("{keys}{key}"));
        let composed = keys.as_deref().and_then(|keys| compose(keys, self.typing));
        let (Some(keys), Some(composed)) = (keys, composed) else { return false };
        self.text.replace_range(start..self.caret, &composed);
        self.caret = start + composed.len();
        self.fresh_from = self.fresh_from.min(start);
        self.keys = keys;
        true
    }

    fn word_start(&self) -> usize {
        let before = self.before_caret().trim_end_matches(|c: char| !c.is_alphanumeric());
        before.trim_end_matches(|c: char| c.is_alphanumeric() || is_combining_mark(c)).len()
    }

    fn word_end(&self) -> usize {
        let after = self.after_caret().trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || is_combining_mark(c));
        self.text.len() - rest.len()
    }
}

/// What joins the grapheme before it without being a letter.
fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Feeds a recorded stream as the terminal hands it on: 0x08 and 0x7F are Backspace, `<` and `>` arrows.
    fn replay(edit: &mut LineEdit, stream: &str) {
        for c in stream.chars() {
            match c {
                '\u{8}' | '\u{7f}' => edit.backspace(),
                '<' => edit.left(),
                '>' => edit.right(),
                c => edit.insert(c),
            }
        }
    }

    fn typed(typing: Typing, stream: &str) -> String {
        let mut edit = LineEdit::default();
        edit.type_with(typing);
        replay(&mut edit, stream);
        edit.finish();
        edit.text().to_owned()
    }

    #[rstest]
    // Telex, composed: n g u y e e n x sends ê for the second e, then ễn for x.
    #[case::telex("Nguye\u{7f}ên\u{7f}\u{7f}ễn Thi\u{7f}ị Hoa\u{7f}\u{7f}òa", "Nguyễn Thị Hòa")]
    #[case::telex_with_0x08("d\u{8}đu\u{8}ưo\u{8}ơc\u{8}\u{8}ợc", "được")]
    // VNI, composed: n g u y e n 6 4.
    #[case::vni("Nguyen\u{7f}\u{7f}ên\u{7f}\u{7f}ễn Thi\u{7f}ị Hoa\u{7f}\u{7f}òa", "Nguyễn Thị Hòa")]
    #[case::vni_d9("d\u{7f}đuoc\u{7f}\u{7f}\u{7f}ươc\u{7f}\u{7f}ợc", "được")]
    // Decomposed output ("Unicode tổ hợp"): shaped vowels with a mark of their own; each mark is one Backspace.
    #[case::decomposed("Nguye\u{7f}ên\u{7f}\u{303}n Thi\u{323} Ho\u{300}a", "Nguyễn Thị Hòa")]
    #[case::decomposed_tone_changed("ma\u{301}\u{7f}\u{300}", "mà")]
    #[case::decomposed_tone_moved("ho\u{300}a\u{7f}\u{7f}a\u{300}n", "hoàn")]
    #[case::two_marks("e\u{302}\u{323}\u{7f}\u{7f}\u{302}\u{301}", "ế")]
    // An engine types an invisible or odd space against autocompletion and takes it back.
    #[case::bait("d\u{202f}\u{7f}\u{7f}đ", "đ")]
    #[case::invisible_bait("a\u{200b}\u{7f}\u{7f}â", "â")]
    #[case::joiner_bait("a\u{200d}\u{7f}\u{7f}â", "â")]
    #[case::undone("ă\u{7f}aw", "aw")]
    #[case::more_backspaces_than_text("a\u{7f}\u{7f}\u{7f}b", "b")]
    fn engines_are_followed(#[case] stream: &str, #[case] text: &str) {
        assert_eq!(typed(Typing::Off, stream), text);
    }

    #[rstest]
    #[case::telex(Typing::Telex, "Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa")]
    #[case::vni(Typing::Vni, "Nguye6n4 Thi5 Hoa2", "Nguyễn Thị Hòa")]
    #[case::telex_late_tone(Typing::Telex, "dduocwj", "được")]
    #[case::vni_late_tone(Typing::Vni, "duoc795", "được")]
    #[case::capitals(Typing::Telex, "DDARNG UYR", "ĐẢNG ỦY")]
    #[case::undone(Typing::Telex, "ass", "as")]
    #[case::foreign(Typing::Telex, "Gooogle", "Google")]
    #[case::taken_back(Typing::Telex, "vieetj\u{7f}n", "viện")]
    #[case::gone_on_with(Typing::Telex, "hoa a<<f", "hòa a")]
    #[case::codes(Typing::Vni, "12-A 2025", "12-A 2025")]
    #[case::paper_telex(Typing::Telex, "127-QDD/TU", "127-QĐ/TU")]
    #[case::paper(Typing::Vni, "127-QD9/TU", "127-QĐ/TU")]
    fn own_engines_compose(#[case] typing: Typing, #[case] keys: &str, #[case] text: &str) {
        assert_eq!(typed(typing, keys), text);
    }

    #[test]
    fn a_mark_of_old_goes_with_its_letter() {
        let mut edit = LineEdit::new("me\u{302}\u{301}");
        edit.backspace();
        assert_eq!(edit.text(), "m");
        replay(&mut edit, "e\u{301}<>");
        edit.backspace();
        assert_eq!(edit.text(), "m");
        replay(&mut edit, "đ\u{7f}");
        assert_eq!(edit.text(), "m");
    }

    #[test]
    fn moves_by_grapheme_and_word() {
        let mut edit = LineEdit::new("Chi bo\u{323}\u{302}, Hạ tầng");
        edit.word_left();
        assert_eq!(edit.after_caret(), "tầng");
        edit.word_left();
        edit.word_left();
        assert_eq!(edit.before_caret(), "Chi ");
        edit.word_right();
        assert_eq!(edit.after_caret(), ", Hạ tầng");
        edit.left();
        assert_eq!(edit.before_caret(), "Chi b");
        edit.delete();
        assert_eq!(edit.text(), "Chi b, Hạ tầng");
        edit.delete_word_left();
        edit.delete_word_right();
        assert_eq!(edit.text(), "Chi  tầng");
        edit.home();
        edit.right();
        edit.insert('h');
        assert_eq!(edit.text(), "Chhi  tầng");
        edit.go_to("Chhi  tầ".len() - 1);
        assert_eq!(edit.after_caret(), "ầng");
        assert!(edit.finish().spaces_squeezed);
        assert_eq!((edit.text(), edit.after_caret()), ("Chhi tầng", ""));
        edit.clear();
        assert!(edit.is_empty());
    }

    #[test]
    fn nothing_is_normalised_before_the_field_is_left() {
        let mut edit = LineEdit::default();
        replay(&mut edit, " e\u{301}  b");
        assert_eq!(edit.text(), " e\u{301}  b");
        edit.finish();
        assert_eq!(edit.text(), "é b");
    }

    #[test]
    fn pasted_text_is_cleaned() {
        let mut edit = LineEdit::new("a");
        edit.paste("\r\n\u{1b}[31mChi\u{200b}  bộ\n");
        edit.insert('\u{1b}');
        assert_eq!(edit.text(), "a Chi bộ ");
    }

    proptest! {
        #[test]
        fn the_caret_stays_on_a_boundary(
            start in "[a-zế\u{301}\u{200d}👩 ]{0,8}",
            steps in prop::collection::vec((0..12, any::<char>()), 0..40),
            typing in prop::sample::select(vec![Typing::Off, Typing::Telex, Typing::Vni]),
        ) {
            let mut edit = LineEdit::new(start);
            edit.type_with(typing);
            for (step, c) in steps {
                match step {
                    0 => edit.left(),
                    1 => edit.right(),
                    2 => edit.word_left(),
                    3 => edit.word_right(),
                    4 => edit.delete(),
                    5 => edit.delete_word_left(),
                    6 => edit.go_to(c as usize % 16),
                    7 | 8 => edit.backspace(),
                    9 => edit.insert(char::from(b'a' + (c as u32 % 26) as u8)),
                    10 => edit.insert(['\u{301}', '\u{200d}', '1', ' '][c as usize % 4]),
                    _ => edit.insert(c),
                }
                prop_assert_eq!(edit.before_caret().len() + edit.after_caret().len(), edit.text().len());
            }
            edit.finish();
            prop_assert!(!clean(edit.text()).changes.any());
        }
    }
}
