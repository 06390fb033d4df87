//! Repeats: how often each is asked, adding and removing an instance.
//!
//! The answer kept under a repeat's own name is how often it is asked.
//!
//! Invariant: at most [`MOST`] instances, whatever a count says, so that no form can hang the program.

use super::super::expression::When;
use super::super::form::Form;
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::{AnswerError, Changes, Filling};
use std::collections::BTreeSet;
use std::sync::Arc;

/// More instances than any survey has.
pub(super) const MOST: usize = 1_000;

impl Form {
    /// The repeats around a row, outermost first, itself not counted.
    pub(super) fn repeats_around(&self, place: usize) -> &[usize] {
        &self.graph.repeats[place]
    }
}

impl Filling {
    /// How often a repeat is asked.
    pub fn repeat_count(&self, repeat: &str, instance: &Instance) -> usize {
        self.form.place(repeat).map_or(0, |place| self.count(place, instance))
    }

    /// Adds an instance to a repeat that may have as many as wanted.
    ///
    /// # Errors
    /// Where there is no such repeat, or the form counts it.
    pub fn add_instance(
        &mut self,
        repeat: &str,
        instance: &Instance,
        when: impl Into<When>,
    ) -> Result<Changes, AnswerError> {
        let more = (self.repeat_count(repeat, instance) + 1).min(MOST);
        self.set(repeat, instance, &more.to_string(), when)
    }

    /// Removes the n-th instance of a repeat, counted from 1; the later ones move up. The caller keeps what
    /// changed, so that it can be undone.
    ///
    /// # Errors
    /// Where there is no such repeat or instance, or the form counts it.
    pub fn remove_instance(
        &mut self,
        repeat: &str,
        instance: &Instance,
        index: u32,
        when: impl Into<When>,
    ) -> Result<Changes, AnswerError> {
        let place = self.answerable(repeat, instance)?;
        let count = self.count(place, instance);
        let gone = instance.child(index);
        if index == 0 || index as usize > count || self.form.nodes[place].kind != Kind::Repeat {
            return Err(AnswerError::NoSuchInstance { name: repeat.to_owned(), instance: gone });
        }
        let depth = instance.depth();
        let inside = |form: &Form, node: usize| form.repeats_around(node).get(depth) == Some(&place);
        let moved: Vec<_> = self
            .answers
            .iter()
            .filter(|((node, of), _)| {
                inside(&self.form, *node)
                    && of.prefix(depth) == *instance
                    && of.at(depth).is_some_and(|at| at >= index)
            })
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let mut changes = Changes::default();
        let mut placed = Vec::with_capacity(moved.len());
        for ((node, of), value) in &moved {
            if of.at(depth) != Some(index) {
                placed.push((*node, of.moved_up(depth), value.clone()));
            }
        }
        for ((node, of), _) in &moved {
            if !placed.iter().any(|(kept, at, _)| kept == node && at == of) {
                self.keep(*node, of, String::new(), &mut changes.answers);
            }
        }
        for (node, of, value) in placed {
            self.keep(node, &of, value, &mut changes.answers);
        }
        self.keep(place, instance, (count - 1).to_string(), &mut changes.answers);
        self.move_to(when);
        self.work_out_all(&mut changes);
        Ok(changes)
    }

    pub(super) fn count(&self, repeat: usize, instance: &Instance) -> usize {
        self.kept(repeat, instance).parse::<usize>().unwrap_or(0).min(MOST)
    }

    /// What a repeat's count comes to now.
    pub(super) fn counted(&self, repeat: usize, instance: &Instance) -> Option<String> {
        let expression = self.form.nodes[repeat].repeat_count.as_ref()?;
        let count = self.worth(expression, repeat, instance).number();
        // A float that is no count (NaN, negative) becomes 0.
        Some((count as usize).min(MOST).to_string())
    }

    /// Whether the form counts more instances than any survey has: the first [`MOST`] are asked.
    pub(super) fn counts_too_many(&self, repeat: usize, instance: &Instance) -> bool {
        let expression = self.form.nodes[repeat].repeat_count.as_ref();
        expression.is_some_and(|expression| self.worth(expression, repeat, instance).number() > MOST as f64)
    }

    /// All instances a row has now.
    pub(super) fn instances(&self, place: usize) -> Vec<Instance> {
        self.instances_within(place, &Instance::top())
    }

    /// The instances a row has inside one of an outer repeat.
    pub(super) fn instances_within(&self, place: usize, outer: &Instance) -> Vec<Instance> {
        let mut all = vec![outer.clone()];
        if self.form.nodes[place].repeats == outer.depth() {
            return all;
        }
        for repeat in self.form.repeats_around(place).iter().copied().skip(outer.depth()) {
            all = all
                .iter()
                .flat_map(|instance| {
                    let count = u32::try_from(self.count(repeat, instance)).unwrap_or(0);
                    (1..=count).map(|index| instance.child(index))
                })
                .take(MOST * 10)
                .collect();
        }
        all
    }

    /// Whether a row has this instance now.
    pub(super) fn exists(&self, place: usize, instance: &Instance) -> bool {
        let repeats = self.form.repeats_around(place);
        repeats.len() == instance.depth()
            && repeats.iter().enumerate().all(|(depth, repeat)| {
                let count = self.count(*repeat, &instance.prefix(depth));
                instance.at(depth).is_some_and(|index| index as usize <= count)
            })
    }

    /// Whether a row has this instance, or could by adding the next ones.
    pub(super) fn may_exist(&self, place: usize, instance: &Instance) -> bool {
        let repeats = self.form.repeats_around(place);
        repeats.len() == instance.depth()
            && repeats.iter().enumerate().all(|(depth, repeat)| {
                let most = if self.form.nodes[*repeat].repeat_count.is_some() {
                    self.count(*repeat, &instance.prefix(depth))
                } else {
                    MOST
                };
                instance.at(depth).is_some_and(|index| index as usize <= most)
            })
    }

    /// Adds the instances an answer needs to stand in.
    pub(super) fn make_room(&mut self, place: usize, instance: &Instance, changes: &mut Changes) {
        if instance.depth() == 0 {
            return;
        }
        let form = Arc::clone(&self.form);
        for (depth, repeat) in form.repeats_around(place).iter().copied().enumerate() {
            let outer = instance.prefix(depth);
            let needed = instance.at(depth).map_or(0, |index| index as usize).min(MOST);
            let counted = self.form.nodes[repeat].repeat_count.is_some();
            let before = self.count(repeat, &outer);
            if !counted && before < needed {
                self.keep(repeat, &outer, needed.to_string(), &mut changes.answers);
                self.give_instance_defaults(repeat, &outer, before, changes);
            }
        }
    }

    /// Gives the questions of a repeat's new instances, those after `before`, their defaults.
    pub(super) fn give_instance_defaults(
        &mut self,
        repeat: usize,
        outer: &Instance,
        before: usize,
        changes: &mut Changes,
    ) {
        let form = Arc::clone(&self.form);
        let new = self.count(repeat, outer);
        for (place, node) in form.nodes.iter().enumerate() {
            let Some(default) = &node.default else { continue };
            if form.repeats_around(place).get(outer.depth()) != Some(&repeat) {
                continue;
            }
            for instance in self.instances_within(place, outer) {
                let index = instance.at(outer.depth()).map_or(0, |index| index as usize);
                if index > before && index <= new && self.kept(place, &instance).is_empty() {
                    let value = self.worked_out(default, place, &instance);
                    self.keep(place, &instance, value, &mut changes.answers);
                }
            }
        }
    }

    /// Gives repeats whose count was not kept the length their answers need. A kept count holds: answers beyond
    /// it were removed.
    pub(super) fn count_instances(&mut self) {
        let inside: Vec<_> =
            self.answers.keys().filter(|(_, instance)| instance.depth() > 0).cloned().collect();
        let counted: BTreeSet<_> = self.answers.keys().cloned().collect();
        let form = Arc::clone(&self.form);
        for (place, instance) in inside {
            for (depth, repeat) in form.repeats_around(place).iter().copied().enumerate() {
                let outer = instance.prefix(depth);
                let needed = instance.at(depth).map_or(0, |index| index as usize).min(MOST);
                if !counted.contains(&(repeat, outer.clone())) && self.count(repeat, &outer) < needed {
                    self.answers.insert((repeat, outer), needed.to_string());
                }
            }
        }
    }
}

impl Instance {
    /// One earlier in the repeat at a depth.
    fn moved_up(&self, depth: usize) -> Self {
        let mut moved = self.prefix(depth);
        for level in depth..self.depth() {
            let index = self.at(level).unwrap_or(1);
            moved = moved.child(if level == depth { index.saturating_sub(1).max(1) } else { index });
        }
        moved
    }
}
