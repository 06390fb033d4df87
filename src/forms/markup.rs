//! Words written for a telephone: the marks that make them bold or coloured there, left out.
//!
//! Labels of public forms hold a little Markdown and HTML (`**đậm**`, `# Tiêu đề`, `<span style="…">`, `&nbsp;`).
//! A terminal and a printed page show the words.
//!
//! Invariant: only pairs of marks around words and tags known by name go; `5 * 3 * 2`, `ten_don_vi`, `a < b` and
//! what stands in `${…}` stay as written.

use std::borrow::Cow;

/// Tags that only say how the words look.
const TAGS: &[&str] = &[
    "a", "b", "big", "center", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins",
    "mark", "p", "s", "small", "span", "strike", "strong", "sub", "sup", "u",
];

/// What stands for a sign that HTML keeps to itself.
const ENTITIES: &[(&str, &str)] =
    &[("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// Marks around words, the longer first.
const MARKS: &[&str] = &["**", "__", "*", "_"];

/// The words alone.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '#', '<', '&', '\\']) {
        return Cow::Borrowed(text);
    }
    let untagged = without_tags(text);
    let lines: Vec<String> = untagged.split('\n').map(|line| without_marks(without_hashes(line))).collect();
    let mut words = lines.join("\n");
    for (entity, sign) in ENTITIES {
        words = words.replace(entity, sign);
    }
    if words.trim().is_empty() { Cow::Borrowed(text) } else { Cow::Owned(words.trim().to_owned()) }
}

/// `## Tiêu đề` is a heading; `#3` is a number.
fn without_hashes(line: &str) -> &str {
    let bare = line.trim_start().trim_start_matches('#');
    let hashes = line.trim_start().len() - bare.len();
    if (1..=6).contains(&hashes) && bare.starts_with(' ') { bare.trim_start() } else { line }
}

fn without_tags(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = rest.find('>').map(|end| (&rest[1..end], &rest[end + 1..]));
        match tag.map(|(tag, after)| (name_of(tag), after)) {
            Some((name, after)) if name == "br" => {
                words.push('\n');
                rest = after;
            }
            Some((name, after)) if TAGS.contains(&name.as_str()) => rest = after,
            _ => {
                words.push('<');
                rest = &rest[1..];
            }
        }
    }
    words + rest
}

/// `span` of `span style="color:red"`, of `/span` and of `SPAN/`. No tag we know has a longer name than is read:
/// a line of nothing but `<` would otherwise be read anew from each.
fn name_of(tag: &str) -> String {
    const LONGEST: usize = 8;
    let name = tag.trim_start_matches('/').chars().take_while(|sign| !sign.is_whitespace() && *sign != '/');
    name.take(LONGEST).flat_map(char::to_lowercase).collect()
}

fn without_marks(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(sign) = rest.chars().next() {
        let before = words.chars().next_back();
        if let Some(mentioned) = rest.strip_prefix("${").and_then(|inner| inner.find('}')) {
            let (mention, after) = rest.split_at(mentioned + 3);
            words.push_str(mention);
            rest = after;
        } else if let Some(kept) = rest.strip_prefix('\\').filter(|next| next.starts_with(['*', '_', '#'])) {
            words.push_str(&kept[..1]);
            rest = &kept[1..];
        } else if !before.is_some_and(char::is_alphanumeric)
            && let Some((inside, after)) = marked(rest)
        {
            words.push_str(&without_marks(inside));
            rest = after;
        } else {
            words.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    words
}

/// The words between a pair of marks at the beginning, and what follows.
fn marked(text: &str) -> Option<(&str, &str)> {
    MARKS.iter().find_map(|mark| {
        let own = |next: char| next == ' ' || mark.starts_with(next);
        let inner = text.strip_prefix(mark).filter(|inner| !inner.starts_with(own))?;
        // Counted from one mark to the next: counted from the beginning each time, a long line takes minutes.
        let (mut counted, mut opened, mut closed) = (0, 0, 0);
        let closing = |(at, _): &(usize, &str)| {
            let (inside, after) = (&inner[..*at], &inner[at + mark.len()..]);
            let stands = !inside.is_empty()
                && !inside.ends_with([' ', '\\'])
                && !after.starts_with(|next: char| next.is_alphanumeric() || mark.starts_with(next));
            if !stands {
                return false;
            }
            opened += inner[counted..*at].matches("${").count();
            closed += inner[counted..*at].matches('}').count();
            counted = *at;
            opened == closed
        };
        let (at, _) = inner.match_indices(mark).find(closing)?;
        Some((&inner[..at], &inner[at + mark.len()..]))
    })
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::time::{Duration, Instant};

    #[rstest]
    #[case("**Tên** đơn vị", "Tên đơn vị")]
    #[case("Tên **đơn vị**:", "Tên đơn vị:")]
    #[case("__Tên__ và _họ_ và *đệm*", "Tên và họ và đệm")]
    #[case("**_Cả hai_**", "Cả hai")]
    #[case("## Phần hai", "Phần hai")]
    #[case("Câu #3", "Câu #3")]
    #[case("#3", "#3")]
    #[case("<span style=\"color:red\">Chú ý</span>", "Chú ý")]
    #[case("Dòng một<br/>dòng hai", "Dòng một\ndòng hai")]
    #[case("a &lt; b &amp; c", "a < b & c")]
    #[case("5 * 3 * 2", "5 * 3 * 2")]
    #[case("5*3*2", "5*3*2")]
    #[case("Bắt buộc *", "Bắt buộc *")]
    #[case("* mục một", "* mục một")]
    #[case("ten_don_vi và ma_so_thue", "ten_don_vi và ma_so_thue")]
    #[case("Của ${ten_don_vi} là ${ma_so}", "Của ${ten_don_vi} là ${ma_so}")]
    #[case("**${ten_don_vi}**", "${ten_don_vi}")]
    #[case("_${_a}_", "${_a}")]
    #[case("a < b và c > d", "a < b và c > d")]
    #[case("< 18", "< 18")]
    #[case("<tuổi>", "<tuổi>")]
    #[case("\\*không đậm\\*", "*không đậm*")]
    #[case("**", "**")]
    #[case("_____", "_____")]
    #[case("Họ tên: ______", "Họ tên: ______")]
    fn the_marks_go_and_the_words_stay(#[case] written: &str, #[case] words: &str) {
        assert_eq!(plain(written), words);
    }

    #[rstest]
    #[case("*${a* ")]
    #[case("_a} ")]
    #[case("<")]
    #[case("**a ")]
    fn a_line_of_nothing_but_marks_comes_to_an_end(#[case] written: &str) {
        let begun = Instant::now();
        plain(&(written.repeat(8_000 / written.len()) + ">"));
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn anything_is_read(written in "[*_#<>&;a-zé \\\\$\\{\\}\n/]{0,40}") {
            let words = plain(&written).into_owned();
            prop_assert_eq!(words.is_empty(), written.is_empty());
        }
    }
}
