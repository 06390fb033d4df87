//! The papers of the rehearsal: recorded with the script's numbers, and made as files when their moment comes.
//!
//! Invariant: recorded before made, so that no file of the set is a draft but the lists without a number.

use super::Rehearsal;
use super::script::{ScriptCase, ScriptReceiver};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{Dossier, Paper};
use crate::office::error::{Error, Result};
use crate::office::making::Wording;
use crate::office::papers::NewPaper;
use crate::text::dates::written_date;
use crate::text::message::Message;

/// Papers of the catalogue that are made before the Standing Committee sees a dossier,
pub(super) const FOR_PROPOSAL: [&str; 3] = ["survey_report", "plan", "proposal"];
/// when it has decided,
pub(super) const FOR_DECISION: [&str; 2] = ["decision", "member_list"];
/// and at the handover.
pub(super) const FOR_HANDOVER: [&str; 3] = ["receiving_decision", "minutes", "register"];

impl Rehearsal<'_> {
    /// Report, plan and proposal of a dossier, with their numbers of the round.
    pub(super) fn record_proposal(&mut self, dossier: &Id<Dossier>, round: usize) -> Result<()> {
        let numbers = self.script.numbers.clone();
        let signer = self.script.people.head_of_board.clone();
        for (role, numbers) in [
            ("survey_report", &numbers.survey_report),
            ("plan", &numbers.plan),
            ("proposal", &numbers.proposal),
        ] {
            let paper = NewPaper {
                role: role.to_owned(),
                number: of_round(numbers, round)?,
                signer: signer.clone(),
                dossier: Some(dossier.clone()),
                ..NewPaper::default()
            };
            self.record(paper)?;
        }
        Ok(())
    }

    /// The decision by which a receiver takes in what a dossier gives it.
    pub(super) fn record_receiving(
        &mut self,
        dossier: &Id<Dossier>,
        receiver: &ScriptReceiver,
        round: usize,
    ) -> Result<()> {
        let paper = NewPaper {
            role: "receiving_decision".to_owned(),
            number: of_round(&receiver.decisions, round)?,
            issuer: receiver.issuer.clone(),
            signer: receiver.signer.clone(),
            dossier: Some(dossier.clone()),
            receiver: Some(self.office.find_committee(&receiver.committee)?),
            ..NewPaper::default()
        };
        self.record(paper)?;
        Ok(())
    }

    /// A paper of one case.
    pub(super) fn record_for_case(
        &mut self,
        case: &Id<Case>,
        role: &str,
        number: &str,
        signer: &str,
    ) -> Result<()> {
        let paper = NewPaper {
            role: role.to_owned(),
            number: number.to_owned(),
            signer: signer.to_owned(),
            case: Some(case.clone()),
            ..NewPaper::default()
        };
        self.record(paper)?;
        Ok(())
    }

    /// The paper on which a party says what it thinks: its number, who says it.
    pub(super) fn record_opinion(
        &mut self,
        entry: &ScriptCase,
        case: &Id<Case>,
        party: &str,
    ) -> Result<(Id<Paper>, String)> {
        let file = self.office.case_view(case)?.file;
        let place = self.cases.iter().position(|(_, known)| known == case).unwrap_or_default() + 1;
        let people = &self.script.people;
        let (first, symbol, issuer, signer) = match party {
            "cell" => (0, entry.resolution.clone(), file.cell.name.clone(), people.cell_secretary.clone()),
            "owner" => {
                let enterprise = file.enterprise.map(|enterprise| enterprise.name).unwrap_or_default();
                (10, "CV".to_owned(), enterprise, people.owner.clone())
            }
            "giver" => {
                let giver = file.giver.map(|giver| giver.name).unwrap_or_default();
                (310, "CV/ĐUK".to_owned(), giver, people.giver.clone())
            }
            _ => {
                let receiver = self.receiver(&entry.receiver)?;
                (90, receiver.letters.clone(), receiver.committee.clone(), receiver.signer.clone())
            }
        };
        let paper = NewPaper {
            role: "opinion".to_owned(),
            number: format!("{}-{symbol}", first + place),
            issuer,
            signer: signer.clone(),
            case: Some(case.clone()),
            ..NewPaper::default()
        };
        Ok((self.record(paper)?, signer))
    }

    /// One receiver of the script.
    pub(super) fn receiver(&self, committee: &str) -> Result<ScriptReceiver> {
        let found = self.script.receivers.iter().find(|receiver| receiver.committee == committee);
        found.cloned().ok_or_else(faulty_script)
    }

    /// Makes those papers of a dossier into the folder of the rehearsal, where it has one.
    pub(super) fn make(&mut self, dossier: &Id<Dossier>, codes: &[&str]) -> Result<()> {
        let Some(folder) = self.papers else { return Ok(()) };
        let mut orders = self.office.papers_to_make(dossier, false)?;
        orders.retain(|order| codes.contains(&order.definition.code.as_str()));
        let made = self.office.make_papers(&orders, &Wording::default(), folder, &mut |_, _| true)?;
        let code = self.office.dossier_view(dossier)?.dossier.code;
        self.say(&Message::new("rehearsal.made").with("count", made.len()).with("dossier", code));
        self.made += made.len();
        Ok(())
    }

    fn record(&mut self, paper: NewPaper) -> Result<Id<Paper>> {
        self.office.add_paper(&NewPaper { issued_on: written_date(self.office.today()), ..paper })
    }
}

/// A number of the first or the second dossier.
pub(super) fn of_round(numbers: &[String], round: usize) -> Result<String> {
    numbers.get(round.min(numbers.len().saturating_sub(1))).cloned().ok_or_else(faulty_script)
}

fn faulty_script() -> Error {
    Error::program(Message::new("office.setup.faulty_asset"))
}
