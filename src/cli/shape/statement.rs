//! What is said and signed: papers, opinions, surveys, assessments, snapshots.

use super::{id, iso};
use crate::domain::case::Outcome;
use crate::domain::statement::{Assessment, Opinion, Paper, Snapshot, Survey};
use crate::office::paper_register::stage_of;
use serde::Serialize;

/// A reference to a paper.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PaperAnswer {
    pub(in crate::cli) id: String,
    pub(in crate::cli) kind: String,
    pub(in crate::cli) role: Option<String>,
    pub(in crate::cli) number: Option<String>,
    pub(in crate::cli) symbol: Option<String>,
    pub(in crate::cli) issued_on: Option<String>,
    pub(in crate::cli) issuer: Option<String>,
    pub(in crate::cli) signer: Option<String>,
    pub(in crate::cli) title: Option<String>,
    /// Case id.
    case: Option<String>,
    /// Dossier id.
    dossier: Option<String>,
    /// SHA-256 of the scan.
    attachment: Option<String>,
    /// `reserved`, `draft`, `issued` or `void`.
    state: String,
    /// Code list `paper_step`: how far it is.
    pub(in crate::cli) stage: &'static str,
    direction: &'static str,
    /// The paper of the catalogue it was made as.
    template: Option<String>,
    /// Dự thảo lần N.
    draft: Option<i64>,
    made_on: Option<String>,
    /// Committee id, where a dossier has one such paper for each.
    receiver: Option<String>,
    reserved_on: Option<String>,
    /// Officer id.
    reserved_by: Option<String>,
    pub(in crate::cli) sent_on: Option<String>,
    pub(in crate::cli) sent_to: Option<String>,
    pub(in crate::cli) received_on: Option<String>,
    void_on: Option<String>,
    /// Code list `paper_end`.
    void_how: Option<String>,
    void_reason: Option<String>,
    /// Paper id.
    replaced_by: Option<String>,
}

impl PaperAnswer {
    pub(in crate::cli) fn of(paper: &Paper) -> Self {
        Self {
            id: paper.id.to_string(),
            kind: paper.kind.clone(),
            role: paper.role.clone(),
            number: paper.number.clone(),
            symbol: paper.symbol.clone(),
            issued_on: iso(paper.issued_on),
            issuer: paper.issuer.clone(),
            signer: paper.signer.clone(),
            title: paper.title.clone(),
            case: id(paper.case.as_ref()),
            dossier: id(paper.dossier.as_ref()),
            attachment: paper.attachment.clone(),
            state: paper.state.clone(),
            stage: stage_of(paper),
            direction: if paper.life.incoming { "incoming" } else { "outgoing" },
            template: paper.template.clone(),
            draft: paper.draft,
            made_on: iso(paper.made_on),
            receiver: id(paper.receiver.as_ref()),
            reserved_on: iso(paper.life.reserved_on),
            reserved_by: id(paper.life.reserved_by.as_ref()),
            sent_on: iso(paper.life.sent_on),
            sent_to: paper.life.sent_to.clone(),
            received_on: iso(paper.life.received_on),
            void_on: iso(paper.life.void_on),
            void_how: paper.life.void_how.clone(),
            void_reason: paper.life.void_reason.clone(),
            replaced_by: id(paper.life.replaced_by.as_ref()),
        }
    }

    /// `907-QĐ/TU`, as papers cite it; empty while it has neither number nor symbol.
    pub(in crate::cli) fn cited(&self) -> String {
        match (&self.number, &self.symbol) {
            (Some(number), Some(symbol)) => format!("{number}-{symbol}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => String::new(),
        }
    }
}

/// A signed statement of a party.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct OpinionAnswer {
    pub(in crate::cli) id: String,
    /// Case id.
    case: String,
    pub(in crate::cli) party: String,
    /// Id of the committee that gave it, where the party is the giver or the receiver.
    committee: Option<String>,
    pub(in crate::cli) stance: String,
    pub(in crate::cli) said_by: Option<String>,
    pub(in crate::cli) said_on: String,
    /// Paper id.
    paper: Option<String>,
    votes: Option<Votes>,
    pub(in crate::cli) reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct Votes {
    r#for: i64,
    against: i64,
    other: i64,
}

impl OpinionAnswer {
    pub(in crate::cli) fn of(opinion: &Opinion) -> Self {
        Self {
            id: opinion.id.to_string(),
            case: opinion.case.to_string(),
            party: opinion.party.clone(),
            committee: id(opinion.committee.as_ref()),
            stance: opinion.stance.clone(),
            said_by: opinion.said_by.clone(),
            said_on: opinion.said_on.to_string(),
            paper: id(opinion.paper.as_ref()),
            votes: opinion.votes.map(|(r#for, against, other)| Votes { r#for, against, other }),
            reason: opinion.reason.clone(),
        }
    }
}

/// A survey without its answers.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct SurveyAnswer {
    pub(in crate::cli) id: String,
    /// Case id.
    case: String,
    /// Id of the form's version.
    form: String,
    pub(in crate::cli) state: &'static str,
    pub(in crate::cli) started_on: String,
    pub(in crate::cli) finalized_on: Option<String>,
}

impl SurveyAnswer {
    pub(in crate::cli) fn of(survey: &Survey) -> Self {
        Self {
            id: survey.id.to_string(),
            case: survey.case.to_string(),
            form: survey.form.to_string(),
            state: survey.state.code(),
            started_on: survey.started_on.to_string(),
            finalized_on: iso(survey.finalized_on),
        }
    }
}

/// The officer's judgement of a case.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct AssessmentAnswer {
    id: String,
    /// Case id.
    case: String,
    pub(in crate::cli) option: Option<&'static str>,
    /// Committee id.
    pub(in crate::cli) receiver: Option<String>,
    pub(in crate::cli) rationale: Option<String>,
    territory_reason: Option<String>,
    /// Officer id.
    author: String,
    /// Officer id.
    pub(in crate::cli) approved_by: Option<String>,
    approved_on: Option<String>,
    /// Id of the survey it stands on.
    survey: Option<String>,
    /// Has that survey changed since?
    pub(in crate::cli) on_old_figures: bool,
    weighed: Vec<WeighedAnswer>,
}

/// One option that was weighed.
#[derive(Debug, Serialize)]
struct WeighedAnswer {
    id: String,
    option: &'static str,
    /// Committee id.
    receiver: Option<String>,
    advantages: Option<String>,
    limits: Option<String>,
}

impl AssessmentAnswer {
    pub(in crate::cli) fn of(assessment: &Assessment, on_old_figures: bool) -> Self {
        let weighed = assessment.options.iter().map(|option| WeighedAnswer {
            id: option.id.to_string(),
            option: option.outcome.code(),
            receiver: id(option.receiver.as_ref()),
            advantages: option.advantages.clone(),
            limits: option.limits.clone(),
        });
        Self {
            id: assessment.id.to_string(),
            case: assessment.case.to_string(),
            option: assessment.chosen.map(Outcome::code),
            receiver: id(assessment.receiver.as_ref()),
            rationale: assessment.rationale.clone(),
            territory_reason: assessment.territory_reason.clone(),
            author: assessment.author.clone(),
            approved_by: assessment.approved_by.clone(),
            approved_on: iso(assessment.approved_on),
            survey: id(assessment.survey.as_ref()),
            on_old_figures,
            weighed: weighed.collect(),
        }
    }
}

/// Figures frozen at a moment.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct SnapshotAnswer {
    id: String,
    moment: &'static str,
    as_of: String,
    total: i64,
    full: i64,
    probationary: i64,
    women: i64,
    exempt: i64,
}

impl SnapshotAnswer {
    pub(in crate::cli) fn of(snapshot: &Snapshot) -> Self {
        Self {
            id: snapshot.id.to_string(),
            moment: snapshot.moment.code(),
            as_of: snapshot.as_of.to_string(),
            total: snapshot.counts.total,
            full: snapshot.counts.full,
            probationary: snapshot.counts.probationary,
            women: snapshot.counts.women,
            exempt: snapshot.counts.exempt,
        }
    }
}
