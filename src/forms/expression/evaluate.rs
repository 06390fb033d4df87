//! An expression's worth in its surroundings.
//!
//! Invariant: reads the surroundings, changes nothing; knows no form, no clock.

use super::functions;
use super::syntax::{Expression, Operator};
use super::value::Value;
use jiff::civil::Date;

/// What an expression may ask about the place it stands in.
pub trait Surroundings {
    /// The answer of another question, seen from here: [`Value::Many`] from outside its repeat.
    fn reference(&self, name: &str) -> Value;
    /// The answer of the question itself, `.`.
    fn own(&self) -> Value;
    /// A column of the choice being filtered.
    fn column(&self, name: &str) -> Value;
    /// Which instance of its repeat this is, from 1.
    fn position(&self) -> usize;
    /// How many instances a repeat has, or how many answers a question.
    fn count(&self, name: &str) -> usize;
    /// The label of a choice of a question.
    fn choice_label(&self, question: &str, code: &str) -> String;
    /// The answer of a question in the n-th instance of a repeat, from 1.
    fn indexed(&self, name: &str, repeat: &str, index: usize) -> Value;
    /// The day on which it is asked.
    fn today(&self) -> Date;
}

/// Evaluates.
pub fn evaluate(expression: &Expression, around: &dyn Surroundings) -> Value {
    match expression {
        Expression::Number(number) => Value::Number(*number),
        Expression::Text(text) => Value::Text(text.clone()),
        Expression::Reference(name) => around.reference(name),
        Expression::Own => around.own(),
        Expression::Parent => Value::blank(),
        Expression::Column(name) => around.column(name),
        Expression::Negative(inner) => Value::Number(-evaluate(inner, around).number()),
        Expression::Chain(first, rest) => chain(first, rest, around),
        Expression::Call(name, arguments) => functions::call(name, arguments, around),
    }
}

fn chain(first: &Expression, rest: &[(Operator, Expression)], around: &dyn Surroundings) -> Value {
    let mut worth = evaluate(first, around);
    for (operator, operand) in rest {
        // `and` and `or` look no further than they must.
        worth = match operator {
            Operator::And => Value::Boolean(worth.boolean() && evaluate(operand, around).boolean()),
            Operator::Or => Value::Boolean(worth.boolean() || evaluate(operand, around).boolean()),
            _ => apply(*operator, worth, evaluate(operand, around)),
        };
    }
    worth
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

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => left.boolean() == right.boolean(),
        (Value::Number(_), _) | (_, Value::Number(_)) => left.number() == right.number(),
        _ => left.text() == right.text(),
    }
}
