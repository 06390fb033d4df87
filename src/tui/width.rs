//! How many columns a text takes, and how it is cut or wrapped to fit.
//!
//! Invariant: never cuts inside a grapheme; a mark stays with its letter.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns a text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}

/// The text, or its beginning and `…` where it doesn't fit.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut used = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let next = used + width(grapheme);
        if next > columns - 1 {
            break;
        }
        used = next;
        end = start + grapheme.len();
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// The text, or its beginning and its end with `…` between, where it doesn't fit: for names that begin alike,
/// "Chi bộ Công ty Cổ phần …", and differ at the end.
pub fn fit_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns || columns < 12 {
        return fit(text, columns);
    }
    // The beginning ends with a whole word, where there is one.
    let head = fit(text, columns / 3);
    let head = head.trim_end_matches('…').trim_end();
    let whole = text[head.len()..].starts_with(' ');
    let head = if whole { head } else { head.rfind(' ').map_or(head, |space| &head[..space]) };
    let mut used = width(head) + 1;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let next = used + width(grapheme);
        if next > columns {
            break;
        }
        used = next;
        start = at;
    }
    // The end begins with a whole word, where there is one.
    let inside_word = start > 0 && !text[..start].ends_with(' ');
    let next_word = text[start..].find(' ').map(|at| start + at + 1).filter(|_| inside_word);
    Cow::Owned(format!("{head}…{}", text[next_word.unwrap_or(start)..].trim_start()))
}

/// A name as officers write it where room is short: "CB CTCP Muối Đầm Xanh". `pairs` says what is shortened to
/// what, `long=short` apart by `;`.
pub fn shorter(name: &str, pairs: &str) -> String {
    let pairs = pairs.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.fold(name.to_owned(), |name, (long, short)| name.replace(long.trim(), short.trim()))
}

/// The text over rows of at most so many columns, broken between words, or inside a word that is too long.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    if columns == 0 {
        return rows;
    }
    for line in text.split('\n') {
        let mut row = String::new();
        let mut used = 0;
        for word in line.split(' ') {
            let needed = width(word);
            if used > 0 && used + 1 + needed <= columns {
                row.push(' ');
                row.push_str(word);
                used += 1 + needed;
                continue;
            }
            if used > 0 {
                rows.push(std::mem::take(&mut row));
                used = 0;
            }
            for grapheme in word.graphemes(true) {
                let step = width(grapheme);
                if used + step > columns && used > 0 {
                    rows.push(std::mem::take(&mut row));
                    used = 0;
                }
                row.push_str(grapheme);
                used += step;
            }
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Chi bộ", 6, "Chi bộ")]
    #[case("Chi bộ Công ty", 8, "Chi bộ…")]
    #[case("Nguye\u{302}\u{303}n", 4, "Ngu…")]
    #[case("Nguye\u{302}\u{303}n Văn", 6, "Nguye\u{302}\u{303}…")]
    #[case("漢字漢字", 5, "漢字…")]
    #[case("漢字漢字", 4, "漢…")]
    #[case("abc", 1, "…")]
    #[case("abc", 0, "")]
    fn a_text_is_cut_between_graphemes(#[case] text: &str, #[case] columns: usize, #[case] shown: &str) {
        assert_eq!(fit(text, columns), shown);
    }

    #[test]
    fn a_name_keeps_the_end_that_tells_it_apart() {
        assert_eq!(fit_middle("Chi bộ Công ty Cổ phần Muối Đầm Xanh", 24), "Chi bộ…Muối Đầm Xanh");
        assert_eq!(fit_middle("Chi bộ An Phát", 24), "Chi bộ An Phát");
        assert_eq!(fit_middle("Chi bộ An Phát", 8), "Chi bộ…");
        for columns in 0..40 {
            assert!(width(&fit_middle("Chi bộ Công ty Cổ phần Muối Đầm Xanh", columns)) <= columns);
        }
    }

    #[test]
    fn long_names_wrap_between_words() {
        assert_eq!(
            wrap("Chi bộ Công ty TNHH Một thành viên Thương mại", 16),
            ["Chi bộ Công ty", "TNHH Một thành", "viên Thương mại"]
        );
        assert_eq!(wrap("Nghiêngnghiêng", 5), ["Nghiê", "ngngh", "iêng"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn what_is_fitted_or_wrapped_fits(text in "[a-zàễơđ漢 \u{301}\n]{0,40}", columns in 2usize..20) {
            prop_assert!(width(&fit(&text.replace('\n', " "), columns)) <= columns);
            for row in wrap(&text, columns) {
                prop_assert!(width(&row) <= columns, "{row:?}");
            }
        }
    }
}
