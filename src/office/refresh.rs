//! Keeping the derived table of cases true: before each commit, also of an undo, the cases that were touched
//! are judged anew.
//!
//! Invariant: what lists show of a case was judged in the same transaction that changed it.

use super::case_file;
use super::clock::Clock;
use super::desk::Office;
use super::setup;
use crate::domain::calendar::HolidayTable;
use crate::domain::case::Case;
use crate::domain::case_file::CaseFile;
use crate::domain::codes::Codes;
use crate::domain::era::Eras;
use crate::domain::gate::{self, Circumstances};
use crate::domain::ids::Id;
use crate::domain::procedure::Procedure;
use crate::store::{CaseSummary, Reader, Result, Touched, WriteTx};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What judging needs, kept between entries.
struct Judge {
    clock: Clock,
    codes: Codes,
    eras: Eras,
    procedures: BTreeMap<String, Procedure>,
    holidays: Option<HolidayTable>,
}

impl Office {
    /// Has touched cases judged before each commit, by the day this office works on.
    pub(super) fn keep_cases_judged(&mut self) {
        let mut judge = Judge {
            clock: self.desk.clock,
            codes: self.desk.codes.clone(),
            eras: self.desk.eras.clone(),
            procedures: BTreeMap::new(),
            holidays: None,
        };
        self.store.set_before_commit(move |tx, touched| judge.refresh(tx, touched));
    }
}

impl Judge {
    fn refresh(&mut self, tx: &mut WriteTx<'_>, touched: &[Touched]) -> Result<()> {
        if touched.iter().any(|row| row.table == "holiday") {
            self.holidays = None;
        }
        if touched.iter().any(|row| row.table == "procedure") {
            self.procedures.clear();
        }
        for case in tx.reader().cases_touched(touched)? {
            if tx.reader().case(&case)?.is_none() {
                tx.drop_case_summary(&case)?;
                continue;
            }
            if let Some(summary) = self.summary(&tx.reader(), &case)? {
                tx.put_case_summary(&summary)?;
            }
        }
        Ok(())
    }

    fn summary(&mut self, reader: &Reader<'_>, case: &Id<Case>) -> Result<Option<CaseSummary>> {
        let file = case_file::load(reader, case)?;
        let today = self.today(reader)?;
        self.read_what_lacks(reader, &file)?;
        let (Some(procedure), Some(holidays)) =
            (self.procedures.get(file.case.procedure.as_str()), &self.holidays)
        else {
            return Ok(None);
        };
        let now = Circumstances { today, eras: &self.eras, codes: &self.codes };
        let judged = gate::evaluate(procedure, &file, &now);
        let nearest =
            gate::deadlines(procedure, &file, holidays).into_iter().find(|found| found.due.is_some());
        let over = file.case.closed_on.is_some();
        let (member_total, member_full) = self.counts(&file, today);
        Ok(Some(CaseSummary {
            case: case.clone(),
            missing: if over { 0 } else { i64::try_from(judged.missing()).unwrap_or(i64::MAX) },
            due_on: nearest.as_ref().and_then(|found| found.due),
            due_rule: nearest.map(|found| found.rule),
            waiting_for: judged.waiting_for().filter(|_| !over).map(str::to_owned),
            member_total,
            member_full,
        }))
    }

    fn read_what_lacks(&mut self, reader: &Reader<'_>, file: &CaseFile) -> Result<()> {
        if !self.procedures.contains_key(file.case.procedure.as_str()) {
            for (id, source) in reader.procedure_sources()? {
                if let Ok(procedure) = Procedure::read(&source, &id, &self.codes) {
                    self.procedures.insert(id, procedure);
                }
            }
        }
        if self.holidays.is_none() {
            self.holidays = Some(setup::holiday_rows(reader)?);
        }
        Ok(())
    }

    fn today(&self, reader: &Reader<'_>) -> Result<Date> {
        let set = reader.setting("work_date")?.and_then(|day| day.parse().ok());
        Ok(self.clock.said().or(set).unwrap_or_else(|| self.clock.machine_day()))
    }

    /// Members on the list, total and full; those reported where there is no list.
    fn counts(&self, file: &CaseFile, today: Date) -> (i64, i64) {
        if file.members.is_empty() {
            return file.cell.reported.map_or((0, 0), |counts| (counts.total, counts.full));
        }
        let (mut total, mut full) = (0, 0);
        for member in &file.members {
            if self.codes.find("member_status", &member.status).is_none_or(|code| code.is("counted")) {
                total += 1;
                full += i64::from(member.official_on.is_some_and(|day| day.earliest() <= today));
            }
        }
        (total, full)
    }
}
