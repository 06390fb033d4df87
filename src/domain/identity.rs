//! Numbers that name a person or an organisation: identity number, Party card, organisation code.
//!
//! Invariant: attributes with history, never keys. What disagrees is a finding for an officer, not a refusal:
//! real lists are full of numbers typed wrongly.

use crate::text::message::Message;
use std::fmt;

/// Why something is no such number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The wrong number of digits.
    #[error("{expected} digits are needed; here are {digits}")]
    Length {
        /// Digits it should have, as written to a person, e.g. `8, 12`.
        expected: &'static str,
        /// Digits found.
        digits: usize,
    },
    /// Something that is no digit.
    #[error("digits only")]
    Letters,
}

impl NumberError {
    /// What to tell the officer.
    pub fn message(&self) -> Message {
        match self {
            Self::Length { expected, digits } => {
                Message::new("number.length").with("expected", expected).with("digits", digits)
            }
            Self::Letters => Message::new("number.letters"),
        }
    }
}

/// An identity number: province (3), century and gender (1), year of birth (2), serial (6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityNumber(String);

impl IdentityNumber {
    /// Reads an identity number of twelve digits.
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let digits = digits(written)?;
        if digits.len() == 12 { Ok(Self(digits)) } else { Err(length("12", &digits)) }
    }

    /// Reads a number that may have lost the zeros in front of it; says whether they were put back.
    /// Province codes run from 001 to 096, so one or two zeros can be lost.
    pub fn parse_restoring(written: &str) -> Result<(Self, bool), NumberError> {
        let digits = digits(written)?;
        match digits.len() {
            12 => Ok((Self(digits), false)),
            10 | 11 => Ok((Self(format!("{digits:0>12}")), true)),
            _ => Err(length("12", &digits)),
        }
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Code of the province where the birth was registered.
    pub fn province(&self) -> &str {
        &self.0[..3]
    }

    /// Whether the number says it is a woman's.
    pub fn says_female(&self) -> bool {
        self.digit(3) % 2 == 1
    }

    /// The year of birth the number says.
    pub fn says_born(&self) -> i16 {
        1900 + 100 * i16::from(self.digit(3) / 2) + 10 * i16::from(self.digit(4)) + i16::from(self.digit(5))
    }

    /// Where the number disagrees with what else is known of the person: warnings, not refusals.
    pub fn disagreements(&self, female: Option<bool>, born: Option<i16>) -> Vec<Message> {
        let mut found = Vec::new();
        if female.is_some_and(|female| female != self.says_female()) {
            let says = if self.says_female() { "gender.female" } else { "gender.male" };
            found.push(Message::new("identity.gender").with("number", &self.0).with_key("says", says));
        }
        if let Some(born) = born.filter(|born| *born != self.says_born()) {
            let message = Message::new("identity.born").with("number", &self.0);
            found.push(message.with("says", self.says_born()).with("born", born));
        }
        if !("001"..="096").contains(&self.province()) {
            let message = Message::new("identity.province").with("number", &self.0);
            found.push(message.with("province", self.province()));
        }
        found
    }

    fn digit(&self, at: usize) -> u8 {
        self.0.as_bytes().get(at).map_or(0, |byte| byte - b'0')
    }
}

/// A Party card number: eight digits on the old card, twelve in the newer lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardNumber(String);

impl CardNumber {
    /// Reads a card number; dots and spaces do not matter.
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let digits = digits(written)?;
        if matches!(digits.len(), 8 | 12) { Ok(Self(digits)) } else { Err(length("8, 12", &digits)) }
    }

    /// Reads a card number that may have lost one zero in front; says whether it was put back.
    pub fn parse_restoring(written: &str) -> Result<(Self, bool), NumberError> {
        let digits = digits(written)?;
        match digits.len() {
            8 | 12 => Ok((Self(digits), false)),
            7 => Ok((Self(format!("0{digits}")), true)),
            11 => Ok((Self(format!("0{digits}")), true)),
            _ => Err(length("8, 12", &digits)),
        }
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code of fourteen digits: province, superior of the grassroots, grassroots, attached committee, cell.
/// Its second group changes on a transfer: never a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrganisationCode(String);

impl OrganisationCode {
    /// Reads `NN.NNN.NNN.NNN.NNN`; dots and spaces do not matter.
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let digits = digits(written)?;
        if digits.len() == 14 { Ok(Self(digits)) } else { Err(length("14", &digits)) }
    }

    /// Its five groups.
    pub fn groups(&self) -> [&str; 5] {
        let code = self.0.as_str();
        [&code[..2], &code[2..5], &code[5..8], &code[8..11], &code[11..14]]
    }

    /// The same organisation under another superior.
    #[must_use]
    pub fn under(&self, superior: u16) -> Self {
        let [province, _, grassroots, attached, cell] = self.groups();
        Self(format!("{province}{:03}{grassroots}{attached}{cell}", superior % 1000))
    }
}

impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OrganisationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.groups().join("."))
    }
}

fn digits(written: &str) -> Result<String, NumberError> {
    let bare: String =
        written.chars().filter(|letter| !letter.is_whitespace() && !"-.'".contains(*letter)).collect();
    if bare.bytes().all(|byte| byte.is_ascii_digit()) { Ok(bare) } else { Err(NumberError::Letters) }
}

fn length(expected: &'static str, digits: &str) -> NumberError {
    NumberError::Length { expected, digits: digits.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// First rows of the sample member list.
    #[rstest]
    #[case("058178399635", true, 1978)]
    #[case("058095158056", false, 1995)]
    #[case("058301000000", true, 2001)]
    #[case("058200000000", false, 2000)]
    fn an_identity_number_says_gender_and_year(
        #[case] written: &str,
        #[case] female: bool,
        #[case] born: i16,
    ) {
        let number = IdentityNumber::parse(written).unwrap();
        assert_eq!((number.says_female(), number.says_born()), (female, born));
        assert_eq!(number.disagreements(Some(female), Some(born)), Vec::new());
    }

    #[test]
    fn disagreements_are_findings_not_refusals() {
        let number = IdentityNumber::parse("999178399635").unwrap();
        let found = number.disagreements(Some(false), Some(1979));
        let keys: Vec<_> = found.iter().map(|message| message.key.as_ref()).collect();
        assert_eq!(keys, ["identity.gender", "identity.born", "identity.province"]);
        assert_eq!(number.disagreements(None, None).len(), 1);
    }

    /// A spreadsheet kept 058085372068 as the number 58085372068.
    #[test]
    fn a_lost_zero_is_put_back_and_told() {
        let (number, restored) = IdentityNumber::parse_restoring("58085372068").unwrap();
        assert_eq!((number.as_str(), restored), ("058085372068", true));
        assert_eq!(
            IdentityNumber::parse("58085372068"),
            Err(NumberError::Length { expected: "12", digits: 11 })
        );
        assert!(IdentityNumber::parse_restoring("123456789").is_err());
    }

    #[rstest]
    #[case("58377420", Some("58377420"))]
    #[case("58.377420", Some("58377420"))]
    #[case("058178399635", Some("058178399635"))]
    #[case("5837742", None)]
    #[case("5837742x", None)]
    fn a_card_number_has_eight_or_twelve_digits(#[case] written: &str, #[case] expected: Option<&str>) {
        assert_eq!(CardNumber::parse(written).ok().as_ref().map(CardNumber::as_str), expected);
    }

    #[test]
    fn the_second_group_of_a_code_changes_on_transfer() {
        let code = OrganisationCode::parse("58.010.003.000.001").unwrap();
        assert_eq!(code.to_string(), "58.010.003.000.001");
        assert_eq!(code.under(12).to_string(), "58.012.003.000.001");
        assert!(OrganisationCode::parse("58.010.003").is_err());
    }
}
