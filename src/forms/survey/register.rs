//! The register behind the questions: first answers from it, and what the survey says otherwise.
//!
//! Invariant: the register is the caller's map from field (`enterprise.workers_total`) to value; nothing here
//! changes it, and no answer is overwritten by it.

use super::super::answer;
use super::super::expression::When;
use super::super::instance::Instance;
use super::{Changes, Filling};
use std::collections::HashMap;
use std::sync::Arc;

/// A question that says otherwise than the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the question.
    pub question: String,
    /// The register's field.
    pub field: String,
    /// The answer, as kept.
    pub answer: String,
    /// The register's value, as an answer would be kept; empty where it has none.
    pub register: String,
}

impl Filling {
    /// Answers unanswered questions from the register.
    pub fn prefill(&mut self, register: &HashMap<String, String>, when: impl Into<When>) -> Changes {
        let form = Arc::clone(&self.form);
        let mut changes = Changes::default();
        for (place, node) in form.nodes.iter().enumerate() {
            let value = node.register().and_then(|field| register.get(field));
            let Some(value) = value.filter(|_| node.kind.is_asked() && node.repeats == 0) else { continue };
            let instance = Instance::top();
            if self.kept(place, &instance).is_empty() {
                let value = answer::read(node, form.list_of(node), value);
                self.keep(place, &instance, value, &mut changes.answers);
            }
        }
        self.move_to(when);
        self.work_out_all(&mut changes);
        changes
    }

    /// What the survey says otherwise than the register: proposed to it when the survey is finalised. Answers
    /// that are wrong in themselves are no proposals.
    pub fn differences(&self, register: &HashMap<String, String>) -> Vec<Difference> {
        let top = Instance::top();
        let mut differences = Vec::new();
        for (place, node) in self.form.nodes.iter().enumerate().filter(|(_, node)| node.repeats == 0) {
            let Some(field) = node.register() else { continue };
            let kept = self.kept(place, &top);
            if kept.is_empty() || !self.is_relevant(place, &top) || self.check(&node.name, &top).is_some() {
                continue;
            }
            let value = register.get(field).map(String::as_str).unwrap_or_default();
            let value = answer::read(node, self.form.list_of(node), value);
            if value != kept {
                differences.push(Difference {
                    question: node.name.clone(),
                    field: field.to_owned(),
                    answer: kept.to_owned(),
                    register: value,
                });
            }
        }
        differences
    }
}
