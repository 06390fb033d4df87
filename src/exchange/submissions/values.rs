//! From the cells of an export to an answer as it is kept.
//!
//! Invariant: what cannot be read stays as it was written; whoever checks the survey says what is wrong with it.

use super::super::grid::{Value, number_shown};
use crate::domain::tax_code::TaxCode;
use crate::forms::answer;
use crate::forms::form::{Choice, Node};
use crate::forms::kind::Kind;
use crate::text::clean::clean_lines;
use crate::text::dates;
use crate::text::fold::fold;
use jiff::civil::Date;

/// A number written by a machine: its point is never a mark of thousands.
fn machine_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = fraction.split_once(['e', 'E']).map_or((fraction, "0"), |parts| parts);
    let plain = all_digits(whole)
        && all_digits(exponent.0)
        && all_digits(exponent.1.strip_prefix(['-', '+']).unwrap_or(exponent.1));
    plain.then(|| text.parse().ok()).flatten()
}

/// A cell as the answer of a question. None where the cell is empty for a person.
pub(super) fn read(node: &Node, list: &[Choice], value: &Value, from_1904: bool) -> Option<String> {
    let shown = written(node, value, from_1904);
    let kept = match (&node.kind, machine_number(&shown)) {
        (Kind::Decimal | Kind::Range, Some(number)) => number.to_string(),
        // Five digits where a day is due are Excel's own.
        (Kind::Date, Some(number)) if shown.len() == 5 && !answer::takes_partial(node) => {
            dates::from_excel_serial(number, from_1904).map_or(shown, |day| day.to_string())
        }
        _ => answer::read(node, list, &shown),
    };
    let kept = match &node.kind {
        Kind::SelectOne(_) | Kind::SelectMultiple(_) | Kind::Rank(_) => chosen(node, list, kept, value),
        Kind::Text if node.register() == Some("enterprise.tax_code") => with_zeros(kept, value),
        _ => kept,
    };
    Some(kept).filter(|kept| !kept.is_empty())
}

/// A cell as a person would type it for this question.
fn written(node: &Node, value: &Value, from_1904: bool) -> String {
    let number = match value {
        Value::Number(number) | Value::Date(_, number) => *number,
        Value::Text(text) => return clean_lines(text).text,
        other => return other.shown(),
    };
    let day = match value {
        Value::Date(date, _) => Some(*date),
        _ => dates::from_excel_serial(number, from_1904),
    };
    match (&node.kind, value) {
        (Kind::Time, _) => clock(number),
        (Kind::DateTime, _) => {
            day.map_or_else(|| number_shown(number), |day| format!("{day}T{}", clock(number)))
        }
        (Kind::Date, Value::Date(date, _)) => date.to_string(),
        (Kind::Date, _) => dates::from_cell_number(number, from_1904)
            .map_or_else(|| number_shown(number), |day| day.to_string()),
        // A number that Excel took for a day, or a day in a question for words: as the cell shows it.
        (Kind::Integer | Kind::Decimal | Kind::Range, _) => number_shown(number),
        (_, Value::Date(date, _)) => shown_date(*date),
        _ => number_shown(number),
    }
}

fn shown_date(date: Date) -> String {
    dates::written_date(date)
}

/// The time of day in the fraction of an Excel day.
fn clock(serial: f64) -> String {
    // At most 86.400.
    let seconds = (serial.rem_euclid(1.0) * 86_400.0).round() as u32 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Choices as exports write them, where they are not codes or labels apart by commas.
fn chosen(node: &Node, list: &[Choice], kept: String, value: &Value) -> String {
    let is_choice = |code: &str| list.iter().any(|choice| choice.code == code);
    if answer::fault(node, is_choice, &kept).is_none() {
        return kept;
    }
    let many = !matches!(node.kind, Kind::SelectOne(_));
    let by_label = |text: &str| {
        let wanted = fold(text.trim());
        let mut fitting =
            list.iter().filter(|choice| choice.label.all().any(|(_, label)| fold(label) == wanted));
        fitting.next().filter(|_| fitting.next().is_none()).map(|choice| choice.code.as_str())
    };
    let codes = if many { apart(&kept, &by_label).or_else(|| joined(&kept, list)) } else { None };
    // Marks alone are no choice, and no reason to lose what was written.
    let codes = codes.filter(|codes| !codes.is_empty());
    let codes = codes.or_else(|| zeros_lost(&kept, list, value).map(|code| vec![code]));
    match codes {
        Some(codes) => answer::read(node, list, &codes.join(" ")),
        None => kept,
    }
}

/// Labels apart by semicolons or line breaks, which may hold commas.
fn apart<'a>(text: &str, by_label: &impl Fn(&str) -> Option<&'a str>) -> Option<Vec<&'a str>> {
    text.split([';', '\n']).filter(|part| !part.trim().is_empty()).map(by_label).collect()
}

/// Labels apart by nothing but spaces, as KoboToolbox joins them: the longest label that fits is taken.
fn joined<'a>(text: &str, list: &'a [Choice]) -> Option<Vec<&'a str>> {
    let text = fold(text);
    let mut labels: Vec<(String, &str)> = list
        .iter()
        .flat_map(|choice| choice.label.all().map(|(_, label)| (fold(label), choice.code.as_str())))
        .filter(|(label, _)| !label.is_empty())
        .collect();
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    let mut rest = text.trim();
    let mut codes = Vec::new();
    while !rest.is_empty() {
        let fits = |label: &str| {
            rest.strip_prefix(label).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
        };
        let (label, code) = labels.iter().find(|(label, _)| fits(label))?;
        codes.push(*code);
        rest = rest.get(label.len()..)?.trim_start();
    }
    Some(codes)
}

/// `1` in a cell of numbers where only `01` is a choice.
fn zeros_lost<'a>(kept: &str, list: &'a [Choice], value: &Value) -> Option<&'a str> {
    if !matches!(value, Value::Number(_)) {
        return None;
    }
    let number: u64 = kept.parse().ok()?;
    let mut fitting = list.iter().filter(|choice| choice.code.parse() == Ok(number));
    fitting.next().filter(|_| fitting.next().is_none()).map(|choice| choice.code.as_str())
}

/// A tax code that lost its zeros in a cell of numbers gets them back where its check digit agrees.
fn with_zeros(kept: String, value: &Value) -> String {
    match (value, TaxCode::parse_restoring(&kept)) {
        (Value::Number(_), Ok((code, true))) => code.as_str().to_owned(),
        _ => kept,
    }
}

/// Whether a cell says that its choice is chosen.
pub(super) fn is_chosen(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::Number(number) => *number == 1.0,
        Value::Text(text) => matches!(fold(text).trim(), "1" | "1.0" | "true" | "yes" | "x" | "co" | "dung"),
        _ => false,
    }
}

/// A figure of a point; the decimal mark may be a comma.
pub(super) fn figure(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number_shown(*number)),
        Value::Text(text) => {
            let text = text.trim();
            let plain = machine_number(text).or_else(|| machine_number(&text.replacen(',', ".", 1)));
            Some(plain.map_or_else(|| text.to_owned(), number_shown)).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::built_in;
    use rstest::rstest;

    const FORM: &str = "\
| survey | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) |
| | integer | whole | Số | Number |
| | decimal | part | Số lẻ | Fraction |
| | date | day | Ngày | Day |
| | time | clock | Giờ | Time |
| | datetime | moment | Lúc | Moment |
| | select_one colour | one | Màu | Colour |
| | select_multiple colour | many | Các màu | Colours |
| | text | words | Lời | Words |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | colour | 01 | Đỏ | Red |
| | colour | 02 | Xanh | Blue |
| | colour | 03 | Xanh, nhạt | Light blue |
| settings | | |
| | form_id | form_title |
| | f | F |
";

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[rstest]
    #[case("whole", text("1.234"), "1234")]
    #[case("whole", text("12.0"), "12")]
    #[case("whole", Value::Number(12.0), "12")]
    #[case("whole", text("nhiều"), "nhiều")]
    #[case("part", text("1.234"), "1.234")]
    #[case("part", text("1.234,5"), "1234.5")]
    #[case("part", text("12,5"), "12.5")]
    #[case("part", Value::Number(0.1), "0.1")]
    #[case("day", text("2023-09-14T10:05:00.000+07:00"), "2023-09-14")]
    #[case("day", text("14/9/2023"), "2023-09-14")]
    #[case("day", text("45183"), "2023-09-14")]
    #[case("day", Value::Number(45183.0), "2023-09-14")]
    #[case("clock", Value::Number(0.5), "12:00")]
    #[case("moment", Value::Number(45183.5), "2023-09-14T12:00")]
    #[case("one", text("01"), "01")]
    #[case("one", Value::Number(1.0), "01")]
    #[case("one", text("đỏ"), "01")]
    #[case("one", text("Red"), "01")]
    #[case("one", text("Tím"), "Tím")]
    #[case("many", text("01 03"), "01 03")]
    #[case("many", text("Đỏ; Xanh, nhạt"), "01 03")]
    #[case("many", text("Red Blue"), "01 02")]
    #[case("many", text("\u{110c2}"), "\u{110c2}")]
    #[case("many", text("Xanh, nhạt Đỏ"), "01 03")]
    #[case("words", Value::Number(7.0), "7")]
    #[case("words", text("007"), "007")]
    fn a_cell_becomes_an_answer(#[case] question: &str, #[case] value: Value, #[case] expected: &str) {
        let form = built_in::read(FORM).unwrap();
        let node = form.node(question).unwrap();
        assert_eq!(read(node, form.list_of(node), &value, false).as_deref(), Some(expected));
    }

    #[rstest]
    #[case(text("True"), true)]
    #[case(text("0"), false)]
    #[case(Value::Number(1.0), true)]
    #[case(Value::Bool(false), false)]
    fn a_cell_says_whether_a_choice_is_chosen(#[case] value: Value, #[case] expected: bool) {
        assert_eq!(is_chosen(&value), expected);
    }
}
