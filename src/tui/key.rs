//! One key press, as the program sees it, and as it is written in the key map and on the footer.
//!
//! Invariant: 0x08 and 0x7F are one key, Backspace; nothing can be bound on Ctrl+H.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// A key with its chords; a capital letter is its own key, without Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, where the key itself doesn't say so.
    pub shift: bool,
}

const NAMES: &[(&str, &str, KeyCode)] = &[
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift+Tab", KeyCode::BackTab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("insert", "Insert", KeyCode::Insert),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

impl Key {
    /// A key without chords.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// The key of a terminal event; `None` for a release, which would double every letter on Windows.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        Some(match event.code {
            // Many machines send 0x08 for Backspace, which the parser reads as Ctrl+H.
            KeyCode::Char('h' | 'H') if ctrl && !alt => Self::plain(KeyCode::Backspace),
            // A line feed is Enter too, for whoever pipes text into the terminal.
            KeyCode::Char('j' | 'J') if ctrl && !alt => Self::plain(KeyCode::Enter),
            KeyCode::Char(letter) if ctrl || alt => {
                Self { code: KeyCode::Char(letter.to_ascii_lowercase()), ctrl, alt, shift: false }
            }
            KeyCode::Char(letter) => Self::plain(KeyCode::Char(letter)),
            KeyCode::BackTab => Self::plain(KeyCode::BackTab),
            KeyCode::Tab if shift => Self::plain(KeyCode::BackTab),
            code => Self { code, ctrl, alt, shift },
        })
    }

    /// Reads `ctrl+p`, `shift+f3`, `alt+1`, `?`, `space`.
    pub fn parse(written: &str) -> Option<Self> {
        let mut key = Self::plain(KeyCode::Null);
        let mut rest = written;
        loop {
            if let Some(after) = rest.strip_prefix("ctrl+") {
                key.ctrl = true;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("alt+") {
                key.alt = true;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("shift+") {
                key.shift = true;
                rest = after;
            } else {
                break;
            }
        }
        key.code = if let Some((_, _, code)) = NAMES.iter().find(|(name, _, _)| *name == rest) {
            *code
        } else if let Some(number) = rest.strip_prefix('f').and_then(|digits| digits.parse().ok()) {
            KeyCode::F(number)
        } else {
            let mut letters = rest.chars();
            let letter = letters.next()?;
            if letters.next().is_some() {
                return None;
            }
            KeyCode::Char(letter)
        };
        if key.code == KeyCode::Tab && key.shift {
            key = Self::plain(KeyCode::BackTab);
        }
        Some(key)
    }

    /// Is it this key, with no chord?
    pub fn is(self, code: KeyCode) -> bool {
        self == Self::plain(code)
    }

    /// The letter it writes into a text, if it writes one.
    pub fn typed(self) -> Option<char> {
        // AltGr reaches us as Ctrl+Alt on Windows, and writes letters.
        let writes = !self.ctrl && !self.alt || cfg!(windows) && self.ctrl && self.alt;
        match self.code {
            KeyCode::Char(letter) if writes && !letter.is_control() => Some(letter),
            _ => None,
        }
    }

    /// A letter or sign without a chord: what a typing engine may swallow.
    pub fn is_bare(self) -> bool {
        matches!(self.code, KeyCode::Char(letter) if letter != ' ') && !self.ctrl && !self.alt
    }
}

/// As printed on the key: `Ctrl+P`, `F1`, `↑`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((_, cap, _)) = NAMES.iter().find(|(_, _, code)| *code == self.code) {
            return f.write_str(cap);
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(letter) if self.ctrl || self.alt => write!(f, "{}", letter.to_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(KeyCode::Char('h'), KeyModifiers::CONTROL, "Backspace")]
    #[case(KeyCode::Backspace, KeyModifiers::NONE, "Backspace")]
    #[case(KeyCode::Char('P'), KeyModifiers::CONTROL, "Ctrl+P")]
    #[case(KeyCode::Char('G'), KeyModifiers::SHIFT, "G")]
    #[case(KeyCode::Tab, KeyModifiers::SHIFT, "Shift+Tab")]
    #[case(KeyCode::F(3), KeyModifiers::SHIFT, "Shift+F3")]
    #[case(KeyCode::Char('j'), KeyModifiers::CONTROL, "Enter")]
    fn a_terminal_event_becomes_one_key(
        #[case] code: KeyCode,
        #[case] modifiers: KeyModifiers,
        #[case] shown: &str,
    ) {
        assert_eq!(Key::from_event(KeyEvent::new(code, modifiers)).unwrap().to_string(), shown);
    }

    #[test]
    fn a_release_is_no_key() {
        let release = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Key::from_event(release), None);
    }

    #[rstest]
    #[case("ctrl+p", "Ctrl+P")]
    #[case("f10", "F10")]
    #[case("f", "f")]
    #[case("alt+1", "Alt+1")]
    #[case("shift+tab", "Shift+Tab")]
    #[case("?", "?")]
    #[case("space", "Space")]
    fn a_written_key_is_read(#[case] written: &str, #[case] shown: &str) {
        assert_eq!(Key::parse(written).unwrap().to_string(), shown);
    }

    #[test]
    fn nonsense_is_no_key() {
        assert_eq!(Key::parse("ctrl+"), None);
        assert_eq!(Key::parse("hyper"), None);
    }
}
