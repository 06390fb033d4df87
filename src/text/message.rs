//! What a lower layer wants said, as a code with values: never a sentence.
//!
//! Invariant: no wording here. [`super::locale::Locale::say`] words a message at the edge. What a person typed
//! is [`Word::Text`], whatever it looks like; only the program says [`Word::Keys`].

use std::borrow::Cow;
use std::fmt;

/// A code of `assets/locales` with the values its sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// Dotted key, e.g. `import.bad_date`.
    pub key: Cow<'static, str>,
    /// Values for the `{name}` places of the sentence, in order of mention.
    pub values: Vec<(Cow<'static, str>, Word)>,
}

/// A value a sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Word {
    /// Said as it stands: names, numbers, what was typed.
    Text(String),
    /// Keys of `assets/locales`, each worded in turn, with commas between.
    Keys(Vec<String>),
}

impl Word {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Keys(_) => None,
        }
    }

    /// The keys; none where it is text.
    pub fn keys(&self) -> &[String] {
        match self {
            Self::Text(_) => &[],
            Self::Keys(keys) => keys,
        }
    }
}

impl Message {
    /// A message with no values yet.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), values: Vec::new() }
    }

    /// Adds the value for `{name}`, said as it stands.
    #[must_use]
    pub fn with(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.with_word(name, Word::Text(value.to_string()))
    }

    /// Adds a key of the locales as the value for `{name}`; it is worded in turn.
    #[must_use]
    pub fn with_key(self, name: impl Into<Cow<'static, str>>, key: impl Into<String>) -> Self {
        self.with_word(name, Word::Keys(vec![key.into()]))
    }

    /// Adds several keys as one value for `{name}`; they are worded with commas between.
    #[must_use]
    pub fn with_keys(self, name: impl Into<Cow<'static, str>>, keys: Vec<String>) -> Self {
        self.with_word(name, Word::Keys(keys))
    }

    /// Adds a value that stands already.
    #[must_use]
    pub fn with_word(mut self, name: impl Into<Cow<'static, str>>, word: Word) -> Self {
        self.values.push((name.into(), word));
        self
    }

    /// The value for `{name}`.
    pub fn value(&self, name: &str) -> Option<&Word> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, word)| word)
    }
}

/// For logs and test failures only: a person is shown [`super::locale::Locale::say`].
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        for (name, value) in &self.values {
            match value {
                Word::Text(text) => write!(f, " {name}={text}")?,
                Word::Keys(keys) => write!(f, " {name}={}", keys.join(","))?,
            }
        }
        Ok(())
    }
}
