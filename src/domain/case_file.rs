//! Everything a rule may ask about one case, loaded once: the file on the officer's desk.
//!
//! Invariant: plain values; whoever fills it has done the reading, and the rules do none.

use super::case::{Case, CaseEvent, MemberHandover, Moment};
use super::ids::Id;
use super::organisation::{Cell, Enterprise, Member, MemberHold};
use super::reference::{Committee, Unit};
use super::statement::{Assessment, Dossier, DossierCase, Opinion, Paper, Snapshot, Survey, SurveyState};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One case with all that belongs to it.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its moves, oldest first.
    pub events: Vec<CaseEvent>,
    /// Its cell.
    pub cell: Cell,
    /// The cell's enterprise.
    pub enterprise: Option<Enterprise>,
    /// The unit its head office lies in (commune, else district).
    pub head_office: Option<Unit>,
    /// The units above the head office, nearest first.
    pub head_office_above: Vec<Unit>,
    /// Members on the cell's list today (those who left are not among them).
    pub members: Vec<Member>,
    /// Members a frozen figure counted who are on the list no more.
    pub former_members: Vec<Member>,
    /// Holds on its members.
    pub holds: Vec<MemberHold>,
    /// The committee that hands over.
    pub giver: Option<Committee>,
    /// The committee that receives.
    pub receiver: Option<Committee>,
    /// The units of the receiver's territory: its own and all below it.
    pub receiver_territory: Vec<Id<Unit>>,
    /// Surveys, newest first.
    pub surveys: Vec<Survey>,
    /// Answers of the newest final survey, by question.
    pub answers: BTreeMap<String, String>,
    /// Opinions, oldest first.
    pub opinions: Vec<Opinion>,
    /// Committees that gave one of them and are giver or receiver no more.
    pub former_speakers: Vec<Committee>,
    /// The newest assessment.
    pub assessment: Option<Assessment>,
    /// Charter findings a person answered: finding code → answer.
    pub charter_answers: BTreeMap<String, String>,
    /// Papers of the case and of its dossier.
    pub papers: Vec<Paper>,
    /// The newest dossier the case stands in.
    pub dossier: Option<(Dossier, DossierCase)>,
    /// Frozen figures.
    pub snapshots: Vec<Snapshot>,
    /// The members each snapshot counted: (snapshot, member, probationary).
    pub snapshot_members: Vec<(Id<Snapshot>, Id<Member>, bool)>,
    /// Differences a person explained.
    pub differences: Vec<Difference>,
    /// Handover items, by code of list `handover_item`.
    pub handover_items: BTreeMap<String, HandoverItem>,
    /// What became of each member.
    pub handover_members: Vec<MemberHandover>,
    /// The committees the cell has stood under.
    pub affiliations: Vec<Affiliation>,
    /// Requirements waived: requirement id → (person, reason).
    pub waivers: BTreeMap<String, (String, String)>,
}

/// A difference between two figures, explained by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which two figures.
    pub subject: DifferenceSubject,
    /// The member it is about, where it is about one.
    pub member: Option<Id<Member>>,
    /// How much the later figure is above the earlier one.
    pub amount: i64,
    /// Why.
    pub explanation: String,
}

/// Which two figures differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DifferenceSubject {
    /// The member list and the counts reported.
    ListAndCounts,
    /// The proposal and the decision.
    ProposalAndDecision,
    /// The decision and the handover.
    DecisionAndHandover,
}

impl DifferenceSubject {
    /// Every subject.
    pub const ALL: [Self; 3] = [Self::ListAndCounts, Self::ProposalAndDecision, Self::DecisionAndHandover];

    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ListAndCounts => "list_and_counts",
            Self::ProposalAndDecision => "proposal_and_decision",
            Self::DecisionAndHandover => "decision_and_handover",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.code() == code)
    }
}

/// One line of the handover checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverItem {
    /// Code list `handover_state`: `done`, `not_applicable`, `lacking`.
    pub state: String,
    /// A month, a balance, a count.
    pub value: Option<String>,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Note.
    pub note: Option<String>,
}

/// A span under one superior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// The superior.
    pub committee: Id<Committee>,
    /// From when; unknown for the first.
    pub from: Option<Date>,
    /// Until when; open for the present one.
    pub to: Option<Date>,
}

impl CaseFile {
    /// The newest final survey: what gates read and assessments are built on.
    pub fn final_survey(&self) -> Option<&Survey> {
        self.surveys.iter().find(|survey| survey.state == SurveyState::Final)
    }

    /// Was the assessment built on figures that have changed since: a survey amended, replaced or taken away?
    pub fn stands_on_old_figures(&self) -> bool {
        let Some(made) = &self.assessment else { return false };
        let Some(built_on) = &made.survey else { return false };
        let same = |survey: &Survey| survey.id == *built_on && survey.revision == made.survey_revision;
        !self.final_survey().is_some_and(same)
    }

    /// The name of a member, on the list or once counted; the id where neither is known.
    pub fn member_name<'a>(&'a self, id: &'a Id<Member>) -> &'a str {
        let known = self.members.iter().chain(&self.former_members).find(|member| member.id == *id);
        known.map_or(id.as_str(), |member| &member.name)
    }

    /// The committee that speaks for a party now; none for parties that are no committee, or not yet known.
    pub fn speaks_for(&self, party: &str) -> Option<&Committee> {
        match party {
            "giver" => self.giver.as_ref(),
            "receiver" => self.receiver.as_ref(),
            _ => None,
        }
    }

    /// Whether an opinion is of the party as it is now: one of a committee that was giver or receiver before
    /// counts no more.
    pub fn still_counts(&self, opinion: &Opinion) -> bool {
        match (&opinion.committee, self.speaks_for(&opinion.party)) {
            (Some(gave), Some(now)) => *gave == now.id,
            _ => true,
        }
    }

    /// The newest frozen figures of a moment.
    pub fn snapshot(&self, moment: Moment) -> Option<&Snapshot> {
        self.snapshots.iter().rev().find(|snapshot| snapshot.moment == moment)
    }

    /// The members a frozen figure counted, each with whether probationary then.
    pub fn counted_in(&self, snapshot: &Id<Snapshot>) -> impl Iterator<Item = (&Id<Member>, bool)> {
        let of = snapshot.clone();
        self.snapshot_members
            .iter()
            .filter(move |(counted, _, _)| *counted == of)
            .map(|(_, member, probationary)| (member, *probationary))
    }

    /// The day whose era, units and committees the case is judged by: the decision's effective date, else
    /// the day the surveyed figures hold for, else today.
    pub fn reference_date(&self, today: Date) -> Date {
        self.dossier
            .as_ref()
            .and_then(|(_, answer)| answer.effective_on)
            .or_else(|| self.answers.get("as_of").and_then(|day| day.parse().ok()))
            .unwrap_or(today)
    }
}
