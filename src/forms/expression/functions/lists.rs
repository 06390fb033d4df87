//! Several things at once: shuffled, sorted, once each; and looked up in a list.
//!
//! Invariant: the same seed shuffles alike, as in Collect and Enketo.

use super::choices::parts;
use super::texts::together;
use super::{ANY, Call, Entry, Known, entry, text};
use crate::forms::expression::value::Value;
use crate::forms::expression::walk::Item;
use std::collections::HashSet;

pub(super) const TABLE: &[Entry] = &[
    entry("randomize", 1, 2, |call| call.context.worth_of_items(&shuffled(call))),
    entry("pulldata", 2, ANY, pulldata).worded(),
    entry("distinct-values", 1, 1, |call| {
        let mut seen: Vec<Value> = Vec::new();
        for value in call.value(0).items() {
            if !seen.contains(&value) {
                seen.push(value);
            }
        }
        Value::Many(seen)
    })
    .known(Known::To("CommCare")),
    entry("de-duplicate", 2, 2, |call| {
        let separator = call.text(0);
        let texts: Vec<String> = call.values_from(1).iter().map(Value::text).collect();
        let mut seen = HashSet::new();
        let all = texts.iter().flat_map(|whole| parts(whole, &separator));
        text(together(&separator, all.filter(|part| seen.insert(*part))))
    })
    .known(Known::To("SurveyCTO")),
    entry("sort", 1, 2, |call| {
        let whole = call.text(0);
        let mut codes: Vec<&str> = whole.split_whitespace().collect();
        codes.sort_unstable();
        if call.count() > 1 && !call.truth(1) {
            codes.reverse();
        }
        text(codes.join(" "))
    })
    .known(Known::To("CommCare")),
    entry("index-of", 2, 2, |call| {
        let wanted = call.text(1);
        let found = call.value(0).items().iter().position(|value| value.text() == wanted);
        found.map_or_else(Value::blank, |index| Value::Number(index as f64))
    })
    .known(Known::To("CommCare")),
];

/// `pulldata('list', 'wanted column', 'key column', key)`.
fn pulldata(call: &Call<'_, '_>) -> Value {
    let (list, wanted, key_column) = (call.text(0), call.text(1), call.text(2));
    let Some(choices) = call.context.around.list(&list) else { return Value::blank() };
    let key = call.text(3);
    let cell = |choice, column: &str| call.context.worth_of_item(&Item::Cell(choice, column.to_owned()));
    let found = choices.iter().find(|choice| cell(choice, key_column.trim()).text() == key);
    found.map_or_else(Value::blank, |choice| cell(choice, wanted.trim()))
}

/// The things of the first argument in an order of chance, or that of a seed.
pub(super) fn shuffled<'a>(call: &Call<'_, 'a>) -> Vec<Item<'a>> {
    let items = call.items(0).unwrap_or_default();
    let seed = if call.count() > 1 { Some(call.number(1)) } else { None };
    match seed {
        Some(seed) => shuffle(items, seed),
        None => shuffle(items, (call.context.chance().next() >> 33) as f64),
    }
}

/// The inside-out shuffle of Fisher and Yates with the figures of Park and Miller, as the specification has it.
pub(in crate::forms) fn shuffle<T: Clone>(items: Vec<T>, seed: f64) -> Vec<T> {
    const MODULUS: i64 = 2_147_483_647;
    let mut figure = if seed.is_nan() { 1 } else { seed as i64 } % MODULUS;
    if figure <= 0 {
        figure += MODULUS - 1;
    }
    let mut shuffled: Vec<T> = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        figure = figure * 16_807 % MODULUS;
        let chance = (figure - 1) as f64 / (MODULUS - 1) as f64;
        let place = ((chance * (index + 1) as f64) as usize).min(index);
        if place == index {
            shuffled.push(item);
        } else {
            let moved = std::mem::replace(&mut shuffled[place], item);
            shuffled.push(moved);
        }
    }
    shuffled
}
