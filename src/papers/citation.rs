//! How a paper is cited and how its number line reads (domain 6).
//!
//! Invariant: a number is written as it was given; below 10 it gets a leading 0, and a blank one stays blank.

use crate::text::dates::body_date;
use jiff::civil::Date;

/// What a citation is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cited<'a> {
    /// The kind in words: `Quyết định`.
    pub kind: &'a str,
    /// Its number, without the symbol.
    pub number: Option<&'a str>,
    /// What stands behind the number: `QĐ/TU`.
    pub symbol: Option<&'a str>,
    /// Its date.
    pub day: Option<Date>,
    /// Who issued it.
    pub issuer: Option<&'a str>,
}

/// The words a citation is joined by, from the locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationWords {
    /// `số`.
    pub number: String,
    /// `ngày`.
    pub day: String,
    /// `của`.
    pub issuer: String,
    /// The day of a paper that bears none yet, to be written in by hand: `ngày {room} tháng {room} năm {year}`.
    pub open_day: String,
}

impl Cited<'_> {
    /// `Quyết định số 907-QĐ/TU, ngày 07/3/2019 của …`.
    pub fn written(&self, words: &CitationWords) -> String {
        let day = self.day.map(|day| format!("{} {}", words.day, body_date(day)));
        self.with_day(words, day)
    }

    /// The same, with room for the day where the paper bears none yet.
    pub fn with_open_day(&self, words: &CitationWords, year: i16) -> String {
        let known = self.day.map(|day| format!("{} {}", words.day, body_date(day)));
        let open = || words.open_day.replace("{year}", &year.to_string()).replace("{room}", ROOM);
        self.with_day(words, known.or_else(|| Some(open())))
    }

    fn with_day(&self, words: &CitationWords, day: Option<String>) -> String {
        let mut written = self.kind.to_owned();
        let number = number_and_symbol(self.number, self.symbol);
        if !number.is_empty() {
            written.push_str(&format!(" {} {number}", words.number));
        }
        if let Some(day) = day {
            written.push_str(&format!(", {day}"));
        }
        if let Some(issuer) = self.issuer {
            written.push_str(&format!(" {} {issuer}", words.issuer));
        }
        written
    }
}

/// `907-QĐ/TU`, `03-TTr/BTCTU`; with a blank where no number is given yet: `     -TTr/BTCTU`.
pub fn number_and_symbol(number: Option<&str>, symbol: Option<&str>) -> String {
    match (number, symbol) {
        (None, None) => String::new(),
        (Some(number), None) => padded(number),
        (Some(number), Some(symbol)) => format!("{}-{symbol}", padded(number)),
        (None, Some(symbol)) => format!("{BLANK}-{symbol}"),
    }
}

/// Room to write a number in by hand, in spaces a line break can't fall into.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// Room for a day or a month.
const ROOM: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

/// A number below 10 gets a 0 in front; a letter behind it stays.
fn padded(number: &str) -> String {
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    if digits == 1 { format!("0{number}") } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn words() -> CitationWords {
        CitationWords {
            number: "số".into(),
            day: "ngày".into(),
            issuer: "của".into(),
            open_day: "ngày {room} tháng {room} năm {year}".into(),
        }
    }

    #[test]
    fn a_decision_is_cited_with_number_date_and_issuer() {
        let cited = Cited {
            kind: "Quyết định",
            number: Some("907"),
            symbol: Some("QĐ/TU"),
            day: Some(date(2019, 3, 7)),
            issuer: Some("Ban Thường vụ Tỉnh ủy"),
        };
        assert_eq!(
            cited.written(&words()),
            "Quyết định số 907-QĐ/TU, ngày 07/3/2019 của Ban Thường vụ Tỉnh ủy"
        );
        let draft = Cited { number: None, day: None, ..cited };
        assert_eq!(
            draft.with_open_day(&words(), 2023).replace('\u{a0}', "_"),
            "Quyết định số _____-QĐ/TU, ngày ____ tháng ____ năm 2023 của Ban Thường vụ Tỉnh ủy"
        );
        assert_eq!(Cited { kind: "Điều lệ Đảng", ..Cited::default() }.written(&words()), "Điều lệ Đảng");
    }

    #[rstest]
    #[case(Some("3"), Some("TTr/BTCTU"), "03-TTr/BTCTU")]
    #[case(Some("3a"), Some("TTr/BTCTU"), "03a-TTr/BTCTU")]
    #[case(Some("1533"), Some("QĐ/TU"), "1533-QĐ/TU")]
    #[case(Some("07"), None, "07")]
    #[case(None, Some("TTr/BTCTU"), "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}-TTr/BTCTU")]
    #[case(None, None, "")]
    fn a_number_line(#[case] number: Option<&str>, #[case] symbol: Option<&str>, #[case] line: &str) {
        assert_eq!(number_and_symbol(number, symbol), line);
    }
}
