//! A sheet whose headers are understood.
//!
//! Invariant: faults name a column as its author wrote it.

use super::super::fault::Fault;
use super::super::form::Texts;
use super::super::headers::{self, Header, MEDIA, Part};
use super::super::markup::plain;
use super::super::sheets::{Row, Sheet, letter};
use super::Findings;
use super::languages::Languages;
use crate::domain::fault::nearest;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

/// Letters of a header somebody typed.
const LONGEST: usize = 80;

pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    /// Standard name and column.
    plain: HashMap<String, usize>,
    /// Standard name, and each column of it with the code of its language.
    worded: HashMap<String, Vec<(usize, String)>>,
    /// Columns the standard does not know.
    extra: Vec<usize>,
}

impl<'a> Table<'a> {
    pub(super) fn new(sheet: &'a Sheet, part: Part, languages: &Languages, found: &mut Findings) -> Self {
        let mut table = Self { sheet, plain: HashMap::new(), worded: HashMap::new(), extra: Vec::new() };
        let read: Vec<Header> = sheet.headers.iter().map(|written| headers::read(written, part)).collect();
        let mut seen: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for (column, header) in read.iter().enumerate() {
            let key = (header.name.as_str(), header.language.as_ref().map(|language| language.code.as_str()));
            let Some(first) = seen.get(&key).copied() else {
                seen.insert(key, column);
                continue;
            };
            // The standard's own spelling goes before another one: SurveyCTO's `value` beside a `name`.
            if header.known
                && is_standard(table.header(column), key.0)
                && !is_standard(table.header(first), key.0)
            {
                seen.insert(key, column);
            }
        }
        let heard = |header: &Header| {
            let language = header.language.as_ref().map(|language| language.code.as_str());
            seen.get(&(header.name.as_str(), language)).copied().unwrap_or_default()
        };
        for (column, header) in read.iter().enumerate() {
            let written = table.header(column);
            if written.is_empty() {
                continue;
            }
            let first = heard(header);
            if first != column {
                // Another spelling of a column that is there stays under its own name.
                if written.trim().to_lowercase() == table.header(first).trim().to_lowercase() {
                    let cause = Message::new("forms.fault.column_twice").with("column", written);
                    found.warnings.push(table.header_fault(column, cause));
                } else {
                    let cause = Message::new("forms.fault.column_same").with("column", written);
                    let cause = cause.with("other", table.header(first));
                    found.warnings.push(table.header_fault(column, cause));
                    table.extra.push(column);
                }
                continue;
            }
            if !header.known {
                table.extra.push(column);
                if let Some(near) = headers::meant(written, part) {
                    let cause = Message::new("forms.fault.column_near").with("column", written);
                    found.warnings.push(table.header_fault(column, cause.with("near", near)));
                }
                continue;
            }
            let language =
                header.language.as_ref().map_or(languages.default().code.clone(), |it| languages.code(it));
            table.worded.entry(header.name.clone()).or_default().push((column, language));
            if header.language.is_none() {
                table.plain.insert(header.name.clone(), column);
            }
        }
        if let Some((row, column)) = table.first_unheaded() {
            let cause = Message::new("forms.fault.no_header");
            let fault = Fault::new(&sheet.name, row, "", cause).in_column(table.letter(Some(column)));
            found.warnings.push(fault);
        }
        for columns in table.worded.values_mut() {
            // The default language first; elsewhere the order of the sheet.
            columns.sort_by_key(|(_, language)| *language != languages.default().code);
        }
        table
    }

    /// The first filled cell that stands under no header.
    fn first_unheaded(&self) -> Option<(usize, usize)> {
        self.sheet.rows.iter().find_map(|row| {
            let stray =
                |(column, cell): &(usize, &String)| !cell.is_empty() && self.header(*column).is_empty();
            let (column, _) = row.cells.iter().enumerate().find(stray)?;
            Some((row.number, column))
        })
    }

    fn header(&self, column: usize) -> &'a str {
        self.sheet.headers.get(column).map_or("", String::as_str)
    }

    fn header_fault(&self, column: usize, cause: Message) -> Fault {
        Fault::new(&self.sheet.name, 0, self.header(column), cause).in_column(self.letter(Some(column)))
    }

    fn letter(&self, column: Option<usize>) -> String {
        column.filter(|_| self.sheet.lettered).map(letter).unwrap_or_default()
    }

    pub(super) fn name(&self) -> &'a str {
        &self.sheet.name
    }

    pub(super) fn rows(&self) -> &'a [Row] {
        &self.sheet.rows
    }

    /// Whether it has not even a header.
    pub(super) fn is_blank(&self) -> bool {
        self.sheet.headers.iter().all(String::is_empty)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.worded.contains_key(name)
    }

    /// A column that must be there is not: with the header that may have been meant.
    pub(super) fn missing(&self, column: &str) -> Fault {
        let plain: Vec<String> = self.sheet.headers.iter().map(|header| headers::plain(header)).collect();
        let near = nearest(column, plain.iter().map(String::as_str).filter(|plain| plain.len() <= LONGEST));
        let near = near.and_then(|near| plain.iter().position(|plain| plain == near));
        let cause = match near {
            Some(near) => Message::new("forms.fault.no_column_near").with("near", self.header(near)),
            None => Message::new("forms.fault.no_column"),
        };
        Fault::new(self.name(), 0, column, cause.with("column", column))
    }

    /// The columns the standard does not know, as written.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &'a str> {
        self.extra.iter().map(|column| self.header(*column))
    }

    pub(super) fn cell(&self, row: &'a Row, name: &str) -> &'a str {
        self.plain.get(name).map_or("", |column| row.cell(*column))
    }

    /// A cell of a standard column, or of one its author named so.
    pub(super) fn any(&self, row: &'a Row, name: &str) -> &'a str {
        let called = |column: &&usize| headers::plain(self.header(**column)) == name;
        let column = self.plain.get(name).or_else(|| self.extra.iter().find(called));
        column.map_or("", |column| row.cell(*column))
    }

    /// The column of a standard name, in whatever language.
    fn at(&self, name: &str) -> Option<usize> {
        let first = || self.worded.get(name).and_then(|columns| columns.first()).map(|(column, _)| *column);
        self.plain.get(name).copied().or_else(first)
    }

    /// A fault in a standard column, or in one of its author's.
    pub(super) fn fault(&self, row: &Row, column: &str, cause: Message) -> Fault {
        self.fault_at(row.number, column, cause)
    }

    pub(super) fn fault_at(&self, row: usize, column: &str, cause: Message) -> Fault {
        let called = |header: &String| header == column || headers::plain(header) == column;
        let at = self.at(column).or_else(|| self.sheet.headers.iter().position(called));
        let written = at.map_or(column, |at| self.header(at));
        Fault::new(self.name(), row, written, cause).in_column(self.letter(at))
    }

    /// A translated column in all languages, the default one first.
    pub(super) fn texts(&self, row: &Row, name: &str) -> Texts {
        let mut wordings: Vec<(String, String)> = Vec::new();
        for (column, language) in self.worded.get(name).into_iter().flatten() {
            let text = row.cell(*column);
            if !text.is_empty() && wordings.iter().all(|(spoken, _)| spoken != language) {
                wordings.push((language.clone(), text.to_owned()));
            }
        }
        Texts { wordings }
    }

    /// The same for people to read: without marks that make words bold or coloured.
    pub(super) fn words(&self, row: &Row, name: &str) -> Texts {
        let texts = self.texts(row, name).wordings.into_iter();
        Texts { wordings: texts.map(|(language, text)| (language, plain(&text).into_owned())).collect() }
    }

    /// The names of its pictures and sounds.
    pub(super) fn media(&self, row: &Row) -> BTreeMap<String, Texts> {
        let named = MEDIA.iter().map(|kind| ((*kind).to_owned(), self.texts(row, kind)));
        named.filter(|(_, names)| !names.is_empty()).collect()
    }

    /// Columns the standard does not know.
    pub(super) fn extra(&self, row: &Row) -> BTreeMap<String, String> {
        let filled = |column: &usize| {
            let text = row.cell(*column);
            (!text.is_empty()).then(|| (self.header(*column).trim().to_owned(), text.to_owned()))
        };
        // The first of two columns of one name is heard.
        self.extra.iter().rev().filter_map(filled).collect()
    }

    /// Every filled column without a language, by its header as written and by its standard name: what an
    /// expression may ask of a choice.
    pub(super) fn all(&self, row: &Row) -> BTreeMap<String, String> {
        let mut columns = self.extra(row);
        for (name, column) in &self.plain {
            let text = row.cell(*column);
            if !text.is_empty() {
                for key in [name.as_str(), self.header(*column).trim()] {
                    columns.entry(key.to_owned()).or_insert_with(|| text.to_owned());
                }
            }
        }
        columns
    }

    /// The headers [`Self::all`] may give.
    pub(super) fn column_names(&self) -> impl Iterator<Item = &str> {
        let extra = self.extra.iter().map(|column| self.header(*column).trim());
        let plain = self.plain.iter().flat_map(|(name, column)| [name.as_str(), self.header(*column).trim()]);
        extra.chain(plain)
    }
}

fn is_standard(written: &str, name: &str) -> bool {
    written.trim().to_lowercase().replace([' ', '-'], "_") == name
}
