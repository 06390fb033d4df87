//! Days and hours.
//!
//! A number that stands for a day counts days since 1970-01-01.
//!
//! Invariant: no clock here: the occasion says what day and hour it is.

use super::{Call, Entry, Known, entry, text};
use crate::forms::expression::calendar::Calendar;
use crate::forms::expression::moment::{Moment, part_of_day};
use crate::forms::expression::value::Value;
use jiff::Span;
use jiff::civil::{Date, DateTime};

pub(super) const TABLE: &[Entry] = &[
    entry("today", 0, 0, |call| Value::Date(call.context.around.occasion().today())).fleeting(),
    entry("now", 0, 0, |call| Value::Moment(call.context.around.occasion().now)).fleeting(),
    entry("date", 1, 1, |call| call.value(0).date().map_or_else(Value::blank, Value::Date)),
    entry("date-time", 1, 1, |call| call.value(0).moment().map_or_else(Value::blank, Value::Moment)),
    entry("decimal-date-time", 1, 1, |call| {
        Value::Number(call.value(0).moment().map_or(f64::NAN, Moment::days))
    }),
    entry("decimal-time", 1, 1, |call| Value::Number(call.value(0).time().map_or(f64::NAN, part_of_day))),
    entry("format-date", 2, 2, format).worded(),
    entry("format-date-time", 2, 2, format).worded(),
    entry("add-date", 2, 6, add_date).known(Known::To("Medic")),
    entry("cht:add-days", 2, 2, |call| {
        moved(call, |at| at.checked_add(Span::new().try_days(call.whole(1)?).ok()?).ok())
    })
    .known(Known::To("Medic")),
    entry("difference-in-months", 2, 2, |call| difference(call, |months, _| f64::from(months)))
        .known(Known::To("Medic")),
    entry("cht:difference-in-months", 2, 2, |call| difference(call, |months, _| f64::from(months)))
        .known(Known::To("Medic")),
    entry("cht:difference-in-years", 2, 2, |call| difference(call, |months, _| f64::from(months / 12)))
        .known(Known::To("Medic")),
    entry("cht:difference-in-weeks", 2, 2, |call| difference(call, |_, days| f64::from(days / 7)))
        .known(Known::To("Medic")),
    entry("cht:difference-in-days", 2, 2, |call| difference(call, |_, days| f64::from(days)))
        .known(Known::To("Medic")),
    entry("parse-timestamp-to-date", 1, 1, |call| {
        let occasion = call.context.around.occasion();
        let ahead = occasion.now.ahead;
        let days = call.number(0) / 86_400_000.0 + f64::from(ahead) / 1440.0;
        Moment::of_days(days, ahead).map_or_else(Value::blank, Value::Moment)
    })
    .known(Known::To("Medic")),
    entry("duration", 0, 0, |call| {
        let occasion = call.context.around.occasion();
        let begun = occasion.begun.unwrap_or(occasion.now.at);
        let seconds = (occasion.now.days() - Moment { at: begun, ahead: 0 }.days()) * 86_400.0;
        Value::Number(seconds.round().max(0.0))
    })
    .known(Known::To("SurveyCTO"))
    .fleeting(),
    entry("to-bikram-sambat", 1, 1, super::blank).known(Known::BlankHere),
];

/// A day and an hour by a pattern of `%` codes.
fn format(call: &Call<'_, '_>) -> Value {
    let value = call.value(0);
    let moment = match (&value, value.moment(), value.time()) {
        (_, Some(moment), _) => moment,
        // An hour alone, `14:30`.
        (_, None, Some(time)) => Moment {
            at: Moment::midnight(Date::ZERO).at.with().time(time).build().unwrap_or_default(),
            ahead: 0,
        },
        _ => return Value::blank(),
    };
    text(written(moment.at, &call.text(1), call.context.around.language()))
}

fn written(at: DateTime, pattern: &str, language: &str) -> String {
    let mut written = String::new();
    let mut calendar = None;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            written.push(character);
            continue;
        }
        match characters.next() {
            Some('Y') => written.push_str(&format!("{:04}", at.year())),
            Some('y') => written.push_str(&format!("{:02}", at.year().rem_euclid(100))),
            Some('m') => written.push_str(&format!("{:02}", at.month())),
            Some('n') => written.push_str(&at.month().to_string()),
            Some('d') => written.push_str(&format!("{:02}", at.day())),
            Some('e') => written.push_str(&at.day().to_string()),
            Some('j') => written.push_str(&format!("{:03}", at.day_of_year())),
            Some('H') => written.push_str(&format!("{:02}", at.hour())),
            Some('h') => written.push_str(&at.hour().to_string()),
            Some('I') => written.push_str(&format!("{:02}", (at.hour() + 11) % 12 + 1)),
            Some('p') => written.push_str(if at.hour() < 12 { "AM" } else { "PM" }),
            Some('M') => written.push_str(&format!("{:02}", at.minute())),
            Some('S') => written.push_str(&format!("{:02}", at.second())),
            Some('3') => written.push_str(&format!("{:03}", at.millisecond())),
            Some('W') => written.push_str(&at.date().iso_week_date().week().to_string()),
            Some('w') => written.push_str(&at.weekday().to_sunday_zero_offset().to_string()),
            Some(code @ ('b' | 'B' | 'a' | 'A')) => {
                let calendar = calendar.get_or_insert_with(|| Calendar::of(language));
                let month = usize::from(at.month().unsigned_abs()) - 1;
                let weekday = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
                written.push_str(match code {
                    'b' => calendar.month(month, true),
                    'B' => calendar.month(month, false),
                    'a' => calendar.weekday(weekday, true),
                    _ => calendar.weekday(weekday, false),
                });
            }
            Some(other) => written.push(other),
            None => written.push('%'),
        }
    }
    written
}

/// `add-date(day, years, months, days, hours, minutes)`.
fn add_date(call: &Call<'_, '_>) -> Value {
    moved(call, |at| {
        let part = |index: usize| if index < call.count() { call.whole(index) } else { Some(0) };
        let span = Span::new()
            .try_years(part(1)?)
            .and_then(|span| span.try_months(part(2).unwrap_or(0)))
            .and_then(|span| span.try_days(part(3).unwrap_or(0)))
            .and_then(|span| span.try_hours(part(4).unwrap_or(0)))
            .and_then(|span| span.try_minutes(part(5).unwrap_or(0)));
        at.checked_add(span.ok()?).ok()
    })
}

/// The first argument moved; a day that was a day alone stays one.
fn moved(call: &Call<'_, '_>, change: impl Fn(DateTime) -> Option<DateTime>) -> Value {
    let value = call.value(0);
    let Some(moment) = value.moment() else { return Value::blank() };
    let Some(at) = change(moment.at) else { return Value::blank() };
    let day_alone = moment == Moment::midnight(moment.at.date()) && at.time() == moment.at.time();
    if day_alone { Value::Date(at.date()) } else { Value::Moment(Moment { at, ahead: moment.ahead }) }
}

/// Whole months and days from the first day to the second.
fn difference(call: &Call<'_, '_>, count: fn(i32, i32) -> f64) -> Value {
    let (Some(from), Some(to)) = (call.value(0).date(), call.value(1).date()) else {
        return Value::blank();
    };
    let days = from.until(to).map_or(0, |span| span.get_days());
    let months = from.until((jiff::Unit::Month, to)).map_or(0, |span| span.get_months());
    Value::Number(count(months, days))
}
