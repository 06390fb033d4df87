//! Papers that came in: registered with their own number, date and issuer, and the day they arrived.
//!
//! Invariant: a paper that came in takes none of this office's numbers.

use super::life::refuse_disorder;
use super::numbers::step_day;
use crate::domain::ids::Id;
use crate::domain::paper_life::{INCOMING, ISSUED};
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::papers::NewPaper;
use crate::store::Value;
use crate::text::message::Message;

/// A paper that came in, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The paper: kind, number, symbol, date, issuer, abstract, scan, and the case or dossier it concerns.
    pub paper: NewPaper,
    /// When it arrived; today where empty.
    pub received_on: String,
}

impl Office {
    /// Registers a paper that came in.
    pub fn register_incoming(&mut self, incoming: &Incoming) -> Result<Id<Paper>> {
        let received = step_day(&incoming.received_on, self.today())?;
        if incoming.paper.issuer.trim().is_empty() {
            return Err(Error::yours(Message::new("paper.issuer_needed")));
        }
        let mut values = self.paper_values(&incoming.paper)?;
        values.retain(|(field, _)| !["state", "direction"].contains(field));
        values.extend([
            // What arrived was issued, even if its date can't be read.
            ("state", Value::from(ISSUED)),
            ("direction", Value::from(INCOMING)),
            ("received_on", Value::from(received.to_string())),
        ]);
        let id = self.record_paper("paper.incoming", &incoming.paper, values, |acting, id| {
            refuse_disorder(acting, id)
        })?;
        Ok(id)
    }
}
