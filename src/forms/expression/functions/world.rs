//! What is outside the form: chance, the device, the form's own version.
//!
//! Invariant: chance begins at the survey's seed: worked out again, it gives the same.

use super::{ANY, Call, Entry, Known, blank, entry, text};
use crate::forms::expression::value::Value;

pub(super) const TABLE: &[Entry] = &[
    entry("random", 0, 0, |call| Value::Number(call.context.chance().fraction())),
    entry("uuid", 0, 1, uuid),
    entry("version", 0, 0, |call| text(call.context.around.version().to_owned())),
    entry("property", 1, 1, |call| property(call, &call.text(0))),
    entry("deviceid", 0, 0, |call| property(call, "deviceid")).known(Known::To("SurveyCTO")),
    entry("device-id", 0, 0, |call| property(call, "deviceid")).known(Known::To("SurveyCTO")),
    entry("device-info", 0, 0, |call| property(call, "deviceinfo")).known(Known::To("SurveyCTO")),
    entry("username", 0, 0, |call| property(call, "username")).known(Known::To("SurveyCTO")),
    entry("email", 0, 0, |call| property(call, "email")).known(Known::To("SurveyCTO")),
    entry("caseid", 0, 0, |call| property(call, "caseid")).known(Known::To("SurveyCTO")),
    entry("phonenumber", 0, 0, |call| property(call, "phonenumber")).known(Known::To("SurveyCTO")),
    entry("simserial", 0, 0, |call| property(call, "simserial")).known(Known::To("SurveyCTO")),
    entry("subscriberid", 0, 0, |call| property(call, "subscriberid")).known(Known::To("SurveyCTO")),
    entry("collect-is-phone-app", 0, 0, |_| Value::Boolean(false)).known(Known::To("SurveyCTO")),
    entry("phone-call-log", 0, 0, blank).known(Known::BlankHere),
    entry("phone-call-duration", 0, 0, blank).known(Known::BlankHere),
    entry("plug-in-metadata", 1, 1, blank).known(Known::BlankHere),
    entry("extract-signed", 2, 2, blank).known(Known::BlankHere),
    entry("z-score", 4, 4, blank).known(Known::BlankHere),
    entry("cht:extension-lib", 1, ANY, blank).known(Known::BlankHere),
    entry("encrypt-string", 3, 3, blank).known(Known::BlankHere),
    entry("here", 0, 0, blank).known(Known::BlankHere),
    entry("enumerator-id", 0, 0, |call| property(call, "enumeratorid")).known(Known::To("SurveyCTO")),
    entry("enumerator-name", 0, 0, |call| property(call, "enumeratorname")).known(Known::To("SurveyCTO")),
    entry("sleep", 2, 2, |call| call.value(1)).known(Known::To("CommCare")),
    entry("checksum", 2, 2, blank).known(Known::BlankHere),
    entry("json-property", 2, 2, blank).known(Known::BlankHere),
    entry("id-compress", 5, 5, blank).known(Known::BlankHere),
    entry("join-chunked", 3, ANY, blank).known(Known::BlankHere),
    entry("sort-by", 2, 3, blank).known(Known::BlankHere),
    entry("format-date-for-calendar", 2, 2, blank).known(Known::BlankHere),
    entry("namespace-uri", 0, 1, blank).known(Known::BlankHere),
    entry("lang", 1, 1, blank).known(Known::BlankHere),
    entry("geo-scatter", 1, ANY, blank).known(Known::BlankHere),
];

fn property(call: &Call<'_, '_>, name: &str) -> Value {
    text(call.context.around.occasion().property(name))
}

/// Version 4 as RFC 9562 writes it, or so many characters.
fn uuid(call: &Call<'_, '_>) -> Value {
    let mut chance = call.context.chance();
    if call.count() > 0 {
        let length = call.whole(0).unwrap_or(0).clamp(0, 1_000) as usize;
        const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let letter = |_| char::from(LETTERS[(chance.next() % 36) as usize]);
        return text((0..length).map(letter).collect());
    }
    let (high, low) = (chance.next(), chance.next());
    let whole = (u128::from(high) << 64) | u128::from(low);
    text(uuid::Builder::from_random_bytes(whole.to_be_bytes()).into_uuid().to_string())
}
