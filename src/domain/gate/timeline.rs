//! The days of a case that deadlines start from and end with, and the times it stood still.
//!
//! Invariant: read from what is on the record; a deadline whose end has come runs no more.

use super::super::calendar::HolidayTable;
use super::super::case::{CaseEventKind, SideState};
use super::super::case_file::CaseFile;
use super::super::deadline::{Deadline, Event, Pause};
use super::super::procedure::Procedure;
use super::super::statement::SurveyState;
use jiff::civil::Date;

/// The deadlines that run for a case, soonest first; those of stages passed run on until their end has come.
pub fn deadlines(procedure: &Procedure, file: &CaseFile, holidays: &HolidayTable) -> Vec<Deadline> {
    if file.case.closed_on.is_some() || file.case.side_state == Some(SideState::Cancelled) {
        return Vec::new();
    }
    let pauses = pauses(file);
    let way = procedure.stages_for(file.case.outcome);
    let reached = way.iter().position(|stage| stage.id == file.case.stage).map_or(way.len(), |at| at + 1);
    let mut running: Vec<Deadline> = way
        .iter()
        .take(reached)
        .flat_map(|stage| &stage.deadlines)
        .filter(|rule| event_day(file, rule.until).is_none())
        .filter_map(|rule| Some(rule.fall(event_day(file, rule.from)?, &pauses, holidays)))
        .collect();
    running.sort_by_key(|deadline| (deadline.due.is_none(), deadline.due));
    running
}

/// The day of an event, once it has come.
pub fn event_day(file: &CaseFile, event: Event) -> Option<Date> {
    let answer = file.dossier.as_ref().map(|(_, entry)| entry);
    let agreed = answer.filter(|entry| entry.answer.is_some_and(|answer| answer.is_agreement()));
    let paper_of = |role: &str| {
        let issued = file.papers.iter().filter(|paper| paper.state == "issued");
        issued.rev().find(|paper| paper.role.as_deref() == Some(role)).and_then(|paper| paper.issued_on)
    };
    match event {
        Event::CaseOpened => Some(file.case.opened_on),
        Event::StageEntered => Some(file.case.stage_since),
        Event::SurveyFinal => {
            let last = file.surveys.iter().find(|survey| survey.state == SurveyState::Final);
            last.and_then(|survey| survey.finalized_on)
        }
        Event::AssessmentApproved => file.assessment.as_ref().and_then(|made| made.approved_on),
        Event::DossierSubmitted => file.dossier.as_ref().and_then(|(dossier, _)| dossier.submitted_on),
        Event::AnswerRecorded => answer.and_then(|entry| entry.answered_on),
        Event::DecisionIssued => paper_of("decision").or_else(|| agreed.and_then(|entry| entry.answered_on)),
        Event::DecisionEffective => agreed.and_then(|entry| entry.effective_on),
        Event::HandoverDone => paper_of("minutes"),
        Event::IntroductionIssued => paper_of("introduction"),
        Event::CaseClosed => file.case.closed_on,
    }
}

/// The times the case was paused.
pub fn pauses(file: &CaseFile) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = Vec::new();
    for event in &file.events {
        match event.kind {
            CaseEventKind::Paused => pauses.push(Pause { from: event.happened_on, to: None }),
            CaseEventKind::Resumed => {
                if let Some(open) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
                    open.to = Some(event.happened_on);
                }
            }
            _ => {}
        }
    }
    pauses
}

#[cfg(test)]
mod tests {
    use super::super::testing::Bench;
    use rstest::rstest;

    /// 45 working days from 14/9/2023, when the task was given; none of them a public holiday.
    #[rstest]
    #[case::in_the_survey(Bench::new(), &[("survey_plan", Some("2023-11-16"))])]
    #[case::once_final(Bench::new().survey("2023-09-20"), &[])]
    #[case::paused(Bench::new().event("paused", "2023-09-18"), &[("survey_plan", None)])]
    #[case::resumed_five_working_days_later(
        Bench::new().event("paused", "2023-09-18").event("resumed", "2023-09-25"),
        &[("survey_plan", Some("2023-11-23"))]
    )]
    #[case::cancelled(Bench::new().cancelled(), &[])]
    fn what_runs(#[case] bench: Bench, #[case] expected: &[(&str, Option<&str>)]) {
        let running = bench.deadlines();
        let shown: Vec<(String, Option<String>)> =
            running.iter().map(|d| (d.rule.clone(), d.due.map(|day| day.to_string()))).collect();
        let expected: Vec<(String, Option<String>)> =
            expected.iter().map(|(rule, due)| ((*rule).to_owned(), due.map(str::to_owned))).collect();
        assert_eq!(shown, expected);
    }
}
