//! The procedures a store keeps: a case is judged by the version it started with.
//!
//! Invariant: read once and kept; a faulty text never enters the store.

use super::desk::{Desk, Office};
use super::error::{Error, Result};
use crate::domain::case::Case;
use crate::domain::procedure::Procedure;
use crate::store::Reader;
use crate::text::message::Message;
use std::sync::Arc;

/// Stored versions by id, oldest first.
pub(super) type Procedures = Vec<(String, Arc<Procedure>)>;

impl Office {
    /// The newest version: what a new case starts with.
    pub fn newest_procedure(&self) -> Result<Arc<Procedure>> {
        let (_, procedure) = self.desk.newest_procedure(&self.reader())?;
        Ok(procedure)
    }

    /// The version a case started with.
    pub fn procedure_of(&self, case: &Case) -> Result<Arc<Procedure>> {
        self.desk.procedure_of(&self.reader(), case)
    }
}

impl Desk {
    /// The newest version and its id.
    pub(super) fn newest_procedure(&self, reader: &Reader<'_>) -> Result<(String, Arc<Procedure>)> {
        self.procedures(reader)?.last().cloned().ok_or_else(missing)
    }

    /// The version a case started with.
    pub(super) fn procedure_of(&self, reader: &Reader<'_>, case: &Case) -> Result<Arc<Procedure>> {
        let wanted = case.procedure.as_str();
        let known = self.procedures(reader)?.iter().find(|(id, _)| id == wanted);
        known.map(|(_, procedure)| Arc::clone(procedure)).ok_or_else(missing)
    }

    fn procedures(&self, reader: &Reader<'_>) -> Result<&Procedures> {
        if let Some(known) = self.procedures.get() {
            return Ok(known);
        }
        let mut read = Procedures::new();
        for (id, source) in reader.procedure_sources()? {
            let procedure = Procedure::read(&source, &id, &self.codes)
                .map_err(|_| Error::program(Message::new("office.setup.faulty_asset")))?;
            read.push((id, Arc::new(procedure)));
        }
        Ok(self.procedures.get_or_init(|| read))
    }
}

fn missing() -> Error {
    Error::program(Message::new("office.setup.no_procedure"))
}
