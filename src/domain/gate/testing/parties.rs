//! Where a case stands, and the organisations it is about.

use super::{Bench, committee, day};
use crate::domain::case::{CaseEvent, CaseEventKind, SideState};
use crate::domain::case_file::Affiliation;
use crate::domain::ids::Id;
use crate::domain::reference::Unit;
use jiff::civil::Date;

impl Bench {
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

    pub(crate) fn waive(self, requirement: &str) -> Self {
        self.with(|file| {
            file.waivers.insert(requirement.into(), ("Lê Văn C".into(), "doanh nghiệp tạm ngừng".into()));
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
