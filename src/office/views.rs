//! Saved views: which cases a list shows, how sorted, in which columns, under a name an officer gave.
//!
//! Invariant: a definition is the screen's own text; the office keeps it and does not read it.

use super::desk::Office;
use super::error::{Error, Result};
use crate::store::Value;
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::message::Message;

/// A view under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Id.
    pub id: String,
    /// As named.
    pub name: String,
    /// What the screen made of it.
    pub definition: String,
}

impl Office {
    /// The views this person may choose: their own, and those of nobody in particular.
    pub fn saved_views(&self) -> Result<Vec<SavedView>> {
        let person = self.person().id.as_str();
        let rows = self.reader().rows_of("saved_view")?;
        let mine = rows.iter().filter(|row| row.text("officer").is_none_or(|officer| officer == person));
        Ok(mine
            .map(|row| SavedView {
                id: row.text("id").unwrap_or_default().to_owned(),
                name: row.text("name").unwrap_or_default().to_owned(),
                definition: row.text("definition").unwrap_or_default().to_owned(),
            })
            .collect())
    }

    /// Keeps a view; one of the same name is replaced.
    pub fn save_view(&mut self, name: &str, definition: &str) -> Result<()> {
        let name = clean(name).text;
        if name.is_empty() {
            return Err(Error::yours(Message::new("office.view_without_name")));
        }
        let same = self.saved_views()?.into_iter().find(|view| fold(&view.name) == fold(&name));
        self.act("view.save", None, Some(&name), |acting| match &same {
            Some(view) => Ok(acting.tx.set("saved_view", &view.id, "definition", definition)?),
            None => {
                let id = acting.id();
                let values = [
                    ("officer", Value::from(acting.person())),
                    ("name", Value::from(name.as_str())),
                    ("definition", Value::from(definition)),
                ];
                Ok(acting.tx.create("saved_view", &id, &values)?)
            }
        })?;
        Ok(())
    }

    /// Drops a view.
    pub fn delete_view(&mut self, id: &str) -> Result<()> {
        self.act("view.delete", None, None, |acting| Ok(acting.tx.delete("saved_view", id)?))?;
        Ok(())
    }
}
