//! One action being written: what a use case has in hand between opening an entry and closing it.
//!
//! Invariant: all changes of one action are one entry, or none is written.

use super::desk::{Desk, Office};
use super::error::{Error, Result};
use crate::domain::ids::Id;
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
    /// Who acts (officer id).
    pub(super) person: String,
}

impl Acting<'_, '_> {
    /// A new id.
    pub(super) fn id(&self) -> String {
        self.desk.clock.id()
    }

    /// Who acts (officer id).
    pub(super) fn person(&self) -> &str {
        &self.person
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
            let person = desk.person.id.to_string();
            let mut acting = Acting { tx, desk, today, person };
            acting.register_person()?;
            let done = change(&mut acting)?;
            Ok::<_, Error>((done, acting.person))
        })?;
        let ((done, person), receipt) = made;
        desk.person.id = Id::new(person);
        Ok((done, receipt))
    }
}

#[cfg(test)]
mod tests {
    use crate::office::clock::Clock;
    use crate::office::desk::Office;
    use crate::office::desk::Setup;
    use crate::store::{EntryFilter, Key};

    /// Two processes that start at once each met a person the other did not know of yet.
    #[test]
    fn one_who_joins_from_two_windows_at_once_is_one_person() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.store");
        let clock = Clock::system();
        let answers = Setup { officer: "Nguyễn Thị Lan".into(), ..Setup::default() };
        drop(Office::create(&path, &Key::None, &answers, clock).unwrap());
        let open = || Office::open(&path, &Key::None, Some("Trần Văn An"), clock).unwrap();
        let (mut one, mut other) = (open(), open());
        one.set_setting("a", "1").unwrap();
        other.set_setting("b", "2").unwrap();
        other.set_setting("c", "3").unwrap();
        let named =
            one.officers().unwrap().into_iter().filter(|officer| officer.name == "Trần Văn An").count();
        assert_eq!(named, 1);
        let entries = one.entries(&EntryFilter::default()).unwrap();
        let person = one.person().id.as_str();
        assert_eq!(entries.iter().take(3).filter(|entry| entry.person == person).count(), 3);
        assert_eq!(other.person().id.as_str(), person);
    }
}
