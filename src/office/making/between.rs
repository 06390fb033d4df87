//! What changed between the figures of one paper and those of the paper before it, and who stays behind: the
//! minutes and the decision say it, so that two different sums are no error.
//!
//! Invariant: names and reasons are those on record; a change nobody explained is told as such, never left out.

use super::citing::Citing;
use super::members;
use crate::domain::case::{MemberOutcome, Moment};
use crate::domain::case_file::{CaseFile, DifferenceSubject};
use crate::domain::gate::reconciliation;
use crate::domain::ids::Id;
use crate::domain::organisation::Member;
use crate::domain::snapshot::MemberDifference;
use crate::office::error::Result;
use crate::papers::values::{Source, Value};
use crate::store::Reader;
use crate::text::locale::{Language, Locale};

/// The figures of the moment before, and the members by whom the two differ.
pub(super) fn values(file: &CaseFile, moment: Moment) -> [(&'static str, Value); 2] {
    let (earlier, subject) = match moment {
        Moment::Proposal => return [("earlier", Value::Missing), ("changes", Value::List(Vec::new()))],
        Moment::Decision => (Moment::Proposal, DifferenceSubject::ProposalAndDecision),
        Moment::Handover => (Moment::Decision, DifferenceSubject::DecisionAndHandover),
    };
    let figures = file.snapshot(earlier).map_or(Value::Missing, |snapshot| {
        let field = |name: &str, figure: i64| {
            Value::from(figure).from_source(Source::field("snapshot", snapshot.id.as_str(), name))
        };
        Value::fields([
            ("total", field("total", snapshot.counts.total)),
            ("full", field("full", snapshot.counts.full)),
            ("probationary", field("probationary", snapshot.counts.probationary)),
            ("as_of", Value::from(snapshot.as_of)),
        ])
    });
    [("earlier", figures), ("changes", Value::List(changes(file, subject)))]
}

fn changes(file: &CaseFile, subject: DifferenceSubject) -> Vec<Value> {
    let Some(found) = reconciliation(file, subject) else { return Vec::new() };
    let locale = Locale::new(Language::Vietnamese);
    let told = |member: &Id<Member>, difference: MemberDifference, why: &str| {
        let amount = difference.amount();
        let sign = if amount > 0 { "+" } else { "" };
        let said = file.handover_members.iter().find(|said| said.member == *member);
        let reason = said.and_then(|said| said.reason.clone());
        let name = Source::field("member", member.as_str(), "name");
        Value::fields([
            ("name", Value::from(file.member_name(member)).from_source(name)),
            ("amount", Value::from(if amount == 0 { String::new() } else { format!("{sign}{amount}") })),
            ("change", Value::from(locale.text(why))),
            ("reason", Value::from(reason)),
        ])
    };
    let explained = found
        .explained
        .iter()
        .map(|(member, difference, kind)| told(member, *difference, &format!("change.{}", kind.code())));
    let open = found.unexplained.iter();
    explained
        .chain(open.map(|(member, difference)| told(member, *difference, "change.unexplained")))
        .collect()
}

/// The members who are not handed over yet, each with the reason; they stand on no list of the handover.
pub(super) fn held(
    file: &CaseFile,
    counted: &[(Id<Member>, bool)],
    reader: &Reader<'_>,
    citing: &Citing<'_>,
) -> Result<Value> {
    let said = file.handover_members.iter().filter(|said| said.outcome == MemberOutcome::Held);
    let probationary = |member: &Id<Member>| {
        let listed = counted.iter().find(|(known, _)| known == member).map(|(_, probationary)| *probationary);
        let on_record = || file.members.iter().find(|known| known.id == *member).map(Member::is_probationary);
        listed.or_else(on_record).unwrap_or_default()
    };
    let held: Vec<(Id<Member>, bool)> =
        said.map(|said| (said.member.clone(), probationary(&said.member))).collect();
    let rows = members::rows(reader, held.iter().map(|(id, _)| id))?;
    Ok(members::listed(file, &held, &rows, citing))
}
