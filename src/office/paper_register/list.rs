//! The register of papers as it is listed: outgoing and incoming, narrowed by kind, term, state and words.
//!
//! Invariant: a fixed number of queries, however many papers there are.

use super::stale::StaleAtHand;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::numbering::term_on;
use crate::domain::paper_life::{DRAFT, RESERVED, VOID};
use crate::domain::statement::{Dossier, Paper};
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::making::StaleFigure;
use crate::papers::citation::number_and_symbol;
use crate::text::clean::clean;
use crate::text::dates::written_date;
use crate::text::fold::fold;
use crate::text::locale::Language;
use std::collections::{BTreeMap, HashMap};

/// What is listed; what is not named lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// Those that came in, or those that go out.
    pub incoming: Option<bool>,
    /// Code list `paper_kind`.
    pub kind: Option<String>,
    /// Code list `paper_step`.
    pub stage: Option<String>,
    /// A term's name; empty for the days no term covers.
    pub term: Option<String>,
    /// Only those whose figures have changed.
    pub stale: bool,
    /// Words that all occur, accents optional.
    pub find: String,
    /// Of one case and of its dossiers.
    pub case: Option<Id<Case>>,
    /// Of one dossier.
    pub dossier: Option<Id<Dossier>>,
}

/// One paper of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredPaper {
    /// The paper.
    pub paper: Paper,
    /// The case or dossier it concerns: its code and name.
    pub about: String,
    /// The term its number runs in.
    pub term: Option<String>,
    /// Who issued it; of an opinion's paper that does not say so, whose opinion it is.
    pub from: Option<String>,
    /// Figures of it that are others now.
    pub stale: Vec<StaleFigure>,
}

/// How far a paper is: a code of list `paper_step`.
pub fn stage_of(paper: &Paper) -> &'static str {
    let life = &paper.life;
    match paper.state.as_str() {
        VOID => "void",
        RESERVED => "reserved",
        DRAFT if paper.number.is_some() => "reserved",
        DRAFT => "draft",
        _ if life.incoming => "incoming",
        _ if life.received_on.is_some() => "received",
        _ if life.sent_on.is_some() => "sent",
        _ => "issued",
    }
}

fn from(paper: &Paper, speakers: &HashMap<String, String>) -> Option<String> {
    paper.issuer.clone().or_else(|| speakers.get(paper.id.as_str()).cloned())
}

/// Puts what has changed to each paper; those without a change go where only changed ones are asked for.
fn mark(
    listed: &mut Vec<RegisteredPaper>,
    mut stale: BTreeMap<Id<Paper>, Vec<StaleFigure>>,
    filter: &RegisterFilter,
) {
    for one in listed.iter_mut() {
        one.stale = stale.remove(&one.paper.id).unwrap_or_default();
    }
    listed.retain(|one| !filter.stale || !one.stale.is_empty());
}

impl Office {
    /// The papers of the register that fit, newest first, each with the figures that have changed since.
    pub fn paper_register(
        &self,
        filter: &RegisterFilter,
        language: Language,
    ) -> Result<Vec<RegisteredPaper>> {
        let mut listed = self.listed_papers(filter, language)?;
        let stale = self.stale_papers(listed.iter().map(|listed| &listed.paper))?;
        mark(&mut listed, stale, filter);
        Ok(listed)
    }

    /// The same without wording a paper anew: beside it those that must be looked at to tell whether their figures
    /// have changed.
    pub fn paper_register_at_hand(
        &self,
        filter: &RegisterFilter,
        language: Language,
    ) -> Result<(Vec<RegisteredPaper>, Vec<Id<Paper>>)> {
        let mut listed = self.listed_papers(filter, language)?;
        let StaleAtHand { known, open } = self.stale_at_hand(listed.iter().map(|listed| &listed.paper))?;
        mark(&mut listed, known, filter);
        Ok((listed, open))
    }

    fn listed_papers(&self, filter: &RegisterFilter, language: Language) -> Result<Vec<RegisteredPaper>> {
        let reader = self.reader();
        let mut papers = match (&filter.case, &filter.dossier) {
            (Some(case), _) => reader.papers_of_case(case)?,
            (None, Some(dossier)) => reader.papers_of_dossier(dossier)?,
            (None, None) => reader.all_papers()?,
        };
        let terms = self.paper_terms()?;
        let about = reader.subjects_of_papers()?;
        let speakers = reader.speakers_of_papers()?;
        let subject = |paper: &Paper| about.get(paper.id.as_str()).cloned().unwrap_or_default();
        let term = |paper: &Paper| {
            let day = paper.issued_on.or(paper.life.reserved_on).unwrap_or_else(|| self.today());
            term_on(&terms, day).map(|term| term.name.clone())
        };
        let folded = fold(&clean(&filter.find).text);
        let words: Vec<&str> = folded.split_whitespace().collect();
        papers.retain(|paper| {
            let fits = filter.incoming.is_none_or(|incoming| incoming == paper.life.incoming)
                && filter.kind.as_ref().is_none_or(|kind| *kind == paper.kind)
                && filter.stage.as_ref().is_none_or(|stage| stage == stage_of(paper))
                && filter.term.as_ref().is_none_or(|wanted| *wanted == term(paper).unwrap_or_default());
            fits && (words.is_empty() || {
                let speaker = speakers.get(paper.id.as_str()).map_or("", String::as_str);
                let about = format!("{}\n{speaker}", subject(paper));
                let text = fold(&self.words_of(paper, &about, language));
                words.iter().all(|word| text.contains(word))
            })
        });
        let listed = papers.into_iter().rev().map(|paper| RegisteredPaper {
            about: subject(&paper),
            term: term(&paper),
            from: from(&paper, &speakers),
            stale: Vec::new(),
            paper,
        });
        Ok(listed.collect())
    }

    /// One paper as the register lists it.
    pub fn registered_paper(&self, id: &Id<Paper>) -> Result<RegisteredPaper> {
        let paper = self.paper(id)?;
        let about = self.reader().subjects_of_papers()?.remove(id.as_str()).unwrap_or_default();
        let day = paper.issued_on.or(paper.life.reserved_on).unwrap_or_else(|| self.today());
        let term = term_on(&self.paper_terms()?, day).map(|term| term.name.clone());
        let stale = self.stale_papers([&paper])?.remove(id).unwrap_or_default();
        let from = from(&paper, &self.reader().speakers_of_papers()?);
        Ok(RegisteredPaper { paper, about, term, from, stale })
    }

    /// All that is found by words in one paper.
    fn words_of(&self, paper: &Paper, about: &str, language: Language) -> String {
        let name = |list: &str, code: &str| self.codes().name(list, code, language).to_owned();
        let parts = [
            Some(name("paper_kind", &paper.kind)),
            paper.role.as_deref().map(|role| name("paper_role", role)),
            Some(number_and_symbol(paper.number.as_deref(), paper.symbol.as_deref())),
            paper.issued_on.map(written_date),
            paper.issuer.clone(),
            paper.signer.clone(),
            paper.title.clone(),
            paper.life.sent_to.clone(),
            paper.life.void_reason.clone(),
            Some(about.to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}
