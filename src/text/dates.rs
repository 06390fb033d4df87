//! Dates as officers write and know them: a birthday may be a year, a month of a year, or a day.
//!
//! Invariant: a date is kept as known: no day is made up for a year, and no century for two digits.

use super::fold::fold;
use super::message::Message;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Years a person, a paper or an organisation of this work may have.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// A date known to the year, the month or the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// The month of a year.
    Month,
    /// The day.
    Day,
}

/// Why a text is not taken as a date. Each holds the text as it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Nothing was given.
    #[error("no date given")]
    Empty,
    /// The year has two digits: the century would be a guess.
    #[error("year of two digits: {0}")]
    ShortYear(String),
    /// There is no such day in the calendar.
    #[error("no such day: {0}")]
    NoSuchDay(String),
    /// The year is outside what this work knows.
    #[error("year out of range: {0}")]
    YearOutOfRange(String),
    /// The text is not in a form that dates are written in.
    #[error("not a date: {0}")]
    NotADate(String),
    /// A whole day was asked for, and the text is none.
    #[error("not a day: {0}")]
    NotADay(String),
}

impl DateFault {
    /// What to tell the person.
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("text.date.empty"),
            Self::ShortYear(text) => Message::new("text.date.short_year").with("text", text),
            Self::NoSuchDay(text) => Message::new("text.date.no_such_day").with("text", text),
            Self::YearOutOfRange(text) => Message::new("text.date.year_out_of_range").with("text", text),
            Self::NotADate(text) => Message::new("text.date.not_a_date").with("text", text),
            Self::NotADay(text) => Message::new("text.date.not_a_day").with("text", text),
        }
    }
}

impl PartialDate {
    /// A year.
    pub fn year_only(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn month_of(year: i16, month: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// A whole date.
    pub fn whole(date: Date) -> Option<Self> {
        YEARS.contains(&date.year()).then(|| Self {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        })
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, where it is known.
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// How much is known.
    pub const fn precision(self) -> Precision {
        match (self.month, self.day) {
            (Some(_), Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// The day, if the whole date is known.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day it may be.
    pub fn earliest(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// The last day it may be.
    pub fn latest(self) -> Date {
        match self.precision() {
            Precision::Day => self.earliest(),
            Precision::Month => self.earliest().last_of_month(),
            Precision::Year => Date::new(self.year, 12, 31).unwrap_or(Date::MAX),
        }
    }

    /// Whether both may be the same day: `1979` and `09/03/1979` may.
    pub fn may_equal(self, other: Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    /// Reads the form of the store: `1979`, `1985-03`, `1985-03-09`, and nothing else.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        if !matches!(shape.as_str(), "0000" | "0000-00" | "0000-00-00") {
            return None;
        }
        let year = text.get(..4)?.parse().ok()?;
        let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse().ok());
        match (part(5..7), part(8..10)) {
            (None, _) => Self::year_only(year),
            (Some(month), None) => Self::month_of(year, month),
            (Some(month), Some(day)) => Self::whole(Date::new(year, month, day).ok()?),
        }
    }

    /// Reads what an officer typed or a workbook holds: `9/3/1985`, `09-03-1985`, `9.3.1985`, `1985-03-09`,
    /// `3/1985`, `1985`, `ngày 9 tháng 3 năm 1985`. Day before month always; a time behind it is dropped.
    pub fn parse_typed(text: &str) -> Result<Self, DateFault> {
        let text = text.trim();
        let given = || text.to_owned();
        let folded = fold(text);
        let (numbers, yearly) = take_apart(&folded).ok_or_else(|| match text {
            "" => DateFault::Empty,
            _ => DateFault::NotADate(given()),
        })?;
        let (year, month, day) = match numbers.as_slice() {
            [year] if year.len() == 4 => (*year, None, None),
            [year, month] if year.len() == 4 && month.len() <= 2 => (*year, Some(*month), None),
            [month, year] if year.len() == 4 && month.len() <= 2 => (*year, Some(*month), None),
            [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 && !yearly => {
                (*year, Some(*month), Some(*day))
            }
            [day, month, year] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
                (*year, Some(*month), Some(*day))
            }
            [_, _] | [_, _, _] if numbers.iter().all(|number| number.len() <= 2) => {
                return Err(DateFault::ShortYear(given()));
            }
            _ => return Err(DateFault::NotADate(given())),
        };
        let year: i16 = year.parse().map_err(|_| DateFault::NotADate(given()))?;
        if !YEARS.contains(&year) {
            return Err(DateFault::YearOutOfRange(given()));
        }
        let number = |part: Option<&str>| part.map_or(Some(1), |part| part.parse::<i8>().ok());
        let (Some(month_number), Some(day_number)) = (number(month), number(day)) else {
            return Err(DateFault::NoSuchDay(given()));
        };
        let Ok(date) = Date::new(year, month_number, day_number) else {
            return Err(DateFault::NoSuchDay(given()));
        };
        Ok(Self { year, month: month.map(|_| date.month()), day: day.map(|_| date.day()) })
    }

    /// As written in lists and forms: `1979`, `03/1985`, `09/03/1985`.
    pub fn written(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}/{month:02}/{}", self.year),
            (Some(month), None) => format!("{month:02}/{}", self.year),
            _ => self.year.to_string(),
        }
    }

    /// As written in the body of a paper: the day padded, the month padded only for 1 and 2 (`05/9/2025`,
    /// `09/02/2024`), as 36-HD/VPTW and 05-HD/VPTW write it.
    pub fn in_body(self) -> String {
        let month = |month: i8| if month <= 2 { format!("{month:02}") } else { month.to_string() };
        match (self.month, self.day) {
            (Some(number), Some(day)) => format!("{day:02}/{}/{}", month(number), self.year),
            (Some(number), None) => format!("{}/{}", month(number), self.year),
            _ => self.year.to_string(),
        }
    }
}

/// By the first possible day; the less known before the more known.
impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.year, self.month, self.day).cmp(&(other.year, other.month, other.day))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The form of the store: `1979`, `1985-03`, `1985-03-09`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The form of the store, as [`PartialDate::parse_iso`].
impl FromStr for PartialDate {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        Self::parse_iso(text).ok_or_else(|| DateFault::NotADate(text.to_owned()))
    }
}

/// A day as written in lists and forms: `09/03/1985`.
pub fn written_date(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// A day as written in the body of a paper: `05/9/2025`, `09/02/2024`.
pub fn body_date(date: Date) -> String {
    let month = date.month();
    let padding = if month <= 2 { "0" } else { "" };
    format!("{:02}/{padding}{month}/{}", date.day(), date.year())
}

/// Reads a whole date as typed; a month or a year alone is not one.
pub fn parse_typed(text: &str) -> Result<Date, DateFault> {
    let known = PartialDate::parse_typed(text).map_err(|fault| match fault {
        DateFault::NotADate(text) => DateFault::NotADay(text),
        fault => fault,
    })?;
    known.date().ok_or_else(|| DateFault::NotADay(text.trim().to_owned()))
}

/// The day of an Excel serial number. Excel counts from 1900 with a 29 February 1900 that never was, or from
/// 1904 in workbooks that came from a Mac.
pub fn from_excel_serial(serial: f64, from_1904: bool) -> Option<Date> {
    let last = if from_1904 { 2_957_003.0 } else { 2_958_466.0 };
    if !serial.is_finite() || serial < 0.0 || serial >= last {
        return None;
    }
    let days = serial.floor() as i64; // in range: checked above
    let (start, days) = match days {
        _ if from_1904 => (Date::new(1904, 1, 1), days),
        0 | 60 => return None,
        1..60 => (Date::new(1899, 12, 31), days),
        _ => (Date::new(1899, 12, 30), days),
    };
    start.ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A number found where a date is expected: a year by itself stays a year, anything else is Excel's day.
pub fn from_cell_number(number: f64, from_1904: bool) -> Option<PartialDate> {
    if number.fract() == 0.0 && (1800.0..2200.0).contains(&number) {
        return PartialDate::year_only(number as i16);
    }
    PartialDate::whole(from_excel_serial(number, from_1904)?)
}

/// The numbers of a folded date, if nothing but what separates dates stands between them; and whether the
/// month was named before the day.
fn take_apart(folded: &str) -> Option<(Vec<&str>, bool)> {
    let day_part = without_time(folded);
    let mut numbers = Vec::with_capacity(3);
    let mut month_first = false;
    let mut rest = day_part;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (between, after) = rest.split_at(start);
        if !is_separator(between, numbers.len()) || numbers.len() == 3 {
            return None;
        }
        month_first |= numbers.is_empty() && between.contains("thang");
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, behind) = after.split_at(end);
        numbers.push(number);
        rest = behind;
    }
    let behind = rest.trim_matches([' ', '.', ',']);
    if numbers.is_empty() || !behind.is_empty() || (month_first && numbers.len() == 3) {
        return None;
    }
    Some((numbers, month_first))
}

/// Whether this may stand before the number with that index.
fn is_separator(between: &str, index: usize) -> bool {
    let mut marks = 0;
    for word in between.split_whitespace() {
        let word = word.trim_matches(',');
        match word {
            "ngay" | "mung" | "thang" | "nam" => marks += 1,
            "/" | "-" | "." if index > 0 => marks += 1,
            "" => {}
            _ => return false,
        }
    }
    index == 0 || marks == 1
}

/// A date with a time behind it, as programs export it, without the time.
fn without_time(folded: &str) -> &str {
    let is_time = |tail: &str| {
        tail.contains(':') && tail.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'z' | '+'))
    };
    match folded.rsplit_once([' ', 't']) {
        Some((head, tail)) if is_time(tail) => head,
        _ => folded,
    }
}

/// What is wrong with the day of something that has happened, as of today: nothing, or that it lies ahead.
pub fn ahead(day: Date, today: Date) -> Option<Message> {
    (day > today).then(|| {
        Message::new("text.date.ahead").with("day", written_date(day)).with("today", written_date(today))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("09/03/1985", "1985-03-09")]
    #[case("9/3/1985", "1985-03-09")]
    #[case("09-03-1985", "1985-03-09")]
    #[case(" 9.3.1985. ", "1985-03-09")]
    #[case("9 / 3 / 1985", "1985-03-09")]
    #[case("1985-03-09", "1985-03-09")]
    #[case("1985-03-09T00:00:00", "1985-03-09")]
    #[case("1985-03-09 00:00:00.000", "1985-03-09")]
    #[case("09/03/1985 00:00", "1985-03-09")]
    #[case("ngày 5 tháng 2 năm 2024", "2024-02-05")]
    #[case("Ngày 05 tháng 02 năm 2024", "2024-02-05")]
    #[case("nga\u{300}y 5 tha\u{301}ng 2 na\u{306}m 2024", "2024-02-05")]
    #[case("5 tháng 2, năm 2024", "2024-02-05")]
    #[case("ngày 14/9/2023", "2023-09-14")]
    #[case("tháng 3 năm 1985", "1985-03")]
    #[case("tháng 3/1985", "1985-03")]
    #[case("3/1985", "1985-03")]
    #[case("1985-03", "1985-03")]
    #[case("1985", "1985")]
    #[case("năm 1985", "1985")]
    #[case("29/02/2024", "2024-02-29")]
    fn reads(#[case] typed: &str, #[case] want: &str) {
        assert_eq!(PartialDate::parse_typed(typed).unwrap().to_string(), want);
    }

    /// Where a whole day is asked for, the sentence offers no month and no year.
    #[rstest]
    #[case("1985")]
    #[case("3/1985")]
    #[case("chưa rõ")]
    fn a_month_is_no_day(#[case] typed: &str) {
        assert_eq!(parse_typed(typed).unwrap_err().message().key, "text.date.not_a_day");
    }

    #[rstest]
    #[case("", "empty")]
    #[case("9/3/85", "short_year")]
    #[case("85", "not_a_date")]
    #[case("3/85", "short_year")]
    #[case("29/02/2023", "no_such_day")]
    #[case("03/25/1985", "no_such_day")]
    #[case("13/1985", "no_such_day")]
    #[case("0/3/1985", "no_such_day")]
    #[case("9/3/0985", "year_out_of_range")]
    #[case("1975-1979", "not_a_date")]
    #[case("09031985", "not_a_date")]
    #[case("9 3 1985", "not_a_date")]
    #[case("9//3/1985", "not_a_date")]
    #[case("-9/3/1985", "not_a_date")]
    #[case("tháng 3 ngày 9 năm 1985", "not_a_date")]
    #[case("9/3/1985 (âm lịch)", "not_a_date")]
    #[case("chưa rõ", "not_a_date")]
    #[case("1/2/3/1985", "not_a_date")]
    fn refuses(#[case] typed: &str, #[case] fault: &str) {
        let found = PartialDate::parse_typed(typed).unwrap_err();
        assert_eq!(found.message().key, format!("text.date.{fault}"));
    }

    #[rstest]
    #[case("1979", "1979", "1979", "1979-01-01", "1979-12-31")]
    #[case("1985-03", "03/1985", "3/1985", "1985-03-01", "1985-03-31")]
    #[case("2024-02", "02/2024", "02/2024", "2024-02-01", "2024-02-29")]
    #[case("2025-09-05", "05/09/2025", "05/9/2025", "2025-09-05", "2025-09-05")]
    #[case("2024-02-09", "09/02/2024", "09/02/2024", "2024-02-09", "2024-02-09")]
    fn writes(
        #[case] iso: &str,
        #[case] list: &str,
        #[case] body: &str,
        #[case] first: &str,
        #[case] last: &str,
    ) {
        let known = PartialDate::parse_iso(iso).unwrap();
        assert_eq!((known.written().as_str(), known.in_body().as_str()), (list, body));
        assert_eq!(
            (known.earliest().to_string().as_str(), known.latest().to_string().as_str()),
            (first, last)
        );
        if let Some(date) = known.date() {
            assert_eq!((written_date(date), body_date(date)), (list.to_owned(), body.to_owned()));
        }
    }

    #[test]
    fn iso_is_strict() {
        for text in ["1985-3-9", "1985-13", "85", "1985-03-", "1985-02-30", "١٩٨٥", "+985", "1985-00"] {
            assert_eq!(PartialDate::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn orders_and_compares() {
        let mut dates: Vec<PartialDate> =
            ["1985-03-09", "1985", "1984-12-31", "1985-03"].iter().map(|d| d.parse().unwrap()).collect();
        dates.sort();
        let sorted: Vec<String> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, ["1984-12-31", "1985", "1985-03", "1985-03-09"]);
        assert!(
            dates[1].may_equal(dates[3]) && dates[3].may_equal(dates[2]) && !dates[0].may_equal(dates[1])
        );
    }

    #[rstest]
    #[case(1.0, false, Some("1900-01-01"))]
    #[case(59.0, false, Some("1900-02-28"))]
    #[case(60.0, false, None)]
    #[case(61.0, false, Some("1900-03-01"))]
    #[case(45183.75, false, Some("2023-09-14"))]
    #[case(2_958_465.0, false, Some("9999-12-31"))]
    #[case(2_958_466.0, false, None)]
    #[case(43721.0, true, Some("2023-09-14"))]
    #[case(-1.0, false, None)]
    #[case(f64::NAN, false, None)]
    fn counts_as_excel_does(#[case] serial: f64, #[case] from_1904: bool, #[case] want: Option<&str>) {
        assert_eq!(from_excel_serial(serial, from_1904).map(|d| d.to_string()).as_deref(), want);
    }

    #[test]
    fn a_year_in_a_cell_stays_a_year() {
        assert_eq!(from_cell_number(1979.0, false).unwrap().to_string(), "1979");
        assert_eq!(from_cell_number(31115.0, false).unwrap().to_string(), "1985-03-09");
    }

    proptest! {
        #[test]
        fn comes_back(year in 1800_i16..=2199, month in 1_i8..=12, day in 1_i8..=28, known in 0..3) {
            let date = match known {
                0 => PartialDate::year_only(year),
                1 => PartialDate::month_of(year, month),
                _ => PartialDate::whole(Date::new(year, month, day).unwrap()),
            }.unwrap();
            prop_assert_eq!(PartialDate::parse_iso(&date.to_string()), Some(date));
            prop_assert_eq!(PartialDate::parse_typed(&date.written()), Ok(date));
            prop_assert_eq!(PartialDate::parse_typed(&date.in_body()), Ok(date));
            prop_assert_eq!(PartialDate::parse_typed(&date.to_string()), Ok(date));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,20}", digits in "[0-9/. t:-]{0,16}") {
            let _ = (PartialDate::parse_typed(&text), PartialDate::parse_iso(&text));
            let _ = (PartialDate::parse_typed(&digits), PartialDate::parse_iso(&digits));
        }
    }
}
