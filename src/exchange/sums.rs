//! Comparing subtotal and total rows, and the numbers group rows carry, with the rows they speak of.
//!
//! Invariant: nothing is corrected: a sum that does not agree is asked about.

use super::grid::{Row, Value};
use super::reading::{Doubt, Findings, SkipReason};
use super::rows::Class;
use super::source::Source;
use super::synonyms::folded;
use crate::text::message::Message;
use crate::text::numbers;
use std::collections::BTreeMap;

/// Counted sums by column, and how many rows they are of.
#[derive(Debug, Default, Clone)]
struct Sum {
    rows: usize,
    columns: BTreeMap<u32, i64>,
}

impl Sum {
    fn add(&mut self, row: &Row, columns: &[u32]) {
        self.rows += 1;
        for column in columns {
            *self.columns.entry(*column).or_default() += row.get(*column).and_then(number).unwrap_or(0);
        }
    }
}

/// Asks about every sum that does not agree.
pub(super) fn check(source: &Source, findings: &mut Findings) {
    let fields = source.layout.fields.iter();
    let columns: Vec<u32> = fields
        .filter(|(name, _)| source.synonyms.find(name).is_some_and(|field| field.count))
        .map(|(_, column)| *column)
        .collect();
    let mut all = Sum::default();
    let mut section = Sum::default();
    let mut head: Option<&Row> = None;
    let mut totals: Vec<&Row> = Vec::new();
    for (index, class) in &source.sorted.rows {
        let row = &source.grid.rows[*index];
        match class {
            Class::Data(_) => {
                all.add(row, &columns);
                section.add(row, &columns);
            }
            Class::Other(SkipReason::Group) => {
                close(source, head, &section, &columns, findings);
                head = Some(row);
                section = Sum::default();
            }
            Class::Other(SkipReason::Subtotal) => {
                compare(source, row, &section, &columns, "import.doubt.subtotal", findings);
                close(source, head, &section, &columns, findings);
                head = None;
                section = Sum::default();
            }
            Class::Other(SkipReason::Total) => totals.push(row),
            Class::Other(_) => {}
        }
    }
    close(source, head, &section, &columns, findings);
    for row in totals {
        compare(source, row, &all, &columns, "import.doubt.total", findings);
        check_count(source, row, all.rows, findings);
    }
}

/// A group without rows of its own is the head of groups.
fn close(source: &Source, head: Option<&Row>, section: &Sum, columns: &[u32], findings: &mut Findings) {
    if let Some(head) = head.filter(|_| section.rows > 0) {
        compare(source, head, section, columns, "import.doubt.group", findings);
    }
}

fn compare(
    source: &Source,
    row: &Row,
    sum: &Sum,
    columns: &[u32],
    said: &'static str,
    findings: &mut Findings,
) {
    for column in columns {
        let Some(written) = row.get(*column).and_then(number) else { continue };
        let found = sum.columns.get(column).copied().unwrap_or(0);
        if written != found {
            findings.doubtful.push(Doubt {
                sheet: source.grid.name.clone(),
                row: row.number,
                other: None,
                column: Some(source.place(*column)),
                value: written.to_string(),
                message: Message::new(said)
                    .with("name", row.first_text().unwrap_or_default())
                    .with("written", numbers::written(written))
                    .with("found", numbers::written(found)),
            });
        }
    }
}

/// "Tổng cộng: 24 tổ chức" counts the rows.
fn check_count(source: &Source, row: &Row, found: usize, findings: &mut Findings) {
    let Some(text) = row.first_text() else { return };
    let folded = folded(text);
    let Some(start) = folded.find(|letter: char| letter.is_ascii_digit()) else { return };
    let (figure, rest) = folded[start..]
        .split_once(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or((&folded[start..], ""));
    let counts_rows = source.words.row_words.iter().any(|word| rest.trim_start().starts_with(word.as_str()));
    let Ok(written) = numbers::parse_integer(figure) else { return };
    let doubles = findings.duplicates.len();
    let agrees = [found, found - doubles.min(found)].iter().any(|rows| i64::try_from(*rows) == Ok(written));
    if counts_rows && !agrees {
        findings.doubtful.push(Doubt {
            sheet: source.grid.name.clone(),
            row: row.number,
            other: None,
            column: None,
            value: text.to_owned(),
            message: Message::new("import.doubt.row_count")
                .with("written", numbers::written(written))
                .with("found", found),
        });
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(*number as i64),
        Value::Text(text) => numbers::parse_integer(text).ok(),
        _ => None,
    }
}
