//! An expression's worth in its surroundings.
//!
//! Invariant: reads the surroundings, changes nothing; knows no form, no clock.

use super::super::form::Choice;
use super::super::instance::Instance;
use super::occasion::Chance;
use super::surroundings::Surroundings;
use super::syntax::{Expression, Operator, Path, Target};
use super::value::{Value, alike};
use super::walk::Item;
use std::borrow::Cow;
use std::cell::Cell;

/// Where an expression is worked out.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub(super) around: &'a dyn Surroundings,
    /// The row it stands in.
    pub(super) place: usize,
    /// In which instance.
    pub(super) instance: Cow<'a, Instance>,
    /// What a condition is asked of; none outside conditions.
    pub(super) here: Option<Item<'a>>,
    /// The number of that thing among its like, from 1.
    pub(super) position: usize,
    /// How many its like are.
    pub(super) size: usize,
    pub(super) ledger: &'a Ledger,
}

/// What one evaluation has used up.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// How often chance was asked.
    drawn: Cell<u64>,
    /// How many parts were worked out.
    steps: Cell<u64>,
}

/// Parts worked out and things met in one evaluation, at most; conditions within conditions multiply. What goes
/// beyond is blank.
const MOST_STEPS: u64 = 500_000;

/// The same for all choices of a filter together.
const MOST_STEPS_OF_ALL: u64 = 10 * MOST_STEPS;

/// Works an expression out for a row in an instance.
pub fn evaluate(
    expression: &Expression,
    place: usize,
    instance: &Instance,
    around: &dyn Surroundings,
) -> Value {
    let ledger = Ledger::default();
    Context::new(around, place, instance, &ledger).worth(expression)
}

/// The choices a filter lets through.
pub fn offered<'a>(
    filter: &Expression,
    choices: impl Iterator<Item = &'a Choice>,
    size: usize,
    place: usize,
    instance: &Instance,
    around: &dyn Surroundings,
) -> Vec<&'a Choice> {
    let ledger = Ledger::default();
    let mut context = Context::new(around, place, instance, &ledger);
    context.size = size;
    let mut through = Vec::new();
    let mut spent = 0;
    for (index, choice) in choices.enumerate() {
        context.here = Some(Item::Choice(choice));
        context.position = index + 1;
        // Every choice has the whole allowance, until all of them together have had enough.
        context.ledger.steps.set(if spent > MOST_STEPS_OF_ALL { MOST_STEPS } else { 0 });
        if context.worth(filter).boolean() {
            through.push(choice);
        }
        spent += context.ledger.steps.get();
    }
    through
}

impl<'a> Context<'a> {
    fn new(around: &'a dyn Surroundings, place: usize, instance: &'a Instance, ledger: &'a Ledger) -> Self {
        Self { around, place, instance: Cow::Borrowed(instance), here: None, position: 1, size: 1, ledger }
    }

    /// The same, seen from another row.
    pub(super) fn moved(&self, place: usize, instance: Instance) -> Self {
        Self { place, instance: Cow::Owned(instance), here: None, ..self.clone() }
    }

    /// Evaluates.
    pub(super) fn worth(&self, expression: &Expression) -> Value {
        if self.is_used_up() {
            return Value::blank();
        }
        match expression {
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Path(path) => self.worth_of_path(path),
            Expression::Negative(inner) => Value::Number(-self.worth(inner).number()),
            Expression::Chain(first, rest) => self.chain(expression, first, rest),
            Expression::Call(function, arguments) => function.call(arguments, self),
            Expression::Matches(text, pattern) => Value::Boolean(pattern.matches(&self.worth(text).text())),
        }
    }

    fn worth_of_path(&self, path: &Path) -> Value {
        if self.here.is_none() && path.is_own() {
            return self.own();
        }
        match &path.target {
            Target::Nearest(target) => self.nearest(*target),
            _ => self.worth_of_items(&self.items(path)),
        }
    }

    /// The answer of the row itself.
    pub(super) fn own(&self) -> Value {
        self.around.value(self.place, &self.instance)
    }

    /// Another row's answer: in the same instance of a repeat both stand in, else in all instances.
    fn nearest(&self, target: usize) -> Value {
        let shared = self.around.shared(self.place, target);
        if self.around.depth(target) == shared {
            if shared == self.instance.depth() {
                return self.around.value(target, &self.instance);
            }
            return self.around.value(target, &self.instance.prefix(shared));
        }
        let all = self.around.instances(target, &self.instance.prefix(shared));
        let asked = all.iter().filter(|instance| self.around.is_relevant(target, instance));
        Value::Many(asked.map(|instance| self.around.value(target, instance)).collect())
    }

    pub(super) fn worth_of_items(&self, items: &[Item<'a>]) -> Value {
        match items {
            [] => Value::blank(),
            [one] => self.worth_of_item(one),
            _ => Value::Many(items.iter().map(|item| self.worth_of_item(item)).collect()),
        }
    }

    fn chain(&self, whole: &Expression, first: &Expression, rest: &[(Operator, Expression)]) -> Value {
        if matches!(rest.first(), Some((Operator::Union, _))) {
            return self.worth_of_items(&self.items_of(whole).unwrap_or_default());
        }
        let mut worth = self.worth(first);
        for (operator, operand) in rest {
            // `and` and `or` look no further than they must.
            worth = match operator {
                Operator::And => Value::Boolean(worth.boolean() && self.worth(operand).boolean()),
                Operator::Or => Value::Boolean(worth.boolean() || self.worth(operand).boolean()),
                _ => apply(*operator, worth, self.worth(operand)),
            };
        }
        worth
    }

    /// Counts one part worked out or one thing met.
    pub(super) fn is_used_up(&self) -> bool {
        let steps = self.ledger.steps.get() + 1;
        self.ledger.steps.set(steps);
        steps > MOST_STEPS
    }

    /// The next figure of chance here: the same for the same survey, row, instance and turn.
    pub(super) fn chance(&self) -> Chance {
        let turn = self.ledger.drawn.get();
        self.ledger.drawn.set(turn + 1);
        let mut parts = vec![self.around.occasion().seed, self.place as u64, turn];
        parts.extend((0..self.instance.depth()).filter_map(|depth| self.instance.at(depth)).map(u64::from));
        Chance::new(&parts)
    }
}

fn apply(operator: Operator, left: Value, right: Value) -> Value {
    let number = |combine: fn(f64, f64) -> f64| Value::Number(combine(left.number(), right.number()));
    match operator {
        Operator::Add => number(|a, b| a + b),
        Operator::Subtract => number(|a, b| a - b),
        Operator::Multiply => number(|a, b| a * b),
        Operator::Divide => number(|a, b| a / b),
        Operator::Remainder => number(|a, b| a % b),
        _ => Value::Boolean(compare(operator, left, right)),
    }
}

/// Over several answers a comparison holds when it holds for one of them.
fn compare(operator: Operator, left: Value, right: Value) -> bool {
    let several = matches!(left, Value::Many(_)) || matches!(right, Value::Many(_));
    if !several {
        return compare_single(operator, &left, &right);
    }
    let right = right.items();
    left.items().iter().any(|left| right.iter().any(|right| compare_single(operator, left, right)))
}

fn compare_single(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(left, right),
        Operator::Unequal => !equal(left, right),
        Operator::Less => left.number() < right.number(),
        Operator::LessOrEqual => left.number() <= right.number(),
        Operator::Greater => left.number() > right.number(),
        Operator::GreaterOrEqual => left.number() >= right.number(),
        _ => false,
    }
}

pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => left.boolean() == right.boolean(),
        (Value::Number(_), _) | (_, Value::Number(_)) => alike(left.number(), right.number()),
        (Value::Moment(_), Value::Date(_)) | (Value::Date(_), Value::Moment(_)) => {
            left.number() == right.number()
        }
        _ => left.text() == right.text(),
    }
}
