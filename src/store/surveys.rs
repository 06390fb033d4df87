//! Queries about surveys, their answers and the forms they keep.
//!
//! Invariant: an answer is a row of (survey, question, instance); the form says what it means.

use super::error::Result;
use super::organisations::{day_at, id_at};
use super::reader::Reader;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{FormVersion, Survey, SurveyState};
use rusqlite::{Row, params};

/// A stored version of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// Id.
    pub id: Id<FormVersion>,
    /// The form's name, the same in every version.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
}

/// One stored answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// Id of its row.
    pub id: String,
    /// The question's name.
    pub question: String,
    /// Of its repeats: "", "2", "2.1".
    pub instance: String,
    /// The answer; none where it was taken back.
    pub value: Option<String>,
}

const SURVEY: &str = "SELECT id, \"case\", form, state, started_on, finalized_on FROM survey";

impl Reader<'_> {
    /// One survey.
    pub fn survey(&self, id: &Id<Survey>) -> Result<Option<Survey>> {
        self.one(&format!("{SURVEY} WHERE id = ?1"), params![id.as_str()], survey)
    }

    /// The surveys of a case, newest first.
    pub fn surveys_of(&self, case: &Id<Case>) -> Result<Vec<Survey>> {
        self.all(&format!("{SURVEY} WHERE \"case\" = ?1 ORDER BY id DESC"), params![case.as_str()], survey)
    }

    /// The answers of a survey, in the order they were first given.
    pub fn answers_of(&self, survey: &Id<Survey>) -> Result<Vec<AnswerLine>> {
        let sql = "SELECT id, question, instance, value FROM answer WHERE survey = ?1 ORDER BY id";
        self.all(sql, params![survey.as_str()], answer)
    }

    /// The row of one answer, if it was ever given.
    pub fn answer_row(&self, survey: &Id<Survey>, question: &str, instance: &str) -> Result<Option<String>> {
        let sql = "SELECT id FROM answer WHERE survey = ?1 AND question = ?2 AND instance = ?3";
        self.one(sql, params![survey.as_str(), question, instance], |row| row.get(0))
    }

    /// The stored forms, oldest first.
    pub fn forms(&self) -> Result<Vec<FormLine>> {
        self.all("SELECT id, name, version, title FROM form ORDER BY id", params![], |row| {
            Ok(FormLine { id: id_at(row, 0)?, name: row.get(1)?, version: row.get(2)?, title: row.get(3)? })
        })
    }

    /// The text of a stored form.
    pub fn form_source(&self, id: &Id<FormVersion>) -> Result<Option<String>> {
        self.one("SELECT source FROM form WHERE id = ?1", params![id.as_str()], |row| row.get(0))
    }
}

fn survey(row: &Row<'_>) -> rusqlite::Result<Survey> {
    let state: String = row.get(3)?;
    Ok(Survey {
        id: id_at(row, 0)?,
        case: id_at(row, 1)?,
        form: id_at(row, 2)?,
        state: SurveyState::parse(&state).unwrap_or(SurveyState::Draft),
        started_on: day_at(row, 4)?.unwrap_or_default(),
        finalized_on: day_at(row, 5)?,
    })
}

fn answer(row: &Row<'_>) -> rusqlite::Result<AnswerLine> {
    Ok(AnswerLine { id: row.get(0)?, question: row.get(1)?, instance: row.get(2)?, value: row.get(3)? })
}
