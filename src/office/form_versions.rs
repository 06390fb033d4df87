//! Which version of a form a new survey begins on: the newest one stored, and of the questionnaire that comes with
//! the program the program's own, once the store holds nothing but what earlier programs brought.
//!
//! Invariant: a survey keeps the version it was begun on; a version under the office's own hand is never passed
//! over; opening a store writes nothing.

use super::acting::Acting;
use super::desk::Office;
use super::error::{Error, Result};
use crate::domain::ids::Id;
use crate::domain::statement::FormVersion;
use crate::forms::built_in;
use crate::forms::form::Form;
use crate::store::{FormLine, Value};
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::message::Message;
use std::collections::HashSet;
use std::sync::Arc;

/// A form as a new survey would begin on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedForm {
    /// Its name, the same in every version.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The version.
    pub version: String,
}

/// A form found by what was typed.
pub(super) enum Newest {
    /// A stored version.
    Stored(Id<FormVersion>),
    /// The program's own, newer than what the store has of it.
    BuiltIn(Box<Form>),
}

impl Office {
    /// Each form once, as a new survey would begin on it, the newest last.
    pub fn offered_forms(&self) -> Result<Vec<OfferedForm>> {
        let forms = self.reader().forms()?;
        let mut names = HashSet::new();
        let mut newest: Vec<&FormLine> =
            forms.iter().rev().filter(|line| names.insert(line.name.as_str())).collect();
        newest.reverse();
        let offered = newest.into_iter().map(|line| {
            Ok(match newer(line)? {
                Some(form) => offer(&form),
                None => OfferedForm {
                    name: line.name.clone(),
                    title: line.title.clone(),
                    version: line.version.clone(),
                },
            })
        });
        offered.collect()
    }

    /// The form of this id, name or title, in its newest version; the office's newest form if none is named.
    pub(super) fn newest_form(&self, typed: Option<&str>) -> Result<Newest> {
        let typed = typed.map(|typed| clean(typed).text).filter(|typed| !typed.is_empty());
        let forms = self.reader().forms()?;
        let called = |line: &&FormLine| {
            typed.as_deref().is_none_or(|typed| {
                line.id.as_str() == typed
                    || fold(&line.name) == fold(typed)
                    || fold(&line.title) == fold(typed)
            })
        };
        let found = forms.iter().rev().find(called).ok_or_else(|| {
            let message =
                Message::new("office.not_found").with("value", typed.as_deref().unwrap_or_default());
            Error::yours(message.with_key("kind", "office.kind.form"))
        })?;
        // An id means that very version.
        let newer = if typed.as_deref() == Some(found.id.as_str()) { None } else { newer(found)? };
        Ok(newer.map_or_else(|| Newest::Stored(found.id.clone()), |form| Newest::BuiltIn(Box::new(form))))
    }

    /// The same to be read only: it may not be stored yet.
    pub(super) fn newest_form_to_read(&self, typed: Option<&str>) -> Result<Arc<Form>> {
        match self.newest_form(typed)? {
            Newest::Stored(id) => self.form(&id),
            Newest::BuiltIn(form) => Ok(Arc::from(form)),
        }
    }

    /// The same among the stored versions alone: what surveys already there were begun on.
    pub(super) fn stored_form(&self, typed: Option<&str>) -> Result<Id<FormVersion>> {
        match self.newest_form(typed)? {
            Newest::Stored(id) => Ok(id),
            Newest::BuiltIn(form) => {
                let forms = self.reader().forms()?;
                let line = forms.into_iter().rev().find(|line| line.name == form.id);
                line.map(|line| line.id)
                    .ok_or_else(|| Error::program(Message::new("office.setup.faulty_asset")))
            }
        }
    }
}

/// Stores a form if it is not there yet, in the entry of the survey that begins on it.
pub(super) fn stored(acting: &mut Acting<'_, '_>, form: Newest) -> Result<Id<FormVersion>> {
    match form {
        Newest::Stored(id) => Ok(id),
        Newest::BuiltIn(form) => store(acting, &form, built_in::SOURCE),
    }
}

/// Stores a version of a form.
pub(super) fn store(acting: &mut Acting<'_, '_>, form: &Form, source: &str) -> Result<Id<FormVersion>> {
    let id = acting.id();
    let values = [
        ("name", Value::from(form.id.as_str())),
        ("version", Value::from(form.version.as_str())),
        ("title", Value::from(form.title.get(form.default_language()))),
        ("source", Value::from(source)),
    ];
    acting.tx.create("form", &id, &values)?;
    Ok(Id::new(id))
}

/// The program's own version, where the newest stored one is what an earlier program brought.
fn newer(newest: &FormLine) -> Result<Option<Form>> {
    if newest.name != built_in::NAME || !built_in::EARLIER.contains(&newest.version.as_str()) {
        return Ok(None);
    }
    built_in::form().map(Some).map_err(|error| Error::program(error.message()))
}

fn offer(form: &Form) -> OfferedForm {
    OfferedForm {
        name: form.id.clone(),
        title: form.title.get(form.default_language()).to_owned(),
        version: form.version.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;

    /// An office whose store was made when the program brought an earlier version.
    fn of_an_earlier_program() -> Room {
        let mut room = Room::new();
        let id = room.office.stored_form(Some(built_in::NAME)).unwrap();
        room.office
            .act("test", None, None, |acting| Ok(acting.tx.set("form", id.as_str(), "version", "2023.1")?))
            .unwrap();
        room
    }

    fn version_of_the_survey(room: &Room) -> String {
        room.office.surveys(Some(&room.case)).unwrap().remove(0).form_version
    }

    #[test]
    fn a_new_survey_begins_on_the_version_the_program_brings_and_one_under_way_keeps_its_own() {
        let mut room = of_an_earlier_program();
        let earlier = room.office.stored_form(Some(built_in::NAME)).unwrap();
        let under_way = room.office.new_survey(&room.case, Some(earlier.as_str())).unwrap();
        assert_eq!(version_of_the_survey(&room), "2023.1");
        room.office.discard_survey(&under_way).unwrap();
        let brought = built_in::form().unwrap().version;
        let offered = room.office.offered_forms().unwrap();
        assert!(offered.iter().any(|form| form.name == built_in::NAME && form.version == brought));
        let stored = room.office.forms().unwrap().len();
        room.office.new_survey(&room.case, Some(built_in::NAME)).unwrap();
        assert_eq!(version_of_the_survey(&room), brought);
        assert_eq!(room.office.forms().unwrap().len(), stored + 1);
        let kept = room.office.survey_view(&under_way).unwrap().survey.form;
        assert_eq!(kept, earlier);
        // Taken back with the survey, and brought again with the next.
        room.office.undo(None).unwrap();
        assert_eq!(room.office.forms().unwrap().len(), stored);
        room.office.new_survey(&room.case, Some(built_in::NAME)).unwrap();
        assert_eq!(version_of_the_survey(&room), brought);
    }

    #[test]
    fn a_version_of_the_office_itself_is_not_passed_over() {
        let mut room = of_an_earlier_program();
        let brought = built_in::form().unwrap().version;
        room.office.add_form(&built_in::SOURCE.replace(&brought, "2023.1-NT")).unwrap();
        room.office.new_survey(&room.case, Some(built_in::NAME)).unwrap();
        assert_eq!(version_of_the_survey(&room), "2023.1-NT");
    }
}
