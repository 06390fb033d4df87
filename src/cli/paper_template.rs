//! `chuyengiao paper template`: what papers are worded by: shown, checked, kept, dropped, exported.
//!
//! Invariant: a template is kept only if its check finds no fault; what comes with the program stays as it is.

use super::failure::{Failure, Outcome};
use super::output::day;
use super::session::Session;
use super::shape::{self, iso};
use super::table::Table;
use crate::domain::fault::Fault;
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::office::templates::{
    Changed, NewTemplate, NewWordTemplate, Template, TemplateField, TemplateRef, TemplateSource,
    template_file,
};
use crate::papers::merge::MergeFault;
use crate::text::fold::fold;
use crate::text::locale::Locale;
use crate::text::message::Message;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::PathBuf;

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    List,
    Show(ShowArgs),
    Fields(FieldsArgs),
    Check(CheckArgs),
    Save(SaveArgs),
    Copy(CopyArgs),
    Date(DateArgs),
    Drop(DropArgs),
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[arg(value_name = "TEMPLATE")]
    template: String,
    #[arg(long)]
    built_in: bool,
    #[arg(long, conflicts_with = "built_in")]
    changes: bool,
}

#[derive(Debug, Args)]
pub(super) struct FieldsArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct SaveArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "TEMPLATE")]
    replace: Option<String>,
    #[arg(long, value_name = "NAME", default_value = "")]
    name: String,
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CopyArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    name: String,
}

#[derive(Debug, Args)]
pub(super) struct DateArgs {
    #[arg(value_name = "TEMPLATE")]
    template: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    from: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    to: String,
}

#[derive(Debug, Args)]
pub(super) struct DropArgs {
    #[arg(value_name = "TEMPLATE")]
    template: String,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[arg(value_name = "TEMPLATE")]
    template: String,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long)]
    built_in: bool,
    #[arg(long)]
    replace: bool,
}

/// A template.
#[derive(Debug, Serialize)]
struct Answer {
    /// Null: it comes with the program.
    id: Option<String>,
    /// The paper of the catalogue: `proposal`, `decision`, …
    paper: String,
    name: String,
    /// `text`, `word`, or `draft`.
    kind: &'static str,
    valid_from: Option<String>,
    valid_to: Option<String>,
    note: Option<String>,
    in_force: bool,
    draft: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
struct Remark {
    /// Of a text.
    line: Option<usize>,
    /// Of a Word file, with its part and what stands there.
    paragraph: Option<usize>,
    part: Option<String>,
    text: Option<String>,
    message: String,
}

#[derive(Debug, Serialize)]
struct Report {
    ok: bool,
    paper: String,
    faults: Vec<Remark>,
}

#[derive(Debug, Serialize)]
struct FieldAnswer {
    /// As a template writes it.
    id: String,
    list: Option<String>,
    kind: &'static str,
    meaning: String,
    example: String,
}

pub(super) fn run(command: &TemplateCommand, office: &mut Office, session: &Session) -> Outcome {
    match command {
        TemplateCommand::List => list(office, session),
        TemplateCommand::Show(args) => show(args, office, session),
        TemplateCommand::Fields(args) => fields(args, office, session),
        TemplateCommand::Check(args) => check(args, office, session),
        TemplateCommand::Save(args) => save(args, office, session),
        TemplateCommand::Copy(args) => {
            let paper = office.find_worded(&args.kind)?;
            let id = office.copy_template(&paper, &args.name)?;
            give(&TemplateRef::Own(id), office, session)
        }
        TemplateCommand::Date(args) => {
            let which = office.find_template(&args.template)?;
            office.date_template(own(&which)?, &args.from, &args.to)?;
            give(&which, office, session)
        }
        TemplateCommand::Drop(args) => {
            let which = office.find_template(&args.template)?;
            let template = office.template(&which)?;
            office.drop_template(own(&which)?)?;
            let dropped = Message::new("cli.template.dropped").with("name", &template.name);
            session.output().done(&Answer::of(&template), &dropped)
        }
        TemplateCommand::Export(args) => {
            let which = find(&args.template, args.built_in, office)?;
            office.export_template(&which, &args.out, args.replace)?;
            let template = Answer::of(&office.template(&which)?);
            let written = Message::new("cli.export.printed").with("file", args.out.display());
            session.output().done(&template, &written)
        }
    }
}

fn list(office: &Office, session: &Session) -> Outcome {
    let templates = office.templates()?;
    let answers: Vec<Answer> = templates.iter().map(Answer::of).collect();
    session.output().give(&answers, |locale| table(locale, &templates).text())
}

fn show(args: &ShowArgs, office: &Office, session: &Session) -> Outcome {
    let which = find(&args.template, args.built_in, office)?;
    let template = office.template(&which)?;
    if args.changes {
        let changes = office.template_changes(&which)?;
        let lines: Vec<String> = changes.iter().map(Changed::written).collect();
        let answer = Answer { body: Some(lines.join("\n")), ..Answer::of(&template) };
        return session.output().give(&answer, |locale| match lines.is_empty() {
            true => locale.text("screen.templates.same").to_owned(),
            false => lines.join("\n") + "\n",
        });
    }
    let text = match office.template_source(&which)? {
        TemplateSource::Text(text) => Some(text),
        TemplateSource::Word(_) => None,
    };
    let answer = Answer { body: text, ..Answer::of(&template) };
    session.output().give(&answer, |locale| match &answer.body {
        Some(text) => text.clone(),
        None => locale.say(&Message::new("template.word_elsewhere")),
    })
}

fn fields(args: &FieldsArgs, office: &Office, session: &Session) -> Outcome {
    let paper = office.find_worded(&args.kind)?;
    let words = fold(&args.find);
    let fits = |field: &TemplateField| {
        let text = fold(&format!("{} {}", field.path, field.meaning));
        words.split_whitespace().all(|word| text.contains(word))
    };
    let fields = office.template_fields(&paper, session.output().language())?;
    let answers: Vec<FieldAnswer> = fields
        .into_iter()
        .filter(fits)
        .map(|field| FieldAnswer {
            id: field.path,
            list: field.list,
            kind: field.kind.code(),
            meaning: field.meaning,
            example: field.example,
        })
        .collect();
    session.output().give(&answers, |locale| {
        let columns =
            ["cli.column.field", "cli.template.holds", "cli.template.example", "cli.template.meaning"];
        let mut table = Table::new(locale, &columns);
        for field in &answers {
            let kind = locale.text(&format!("template.field.{}", field.kind)).to_owned();
            table.row([field.id.clone(), kind, field.example.clone(), field.meaning.clone()]);
        }
        table.or_say(locale, "cli.empty")
    })
}

fn check(args: &CheckArgs, office: &Office, session: &Session) -> Outcome {
    let paper = office.find_worded(&args.kind)?;
    let locale = session.output().locale();
    let faults: Vec<Remark> = match template_file(&args.file)? {
        TemplateSource::Text(text) => {
            office.check_template(&paper, &text)?.iter().map(|fault| Remark::of_line(fault, locale)).collect()
        }
        TemplateSource::Word(bytes) => {
            let faults = office.check_word_template(&paper.code, &bytes)?;
            faults.iter().map(|fault| Remark::of_paragraph(fault, locale)).collect()
        }
    };
    let report = Report { ok: faults.is_empty(), paper: paper.code, faults };
    session.output().give(&report, |locale| {
        let verdict = if report.ok { "cli.template.sound" } else { "template.faulty" };
        let mut text = locale.say(&Message::new(verdict).with("count", report.faults.len()));
        for fault in &report.faults {
            text.push_str(&format!("\n- {}", fault.message));
        }
        text
    })?;
    // The answer is the report; the exit status says the same.
    if report.ok { Ok(()) } else { Err(Failure::Told) }
}

fn save(args: &SaveArgs, office: &mut Office, session: &Session) -> Outcome {
    let id = match &args.replace {
        Some(typed) => Some(own(&office.find_template(typed)?)?.clone()),
        None => None,
    };
    let (paper, name) = (args.kind.clone(), args.name.clone());
    let (valid_from, valid_to, note) = (args.from.clone(), args.to.clone(), args.note.clone());
    let id = match template_file(&args.file)? {
        TemplateSource::Text(body) => {
            office.save_template(&NewTemplate { id, paper, name, body, valid_from, valid_to, note })?
        }
        TemplateSource::Word(_) => {
            let file = args.file.clone();
            office.add_word_template(&NewWordTemplate {
                id,
                paper,
                name,
                file,
                valid_from,
                valid_to,
                note,
            })?
        }
    };
    give(&TemplateRef::Own(id), office, session)
}

fn give(which: &TemplateRef, office: &Office, session: &Session) -> Outcome {
    let template = office.template(which)?;
    session
        .output()
        .give(&Answer::of(&template), |locale| table(locale, std::slice::from_ref(&template)).text())
}

fn find(typed: &str, built_in: bool, office: &Office) -> Result<TemplateRef, Error> {
    if built_in {
        return Ok(TemplateRef::BuiltIn(office.find_worded(typed)?.code));
    }
    office.find_template(typed)
}

/// One of the office's own; what comes with the program can't be changed.
fn own(which: &TemplateRef) -> Result<&crate::domain::ids::Id<Template>, Error> {
    match which {
        TemplateRef::Own(id) => Ok(id),
        TemplateRef::BuiltIn(_) => Err(Error::yours(Message::new("template.built_in_stays"))),
    }
}

impl Answer {
    fn of(template: &Template) -> Self {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            id: shape::id(template.id.as_ref()),
            paper: template.paper.code.clone(),
            name: template.name.clone(),
            kind: template.kind.code(),
            valid_from: iso(template.validity.from),
            valid_to: iso(template.validity.to),
            note: filled(&template.note),
            in_force: template.in_force,
            draft: template.has_draft,
            body: None,
        }
    }
}

impl Remark {
    fn of_line(fault: &Fault, locale: &Locale) -> Self {
        let message = locale.say(&fault.message());
        Self { line: Some(fault.line), paragraph: None, part: None, text: None, message }
    }

    fn of_paragraph(fault: &MergeFault, locale: &Locale) -> Self {
        Self {
            line: None,
            paragraph: Some(fault.paragraph),
            part: Some(fault.part.clone()),
            text: Some(fault.text.clone()),
            message: locale.say(&fault.message()),
        }
    }
}

fn table(locale: &Locale, templates: &[Template]) -> Table {
    let columns = [
        "cli.template.paper",
        "cli.column.name",
        "cli.column.kind",
        "cli.template.from",
        "cli.template.to",
        "cli.column.state",
        "cli.column.id",
    ];
    let mut table = Table::new(locale, &columns);
    for template in templates {
        let state = if template.in_force { "template.in_force" } else { "template.not_in_force" };
        let built_in = || locale.text("template.built_in").to_owned();
        table.row([
            template.paper.name(locale.language()).to_owned(),
            if template.id.is_some() { template.name.clone() } else { built_in() },
            locale.text(&format!("template.kind.{}", template.kind.code())).to_owned(),
            day(template.validity.from),
            day(template.validity.to),
            locale.text(state).to_owned(),
            shape::id(template.id.as_ref()).unwrap_or_else(|| template.paper.code.clone()),
        ]);
    }
    table
}
