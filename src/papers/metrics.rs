//! How wide words are in Times New Roman, for the rule that is as long as its words and for lines of one width.
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

/// How finely columns are measured: half a point.
const STEP: usize = 10;

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

/// The narrowest column in which a text takes no more lines than in one of this width, none of them beginning with
/// a dash where that can be; none for a text of one line.
pub fn narrowest(text: &str, size: u32, bold: bool, width: Twips) -> Option<Twips> {
    let words: Vec<(Twips, bool)> = text
        .split_whitespace()
        .map(|word| (self::width(word, size, bold), matches!(word, "-" | "–" | "—")))
        .collect();
    let space = self::width(" ", size, bold);
    // How many lines there are in a column, and whether one begins with a dash.
    let lines = |column: Twips| {
        let (mut count, mut used, mut dashed) = (0_usize, column, false);
        for (word, is_dash) in &words {
            if count > 0 && used + space + word <= column {
                used += space + word;
            } else {
                (count, used, dashed) = (count + 1, *word, dashed || *is_dash);
            }
        }
        (count, dashed)
    };
    let (most, _) = lines(width);
    if most <= 1 || text.contains('\n') {
        return None;
    }
    // The widest word must fit, or a program would break it.
    let widest = words.iter().map(|(word, _)| *word).max()?;
    let enough = |column: &Twips| lines(*column).0 <= most;
    let narrowest = (widest.min(width)..=width).step_by(STEP).find(enough).unwrap_or(width);
    let undashed = |column: &Twips| !lines(*column).1;
    Some((narrowest..=width).step_by(STEP).find(undashed).unwrap_or(narrowest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 206,7 points, added up by hand from the font's tables.
    #[test]
    fn the_title_of_every_paper() {
        assert_eq!(width("ĐẢNG CỘNG SẢN VIỆT NAM", 15, true), 4134);
    }

    #[test]
    fn the_narrowest_column_takes_as_many_lines() {
        let text = "ĐẢNG ỦY KHỐI CƠ QUAN - DOANH NGHIỆP TỈNH";
        let column = width("ĐẢNG ỦY KHỐI CƠ QUAN - DOANH NGHIỆP", 14, true);
        let found = narrowest(text, 14, true, column).unwrap();
        let first_line = width("ĐẢNG ỦY KHỐI CƠ QUAN -", 14, true);
        assert!((first_line..first_line + 20).contains(&found), "no line begins with a dash: {found}");
        assert_eq!(narrowest("BAN TỔ CHỨC", 14, true, 4000), None);
        assert_eq!(narrowest("hai\ndòng", 14, true, 100), None);
        let long = "Ạ".repeat(200);
        assert_eq!(narrowest(&format!("{long} b"), 14, true, 4000), Some(4000));
    }
}
