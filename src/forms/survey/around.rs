//! A question's surroundings, for the evaluation of its expressions.
//!
//! Invariant: an irrelevant question counts as blank; a question of the same repeat means the same instance.

use super::super::answer;
use super::super::expression::{Expression, Surroundings, Value, evaluate};
use super::super::form::{Choice, Form};
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::Filling;
use crate::text::dates::PartialDate;
use jiff::civil::Date;

pub(super) struct Around<'a> {
    filling: &'a Filling,
    place: usize,
    instance: &'a Instance,
    choice: Option<&'a Choice>,
}

impl<'a> Around<'a> {
    pub(super) const fn question(filling: &'a Filling, place: usize, instance: &'a Instance) -> Self {
        Self { filling, place, instance, choice: None }
    }

    pub(super) const fn choice(
        filling: &'a Filling,
        place: usize,
        instance: &'a Instance,
        choice: &'a Choice,
    ) -> Self {
        Self { filling, place, instance, choice: Some(choice) }
    }

    pub(super) fn holds(&self, expression: &Expression) -> bool {
        evaluate(expression, self).boolean()
    }

    fn form(&self) -> &'a Form {
        &self.filling.form
    }
}

impl Filling {
    pub(super) fn holds(&self, expression: &Expression, place: usize, instance: &Instance) -> bool {
        Around::question(self, place, instance).holds(expression)
    }

    /// An answer as a value of its type.
    fn value(&self, place: usize, instance: &Instance) -> Value {
        if !self.is_relevant(place, instance) {
            return Value::blank();
        }
        let kept = self.kept(place, instance);
        let typed = match self.form.nodes[place].kind {
            Kind::Integer | Kind::Decimal => kept.parse().ok().map(Value::Number),
            Kind::Date => PartialDate::parse_iso(kept).map(|date| Value::Date(date.earliest())),
            _ => None,
        };
        typed.unwrap_or_else(|| Value::Text(kept.to_owned()))
    }
}

impl Surroundings for Around<'_> {
    fn reference(&self, name: &str) -> Value {
        let Some(target) = self.form().place(name) else { return Value::blank() };
        let shared = self.form().shared_repeats(self.place, target);
        let here = self.instance.prefix(shared);
        if self.form().nodes[target].repeats == shared {
            return self.filling.value(target, &here);
        }
        let all = self.filling.instances_within(target, &here);
        Value::Many(all.iter().map(|instance| self.filling.value(target, instance)).collect())
    }

    fn own(&self) -> Value {
        self.filling.value(self.place, self.instance)
    }

    fn column(&self, name: &str) -> Value {
        let Some(choice) = self.choice else { return Value::blank() };
        Value::Text(match name {
            "name" => choice.code.clone(),
            "label" => choice.label.get(&self.filling.language).to_owned(),
            _ => choice.columns.get(name).cloned().unwrap_or_default(),
        })
    }

    fn position(&self) -> usize {
        self.instance.last().map_or(1, |index| index as usize)
    }

    fn count(&self, name: &str) -> usize {
        let Some(target) = self.form().place(name) else { return 0 };
        let shared = self.form().shared_repeats(self.place, target);
        let instances = self.filling.instances_within(target, &self.instance.prefix(shared));
        if self.form().nodes[target].kind == Kind::Repeat {
            return instances.iter().map(|instance| self.filling.count(target, instance)).sum();
        }
        instances.len()
    }

    fn choice_label(&self, question: &str, code: &str) -> String {
        let Some(node) = self.form().node(question) else { return code.to_owned() };
        answer::show(node, self.form().list_of(node), code, &self.filling.language)
    }

    fn indexed(&self, name: &str, repeat: &str, index: usize) -> Value {
        let (Some(target), Some(repeat)) = (self.form().place(name), self.form().place(repeat)) else {
            return Value::blank();
        };
        let outside = self.form().nodes[repeat].repeats;
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        if self.form().nodes[target].repeats != outside + 1 || self.instance.depth() < outside {
            return Value::blank();
        }
        self.filling.value(target, &self.instance.prefix(outside).child(index))
    }

    fn today(&self) -> Date {
        self.filling.today
    }
}
