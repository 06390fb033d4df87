//! Matching the units and committees that a file names with those the office knows.
//!
//! Invariant: exact after folding, or not at all; what does not match stays open as written.

use super::clock::Clock;
use super::error::Result;
use crate::domain::reference::{Committee, Unit};
use crate::store::Reader;
use crate::text::fold::fold;
use jiff::civil::Date;
use std::collections::HashMap;

/// What a written name was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// One row, by id.
    One(String),
    /// None.
    None,
    /// Several: a person decides.
    Several,
}

/// The units and committees that exist on a day, by folded name and spelling.
pub(super) struct Places {
    units: HashMap<String, Vec<Unit>>,
    committees: HashMap<String, Vec<Committee>>,
    levels_known: Vec<String>,
    clock: Clock,
}

impl Places {
    pub(super) fn load(reader: &Reader<'_>, day: Date, clock: Clock) -> Result<Self> {
        let mut units: HashMap<String, Vec<Unit>> = HashMap::new();
        let mut levels_known = Vec::new();
        for unit in reader.units()? {
            levels_known.push(unit.level.clone());
            if unit.validity.holds_on(day) {
                for form in forms(&unit.name, &unit.spellings) {
                    units.entry(form).or_default().push(unit.clone());
                }
            }
        }
        let mut committees: HashMap<String, Vec<Committee>> = HashMap::new();
        for committee in reader.committees()? {
            if committee.validity.holds_on(day) {
                for form in forms(&committee.name, &committee.spellings) {
                    committees.entry(form).or_default().push(committee.clone());
                }
            }
        }
        Ok(Self { units, committees, levels_known, clock })
    }

    /// The committee of that name.
    pub(super) fn committee(&self, written: &str) -> Match {
        match self.committees.get(&fold(written)).map(Vec::as_slice) {
            None | Some([]) => Match::None,
            Some([one]) => Match::One(one.id.to_string()),
            Some(_) => Match::Several,
        }
    }

    /// The unit of that name and level, within a unit where one is known.
    pub(super) fn unit(&self, written: &str, level: &str, within: Option<&str>) -> Match {
        let fitting: Vec<&Unit> = self
            .units
            .get(&fold(written))
            .into_iter()
            .flatten()
            .filter(|unit| unit.level == level)
            .filter(|unit| within.is_none() || unit.parent.as_ref().map(|id| id.as_str()) == within)
            .collect();
        match fitting.as_slice() {
            [] => Match::None,
            [one] => Match::One(one.id.to_string()),
            _ => Match::Several,
        }
    }

    /// Whether the office has a table of that level at all. Where it has none, a file's names begin one.
    pub(super) fn knows_level(&self, level: &str) -> bool {
        self.levels_known.iter().any(|known| known == level)
    }

    /// Takes a new unit into the table of this import.
    pub(super) fn learn(&mut self, name: &str, level: &str, within: Option<&str>) -> String {
        let id = self.clock.id();
        let unit = Unit {
            id: crate::domain::ids::Id::new(id.as_str()),
            name: name.to_owned(),
            level: level.to_owned(),
            parent: within.map(crate::domain::ids::Id::new),
            validity: crate::domain::reference::Validity::default(),
            spellings: Vec::new(),
        };
        self.units.entry(fold(name)).or_default().push(unit);
        id
    }
}

/// The folded ways a row is written, each once.
fn forms(name: &str, spellings: &[String]) -> Vec<String> {
    let mut forms: Vec<String> =
        std::iter::once(name).chain(spellings.iter().map(String::as_str)).map(fold).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}
