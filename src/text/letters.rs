//! The Vietnamese alphabet: letters, the shapes of vowels, and the six tones.
//!
//! Invariant: speaks of composed letters (NFC) only; [`super::clean`] has seen to that.

/// The six tones, in the order of the dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Ngang: no mark.
    Level,
    /// Huyền.
    Grave,
    /// Hỏi.
    HookAbove,
    /// Ngã.
    Tilde,
    /// Sắc.
    Acute,
    /// Nặng.
    DotBelow,
}

impl Tone {
    /// All, in the order of the dictionary.
    pub const ALL: [Self; 6] =
        [Self::Level, Self::Grave, Self::HookAbove, Self::Tilde, Self::Acute, Self::DotBelow];
}

/// The letters in the order of the dictionary; f, j, w and z stand where the Latin alphabet has them.
pub const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Each vowel with its tones, in the order of [`Tone::ALL`].
const VOWELS: [[char; 6]; 24] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
    ['A', 'À', 'Ả', 'Ã', 'Á', 'Ạ'],
    ['Ă', 'Ằ', 'Ẳ', 'Ẵ', 'Ắ', 'Ặ'],
    ['Â', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ậ'],
    ['E', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ'],
    ['Ê', 'Ề', 'Ể', 'Ễ', 'Ế', 'Ệ'],
    ['I', 'Ì', 'Ỉ', 'Ĩ', 'Í', 'Ị'],
    ['O', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ'],
    ['Ô', 'Ồ', 'Ổ', 'Ỗ', 'Ố', 'Ộ'],
    ['Ơ', 'Ờ', 'Ở', 'Ỡ', 'Ớ', 'Ợ'],
    ['U', 'Ù', 'Ủ', 'Ũ', 'Ú', 'Ụ'],
    ['Ư', 'Ừ', 'Ử', 'Ữ', 'Ứ', 'Ự'],
    ['Y', 'Ỳ', 'Ỷ', 'Ỹ', 'Ý', 'Ỵ'],
];

/// A letter without its tone, and the tone: `ậ` is `â` with nặng.
pub fn split_tone(letter: char) -> (char, Tone) {
    if letter.is_ascii() {
        return (letter, Tone::Level);
    }
    for row in &VOWELS {
        if let Some(at) = row.iter().position(|toned| *toned == letter) {
            return (row[0], Tone::ALL[at]);
        }
    }
    (letter, Tone::Level)
}

/// A vowel without tone, with this tone; any other letter as it is.
pub fn with_tone(letter: char, tone: Tone) -> char {
    let row = VOWELS.iter().find(|row| row[0] == letter);
    row.map_or(letter, |row| row[tone as usize])
}

/// Whether a letter is a vowel, with or without tone.
pub fn is_vowel(letter: char) -> bool {
    let (bare, _) = split_tone(letter);
    VOWELS.iter().any(|row| row[0] == bare)
}

/// Every letter Vietnamese adds to ASCII: the shaped and toned vowels and đ, both cases.
pub fn beyond_ascii() -> impl Iterator<Item = char> {
    let vowels = VOWELS.iter().flatten().copied().filter(|letter| !letter.is_ascii());
    vowels.chain(['đ', 'Đ'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn tones_come_off_and_go_on_again() {
        assert_eq!(beyond_ascii().count(), 134);
        for letter in beyond_ascii() {
            let (bare, tone) = split_tone(letter);
            assert_eq!(with_tone(bare, tone), letter);
            assert_eq!(String::from(letter).nfc().collect::<String>(), String::from(letter));
            assert_eq!(
                super::super::fold::fold(&bare.to_string()),
                super::super::fold::fold(&letter.to_string())
            );
        }
    }

    #[test]
    fn a_row_of_vowels_is_one_vowel_with_one_mark_each() {
        let marks = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
        for row in &VOWELS {
            for (toned, mark) in row[1..].iter().zip(marks) {
                assert_eq!([row[0], mark].into_iter().nfc().collect::<String>(), toned.to_string());
            }
        }
    }

    #[test]
    fn lower_case_rows_match_upper_case_rows() {
        for (lower, upper) in VOWELS[..12].iter().zip(&VOWELS[12..]) {
            for (small, large) in lower.iter().zip(upper) {
                assert_eq!(large.to_lowercase().to_string(), small.to_string());
            }
        }
    }
}
