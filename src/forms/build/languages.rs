//! The languages a form speaks.
//!
//! Invariant: one language has one code, however its headers and the settings spell it.

use super::super::form::FormLanguage;
use super::super::headers::{self, Part};
use super::super::sheets::Sheet;

#[derive(Debug, Clone)]
pub(super) struct Languages {
    /// As the headers name them, in their order, each once.
    named: Vec<FormLanguage>,
    /// What a column without a language speaks.
    default: FormLanguage,
    /// Whether the settings say so.
    default_is_set: bool,
    /// What the settings say where no question is worded so.
    unspoken: Option<String>,
    /// Whether questions have a label without a language.
    unnamed: bool,
}

impl Languages {
    /// Looks through the headers; `default` is what the settings say.
    pub(super) fn gather<'a>(sheets: impl IntoIterator<Item = (&'a Sheet, Part)>, default: &str) -> Self {
        let mut languages = Self {
            named: Vec::new(),
            default: FormLanguage::read("default"),
            default_is_set: false,
            unspoken: None,
            unnamed: false,
        };
        for (sheet, part) in sheets {
            for header in sheet.headers.iter().map(|written| headers::read(written, part)) {
                match header.language {
                    Some(language) if languages.find(&language).is_none() => languages.named.push(language),
                    None if part == Part::Survey && header.name == "label" => languages.unnamed = true,
                    _ => {}
                }
            }
        }
        if !default.is_empty() {
            let written = FormLanguage::read(default);
            let found = languages.find(&written).cloned();
            if found.is_none() && !languages.unnamed && !languages.named.is_empty() {
                languages.unspoken = Some(default.to_owned());
                return languages;
            }
            languages.default = found.unwrap_or(written);
            languages.default_is_set = true;
        }
        languages
    }

    /// The default language of the settings, where no question is worded in it.
    pub(super) fn unspoken(&self) -> Option<&str> {
        self.unspoken.as_deref()
    }

    pub(super) const fn default(&self) -> &FormLanguage {
        &self.default
    }

    /// The code of a language as a header names it.
    pub(super) fn code(&self, written: &FormLanguage) -> String {
        self.find(written).unwrap_or(written).code.clone()
    }

    /// All of them, the default one first.
    pub(super) fn all(&self) -> Vec<FormLanguage> {
        let spoken = self.default_is_set || self.unnamed || self.named.is_empty();
        let first = spoken.then(|| self.default.clone());
        let others = self.named.iter().filter(|named| !spoken || named.code != self.default.code).cloned();
        first.into_iter().chain(others).collect()
    }

    fn find(&self, written: &FormLanguage) -> Option<&FormLanguage> {
        self.named.iter().find(|known| {
            alike(&known.code, &written.code)
                || alike(&known.name, &written.name)
                || alike(plain(&known.name), plain(&written.name))
        })
    }
}

/// `English` of `English (en)`.
fn plain(name: &str) -> &str {
    name.split('(').next().unwrap_or(name).trim()
}

fn alike(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}
