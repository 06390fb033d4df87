//! What a form offers: committees that may receive, cells that may have a case opened.
//!
//! Invariant: only what is valid on the working day is offered; the fitting ones stand first.

use super::desk::Office;
use super::error::Result;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::domain::reference::Committee;
use crate::store::CellLine;
use crate::text::locale::Language;
use crate::text::sort;
use std::collections::HashSet;

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
    /// What the row of a table is called.
    pub fn name_of(&self, table: &str, id: &str) -> Result<String> {
        let row = self.reader().get(table, id)?;
        let named = row.and_then(|row| row.text("name").or_else(|| row.text("code")).map(str::to_owned));
        Ok(named.unwrap_or_default())
    }

    /// The cells that never had a case, in the order of a Vietnamese dictionary. One that was carried to its
    /// end is begun anew from the register, not by opening all that are left.
    pub fn cells_without_case(&self) -> Result<Vec<CellLine>> {
        let cases = self.reader().case_lines()?.into_iter();
        let kept = cases.filter(|line| line.side_state.as_deref() != Some("cancelled"));
        let had: HashSet<String> = kept.map(|line| line.cell).collect();
        let mut lines = self.reader().cell_lines(None)?;
        lines.retain(|line| line.status == "active" && !had.contains(&line.id));
        lines.sort_by_cached_key(|line| sort::sort_key(&line.name));
        Ok(lines)
    }

    /// The case of a cell that is neither closed nor cancelled, if there is one.
    pub fn case_on_its_way(&self, cell: &Id<Cell>) -> Result<Option<Id<Case>>> {
        Ok(self.reader().open_case_of(cell)?.map(|(case, _)| case))
    }

    /// How many cells never had a case.
    pub fn count_without_case(&self) -> Result<usize> {
        let (_, without) = self.reader().cell_count()?;
        Ok(usize::try_from(without).unwrap_or_default())
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

fn sort_choices(choices: &mut [RowChoice]) {
    choices.sort_by_cached_key(|choice| (!choice.fits, sort::sort_key(&choice.name)));
}
