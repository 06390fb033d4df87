//! What a form offers: the rows a reference may name, and a record's values as the store keeps them.
//!
//! Invariant: only what is valid on the working day is offered; what a record already names stays readable.

use super::desk::Office;
use super::error::Result;
use super::records::kind_of;
use crate::domain::ids::Id;
use crate::domain::reference::{Committee, Unit};
use crate::text::locale::Language;
use crate::text::sort;
use std::collections::{BTreeMap, HashMap};

/// A row that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChoice {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the name: its kind, what it belongs to, its code.
    pub note: String,
    /// Whether it fits what is asked; those that do stand first.
    pub fits: bool,
}

impl Office {
    /// A record's values as the store keeps them, by field; empty where there is none.
    pub fn stored_record(&self, table: &str, id: &str) -> Result<BTreeMap<String, String>> {
        let kind = kind_of(table)?;
        let row = self.reader().must_get(table, id)?;
        Ok(kind.fields.iter().map(|field| (field.name.to_owned(), row.get(field.name).to_string())).collect())
    }

    /// What the row of a table is called.
    pub fn name_of(&self, table: &str, id: &str) -> Result<String> {
        let row = self.reader().get(table, id)?;
        let named = row.and_then(|row| row.text("name").or_else(|| row.text("code")).map(str::to_owned));
        Ok(named.unwrap_or_default())
    }

    /// The rows of a table that can be named now, in the order of a Vietnamese dictionary.
    pub fn rows_to_choose(&self, table: &str, language: Language) -> Result<Vec<RowChoice>> {
        let today = self.today();
        let mut choices = match table {
            "unit" => {
                let units = self.reader().units()?;
                let names: HashMap<&Id<Unit>, &str> =
                    units.iter().map(|unit| (&unit.id, unit.name.as_str())).collect();
                let valid = units.iter().filter(|unit| unit.validity.holds_on(today));
                valid
                    .map(|unit| {
                        let level = self.codes().name("unit_level", &unit.level, language);
                        let above = unit.parent.as_ref().and_then(|parent| names.get(parent)).copied();
                        choice(unit.id.as_str(), &unit.name, &joined(level, above))
                    })
                    .collect()
            }
            "committee" => {
                let committees = self.reader().committees()?;
                let valid = committees.iter().filter(|committee| committee.validity.holds_on(today));
                valid.map(|committee| self.committee_choice(committee, language)).collect()
            }
            _ => {
                let rows = self.reader().all_called(table)?.into_iter();
                rows.map(|row| choice(&row.id, &row.name, row.code.as_deref().unwrap_or_default()))
                    .collect::<Vec<_>>()
            }
        };
        sort_choices(&mut choices);
        Ok(choices)
    }

    /// The committees that may receive: those of a fitting kind first.
    pub fn receivers_to_choose(&self, language: Language) -> Result<Vec<RowChoice>> {
        let today = self.today();
        let committees = self.reader().committees()?;
        let valid = committees.iter().filter(|committee| committee.validity.holds_on(today));
        let mut choices: Vec<RowChoice> = valid
            .map(|committee| RowChoice {
                fits: self.eras().may_receive(&committee.kind, today),
                ..self.committee_choice(committee, language)
            })
            .collect();
        sort_choices(&mut choices);
        Ok(choices)
    }

    fn committee_choice(&self, committee: &Committee, language: Language) -> RowChoice {
        let kind = self.codes().name("committee_kind", &committee.kind, language);
        choice(committee.id.as_str(), &committee.name, kind)
    }
}

fn choice(id: &str, name: &str, note: &str) -> RowChoice {
    RowChoice { id: id.to_owned(), name: name.to_owned(), note: note.to_owned(), fits: true }
}

fn joined(level: &str, above: Option<&str>) -> String {
    above.map_or_else(|| level.to_owned(), |above| format!("{level} · {above}"))
}

fn sort_choices(choices: &mut [RowChoice]) {
    choices.sort_by_cached_key(|choice| (!choice.fits, sort::sort_key(&choice.name)));
}
