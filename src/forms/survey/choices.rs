//! The choices a question offers now: filtered by other answers, perhaps shuffled.
//!
//! Invariant: an answer is held against its own choice alone; a list of thousands is not gone through for it.

use super::super::expression::{self, Expression, shuffle};
use super::super::form::Choice;
use super::super::instance::Instance;
use super::Filling;

impl Filling {
    /// The choices offered now.
    pub fn choices(&self, name: &str, instance: &Instance) -> Vec<&Choice> {
        self.form.place(name).map_or_else(Vec::new, |place| self.offered(place, instance))
    }

    fn offered(&self, place: usize, instance: &Instance) -> Vec<&Choice> {
        let node = &self.form.nodes[place];
        let list = self.form.list_of(node);
        let offered = match &node.choice_filter {
            None => list.iter().collect(),
            Some(filter) => expression::offered(filter, list.iter(), list.len(), place, instance, self),
        };
        if node.parameter("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            shuffle(offered, self.shuffling_seed(node.parameter("seed"), place, instance))
        } else {
            offered
        }
    }

    /// Whether a code may be chosen now.
    pub(super) fn is_offered(&self, place: usize, instance: &Instance, code: &str) -> bool {
        let node = &self.form.nodes[place];
        let mut chosen = self.form.list_of(node).iter().filter(|choice| choice.code == code).peekable();
        match &node.choice_filter {
            None => chosen.peek().is_some(),
            Some(filter) => !expression::offered(filter, chosen, 1, place, instance, self).is_empty(),
        }
    }

    /// As the parameter says, `7` or `${other}`; else one figure for the survey, question and instance.
    fn shuffling_seed(&self, written: Option<&str>, place: usize, instance: &Instance) -> f64 {
        let drawn = || expression::parse("random() * 1000000000").ok();
        let seed = written.and_then(|written| match written.strip_prefix("${") {
            Some(name) => self.form.place(name.trim_end_matches('}')).map(|of| {
                use super::super::expression::Surroundings;
                let shared = self.form.graph.shared(place, of);
                self.value(of, &instance.prefix(shared)).number()
            }),
            None => written.parse().ok(),
        });
        seed.or_else(|| drawn().map(|drawn: Expression| self.worth(&drawn, place, instance).number()))
            .unwrap_or(1.0)
    }
}
