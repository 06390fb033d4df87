//! Opinions: each party has spoken, on a day, on a paper.
//!
//! Invariant: the newest statement of a party is the one that counts; none is merged with another.

use super::{Lack, Seen, codes_of};

/// Each party has given its opinion, and named its paper where one is asked.
pub(super) fn given(seen: &Seen<'_>, parties: &[String], paper: bool) -> Vec<Lack> {
    let mut silent = Vec::new();
    let mut without_paper = Vec::new();
    for party in parties {
        match seen.file.opinions.iter().rev().find(|opinion| opinion.party == *party) {
            None => silent.push(party.as_str()),
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
    let mut lacks = Vec::new();
    for (code, parties) in [("opinion_none", silent), ("opinion_paper", without_paper)] {
        if let Some(first) = parties.first() {
            let named = codes_of("opinion_party", parties.iter().copied());
            lacks.push(Lack::new(code).with_keys("parties", named).at(*first).from(supplier(first)));
        }
    }
    lacks
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

    #[test]
    fn what_may_not_be_waived_stays_missing() {
        check(
            &Bench::new().waive("survey_final"),
            "survey_final",
            "survey_final missing gate.lack.survey_none",
        );
    }
}
