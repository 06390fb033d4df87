//! What is said and signed about a case: surveys, opinions, assessments, papers, dossiers, snapshots.
//!
//! Invariant: each is dated and names who said it; none overwrites another.

use super::case::{Case, DossierAnswer, Moment, Outcome};
use super::ids::Id;
use super::organisation::MemberCounts;
use super::paper_life::PaperLife;
use super::reference::Committee;
use jiff::civil::Date;

/// A filled, or half filled, survey form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Id.
    pub id: Id<Self>,
    /// The case it is for.
    pub case: Id<Case>,
    /// The stored form version it keeps.
    pub form: Id<FormVersion>,
    /// Draft, final or discarded.
    pub state: SurveyState,
    /// When it was begun.
    pub started_on: Date,
    /// When it was finalised.
    pub finalized_on: Option<Date>,
    /// How often it was amended since, and by what last; empty while it stands as it was finalised. Whoever
    /// builds on it keeps this, and sees by it that the figures have changed.
    pub revision: String,
    /// Is something being changed in it, final as it is, that is not yet in force?
    pub is_being_amended: bool,
}

/// An answer of a final survey that was changed, or is about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Id.
    pub id: Id<Self>,
    /// The survey.
    pub survey: Id<Survey>,
    /// The question.
    pub question: String,
    /// Of its repeats: "", "2", "2.1".
    pub instance: String,
    /// What the survey said before; empty where nothing.
    pub old: String,
    /// What it says since; empty where nothing.
    pub new: String,
    /// Why; none while it is being written.
    pub reason: Option<String>,
    /// Who (officer id).
    pub person: String,
    /// When; none while it is being written.
    pub amended_on: Option<Date>,
}

/// A stored version of a form (marker for ids; the form itself is `forms::Form`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormVersion;

/// A survey's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SurveyState {
    /// Being filled.
    Draft,
    /// Checked whole; gates read it.
    Final,
    /// In the bin, from which it returns.
    Discarded,
}

impl SurveyState {
    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Final => "final",
            Self::Discarded => "discarded",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Draft, Self::Final, Self::Discarded].into_iter().find(|state| state.code() == code)
    }
}

/// A signed statement of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Id.
    pub id: Id<Self>,
    /// The case.
    pub case: Id<Case>,
    /// Code list `opinion_party`: cell, owner, giver, receiver, …
    pub party: String,
    /// The committee that gave it, where the party is the giver or the receiver.
    pub committee: Option<Id<Committee>>,
    /// Code list `stance`.
    pub stance: String,
    /// Who said it, as written.
    pub said_by: Option<String>,
    /// When.
    pub said_on: Date,
    /// On what paper.
    pub paper: Option<Id<Paper>>,
    /// Votes for, against, other, where it is a resolution.
    pub votes: Option<(i64, i64, i64)>,
    /// Why, or under what condition.
    pub reason: Option<String>,
}

/// The officer's judgement of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Id.
    pub id: Id<Self>,
    /// The case.
    pub case: Id<Case>,
    /// The option chosen.
    pub chosen: Option<Outcome>,
    /// The receiving committee proposed.
    pub receiver: Option<Id<Committee>>,
    /// Why.
    pub rationale: Option<String>,
    /// Why a receiver whose territory is not the head office's.
    pub territory_reason: Option<String>,
    /// Who wrote it (officer id).
    pub author: String,
    /// Who approved it (officer id): another person.
    pub approved_by: Option<String>,
    /// When it was approved.
    pub approved_on: Option<Date>,
    /// The survey it stands on.
    pub survey: Option<Id<Survey>>,
    /// The revision of that survey.
    pub survey_revision: String,
    /// The options weighed.
    pub options: Vec<WeighedOption>,
}

/// One option that was weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeighedOption {
    /// Id.
    pub id: Id<Self>,
    /// What would become of the cell.
    pub outcome: Outcome,
    /// The receiver it would have.
    pub receiver: Option<Id<Committee>>,
    /// What speaks for it.
    pub advantages: Option<String>,
    /// What speaks against it.
    pub limits: Option<String>,
}

/// A reference to a paper: kind, number, symbol, date, signer, scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Id.
    pub id: Id<Self>,
    /// Code list `paper_kind`.
    pub kind: String,
    /// Code list `paper_role`: what a gate asks it for.
    pub role: Option<String>,
    /// Number; blank while not issued.
    pub number: Option<String>,
    /// Symbol, e.g. `QĐ/TU`.
    pub symbol: Option<String>,
    /// Date of the paper.
    pub issued_on: Option<Date>,
    /// Body that issued it.
    pub issuer: Option<String>,
    /// Who signed it.
    pub signer: Option<String>,
    /// Trích yếu.
    pub title: Option<String>,
    /// The case it belongs to, or
    pub case: Option<Id<Case>>,
    /// the dossier it belongs to.
    pub dossier: Option<Id<Dossier>>,
    /// SHA-256 of the scan.
    pub attachment: Option<String>,
    /// `reserved`, `draft`, `issued` or `void`.
    pub state: String,
    /// What it was made by, where the program worded it: a paper of the catalogue.
    pub template: Option<String>,
    /// Dự thảo lần N.
    pub draft: Option<i64>,
    /// When it was last made.
    pub made_on: Option<Date>,
    /// The committee it is for, where a dossier has one such paper for each.
    pub receiver: Option<Id<Committee>>,
    /// What became of it.
    pub life: PaperLife,
}

/// A dossier put before the Standing Committee (hồ sơ trình).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Id.
    pub id: Id<Self>,
    /// The office's number for it, `HT-0001`.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Draft, submitted, answered.
    pub state: DossierState,
    /// The day its figures hold for.
    pub as_of: Option<Date>,
    /// When it was begun.
    pub created_on: Date,
    /// When it was submitted.
    pub submitted_on: Option<Date>,
}

/// A dossier's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DossierState {
    /// Being put together.
    Draft,
    /// Before the Standing Committee; its figures are frozen.
    Submitted,
    /// Answered for every case.
    Answered,
}

impl DossierState {
    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Answered => "answered",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Draft, Self::Submitted, Self::Answered].into_iter().find(|state| state.code() == code)
    }
}

/// One case in a dossier, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCase {
    /// Id.
    pub id: Id<Self>,
    /// The dossier.
    pub dossier: Id<Dossier>,
    /// The case.
    pub case: Id<Case>,
    /// The Standing Committee's answer.
    pub answer: Option<DossierAnswer>,
    /// The conclusion or decision that says so.
    pub paper: Option<Id<Paper>>,
    /// Its date.
    pub answered_on: Option<Date>,
    /// From when it takes effect; not the same as its date.
    pub effective_on: Option<Date>,
    /// What was changed, or why it came back.
    pub note: Option<String>,
}

/// Figures frozen at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Id.
    pub id: Id<Self>,
    /// The case.
    pub case: Id<Case>,
    /// Which of the three moments.
    pub moment: Moment,
    /// The dossier they were frozen for; none at the handover.
    pub dossier: Option<Id<Dossier>>,
    /// "tính đến ngày …".
    pub as_of: Date,
    /// The figures.
    pub counts: MemberCounts,
}
