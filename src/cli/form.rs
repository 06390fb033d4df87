//! `chuyengiao survey form`: forms of survey: checked, stored, listed.
//!
//! Invariant: a check needs no store, and answers scripts with one shape whatever the file is.

use super::failure::{ErrorObject, Failure, Outcome, refusal};
use super::session::Session;
use super::table::{Sheet, Table};
use crate::forms::fault::{About, Fault};
use crate::office::forms::{FormCheck, check_form};
use crate::text::locale::Locale;
use crate::text::message::Message;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What can be done with forms.
#[derive(Debug, Subcommand)]
pub(super) enum FormCommand {
    Add(FileArgs),
    Check(FileArgs),
    List,
}

/// A form in a file.
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Serialize)]
struct Report {
    ok: bool,
    name: String,
    title: String,
    version: String,
    questions: usize,
    languages: Vec<String>,
    warnings: Vec<Remark>,
    errors: Vec<Remark>,
    /// Why the file could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorObject>,
}

#[derive(Debug, Serialize)]
struct Remark {
    /// Empty: the whole file.
    sheet: String,
    /// As Excel shows it; null: the whole sheet.
    row: Option<usize>,
    /// The header as written; null: the whole row.
    column: Option<String>,
    /// The letter Excel shows above it; null in a text.
    letter: Option<String>,
    message: String,
}

#[derive(Debug, Serialize)]
struct Stored {
    id: String,
    name: String,
    version: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<Remark>>,
}

pub(super) fn run(command: &FormCommand, session: &Session) -> Outcome {
    match command {
        FormCommand::Check(args) => check(args, session),
        FormCommand::Add(args) => add(args, session),
        FormCommand::List => list(session),
    }
}

fn check(args: &FileArgs, session: &Session) -> Outcome {
    let locale = session.output().locale();
    let report = match check_form(&args.file) {
        Ok(check) => Report::of(&check, locale),
        Err(error) if session.output().is_json() => {
            Report::unread(&args.file, refusal(&error, session.output().voice()))
        }
        Err(error) => return Err(error.into()),
    };
    session.output().give(&report, |locale| report.words(locale))?;
    // The answer is the report; the exit status says the same.
    if report.ok { Ok(()) } else { Err(Failure::Told) }
}

fn add(args: &FileArgs, session: &Session) -> Outcome {
    let locale = session.output().locale();
    let added = session.office()?.add_form_file(&args.file)?;
    let stored = Stored {
        id: added.id.to_string(),
        name: added.about.id.clone(),
        version: added.about.version.clone(),
        title: title(&added.about, locale),
        warnings: Some(remarks(&added.warnings, locale)),
    };
    session.output().give(&stored, |locale| {
        let message =
            Message::new("cli.form.added").with("name", &stored.name).with("version", &stored.version);
        let mut text = locale.say(&message);
        list_remarks(&mut text, locale, "cli.form.warnings", stored.warnings.as_deref().unwrap_or_default());
        text
    })
}

fn list(session: &Session) -> Outcome {
    let forms: Vec<Stored> = session
        .office()?
        .forms()?
        .into_iter()
        .map(|form| Stored {
            id: form.id.to_string(),
            name: form.name,
            version: form.version,
            title: form.title,
            warnings: None,
        })
        .collect();
    session.output().give(&forms, |locale| {
        let mut table = Table::new(locale, &["cli.column.form", "cli.column.version", "cli.column.name"]);
        for form in &forms {
            table.row([form.name.clone(), form.version.clone(), form.title.clone()]);
        }
        table.or_say(locale, "cli.empty")
    })
}

impl Report {
    fn of(check: &FormCheck, locale: &Locale) -> Self {
        Self {
            ok: check.errors.is_empty(),
            name: check.about.id.clone(),
            title: title(&check.about, locale),
            version: check.about.version.clone(),
            questions: check.about.questions,
            languages: check.about.languages.iter().map(|language| language.name.clone()).collect(),
            warnings: remarks(&check.warnings, locale),
            errors: remarks(&check.errors, locale),
            error: None,
        }
    }

    /// A file that is no form, or can't be read.
    fn unread(file: &Path, error: ErrorObject) -> Self {
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let message = error.message.clone();
        Self {
            ok: false,
            title: name.clone(),
            name,
            version: String::new(),
            questions: 0,
            languages: Vec::new(),
            warnings: Vec::new(),
            errors: vec![Remark { sheet: String::new(), row: None, column: None, letter: None, message }],
            error: Some(error),
        }
    }

    fn words(&self, locale: &Locale) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.column.form", &self.name)
            .line(locale, "cli.column.name", &self.title)
            .line(locale, "cli.column.version", &self.version)
            .line(locale, "cli.column.questions", self.questions.to_string())
            .line(locale, "cli.column.languages", self.languages.join(", "));
        let verdict = if self.ok { "cli.form.sound" } else { "cli.form.faulty" };
        let mut text = sheet.text();
        text.push_str(&locale.say(&Message::new(verdict).with("count", self.errors.len())));
        list_remarks(&mut text, locale, "cli.form.errors", &self.errors);
        list_remarks(&mut text, locale, "cli.form.warnings", &self.warnings);
        text
    }
}

fn title(about: &About, locale: &Locale) -> String {
    about.title.get(locale.language().code()).to_owned()
}

fn remarks(faults: &[Fault], locale: &Locale) -> Vec<Remark> {
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    faults
        .iter()
        .map(|fault| Remark {
            sheet: fault.sheet.clone(),
            row: (fault.row > 0).then_some(fault.row),
            column: filled(&fault.column),
            letter: filled(&fault.letter),
            message: locale.say(&fault.cause),
        })
        .collect()
}

fn list_remarks(text: &mut String, locale: &Locale, heading: &str, remarks: &[Remark]) {
    if remarks.is_empty() {
        return;
    }
    let columns = ["cli.column.sheet", "cli.column.row", "cli.column.column", "cli.column.message"];
    let mut table = Table::new(locale, &columns);
    for remark in remarks {
        let column = remark.column.clone().unwrap_or_default();
        let column = match (&remark.letter, column.as_str()) {
            (Some(letter), "") => letter.clone(),
            (Some(letter), _) => format!("{letter} ({column})"),
            (None, _) => column,
        };
        let row = remark.row.map(|row| row.to_string()).unwrap_or_default();
        table.row([remark.sheet.clone(), row, column, remark.message.clone()]);
    }
    text.push_str(&format!("\n{}\n{}", locale.text(heading), table.text()));
}
