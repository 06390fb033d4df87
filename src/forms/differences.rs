//! What an expression means here and something else in another program, where that hangs on the form around it or
//! on how its parts stand together. What one part shows alone is told by `expression::hints`.
//!
//! Invariant: nothing here is a fault; a hint says what happens here and how to write it for everywhere.

use super::expression::{Expression, Function, Operator, Path, Target};
use super::form::Node;
use super::graph::Graph;
use super::kind::Kind;
use crate::text::message::Message;

/// An expression's place in its form.
pub(super) struct Standing<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) graph: &'a Graph,
    pub(super) place: usize,
    pub(super) column: &'a str,
}

/// How many arguments Collect takes where more are taken here.
const FEWER_IN_COLLECT: [(&str, usize); 4] =
    [("coalesce", 2), ("sum", 1), ("count-non-empty", 1), ("area", 1)];

impl Standing<'_> {
    /// What to say of an expression, each thing once.
    pub(super) fn differences(&self, expression: &Expression) -> Vec<Message> {
        let mut found = Vec::new();
        expression.visit(&mut |part| match part {
            Expression::Call(function, arguments) => self.of_call(*function, arguments, &mut found),
            Expression::Chain(first, rest) => {
                let sides: Vec<&Expression> =
                    std::iter::once(&**first).chain(rest.iter().map(|(_, side)| side)).collect();
                let operators: Vec<Operator> = rest.iter().map(|(operator, _)| *operator).collect();
                self.of_chain(&sides, &operators, &mut found);
            }
            _ => {}
        });
        self.of_whole(expression, &mut found);
        let mut once: Vec<Message> = Vec::new();
        for message in found {
            if !once.contains(&message) {
                once.push(message);
            }
        }
        once
    }

    fn of_whole(&self, whole: &Expression, found: &mut Vec<Message>) {
        let kind = &self.nodes[self.place].kind;
        let kept_as_it_is = !matches!(kind, Kind::Date | Kind::DateTime);
        if matches!(self.column, "calculation" | "default") && kept_as_it_is && self.is_day_and_number(whole)
        {
            found.push(Message::new("forms.expression.day_sum"));
        }
        if calls(whole, "decimal-date-time") % 2 == 1 {
            found.push(Message::new("forms.expression.greenwich"));
        }
        // What is seen from the other rounds themselves is one answer each.
        if self.column == "choice_filter" || calls_any(whole, |name| name.ends_with("-if")) {
            found.retain(|message| message.key != "forms.expression.several");
        }
        for name in ["distance", "area"] {
            let rounded = calls_any(whole, |name| matches!(name, "round" | "int")) || compares(whole);
            if calls(whole, name) > 0 && !rounded {
                found.push(Message::new("forms.expression.unrounded").with("name", name));
            }
        }
    }

    fn of_call(&self, function: Function, arguments: &[Expression], found: &mut Vec<Message>) {
        let name = function.name();
        if let Some((_, most)) = FEWER_IN_COLLECT.iter().find(|(known, _)| *known == name)
            && arguments.len() > *most
        {
            let hint = Message::new("forms.expression.fewer_in_collect").with("name", name);
            found.push(hint.with("most", most));
        }
        match name {
            "sum" | "min" | "max" => {
                let mut unfiltered =
                    arguments.iter().filter(|argument| !argument.is_filtered()).flat_map(rows);
                if let Some(row) = unfiltered.find(|row| self.may_be_blank(*row)) {
                    let hint = Message::new("forms.expression.blanks").with("name", name);
                    found.push(hint.with("question", &self.nodes[row].name));
                }
            }
            "indexed-repeat" => {
                let (field, repeats) = (arguments.first().map(rows), arguments.iter().skip(1).step_by(2));
                let outside = |repeat: usize, field: usize| !self.graph.repeats[field].contains(&repeat);
                if let Some([field]) = field.as_deref()
                    && let Some(repeat) = repeats.flat_map(rows).find(|repeat| outside(*repeat, *field))
                {
                    let hint = Message::new("forms.expression.not_in_repeat");
                    let hint = hint.with("question", &self.nodes[*field].name);
                    found.push(hint.with("repeat", &self.nodes[repeat].name));
                }
            }
            "round" if arguments.first().is_some_and(may_be_negative) => {
                found.push(Message::new("forms.expression.round_half"));
            }
            "checklist" | "weighted-checklist" => {
                let pairs = if name == "checklist" { 1 } else { 2 };
                let answer = arguments.iter().skip(2).step_by(pairs).flat_map(rows).next();
                let hint = Message::new("forms.expression.checked").with("name", name);
                found.extend(answer.map(|row| hint.with("question", &self.nodes[row].name)));
            }
            _ => {}
        }
    }

    fn of_chain(&self, sides: &[&Expression], operators: &[Operator], found: &mut Vec<Message>) {
        let has = |wanted: &[Operator]| operators.iter().any(|operator| wanted.contains(operator));
        if !has(&[Operator::And, Operator::Or, Operator::Union])
            && let Some(row) = sides.iter().find_map(|side| self.several(side))
        {
            found.push(Message::new("forms.expression.several").with("question", &self.nodes[row].name));
        }
        let equated = has(&[Operator::Equal, Operator::Unequal]);
        if equated && sides.iter().any(|side| reckons(side) && self.has_fractions(side)) {
            found.push(Message::new("forms.expression.hair"));
        }
        let by_the_hour = has(&[Operator::Add, Operator::Subtract, Operator::Less, Operator::Greater]);
        if by_the_hour && sides.iter().any(|side| is_call(side, &["now"])) {
            found.push(Message::new("forms.expression.now_hours"));
        }
    }

    /// The question whose answers in several rounds a side of an operator means.
    fn several(&self, side: &Expression) -> Option<usize> {
        match side {
            Expression::Path(Path { target: Target::Nearest(row), .. }) => {
                (self.nodes[*row].repeats > self.graph.shared(self.place, *row)).then_some(*row)
            }
            _ => None,
        }
    }

    fn may_be_blank(&self, row: usize) -> bool {
        let node = &self.nodes[row];
        node.kind.is_asked() && node.required.as_ref() != Some(&Expression::always(true))
    }

    /// Whether it comes to a day with a number added or taken away, `today() + 7`.
    fn is_day_and_number(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Call(function, arguments) if function.name() == "if" => {
                arguments.iter().skip(1).any(|branch| self.is_day_and_number(branch))
            }
            Expression::Chain(first, rest) => {
                let mut sides = std::iter::once(&**first).chain(rest.iter().map(|(_, side)| side));
                let days = sides.clone().filter(|side| is_call(side, &["today", "now", "date", "date-time"]));
                let is_day = |row: &usize| matches!(self.nodes[*row].kind, Kind::Date | Kind::DateTime);
                rest.iter().all(|(operator, _)| matches!(operator, Operator::Add | Operator::Subtract))
                    && days.count() == 1
                    && !sides.any(|side| rows(side).iter().any(is_day))
            }
            _ => false,
        }
    }

    /// Whether there is a number in it that is not whole.
    fn has_fractions(&self, expression: &Expression) -> bool {
        let mut found = false;
        expression.visit(&mut |part| {
            found |= match part {
                Expression::Number(number) => number.fract() != 0.0,
                Expression::Chain(_, rest) => rest.iter().any(|(operator, _)| *operator == Operator::Divide),
                path @ Expression::Path(_) => {
                    rows(path).iter().any(|row| matches!(self.nodes[*row].kind, Kind::Decimal | Kind::Range))
                }
                _ => false,
            };
        });
        found
    }
}

/// The rows a path may lead to.
fn rows(expression: &Expression) -> Vec<usize> {
    match expression {
        Expression::Path(Path { target: Target::Nearest(row), .. }) => vec![*row],
        Expression::Path(Path { target: Target::Walk(rows), .. }) => rows.clone(),
        _ => Vec::new(),
    }
}

/// Whether it is arithmetic.
fn reckons(expression: &Expression) -> bool {
    let arithmetic = |operator: &Operator| {
        matches!(
            operator,
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder
        )
    };
    matches!(expression, Expression::Chain(_, rest) if rest.iter().any(|(operator, _)| arithmetic(operator)))
}

fn may_be_negative(expression: &Expression) -> bool {
    let mut found = false;
    expression.visit(&mut |part| {
        found |= match part {
            Expression::Negative(_) => true,
            Expression::Chain(_, rest) => rest.iter().any(|(operator, _)| *operator == Operator::Subtract),
            _ => false,
        };
    });
    found
}

fn is_call(expression: &Expression, names: &[&str]) -> bool {
    matches!(expression, Expression::Call(function, _) if names.contains(&function.name()))
}

fn calls(expression: &Expression, name: &str) -> usize {
    let mut count = 0;
    expression.visit(&mut |part| count += usize::from(is_call(part, &[name])));
    count
}

fn calls_any(expression: &Expression, named: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    expression.visit(&mut |part| {
        found |= matches!(part, Expression::Call(function, _) if named(function.name()));
    });
    found
}

fn compares(expression: &Expression) -> bool {
    let mut found = false;
    expression.visit(&mut |part| {
        if let Expression::Chain(_, rest) = part {
            found |= rest.iter().any(|(operator, _)| matches!(operator.strength(), 3 | 4));
        }
    });
    found
}
