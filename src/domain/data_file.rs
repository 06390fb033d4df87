//! Reading a data file the office can edit, field by field, each fault with its line.
//!
//! Invariant: reading never stops at the first fault; whoever corrects the file sees all of them.

use super::fault::{Fault, nearest};
use crate::text::message::Message;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text being read, and what is wrong with it so far.
pub(crate) struct DataFile<'a> {
    name: &'a str,
    text: &'a str,
    faults: Vec<Fault>,
}

/// One table of it.
pub(crate) struct Section<'a> {
    /// What the table describes, e.g. `requirement`: faults name it.
    what: &'static str,
    span: Range<usize>,
    table: &'a DeTable<'a>,
}

impl<'a> DataFile<'a> {
    /// Begins reading.
    pub(crate) const fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text, faults: Vec::new() }
    }

    /// Tells a fault at a place.
    pub(crate) fn fault(&mut self, span: &Range<usize>, cause: Message) {
        self.faults.push(Fault::at(self.name, self.text, span.start, cause));
    }

    /// Tells a name that is not among those it must come from.
    pub(crate) fn unknown<'n>(
        &mut self,
        span: &Range<usize>,
        field: &str,
        value: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let cause = match nearest(value, known) {
            Some(near) => Message::new("data_file.unknown_name").with("near", near),
            None => Message::new("data_file.unknown_name_at_all"),
        };
        self.fault(span, cause.with("field", field).with("value", value));
    }

    /// The faults found, in the order of the file, or the value read.
    pub(crate) fn finish<T>(mut self, value: T) -> Result<T, Vec<Fault>> {
        self.faults.sort_by_key(|fault| fault.line);
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}

impl<'a> Section<'a> {
    /// The whole file as a section.
    pub(crate) fn root(what: &'static str, root: &'a Spanned<DeTable<'a>>) -> Self {
        Self { what, span: root.span(), table: root.get_ref() }
    }

    /// Where it begins.
    pub(crate) const fn span(&self) -> &Range<usize> {
        &self.span
    }

    fn value(&self, field: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == field).map(|(_, value)| value)
    }

    /// Whether a field is left out.
    pub(crate) fn is_silent_on(&self, field: &str) -> bool {
        self.value(field).is_none()
    }

    /// Where a field stands, else where the section begins.
    pub(crate) fn place(&self, field: &str) -> Range<usize> {
        self.value(field).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// A text that must be there.
    pub(crate) fn text(&self, field: &str, file: &mut DataFile<'_>) -> String {
        match self.optional(field, file) {
            Some(text) if !text.trim().is_empty() => text,
            _ => {
                if self.value(field).is_none_or(|value| value.get_ref().as_str().is_some()) {
                    let cause =
                        Message::new("data_file.missing_field").with("what", self.what).with("field", field);
                    file.fault(&self.place(field), cause);
                }
                String::new()
            }
        }
    }

    /// A text that may be left out.
    pub(crate) fn optional(&self, field: &str, file: &mut DataFile<'_>) -> Option<String> {
        let value = self.value(field)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            file.fault(&value.span(), Message::new("data_file.not_text").with("field", field));
        }
        text.map(str::to_owned)
    }

    /// A text that a function understands; `known` are the texts it does.
    pub(crate) fn named<T>(
        &self,
        field: &str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
        file: &mut DataFile<'_>,
    ) -> Option<T> {
        let text = self.text(field, file);
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            file.unknown(&self.place(field), field, &text, known.iter().copied());
        }
        value
    }

    /// A list of texts; empty when it is left out.
    pub(crate) fn texts(&self, field: &str, file: &mut DataFile<'_>) -> Vec<(String, Range<usize>)> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let texts = value.get_ref().as_array().map(|all| {
            all.iter().map(|one| one.get_ref().as_str().map(|text| (text.to_owned(), one.span()))).collect()
        });
        let texts: Option<Option<Vec<_>>> = texts;
        texts.flatten().unwrap_or_else(|| {
            file.fault(&value.span(), Message::new("data_file.not_texts").with("field", field));
            Vec::new()
        })
    }

    /// A list of texts that must not be empty.
    pub(crate) fn some_texts(&self, field: &str, file: &mut DataFile<'_>) -> Vec<String> {
        let texts = self.texts(field, file);
        if texts.is_empty() {
            let cause = Message::new("data_file.missing_field").with("what", self.what).with("field", field);
            file.fault(&self.place(field), cause);
        }
        texts.into_iter().map(|(text, _)| text).collect()
    }

    /// A whole number that must be there, not negative.
    pub(crate) fn number(&self, field: &str, file: &mut DataFile<'_>) -> u32 {
        let Some(value) = self.value(field) else {
            let cause = Message::new("data_file.missing_field").with("what", self.what).with("field", field);
            file.fault(&self.span, cause);
            return 0;
        };
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        number.unwrap_or_else(|| {
            file.fault(&value.span(), Message::new("data_file.not_number").with("field", field));
            0
        })
    }

    /// A whole number that may be left out.
    pub(crate) fn number_or(&self, field: &str, otherwise: u32, file: &mut DataFile<'_>) -> u32 {
        if self.value(field).is_none() { otherwise } else { self.number(field, file) }
    }

    /// Yes or no; `otherwise` when it is left out.
    pub(crate) fn flag(&self, field: &str, otherwise: bool, file: &mut DataFile<'_>) -> bool {
        let Some(value) = self.value(field) else { return otherwise };
        value.get_ref().as_bool().unwrap_or_else(|| {
            file.fault(&value.span(), Message::new("data_file.not_flag").with("field", field));
            otherwise
        })
    }

    /// A day that may be left out.
    pub(crate) fn day(&self, field: &str, file: &mut DataFile<'_>) -> Option<jiff::civil::Date> {
        let text = self.optional(field, file)?;
        let day = text.parse().ok();
        if day.is_none() {
            file.fault(&self.place(field), Message::new("data_file.bad_day").with("value", text));
        }
        day
    }

    /// The table of a name.
    pub(crate) fn section(&self, field: &str, what: &'static str, file: &mut DataFile<'_>) -> Option<Self> {
        let value = self.value(field);
        let table = value.and_then(|value| Some((value.span(), value.get_ref().as_table()?)));
        if table.is_none() {
            let cause = Message::new("data_file.missing_field").with("what", self.what).with("field", field);
            file.fault(&self.place(field), cause);
        }
        table.map(|(span, table)| Self { what, span, table })
    }

    /// The tables of a name, `[[name]]`; none when it is left out.
    pub(crate) fn sections(&self, field: &str, what: &'static str, file: &mut DataFile<'_>) -> Vec<Self> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let mut sections = Vec::new();
        for one in value.get_ref().as_array().into_iter().flatten() {
            if let Some(table) = one.get_ref().as_table() {
                sections.push(Self { what, span: one.span(), table });
            }
        }
        if sections.is_empty() {
            file.fault(&value.span(), Message::new("data_file.not_tables").with("field", field));
        }
        sections
    }

    /// Tells every field that is not among those known here: most are a slip of the pen.
    pub(crate) fn only(&self, known: &[&str], file: &mut DataFile<'_>) {
        for (name, _) in self.table {
            let written = name.get_ref().as_ref();
            if !known.contains(&written) {
                file.unknown(&name.span(), self.what, written, known.iter().copied());
            }
        }
    }
}

/// Tells names that stand twice where each must stand once.
pub(crate) fn only_once<'n>(
    field: &str,
    names: impl IntoIterator<Item = (&'n str, Range<usize>)>,
    file: &mut DataFile<'_>,
) {
    let mut seen = BTreeSet::new();
    for (name, span) in names {
        if !name.is_empty() && !seen.insert(name) {
            file.fault(&span, Message::new("data_file.twice").with("field", field).with("value", name));
        }
    }
}
