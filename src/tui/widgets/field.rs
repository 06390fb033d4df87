//! One field of a form: what it asks, how its text is read, how it is written.
//!
//! Values are text in the form of the store: dates ISO (`1985-03` where only the month is known), whole numbers
//! as digits, decimals with a point, choices by id, several ids with spaces between, yes and no as `true` and
//! `false`; empty is no answer.
//!
//! Invariant: what a field gives away has been read and is written in one form only.

use super::text_area::TextArea;
use super::text_field::TextField;
use crate::text::message::Message;
use crate::text::{dates, numbers};
use crate::tui::dialogs::pick::Choice;
use jiff::civil::Date;

/// What kind of answer a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Number,
    /// A number with or without a fraction.
    Decimal,
    /// A day, typed as dd/mm/yyyy.
    Date,
    /// A day, a month or a year, as far as it is known.
    PartialDate,
    /// One of these.
    Choice(Vec<Choice>),
    /// Any of these.
    Choices(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A record, chosen by the layer: the form asks for it with `FormNews::Refer`.
    Reference,
    /// No field: a heading.
    Heading,
    /// No field: words to read.
    Note,
}

type Check = Box<dyn Fn(&str) -> Option<Message>>;

/// A field as a screen or a survey form describes it.
pub struct FieldSpec {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
    pub(super) locked: bool,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) shown: String,
    pub(super) remark: String,
    pub(super) lenient: bool,
    pub(super) check: Option<Check>,
}

impl FieldSpec {
    /// A field; the label is a locale key, or words.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            required: false,
            locked: false,
            hint: String::new(),
            value: String::new(),
            shown: String::new(),
            remark: String::new(),
            lenient: false,
            check: None,
        }
    }

    /// A heading over the fields that follow.
    pub fn heading(label: impl Into<String>) -> Self {
        Self::new("", label, Kind::Heading)
    }

    /// Words between fields; with a name, so that they can be hidden and changed.
    pub fn note(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Kind::Note)
    }

    /// It must be answered.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Does it take several rows?
    pub const fn is_tall(&self) -> bool {
        matches!(self.kind, Kind::LongText | Kind::Note | Kind::Choices(_))
    }

    /// It can be read, not written.
    #[must_use]
    pub const fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// What helps to answer; a locale key, or words.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The answer so far, in the form of the store.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The answer so far of a reference: its id and its words.
    #[must_use]
    pub fn refers(mut self, id: impl Into<String>, words: impl Into<String>) -> Self {
        self.value = id.into();
        self.shown = words.into();
        self
    }

    /// The day of something that has happened: no later than today.
    #[must_use]
    pub fn happened(self, today: Date) -> Self {
        self.checked(move |day| day.parse().ok().and_then(|day| dates::ahead(day, today)))
    }

    /// What can't be read is given away as typed all the same; whoever keeps it says what is wrong with it.
    #[must_use]
    pub const fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// What else must hold of an answer, said in a message if it doesn't.
    #[must_use]
    pub fn checked(mut self, check: impl Fn(&str) -> Option<Message> + 'static) -> Self {
        self.check = Some(Box::new(check));
        self
    }
}

/// What stands in a field.
#[derive(Debug, Clone)]
pub(super) enum Input {
    Line(TextField),
    Area(TextArea),
    /// Chosen, ticked, referred to: the value itself.
    Picked,
}

/// A field in a form.
pub(super) struct Field {
    pub(super) spec: FieldSpec,
    pub(super) input: Input,
    /// The value as last given away.
    pub(super) saved: String,
    pub(super) fault: Option<Message>,
    pub(super) hidden: bool,
}

impl Field {
    pub(super) fn new(spec: FieldSpec) -> Self {
        let mut field =
            Self { saved: spec.value.clone(), spec, input: Input::Picked, fault: None, hidden: false };
        field.put(field.saved.clone());
        field
    }

    /// Puts a value in, as if it had been read from the store.
    pub(super) fn put(&mut self, value: String) {
        let shown = written(&self.spec.kind, &value);
        self.input = match self.spec.kind {
            Kind::Text | Kind::Number | Kind::Decimal | Kind::Date | Kind::PartialDate => {
                Input::Line(TextField::new(&shown))
            }
            Kind::LongText => Input::Area(TextArea::new(&shown)),
            _ => Input::Picked,
        };
        self.spec.value = value;
    }

    /// Can the caret stand here?
    pub(super) const fn is_open(&self) -> bool {
        !self.hidden && !self.spec.locked && !matches!(self.spec.kind, Kind::Heading | Kind::Note)
    }

    /// Reads what was typed: the value in the form of the store, or what is wrong with it.
    pub(super) fn read(&self) -> Result<String, Message> {
        let value = match &self.input {
            Input::Line(line) => {
                let text = line.clean_text();
                match read(&self.spec.kind, &text) {
                    Err(_) if self.spec.lenient => text.trim().to_owned(),
                    read => read?,
                }
            }
            Input::Area(area) => area.clean_text(),
            Input::Picked => self.spec.value.clone(),
        };
        match self.spec.check.as_ref().filter(|_| !value.is_empty()).and_then(|check| check(&value)) {
            Some(fault) => Err(fault),
            None => Ok(value),
        }
    }

    /// The caret leaves: reads, shows what is wrong, and gives away a value that is new.
    pub(super) fn leave(&mut self) -> Option<String> {
        match self.read() {
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
            Ok(value) => {
                self.fault = None;
                if value != self.saved || matches!(self.input, Input::Line(_)) {
                    self.put(value.clone());
                }
                (value != self.saved).then(|| {
                    self.saved.clone_from(&value);
                    value
                })
            }
        }
    }

    /// The choices, of a field that has some.
    pub(super) fn choices(&self) -> &[Choice] {
        match &self.spec.kind {
            Kind::Choice(choices) | Kind::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// The ids ticked, of a field for several.
    pub(super) fn ticked(&self) -> Vec<String> {
        self.spec.value.split_whitespace().map(String::from).collect()
    }
}

/// Reads what was typed into the form of the store. Empty is always fine here.
pub(super) fn read(kind: &Kind, text: &str) -> Result<String, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match kind {
        Kind::Number => {
            numbers::parse_integer(text).map(|number| number.to_string()).map_err(|fault| fault.message())
        }
        Kind::Decimal => {
            numbers::parse_decimal(text).map(|number| number.to_string()).map_err(|fault| fault.message())
        }
        Kind::Date => dates::parse_typed(text).map(|date| date.to_string()).map_err(|fault| fault.message()),
        Kind::PartialDate => dates::PartialDate::parse_typed(text)
            .map(|date| date.to_string())
            .map_err(|fault| fault.message()),
        _ => Ok(text.to_owned()),
    }
}

/// Writes a value as it is typed.
pub(super) fn written(kind: &Kind, value: &str) -> String {
    match kind {
        Kind::Date | Kind::PartialDate => {
            dates::PartialDate::parse_iso(value).map_or_else(|| value.to_owned(), dates::PartialDate::written)
        }
        Kind::Decimal => value.replace('.', ","),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Kind::Date, "1/2/2023", "2023-02-01", "01/02/2023")]
    #[case(Kind::PartialDate, "3/1985", "1985-03", "03/1985")]
    #[case(Kind::PartialDate, "1979", "1979", "1979")]
    #[case(Kind::Number, "7.402", "7402", "7402")]
    #[case(Kind::Decimal, "12,5", "12.5", "12,5")]
    #[case(Kind::Text, " An  Phát ", "An  Phát", "An  Phát")]
    #[case(Kind::Date, "", "", "")]
    fn a_typed_text_is_read_and_written(
        #[case] kind: Kind,
        #[case] typed: &str,
        #[case] value: &str,
        #[case] shown: &str,
    ) {
        let read = read(&kind, typed).unwrap();
        assert_eq!((read.as_str(), written(&kind, &read).as_str()), (value, shown));
    }

    #[rstest]
    #[case(Kind::Date, "31/02/2023")]
    #[case(Kind::Date, "1979")]
    #[case(Kind::Number, "mười")]
    fn what_cannot_be_read_is_said(#[case] kind: Kind, #[case] typed: &str) {
        assert!(read(&kind, typed).is_err());
    }
}
