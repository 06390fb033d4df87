//! Opinions: each party has spoken, on a day, on a paper.
//!
//! Invariant: the newest statement of a party as it is now is the one that counts; none is merged with another.

use super::{Lack, Seen, codes_of};
use crate::domain::case_file::CaseFile;
use crate::domain::statement::Opinion;
use crate::text::dates::written_date;

/// Each party has given its opinion, and named its paper where one is asked.
pub(super) fn given(seen: &Seen<'_>, parties: &[String], paper: bool) -> Vec<Lack> {
    let mut silent = Vec::new();
    let mut without_paper = Vec::new();
    let mut of_others = Vec::new();
    for party in parties {
        let mut of_party = seen.file.opinions.iter().rev().filter(|opinion| opinion.party == *party);
        match of_party.clone().find(|opinion| seen.file.still_counts(opinion)) {
            None => match of_party.next().and_then(|newest| of_other(seen.file, newest)) {
                Some(lack) => of_others.push(lack),
                None => silent.push(party.as_str()),
            },
            Some(opinion) if paper => {
                let named = opinion.paper.as_ref().and_then(|id| {
                    seen.file.papers.iter().find(|paper| paper.id == *id && paper.state != "void")
                });
                if named.is_none_or(|paper| paper.kind.is_empty() || paper.issued_on.is_none()) {
                    without_paper.push(party.as_str());
                }
            }
            Some(_) => {}
        }
    }
    let mut lacks = of_others;
    for (code, parties) in [("opinion_none", silent), ("opinion_paper", without_paper)] {
        if let Some(first) = parties.first() {
            let named = codes_of("opinion_party", parties.iter().copied());
            lacks.push(Lack::new(code).with_keys("parties", named).at(*first).from(supplier(first)));
        }
    }
    lacks
}

/// An opinion of a committee that is the party no more.
fn of_other(file: &CaseFile, opinion: &Opinion) -> Option<Lack> {
    let now = file.speaks_for(&opinion.party)?;
    let gave = opinion.committee.as_ref()?;
    let known = [&file.giver, &file.receiver].into_iter().flatten().chain(&file.former_speakers);
    let name = known.into_iter().find(|known| known.id == *gave).map_or("…", |known| &known.name);
    let lack =
        Lack::new("opinion_of_other").with("committee", name).with("day", written_date(opinion.said_on));
    let lack = lack.with_keys("party", codes_of("opinion_party", [opinion.party.as_str()]));
    Some(lack.with("now", &now.name).at(opinion.party.as_str()).from(supplier(&opinion.party)))
}

/// Who is to be asked for a party's opinion; parties the suppliers do not know are asked by the office.
fn supplier(party: &str) -> &str {
    match party {
        "cell" | "owner" | "giver" | "receiver" => party,
        _ => "officer",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    #[rstest]
    #[case::nobody(Bench::new(), "missing gate.lack.opinion_none", "cell")]
    #[case::one(Bench::new().opinion("cell", "2023-09-01"), "missing gate.lack.opinion_none", "owner")]
    #[case::both(
        Bench::new().opinion("cell", "2023-09-01").opinion("owner", "2023-09-02"),
        "met",
        "cell"
    )]
    #[case::no_paper(
        Bench::new().opinion("cell", "2023-09-01").spoken_opinion("owner"),
        "missing gate.lack.opinion_paper",
        "owner"
    )]
    #[case::waived(Bench::new().waive("opinions_cell_owner"), "waived", "cell")]
    fn opinions_of_cell_and_owner(#[case] bench: Bench, #[case] expected: &str, #[case] supplier: &str) {
        check(&bench, "opinions_cell_owner", &format!("opinions_cell_owner {expected}"));
        assert_eq!(bench.requirement("opinions_cell_owner").supplier, supplier);
    }

    /// The opinion of a receiver that was put aside opened the gate for the next one.
    #[rstest]
    #[case::of_the_present_one(&["receiver"], "met")]
    #[case::of_one_before(&["other"], "missing gate.lack.opinion_of_other")]
    #[case::of_both(&["other", "receiver"], "met")]
    #[case::of_one_not_said(&[""], "met")]
    fn an_opinion_is_of_the_receiver_as_it_is_now(#[case] gave: &[&str], #[case] expected: &str) {
        let bench = Bench::new().stage("assessment").assessed("transfer").opinion("giver", "2023-09-01");
        let bench =
            gave.iter().fold(bench, |bench, gave| bench.opinion("receiver", "2023-09-02").of_committee(gave));
        check(&bench, "opinions_both_sides", &format!("opinions_both_sides {expected}"));
    }

    #[test]
    fn what_may_not_be_waived_stays_missing() {
        check(
            &Bench::new().waive("survey_final"),
            "survey_final",
            "survey_final missing gate.lack.survey_none",
        );
    }
}
