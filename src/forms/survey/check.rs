//! What is wrong with an answer, and what is still missing.
//!
//! Invariant: a complaint is the form's own words where it has them.

use super::super::answer;
use super::super::form::{Page, Texts};
use super::super::instance::Instance;
use super::Filling;
use super::repeats::MOST;
use crate::text::locale::Locale;
use crate::text::message::Message;

/// What to tell about an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// In the form's own words, `${name}` filled in.
    Form(Texts),
    /// In the program's.
    Program(Message),
}

impl Complaint {
    /// Worded in the language of the locale.
    pub fn say(&self, locale: &Locale) -> String {
        match self {
            Self::Form(texts) => texts.get(locale.language().code()).to_owned(),
            Self::Program(message) => locale.say(message),
        }
    }
}

/// A question that keeps the survey from being finalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its name.
    pub question: String,
    /// Of which instance.
    pub instance: Instance,
    /// The innermost group around it.
    pub group: Option<String>,
    /// Whether there is no answer at all, rather than a wrong one.
    pub unanswered: bool,
    /// Why.
    pub complaint: Complaint,
}

/// How far a survey, or a part of it, has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions asked now.
    pub asked: usize,
    /// Of these answered.
    pub answered: usize,
    /// Questions that must be answered.
    pub required: usize,
    /// Of these answered.
    pub required_answered: usize,
}

impl Filling {
    /// What is wrong with an answer; nothing while it is empty or not asked.
    pub fn check(&self, name: &str, instance: &Instance) -> Option<Complaint> {
        let place = self.form.place(name)?;
        if !self.is_relevant(place, instance) {
            return None;
        }
        let node = &self.form.nodes[place];
        let kept = self.kept(place, instance);
        if kept.is_empty() {
            return None;
        }
        if let Some(fault) = answer::fault(node, |code| self.is_offered(place, instance, code), kept) {
            return Some(Complaint::Program(fault));
        }
        let constraint = node.constraint.as_ref()?;
        if self.holds(constraint, place, instance) {
            return None;
        }
        Some(self.words_or(&node.constraint_message, "forms.answer.not_allowed", place, instance))
    }

    /// What the form says of a question that must be answered and is not.
    pub fn lacks(&self, name: &str, instance: &Instance) -> Option<Complaint> {
        let place = self.form.place(name)?;
        let lacking = self.kept(place, instance).is_empty() && self.is_required(place, instance);
        let message = &self.form.nodes[place].required_message;
        lacking.then(|| self.words_or(message, "forms.answer.required", place, instance))
    }

    /// Whether it must be answered now.
    pub fn required(&self, name: &str, instance: &Instance) -> bool {
        self.form.place(name).is_some_and(|place| self.is_required(place, instance))
    }

    /// All that keeps the survey from being finalised, in the order of the form. Empty: it may be.
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = self.too_many_rounds();
        for (place, instance) in self.asked() {
            let node = &self.form.nodes[place];
            let unanswered = self.kept(place, &instance).is_empty();
            let complaint = if unanswered {
                self.lacks(&node.name, &instance)
            } else {
                self.check(&node.name, &instance)
            };
            if let Some(complaint) = complaint {
                missing.push(self.lacking(place, instance, unanswered, complaint));
            }
        }
        missing
    }

    fn lacking(&self, place: usize, instance: Instance, unanswered: bool, complaint: Complaint) -> Missing {
        let node = &self.form.nodes[place];
        let group = node.parent.and_then(|parent| self.form.nodes.get(parent));
        let group = group.map(|group| group.name.clone());
        Missing { question: node.name.clone(), group, instance, unanswered, complaint }
    }

    /// Repeats the form would ask more often than any survey does.
    fn too_many_rounds(&self) -> Vec<Missing> {
        let counted =
            (0..self.form.nodes.len()).filter(|place| self.form.nodes[*place].repeat_count.is_some());
        let mut found = Vec::new();
        for place in counted {
            for instance in self.instances(place) {
                if self.is_relevant(place, &instance) && self.counts_too_many(place, &instance) {
                    let message = Message::new("forms.answer.too_many_rounds").with("most", MOST);
                    found.push(self.lacking(place, instance, false, Complaint::Program(message)));
                }
            }
        }
        found
    }

    /// Questions asked now and not answered, in the order of the form.
    pub fn unanswered(&self) -> Vec<(&str, Instance)> {
        let empty = |(place, instance): &(usize, Instance)| self.kept(*place, instance).is_empty();
        let named = |(place, instance): (usize, Instance)| (self.form.nodes[place].name.as_str(), instance);
        self.asked().into_iter().filter(empty).map(named).collect()
    }

    /// How far the survey has come.
    pub fn progress(&self) -> Progress {
        self.count_progress(|_| true)
    }

    /// How far one page has come, over all its instances.
    pub fn progress_of(&self, page: &Page) -> Progress {
        self.count_progress(|place| page.rows.contains(&place))
    }

    fn count_progress(&self, counts: impl Fn(usize) -> bool) -> Progress {
        let mut progress = Progress::default();
        for (place, instance) in self.asked().into_iter().filter(|(place, _)| counts(*place)) {
            let answered = usize::from(!self.kept(place, &instance).is_empty());
            progress.asked += 1;
            progress.answered += answered;
            if self.is_required(place, &instance) {
                progress.required += 1;
                progress.required_answered += answered;
            }
        }
        progress
    }

    /// Every question a person is asked now, in the order of the form.
    pub(super) fn asked(&self) -> Vec<(usize, Instance)> {
        let mut asked = Vec::new();
        for (place, node) in self.form.nodes.iter().enumerate().filter(|(_, node)| node.kind.is_asked()) {
            // Worked out and not to be changed: nobody is asked.
            if node.calculation.is_some() && node.read_only.is_some() {
                continue;
            }
            let instances = self.instances(place).into_iter();
            asked.extend(
                instances
                    .filter(|instance| self.is_relevant(place, instance))
                    .map(|instance| (place, instance)),
            );
        }
        asked
    }

    fn is_required(&self, place: usize, instance: &Instance) -> bool {
        let node = &self.form.nodes[place];
        node.kind.is_asked()
            && self.is_relevant(place, instance)
            && node.required.as_ref().is_some_and(|expression| self.holds(expression, place, instance))
    }

    fn words_or(&self, own: &Texts, key: &'static str, place: usize, instance: &Instance) -> Complaint {
        if own.is_empty() {
            Complaint::Program(Message::new(key))
        } else {
            Complaint::Form(self.fill(own, place, instance))
        }
    }
}
