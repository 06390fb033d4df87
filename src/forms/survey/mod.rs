//! A form being filled in: its answers, what is asked now, what is worked out, what is still missing.
//!
//! [`Filling::set`] takes an answer as typed and tells everything that changed by it, so that the caller can
//! keep and show just that. An answer to a question no longer relevant is kept, but counts as blank and is
//! no part of [`Filling::final_answers`].
//!
//! Invariant: pure state. The caller keeps the answers, gives the day, and never loses what was typed.

mod around;
mod check;
mod choices;
mod recompute;
mod register;
mod repeats;
mod wording;

pub use check::{Complaint, Missing, Progress};
pub use register::Difference;
pub use wording::Screen;

use super::answer;
use super::expression::{Expression, Occasion, When};
use super::form::{Form, Node};
use super::instance::Instance;
use super::kind::Kind;
use crate::domain::fault::nearest;
use crate::text::message::Message;
use jiff::civil::Date;
use repeats::MOST;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One answer, or a value worked out; empty when cleared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// Name of the question.
    pub question: String,
    /// Of which instance of its repeats.
    pub instance: Instance,
    /// As kept.
    pub value: String,
}

/// What one act changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Answers given, cleared or moved.
    pub answers: Vec<Answer>,
    /// Values worked out anew.
    pub calculations: Vec<Answer>,
    /// Questions and groups that are asked from now on, or no longer.
    pub relevance: Vec<Relevance>,
}

impl Changes {
    /// Everything to keep: answers and calculations.
    pub fn to_keep(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().chain(&self.calculations)
    }
}

/// A question or group that is asked from now on, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relevance {
    /// Its name.
    pub question: String,
    /// Of which instance.
    pub instance: Instance,
    /// Whether it is asked now.
    pub relevant: bool,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The form asks no such thing.
    #[error("no question {name}")]
    NoSuchQuestion {
        /// As given.
        name: String,
        /// The nearest right name.
        near: Option<String>,
    },
    /// A note, a group, or a value worked out.
    #[error("{name} takes no answer")]
    TakesNone {
        /// The question.
        name: String,
    },
    /// The form allows no change by hand.
    #[error("{name} is read-only")]
    ReadOnly {
        /// The question.
        name: String,
    },
    /// A repeat is asked a whole number of times.
    #[error("{name} cannot be asked {typed:?} times")]
    NotACount {
        /// The repeat.
        name: String,
        /// As given.
        typed: String,
    },
    /// A repeat is asked so often at most.
    #[error("{name} cannot be asked more than {} times", MOST)]
    TooMany {
        /// The repeat.
        name: String,
    },
    /// Not an instance of the question's repeats.
    #[error("{name} has no instance {instance}")]
    NoSuchInstance {
        /// The question.
        name: String,
        /// As given.
        instance: Instance,
    },
}

impl AnswerError {
    /// The sentence to show.
    pub fn message(&self) -> Message {
        match self {
            Self::NoSuchQuestion { name, near: None } => {
                Message::new("forms.answer.no_such_question").with("name", name)
            }
            Self::NoSuchQuestion { name, near: Some(near) } => {
                Message::new("forms.answer.no_such_question_near").with("name", name).with("near", near)
            }
            Self::TakesNone { name } => Message::new("forms.answer.takes_none").with("name", name),
            Self::ReadOnly { name } => Message::new("forms.answer.read_only").with("name", name),
            Self::NotACount { typed, .. } => Message::new("forms.answer.not_whole").with("value", typed),
            Self::TooMany { .. } => Message::new("forms.answer.too_many_rounds").with("most", MOST),
            Self::NoSuchInstance { name, instance } if instance.depth() == 0 => {
                Message::new("forms.answer.which_instance").with("name", name)
            }
            Self::NoSuchInstance { name, instance } => {
                Message::new("forms.answer.no_such_instance").with("name", name).with("instance", instance)
            }
        }
    }
}

/// A form and its answers so far.
#[derive(Debug, Clone)]
pub struct Filling {
    form: Arc<Form>,
    /// The language of choice labels in calculations and of wordings.
    language: String,
    occasion: Occasion,
    /// While answers kept are read again: a day or hour once worked out stands.
    resuming: bool,
    /// By place of the question, so that its instances stand together; none is empty.
    answers: BTreeMap<(usize, Instance), String>,
    /// What is not asked.
    hidden: BTreeSet<(usize, Instance)>,
}

impl Filling {
    /// Begins a new survey. What changed are its defaults and first calculations, to be kept.
    pub fn begin(form: Arc<Form>, when: impl Into<When>) -> (Self, Changes) {
        let mut filling = Self::empty(form, when.into().first());
        let mut changes = Changes::default();
        filling.give_defaults(|default| matches!(default, Expression::Text(_)), &mut changes);
        filling.work_out_all(&mut changes);
        // A first answer that is worked out may look at a calculation.
        if filling.give_defaults(|_| true, &mut changes) {
            filling.work_out_all(&mut changes);
        }
        (filling, changes)
    }

    /// Opens a survey again with the answers kept: name, instance, value. What names no question of this form
    /// is left out.
    pub fn resume<'a>(
        form: Arc<Form>,
        answers: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
        when: impl Into<When>,
    ) -> Self {
        let mut filling = Self::empty(form, when.into().first());
        for (name, instance, value) in answers {
            if let (Some(place), Some(instance)) = (filling.form.place(name), Instance::parse(instance))
                && !value.is_empty()
                && instance.depth() == filling.form.nodes[place].repeats
            {
                filling.answers.insert((place, instance), value.to_owned());
            }
        }
        filling.count_instances();
        filling.resuming = true;
        filling.work_out_all(&mut Changes::default());
        filling.resuming = false;
        filling
    }

    fn empty(form: Arc<Form>, occasion: Occasion) -> Self {
        let language = form.default_language().to_owned();
        let (answers, hidden) = (BTreeMap::new(), BTreeSet::new());
        Self { form, language, occasion, resuming: false, answers, hidden }
    }

    /// The form.
    pub const fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// When, and on whose machine, it is worked on.
    pub const fn occasion(&self) -> &Occasion {
        &self.occasion
    }

    /// The day by which `today()` is answered.
    pub fn today(&self) -> Date {
        self.occasion.today()
    }

    /// Speaks another language of the form from now on. What names things by their labels is worked out in it,
    /// to be shown; the caller keeps it as it was.
    pub fn speak(&mut self, language: &str) {
        if self.language != language {
            language.clone_into(&mut self.language);
            self.resuming = true;
            self.work_out_worded();
            self.resuming = false;
        }
    }

    /// The answer as kept; empty where there is none.
    pub fn answer(&self, name: &str, instance: &Instance) -> &str {
        self.form.place(name).map_or("", |place| self.kept(place, instance))
    }

    /// The answer as a person reads and types it.
    pub fn shown(&self, name: &str, instance: &Instance) -> String {
        let Some(place) = self.form.place(name) else { return String::new() };
        let node = &self.form.nodes[place];
        answer::show(node, &self.listed(place, instance), self.kept(place, instance), &self.language)
    }

    /// Every answer and calculation kept, in the order of the form, relevant or not.
    pub fn answers(&self) -> impl Iterator<Item = (&Node, &Instance, &str)> {
        self.answers
            .iter()
            .map(|((place, instance), value)| (&self.form.nodes[*place], instance, value.as_str()))
    }

    /// What a finalised survey says: the answers and calculations that are relevant.
    pub fn final_answers(&self) -> impl Iterator<Item = (&Node, &Instance, &str)> {
        self.answers
            .iter()
            .filter(|((place, instance), _)| self.stands(*place, instance))
            .map(|((place, instance), value)| (&self.form.nodes[*place], instance, value.as_str()))
    }

    /// Gives an answer as typed; empty clears it. What cannot be read is kept as typed, and
    /// [`Self::check`] complains of it.
    ///
    /// # Errors
    /// Where there is nothing to answer.
    pub fn set(
        &mut self,
        name: &str,
        instance: &Instance,
        typed: &str,
        when: impl Into<When>,
    ) -> Result<Changes, AnswerError> {
        let place = self.answerable(name, instance)?;
        let form = Arc::clone(&self.form);
        let node = &form.nodes[place];
        let value = answer::read(node, &self.listed(place, instance), typed);
        if node.kind == Kind::Repeat && value.parse::<usize>().is_err() {
            return Err(AnswerError::NotACount { name: name.to_owned(), typed: typed.to_owned() });
        }
        if node.kind == Kind::Repeat && value.parse::<usize>().is_ok_and(|count| count > MOST) {
            return Err(AnswerError::TooMany { name: name.to_owned() });
        }
        let mut changes = Changes::default();
        self.make_room(place, instance, &mut changes);
        let before = self.count(place, instance);
        self.keep(place, instance, value, &mut changes.answers);
        if node.kind == Kind::Repeat {
            self.give_instance_defaults(place, instance, before, &mut changes);
        }
        let day = self.occasion.today();
        self.move_to(when);
        let new_day = self.occasion.today() != day;
        self.work_out_from(&mut changes);
        if new_day {
            self.work_out_fleeting(&mut changes);
        }
        Ok(changes)
    }

    fn move_to(&mut self, when: impl Into<When>) {
        self.occasion = when.into().after(self.occasion.clone());
    }

    /// Works out again what asks for the day or the hour: for a draft opened later, and before finalising.
    pub fn refresh(&mut self, when: impl Into<When>) -> Changes {
        self.move_to(when);
        let mut changes = Changes::default();
        self.work_out_fleeting(&mut changes);
        changes
    }

    /// Whether the question, note or group is asked now.
    pub fn relevant(&self, name: &str, instance: &Instance) -> bool {
        self.form.place(name).is_some_and(|place| self.is_relevant(place, instance))
    }

    /// Whether an answer there counts: the question is asked now, and its round is one of those there are.
    pub fn counts(&self, name: &str, instance: &Instance) -> bool {
        self.form.place(name).is_some_and(|place| self.stands(place, instance))
    }

    /// Whether a person may not change it.
    pub fn read_only(&self, name: &str, instance: &Instance) -> bool {
        self.form.place(name).is_some_and(|place| {
            let node = &self.form.nodes[place];
            node.read_only.as_ref().is_some_and(|expression| self.holds(expression, place, instance))
        })
    }

    fn answerable(&self, name: &str, instance: &Instance) -> Result<usize, AnswerError> {
        let Some(place) = self.form.place(name) else {
            let near = nearest(name, self.form.questions().map(|node| node.name.as_str()));
            return Err(AnswerError::NoSuchQuestion { name: name.to_owned(), near: near.map(str::to_owned) });
        };
        let node = &self.form.nodes[place];
        let takes_one = node.kind.is_asked()
            || node.kind == Kind::Hidden
            || (node.kind == Kind::Repeat && node.repeat_count.is_none());
        if !takes_one {
            return Err(AnswerError::TakesNone { name: name.to_owned() });
        }
        if !self.may_exist(place, instance) {
            return Err(AnswerError::NoSuchInstance { name: name.to_owned(), instance: instance.clone() });
        }
        if self.read_only(name, instance) {
            return Err(AnswerError::ReadOnly { name: name.to_owned() });
        }
        Ok(place)
    }

    fn kept(&self, place: usize, instance: &Instance) -> &str {
        self.answers.get(&(place, instance.clone())).map_or("", String::as_str)
    }

    /// Puts a value in its place, and notes it where it is another than before.
    fn keep(&mut self, place: usize, instance: &Instance, value: String, noted: &mut Vec<Answer>) -> bool {
        if self.kept(place, instance) == value {
            return false;
        }
        noted.push(Answer {
            question: self.form.nodes[place].name.clone(),
            instance: instance.clone(),
            value: value.clone(),
        });
        if value.is_empty() {
            self.answers.remove(&(place, instance.clone()));
        } else {
            self.answers.insert((place, instance.clone()), value);
        }
        true
    }

    fn stands(&self, place: usize, instance: &Instance) -> bool {
        self.is_relevant(place, instance) && self.exists(place, instance)
    }

    fn is_relevant(&self, place: usize, instance: &Instance) -> bool {
        !self.hidden.contains(&(place, instance.clone()))
    }
}
