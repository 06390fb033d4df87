//! Several cases as a paper tells them: by outcome, by receiver, with sums that agree with their rows.
//!
//! Invariant: every sum is over the rows that stand beside it, never kept.

use super::of_case::Frozen;
use crate::domain::case::Outcome;
use crate::domain::case_file::CaseFile;
use crate::domain::organisation::MemberCounts;
use crate::domain::statement::Dossier;
use crate::papers::values::{Source, Value};
use crate::text::locale::{Language, Locale};
use crate::text::sort::compare;
use std::collections::BTreeSet;

/// A case with its figures and how a paper tells it.
pub(super) struct ToldCase {
    pub(super) file: CaseFile,
    pub(super) frozen: Frozen,
    pub(super) told: Value,
}

impl ToldCase {
    fn outcome(&self) -> Option<Outcome> {
        self.file.case.outcome.or_else(|| self.file.assessment.as_ref().and_then(|found| found.chosen))
    }
}

/// Names of the groups, as the dictionary of fields has them.
const OUTCOMES: [(Outcome, &str); 5] = [
    (Outcome::Transfer, "transfer"),
    (Outcome::Stay, "stay"),
    (Outcome::Merge, "merge"),
    (Outcome::Dissolve, "dissolve"),
    (Outcome::Postpone, "postpone"),
];

/// The cases as values: all, by outcome, by receiver and giver, with their sums.
pub(super) fn values(cases: &[ToldCase], dossier: Option<&Dossier>) -> Vec<(&'static str, Value)> {
    let source = dossier.map(|dossier| Source::record("dossier", dossier.id.as_str()));
    let all: Vec<&ToldCase> = cases.iter().collect();
    let transferred: Vec<&ToldCase> =
        all.iter().copied().filter(|case| case.outcome() == Some(Outcome::Transfer)).collect();
    let mut values = vec![("cases", listed(&all)), ("totals", totals(&all, source.as_ref()))];
    for (outcome, name) in OUTCOMES {
        let of: Vec<&ToldCase> = all.iter().copied().filter(|case| case.outcome() == Some(outcome)).collect();
        values.push((name, group(&of, source.as_ref())));
    }
    values.push(("receivers", by_committee(&transferred, "receiver", source.as_ref())));
    values.push(("receivers_together", together(&transferred)));
    values.push(("givers", by_committee(&transferred, "giver", source.as_ref())));
    values
}

/// The receivers in one phrase: the one there is, or their kinds: `các huyện ủy, thành ủy`.
fn together(cases: &[&ToldCase]) -> Value {
    let receivers = || cases.iter().filter_map(|case| case.file.receiver.as_ref());
    let ids: BTreeSet<&str> = receivers().map(|committee| committee.id.as_str()).collect();
    if let [_] = Vec::from_iter(ids).as_slice() {
        return cases.first().and_then(|case| case.told.at("receiver.name")).cloned().unwrap_or_default();
    }
    let kind = |case: &&ToldCase| match case.told.at("receiver.kind").map(Value::plain) {
        Some(Value::Text(kind)) => Some(kind.to_lowercase()),
        _ => None,
    };
    let mut kinds: Vec<String> = cases.iter().filter_map(kind).collect();
    kinds.sort_by(|a, b| compare(a, b));
    kinds.dedup();
    match kinds.is_empty() {
        true => Value::Missing,
        false => Value::from(format!("{} {}", plural(), kinds.join(", "))),
    }
}

/// The word for several.
fn plural() -> String {
    Locale::new(Language::Vietnamese).text("paper.several").to_owned()
}

/// What stands under one committee: its name, its cases, their sums.
fn by_committee(cases: &[&ToldCase], side: &str, source: Option<&Source>) -> Value {
    let mut groups: Vec<(Option<&str>, Vec<&ToldCase>)> = Vec::new();
    for case in cases {
        let committee = if side == "giver" { &case.file.giver } else { &case.file.receiver };
        let id = committee.as_ref().map(|committee| committee.id.as_str());
        match groups.iter_mut().find(|(known, _)| *known == id) {
            Some((_, group)) => group.push(case),
            None => groups.push((id, vec![case])),
        }
    }
    let told = groups.iter().map(|(_, of)| {
        let committee = of.first().and_then(|case| case.told.at(side)).cloned().unwrap_or_default();
        let (Value::Fields(mut fields), Value::Fields(sums)) = (committee, group(of, source)) else {
            return group(of, source);
        };
        fields.extend(sums);
        Value::Fields(fields)
    });
    Value::List(told.collect())
}

fn group(cases: &[&ToldCase], source: Option<&Source>) -> Value {
    let Value::Fields(mut fields) = totals(cases, source) else { return Value::Missing };
    fields.insert("cases".to_owned(), listed(cases));
    Value::Fields(fields)
}

/// Cases in the order given, numbered from one.
fn listed(cases: &[&ToldCase]) -> Value {
    let numbered = (1..).zip(cases).map(|(index, case)| match case.told.clone() {
        Value::Fields(mut fields) => {
            fields.insert("index".to_owned(), Value::Number(index));
            Value::Fields(fields)
        }
        told => told,
    });
    Value::List(numbered.collect())
}

fn totals(cases: &[&ToldCase], source: Option<&Source>) -> Value {
    let sum = |pick: fn(&MemberCounts) -> i64| {
        let sum = Value::from(cases.iter().map(|case| pick(&case.frozen.counts)).sum::<i64>());
        match source {
            Some(source) => sum.from_source(source.clone()),
            None => sum,
        }
    };
    let count = Value::from(i64::try_from(cases.len()).unwrap_or(i64::MAX));
    Value::fields([
        ("count", source.map_or(count.clone(), |source| count.clone().from_source(source.clone()))),
        ("total", sum(|counts| counts.total)),
        ("full", sum(|counts| counts.full)),
        ("probationary", sum(|counts| counts.probationary)),
        ("women", sum(|counts| counts.women)),
        ("exempt", sum(|counts| counts.exempt)),
    ])
}
