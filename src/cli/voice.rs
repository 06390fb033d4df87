//! How the program answers: in which language, and whether for people or for scripts.
//!
//! Invariant: known before the command line is parsed, so that wrong usage is worded too.

use crate::text::locale::{Language, Locale};
use std::ffi::OsString;

/// The variable that names the language.
const LANGUAGE_VARIABLE: &str = "CHUYENGIAO_LANG";

/// Language and form of every answer.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The sentences.
    pub locale: Locale,
    /// Whether answers are JSON.
    pub json: bool,
}

impl Voice {
    /// A voice as asked for.
    pub fn new(language: Language, json: bool) -> Self {
        Self { locale: Locale::new(language), json }
    }

    /// Listens for `--lang` and `--json` anywhere on the line, and for the variable.
    pub fn heard(typed: &[OsString]) -> Self {
        let variable = std::env::var(LANGUAGE_VARIABLE).ok();
        let language = said_language(typed).or_else(|| variable.as_deref().and_then(Language::parse));
        let json = typed.iter().skip(1).take_while(|word| *word != "--").any(|word| word == "--json");
        Self::new(language.unwrap_or(Language::Vietnamese), json)
    }
}

/// The last `--lang CODE` or `--lang=CODE` that names a language.
fn said_language(typed: &[OsString]) -> Option<Language> {
    let words = || typed.iter().skip(1).take_while(|word| *word != "--").filter_map(|word| word.to_str());
    let apart = words().zip(words().skip(1)).filter(|(word, _)| *word == "--lang").map(|(_, code)| code);
    let joined = words().filter_map(|word| word.strip_prefix("--lang="));
    apart.chain(joined).filter_map(Language::parse).last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&["chuyengiao", "--lang", "en", "case", "list"], Some(Language::English))]
    #[case(&["chuyengiao", "case", "list", "--lang=en"], Some(Language::English))]
    #[case(&["chuyengiao", "--lang", "xx"], None)]
    #[case(&["chuyengiao", "case", "list", "--", "--lang=en"], None)]
    fn the_language_is_heard_before_parsing(#[case] typed: &[&str], #[case] expected: Option<Language>) {
        let typed: Vec<OsString> = typed.iter().map(OsString::from).collect();
        assert_eq!(said_language(&typed), expected);
    }
}
