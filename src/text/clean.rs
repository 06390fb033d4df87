//! The door for text: what may stay of what was typed, pasted or imported.
//!
//! Invariant: what leaves here holds no control character, no escape sequence and nothing invisible, is NFC,
//! and has single spaces; cleaning it again changes nothing. Sanitising comes first, so that nothing hides
//! behind a mark that composition would move.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// An escape sequence longer than this is no sequence, only its first characters are dropped.
const LONGEST_SEQUENCE: usize = 256;

/// Stands for a character that must not be shown and has no sign of its own.
const REPLACEMENT: char = '\u{fffd}';

/// What cleaning changed, for the report of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Changes {
    /// Control characters, escape sequences or invisible characters were taken out.
    pub controls_removed: bool,
    /// Letters and their marks were put together (NFC).
    pub recomposed: bool,
    /// Spaces were squeezed, trimmed, or were not plain spaces.
    pub spaces_squeezed: bool,
}

impl Changes {
    /// Whether anything was changed.
    pub const fn any(self) -> bool {
        self.controls_removed || self.recomposed || self.spaces_squeezed
    }

    /// What either of two cleanings changed.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            controls_removed: self.controls_removed || other.controls_removed,
            recomposed: self.recomposed || other.recomposed,
            spaces_squeezed: self.spaces_squeezed || other.spaces_squeezed,
        }
    }
}

/// A cleaned text and what had to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// The text that may enter.
    pub text: String,
    /// What cleaning changed.
    pub changes: Changes,
}

/// Cleans a text of one line: line breaks become spaces.
pub fn clean(text: &str) -> Cleaned {
    if is_plain(text, false) {
        return Cleaned { text: text.to_owned(), changes: Changes::default() };
    }
    let mut changes = Changes::default();
    let sane = sanitise(text, false, &mut changes);
    let composed = compose(sane, &mut changes);
    let text = squeeze(&composed, &mut changes);
    Cleaned { text, changes }
}

/// Cleans a text of many lines: each line as [`clean`] does, line breaks kept as `\n`, empty lines at the
/// start and the end dropped.
pub fn clean_lines(text: &str) -> Cleaned {
    if is_plain(text, true) {
        return Cleaned { text: text.to_owned(), changes: Changes::default() };
    }
    let mut changes = Changes::default();
    let sane = sanitise(text, true, &mut changes);
    let composed = compose(sane, &mut changes);
    let lines: Vec<String> = composed.split('\n').map(|line| squeeze(line, &mut changes)).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    changes.spaces_squeezed |= last - first < lines.len() && lines.len() > 1;
    Cleaned { text: lines.get(first..last).unwrap_or_default().join("\n"), changes }
}

/// Whether a text holds a character that must never reach the terminal.
pub fn is_safe(text: &str) -> bool {
    text.chars().all(|c| !is_dropped(c) && !is_escape_start(c))
}

/// A text as a terminal may have it: what must never reach it is shown as a sign in its place. For text on its
/// way out that never came through the door: what a workbook holds, the name of a file, a word just typed.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_safe(text) && !text.contains(['\r', '\u{b}', '\u{c}', '\u{85}']) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c {
        '\n' | '\t' => c,
        // The pictures of the control characters stand in their order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(REPLACEMENT),
        '\u{7f}' => '\u{2421}',
        '\u{85}' => REPLACEMENT,
        c if is_dropped(c) || is_escape_start(c) => REPLACEMENT,
        c => c,
    };
    Cow::Owned(text.chars().map(sign).collect())
}

/// A JSON text with what must never reach a terminal written as `\uXXXX`: the value stays the same.
pub fn shown_json(json: &str) -> Cow<'_, str> {
    if is_safe(json) && !json.contains('\u{85}') {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\u{85}' || is_dropped(c) || is_escape_start(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// A text that cleaning would leave as it is; cheap, and may say no to a clean one.
fn is_plain(text: &str, lines: bool) -> bool {
    let mut previous = ' ';
    for c in text.chars() {
        let spacing = match c {
            ' ' => true,
            '\n' if lines => true,
            _ if c.is_whitespace() || is_dropped(c) || is_escape_start(c) => return false,
            _ => false,
        };
        let after_break = previous == ' ' || previous == '\n';
        if spacing && after_break {
            return false;
        }
        previous = c;
    }
    (text.is_empty() || (previous != ' ' && previous != '\n'))
        && (text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes)
}

fn is_escape_start(c: char) -> bool {
    matches!(c, '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}' | '\u{9e}' | '\u{9f}')
}

/// Characters that show nothing or steer the reading: never part of a record.
fn is_dropped(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_whitespace() && c != '\u{b}';
    }
    matches!(c,
        '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' // C1, without NEL which is a line break
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Drops what may not stay and turns every kind of space into a space (or a line break into `\n`).
fn sanitise(text: &str, lines: bool, changes: &mut Changes) -> String {
    let mut sane = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if is_escape_start(c) {
            skip_sequence(c, &mut rest);
            changes.controls_removed = true;
        } else if is_dropped(c) {
            changes.controls_removed = true;
        } else if lines && matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            if c == '\r' && rest.peek() == Some(&'\n') {
                rest.next();
            }
            changes.spaces_squeezed |= c != '\n';
            sane.push('\n');
        } else if c.is_whitespace() || c == '\u{b}' {
            changes.spaces_squeezed |= c != ' ';
            sane.push(' ');
        } else {
            sane.push(c);
        }
    }
    sane
}

/// Drops the rest of an escape sequence whose first character was taken. A sequence that doesn't end loses
/// only its introducer, so that no text is swallowed.
fn skip_sequence(start: char, rest: &mut Peekable<Chars<'_>>) {
    let introducer = match start {
        '\u{9b}' => '[',
        '\u{1b}' => match rest.peek() {
            Some(&c @ ('[' | ']' | 'P' | 'X' | '^' | '_')) => {
                rest.next();
                c
            }
            Some('(' | ')') => {
                let mut ahead = rest.clone();
                ahead.next();
                if ahead.next_if(|c| matches!(c, 'B' | '0')).is_some() {
                    *rest = ahead; // a choice of character set
                }
                return;
            }
            _ => return,
        },
        _ => ']',
    };
    let mut ahead = rest.clone();
    let mut length = 0;
    while let Some(c) = ahead.next() {
        length += 1;
        let ended = if introducer == '[' {
            match c {
                '\u{40}'..='\u{7e}' => true,
                '\u{20}'..='\u{3f}' => false,
                _ => return,
            }
        } else {
            match c {
                '\u{7}' | '\u{9c}' => true,
                '\u{1b}' if ahead.peek() == Some(&'\\') => {
                    ahead.next();
                    true
                }
                '\n' | '\r' | '\u{1b}' => return,
                _ => false,
            }
        };
        if ended {
            *rest = ahead;
            return;
        }
        if length > LONGEST_SEQUENCE {
            return;
        }
    }
}

fn compose(text: String, changes: &mut Changes) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    let composed: String = text.nfc().collect();
    changes.recomposed |= composed != text;
    composed
}

fn squeeze(text: &str, changes: &mut Changes) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    changes.spaces_squeezed |= squeezed.len() != text.len();
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Nguyễn Văn An", "Nguyễn Văn An", "")]
    #[case::decomposed("Nguye\u{302}\u{303}n", "Nguyễn", "n")]
    #[case::deprecated_tone_marks("Ha\u{340}", "Hà", "n")]
    #[case::spaces("  Chi  bộ\u{a0}Hạ  tầng ", "Chi bộ Hạ tầng", "s")]
    #[case::line_break("Chi bộ\r\nHạ tầng", "Chi bộ Hạ tầng", "s")]
    #[case::colour("\u{1b}[31mĐỏ\u{1b}[0m", "Đỏ", "c")]
    #[case::clipboard("a\u{1b}]52;c;ZXZpbA==\u{7}b", "ab", "c")]
    #[case::string_ended_by_st("a\u{1b}Ptmux;x\u{1b}\\b", "ab", "c")]
    #[case::c1_sequence("a\u{9b}2Jb", "ab", "c")]
    #[case::unended_loses_no_text("\u{1b}]0;Công ty", "0;Công ty", "c")]
    #[case::lone_escape("Công\u{1b} ty", "Công ty", "c")]
    #[case::character_set("\u{1b}(BCông ty", "Công ty", "c")]
    #[case::bidi("abc\u{202e}fdp", "abcfdp", "c")]
    #[case::zero_width("bộ\u{200b}máy\u{feff}", "bộmáy", "c")]
    #[case::hidden_between_letter_and_mark("a\u{200d}\u{301}", "á", "cn")]
    #[case::backspaces("ab\u{8}\u{7f}", "ab", "c")]
    #[case::empty("", "", "")]
    #[case::only_spaces(" \t\u{3000}", "", "s")]
    fn cleans(#[case] given: &str, #[case] want: &str, #[case] changed: &str) {
        let cleaned = clean(given);
        assert_eq!(cleaned.text, want);
        let Changes { controls_removed, recomposed, spaces_squeezed } = cleaned.changes;
        let mut seen = String::new();
        seen.push_str(if controls_removed { "c" } else { "" });
        seen.push_str(if recomposed { "n" } else { "" });
        seen.push_str(if spaces_squeezed { "s" } else { "" });
        assert_eq!(seen, changed);
    }

    #[test]
    fn keeps_lines() {
        assert_eq!(clean_lines("\n a  b \r\n\nc\u{2028}d\n\n").text, "a b\n\nc\nd");
        assert_eq!(clean_lines("a\nb").changes, Changes::default());
        assert_eq!(clean_lines("\u{1b}]0;x\nb").text, "0;x\nb");
    }

    #[test]
    fn what_never_came_through_the_door_is_shown_by_signs() {
        assert_eq!(
            shown("Chi bộ\u{1b}[31m\u{7}\r\nĐỏ\u{9b}2J\u{202e}"),
            "Chi bộ␛[31m␇␍\nĐỏ\u{fffd}2J\u{fffd}"
        );
        assert!(matches!(shown("Chi bộ\n\ta\u{301}"), Cow::Borrowed(_)));
        let json = serde_json::to_string("a\u{1b}\u{9b}\u{85}\u{202e}\u{e0041}ộ").unwrap();
        assert_eq!(shown_json(&json), r#""a\u001b\u009b\u0085\u202e\udb40\udc41ộ""#);
        assert_eq!(
            serde_json::from_str::<String>(&shown_json(&json)).unwrap(),
            "a\u{1b}\u{9b}\u{85}\u{202e}\u{e0041}ộ"
        );
    }

    fn hostile() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            any::<char>().prop_map(String::from),
            "[a-zA-ZđơưÀ-ỹ \u{300}-\u{323}\u{0}-\u{1f}\u{7f}-\u{a0}]{1,4}",
            Just("\u{1b}[".to_owned()),
            Just("\u{1b}]".to_owned()),
            Just("\u{200b}\u{301}".to_owned()),
            Just("\u{2028}".to_owned()),
        ];
        prop::collection::vec(pieces, 0..16).prop_map(|all| all.concat())
    }

    proptest! {
        #[test]
        fn once_is_enough(text in hostile()) {
            let once = clean(&text);
            let twice = clean(&once.text);
            prop_assert_eq!(&twice.text, &once.text);
            prop_assert!(!twice.changes.any());
            prop_assert_eq!(once.changes.any(), once.text != text);
            let lines = clean_lines(&text);
            let again = clean_lines(&lines.text);
            prop_assert_eq!(&again.text, &lines.text);
            prop_assert!(!again.changes.any());
        }

        #[test]
        fn no_control_character_passes(text in hostile()) {
            prop_assert!(!clean(&text).text.chars().any(char::is_control));
            prop_assert!(!clean_lines(&text).text.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert!(is_safe(&clean(&text).text));
            prop_assert!(!shown(&text).chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
