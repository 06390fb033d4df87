//! The engine: `{{ … }}`, `{% for %}`, `{% if %}`, and the filters of Vietnamese papers.
//!
//! Invariant: a hostile template ends: the engine has so much fuel and no more; there is nothing to include.

use super::leaf::{self, Leaf};
use super::{Written, marks};
use crate::domain::fault::Fault;
use crate::papers::values::Value;
use crate::text::dates::body_date;
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use crate::text::numbers;
use jiff::civil::Date;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value as Seen, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Steps a template may take: a register of thousands of members takes a fraction of it.
const FUEL: u64 = 50_000_000;

/// The filters, for the check to name the nearest.
pub(super) const FILTERS: [&str; 13] = [
    "ngay", "ngay_chu", "hoa", "thuong", "ve", "so", "so_chu", "gia_tri", "noi", "mac_dinh", "trong", "dau",
    "so_la_ma",
];

/// A template filled: lines of markup with marked values.
pub(super) fn fill(source: &str, name: &str, values: &Value) -> Result<String, Vec<Fault>> {
    let source = marks::numbered(&marks::without(source));
    let environment = environment();
    let template = environment
        .template_from_named_str(name, &source)
        .map_err(|error| vec![fault(&error, name, &source, values)])?;
    template.render(leaf::seen(values)).map_err(|error| vec![fault(&error, name, &source, values)])
}

/// One value through filters, as text without marks.
pub(super) fn written(value: &Value, filters: &str) -> Result<Written, Message> {
    let names = Value::fields([("", value.clone())]);
    let expression = format!("x {filters}");
    // A table of a thousand rows asks for filters in each of its cells.
    static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);
    let seen = match filters.is_empty() {
        true => Ok(leaf::seen(&names).get_attr("").unwrap_or_default()),
        false => ENVIRONMENT.compile_expression_owned(expression.clone()).and_then(|compiled| {
            let x = leaf::seen(&names).get_attr("")?;
            compiled.eval(minijinja::context! { x })
        }),
    };
    match seen {
        Ok(seen) => Ok(match leaf::leaf(&seen) {
            Some(leaf) if leaf.value == Value::Missing => Written::Blank(leaf.name),
            _ if seen.is_undefined() || seen.is_none() => Written::Blank(String::new()),
            _ => Written::Text(marks::without(&said(&seen))),
        }),
        Err(error) => Err(fault(&error, "", &expression, &names).cause),
    }
}

/// A value as it stands in a text.
fn said(value: &Seen) -> String {
    match (value.as_i64(), value.kind()) {
        (Some(number), ValueKind::Number) => numbers::written(number),
        (_, ValueKind::Bool) => yes_or_no(value.is_true()).to_owned(),
        _ => value.to_string(),
    }
}

/// Yes or no, as a form is filled in.
fn yes_or_no(truth: bool) -> &'static str {
    static WORDS: LazyLock<[String; 2]> = LazyLock::new(|| {
        let locale = Locale::new(Language::Vietnamese);
        ["paper.no", "paper.yes"].map(|key| locale.text(key).to_owned())
    });
    &WORDS[usize::from(truth)]
}

pub(super) fn environment<'source>() -> Environment<'source> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A line that holds only `{% … %}` leaves no line behind.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_formatter(format);
    environment.add_filter("ngay", |value: &Seen| changed(value, |leaf| day(leaf).map(body_date)));
    environment.add_filter("ngay_chu", |value: &Seen| changed(value, |leaf| day(leaf).map(day_in_words)));
    environment
        .add_filter("hoa", |value: &Seen| changed(value, |leaf| Some(leaf.to_string().to_uppercase())));
    environment
        .add_filter("thuong", |value: &Seen| changed(value, |leaf| Some(small_first(&leaf.to_string()))));
    environment.add_filter("ve", |value: &Seen| changed(value, |leaf| Some(about(&leaf.to_string()))));
    environment.add_filter("trong", or_blank);
    environment.add_filter("so", |value: &Seen| Seen::from(number(value)));
    environment.add_filter("so_chu", |value: &Seen| changed(value, |leaf| counted(leaf).map(padded)));
    environment.add_filter("gia_tri", plain);
    environment.add_filter("so_la_ma", |value: &Seen| Seen::from(roman(number(value))));
    environment.add_filter("noi", joined);
    environment.add_filter(
        "mac_dinh",
        |value: &Seen, other: &Seen| if value.is_true() { value.clone() } else { other.clone() },
    );
    environment.add_filter("dau", |value: &Seen, many: i64| first(value, many));
    // What is known to be empty is as good as not there: a question nobody answered.
    environment.add_test("defined", |value: &Seen| is_there(value));
    environment.add_test("undefined", |value: &Seen| !is_there(value));
    environment
}

/// A value into the text, with its marks.
fn format(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Seen) -> Result<(), Error> {
    let written = match leaf::leaf(value) {
        Some(leaf) if leaf.value == Value::Missing => marks::blank(&leaf.name),
        Some(leaf) => marks::marked(&leaf.to_string(), leaf.source.as_ref()),
        None if value.is_undefined() => return Err(Error::from(ErrorKind::UndefinedError)),
        None => marks::marked(&said(value), None),
    };
    out.write_str(&written).map_err(|_| Error::from(ErrorKind::WriteFailure))
}

fn is_there(value: &Seen) -> bool {
    !value.is_undefined() && leaf::leaf(value).is_none_or(|leaf| *leaf.value.plain() != Value::Missing)
}

/// Whether a filter of that name is there.
pub(super) fn is_filter(environment: &Environment<'_>, name: &str) -> bool {
    let tried = environment.empty_state().apply_filter(name, &[Seen::UNDEFINED]);
    tried.err().is_none_or(|error| error.kind() != ErrorKind::UnknownFilter)
}

/// A leaf's text changed, its source kept; what can't be changed so stays as it is.
fn changed(value: &Seen, change: impl Fn(&Leaf) -> Option<String>) -> Seen {
    let leaf =
        leaf::leaf(value).unwrap_or_else(|| Leaf { value: own(value), source: None, name: String::new() });
    if leaf.value == Value::Missing {
        return value.clone();
    }
    match change(&leaf) {
        Some(text) => Seen::from_object(Leaf { value: Value::from(text), ..leaf }),
        None => value.clone(),
    }
}

/// A value of the engine's own.
fn own(value: &Seen) -> Value {
    match value.as_i64() {
        Some(number) if value.is_number() => Value::Number(number),
        _ => Value::from(value.to_string()),
    }
}

fn counted(leaf: &Leaf) -> Option<i64> {
    match leaf.value.plain() {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The bare value, to compare with.
fn plain(value: &Seen) -> Seen {
    match leaf::leaf(value).map(|leaf| leaf.value) {
        Some(Value::Number(number)) => Seen::from(number),
        Some(Value::Text(text)) => Seen::from(text),
        Some(Value::Missing) => Seen::from(""),
        Some(other) => leaf::seen(&other),
        None => value.clone(),
    }
}

fn day(leaf: &Leaf) -> Option<Date> {
    match leaf.value.plain() {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// `ngày 05 tháng 02 năm 2024`: days below 10 and the first two months get a 0.
fn day_in_words(day: Date) -> String {
    // All sentences of a language are read to find this one: once is enough.
    static WORDS: LazyLock<String> =
        LazyLock::new(|| Locale::new(Language::Vietnamese).text("paper.day_in_words").to_owned());
    let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
    let padded = format!("{:02}", day.day());
    let filled = WORDS.replace("{day}", &padded).replace("{month}", &month);
    filled.replace("{year}", &day.year().to_string())
}

fn small_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `về thi hành Điều lệ Đảng`: what a paper is about, as another cites it.
fn about(title: &str) -> String {
    let title = title.trim().trim_end_matches(['.', ';', ',']);
    let small = small_first(title);
    let word = Locale::new(Language::Vietnamese).text("paper.citation.about").to_owned();
    match small.strip_prefix(&word) {
        Some(rest) if rest.starts_with(' ') => small,
        _ if small.is_empty() => small,
        _ => format!("{word} {small}"),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the engine hands its arguments over")]
/// The value, or a blank of that name where there is none.
fn or_blank(value: &Seen, name: String) -> Seen {
    if value.is_true() {
        return value.clone();
    }
    Seen::from_object(Leaf { value: Value::Missing, source: None, name })
}

fn number(value: &Seen) -> i64 {
    leaf::leaf(value).and_then(|leaf| counted(&leaf)).or_else(|| value.as_i64()).unwrap_or_default()
}

/// A figure from 1 to 9 is written with a 0 in front, as papers do.
fn padded(number: i64) -> String {
    if (1..10).contains(&number) { format!("{number:02}") } else { numbers::written(number) }
}

fn roman(number: i64) -> String {
    const SIGNS: [(i64, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number.clamp(0, 399);
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written.push_str(sign);
            rest -= worth;
        }
    }
    written
}

#[allow(clippy::needless_pass_by_value, reason = "the engine hands its arguments over")]
/// The items of a list, or one of their fields, with a word between them.
fn joined(list: &Seen, between: Option<String>, field: Option<String>) -> Result<Seen, Error> {
    let (between, field) = (between.unwrap_or_else(|| ", ".to_owned()), field.as_deref());
    let mut text = String::new();
    for item in list.try_iter()? {
        let item = match field {
            Some(field) => item.get_attr(field)?,
            None => item,
        };
        let said = item.to_string();
        if !said.is_empty() {
            let _ = write!(text, "{}{said}", if text.is_empty() { "" } else { &between });
        }
    }
    Ok(Seen::from(text))
}

fn first(list: &Seen, many: i64) -> Result<Seen, Error> {
    Ok(Seen::from(list.try_iter()?.take(usize::try_from(many).unwrap_or_default()).collect::<Vec<_>>()))
}

/// What the engine says, as a fault by line.
pub(super) fn fault(error: &Error, name: &str, source: &str, values: &Value) -> Fault {
    let line = error.line().unwrap_or(1);
    let written = error.range().and_then(|range| source.get(range)).unwrap_or_default();
    let written = marks::without(written).trim().to_owned();
    let cause = match error.kind() {
        ErrorKind::UndefinedError => super::check::unknown_field(&written, values),
        ErrorKind::UnknownFilter => super::check::unknown_filter(&written),
        ErrorKind::OutOfFuel => Message::new("template.endless"),
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            Message::new("template.syntax").with("detail", error.detail().unwrap_or_default())
        }
        _ => Message::new("template.impossible")
            .with("written", &written)
            .with("detail", error.detail().unwrap_or_default()),
    };
    Fault { file: name.to_owned(), line, cause }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1, "I")]
    #[case(4, "IV")]
    #[case(19, "XIX")]
    #[case(48, "XLVIII")]
    fn a_roman_number(#[case] number: i64, #[case] written: &str) {
        assert_eq!(roman(number), written);
    }
}
