//! Wordings without the answers they mention, where there are none: on paper, as a header.
//!
//! Invariant: only `${name}` is replaced.

/// A wording with "…" for each `${name}`.
pub fn left_open(label: &str) -> String {
    let mut parts = label.split("${");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((_, rest)) => {
                plain.push('…');
                plain.push_str(rest);
            }
            None => plain.push_str(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Doanh thu năm ${year}", "Doanh thu năm …")]
    #[case("${a} và ${b}?", "… và …?")]
    #[case("không đóng ${a", "không đóng a")]
    #[case("", "")]
    fn what_is_mentioned_is_left_open(#[case] label: &str, #[case] expected: &str) {
        assert_eq!(left_open(label), expected);
    }
}
