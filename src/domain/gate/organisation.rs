//! Head office, receiver, territory and the Charter: what the organisation is, and where it may go.
//!
//! Invariant: everything is asked of the day the case is judged by; levels and kinds are the era's data.

use super::{Circumstances, Lack, Seen};
use crate::domain::case::Outcome;
use crate::domain::case_file::CaseFile;
use crate::domain::charter::{self, CharterFacts, CharterFinding, Severity, Shape};
use crate::domain::procedure::Procedure;
use crate::text::dates::written_date;

/// The head office lies in a unit of a level the era locates by, and that exists on the day.
pub(super) fn head_office(seen: &Seen<'_>) -> Vec<Lack> {
    let Some(enterprise) = &seen.file.enterprise else {
        return vec![Lack::new("no_enterprise")];
    };
    let Some(unit) = &seen.file.head_office else {
        let written = enterprise.commune_text.as_deref().or(enterprise.district_text.as_deref());
        return vec![match written {
            Some(written) => Lack::new("head_office_only_written").with("written", written),
            None => Lack::new("head_office_none"),
        }];
    };
    if !unit.validity.holds_on(seen.on) {
        let lack = Lack::new("head_office_not_valid").with("unit", &unit.name);
        return vec![lack.with("day", written_date(seen.on))];
    }
    let located = seen.now.eras.at(seen.on).is_none_or(|era| era.locates(&unit.level));
    if located {
        return Vec::new();
    }
    let lack = Lack::new("head_office_level").with("unit", &unit.name);
    vec![lack.with_key("level", format!("code.unit_level.{}", unit.level)).with("day", written_date(seen.on))]
}

/// The receiving committee is proposed, exists on the day, is of a kind that may receive, and is not the giver.
pub(super) fn receiver_fits(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let mut lacks = Vec::new();
    if file.giver.is_none() {
        lacks.push(match &file.cell.superior_text {
            Some(written) => Lack::new("giver_only_written").with("written", written),
            None => Lack::new("giver_none"),
        });
    }
    let Some(receiver) = &file.receiver else {
        lacks.push(Lack::new("receiver_none").at("receiver"));
        return lacks;
    };
    let day = written_date(seen.on);
    if !receiver.validity.holds_on(seen.on) {
        lacks.push(Lack::new("receiver_not_valid").with("receiver", &receiver.name).with("day", &day));
    } else if !seen.now.eras.may_receive(&receiver.kind, seen.on) {
        let kind = format!("code.committee_kind.{}", receiver.kind);
        lacks.push(
            Lack::new("receiver_kind")
                .with("receiver", &receiver.name)
                .with_key("kind", &kind)
                .with("day", day),
        );
    }
    if file.giver.as_ref().is_some_and(|giver| giver.id == receiver.id) {
        lacks.push(Lack::new("receiver_is_giver").with("receiver", &receiver.name));
    }
    lacks.into_iter().map(|lack| if lack.target.is_empty() { lack.at("receiver") } else { lack }).collect()
}

/// The receiver's territory holds the head office, or a reason says why a committee of another territory.
pub(super) fn territory(seen: &Seen<'_>) -> Vec<Lack> {
    let file = seen.file;
    let (Some(receiver), Some(unit)) = (&file.receiver, &file.head_office) else {
        let code = if file.receiver.is_none() { "receiver_none" } else { "head_office_none" };
        return vec![Lack::new(code).at("receiver")];
    };
    let reason = file.assessment.as_ref().and_then(|made| made.territory_reason.as_deref());
    if file.receiver_territory.contains(&unit.id) || reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return Vec::new();
    }
    let lack = Lack::new("territory").with("receiver", &receiver.name).with("unit", &unit.name);
    vec![lack.at("territory_reason")]
}

/// Every finding that asks for an answer has one; warnings are shown and block nothing (a committee of 22
/// members was transferred in Hà Tĩnh in 2023).
pub(super) fn charter_answered(seen: &Seen<'_>) -> Vec<Lack> {
    charter_findings(seen.procedure, seen.file, &seen.now)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Answer)
        .filter(|finding| {
            seen.file.charter_answers.get(finding.code).is_none_or(|answer| answer.trim().is_empty())
        })
        .map(|finding| {
            let message = finding.message();
            Lack { what: message, target: finding.code.to_owned(), supplier: None }
        })
        .collect()
}

/// What the Charter says of the organisation of a case.
pub fn charter_findings(
    procedure: &Procedure,
    file: &CaseFile,
    now: &Circumstances<'_>,
) -> Vec<CharterFinding> {
    charter::check(&charter_facts(file, now), &procedure.charter, now.today)
}

fn charter_facts(file: &CaseFile, now: &Circumstances<'_>) -> CharterFacts {
    let number = |value: i64| u32::try_from(value).ok();
    let answered = |question: &str| file.answers.get(question).map(String::as_str).filter(|a| !a.is_empty());
    let counted = || {
        file.members.iter().filter(|member| {
            now.codes.find("member_status", &member.status).is_none_or(|code| code.is("counted"))
        })
    };
    let official =
        |day: Option<crate::text::dates::PartialDate>| day.is_some_and(|day| day.earliest() <= now.today);
    let (full, probationary) = if file.members.is_empty() {
        let reported = file.cell.reported;
        (reported.and_then(|r| number(r.full)), reported.and_then(|r| number(r.probationary)))
    } else {
        let full = counted().filter(|member| official(member.official_on)).count();
        (u32::try_from(full).ok(), u32::try_from(counted().count() - full).ok())
    };
    let kind = file.cell.kind.as_deref().and_then(|kind| now.codes.find("organisation_kind", kind));
    let authorised = answered("admission_authorised").map(|answer| answer == "yes");
    CharterFacts {
        shape: kind.and_then(|kind| kind.attribute("shape")).and_then(Shape::parse),
        full,
        probationary,
        cells_below: Vec::new(),
        has_secretary: Some(file.cell.secretary.as_deref().or_else(|| answered("secretary_name")).is_some()),
        committee_size: answered("committee_size").and_then(|size| size.parse().ok()),
        last_congress: answered("congress_on").and_then(|day| day.parse().ok()),
        founded_on: file.cell.founded_on.and_then(crate::text::dates::PartialDate::date),
        authorised,
        outcome: outcome(file),
    }
}

fn outcome(file: &CaseFile) -> Option<Outcome> {
    file.assessment.as_ref().and_then(|made| made.chosen).or(file.case.outcome)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use crate::text::message::Message;
    use rstest::rstest;

    #[rstest]
    #[case::district_before_mid_2025(Bench::new(), "met")]
    #[case::nothing(Bench::new().head_office(None), "missing gate.lack.head_office_none")]
    #[case::only_written(
        Bench::new().head_office(None).district_text("huyện Ninh Phước"),
        "missing gate.lack.head_office_only_written"
    )]
    #[case::no_district_level_any_more(
        Bench::new().today("2025-08-01").unit_valid_to(None),
        "missing gate.lack.head_office_level"
    )]
    #[case::unit_of_another_time(
        Bench::new().today("2025-08-01"),
        "missing gate.lack.head_office_not_valid"
    )]
    fn the_head_office(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "head_office_located", &format!("head_office_located {expected}"));
    }

    fn at_assessment() -> Bench {
        Bench::new().stage("assessment").assessed("transfer")
    }

    #[rstest]
    #[case::fits(at_assessment(), "met")]
    #[case::none(at_assessment().receiver(None), "missing gate.lack.receiver_none")]
    #[case::no_kind_of_receiver(
        at_assessment().receiver(Some("dang_uy_co_so")),
        "missing gate.lack.receiver_kind"
    )]
    #[case::commune_committee_in_2023(
        at_assessment().receiver(Some("dang_uy_xa")),
        "missing gate.lack.receiver_kind"
    )]
    #[case::commune_committee_later(
        at_assessment().receiver(Some("dang_uy_xa")).today("2025-08-01"),
        "met"
    )]
    #[case::district_committee_later(
        at_assessment().today("2025-08-01"),
        "missing gate.lack.receiver_kind"
    )]
    #[case::giver_unknown(at_assessment().giver(None), "missing gate.lack.giver_none")]
    fn the_receiver(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "receiver_fits", &format!("receiver_fits {expected}"));
    }

    #[rstest]
    #[case::inside(at_assessment(), "met")]
    #[case::outside(at_assessment().territory(&[]), "missing gate.lack.territory")]
    #[case::outside_with_a_reason(at_assessment().territory(&[]).territory_reason("do yêu cầu quản lý"), "met")]
    fn the_territory(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "territory_matches", &format!("territory_matches {expected}"));
    }

    /// Điều 21.2: fewer than three full members; Điều 23: the authorisation is renewed on transfer.
    #[rstest]
    #[case::both_open(at_assessment().members(2, 1), "missing charter.too_few_full_members", 2)]
    #[case::one_open(
        at_assessment().members(2, 1).charter_answer("too_few_full_members"),
        "missing charter.authorisation_renewed",
        1
    )]
    #[case::answered(at_assessment().members(5, 1).charter_answer("authorisation_renewed"), "met", 0)]
    #[case::warned_not_blocked(
        at_assessment().members(22, 0).kind("DBCS").charter_answer("authorisation_renewed"),
        "met",
        0
    )]
    fn the_charter(#[case] bench: Bench, #[case] expected: &str, #[case] open: usize) {
        check(&bench, "charter_answered", &format!("charter_answered {expected}"));
        assert_eq!(bench.requirement("charter_answered").lacking.len(), open);
    }

    #[test]
    fn what_stays_needs_no_receiver() {
        let gate = Bench::new().stage("assessment").assessed("stay").receiver(None).gate();
        let ids: Vec<&str> = gate.requirements.iter().map(|requirement| requirement.id.as_str()).collect();
        assert_eq!(ids, ["option_chosen", "rationale", "charter_answered", "approved_by_other"]);
    }

    #[test]
    fn why_names_what_is_lacking_and_what_it_rests_on() {
        let why = at_assessment().territory(&[]).requirement("territory_matches").why;
        let expected = Message::new("gate.missing")
            .with_key("lack", "gate.lack.territory")
            .with("receiver", "Huyện ủy Ninh Phước")
            .with("unit", "huyện Ninh Phước")
            .with("more", 0)
            .with("source", "Điều lệ Đảng, điều 10; Nghị quyết 21-NQ/TW, ngày 16/6/2022");
        assert_eq!(why, expected);
    }
}
