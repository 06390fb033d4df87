//! What an expression means here and something else, or nothing, in another program: told when a form is
//! checked.
//!
//! Invariant: nothing here is a fault; a hint says what happens here and how to write it for everywhere.

use super::functions::Known;
use super::moment::iso_date;
use super::pattern::Readable;
use super::syntax::{Expression, Operator, Path, Start, Way};
use crate::text::message::Message;

/// What to say of an expression, each thing once.
pub(in crate::forms) fn of(expression: &Expression, column: &str) -> Vec<Message> {
    let mut found: Vec<Message> = Vec::new();
    expression.visit(&mut |part| {
        let hint = match part {
            Expression::Call(function, _) => {
                let name = function.name();
                match function.known() {
                    Known::Everywhere => None,
                    Known::NotToCollect => {
                        Some(Message::new("forms.expression.not_in_collect").with("name", name))
                    }
                    Known::To("chuyengiao") => None,
                    Known::To(vendor) => {
                        let hint = Message::new("forms.expression.vendor").with("name", name);
                        Some(hint.with("vendor", vendor))
                    }
                    Known::BlankHere => Some(Message::new("forms.expression.blank_here").with("name", name)),
                }
            }
            Expression::Matches(_, pattern) => match pattern.readable() {
                Readable::Elsewhere | Readable::No => {
                    Some(Message::new("forms.expression.pattern_passes").with("pattern", &pattern.text))
                }
                Readable::Yes if !pattern.is_anchored() => {
                    Some(Message::new("forms.expression.pattern_whole").with("pattern", &pattern.text))
                }
                Readable::Yes => None,
            },
            Expression::Chain(first, rest) => compares_written_day(first, rest),
            Expression::Path(path) => of_path(path),
            _ => None,
        };
        if let Some(hint) = hint
            && !found.contains(&hint)
        {
            found.push(hint);
        }
    });
    if column == "repeat_count" && expression.is_fleeting() {
        found.push(Message::new("forms.expression.fleeting_count"));
    }
    found
}

/// The lists and files an expression looks into that are not there: what is looked up in them is blank.
pub(in crate::forms) fn missing_lists(
    expression: &Expression,
    is_there: impl Fn(&str) -> bool,
) -> Vec<Message> {
    let mut found: Vec<Message> = Vec::new();
    expression.visit(&mut |part| {
        let name = match part {
            Expression::Call(function, arguments) if function.name() == "pulldata" => arguments.first(),
            Expression::Path(path) => match &path.start {
                Start::List(name) => Some(&**name),
                _ => None,
            },
            _ => None,
        };
        if let Some(Expression::Text(name)) = name
            && !is_there(name)
        {
            let hint = Message::new("forms.expression.no_list").with("name", name);
            if !found.contains(&hint) {
                found.push(hint);
            }
        }
    });
    found
}

fn of_path(path: &Path) -> Option<Message> {
    if let Start::LastSaved(name) = &path.start {
        return Some(Message::new("forms.expression.last_saved").with("name", name));
    }
    let anywhere =
        path.start == Start::Anywhere || path.steps.iter().any(|step| matches!(step.way, Way::Below(_)));
    if anywhere {
        return Some(Message::new("forms.expression.anywhere"));
    }
    let mut conditions = path.conditions.iter().chain(path.steps.iter().flat_map(|step| &step.conditions));
    let number = conditions.find_map(|condition| match condition {
        Expression::Number(number) => Some(*number),
        _ => None,
    });
    number.map(|number| Message::new("forms.expression.bare_position").with("number", number))
}

/// `${day} > '2023-01-01'`: a text to Collect, a day to Enketo and here.
fn compares_written_day(first: &Expression, rest: &[(Operator, Expression)]) -> Option<Message> {
    let ordering = rest.iter().any(|(operator, _)| {
        matches!(
            operator,
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
        )
    });
    let mut sides = std::iter::once(first).chain(rest.iter().map(|(_, side)| side));
    let day = sides.find_map(|side| match side {
        Expression::Text(text) if iso_date(text).is_some() => Some(text.clone()),
        _ => None,
    });
    day.filter(|_| ordering).map(|day| Message::new("forms.expression.written_day").with("day", day))
}
