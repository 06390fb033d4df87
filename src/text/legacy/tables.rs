//! What each legacy encoding means by the characters it shows as, when read as Western text.
//!
//! Invariant: tables and their plain use; no judging of texts here.

use super::Encoding;
use crate::text::letters::{Tone, is_vowel, split_tone, with_tone};
use unicode_normalization::UnicodeNormalization;

/// TCVN3 (ABC): one character a letter. A capital with a tone has no code of its own: capital fonts draw the
/// small letter's code. ư is the soft hyphen, so this must come before [`crate::text::clean`].
const TCVN3: &str = "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u{ad}ư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ\
    ×ìØỉÜĩÝíÞịßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ";

/// VNI: letters that stand for themselves alone. The capitals follow from these.
const VNI_LETTERS: &str = "ííììæỉóĩòịîỵñđôơöư";
/// VNI: marks of a tone behind a, e, o, u, y, ô (ơ) and ö (ư).
const VNI_TONES: &str = "øûõùï";
/// VNI: marks of a circumflex with each tone, behind a, e, o.
const VNI_CIRCUMFLEX: &str = "âàåãáä";
/// VNI: marks of a breve with each tone, behind a.
const VNI_BREVE: &str = "êèúüéë";

/// CP1258: letters that differ from Western ones.
const CP1258: &str = "ÃĂãăÐĐðđÕƠõơÝƯýư";
/// CP1258: tones behind their vowel, the same for capitals; huyền, hỏi, ngã, sắc, nặng.
const CP1258_TONES: &str = "ÌÒÞìò";

/// A legacy text as Unicode (NFC). What the encoding does not know stays.
pub(super) fn decode(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Tcvn3 => decode_tcvn3(text),
        Encoding::Vni => decode_vni(text),
        Encoding::Cp1258 => decode_cp1258(text),
    }
}

/// Whether an encoding has every character of a word. The others share the plain vowels of Western text.
pub(super) fn knows(word: &str, encoding: Encoding) -> bool {
    encoding != Encoding::Tcvn3 || word.chars().all(|c| c.is_ascii() || look_up(TCVN3, c).is_some())
}

fn look_up(table: &str, c: char) -> Option<char> {
    let mut pairs = table.chars();
    while let (Some(code), Some(letter)) = (pairs.next(), pairs.next()) {
        if code == c {
            return Some(letter);
        }
    }
    None
}

fn decode_tcvn3(text: &str) -> String {
    let shouted = is_shouted(text);
    let mut decoded = String::with_capacity(text.len());
    for (at, word) in words(text) {
        let capital = at && (shouted || counts(word).0 >= 2) && counts(word).1 == 0;
        for c in word.chars() {
            let letter = look_up(TCVN3, c).unwrap_or(c);
            if capital { decoded.extend(letter.to_uppercase()) } else { decoded.push(letter) }
        }
    }
    decoded
}

/// Whether a text is in capitals: a word of two sure capitals, and no sure small letter anywhere.
fn is_shouted(text: &str) -> bool {
    let mut capitals = false;
    for (_, word) in words(text).filter(|(is_word, _)| *is_word) {
        let (sure_capitals, sure_small) = counts(word);
        if sure_small > 0 {
            return false;
        }
        capitals |= sure_capitals >= 2;
    }
    capitals
}

/// How many letters of a TCVN3 word are surely capital and surely small. A toned vowel is neither: capital
/// fonts draw it with the small letter's code.
fn counts(word: &str) -> (usize, usize) {
    let surely = |c: char| {
        let letter = look_up(TCVN3, c).unwrap_or(c);
        (split_tone(letter).1 == Tone::Level).then_some(letter)
    };
    let capital = word.chars().filter_map(surely).filter(|letter| letter.is_uppercase()).count();
    let small = word.chars().filter_map(surely).filter(|letter| letter.is_lowercase()).count();
    (capital, small)
}

/// The words of a text and what stands between them, in order; true for a word.
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = super::is_legacy_letter(rest.chars().next()?);
        let end = rest.find(|c| super::is_legacy_letter(c) != is_word).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some((is_word, piece))
    })
}

fn decode_vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let letter = vni_letter(c);
        let marked = rest.peek().and_then(|mark| vni_marked(letter, small(*mark)));
        if marked.is_some() {
            rest.next();
        }
        decoded.push(marked.unwrap_or(letter));
    }
    decoded
}

fn vni_letter(c: char) -> char {
    let found = look_up(VNI_LETTERS, small(c));
    found.map_or(c, |letter| if c.is_uppercase() { capital(letter) } else { letter })
}

/// A letter with a VNI mark behind it.
pub(super) fn vni_marked(letter: char, mark: char) -> Option<char> {
    let at = |marks: &str| marks.chars().position(|known| known == mark);
    let bare = small(letter);
    if let Some(tone) = at(VNI_TONES).and_then(|place| Tone::ALL.get(place + 1)) {
        return "aeouyơư".contains(bare).then(|| with_tone(letter, *tone));
    }
    let (shaped, tone) = match (at(VNI_CIRCUMFLEX), at(VNI_BREVE), bare) {
        (Some(tone), _, 'a') => ('â', tone),
        (Some(tone), _, 'e') => ('ê', tone),
        (Some(tone), _, 'o') => ('ô', tone),
        (_, Some(tone), 'a') => ('ă', tone),
        _ => return None,
    };
    let shaped = if letter.is_uppercase() { capital(shaped) } else { shaped };
    Some(with_tone(shaped, *Tone::ALL.get(tone)?))
}

fn decode_cp1258(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    for c in text.nfc() {
        let last = decoded.chars().next_back();
        match (last, cp1258_tone(c)) {
            (Some(vowel), Some(tone)) if is_vowel(vowel) && split_tone(vowel).1 == Tone::Level => {
                decoded.pop();
                decoded.push(with_tone(vowel, tone));
            }
            _ => decoded.push(look_up(CP1258, c).unwrap_or(c)),
        }
    }
    decoded
}

/// The tone a CP1258 character adds to the vowel before it.
pub(super) fn cp1258_tone(c: char) -> Option<Tone> {
    let place = CP1258_TONES.chars().position(|mark| mark == c)?;
    Tone::ALL.get(place + 1).copied()
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn capital(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letters::beyond_ascii;

    #[test]
    fn every_code_stands_once() {
        for (table, letters) in [(TCVN3, 74), (VNI_LETTERS, 9), (CP1258, 8)] {
            let codes: std::collections::BTreeSet<char> = table.chars().step_by(2).collect();
            assert_eq!((codes.len(), table.chars().count()), (letters, letters * 2));
            assert!(codes.iter().all(|code| ('\u{a1}'..='\u{ff}').contains(code)));
        }
    }

    #[test]
    fn every_letter_has_a_code() {
        let letters = |table: &str| table.chars().skip(1).step_by(2).collect::<Vec<char>>();
        let tcvn3 = letters(TCVN3);
        for letter in
            beyond_ascii().filter(|letter| letter.is_lowercase() || split_tone(*letter).1 == Tone::Level)
        {
            assert!(tcvn3.contains(&letter), "{letter}");
        }
    }
}
