//! An office of one case for the tests of the use cases: `Room::new().at("transfer")` reads as a state.
//!
//! Invariant: everything is done through the office's own doors.

use super::assessments::NewAssessment;
use super::clock::Clock;
use super::desk::{Office, Setup};
use super::dossiers::NewAnswer;
use super::handover::NewItem;
use super::opinions::NewOpinion;
use super::papers::NewPaper;
use crate::domain::case::Case;
use crate::domain::gate::State;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::domain::statement::{Dossier, Survey};
use crate::store::Key;
use jiff::civil::{Date, date};

/// A form of the few questions a gate asks for, and one the register is behind.
pub(crate) const FORM: &str = "\
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | register |
| | text | source | Nguồn số liệu | Source | yes | |
| | date | as_of | Tính đến ngày | As of | yes | |
| | text | surveyor | Người khảo sát | Surveyor | yes | |
| | text | subject_activity | Tình hình hoạt động | Activity | yes | |
| | text | subject_functions | Chức năng | Functions | yes | |
| | text | subject_role | Vai trò | Role | yes | |
| | text | subject_relations | Quan hệ công tác | Relations | yes | |
| | integer | workers | Tổng số lao động | Workers | | enterprise.workers_total |

| settings | | | |
| | form_id | form_title | version |
| | short | Phiếu ngắn | 1 |
";

const STAGES: [&str; 5] = ["survey", "assessment", "proposal", "transfer", "closed"];

/// An office in a temporary folder, with one cell of three full members and a case for it.
pub(crate) struct Room {
    pub(crate) office: Office,
    pub(crate) cell: Id<Cell>,
    pub(crate) case: Id<Case>,
    pub(crate) dossier: Option<Id<Dossier>>,
    folder: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::of_members(3)
    }

    pub(crate) fn of_members(members: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let answers =
            Setup { office_name: "Ban Tổ chức Tỉnh ủy".into(), officer: "Nguyễn Thị Lan".into() };
        let clock = Clock::on(date(2023, 9, 14));
        let mut office =
            Office::create(&folder.path().join("office.store"), &Key::None, &answers, clock).unwrap();
        let mut make = |table: &str, values: &[(&str, &str)]| office.create_record(table, values).unwrap();
        make("unit", &[("name", "Huyện Ninh Phước"), ("level", "district"), ("valid_to", "30/06/2025")]);
        make("committee", &[("name", "Đảng ủy khối"), ("kind", "dang_uy_khoi")]);
        make(
            "committee",
            &[("name", "Huyện ủy Ninh Phước"), ("kind", "huyen_uy"), ("unit", "Huyện Ninh Phước")],
        );
        make("enterprise", &[("name", "Công ty Quảng Phú"), ("district", "Huyện Ninh Phước")]);
        let cell = make(
            "cell",
            &[
                ("name", "Chi bộ Công ty Quảng Phú"),
                ("kind", "CBCS"),
                ("enterprise", "Công ty Quảng Phú"),
                ("superior", "Đảng ủy khối"),
                ("status", "active"),
            ],
        );
        for number in 1..=members {
            let name = format!("Đảng viên {number}");
            make(
                "member",
                &[
                    ("name", &name),
                    ("cell", &cell),
                    ("admitted_on", "02/09/2015"),
                    ("official_on", "02/09/2016"),
                    ("status", "active"),
                ],
            );
        }
        office.add_form(FORM).unwrap();
        let cell = Id::new(cell);
        let case = office.open_cases(std::slice::from_ref(&cell)).unwrap().remove(0);
        Self { office, cell, case, dossier: None, folder }
    }

    /// Carried to a stage, everything on the way supplied, in favour of a transfer.
    pub(crate) fn at(self, stage: &str) -> Self {
        let reached = STAGES.iter().position(|known| *known == stage).unwrap();
        let mut room = self;
        for stage in &STAGES[..reached] {
            room.supply(stage);
            room.office.advance(&room.case).unwrap();
        }
        room
    }

    /// Everything a stage asks, without leaving it.
    pub(crate) fn supplied(mut self, stage: &str) -> Self {
        self.supply(stage);
        self
    }

    fn supply(&mut self, stage: &str) {
        match stage {
            "survey" => {
                let survey = self.begin_survey();
                self.fill(&survey);
                self.office.finalize(&survey).unwrap();
                self.opinion("cell");
                self.opinion("owner");
            }
            "assessment" => {
                self.assess("transfer");
                self.opinion("giver");
                self.opinion("receiver");
                self.office.answer_charter(&self.case, "authorisation_renewed", "Ủy quyền lại").unwrap();
                self.as_person("Trần Văn Hòa", |office, case| office.approve(case)).unwrap();
            }
            "proposal" => {
                self.submit("2023-10-05");
                self.answer("agreed");
            }
            _ => {
                let case = self.case.clone();
                for (role, number) in
                    [("receiving_decision", "21-QĐ/HU"), ("minutes", "01-BB"), ("register", "01")]
                {
                    self.paper(role, number);
                }
                self.office.settle_members(&case).unwrap();
                self.office.freeze_handover(&case, "05/12/2023").unwrap();
                let items: Vec<String> =
                    self.office.codes().list("handover_item").iter().map(|code| code.code.clone()).collect();
                for item in items {
                    let done = NewItem { state: "done".into(), ..NewItem::default() };
                    self.office.set_handover_item(&case, &item, &done).unwrap();
                }
            }
        }
    }

    pub(crate) fn begin_survey(&mut self) -> Id<Survey> {
        self.office.new_survey(&self.case, Some("short")).unwrap()
    }

    pub(crate) fn fill(&mut self, survey: &Id<Survey>) {
        let answers = [
            ("source", "", "phiếu khảo sát"),
            ("as_of", "", "31/08/2023"),
            ("surveyor", "", "Lê Minh"),
            ("subject_activity", "", "Ổn định"),
            ("subject_functions", "", "Hạt nhân chính trị"),
            ("subject_role", "", "Lãnh đạo"),
            ("subject_relations", "", "Phối hợp tốt"),
        ];
        self.office.answer_many(survey, &answers).unwrap();
    }

    pub(crate) fn opinion(&mut self, party: &str) {
        let said = NewOpinion {
            party: party.into(),
            stance: "đồng ý".into(),
            said_on: "12/09/2023".into(),
            paper: "Nghị quyết số 12-NQ/CB, ngày 12/9/2023".into(),
            ..NewOpinion::default()
        };
        self.office.add_opinion(&self.case, &said).unwrap();
    }

    /// Weighs the outcome against staying (or transferring), and chooses it.
    pub(crate) fn assess(&mut self, outcome: &str) {
        let case = self.case.clone();
        let other = if outcome == "stay" { "transfer" } else { "stay" };
        for weighed in [outcome, other] {
            let receiver = if weighed == "transfer" { "Huyện ủy Ninh Phước" } else { "" };
            self.office.weigh(&case, weighed, receiver, "Gần địa bàn", "Phải làm quen").unwrap();
        }
        let made = NewAssessment {
            option: outcome.into(),
            receiver: "huyen uy ninh phuoc".into(),
            rationale: "Phù hợp địa bàn".into(),
            territory_reason: String::new(),
        };
        self.office.assess(&case, &made).unwrap();
    }

    /// A new dossier with the case and its proposal, submitted as of a day (ISO).
    pub(crate) fn submit(&mut self, as_of: &str) {
        self.not_before(date(2023, 10, 5));
        let dossier = self.office.new_dossier("Chuyển giao đợt 1", std::slice::from_ref(&self.case)).unwrap();
        let next = self.office.next_paper_number("TTR", "TTr/BTCTU").unwrap().number.value.max(127);
        let proposal = NewPaper {
            role: "proposal".into(),
            number: format!("{next}-TTr/BTCTU"),
            issued_on: "05/10/2023".into(),
            dossier: Some(dossier.clone()),
            ..NewPaper::default()
        };
        self.office.add_paper(&proposal).unwrap();
        self.office.submit_dossier(&dossier, as_of).unwrap();
        self.dossier = Some(dossier);
    }

    pub(crate) fn answer(&mut self, answer: &str) {
        self.not_before(date(2023, 11, 1));
        let said = NewAnswer {
            answer: answer.into(),
            number: "907-QĐ/TU".into(),
            issued_on: "01/11/2023".into(),
            effective_on: "01/12/2023".into(),
            signer: "Phạm Văn Hậu".into(),
            ..NewAnswer::default()
        };
        let dossier = self.dossier.clone().unwrap();
        self.office.answer_dossier(&dossier, &self.case, &said).unwrap();
    }

    pub(crate) fn paper(&mut self, role: &str, number: &str) {
        self.not_before(date(2023, 12, 5));
        let paper = NewPaper {
            role: role.into(),
            number: number.into(),
            issued_on: "05/12/2023".into(),
            signer: "Nguyễn Văn Bình".into(),
            case: Some(self.case.clone()),
            ..NewPaper::default()
        };
        self.office.add_paper(&paper).unwrap();
    }

    /// Does something as another person.
    pub(crate) fn as_person<T>(&mut self, person: &str, act: impl FnOnce(&mut Office, &Id<Case>) -> T) -> T {
        let before = self.office.person().name.clone();
        self.office.act_as(person).unwrap();
        let done = act(&mut self.office, &self.case);
        self.office.act_as(&before).unwrap();
        done
    }

    /// Papers and answers are of days that have come.
    fn not_before(&mut self, day: Date) {
        if self.office.today() < day {
            self.office.set_today(day);
        }
    }

    pub(crate) fn today(&mut self, day: Date) {
        self.office.set_today(day);
    }

    pub(crate) fn stage(&self) -> String {
        self.office.case_view(&self.case).unwrap().file.case.stage
    }

    /// Ids of what the gate of its stage is missing.
    pub(crate) fn missing(&self) -> Vec<String> {
        let gate = self.office.gate(&self.case).unwrap();
        let missing = gate.requirements.into_iter().filter(|requirement| requirement.state == State::Missing);
        missing.map(|requirement| requirement.id).collect()
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}
