//! What every screen has in hand: the office, the settings, the worker threads, and what the person has marked.
//!
//! Invariant: holds nothing a screen could keep for itself; what is in the store is read from the office.

use super::event::Action;
use super::jobs::Jobs;
use super::settings::{Environment, Header, Settings};
use super::staleness::Staleness;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::office::clock::Clock;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::store::Key;
use crate::text::dates::written_date;
use crate::text::locale::Language;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The screens of the header, in order; also what the digits open.
pub const SCREENS: [Action; 8] = [
    "go.overview",
    "go.cases",
    "go.case",
    "go.dossiers",
    "go.agenda",
    "go.registers",
    "go.reports",
    "go.journal",
];

/// The program as a screen sees it.
pub struct Context {
    /// The open office: every question and every change goes through it.
    pub office: Office,
    /// Starts worker threads.
    pub jobs: Jobs,
    /// Whether papers still show what the records say.
    pub staleness: Staleness,
    /// The cases marked for bulk actions, by id.
    pub marks: BTreeSet<String>,
    /// The case looked at last, for the screen key of "one case".
    pub last_case: Option<Id<Case>>,
    settings: Settings,
    key: Key,
    office_name: String,
}

/// Opens the same store again on a worker thread.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    path: PathBuf,
    key: Key,
    person: String,
    today: Date,
}

impl Elsewhere {
    /// The office on a connection of its own. With a passphrase this derives the key anew, about 0,1 s.
    pub fn open(&self) -> Result<Office> {
        Office::open(&self.path, &self.key, Some(&self.person), Clock::on(self.today))
    }
}

impl Context {
    /// Over an open office; `key` is the one it was opened with.
    pub fn new(office: Office, key: Key, settings: Settings, jobs: Jobs) -> Self {
        let mut context = Self {
            office,
            jobs,
            staleness: Staleness::default(),
            marks: BTreeSet::new(),
            last_case: None,
            settings,
            key,
            office_name: String::new(),
        };
        context.reread();
        context
    }

    /// Reads again what the header shows; after an undo it may be another.
    pub fn reread(&mut self) {
        self.office_name = self.office.setting("office_name").ok().flatten().unwrap_or_default();
    }

    /// The language of the screens.
    pub const fn language(&self) -> Language {
        self.settings.locale.language()
    }

    /// The working day.
    pub fn today(&self) -> Date {
        self.office.today()
    }

    /// The wording of a key.
    pub fn word(&self, key: &str) -> String {
        self.settings.locale.text(key).to_owned()
    }

    /// The name of a code in the language of the screens.
    pub fn code_name(&self, list: &str, code: &str) -> String {
        self.office.codes().name(list, code, self.language()).to_owned()
    }

    /// What a worker thread needs to open the store on its own.
    pub fn elsewhere(&self) -> Elsewhere {
        Elsewhere {
            path: self.office.path().to_owned(),
            key: self.key.clone(),
            person: self.office.person().id.to_string(),
            today: self.office.today(),
        }
    }
}

impl Environment for Context {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn header(&self) -> Header {
        Header {
            store: self.office_name.clone(),
            person: self.office.person().name.clone(),
            date: written_date(self.office.today()),
            screens: SCREENS.to_vec(),
            current: 0,
        }
    }
}
