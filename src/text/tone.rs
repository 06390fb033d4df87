//! Where the tone mark stands: `hòa`, `ủy` (old) or `hoà`, `uỷ` (new). A house style, at output only.
//!
//! Invariant: only the place of a mark changes, never a letter, a tone or the length in letters.

use super::letters::{split_tone, with_tone};
use super::syllable;

/// A house style for the tone mark of oa, oe and uy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Placement {
    /// On the first of the two: hòa, khỏe, ủy.
    #[default]
    Old,
    /// On the second: hoà, khoẻ, uỷ.
    New,
}

/// A text with every mark placed in one style.
pub fn place(text: &str, placement: Placement) -> String {
    let mut placed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        place_word(word, placement, &mut placed);
        let gap = after.find(char::is_alphabetic).unwrap_or(after.len());
        placed.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    placed
}

fn place_word(word: &str, placement: Placement, placed: &mut String) {
    let movable = !word.is_ascii()
        && syllable::parse(word).is_some_and(|found| matches!(found.rime.as_str(), "oa" | "oe" | "uy"));
    let mut back = word.chars().rev();
    let (Some(second), Some(first), true) = (back.next(), back.next(), movable) else {
        placed.push_str(word);
        return;
    };
    let (first, tone_of_first) = split_tone(first);
    let (second, tone_of_second) = split_tone(second);
    let tone = tone_of_first.max(tone_of_second);
    placed.extend(back.rev());
    match placement {
        Placement::Old => placed.extend([with_tone(first, tone), second]),
        Placement::New => placed.extend([first, with_tone(second, tone)]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Tỉnh ủy, ỦY BAN", "Tỉnh uỷ, UỶ BAN")]
    #[case("hòa khỏe thúy Lũy", "hoà khoẻ thuý Luỹ")]
    #[case("quý toàn thuyền khuỷu giá quả múa", "quý toàn thuyền khuỷu giá quả múa")]
    #[case("Hòa-bình (xóa)/tòa", "Hoà-bình (xoá)/toà")]
    fn moves_only_oa_oe_uy(#[case] old: &str, #[case] new: &str) {
        assert_eq!(place(old, Placement::New), new);
        assert_eq!(place(new, Placement::Old), old);
        assert_eq!(place(old, Placement::Old), old);
    }

    proptest! {
        #[test]
        fn only_the_place_changes(text in "[a-zA-ZÀ-ỹ ,.-]{0,24}|\\PC{0,16}") {
            let new = place(&text, Placement::New);
            prop_assert_eq!(fold(&new), fold(&text));
            prop_assert_eq!(new.chars().count(), text.chars().count());
            prop_assert_eq!(place(&new, Placement::New), new);
        }
    }
}
