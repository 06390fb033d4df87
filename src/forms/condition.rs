//! Conditions simple enough to be said in words: when a question is asked.
//!
//! Invariant: says exactly what the expression says, or nothing; the wording is for others.

use super::expression::{Expression, Operator, Start};

/// A condition on answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of these.
    All(Vec<Self>),
    /// One of these at least.
    Any(Vec<Self>),
    /// The answer is this, or has this among others.
    Is {
        /// The question.
        question: String,
        /// A choice's name, or a value.
        value: String,
    },
    /// The answer is another.
    IsNot {
        /// The question.
        question: String,
        /// A choice's name, or a value.
        value: String,
    },
    /// The answer is a number on one side of another.
    Compared {
        /// The question.
        question: String,
        /// Which side: `Less`, `LessOrEqual`, `Greater`, `GreaterOrEqual`.
        operator: Operator,
        /// The number.
        value: f64,
    },
    /// There is an answer.
    Answered(String),
    /// There is none.
    Unanswered(String),
}

/// Reads an expression as a condition, if it is one of few words.
pub fn read(expression: &Expression) -> Option<Condition> {
    match expression {
        Expression::Chain(first, rest) => chain(first, rest),
        Expression::Call(function, arguments) => call(function.name(), arguments),
        _ => None,
    }
}

fn chain(first: &Expression, rest: &[(Operator, Expression)]) -> Option<Condition> {
    let operator = rest.first()?.0;
    if matches!(operator, Operator::And | Operator::Or) {
        let parts = std::iter::once(first).chain(rest.iter().map(|(_, part)| part));
        let parts: Vec<Condition> = parts.map(read).collect::<Option<_>>()?;
        return Some(if operator == Operator::And { Condition::All(parts) } else { Condition::Any(parts) });
    }
    let [(_, second)] = rest else { return None };
    let (question, other, operator) = match (first, second) {
        (path @ Expression::Path(_), other) => (question(path)?, other, operator),
        (other, path @ Expression::Path(_)) => (question(path)?, other, turned(operator)),
        _ => return None,
    };
    match (operator, other) {
        (Operator::Equal, Expression::Text(value)) if value.is_empty() => {
            Some(Condition::Unanswered(question))
        }
        (Operator::Unequal, Expression::Text(value)) if value.is_empty() => {
            Some(Condition::Answered(question))
        }
        (Operator::Equal, other) => Some(Condition::Is { question, value: constant(other)? }),
        (Operator::Unequal, other) => Some(Condition::IsNot { question, value: constant(other)? }),
        (
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual,
            Expression::Number(value),
        ) => Some(Condition::Compared { question, operator, value: *value }),
        _ => None,
    }
}

fn call(name: &str, arguments: &[Expression]) -> Option<Condition> {
    match (name, arguments) {
        ("selected", [path, value]) => {
            Some(Condition::Is { question: question(path)?, value: constant(value)? })
        }
        ("not", [inner]) => match read(inner)? {
            Condition::Is { question, value } => Some(Condition::IsNot { question, value }),
            Condition::IsNot { question, value } => Some(Condition::Is { question, value }),
            Condition::Answered(question) => Some(Condition::Unanswered(question)),
            Condition::Unanswered(question) => Some(Condition::Answered(question)),
            _ => None,
        },
        _ => None,
    }
}

/// The question that `${name}` alone refers to.
fn question(expression: &Expression) -> Option<String> {
    let Expression::Path(path) = expression else { return None };
    match &path.start {
        Start::Reference(name) if path.steps.is_empty() && path.conditions.is_empty() => Some(name.clone()),
        _ => None,
    }
}

fn constant(expression: &Expression) -> Option<String> {
    match expression {
        Expression::Text(text) => Some(text.clone()),
        Expression::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The operator with its sides exchanged.
const fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        same => same,
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::parse;
    use super::*;
    use rstest::rstest;

    fn is(question: &str, value: &str) -> Condition {
        Condition::Is { question: question.into(), value: value.into() }
    }

    #[rstest]
    #[case("${a} = 'yes'", Some(is("a", "yes")))]
    #[case("'yes' = ${a}", Some(is("a", "yes")))]
    #[case("selected(${a}, 'x') or ${b} = 1", Some(Condition::Any(vec![is("a", "x"), is("b", "1")])))]
    #[case("not(selected(${a}, 'x'))", Some(Condition::IsNot { question: "a".into(), value: "x".into() }))]
    #[case("${a} != ''", Some(Condition::Answered("a".into())))]
    #[case("3 < ${a}", Some(Condition::Compared { question: "a".into(), operator: Operator::Greater, value: 3.0 }))]
    #[case("${a} = ${b}", None)]
    #[case("${a} + 1 = 2", None)]
    #[case("not(${a} > 2)", None)]
    fn a_simple_condition_is_understood(#[case] text: &str, #[case] expected: Option<Condition>) {
        assert_eq!(read(&parse(text).unwrap()), expected);
    }
}
