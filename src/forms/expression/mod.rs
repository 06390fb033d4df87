//! ODK expressions: `relevant`, `constraint`, `calculation`, `choice_filter` and their like, read once and
//! evaluated often.
//!
//! The language is the XPath 1.0 of XForms: `${name}`, `.`, paths with conditions, numbers, texts, `and or = != <
//! <= > >= + - * div mod |`, and the functions of [`functions`]. From text to worth: `lexer`, `parser`, [`syntax`];
//! where paths lead is found once for a form (`forms::resolve`); [`evaluate()`] works out, `walk` follows paths.
//!
//! Where JavaRosa (Collect) and Enketo disagree, we hold; a form check tells what is not alike everywhere
//! ([`hints`]):
//! - `regex()` must match the whole text (JavaRosa). A pattern that looks ahead, behind or back lets all pass.
//! - A date counts as days since 1970-01-01 wherever a number is wanted, an ISO date in a text too (Enketo), and
//!   stays a number: `today() + 1` is 19615 (JavaRosa; Enketo makes a day of it). `now()` counts the hour too
//!   (Enketo; JavaRosa whole days).
//! - An hour is that of the place's own clock, also in `decimal-date-time()` (both count that from Greenwich, and
//!   east of it a day reckoned from it may be the day before).
//! - Two numbers less than 1e-12 apart are equal: `0.1 + 0.2 = 0.3` (JavaRosa).
//! - `round()` rounds halves up, by the digits written (JavaRosa: `round(-1.5)` is -1, `round(2.675, 2)` 2.68).
//! - `sum()`, `min()`, `max()` pass over what is no number (JavaRosa); a calculation that is no number is blank.
//! - `[2]` is the second (Enketo; JavaRosa finds nothing). `//`, `last()`, `floor()`, `ceiling()`, `substring()`
//!   work (Enketo).
//! - Several answers compare true when one of them does, and the first is reckoned with (Enketo; JavaRosa refuses
//!   to ask).
//! - A comma is no point in a number: `number('1,5')` is none (Enketo; JavaRosa reads 1.5).
//! - `selected()` finds several words that stand together, an answer taken from another question (JavaRosa); no
//!   word at all where nothing is answered (both).
//! - `${instanceID}` and `${instanceName}` are blank; `${last-saved#x}` too.
//! - `and`, `or`, `div` and `mod` are taken in any case (JavaRosa).
//! - A path that meets nothing is blank, and equals '' (JavaRosa).
//! - `boolean-from-string()` takes any case (JavaRosa).
//! - `checklist()` counts whatever is answered, but not 0, `no` and `false` (the handbook counts `yes` alone, both
//!   programs any text).
//! - `indexed-repeat()` with an index below 1 is blank (Enketo; JavaRosa takes the first).
//! - `substr()` counts back from the end where a place is negative (both).
//! - `distance()` and `area()` are not rounded (JavaRosa).
//! - `position(..)` from a group inside a repeat is the repeat's (neither; there both say 1, which nobody means).
//! - `random()` and `uuid()` draw the same each time for one survey, row and instance, as if in `once()`.
//! - An irrelevant question counts as blank, and is not met by a path (both).
//!
//! One function is ours: `chuyengiao:tax-code-valid(text)`, true when the text is a Vietnamese tax code (10
//! digits, a branch 10-3) with a right check digit.
//!
//! Invariant: no text, however malformed, panics or hangs: nesting is bounded, chains are flat, a pattern is
//! matched in linear time, an evaluation ends after a bounded number of steps.

mod calendar;
mod evaluate;
mod functions;
pub(in crate::forms) mod hints;
mod lexer;
mod moment;
mod occasion;
mod parser;
mod pattern;
pub(in crate::forms) mod search;
mod surroundings;
mod syntax;
mod value;
mod walk;

pub use evaluate::{evaluate, offered};
pub(in crate::forms) use functions::shuffle;
pub use functions::{Function, Known, is_function, names};
pub use moment::Moment;
pub use occasion::{Occasion, When};
pub use pattern::Pattern;
pub use surroundings::Surroundings;
pub(in crate::forms) use syntax::Target;
pub use syntax::{Expression, Operator, Path, Start, Step, Way};
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

/// The first operator of an expression that is written in capitals, as not every program takes it.
pub(in crate::forms) fn capital_operator(text: &str) -> Option<String> {
    parser::capital_operator(text)
}

/// Reads an expression.
///
/// # Errors
/// Where and why the text is none.
pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
    parser::parse(text)
}
