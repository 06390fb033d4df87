//! Truth and conditions.
//!
//! Invariant: only the branch that is needed is worked out.

use super::{ANY, Call, Entry, Known, entry};
use crate::domain::tax_code::TaxCode;
use crate::forms::expression::pattern::Pattern;
use crate::forms::expression::value::Value;

pub(super) const YES: &Entry = &entry("true", 0, 0, |_| Value::Boolean(true));
pub(super) const NO: &Entry = &entry("false", 0, 0, |_| Value::Boolean(false));

pub(super) const TABLE: &[Entry] = &[
    entry("true", 0, 0, |_| Value::Boolean(true)),
    entry("false", 0, 0, |_| Value::Boolean(false)),
    entry("not", 1, 1, |call| Value::Boolean(!call.truth(0))),
    entry("boolean", 1, 1, |call| Value::Boolean(call.truth(0))),
    entry("boolean-from-string", 1, 1, |call| {
        Value::Boolean(matches!(call.text(0).to_lowercase().as_str(), "true" | "1"))
    }),
    entry("if", 3, 3, |call| call.value(if call.truth(0) { 1 } else { 2 })),
    entry("cond", 3, ANY, cond).known(Known::To("CommCare")),
    entry("coalesce", 1, ANY, |call| {
        let found = (0..call.count()).map(|index| call.value(index)).find(|value| !value.is_blank());
        found.unwrap_or_else(Value::blank)
    }),
    entry("once", 1, 1, |call| {
        let own = call.context.own();
        if own.is_blank() { call.value(0) } else { own }
    }),
    entry("depend", 1, ANY, |call| call.value(0)).known(Known::To("CommCare")),
    entry("regex", 2, 2, |call| Value::Boolean(Pattern::new(&call.text(1)).matches(&call.text(0)))),
    entry("checklist", 2, ANY, |call| {
        let checked = call.values_from(2).iter().filter(|value| is_checked(value)).count();
        Value::Boolean(is_between(checked as f64, call.number(0), call.number(1)))
    }),
    entry("weighted-checklist", 2, ANY, |call| {
        let weight = (2..call.count()).step_by(2).map(|index| weight(call, index)).sum();
        Value::Boolean(is_between(weight, call.number(0), call.number(1)))
    })
    .by_pairs(),
    entry("empty", 1, 1, |call| Value::Boolean(call.value(0).is_blank())).known(Known::To("SurveyCTO")),
    entry("chuyengiao:tax-code-valid", 1, 1, |call| Value::Boolean(TaxCode::parse(&call.text(0)).is_ok()))
        .known(Known::To("chuyengiao")),
];

/// `cond(test, worth, test, worth, …, worth otherwise)`.
fn cond(call: &Call<'_, '_>) -> Value {
    let mut at = 0;
    while at + 1 < call.count() {
        if call.truth(at) {
            return call.value(at + 1);
        }
        at += 2;
    }
    call.value(at)
}

/// The weights of what is checked in a pair of `weighted-checklist()`: two single values, or as many weights as
/// answers over the instances of a repeat.
fn weight(call: &Call<'_, '_>, index: usize) -> f64 {
    let (answers, weights) = (call.value(index).items(), call.value(index + 1).items());
    let checked = answers.iter().zip(&weights).filter(|(answer, _)| is_checked(answer));
    checked.map(|(_, weight)| weight.number()).filter(|weight| !weight.is_nan()).sum()
}

/// A tick, a number above nought, or any answer that does not deny.
fn is_checked(value: &Value) -> bool {
    match value {
        Value::Boolean(truth) => *truth,
        other if other.number().is_nan() => !other.is_blank() && !DENIALS.contains(&other.text().as_str()),
        other => other.number() > 0.0,
    }
}

/// Answers that deny, beside the number 0. To JavaRosa and Enketo they are checked like any other.
const DENIALS: [&str; 2] = ["no", "false"];

/// -1 sets no bound.
fn is_between(found: f64, least: f64, most: f64) -> bool {
    (least < 0.0 || found >= least) && (most < 0.0 || found <= most)
}
