//! One answer: as typed, as kept, as shown.
//!
//! What is kept: a date as `2023-09-14` (`2023-09`, `2023` where the question takes a partly known one), a
//! number with a point, a time as `14:05`, a day with its time as `2023-09-14T14:05`, a choice by its code,
//! several codes apart by a space in the list's order (ranked ones in the order given), a tick as `OK`, a place
//! as `21.0285 105.8542 0 0` (latitude, longitude, height, accuracy; the last two may lack).
//!
//! Invariant: what cannot be read is kept as it was typed, cleaned, and [`fault`] says so: nothing is lost.

use super::attached::Attached;
use super::form::{Choice, Node};
use super::kind::Kind;
use super::{moments, places};
use crate::text::clean::{clean, clean_lines};
use crate::text::dates::{self, PartialDate};
use crate::text::fold::fold;
use crate::text::message::Message;
use crate::text::numbers;

/// What keeps several choices apart, where they are not codes with a space between.
const MARKS: [char; 2] = [',', ';'];

/// What to keep of what was typed. `list` are the choices of the question's list.
pub fn read(node: &Node, list: &[Choice], typed: &str) -> String {
    let plain = clean(typed).text;
    if plain.is_empty() {
        return plain;
    }
    match &node.kind {
        Kind::Text if node.looks("multiline") => clean_lines(typed).text,
        Kind::Integer | Kind::Repeat => {
            numbers::parse_integer(&plain).map_or(plain, |number| number.to_string())
        }
        Kind::Decimal | Kind::Range => {
            numbers::parse_decimal(&plain).map_or(plain, |number| number.to_string())
        }
        Kind::Date if takes_partial(node) => {
            PartialDate::parse_typed(&plain).map_or(plain, |date| date.to_string())
        }
        Kind::Date => dates::parse_typed(&plain).map_or(plain, |date| date.to_string()),
        Kind::Time => moments::read_time(&plain).unwrap_or(plain),
        Kind::DateTime => moments::read_date_time(&plain).unwrap_or(plain),
        Kind::GeoPoint | Kind::GeoTrace | Kind::GeoShape => places::read(&plain).unwrap_or(plain),
        Kind::Rank(_) => ranked(list, &plain).unwrap_or(plain),
        Kind::SelectOne(_) => meant(list, &plain).map_or(plain.clone(), |choice| choice.code.clone()),
        Kind::SelectMultiple(_) => several(list, &plain).unwrap_or(plain),
        Kind::Acknowledge => match fold(&plain).as_str() {
            "ok" | "yes" | "true" | "1" | "x" | "co" => "OK".to_owned(),
            "no" | "false" | "0" | "khong" => String::new(),
            _ => plain,
        },
        _ => plain,
    }
}

/// What is wrong with a kept answer, by the type of its question. `is_offered` says whether a code may be chosen now.
pub fn fault(node: &Node, is_offered: impl Fn(&str) -> bool, kept: &str) -> Option<Message> {
    if kept.is_empty() {
        return None;
    }
    match &node.kind {
        Kind::Integer | Kind::Repeat => (!plain_number(kept) || kept.parse::<i64>().is_err())
            .then(|| Message::new("forms.answer.not_whole").with("value", kept)),
        Kind::Decimal => (!plain_number(kept) || kept.parse::<f64>().is_err())
            .then(|| Message::new("forms.answer.not_a_number").with("value", kept)),
        Kind::Range => range_fault(node, kept),
        Kind::Time => {
            moments::time(kept).is_none().then(|| Message::new("forms.answer.not_a_time").with("value", kept))
        }
        Kind::DateTime => moments::date_time(kept)
            .is_none()
            .then(|| Message::new("forms.answer.not_a_date_time").with("value", kept)),
        Kind::GeoPoint | Kind::GeoTrace | Kind::GeoShape => places::fault(&node.kind, kept),
        Kind::Date => match PartialDate::parse_iso(kept) {
            Some(date) if takes_partial(node) || date.date().is_some() => None,
            Some(_) => Some(Message::new("forms.answer.not_a_day").with("value", kept)),
            None => Some(PartialDate::parse_typed(kept).err().map_or_else(
                || Message::new("forms.answer.not_a_day").with("value", kept),
                |fault| fault.message(),
            )),
        },
        Kind::SelectOne(_) if !is_offered(kept) => {
            Some(Message::new("forms.answer.not_offered").with("value", kept))
        }
        Kind::SelectMultiple(_) | Kind::Rank(_) => kept
            .split(' ')
            .find(|code| !is_offered(code))
            .map(|code| Message::new("forms.answer.not_offered").with("value", code)),
        Kind::Acknowledge if kept != "OK" => {
            Some(Message::new("forms.answer.not_a_tick").with("value", kept))
        }
        _ => None,
    }
}

/// A kept answer as a person reads and types it: `14/09/2023`, `7.402`, labels of choices.
pub fn show(node: &Node, list: &[Choice], kept: &str, language: &str) -> String {
    let label = |code: &str| match list.iter().find(|choice| choice.code == code) {
        Some(choice) if !choice.label.is_empty() => choice.label.get(language).to_owned(),
        _ => code.to_owned(),
    };
    match &node.kind {
        Kind::Integer => kept.parse().map_or_else(|_| kept.to_owned(), numbers::written),
        Kind::Decimal | Kind::Range => decimal(kept),
        Kind::Time => moments::show_time(kept),
        Kind::DateTime => moments::show_date_time(kept),
        Kind::Date => PartialDate::parse_iso(kept).map_or_else(|| kept.to_owned(), PartialDate::written),
        // The code of a question with one answer may hold a space.
        Kind::SelectOne(_) => label(kept),
        // What could not be read as codes stands as it was typed.
        Kind::SelectMultiple(_) | Kind::Rank(_) if !kept.contains(MARKS) => {
            kept.split(' ').map(label).collect::<Vec<_>>().join(", ")
        }
        Kind::File => Attached::read(kept).map_or(kept, |file| file.name).to_owned(),
        _ => kept.to_owned(),
    }
}

/// Whether a date may be known to the month or the year only.
pub fn takes_partial(node: &Node) -> bool {
    node.looks("year") || node.looks("month-year")
}

/// Rust also reads `+5`, `1e5` and `inf`; an answer is digits, a sign, a point.
fn plain_number(kept: &str) -> bool {
    kept.chars().all(|part| part.is_ascii_digit() || matches!(part, '-' | '.'))
}

fn decimal(kept: &str) -> String {
    let Ok(number) = kept.parse::<f64>() else { return kept.to_owned() };
    let places = kept.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    // "1,234" would be read back as a thousand and more: a fourth place keeps it a fraction.
    numbers::written_decimal(number, if places == 3 { 4 } else { places })
}

/// The one choice meant: by its code, else by its whole label in some language.
fn meant<'a>(list: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    let folded = fold(typed);
    let labelled = |choice: &&Choice| choice.label.all().any(|(_, label)| fold(label) == folded);
    list.iter().find(|choice| choice.code == typed).or_else(|| {
        let mut fitting = list.iter().filter(labelled);
        fitting.next().filter(|_| fitting.next().is_none())
    })
}

/// What is wrong with a number of a range: ten steps of one, unless its parameters say otherwise.
fn range_fault(node: &Node, kept: &str) -> Option<Message> {
    let Some(number) = Some(kept).filter(|kept| plain_number(kept)).and_then(|kept| kept.parse::<f64>().ok())
    else {
        return Some(Message::new("forms.answer.not_a_number").with("value", kept));
    };
    let bound = |name: &str, otherwise: f64| {
        node.parameter(name).and_then(|value| value.parse::<f64>().ok()).unwrap_or(otherwise)
    };
    let (start, end, step) = (bound("start", 1.0), bound("end", 10.0), bound("step", 1.0).abs());
    let steps = (number - start) / step;
    let fits = number >= start.min(end)
        && number <= start.max(end)
        && (step == 0.0 || (steps - steps.round()).abs() < 1e-6);
    let written = |number: f64| decimal(&number.to_string());
    (!fits).then(|| {
        let message = Message::new("forms.answer.not_in_range").with("value", decimal(kept));
        message.with("start", written(start)).with("end", written(end)).with("step", written(step))
    })
}

/// Codes apart by spaces, or codes and labels apart by commas or semicolons.
fn several(list: &[Choice], typed: &str) -> Option<String> {
    let chosen = chosen(list, typed)?;
    let in_order = list.iter().filter(|choice| chosen.iter().any(|one| one.code == choice.code));
    let mut codes: Vec<&str> = in_order.map(|choice| choice.code.as_str()).collect();
    codes.dedup();
    Some(codes.join(" "))
}

/// As [`several`], in the order given.
fn ranked(list: &[Choice], typed: &str) -> Option<String> {
    let mut codes: Vec<&str> = Vec::new();
    for choice in chosen(list, typed)? {
        if !codes.contains(&choice.code.as_str()) {
            codes.push(&choice.code);
        }
    }
    Some(codes.join(" "))
}

fn chosen<'a>(list: &'a [Choice], typed: &str) -> Option<Vec<&'a Choice>> {
    let by_space: Option<Vec<&'a Choice>> =
        typed.split_whitespace().map(|code| list.iter().find(|choice| choice.code == code)).collect();
    by_space.or_else(|| by_mark(list, typed))
}

/// The choices between commas or semicolons. A label may hold a mark itself: the longest that fits is meant.
fn by_mark<'a>(list: &'a [Choice], typed: &str) -> Option<Vec<&'a Choice>> {
    let mut chosen = Vec::new();
    let mut rest = typed;
    loop {
        rest = rest.trim_matches(|part: char| part.is_whitespace() || MARKS.contains(&part));
        if rest.is_empty() {
            return Some(chosen);
        }
        let ends = rest.rmatch_indices(MARKS).map(|(end, _)| end);
        let (end, choice) = std::iter::once(rest.len())
            .chain(ends)
            .find_map(|end| meant(list, rest.get(..end)?.trim()).map(|choice| (end, choice)))?;
        chosen.push(choice);
        rest = rest.get(end..)?;
    }
}
