//! A case: one cell on its way from survey to handover, and what is decided about it.
//!
//! Invariant: stages are named by the procedure, which is data; only what the rules turn on is an enum here.

use super::ids::Id;
use super::organisation::{Cell, Member};
use super::reference::{Committee, Officer};
use jiff::civil::Date;

/// One cell's way through the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Id.
    pub id: Id<Self>,
    /// The office's number for it, `HS-0001`.
    pub code: String,
    /// The cell.
    pub cell: Id<Cell>,
    /// The version of the procedure it started with.
    pub procedure: Id<ProcedureVersion>,
    /// Stage of that procedure.
    pub stage: String,
    /// Since when it stands there.
    pub stage_since: Date,
    /// Paused or cancelled.
    pub side_state: Option<SideState>,
    /// What becomes of the cell, once chosen.
    pub outcome: Option<Outcome>,
    /// The committee that hands over.
    pub giver: Option<Id<Committee>>,
    /// The committee that receives.
    pub receiver: Option<Id<Committee>>,
    /// Who works on it.
    pub officer: Option<Id<Officer>>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

/// A stored version of a procedure (marker for ids; the procedure itself is `domain::procedure`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcedureVersion;

/// A case that is not on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SideState {
    /// tạm dừng: deadlines stop.
    Paused,
    /// hủy.
    Cancelled,
}

impl SideState {
    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Paused, Self::Cancelled].into_iter().find(|state| state.code() == code)
    }
}

/// What becomes of the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// chuyển giao.
    Transfer,
    /// giữ nguyên.
    Stay,
    /// sáp nhập.
    Merge,
    /// giải thể / giới thiệu sinh hoạt nơi khác (Điều 21.2 Điều lệ Đảng: under three full members).
    Dissolve,
    /// hoãn.
    Postpone,
}

impl Outcome {
    /// Every outcome, in the order papers list them.
    pub const ALL: [Self; 5] = [Self::Transfer, Self::Stay, Self::Merge, Self::Dissolve, Self::Postpone];

    /// The code the store keeps; also the code in list `outcome`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Stay => "stay",
            Self::Merge => "merge",
            Self::Dissolve => "dissolve",
            Self::Postpone => "postpone",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether a receiving committee belongs to it.
    pub const fn needs_receiver(self) -> bool {
        matches!(self, Self::Transfer)
    }
}

/// The Standing Committee's answer on one case of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DossierAnswer {
    /// đồng ý.
    Agreed,
    /// đồng ý, có điều chỉnh.
    AgreedWithChanges,
    /// trả lại.
    Returned,
    /// không đồng ý.
    Refused,
}

impl DossierAnswer {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Agreed, Self::AgreedWithChanges, Self::Returned, Self::Refused];

    /// The code the store keeps; also the code in list `dossier_answer`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::AgreedWithChanges => "agreed_with_changes",
            Self::Returned => "returned",
            Self::Refused => "refused",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }

    /// Whether the case may go on to its transfer.
    pub const fn is_agreement(self) -> bool {
        matches!(self, Self::Agreed | Self::AgreedWithChanges)
    }
}

/// When figures were frozen: three moments, each "tính đến ngày …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// The proposal (tờ trình).
    Proposal,
    /// The decision (quyết định).
    Decision,
    /// The handover minutes (biên bản).
    Handover,
}

impl Moment {
    /// Every moment, in order of time.
    pub const ALL: [Self; 3] = [Self::Proposal, Self::Decision, Self::Handover];

    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Decision => "decision",
            Self::Handover => "handover",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.code() == code)
    }
}

/// What became of one member at the handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberOutcome {
    /// Handed over with the cell.
    Moved,
    /// Held back, with a reason.
    Held,
    /// Introduced to another organisation.
    Introduced,
    /// Left for another reason, explained (died, left the Party, moved before).
    Explained,
}

impl MemberOutcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Moved, Self::Held, Self::Introduced, Self::Explained];

    /// The code the store keeps; also the code in list `member_outcome`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Held => "held",
            Self::Introduced => "introduced",
            Self::Explained => "explained",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether a reason must stand beside it.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Moved)
    }
}

/// What a person settled about one member's handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberHandover {
    /// The member.
    pub member: Id<Member>,
    /// What became of the member.
    pub outcome: MemberOutcome,
    /// Whether the file is complete, once looked at.
    pub file_complete: Option<bool>,
    /// What the file lacks.
    pub file_lacking: Option<String>,
    /// Why, where one is needed.
    pub reason: Option<String>,
}

/// A move of a case; deadlines start and stop here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// `opened`, `advanced`, `returned`, `paused`, `resumed`, `cancelled`, `closed`.
    pub kind: CaseEventKind,
    /// Stage before.
    pub from_stage: Option<String>,
    /// Stage after.
    pub to_stage: Option<String>,
    /// Day.
    pub happened_on: Date,
    /// Who.
    pub person: String,
    /// Why, where a reason is asked.
    pub reason: Option<String>,
}

/// The kinds of move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseEventKind {
    /// Opened in the first stage.
    Opened,
    /// To the next stage, its gate open.
    Advanced,
    /// Back to an earlier stage.
    Returned,
    /// tạm dừng.
    Paused,
    /// Goes on after a pause.
    Resumed,
    /// hủy.
    Cancelled,
    /// kết thúc.
    Closed,
}

impl CaseEventKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Opened,
        Self::Advanced,
        Self::Returned,
        Self::Paused,
        Self::Resumed,
        Self::Cancelled,
        Self::Closed,
    ];

    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Advanced => "advanced",
            Self::Returned => "returned",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
