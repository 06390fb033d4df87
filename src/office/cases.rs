//! Cases: opened for cells, listed, looked at whole, given to an officer.
//!
//! Invariant: a cell has at most one case that is neither closed nor cancelled.

use super::acting::Acting;
use super::case_file;
use super::desk::Office;
use super::error::{Error, Result};
use super::gate::stage_called;
use crate::domain::case::{Case, CaseEventKind};
use crate::domain::case_file::CaseFile;
use crate::domain::charter::CharterFinding;
use crate::domain::deadline::Deadline;
use crate::domain::gate::{self, Gate};
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::domain::procedure::{Procedure, Wording};
use crate::domain::reference::{Committee, Officer};
use crate::store::{CaseLine, Value};
use crate::text::fold::fold;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// What a list of cases is to show; everything where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// A stage, by code or by name in either language.
    pub stage: Option<String>,
    /// Words of its code, cell, giver, receiver or officer; accents optional.
    pub find: String,
    /// Only those past a deadline.
    pub overdue: bool,
    /// Only those on their way: neither paused, cancelled nor closed.
    pub active: bool,
    /// Only those that go to this committee.
    pub receiver: Option<Id<Committee>>,
    /// Only those of this officer.
    pub officer: Option<Id<Officer>>,
}

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Id.
    pub id: Id<Case>,
    /// The office's number for it.
    pub code: String,
    /// The cell.
    pub cell: Id<Cell>,
    /// Its name.
    pub cell_name: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Members on the list, else reported.
    pub total: i64,
    /// Full members among them.
    pub full: i64,
    /// Probationary members among them.
    pub probationary: i64,
    /// Giving committee.
    pub giver: Option<Id<Committee>>,
    /// Its name.
    pub giver_name: Option<String>,
    /// Receiving committee.
    pub receiver: Option<Id<Committee>>,
    /// Its name.
    pub receiver_name: Option<String>,
    /// Stage code.
    pub stage: String,
    /// Its name.
    pub stage_name: Wording,
    /// Which one it is, counted from 0.
    pub stage_index: usize,
    /// How many stages the procedure has.
    pub stages: usize,
    /// `paused` or `cancelled`.
    pub side_state: Option<String>,
    /// Code list `outcome`.
    pub outcome: Option<String>,
    /// The nearest deadline.
    pub due_on: Option<Date>,
    /// Requirements of its stage not met.
    pub missing: i64,
    /// Who outside the office owes the next thing; wording `supplier.<code>`.
    pub waiting_for: Option<String>,
    /// Who works on it.
    pub officer: Option<Id<Officer>>,
    /// The officer's name.
    pub officer_name: Option<String>,
    /// When it was opened.
    pub opened_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

/// One case, whole.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// Everything that belongs to it.
    pub file: CaseFile,
    /// The version of the procedure it started with.
    pub procedure: Arc<Procedure>,
    /// The gate of its stage.
    pub gate: Gate,
    /// Deadlines that run, soonest first.
    pub deadlines: Vec<Deadline>,
    /// What the Charter says of the organisation.
    pub charter: Vec<CharterFinding>,
}

impl Office {
    /// Opens a case for each cell; all of them or none.
    ///
    /// # Errors
    /// A cell has a case on its way already.
    pub fn open_cases(&mut self, cells: &[Id<Cell>]) -> Result<Vec<Id<Case>>> {
        let subject = if let [one] = cells { Some(one.as_str()) } else { None };
        let (opened, _) = self.act("case.open", subject, None, |acting| {
            let mut opened = Vec::with_capacity(cells.len());
            let mut refused = Vec::new();
            for cell in cells {
                match open(acting, cell)? {
                    Ok(case) => opened.push(case),
                    Err(why) => refused.push(why),
                }
            }
            match refused.first() {
                None => Ok(opened),
                Some(first) => {
                    let message = first.clone();
                    Err(Error::yours(message).because(refused.into_iter().skip(1)))
                }
            }
        })?;
        Ok(opened)
    }

    /// The cases that fit, in the order they were opened.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseRow>> {
        let reader = self.reader();
        let stage = match &filter.stage {
            Some(typed) => Some(stage_called(&*self.newest_procedure()?, typed)?.id.clone()),
            None => None,
        };
        let words = fold(&filter.find);
        let words: Vec<&str> = words.split_whitespace().collect();
        let today = self.today();
        let mut lines = reader.case_lines()?;
        lines.retain(|line| {
            stage.as_ref().is_none_or(|stage| line.stage == *stage) && fits(line, filter, &words, today)
        });
        self.rows_of(lines)
    }

    /// The first cases, for a first screen that waits for no more; and how many there are in all.
    pub fn first_cases(&self, limit: usize) -> Result<(Vec<CaseRow>, usize)> {
        let reader = self.reader();
        Ok((self.rows_of(reader.first_case_lines(limit)?)?, reader.count("case")?))
    }

    fn rows_of(&self, lines: Vec<CaseLine>) -> Result<Vec<CaseRow>> {
        let reader = self.reader();
        let mut procedures: HashMap<String, Arc<Procedure>> = HashMap::new();
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            if !procedures.contains_key(&line.procedure)
                && let Some(case) = reader.case(&Id::new(line.id.clone()))?
            {
                procedures.insert(line.procedure.clone(), self.desk.procedure_of(&reader, &case)?);
            }
            rows.extend(procedures.get(&line.procedure).map(|procedure| row(line, procedure)));
        }
        Ok(rows)
    }

    /// How many cases fit.
    pub fn case_count(&self, filter: &CaseFilter) -> Result<usize> {
        Ok(self.cases(filter)?.len())
    }

    /// One case with its gate, its deadlines and what the Charter says.
    pub fn case_view(&self, case: &Id<Case>) -> Result<CaseView> {
        let reader = self.reader();
        let file = case_file::load(&reader, case)?;
        let procedure = self.desk.procedure_of(&reader, &file.case)?;
        let now = self.desk.circumstances(self.today());
        Ok(CaseView {
            gate: gate::evaluate(&procedure, &file, &now),
            deadlines: gate::deadlines(&procedure, &file, self.holidays()?),
            charter: gate::charter_findings(&procedure, &file, &now),
            procedure,
            file,
        })
    }

    /// Gives a case to an officer.
    pub fn assign(&mut self, case: &Id<Case>, officer: &Id<Officer>) -> Result<()> {
        self.act("case.assign", Some(case.as_str()), None, |acting| {
            acting.active_case(case)?;
            Ok(acting.tx.set("case", case.as_str(), "officer", officer.as_str())?)
        })?;
        Ok(())
    }
}

/// Opens the case of one cell, or says why not.
fn open(acting: &mut Acting<'_, '_>, cell: &Id<Cell>) -> Result<std::result::Result<Id<Case>, Message>> {
    let reader = acting.reader();
    let Some(found) = reader.cell(cell)? else {
        let message = Message::new("office.not_found").with("value", cell);
        return Err(Error::yours(message.with_key("kind", "office.kind.cell")));
    };
    if let Some((_, code)) = reader.open_case_of(cell)? {
        return Ok(Err(Message::new("case.open_already").with("cell", &found.name).with("case", code)));
    }
    if found.status != "active" {
        let status = format!("code.cell_status.{}", found.status);
        return Ok(Err(Message::new("case.cell_not_active")
            .with("cell", &found.name)
            .with_key("status", &status)));
    }
    let (procedure_id, procedure) = acting.desk.newest_procedure(&reader)?;
    let first = procedure.first().map(|stage| stage.id.clone()).unwrap_or_default();
    let (id, today) = (acting.id(), acting.today.to_string());
    let values = [
        ("code", Value::from(acting.next_code("case", "HS")?)),
        ("cell", Value::from(cell.as_str())),
        ("procedure", Value::from(procedure_id)),
        ("stage", Value::from(first.as_str())),
        ("stage_since", Value::from(today.as_str())),
        ("giver", Value::from(found.superior.as_ref().map(Id::as_str))),
        ("officer", Value::from(acting.person())),
        ("opened_on", Value::from(today)),
    ];
    acting.tx.create("case", &id, &values)?;
    let case = Id::new(id);
    acting.record_event(&case, CaseEventKind::Opened, None, Some(&first), None)?;
    Ok(Ok(case))
}

impl Acting<'_, '_> {
    /// The next of the numbers an office counts: `HS-0001`.
    pub(super) fn next_code(&self, table: &str, prefix: &str) -> Result<String> {
        Ok(format!("{prefix}-{:04}", self.reader().last_number(table, prefix)? + 1))
    }

    /// Notes a move of a case.
    pub(super) fn record_event(
        &mut self,
        case: &Id<Case>,
        kind: CaseEventKind,
        from: Option<&str>,
        to: Option<&str>,
        reason: Option<&str>,
    ) -> Result<()> {
        let row = self.id();
        let values = [
            ("case", Value::from(case.as_str())),
            ("kind", Value::from(kind.code())),
            ("from_stage", Value::from(from)),
            ("to_stage", Value::from(to)),
            ("happened_on", Value::from(self.today.to_string())),
            ("person", Value::from(self.person())),
            ("reason", Value::from(reason)),
        ];
        Ok(self.tx.create("case_event", &row, &values)?)
    }
}

fn fits(line: &CaseLine, filter: &CaseFilter, words: &[&str], today: Date) -> bool {
    let active = line.side_state.is_none() && line.closed_on.is_none();
    let is = |wanted: Option<&str>, given: Option<&String>| {
        wanted.is_none_or(|wanted| given.is_some_and(|given| given == wanted))
    };
    if (filter.active && !active)
        || (filter.overdue && !(active && line.due_on.is_some_and(|due| due < today)))
        || !is(filter.receiver.as_ref().map(Id::as_str), line.receiver.as_ref())
        || !is(filter.officer.as_ref().map(Id::as_str), line.officer.as_ref())
    {
        return false;
    }
    if words.is_empty() {
        return true;
    }
    let names = [&line.giver_name, &line.receiver_name, &line.officer_name];
    let mut text = format!("{} {}", line.code, line.cell_name);
    for name in names.into_iter().flatten() {
        text.push(' ');
        text.push_str(name);
    }
    let text = fold(&text);
    words.iter().all(|word| text.contains(word))
}

fn row(line: CaseLine, procedure: &Procedure) -> CaseRow {
    let stage_index = procedure.stages.iter().position(|stage| stage.id == line.stage).unwrap_or_default();
    CaseRow {
        id: Id::new(line.id),
        code: line.code,
        cell: Id::new(line.cell),
        cell_name: line.cell_name,
        kind: line.kind,
        total: line.total,
        full: line.full,
        probationary: line.total - line.full,
        giver: line.giver.map(Id::new),
        giver_name: line.giver_name,
        receiver: line.receiver.map(Id::new),
        receiver_name: line.receiver_name,
        stage_name: procedure.stages.get(stage_index).map(|stage| stage.name.clone()).unwrap_or_default(),
        stage: line.stage,
        stage_index,
        stages: procedure.stages.len(),
        side_state: line.side_state,
        outcome: line.outcome,
        due_on: line.due_on,
        missing: line.missing,
        waiting_for: line.waiting_for,
        officer: line.officer.map(Id::new),
        officer_name: line.officer_name,
        opened_on: line.opened_on,
        closed_on: line.closed_on,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;

    #[test]
    fn a_list_shows_what_the_rules_said() {
        let room = Room::new().at("assessment");
        let row = room.office.cases(&CaseFilter::default()).unwrap().remove(0);
        assert_eq!((row.code.as_str(), row.total, row.full, row.probationary), ("HS-0001", 3, 3, 0));
        assert_eq!((row.stage_name.vietnamese.as_str(), row.stage_index, row.stages), ("Đánh giá", 1, 5));
        assert_eq!(row.giver_name.as_deref(), Some("Đảng ủy khối"));
        assert_eq!(row.officer_name.as_deref(), Some("Nguyễn Thị Lan"));
    }

    #[test]
    fn a_filter_takes_stages_by_any_name_and_words_without_accents() {
        let room = Room::new();
        let count = |filter: CaseFilter| room.office.case_count(&filter).unwrap();
        let stage = |stage: &str| CaseFilter { stage: Some(stage.into()), ..CaseFilter::default() };
        let find = |find: &str| CaseFilter { find: find.into(), ..CaseFilter::default() };
        assert_eq!((count(stage("Khảo sát")), count(stage("survey")), count(stage("transfer"))), (1, 1, 0));
        assert_eq!((count(find("quang phu")), count(find("hs-0001 lan")), count(find("khác"))), (1, 1, 0));
        assert_eq!(count(CaseFilter { overdue: true, ..CaseFilter::default() }), 0);
        assert!(room.office.cases(&stage("nowhere")).is_err());
    }

    #[test]
    fn a_change_of_a_member_is_seen_in_the_list() {
        let mut room = Room::new();
        let values = [("name", "Người mới"), ("cell", room.cell.as_str()), ("status", "active")];
        room.office.create_record("member", &values).unwrap();
        let row = room.office.cases(&CaseFilter::default()).unwrap().remove(0);
        assert_eq!((row.total, row.full, row.probationary), (4, 3, 1));
    }
}
