//! A case with all that belongs to it.

use super::gate::GateAnswer;
use super::member::HoldAnswer;
use super::statement::{AssessmentAnswer, OpinionAnswer, PaperAnswer, SnapshotAnswer, SurveyAnswer};
use super::{id, iso};
use crate::domain::case::{CaseEvent, Outcome, SideState};
use crate::domain::case_file::{Affiliation, CaseFile, Difference};
use crate::domain::charter::{CharterFinding, Severity};
use crate::domain::deadline::Deadline;
use crate::domain::statement::{Dossier, DossierCase};
use crate::office::cases::CaseView;
use crate::text::locale::Locale;
use serde::Serialize;

/// One case, whole.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct CaseFileAnswer {
    pub(in crate::cli) id: String,
    pub(in crate::cli) code: String,
    /// Cell id.
    pub(in crate::cli) cell: String,
    pub(in crate::cli) cell_name: String,
    /// Enterprise id.
    enterprise: Option<String>,
    pub(in crate::cli) enterprise_name: Option<String>,
    /// Id of the unit of the head office.
    head_office: Option<String>,
    pub(in crate::cli) head_office_name: Option<String>,
    pub(in crate::cli) stage: String,
    pub(in crate::cli) stage_since: String,
    pub(in crate::cli) side_state: Option<&'static str>,
    pub(in crate::cli) outcome: Option<&'static str>,
    /// Committee id.
    giver: Option<String>,
    pub(in crate::cli) giver_name: Option<String>,
    /// Committee id.
    receiver: Option<String>,
    pub(in crate::cli) receiver_name: Option<String>,
    /// Officer id.
    officer: Option<String>,
    pub(in crate::cli) opened_on: String,
    pub(in crate::cli) closed_on: Option<String>,
    /// Id of the version of the procedure it started with.
    procedure: String,
    pub(in crate::cli) members: usize,
    pub(in crate::cli) probationary: usize,
    holds: Vec<HoldAnswer>,
    events: Vec<EventAnswer>,
    pub(in crate::cli) surveys: Vec<SurveyAnswer>,
    pub(in crate::cli) opinions: Vec<OpinionAnswer>,
    pub(in crate::cli) assessment: Option<AssessmentAnswer>,
    /// What the Charter says of the organisation, each with the answer given.
    pub(in crate::cli) charter: Vec<CharterAnswer>,
    pub(in crate::cli) papers: Vec<PaperAnswer>,
    pub(in crate::cli) dossier: Option<DossierPlace>,
    snapshots: Vec<SnapshotAnswer>,
    differences: Vec<DifferenceAnswer>,
    waivers: Vec<WaiverAnswer>,
    affiliations: Vec<AffiliationAnswer>,
    pub(in crate::cli) deadlines: Vec<DeadlineAnswer>,
    pub(in crate::cli) gate: GateAnswer,
}

/// A move of the case.
#[derive(Debug, Serialize)]
struct EventAnswer {
    kind: &'static str,
    from_stage: Option<String>,
    to_stage: Option<String>,
    happened_on: String,
    /// Officer id.
    person: String,
    reason: Option<String>,
}

/// The dossier the case stands in, with its answer.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct DossierPlace {
    /// Dossier id.
    id: String,
    pub(in crate::cli) code: String,
    state: &'static str,
    pub(in crate::cli) answer: Option<&'static str>,
    /// Paper id.
    paper: Option<String>,
    answered_on: Option<String>,
    pub(in crate::cli) effective_on: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct DifferenceAnswer {
    subject: &'static str,
    /// Member id.
    member: Option<String>,
    amount: i64,
    explanation: String,
}

/// A point of the Charter check.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct CharterAnswer {
    /// Its code, as `case charter --finding` takes it.
    pub(in crate::cli) id: &'static str,
    article: &'static str,
    /// `fine`, `warn` or `answer`: only the last wants one.
    severity: &'static str,
    pub(in crate::cli) what: String,
    pub(in crate::cli) answer: Option<String>,
}

#[derive(Debug, Serialize)]
struct WaiverAnswer {
    requirement: String,
    /// Officer id.
    person: String,
    reason: String,
}

/// A span under one superior.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct AffiliationAnswer {
    /// Committee id.
    committee: String,
    from: Option<String>,
    to: Option<String>,
}

/// A deadline, and why it falls on its day.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct DeadlineAnswer {
    pub(in crate::cli) rule: String,
    start: String,
    pub(in crate::cli) due: Option<String>,
    unit: &'static str,
    /// Whether it rests on holidays not yet settled.
    unsettled: bool,
    pub(in crate::cli) why: Vec<String>,
}

impl CaseFileAnswer {
    pub(in crate::cli) fn of(view: &CaseView, locale: &Locale) -> Self {
        let file = &view.file;
        let case = &file.case;
        Self {
            id: case.id.to_string(),
            code: case.code.clone(),
            cell: case.cell.to_string(),
            cell_name: file.cell.name.clone(),
            enterprise: file.enterprise.as_ref().map(|enterprise| enterprise.id.to_string()),
            enterprise_name: file.enterprise.as_ref().map(|enterprise| enterprise.name.clone()),
            head_office: file.head_office.as_ref().map(|unit| unit.id.to_string()),
            head_office_name: file.head_office.as_ref().map(|unit| unit.name.clone()),
            stage: case.stage.clone(),
            stage_since: case.stage_since.to_string(),
            side_state: case.side_state.map(SideState::code),
            outcome: case.outcome.map(Outcome::code),
            giver: id(case.giver.as_ref()),
            giver_name: file.giver.as_ref().map(|committee| committee.name.clone()),
            receiver: id(case.receiver.as_ref()),
            receiver_name: file.receiver.as_ref().map(|committee| committee.name.clone()),
            officer: id(case.officer.as_ref()),
            opened_on: case.opened_on.to_string(),
            closed_on: iso(case.closed_on),
            procedure: case.procedure.to_string(),
            members: file.members.len(),
            probationary: file.members.iter().filter(|member| member.is_probationary()).count(),
            holds: file.holds.iter().map(HoldAnswer::of).collect(),
            events: file.events.iter().map(EventAnswer::of).collect(),
            surveys: file.surveys.iter().map(SurveyAnswer::of).collect(),
            opinions: file.opinions.iter().map(OpinionAnswer::of).collect(),
            assessment: file
                .assessment
                .as_ref()
                .map(|made| AssessmentAnswer::of(made, file.stands_on_old_figures())),
            charter: view.charter.iter().map(|found| CharterAnswer::of(found, file, locale)).collect(),
            papers: file.papers.iter().map(PaperAnswer::of).collect(),
            dossier: file.dossier.as_ref().map(|(dossier, entry)| DossierPlace::of(dossier, entry)),
            snapshots: file.snapshots.iter().map(SnapshotAnswer::of).collect(),
            differences: file.differences.iter().map(DifferenceAnswer::of).collect(),
            waivers: file
                .waivers
                .iter()
                .map(|(requirement, (person, reason))| WaiverAnswer {
                    requirement: requirement.clone(),
                    person: person.clone(),
                    reason: reason.clone(),
                })
                .collect(),
            affiliations: file.affiliations.iter().map(AffiliationAnswer::of).collect(),
            deadlines: view.deadlines.iter().map(|deadline| DeadlineAnswer::of(deadline, locale)).collect(),
            gate: GateAnswer::of(&view.gate, &view.file, locale),
        }
    }
}

impl EventAnswer {
    fn of(event: &CaseEvent) -> Self {
        Self {
            kind: event.kind.code(),
            from_stage: event.from_stage.clone(),
            to_stage: event.to_stage.clone(),
            happened_on: event.happened_on.to_string(),
            person: event.person.clone(),
            reason: event.reason.clone(),
        }
    }
}

impl DossierPlace {
    fn of(dossier: &Dossier, entry: &DossierCase) -> Self {
        Self {
            id: dossier.id.to_string(),
            code: dossier.code.clone(),
            state: dossier.state.code(),
            answer: entry.answer.map(crate::domain::case::DossierAnswer::code),
            paper: id(entry.paper.as_ref()),
            answered_on: iso(entry.answered_on),
            effective_on: iso(entry.effective_on),
            note: entry.note.clone(),
        }
    }
}

impl CharterAnswer {
    fn of(found: &CharterFinding, file: &CaseFile, locale: &Locale) -> Self {
        Self {
            id: found.code,
            article: found.article,
            severity: match found.severity {
                Severity::Fine => "fine",
                Severity::Warn => "warn",
                Severity::Answer => "answer",
            },
            what: locale.say(&found.message()),
            answer: file.charter_answers.get(found.code).cloned(),
        }
    }
}

impl AffiliationAnswer {
    pub(in crate::cli) fn of(span: &Affiliation) -> Self {
        Self { committee: span.committee.to_string(), from: iso(span.from), to: iso(span.to) }
    }
}

impl DifferenceAnswer {
    fn of(difference: &Difference) -> Self {
        Self {
            subject: difference.subject.code(),
            member: id(difference.member.as_ref()),
            amount: difference.amount,
            explanation: difference.explanation.clone(),
        }
    }
}

impl DeadlineAnswer {
    fn of(deadline: &Deadline, locale: &Locale) -> Self {
        Self {
            rule: deadline.rule.clone(),
            start: deadline.start.to_string(),
            due: iso(deadline.due),
            unit: deadline.unit.code(),
            unsettled: deadline.unsettled,
            why: deadline.why.iter().map(|why| locale.say(why)).collect(),
        }
    }
}
