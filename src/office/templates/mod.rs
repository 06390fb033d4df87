//! Templates of papers: those that come with the program, and the office's own beside them.
//!
//! A paper is made by the office's own template that holds on its day, the latest of several; without one, by the
//! built-in one. An own template is text, or a Word file.
//!
//! Invariant: a built-in template is never changed: an office words a copy, and dropping the copy brings it back.

mod compare;
mod fields;
mod keeping;
mod word_file;

pub(super) use word_file::not_filled;

pub use compare::Changed;
pub use fields::{FieldKind, TemplateField};
pub use keeping::{NewTemplate, TEXT_LIMIT};
pub use word_file::{NewWordTemplate, template_file};

use super::desk::Office;
use super::error::{Error, Result};
use super::making::validity as row_validity;
use crate::domain::ids::Id;
use crate::domain::reference::Validity;
use crate::papers::catalogue::{self, PaperDefinition};
use crate::papers::template::built_in;
use crate::store::Row;
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use jiff::civil::Date;

/// The table of the office's own.
const TABLE: &str = "paper_template";

/// A template as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The office's own; none for the built-in one.
    pub id: Option<Id<Self>>,
    /// The paper it words.
    pub paper: PaperDefinition,
    /// What the office calls it; empty for the built-in one.
    pub name: String,
    /// What it is.
    pub kind: TemplateKind,
    /// The days of the papers it words.
    pub validity: Validity,
    /// A note of the office.
    pub note: String,
    /// Papers dated today are made by it.
    pub in_force: bool,
    /// It has a wording that is not saved.
    pub has_draft: bool,
}

/// What a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateKind {
    /// Text an officer can read and change here.
    Text,
    /// A Word file, changed in Word.
    Word,
    /// Nothing yet but a wording that is not saved.
    Draft,
}

impl TemplateKind {
    /// The word in JSON, and the key `template.kind.<word>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Word => "word",
            Self::Draft => "draft",
        }
    }
}

/// Which template is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateRef {
    /// The one that comes with the program, by its paper.
    BuiltIn(String),
    /// One of the office's own.
    Own(Id<Template>),
}

/// What a paper is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateSource {
    /// Text.
    Text(String),
    /// The bytes of a Word file.
    Word(Vec<u8>),
}

impl Template {
    /// Which one it is.
    pub fn reference(&self) -> TemplateRef {
        match &self.id {
            Some(id) => TemplateRef::Own(id.clone()),
            None => TemplateRef::BuiltIn(self.paper.code.clone()),
        }
    }
}

impl Office {
    /// Every template, by paper: the built-in one, then the office's own.
    pub fn templates(&self) -> Result<Vec<Template>> {
        let rows = self.reader().rows_of(TABLE)?;
        let mut templates = Vec::new();
        for paper in catalogue::papers().into_iter().chain(catalogue::reports()) {
            let own: Vec<&Row> =
                rows.iter().filter(|row| row.text("code") == Some(paper.code.as_str())).collect();
            let holding = holding(own.iter().copied(), self.today()).and_then(|row| row.text("id"));
            templates.push(Template {
                id: None,
                paper: paper.clone(),
                name: String::new(),
                kind: TemplateKind::Text,
                validity: Validity::default(),
                note: String::new(),
                in_force: holding.is_none(),
                has_draft: false,
            });
            templates.extend(own.iter().map(|row| template(row, paper.clone(), row.text("id") == holding)));
        }
        Ok(templates)
    }

    /// One template.
    pub fn template(&self, which: &TemplateRef) -> Result<Template> {
        let found = self.templates()?.into_iter().find(|template| template.reference() == *which);
        found.ok_or_else(|| {
            let value = match which {
                TemplateRef::BuiltIn(code) => code.clone(),
                TemplateRef::Own(id) => id.to_string(),
            };
            not_found(&value)
        })
    }

    /// The template someone names: an own one by id or name, else the one in force of a paper by its code, kind
    /// or name.
    pub fn find_template(&self, typed: &str) -> Result<TemplateRef> {
        let typed = clean(typed).text;
        let all = self.templates()?;
        let own = || all.iter().filter(|template| template.id.is_some());
        if let Some(by_id) = own().find(|own| own.id.as_ref().is_some_and(|id| id.as_str() == typed)) {
            return Ok(by_id.reference());
        }
        let named: Vec<_> = own().filter(|own| fold(&own.name) == fold(&typed)).collect();
        match named.as_slice() {
            [one] => return Ok(one.reference()),
            [] => {}
            several => {
                let message = Message::new("office.ambiguous")
                    .with("value", &typed)
                    .with("count", several.len())
                    .with_key("kind", "office.kind.paper_template");
                let ids = several.iter().filter_map(|one| one.id.as_ref());
                let told =
                    ids.map(|id| Message::new("office.candidate").with("name", &typed).with("code", id));
                return Err(Error::yours(message).because(told));
            }
        }
        let paper = self.find_worded(&typed).map_err(|_| not_found(&typed))?;
        let found = all.iter().find(|template| template.paper.code == paper.code && template.in_force);
        found.map(Template::reference).ok_or_else(|| not_found(&typed))
    }

    /// What a template says.
    pub fn template_source(&self, which: &TemplateRef) -> Result<TemplateSource> {
        match which {
            TemplateRef::BuiltIn(code) => built_in::template(code).map(text).ok_or_else(|| not_found(code)),
            TemplateRef::Own(id) => {
                let row = self.reader().get(TABLE, id.as_str())?.ok_or_else(|| not_found(id.as_str()))?;
                let draft = || Ok(text(row.text("draft").unwrap_or_default()));
                self.source_of(&row)?.map_or_else(draft, Ok)
            }
        }
    }

    /// What a paper of a day is made from.
    pub(super) fn template_of(&self, code: &str, day: Date) -> Result<TemplateSource> {
        let rows = self.reader().find_rows(TABLE, "code", code)?;
        if let Some(row) = holding(rows.iter(), day)
            && let Some(source) = self.source_of(row)?
        {
            return Ok(source);
        }
        let built_in = built_in::template(code).map(text);
        built_in.ok_or_else(|| Error::program(Message::new("office.setup.faulty_asset")))
    }

    fn source_of(&self, row: &Row) -> Result<Option<TemplateSource>> {
        if let Some(hash) = row.text("attachment") {
            let bytes = self.reader().attachment_bytes(hash)?;
            let gone = || Error::file(Message::new("template.file_gone").with("hash", hash));
            return bytes.map(TemplateSource::Word).map(Some).ok_or_else(gone);
        }
        Ok(row.text("body").map(text))
    }
}

/// Of the office's own templates of a paper, the one that holds on a day: the last to begin, the newest of those.
fn holding<'a>(rows: impl Iterator<Item = &'a Row>, day: Date) -> Option<&'a Row> {
    let whole = rows.filter(|row| row.text("body").is_some() || row.text("attachment").is_some());
    whole
        .filter(|row| row_validity(row).holds_on(day))
        .max_by_key(|row| (row_validity(row).from, row.text("id").unwrap_or_default().to_owned()))
}

fn template(row: &Row, paper: PaperDefinition, in_force: bool) -> Template {
    let kind = match (row.text("attachment"), row.text("body")) {
        (Some(_), _) => TemplateKind::Word,
        (None, Some(_)) => TemplateKind::Text,
        (None, None) => TemplateKind::Draft,
    };
    let said = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Template {
        id: row.text("id").map(Id::new),
        paper,
        name: said("name"),
        kind,
        validity: row_validity(row),
        note: said("note"),
        in_force,
        has_draft: row.text("draft").is_some(),
    }
}

fn text(source: &str) -> TemplateSource {
    TemplateSource::Text(source.to_owned())
}

fn not_found(value: &str) -> Error {
    let message = Message::new("office.not_found").with("value", value);
    Error::yours(message.with_key("kind", "office.kind.paper_template"))
}

/// The name of a paper in faults: its first language.
fn called(paper: &PaperDefinition) -> &str {
    paper.name(Language::Vietnamese)
}

#[cfg(test)]
mod tests;
