//! Choices: codes apart by spaces, and what they are called.
//!
//! Invariant: indexes count from 0, as the specification has it; beyond the end is nothing.

use super::{Call, Entry, Known, entry, text};
use crate::forms::expression::syntax::{Expression, Target};
use crate::forms::expression::value::Value;

pub(super) const TABLE: &[Entry] = &[
    entry("selected", 2, 2, selected),
    // JavaRosa's old name of it.
    entry("is-selected", 2, 2, selected).known(Known::To("JavaRosa")),
    entry("selected-at", 2, 2, |call| text(at(&call.text(0), " ", call.number(1)))),
    entry("count-selected", 1, 1, |call| Value::Number(call.text(0).split_whitespace().count() as f64)),
    entry("jr:choice-name", 2, 2, |call| label(call, 1, &call.text(0))).worded(),
    entry("choice-name", 2, 2, |call| label(call, 1, &call.text(0))).known(Known::To("Enketo")).worded(),
    entry("choice-label", 2, 2, |call| label(call, 0, &call.text(1))).known(Known::To("SurveyCTO")).worded(),
    entry("jr:itext", 1, 1, |call| text(call.text(0))).worded(),
    entry("item-count", 2, 2, |call| Value::Number(parts(&call.text(1), &call.text(0)).len() as f64))
        .known(Known::To("SurveyCTO")),
    entry("item-at", 3, 3, |call| text(at(&call.text(1), &call.text(0), call.number(2))))
        .known(Known::To("SurveyCTO")),
    entry("item-index", 3, 3, |call| {
        let (list, wanted) = (call.text(1), call.text(2));
        let found = parts(&list, &call.text(0)).iter().position(|part| *part == wanted);
        Value::Number(found.map_or(-1.0, |index| index as f64))
    })
    .known(Known::To("SurveyCTO")),
    entry("item-present", 3, 3, |call| {
        let (list, wanted) = (call.text(1), call.text(2));
        Value::Boolean(parts(&list, &call.text(0)).contains(&wanted.as_str()))
    })
    .known(Known::To("SurveyCTO")),
];

/// Whether a code is among those of an answer. An answer taken from another question may be of several words; no
/// code at all is what an unanswered question has.
fn selected(call: &Call<'_, '_>) -> Value {
    let apart = |text: &str| format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let wanted = apart(&call.text(1));
    let holds = |value: &Value| apart(&value.text()).contains(&wanted);
    Value::Boolean(call.value(0).items().iter().any(holds))
}

/// The label of a choice of the question an argument names.
fn label(call: &Call<'_, '_>, question: usize, code: &str) -> Value {
    let place = match call.arguments.get(question) {
        Some(Expression::Path(path)) => match &path.target {
            Target::Nearest(place) => Some(*place),
            Target::Walk(rows) => rows.last().copied(),
            Target::Unknown => None,
        },
        _ => None,
    };
    text(match place {
        Some(place) if !code.is_empty() => call.context.around.choice_label(place, code),
        _ => code.to_owned(),
    })
}

pub(super) fn parts<'t>(list: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.trim().is_empty() {
        list.split_whitespace().collect()
    } else {
        list.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect()
    }
}

fn at(list: &str, separator: &str, index: f64) -> String {
    if index >= 0.0 {
        parts(list, separator).get(index as usize).copied().unwrap_or_default().to_owned()
    } else {
        String::new()
    }
}
