//! What the survey stage asks: a final survey that is fresh and whole, and a list that agrees with the counts.
//!
//! Invariant: the questions looked for are named by the procedure, as the form names them.

use super::{Lack, Seen, codes_of};
use crate::domain::case_file::DifferenceSubject;
use crate::domain::organisation::{HoldState, Member, MemberCounts};
use crate::domain::statement::SurveyState;
use crate::text::dates::written_date;
use jiff::civil::Date;

/// The questions a final survey must answer.
pub(super) struct Questions<'a> {
    pub(super) subjects: &'a [String],
    pub(super) source: &'a str,
    pub(super) as_of: &'a str,
    pub(super) surveyor: &'a str,
}

/// A final survey not too old, its subjects answered, with source, day and surveyor.
pub(super) fn final_survey(seen: &Seen<'_>, max_age_days: u32, asked: &Questions<'_>) -> Vec<Lack> {
    let surveys = &seen.file.surveys;
    let Some(survey) = surveys.iter().find(|survey| survey.state == SurveyState::Final) else {
        let draft = surveys.iter().any(|survey| survey.state == SurveyState::Draft);
        return vec![Lack::new(if draft { "survey_draft" } else { "survey_none" })];
    };
    let mut lacks = Vec::new();
    let made_on = survey.finalized_on.unwrap_or(survey.started_on);
    // A stage already passed is not closed again by time: age counts while the case stands in the survey.
    let age = days_between(made_on, seen.now.today);
    if age > i64::from(max_age_days) {
        let lack = Lack::new("survey_old").with("day", written_date(made_on)).with("days", age);
        lacks.push(lack.with("most", max_age_days));
    }
    let unanswered =
        |question: &str| seen.file.answers.get(question).is_none_or(|answer| answer.trim().is_empty());
    let open: Vec<&str> = asked.subjects.iter().map(String::as_str).filter(|q| unanswered(q)).collect();
    if let Some(first) = open.first() {
        let subjects = codes_of("survey_subject", open.iter().map(|q| q.trim_start_matches("subject_")));
        lacks.push(Lack::new("survey_subjects").with_keys("subjects", subjects).at(*first));
    }
    let origin =
        [(asked.source, "survey_source"), (asked.as_of, "survey_as_of"), (asked.surveyor, "survey_surveyor")];
    for (question, code) in origin {
        if unanswered(question) {
            lacks.push(Lack::new(code).at(question));
        }
    }
    lacks
}

/// The member list agrees with the counts reported, or a person explained the difference; and every note that
/// speaks of a hold was answered.
pub(super) fn list_agrees(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let mut lacks = Vec::new();
    if file.members.is_empty() {
        lacks.push(Lack::new("list_empty"));
    } else if let Some(reported) = file.cell.reported {
        let listed = count(seen, file.cell.counts_as_of.unwrap_or(seen.now.today));
        if !agree(&listed, &reported) && !explained(seen, listed.total - reported.total) {
            let lack = Lack::new("list_differs")
                .with("listed", listed.total)
                .with("listed_full", listed.full)
                .with("listed_probationary", listed.probationary);
            let lack = lack
                .with("reported", reported.total)
                .with("reported_full", reported.full)
                .with("reported_probationary", reported.probationary);
            lacks.push(lack);
        }
    }
    let doubtful: Vec<_> = file.holds.iter().filter(|hold| hold.state == HoldState::Possible).collect();
    if let Some(first) = doubtful.first() {
        let names: Vec<&str> = doubtful.iter().map(|hold| file.member_name(&hold.member)).collect();
        lacks.push(Lack::new("hold_unanswered").with("names", names.join(", ")).at(first.member.as_str()));
    }
    lacks
}

fn agree(listed: &MemberCounts, reported: &MemberCounts) -> bool {
    let split_reported = reported.full + reported.probationary > 0;
    listed.total == reported.total
        && (!split_reported || (listed.full, listed.probationary) == (reported.full, reported.probationary))
}

/// Whether the explanations given make up the difference.
fn explained(seen: &Seen<'_>, difference: i64) -> bool {
    let given = seen.file.differences.iter().filter(|d| d.subject == DifferenceSubject::ListAndCounts);
    let (number, sum) = given.fold((0, 0), |(number, sum), d| (number + 1, sum + d.amount));
    number > 0 && sum == difference
}

/// The members of the list as it stood on a day, as far as admissions tell.
fn count(seen: &Seen<'_>, day: Date) -> MemberCounts {
    let counted = |member: &&Member| {
        member.admitted_on.is_none_or(|admitted| admitted.earliest() <= day)
            && seen.now.codes.find("member_status", &member.status).is_none_or(|code| code.is("counted"))
    };
    let (mut full, mut probationary) = (0, 0);
    for member in seen.file.members.iter().filter(counted) {
        match member.official_on {
            Some(official) if official.earliest() <= day => full += 1,
            _ => probationary += 1,
        }
    }
    MemberCounts { total: full + probationary, full, probationary, ..MemberCounts::default() }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    #[rstest]
    #[case::nothing(Bench::new(), "survey_final missing gate.lack.survey_none")]
    #[case::draft(Bench::new().draft_survey(), "survey_final missing gate.lack.survey_draft")]
    #[case::whole(Bench::new().survey("2023-09-10"), "survey_final met")]
    #[case::on_the_last_day(Bench::new().survey("2023-03-18"), "survey_final met")]
    #[case::too_old(Bench::new().survey("2023-03-17"), "survey_final missing gate.lack.survey_old")]
    #[case::subject(
        Bench::new().survey("2023-09-10").answer("subject_role", " "),
        "survey_final missing gate.lack.survey_subjects"
    )]
    #[case::source(
        Bench::new().survey("2023-09-10").answer("source", ""),
        "survey_final missing gate.lack.survey_source"
    )]
    fn a_final_survey(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "survey_final", expected);
    }

    #[test]
    fn every_subject_that_is_lacking_is_named() {
        let bench =
            Bench::new().survey("2023-09-10").answer("subject_role", "").answer("subject_activity", "");
        let why = bench.requirement("survey_final").why;
        let named = why.values.iter().find(|(name, _)| name == "subjects").map(|(_, word)| word.keys());
        let expected = ["activity", "role"].map(|subject| format!("code.survey_subject.{subject}"));
        assert_eq!(named, Some(&expected[..]));
    }

    #[rstest]
    #[case::no_list(Bench::new(), "list_agrees missing gate.lack.list_empty")]
    #[case::agrees(Bench::new().members(8, 1).reported(9, 8, 1), "list_agrees met")]
    #[case::no_counts(Bench::new().members(8, 1), "list_agrees met")]
    #[case::only_the_total_reported(Bench::new().members(8, 1).reported(9, 0, 0), "list_agrees met")]
    #[case::differs(Bench::new().members(8, 1).reported(10, 9, 1), "list_agrees missing gate.lack.list_differs")]
    #[case::same_total_other_parts(
        Bench::new().members(8, 1).reported(9, 9, 0),
        "list_agrees missing gate.lack.list_differs"
    )]
    #[case::explained(
        Bench::new().members(8, 1).reported(10, 9, 1).difference("list_and_counts", -1),
        "list_agrees met"
    )]
    #[case::explained_in_part(
        Bench::new().members(8, 1).reported(11, 10, 1).difference("list_and_counts", -1),
        "list_agrees missing gate.lack.list_differs"
    )]
    #[case::visiting_members_are_not_counted(
        Bench::new().members(8, 1).reported(8, 7, 1).status(0, "visiting"),
        "list_agrees met"
    )]
    #[case::possible_hold(
        Bench::new().members(8, 1).hold(2, "possible"),
        "list_agrees missing gate.lack.hold_unanswered"
    )]
    #[case::answered_hold(Bench::new().members(8, 1).hold(2, "held"), "list_agrees met")]
    #[case::admitted_after_the_count(
        Bench::new().members(8, 1).reported(9, 8, 1).counts_as_of("2023-08-31").admit("2023-09-01"),
        "list_agrees met"
    )]
    fn the_list(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "list_agrees", expected);
    }
}
