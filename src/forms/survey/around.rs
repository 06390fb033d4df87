//! The survey as an expression sees it.
//!
//! Invariant: an irrelevant question counts as blank; nothing is changed by looking.

use super::super::answer;
use super::super::expression::{
    self, Expression, ExpressionError, Moment, Occasion, Surroundings, Value, evaluate,
};
use super::super::form::Choice;
use super::super::instance::Instance;
use super::super::kind::Kind;
use super::super::resolve::{bare, list_called, resolve_one};
use super::Filling;
use crate::text::dates::PartialDate;

impl Filling {
    /// What any expression comes to, seen from a row in an instance: for trying one out.
    ///
    /// # Errors
    /// Where and why the text is no expression. A row that is not there sees as the first one does.
    pub fn ask(&self, expression: &str, row: &str, instance: &Instance) -> Result<Value, ExpressionError> {
        let mut expression = expression::parse(expression)?;
        let place = self.form.place(row).unwrap_or(0);
        if place < self.form.nodes.len() {
            resolve_one(&mut expression, &self.form, place);
        }
        Ok(self.worth(&expression, place, instance))
    }

    pub(super) fn holds(&self, expression: &Expression, place: usize, instance: &Instance) -> bool {
        self.worth(expression, place, instance).boolean()
    }

    pub(super) fn worth(&self, expression: &Expression, place: usize, instance: &Instance) -> Value {
        evaluate(expression, place, instance, self)
    }

    /// What a calculation or default comes to, as an answer of its row's type is kept.
    pub(super) fn worked_out(&self, expression: &Expression, place: usize, instance: &Instance) -> String {
        let value = self.worth(expression, place, instance);
        match (&self.form.nodes[place].kind, &value) {
            // Days counted as a number, `${day} + 7`, and moments where a day is wanted.
            (Kind::Date, Value::Number(_) | Value::Moment(_)) => {
                value.date().map(|day| day.to_string()).unwrap_or_default()
            }
            (Kind::DateTime, Value::Number(_) | Value::Date(_)) => {
                value.moment().map(|moment| moment.to_string()).unwrap_or_default()
            }
            _ => value.answer(),
        }
    }
}

impl Surroundings for Filling {
    fn value(&self, place: usize, instance: &Instance) -> Value {
        let Some(kept) = self.answers.get(&(place, instance.clone())) else { return Value::blank() };
        if !Self::is_relevant(self, place, instance) {
            return Value::blank();
        }
        let typed = match self.form.nodes[place].kind {
            Kind::Integer | Kind::Decimal | Kind::Range => kept.parse().ok().map(Value::Number),
            Kind::Date => PartialDate::parse_iso(kept).map(|date| Value::Date(date.earliest())),
            Kind::DateTime => Moment::parse(kept).map(Value::Moment),
            _ => None,
        };
        typed.unwrap_or_else(|| Value::Text(kept.clone()))
    }

    fn is_relevant(&self, place: usize, instance: &Instance) -> bool {
        Self::is_relevant(self, place, instance)
    }

    fn shared(&self, one: usize, other: usize) -> usize {
        self.form.graph.shared(one, other)
    }

    fn instances(&self, place: usize, outer: &Instance) -> Vec<Instance> {
        self.instances_within(place, outer)
    }

    fn depth(&self, place: usize) -> usize {
        self.form.nodes[place].repeats
    }

    fn is_repeat(&self, place: usize) -> bool {
        self.form.nodes[place].kind == Kind::Repeat
    }

    fn count(&self, repeat: usize, outer: &Instance) -> usize {
        Self::count(self, repeat, outer)
    }

    fn parent(&self, place: usize) -> Option<usize> {
        self.form.nodes[place].parent
    }

    fn children(&self, place: Option<usize>) -> &[usize] {
        self.form.graph.inside(place)
    }

    fn name(&self, place: usize) -> &str {
        bare(&self.form.nodes[place].name)
    }

    fn list(&self, name: &str) -> Option<&[Choice]> {
        list_called(&self.form.lists, name)
    }

    fn choice_label(&self, place: usize, code: &str) -> String {
        let node = &self.form.nodes[place];
        answer::show(node, self.form.list_of(node), code, &self.language)
    }

    fn language(&self) -> &str {
        &self.language
    }

    fn version(&self) -> &str {
        &self.form.version
    }

    fn occasion(&self) -> &Occasion {
        &self.occasion
    }
}
