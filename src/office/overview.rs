//! The overview: the pipeline, what is due, who receives, and how the Party grew: all in a few sums.
//!
//! Invariant: made of indexed sums only, so that the first frame does not wait for the register.

use super::desk::Office;
use super::error::Result;
use crate::store::{AgendaLine, Tally};
use crate::text::locale::Language;
use jiff::civil::Date;

/// Lines of the agenda that the overview shows at most.
const AGENDA_LINES: usize = 12;

/// What the overview shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// The stages in order.
    pub stages: Vec<StageFigures>,
    /// Cells in the register.
    pub cells: i64,
    /// Cells with no case yet.
    pub without_case: i64,
    /// Cases that are paused.
    pub paused: i64,
    /// Cases that are closed.
    pub closed: i64,
    /// Cases past their deadline.
    pub overdue: i64,
    /// Cases due within the week.
    pub due_this_week: i64,
    /// Cases that wait for somebody outside the office.
    pub waiting: i64,
    /// The most urgent cases.
    pub agenda: Vec<AgendaLine>,
    /// By receiving committee.
    pub receivers: Vec<Tally>,
    /// Members admitted by year, for the chart.
    pub admitted: Vec<(String, i64)>,
}

/// One stage of the pipeline, cases on their way only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageFigures {
    /// Stage code.
    pub stage: String,
    /// Name in Vietnamese and English.
    pub names: (String, String),
    /// Cases.
    pub cases: i64,
    /// Members in them.
    pub members: i64,
}

impl StageFigures {
    /// The name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.names.0,
            Language::English => &self.names.1,
        }
    }
}

impl Office {
    /// The figures of the overview.
    pub fn overview(&self) -> Result<Overview> {
        let reader = self.reader();
        let tallies = reader.stage_tallies()?;
        let sum = |fits: &dyn Fn(&&crate::store::StageTally) -> bool| -> i64 {
            tallies.iter().filter(fits).map(|tally| tally.cases).sum()
        };
        let procedure = self.newest_procedure()?;
        let stages = procedure.stages.iter().map(|stage| {
            let here = || {
                tallies
                    .iter()
                    .filter(|tally| tally.stage == stage.id && tally.side_state.is_none() && !tally.closed)
            };
            StageFigures {
                stage: stage.id.clone(),
                names: (stage.name.vietnamese.clone(), stage.name.english.clone()),
                cases: here().map(|tally| tally.cases).sum(),
                members: here().map(|tally| tally.members).sum(),
            }
        });
        let today = self.today();
        let (overdue, due_this_week, waiting) = reader.agenda_counts(today, week_after(today))?;
        let (cells, without_case) = reader.cell_count()?;
        let admitted = self.admitted_by_year()?;
        Ok(Overview {
            stages: stages.collect(),
            cells,
            without_case,
            paused: sum(&|tally| tally.side_state.as_deref() == Some("paused")),
            closed: sum(&|tally| tally.closed),
            overdue,
            due_this_week,
            waiting,
            agenda: reader.agenda_lines(None, AGENDA_LINES)?,
            receivers: reader.case_receivers()?,
            admitted,
        })
    }

    /// Every case with a deadline, soonest first.
    pub fn agenda(&self) -> Result<Vec<AgendaLine>> {
        Ok(self.reader().agenda_lines(None, usize::MAX >> 1)?)
    }

    fn admitted_by_year(&self) -> Result<Vec<(String, i64)>> {
        let counted = |kind: &str| {
            self.codes()
                .find("movement", kind)
                .is_some_and(|code| code.attribute("figure") == Some("admitted"))
        };
        let years = self.reader().movements_by_year()?;
        let mut admitted: Vec<(String, i64)> = Vec::new();
        for (year, kind, quantity) in years {
            let quantity = if counted(&kind) { quantity } else { 0 };
            match admitted.last_mut() {
                Some((last, sum)) if *last == year => *sum += quantity,
                _ => admitted.push((year, quantity)),
            }
        }
        Ok(admitted)
    }
}

fn week_after(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(7))
}
