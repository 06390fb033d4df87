//! Reference data of an office: officers, administrative units, committees, legal bases.
//!
//! Invariant: committees and units are effective-dated rows; no level or kind is named in a type.

use super::ids::Id;
use jiff::civil::Date;

/// A person of the office, or a surveyor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Id.
    pub id: Id<Self>,
    /// Full name.
    pub name: String,
    /// Position in the office, as written.
    pub title: Option<String>,
    /// Whether work can be assigned to this person.
    pub active: bool,
}

/// The days between which something holds; open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it holds on a day, both ends included.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// An administrative unit: (name, level, from, to); names are used again for other land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Id.
    pub id: Id<Self>,
    /// Name as written in papers.
    pub name: String,
    /// Code list `unit_level`.
    pub level: String,
    /// The unit above.
    pub parent: Option<Id<Self>>,
    /// When it exists.
    pub validity: Validity,
    /// Other written forms.
    pub spellings: Vec<String>,
}

/// A committee: giver, receiver or superior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committee {
    /// Id.
    pub id: Id<Self>,
    /// Name as written in papers.
    pub name: String,
    /// Code list `committee_kind`.
    pub kind: String,
    /// Code list `unit_level`.
    pub level: Option<String>,
    /// The committee above.
    pub parent: Option<Id<Self>>,
    /// The unit whose territory it leads.
    pub unit: Option<Id<Unit>>,
    /// When it exists.
    pub validity: Validity,
    /// Other written forms.
    pub spellings: Vec<String>,
}
