//! One action being written: what a use case has in hand between opening an entry and closing it.
//!
//! Invariant: all changes of one action are one entry, or none is written.

use super::desk::{Desk, Office};
use super::error::Result;
use crate::store::{Entry, Reader, Receipt, WriteTx};
use jiff::civil::Date;

/// An open entry with the desk beside it.
pub(super) struct Acting<'a, 'tx> {
    /// The open transaction.
    pub(super) tx: &'a mut WriteTx<'tx>,
    /// What the office knows without asking the store.
    pub(super) desk: &'a Desk,
    /// The working day.
    pub(super) today: Date,
}

impl Acting<'_, '_> {
    /// A new id.
    pub(super) fn id(&self) -> String {
        self.desk.clock.id()
    }

    /// Who acts (officer id).
    pub(super) fn person(&self) -> &str {
        self.desk.person.id.as_str()
    }

    /// Reads what stands now, this entry's own changes among it.
    pub(super) fn reader(&self) -> Reader<'_> {
        self.tx.reader()
    }
}

impl Office {
    /// The one way every change is written: an entry with an action, what it is about and a note.
    pub(super) fn act<T>(
        &mut self,
        action: &str,
        subject: Option<&str>,
        note: Option<&str>,
        change: impl FnOnce(&mut Acting<'_, '_>) -> Result<T>,
    ) -> Result<(T, Receipt)> {
        let today = self.today();
        let Self { store, desk } = self;
        let entry = Entry {
            id: desk.clock.id(),
            person: desk.person.id.to_string(),
            at: desk.clock.now(),
            action: action.to_owned(),
            note: note.map(str::to_owned),
            subject: subject.map(str::to_owned),
        };
        let made = store.write(&entry, |tx| {
            let mut acting = Acting { tx, desk, today };
            acting.register_person()?;
            change(&mut acting)
        })?;
        Ok(made)
    }
}
