//! Which surveys are being filled in on this machine: a mark of the file's own, no part of the journal. A mark that
//! is there when a survey is opened was left by a program that ended without leaving the survey.
//!
//! Invariant: nothing but a hint; the answers themselves are in the journal whatever stands here.

use super::connection::Store;
use super::error::Result;
use super::reader::Reader;

/// The record of the file that holds the marks: ids, each with a space behind it.
const RECORD: &str = "being_filled";

impl Store {
    /// Marks a survey: answers are being given to it.
    pub fn mark_being_filled(&mut self, survey: &str) -> Result<()> {
        self.set_marks(
            "INSERT INTO meta VALUES (?1, ?2 || ' ') ON CONFLICT (key) DO UPDATE \
             SET value = value || ?2 || ' ' WHERE instr(value, ?2 || ' ') = 0",
            survey,
        )
    }

    /// Takes the mark off: the survey was left as one should.
    pub fn unmark_being_filled(&mut self, survey: &str) -> Result<()> {
        self.set_marks("UPDATE meta SET value = replace(value, ?2 || ' ', '') WHERE key = ?1", survey)
    }

    fn set_marks(&mut self, sql: &str, survey: &str) -> Result<()> {
        self.gate.open_for_maintenance();
        let done = self.connection.execute(sql, [RECORD, survey]);
        self.gate.close();
        done?;
        Ok(())
    }
}

impl Reader<'_> {
    /// Is a survey marked?
    pub fn is_being_filled(&self, survey: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM meta WHERE key = ?1 AND instr(value, ?2 || ' ') > 0";
        Ok(self.one(sql, [RECORD, survey], |_| Ok(()))?.is_some())
    }
}
