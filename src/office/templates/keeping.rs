//! Keeping the office's own wording: copied, saved when it passes the check, dated, dropped.
//!
//! Invariant: a text that is in force passed the check; what did not is kept as a draft beside it.

use super::{TABLE, Template, TemplateKind, TemplateRef, TemplateSource, called};
use crate::domain::fault::Fault;
use crate::domain::ids::Id;
use crate::office::acting::Acting;
use crate::office::days;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::making::faulty;
use crate::papers::catalogue::PaperDefinition;
use crate::papers::example::emptied;
use crate::papers::layout::sane;
use crate::papers::template::check::check;
use crate::store::Value;
use crate::text::clean::clean;
use crate::text::message::Message;

/// The longest text of a template; the longest built-in one takes a fortieth.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// A wording, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTemplate {
    /// The own template that is worded anew; a new one where none is named.
    pub id: Option<Id<Template>>,
    /// The paper: its code, kind or name.
    pub paper: String,
    /// What the office calls it; may be empty.
    pub name: String,
    /// Its text.
    pub body: String,
    /// The first day of papers it words, dd/mm/yyyy; may be empty.
    pub valid_from: Option<String>,
    /// The last.
    pub valid_to: Option<String>,
    /// A note.
    pub note: Option<String>,
}

impl Office {
    /// What is wrong with a wording of a paper, by line.
    pub fn check_template(&self, paper: &PaperDefinition, body: &str) -> Result<Vec<Fault>> {
        let example = self.template_example(paper)?;
        Ok(check(&tidy(body), called(paper), &example, &emptied(&example)))
    }

    /// Keeps a wording, if it passes the check.
    ///
    /// # Errors
    /// Its faults, each by line; it is too long; its days are in the wrong order.
    pub fn save_template(&mut self, new: &NewTemplate) -> Result<Id<Template>> {
        let paper = self.find_worded(&new.paper)?;
        let body = tidy(&new.body);
        if body.len() > TEXT_LIMIT {
            return Err(Error::yours(Message::new("template.too_long").with("limit", TEXT_LIMIT / 1024)));
        }
        if body.trim().is_empty() {
            return Err(Error::yours(Message::new("template.no_text")));
        }
        let faults = self.check_template(&paper, &body)?;
        if !faults.is_empty() {
            return Err(faulty(&faults));
        }
        let mut values = vec![("body", Value::from(body)), ("draft", Value::Null)];
        values.extend(dates(new.valid_from.as_deref(), new.valid_to.as_deref())?);
        values.extend(new.note.as_deref().map(|note| ("note", optional(note))));
        self.keep_template("template.save", new.id.as_ref(), &paper, &new.name, values)
    }

    /// A copy of the built-in template of a paper, in force from now on; the same wording until it is changed.
    pub fn copy_template(&mut self, paper: &PaperDefinition, name: &str) -> Result<Id<Template>> {
        let source = self.template_source(&TemplateRef::BuiltIn(paper.code.clone()))?;
        let TemplateSource::Text(body) = source else { return Err(super::not_found(&paper.code)) };
        let values = vec![("body", Value::from(body))];
        self.keep_template("template.copy", None, paper, name, values)
    }

    /// Keeps a wording that is not saved, faults and all, so that nothing typed is lost. Without a template of
    /// the office's own it stands for itself, and words no paper yet.
    pub fn keep_draft(
        &mut self,
        paper: &PaperDefinition,
        id: Option<&Id<Template>>,
        body: &str,
    ) -> Result<Id<Template>> {
        let body: String = tidy(body).chars().take(TEXT_LIMIT).collect();
        self.keep_template("template.draft", id, paper, "", vec![("draft", Value::from(body))])
    }

    /// The wording of a template that is not saved.
    pub fn template_draft(&self, id: &Id<Template>) -> Result<Option<String>> {
        let row = self.reader().get(TABLE, id.as_str())?;
        Ok(row.and_then(|row| row.text("draft").map(str::to_owned)))
    }

    /// Throws the wording away that is not saved; what is saved stays.
    pub fn drop_draft(&mut self, id: &Id<Template>) -> Result<()> {
        let template = self.template(&TemplateRef::Own(id.clone()))?;
        self.act("template.drop_draft", Some(id.as_str()), Some(called(&template.paper)), |acting| {
            match template.kind {
                TemplateKind::Draft => acting.tx.delete(TABLE, id.as_str())?,
                _ => acting.tx.set(TABLE, id.as_str(), "draft", Value::Null)?,
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Sets between which days' papers a template of the office's own words them; empty: from ever, for ever.
    pub fn date_template(&mut self, id: &Id<Template>, from: &str, to: &str) -> Result<()> {
        let template = self.template(&TemplateRef::Own(id.clone()))?;
        let values = dates(Some(from), Some(to))?;
        self.act("template.date", Some(id.as_str()), Some(called(&template.paper)), |acting| {
            acting.tx.set_all(TABLE, id.as_str(), &values)?;
            days::in_order(&acting.reader().must_get(TABLE, id.as_str())?)
        })?;
        Ok(())
    }

    /// Takes a template of the office's own away; undone like everything else. The built-in one holds again.
    pub fn drop_template(&mut self, id: &Id<Template>) -> Result<()> {
        let template = self.template(&TemplateRef::Own(id.clone()))?;
        let said = if template.name.is_empty() { called(&template.paper) } else { &template.name };
        self.act("template.drop", Some(id.as_str()), Some(said), |acting| {
            Ok(acting.tx.delete(TABLE, id.as_str())?)
        })?;
        Ok(())
    }

    /// Writes values of an own template, or makes one with them.
    pub(super) fn keep_template(
        &mut self,
        action: &str,
        id: Option<&Id<Template>>,
        paper: &PaperDefinition,
        name: &str,
        values: Vec<(&'static str, Value)>,
    ) -> Result<Id<Template>> {
        self.keep_template_with(action, id, paper, name, |_| Ok(values))
    }

    /// As above, with values that are made while the entry is open.
    pub(super) fn keep_template_with(
        &mut self,
        action: &str,
        id: Option<&Id<Template>>,
        paper: &PaperDefinition,
        name: &str,
        values: impl FnOnce(&mut Acting<'_, '_>) -> Result<Vec<(&'static str, Value)>>,
    ) -> Result<Id<Template>> {
        if let Some(id) = id {
            let known = self.template(&TemplateRef::Own(id.clone()))?;
            if known.paper.code != paper.code {
                let message = Message::new("template.of_another_paper").with("paper", called(&known.paper));
                return Err(Error::yours(message));
            }
        }
        let name = clean(name).text;
        let subject = id.map(|id| id.as_str().to_owned());
        let (id, _) = self.act(action, subject.as_deref(), Some(called(paper)), |acting| {
            let mut values = values(acting)?;
            let id = match id {
                Some(id) => {
                    if !name.is_empty() {
                        values.push(("name", Value::from(name.as_str())));
                    }
                    acting.tx.set_all(TABLE, id.as_str(), &values)?;
                    id.clone()
                }
                None => {
                    let name = if name.is_empty() { called(paper) } else { name.as_str() };
                    values.extend([("code", Value::from(paper.code.as_str())), ("name", Value::from(name))]);
                    let id = acting.id();
                    acting.tx.create(TABLE, &id, &values)?;
                    Id::new(id)
                }
            };
            days::in_order(&acting.reader().must_get(TABLE, id.as_str())?)?;
            Ok(id)
        })?;
        Ok(id)
    }
}

/// The days that were said; one that was said to be empty is open.
pub(super) fn dates(from: Option<&str>, to: Option<&str>) -> Result<Vec<(&'static str, Value)>> {
    let mut values = Vec::new();
    for (field, said) in [("valid_from", from), ("valid_to", to)] {
        let Some(said) = said else { continue };
        let day = match clean(said).text.as_str() {
            "" => None,
            typed => Some(days::typed(typed)?.to_string()),
        };
        values.push((field, Value::from(day)));
    }
    Ok(values)
}

pub(super) fn optional(text: &str) -> Value {
    Value::from(Some(clean(text).text).filter(|text| !text.is_empty()))
}

/// A text as it is kept: composed, without control characters and without spaces at the ends of lines. Spaces
/// within stay: blanks to be filled by hand are made of them.
pub(super) fn tidy(body: &str) -> String {
    let safe = sane(body.trim_start_matches('\u{feff}'));
    let mut tidy: String = safe.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    tidy.push('\n');
    tidy
}
