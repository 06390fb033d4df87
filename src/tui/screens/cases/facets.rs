//! Which cases a list is narrowed to, beside what is searched.
//!
//! Invariant: every facet is shown in words above the list while it holds.

use crate::domain::ids::Id;
use crate::office::cases::CaseRow;
use crate::text::message::Message;
use jiff::civil::Date;

/// How the nearest deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Past.
    Overdue,
    /// Within seven days from today.
    ThisWeek,
}

impl Due {
    /// The word in saved views.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::ThisWeek => "this_week",
        }
    }

    /// Reads it.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Overdue, Self::ThisWeek].into_iter().find(|due| due.code() == code)
    }
}

/// What the list is narrowed to. An id of a facet stands beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// A stage: code and name.
    pub stage: Option<(String, String)>,
    /// A receiving committee: id (empty: none yet) and name.
    pub receiver: Option<(String, String)>,
    /// An officer: id (empty: nobody) and name.
    pub officer: Option<(String, String)>,
    /// A deadline past or near.
    pub due: Option<Due>,
    /// Only those that wait for somebody outside the office.
    pub waiting: bool,
    /// Closed, paused and cancelled ones too?
    pub all_states: bool,
}

impl Facets {
    /// Does a case belong to the list?
    pub fn fit(&self, row: &CaseRow, today: Date) -> bool {
        let same = |facet: &Option<(String, String)>, id: Option<&str>| {
            facet.as_ref().is_none_or(|(wanted, _)| wanted == id.unwrap_or_default())
        };
        same(&self.stage, Some(&row.stage))
            && same(&self.receiver, row.receiver.as_ref().map(Id::as_str))
            && same(&self.officer, row.officer.as_ref().map(Id::as_str))
            && (self.all_states || (row.side_state.is_none() && row.closed_on.is_none()))
            && (!self.waiting || row.waiting_for.is_some())
            && match self.due {
                None => true,
                Some(Due::Overdue) => row.due_on.is_some_and(|due| due < today),
                Some(Due::ThisWeek) => {
                    row.due_on.is_some_and(|due| (0..=7).contains(&(due - today).get_days()))
                }
            }
    }

    /// Is anything narrowed?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What holds, a few words each.
    pub fn words(&self) -> Vec<Message> {
        let named = |key: &'static str, facet: &Option<(String, String)>| {
            facet.as_ref().map(|(_, name)| Message::new(key).with("name", name))
        };
        let mut words: Vec<Message> = [
            named("screen.cases.facet.stage", &self.stage),
            named("screen.cases.facet.receiver", &self.receiver),
            named("screen.cases.facet.officer", &self.officer),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let Some(due) = self.due {
            words.push(Message::new(format!("screen.cases.facet.{}", due.code())));
        }
        if self.waiting {
            words.push(Message::new("screen.cases.facet.waiting"));
        }
        if self.all_states {
            words.push(Message::new("screen.cases.facet.all_states"));
        }
        words
    }
}
