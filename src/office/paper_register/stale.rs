//! Papers whose figures have changed since they were made.
//!
//! One query finds the papers behind whose figures anything was written since; only those are worded again, on a
//! worker where somebody waits at a screen, and what came of it holds until something is written behind them anew.
//!
//! Invariant: what is told is exact: a figure changed and changed back is not told.

use crate::domain::ids::Id;
use crate::domain::paper_life::VOID;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::making::StaleFigure;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// What was found when a paper was last looked at.
#[derive(Debug, Default)]
pub(in crate::office) struct Memo(RefCell<HashMap<Id<Paper>, Looked>>);

#[derive(Debug, Clone)]
struct Looked {
    /// The journal's length then.
    length: i64,
    figures: Vec<StaleFigure>,
}

/// What is known of papers at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaleAtHand {
    /// The papers whose figures are others now, each with what changed.
    pub known: BTreeMap<Id<Paper>, Vec<StaleFigure>>,
    /// Those that must be worded anew to tell.
    pub open: Vec<Id<Paper>>,
}

/// What came of wording papers anew.
#[derive(Debug, Clone, Default)]
pub struct StaleFound {
    length: i64,
    figures: Vec<(Id<Paper>, Vec<StaleFigure>)>,
}

impl Office {
    /// The papers among these whose figures are others now, each with what changed; papers that ended are left
    /// out.
    pub fn stale_papers<'a>(
        &self,
        papers: impl IntoIterator<Item = &'a Paper>,
    ) -> Result<BTreeMap<Id<Paper>, Vec<StaleFigure>>> {
        let StaleAtHand { mut known, open } = self.stale_at_hand(papers)?;
        let found = self.look_at_stale(&open, &|| true)?;
        self.keep_stale(&found);
        known.extend(found.figures.into_iter().filter(|(_, figures)| !figures.is_empty()));
        Ok(known)
    }

    /// What of that is known without wording a paper: one query.
    pub fn stale_at_hand<'a>(&self, papers: impl IntoIterator<Item = &'a Paper>) -> Result<StaleAtHand> {
        let made = papers.into_iter().filter(|paper| paper.template.is_some() && paper.state != VOID);
        let memo = self.desk.stale.0.borrow();
        let looked = |id: &Id<Paper>| memo.get(id).map_or(0, |looked| looked.length);
        let asked: Vec<(&str, i64)> = made.map(|paper| (paper.id.as_str(), looked(&paper.id))).collect();
        let mut at_hand = StaleAtHand::default();
        if asked.is_empty() {
            return Ok(at_hand);
        }
        for paper in self.reader().touched_papers(&asked)? {
            if paper.touched {
                at_hand.open.push(paper.id);
                continue;
            }
            // Made anew it shows what stood then.
            let held = memo.get(&paper.id).filter(|looked| looked.length >= paper.made);
            if let Some(held) = held.filter(|looked| !looked.figures.is_empty()) {
                at_hand.known.insert(paper.id, held.figures.clone());
            }
        }
        Ok(at_hand)
    }

    /// Words papers anew and compares; `goes_on` stops it by answering no.
    pub fn look_at_stale(&self, papers: &[Id<Paper>], goes_on: &dyn Fn() -> bool) -> Result<StaleFound> {
        // What is written meanwhile is seen as written since.
        let mut found = StaleFound { length: self.reader().journal_length()?, figures: Vec::new() };
        for id in papers {
            if !goes_on() {
                break;
            }
            // A template that can't be filled says so where the paper is worded.
            found.figures.push((id.clone(), self.stale_figures(id).unwrap_or_default()));
        }
        Ok(found)
    }

    /// Remembers what came of it, here or on a worker's own connection.
    pub fn keep_stale(&self, found: &StaleFound) {
        let length = found.length;
        let looked = |figures: &Vec<StaleFigure>| Looked { length, figures: figures.clone() };
        let all = found.figures.iter().map(|(id, figures)| (id.clone(), looked(figures)));
        self.desk.stale.0.borrow_mut().extend(all);
    }
}
