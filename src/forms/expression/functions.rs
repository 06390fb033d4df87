//! The functions an expression may call.
//!
//! Invariant: the table names every function [`call`] knows, with how many arguments it takes; what is not in
//! it is refused when the form is read.

use super::ExpressionError;
use super::evaluate::{Surroundings, evaluate};
use super::syntax::Expression;
use super::value::Value;
use crate::domain::fault::nearest;
use crate::domain::tax_code::TaxCode;
use jiff::civil::Date;
use regex_lite::Regex;

/// Any number of arguments.
const ANY: usize = usize::MAX;

/// Name, least and most arguments.
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("boolean", 1, 1),
    ("boolean-from-string", 1, 1),
    ("ceiling", 1, 1),
    ("chuyengiao:tax-code-valid", 1, 1),
    ("coalesce", 1, ANY),
    ("concat", 0, ANY),
    ("contains", 2, 2),
    ("count", 1, 1),
    ("count-non-empty", 1, 1),
    ("count-selected", 1, 1),
    ("date", 1, 1),
    ("decimal-date-time", 1, 1),
    ("ends-with", 2, 2),
    ("false", 0, 0),
    ("floor", 1, 1),
    ("format-date", 2, 2),
    ("if", 3, 3),
    ("indexed-repeat", 3, 3),
    ("int", 1, 1),
    ("join", 1, ANY),
    ("jr:choice-name", 2, 2),
    ("max", 1, ANY),
    ("min", 1, ANY),
    ("normalize-space", 0, 1),
    ("not", 1, 1),
    ("now", 0, 0),
    ("number", 1, 1),
    ("once", 1, 1),
    ("position", 0, 1),
    ("pow", 2, 2),
    ("regex", 2, 2),
    ("round", 1, 2),
    ("selected", 2, 2),
    ("selected-at", 2, 2),
    ("starts-with", 2, 2),
    ("string", 1, 1),
    ("string-length", 0, 1),
    ("substr", 2, 3),
    ("substring-after", 2, 2),
    ("substring-before", 2, 2),
    ("sum", 1, ANY),
    ("today", 0, 0),
    ("translate", 3, 3),
    ("true", 0, 0),
];

/// Whether there is a function of this name.
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.iter().any(|(known, _, _)| *known == name)
}

/// Refuses a call that [`call`] could not answer.
pub(super) fn check(name: &str, arguments: &[Expression]) -> Result<(), ExpressionError> {
    let Some(&(_, least, most)) = FUNCTIONS.iter().find(|(known, _, _)| *known == name) else {
        let near = nearest(name, FUNCTIONS.iter().map(|(known, _, _)| *known)).map(str::to_owned);
        return Err(ExpressionError::UnknownFunction { name: name.to_owned(), near });
    };
    let got = arguments.len();
    if got < least || got > most {
        let takes = match most {
            ANY => format!("{least}+"),
            _ if least == most => least.to_string(),
            _ => format!("{least}–{most}"),
        };
        return Err(ExpressionError::Arguments { name: name.to_owned(), takes, got });
    }
    if let ("regex", [_, Expression::Text(pattern)]) = (name, arguments)
        && whole_match(pattern).is_none()
    {
        return Err(ExpressionError::Pattern { pattern: pattern.clone() });
    }
    Ok(())
}

/// Answers a call; unknown names were refused by [`check`] and are blank here.
pub(super) fn call(name: &str, arguments: &[Expression], around: &dyn Surroundings) -> Value {
    let at = |index: usize| arguments.get(index).map_or_else(Value::blank, |part| evaluate(part, around));
    let text = |index: usize| at(index).text();
    let number = |index: usize| at(index).number();
    let own_or_first = || if arguments.is_empty() { around.own() } else { at(0) };
    match name {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "not" => Value::Boolean(!at(0).boolean()),
        "boolean" => Value::Boolean(at(0).boolean()),
        "boolean-from-string" => Value::Boolean(matches!(text(0).to_lowercase().as_str(), "true" | "1")),
        "if" => at(if at(0).boolean() { 1 } else { 2 }),
        "coalesce" => {
            (0..arguments.len()).map(at).find(|value| !value.is_blank()).unwrap_or_else(Value::blank)
        }
        "once" => {
            let own = around.own();
            if own.is_blank() { at(0) } else { own }
        }
        "string" => Value::Text(text(0)),
        "concat" => Value::Text(all_items(arguments, 0, around).iter().map(Value::text).collect()),
        "join" => {
            let parts: Vec<_> = all_items(arguments, 1, around).iter().map(Value::text).collect();
            Value::Text(parts.join(&text(0)))
        }
        "string-length" => Value::Number(own_or_first().text().chars().count() as f64),
        "normalize-space" => {
            Value::Text(own_or_first().text().split_whitespace().collect::<Vec<_>>().join(" "))
        }
        "contains" => Value::Boolean(text(0).contains(&text(1))),
        "starts-with" => Value::Boolean(text(0).starts_with(&text(1))),
        "ends-with" => Value::Boolean(text(0).ends_with(&text(1))),
        "substring-before" => {
            Value::Text(text(0).split_once(&text(1)).map_or_else(String::new, |(before, _)| before.into()))
        }
        "substring-after" => {
            Value::Text(text(0).split_once(&text(1)).map_or_else(String::new, |(_, after)| after.into()))
        }
        "substr" => Value::Text(substring(&text(0), number(1), (arguments.len() > 2).then(|| number(2)))),
        "translate" => Value::Text(translate(&text(0), &text(1), &text(2))),
        "regex" => Value::Boolean(whole_match(&text(1)).is_some_and(|pattern| pattern.is_match(&text(0)))),
        "selected" => {
            let wanted = text(1);
            Value::Boolean(text(0).split_whitespace().any(|code| code == wanted.trim()))
        }
        "selected-at" => {
            let index = number(1);
            let code = if index >= 0.0 {
                text(0).split_whitespace().nth(index as usize).map(str::to_owned)
            } else {
                None
            };
            Value::Text(code.unwrap_or_default())
        }
        "count-selected" => Value::Number(text(0).split_whitespace().count() as f64),
        "jr:choice-name" => {
            let question = match arguments.get(1) {
                Some(Expression::Reference(name)) => name.clone(),
                _ => text(1).trim().trim_start_matches("${").trim_end_matches('}').trim().to_owned(),
            };
            Value::Text(around.choice_label(&question, &text(0)))
        }
        "chuyengiao:tax-code-valid" => Value::Boolean(TaxCode::parse(&text(0)).is_ok()),
        "number" => Value::Number(number(0)),
        "int" => Value::Number(number(0).trunc()),
        "abs" => Value::Number(number(0).abs()),
        "floor" => Value::Number(number(0).floor()),
        "ceiling" => Value::Number(number(0).ceil()),
        "pow" => Value::Number(number(0).powf(number(1))),
        "round" => Value::Number(round(number(0), if arguments.len() > 1 { number(1) } else { 0.0 })),
        "sum" => Value::Number(numbers(arguments, around).into_iter().sum()),
        "min" => Value::Number(numbers(arguments, around).into_iter().fold(f64::NAN, f64::min)),
        "max" => Value::Number(numbers(arguments, around).into_iter().fold(f64::NAN, f64::max)),
        "count" => Value::Number(match arguments.first() {
            Some(Expression::Reference(name)) => around.count(name),
            _ => at(0).items().len(),
        } as f64),
        "count-non-empty" => {
            Value::Number(at(0).items().iter().filter(|value| !value.is_blank()).count() as f64)
        }
        "position" => Value::Number(around.position() as f64),
        "indexed-repeat" => match arguments {
            [Expression::Reference(name), Expression::Reference(repeat), _] if number(2) >= 1.0 => {
                around.indexed(name, repeat, number(2) as usize)
            }
            _ => Value::blank(),
        },
        "today" | "now" => Value::Date(around.today()),
        "date" => at(0).date().map_or_else(Value::blank, Value::Date),
        "decimal-date-time" => Value::Number(at(0).date().map_or(f64::NAN, |day| Value::Date(day).number())),
        "format-date" => Value::Text(at(0).date().map(|day| format_date(day, &text(1))).unwrap_or_default()),
        _ => Value::blank(),
    }
}

fn all_items(arguments: &[Expression], from: usize, around: &dyn Surroundings) -> Vec<Value> {
    arguments.iter().skip(from).flat_map(|argument| evaluate(argument, around).items()).collect()
}

fn numbers(arguments: &[Expression], around: &dyn Surroundings) -> Vec<f64> {
    all_items(arguments, 0, around).iter().filter(|value| !value.is_blank()).map(Value::number).collect()
}

/// A pattern that must match the whole text. The engine is linear in the text; its size is bounded.
fn whole_match(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{pattern})$")).ok()
}

fn round(number: f64, places: f64) -> f64 {
    let scale = 10_f64.powf(places.clamp(-15.0, 15.0).trunc());
    let scaled = number * scale;
    if scaled.is_finite() { (scaled + 0.5).floor() / scale } else { number }
}

/// From `start` (counted from 0) to before `end`.
fn substring(text: &str, start: f64, end: Option<f64>) -> String {
    let start = start.max(0.0) as usize;
    let end = end.map_or(usize::MAX, |end| end.max(0.0) as usize);
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    text.chars()
        .filter_map(|character| match from.chars().position(|wanted| wanted == character) {
            Some(index) => to.get(index).copied(),
            None => Some(character),
        })
        .collect()
}

fn format_date(day: Date, pattern: &str) -> String {
    let mut written = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            written.push(character);
            continue;
        }
        match characters.next() {
            Some('Y') => written.push_str(&format!("{:04}", day.year())),
            Some('y') => written.push_str(&format!("{:02}", day.year().rem_euclid(100))),
            Some('m') => written.push_str(&format!("{:02}", day.month())),
            Some('n') => written.push_str(&day.month().to_string()),
            Some('d') => written.push_str(&format!("{:02}", day.day())),
            Some('e') => written.push_str(&day.day().to_string()),
            // A date has no time of day.
            Some('H' | 'M' | 'S') => written.push_str("00"),
            Some('h') => written.push('0'),
            Some(other) => written.push(other),
            None => written.push('%'),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_free_of_doubles() {
        assert!(FUNCTIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
