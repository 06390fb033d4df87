//! `chuyengiao dossier`: cases put before the Standing Committee together, and its answers.
//!
//! Invariant: an answer is recorded case by case, with its paper and its dates.

use super::failure::Outcome;
use super::output::iso_day;
use super::paper_make::{self, PapersArgs};
use super::session::Session;
use super::shape::iso;
use super::shape::statement::PaperAnswer;
use super::table::{Sheet, Table};
use crate::domain::case::{Case, DossierAnswer};
use crate::domain::ids::Id;
use crate::domain::statement::Dossier;
use crate::office::desk::Office;
use crate::office::dossiers::{DossierView, NewAnswer};
use crate::store::DossierLine;
use crate::text::locale::Locale;
use clap::{Args, Subcommand};
use serde::Serialize;

/// What can be done with dossiers.
#[derive(Debug, Subcommand)]
pub(super) enum DossierCommand {
    New(NewArgs),
    Add(AddArgs),
    Remove(RemoveArgs),
    List,
    Show(OneArgs),
    Submit(SubmitArgs),
    Answer(AnswerArgs),
    Papers(PapersArgs),
}

/// Arguments of `dossier new`.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[arg(long, value_name = "CASE", required = true, num_args = 1.., visible_alias = "case")]
    cases: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
}

/// Arguments of `dossier add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
    #[arg(long, value_name = "CASE", required = true, num_args = 1.., visible_alias = "case")]
    cases: Vec<String>,
}

/// Arguments of `dossier remove`.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
    #[arg(long, value_name = "CASE")]
    case: String,
}

/// One dossier.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
}

/// Arguments of `dossier submit`.
#[derive(Debug, Args)]
pub(super) struct SubmitArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    as_of: String,
}

/// Arguments of `dossier answer`.
#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
    #[arg(long, value_name = "CASE")]
    case: String,
    #[arg(long, value_name = "OUTCOME")]
    outcome: String,
    #[arg(long, value_name = "NUMBER")]
    number: String,
    #[arg(long, value_name = "SYMBOL")]
    symbol: Option<String>,
    #[arg(long, value_name = "DATE")]
    date: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    effective: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    signer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// What every answer says of a dossier.
#[derive(Debug, Serialize)]
struct Summary {
    id: String,
    code: String,
    title: String,
    state: &'static str,
    as_of: Option<String>,
    created_on: String,
    submitted_on: Option<String>,
}

/// A dossier in a list.
#[derive(Debug, Serialize)]
struct Line {
    #[serde(flatten)]
    summary: Summary,
    case_count: i64,
    answered_count: i64,
    members: i64,
}

/// A dossier, whole.
#[derive(Debug, Serialize)]
struct Whole {
    #[serde(flatten)]
    summary: Summary,
    cases: Vec<Entry>,
    papers: Vec<PaperAnswer>,
}

/// A case of a dossier.
#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    /// Case id.
    case: String,
    case_code: String,
    /// Cell id.
    cell: String,
    cell_name: String,
    answer: Option<&'static str>,
    /// Paper id.
    paper: Option<String>,
    answered_on: Option<String>,
    effective_on: Option<String>,
    note: Option<String>,
}

pub(super) fn run(command: &DossierCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let dossier = match command {
        DossierCommand::List => return list(&office, session),
        DossierCommand::New(args) => office.new_dossier(&args.title, &cases(&office, &args.cases)?)?,
        DossierCommand::Add(args) => {
            let dossier = office.find_dossier(&args.dossier)?;
            office.add_to_dossier(&dossier, &cases(&office, &args.cases)?)?;
            dossier
        }
        DossierCommand::Remove(args) => {
            let dossier = office.find_dossier(&args.dossier)?;
            office.remove_from_dossier(&dossier, &office.find_case(&args.case)?)?;
            dossier
        }
        DossierCommand::Show(args) => office.find_dossier(&args.dossier)?,
        DossierCommand::Submit(args) => {
            let dossier = office.find_dossier(&args.dossier)?;
            office.submit_dossier(&dossier, &args.as_of)?;
            dossier
        }
        DossierCommand::Answer(args) => answer(&mut office, args)?,
        DossierCommand::Papers(args) => return paper_make::papers(args, &mut office, session),
    };
    let whole = Whole::of(&office.dossier_view(&dossier)?);
    session.output().give(&whole, |locale| whole.words(locale, &office))
}

fn cases(office: &Office, typed: &[String]) -> Outcome<Vec<Id<Case>>> {
    typed.iter().map(|case| Ok(office.find_case(case)?)).collect()
}

fn answer(office: &mut Office, args: &AnswerArgs) -> Outcome<Id<Dossier>> {
    let dossier = office.find_dossier(&args.dossier)?;
    let case = office.find_case(&args.case)?;
    let number = match &args.symbol {
        Some(symbol) => format!("{}-{symbol}", args.number),
        None => args.number.clone(),
    };
    let said = NewAnswer {
        answer: args.outcome.clone(),
        number,
        issued_on: args.date.clone(),
        effective_on: args.effective.clone(),
        signer: args.signer.clone(),
        note: args.note.clone(),
    };
    office.answer_dossier(&dossier, &case, &said)?;
    Ok(dossier)
}

fn list(office: &Office, session: &Session) -> Outcome {
    let lines: Vec<Line> = office.dossiers()?.iter().map(Line::of).collect();
    session.output().give(&lines, |locale| {
        let mut table = Table::new(
            locale,
            &[
                "cli.column.code",
                "cli.column.title",
                "cli.column.state",
                "cli.column.as_of",
                "#cli.column.cases",
                "#cli.column.answered",
                "#cli.column.members",
            ],
        );
        for line in &lines {
            let Summary { code, title, state, as_of, .. } = &line.summary;
            table.row([
                code.clone(),
                title.clone(),
                office.codes().name("dossier_state", state, locale.language()).to_owned(),
                as_of.as_deref().map(iso_day).unwrap_or_default(),
                line.case_count.to_string(),
                line.answered_count.to_string(),
                line.members.to_string(),
            ]);
        }
        table.or_say(locale, "cli.empty")
    })
}

impl Summary {
    fn of(dossier: &Dossier) -> Self {
        Self {
            id: dossier.id.to_string(),
            code: dossier.code.clone(),
            title: dossier.title.clone(),
            state: dossier.state.code(),
            as_of: iso(dossier.as_of),
            created_on: dossier.created_on.to_string(),
            submitted_on: iso(dossier.submitted_on),
        }
    }
}

impl Line {
    fn of(line: &DossierLine) -> Self {
        let DossierLine { dossier, cases, answered, members } = line;
        Self {
            summary: Summary::of(dossier),
            case_count: *cases,
            answered_count: *answered,
            members: *members,
        }
    }
}

impl Whole {
    fn of(view: &DossierView) -> Self {
        let DossierView { dossier, cases, papers } = view;
        let cases = cases.iter().map(|(entry, file)| Entry {
            id: entry.id.to_string(),
            case: entry.case.to_string(),
            case_code: file.case.code.clone(),
            cell: file.cell.id.to_string(),
            cell_name: file.cell.name.clone(),
            answer: entry.answer.map(DossierAnswer::code),
            paper: super::shape::id(entry.paper.as_ref()),
            answered_on: iso(entry.answered_on),
            effective_on: iso(entry.effective_on),
            note: entry.note.clone(),
        });
        Self {
            summary: Summary::of(dossier),
            cases: cases.collect(),
            papers: papers.iter().map(PaperAnswer::of).collect(),
        }
    }

    fn words(&self, locale: &Locale, office: &Office) -> String {
        let language = locale.language();
        let name = |list: &str, code: &str| office.codes().name(list, code, language).to_owned();
        let iso_or_empty = |iso: &Option<String>| iso.as_deref().map(iso_day).unwrap_or_default();
        let Summary { code, title, state, as_of, created_on, submitted_on, .. } = &self.summary;
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.column.code", code)
            .line(locale, "cli.column.title", title)
            .line(locale, "cli.column.state", name("dossier_state", state))
            .line(locale, "cli.column.created_on", iso_day(created_on))
            .line(locale, "cli.column.submitted_on", iso_or_empty(submitted_on))
            .line(locale, "cli.column.as_of", iso_or_empty(as_of));
        let mut cases = Table::new(
            locale,
            &[
                "cli.column.case",
                "cli.column.cell",
                "cli.column.answer",
                "cli.column.effective_on",
                "cli.column.note",
            ],
        );
        for entry in &self.cases {
            cases.row([
                entry.case_code.clone(),
                entry.cell_name.clone(),
                entry.answer.map(|code| name("dossier_answer", code)).unwrap_or_default(),
                iso_or_empty(&entry.effective_on),
                entry.note.clone().unwrap_or_default(),
            ]);
        }
        let papers = super::paper_list::plain_table(locale, office.codes(), &self.papers);
        let papers = if papers.is_empty() { String::new() } else { format!("\n{}", papers.text()) };
        format!("{}\n{}{papers}", sheet.text(), cases.or_say(locale, "cli.empty"))
    }
}
