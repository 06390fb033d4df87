//! The last act of the rehearsal: papers, checklist, members, figures.
//!
//! Invariant: as the rest, through the use cases alone.

use super::Rehearsal;
use super::papers::FOR_HANDOVER;
use super::script::ScriptCase;
use crate::domain::case::{Case, Outcome};
use crate::domain::ids::Id;
use crate::domain::statement::Dossier;
use crate::office::error::Result;
use crate::office::handover::{NewItem, NewMemberOutcome};
use crate::text::message::Message;
use std::collections::BTreeSet;

impl Rehearsal<'_> {
    pub(super) fn hand_over(&mut self) -> Result<()> {
        self.turn_to(&self.script.day.handed_over.clone())?;
        for (round, dossier) in self.dossiers.clone().iter().enumerate() {
            self.receive(dossier, round)?;
        }
        let mut number = 0;
        for (entry, case) in self.cases.clone() {
            match self.office.case_view(&case)?.file.case.outcome {
                Some(Outcome::Transfer) => {
                    number += 1;
                    self.transfer(&entry, &case, number)?;
                }
                Some(Outcome::Dissolve) => self.dissolve(&entry, &case)?,
                _ => {}
            }
        }
        for dossier in self.dossiers.clone() {
            self.make(&dossier, &FOR_HANDOVER)?;
        }
        self.turn_to(&self.script.day.closed.clone())?;
        for (_, case) in self.cases.clone() {
            if self.office.case_view(&case)?.file.case.outcome == Some(Outcome::Transfer) {
                self.follow_up(&case)?;
            }
        }
        Ok(())
    }

    /// Every receiver of a dossier decides to receive what was decided by it.
    fn receive(&mut self, dossier: &Id<Dossier>, round: usize) -> Result<()> {
        let cases = self.office.dossier_view(dossier)?.cases;
        let agreed = cases.iter().filter(|(entry, _)| entry.answer.is_some_and(|said| said.is_agreement()));
        let named: BTreeSet<String> =
            agreed.filter_map(|(_, file)| file.receiver.as_ref()).map(|known| known.name.clone()).collect();
        for receiver in named {
            let receiver = self.receiver(&receiver)?;
            self.record_receiving(dossier, &receiver, round)?;
        }
        Ok(())
    }

    fn transfer(&mut self, entry: &ScriptCase, case: &Id<Case>, number: usize) -> Result<()> {
        let numbers = self.script.numbers.clone();
        let people = self.script.people.clone();
        for (role, symbol, signer) in [
            ("minutes", &numbers.minutes, &people.head_of_board),
            ("register", &numbers.register, &people.giver),
        ] {
            self.record_for_case(case, role, &format!("{number:02}-{symbol}"), signer)?;
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
        Ok(())
    }

    /// What follows a handover.
    fn follow_up(&mut self, case: &Id<Case>) -> Result<()> {
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
        let (number, signer) = (self.script.numbers.dissolution.clone(), self.script.people.giver.clone());
        self.record_for_case(case, "dissolution", &number, &signer)?;
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

    fn items(&mut self, case: &Id<Case>, items: &[&str]) -> Result<()> {
        items.iter().try_for_each(|item| self.item(case, item, "done"))
    }

    fn item(&mut self, case: &Id<Case>, item: &str, state: &str) -> Result<()> {
        let said = NewItem { state: state.to_owned(), ..NewItem::default() };
        self.office.set_handover_item(case, item, &said)
    }
}
