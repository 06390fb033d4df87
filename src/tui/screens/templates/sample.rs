//! The case or dossier a wording is tried on: real records, nothing written.
//!
//! Invariant: only papers the template is for; the one somebody chose stays chosen.

use crate::office::error::Result;
use crate::office::making::{Order, ReportKind, Wording};
use crate::office::templates::{TemplateField, TemplateSource};
use crate::papers::catalogue::{About, PaperDefinition};
use crate::text::dates::written_date;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::screens::papers::preview_pane::PreviewPane;
use crate::tui::screens::reports::Reports;
use jiff::civil::Date;

/// Papers a wording can be tried on at most: the newest cases and dossiers.
const OFFERED: usize = 200;

/// A paper to try a wording on.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) tried: Tried,
    pub(super) name: String,
}

/// What a wording is tried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tried {
    /// A paper of a case, a dossier or a receiver.
    Paper(Box<Order>),
    /// A report of a period.
    Report(ReportKind, (Date, Date)),
}

impl Tried {
    /// The paper as it reads by a wording.
    pub(super) fn worded(&self, source: &TemplateSource, cx: &Context) -> Result<PreviewPane> {
        let wording = Wording::default();
        match self {
            Self::Paper(order) => {
                let worded =
                    cx.office.word_paper_by(Some(source), &order.definition, &order.subject, &wording)?;
                Ok(PreviewPane::of(worded))
            }
            Self::Report(kind, period) => Ok(PreviewPane::of_report(cx.office.word_report_by(
                Some(source),
                *kind,
                *period,
                &wording,
            )?)),
        }
    }

    /// What fields hold in it now.
    pub(super) fn present(&self, fields: &[TemplateField], cx: &Context) -> Vec<String> {
        let present = match self {
            Self::Paper(order) => cx.office.present_values(order, fields),
            Self::Report(kind, period) => cx.office.present_figures(*kind, *period, fields),
        };
        present.unwrap_or_default()
    }
}

/// What a template of a paper can be tried on.
pub(super) fn samples(paper: &PaperDefinition, first: Option<Order>, cx: &Context) -> Result<Vec<Sample>> {
    let mut found = Vec::new();
    if let Some(kind) = ReportKind::of_template(&paper.code) {
        let period = Reports::usual_period(cx.today());
        let name = format!("{} – {}", written_date(period.0), written_date(period.1));
        return Ok(vec![Sample { tried: Tried::Report(kind, period), name }]);
    }
    let add = |order: Order, found: &mut Vec<Sample>| -> Result<()> {
        let tried = Tried::Paper(Box::new(order.clone()));
        let known = found.iter().any(|sample: &Sample| sample.tried == tried);
        if order.definition.code == paper.code && !known && found.len() < OFFERED {
            let name = name(&order, cx)?;
            found.push(Sample { tried, name });
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
