//! The tax code of an enterprise: ten digits, the last a check digit; a branch adds three.
//!
//! Invariant: kept as text, zeros in front included. What was restored is said, never silent.

use crate::text::message::Message;
use std::fmt;

const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// A tax code whose check digit is right, `0123456789` or `0123456789-001`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaxCode(String);

/// Why something is no tax code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxCodeError {
    /// Neither ten digits nor ten and three.
    #[error("a tax code has 10 digits, or 10 and 3; here are {digits}")]
    Length {
        /// Digits found.
        digits: usize,
    },
    /// Something that is no digit.
    #[error("a tax code has digits only")]
    Letters,
    /// The tenth digit does not agree with the nine before it.
    #[error("the check digit does not agree")]
    CheckDigit,
}

impl TaxCodeError {
    /// What to tell the officer.
    pub fn message(&self) -> Message {
        match self {
            Self::Length { digits } => Message::new("tax_code.length").with("digits", digits),
            Self::Letters => Message::new("tax_code.letters"),
            Self::CheckDigit => Message::new("tax_code.check_digit"),
        }
    }
}

impl TaxCode {
    /// Reads a tax code as written; spaces, dots and the dash of a branch do not matter.
    pub fn parse(written: &str) -> Result<Self, TaxCodeError> {
        Self::check(&digits(written)?)
    }

    /// Reads a tax code that may have lost the zeros in front of it; says whether they were put back.
    /// They are put back only where the check digit then agrees.
    pub fn parse_restoring(written: &str) -> Result<(Self, bool), TaxCodeError> {
        let digits = digits(written)?;
        if (7..10).contains(&digits.len()) {
            let length = TaxCodeError::Length { digits: digits.len() };
            return Self::check(&format!("{digits:0>10}")).map(|code| (code, true)).map_err(|_| length);
        }
        Self::check(&digits).map(|code| (code, false))
    }

    fn check(digits: &str) -> Result<Self, TaxCodeError> {
        if digits.len() != 10 && digits.len() != 13 {
            return Err(TaxCodeError::Length { digits: digits.len() });
        }
        let sum: u32 =
            digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        // A remainder of 0 would ask for the digit "10": no code is issued for it.
        if 10 - sum % 11 != u32::from(digits.as_bytes()[9] - b'0') {
            return Err(TaxCodeError::CheckDigit);
        }
        let (enterprise, branch) = digits.split_at(10);
        Ok(Self(if branch.is_empty() { enterprise.to_owned() } else { format!("{enterprise}-{branch}") }))
    }

    /// The code, `0123456789` or `0123456789-001`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The enterprise the code, or the branch's code, belongs to.
    pub fn enterprise(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether it is a branch's.
    pub fn is_branch(&self) -> bool {
        self.0.contains('-')
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn digits(written: &str) -> Result<String, TaxCodeError> {
    let bare: String =
        written.chars().filter(|letter| !letter.is_whitespace() && !"-.'–".contains(*letter)).collect();
    if bare.bytes().all(|byte| byte.is_ascii_digit()) { Ok(bare) } else { Err(TaxCodeError::Letters) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Codes of public enterprises: Vinamilk, Viettel, FPT, Petrovietnam.
    #[rstest]
    #[case("0300588569", "0300588569")]
    #[case("0100109106", "0100109106")]
    #[case(" 0101 248 141 ", "0101248141")]
    #[case("0100681592", "0100681592")]
    #[case("0300588569-001", "0300588569-001")]
    #[case("0300588569001", "0300588569-001")]
    fn a_right_code_is_read(#[case] written: &str, #[case] expected: &str) {
        assert_eq!(TaxCode::parse(written).unwrap().as_str(), expected);
    }

    #[rstest]
    #[case("0300588568", TaxCodeError::CheckDigit)]
    #[case("0300588596", TaxCodeError::CheckDigit)]
    #[case("030058856", TaxCodeError::Length { digits: 9 })]
    #[case("03005A8569", TaxCodeError::Letters)]
    #[case("", TaxCodeError::Length { digits: 0 })]
    fn a_wrong_code_is_refused(#[case] written: &str, #[case] expected: TaxCodeError) {
        assert_eq!(TaxCode::parse(written), Err(expected));
    }

    #[test]
    fn lost_zeros_come_back_only_where_the_check_agrees() {
        let (code, restored) = TaxCode::parse_restoring("300588569").unwrap();
        assert_eq!((code.as_str(), restored), ("0300588569", true));
        assert_eq!(TaxCode::parse_restoring("300588568"), Err(TaxCodeError::Length { digits: 9 }));
        assert!(!TaxCode::parse_restoring("0300588569").unwrap().1);
    }

    #[test]
    fn a_branch_knows_its_enterprise() {
        let branch = TaxCode::parse("0300588569-001").unwrap();
        assert!(branch.is_branch());
        assert_eq!(branch.enterprise(), "0300588569");
    }

    proptest::proptest! {
        /// One wrong digit among the first ten is always noticed.
        #[test]
        fn one_wrong_digit_is_noticed(at in 0usize..10, digit in 0u8..10) {
            let mut bytes = *b"0300588569";
            let changed = b'0' + digit;
            proptest::prop_assume!(bytes[at] != changed);
            bytes[at] = changed;
            let written = String::from_utf8(bytes.to_vec()).unwrap();
            proptest::prop_assert!(TaxCode::parse(&written).is_err());
        }
    }
}
