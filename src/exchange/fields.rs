//! Reading the fields of a row: text, counts, dates, codes, numbers of persons and enterprises.
//!
//! Invariant: a bad optional value is empty and told; a bad required one leaves its row out and is told.

use super::grid::{Row, Value, number_shown};
use super::reading::{Doubt, Fault, Findings, Note};
use super::source::Source;
use crate::domain::codes::Codes;
use crate::domain::identity::{CardNumber, IdentityNumber};
use crate::domain::tax_code::{TaxCode, TaxCodeError};
use crate::text::dates::{self, PartialDate};
use crate::text::message::Message;
use crate::text::numbers;
use std::collections::HashMap;

/// A number in a cell with a date's style that may be a year typed there: 1979 shows as a day of 1905.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;
/// Codes are shorter than this.
const LONGEST_CODE: usize = 15;

/// What written forms were recognised as, so that each is looked up once.
type Recognised = HashMap<(&'static str, String), Option<String>>;

/// One row of data.
pub(super) struct Fields<'a> {
    pub(super) source: &'a Source,
    pub(super) codes: &'a Codes,
    pub(super) row: &'a Row,
    pub(super) findings: &'a mut Findings,
    recognised: &'a mut Recognised,
}

/// Reads each row of data, with the head of its group; what was found on the way comes along.
pub(super) fn read_rows<T>(
    source: &Source,
    codes: &Codes,
    mut read: impl FnMut(&mut Fields<'_>, Option<&str>) -> Option<T>,
) -> (Vec<T>, Findings) {
    let (mut findings, mut recognised) = (Findings::default(), Recognised::new());
    let mut rows = Vec::new();
    for (index, group) in source.sorted.data() {
        let row = &source.grid.rows[index];
        let (findings, recognised) = (&mut findings, &mut recognised);
        rows.extend(read(&mut Fields { source, codes, row, findings, recognised }, group));
    }
    (rows, findings)
}

impl Fields<'_> {
    fn value(&self, field: &str) -> Option<(u32, &Value)> {
        let column = self.source.column(field)?;
        Some((column, self.row.get(column)?))
    }

    /// A text; numbers and dates as they are shown.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        let (column, value) = self.value(field)?;
        match value {
            Value::Broken(_) | Value::Uncalculated => {
                self.refuse_cell(column);
                None
            }
            value => Some(value.shown()).filter(|text| !text.is_empty()),
        }
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, field: &str) -> Option<String> {
        let found = self.text(field);
        if found.is_none() {
            self.leave_out(field, Message::new("import.fault.required"));
        }
        found
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, field: &str) -> Option<i64> {
        let (column, value) = self.value(field)?;
        let read = match value {
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Ok(*number as i64),
            Value::Number(number) => Err(Message::new("text.number.not_whole").with("text", number)),
            Value::Text(text) if is_dash(text) => return None,
            Value::Text(text) => numbers::parse_integer(text).map_err(|fault| fault.message()),
            Value::Broken(_) | Value::Uncalculated => {
                self.refuse_cell(column);
                return None;
            }
            other => Err(Message::new("text.number.not_a_number").with("text", other.shown())),
        };
        match read {
            Ok(number) if number >= 0 => Some(number),
            Ok(_) => {
                self.fault(column, Message::new("import.fault.negative"));
                None
            }
            Err(message) => {
                self.fault(column, message);
                None
            }
        }
    }

    /// A date as far as it is known.
    pub(super) fn date(&mut self, field: &str) -> Option<PartialDate> {
        let (column, value) = self.value(field)?;
        let (read, before) = match value {
            Value::Date(_, serial) if serial.fract() == 0.0 && YEARS.contains(serial) => {
                let message = Message::new("import.fault.year_as_date").with("year", number_shown(*serial));
                (Err(message), None)
            }
            Value::Date(date, _) => (PartialDate::whole(*date).ok_or_else(|| out_of_range(value)), None),
            Value::Number(number) => (
                dates::from_cell_number(*number, self.source.grid.from_1904)
                    .ok_or_else(|| out_of_range(value)),
                Some(number_shown(*number)),
            ),
            Value::Text(text) if is_dash(text) => return None,
            Value::Text(text) => {
                (PartialDate::parse_typed(text).map_err(|fault| fault.message()), Some(text.clone()))
            }
            Value::Bool(_) => (Err(out_of_range(value)), None),
            Value::Broken(_) | Value::Uncalculated => {
                self.refuse_cell(column);
                return None;
            }
        };
        match read {
            Ok(date) => {
                if let Some(before) = before.filter(|before| *before != date.written()) {
                    self.note(column, before, date.written(), Message::new("import.note.date"));
                }
                Some(date)
            }
            Err(message) => {
                self.fault(column, message);
                None
            }
        }
    }

    /// A code of a list, by any of its written forms.
    pub(super) fn code(&mut self, field: &str, list: &'static str) -> Option<String> {
        let text = self.text(field).filter(|text| !is_dash(text))?;
        let codes = self.codes;
        let known = self
            .recognised
            .entry((list, text))
            .or_insert_with_key(|(list, text)| codes.recognise(list, text).map(|code| code.code.clone()))
            .clone();
        if known.is_none() {
            let (column, value) = self.value(field)?;
            let message = Message::new("import.fault.unknown_code")
                .with("value", value.shown())
                .with_key("known", format!("import.list.{list}"));
            self.fault(column, message);
        }
        known
    }

    /// A tax code: ten digits, or ten and three. A wrong check digit is asked about, and the code kept.
    pub(super) fn tax_code(&mut self, field: &str) -> Option<String> {
        let (column, before, tidy) = self.digits(field)?;
        let (code, wrong) = match TaxCode::parse_restoring(&tidy) {
            Ok((code, _)) => (code.as_str().to_owned(), None),
            Err(error @ TaxCodeError::CheckDigit) => (tidy, Some(error.message())),
            Err(error) => {
                self.fault(column, error.message());
                return None;
            }
        };
        if let Some(message) = wrong {
            self.doubt(Some(column), None, message);
        }
        self.note_code(column, before, &code);
        Some(code)
    }

    /// An identity number: twelve digits; the nine of the old paper are kept too.
    pub(super) fn identity_number(&mut self, field: &str) -> Option<String> {
        let (column, before, tidy) = self.digits(field)?;
        if tidy.len() == 9 && tidy.bytes().all(|byte| byte.is_ascii_digit()) {
            self.note(column, before, tidy.clone(), Message::new("import.note.old_identity"));
            return Some(tidy);
        }
        match IdentityNumber::parse_restoring(&tidy) {
            Ok((number, _)) => {
                self.note_code(column, before, number.as_str());
                Some(number.as_str().to_owned())
            }
            Err(error) => {
                self.fault(column, error.message());
                None
            }
        }
    }

    /// A Party card number: eight or twelve digits.
    pub(super) fn card_number(&mut self, field: &str) -> Option<String> {
        let (column, before, tidy) = self.digits(field)?;
        match CardNumber::parse_restoring(&tidy) {
            Ok((number, _)) => {
                self.note_code(column, before, number.as_str());
                Some(number.as_str().to_owned())
            }
            Err(error) => {
                self.fault(column, error.message());
                None
            }
        }
    }

    /// A code of digits as the cell shows it, and without what workbooks add to it.
    fn digits(&mut self, field: &str) -> Option<(u32, String, String)> {
        let (column, value) = self.value(field)?;
        let before = value.shown();
        let tidy = match value {
            Value::Number(number) => numbers::code_from_float(*number, LONGEST_CODE),
            Value::Text(text) if is_dash(text) => return None,
            Value::Text(text) => match numbers::code_from_text(text, LONGEST_CODE) {
                Err(fault @ numbers::NumberFault::Rounded(_)) => Err(fault),
                Err(_) => return Some((column, before.clone(), before)),
                read => read,
            },
            Value::Broken(_) | Value::Uncalculated => {
                self.refuse_cell(column);
                return None;
            }
            _ => return Some((column, before.clone(), before)),
        };
        match tidy {
            Ok(code) => {
                let bare = code.text.get(code.zeros_restored..).unwrap_or_default().to_owned();
                Some((column, before, bare))
            }
            Err(fault) => {
                self.fault(column, fault.message());
                None
            }
        }
    }

    fn note_code(&mut self, column: u32, before: String, code: &str) {
        if before == code {
            return;
        }
        let only_zeros =
            code.strip_suffix(before.as_str()).is_some_and(|zeros| zeros.bytes().all(|b| b == b'0'));
        let message = if only_zeros { "import.note.zeros" } else { "import.note.code" };
        self.note(column, before, code.to_owned(), Message::new(message));
    }

    fn note(&mut self, column: u32, before: String, after: String, message: Message) {
        self.findings.notes.push(Note {
            sheet: self.source.grid.name.clone(),
            row: self.row.number,
            column: self.source.place(column),
            before,
            after,
            message,
        });
    }

    /// A note on a field that was filled from elsewhere.
    pub(super) fn note_field(&mut self, field: &str, after: &str, message: Message) {
        if let Some(column) = self.source.column(field) {
            self.note(column, String::new(), after.to_owned(), message);
        }
    }

    /// An error value, or a formula nobody calculated.
    fn refuse_cell(&mut self, column: u32) {
        let message = match self.row.get(column) {
            Some(Value::Uncalculated) => Message::new("import.fault.uncalculated"),
            _ => Message::new("import.fault.error_value"),
        };
        self.fault(column, message);
    }

    fn fault(&mut self, column: u32, message: Message) {
        let value = self.row.get(column).map(Value::shown).unwrap_or_default();
        self.findings.faults.push(Fault {
            sheet: self.source.grid.name.clone(),
            row: self.row.number,
            column: self.source.place(column),
            value,
            message,
            left_out: false,
        });
    }

    /// Says that the row is left out because of a field; what was already said of that cell says it too.
    pub(super) fn leave_out(&mut self, field: &str, message: Message) {
        let Some(column) = self.source.column(field) else { return };
        let place = self.source.place(column);
        let row = self.row.number;
        let mut said = self.findings.faults.iter_mut().rev().take_while(|fault| fault.row == row);
        match said.find(|fault| fault.column == place) {
            Some(fault) => fault.left_out = true,
            None => {
                self.fault(column, message);
                if let Some(fault) = self.findings.faults.last_mut() {
                    fault.left_out = true;
                }
            }
        }
    }

    /// Something only an officer can settle.
    pub(super) fn doubt(&mut self, column: Option<u32>, other: Option<u32>, message: Message) {
        let value = column.and_then(|column| self.row.get(column)).map(Value::shown).unwrap_or_default();
        self.findings.doubtful.push(Doubt {
            sheet: self.source.grid.name.clone(),
            row: self.row.number,
            other,
            column: column.map(|column| self.source.place(column)),
            value,
            message,
        });
    }

    /// The same, on a field.
    pub(super) fn doubt_field(&mut self, field: &str, message: Message) {
        self.doubt(self.source.column(field), None, message);
    }
}

fn out_of_range(value: &Value) -> Message {
    Message::new("text.date.not_a_date").with("text", value.shown())
}

/// "-", "–", "x x": what people put where there is nothing.
fn is_dash(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '.' | '…' | '_' | '/' | ' '))
}
