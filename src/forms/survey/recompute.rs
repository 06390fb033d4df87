//! Working out again what an answer changes, and nothing else.
//!
//! Invariant: in the order of the form's dependencies, so every row is worked out at most once.

use super::super::expression::evaluate;
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::around::Around;
use super::{Changes, Filling, Relevance};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Filling {
    /// Works out everything.
    pub(super) fn work_out_all(&mut self, changes: &mut Changes) {
        let due = (0..self.form.nodes.len()).map(|place| (self.form.rank[place], place)).collect();
        self.work_out(due, changes);
    }

    /// Works out what depends on a row whose answer changed.
    pub(super) fn work_out_from(&mut self, place: usize, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        let mut from: Vec<usize> = vec![place];
        // A new instance brings the rows of its repeat into being.
        from.extend(form.repeats_around(place).into_iter().filter(|repeat| {
            changes.answers.iter().any(|answer| answer.question == form.nodes[*repeat].name)
        }));
        let due = from
            .iter()
            .flat_map(|place| &form.dependents[*place])
            .map(|dependent| (form.rank[*dependent], *dependent))
            .collect();
        self.work_out(due, changes);
    }

    fn work_out(&mut self, mut due: BTreeSet<(usize, usize)>, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        while let Some((_, place)) = due.pop_first() {
            if self.work_out_row(place, changes) {
                due.extend(
                    form.dependents[place].iter().map(|dependent| (form.rank[*dependent], *dependent)),
                );
            }
        }
    }

    /// Works out one row in all its instances; says whether anything changed.
    fn work_out_row(&mut self, place: usize, changes: &mut Changes) -> bool {
        let form = Arc::clone(&self.form);
        let node = &form.nodes[place];
        let mut changed = false;
        for instance in self.instances(place) {
            let relevant = self.should_be_asked(place, &instance);
            if relevant != self.is_relevant(place, &instance) {
                changed = true;
                if relevant {
                    self.hidden.remove(&(place, instance.clone()));
                } else {
                    self.hidden.insert((place, instance.clone()));
                }
                changes.relevance.push(Relevance {
                    question: node.name.clone(),
                    instance: instance.clone(),
                    relevant,
                });
            }
            if !relevant {
                continue;
            }
            if let Some(calculation) = &node.calculation {
                let value = evaluate(calculation, &Around::question(self, place, &instance)).text();
                changed |= self.keep(place, &instance, value, &mut changes.calculations);
            }
            if node.kind == Kind::Repeat
                && let Some(count) = self.counted(place, &instance)
            {
                let before = self.count(place, &instance);
                if self.keep(place, &instance, count, &mut changes.calculations) {
                    changed = true;
                    self.give_instance_defaults(place, &instance, before, changes);
                }
            }
        }
        changed
    }

    fn should_be_asked(&self, place: usize, instance: &Instance) -> bool {
        let node = &self.form.nodes[place];
        let group_is_asked = node
            .parent
            .is_none_or(|parent| self.is_relevant(parent, &instance.prefix(self.form.nodes[parent].repeats)));
        group_is_asked
            && node.relevant.as_ref().is_none_or(|expression| self.holds(expression, place, instance))
    }

    /// Gives every unanswered question outside repeats its default.
    pub(super) fn give_defaults(&mut self, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        for (place, node) in form.nodes.iter().enumerate() {
            let Some(default) = &node.default else { continue };
            for instance in self.instances(place) {
                if self.kept(place, &instance).is_empty() {
                    let value = evaluate(default, &Around::question(self, place, &instance)).text();
                    self.keep(place, &instance, value, &mut changes.answers);
                }
            }
        }
    }
}
