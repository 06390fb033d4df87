//! The register of papers: which numbers were given, which are free, which were left out.
//!
//! Invariant: nothing is numbered by itself; the next number is offered.

use super::validity;
use crate::domain::numbering::{Sequence, Term, sequences, term_on};
use crate::office::desk::Office;
use crate::office::error::Result;

impl Office {
    /// Every sequence of numbers in the register of papers.
    pub fn paper_sequences(&self) -> Result<Vec<Sequence>> {
        let papers = self.reader().outgoing_papers()?;
        Ok(sequences(&papers, &self.terms()?, self.today()))
    }

    /// The number the next paper of a symbol gets in the present term.
    pub fn next_paper_number(&self, symbol: &str) -> Result<u32> {
        let terms = self.terms()?;
        let term = term_on(&terms, self.today()).map(|term| term.name.clone());
        let known = self.paper_sequences()?;
        let found = known.iter().find(|sequence| sequence.symbol == symbol && sequence.term == term);
        Ok(found.map_or(1, Sequence::next))
    }

    fn terms(&self) -> Result<Vec<Term>> {
        let rows = self.reader().rows_of("committee_term")?;
        let told = rows.iter().map(|row| Term {
            name: row.text("name").unwrap_or_default().to_owned(),
            validity: validity(row),
        });
        Ok(told.collect())
    }
}
