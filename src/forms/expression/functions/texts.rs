//! Texts.
//!
//! Invariant: counted in characters, never bytes; no text grows beyond [`LONGEST`].

use super::digest;
use super::{ANY, Call, Entry, Known, entry, text};
use crate::forms::expression::pattern::Pattern;
use crate::forms::expression::value::Value;
use std::collections::HashMap;

/// Characters in one worth. Longer ones are cut: a calculation that doubles itself ends here.
const LONGEST: usize = 200_000;

pub(super) const TABLE: &[Entry] = &[
    entry("string", 0, 1, |call| text(call.first_or_own().text())),
    entry("concat", 0, ANY, |call| joined("", call, 0)),
    entry("join", 1, ANY, |call| joined(&call.text(0), call, 1)),
    entry("string-length", 0, 1, |call| Value::Number(call.first_or_own().text().chars().count() as f64)),
    entry("normalize-space", 0, 1, |call| {
        text(call.first_or_own().text().split_whitespace().collect::<Vec<_>>().join(" "))
    }),
    entry("cht:strip-whitespace", 1, 1, |call| {
        text(call.text(0).chars().filter(|character| !character.is_whitespace()).collect())
    })
    .known(Known::To("Medic")),
    entry("contains", 2, 2, |call| Value::Boolean(call.text(0).contains(&call.text(1)))),
    entry("starts-with", 2, 2, |call| Value::Boolean(call.text(0).starts_with(&call.text(1)))),
    entry("ends-with", 2, 2, |call| Value::Boolean(call.text(0).ends_with(&call.text(1)))),
    entry("substring-before", 2, 2, |call| {
        text(call.text(0).split_once(&call.text(1)).map_or_else(String::new, |(before, _)| before.into()))
    }),
    entry("substring-after", 2, 2, |call| {
        text(call.text(0).split_once(&call.text(1)).map_or_else(String::new, |(_, after)| after.into()))
    }),
    entry("substr", 2, 3, |call| {
        text(substr(&call.text(0), call.number(1), (call.count() > 2).then(|| call.number(2))))
    }),
    entry("substring", 2, 3, |call| {
        text(substring(&call.text(0), call.number(1), (call.count() > 2).then(|| call.number(2))))
    })
    .known(Known::NotToCollect),
    entry("translate", 3, 3, |call| text(translate(&call.text(0), &call.text(1), &call.text(2)))),
    entry("upper-case", 1, 1, |call| text(call.text(0).to_uppercase())).known(Known::To("CommCare")),
    entry("lower-case", 1, 1, |call| text(call.text(0).to_lowercase())).known(Known::To("CommCare")),
    entry("replace", 3, 3, |call| {
        text(cut(Pattern::new_anywhere(&call.text(1)).replace_all(&call.text(0), &call.text(2))))
    })
    .known(Known::To("CommCare")),
    entry("linebreak", 0, 0, |_| text("\n".to_owned())).known(Known::To("SurveyCTO")),
    entry("hash", 1, ANY, |call| {
        let parts: Vec<_> = call.values_from(0).iter().map(Value::text).collect();
        text(digest::digest(parts.join("").as_bytes(), "SHA-256", "hex").unwrap_or_default())
    })
    .known(Known::To("SurveyCTO")),
    entry("digest", 2, 3, |call| {
        let encoding = if call.count() > 2 { call.text(2) } else { "base64".to_owned() };
        text(digest::digest(call.text(0).as_bytes(), &call.text(1), &encoding).unwrap_or_default())
    }),
    entry("base64-decode", 1, 1, |call| {
        let bytes = digest::from_base64(&call.text(0)).unwrap_or_default();
        text(String::from_utf8_lossy(&bytes).into_owned())
    }),
    entry("base64-encode", 1, 1, |call| text(cut(digest::base64(call.text(0).as_bytes()))))
        .known(Known::To("CommCare")),
    entry("cht:validate-luhn", 1, 2, |call| {
        let digits = call.text(0);
        let length = (call.count() > 1).then(|| call.number(1));
        Value::Boolean(length.is_none_or(|length| digits.len() as f64 == length) && luhn(&digits))
    })
    .known(Known::To("Medic")),
];

fn joined(separator: &str, call: &Call<'_, '_>, from: usize) -> Value {
    text(together(separator, call.values_from(from).iter().map(Value::text)))
}

/// Texts with a separator between them, no longer than any answer may be.
pub(super) fn together(separator: &str, parts: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut whole = String::new();
    for (index, part) in parts.enumerate() {
        if index > 0 {
            whole.push_str(separator);
        }
        whole.push_str(part.as_ref());
        if whole.len() > LONGEST {
            break;
        }
    }
    cut(whole)
}

/// No longer than any answer may be.
fn cut(mut whole: String) -> String {
    if whole.len() > LONGEST {
        whole.truncate(whole.floor_char_boundary(LONGEST));
    }
    whole
}

/// From `start` (counted from 0; from the end where negative) to before `end`.
fn substr(whole: &str, start: f64, end: Option<f64>) -> String {
    let length = whole.chars().count() as f64;
    let place = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at.min(length) } as usize;
    let (start, end) = (place(start), end.map_or(length as usize, place));
    whole.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// XPath's own: from a place counted from 1, so many characters, both rounded.
fn substring(whole: &str, start: f64, length: Option<f64>) -> String {
    let first = (start + 0.5).floor();
    let end = length.map_or(f64::INFINITY, |length| first + (length + 0.5).floor());
    let within = |index: usize| {
        let at = index as f64 + 1.0;
        at >= first && at < end
    };
    whole.chars().enumerate().filter(|(index, _)| within(*index)).map(|(_, character)| character).collect()
}

fn translate(whole: &str, from: &str, to: &str) -> String {
    let mut to = to.chars();
    let mut becomes: HashMap<char, Option<char>> = HashMap::new();
    for character in from.chars() {
        let other = to.next();
        // A character that stands twice means what it means first.
        becomes.entry(character).or_insert(other);
    }
    let changed = |character: char| becomes.get(&character).map_or(Some(character), |other| *other);
    whole.chars().filter_map(changed).collect()
}

fn luhn(digits: &str) -> bool {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0')) * if index % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    plain && sum.is_multiple_of(10)
}
