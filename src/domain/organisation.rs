//! Enterprises, their party cells, and the cells' members.
//!
//! Invariant: what an organisation *is*; what is decided about it stands in `case`.

use super::ids::Id;
use super::reference::{Committee, Unit};
use crate::text::dates::PartialDate;
use jiff::civil::Date;

/// A private economic unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enterprise {
    /// Id.
    pub id: Id<Self>,
    /// Registered name.
    pub name: String,
    /// Tax code, which is the enterprise code.
    pub tax_code: Option<String>,
    /// Code list `legal_form`.
    pub legal_form: Option<String>,
    /// Commune of the head office: the key to the receiver.
    pub commune: Option<Id<Unit>>,
    /// District unit of the head office, in eras that have one.
    pub district: Option<Id<Unit>>,
    /// The commune as written, while no unit is settled.
    pub commune_text: Option<String>,
    /// The district as written, while no unit is settled.
    pub district_text: Option<String>,
    /// Workers in all.
    pub workers_total: Option<i64>,
}

/// Members of a cell in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MemberCounts {
    /// All members.
    pub total: i64,
    /// Full members (đảng viên chính thức).
    pub full: i64,
    /// Probationary members (đảng viên dự bị).
    pub probationary: i64,
    /// Women among the total.
    pub women: i64,
    /// Exempt from activities (miễn sinh hoạt), among the total.
    pub exempt: i64,
}

/// A party organisation in an enterprise: the thing that is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Id.
    pub id: Id<Self>,
    /// Organisation code; its second group changes on transfer.
    pub code: Option<String>,
    /// Name as written.
    pub name: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Where it works.
    pub enterprise: Option<Id<Enterprise>>,
    /// Its direct superior today.
    pub superior: Option<Id<Committee>>,
    /// The superior as written, while none is settled.
    pub superior_text: Option<String>,
    /// When it was founded, as known.
    pub founded_on: Option<PartialDate>,
    /// Secretary, as written.
    pub secretary: Option<String>,
    /// Reported counts, where reported.
    pub reported: Option<MemberCounts>,
    /// The day the reported counts hold for.
    pub counts_as_of: Option<Date>,
    /// Code list `cell_status`.
    pub status: String,
    /// Note.
    pub note: Option<String>,
}

/// A party member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id.
    pub id: Id<Self>,
    /// Full name as written.
    pub name: String,
    /// Code list `gender`.
    pub gender: Option<String>,
    /// Birth, as known.
    pub born_on: Option<PartialDate>,
    /// Identity number (số định danh cá nhân), 12 digits.
    pub identity_number: Option<String>,
    /// Party card number.
    pub card_number: Option<String>,
    /// Admission to the Party.
    pub admitted_on: Option<PartialDate>,
    /// Full membership; none for a probationary member.
    pub official_on: Option<PartialDate>,
    /// Where the member takes part.
    pub cell: Option<Id<Cell>>,
    /// Party position.
    pub position: Option<String>,
    /// Code list `member_status`.
    pub status: String,
    /// The day the member left the cell's list.
    pub left_on: Option<PartialDate>,
    /// Note.
    pub note: Option<String>,
}

impl Member {
    /// Whether the member counts as probationary: admitted, not yet official.
    pub const fn is_probationary(&self) -> bool {
        self.official_on.is_none()
    }
}

/// What keeps a member from being transferred yet (domain 4: inspection, complaint, denunciation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberHold {
    /// Id.
    pub id: Id<Self>,
    /// Whom it holds.
    pub member: Id<Member>,
    /// Whether it is only suspected, or holds.
    pub state: HoldState,
    /// Why.
    pub reason: String,
    /// From when.
    pub since: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
}

/// How sure a hold is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HoldState {
    /// A note speaks of one; an officer has not said yet.
    Possible,
    /// It holds.
    Held,
    /// It held, and no longer does.
    Lifted,
    /// It was only suspected, and is none.
    Dismissed,
}

impl HoldState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::Possible, Self::Held, Self::Lifted, Self::Dismissed];

    /// The code the store keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Held => "held",
            Self::Lifted => "lifted",
            Self::Dismissed => "dismissed",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
