//! A sheet whose headers are understood.
//!
//! Invariant: faults name a column as its author wrote it.

use super::super::fault::Fault;
use super::super::form::{FormLanguage, Texts};
use super::super::headers::{self, Header};
use super::super::sheets::{Row, Sheet};
use super::Findings;
use crate::text::message::Message;
use std::collections::BTreeMap;

pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    headers: Vec<Header>,
    /// What a column without a language speaks.
    default_language: FormLanguage,
}

impl<'a> Table<'a> {
    pub(super) fn new(sheet: &'a Sheet, default_language: &FormLanguage, found: &mut Findings) -> Self {
        let mut headers: Vec<Header> = Vec::with_capacity(sheet.headers.len());
        for written in &sheet.headers {
            let header = headers::read(written);
            if !written.is_empty() && headers.contains(&header) {
                let cause = Message::new("forms.fault.column_twice");
                found.warnings.push(Fault::new(&sheet.name, 0, written, cause.with("column", written)));
            }
            // Choice sheets name their filter columns freely: `province` is no slip there.
            if !header.known
                && !sheet.name.trim().eq_ignore_ascii_case("choices")
                && let Some(near) = headers::meant(written)
            {
                let cause =
                    Message::new("forms.fault.column_near").with("column", written).with("near", near);
                found.warnings.push(Fault::new(&sheet.name, 0, written, cause));
            }
            headers.push(header);
        }
        Self { sheet, headers, default_language: default_language.clone() }
    }

    pub(super) fn name(&self) -> &'a str {
        &self.sheet.name
    }

    pub(super) fn rows(&self) -> &'a [Row] {
        &self.sheet.rows
    }

    /// The column of a standard name without a language.
    fn column(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|header| header.name == name && header.language.is_none())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.name == name)
    }

    pub(super) fn cell(&self, row: &'a Row, name: &str) -> &'a str {
        self.column(name).map_or("", |column| row.cell(column))
    }

    /// The header of a standard column as its author wrote it.
    pub(super) fn written(&self, name: &str) -> &str {
        let at = self.headers.iter().position(|header| header.name == name);
        at.and_then(|column| self.sheet.headers.get(column)).map_or("", String::as_str)
    }

    pub(super) fn fault(&self, row: &Row, column: &str, cause: Message) -> Fault {
        let written = self.written(column);
        Fault::new(self.name(), row.number, if written.is_empty() { column } else { written }, cause)
    }

    /// A translated column in all languages, the default one first.
    pub(super) fn texts(&self, row: &Row, name: &str) -> Texts {
        let mut wordings = Vec::new();
        for (column, header) in self.headers.iter().enumerate() {
            let text = row.cell(column);
            if header.name == name && !text.is_empty() {
                let language = header.language.as_ref().unwrap_or(&self.default_language);
                let wording = (language.code.clone(), text.to_owned());
                if language.code == self.default_language.code {
                    wordings.insert(0, wording);
                } else {
                    wordings.push(wording);
                }
            }
        }
        Texts { wordings }
    }

    /// Columns the standard does not know.
    pub(super) fn extra(&self, row: &Row) -> BTreeMap<String, String> {
        let filled = |(column, header): (usize, &Header)| {
            let text = row.cell(column);
            let kept = !header.known && !header.name.is_empty() && !text.is_empty();
            kept.then(|| (header.name.clone(), text.to_owned()))
        };
        self.headers.iter().enumerate().filter_map(filled).collect()
    }

    pub(super) fn languages(&self) -> impl Iterator<Item = &FormLanguage> {
        self.headers.iter().filter_map(|header| header.language.as_ref())
    }

    pub(super) fn speaks_without_language(&self) -> bool {
        self.column("label").is_some()
    }
}
