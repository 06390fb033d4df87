//! The text of a CSV file, whatever program wrote it.
//!
//! Invariant: what is UTF-8 is read as UTF-8; only bytes that can't be are taken for an old encoding.

use crate::text::legacy;

/// What stands at 0x80 to 0x9F in Windows-1252; the rest is as in Unicode.
const WESTERN: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The bytes as text, and whether an old encoding had to be guessed.
pub(super) fn decode(bytes: &[u8]) -> (String, bool) {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return (wide(rest, u16::from_le_bytes), false);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return (wide(rest, u16::from_be_bytes), false);
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (plain.iter().map(|byte| western(*byte)).collect(), true),
    }
}

/// A text of an old encoding in Unicode: Vietnamese where it is that, as it stands where it is Western.
pub(super) fn modern(text: &str) -> String {
    legacy::repair(text, None).map_or_else(|| text.to_owned(), |repaired| repaired.text)
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WESTERN.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"\xEF\xBB\xBFChi b\xE1\xBB\x99", "Chi bộ", false)]
    #[case(b"\xFF\xFEA\x00\xD9\x1E", "Aộ", false)]
    #[case(b"\xFE\xFF\x00A\x1E\xD9", "Aộ", false)]
    #[case(b"caf\xE9 \x80", "café €", true)]
    fn a_text_is_decoded(#[case] bytes: &[u8], #[case] expected: &str, #[case] guessed: bool) {
        assert_eq!(decode(bytes), (expected.to_owned(), guessed));
    }

    /// Windows-1258 writes the tone behind its vowel.
    #[test]
    fn vietnamese_of_an_old_windows_comes_back() {
        let (text, guessed) = decode(
            b"\xD0\xE2\xF2ng b\xF4\xF2 C\xF4ng ty nh\xE2n d\xE2n x\xE3 Ninh H\xF2a ti\xEA\xECn b\xF4\xF2",
        );
        assert!(guessed);
        assert!(!modern(&text).is_empty());
    }
}
