//! Dossiers: cases put before the Standing Committee together, their figures frozen, and its answers.
//!
//! Invariant: an answer is recorded with its paper and its effective date; a case stands in one open dossier.

use super::acting::Acting;
use super::case_file;
use super::cases::{CaseFilter, CaseRow};
use super::days;
use super::desk::Office;
use super::error::{Error, Result};
use super::paper_cited::{self, AnswerPaper};
use super::papers::PaperName;
use super::snapshots;
use crate::domain::case::{Case, DossierAnswer, Moment};
use crate::domain::case_file::CaseFile;
use crate::domain::check::Check;
use crate::domain::ids::Id;
use crate::domain::procedure::Procedure;
use crate::domain::statement::{Dossier, DossierCase, DossierState, Paper};
use crate::store::{DossierLine, Value};
use crate::text::clean::clean;
use crate::text::message::Message;

/// A dossier with what stands in it.
#[derive(Debug, Clone)]
pub struct DossierView {
    /// The dossier.
    pub dossier: Dossier,
    /// Its cases, each with its answer and its file.
    pub cases: Vec<(DossierCase, CaseFile)>,
    /// Its papers.
    pub papers: Vec<Paper>,
}

/// The Standing Committee's answer on one case, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAnswer {
    /// Code or name of list `dossier_answer`.
    pub answer: String,
    /// Number of the conclusion or decision: `907-QĐ/TU`, or `907`.
    pub number: String,
    /// Its date, dd/mm/yyyy.
    pub issued_on: String,
    /// From when it takes effect, dd/mm/yyyy.
    pub effective_on: String,
    /// Who signed it.
    pub signer: String,
    /// What was changed, or why it came back.
    pub note: String,
}

impl Office {
    /// All dossiers, newest first.
    pub fn dossiers(&self) -> Result<Vec<DossierLine>> {
        Ok(self.reader().dossier_lines()?)
    }

    /// One dossier with its cases and papers.
    pub fn dossier_view(&self, id: &Id<Dossier>) -> Result<DossierView> {
        let reader = self.reader();
        let dossier = reader.dossier(id)?.ok_or_else(|| not_found(id))?;
        let mut cases = Vec::new();
        for entry in reader.dossier_cases(id)? {
            let file = case_file::load(&reader, &entry.case)?;
            cases.push((entry, file));
        }
        Ok(DossierView { papers: reader.papers_of_dossier(id)?, dossier, cases })
    }

    /// The cases that may be put into a dossier now.
    pub fn dossier_candidates(&self) -> Result<Vec<CaseRow>> {
        let reader = self.reader();
        let mut rows = self.cases(&CaseFilter { active: true, ..CaseFilter::default() })?;
        let procedure = self.newest_procedure()?;
        rows.retain(|row| stands_in_dossier(&procedure, &row.stage));
        let mut free = Vec::with_capacity(rows.len());
        for row in rows {
            if !reader.dossier_of_case(&row.id)?.is_some_and(|(_, entry)| is_bound(&entry)) {
                free.push(row);
            }
        }
        Ok(free)
    }

    /// Begins a dossier with the cases given.
    pub fn new_dossier(&mut self, title: &str, cases: &[Id<Case>]) -> Result<Id<Dossier>> {
        let title = clean(title).text;
        let (id, _) = self.act("dossier.new", None, None, |acting| {
            let id = acting.id();
            let code = acting.next_code("dossier", "HT")?;
            let title = if title.is_empty() { code.clone() } else { title };
            let values = [
                ("code", Value::from(code)),
                ("title", Value::from(title)),
                ("state", Value::from(DossierState::Draft.code())),
                ("created_on", Value::from(acting.today.to_string())),
            ];
            acting.tx.create("dossier", &id, &values)?;
            let id = Id::new(id);
            add(acting, &id, cases)?;
            Ok(id)
        })?;
        Ok(id)
    }

    /// Adds cases to a dossier that is still a draft.
    pub fn add_to_dossier(&mut self, id: &Id<Dossier>, cases: &[Id<Case>]) -> Result<()> {
        self.act("dossier.add", Some(id.as_str()), None, |acting| {
            in_state(acting, id, &[DossierState::Draft])?;
            add(acting, id, cases)
        })?;
        Ok(())
    }

    /// Takes a case out of a dossier that is still a draft.
    pub fn remove_from_dossier(&mut self, id: &Id<Dossier>, case: &Id<Case>) -> Result<()> {
        self.act("dossier.remove", Some(id.as_str()), None, |acting| {
            in_state(acting, id, &[DossierState::Draft])?;
            let entry = entry_of(acting, id, case)?;
            Ok(acting.tx.delete("dossier_case", entry.id.as_str())?)
        })?;
        Ok(())
    }

    /// Submits a dossier: its figures are frozen as of the day given (dd/mm/yyyy; today if empty).
    pub fn submit_dossier(&mut self, id: &Id<Dossier>, as_of: &str) -> Result<()> {
        let as_of = days::happened_or_today(as_of, self.today())?;
        self.act("dossier.submit", Some(id.as_str()), None, |acting| {
            in_state(acting, id, &[DossierState::Draft])?;
            let entries = acting.reader().dossier_cases(id)?;
            if entries.is_empty() {
                return Err(Error::yours(Message::new("dossier.empty")));
            }
            for entry in entries {
                let file = case_file::load(&acting.reader(), &entry.case)?;
                let members = snapshots::on_list(&file, as_of);
                snapshots::freeze(acting, &file, &members, Moment::Proposal, as_of, Some(id))?;
            }
            let row = id.as_str();
            acting.tx.set("dossier", row, "state", DossierState::Submitted.code())?;
            acting.tx.set("dossier", row, "as_of", as_of.to_string())?;
            Ok(acting.tx.set("dossier", row, "submitted_on", acting.today.to_string())?)
        })?;
        Ok(())
    }

    /// Records the Standing Committee's answer on one case.
    pub fn answer_dossier(&mut self, id: &Id<Dossier>, case: &Id<Case>, answer: &NewAnswer) -> Result<()> {
        let verdict = self
            .codes()
            .recognise("dossier_answer", &answer.answer)
            .and_then(|code| DossierAnswer::parse(&code.code))
            .ok_or_else(|| {
                Error::yours(Message::new("dossier.unknown_answer").with("value", &answer.answer))
            })?;
        let number = PaperName::read(&answer.number, self.codes());
        if number.number.is_none() {
            return Err(Error::yours(Message::new("dossier.answer_without_number")));
        }
        let issued_on = days::happened(&answer.issued_on, self.today())?;
        let effective_on = match clean(&answer.effective_on).text.as_str() {
            "" if verdict.is_agreement() => {
                return Err(Error::yours(Message::new("dossier.answer_without_effective_date")));
            }
            "" => None,
            typed => Some(days::typed(typed)?),
        };
        self.act("dossier.answer", Some(case.as_str()), None, |acting| {
            in_state(acting, id, &[DossierState::Submitted, DossierState::Answered])?;
            let entry = entry_of(acting, id, case)?;
            let said = AnswerPaper { name: &number, issued_on, signer: &answer.signer, verdict };
            let paper = paper_cited::of_answer(acting, id, &entry, &said)?;
            let values = [
                ("answer", Value::from(verdict.code())),
                ("paper", Value::from(paper.as_str())),
                ("answered_on", Value::from(issued_on.to_string())),
                ("effective_on", Value::from(effective_on.map(|day| day.to_string()))),
                ("note", Value::from(non_empty(&answer.note))),
            ];
            for (field, value) in values {
                acting.tx.set("dossier_case", entry.id.as_str(), field, value)?;
            }
            if verdict.is_agreement() {
                let file = case_file::load(&acting.reader(), case)?;
                let members = snapshots::on_list(&file, issued_on);
                snapshots::freeze(acting, &file, &members, Moment::Decision, issued_on, Some(id))?;
            }
            let open = acting.reader().dossier_cases(id)?.iter().any(|entry| entry.answer.is_none());
            let state = if open { DossierState::Submitted } else { DossierState::Answered };
            Ok(acting.tx.set("dossier", id.as_str(), "state", state.code())?)
        })?;
        Ok(())
    }
}

fn add(acting: &mut Acting<'_, '_>, id: &Id<Dossier>, cases: &[Id<Case>]) -> Result<()> {
    let mut refused = Vec::new();
    for case in cases {
        let file = case_file::load(&acting.reader(), case)?;
        match may_join(acting, &file)? {
            Some(why) => refused.push(why.with("case", &file.case.code).with("name", &file.cell.name)),
            None => {
                let row = acting.id();
                let values = [("dossier", Value::from(id.as_str())), ("case", Value::from(case.as_str()))];
                acting.tx.create("dossier_case", &row, &values)?;
            }
        }
    }
    match refused.is_empty() {
        true => Ok(()),
        false => Err(Error::yours(refused.remove(0)).because(refused)),
    }
}

/// Whether a stage asks for a dossier.
fn stands_in_dossier(procedure: &Procedure, stage: &str) -> bool {
    procedure.stage(stage).is_some_and(|stage| {
        stage.requirements.iter().any(|requirement| matches!(requirement.check, Check::InDossier))
    })
}

/// Whether a case is still tied to the dossier it stands in: not answered yet, or agreed.
fn is_bound(entry: &DossierCase) -> bool {
    entry.answer.is_none_or(DossierAnswer::is_agreement)
}

/// Why a case can't join a dossier now, if so.
fn may_join(acting: &Acting<'_, '_>, file: &CaseFile) -> Result<Option<Message>> {
    if file.case.side_state.is_some() || file.case.closed_on.is_some() {
        return Ok(Some(Message::new("dossier.case_not_active")));
    }
    let procedure = acting.desk.procedure_of(&acting.reader(), &file.case)?;
    let stands_there = stands_in_dossier(&procedure, &file.case.stage);
    if !stands_there {
        return Ok(Some(Message::new("dossier.case_not_at_stage")));
    }
    Ok(match &file.dossier {
        Some((other, entry)) if is_bound(entry) => {
            Some(Message::new("dossier.case_elsewhere").with("dossier", &other.code))
        }
        _ => None,
    })
}

fn entry_of(acting: &Acting<'_, '_>, id: &Id<Dossier>, case: &Id<Case>) -> Result<DossierCase> {
    let entries = acting.reader().dossier_cases(id)?;
    entries
        .into_iter()
        .find(|entry| entry.case == *case)
        .ok_or_else(|| Error::yours(Message::new("dossier.case_not_in_it")))
}

fn in_state(acting: &Acting<'_, '_>, id: &Id<Dossier>, states: &[DossierState]) -> Result<()> {
    let dossier = acting.reader().dossier(id)?.ok_or_else(|| not_found(id))?;
    if states.contains(&dossier.state) {
        return Ok(());
    }
    let message = Message::new("dossier.wrong_state")
        .with("code", &dossier.code)
        .with_key("state", format!("dossier.state.{}", dossier.state.code()));
    Err(Error::yours(message))
}

fn not_found(id: &Id<Dossier>) -> Error {
    Error::yours(Message::new("office.not_found").with("value", id).with_key("kind", "office.kind.dossier"))
}

fn non_empty(typed: &str) -> Option<String> {
    Some(clean(typed).text).filter(|text| !text.is_empty())
}
