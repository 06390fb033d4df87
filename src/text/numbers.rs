//! Numbers as officers write them (`7.402`, `12,5`) and codes that a workbook turned into numbers.
//!
//! Invariant: a code is never rounded and never guessed; zeros put back in front are counted and told.

use super::message::Message;

/// Whole numbers a float holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Why a text or a cell is not taken as a number or a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// Nothing was given.
    #[error("no number given")]
    Empty,
    /// Not a number as it is written here.
    #[error("not a number: {0}")]
    NotANumber(String),
    /// A whole number is wanted.
    #[error("not whole: {0}")]
    NotWhole(String),
    /// More digits than a number here may have.
    #[error("too large: {0}")]
    TooLarge(String),
    /// The workbook kept the code as a rounded number: digits are lost.
    #[error("rounded: {0}")]
    Rounded(String),
    /// The code has more digits than its kind has.
    #[error("{0} is longer than {1} digits")]
    TooLong(String, usize),
}

impl NumberFault {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("text.number.empty"),
            Self::NotANumber(text) => Message::new("text.number.not_a_number").with("text", text),
            Self::NotWhole(text) => Message::new("text.number.not_whole").with("text", text),
            Self::TooLarge(text) => Message::new("text.number.too_large").with("text", text),
            Self::Rounded(text) => Message::new("text.number.rounded").with("text", text),
            Self::TooLong(text, width) => {
                Message::new("text.number.too_long").with("text", text).with("width", width)
            }
        }
    }
}

/// A code of digits, and what was done to have it whole again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The digits.
    pub text: String,
    /// Zeros put back in front.
    pub zeros_restored: usize,
    /// Spaces, dots, an apostrophe or a `.0` were taken off.
    pub tidied: bool,
}

impl Code {
    /// What to tell in the preview, if anything was done.
    pub fn note(&self) -> Option<Message> {
        match (self.zeros_restored, self.tidied) {
            (0, false) => None,
            (0, true) => Some(Message::new("text.number.code_tidied").with("code", &self.text)),
            (zeros, _) => {
                Some(Message::new("text.number.zeros_restored").with("code", &self.text).with("zeros", zeros))
            }
        }
    }
}

/// A whole number with dots between the thousands: `7.402`.
pub fn written(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A number with a decimal comma and so many places: `7.402,5`.
pub fn written_decimal(number: f64, places: usize) -> String {
    if !number.is_finite() {
        return String::from("–");
    }
    let plain = format!("{:.places$}", number.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let grouped = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), written);
    let negative = number < 0.0 && plain.contains(|c: char| c.is_ascii_digit() && c != '0');
    let sign = if negative { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// The number of a paper: below ten with a zero before it (`05`).
pub fn paper_number(number: u32) -> String {
    format!("{number:02}")
}

/// Reads a whole number: `7402`, `7.402`, `7,402`, `7 402`, `7402.0`.
pub fn parse_integer(text: &str) -> Result<i64, NumberFault> {
    let (negative, plain) = plain_number(text)?;
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    if fraction.contains(|c| c != '0') {
        return Err(NumberFault::NotWhole(text.trim().to_owned()));
    }
    let number: i64 = whole.parse().map_err(|_| NumberFault::TooLarge(text.trim().to_owned()))?;
    Ok(if negative { -number } else { number })
}

/// Reads a number with or without a fraction: `7.402,5`, `12,5`, `12.5`. Three digits behind a single dot or
/// comma are thousands.
pub fn parse_decimal(text: &str) -> Result<f64, NumberFault> {
    let (negative, plain) = plain_number(text)?;
    let number: f64 = plain.parse().map_err(|_| NumberFault::NotANumber(text.trim().to_owned()))?;
    Ok(if negative { -number } else { number })
}

/// The digits of a number with a point for its fraction, and whether it is negative.
fn plain_number(text: &str) -> Result<(bool, String), NumberFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    let fault = || NumberFault::NotANumber(text.to_owned());
    let unsigned = text.strip_prefix(['-', '−']);
    let body = unsigned.unwrap_or(text).trim_start();
    if !body.starts_with(|c: char| c.is_ascii_digit()) || !body.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(fault());
    }
    let mut groups = vec![String::new()];
    let mut marks = Vec::new();
    for c in body.chars() {
        match c {
            '0'..='9' => groups.last_mut().ok_or_else(fault)?.push(c),
            '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' => {
                marks.push(if matches!(c, '.' | ',') { c } else { ' ' });
                groups.push(String::new());
            }
            _ => return Err(fault()),
        }
    }
    let last = marks.last().copied();
    let same = marks.iter().all(|mark| Some(*mark) == last);
    let thousands = |groups: &[String]| {
        groups.len() == 1
            || (groups[0].len() <= 3 && groups[0] != "0" && groups[1..].iter().all(|group| group.len() == 3))
    };
    let plain = match last {
        None => groups.concat(),
        Some(_) if same && thousands(&groups) => groups.concat(),
        Some('.' | ',') => {
            let before = groups.len() - 1;
            let others = &marks[..before - 1];
            let one_kind = others.iter().all(|mark| Some(mark) == others.first() && Some(*mark) != last);
            if !one_kind || !thousands(&groups[..before]) {
                return Err(fault());
            }
            format!("{}.{}", groups[..before].concat(), groups[before])
        }
        Some(_) => return Err(fault()),
    };
    Ok((unsigned.is_some(), plain))
}

/// A code from a numeric cell: the digits, with zeros put back in front up to its width.
pub fn code_from_float(number: f64, width: usize) -> Result<Code, NumberFault> {
    if !number.is_finite() || number < 0.0 {
        return Err(NumberFault::NotANumber(number.to_string()));
    }
    if number.fract() != 0.0 {
        return Err(NumberFault::NotWhole(number.to_string()));
    }
    if number >= EXACT {
        return Err(NumberFault::Rounded(format!("{number:e}")));
    }
    padded((number as u64).to_string(), width, false)
}

/// A code from a text cell, as programs spoil them: `'079085001234`, `079 085 001 234`, `79085001234.0`.
pub fn code_from_text(text: &str, width: usize) -> Result<Code, NumberFault> {
    let given = text.trim();
    let unquoted = given.trim_start_matches(['\'', '’', '`']);
    let float_tail = unquoted
        .split_once('.')
        .filter(|(whole, tail)| {
            !tail.is_empty() && tail.chars().all(|c| c == '0') && !whole.is_empty() && tail.len() != 3
        })
        .map_or(unquoted, |(whole, _)| whole);
    if float_tail.is_empty() {
        return Err(NumberFault::Empty);
    }
    let is_scientific = |text: &str| {
        text.split_once(['e', 'E']).is_some_and(|(mantissa, power)| {
            mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
                && !mantissa.is_empty()
                && power.trim_start_matches(['+', '-']).parse::<u8>().is_ok()
        })
    };
    if is_scientific(float_tail) {
        return Err(NumberFault::Rounded(given.to_owned()));
    }
    let digits: String = float_tail.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.')).collect();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberFault::NotANumber(given.to_owned()));
    }
    let tidied = digits != given;
    padded(digits, width, tidied)
}

fn padded(digits: String, width: usize, tidied: bool) -> Result<Code, NumberFault> {
    if digits.len() > width {
        return Err(NumberFault::TooLong(digits, width));
    }
    let zeros_restored = width - digits.len();
    Ok(Code { text: format!("{digits:0>width$}"), zeros_restored, tidied })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0")]
    #[case(402, "402")]
    #[case(7402, "7.402")]
    #[case(-1_250_000, "-1.250.000")]
    #[case(i64::MIN, "-9.223.372.036.854.775.808")]
    fn writes(#[case] number: i64, #[case] want: &str) {
        assert_eq!(written(number), want);
    }

    #[test]
    fn writes_decimals_and_paper_numbers() {
        assert_eq!(written_decimal(7402.5, 1), "7.402,5");
        assert_eq!(written_decimal(-0.04, 1), "0,0");
        assert_eq!(written_decimal(99.96, 1), "100,0");
        assert_eq!(written_decimal(-12.5, 2), "-12,50");
        assert_eq!(written_decimal(12.0, 0), "12");
        assert_eq!((paper_number(5), paper_number(127)), ("05".to_owned(), "127".to_owned()));
    }

    #[rstest]
    #[case("7402", 7402)]
    #[case("7.402", 7402)]
    #[case("7,402", 7402)]
    #[case("7 402", 7402)]
    #[case("7402.0", 7402)]
    #[case("7402,00", 7402)]
    #[case("7.402,0", 7402)]
    #[case("7,402.0", 7402)]
    #[case("1.250.000", 1_250_000)]
    #[case("-15", -15)]
    #[case(" 007 ", 7)]
    fn reads(#[case] text: &str, #[case] want: i64) {
        assert_eq!(parse_integer(text), Ok(want));
    }

    #[rstest]
    #[case("", "empty")]
    #[case("7,5", "not_whole")]
    #[case("0.402", "not_whole")]
    #[case("7.40.2", "not_a_number")]
    #[case("1.234,567,890", "not_a_number")]
    #[case("7 40", "not_a_number")]
    #[case("7.", "not_a_number")]
    #[case("bảy", "not_a_number")]
    #[case("12 người", "not_a_number")]
    #[case("--1", "not_a_number")]
    #[case("1e5", "not_a_number")]
    #[case("99999999999999999999", "too_large")]
    fn refuses(#[case] text: &str, #[case] fault: &str) {
        assert_eq!(parse_integer(text).unwrap_err().message().key, format!("text.number.{fault}"));
    }

    #[rstest]
    #[case("12,5", 12.5)]
    #[case("12.5", 12.5)]
    #[case("7.402,5", 7402.5)]
    #[case("7,402.5", 7402.5)]
    #[case("7.402", 7402.0)]
    #[case("0,125", 0.125)]
    #[case("-0,5", -0.5)]
    fn reads_decimals(#[case] text: &str, #[case] want: f64) {
        assert_eq!(parse_decimal(text), Ok(want));
    }

    #[rstest]
    #[case(79_085_001_234.0, 12, Ok(("079085001234", 1)))]
    #[case(79_085_001_234.0, 11, Ok(("79085001234", 0)))]
    #[case(79_085_001_234.0, 10, Err("too_long"))]
    #[case(7.5, 12, Err("not_whole"))]
    #[case(-7.0, 12, Err("not_a_number"))]
    #[case(1e17, 18, Err("rounded"))]
    #[case(f64::NAN, 12, Err("not_a_number"))]
    fn codes_from_floats(
        #[case] number: f64,
        #[case] width: usize,
        #[case] want: Result<(&str, usize), &str>,
    ) {
        match (code_from_float(number, width), want) {
            (Ok(code), Ok(want)) => assert_eq!((code.text.as_str(), code.zeros_restored), want),
            (Err(fault), Err(want)) => assert_eq!(fault.message().key, format!("text.number.{want}")),
            (found, want) => panic!("{found:?} {want:?}"),
        }
    }

    #[rstest]
    #[case("079085001234", Ok(("079085001234", 0, false)))]
    #[case("79085001234.0", Ok(("079085001234", 1, true)))]
    #[case("'079085001234", Ok(("079085001234", 0, true)))]
    #[case("079 085 001 234", Ok(("079085001234", 0, true)))]
    #[case("079.085.001.000", Ok(("079085001000", 0, true)))]
    #[case("7.9085E+10", Err("rounded"))]
    #[case("079085001234567", Err("too_long"))]
    #[case("CB-079", Err("not_a_number"))]
    #[case("", Err("empty"))]
    #[case("'", Err("empty"))]
    fn codes_from_texts(#[case] text: &str, #[case] want: Result<(&str, usize, bool), &str>) {
        match (code_from_text(text, 12), want) {
            (Ok(code), Ok(want)) => assert_eq!((code.text.as_str(), code.zeros_restored, code.tidied), want),
            (Err(fault), Err(want)) => assert_eq!(fault.message().key, format!("text.number.{want}")),
            (found, want) => panic!("{found:?} {want:?}"),
        }
    }

    proptest! {
        #[test]
        fn comes_back(number in (i64::MIN + 1)..) {
            prop_assert_eq!(parse_integer(&written(number)), Ok(number));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,16}", digits in "[0-9., eE+'-]{0,16}") {
            for text in [&text, &digits] {
                let _ = (parse_integer(text), parse_decimal(text), code_from_text(text, 12));
            }
        }
    }
}
