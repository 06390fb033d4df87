//! The procedure: stages in order, what each asks before it closes, deadlines, and the way of each outcome.
//!
//! Invariant: nothing of a procedure stands in code but the names of the checks. A faulty file is refused
//! whole, with every fault by file, line and cause.

use super::case::Outcome;
use super::charter::CharterLimits;
use super::check::Check;
use super::codes::Codes;
use super::data_file::{DataFile, Section, only_once};
use super::deadline::{DayUnit, DeadlineRule, Event};
use super::fault::Fault;
use crate::text::locale::Language;
use crate::text::message::Message;
use toml::de::DeTable;

const BUILT_IN: &str = include_str!("../../assets/procedures/khao-sat-chuyen-giao.toml");
const BUILT_IN_NAME: &str = "khao-sat-chuyen-giao.toml";

/// Screen tabs a requirement may point to, and who may supply what it lacks.
const TABS: [&str; 10] = [
    "enterprise",
    "organisation",
    "members",
    "survey",
    "opinions",
    "assessment",
    "proposal",
    "transfer",
    "papers",
    "journal",
];
const SUPPLIERS: [&str; 9] = [
    "surveyor",
    "officer",
    "approver",
    "cell",
    "owner",
    "giver",
    "receiver",
    "standing_committee",
    "both_sides",
];

/// A way from opening a case to closing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Its code.
    pub code: String,
    /// Its version; a case keeps the one it started with.
    pub version: String,
    /// Its name.
    pub title: Wording,
    /// Where it comes from.
    pub source: String,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// The stages each outcome passes.
    pub ways: Vec<Way>,
    /// The figures of the Charter checks.
    pub charter: CharterLimits,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// Tiếng Việt.
    pub vietnamese: String,
    /// English.
    pub english: String,
}

impl Wording {
    /// In a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vietnamese,
            Language::English => &self.english,
        }
    }
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its id, which cases keep.
    pub id: String,
    /// Its name.
    pub name: Wording,
    /// What it asks before it closes.
    pub requirements: Vec<Requirement>,
    /// Deadlines that run in it.
    pub deadlines: Vec<DeadlineRule>,
}

/// One thing a stage asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id, which waivers keep.
    pub id: String,
    /// What it asks, in a few words.
    pub name: Wording,
    /// How it is checked.
    pub check: Check,
    /// The article or paper it rests on.
    pub source: String,
    /// Who can supply what is missing; its wording is `supplier.<code>`.
    pub who: String,
    /// The tab of the case's screen where it is supplied.
    pub tab: String,
    /// The outcomes it is asked for; every one when empty.
    pub outcomes: Vec<Outcome>,
    /// Whether it may be waived, with a reason.
    pub may_be_waived: bool,
}

impl Requirement {
    /// Whether it is asked. While no outcome is chosen, what a transfer asks is asked.
    pub fn applies(&self, outcome: Option<Outcome>) -> bool {
        self.outcomes.is_empty() || self.outcomes.contains(&outcome.unwrap_or(Outcome::Transfer))
    }
}

/// The stages one outcome passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The outcome.
    pub outcome: Outcome,
    /// Codes of its stages, in order.
    pub stages: Vec<String>,
}

impl Procedure {
    /// The procedure compiled in, with its text for the office's store. Tests hold it faultless.
    pub fn built_in(codes: &Codes) -> Result<(&'static str, Self), Vec<Fault>> {
        Ok((BUILT_IN, Self::read(BUILT_IN, BUILT_IN_NAME, codes)?))
    }

    /// Reads a procedure from TOML text; `name` is the file's, for faults. What its checks look for must stand
    /// in the code lists.
    pub fn read(source: &str, name: &str, codes: &Codes) -> Result<Self, Vec<Fault>> {
        let root = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
        let mut file = DataFile::new(name, source);
        let procedure = read(&Section::root("file", &root), codes, &mut file);
        file.finish(procedure)
    }

    /// A stage by code.
    pub fn stage(&self, code: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == code)
    }

    /// The stage a case begins in.
    pub fn first(&self) -> Option<&Stage> {
        self.stages.first()
    }

    /// Whether a stage is the last of all: a case in it is closed.
    pub fn is_last(&self, code: &str) -> bool {
        self.stages.last().is_some_and(|stage| stage.id == code)
    }

    /// The stages a case passes with an outcome; all while none is chosen.
    pub fn stages_for(&self, outcome: Option<Outcome>) -> Vec<&Stage> {
        let way = self.ways.iter().find(|way| Some(way.outcome) == outcome);
        let passes = |stage: &&Stage| way.is_none_or(|way| way.stages.contains(&stage.id));
        self.stages.iter().filter(passes).collect()
    }

    /// The stage after one, on the way of an outcome.
    pub fn next(&self, code: &str, outcome: Option<Outcome>) -> Option<&Stage> {
        let at = self.stages.iter().position(|stage| stage.id == code)?;
        let on_way = self.stages_for(outcome);
        self.stages.iter().skip(at + 1).find(|stage| on_way.contains(stage))
    }

    /// Stages before one: those a case can be returned to.
    pub fn before(&self, code: &str) -> &[Stage] {
        let at = self.stages.iter().position(|stage| stage.id == code).unwrap_or(0);
        &self.stages[..at]
    }

    /// A requirement by id, with its stage.
    pub fn requirement(&self, id: &str) -> Option<(&Stage, &Requirement)> {
        let found = |stage| requirement_of(stage, id).map(|requirement| (stage, requirement));
        self.stages.iter().find_map(found)
    }
}

fn requirement_of<'a>(stage: &'a Stage, id: &str) -> Option<&'a Requirement> {
    stage.requirements.iter().find(|requirement| requirement.id == id)
}

fn read(root: &Section<'_>, codes: &Codes, file: &mut DataFile<'_>) -> Procedure {
    root.only(&["procedure", "charter", "stage", "way"], file);
    let (mut code, mut version, mut title, mut source) = Default::default();
    if let Some(head) = root.section("procedure", "procedure", file) {
        head.only(&["code", "version", "vi", "en", "source"], file);
        code = head.text("code", file);
        version = head.text("version", file);
        title = wording(&head, file);
        source = head.text("source", file);
    }
    let charter = root.section("charter", "charter", file);
    let charter = charter.map(|section| CharterLimits::read(&section, file)).unwrap_or_default();
    let sections = root.sections("stage", "stage", file);
    let mut ids = Vec::new();
    let stages: Vec<Stage> = sections.iter().map(|section| stage(section, codes, &mut ids, file)).collect();
    if stages.is_empty() {
        file.fault(
            root.span(),
            Message::new("data_file.missing_field").with("what", "file").with("field", "stage"),
        );
    }
    let places = stages.iter().zip(&sections).map(|(stage, at)| (stage.id.as_str(), at.place("id")));
    only_once("stage", places, file);
    only_once("id", ids.iter().map(|(id, span)| (id.as_str(), span.clone())), file);
    let ways =
        root.sections("way", "way", file).iter().filter_map(|section| way(section, &stages, file)).collect();
    Procedure { code, version, title, source, stages, ways, charter }
}

fn wording(section: &Section<'_>, file: &mut DataFile<'_>) -> Wording {
    Wording { vietnamese: section.text("vi", file), english: section.text("en", file) }
}

type Places = Vec<(String, std::ops::Range<usize>)>;

fn stage(section: &Section<'_>, codes: &Codes, ids: &mut Places, file: &mut DataFile<'_>) -> Stage {
    section.only(&["id", "vi", "en", "requirement", "deadline"], file);
    let (id, name) = (section.text("id", file), wording(section, file));
    let mut requirements = Vec::new();
    for inner in section.sections("requirement", "requirement", file) {
        let read = requirement(&inner, codes, ids, file);
        requirements.extend(read);
    }
    let sections = section.sections("deadline", "deadline", file);
    let deadlines = sections.iter().filter_map(|inner| deadline(inner, ids, file)).collect();
    Stage { id, name, requirements, deadlines }
}

fn requirement(
    section: &Section<'_>,
    codes: &Codes,
    ids: &mut Places,
    file: &mut DataFile<'_>,
) -> Option<Requirement> {
    const COMMON: [&str; 9] =
        ["id", "vi", "en", "check", "source", "who", "tab", "outcomes", "may_be_waived"];
    let id = section.text("id", file);
    ids.push((id.clone(), section.place("id")));
    let name = wording(section, file);
    let source = section.text("source", file);
    let who = one_of("who", &SUPPLIERS, section, file);
    let tab = one_of("tab", &TABS, section, file);
    let outcomes = outcomes(section, file);
    let may_be_waived = section.flag("may_be_waived", false, file);
    let check = Check::read(section, file)?;
    let own = Check::NAMES.iter().find(|(name, _)| *name == check.name()).map_or(&[][..], |(_, own)| *own);
    section.only(&[&COMMON[..], own].concat(), file);
    known_codes(&check, codes, section, file);
    Some(Requirement { id, name, check, source, who, tab, outcomes, may_be_waived })
}

fn one_of(field: &str, known: &[&str], section: &Section<'_>, file: &mut DataFile<'_>) -> String {
    let read = |text: &str| known.contains(&text).then(|| text.to_owned());
    section.named(field, known, read, file).unwrap_or_default()
}

fn outcomes(section: &Section<'_>, file: &mut DataFile<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (text, span) in section.texts("outcomes", file) {
        match Outcome::parse(&text) {
            Some(outcome) => outcomes.push(outcome),
            None => file.unknown(&span, "outcomes", &text, Outcome::ALL.map(Outcome::code)),
        }
    }
    outcomes
}

/// Codes a check looks for must stand in their list, or it could never be met.
fn known_codes(check: &Check, codes: &Codes, section: &Section<'_>, file: &mut DataFile<'_>) {
    let (field, list, wanted) = check.codes();
    if wanted.is_empty() {
        return;
    }
    for (text, span) in section.texts(field, file) {
        if codes.find(list, &text).is_none() {
            file.unknown(&span, field, &text, codes.list(list).iter().map(|code| code.code.as_str()));
        }
    }
}

fn deadline(section: &Section<'_>, ids: &mut Places, file: &mut DataFile<'_>) -> Option<DeadlineRule> {
    section.only(&["id", "vi", "en", "days", "unit", "from", "until", "binding", "source"], file);
    let id = section.text("id", file);
    ids.push((id.clone(), section.place("id")));
    let Wording { vietnamese, english } = wording(section, file);
    let days = section.number("days", file);
    let unit = section.named("unit", &DayUnit::ALL.map(DayUnit::code), DayUnit::parse, file);
    let events = Event::ALL.map(Event::code);
    let from = section.named("from", &events, Event::parse, file);
    let until = section.named("until", &events, Event::parse, file);
    let binding = section.flag("binding", true, file);
    let source = section.text("source", file);
    let (unit, from, until) = (unit?, from?, until?);
    Some(DeadlineRule { id, vietnamese, english, days, unit, from, until, binding, source })
}

fn way(section: &Section<'_>, stages: &[Stage], file: &mut DataFile<'_>) -> Option<Way> {
    section.only(&["outcome", "stages"], file);
    let outcome = section.named("outcome", &Outcome::ALL.map(Outcome::code), Outcome::parse, file);
    let mut passed = Vec::new();
    for (text, span) in section.texts("stages", file) {
        if stages.iter().any(|stage| stage.id == text) {
            passed.push(text);
        } else {
            file.unknown(&span, "stages", &text, stages.iter().map(|stage| stage.id.as_str()));
        }
    }
    Some(Way { outcome: outcome?, stages: passed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn built_in() -> Procedure {
        Procedure::built_in(&Codes::built_in()).unwrap().1
    }

    #[test]
    fn the_built_in_procedure_has_no_fault() {
        assert_eq!(
            Procedure::read(BUILT_IN, BUILT_IN_NAME, &Codes::built_in()).err().unwrap_or_default(),
            Vec::new()
        );
        let stages: Vec<_> = built_in().stages.iter().map(|stage| stage.id.clone()).collect();
        assert_eq!(stages, ["survey", "assessment", "proposal", "transfer", "closed"]);
    }

    #[test]
    fn every_supplier_has_a_name() {
        let locale = crate::text::locale::Locale::new(Language::Vietnamese);
        for who in SUPPLIERS {
            assert!(locale.find(&format!("supplier.{who}")).is_some(), "{who}");
        }
    }

    /// Every clause of design.md 4 has its check.
    #[test]
    fn every_built_in_check_is_asked_for_somewhere() {
        let procedure = built_in();
        for (name, _) in Check::NAMES {
            let asked = procedure.stages.iter().flat_map(|stage| &stage.requirements);
            assert!(asked.clone().any(|requirement| requirement.check.name() == name), "{name}");
        }
    }

    #[rstest]
    #[case(Some(Outcome::Transfer), "proposal", Some("transfer"))]
    #[case(Some(Outcome::Dissolve), "proposal", Some("transfer"))]
    #[case(Some(Outcome::Stay), "proposal", Some("closed"))]
    #[case(Some(Outcome::Postpone), "proposal", Some("closed"))]
    #[case(None, "survey", Some("assessment"))]
    #[case(Some(Outcome::Transfer), "closed", None)]
    fn an_outcome_has_its_way(
        #[case] outcome: Option<Outcome>,
        #[case] stage: &str,
        #[case] next: Option<&str>,
    ) {
        assert_eq!(built_in().next(stage, outcome).map(|stage| stage.id.as_str()), next);
    }

    #[test]
    fn what_stays_is_asked_for_no_transfer_paper() {
        let procedure = built_in();
        let (_, papers) = procedure.requirement("transfer_papers").unwrap();
        assert!(papers.applies(Some(Outcome::Transfer)) && papers.applies(None));
        assert!(!papers.applies(Some(Outcome::Stay)) && !papers.applies(Some(Outcome::Dissolve)));
    }

    fn line_of(source: &str, needle: &str) -> usize {
        source[..source.find(needle).unwrap()].matches('\n').count() + 1
    }

    /// One slip of the pen each: file, line and cause are named, with the nearest right name.
    #[rstest]
    #[case("check = \"list_agrees\"", "check = \"list_agree\"", "unknown_name", "list_agrees")]
    #[case(
        "from = \"decision_effective\"",
        "from = \"decision_efective\"",
        "unknown_name",
        "decision_effective"
    )]
    #[case("unit = \"working\"", "unit = \"workin\"", "unknown_name", "working")]
    #[case("tab = \"opinions\"", "tab = \"opinion\"", "unknown_name", "opinions")]
    #[case("\"cell\", \"owner\"", "\"cell\", \"ownr\"", "unknown_name", "owner")]
    #[case("id = \"list_agrees\"", "id = \"survey_final\"", "twice", "")]
    #[case("id = \"assessment\"", "id = \"survey\"", "twice", "")]
    #[case("max_age_days = ", "max_age_day = ", "unknown_name", "max_age_days")]
    #[case("may_be_waived = true", "may_be_waived = \"true\"", "not_flag", "")]
    #[case("moment = \"proposal\"", "moment = \"propsal\"", "unknown_name", "proposal")]
    fn a_fault_names_its_line_and_the_nearest_right_name(
        #[case] right: &str,
        #[case] wrong: &str,
        #[case] key: &str,
        #[case] near: &str,
    ) {
        let source = BUILT_IN.replacen(right, wrong, 1);
        assert_ne!(source, BUILT_IN);
        let line = line_of(&source, wrong);
        let faults = Procedure::read(&source, "mine.toml", &Codes::built_in()).unwrap_err();
        let fault = faults.iter().find(|fault| fault.cause.key == format!("data_file.{key}")).unwrap();
        assert_eq!(
            (
                fault.file.as_str(),
                fault
                    .cause
                    .values
                    .iter()
                    .find(|(name, _)| name == "near")
                    .map_or("", |(_, near)| near.text().unwrap_or_default())
            ),
            ("mine.toml", near)
        );
        // An id or code given twice is told where it stands the second time.
        assert!(key == "twice" || fault.line == line, "line {} instead of {line}", fault.line);
    }

    #[test]
    fn a_missing_field_and_bad_toml_are_told() {
        let source = BUILT_IN.replacen("version = ", "# version = ", 1);
        let faults = Procedure::read(&source, "mine.toml", &Codes::built_in()).unwrap_err();
        assert_eq!(faults[0].cause.key, "data_file.missing_field");
        let faults = Procedure::read("[procedure]\ncode = \n", "mine.toml", &Codes::built_in()).unwrap_err();
        assert_eq!((faults[0].cause.key.as_ref(), faults[0].line), ("data_file.bad_toml", 2));
    }

    #[test]
    fn a_stage_of_a_way_must_exist() {
        let source = BUILT_IN.replacen("\"closed\"]", "\"closedd\"]", 1);
        let faults = Procedure::read(&source, "mine.toml", &Codes::built_in()).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault
                .cause
                .values
                .iter()
                .any(|(_, word)| word.text() == Some("closed")))
        );
    }
}
