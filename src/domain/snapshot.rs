//! Two frozen lists of members, and what explains the difference between them.
//!
//! Invariant: a difference is explained member by member, by something that happened between the two days or
//! by a person; what is left is shown, never evened out.

use super::ids::Id;
use super::organisation::Member;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A list frozen on a day: each member, and whether probationary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenList {
    /// "tính đến ngày …".
    pub as_of: Date,
    /// Members, and whether each was probationary.
    pub members: BTreeMap<Id<Member>, bool>,
}

/// What happened to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// kết nạp.
    Admitted,
    /// chuyển đến.
    MovedIn,
    /// chuyển đi, or introduced to another organisation.
    MovedOut,
    /// từ trần.
    Died,
    /// ra khỏi Đảng.
    Left,
    /// chưa chuyển: not handed over yet, with a reason.
    Held,
    /// chuyển đảng chính thức.
    MadeFull,
    /// A person said why.
    Explained,
}

impl ChangeKind {
    /// Its code; its wording is `change.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::MovedIn => "moved_in",
            Self::MovedOut => "moved_out",
            Self::Died => "died",
            Self::Left => "left",
            Self::Held => "held",
            Self::MadeFull => "made_full",
            Self::Explained => "explained",
        }
    }

    const fn explains(self, difference: MemberDifference) -> bool {
        match difference {
            MemberDifference::Added => matches!(self, Self::Admitted | Self::MovedIn | Self::Explained),
            MemberDifference::Gone => {
                matches!(self, Self::MovedOut | Self::Died | Self::Left | Self::Held | Self::Explained)
            }
            MemberDifference::MadeFull => matches!(self, Self::MadeFull | Self::Explained),
            MemberDifference::MadeProbationary => matches!(self, Self::Explained),
        }
    }
}

/// A change of one member on a day; a person's explanation and a hold need none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The member.
    pub member: Id<Member>,
    /// What happened.
    pub kind: ChangeKind,
    /// When, if known.
    pub on: Option<Date>,
}

/// How one member differs between the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MemberDifference {
    /// On the later list only.
    Added,
    /// On the earlier list only.
    Gone,
    /// Probationary, then full.
    MadeFull,
    /// Full, then probationary: a slip of the pen in one of the lists.
    MadeProbationary,
}

impl MemberDifference {
    /// What it does to the total.
    pub const fn amount(self) -> i64 {
        match self {
            Self::Added => 1,
            Self::Gone => -1,
            Self::MadeFull | Self::MadeProbationary => 0,
        }
    }
}

/// The difference between two lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// What is explained, and by what.
    pub explained: Vec<(Id<Member>, MemberDifference, ChangeKind)>,
    /// What is not.
    pub unexplained: Vec<(Id<Member>, MemberDifference)>,
}

impl Reconciliation {
    /// Whether nothing is left to explain.
    pub fn agrees(&self) -> bool {
        self.unexplained.is_empty()
    }

    /// How much each explanation changes the total, e.g. +1 admitted.
    pub fn amounts(&self) -> BTreeMap<ChangeKind, i64> {
        let mut amounts = BTreeMap::new();
        for (_, difference, kind) in &self.explained {
            *amounts.entry(*kind).or_default() += difference.amount();
        }
        amounts
    }
}

/// Compares two lists of one organisation; what happened after the earlier day, up to and with the later one,
/// explains.
pub fn reconcile(earlier: &FrozenList, later: &FrozenList, changes: &[Change]) -> Reconciliation {
    let mut result = Reconciliation::default();
    let everyone: BTreeSet<_> = earlier.members.keys().chain(later.members.keys()).collect();
    for member in everyone {
        let difference = match (earlier.members.get(member), later.members.get(member)) {
            (None, Some(_)) => MemberDifference::Added,
            (Some(_), None) => MemberDifference::Gone,
            (Some(true), Some(false)) => MemberDifference::MadeFull,
            (Some(false), Some(true)) => MemberDifference::MadeProbationary,
            _ => continue,
        };
        let within = |on: Date| earlier.as_of < on && on <= later.as_of;
        let explains = |change: &&Change| {
            change.member == *member && change.kind.explains(difference) && change.on.is_none_or(within)
        };
        match changes.iter().find(explains) {
            Some(change) => result.explained.push((member.clone(), difference, change.kind)),
            None => result.unexplained.push((member.clone(), difference)),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn list(as_of: Date, members: &[(&str, bool)]) -> FrozenList {
        FrozenList {
            as_of,
            members: members.iter().map(|(id, probationary)| (Id::new(*id), *probationary)).collect(),
        }
    }

    fn change(member: &str, kind: ChangeKind, on: Option<Date>) -> Change {
        Change { member: Id::new(member), kind, on }
    }

    const PROPOSAL: Date = date(2023, 9, 30);
    const DECISION: Date = date(2023, 12, 1);

    /// domain.md 4: admitted between proposal and decision is a difference of +1, not an error.
    #[test]
    fn an_admission_in_between_is_explained() {
        let (earlier, later) =
            (list(PROPOSAL, &[("a", false)]), list(DECISION, &[("a", false), ("b", true)]));
        let found =
            reconcile(&earlier, &later, &[change("b", ChangeKind::Admitted, Some(date(2023, 10, 20)))]);
        assert!(found.agrees());
        assert_eq!(found.amounts(), BTreeMap::from([(ChangeKind::Admitted, 1)]));
    }

    #[test]
    fn what_happened_at_another_time_or_to_another_explains_nothing() {
        let (earlier, later) =
            (list(PROPOSAL, &[("a", false)]), list(DECISION, &[("a", false), ("b", true)]));
        for wrong in [
            change("b", ChangeKind::Admitted, Some(PROPOSAL)),
            change("b", ChangeKind::Admitted, Some(date(2023, 12, 2))),
            change("a", ChangeKind::Admitted, Some(date(2023, 10, 20))),
            change("b", ChangeKind::Died, Some(date(2023, 10, 20))),
        ] {
            let found = reconcile(&earlier, &later, std::slice::from_ref(&wrong));
            assert_eq!(found.unexplained, [(Id::new("b"), MemberDifference::Added)], "{wrong:?}");
        }
    }

    #[test]
    fn a_hold_keeps_the_totals_from_agreeing_silently() {
        let (earlier, later) =
            (list(PROPOSAL, &[("a", false), ("b", false)]), list(DECISION, &[("a", false)]));
        assert!(!reconcile(&earlier, &later, &[]).agrees());
        let found = reconcile(&earlier, &later, &[change("b", ChangeKind::Held, None)]);
        assert_eq!(found.amounts(), BTreeMap::from([(ChangeKind::Held, -1)]));
    }

    #[test]
    fn the_same_total_can_hide_differences() {
        let earlier = list(PROPOSAL, &[("a", false), ("b", false), ("c", true)]);
        let later = list(DECISION, &[("a", false), ("c", false), ("d", false)]);
        let found =
            reconcile(&earlier, &later, &[change("c", ChangeKind::MadeFull, Some(date(2023, 11, 1)))]);
        assert_eq!(found.explained, [(Id::new("c"), MemberDifference::MadeFull, ChangeKind::MadeFull)]);
        assert_eq!(found.unexplained.iter().map(|(_, kind)| kind.amount()).sum::<i64>(), 0);
        assert_eq!(found.unexplained.len(), 2);
    }

    proptest::proptest! {
        /// What is explained and what is not always add up to the difference of the totals.
        #[test]
        fn nothing_is_lost(before in proptest::collection::btree_map("[a-f]", proptest::bool::ANY, 0..6),
                           after in proptest::collection::btree_map("[a-f]", proptest::bool::ANY, 0..6),
                           known in proptest::collection::vec("[a-f]", 0..4)) {
            let frozen = |as_of, members: &BTreeMap<String, bool>| FrozenList {
                as_of,
                members: members.iter().map(|(id, probationary)| (Id::new(id.as_str()), *probationary)).collect(),
            };
            let changes: Vec<_> = known.iter().map(|id| change(id, ChangeKind::Explained, None)).collect();
            let found = reconcile(&frozen(PROPOSAL, &before), &frozen(DECISION, &after), &changes);
            let amounts = found.explained.iter().map(|(_, difference, _)| difference.amount())
                .chain(found.unexplained.iter().map(|(_, difference)| difference.amount()));
            proptest::prop_assert_eq!(amounts.sum::<i64>(), after.len() as i64 - before.len() as i64);
        }
    }
}
