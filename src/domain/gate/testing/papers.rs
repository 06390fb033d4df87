//! Papers, opinions, the dossier with its answer, and what is handed over.

use super::{Bench, day};
use crate::domain::case::DossierAnswer;
use crate::domain::case_file::HandoverItem;
use crate::domain::ids::Id;
use crate::domain::paper_life::PaperLife;
use crate::domain::statement::{Dossier, DossierCase, DossierState, Opinion, Paper};

impl Bench {
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

    /// The committee that gave the newest opinion; none when empty.
    pub(crate) fn of_committee(self, id: &str) -> Self {
        self.with(|file| {
            let newest = file.opinions.last_mut().unwrap();
            newest.committee = (!id.is_empty()).then(|| Id::new(id));
        })
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

    pub(crate) fn items(self, items: &[&str], state: &str) -> Self {
        self.with(|file| {
            for item in items {
                let settled = HandoverItem { state: state.into(), value: None, done_on: None, note: None };
                file.handover_items.insert((*item).into(), settled);
            }
        })
    }
}
