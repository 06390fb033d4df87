//! Surveys as a workbook: one row a survey, the rounds of each repeat on a sheet of its own.
//!
//! Invariant: text is never a formula, a code keeps its zeros, and what is written is read back as the same
//! answer: a wording that would be understood otherwise gives way to what is kept.

use super::super::grid::Value;
use super::layout::{self, Own};
use super::names::Names;
use super::values;
use crate::forms::answer;
use crate::forms::attached::Attached;
use crate::forms::form::{Form, Node};
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use jiff::civil::{Date, DateTime, Time};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, HashMap};

/// Excel takes no longer text in a cell.
const LONGEST: usize = 32_767;
/// Excel's names of sheets are no longer.
const SHEET_NAME: usize = 31;
/// Excel's calendar is wrong before.
const FIRST_YEAR: i16 = 1901;
/// Numbers of more digits are rounded by Excel.
const EXACT: f64 = 1e15;
const WIDTH: f64 = 22.0;

/// A survey to be written.
#[derive(Debug, Clone)]
pub struct Exported {
    /// What names it in the whole world.
    pub key: String,
    /// The columns about it, by the names of `assets/imports/submissions.toml`; days as `2023-09-14`.
    pub about: BTreeMap<&'static str, String>,
    /// Question, instance, answer as kept.
    pub answers: Vec<(String, Instance, String)>,
}

/// How surveys are written.
#[derive(Debug, Clone, Copy)]
pub struct ExportOptions<'a> {
    /// The language of wordings.
    pub language: &'a str,
    /// Wordings of questions and choices; otherwise their names.
    pub labels: bool,
}

/// A workbook that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedBook {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Answers too long for a cell, cut: survey's key and question.
    pub cut: Vec<(String, String)>,
}

/// Formats of the workbook.
struct Formats {
    head: Format,
    day: Format,
    moment: Format,
    time: Format,
}

/// What stands in a cell.
enum Content {
    Text(String),
    Number(f64),
    Day(Date),
    Moment(DateTime),
    Time(Time),
}

/// Writes surveys of one form.
///
/// # Errors
/// A sheet outgrows Excel.
pub fn write_submissions(
    form: &Form,
    surveys: &[Exported],
    options: ExportOptions<'_>,
) -> Result<ExportedBook, XlsxError> {
    let repeats = form.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Repeat);
    let tables: Vec<Option<usize>> =
        std::iter::once(None).chain(repeats.map(|(place, _)| Some(place))).collect();
    let mut writer = Writer {
        form,
        names: Names::of(form),
        options,
        own: layout::own(),
        titles: titles(form, &tables),
        tables,
        indexes: HashMap::new(),
        cut: Vec::new(),
        formats: Formats {
            head: Format::new().set_bold().set_text_wrap(),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"),
            time: Format::new().set_num_format("hh:mm:ss"),
        },
    };
    let mut book = Workbook::new();
    for at in 0..writer.tables.len() {
        let sheet = book.add_worksheet().set_name(&writer.titles[at])?;
        writer.table(sheet, at, surveys)?;
    }
    Ok(ExportedBook { bytes: book.save_to_buffer()?, cut: writer.cut })
}

struct Writer<'a> {
    form: &'a Form,
    names: Names<'a>,
    options: ExportOptions<'a>,
    own: Vec<Own>,
    /// The repeat each sheet is for, none for that of the surveys, and the sheets' names.
    tables: Vec<Option<usize>>,
    titles: Vec<String>,
    /// By survey, sheet and instance: the row's number on its sheet.
    indexes: HashMap<(usize, usize, Instance), usize>,
    cut: Vec<(String, String)>,
    formats: Formats,
}

impl Writer<'_> {
    fn table(&mut self, sheet: &mut Worksheet, at: usize, surveys: &[Exported]) -> Result<(), XlsxError> {
        let within = self.tables[at];
        let questions = layout::questions(&self.names, within, self.options.language, self.options.labels);
        let about: &[Own] = if within.is_none() { &self.own } else { &[] };
        let links: &[&str] = match within {
            None => &["_uuid", "_index"],
            Some(_) => &["_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
        };
        let own = about.iter().map(|own| own.header(self.options.language, self.options.labels));
        let headers = own
            .chain(questions.iter().map(|(_, header)| header.clone()))
            .chain(links.iter().map(|link| (*link).to_owned()));
        for (column, header) in headers.enumerate() {
            let column = column_number(column)?;
            sheet.write_string_with_format(0, column, cut_at(&header, 255), &self.formats.head)?;
            sheet.set_column_width(column, WIDTH)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let about: Vec<String> = about.iter().map(|own| own.name.clone()).collect();
        let columns: HashMap<&str, usize> = questions
            .iter()
            .enumerate()
            .map(|(column, (place, _))| (self.form.nodes[*place].name.as_str(), about.len() + column))
            .collect();
        let mut count = 0;
        for (number, survey) in surveys.iter().enumerate() {
            for instance in self.instances(within, survey) {
                count += 1;
                self.indexes.insert((number, at, instance.clone()), count);
                let row = u32::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)?;
                for (column, name) in about.iter().enumerate() {
                    let Some(text) = survey.about.get(name.as_str()) else { continue };
                    let content = match text.parse::<Date>() {
                        Ok(day) if name.ends_with("_on") => Content::Day(day),
                        _ => Content::Text(text.clone()),
                    };
                    self.cell(sheet, row, column, content, survey, name)?;
                }
                let here = survey.answers.iter().filter(|(_, of, _)| *of == instance);
                for (question, _, kept) in here {
                    let Some(column) = columns.get(question.as_str()) else { continue };
                    let Some(node) = self.form.node(question) else { continue };
                    let content = self.content(node, kept);
                    self.cell(sheet, row, *column, content, survey, question)?;
                }
                let after = about.len() + questions.len();
                for (column, content) in
                    self.links(at, number, survey, &instance, count).into_iter().enumerate()
                {
                    self.cell(sheet, row, after + column, content, survey, "")?;
                }
            }
        }
        if count > 0 {
            let last_row = u32::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)?;
            let last = column_number((about.len() + questions.len() + links.len()).saturating_sub(1))?;
            sheet.autofilter(0, 0, last_row, last)?;
        }
        Ok(())
    }

    /// The rows of a survey on a sheet: itself, or every round of the repeat.
    fn instances(&self, within: Option<usize>, survey: &Exported) -> Vec<Instance> {
        let Some(repeat) = within else { return vec![Instance::top()] };
        let node = &self.form.nodes[repeat];
        let mut counts: Vec<(&Instance, u32)> = survey
            .answers
            .iter()
            .filter(|(question, ..)| *question == node.name)
            .filter_map(|(_, outer, kept)| Some((outer, kept.parse().ok()?)))
            .collect();
        counts.sort();
        counts.into_iter().flat_map(|(outer, count)| (1..=count).map(|index| outer.child(index))).collect()
    }

    /// What links a row to others, in the order of the headers.
    fn links(
        &self,
        at: usize,
        number: usize,
        survey: &Exported,
        instance: &Instance,
        count: usize,
    ) -> Vec<Content> {
        let index = |count: usize| Content::Number(count as f64);
        let Some(repeat) = self.tables[at] else {
            return vec![Content::Text(survey.key.clone()), index(count)];
        };
        let outer_repeat = self.names.repeats_around(repeat).last().copied();
        let outer = self.tables.iter().position(|table| *table == outer_repeat).unwrap_or(0);
        let outer_instance = instance.prefix(instance.depth().saturating_sub(1));
        let parent = self.indexes.get(&(number, outer, outer_instance)).copied().unwrap_or_default();
        vec![
            index(count),
            Content::Text(self.titles[outer].clone()),
            index(parent),
            Content::Text(survey.key.clone()),
        ]
    }

    /// A kept answer as a cell: as a person reads it where that is read back as the same, else as it is kept.
    fn content(&self, node: &Node, kept: &str) -> Content {
        match &node.kind {
            Kind::Integer | Kind::Decimal | Kind::Range => match kept.parse::<f64>() {
                Ok(number) if number.abs() < EXACT && number.to_string() == kept => Content::Number(number),
                _ => Content::Text(kept.to_owned()),
            },
            Kind::Date => match kept.parse::<Date>() {
                Ok(day) if kept.len() == 10 && day.year() >= FIRST_YEAR => Content::Day(day),
                _ => self.worded(node, kept),
            },
            Kind::DateTime => match kept.parse::<DateTime>() {
                Ok(moment) if moment.year() >= FIRST_YEAR => Content::Moment(moment),
                _ => self.worded(node, kept),
            },
            Kind::Time => match kept.parse::<Time>() {
                Ok(time) => Content::Time(time),
                _ => self.worded(node, kept),
            },
            Kind::SelectOne(_) | Kind::SelectMultiple(_) | Kind::Rank(_) if !self.options.labels => {
                Content::Text(kept.to_owned())
            }
            Kind::File if self.options.labels => {
                Content::Text(Attached::read(kept).map_or(kept, |file| file.name).to_owned())
            }
            _ => self.worded(node, kept),
        }
    }

    fn worded(&self, node: &Node, kept: &str) -> Content {
        let list = self.form.list_of(node);
        let shown = match &node.kind {
            Kind::SelectMultiple(_) | Kind::Rank(_) => {
                let labels =
                    kept.split(' ').map(|code| answer::show(node, list, code, self.options.language));
                labels.collect::<Vec<_>>().join("; ")
            }
            _ => answer::show(node, list, kept, self.options.language),
        };
        let read = values::read(node, list, &Value::Text(shown.clone()), false);
        Content::Text(if read.as_deref() == Some(kept) { shown } else { kept.to_owned() })
    }

    fn cell(
        &mut self,
        sheet: &mut Worksheet,
        row: u32,
        column: usize,
        content: Content,
        survey: &Exported,
        question: &str,
    ) -> Result<(), XlsxError> {
        let column = column_number(column)?;
        match content {
            Content::Text(text) => {
                let whole = cut_at(&text, LONGEST);
                if whole.len() < text.len() {
                    self.cut.push((survey.key.clone(), question.to_owned()));
                }
                sheet.write_string(row, column, whole)?;
            }
            Content::Number(number) => {
                sheet.write_number(row, column, number)?;
            }
            Content::Day(day) => {
                let day = excel_day(day)?;
                sheet.write_datetime_with_format(row, column, &day, &self.formats.day)?;
            }
            Content::Moment(moment) => {
                let day = excel_day(moment.date())?;
                let moment =
                    day.and_hms(hour(moment.time()), minute(moment.time()), second(moment.time()))?;
                sheet.write_datetime_with_format(row, column, &moment, &self.formats.moment)?;
            }
            Content::Time(time) => {
                let time = ExcelDateTime::from_hms(hour(time), minute(time), second(time))?;
                sheet.write_datetime_with_format(row, column, &time, &self.formats.time)?;
            }
        }
        Ok(())
    }
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) =
        (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
    ExcelDateTime::from_ymd(year, month, day)
}

fn hour(time: Time) -> u16 {
    u16::from(time.hour().unsigned_abs())
}

fn minute(time: Time) -> u8 {
    time.minute().unsigned_abs()
}

fn second(time: Time) -> f64 {
    f64::from(time.second())
}

fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

fn cut_at(text: &str, most: usize) -> &str {
    // Excel counts UTF-16 units.
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > most {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// Names of sheets: short, without what Excel refuses, each once.
fn titles(form: &Form, tables: &[Option<usize>]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for table in tables {
        let name = table.map_or(form.id.as_str(), |repeat| form.nodes[repeat].name.as_str());
        let plain: String = name
            .chars()
            .map(|letter| if r"[]:*?/\'".contains(letter) || letter.is_control() { '_' } else { letter })
            .collect();
        let plain = if plain.trim().is_empty() { "survey".to_owned() } else { plain };
        let mut title = cut_at(&plain, SHEET_NAME).to_owned();
        let mut number = 1;
        while titles.iter().any(|taken| taken.to_lowercase() == title.to_lowercase())
            // Excel keeps this name for itself.
            || title.to_lowercase() == "history"
        {
            number += 1;
            let ending = format!("~{number}");
            title = format!("{}{ending}", cut_at(&plain, SHEET_NAME - ending.len()));
        }
        titles.push(title);
    }
    titles
}
