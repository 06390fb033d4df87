//! When a thing is due, and why on that day: the event it starts from, the days counted, the days skipped.
//!
//! Invariant: no number of days stands here; rules come from the procedure, off days from the holiday table.

use super::calendar::{HolidayTable, Landing, SkipReason, SkippedDay};
use crate::text::dates::written_date;
use crate::text::message::Message;
use jiff::civil::Date;

/// How a deadline counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayUnit {
    /// Days on which offices work.
    Working,
    /// Every day.
    Calendar,
}

impl DayUnit {
    /// Every unit, for lists and faults.
    pub const ALL: [Self; 2] = [Self::Working, Self::Calendar];

    /// As procedures write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Calendar => "calendar",
        }
    }

    /// Reads what [`Self::code`] writes.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// What deadlines start from and end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// The case was opened.
    CaseOpened,
    /// The case came into the stage it is in.
    StageEntered,
    /// Its survey was made final.
    SurveyFinal,
    /// Its assessment was approved.
    AssessmentApproved,
    /// Its dossier went to the Standing Committee.
    DossierSubmitted,
    /// The Standing Committee answered.
    AnswerRecorded,
    /// The decision was issued.
    DecisionIssued,
    /// The decision took effect.
    DecisionEffective,
    /// The two sides signed the minutes.
    HandoverDone,
    /// Members got their introduction papers.
    IntroductionIssued,
    /// The case was closed.
    CaseClosed,
}

impl Event {
    /// Every event, for lists and faults.
    pub const ALL: [Self; 11] = [
        Self::CaseOpened,
        Self::StageEntered,
        Self::SurveyFinal,
        Self::AssessmentApproved,
        Self::DossierSubmitted,
        Self::AnswerRecorded,
        Self::DecisionIssued,
        Self::DecisionEffective,
        Self::HandoverDone,
        Self::IntroductionIssued,
        Self::CaseClosed,
    ];

    /// As procedures write it; its wording is `event.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CaseOpened => "case_opened",
            Self::StageEntered => "stage_entered",
            Self::SurveyFinal => "survey_final",
            Self::AssessmentApproved => "assessment_approved",
            Self::DossierSubmitted => "dossier_submitted",
            Self::AnswerRecorded => "answer_recorded",
            Self::DecisionIssued => "decision_issued",
            Self::DecisionEffective => "decision_effective",
            Self::HandoverDone => "handover_done",
            Self::IntroductionIssued => "introduction_issued",
            Self::CaseClosed => "case_closed",
        }
    }

    /// Reads what [`Self::code`] writes.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// A deadline as a procedure sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineRule {
    /// Its name in the procedure.
    pub id: String,
    /// What is due, in Vietnamese.
    pub vietnamese: String,
    /// What is due, in English.
    pub english: String,
    /// How many days.
    pub days: u32,
    /// Of which kind.
    pub unit: DayUnit,
    /// What it starts from.
    pub from: Event,
    /// What meets it.
    pub until: Event,
    /// Whether a rule of the Party sets it; otherwise it is the office's own plan.
    pub binding: bool,
    /// Where it is written.
    pub source: String,
}

/// A time in which a case stood still: from the first day, up to but without the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The day it was paused.
    pub from: Date,
    /// The day it was resumed; nothing while it still stands.
    pub to: Option<Date>,
}

impl Pause {
    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// A deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The rule's name.
    pub rule: String,
    /// The event's day.
    pub start: Date,
    /// The day it is due; nothing while the case is paused.
    pub due: Option<Date>,
    /// How it counts.
    pub unit: DayUnit,
    /// Whether an unsettled holiday or a year without holidays may move it.
    pub unsettled: bool,
    /// Why it falls on that day, sentence by sentence.
    pub why: Vec<Message>,
}

impl DeadlineRule {
    /// When the thing is due if its event happened on `start`.
    pub fn fall(&self, start: Date, pauses: &[Pause], holidays: &HolidayTable) -> Deadline {
        let paused = |day| pauses.iter().any(|pause| pause.holds(day)).then_some(SkipReason::Paused);
        let landing = match pauses.iter().filter(|pause| pause.to.is_none()).map(|pause| pause.from).min() {
            // An open pause never ends the count: see whether it lands before the pause begins.
            Some(stop) => {
                let free = |day| if day >= stop { None } else { self.skip(day, paused(day), holidays) };
                Some(holidays.count(start, self.days, free)).filter(|landing| landing.due < stop)
            }
            None => Some(holidays.count(start, self.days, |day| self.skip(day, paused(day), holidays))),
        };
        let mut why = vec![self.counted(start)];
        if let Some(landing) = &landing {
            why.extend(self.explain(landing));
        } else {
            why.push(Message::new("deadline.stopped"));
        }
        why.push(Message::new("deadline.source").with("source", &self.source));
        Deadline {
            rule: self.id.clone(),
            start,
            due: landing.as_ref().map(|landing| landing.due),
            unit: self.unit,
            unsettled: landing.as_ref().is_some_and(|landing| self.unsettled(landing)),
            why,
        }
    }

    fn skip(&self, day: Date, paused: Option<SkipReason>, holidays: &HolidayTable) -> Option<SkipReason> {
        paused.or_else(|| match self.unit {
            DayUnit::Working => holidays.why_off(day),
            DayUnit::Calendar => None,
        })
    }

    fn unsettled(&self, landing: &Landing) -> bool {
        let doubtful = |day: &SkippedDay| matches!(day.reason, SkipReason::Holiday { settled: false, .. });
        self.unit == DayUnit::Working
            && (!landing.uncovered.is_empty() || landing.skipped.iter().any(doubtful))
    }

    fn counted(&self, start: Date) -> Message {
        let key = match self.unit {
            DayUnit::Working => "deadline.counted_working",
            DayUnit::Calendar => "deadline.counted_calendar",
        };
        Message::new(key)
            .with("days", self.days)
            .with_key("event", format!("event.{}", self.from.code()))
            .with("start", written_date(start))
    }

    fn explain(&self, landing: &Landing) -> Vec<Message> {
        let mut why = Vec::new();
        let of = |wanted: SkipReason| landing.skipped.iter().filter(|day| day.reason == wanted).count();
        let (weekends, paused) = (of(SkipReason::Weekend), of(SkipReason::Paused));
        if weekends > 0 {
            why.push(Message::new("deadline.weekends").with("count", weekends));
        }
        for day in &landing.skipped {
            if let SkipReason::Holiday { name, settled } = &day.reason {
                let key = if *settled { "deadline.holiday" } else { "deadline.holiday_unsettled" };
                why.push(Message::new(key).with("day", written_date(day.date)).with("name", name));
            }
        }
        if self.unit == DayUnit::Working {
            why.extend(
                landing
                    .worked
                    .iter()
                    .map(|day| Message::new("deadline.worked").with("day", written_date(*day))),
            );
            let uncovered = landing.uncovered.iter();
            why.extend(uncovered.map(|year| Message::new("deadline.uncovered").with("year", year)));
        }
        if paused > 0 {
            why.push(Message::new("deadline.paused").with("count", paused));
        }
        why
    }
}

impl Deadline {
    /// Days left on a day, in the deadline's own unit; negative when it is overdue, nothing while paused.
    pub fn days_left(&self, today: Date, holidays: &HolidayTable) -> Option<i64> {
        let due = self.due?;
        Some(match self.unit {
            DayUnit::Working => holidays.working_days_between(today, due),
            DayUnit::Calendar => i64::from((due - today).get_days()),
        })
    }

    /// Whether the day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn rule(days: u32, unit: DayUnit) -> DeadlineRule {
        DeadlineRule {
            id: "formal_transfer".into(),
            vietnamese: "Chuyển sinh hoạt chính thức".into(),
            english: "Formal transfer".into(),
            days,
            unit,
            from: Event::DecisionEffective,
            until: Event::CaseClosed,
            binding: true,
            source: "294-QĐ/TW".into(),
        }
    }

    fn keys(deadline: &Deadline) -> Vec<&str> {
        deadline.why.iter().map(|why| why.key.as_ref()).collect()
    }

    /// 60 working days from the effective date (294-QĐ/TW, 6.3.1), across Tết 2024.
    #[test]
    fn sixty_working_days_across_tet() {
        let table = HolidayTable::vietnam();
        let deadline = rule(60, DayUnit::Working).fall(date(2023, 12, 29), &[], &table);
        assert_eq!(deadline.due, Some(date(2024, 4, 1)));
        assert!(!deadline.unsettled);
        assert_eq!(keys(&deadline)[..2], ["deadline.counted_working", "deadline.weekends"]);
        assert_eq!(keys(&deadline).iter().filter(|key| **key == "deadline.holiday").count(), 6);
        assert_eq!(deadline.days_left(date(2024, 3, 29), &table), Some(1));
        assert_eq!(deadline.days_left(date(2024, 4, 8), &table), Some(-5));
        assert!(deadline.is_overdue(date(2024, 4, 2)) && !deadline.is_overdue(date(2024, 4, 1)));
    }

    /// Hà Tĩnh 2019: decision 7/3, handover 28/3: 21 calendar days.
    #[test]
    fn calendar_days_skip_nothing() {
        let table = HolidayTable::vietnam();
        let deadline = rule(21, DayUnit::Calendar).fall(date(2019, 3, 7), &[], &table);
        assert_eq!(deadline.due, Some(date(2019, 3, 28)));
        assert_eq!(keys(&deadline), ["deadline.counted_calendar", "deadline.source"]);
        assert_eq!(deadline.days_left(date(2019, 3, 30), &table), Some(-2));
    }

    #[test]
    fn a_pause_moves_the_day_and_is_told() {
        let table = HolidayTable::vietnam();
        let pause = Pause { from: date(2019, 3, 11), to: Some(date(2019, 3, 16)) };
        let deadline = rule(21, DayUnit::Calendar).fall(date(2019, 3, 7), &[pause], &table);
        assert_eq!(deadline.due, Some(date(2019, 4, 2)));
        assert!(keys(&deadline).contains(&"deadline.paused"));
    }

    #[test]
    fn an_open_pause_stops_the_clock_unless_it_came_after() {
        let table = HolidayTable::vietnam();
        let fall = |from| {
            let pause = Pause { from, to: None };
            rule(21, DayUnit::Calendar).fall(date(2019, 3, 7), &[pause], &table)
        };
        let stopped = fall(date(2019, 3, 20));
        assert_eq!((stopped.due, stopped.days_left(date(2019, 4, 1), &table)), (None, None));
        assert!(keys(&stopped).contains(&"deadline.stopped"));
        assert_eq!(fall(date(2019, 4, 20)).due, Some(date(2019, 3, 28)));
    }

    #[test]
    fn an_unsettled_holiday_makes_the_day_unsettled() {
        let table = HolidayTable::vietnam();
        let deadline = rule(5, DayUnit::Working).fall(date(2026, 11, 20), &[], &table);
        assert_eq!((deadline.due, deadline.unsettled), (Some(date(2026, 11, 30)), true));
    }

    #[test]
    fn codes_read_back() {
        assert!(Event::ALL.into_iter().all(|event| Event::parse(event.code()) == Some(event)));
        assert!(DayUnit::ALL.into_iter().all(|unit| DayUnit::parse(unit.code()) == Some(unit)));
    }
}
