//! Between a survey and the register: what the register knows answers questions, and what a final survey says
//! otherwise is proposed to the register, each to be accepted or not.
//!
//! Invariant: the register changes only where a person accepted it.

use super::acting::Acting;
use super::desk::Office;
use super::error::{Error, Result};
use super::names::find_row;
use super::surveys::{labels, view};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::domain::record::RecordKind;
use crate::domain::statement::{Survey, SurveyState};
use crate::forms::instance::Instance;
use crate::store::{Reader, Result as Stored, Row, Value};
use crate::text::message::Message;
use std::collections::HashMap;

/// What a final survey says otherwise than the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The question.
    pub question: String,
    /// Its wording in Vietnamese and English.
    pub labels: (String, String),
    /// The register's field: `enterprise.workers_total`.
    pub field: String,
    /// What the register has; empty where nothing.
    pub register: String,
    /// What the survey says.
    pub answer: String,
}

/// Fields that are only written while no row is settled: the field of the reference, and its table.
const WRITTEN: [(&str, &str, &str, &str); 3] = [
    ("enterprise", "commune_text", "commune", "unit"),
    ("enterprise", "district_text", "district", "unit"),
    ("cell", "superior_text", "superior", "committee"),
];

impl Office {
    /// What the register knows behind a survey, by field, as an answer would be kept.
    pub fn register_behind(&self, id: &Id<Survey>) -> Result<HashMap<String, String>> {
        let reader = self.reader();
        let case = self.case_of(id)?;
        Ok(of_cell(&reader, &cell_of(&reader, &case)?)?)
    }

    /// What a final survey proposes to the register.
    pub fn proposals(&self, id: &Id<Survey>) -> Result<Vec<Proposal>> {
        let reader = self.reader();
        let found = view(&self.desk, &reader, id, self.today())?;
        if found.survey.state != SurveyState::Final {
            return Ok(Vec::new());
        }
        let register = of_cell(&reader, &cell_of(&reader, &found.survey.case)?)?;
        let differences = found.filling.differences(&register).into_iter();
        let proposals = differences.map(|difference| Proposal {
            labels: labels(&found.filling, &difference.question, &Instance::top()),
            question: difference.question,
            field: difference.field,
            register: difference.register,
            answer: difference.answer,
        });
        Ok(proposals.collect())
    }

    /// Takes proposals into the register, as one entry. Each is checked as if typed there.
    pub fn accept_proposals(&mut self, id: &Id<Survey>, questions: &[&str]) -> Result<usize> {
        let case = self.case_of(id)?;
        let proposals = self.proposals(id)?;
        let mut accepted = Vec::new();
        for question in questions {
            match proposals.iter().find(|proposal| proposal.question == *question) {
                Some(proposal) => accepted.push(proposal),
                None => return Err(Error::yours(Message::new("survey.no_proposal").with("value", question))),
            }
        }
        self.act("survey.accept", Some(case.as_str()), None, |acting| {
            let cell = cell_of(&acting.reader(), &case)?;
            for proposal in &accepted {
                accept(acting, &cell, proposal)?;
            }
            Ok(())
        })?;
        Ok(accepted.len())
    }
}

fn cell_of(reader: &Reader<'_>, case: &Id<Case>) -> Stored<Id<Cell>> {
    Ok(Id::new(reader.must_get("case", case.as_str())?.text("cell").unwrap_or_default()))
}

fn accept(acting: &mut Acting<'_, '_>, cell: &Id<Cell>, proposal: &Proposal) -> Result<()> {
    let unknown = || Error::yours(Message::new("survey.no_proposal").with("value", &proposal.question));
    let (table, field) = proposal.field.split_once('.').ok_or_else(unknown)?;
    let row = match table {
        "cell" => cell.to_string(),
        _ => {
            let row = acting.reader().must_get("cell", cell.as_str())?;
            row.text("enterprise").map(str::to_owned).ok_or_else(unknown)?
        }
    };
    if let Some((.., reference, named)) = WRITTEN.iter().find(|(t, f, ..)| *t == table && *f == field) {
        // What names one row settles the reference; anything else stays written, and the gate asks for it.
        match find_row(&acting.reader(), named, &proposal.answer) {
            Ok(found) => {
                let values = [(*reference, Value::from(found)), (field, Value::Null)];
                acting.tx.set_all(table, &row, &values)?;
            }
            Err(_) => acting.tx.set(table, &row, field, proposal.answer.as_str())?,
        }
        return Ok(());
    }
    let kind = RecordKind::of(table).ok_or_else(unknown)?;
    let known = kind.field(field).ok_or_else(unknown)?;
    let value = acting.checked(kind, known, &proposal.answer)?;
    Ok(acting.tx.set(table, &row, field, value)?)
}

/// What the register knows of a cell and its enterprise, by `table.field`, as an answer would be kept.
pub(super) fn of_cell(reader: &Reader<'_>, cell: &Id<Cell>) -> Stored<HashMap<String, String>> {
    let mut known = HashMap::new();
    let row = reader.must_get("cell", cell.as_str())?;
    if let Some(enterprise) = row.text("enterprise") {
        let enterprise = reader.must_get("enterprise", enterprise)?;
        note(&mut known, "enterprise", &enterprise);
        settle(reader, &mut known, "enterprise", &enterprise)?;
    }
    note(&mut known, "cell", &row);
    settle(reader, &mut known, "cell", &row)?;
    Ok(known)
}

fn note(known: &mut HashMap<String, String>, table: &str, row: &Row) {
    for (field, value) in row.iter().filter(|(_, value)| !value.is_null()) {
        known.insert(format!("{table}.{field}"), value.to_string());
    }
}

/// Where a reference is settled, its row's name answers for what was written.
fn settle(reader: &Reader<'_>, known: &mut HashMap<String, String>, table: &str, row: &Row) -> Stored<()> {
    for (_, written, reference, named) in WRITTEN.iter().filter(|(of, ..)| *of == table) {
        if let Some(id) = row.text(reference)
            && let Some(found) = reader.get(named, id)?
            && let Some(name) = found.text("name")
        {
            known.insert(format!("{table}.{written}"), name.to_owned());
        }
    }
    Ok(())
}
