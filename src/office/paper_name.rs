//! How a paper is cited: `Nghị quyết số 12-NQ/CB, ngày 02/9/2023` taken apart into kind, number, symbol, day.
//!
//! Invariant: reads what is written; what is not there stays empty.

use crate::domain::codes::Codes;
use crate::text::clean::clean;
use crate::text::dates;
use jiff::civil::Date;

/// The parts of a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperName {
    /// Code list `paper_kind`.
    pub kind: Option<String>,
    /// The number with its letter, without leading words: `907`, `12a`.
    pub number: Option<String>,
    /// What stands behind the number: `QĐ/TU`.
    pub symbol: Option<String>,
    /// The day, where it is cited.
    pub day: Option<Date>,
}

impl PaperName {
    /// Reads a citation.
    pub fn read(written: &str, codes: &Codes) -> Self {
        let text = clean(written).text;
        // A day is cited behind the word or a comma; a slash inside the symbol is none.
        let (head, day) = match split_day(&text) {
            Some((head, day)) => (head, Some(day)),
            None => (text.as_str(), None),
        };
        let head = head.trim().trim_end_matches([',', ';', '.']).trim();
        let at = head.find(|c: char| c.is_ascii_digit());
        let words = strip_number_word(head.get(..at.unwrap_or(head.len())).unwrap_or_default());
        let mut name = Self { day, ..Self::default() };
        if let Some(at) = at {
            let rest = &head[at..];
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let symbol = rest[end..].trim_start_matches([' ', '-', '/', '–']).trim();
            name.number = Some(rest[..end].to_owned());
            name.symbol = Some(symbol.to_owned()).filter(|symbol| !symbol.is_empty());
        }
        let by_word = codes.recognise("paper_kind", words).map(|code| code.code.clone());
        name.kind =
            by_word.or_else(|| name.symbol.as_deref().and_then(|symbol| kind_of_symbol(symbol, codes)));
        name
    }
}

/// The kind whose symbol begins the paper's: `QĐ/TU` is a decision.
fn kind_of_symbol(symbol: &str, codes: &Codes) -> Option<String> {
    let first = symbol.split(['/', '-']).next()?.trim().to_lowercase();
    let of_symbol = |code: &&crate::domain::codes::Code| {
        code.attribute("symbol").is_some_and(|known| known.to_lowercase() == first)
    };
    codes.list("paper_kind").iter().find(of_symbol).map(|code| code.code.clone())
}

fn split_day(text: &str) -> Option<(&str, Date)> {
    let lower = text.to_lowercase();
    // Lower case may differ in length for a few letters; then there is no telling where the word stands.
    let at = (lower.len() == text.len()).then(|| lower.rfind("ngày"))??;
    let day = text.get(at + "ngày".len()..)?.trim().trim_end_matches('.');
    Some((text.get(..at)?, dates::parse_typed(day).ok()?))
}

fn strip_number_word(words: &str) -> &str {
    let words = words.trim().trim_end_matches(':').trim();
    for word in ["số", "Số", "SỐ"] {
        if let Some(rest) = words.strip_suffix(word) {
            return rest.trim();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("907-QĐ/TU", "QD 907 QĐ/TU -")]
    #[case("Số 127-TTr/BTCTU", "TTR 127 TTr/BTCTU -")]
    #[case("907", "- 907 - -")]
    #[case("Nghị quyết số 12-NQ/CB, ngày 02/9/2023", "NQ 12 NQ/CB 2023-09-02")]
    #[case("Thông báo kết luận 15-TB/TU ngày 1/11/2023", "TB 15 TB/TU 2023-11-01")]
    #[case("45/CV-QP", "CV 45 CV-QP -")]
    #[case("Biên bản, ngày 12/9/2023", "BB - - 2023-09-12")]
    #[case("12a-QĐ/HU", "QD 12a QĐ/HU -")]
    #[case("phiếu ý kiến", "PK - - -")]
    #[case("", "- - - -")]
    fn a_citation(#[case] written: &str, #[case] expected: &str) {
        let name = PaperName::read(written, &Codes::built_in());
        let shown = |part: Option<String>| part.unwrap_or_else(|| "-".into());
        let day = name.day.map(|day| day.to_string());
        let parts = [shown(name.kind), shown(name.number), shown(name.symbol), shown(day)];
        assert_eq!(parts.join(" "), expected);
    }
}
