//! Checks of the Party Charter (Điều lệ Đảng) on an organisation, as findings an officer reads or answers.
//!
//! Invariant: a finding never blocks by itself; real transfers differ from the rule with their superior's
//! consent (a committee of 22 members was handed over in Hà Tĩnh in 2023). The figures are the procedure's.

use super::case::Outcome;
use super::data_file::{DataFile, Section};
use crate::text::dates::written_date;
use crate::text::message::Message;
use jiff::civil::Date;

/// The Charter's figures, as the procedure states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CharterLimits {
    /// Full members an organisation needs (21.2, 24).
    pub full_members_least: u32,
    /// Members, full and probationary, from which a committee is set up (21.3, 21.4).
    pub committee_from: u32,
    /// Full members from which a cell has a committee (24).
    pub cell_committee_from: u32,
    /// Years between congresses (22.1, 24.3).
    pub congress_every_years: u32,
}

impl CharterLimits {
    pub(super) fn read(section: &Section<'_>, file: &mut DataFile<'_>) -> Self {
        let fields = ["full_members_least", "committee_from", "cell_committee_from", "congress_every_years"];
        section.only(&fields, file);
        Self {
            full_members_least: section.number("full_members_least", file),
            committee_from: section.number("committee_from", file),
            cell_committee_from: section.number("cell_committee_from", file),
            congress_every_years: section.number("congress_every_years", file),
        }
    }
}

/// What an organisation is in the Charter's sense; attribute `shape` of the list `organisation_kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A grassroots organisation that is a committee with cells below it.
    Committee,
    /// A grassroots organisation that is one cell.
    Cell,
    /// A committee between a grassroots committee and its cells.
    SectionCommittee,
    /// A cell below a grassroots committee.
    AttachedCell,
}

impl Shape {
    /// Reads the attribute.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "committee" => Some(Self::Committee),
            "cell" => Some(Self::Cell),
            "section_committee" => Some(Self::SectionCommittee),
            "attached_cell" => Some(Self::AttachedCell),
            _ => None,
        }
    }
}

/// What the checks ask of an organisation; what is not known is not judged, and said.
#[derive(Debug, Clone, Default)]
pub struct CharterFacts {
    /// What it is.
    pub shape: Option<Shape>,
    /// Full members.
    pub full: Option<u32>,
    /// Probationary members.
    pub probationary: Option<u32>,
    /// Full members of each cell below it, where known.
    pub cells_below: Vec<u32>,
    /// Whether it has a secretary.
    pub has_secretary: Option<bool>,
    /// People in its committee.
    pub committee_size: Option<u32>,
    /// Its last congress.
    pub last_congress: Option<Date>,
    /// When it was set up, split or merged.
    pub founded_on: Option<Date>,
    /// Whether it was authorised to admit and expel.
    pub authorised: Option<bool>,
    /// What becomes of it.
    pub outcome: Option<Outcome>,
}

/// How much a finding asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The rule is kept.
    Fine,
    /// Worth knowing; nothing to do.
    Warn,
    /// An officer must answer it before the assessment closes.
    Answer,
}

/// What one rule of the Charter says of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharterFinding {
    /// Its code, which answers keep; its wording is `charter.<code>`.
    pub code: &'static str,
    /// The article, e.g. `21.2`.
    pub article: &'static str,
    /// How much it asks.
    pub severity: Severity,
    /// Values its sentence names.
    pub values: Vec<(&'static str, String)>,
}

impl CharterFinding {
    fn new(code: &'static str, article: &'static str, severity: Severity) -> Self {
        Self { code, article, severity, values: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// What it says.
    pub fn message(&self) -> Message {
        let message = Message::new(format!("charter.{}", self.code)).with("article", self.article);
        self.values.iter().fold(message, |message, (name, value)| message.with(*name, value))
    }
}

/// What the Charter says of an organisation on a day, in the order of its articles.
pub fn check(facts: &CharterFacts, limits: &CharterLimits, today: Date) -> Vec<CharterFinding> {
    let mut found = Vec::new();
    found.extend(committee_appointed(facts));
    found.extend(enough_members(facts, limits));
    found.extend(fitting_kind(facts, limits));
    found.extend(congress(facts, limits, today));
    found.extend(authorisation(facts));
    found.extend(cells_below(facts, limits));
    found.extend(leadership(facts, limits));
    found
}

/// 13.5: set up, split or merged within a term, its committee is appointed.
fn committee_appointed(facts: &CharterFacts) -> Option<CharterFinding> {
    let merged = facts.outcome == Some(Outcome::Merge);
    let set_up_since = match (facts.founded_on, facts.last_congress) {
        (Some(founded), Some(congress)) => founded > congress,
        (Some(_), None) => true,
        _ => false,
    };
    let severity = if merged { Severity::Answer } else { Severity::Warn };
    (merged || set_up_since).then(|| CharterFinding::new("committee_appointed", "13.5", severity))
}

/// 21.2: an organisation has at least three full members; under that, members are introduced elsewhere.
fn enough_members(facts: &CharterFacts, limits: &CharterLimits) -> Option<CharterFinding> {
    let Some(full) = facts.full else {
        return Some(CharterFinding::new("full_members_unknown", "21.2", Severity::Warn));
    };
    let dissolved = matches!(facts.outcome, Some(Outcome::Dissolve | Outcome::Merge));
    let (code, severity) = match (full >= limits.full_members_least, dissolved) {
        (true, _) => ("full_members_enough", Severity::Fine),
        (false, true) => ("too_few_introduced", Severity::Fine),
        (false, false) => ("too_few_full_members", Severity::Answer),
    };
    Some(
        CharterFinding::new(code, "21.2", severity)
            .with("full", full)
            .with("least", limits.full_members_least),
    )
}

/// 21.3, 21.4: a cell under thirty members, a committee from thirty; 21.5: otherwise with prior agreement.
fn fitting_kind(facts: &CharterFacts, limits: &CharterLimits) -> Option<CharterFinding> {
    let total = facts.full? + facts.probationary?;
    let from = limits.committee_from;
    let finding = match facts.shape? {
        Shape::Committee if total < from => CharterFinding::new("committee_small", "21.5", Severity::Warn),
        Shape::Committee => CharterFinding::new("committee_fits", "21.4", Severity::Fine),
        Shape::Cell if total >= from => CharterFinding::new("cell_large", "21.4", Severity::Answer),
        Shape::Cell => CharterFinding::new("cell_fits", "21.3", Severity::Fine),
        Shape::AttachedCell if total > from => {
            CharterFinding::new("attached_cell_large", "21.5", Severity::Warn)
        }
        Shape::AttachedCell => CharterFinding::new("cell_fits", "21.3", Severity::Fine),
        Shape::SectionCommittee => CharterFinding::new("section_committee", "21.5", Severity::Warn),
    };
    Some(finding.with("total", total).with("from", from))
}

/// 22.1, 24.3: a congress every five years.
fn congress(facts: &CharterFacts, limits: &CharterLimits, today: Date) -> Option<CharterFinding> {
    let last = facts.last_congress?;
    let years = i64::from(limits.congress_every_years);
    let due = last.checked_add(jiff::Span::new().try_years(years).ok()?).ok()?;
    let article = if facts.shape == Some(Shape::AttachedCell) { "24.3" } else { "22.1" };
    let (code, severity) =
        if due < today { ("congress_overdue", Severity::Warn) } else { ("congress_in_time", Severity::Fine) };
    let finding = CharterFinding::new(code, article, severity).with("last", written_date(last));
    Some(finding.with("due", written_date(due)).with("years", years))
}

/// 23: to admit and expel it needs its direct superior's authorisation, which a new superior gives anew.
fn authorisation(facts: &CharterFacts) -> Option<CharterFinding> {
    (facts.outcome == Some(Outcome::Transfer) && facts.authorised != Some(false))
        .then(|| CharterFinding::new("authorisation_renewed", "23", Severity::Answer))
}

/// 24: each cell below a committee has at least three full members.
fn cells_below(facts: &CharterFacts, limits: &CharterLimits) -> Option<CharterFinding> {
    let small = facts.cells_below.iter().filter(|full| **full < limits.full_members_least).count();
    (small > 0).then(|| {
        let finding = CharterFinding::new("cells_below_small", "24", Severity::Answer);
        finding.with("count", small).with("least", limits.full_members_least)
    })
}

/// 24: from nine full members a cell has a committee, under that a secretary.
fn leadership(facts: &CharterFacts, limits: &CharterLimits) -> Option<CharterFinding> {
    if !matches!(facts.shape?, Shape::Cell | Shape::AttachedCell) {
        return None;
    }
    let full = facts.full?;
    let from = limits.cell_committee_from;
    let finding = if full >= from {
        let has = facts.committee_size? > 1;
        let (code, severity) =
            if has { ("cell_committee", Severity::Fine) } else { ("cell_committee_missing", Severity::Warn) };
        CharterFinding::new(code, "24", severity)
    } else {
        let has = facts.has_secretary?;
        let (code, severity) =
            if has { ("secretary", Severity::Fine) } else { ("secretary_missing", Severity::Warn) };
        CharterFinding::new(code, "24", severity)
    };
    Some(finding.with("full", full).with("from", from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const LIMITS: CharterLimits = CharterLimits {
        full_members_least: 3,
        committee_from: 30,
        cell_committee_from: 9,
        congress_every_years: 5,
    };

    fn facts(shape: Shape, full: u32, probationary: u32) -> CharterFacts {
        CharterFacts {
            shape: Some(shape),
            full: Some(full),
            probationary: Some(probationary),
            ..CharterFacts::default()
        }
    }

    fn severity(facts: &CharterFacts, code: &str) -> Option<Severity> {
        let found = check(facts, &LIMITS, date(2023, 9, 14));
        let locale = crate::text::locale::Locale::new(crate::text::locale::Language::Vietnamese);
        for finding in &found {
            assert!(!locale.say(&finding.message()).contains('{'), "{}", finding.code);
            assert!(locale.find(&finding.message().key).is_some(), "{}", finding.code);
        }
        found.iter().find(|finding| finding.code == code).map(|finding| finding.severity)
    }

    /// Điều 21.2: at least three *full* members; probationary ones do not count.
    #[rstest]
    #[case(3, 0, "full_members_enough", Severity::Fine)]
    #[case(2, 1, "too_few_full_members", Severity::Answer)]
    #[case(0, 9, "too_few_full_members", Severity::Answer)]
    fn article_21_2(
        #[case] full: u32,
        #[case] probationary: u32,
        #[case] code: &str,
        #[case] expected: Severity,
    ) {
        assert_eq!(severity(&facts(Shape::Cell, full, probationary), code), Some(expected));
    }

    /// Điều 21.2: under three, members are introduced to a suitable organisation: then nothing is left to answer.
    #[test]
    fn article_21_2_dissolved() {
        let facts = CharterFacts { outcome: Some(Outcome::Dissolve), ..facts(Shape::Cell, 2, 1) };
        assert_eq!(severity(&facts, "too_few_introduced"), Some(Severity::Fine));
        assert_eq!(severity(&facts, "too_few_full_members"), None);
    }

    /// Điều 21.3, 21.4: thirty counts full and probationary members.
    #[rstest]
    #[case(Shape::Cell, 28, 1, "cell_fits", Severity::Fine)]
    #[case(Shape::Cell, 29, 2, "cell_large", Severity::Answer)]
    #[case(Shape::Committee, 28, 2, "committee_fits", Severity::Fine)]
    #[case::ha_tinh_2023_warned_not_blocked(Shape::Committee, 22, 0, "committee_small", Severity::Warn)]
    #[case(Shape::AttachedCell, 30, 0, "cell_fits", Severity::Fine)]
    #[case(Shape::AttachedCell, 30, 1, "attached_cell_large", Severity::Warn)]
    #[case(Shape::SectionCommittee, 40, 0, "section_committee", Severity::Warn)]
    fn articles_21_3_to_21_5(
        #[case] shape: Shape,
        #[case] full: u32,
        #[case] probationary: u32,
        #[case] code: &str,
        #[case] expected: Severity,
    ) {
        assert_eq!(severity(&facts(shape, full, probationary), code), Some(expected));
    }

    /// Điều 24: nine full members: a cell committee; fewer: a secretary. Cells below have three each.
    #[test]
    fn article_24() {
        let with = |full, size, secretary| CharterFacts {
            committee_size: Some(size),
            has_secretary: Some(secretary),
            ..facts(Shape::Cell, full, 0)
        };
        assert_eq!(severity(&with(9, 1, true), "cell_committee_missing"), Some(Severity::Warn));
        assert_eq!(severity(&with(9, 3, true), "cell_committee"), Some(Severity::Fine));
        assert_eq!(severity(&with(8, 0, true), "secretary"), Some(Severity::Fine));
        assert_eq!(severity(&with(8, 0, false), "secretary_missing"), Some(Severity::Warn));
        let committee = CharterFacts { cells_below: vec![12, 2, 20], ..facts(Shape::Committee, 34, 0) };
        assert_eq!(severity(&committee, "cells_below_small"), Some(Severity::Answer));
    }

    /// Điều 22.1, 24.3: a congress every five years, to the day.
    #[rstest]
    #[case(date(2018, 9, 14), "congress_in_time", Severity::Fine)]
    #[case(date(2018, 9, 13), "congress_overdue", Severity::Warn)]
    fn articles_22_1_and_24_3(#[case] last: Date, #[case] code: &str, #[case] expected: Severity) {
        let facts = CharterFacts { last_congress: Some(last), ..facts(Shape::Cell, 5, 0) };
        assert_eq!(severity(&facts, code), Some(expected));
    }

    /// Điều 13.5: merged within a term, or set up since the last congress: the committee is appointed.
    #[test]
    fn article_13_5() {
        let merged = CharterFacts { outcome: Some(Outcome::Merge), ..facts(Shape::Cell, 5, 0) };
        assert_eq!(severity(&merged, "committee_appointed"), Some(Severity::Answer));
        let old = CharterFacts {
            founded_on: Some(date(2001, 2, 3)),
            last_congress: Some(date(2020, 5, 1)),
            ..facts(Shape::Cell, 5, 0)
        };
        assert_eq!(severity(&old, "committee_appointed"), None);
        let new = CharterFacts { founded_on: Some(date(2021, 2, 3)), ..old };
        assert_eq!(severity(&new, "committee_appointed"), Some(Severity::Warn));
    }

    /// Điều 23: a new superior authorises anew.
    #[test]
    fn article_23() {
        let transfer = CharterFacts { outcome: Some(Outcome::Transfer), ..facts(Shape::Cell, 5, 0) };
        assert_eq!(severity(&transfer, "authorisation_renewed"), Some(Severity::Answer));
        let never = CharterFacts { authorised: Some(false), ..transfer.clone() };
        assert_eq!(severity(&never, "authorisation_renewed"), None);
        let stays = CharterFacts { outcome: Some(Outcome::Stay), ..transfer };
        assert_eq!(severity(&stays, "authorisation_renewed"), None);
    }

    #[test]
    fn what_is_unknown_is_said_and_not_judged() {
        let found = check(&CharterFacts::default(), &LIMITS, date(2023, 9, 14));
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["full_members_unknown"]);
    }
}
