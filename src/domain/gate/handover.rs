//! The handover: items settled, every member accounted for, and figures that agree from proposal to minutes.
//!
//! Invariant: a difference is never silent: what explains it is on the record, or it is named.

use super::{Lack, Seen};
use crate::domain::case::{MemberOutcome, Moment};
use crate::domain::case_file::{CaseFile, DifferenceSubject};
use crate::domain::ids::Id;
use crate::domain::organisation::{HoldState, Member};
use crate::domain::snapshot::{Change, ChangeKind, FrozenList, Reconciliation, reconcile};
use crate::domain::statement::Snapshot;
use crate::text::dates::{PartialDate, written_date};
use std::collections::BTreeSet;

/// Each item is settled, with a note where its state asks for one.
pub(super) fn items(seen: &Seen<'_>, items: &[String]) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for item in items {
        let named = format!("code.handover_item.{item}");
        let settled = seen.file.handover_items.get(item);
        let state = settled.and_then(|item| seen.now.codes.find("handover_state", &item.state));
        match (settled, state) {
            (Some(settled), Some(state)) if state.is("closes") => {
                let noted = settled.note.as_deref().is_some_and(|note| !note.trim().is_empty());
                if state.is("reason") && !noted {
                    lacks.push(Lack::new("item_note").with_key("item", &named).at(item));
                }
            }
            _ => lacks.push(Lack::new("item_open").with_key("item", &named).at(item)),
        }
    }
    lacks
}

/// Every member the decision counted or the list has is moved, held, introduced or explained; whoever is held
/// does not move.
pub(super) fn members(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let mut lacks = Vec::new();
    let mut open = Vec::new();
    for member in to_settle(seen) {
        let Some(settled) = file.handover_members.iter().find(|settled| settled.member == *member) else {
            open.push(member);
            continue;
        };
        let reason = settled.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        let name = file.member_name(member);
        if settled.outcome.needs_reason() && !reason {
            let named = format!("code.member_outcome.{}", settled.outcome.code());
            let lack = Lack::new("member_reason").with("name", name).with_key("outcome", &named);
            lacks.push(lack.at(member.as_str()));
        }
        let hold = file.holds.iter().find(|hold| hold.member == *member && hold.state == HoldState::Held);
        if let Some(hold) = hold.filter(|_| settled.outcome == MemberOutcome::Moved) {
            let lack = Lack::new("held_member_moved").with("name", name).with("reason", &hold.reason);
            lacks.push(lack.at(member.as_str()));
        }
    }
    if let Some(first) = open.first() {
        let names: Vec<&str> = open.iter().map(|member| file.member_name(member)).collect();
        let lack = Lack::new("members_open").with("count", open.len()).with("names", names.join(", "));
        // Many are settled by one deed.
        lacks.insert(0, lack.at(if open.len() > 1 { "members" } else { first.as_str() }));
    }
    lacks
}

/// Members the decision counted, and those on the list who move with the cell.
fn to_settle<'a>(seen: &'a Seen<'_>) -> BTreeSet<&'a Id<Member>> {
    let file = seen.file;
    let moves = |member: &&Member| {
        let code = seen.now.codes.find("member_status", &member.status);
        code.is_none_or(|code| code.attribute("moves") != Some("no"))
    };
    let mut members: BTreeSet<_> = file.members.iter().filter(moves).map(|member| &member.id).collect();
    if let Some(decision) = file.snapshot(Moment::Decision) {
        members.extend(file.counted_in(&decision.id).map(|(member, _)| member));
    }
    members
}

/// The figures of proposal, decision and minutes agree, every difference explained.
pub(super) fn totals(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let mut lacks = Vec::new();
    let mut moments = Vec::new();
    for moment in Moment::ALL {
        match file.snapshot(moment) {
            Some(snapshot) => moments.push(snapshot),
            None => {
                let named = format!("code.snapshot_moment.{}", moment.code());
                lacks.push(Lack::new("figures_none").with_key("moment", &named).at(moment.code()));
            }
        }
    }
    let [proposal, decision, handover] = moments.as_slice() else { return lacks };
    lacks.extend(between(seen, proposal, decision, DifferenceSubject::ProposalAndDecision));
    lacks.extend(between(seen, decision, handover, DifferenceSubject::DecisionAndHandover));
    lacks
}

/// What is unexplained between two frozen figures: members who differ without a reason on the record, or,
/// where there were no lists, a bare difference of the sums.
fn between(
    seen: &Seen<'_>,
    earlier: &Snapshot,
    later: &Snapshot,
    subject: DifferenceSubject,
) -> Option<Lack> {
    let file = seen.file;
    let lack = || {
        Lack::new(&format!("unexplained.{}", subject.code()))
            .with("earlier", earlier.counts.total)
            .with("later", later.counts.total)
            .with("earlier_day", written_date(earlier.as_of))
            .with("later_day", written_date(later.as_of))
    };
    let lists = [frozen_list(file, earlier), frozen_list(file, later)];
    if lists.iter().all(|list| list.members.is_empty()) {
        let explained: i64 = file.differences.iter().filter(|d| d.subject == subject).map(|d| d.amount).sum();
        let differs = later.counts.total - earlier.counts.total != explained;
        return differs.then(|| lack().with("names", "—"));
    }
    let unexplained = reconcile(&lists[0], &lists[1], &changes(file, subject)).unexplained;
    let (first, _) = unexplained.first()?;
    let names: Vec<&str> = unexplained.iter().map(|(member, _)| file.member_name(member)).collect();
    Some(lack().with("names", names.join(", ")).at(first.as_str()))
}

/// How the figures of one moment lead to those of the next, member by member; nothing until both are frozen.
pub fn reconciliation(file: &CaseFile, subject: DifferenceSubject) -> Option<Reconciliation> {
    let (earlier, later) = match subject {
        DifferenceSubject::ListAndCounts => return None,
        DifferenceSubject::ProposalAndDecision => (Moment::Proposal, Moment::Decision),
        DifferenceSubject::DecisionAndHandover => (Moment::Decision, Moment::Handover),
    };
    let (earlier, later) = (file.snapshot(earlier)?, file.snapshot(later)?);
    Some(reconcile(&frozen_list(file, earlier), &frozen_list(file, later), &changes(file, subject)))
}

fn frozen_list(file: &CaseFile, snapshot: &Snapshot) -> FrozenList {
    let members = file.counted_in(&snapshot.id).map(|(member, probationary)| (member.clone(), probationary));
    FrozenList { as_of: snapshot.as_of, members: members.collect() }
}

/// What is on the record of the members: admissions, leavings, and what people said of them.
fn changes(file: &CaseFile, subject: DifferenceSubject) -> Vec<Change> {
    let mut changes = Vec::new();
    for member in file.members.iter().chain(&file.former_members) {
        // Of a date known in part only whole days count: what may have happened then is asked, not assumed.
        let left = match member.status.as_str() {
            "died" => ChangeKind::Died,
            "left" => ChangeKind::Left,
            _ => ChangeKind::MovedOut,
        };
        let days = [
            (member.admitted_on, ChangeKind::Admitted),
            (member.official_on, ChangeKind::MadeFull),
            (member.left_on, left),
        ];
        for (day, kind) in days {
            if let Some(on) = day.and_then(PartialDate::date) {
                changes.push(Change { member: member.id.clone(), kind, on: Some(on) });
            }
        }
    }
    if subject == DifferenceSubject::DecisionAndHandover {
        let reasoned = file.handover_members.iter().filter(|settled| settled.reason.is_some());
        changes.extend(reasoned.filter_map(|settled| {
            let kind = match settled.outcome {
                MemberOutcome::Moved => return None,
                MemberOutcome::Held => ChangeKind::Held,
                MemberOutcome::Introduced => ChangeKind::MovedOut,
                MemberOutcome::Explained => ChangeKind::Explained,
            };
            Some(Change { member: settled.member.clone(), kind, on: None })
        }));
    }
    let said = file.differences.iter().filter(|difference| difference.subject == subject);
    changes.extend(said.filter_map(|difference| {
        let member = difference.member.clone()?;
        Some(Change { member, kind: ChangeKind::Explained, on: None })
    }));
    changes
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    fn handed() -> Bench {
        Bench::new().stage("transfer").assessed("transfer").members(3, 0)
    }

    #[test]
    fn items_that_are_open_are_named_and_lacking_needs_a_note() {
        let bench = handed()
            .items(
                &["register", "member_files", "dues", "seal", "resolution_books", "property", "unfinished"],
                "done",
            )
            .items(&["remarks"], "lacking");
        let lacking = bench.requirement("handover_items").lacking;
        let keys: Vec<&str> = lacking.iter().map(|lack| lack.key.as_ref()).collect();
        assert_eq!(keys, ["gate.lack.item_note", "gate.lack.item_open"]);
    }

    #[rstest]
    #[case::nobody_settled(handed(), "missing gate.lack.members_open")]
    #[case::all_moved(handed().settle(0, "moved").settle(1, "moved").settle(2, "moved"), "met")]
    #[case::held_without_a_reason(
        handed().settle(0, "held").settle(1, "moved").settle(2, "moved"),
        "missing gate.lack.member_reason"
    )]
    #[case::held_with_a_reason(
        handed().settle_why(0, "held", "khiếu nại").settle(1, "moved").settle(2, "moved"),
        "met"
    )]
    #[case::moved_in_spite_of_a_hold(
        handed().hold(0, "held").settle(0, "moved").settle(1, "moved").settle(2, "moved"),
        "missing gate.lack.held_member_moved"
    )]
    #[case::a_visitor_stays_out(
        handed().status(2, "visiting").settle(0, "moved").settle(1, "moved"),
        "met"
    )]
    #[case::counted_by_the_decision_and_gone(
        handed().frozen("decision", "2023-11-01").gone(2, "2023-11-10").settle(0, "moved").settle(1, "moved"),
        "missing gate.lack.members_open"
    )]
    fn members_are_settled(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "members_settled", &format!("members_settled {expected}"));
    }

    #[rstest]
    #[case::none_frozen(handed(), "missing gate.lack.figures_none")]
    #[case::all_agree(
        handed().frozen("proposal", "2023-10-01").frozen("decision", "2023-11-01").frozen("handover", "2023-11-20"),
        "met"
    )]
    #[case::admitted_between_is_reconciled(
        handed()
            .frozen("proposal", "2023-10-01")
            .admit("2023-10-15")
            .frozen("decision", "2023-11-01")
            .frozen("handover", "2023-11-20"),
        "met"
    )]
    #[case::joined_without_a_reason(
        handed()
            .frozen("proposal", "2023-10-01")
            .admit("2019-05-01")
            .frozen("decision", "2023-11-01")
            .frozen("handover", "2023-11-20"),
        "missing gate.lack.unexplained.proposal_and_decision"
    )]
    #[case::joined_and_explained(
        handed()
            .frozen("proposal", "2023-10-01")
            .admit("2019-05-01")
            .explained_member(3, "proposal_and_decision")
            .frozen("decision", "2023-11-01")
            .frozen("handover", "2023-11-20"),
        "met"
    )]
    #[case::held_back_at_the_minutes(
        handed()
            .frozen("proposal", "2023-10-01")
            .frozen("decision", "2023-11-01")
            .settle_why(2, "held", "khiếu nại")
            .frozen_without(2, "handover", "2023-11-20"),
        "met"
    )]
    #[case::missing_at_the_minutes(
        handed()
            .frozen("proposal", "2023-10-01")
            .frozen("decision", "2023-11-01")
            .frozen_without(2, "handover", "2023-11-20"),
        "missing gate.lack.unexplained.decision_and_handover"
    )]
    fn totals_reconcile(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "totals_reconcile", &format!("totals_reconcile {expected}"));
    }
}
