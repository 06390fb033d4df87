//! Repeats: which instance, how many, over all of them.
//!
//! Invariant: instances count from 1; one that is not there is blank.

use super::texts::together;
use super::{ANY, Call, Entry, Known, entry, text};
use crate::forms::expression::evaluate::Context;
use crate::forms::expression::syntax::{Expression, Target};
use crate::forms::expression::value::Value;
use crate::forms::expression::walk::Item;
use crate::forms::instance::Instance;

pub(super) const TABLE: &[Entry] = &[
    entry("position", 0, 1, position),
    entry("last", 0, 0, |call| Value::Number(call.context.size as f64)).known(Known::NotToCollect),
    entry("count", 1, 1, |call| {
        Value::Number(call.items(0).map_or_else(|| call.value(0).items().len(), |items| items.len()) as f64)
    }),
    entry("count-non-empty", 1, ANY, |call| {
        Value::Number((0..call.count()).map(|index| answered(call, index)).sum::<usize>() as f64)
    }),
    entry("name", 0, 1, name),
    entry("local-name", 0, 1, name).known(Known::NotToCollect),
    entry("indexed-repeat", 3, 11, indexed_repeat).by_pairs(),
    entry("index", 0, 0, |call| Value::Number(own_index(call) as f64)).known(Known::To("SurveyCTO")),
    entry("relevant", 1, 1, |call| Value::Boolean(call.items(0).is_some_and(|items| !items.is_empty())))
        .known(Known::To("SurveyCTO")),
    entry("count-if", 2, 2, |call| Value::Number(chosen(call, 0, 1).len() as f64))
        .known(Known::To("SurveyCTO")),
    entry("sum-if", 2, 2, |call| {
        Value::Number(figures(call, 0, 1).into_iter().fold(0.0, |sum, next| sum + next))
    })
    .known(Known::To("SurveyCTO")),
    entry("min-if", 2, 2, |call| Value::Number(figures(call, 0, 1).into_iter().fold(f64::NAN, f64::min)))
        .known(Known::To("SurveyCTO")),
    entry("max-if", 2, 2, |call| Value::Number(figures(call, 0, 1).into_iter().fold(f64::NAN, f64::max)))
        .known(Known::To("SurveyCTO")),
    entry("join-if", 3, 3, |call| text(together(&call.text(0), chosen(call, 1, 2).iter().map(Value::text))))
        .known(Known::To("SurveyCTO")),
    entry("rank-index", 2, 2, |call| {
        let all = all(call, 1);
        let index = call.number(0);
        let own = if index >= 1.0 { all.get(index as usize - 1).copied() } else { None };
        own.map_or_else(Value::blank, |own| rank(&all, own))
    })
    .known(Known::To("SurveyCTO")),
    entry("rank-value", 2, 2, |call| rank(&all(call, 1), call.number(0))).known(Known::To("SurveyCTO")),
    entry("rank-index-if", 3, 3, |call| {
        let index = call.number(0);
        let all = all(call, 1);
        let own = if index >= 1.0 { all.get(index as usize - 1).copied() } else { None };
        own.map_or_else(Value::blank, |own| rank(&figures(call, 1, 2), own))
    })
    .known(Known::To("SurveyCTO")),
];

/// Of what is asked in a condition; else which instance of its repeat a thing stands in.
fn position(call: &Call<'_, '_>) -> Value {
    let index = if call.count() > 0 {
        match call.items(0).unwrap_or_default().first() {
            Some(Item::Row(_, instance)) => instance.last().unwrap_or(1) as usize,
            _ => 1,
        }
    } else if call.context.here.is_some() {
        call.context.position
    } else {
        own_index(call)
    };
    Value::Number(index as f64)
}

/// How many of the things an argument leads to have an answer.
fn answered(call: &Call<'_, '_>, index: usize) -> usize {
    match call.items(index) {
        Some(items) => items.iter().filter(|item| call.context.is_answered(item)).count(),
        None => call.value(index).items().iter().filter(|value| !value.is_blank()).count(),
    }
}

fn own_index(call: &Call<'_, '_>) -> usize {
    call.context.instance.last().map_or(1, |index| index as usize)
}

fn name(call: &Call<'_, '_>) -> Value {
    let around = call.context.around;
    let item = if call.count() > 0 {
        call.items(0).unwrap_or_default().into_iter().next()
    } else {
        Some(call.context.here.clone().unwrap_or_else(|| Item::Row(call.context.place, Instance::top())))
    };
    text(match item {
        Some(Item::Row(place, _)) => around.name(place).to_owned(),
        Some(Item::Cell(_, column)) => column,
        Some(Item::Choice(_)) => "item".to_owned(),
        Some(Item::List(_)) => "root".to_owned(),
        Some(Item::Root) => "data".to_owned(),
        None => String::new(),
    })
}

/// `indexed-repeat(${x}, ${outer}, 2, ${inner}, 1)`.
fn indexed_repeat(call: &Call<'_, '_>) -> Value {
    let Some(target) = place_of(call, 0) else { return Value::blank() };
    let around = call.context.around;
    let mut wanted: Vec<(usize, f64)> = Vec::new();
    for at in (1..call.count().saturating_sub(1)).step_by(2) {
        let Some(repeat) = place_of(call, at) else { return Value::blank() };
        wanted.push((around.depth(repeat), call.number(at + 1)));
    }
    let shared = around.shared(call.context.place, target);
    let mut instance = Instance::top();
    for depth in 0..around.depth(target) {
        let index = match wanted.iter().find(|(of, _)| *of == depth) {
            Some((_, index)) if *index >= 1.0 && *index <= f64::from(u32::MAX) => *index as u32,
            None if depth < shared => call.context.instance.at(depth).unwrap_or(1),
            None => 1,
            Some(_) => return Value::blank(),
        };
        instance = instance.child(index);
    }
    around.value(target, &instance)
}

fn place_of(call: &Call<'_, '_>, index: usize) -> Option<usize> {
    match call.arguments.get(index)? {
        Expression::Path(path) => match &path.target {
            Target::Nearest(place) => Some(*place),
            Target::Walk(rows) => rows.last().copied(),
            Target::Unknown => None,
        },
        _ => None,
    }
}

/// The answers of a field over its instances in which a condition holds, seen from each.
fn chosen(call: &Call<'_, '_>, field: usize, condition: usize) -> Vec<Value> {
    let Some(condition) = call.arguments.get(condition) else { return Vec::new() };
    let seen_from = |context: &Context<'_>| context.worth(condition).boolean();
    let mut found = Vec::new();
    for item in call.items(field).unwrap_or_default() {
        let Item::Row(place, instance) = &item else { continue };
        // A repeat itself is no place to look from: its first row is.
        let inside = call.context.around.is_repeat(*place);
        let inner = if inside { call.context.around.children(Some(*place)).first() } else { None };
        if seen_from(&call.context.moved(*inner.unwrap_or(place), instance.clone())) {
            found.push(call.context.worth_of_item(&item));
        }
    }
    found
}

fn figures(call: &Call<'_, '_>, field: usize, condition: usize) -> Vec<f64> {
    chosen(call, field, condition).iter().map(Value::number).filter(|figure| !figure.is_nan()).collect()
}

fn all(call: &Call<'_, '_>, field: usize) -> Vec<f64> {
    call.value(field).items().iter().map(Value::number).collect()
}

/// The highest ranks first; alike rank alike.
fn rank(all: &[f64], own: f64) -> Value {
    if own.is_nan() {
        return Value::blank();
    }
    Value::Number((all.iter().filter(|other| **other > own).count() + 1) as f64)
}
