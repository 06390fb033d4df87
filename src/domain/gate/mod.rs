//! The gate of a stage: what a case must have before it goes on, and for each thing it lacks what, why, who
//! can supply it and where.
//!
//! One file a family of checks; each answers with what is lacking, and nothing when the check is met.
//!
//! Invariant: judges and never changes; which checks are asked, of whom and with what figures, stands in the
//! procedure.

mod assessment;
mod closing;
mod dossier;
mod handover;
mod opinions;
mod organisation;
mod papers;
mod survey;
#[cfg(test)]
pub(crate) mod testing;
mod timeline;

pub use handover::reconciliation;
pub use organisation::charter_findings;
pub use papers::missing_parts;
pub use timeline::{deadlines, event_day, pauses};

use super::case::Case;
use super::case_file::CaseFile;
use super::check::Check;
use super::codes::Codes;
use super::era::Eras;
use super::ids::Id;
use super::procedure::{Procedure, Requirement as Asked};
use crate::text::message::Message;
use jiff::civil::Date;
use std::fmt::Display;

/// What the rules need to know beside the case.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The working day.
    pub today: Date,
    /// Which levels there are, and who may receive.
    pub eras: &'a Eras,
    /// The code lists.
    pub codes: &'a Codes,
}

/// The gate at the end of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The case before it.
    pub case: Id<Case>,
    /// The stage it closes.
    pub stage: String,
    /// Whether the case may go on.
    pub open: bool,
    /// What is asked, in the order of the procedure.
    pub requirements: Vec<Requirement>,
}

/// One thing asked, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id in the procedure.
    pub id: String,
    /// How it stands.
    pub state: State,
    /// What is asked.
    pub what: Message,
    /// What is lacking and by which article or paper it is asked; who waived it and why; or what it rests on.
    pub why: Message,
    /// Everything that is lacking, a sentence each, with its place as the value [`TARGET`]; empty unless missing.
    pub lacking: Vec<Message>,
    /// Who can supply it.
    pub who: Message,
    /// The code of who can supply it; its wording is `supplier.<code>`.
    pub supplier: String,
    /// Where it is supplied.
    pub place: Place,
    /// Whether it may be waived, with a reason.
    pub may_be_waived: bool,
}

/// The value of a message of what is lacking that names what to go to: a question, a party, a role, an item.
pub const TARGET: &str = "target";

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing is lacking.
    Met,
    /// Something is lacking.
    Missing,
    /// Something is lacking, and a person answered for going on without it.
    Waived,
}

impl State {
    /// The word in JSON, and the key `gate.state.<word>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missing => "missing",
            Self::Waived => "waived",
        }
    }
}

/// Where on the case's screen a requirement is supplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Tab of the case's screen.
    pub tab: String,
    /// What to go to in it: a question, a party, a paper role, an item, a member; empty for the tab as a whole.
    pub target: String,
}

impl Gate {
    /// How many requirements are missing.
    pub fn missing(&self) -> usize {
        self.requirements.iter().filter(|requirement| requirement.state == State::Missing).count()
    }

    /// Who outside the office owes the next thing: the supplier of the first missing requirement, unless the
    /// office can supply that itself.
    pub fn waiting_for(&self) -> Option<&str> {
        let next = self.requirements.iter().find(|requirement| requirement.state == State::Missing)?;
        (!IN_THE_OFFICE.contains(&next.supplier.as_str())).then_some(&next.supplier)
    }
}

/// Suppliers that belong to the office.
const IN_THE_OFFICE: [&str; 3] = ["surveyor", "officer", "approver"];

/// Judges the stage a case stands in.
pub fn evaluate(procedure: &Procedure, file: &CaseFile, now: &Circumstances<'_>) -> Gate {
    let seen = Seen { file, procedure, now: *now, on: file.reference_date(now.today) };
    let asked = procedure.stage(&file.case.stage).map_or(&[][..], |stage| &stage.requirements);
    let outcome = file.case.outcome.or_else(|| file.assessment.as_ref().and_then(|made| made.chosen));
    let requirements: Vec<Requirement> =
        asked.iter().filter(|asked| asked.applies(outcome)).map(|asked| requirement(asked, &seen)).collect();
    Gate {
        case: file.case.id.clone(),
        stage: file.case.stage.clone(),
        open: requirements.iter().all(|requirement| requirement.state != State::Missing),
        requirements,
    }
}

/// What a check looks at.
struct Seen<'a> {
    file: &'a CaseFile,
    procedure: &'a Procedure,
    now: Circumstances<'a>,
    /// The day whose era, units and committees the case is judged by.
    on: Date,
}

/// One thing that is lacking.
struct Lack {
    /// What exactly, as a sentence of `gate.lack`.
    what: Message,
    /// Where in the tab it is supplied.
    target: String,
    /// Who can supply it, where that is more exact than what the procedure says.
    supplier: Option<String>,
}

impl Lack {
    fn new(code: &str) -> Self {
        Self { what: Message::new(format!("gate.lack.{code}")), target: String::new(), supplier: None }
    }

    fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.what = self.what.with(name, value);
        self
    }

    fn with_key(mut self, name: &'static str, key: impl Into<String>) -> Self {
        self.what = self.what.with_key(name, key);
        self
    }

    fn with_keys(mut self, name: &'static str, keys: Vec<String>) -> Self {
        self.what = self.what.with_keys(name, keys);
        self
    }

    fn at(mut self, target: impl Into<String>) -> Self {
        self.target = target.into();
        self
    }

    fn from(mut self, supplier: &str) -> Self {
        self.supplier = Some(supplier.to_owned());
        self
    }
}

/// Keys of several codes of one list, as one value that is worded in any language.
fn codes_of<'c>(list: &str, codes: impl IntoIterator<Item = &'c str>) -> Vec<String> {
    codes.into_iter().map(|code| format!("code.{list}.{code}")).collect()
}

fn lacks(check: &Check, seen: &Seen<'_>) -> Vec<Lack> {
    match check {
        Check::SurveyFinal { max_age_days, subjects, source, as_of, surveyor } => {
            let questions = survey::Questions { subjects, source, as_of, surveyor };
            survey::final_survey(seen, *max_age_days, &questions)
        }
        Check::ListAgrees => survey::list_agrees(seen),
        Check::Opinions { parties, paper } => opinions::given(seen, parties, *paper),
        Check::HeadOfficeLocated => organisation::head_office(seen),
        Check::OptionChosen { least } => assessment::option_chosen(seen, *least),
        Check::Rationale => assessment::rationale(seen),
        Check::ReceiverFits => organisation::receiver_fits(seen),
        Check::TerritoryMatches => organisation::territory(seen),
        Check::CharterAnswered => organisation::charter_answered(seen),
        Check::ApprovedByOther => assessment::approved(seen),
        Check::InDossier => dossier::in_dossier(seen),
        Check::Papers { roles, parts } => papers::there(seen, roles, parts),
        Check::FiguresFrozen { moment } => dossier::figures_frozen(seen, *moment),
        Check::AnswerRecorded { effective_date } => dossier::answered(seen, *effective_date),
        Check::HandoverItems { items } | Check::FollowUp { items } => handover::items(seen, items),
        Check::MembersSettled => handover::members(seen),
        Check::TotalsReconcile => handover::totals(seen),
        Check::NothingOpen => closing::nothing_open(seen),
        Check::BelongsToReceiver => closing::belongs(seen),
    }
}

fn requirement(asked: &Asked, seen: &Seen<'_>) -> Requirement {
    let found = lacks(&asked.check, seen);
    let waiver = seen.file.waivers.get(&asked.id).filter(|_| asked.may_be_waived);
    let first = found.first();
    let (state, why) = match (first, waiver) {
        (None, _) => (State::Met, Message::new("gate.met").with("source", &asked.source)),
        (Some(_), Some((person, reason))) => {
            (State::Waived, Message::new("gate.waived").with("person", person).with("reason", reason))
        }
        (Some(lack), None) => (State::Missing, missing(lack, found.len(), &asked.source)),
    };
    let supplier = first.and_then(|lack| lack.supplier.clone()).unwrap_or_else(|| asked.who.clone());
    Requirement {
        id: asked.id.clone(),
        state,
        what: Message::new("gate.named").with("vi", &asked.name.vietnamese).with("en", &asked.name.english),
        why,
        who: Message::new(format!("supplier.{supplier}")),
        supplier,
        place: Place {
            tab: asked.tab.clone(),
            target: first.map(|lack| lack.target.clone()).unwrap_or_default(),
        },
        may_be_waived: asked.may_be_waived,
        lacking: match state {
            State::Missing => found.into_iter().map(|lack| lack.what.with(TARGET, lack.target)).collect(),
            State::Met | State::Waived => Vec::new(),
        },
    }
}

/// The first lack with its own values, what it rests on, and how many more there are.
fn missing(lack: &Lack, lacks: usize, source: &str) -> Message {
    let key = if lacks > 1 { "gate.missing_several" } else { "gate.missing" };
    // The sentence stands first, so that its own places are filled by the values behind it.
    let mut why = Message::new(key).with_key("lack", lack.what.key.clone());
    why.values.extend(lack.what.values.iter().cloned());
    why.with("more", lacks - 1).with("source", source)
}
