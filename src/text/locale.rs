//! The wording of the interface, read from `assets/locales/<language>/*.toml`.
//!
//! A key is the dotted path in its file (`[error.store] wrong_passphrase = "…"` is
//! `error.store.wrong_passphrase`); the file's name is no part of it. `{name}` is a place for a value.
//!
//! Invariant: every key stands in every language; `tests/architecture.rs` holds us to it.

use super::message::{Message, Word};
use std::collections::HashMap;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

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
            if let Ok(table) = DeTable::parse(source) {
                flatten("", table.get_ref(), &mut sentences);
            }
        }
        for source in CODE_LISTS {
            if let Ok(lists) = DeTable::parse(source) {
                name_codes(language, lists.get_ref(), &mut sentences);
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
        let mut said = String::new();
        self.fill_in(self.text(&message.key), message, NESTED, &mut said);
        said
    }

    /// Writes a sentence with its places filled, once and from left to right: a text goes in as it stands, so
    /// nothing in it is taken for a place; the sentence of a key has its own places filled from the same values.
    fn fill_in(&self, sentence: &str, message: &Message, depth: usize, said: &mut String) {
        let mut rest = sentence;
        while let Some((before, from)) = rest.split_once('{') {
            said.push_str(before);
            let named = from.split_once('}').and_then(|(name, after)| Some((message.value(name)?, after)));
            let Some((word, after)) = named else {
                said.push('{');
                rest = from;
                continue;
            };
            match word {
                Word::Text(text) => said.push_str(text),
                Word::Keys(keys) => {
                    for (at, key) in keys.iter().enumerate() {
                        said.push_str(if at == 0 { "" } else { ", " });
                        match depth.checked_sub(1) {
                            Some(depth) => self.fill_in(self.text(key), message, depth, said),
                            None => said.push_str(self.text(key)),
                        }
                    }
                }
            }
            rest = after;
        }
        said.push_str(rest);
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
fn name_codes(language: Language, lists: &DeTable<'_>, into: &mut HashMap<String, String>) {
    for (list, rows) in lists {
        for row in rows.get_ref().as_array().into_iter().flatten() {
            let text = |field: &str| row.get_ref().get(field)?.get_ref().as_str();
            if let (Some(code), Some(name)) = (text("code"), text(language.code())) {
                into.insert(format!("code.{}.{code}", list.get_ref()), name.to_owned());
            }
        }
    }
}

const CODE_LISTS: [&str; 2] = [
    include_str!("../../assets/procedures/codes.toml"),
    include_str!("../../assets/procedures/committee_kinds.toml"),
];

/// How deep sentences stand within sentences; a key that names itself must not go on for ever.
const NESTED: usize = 3;

fn flatten(prefix: &str, table: &DeTable<'_>, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        let path = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(&path, inner, into),
            DeValue::String(text) => {
                into.insert(path, text.clone().into_owned());
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
    ("papers", include_str!("../../assets/locales/vi/papers.toml")),
    ("record", include_str!("../../assets/locales/vi/record.toml")),
    ("register", include_str!("../../assets/locales/vi/register.toml")),
    ("making", include_str!("../../assets/locales/vi/making.toml")),
    ("template", include_str!("../../assets/locales/vi/template.toml")),
    ("screen", include_str!("../../assets/locales/vi/screen.toml")),
    ("shell", include_str!("../../assets/locales/vi/shell.toml")),
    ("store", include_str!("../../assets/locales/vi/store.toml")),
    ("survey", include_str!("../../assets/locales/vi/survey.toml")),
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
    ("papers", include_str!("../../assets/locales/en/papers.toml")),
    ("record", include_str!("../../assets/locales/en/record.toml")),
    ("register", include_str!("../../assets/locales/en/register.toml")),
    ("making", include_str!("../../assets/locales/en/making.toml")),
    ("template", include_str!("../../assets/locales/en/template.toml")),
    ("screen", include_str!("../../assets/locales/en/screen.toml")),
    ("shell", include_str!("../../assets/locales/en/shell.toml")),
    ("store", include_str!("../../assets/locales/en/store.toml")),
    ("survey", include_str!("../../assets/locales/en/survey.toml")),
    ("text", include_str!("../../assets/locales/en/text.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const KEY: &str = "gate.lack.survey_none";

    /// Names that begin with "@" were taken for keys of the locales, and places in them were filled.
    #[test]
    fn what_was_typed_is_never_taken_for_a_key_or_a_place() {
        let locale = Locale::new(Language::Vietnamese);
        let message = Message::new("gate.named").with("vi", format!("@{KEY}")).with("en", "x");
        assert_eq!(locale.say(&message), format!("@{KEY}"));
        let message =
            Message::new("office.not_found").with("value", "{kind}").with_key("kind", "office.kind.cell");
        assert!(locale.say(&message).contains("{kind}"));
    }

    #[test]
    fn keys_are_worded_with_their_own_places() {
        let locale = Locale::new(Language::English);
        let keys = vec!["code.outcome.transfer".to_owned(), "code.outcome.stay".to_owned()];
        let expected = keys.iter().map(|key| locale.text(key)).collect::<Vec<_>>().join(", ");
        assert_eq!(locale.say(&Message::new("gate.named").with_keys("en", keys)), expected);
    }

    proptest! {
        /// Whatever is typed stands in the sentence as typed, exactly where its place was.
        #[test]
        fn a_text_stands_as_typed(text in "[@{}a-z., ]{0,12}|@gate\\.lack\\.survey_none(, @gender\\.male)?|\\{[a-z]{1,6}\\}") {
            static LOCALES: LazyLock<[Locale; 2]> =
                LazyLock::new(|| [Language::Vietnamese, Language::English].map(Locale::new));
            for locale in LOCALES.iter() {
                let message = Message::new("office.not_found").with("value", &text).with("kind", "K");
                let (before, after) = locale.text("office.not_found").split_once("{value}").unwrap();
                let (before, after) = (before.replace("{kind}", "K"), after.replace("{kind}", "K"));
                prop_assert_eq!(locale.say(&message), format!("{before}{text}{after}"));
            }
        }
    }
}
