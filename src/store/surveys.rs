//! Queries about surveys, their answers and the forms they keep.
//!
//! Invariant: an answer is a row of (survey, question, instance); the form says what it means.

use super::error::Result;
use super::organisations::{day_at, id_at};
use super::reader::Reader;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{Amendment, FormVersion, Survey, SurveyState};
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

/// A survey in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLine {
    /// The survey.
    pub survey: Survey,
    /// The office's number of its case.
    pub case_code: String,
    /// The name of the cell the case is about.
    pub cell_name: String,
    /// The form's name.
    pub form_name: String,
    /// Its version.
    pub form_version: String,
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

/// Where a survey was when it was last answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastAnswer {
    /// When.
    pub at: jiff::Timestamp,
    /// Who.
    pub person: String,
    /// The question.
    pub question: String,
    /// Of its repeats.
    pub instance: String,
}

const SURVEY: &str = "SELECT id, \"case\", form, state, started_on, finalized_on, \
    COALESCE((SELECT COUNT(*) || ':' || MAX(id) FROM amendment \
              WHERE survey = survey.id AND amended_on IS NOT NULL GROUP BY survey), ''), \
    EXISTS (SELECT 1 FROM amendment WHERE survey = survey.id AND amended_on IS NULL) FROM survey";

const AMENDMENT: &str = "SELECT id, survey, question, instance, COALESCE(old_value, ''), \
    COALESCE(new_value, ''), reason, person, amended_on FROM amendment";

impl Reader<'_> {
    /// One survey.
    pub fn survey(&self, id: &Id<Survey>) -> Result<Option<Survey>> {
        self.one(&format!("{SURVEY} WHERE id = ?1"), params![id.as_str()], survey)
    }

    /// The surveys of a case, newest first.
    pub fn surveys_of(&self, case: &Id<Case>) -> Result<Vec<Survey>> {
        self.all(&format!("{SURVEY} WHERE \"case\" = ?1 ORDER BY id DESC"), params![case.as_str()], survey)
    }

    /// All surveys, newest first, each with its case, cell and form; those of one case, if one is given.
    pub fn survey_lines(&self, case: Option<&Id<Case>>) -> Result<Vec<SurveyLine>> {
        let sql = "SELECT survey.id, \"case\".code, cell.name, form.name, form.version FROM survey \
                   JOIN \"case\" ON \"case\".id = survey.\"case\" JOIN cell ON cell.id = \"case\".cell \
                   JOIN form ON form.id = survey.form \
                   WHERE ?1 IS NULL OR survey.\"case\" = ?1 ORDER BY survey.id DESC";
        let sql =
            format!("SELECT s.*, l.* FROM ({SURVEY}) s JOIN ({sql}) l ON l.id = s.id ORDER BY s.id DESC");
        self.all(&sql, params![case.map(Id::as_str)], |row| {
            Ok(SurveyLine {
                survey: survey(row)?,
                case_code: row.get(9)?,
                cell_name: row.get(10)?,
                form_name: row.get(11)?,
                form_version: row.get(12)?,
            })
        })
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

    /// The answer given last: of the entry that arrived last, the one it was about, not what followed from it.
    pub fn last_answer(&self, survey: &Id<Survey>) -> Result<Option<LastAnswer>> {
        let sql = "SELECT e.at, e.person, a.question, a.instance FROM answer a \
                   JOIN operation o ON o.table_name = 'answer' AND o.row_id = a.id \
                   JOIN entry e ON e.arrival = o.entry \
                   WHERE a.survey = ?1 AND e.action = 'survey.answer' \
                   ORDER BY o.entry DESC, a.question = e.note DESC, o.id LIMIT 1";
        self.one(sql, params![survey.as_str()], |row| {
            let at: String = row.get(0)?;
            Ok(LastAnswer {
                at: at.parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH),
                person: row.get(1)?,
                question: row.get(2)?,
                instance: row.get(3)?,
            })
        })
    }

    /// What was changed in a final survey since, oldest first; what is only being written is not among it.
    pub fn amendments_of(&self, survey: &Id<Survey>) -> Result<Vec<Amendment>> {
        let sql = format!("{AMENDMENT} WHERE survey = ?1 AND amended_on IS NOT NULL ORDER BY id");
        self.all(&sql, params![survey.as_str()], amendment)
    }

    /// What is being changed in a final survey and is not yet in force, oldest first.
    pub fn amendments_begun(&self, survey: &Id<Survey>) -> Result<Vec<Amendment>> {
        let sql = format!("{AMENDMENT} WHERE survey = ?1 AND amended_on IS NULL ORDER BY id");
        self.all(&sql, params![survey.as_str()], amendment)
    }

    /// What names surveys in the whole world, and the survey each names: those that came from elsewhere keep it
    /// as an answer under `question`.
    pub fn survey_keys(&self, question: &str) -> Result<Vec<(String, Id<Survey>)>> {
        let sql = "SELECT coalesce(answer.value, survey.id), survey.id FROM survey LEFT JOIN answer \
                   ON answer.survey = survey.id AND answer.question = ?1 AND answer.instance = ''";
        self.all(sql, params![question], |row| Ok((row.get(0)?, id_at(row, 1)?)))
    }

    /// Every survey, oldest first.
    pub fn surveys(&self) -> Result<Vec<Survey>> {
        self.all(&format!("{SURVEY} ORDER BY id"), params![], survey)
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
        revision: row.get(6)?,
        is_being_amended: row.get(7)?,
    })
}

fn amendment(row: &Row<'_>) -> rusqlite::Result<Amendment> {
    Ok(Amendment {
        id: id_at(row, 0)?,
        survey: id_at(row, 1)?,
        question: row.get(2)?,
        instance: row.get(3)?,
        old: row.get(4)?,
        new: row.get(5)?,
        reason: row.get(6)?,
        person: row.get(7)?,
        amended_on: day_at(row, 8)?,
    })
}

fn answer(row: &Row<'_>) -> rusqlite::Result<AnswerLine> {
    Ok(AnswerLine { id: row.get(0)?, question: row.get(1)?, instance: row.get(2)?, value: row.get(3)? })
}
