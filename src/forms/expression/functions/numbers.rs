//! Arithmetic.
//!
//! Halves are rounded up, towards plus infinity, as the number is written (JavaRosa; Enketo rounds away from
//! nought). `sum()`, `min()` and `max()` pass over what is no number.
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
    call.values_from(0).iter().map(Value::number).filter(|number| !number.is_nan()).collect()
}

/// To so many places, those before the point counted negative. By the digits as they are written: 2.675 to two
/// places is 2.68, though the machine keeps a little less than 2.675.
pub(super) fn round(number: f64, places: f64) -> f64 {
    let places = places.clamp(-30.0, 30.0) as i32;
    let written = number.abs().to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let digits: Vec<u8> =
        whole.bytes().chain(fraction.bytes()).map(|digit| digit.wrapping_sub(b'0')).collect();
    let kept = whole.len() as i32 + places;
    if !number.is_finite() || kept >= digits.len() as i32 {
        return number;
    }
    let Ok(kept) = usize::try_from(kept) else { return 0.0 };
    let (kept, left) = digits.split_at(kept);
    let up = match left {
        [5, rest @ ..] => number > 0.0 || rest.iter().any(|digit| *digit > 0),
        [first, ..] => *first > 5,
        [] => false,
    };
    let mut digits = kept.to_vec();
    if up {
        // A row of nines becomes noughts behind a one.
        let nines = digits.iter().rev().take_while(|digit| **digit == 9).count();
        let carried = digits.len() - nines;
        digits[carried..].fill(0);
        match digits[..carried].last_mut() {
            Some(digit) => *digit += 1,
            None => digits.insert(0, 1),
        }
    }
    let digits: String = digits.iter().map(|digit| char::from(digit + b'0')).collect();
    let rounded: f64 = format!("0{digits}e{}", -places).parse().unwrap_or(f64::NAN);
    if number < 0.0 && rounded > 0.0 { -rounded } else { rounded }
}

/// With commas between thousands and a point, as SurveyCTO writes; screens write Vietnamese by themselves.
fn grouped(number: f64, places: Option<i64>) -> String {
    if !number.is_finite() {
        return Value::Number(number).answer();
    }
    let written = match places {
        Some(places) => {
            let places = places.clamp(0, 15);
            format!("{:.*}", places as usize, round(number, places as f64))
        }
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
