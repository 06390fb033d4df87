//! ODK expressions: `relevant`, `constraint`, `calculation`, `choice_filter` and their like, read once and
//! evaluated often.
//!
//! The language is the part of XPath that XLSForms use: `${name}`, `.`, numbers, texts, `and or = != < <= > >=
//! + - * div mod`, and the functions of [`functions`]. Where JavaRosa (Collect) and Enketo disagree, we hold:
//! - `regex()` must match the whole text (JavaRosa).
//! - A date counts as days since 1970-01-01 wherever a number is wanted, an ISO date in a text too (Enketo).
//! - `sum()`, `min()`, `max()` pass over blank answers; a calculation that is no number is blank.
//! - An irrelevant question counts as blank (both).
//!
//! One function is ours: `chuyengiao:tax-code-valid(text)`, true when the text is a Vietnamese tax code (10
//! digits, a branch 10-3) with a right check digit.
//!
//! Invariant: no text, however malformed, panics or hangs: nesting is bounded, chains are flat, a pattern is
//! matched in linear time.

mod evaluate;
mod functions;
mod lexer;
mod parser;
mod syntax;
mod value;

pub use evaluate::{Surroundings, evaluate};
pub use functions::is_function;
pub use syntax::{Expression, Operator};
pub use value::Value;

use crate::text::message::Message;

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// A character that begins nothing, at a character position counted from 1.
    #[error("unexpected character {found:?} at {position}")]
    Character {
        /// The character.
        found: char,
        /// Its place.
        position: usize,
    },
    /// A text or `${` that is never closed.
    #[error("{opening} at {position} is never closed")]
    Unclosed {
        /// What was opened.
        opening: String,
        /// Its place.
        position: usize,
    },
    /// Something else was due here.
    #[error("unexpected {found:?} at {position}")]
    Unexpected {
        /// What stands there.
        found: String,
        /// Its place.
        position: usize,
    },
    /// The text ends where something was due.
    #[error("the expression ends too early")]
    Ended,
    /// A function nobody knows.
    #[error("unknown function {name}")]
    UnknownFunction {
        /// As written.
        name: String,
        /// The nearest right name.
        near: Option<String>,
    },
    /// A function with too few or too many arguments.
    #[error("{name}() takes another number of arguments")]
    Arguments {
        /// The function.
        name: String,
        /// What it takes: `2`, `1–3`, `1+`.
        takes: String,
        /// What it got.
        got: usize,
    },
    /// Too long or nested too deeply to be meant.
    #[error("too long or too deep")]
    TooDeep,
    /// A pattern that `regex()` cannot read.
    #[error("faulty pattern {pattern}")]
    Pattern {
        /// As written.
        pattern: String,
    },
}

impl ExpressionError {
    /// The sentence to show.
    pub fn message(&self) -> Message {
        match self {
            Self::Character { found, position } => {
                Message::new("forms.expression.character").with("found", found).with("position", position)
            }
            Self::Unclosed { opening, position } => {
                Message::new("forms.expression.unclosed").with("opening", opening).with("position", position)
            }
            Self::Unexpected { found, position } => {
                Message::new("forms.expression.unexpected").with("found", found).with("position", position)
            }
            Self::Ended => Message::new("forms.expression.ended"),
            Self::UnknownFunction { name, near: None } => {
                Message::new("forms.expression.unknown_function").with("name", name)
            }
            Self::UnknownFunction { name, near: Some(near) } => {
                Message::new("forms.expression.unknown_function_near").with("name", name).with("near", near)
            }
            Self::Arguments { name, takes, got } => Message::new("forms.expression.arguments")
                .with("name", name)
                .with("takes", takes)
                .with("got", got),
            Self::TooDeep => Message::new("forms.expression.too_deep"),
            Self::Pattern { pattern } => Message::new("forms.expression.pattern").with("pattern", pattern),
        }
    }
}

/// Reads an expression.
///
/// # Errors
/// Where and why the text is none.
pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
    parser::parse(text)
}
