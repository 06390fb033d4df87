//! The names of months and weekdays, for `format-date()`: `assets/forms/calendar.toml`.
//!
//! Invariant: no names here; a language that is not in the file is written in English, as Enketo does.

const SOURCE: &str = include_str!("../../../assets/forms/calendar.toml");

/// The names in one language.
pub(super) struct Calendar {
    names: toml::Table,
}

impl Calendar {
    pub(super) fn of(language: &str) -> Self {
        let mut all: toml::Table = SOURCE.parse().unwrap_or_default();
        let code = if all.contains_key(language) { language } else { "en" };
        let names = match all.remove(code) {
            Some(toml::Value::Table(names)) => names,
            _ => toml::Table::new(),
        };
        Self { names }
    }

    /// A month, January being 0.
    pub(super) fn month(&self, index: usize, short: bool) -> &str {
        self.name(if short { "months_short" } else { "months" }, index)
    }

    /// A weekday, Monday being 0.
    pub(super) fn weekday(&self, index: usize, short: bool) -> &str {
        self.name(if short { "weekdays_short" } else { "weekdays" }, index)
    }

    fn name(&self, list: &str, index: usize) -> &str {
        let names = self.names.get(list).and_then(toml::Value::as_array);
        names.and_then(|names| names.get(index)).and_then(toml::Value::as_str).unwrap_or_default()
    }
}
