//! The choices a question offers now: filtered by other answers, perhaps shuffled.
//!
//! Invariant: an answer is held against its own choice alone; a list of thousands is not gone through for it.

use super::super::answer;
use super::super::expression::{self, Expression, shuffle};
use super::super::form::{Choice, Texts};
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::Filling;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

impl Filling {
    /// The choices offered now.
    pub fn choices(&self, name: &str, instance: &Instance) -> Vec<Cow<'_, Choice>> {
        self.form.place(name).map_or_else(Vec::new, |place| self.offered(place, instance))
    }

    fn offered(&self, place: usize, instance: &Instance) -> Vec<Cow<'_, Choice>> {
        let node = &self.form.nodes[place];
        let list = self.form.list_of(node);
        let offered: Vec<Cow<'_, Choice>> = match (self.form.source_of(node), &node.choice_filter) {
            (Some(source), _) => self.answered(place, source, instance).into_iter().map(Cow::Owned).collect(),
            (None, None) => list.iter().map(Cow::Borrowed).collect(),
            (None, Some(filter)) => {
                let offered = expression::offered(filter, list.iter(), list.len(), place, instance, self);
                offered.into_iter().map(Cow::Borrowed).collect()
            }
        };
        if node.parameter("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            shuffle(offered, self.shuffling_seed(node.parameter("seed"), place, instance))
        } else {
            offered
        }
    }

    /// The choices a code or a label is looked up in: all of the list, whatever its filter.
    pub(super) fn listed(&self, place: usize, instance: &Instance) -> Cow<'_, [Choice]> {
        let node = &self.form.nodes[place];
        match self.form.source_of(node) {
            Some(source) => Cow::Owned(self.answered(place, source, instance)),
            None => Cow::Borrowed(self.form.list_of(node)),
        }
    }

    /// The answers to another question as choices, `select_one ${name}`: those of the innermost repeat around
    /// it. The filter is asked of each, as if it stood beside that answer.
    fn answered(&self, place: usize, source: usize, instance: &Instance) -> Vec<Choice> {
        let node = &self.form.nodes[place];
        let around = self.form.nodes[source].repeats.saturating_sub(1);
        let outer = instance.prefix(self.form.graph.shared(place, source).min(around));
        let mut seen: HashSet<String> = HashSet::new();
        let mut choices = Vec::new();
        for other in self.instances_within(source, &outer) {
            let answer = self.kept(source, &other);
            let is_asked = !answer.is_empty() && Self::is_relevant(self, source, &other);
            if !is_asked
                || !node.choice_filter.as_ref().is_none_or(|filter| self.holds(filter, source, &other))
            {
                continue;
            }
            // A source may take its own answers from elsewhere: no further than its codes.
            let asked = &self.form.nodes[source];
            let shown = answer::show(asked, self.form.list_of(asked), answer, &self.language);
            // Several codes in one answer are apart by spaces.
            let code = match node.kind {
                Kind::SelectOne(_) => answer.to_owned(),
                _ => answer.split_whitespace().collect::<Vec<_>>().join("_"),
            };
            if seen.insert(code.clone()) {
                choices.push(Choice {
                    columns: BTreeMap::from([("name".to_owned(), code.clone())]),
                    code,
                    label: Texts::one(self.form.default_language(), &shown),
                    media: BTreeMap::new(),
                    row: 0, // of no sheet of the form
                });
            }
        }
        choices
    }

    /// Whether a code may be chosen now.
    pub(super) fn is_offered(&self, place: usize, instance: &Instance, code: &str) -> bool {
        let node = &self.form.nodes[place];
        if let Some(source) = self.form.source_of(node) {
            return self.answered(place, source, instance).iter().any(|choice| choice.code == code);
        }
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
