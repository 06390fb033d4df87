//! What a lower layer wants said, as a code with values: never a sentence.
//!
//! Invariant: no wording here. [`super::locale::Locale::say`] words a message at the edge.

use std::borrow::Cow;
use std::fmt;

/// A code of `assets/locales` with the values its sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// Dotted key, e.g. `import.bad_date`.
    pub key: Cow<'static, str>,
    /// Values for the `{name}` places of the sentence, in order of mention.
    pub values: Vec<(Cow<'static, str>, String)>,
}

impl Message {
    /// A message with no values yet.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), values: Vec::new() }
    }

    /// Adds the value for `{name}`. A value that begins with `@` names another key and is worded in turn.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.values.push((name.into(), value.to_string()));
        self
    }
}

/// For logs and test failures only: a person is shown [`super::locale::Locale::say`].
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        for (name, value) in &self.values {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}
