//! `search('file', 'matches', 'column', ${value}, 'filter column', ${value})` in an appearance, as the choice
//! filter it comes to.
//!
//! Invariant: what cannot be read filters nothing.

use super::functions;
use super::syntax::{Expression, Operator, Path, Start, Step, Way};

/// The filter of a search; none where it names a file alone.
pub(in crate::forms) fn filter_of(appearance: &str) -> Option<Expression> {
    let at = appearance.to_ascii_lowercase().find("search")?;
    let call = appearance.get(at..)?.get("search".len()..)?.trim_start();
    // Other words may stand behind the bracket: read as much as is an expression.
    let ends = call.char_indices().filter(|(_, character)| *character == ')').map(|(end, _)| end);
    let read = ends.filter_map(|end| super::parse(&format!("concat{}", call.get(..=end)?)).ok());
    let Expression::Call(_, arguments) = read.take(1).next()? else { return None };
    let mut rest = arguments.into_iter().skip(1);
    let (kind, column, value) = (rest.next()?, rest.next()?, rest.next()?);
    let Expression::Text(kind) = kind else { return None };
    let first = match kind.trim().to_lowercase().as_str() {
        "contains" => called("contains", column_of(column)?, value),
        "startswith" => called("starts-with", column_of(column)?, value),
        "endswith" => called("ends-with", column_of(column)?, value),
        _ => Some(equals(column_of(column)?, value)),
    }?;
    match (rest.next().and_then(column_of), rest.next()) {
        (Some(column), Some(value)) => {
            Some(Expression::Chain(Box::new(first), vec![(Operator::And, equals(column, value))]))
        }
        _ => Some(first),
    }
}

fn called(name: &str, column: Expression, value: Expression) -> Option<Expression> {
    let function = functions::find(name, 2).ok()?;
    Some(Expression::Call(function, vec![column, value]))
}

fn equals(column: Expression, value: Expression) -> Expression {
    Expression::Chain(Box::new(column), vec![(Operator::Equal, value)])
}

/// The column a text names.
fn column_of(named: Expression) -> Option<Expression> {
    let Expression::Text(name) = named else { return None };
    let mut path = Path::from(Start::Here);
    path.steps.push(Step { way: Way::Down(Some(name.trim().to_owned())), conditions: Vec::new() });
    Some(Expression::Path(path))
}
