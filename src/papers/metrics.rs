//! How wide words are in Times New Roman, for the rule that is as long as its words.
//!
//! Invariant: measures only; a letter with marks is as wide as the letter without.

use super::laid::Twips;
use unicode_normalization::UnicodeNormalization;

/// Widths in thousandths of the size, from the font's own tables: space to tilde.
const UPRIGHT: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
    500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581,
    500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
    333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];

/// The width of a text on one line, at a size in points.
pub fn width(text: &str, size: u32, bold: bool) -> Twips {
    let table = if bold { &BOLD } else { &UPRIGHT };
    let letters = text.nfd().filter(|letter| !('\u{300}'..'\u{370}').contains(letter));
    let thousandths: u32 = letters
        .map(|letter| match letter {
            'Đ' => 'D',
            'đ' => 'd',
            other => other,
        })
        .map(|letter| (letter as usize).checked_sub(32).and_then(|index| table.get(index)).unwrap_or(&722))
        .map(|width| u32::from(*width))
        .sum();
    (thousandths * size * 20).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 206,7 points, added up by hand from the font's tables.
    #[test]
    fn the_title_of_every_paper() {
        assert_eq!(width("ĐẢNG CỘNG SẢN VIỆT NAM", 15, true), 4134);
    }
}
