//! Text into tokens.
//!
//! Invariant: every character is looked at once; positions count characters from 1.

use super::ExpressionError;

/// The smallest piece of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// `${name}`
    Reference(String),
    /// A name, possibly with one colon: `selected`, `jr:choice-name`, `and`.
    Name(String),
    /// `${last-saved#name}`
    LastSaved(String),
    /// A sign: one of `( ) [ ] , + - * = != < <= > >= . .. / // | @ ::`
    Sign(&'static str),
}

/// Longer signs first.
const SIGNS: [&str; 21] = [
    "!=", "<=", ">=", "..", "//", "::", "(", ")", "[", "]", ",", "+", "-", "*", "=", "<", ">", ".", "/", "|",
    "@",
];

/// Splits a text into tokens, each with its place.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ExpressionError> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let start = at;
        if character.is_whitespace() {
            at += 1;
            continue;
        }
        let token = if let Some(close) = closing_quote(character) {
            let content = take_until(&characters, &mut at, close, &character.to_string())?;
            Token::Text(content)
        } else if character == '$' && characters.get(at + 1) == Some(&'{') {
            at += 1;
            let content = take_until(&characters, &mut at, '}', "${")?;
            match content.trim().strip_prefix("last-saved#") {
                Some(name) => Token::LastSaved(name.trim().to_owned()),
                None => Token::Reference(content.trim().to_owned()),
            }
        } else if character.is_ascii_digit()
            || (character == '.' && characters.get(at + 1).is_some_and(char::is_ascii_digit))
        {
            number(&characters, &mut at)?
        } else if begins_name(character) {
            name(&characters, &mut at)
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| begins_with(&characters[at..], sign)) {
            at += sign.len();
            Token::Sign(sign)
        } else {
            return Err(ExpressionError::Character { found: character, position: start + 1 });
        };
        found.push((token, start + 1));
    }
    Ok(found)
}

/// Word processors turn quotes into curly ones; both are read.
const fn closing_quote(open: char) -> Option<char> {
    match open {
        '\'' => Some('\''),
        '"' => Some('"'),
        '‘' | '’' => Some('’'),
        '“' | '”' => Some('”'),
        _ => None,
    }
}

fn take_until(
    characters: &[char],
    at: &mut usize,
    close: char,
    opening: &str,
) -> Result<String, ExpressionError> {
    let start = *at + 1;
    match characters[start..].iter().position(|&character| character == close) {
        Some(length) => {
            *at = start + length + 1;
            Ok(characters[start..start + length].iter().collect())
        }
        None => Err(ExpressionError::Unclosed { opening: opening.to_owned(), position: start }),
    }
}

fn number(characters: &[char], at: &mut usize) -> Result<Token, ExpressionError> {
    let start = *at;
    while characters.get(*at).is_some_and(char::is_ascii_digit) {
        *at += 1;
    }
    if characters.get(*at) == Some(&'.') {
        *at += 1;
        while characters.get(*at).is_some_and(char::is_ascii_digit) {
            *at += 1;
        }
    }
    let written: String = characters[start..*at].iter().collect();
    match written.parse() {
        Ok(number) => Ok(Token::Number(number)),
        Err(_) => Err(ExpressionError::Unexpected { found: written, position: start + 1 }),
    }
}

fn name(characters: &[char], at: &mut usize) -> Token {
    let start = *at;
    while let Some(&character) = characters.get(*at) {
        let colon = character == ':'
            && characters.get(*at + 1).is_some_and(|&next| begins_name(next))
            && !characters[start..*at].contains(&':');
        if !(colon || begins_name(character) || character.is_numeric() || matches!(character, '-' | '.')) {
            break;
        }
        *at += 1;
    }
    Token::Name(characters[start..*at].iter().collect())
}

fn begins_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn begins_with(characters: &[char], sign: &str) -> bool {
    sign.chars().enumerate().all(|(index, wanted)| characters.get(index) == Some(&wanted))
}
