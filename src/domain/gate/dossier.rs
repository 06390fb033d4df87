//! The proposal: in a dossier, figures frozen, the Standing Committee's answer recorded.
//!
//! Invariant: only the newest dossier of a case counts; a returned one is history.

use super::{Lack, Seen};
use crate::domain::case::{DossierAnswer, Moment};
use crate::domain::statement::DossierState;
use crate::text::dates::written_date;

/// The case stands in a dossier that was not returned.
pub(super) fn in_dossier(seen: &Seen<'_>) -> Vec<Lack> {
    let Some((dossier, entry)) = &seen.file.dossier else {
        return vec![Lack::new("dossier_none").at("dossier")];
    };
    match entry.answer {
        Some(DossierAnswer::Returned) => {
            vec![Lack::new("dossier_returned").with("dossier", &dossier.code).at("dossier")]
        }
        _ => Vec::new(),
    }
}

/// The figures of a moment are frozen; those of the proposal by the dossier it stands in now.
pub(super) fn figures_frozen(seen: &Seen<'_>, moment: Moment) -> Vec<Lack> {
    let submitted_as_of = seen.file.dossier.as_ref().and_then(|(dossier, _)| match dossier.state {
        DossierState::Draft => None,
        DossierState::Submitted | DossierState::Answered => dossier.as_of,
    });
    let frozen = seen
        .file
        .snapshot(moment)
        .is_some_and(|snapshot| moment != Moment::Proposal || Some(snapshot.as_of) == submitted_as_of);
    if frozen {
        return Vec::new();
    }
    let named = format!("code.snapshot_moment.{}", moment.code());
    vec![Lack::new("figures_none").with_key("moment", &named).at(moment.code())]
}

/// The answer is there with its paper, date and effective day, and lets the case go on.
pub(super) fn answered(seen: &Seen<'_>, effective_date: bool) -> Vec<Lack> {
    let Some((dossier, entry)) = &seen.file.dossier else {
        return vec![Lack::new("answer_none").from("officer").at("dossier")];
    };
    let Some(answer) = entry.answer else {
        let lack = match dossier.submitted_on {
            Some(day) => Lack::new("answer_waited").with("day", written_date(day)).at("answer"),
            None => Lack::new("dossier_not_submitted").from("officer").at("submit"),
        };
        return vec![lack.with("dossier", &dossier.code)];
    };
    if !answer.is_agreement() {
        let lack =
            Lack::new("answer_forbids").with_key("answer", format!("code.dossier_answer.{}", answer.code()));
        return vec![lack.with("dossier", &dossier.code).from("officer").at("dossier")];
    }
    let paper = entry.paper.as_ref().and_then(|id| seen.file.papers.iter().find(|paper| paper.id == *id));
    let numbered = paper.is_some_and(|paper| {
        paper.state != "void" && paper.number.as_deref().is_some_and(|number| !number.trim().is_empty())
    });
    let mut lacks = Vec::new();
    if !numbered {
        lacks.push(Lack::new("answer_number").from("officer").at("answer"));
    }
    if entry.answered_on.is_none() {
        lacks.push(Lack::new("answer_date").from("officer").at("answer"));
    }
    if effective_date && entry.effective_on.is_none() {
        lacks.push(Lack::new("answer_effective").from("officer").at("answer"));
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    fn proposed() -> Bench {
        Bench::new().stage("proposal").assessed("transfer")
    }

    #[rstest]
    #[case::none(proposed(), "missing gate.lack.dossier_none")]
    #[case::in_one(proposed().in_dossier(), "met")]
    #[case::returned(proposed().in_dossier().answered("returned"), "missing gate.lack.dossier_returned")]
    fn a_dossier(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "in_dossier", &format!("in_dossier {expected}"));
    }

    #[rstest]
    #[case::not_submitted(proposed().in_dossier(), "missing gate.lack.figures_none")]
    #[case::submitted(proposed().in_dossier().submitted("2023-10-01").frozen("proposal", "2023-10-01"), "met")]
    #[case::figures_of_an_earlier_dossier(
        proposed().in_dossier().frozen("proposal", "2023-09-01"),
        "missing gate.lack.figures_none"
    )]
    fn figures(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "figures_frozen", &format!("figures_frozen {expected}"));
    }

    #[rstest]
    #[case::not_submitted(proposed().in_dossier(), "missing gate.lack.dossier_not_submitted", "officer")]
    #[case::waited_for(
        proposed().in_dossier().submitted("2023-10-01"),
        "missing gate.lack.answer_waited",
        "standing_committee"
    )]
    #[case::agreed(proposed().in_dossier().submitted("2023-10-01").answered("agreed"), "met", "standing_committee")]
    #[case::refused(
        proposed().in_dossier().submitted("2023-10-01").answered("refused"),
        "missing gate.lack.answer_forbids",
        "officer"
    )]
    #[case::no_effective_day(
        proposed().in_dossier().submitted("2023-10-01").answered("agreed").no_effective_day(),
        "missing gate.lack.answer_effective",
        "officer"
    )]
    fn the_answer(#[case] bench: Bench, #[case] expected: &str, #[case] supplier: &str) {
        check(&bench, "answer_recorded", &format!("answer_recorded {expected}"));
        assert_eq!(bench.requirement("answer_recorded").supplier, supplier);
    }
}
