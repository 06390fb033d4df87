//! The rehearsal: the sample province carried through the whole procedure, by the use cases that screens and
//! command line call.
//!
//! Invariant: nothing is written but through those; a step that a gate refuses ends the rehearsal with why.

mod handing;
mod papers;
mod script;

use super::assessments::NewAssessment;
use super::desk::Office;
use super::dossiers::NewAnswer;
use super::error::Result;
use super::opinions::NewOpinion;
use super::sample;
use crate::domain::case::{Case, Outcome};
use crate::domain::charter::Severity;
use crate::domain::gate::State;
use crate::domain::ids::Id;
use crate::domain::statement::Dossier;
use crate::office::clock::Clock;
use crate::text::dates::written_date;
use crate::text::message::Message;
use papers::{FOR_DECISION, FOR_PROPOSAL, of_round};
use script::{Script, ScriptCase, day};
use std::path::Path;

/// Builds the sample at `path` and carries it through, its papers into a folder if one is given; `tell` hears a
/// message a step.
///
/// # Errors
/// The file exists already, or a step was refused.
pub fn run(path: &Path, papers: Option<&Path>, tell: &mut dyn FnMut(&Message)) -> Result<Office> {
    let script = Script::built_in()?;
    let office = sample::build(path, Clock::system())?;
    let mut rehearsal =
        Rehearsal { office, script, tell, papers, made: 0, cases: Vec::new(), dossiers: Vec::new() };
    rehearsal.prepare()?;
    rehearsal.survey()?;
    rehearsal.assess()?;
    rehearsal.propose()?;
    rehearsal.hand_over()?;
    rehearsal.finish()
}

struct Rehearsal<'a> {
    office: Office,
    script: Script,
    tell: &'a mut dyn FnMut(&Message),
    /// Where files of papers go.
    papers: Option<&'a Path>,
    made: usize,
    cases: Vec<(ScriptCase, Id<Case>)>,
    /// In the order they were submitted.
    dossiers: Vec<Id<Dossier>>,
}

impl Rehearsal<'_> {
    fn say(&mut self, message: &Message) {
        (self.tell)(message);
    }

    /// Turns the office's calendar to a day of the script.
    fn turn_to(&mut self, text: &str) -> Result<()> {
        self.office.set_today(day(text)?);
        Ok(())
    }

    fn prepare(&mut self) -> Result<()> {
        let situation = self.office.situation(day("2019-01-01")?, self.office.today())?;
        self.say(
            &Message::new("rehearsal.imported")
                .with("cells", situation.total.organisations)
                .with("members", situation.total.members),
        );
        self.turn_to(&self.script.day.opened.clone())?;
        for row in self.office.record_rows("member_hold", "", crate::text::locale::Language::Vietnamese)? {
            self.office.set_field("member_hold", &row.id, "state", "held")?;
            self.office.set_field("member_hold", &row.id, "since", &written_date(self.office.today()))?;
            self.say(
                &Message::new("rehearsal.held")
                    .with("member", row.values.first().cloned().unwrap_or_default()),
            );
        }
        for entry in self.script.cases.clone() {
            let cell = self.office.find_cell(&entry.cell)?;
            let opened = self.office.open_cases(&[cell])?;
            self.cases.extend(opened.into_iter().map(|case| (entry.clone(), case)));
        }
        self.say(&Message::new("rehearsal.opened").with("count", self.cases.len()));
        Ok(())
    }

    fn survey(&mut self) -> Result<()> {
        for (entry, case) in self.cases.clone() {
            self.turn_to(&self.script.day.surveyed.clone())?;
            let survey = self.office.new_survey(&case, None)?;
            let as_of = written_date(self.office.today());
            let script = self.script.survey.clone();
            let mut answers: Vec<(&str, &str, &str)> = vec![("as_of", "", &as_of)];
            answers.extend(script.iter().map(|(question, value)| (question.as_str(), "", value.as_str())));
            self.office.answer_many(&survey, &answers)?;
            self.office.finalize(&survey)?;
            self.turn_to(&self.script.day.stated.clone())?;
            for party in ["cell", "owner"] {
                self.state_opinion(&entry, &case, party)?;
            }
            self.advance(&entry, &case)?;
        }
        Ok(())
    }

    /// A party agrees, on a paper of the day.
    fn state_opinion(&mut self, entry: &ScriptCase, case: &Id<Case>, party: &str) -> Result<()> {
        let (paper, said_by) = self.record_opinion(entry, case, party)?;
        let opinion = NewOpinion {
            party: party.to_owned(),
            stance: "agree".to_owned(),
            said_by,
            said_on: written_date(self.office.today()),
            paper: paper.to_string(),
            ..NewOpinion::default()
        };
        self.office.add_opinion(case, &opinion)?;
        Ok(())
    }

    fn assess(&mut self) -> Result<()> {
        for (entry, case) in self.cases.clone() {
            self.turn_to(&self.script.day.assessed.clone())?;
            let author = self.script.people.author.clone();
            self.office.act_as(&author)?;
            let other = if entry.outcome == "stay" { "transfer" } else { "stay" };
            for outcome in [entry.outcome.as_str(), other] {
                let weighed = self.script.weigh.get(outcome).cloned();
                let (advantages, limits) = weighed.map(|w| (w.advantages, w.limits)).unwrap_or_default();
                let receiver = if outcome == "transfer" { entry.receiver.as_str() } else { "" };
                self.office.weigh(&case, outcome, receiver, &advantages, &limits)?;
            }
            let assessment = NewAssessment {
                option: entry.outcome.clone(),
                receiver: entry.receiver.clone(),
                rationale: self.script.rationale.get(&entry.outcome).cloned().unwrap_or_default(),
                ..NewAssessment::default()
            };
            self.office.assess(&case, &assessment)?;
            if !entry.receiver.is_empty() {
                for party in ["giver", "receiver"] {
                    self.state_opinion(&entry, &case, party)?;
                }
            }
            self.answer_charter(&case)?;
            self.turn_to(&self.script.day.approved.clone())?;
            let approver = self.script.people.approver.clone();
            self.office.act_as(&approver)?;
            self.office.approve(&case)?;
            self.office.act_as(&author)?;
            self.advance(&entry, &case)?;
        }
        Ok(())
    }

    fn answer_charter(&mut self, case: &Id<Case>) -> Result<()> {
        let answer = self.script.text.charter_answer.clone();
        for finding in self.office.case_view(case)?.charter {
            if finding.severity != Severity::Fine {
                self.office.answer_charter(case, finding.code, &answer)?;
            }
        }
        Ok(())
    }

    fn propose(&mut self) -> Result<()> {
        self.turn_to(&self.script.day.submitted.clone())?;
        let all: Vec<Id<Case>> = self.cases.iter().map(|(_, case)| case.clone()).collect();
        let title = self.script.text.title.clone();
        let first = self.submit(&title, &all)?;
        self.turn_to(&self.script.day.answered.clone())?;
        self.admit_between()?;
        let mut returned = Vec::new();
        for (entry, case) in self.cases.clone() {
            if entry.returned {
                let conclusion = self.script.numbers.conclusion.clone();
                self.answer(&first, &case, "returned", &conclusion, "")?;
                self.say(&Message::new("rehearsal.returned").with("cell", &entry.cell));
                returned.push((entry, case));
            } else {
                self.agree(&first, &entry, &case)?;
            }
        }
        self.make(&first, &FOR_DECISION)?;
        self.turn_to(&self.script.day.resubmitted.clone())?;
        let again: Vec<Id<Case>> = returned.iter().map(|(_, case)| case.clone()).collect();
        let title = self.script.text.title_again.clone();
        let second = self.submit(&title, &again)?;
        self.turn_to(&self.script.day.answered_again.clone())?;
        for (entry, case) in returned {
            self.agree(&second, &entry, &case)?;
        }
        self.make(&second, &FOR_DECISION)
    }

    fn submit(&mut self, title: &str, cases: &[Id<Case>]) -> Result<Id<Dossier>> {
        let dossier = self.office.new_dossier(title, cases)?;
        self.record_proposal(&dossier, self.dossiers.len())?;
        self.dossiers.push(dossier.clone());
        self.office.submit_dossier(&dossier, "")?;
        let view = self.office.dossier_view(&dossier)?;
        self.say(
            &Message::new("rehearsal.submitted")
                .with("dossier", view.dossier.code)
                .with("count", view.cases.len()),
        );
        self.make(&dossier, &FOR_PROPOSAL)?;
        Ok(dossier)
    }

    /// The Standing Committee agrees: a transfer by its decision, the rest by its conclusion.
    fn agree(&mut self, dossier: &Id<Dossier>, entry: &ScriptCase, case: &Id<Case>) -> Result<()> {
        let effective = written_date(day(&self.script.day.effective)?);
        let round = self.dossiers.len().saturating_sub(1);
        let number = match entry.outcome.as_str() {
            "transfer" => of_round(&self.script.numbers.decision, round)?,
            _ => self.script.numbers.conclusion.clone(),
        };
        self.answer(dossier, case, "agreed", &number, &effective)?;
        self.advance(entry, case)
    }

    fn answer(
        &mut self,
        dossier: &Id<Dossier>,
        case: &Id<Case>,
        answer: &str,
        number: &str,
        effective_on: &str,
    ) -> Result<()> {
        let note = if effective_on.is_empty() { self.script.text.returned.clone() } else { String::new() };
        let answer = NewAnswer {
            answer: answer.to_owned(),
            number: number.to_owned(),
            issued_on: written_date(self.office.today()),
            effective_on: effective_on.to_owned(),
            signer: self.script.people.deputy_secretary.clone(),
            note,
        };
        self.office.answer_dossier(dossier, case, &answer)
    }

    /// A member admitted between proposal and decision: a difference that explains itself.
    fn admit_between(&mut self) -> Result<()> {
        let new = self.script.admitted.clone();
        let cell = self.office.find_cell(&new.cell)?;
        let values = [
            ("name", new.name.as_str()),
            ("gender", &new.gender),
            ("born_on", &new.born_on),
            ("admitted_on", &new.admitted_on),
            ("cell", cell.as_str()),
            ("status", "active"),
        ];
        let member = self.office.create_record("member", &values)?;
        let values = [
            ("kind", "ket_nap"),
            ("happened_on", new.admitted_on.as_str()),
            ("quantity", "1"),
            ("cell", cell.as_str()),
            ("member", member.as_str()),
        ];
        self.office.create_record("movement", &values)?;
        self.say(&Message::new("rehearsal.admitted").with("member", new.name).with("cell", new.cell));
        Ok(())
    }

    fn finish(mut self) -> Result<Office> {
        for (entry, case) in self.cases.clone() {
            self.turn_to(&self.script.day.closed.clone())?;
            // A case that stays was closed with its last gate: nothing was handed over.
            if self.office.case_view(&case)?.file.case.closed_on.is_none() {
                self.office.close_case(&case)?;
            }
            let view = self.office.case_view(&case)?;
            let outcome = view.file.case.outcome.map_or("", Outcome::code);
            let message = Message::new("rehearsal.closed")
                .with("case", &view.file.case.code)
                .with("cell", &entry.cell)
                .with_key("outcome", format!("rehearsal.outcome.{outcome}"))
                .with("receiver", entry.receiver);
            self.say(&message);
        }
        let closed = self.script.day.closed.clone();
        self.office.set_setting("work_date", &closed)?;
        if let Some(folder) = self.papers {
            let message = Message::new("rehearsal.papers").with("count", self.made);
            self.say(&message.with("path", folder.display()));
        }
        Ok(self.office)
    }

    /// Moves a case on; what its gate still asks for ends the rehearsal.
    fn advance(&mut self, entry: &ScriptCase, case: &Id<Case>) -> Result<()> {
        let gate = self.office.gate(case)?;
        let met = gate.requirements.iter().filter(|requirement| requirement.state == State::Met).count();
        let reached = self.office.advance(case)?;
        let view = self.office.case_view(case)?;
        let stage = view.procedure.stage(&reached).map(|stage| stage.name.clone()).unwrap_or_default();
        self.say(
            &Message::new("rehearsal.advanced")
                .with("cell", &entry.cell)
                .with("vi", stage.vietnamese)
                .with("en", stage.english)
                .with("met", met)
                .with("all", gate.requirements.len()),
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_carried_from_survey_to_handover() {
        let folder = tempfile::tempdir().unwrap();
        let mut steps = Vec::new();
        let office = run(&folder.path().join("demo.store"), None, &mut |step| {
            println!("{step}");
            steps.push(step.key.clone());
        })
        .unwrap();
        for key in [
            "held",
            "opened",
            "advanced",
            "submitted",
            "returned",
            "admitted",
            "settled",
            "introduced",
            "closed",
        ] {
            assert!(steps.contains(&format!("rehearsal.{key}").into()), "no step {key}: {steps:?}");
        }
        let cases = office.cases(&super::super::cases::CaseFilter::default()).unwrap();
        assert!(cases.iter().all(|case| case.closed_on.is_some()));
        assert!(office.check(true, &mut |_, _| ()).unwrap().is_sound());
        // A report on a day before the transfer is what it was on that day.
        let day = jiff::civil::date(2023, 9, 14);
        let before = office.situation(day, day).unwrap();
        assert_eq!((before.total.organisations, before.total.members), (24, 337));
        let bloc = &before.by_superior[0];
        let name = bloc.name.as_deref().unwrap();
        assert_eq!((name, bloc.organisations), ("Đảng ủy khối Cơ quan - Doanh nghiệp tỉnh", 15));
    }
}
