//! `chuyengiao survey import`, `export`, `print`: surveys filled elsewhere, their answers as a workbook, and on
//! paper.
//!
//! Invariant: the importing answers as every import does; no file is replaced unless that was said.

use super::failure::Outcome;
use super::import::Report;
use super::progress::Progress;
use super::session::Session;
use super::table::{Sheet, Table};
use crate::office::export_surveys::{ExportWishes, ExportedSurveys};
use crate::office::import_submissions::SubmissionOptions;
use crate::text::locale::Locale;
use crate::text::message::Message;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What moves surveys between files and the store.
#[derive(Debug, Subcommand)]
pub(super) enum FilesCommand {
    Import(ImportArgs),
    Export(ExportArgs),
    Print(PrintArgs),
}

/// Arguments of `survey import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long = "case", value_name = "KEY=CASE", value_parser = super::arguments::assignment)]
    cases: Vec<(String, String)>,
    #[arg(long, value_name = "DIR")]
    files: Vec<PathBuf>,
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `survey export`.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[arg(long, value_name = "FILE")]
    xlsx: PathBuf,
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    #[arg(long = "case", value_name = "CASE", num_args = 1..)]
    cases: Vec<String>,
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    #[arg(long)]
    names: bool,
    #[arg(long)]
    force: bool,
}

/// Arguments of `survey print`.
#[derive(Debug, Args)]
pub(super) struct PrintArgs {
    #[arg(value_name = "SURVEY", required_unless_present = "blank", conflicts_with = "blank")]
    id: Option<String>,
    #[arg(long)]
    blank: bool,
    #[arg(long, value_name = "FORM", requires = "blank")]
    form: Option<String>,
    #[arg(long, conflicts_with = "docx")]
    text: bool,
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
    #[arg(long, requires = "docx")]
    force: bool,
}

/// What was printed.
#[derive(Debug, Serialize)]
struct Printed {
    title: String,
    /// The file; none for text.
    file: Option<String>,
    text: Option<String>,
}

/// What was exported.
#[derive(Debug, Serialize)]
struct Exported {
    file: String,
    form: String,
    version: String,
    surveys: usize,
    /// Where the attached files were written; none where that was not asked for.
    folder: Option<String>,
    files: usize,
    /// Questions without a column.
    left_out: Vec<LeftOut>,
    /// Answers cut to what a cell takes.
    cut: Vec<Cut>,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    question: String,
    surveys: usize,
}

#[derive(Debug, Serialize)]
struct Cut {
    survey: String,
    question: String,
}

pub(super) fn run(command: &FilesCommand, session: &Session) -> Outcome {
    match command {
        FilesCommand::Import(args) => import(args, session),
        FilesCommand::Export(args) => export(args, session),
        FilesCommand::Print(args) => print(args, session),
    }
}

fn import(args: &ImportArgs, session: &Session) -> Outcome {
    let options = SubmissionOptions {
        form: args.form.clone(),
        sheet: args.sheet.clone(),
        cases: args.cases.clone(),
        files: args.files.clone(),
    };
    let mut office = session.office()?;
    let mut bar = Progress::on_terminal();
    let mut show = |done, of| {
        bar.show(done, of);
        true
    };
    let planned = office.preview_submissions_telling(&args.file, &options, &mut show);
    let applied = planned.and_then(|plan| {
        if !args.dry_run && plan.changes_anything() {
            office.apply_import_telling(&plan, &mut show)?;
        }
        Ok(plan)
    });
    bar.finish();
    let plan = applied?;
    let report = Report::of(&plan, args.dry_run, session.output().locale());
    session.output().give(&report, |locale| report.words(locale, office.codes()))
}

fn export(args: &ExportArgs, session: &Session) -> Outcome {
    let office = session.office()?;
    let cases: Result<Vec<_>, _> = args.cases.iter().map(|case| office.find_case(case)).collect();
    let wishes = ExportWishes {
        form: args.form.clone(),
        cases: cases?,
        names: args.names,
        replace: args.force,
        files: args.files.clone(),
    };
    let mut bar = Progress::on_terminal();
    let told =
        office.export_surveys_telling(&args.xlsx, &wishes, session.output().language(), &mut |done, of| {
            bar.show(done, of);
            true
        });
    bar.finish();
    let told = told?;
    let exported = Exported::of(told, &args.xlsx, args.files.as_deref());
    session.output().give(&exported, |locale| exported.words(locale))
}

/// Columns of a sheet as text: what a page of fixed letters takes.
const WIDTH: usize = 96;

/// Text unless a Word file is asked for.
fn print(args: &PrintArgs, session: &Session) -> Outcome {
    let office = session.office()?;
    let language = session.output().language();
    let printed = match &args.id {
        Some(id) => office.print_survey(&office.find_survey(id)?, language)?,
        None => office.print_form(args.form.as_deref(), language)?,
    };
    let title = printed.title.clone();
    match &args.docx {
        Some(path) => {
            printed.write(path, args.force)?;
            let told = Printed { title, file: Some(path.display().to_string()), text: None };
            let done = Message::new("cli.export.printed").with("file", path.display());
            session.output().done(&told, &done)
        }
        None => {
            let told = Printed { title, file: None, text: Some(printed.text(WIDTH)) };
            session.output().give(&told, |_| told.text.clone().unwrap_or_default())
        }
    }
}

impl Exported {
    fn of(told: ExportedSurveys, file: &Path, folder: Option<&Path>) -> Self {
        let left_out = told.left_out.into_iter().map(|(question, surveys)| LeftOut { question, surveys });
        let cut = told.cut.into_iter().map(|(survey, question)| Cut { survey, question });
        Self {
            file: file.display().to_string(),
            form: told.form.0,
            version: told.form.1,
            surveys: told.surveys,
            folder: folder.map(|folder| folder.display().to_string()),
            files: told.files,
            left_out: left_out.collect(),
            cut: cut.collect(),
        }
    }

    fn words(&self, locale: &Locale) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.export.file", &self.file)
            .line(locale, "cli.column.form", format!("{} {}", self.form, self.version))
            .line(locale, "cli.export.surveys", self.surveys.to_string());
        if let Some(folder) = &self.folder {
            sheet.line(locale, "cli.export.folder", folder).line(
                locale,
                "cli.export.files",
                self.files.to_string(),
            );
        }
        let mut text = sheet.text();
        let mut left_out = Table::new(locale, &["cli.export.question", "#cli.export.in_surveys"]);
        for one in &self.left_out {
            left_out.row([one.question.clone(), one.surveys.to_string()]);
        }
        let mut cut = Table::new(locale, &["cli.column.survey", "cli.export.question"]);
        for one in &self.cut {
            cut.row([one.survey.clone(), one.question.clone()]);
        }
        for (heading, table) in [("cli.export.left_out", left_out), ("cli.export.cut", cut)] {
            if !table.is_empty() {
                text.push_str(&format!("\n{}\n{}", locale.text(heading), table.text()));
            }
        }
        text
    }
}
