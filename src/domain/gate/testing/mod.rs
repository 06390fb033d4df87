//! A case on the bench: built step by step, judged by the built-in procedure, for the tests of the gate.
//!
//! - [`parties`]: where the case stands, and the organisations it is about
//! - [`surveys`]: what was surveyed, and what was weighed on it
//! - [`members`]: members, their counts, and their handover
//! - [`papers`]: papers, opinions, the dossier and its answer

mod members;
mod papers;
mod parties;
mod surveys;

use super::{Circumstances, Gate, Requirement, State, deadlines, evaluate};
use crate::domain::calendar::HolidayTable;
use crate::domain::case::Case;
use crate::domain::case_file::CaseFile;
use crate::domain::codes::Codes;
use crate::domain::deadline::Deadline;
use crate::domain::era::Eras;
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Enterprise};
use crate::domain::procedure::Procedure;
use crate::domain::reference::{Committee, Unit, Validity};
use crate::text::locale::{Language, Locale};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A case of 14/9/2023 in its first stage: cell and enterprise known, giver and receiver district committees.
pub(crate) struct Bench {
    file: CaseFile,
    today: Date,
}

/// The state of one requirement, and what it lacks first: `id missing gate.lack.x`.
pub(crate) fn check(bench: &Bench, id: &str, expected: &str) {
    let requirement = bench.requirement(id);
    let lack = requirement.lacking.first().map(|lack| format!(" {}", lack.key)).unwrap_or_default();
    assert_eq!(format!("{id} {}{lack}", requirement.state.code()), expected);
    assert_eq!(requirement.state == State::Missing, !requirement.lacking.is_empty());
    for language in [Language::Vietnamese, Language::English] {
        let locale = Locale::new(language);
        let sentences =
            requirement.lacking.iter().chain([&requirement.what, &requirement.why, &requirement.who]);
        for said in sentences.map(|message| locale.say(message)) {
            assert!(
                said.chars().count() > 4
                    && !said.starts_with("gate.")
                    && !said.contains(['{', '@'])
                    && !said.contains("code."),
                "{said}"
            );
        }
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn committee(id: &str, name: &str, kind: &str, unit: Option<&str>) -> Committee {
    Committee {
        id: Id::new(id),
        name: name.to_owned(),
        kind: kind.to_owned(),
        level: None,
        parent: None,
        unit: unit.map(Id::new),
        validity: Validity::default(),
        spellings: Vec::new(),
    }
}

impl Bench {
    pub(crate) fn new() -> Self {
        let unit = Unit {
            id: Id::new("ninh-phuoc"),
            name: "huyện Ninh Phước".into(),
            level: "district".into(),
            parent: None,
            validity: Validity { from: None, to: Some(day("2025-06-30")) },
            spellings: Vec::new(),
        };
        let cell = Cell {
            id: Id::new("cell"),
            code: None,
            name: "Chi bộ Công ty CP Dệt may Quảng Phú".into(),
            kind: Some("CBCS".into()),
            enterprise: Some(Id::new("enterprise")),
            superior: Some(Id::new("giver")),
            superior_text: None,
            founded_on: None,
            secretary: None,
            reported: None,
            counts_as_of: None,
            status: "active".into(),
            note: None,
        };
        let enterprise = Enterprise {
            id: Id::new("enterprise"),
            name: "Công ty CP Dệt may Quảng Phú".into(),
            tax_code: None,
            legal_form: None,
            commune: None,
            district: Some(unit.id.clone()),
            commune_text: None,
            district_text: None,
            workers_total: None,
        };
        let case = Case {
            id: Id::new("case"),
            code: "HS-0001".into(),
            cell: cell.id.clone(),
            procedure: Id::new("procedure"),
            stage: "survey".into(),
            stage_since: day("2023-09-14"),
            side_state: None,
            outcome: None,
            giver: Some(Id::new("giver")),
            receiver: Some(Id::new("receiver")),
            officer: None,
            opened_on: day("2023-09-14"),
            closed_on: None,
        };
        let file = CaseFile {
            case,
            events: Vec::new(),
            cell,
            enterprise: Some(enterprise),
            receiver_territory: vec![unit.id.clone()],
            head_office: Some(unit),
            head_office_above: Vec::new(),
            members: Vec::new(),
            former_members: Vec::new(),
            holds: Vec::new(),
            giver: Some(committee("giver", "Đảng ủy khối Cơ quan - Doanh nghiệp tỉnh", "dang_uy_khoi", None)),
            receiver: Some(committee("receiver", "Huyện ủy Ninh Phước", "huyen_uy", Some("ninh-phuoc"))),
            surveys: Vec::new(),
            answers: BTreeMap::new(),
            opinions: Vec::new(),
            former_speakers: vec![committee("other", "Huyện ủy Ninh Sơn", "huyen_uy", None)],
            assessment: None,
            charter_answers: BTreeMap::new(),
            papers: Vec::new(),
            dossier: None,
            snapshots: Vec::new(),
            snapshot_members: Vec::new(),
            differences: Vec::new(),
            handover_items: BTreeMap::new(),
            handover_members: Vec::new(),
            affiliations: Vec::new(),
            waivers: BTreeMap::new(),
        };
        Self { file, today: day("2023-09-14") }
    }

    pub(crate) fn gate(&self) -> Gate {
        let (eras, codes) = (Eras::built_in(), Codes::built_in());
        let now = Circumstances { today: self.today, eras: &eras, codes: &codes };
        evaluate(&procedure(), &self.file, &now)
    }

    pub(crate) fn requirement(&self, id: &str) -> Requirement {
        self.gate().requirements.into_iter().find(|requirement| requirement.id == id).unwrap()
    }

    pub(crate) fn deadlines(&self) -> Vec<Deadline> {
        deadlines(&procedure(), &self.file, &HolidayTable::vietnam())
    }

    fn with(mut self, change: impl FnOnce(&mut CaseFile)) -> Self {
        change(&mut self.file);
        self
    }

    pub(crate) fn today(mut self, text: &str) -> Self {
        self.today = day(text);
        self
    }
}

fn procedure() -> Procedure {
    Procedure::built_in(&Codes::built_in()).unwrap().1
}
