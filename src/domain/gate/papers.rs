//! Paper references: there, and with number, date and signer where they are asked for.
//!
//! Invariant: a draft or an annulled paper is no paper; a paper of an earlier, returned dossier neither, nor one
//! for another receiver of the same dossier.

use super::{Lack, Seen};
use crate::domain::check::PaperPart;
use crate::domain::statement::Paper;

/// A paper of each role is there with its parts.
pub(super) fn there(seen: &Seen<'_>, roles: &[String], parts: &[PaperPart]) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for role in roles {
        let named = format!("code.paper_role.{role}");
        let of_role = || of_this_case(seen).filter(|paper| paper.role.as_deref() == Some(role.as_str()));
        let Some(best) = of_role().min_by_key(|paper| missing_parts(paper, parts).len()) else {
            lacks.push(Lack::new("paper_none").with_key("role", &named).at(role));
            continue;
        };
        let missing = missing_parts(best, parts);
        if !missing.is_empty() {
            let keys: Vec<String> = missing.iter().map(|part| format!("gate.part.{}", part.code())).collect();
            lacks.push(Lack::new("paper_parts").with_key("role", &named).with_keys("parts", keys).at(role));
        }
    }
    lacks
}

/// Papers that count: of the case or of the dossier it stands in now.
fn of_this_case<'a>(seen: &'a Seen<'_>) -> impl Iterator<Item = &'a Paper> {
    let dossier = seen.file.dossier.as_ref().map(|(dossier, _)| &dossier.id);
    let receiver = seen.file.receiver.as_ref().map(|receiver| &receiver.id);
    seen.file.papers.iter().filter(move |paper| {
        paper.state == "issued"
            && (paper.dossier.is_none() || paper.dossier.as_ref() == dossier)
            && (paper.receiver.is_none() || paper.receiver.as_ref() == receiver)
    })
}

/// What of these parts a paper lacks.
pub fn missing_parts(paper: &Paper, parts: &[PaperPart]) -> Vec<PaperPart> {
    let written = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    let has = |part: &PaperPart| match part {
        PaperPart::Number => written(&paper.number),
        PaperPart::Date => paper.issued_on.is_some(),
        PaperPart::Signer => written(&paper.signer),
    };
    parts.iter().copied().filter(|part| !has(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    fn proposed() -> Bench {
        Bench::new().stage("proposal").assessed("transfer").in_dossier()
    }

    #[rstest]
    #[case::none(proposed(), "missing gate.lack.paper_none")]
    #[case::whole(proposed().paper("proposal", "127", "2023-10-05", ""), "met")]
    #[case::no_number(proposed().paper("proposal", "", "2023-10-05", ""), "missing gate.lack.paper_parts")]
    #[case::draft(
        proposed().paper("proposal", "127", "2023-10-05", "").paper_state("draft"),
        "missing gate.lack.paper_none"
    )]
    #[case::of_a_returned_dossier(
        proposed().paper("proposal", "127", "2023-10-05", "").paper_of_dossier("an-earlier-one"),
        "missing gate.lack.paper_none"
    )]
    fn the_proposal(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "proposal_papers", &format!("proposal_papers {expected}"));
    }

    #[rstest]
    #[case::of_its_receiver("receiver", 2)]
    #[case::of_another_receiver("somebody-else", 3)]
    fn a_paper_for_one_receiver_serves_the_cases_it_receives(#[case] receiver: &str, #[case] lacking: usize) {
        let bench = Bench::new()
            .stage("transfer")
            .assessed("transfer")
            .paper("decision", "907", "2023-11-01", "Nguyễn Văn A")
            .paper("receiving_decision", "15", "2023-11-10", "Nguyễn Văn A")
            .paper_of_receiver(receiver);
        assert_eq!(bench.requirement("transfer_papers").lacking.len(), lacking);
    }

    #[test]
    fn each_transfer_paper_that_lacks_something_is_named() {
        let bench = Bench::new()
            .stage("transfer")
            .assessed("transfer")
            .paper("decision", "907", "2023-11-01", "Nguyễn Văn A")
            .paper("minutes", "", "2023-11-20", "");
        let lacking = bench.requirement("transfer_papers").lacking;
        let keys: Vec<&str> = lacking.iter().map(|lack| lack.key.as_ref()).collect();
        assert_eq!(keys, ["gate.lack.paper_none", "gate.lack.paper_parts", "gate.lack.paper_none"]);
    }
}
