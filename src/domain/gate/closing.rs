//! Closing: nothing is left open, and the register says what was decided.
//!
//! Invariant: looks at what stands in the register, not at what was meant.

use super::{Lack, Seen};
use crate::domain::case::Outcome;
use crate::domain::organisation::HoldState;
use crate::domain::statement::{Paper, SurveyState};
use crate::text::dates::written_date;

/// No survey half filled or half changed, no assessment on old figures, no paper in draft, no hold unanswered.
pub(super) fn nothing_open(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let mut lacks = Vec::new();
    if let Some(survey) = file.surveys.iter().find(|survey| survey.state == SurveyState::Draft) {
        lacks.push(
            Lack::new("open_survey").with("day", written_date(survey.started_on)).at(survey.id.as_str()),
        );
    }
    if let Some(survey) = file.surveys.iter().find(|survey| survey.is_being_amended) {
        lacks.push(Lack::new("open_amendment").at(survey.id.as_str()));
    }
    if file.stands_on_old_figures() {
        lacks.push(Lack::new("assessment_old_figures").at("figures"));
    }
    // A list the program made for no gate bears no number and is never issued: it leaves nothing open.
    let unissued = |paper: &&Paper| {
        ["draft", "reserved"].contains(&paper.state.as_str())
            && paper.case.is_some()
            && (paper.template.is_none() || paper.role.is_some())
    };
    for paper in file.papers.iter().filter(unissued) {
        let kind = format!("code.paper_kind.{}", paper.kind);
        lacks.push(Lack::new("open_paper").with_key("kind", &kind).at(paper.id.as_str()));
    }
    let doubtful: Vec<_> = file.holds.iter().filter(|hold| hold.state == HoldState::Possible).collect();
    if let Some(first) = doubtful.first() {
        let names: Vec<&str> = doubtful.iter().map(|hold| file.member_name(&hold.member)).collect();
        lacks.push(Lack::new("hold_unanswered").with("names", names.join(", ")).at(first.member.as_str()));
    }
    lacks
}

/// The cell stands where it was decided, from the day decided; the superior it had stays in its history.
pub(super) fn belongs(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    match file.case.outcome {
        Some(Outcome::Transfer) => transferred(seen),
        Some(Outcome::Dissolve | Outcome::Merge) if file.cell.status == "active" => {
            vec![Lack::new("cell_still_active")]
        }
        Some(Outcome::Stay | Outcome::Postpone) if file.cell.superior != file.case.giver => {
            vec![Lack::new("cell_moved")]
        }
        _ => Vec::new(),
    }
}

fn transferred(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let Some(receiver) = &file.receiver else { return vec![Lack::new("receiver_none")] };
    if file.cell.superior.as_ref() != Some(&receiver.id) {
        return vec![Lack::new("not_under_receiver").with("receiver", &receiver.name)];
    }
    let effective = file.dossier.as_ref().and_then(|(_, entry)| entry.effective_on);
    let mut lacks = Vec::new();
    let span = file.affiliations.iter().rev().find(|span| span.committee == receiver.id);
    if span.is_none_or(|span| span.from != effective) {
        let lack = Lack::new("receiver_span").with("receiver", &receiver.name);
        lacks.push(lack.with("day", effective.map(written_date).unwrap_or_default()));
    }
    if let Some(giver) = &file.giver
        && !file.affiliations.iter().any(|span| span.committee == giver.id && span.to.is_some())
    {
        lacks.push(Lack::new("giver_span").with("giver", &giver.name));
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    fn closing() -> Bench {
        Bench::new().stage("closed").assessed("transfer").in_dossier().answered("agreed")
    }

    #[rstest]
    #[case::nothing(closing(), "met")]
    #[case::survey(closing().draft_survey(), "missing gate.lack.open_survey")]
    #[case::hold(closing().members(3, 0).hold(0, "possible"), "missing gate.lack.hold_unanswered")]
    fn what_is_open(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "nothing_open", &format!("nothing_open {expected}"));
    }

    #[rstest]
    #[case::still_under_the_giver(closing(), "missing gate.lack.not_under_receiver")]
    #[case::moved(closing().moved_on("2023-12-01"), "met")]
    #[case::from_another_day(closing().moved_on("2023-12-02"), "missing gate.lack.receiver_span")]
    fn the_cell_belongs_to_the_receiver(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "belongs_to_receiver", &format!("belongs_to_receiver {expected}"));
    }
}
