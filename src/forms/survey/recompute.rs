//! Working out again what an answer changes, and nothing else.
//!
//! Invariant: in the order of the form's dependencies, and only the instances that look at what changed; a
//! circle of relevances is gone round a few times at most.

use super::super::expression::Expression;
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::{Changes, Filling, Relevance};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which instances of a row are to be worked out: those inside one of these.
type Due = BTreeMap<(usize, usize), Vec<Instance>>;

/// How often one row is worked out at one answer, at most: more is a circle that never settles.
const MOST_TURNS: u8 = 4;

impl Filling {
    /// Works out everything.
    pub(super) fn work_out_all(&mut self, changes: &mut Changes) {
        let due = (0..self.form.nodes.len())
            .map(|place| ((self.form.graph.rank[place], place), vec![Instance::top()]))
            .collect();
        self.work_out(due, changes);
    }

    /// Works out what asks for the day or the hour, and what depends on it.
    pub(super) fn work_out_fleeting(&mut self, changes: &mut Changes) {
        let graph = &self.form.graph;
        let fleeting = (0..self.form.nodes.len()).filter(|place| graph.fleeting[*place]);
        let due = fleeting.map(|place| ((graph.rank[place], place), vec![Instance::top()])).collect();
        self.work_out(due, changes);
    }

    /// Works out what comes to words of a language, and what depends on it.
    pub(super) fn work_out_worded(&mut self) {
        let graph = &self.form.graph;
        let worded = (0..self.form.nodes.len()).filter(|place| graph.worded[*place]);
        let due = worded.map(|place| ((graph.rank[place], place), vec![Instance::top()])).collect();
        self.work_out(due, &mut Changes::default());
    }

    /// Works out what depends on the rows whose answers these changes are.
    pub(super) fn work_out_from(&mut self, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        let mut due = Due::new();
        for answer in &changes.answers {
            if let Some(place) = form.place(&answer.question) {
                self.make_due(place, &answer.instance, &mut due);
            }
        }
        let answers = changes.answers.clone();
        for answer in &answers {
            if let Some(place) = form.place(&answer.question) {
                self.trigger(place, &answer.instance, &mut due, changes);
            }
        }
        self.work_out(due, changes);
    }

    fn make_due(&self, place: usize, instance: &Instance, due: &mut Due) {
        for dependent in &self.form.graph.dependents[place] {
            let scope = instance.prefix(dependent.shared);
            let scopes = due.entry((self.form.graph.rank[dependent.place], dependent.place)).or_default();
            if !scopes.iter().any(|known| scope.is_inside(known)) {
                scopes.retain(|known| !known.is_inside(&scope));
                scopes.push(scope);
            }
        }
    }

    /// Works out what waits for a change of just this row.
    fn trigger(&mut self, place: usize, instance: &Instance, due: &mut Due, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        let mut open = vec![(place, instance.clone())];
        let mut turns = 0;
        while let Some((place, instance)) = open.pop() {
            turns += 1;
            if turns > 1_000 {
                return; // triggers that trigger one another
            }
            for target in &form.graph.triggered[place] {
                let shared = form.graph.shared(place, *target);
                for at in self.instances_within(*target, &instance.prefix(shared)) {
                    if !self.is_relevant(*target, &at) {
                        continue;
                    }
                    let calculation = form.nodes[*target].calculation.as_ref();
                    let value = calculation
                        .map(|calculation| self.worked_out(calculation, *target, &at))
                        .unwrap_or_default();
                    if self.keep(*target, &at, value, &mut changes.calculations) {
                        self.make_due(*target, &at, due);
                        open.push((*target, at));
                    }
                }
            }
        }
    }

    fn work_out(&mut self, mut due: Due, changes: &mut Changes) {
        let mut turns: BTreeMap<usize, u8> = BTreeMap::new();
        while let Some(((rank, place), scopes)) = due.pop_first() {
            let turn = turns.entry(place).or_default();
            *turn += 1;
            if *turn > MOST_TURNS {
                continue;
            }
            for scope in scopes {
                let scope = scope.prefix(self.form.nodes[place].repeats);
                for instance in self.instances_within(place, &scope) {
                    if self.work_out_row(place, &instance, changes) {
                        self.make_due(place, &instance, &mut due);
                    }
                }
            }
            debug_assert_eq!(rank, self.form.graph.rank[place]);
        }
    }

    /// Works out one row in one instance; says whether anything changed.
    fn work_out_row(&mut self, place: usize, instance: &Instance, changes: &mut Changes) -> bool {
        let form = Arc::clone(&self.form);
        let node = &form.nodes[place];
        let mut changed = false;
        let relevant = self.should_be_asked(place, instance);
        if relevant != self.is_relevant(place, instance) {
            changed = true;
            if relevant {
                self.hidden.remove(&(place, instance.clone()));
            } else {
                self.hidden.insert((place, instance.clone()));
            }
            let question = node.name.clone();
            changes.relevance.push(Relevance { question, instance: instance.clone(), relevant });
        }
        if !relevant {
            return changed;
        }
        if let Some(calculation) = node.calculation.as_ref().filter(|_| node.triggers.is_empty()) {
            let frozen =
                self.resuming && form.graph.fleeting[place] && !self.kept(place, instance).is_empty();
            if !frozen {
                let value = self.worked_out(calculation, place, instance);
                changed |= self.keep(place, instance, value, &mut changes.calculations);
            }
        }
        if node.kind == Kind::Repeat
            && let Some(count) = self.counted(place, instance)
        {
            let before = self.count(place, instance);
            if self.keep(place, instance, count, &mut changes.calculations) {
                changed = true;
                self.give_instance_defaults(place, instance, before, changes);
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

    /// Gives every unanswered question its default, if it is one of these; says whether any came to something.
    pub(super) fn give_defaults(&mut self, these: fn(&Expression) -> bool, changes: &mut Changes) -> bool {
        let form = Arc::clone(&self.form);
        let mut given = false;
        for (place, node) in form.nodes.iter().enumerate() {
            let Some(default) = node.default.as_ref().filter(|default| these(default)) else { continue };
            for instance in self.instances(place) {
                if self.kept(place, &instance).is_empty() {
                    let value = self.worked_out(default, place, &instance);
                    given |= self.keep(place, &instance, value, &mut changes.answers);
                }
            }
        }
        given
    }
}
