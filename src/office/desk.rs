//! The open office: its store, who acts, what day it is, and what it knows by heart.
//!
//! Invariant: one store, one person; use cases add what they do in files of their own.

use super::acting::Acting;
use super::clock::Clock;
use super::error::{Error, Result};
use super::making::PaperKit;
use super::paper_register::Memo;
use super::procedures::Procedures;
use super::setup;
use crate::domain::calendar::HolidayTable;
use crate::domain::codes::Codes;
use crate::domain::era::Eras;
use crate::domain::ids::Id;
use crate::domain::reference::Officer;
use crate::forms::form::Form;
use crate::store::{Key, Reader, Store, Value};
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::message::Message;
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An open store with a person before it.
pub struct Office {
    pub(super) store: Store,
    pub(super) desk: Desk,
}

/// What the office knows beside the store.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) path: PathBuf,
    pub(super) clock: Clock,
    pub(super) person: Officer,
    pub(super) person_is_new: bool,
    pub(super) work_date: Option<Date>,
    pub(super) codes: Codes,
    pub(super) eras: Eras,
    pub(super) holidays: OnceCell<HolidayTable>,
    pub(super) procedures: OnceCell<Procedures>,
    /// Stored forms read so far, by id; a stored form never changes.
    pub(super) forms: RefCell<HashMap<String, Arc<Form>>>,
    /// What papers are made with, once one is.
    pub(super) paper_kit: OnceCell<PaperKit>,
    /// Which papers show figures that have changed, as last looked at.
    pub(super) stale: Memo,
}

/// The answers to the first start's questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// The office's name, e.g. "Ban Tổ chức Tỉnh ủy Ninh Thuận".
    pub office_name: String,
    /// The officer's name.
    pub officer: String,
}

impl Office {
    /// Makes a new store with the default reference data.
    ///
    /// # Errors
    /// There is a file already, the place won't do, the passphrase is empty, the disk refuses.
    pub fn create(path: &Path, key: &Key, answers: &Setup, clock: Clock) -> Result<Self> {
        let officer = clean(&answers.officer).text;
        if officer.is_empty() {
            return Err(Error::yours(Message::new("office.setup.no_officer")));
        }
        let store = Store::create(path, key, &setup::device(clock))?;
        let person = Officer { id: Id::new(clock.id()), name: officer, title: None, active: true };
        let mut office = Self { store, desk: Desk::new(path, clock, person, true, None) };
        office.keep_cases_judged();
        office.fill_new_store(&clean(&answers.office_name).text)?;
        Ok(office)
    }

    /// Opens a store. `person` is an officer's id or name; a name not yet known joins with the first change
    /// it makes. Without one, the office's first officer acts.
    ///
    /// # Errors
    /// Each bad file has its own sentence (see `store::Error`); nothing is overwritten or started empty.
    pub fn open(path: &Path, key: &Key, person: Option<&str>, clock: Clock) -> Result<Self> {
        let store = Store::open(path, key)?;
        let (person, is_new) = who_acts(&store.reader(), person, clock)?;
        let work_date = store.reader().setting("work_date")?.and_then(|day| day.parse().ok());
        let mut office = Self { store, desk: Desk::new(path, clock, person, is_new, work_date) };
        office.keep_cases_judged();
        Ok(office)
    }

    /// The working day: said by hand, else the store's own (the sample province lives in 2023), else the
    /// machine's.
    pub fn today(&self) -> Date {
        let desk = &self.desk;
        desk.clock.said().or(desk.work_date).unwrap_or_else(|| desk.clock.machine_day())
    }

    /// Who acts.
    pub const fn person(&self) -> &Officer {
        &self.desk.person
    }

    /// The code lists.
    pub const fn codes(&self) -> &Codes {
        &self.desk.codes
    }

    /// The eras: which levels there are, and who may receive.
    pub const fn eras(&self) -> &Eras {
        &self.desk.eras
    }

    /// Where the store stands.
    pub fn path(&self) -> &Path {
        &self.desk.path
    }

    /// The office's holiday table.
    pub fn holidays(&self) -> Result<&HolidayTable> {
        self.desk.holidays(&self.reader())
    }

    /// A setting of the office.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(self.reader().setting(key)?)
    }

    /// Sets a setting of the office.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        self.act("setting.set", None, Some(key), |acting| acting.put_setting(key, value))?;
        if key == "work_date" {
            self.desk.work_date = value.parse().ok();
        }
        Ok(())
    }

    /// Somebody new joins now, before work that opens the store a second time under their id.
    pub fn join(&mut self) -> Result<()> {
        if self.desk.person_is_new {
            self.act("officer.join", None, None, |_| Ok(()))?;
            self.desk.person_is_new = false;
        }
        Ok(())
    }

    /// Makes another person act from now on.
    pub fn act_as(&mut self, person: &str) -> Result<()> {
        let (person, is_new) = who_acts(&self.reader(), Some(person), self.desk.clock)?;
        self.desk.person = person;
        self.desk.person_is_new = is_new;
        Ok(())
    }

    /// Makes another day the working day of this session (a script walking through the months).
    pub fn set_today(&mut self, day: Date) {
        self.desk.clock = Clock::on(day);
        self.keep_cases_judged();
    }

    /// The officers of the office.
    pub fn officers(&self) -> Result<Vec<Officer>> {
        Ok(self.reader().officers()?)
    }

    /// Reads the store.
    pub(super) fn reader(&self) -> Reader<'_> {
        self.store.reader()
    }

    /// Holidays and procedures may have changed: they are read anew when next asked for.
    pub(super) fn forget(&mut self) {
        self.desk.holidays = OnceCell::new();
        self.desk.procedures = OnceCell::new();
    }
}

impl Desk {
    fn new(path: &Path, clock: Clock, person: Officer, person_is_new: bool, work_date: Option<Date>) -> Self {
        Self {
            path: path.to_owned(),
            clock,
            person,
            person_is_new,
            work_date,
            codes: Codes::built_in(),
            eras: Eras::built_in(),
            holidays: OnceCell::new(),
            procedures: OnceCell::new(),
            forms: RefCell::new(HashMap::new()),
            paper_kit: OnceCell::new(),
            stale: Memo::default(),
        }
    }

    pub(super) fn holidays(&self, reader: &Reader<'_>) -> Result<&HolidayTable> {
        if let Some(table) = self.holidays.get() {
            return Ok(table);
        }
        let table = setup::holiday_table(reader)?;
        Ok(self.holidays.get_or_init(|| table))
    }
}

impl Acting<'_, '_> {
    /// A person not yet known joins in the entry that is their first; one who joined from another window
    /// since is that person.
    pub(super) fn register_person(&mut self) -> Result<()> {
        if !self.desk.person_is_new {
            return Ok(());
        }
        let person = &self.desk.person;
        let wanted = fold(&person.name);
        let known = self.reader().officers()?.into_iter().find(|officer| fold(&officer.name) == wanted);
        if let Some(known) = known {
            self.person = known.id.to_string();
            self.tx.acted_by(&self.person);
        } else {
            let values = [("name", Value::from(person.name.as_str())), ("active", Value::from(true))];
            self.tx.create("officer", person.id.as_str(), &values)?;
        }
        Ok(())
    }

    pub(super) fn put_setting(&mut self, key: &str, value: &str) -> Result<()> {
        if self.reader().get("setting", key)?.is_some() {
            self.tx.set("setting", key, "value", Value::from(value))?;
        } else {
            self.tx.create("setting", key, &[("value", Value::from(value))])?;
        }
        Ok(())
    }
}

/// The officer meant, and whether the name is new.
fn who_acts(reader: &Reader<'_>, person: Option<&str>, clock: Clock) -> Result<(Officer, bool)> {
    let officers = reader.officers()?;
    let Some(typed) = person.map(|typed| clean(typed).text).filter(|typed| !typed.is_empty()) else {
        let first = officers.into_iter().find(|officer| officer.active);
        return first
            .map(|officer| (officer, false))
            .ok_or_else(|| Error::yours(Message::new("office.setup.no_officer")));
    };
    let wanted = fold(&typed);
    let known =
        officers.into_iter().find(|officer| officer.id.as_str() == typed || fold(&officer.name) == wanted);
    Ok(match known {
        Some(officer) => (officer, false),
        None => (Officer { id: Id::new(clock.id()), name: typed, title: None, active: true }, true),
    })
}
