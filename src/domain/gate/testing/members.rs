//! Members: who they are, how they are counted, explained, frozen and handed over.

use super::{Bench, day};
use crate::domain::case::{MemberHandover, MemberOutcome, Moment};
use crate::domain::case_file::{Difference, DifferenceSubject};
use crate::domain::ids::Id;
use crate::domain::organisation::{HoldState, Member, MemberCounts, MemberHold};
use crate::domain::statement::Snapshot;
use crate::text::dates::PartialDate;

impl Bench {
    fn put_member(self, admitted: &str, official: Option<&str>) -> Self {
        self.with(|file| {
            let number = file.members.len();
            file.members.push(Member {
                id: Id::new(format!("member-{number}")),
                name: format!("Đảng viên {number}"),
                gender: None,
                born_on: None,
                identity_number: None,
                card_number: None,
                admitted_on: PartialDate::parse_iso(admitted),
                official_on: official.and_then(PartialDate::parse_iso),
                cell: Some(file.cell.id.clone()),
                position: None,
                status: "active".into(),
                left_on: None,
                note: None,
            });
        })
    }

    pub(crate) fn members(self, full: usize, probationary: usize) -> Self {
        let bench = (0..full).fold(self, |bench, _| bench.put_member("2015", Some("2016-03")));
        (0..probationary).fold(bench, |bench, _| bench.put_member("2023-01-15", None))
    }

    pub(crate) fn admit(self, on: &str) -> Self {
        self.put_member(on, None)
    }

    pub(crate) fn status(self, member: usize, status: &str) -> Self {
        self.with(|file| file.members[member].status = status.into())
    }

    pub(crate) fn gone(self, member: usize, on: &str) -> Self {
        self.with(|file| {
            let mut left = file.members.remove(member);
            left.left_on = PartialDate::parse_iso(on);
            file.former_members.push(left);
        })
    }

    pub(crate) fn hold(self, member: usize, state: &str) -> Self {
        self.with(|file| {
            file.holds.push(MemberHold {
                id: Id::new("hold"),
                member: file.members[member].id.clone(),
                state: HoldState::parse(state).unwrap(),
                reason: "đơn khiếu nại".into(),
                since: None,
                until: None,
            });
        })
    }

    pub(crate) fn reported(self, total: i64, full: i64, probationary: i64) -> Self {
        let counts = MemberCounts { total, full, probationary, ..MemberCounts::default() };
        self.with(|file| file.cell.reported = Some(counts))
    }

    pub(crate) fn counts_as_of(self, on: &str) -> Self {
        self.with(|file| file.cell.counts_as_of = Some(day(on)))
    }

    fn put_difference(self, subject: &str, member: Option<usize>, amount: i64) -> Self {
        self.with(|file| {
            file.differences.push(Difference {
                subject: DifferenceSubject::parse(subject).unwrap(),
                member: member.map(|member| file.members[member].id.clone()),
                amount,
                explanation: "chuyển đến từ trước".into(),
            });
        })
    }

    pub(crate) fn difference(self, subject: &str, amount: i64) -> Self {
        self.put_difference(subject, None, amount)
    }

    pub(crate) fn explained_member(self, member: usize, subject: &str) -> Self {
        self.put_difference(subject, Some(member), 1)
    }

    fn freeze(self, moment: &str, on: &str, without: Option<usize>) -> Self {
        self.with(|file| {
            let id: Id<Snapshot> = Id::new(format!("snapshot-{moment}"));
            let mut total = 0;
            for (number, member) in file.members.iter().enumerate() {
                if Some(number) != without {
                    file.snapshot_members.push((id.clone(), member.id.clone(), member.is_probationary()));
                    total += 1;
                }
            }
            file.snapshots.push(Snapshot {
                id,
                case: file.case.id.clone(),
                moment: Moment::parse(moment).unwrap(),
                dossier: None,
                as_of: day(on),
                counts: MemberCounts { total, ..MemberCounts::default() },
            });
        })
    }

    pub(crate) fn frozen(self, moment: &str, on: &str) -> Self {
        self.freeze(moment, on, None)
    }

    pub(crate) fn frozen_without(self, member: usize, moment: &str, on: &str) -> Self {
        self.freeze(moment, on, Some(member))
    }

    fn put_settled(self, member: usize, outcome: &str, reason: Option<&str>) -> Self {
        self.with(|file| {
            file.handover_members.push(MemberHandover {
                member: file.members[member].id.clone(),
                outcome: MemberOutcome::parse(outcome).unwrap(),
                file_complete: None,
                file_lacking: None,
                reason: reason.map(str::to_owned),
            });
        })
    }

    pub(crate) fn settle(self, member: usize, outcome: &str) -> Self {
        self.put_settled(member, outcome, None)
    }

    pub(crate) fn settle_why(self, member: usize, outcome: &str, reason: &str) -> Self {
        self.put_settled(member, outcome, Some(reason))
    }
}
