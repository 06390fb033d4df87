//! The wording of the interface, read from `assets/locales/<language>/*.toml`.
//!
//! A key is the dotted path in its file (`[error.store] wrong_passphrase = "…"` is
//! `error.store.wrong_passphrase`); the file's name is no part of it. `{name}` is a place for a value.
//!
//! Invariant: every key stands in every language; `tests/architecture.rs` holds us to it.

use super::message::Message;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Tiếng Việt, the first language.
    Vietnamese,
    /// English, the second.
    English,
}

impl Language {
    /// Reads `vi` or `en`.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vietnamese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// `vi` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }
}

/// One language's sentences, by key; read once and shared by its clones.
#[derive(Debug, Clone)]
pub struct Locale {
    language: Language,
    sentences: Arc<HashMap<String, String>>,
}

impl Locale {
    /// Loads the compiled-in sentences of a language.
    pub fn new(language: Language) -> Self {
        let mut sentences = HashMap::with_capacity(2048);
        for (_, source) in files(language) {
            // The architecture test parses each file; a faulty one can't be released.
            if let Ok(table) = source.parse::<toml::Table>() {
                flatten("", &table, &mut sentences);
            }
        }
        for source in CODE_LISTS {
            if let Ok(lists) = source.parse::<toml::Table>() {
                name_codes(language, &lists, &mut sentences);
            }
        }
        Self { language, sentences: Arc::new(sentences) }
    }

    /// Which language this is.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The sentence of a key without values; the key itself where it is missing.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.sentences.get(key).map_or(key, String::as_str)
    }

    /// The sentence of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.sentences.get(key).map(String::as_str)
    }

    /// Every key there is a sentence for.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// Words a message.
    pub fn say(&self, message: &Message) -> String {
        let mut said = self.text(&message.key).to_owned();
        for (name, value) in &message.values {
            let place = format!("{{{name}}}");
            if said.contains(&place) {
                said = said.replace(&place, &self.word(value));
            }
        }
        said
    }

    /// A value as it is said: itself, or what its keys name (`@a`, or several: `@a, @b`).
    fn word<'a>(&'a self, value: &'a str) -> Cow<'a, str> {
        match value.strip_prefix('@') {
            None => Cow::Borrowed(value),
            Some(key) if !key.contains(", @") => Cow::Borrowed(self.text(key)),
            Some(keys) => {
                let words: Vec<&str> = keys.split(", @").map(|key| self.text(key)).collect();
                Cow::Owned(words.join(", "))
            }
        }
    }

    /// Words a key with values: `locale.fill("list.count", &[("n", &24)])`.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        let mut message = Message::new(key.to_owned());
        for (name, value) in values {
            message = message.with((*name).to_owned(), value);
        }
        self.say(&message)
    }
}

/// The files of a language, by name; compiled in.
pub fn files(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::Vietnamese => VIETNAMESE,
        Language::English => ENGLISH,
    }
}

/// The code lists name their codes in both languages; a sentence says `code.<list>.<code>`.
fn name_codes(language: Language, lists: &toml::Table, into: &mut HashMap<String, String>) {
    for (list, rows) in lists {
        for row in rows.as_array().into_iter().flatten() {
            let text = |field: &str| row.get(field).and_then(toml::Value::as_str);
            if let (Some(code), Some(name)) = (text("code"), text(language.code())) {
                into.insert(format!("code.{list}.{code}"), name.to_owned());
            }
        }
    }
}

const CODE_LISTS: [&str; 2] = [
    include_str!("../../assets/procedures/codes.toml"),
    include_str!("../../assets/procedures/committee_kinds.toml"),
];

fn flatten(prefix: &str, table: &toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, into),
            toml::Value::String(text) => {
                into.insert(path, text.clone());
            }
            _ => {}
        }
    }
}

const VIETNAMESE: &[(&str, &str)] = &[
    ("action", include_str!("../../assets/locales/vi/action.toml")),
    ("cli", include_str!("../../assets/locales/vi/cli.toml")),
    ("domain", include_str!("../../assets/locales/vi/domain.toml")),
    ("forms", include_str!("../../assets/locales/vi/forms.toml")),
    ("gate", include_str!("../../assets/locales/vi/gate.toml")),
    ("how", include_str!("../../assets/locales/vi/how.toml")),
    ("import", include_str!("../../assets/locales/vi/import.toml")),
    ("lists", include_str!("../../assets/locales/vi/lists.toml")),
    ("office", include_str!("../../assets/locales/vi/office.toml")),
    ("record", include_str!("../../assets/locales/vi/record.toml")),
    ("screen", include_str!("../../assets/locales/vi/screen.toml")),
    ("shell", include_str!("../../assets/locales/vi/shell.toml")),
    ("store", include_str!("../../assets/locales/vi/store.toml")),
    ("text", include_str!("../../assets/locales/vi/text.toml")),
];

const ENGLISH: &[(&str, &str)] = &[
    ("action", include_str!("../../assets/locales/en/action.toml")),
    ("cli", include_str!("../../assets/locales/en/cli.toml")),
    ("domain", include_str!("../../assets/locales/en/domain.toml")),
    ("forms", include_str!("../../assets/locales/en/forms.toml")),
    ("gate", include_str!("../../assets/locales/en/gate.toml")),
    ("how", include_str!("../../assets/locales/en/how.toml")),
    ("import", include_str!("../../assets/locales/en/import.toml")),
    ("lists", include_str!("../../assets/locales/en/lists.toml")),
    ("office", include_str!("../../assets/locales/en/office.toml")),
    ("record", include_str!("../../assets/locales/en/record.toml")),
    ("screen", include_str!("../../assets/locales/en/screen.toml")),
    ("shell", include_str!("../../assets/locales/en/shell.toml")),
    ("store", include_str!("../../assets/locales/en/store.toml")),
    ("text", include_str!("../../assets/locales/en/text.toml")),
];
