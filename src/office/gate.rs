//! The gate of a case, judged now.
//!
//! Invariant: always judged from what stands in the store; the derived table only serves lists.

use super::acting::Acting;
use super::case_file;
use super::desk::{Desk, Office};
use super::error::{Error, Result};
use crate::domain::case::Case;
use crate::domain::case_file::CaseFile;
use crate::domain::gate::{self, Circumstances, Gate, State};
use crate::domain::ids::Id;
use crate::domain::procedure::{Procedure, Stage};
use crate::store::Reader;
use crate::text::fold::fold;
use crate::text::message::Message;
use jiff::civil::Date;

impl Office {
    /// What the stage of a case asks, and how each thing stands.
    pub fn gate(&self, case: &Id<Case>) -> Result<Gate> {
        let reader = self.reader();
        let file = case_file::load(&reader, case)?;
        self.desk.judge(&reader, &file, self.today())
    }
}

impl Desk {
    /// What the rules need to know beside the case.
    pub(super) const fn circumstances(&self, today: Date) -> Circumstances<'_> {
        Circumstances { today, eras: &self.eras, codes: &self.codes }
    }

    /// Judges the stage a case stands in.
    pub(super) fn judge(&self, reader: &Reader<'_>, file: &CaseFile, today: Date) -> Result<Gate> {
        let procedure = self.procedure_of(reader, &file.case)?;
        Ok(gate::evaluate(&procedure, file, &self.circumstances(today)))
    }
}

impl Acting<'_, '_> {
    /// The file of a case that is on its way: neither paused, cancelled nor closed.
    pub(super) fn active_case(&self, case: &Id<Case>) -> Result<CaseFile> {
        let file = case_file::load(&self.reader(), case)?;
        if file.case.closed_on.is_some() || file.case.side_state.is_some() {
            return Err(Error::yours(Message::new("case.not_active").with("case", &file.case.code)));
        }
        Ok(file)
    }
}

/// The refusal of a closed gate, with everything that is lacking.
pub(super) fn refusal(gate: &Gate, file: &CaseFile, stage: &Stage) -> Error {
    let missing = gate.requirements.iter().filter(|requirement| requirement.state == State::Missing);
    let message = Message::new("case.gate_closed")
        .with("case", &file.case.code)
        .with("count", gate.missing())
        .with("vi", &stage.name.vietnamese)
        .with("en", &stage.name.english);
    Error::yours(message).because(missing.flat_map(|requirement| requirement.lacking.clone()))
}

/// The stage a person names, by its code or its name in either language.
pub(super) fn stage_called<'p>(procedure: &'p Procedure, typed: &str) -> Result<&'p Stage> {
    let plain = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = plain(typed);
    let called = |stage: &&Stage| {
        [&stage.id, &stage.name.vietnamese, &stage.name.english].iter().any(|n| plain(n) == wanted)
    };
    procedure.stages.iter().find(called).ok_or_else(|| {
        let stages: Vec<&str> = procedure.stages.iter().map(|stage| stage.id.as_str()).collect();
        let message = Message::new("case.no_such_stage").with("value", typed);
        Error::yours(message.with("choices", stages.join(", ")))
    })
}
