//! Arithmetic.
//!
//! Halves are rounded up, towards plus infinity (JavaRosa; Enketo rounds away from nought). `sum()`, `min()`
//! and `max()` pass over blank answers.
//!
//! Invariant: what is no number stays none; nothing overflows.

use super::{ANY, Call, Entry, Known, entry, text};
use crate::forms::expression::value::Value;

/// Of one number.
const fn of_one(name: &'static str, work: fn(&Call<'_, '_>) -> Value) -> Entry {
    entry(name, 1, 1, work)
}

pub(super) const TABLE: &[Entry] = &[
    entry("number", 0, 1, |call| Value::Number(call.first_or_own().number())),
    of_one("int", |call| Value::Number(call.number(0).trunc())),
    entry("round", 1, 2, |call| {
        Value::Number(round(call.number(0), if call.count() > 1 { call.number(1) } else { 0.0 }))
    }),
    of_one("abs", |call| Value::Number(call.number(0).abs())),
    of_one("floor", |call| Value::Number(call.number(0).floor())).known(Known::NotToCollect),
    of_one("ceiling", |call| Value::Number(call.number(0).ceil())).known(Known::NotToCollect),
    entry("pow", 2, 2, |call| Value::Number(call.number(0).powf(call.number(1)))),
    of_one("log", |call| Value::Number(call.number(0).ln())),
    of_one("log10", |call| Value::Number(call.number(0).log10())),
    of_one("exp", |call| Value::Number(call.number(0).exp())),
    of_one("exp10", |call| Value::Number(10_f64.powf(call.number(0)))),
    of_one("sqrt", |call| Value::Number(call.number(0).sqrt())),
    of_one("sin", |call| Value::Number(call.number(0).sin())),
    of_one("cos", |call| Value::Number(call.number(0).cos())),
    of_one("tan", |call| Value::Number(call.number(0).tan())),
    of_one("asin", |call| Value::Number(call.number(0).asin())),
    of_one("acos", |call| Value::Number(call.number(0).acos())),
    of_one("atan", |call| Value::Number(call.number(0).atan())),
    entry("atan2", 2, 2, |call| Value::Number(call.number(0).atan2(call.number(1)))),
    entry("pi", 0, 0, |_| Value::Number(std::f64::consts::PI)),
    entry("sum", 1, ANY, |call| Value::Number(numbers(call).into_iter().fold(0.0, |sum, next| sum + next))),
    entry("min", 1, ANY, |call| Value::Number(numbers(call).into_iter().fold(f64::NAN, f64::min))),
    entry("max", 1, ANY, |call| Value::Number(numbers(call).into_iter().fold(f64::NAN, f64::max))),
    entry("format-number", 1, 2, |call| text(grouped(call.number(0), call.whole(1))))
        .known(Known::To("SurveyCTO")),
    entry("thousandsep", 1, 1, |call| text(grouped(call.number(0), None))).known(Known::To("SurveyCTO")),
];

fn numbers(call: &Call<'_, '_>) -> Vec<f64> {
    call.values_from(0).iter().filter(|value| !value.is_blank()).map(Value::number).collect()
}

/// To so many places, those before the point counted negative.
pub(super) fn round(number: f64, places: f64) -> f64 {
    let places = places.clamp(-15.0, 15.0).trunc();
    let scale = 10_f64.powf(places.abs());
    let (scaled, back): (f64, fn(f64, f64) -> f64) = if places < 0.0 {
        (number / scale, |whole, scale| whole * scale)
    } else {
        (number * scale, |whole, scale| whole / scale)
    };
    if scaled.is_finite() && scaled.abs() < 4e15 { back((scaled + 0.5).floor(), scale) } else { number }
}

/// With commas between thousands and a point, as SurveyCTO writes; screens write Vietnamese by themselves.
fn grouped(number: f64, places: Option<i64>) -> String {
    if !number.is_finite() {
        return Value::Number(number).text();
    }
    let written = match places {
        Some(places) => format!("{number:.*}", places.clamp(0, 15) as usize),
        None => Value::Number(number).text(),
    };
    let (sign, plain) = written.strip_prefix('-').map_or(("", written.as_str()), |plain| ("-", plain));
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
