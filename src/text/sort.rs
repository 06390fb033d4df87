//! The order a Vietnamese reader expects: syllable by syllable, letters first, then tones, capitals last.
//!
//! Invariant: comparing two keys byte by byte gives the order; a key needs no second look at the text.

use super::letters::{ALPHABET, Tone, split_tone};
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

// Bytes of a key. A syllable's letters end before any letter begins, so the shorter stands first.
const END_OF_TEXT: u8 = 0;
const END_OF_LETTERS: u8 = 2;
const FIRST_TONE: u8 = 3;
const OTHER_MARK: u8 = 12;
const PUNCTUATION: u8 = 16;
const NUMBER: u8 = 17;
const FIRST_LETTER: u8 = 32;
const FOREIGN_LETTER: u8 = 128;

/// The key of a text.
pub fn sort_key(text: &str) -> Vec<u8> {
    key_of(text.split_whitespace(), text.len())
}

/// The key of a person's name: by given name (the last word), then by family and middle names.
pub fn person_sort_key(name: &str) -> Vec<u8> {
    let mut family = name.split_whitespace();
    let given = family.next_back();
    key_of(given.into_iter().chain(family), name.len())
}

/// The order of two texts.
pub fn compare(a: &str, b: &str) -> Ordering {
    sort_key(a).cmp(&sort_key(b))
}

/// The order of two persons' names.
pub fn compare_persons(a: &str, b: &str) -> Ordering {
    person_sort_key(a).cmp(&person_sort_key(b))
}

fn key_of<'a>(words: impl Iterator<Item = &'a str>, length: usize) -> Vec<u8> {
    let mut key = Vec::with_capacity(length * 2 + 8);
    let mut tones = Vec::new();
    let mut capitals = Vec::with_capacity(length);
    for word in words {
        if word.is_ascii() {
            add_word(word.chars(), &mut key, &mut tones, &mut capitals);
        } else {
            add_word(word.nfc(), &mut key, &mut tones, &mut capitals);
        }
        key.push(END_OF_LETTERS);
        key.append(&mut tones);
        key.push(END_OF_LETTERS);
    }
    key.push(END_OF_TEXT);
    key.append(&mut capitals);
    key
}

fn add_word(
    word: impl Iterator<Item = char>,
    key: &mut Vec<u8>,
    tones: &mut Vec<u8>,
    capitals: &mut Vec<u8>,
) {
    let mut word = word.peekable();
    while let Some(c) = word.next() {
        if c.is_ascii_digit() {
            let mut digits = vec![c as u8];
            while let Some(digit) = word.next_if(char::is_ascii_digit) {
                digits.push(digit as u8);
            }
            add_number(&digits, key);
            continue;
        }
        if !c.is_alphabetic() {
            match is_combining_mark(c) {
                true => tones.push(OTHER_MARK),
                false => add_character(PUNCTUATION, c, key),
            }
            continue;
        }
        let (bare, tone) = split_tone(c);
        if tone != Tone::Level {
            tones.push(FIRST_TONE + tone as u8);
        }
        for letter in bare.to_lowercase() {
            add_letter(letter, key, tones);
        }
        capitals.push(if c.is_uppercase() { 2 } else { 1 });
    }
}

/// A number by its value: the count of its digits, then the digits.
fn add_number(digits: &[u8], key: &mut Vec<u8>) {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let significant = &digits[zeros..];
    key.push(NUMBER);
    key.push(u8::try_from(significant.len()).unwrap_or(u8::MAX));
    key.extend_from_slice(significant);
    key.push(END_OF_LETTERS);
}

fn add_letter(letter: char, key: &mut Vec<u8>, tones: &mut Vec<u8>) {
    if let Some(place) = place_of(letter) {
        key.push(FIRST_LETTER + place);
        return;
    }
    // A foreign letter with a mark stands with its Latin one: ö with o.
    let mut parts = String::from(letter).nfd().collect::<Vec<char>>().into_iter();
    match parts.next().and_then(place_of) {
        Some(place) => {
            key.push(FIRST_LETTER + place);
            tones.extend(parts.map(|_| OTHER_MARK));
        }
        None => add_character(FOREIGN_LETTER, letter, key),
    }
}

fn add_character(kind: u8, c: char, key: &mut Vec<u8>) {
    key.push(kind);
    key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn place_of(letter: char) -> Option<u8> {
    let place = ALPHABET.chars().position(|known| known == letter)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(sorted: &[&str], key: fn(&str) -> Vec<u8>) {
        let mut found: Vec<&str> = sorted.iter().rev().copied().collect();
        found.sort_by_key(|text| key(text));
        assert_eq!(found, sorted);
    }

    #[test]
    fn letters_stand_in_the_order_of_the_alphabet() {
        check(&["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "i", "o", "ô", "ơ"], sort_key);
        check(&["u", "ư", "v", "w", "x", "y", "z"], sort_key);
        check(&["An", "Ăn", "Ân", "Bình", "Cúc", "Dung", "Đào", "Em", "Ên"], sort_key);
    }

    #[test]
    fn tones_stand_in_the_order_of_the_dictionary() {
        check(&["ma", "mà", "mả", "mã", "má", "mạ", "mai"], sort_key);
        check(&["mạ", "man", "mán", "mang"], sort_key);
    }

    #[test]
    fn syllables_count_one_by_one() {
        check(&["bà", "bà con", "bà vãi", "bả", "bá"], sort_key);
        check(&["Chi bộ 1", "Chi bộ 2", "Chi bộ 02A", "Chi bộ 10", "Chi bộ An"], sort_key);
    }

    #[test]
    fn capitals_come_last() {
        check(&["an", "An", "AN", "án"], sort_key);
    }

    #[test]
    fn persons_stand_by_given_name() {
        check(&["Trần Văn An", "Lê Thị Ánh", "Lê Văn Bình", "Nguyễn An Bình", "Đỗ Đạt"], person_sort_key);
        assert_eq!(compare_persons("Lê  Hà", "Lê Hà"), Ordering::Equal);
    }

    #[test]
    fn composition_does_not_matter() {
        assert_eq!(sort_key("Nguye\u{302}\u{303}n"), sort_key("Nguyễn"));
        assert_eq!(compare("Hòa", "Hoà"), Ordering::Equal);
        check(&["Gona", "Göna", "Gonb", "Ωa"], sort_key);
    }

    proptest! {
        #[test]
        fn any_text_has_a_key(a in "\\PC{0,16}", b in "[a-zÀ-ỹ0-9 .-]{0,12}") {
            prop_assert_eq!(compare(&a, &a), Ordering::Equal);
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            let longer = format!("{b} x");
            prop_assert!(sort_key(&b) <= sort_key(&longer));
            let _ = person_sort_key(&a);
        }
    }
}
