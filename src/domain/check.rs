//! The built-in checks a procedure's requirements name, with what each may be told.
//!
//! Invariant: a closed set. What a check *finds* in a case is decided in `office`; which codes it looks for
//! stands in the procedure.

use super::case::Moment;
use super::data_file::{DataFile, Section};

/// What a requirement demands of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// A final survey that is fresh, answers the subjects, and names source, day and surveyor.
    SurveyFinal {
        /// Days after which it is too old.
        max_age_days: u32,
        /// Questions that answer the subjects; each must have an answer.
        subjects: Vec<String>,
        /// Question of the source.
        source: String,
        /// Question of "tính đến ngày".
        as_of: String,
        /// Question of the surveyor.
        surveyor: String,
    },
    /// The member list agrees with the counts, or the difference is explained.
    ListAgrees,
    /// The parties' opinions, each with its date.
    Opinions {
        /// Parties, code list `opinion_party`.
        parties: Vec<String>,
        /// Whether each must name its paper.
        paper: bool,
    },
    /// The head office lies in a unit of the era.
    HeadOfficeLocated,
    /// An option was chosen among those weighed, each with advantages and limits.
    OptionChosen {
        /// The fewest options that must have been weighed.
        least: u32,
    },
    /// The choice has its reasons.
    Rationale,
    /// The receiving committee is of a kind the era allows, and is not the giver.
    ReceiverFits,
    /// The receiver's territory holds the head office, or a reason says why not.
    TerritoryMatches,
    /// Every Charter finding that asks for an answer has one.
    CharterAnswered,
    /// Somebody else than the author approved it.
    ApprovedByOther,
    /// The case stands in a dossier.
    InDossier,
    /// Papers are there, with their parts.
    Papers {
        /// Roles, code list `paper_role`.
        roles: Vec<String>,
        /// What each must have.
        parts: Vec<PaperPart>,
    },
    /// The figures of a moment are frozen.
    FiguresFrozen {
        /// Which moment.
        moment: Moment,
    },
    /// The Standing Committee's answer is recorded and lets the case go on.
    AnswerRecorded {
        /// Whether the day it takes effect must be recorded.
        effective_date: bool,
    },
    /// Items of the handover are settled.
    HandoverItems {
        /// Items, code list `handover_item`.
        items: Vec<String>,
    },
    /// Every member is moved, held with a reason, introduced elsewhere or explained.
    MembersSettled,
    /// Proposal, decision and handover agree, differences explained.
    TotalsReconcile,
    /// What follows the handover is done.
    FollowUp {
        /// Items, code list `handover_item`.
        items: Vec<String>,
    },
    /// Nothing of the case is open.
    NothingOpen,
    /// The cell belongs to the receiver from the effective date, and history keeps the old superior.
    BelongsToReceiver,
}

/// What a paper reference must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaperPart {
    /// Its number.
    Number,
    /// Its date.
    Date,
    /// Its signer.
    Signer,
}

impl PaperPart {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Number, Self::Date, Self::Signer];

    /// As procedures write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Signer => "signer",
        }
    }

    /// Reads what [`Self::code`] writes.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

impl Check {
    /// Every check by the name procedures use, with the parameters it takes.
    pub const NAMES: [(&'static str, &'static [&'static str]); 20] = [
        ("survey_final", &["max_age_days", "subjects", "survey_source", "survey_as_of", "survey_surveyor"]),
        ("list_agrees", &[]),
        ("opinions", &["parties", "paper"]),
        ("head_office_located", &[]),
        ("option_chosen", &["least"]),
        ("rationale", &[]),
        ("receiver_fits", &[]),
        ("territory_matches", &[]),
        ("charter_answered", &[]),
        ("approved_by_other", &[]),
        ("in_dossier", &[]),
        ("papers", &["roles", "parts"]),
        ("figures_frozen", &["moment"]),
        ("answer_recorded", &["effective_date"]),
        ("handover_items", &["items"]),
        ("members_settled", &[]),
        ("totals_reconcile", &[]),
        ("follow_up", &["items"]),
        ("nothing_open", &[]),
        ("belongs_to_receiver", &[]),
    ];

    /// The name procedures use; its wording is `gate.<name>`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SurveyFinal { .. } => "survey_final",
            Self::ListAgrees => "list_agrees",
            Self::Opinions { .. } => "opinions",
            Self::HeadOfficeLocated => "head_office_located",
            Self::OptionChosen { .. } => "option_chosen",
            Self::Rationale => "rationale",
            Self::ReceiverFits => "receiver_fits",
            Self::TerritoryMatches => "territory_matches",
            Self::CharterAnswered => "charter_answered",
            Self::ApprovedByOther => "approved_by_other",
            Self::InDossier => "in_dossier",
            Self::Papers { .. } => "papers",
            Self::FiguresFrozen { .. } => "figures_frozen",
            Self::AnswerRecorded { .. } => "answer_recorded",
            Self::HandoverItems { .. } => "handover_items",
            Self::MembersSettled => "members_settled",
            Self::TotalsReconcile => "totals_reconcile",
            Self::FollowUp { .. } => "follow_up",
            Self::NothingOpen => "nothing_open",
            Self::BelongsToReceiver => "belongs_to_receiver",
        }
    }

    /// The codes it looks for, with the code list they must stand in.
    pub(super) fn codes(&self) -> (&'static str, &'static str, &[String]) {
        match self {
            Self::Opinions { parties, .. } => ("parties", "opinion_party", parties),
            Self::Papers { roles, .. } => ("roles", "paper_role", roles),
            Self::HandoverItems { items } | Self::FollowUp { items } => ("items", "handover_item", items),
            _ => ("", "", &[]),
        }
    }

    /// Reads the check a requirement names; nothing if there is no such check.
    pub(super) fn read(section: &Section<'_>, file: &mut DataFile<'_>) -> Option<Self> {
        let names = Self::NAMES.map(|(name, _)| name);
        let known = |name: &str| names.iter().copied().find(|known| *known == name);
        let name = section.named("check", &names, known, file)?;
        Some(match name {
            "survey_final" => Self::SurveyFinal {
                max_age_days: section.number("max_age_days", file),
                subjects: section.some_texts("subjects", file),
                source: section.text("survey_source", file),
                as_of: section.text("survey_as_of", file),
                surveyor: section.text("survey_surveyor", file),
            },
            "opinions" => Self::Opinions {
                parties: section.some_texts("parties", file),
                paper: section.flag("paper", true, file),
            },
            "option_chosen" => Self::OptionChosen { least: section.number("least", file) },
            "papers" => {
                Self::Papers { roles: section.some_texts("roles", file), parts: parts(section, file) }
            }
            "figures_frozen" => {
                let moments = Moment::ALL.map(Moment::code);
                Self::FiguresFrozen { moment: section.named("moment", &moments, Moment::parse, file)? }
            }
            "answer_recorded" => {
                Self::AnswerRecorded { effective_date: section.flag("effective_date", true, file) }
            }
            "handover_items" => Self::HandoverItems { items: section.some_texts("items", file) },
            "follow_up" => Self::FollowUp { items: section.some_texts("items", file) },
            "list_agrees" => Self::ListAgrees,
            "head_office_located" => Self::HeadOfficeLocated,
            "rationale" => Self::Rationale,
            "receiver_fits" => Self::ReceiverFits,
            "territory_matches" => Self::TerritoryMatches,
            "charter_answered" => Self::CharterAnswered,
            "approved_by_other" => Self::ApprovedByOther,
            "in_dossier" => Self::InDossier,
            "members_settled" => Self::MembersSettled,
            "totals_reconcile" => Self::TotalsReconcile,
            "nothing_open" => Self::NothingOpen,
            _ => Self::BelongsToReceiver,
        })
    }
}

fn parts(section: &Section<'_>, file: &mut DataFile<'_>) -> Vec<PaperPart> {
    let mut parts = Vec::new();
    for (text, span) in section.texts("parts", file) {
        match PaperPart::parse(&text) {
            Some(part) => parts.push(part),
            None => file.unknown(&span, "parts", &text, PaperPart::ALL.map(PaperPart::code)),
        }
    }
    parts
}
