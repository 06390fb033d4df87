//! The search key: lower case, without marks, `đ` as `d`; so `Hòa`, `hoà` and `HOA` meet.
//!
//! Invariant: folding a folded text changes nothing; NFC and NFD, and both placements of the tone mark, give
//! one key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The search key of a text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the search key of a text, for those who fold many.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in text.nfd() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
            continue;
        }
        if is_combining_mark(c) {
            continue;
        }
        match c {
            // Eth and the African d look like Đ and are typed for it.
            'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => folded.push('d'),
            '‘' | '’' | '‛' => folded.push('\''),
            '“' | '”' | '„' => folded.push('"'),
            '‐'..='―' | '−' => folded.push('-'),
            _ if c.is_whitespace() => folded.push(' '),
            _ => folded.extend(c.to_lowercase().filter(|lower| !is_combining_mark(*lower))),
        }
    }
}

/// One word of a query, folded, with the other readings it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The readings, the one as typed first; a record matches the term when it holds any of them.
    pub readings: Vec<String>,
}

/// The words of a query, folded. `dd` typed for `đ` is a second reading: `ddảng` is `ddang` or `dang`.
pub fn query_terms(query: &str) -> Vec<Term> {
    let folded = fold(query);
    let terms = folded.split_whitespace().map(|word| {
        let mut readings = vec![word.to_owned()];
        if word.contains("dd") {
            readings.push(word.replace("dd", "d"));
        }
        Term { readings }
    });
    terms.collect()
}

/// Whether two words differ by one slip at most: a letter too many, too few, wrong, or two exchanged.
pub fn within_one_edit(word: &str, needle: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let needle: Vec<char> = needle.chars().collect();
    one_edit(&word, &needle)
}

/// [`within_one_edit`] on characters or bytes already taken apart.
pub(crate) fn one_edit<T: PartialEq>(word: &[T], needle: &[T]) -> bool {
    if word.len().abs_diff(needle.len()) > 1 {
        return false;
    }
    let same = word.iter().zip(needle).take_while(|(a, b)| a == b).count();
    let (a, b) = (&word[same..], &needle[same..]);
    match (a, b) {
        ([], _) | (_, []) => true, // the lengths differ by one at most
        ([first, rest @ ..], [other, others @ ..]) => {
            rest == others || rest == b || a == others || exchanged(first, rest, other, others)
        }
    }
}

fn exchanged<T: PartialEq>(first: &T, rest: &[T], other: &T, others: &[T]) -> bool {
    rest.first() == Some(other) && others.first() == Some(first) && rest[1..] == others[1..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Hòa", "hoa")]
    #[case("hoà", "hoa")]
    #[case("ĐẢNG ỦY", "dang uy")]
    #[case("Uỷ ban nhân dân", "uy ban nhan dan")]
    #[case("Được", "duoc")]
    #[case("Ðảng", "dang")]
    #[case("127-QĐ/TU", "127-qd/tu")]
    #[case("Chi bộ “Hạ tầng” – 1", "chi bo \"ha tang\" - 1")]
    #[case("İstanbul", "istanbul")]
    #[case("", "")]
    fn folds(#[case] given: &str, #[case] want: &str) {
        assert_eq!(fold(given), want);
    }

    #[test]
    fn doubled_d_is_read_both_ways() {
        let terms = query_terms("  ĐDảng  ddinh an");
        assert_eq!(terms[0].readings, ["ddang", "dang"]);
        assert_eq!(terms[1].readings, ["ddinh", "dinh"]);
        assert_eq!(terms[2].readings, ["an"]);
        assert_eq!(query_terms(" \t").len(), 0);
    }

    #[rstest]
    #[case("dang", "dang", true)]
    #[case("dang", "dung", true)]
    #[case("dang", "dan", true)]
    #[case("dang", "ddang", true)]
    #[case("nguyen", "nguyne", true)]
    #[case("nguyen", "ngyuen", true)]
    #[case("a", "", true)]
    #[case("", "", true)]
    #[case("dang", "dong ", false)]
    #[case("dang", "gnad", false)]
    #[case("abc", "bca", false)]
    #[case("abcd", "badc", false)]
    #[case("ab", "", false)]
    fn counts_slips(#[case] word: &str, #[case] needle: &str, #[case] want: bool) {
        assert_eq!(within_one_edit(word, needle), want, "{word} {needle}");
        assert_eq!(within_one_edit(needle, word), want, "{needle} {word}");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composition_does_not_matter(text in "[a-zA-ZÀ-ỹ đĐ]{0,24}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }

        #[test]
        fn any_slip_is_found(word in "[a-z]{1,9}", at in any::<prop::sample::Index>(), letter in "[a-z]") {
            let at = at.index(word.len());
            let mut wrong = word.clone();
            wrong.replace_range(at..=at, &letter);
            prop_assert!(within_one_edit(&word, &wrong));
            let mut short = word.clone();
            short.remove(at);
            prop_assert!(within_one_edit(&word, &short));
            prop_assert!(within_one_edit(&short, &word));
        }
    }
}
