//! Papers whose figures have changed since they were made.
//!
//! One query finds the papers behind whose figures anything was written since; only those are worded again, and
//! what came of it is remembered until the journal grows.
//!
//! Invariant: what is told is exact: a figure changed and changed back is not told.

use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::making::StaleFigure;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// What was found, by paper, at the length the journal had then.
#[derive(Debug, Default)]
pub(in crate::office) struct Memo(RefCell<(i64, Found)>);

type Found = HashMap<Id<Paper>, Vec<StaleFigure>>;

impl Office {
    /// The papers among these whose figures are others now, each with what changed; papers that ended are left
    /// out.
    pub fn stale_papers<'a>(
        &self,
        papers: impl IntoIterator<Item = &'a Paper>,
    ) -> Result<BTreeMap<Id<Paper>, Vec<StaleFigure>>> {
        let made = papers.into_iter().filter(|paper| paper.template.is_some() && paper.state != "void");
        let ids: Vec<&str> = made.map(|paper| paper.id.as_str()).collect();
        let mut stale = BTreeMap::new();
        if ids.is_empty() {
            return Ok(stale);
        }
        let reader = self.reader();
        let length = reader.journal_length()?;
        if self.desk.stale.0.borrow().0 != length {
            self.desk.stale.0.replace((length, HashMap::new()));
        }
        for id in reader.papers_touched_since_made(&ids)? {
            let known = self.desk.stale.0.borrow().1.get(&id).cloned();
            let figures = match known {
                Some(figures) => figures,
                // A template that can't be filled says so where the paper is worded.
                None => self.stale_figures(&id).unwrap_or_default(),
            };
            self.desk.stale.0.borrow_mut().1.insert(id.clone(), figures.clone());
            if !figures.is_empty() {
                stale.insert(id, figures);
            }
        }
        Ok(stale)
    }
}
