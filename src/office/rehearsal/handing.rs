//! The last act of the rehearsal: papers, checklist, members, figures.
//!
//! Invariant: as the rest, through the use cases alone.

use super::Rehearsal;
use super::script::ScriptCase;
use crate::domain::case::{Case, Outcome};
use crate::domain::ids::Id;
use crate::office::error::Result;
use crate::office::handover::{NewItem, NewMemberOutcome};
use crate::office::papers::NewPaper;
use crate::text::dates::written_date;
use crate::text::message::Message;

impl Rehearsal<'_> {
    pub(super) fn hand_over(&mut self) -> Result<()> {
        for (entry, case) in self.cases.clone() {
            let outcome = self.office.case_view(&case)?.file.case.outcome;
            match outcome {
                Some(Outcome::Transfer) => self.transfer(&entry, &case)?,
                Some(Outcome::Dissolve) => self.dissolve(&entry, &case)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn transfer(&mut self, entry: &ScriptCase, case: &Id<Case>) -> Result<()> {
        self.turn_to(&self.script.day.handed_over.clone())?;
        for (role, kind, symbol) in
            [("receiving_decision", "QD", "QĐ/HU"), ("minutes", "BB", "BB"), ("register", "SO", "DS/ĐUK")]
        {
            self.paper(case, role, kind, symbol)?;
        }
        self.items(
            case,
            &[
                "register",
                "member_files",
                "dues",
                "resolution_books",
                "property",
                "unfinished",
                "remarks",
                "copies",
            ],
        )?;
        self.item(case, "seal", "not_applicable")?;
        let (moved, held) = self.office.settle_members(case)?;
        self.office.freeze_handover(case, "")?;
        self.say(
            &Message::new("rehearsal.settled")
                .with("cell", &entry.cell)
                .with("moved", moved)
                .with("held", held),
        );
        self.turn_to(&self.script.day.closed.clone())?;
        self.items(
            case,
            &[
                "register_updated",
                "database_updated",
                "dues_followed",
                "seal_returned",
                "authorisations_renewed",
                "mass_organisations",
            ],
        )
    }

    fn dissolve(&mut self, entry: &ScriptCase, case: &Id<Case>) -> Result<()> {
        self.turn_to(&self.script.day.handed_over.clone())?;
        self.paper(case, "dissolution", "QD", "QĐ/ĐUK")?;
        self.items(case, &["register", "member_files", "dues"])?;
        self.item(case, "seal", "not_applicable")?;
        let file = self.office.case_view(case)?.file;
        for member in &file.members {
            let said = NewMemberOutcome {
                outcome: "introduced".to_owned(),
                file_complete: Some(true),
                reason: self.script.text.introduced.clone(),
                ..NewMemberOutcome::default()
            };
            self.office.set_handover_member(case, &member.id, &said)?;
        }
        self.say(
            &Message::new("rehearsal.introduced").with("cell", &entry.cell).with("count", file.members.len()),
        );
        Ok(())
    }

    fn paper(&mut self, case: &Id<Case>, role: &str, kind: &str, symbol: &str) -> Result<()> {
        let paper = NewPaper {
            kind: kind.to_owned(),
            role: role.to_owned(),
            number: (self.office.papers_of_case(case)?.len() + 1).to_string(),
            symbol: symbol.to_owned(),
            issued_on: written_date(self.office.today()),
            signer: self.script.people.secretary.clone(),
            case: Some(case.clone()),
            ..NewPaper::default()
        };
        self.office.add_paper(&paper)?;
        Ok(())
    }

    fn items(&mut self, case: &Id<Case>, items: &[&str]) -> Result<()> {
        items.iter().try_for_each(|item| self.item(case, item, "done"))
    }

    fn item(&mut self, case: &Id<Case>, item: &str, state: &str) -> Result<()> {
        let said = NewItem { state: state.to_owned(), ..NewItem::default() };
        self.office.set_handover_item(case, item, &said)
    }
}
