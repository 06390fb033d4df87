//! A case on the bench: built step by step, judged by the built-in procedure, for the tests of the gate.

use super::{Circumstances, Gate, Requirement, State, deadlines, evaluate};
use crate::domain::calendar::HolidayTable;
use crate::domain::case::{
    Case, CaseEvent, CaseEventKind, DossierAnswer, MemberHandover, MemberOutcome, Moment, Outcome, SideState,
};
use crate::domain::case_file::{Affiliation, CaseFile, Difference, DifferenceSubject, HandoverItem};
use crate::domain::codes::Codes;
use crate::domain::deadline::Deadline;
use crate::domain::era::Eras;
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Enterprise, HoldState, Member, MemberCounts, MemberHold};
use crate::domain::paper_life::PaperLife;
use crate::domain::procedure::Procedure;
use crate::domain::reference::{Committee, Unit, Validity};
use crate::domain::statement::{
    Assessment, Dossier, DossierCase, DossierState, Opinion, Paper, Snapshot, Survey, SurveyState,
    WeighedOption,
};
use crate::text::dates::PartialDate;
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

    fn assess(self, change: impl FnOnce(&mut Assessment)) -> Self {
        self.with(|file| change(file.assessment.as_mut().unwrap()))
    }

    pub(crate) fn today(mut self, text: &str) -> Self {
        self.today = day(text);
        self
    }

    pub(crate) fn stage(self, code: &str) -> Self {
        self.with(|file| file.case.stage = code.into())
    }

    pub(crate) fn cancelled(self) -> Self {
        self.with(|file| file.case.side_state = Some(SideState::Cancelled))
    }

    pub(crate) fn event(self, kind: &str, on: &str) -> Self {
        self.with(|file| {
            file.events.push(CaseEvent {
                kind: CaseEventKind::parse(kind).unwrap(),
                from_stage: None,
                to_stage: None,
                happened_on: day(on),
                person: "officer".into(),
                reason: None,
            });
        })
    }

    /// The committee that gave the newest opinion; none when empty.
    pub(crate) fn of_committee(self, id: &str) -> Self {
        self.with(|file| {
            let newest = file.opinions.last_mut().unwrap();
            newest.committee = (!id.is_empty()).then(|| Id::new(id));
        })
    }

    pub(crate) fn kind(self, code: &str) -> Self {
        self.with(|file| file.cell.kind = Some(code.into()))
    }

    pub(crate) fn head_office(self, unit: Option<Unit>) -> Self {
        self.with(|file| file.head_office = unit)
    }

    pub(crate) fn unit_valid_to(self, to: Option<Date>) -> Self {
        self.with(|file| file.head_office.as_mut().unwrap().validity.to = to)
    }

    pub(crate) fn district_text(self, text: &str) -> Self {
        self.with(|file| file.enterprise.as_mut().unwrap().district_text = Some(text.into()))
    }

    pub(crate) fn giver(self, kind: Option<&str>) -> Self {
        self.with(|file| file.giver = kind.map(|kind| committee("giver", "Bên giao", kind, None)))
    }

    pub(crate) fn receiver(self, kind: Option<&str>) -> Self {
        self.with(|file| file.receiver = kind.map(|kind| committee("receiver", "Bên nhận", kind, None)))
    }

    pub(crate) fn territory(self, units: &[&str]) -> Self {
        self.with(|file| file.receiver_territory = units.iter().map(|unit| Id::new(*unit)).collect())
    }

    fn put_survey(self, state: SurveyState, on: &str) -> Self {
        self.with(|file| {
            file.surveys.insert(
                0,
                Survey {
                    id: Id::new(format!("survey-{}", file.surveys.len())),
                    case: file.case.id.clone(),
                    form: Id::new("form"),
                    state,
                    started_on: day(on),
                    finalized_on: (state == SurveyState::Final).then(|| day(on)),
                    revision: String::new(),
                    is_being_amended: false,
                },
            );
        })
    }

    pub(crate) fn draft_survey(self) -> Self {
        self.put_survey(SurveyState::Draft, "2023-09-14")
    }

    pub(crate) fn survey(self, on: &str) -> Self {
        let answers = [
            ("subject_activity", "Ổn định"),
            ("subject_functions", "Hạt nhân chính trị"),
            ("subject_role", "Lãnh đạo"),
            ("subject_relations", "Phối hợp tốt"),
            ("source", "phieu"),
            ("as_of", "2023-08-31"),
            ("surveyor", "Trần Văn B"),
        ];
        answers.iter().fold(self.put_survey(SurveyState::Final, on), |bench, (q, a)| bench.answer(q, a))
    }

    pub(crate) fn answer(self, question: &str, answer: &str) -> Self {
        self.with(|file| {
            file.answers.insert(question.into(), answer.into());
        })
    }

    fn put_member(self, admitted: &str, official: Option<&str>) -> Self {
        self.with(|file| {
            let number = file.members.len();
            file.members.push(Member {
                id: Id::new(format!("member-{number}")),
                name: format!("Đảng viên {number}"),
                gender: None,
                born_on: None,
                identity_number: None,
                card_number: None,
                admitted_on: PartialDate::parse_iso(admitted),
                official_on: official.and_then(PartialDate::parse_iso),
                cell: Some(file.cell.id.clone()),
                position: None,
                status: "active".into(),
                left_on: None,
                note: None,
            });
        })
    }

    pub(crate) fn members(self, full: usize, probationary: usize) -> Self {
        let bench = (0..full).fold(self, |bench, _| bench.put_member("2015", Some("2016-03")));
        (0..probationary).fold(bench, |bench, _| bench.put_member("2023-01-15", None))
    }

    pub(crate) fn admit(self, on: &str) -> Self {
        self.put_member(on, None)
    }

    pub(crate) fn status(self, member: usize, status: &str) -> Self {
        self.with(|file| file.members[member].status = status.into())
    }

    pub(crate) fn gone(self, member: usize, on: &str) -> Self {
        self.with(|file| {
            let mut left = file.members.remove(member);
            left.left_on = PartialDate::parse_iso(on);
            file.former_members.push(left);
        })
    }

    pub(crate) fn hold(self, member: usize, state: &str) -> Self {
        self.with(|file| {
            file.holds.push(MemberHold {
                id: Id::new("hold"),
                member: file.members[member].id.clone(),
                state: HoldState::parse(state).unwrap(),
                reason: "đơn khiếu nại".into(),
                since: None,
                until: None,
            });
        })
    }

    pub(crate) fn reported(self, total: i64, full: i64, probationary: i64) -> Self {
        let counts = MemberCounts { total, full, probationary, ..MemberCounts::default() };
        self.with(|file| file.cell.reported = Some(counts))
    }

    pub(crate) fn counts_as_of(self, on: &str) -> Self {
        self.with(|file| file.cell.counts_as_of = Some(day(on)))
    }

    fn put_difference(self, subject: &str, member: Option<usize>, amount: i64) -> Self {
        self.with(|file| {
            file.differences.push(Difference {
                subject: DifferenceSubject::parse(subject).unwrap(),
                member: member.map(|member| file.members[member].id.clone()),
                amount,
                explanation: "chuyển đến từ trước".into(),
            });
        })
    }

    pub(crate) fn difference(self, subject: &str, amount: i64) -> Self {
        self.put_difference(subject, None, amount)
    }

    pub(crate) fn explained_member(self, member: usize, subject: &str) -> Self {
        self.put_difference(subject, Some(member), 1)
    }

    fn put_opinion(self, party: &str, on: &str, paper: Option<Id<Paper>>) -> Self {
        self.with(|file| {
            file.opinions.push(Opinion {
                id: Id::new(format!("opinion-{party}")),
                case: file.case.id.clone(),
                committee: None,
                party: party.into(),
                stance: "agree".into(),
                said_by: None,
                said_on: day(on),
                paper,
                votes: None,
                reason: None,
            });
        })
    }

    pub(crate) fn spoken_opinion(self, party: &str) -> Self {
        self.put_opinion(party, "2023-09-02", None)
    }

    pub(crate) fn opinion(self, party: &str, on: &str) -> Self {
        let bench = self.paper("opinion", "12", on, "");
        let paper = bench.file.papers.last().map(|paper| paper.id.clone());
        bench.put_opinion(party, on, paper)
    }

    pub(crate) fn waive(self, requirement: &str) -> Self {
        self.with(|file| {
            file.waivers.insert(requirement.into(), ("Lê Văn C".into(), "doanh nghiệp tạm ngừng".into()));
        })
    }

    /// Weighed: the outcome given and to stay; the outcome given is chosen.
    pub(crate) fn assessed(self, outcome: &str) -> Self {
        let chosen = Outcome::parse(outcome).unwrap();
        let other = if chosen == Outcome::Stay { Outcome::Transfer } else { Outcome::Stay };
        let option = |outcome: Outcome| WeighedOption {
            id: Id::new(outcome.code()),
            outcome,
            receiver: None,
            advantages: Some("gần địa bàn".into()),
            limits: Some("phải làm quen".into()),
        };
        self.with(|file| {
            file.case.outcome = Some(chosen);
            file.assessment = Some(Assessment {
                id: Id::new("assessment"),
                case: file.case.id.clone(),
                chosen: Some(chosen),
                receiver: file.case.receiver.clone(),
                rationale: Some("phù hợp địa bàn".into()),
                territory_reason: None,
                author: "author".into(),
                approved_by: None,
                approved_on: None,
                survey: None,
                survey_revision: String::new(),
                options: vec![option(chosen), option(other)],
            });
        })
    }

    /// Built on the newest survey, at a revision of it.
    pub(crate) fn built_on_survey(self, revision: &str) -> Self {
        self.with(|file| {
            let survey = file.final_survey().map(|survey| survey.id.clone());
            if let Some(made) = &mut file.assessment {
                made.survey = survey;
                made.survey_revision = revision.into();
            }
        })
    }

    /// The newest survey was amended.
    pub(crate) fn amended(self, revision: &str) -> Self {
        self.with(|file| {
            if let Some(survey) = file.surveys.first_mut() {
                survey.revision = revision.into();
            }
        })
    }

    pub(crate) fn only_option(self, outcome: &str) -> Self {
        self.assess(|made| made.options.retain(|option| option.outcome.code() == outcome))
    }

    pub(crate) fn chosen(self, outcome: &str) -> Self {
        self.assess(|made| made.chosen = Outcome::parse(outcome))
    }

    pub(crate) fn limits(self, option: usize, text: &str) -> Self {
        self.assess(|made| made.options[option].limits = Some(text.into()))
    }

    pub(crate) fn rationale(self, text: &str) -> Self {
        self.assess(|made| made.rationale = Some(text.into()))
    }

    pub(crate) fn territory_reason(self, text: &str) -> Self {
        self.assess(|made| made.territory_reason = Some(text.into()))
    }

    pub(crate) fn approved_by(self, person: &str) -> Self {
        self.assess(|made| made.approved_by = Some(person.into()))
    }

    pub(crate) fn charter_answer(self, finding: &str) -> Self {
        self.with(|file| {
            file.charter_answers.insert(finding.into(), "đã báo cáo cấp trên".into());
        })
    }

    pub(crate) fn paper(self, role: &str, number: &str, on: &str, signer: &str) -> Self {
        self.with(|file| {
            file.papers.push(Paper {
                id: Id::new(format!("paper-{}", file.papers.len())),
                kind: "CV".into(),
                role: Some(role.into()),
                number: Some(number.to_owned()).filter(|number| !number.is_empty()),
                symbol: None,
                issued_on: Some(day(on)),
                issuer: None,
                signer: Some(signer.to_owned()).filter(|signer| !signer.is_empty()),
                title: None,
                case: Some(file.case.id.clone()),
                dossier: None,
                attachment: None,
                state: "issued".into(),
                template: None,
                draft: None,
                made_on: None,
                receiver: None,
                life: PaperLife::default(),
            });
        })
    }

    pub(crate) fn paper_state(self, state: &str) -> Self {
        self.with(|file| file.papers.last_mut().unwrap().state = state.into())
    }

    pub(crate) fn paper_of_dossier(self, dossier: &str) -> Self {
        self.with(|file| file.papers.last_mut().unwrap().dossier = Some(Id::new(dossier)))
    }

    pub(crate) fn paper_of_receiver(self, receiver: &str) -> Self {
        self.with(|file| file.papers.last_mut().unwrap().receiver = Some(Id::new(receiver)))
    }

    pub(crate) fn in_dossier(self) -> Self {
        self.with(|file| {
            let dossier = Dossier {
                id: Id::new("dossier"),
                code: "HT-0001".into(),
                title: "Chuyển giao đợt 1".into(),
                state: DossierState::Draft,
                as_of: None,
                created_on: day("2023-09-20"),
                submitted_on: None,
            };
            let entry = DossierCase {
                id: Id::new("entry"),
                dossier: dossier.id.clone(),
                case: file.case.id.clone(),
                answer: None,
                paper: None,
                answered_on: None,
                effective_on: None,
                note: None,
            };
            file.dossier = Some((dossier, entry));
        })
    }

    pub(crate) fn submitted(self, on: &str) -> Self {
        self.with(|file| {
            let (dossier, _) = file.dossier.as_mut().unwrap();
            dossier.state = DossierState::Submitted;
            dossier.as_of = Some(day(on));
            dossier.submitted_on = Some(day(on));
        })
    }

    pub(crate) fn answered(self, answer: &str) -> Self {
        let bench = self.paper("conclusion", "907", "2023-11-01", "");
        bench.with(|file| {
            let paper = file.papers.last().map(|paper| paper.id.clone());
            let (_, entry) = file.dossier.as_mut().unwrap();
            entry.answer = DossierAnswer::parse(answer);
            entry.paper = paper;
            entry.answered_on = Some(day("2023-11-01"));
            entry.effective_on = Some(day("2023-12-01"));
        })
    }

    pub(crate) fn no_effective_day(self) -> Self {
        self.with(|file| file.dossier.as_mut().unwrap().1.effective_on = None)
    }

    fn freeze(self, moment: &str, on: &str, without: Option<usize>) -> Self {
        self.with(|file| {
            let id: Id<Snapshot> = Id::new(format!("snapshot-{moment}"));
            let mut total = 0;
            for (number, member) in file.members.iter().enumerate() {
                if Some(number) != without {
                    file.snapshot_members.push((id.clone(), member.id.clone(), member.is_probationary()));
                    total += 1;
                }
            }
            file.snapshots.push(Snapshot {
                id,
                case: file.case.id.clone(),
                moment: Moment::parse(moment).unwrap(),
                dossier: None,
                as_of: day(on),
                counts: MemberCounts { total, ..MemberCounts::default() },
            });
        })
    }

    pub(crate) fn frozen(self, moment: &str, on: &str) -> Self {
        self.freeze(moment, on, None)
    }

    pub(crate) fn frozen_without(self, member: usize, moment: &str, on: &str) -> Self {
        self.freeze(moment, on, Some(member))
    }

    pub(crate) fn items(self, items: &[&str], state: &str) -> Self {
        self.with(|file| {
            for item in items {
                let settled = HandoverItem { state: state.into(), value: None, done_on: None, note: None };
                file.handover_items.insert((*item).into(), settled);
            }
        })
    }

    fn put_settled(self, member: usize, outcome: &str, reason: Option<&str>) -> Self {
        self.with(|file| {
            file.handover_members.push(MemberHandover {
                member: file.members[member].id.clone(),
                outcome: MemberOutcome::parse(outcome).unwrap(),
                file_complete: None,
                file_lacking: None,
                reason: reason.map(str::to_owned),
            });
        })
    }

    pub(crate) fn settle(self, member: usize, outcome: &str) -> Self {
        self.put_settled(member, outcome, None)
    }

    pub(crate) fn settle_why(self, member: usize, outcome: &str, reason: &str) -> Self {
        self.put_settled(member, outcome, Some(reason))
    }

    pub(crate) fn moved_on(self, on: &str) -> Self {
        self.with(|file| {
            file.cell.superior = file.case.receiver.clone();
            let span = |committee: &str, from: Option<Date>, to: Option<Date>| Affiliation {
                committee: Id::new(committee),
                from,
                to,
            };
            let last = day(on).yesterday().unwrap();
            file.affiliations = vec![span("giver", None, Some(last)), span("receiver", Some(day(on)), None)];
        })
    }
}

fn procedure() -> Procedure {
    Procedure::built_in(&Codes::built_in()).unwrap().1
}
