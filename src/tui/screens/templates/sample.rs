//! The case or dossier a wording is tried on: real records, nothing written.
//!
//! Invariant: only papers the template is for; the one somebody chose stays chosen.

use crate::office::error::Result;
use crate::office::making::Order;
use crate::papers::catalogue::{About, PaperDefinition};
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;

/// Papers a wording can be tried on at most: the newest cases and dossiers.
const OFFERED: usize = 200;

/// A paper to try a wording on.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) order: Order,
    pub(super) name: String,
}

/// What a template of a paper can be tried on.
pub(super) fn samples(paper: &PaperDefinition, first: Option<Order>, cx: &Context) -> Result<Vec<Sample>> {
    let mut found = Vec::new();
    let add = |order: Order, found: &mut Vec<Sample>| -> Result<()> {
        let known = found.iter().any(|sample: &Sample| sample.order == order);
        if order.definition.code == paper.code && !known && found.len() < OFFERED {
            let name = name(&order, cx)?;
            found.push(Sample { order, name });
        }
        Ok(())
    };
    if let Some(order) = first {
        add(order, &mut found)?;
    }
    for line in cx.office.dossiers()? {
        for order in cx.office.papers_to_make(&line.dossier.id, paper.instead_of.is_some())? {
            add(order, &mut found)?;
        }
    }
    if paper.about == About::Case {
        for row in cx.office.cases(&crate::office::cases::CaseFilter::default())?.into_iter().take(OFFERED) {
            for order in cx.office.papers_of_one_case(&row.id) {
                add(order, &mut found)?;
            }
        }
    }
    Ok(found)
}

/// What the paper would be about.
fn name(order: &Order, cx: &Context) -> Result<String> {
    use crate::office::making::Subject;
    Ok(match &order.subject {
        Subject::Dossier(dossier) => cx.office.name_of("dossier", dossier.as_str())?,
        Subject::Receiver(dossier, receiver) => {
            let receiver = cx.office.name_of("committee", receiver.as_str())?;
            format!("{} · {receiver}", cx.office.name_of("dossier", dossier.as_str())?)
        }
        Subject::Case(case) => cx.office.name_of("case", case.as_str())?,
    })
}

/// The samples to choose from, by their place.
pub(super) fn choices(samples: &[Sample]) -> Vec<Choice> {
    samples.iter().enumerate().map(|(at, sample)| Choice::new(at.to_string(), &sample.name)).collect()
}
