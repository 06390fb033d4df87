//! The templates compiled in: one a paper of the catalogue, and one a report.
//!
//! Invariant: a test holds each without a fault; an office words its own copies in its store.

/// Code and text of each.
const TEMPLATES: [(&str, &str); 9] = [
    ("survey_report", include_str!("../../../assets/papers/templates/survey_report.txt")),
    ("plan", include_str!("../../../assets/papers/templates/plan.txt")),
    ("proposal", include_str!("../../../assets/papers/templates/proposal.txt")),
    ("decision", include_str!("../../../assets/papers/templates/decision.txt")),
    ("decision_per_receiver", include_str!("../../../assets/papers/templates/decision_per_receiver.txt")),
    ("receiving_decision", include_str!("../../../assets/papers/templates/receiving_decision.txt")),
    ("minutes", include_str!("../../../assets/papers/templates/minutes.txt")),
    ("member_list", include_str!("../../../assets/papers/templates/member_list.txt")),
    ("register", include_str!("../../../assets/papers/templates/register.txt")),
];

/// The reports: papers of no case, made of the figures of a period.
const REPORTS: [(&str, &str); 3] = [
    ("report_situation", include_str!("../../../assets/papers/templates/report_situation.txt")),
    ("report_pipeline", include_str!("../../../assets/papers/templates/report_pipeline.txt")),
    ("report_receivers", include_str!("../../../assets/papers/templates/report_receivers.txt")),
];

/// The text of the template of a paper or a report.
pub fn template(code: &str) -> Option<&'static str> {
    TEMPLATES.iter().chain(&REPORTS).find(|(known, _)| *known == code).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::catalogue;

    #[test]
    fn every_paper_has_a_template_and_every_template_a_paper() {
        let worded = catalogue::papers().into_iter().chain(catalogue::reports());
        let papers: Vec<String> = worded.map(|paper| paper.code).collect();
        let templates: Vec<&str> = TEMPLATES.iter().chain(&REPORTS).map(|(code, _)| *code).collect();
        assert_eq!(papers, templates);
    }
}
