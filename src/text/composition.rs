//! Telex and VNI of our own, for machines without a typing engine: the keys of one word to its letters.
//!
//! Invariant: pure and short-sighted: sees one word, remembers nothing. [`super::typing`] keeps the keys.

use super::letters::{Tone, is_vowel, split_tone};
use super::tone::{Placement, place};
use unicode_normalization::UnicodeNormalization;
use vi::processor::AccentStyle;

/// Longer than any syllable with its keys (nghieengs): what is longer is no word of ours.
const MOST_KEYS: usize = 16;

/// How a field turns keys into Vietnamese letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Typing {
    /// Not at all: an engine does, or the text needs no marks.
    #[default]
    Off,
    /// Telex: `dd`, `aa`, `ow`, and s f r x j for the tones.
    Telex,
    /// VNI: digits behind the letters.
    Vni,
}

/// The word that keys give; none where no composing is wanted.
pub(crate) fn compose(keys: &str, typing: Typing) -> Option<String> {
    let definition = match typing {
        Typing::Off => return None,
        Typing::Telex => &vi::TELEX,
        Typing::Vni => &vi::VNI,
    };
    let plain = keys.bytes().all(|key| key.is_ascii_alphanumeric());
    if !plain || keys.len() > MOST_KEYS || keys.starts_with(|key: char| key.is_ascii_digit()) {
        return None;
    }
    let mut word = String::with_capacity(keys.len() * 2);
    vi::transform_buffer_with_style(definition, AccentStyle::Old, keys.chars(), &mut word);
    if word == keys && !keys.chars().any(is_vowel) {
        return Some(with_stroke(keys, if typing == Typing::Vni { '9' } else { 'd' }));
    }
    Some(word)
}

/// Đ within letters that are no syllable: `QDD` is QĐ, the sign of a decision.
fn with_stroke(keys: &str, stroke: char) -> String {
    let mut word = String::with_capacity(keys.len());
    let mut rest = keys.chars().peekable();
    while let Some(key) = rest.next() {
        let stroked = match key {
            'd' => 'đ',
            'D' => 'Đ',
            _ => key,
        };
        let struck = stroked != key && rest.next_if(|next| next.to_ascii_lowercase() == stroke).is_some();
        word.push(if struck { stroked } else { key });
    }
    word
}

/// The keys that give a word, so that a word typed before can be gone on with; none if no keys do.
pub(crate) fn keys_of(word: &str, typing: Typing) -> Option<String> {
    let mut keys = String::with_capacity(word.len() + 2);
    let mut tone = Tone::Level;
    for letter in word.nfc() {
        let (bare, found) = split_tone(letter);
        if found != Tone::Level {
            tone = found;
        }
        let (base, telex, vni) = match bare {
            'ă' => ('a', 'w', '8'),
            'Ă' => ('A', 'w', '8'),
            'â' => ('a', 'a', '6'),
            'Â' => ('A', 'a', '6'),
            'ê' => ('e', 'e', '6'),
            'Ê' => ('E', 'e', '6'),
            'ô' => ('o', 'o', '6'),
            'Ô' => ('O', 'o', '6'),
            'ơ' => ('o', 'w', '7'),
            'Ơ' => ('O', 'w', '7'),
            'ư' => ('u', 'w', '7'),
            'Ư' => ('U', 'w', '7'),
            'đ' => ('d', 'd', '9'),
            'Đ' => ('D', 'd', '9'),
            _ => {
                keys.push(bare);
                continue;
            }
        };
        keys.push(base);
        keys.push(if typing == Typing::Vni { vni } else { telex });
    }
    let (telex, vni) = match tone {
        Tone::Level => (None, None),
        Tone::Grave => (Some('f'), Some('2')),
        Tone::HookAbove => (Some('r'), Some('3')),
        Tone::Tilde => (Some('x'), Some('4')),
        Tone::Acute => (Some('s'), Some('1')),
        Tone::DotBelow => (Some('j'), Some('5')),
    };
    keys.extend(if typing == Typing::Vni { vni } else { telex });
    let word: String = word.nfc().collect();
    (compose(&keys, typing)? == place(&word, Placement::Old)).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Nguyeenx", "Nguye64n", "Nguyễn")]
    #[case("Thij", "Thi5", "Thị")]
    #[case("Hoaf", "Hoa2", "Hòa")]
    #[case("dduwowcj", "d9u7o7c5", "được")]
    #[case("DDARNG", "D9A3NG", "ĐẢNG")]
    #[case("uyr", "uy3", "ủy")]
    #[case("quys", "quy1", "quý")]
    #[case("nghieengs", "nghie6ng1", "nghiếng")]
    #[case("nawm", "na8m", "năm")]
    #[case("huyeenj", "huye65n", "huyện")]
    fn composes(#[case] telex: &str, #[case] vni: &str, #[case] word: &str) {
        assert_eq!(compose(telex, Typing::Telex).as_deref(), Some(word));
        assert_eq!(compose(vni, Typing::Vni).as_deref(), Some(word));
        assert_eq!(compose(telex, Typing::Off), None);
        for typing in [Typing::Telex, Typing::Vni] {
            let keys = keys_of(word, typing).unwrap();
            assert_eq!(compose(&keys, typing).as_deref(), Some(word));
        }
    }

    #[test]
    fn a_word_starting_with_a_digit_is_a_code() {
        assert_eq!(compose("2A1", Typing::Vni), None);
    }

    proptest! {
        #[test]
        fn any_keys_are_answered(keys in "[a-zA-Z0-9]{0,18}|[aeiouywsfrxjdzAEIOUYWD]{0,16}|[aeiouyd0-9]{0,16}") {
            for typing in [Typing::Telex, Typing::Vni] {
                let _ = compose(&keys, typing);
            }
        }

        #[test]
        fn any_word_is_answered(word in "\\PC{0,12}|[a-zA-ZÀ-ỹđĐ]{0,12}") {
            let _ = (keys_of(&word, Typing::Telex), keys_of(&word, Typing::Vni));
        }
    }
}
