//! The papers on record that the program's papers word: made before, or recorded by a person.
//!
//! Invariant: one read of a dossier for all its papers, one for all papers of its cases.

use super::make::Order;
use super::sheet::{Subject, may_go_on};
use crate::domain::ids::Id;
use crate::domain::paper_life::{DRAFT, ISSUED, VOID};
use crate::domain::reference::Committee;
use crate::domain::statement::{Dossier, Paper};
use crate::office::desk::Office;
use crate::office::dossiers::DossierView;
use crate::office::error::Result;
use crate::papers::catalogue::PaperDefinition;
use std::collections::HashMap;

impl Office {
    /// The paper on record that one of these would word; none where it was neither recorded nor made.
    pub fn paper_on_record(&self, definition: &PaperDefinition, subject: &Subject) -> Result<Option<Paper>> {
        let order = Order { definition: definition.clone(), subject: subject.clone() };
        Ok(self.papers_as_recorded(std::slice::from_ref(&order))?.pop().flatten())
    }

    /// The draft made beside a paper that is issued, to take its place.
    pub(super) fn draft_on_record(
        &self,
        definition: &PaperDefinition,
        subject: &Subject,
    ) -> Result<Option<Paper>> {
        let papers = match subject {
            Subject::Dossier(dossier) | Subject::Receiver(dossier, _) => self.papers_of_dossier(dossier)?,
            Subject::Case(case) => self.papers_of_case(case)?,
        };
        let receiver = match subject {
            Subject::Receiver(_, receiver) => Some(receiver),
            _ => None,
        };
        let drafts = papers.into_iter().rev().filter(|paper| paper.state == DRAFT);
        let mut made = drafts.filter(|paper| {
            paper.template.as_deref() == Some(definition.code.as_str()) && paper.receiver.as_ref() == receiver
        });
        Ok(made.next())
    }

    /// What each paper is for: its receiver by name, its case by code; nothing of one for a whole dossier.
    pub fn names_of_orders(&self, orders: &[Order]) -> Result<Vec<String>> {
        let (mut receivers, mut cases) = (Vec::new(), Vec::new());
        for order in orders {
            match &order.subject {
                Subject::Dossier(_) => {}
                Subject::Receiver(_, receiver) => receivers.push(receiver.as_str()),
                Subject::Case(case) => cases.push(case.as_str()),
            }
        }
        let reader = self.reader();
        let receivers = reader.called_by_id("committee", &receivers)?;
        let cases = reader.called_by_id("case", &cases)?;
        let receivers = receivers.into_iter().map(|row| (row.id, row.name));
        let cases = cases.into_iter().map(|row| (row.id, row.code.unwrap_or(row.name)));
        let names: HashMap<String, String> = receivers.chain(cases).collect();
        let name = |order: &Order| match &order.subject {
            Subject::Dossier(_) => None,
            Subject::Receiver(_, receiver) => names.get(receiver.as_str()),
            Subject::Case(case) => names.get(case.as_str()),
        };
        Ok(orders.iter().map(|order| name(order).cloned().unwrap_or_default()).collect())
    }

    /// The papers on record of several orders, each in its order's place.
    pub fn papers_as_recorded(&self, orders: &[Order]) -> Result<Vec<Option<Paper>>> {
        let mut views: Vec<DossierView> = Vec::new();
        let mut cases: Vec<&str> = Vec::new();
        for order in orders {
            match &order.subject {
                Subject::Case(case) => cases.push(case.as_str()),
                Subject::Dossier(dossier) | Subject::Receiver(dossier, _) => {
                    if views.iter().all(|view| view.dossier.id != *dossier) {
                        views.push(self.dossier_view(dossier)?);
                    }
                }
            }
        }
        let of_cases = match cases.is_empty() {
            true => Vec::new(),
            false => self.reader().papers_of_cases(&cases)?,
        };
        let found = orders.iter().map(|order| {
            let view = |dossier: &Id<Dossier>| views.iter().find(|view| view.dossier.id == *dossier);
            let papers: Vec<&Paper> = match &order.subject {
                Subject::Case(case) => {
                    of_cases.iter().filter(|paper| paper.case.as_ref() == Some(case)).collect()
                }
                Subject::Dossier(dossier) => {
                    view(dossier).map_or_else(Vec::new, |view| view.papers.iter().collect())
                }
                Subject::Receiver(dossier, receiver) => {
                    view(dossier).map_or_else(Vec::new, |view| of_receiver(view, receiver))
                }
            };
            worded_by(order, &papers).cloned()
        });
        Ok(found.collect())
    }
}

/// Made by it before, else one of its role that a person recorded or a number was set aside for. One that is
/// issued comes before a draft: the draft became it.
fn worded_by<'a>(order: &Order, papers: &[&'a Paper]) -> Option<&'a Paper> {
    let Order { definition, subject } = order;
    let receiver = match subject {
        Subject::Receiver(_, receiver) => Some(receiver),
        _ => None,
    };
    let made = |paper: &&&Paper| {
        paper.template.as_deref() == Some(definition.code.as_str()) && paper.receiver.as_ref() == receiver
    };
    let recorded = |paper: &&&Paper| {
        paper.template.is_none()
            && definition.role.is_some()
            && paper.role == definition.role
            && (paper.receiver.is_none() || paper.receiver.as_ref() == receiver)
    };
    let standing = || papers.iter().rev().filter(|paper| paper.state != VOID && !paper.life.incoming);
    let issued = || standing().filter(|paper| paper.state == ISSUED);
    let own = |paper: &&&Paper| recorded(paper) && paper.receiver.as_ref() == receiver;
    let found = issued().find(made).or_else(|| issued().find(own));
    found.or_else(|| standing().find(made)).or_else(|| standing().find(recorded)).copied()
}

/// The papers of a dossier and of the cases one committee receives by it.
fn of_receiver<'a>(view: &'a DossierView, receiver: &Id<Committee>) -> Vec<&'a Paper> {
    let agreed = view.cases.iter().filter(|(entry, _)| may_go_on(entry));
    let of = agreed.filter(|(_, file)| file.receiver.as_ref().is_some_and(|known| known.id == *receiver));
    let mut papers: Vec<&Paper> =
        of.flat_map(|(_, file)| file.papers.iter().filter(|paper| paper.case.is_some())).collect();
    papers.extend(&view.papers);
    papers
}
