//! `chuyengiao paper`: references to papers: kind, number, symbol, date, signer, scan.
//!
//! Invariant: a number is written down as it was given, never counted here.

use super::failure::Outcome;
use super::output::iso_day;
use super::paper_make::{self, MakeArgs};
use super::paper_template::{self, TemplateCommand};
use super::session::Session;
use super::shape::statement::PaperAnswer;
use super::table::Table;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::papers::NewPaper;
use crate::text::locale::Locale;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub(super) enum PaperCommand {
    List(ListArgs),
    #[command(visible_alias = "add")]
    Number(Box<NumberArgs>),
    Make(Box<MakeArgs>),
    Sequences,
    #[command(subcommand)]
    Template(TemplateCommand),
}

/// Arguments of `paper list`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]).required(true))]
pub(super) struct ListArgs {
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
}

/// Arguments of `paper number`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]))]
pub(super) struct NumberArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long, value_name = "ROLE", default_value = "")]
    role: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    signer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    issuer: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,
}

pub(super) fn run(command: &PaperCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        PaperCommand::List(args) => list(args, &office, session),
        PaperCommand::Number(args) => number(args, &mut office, session),
        PaperCommand::Sequences => paper_make::sequences(&office, session),
        PaperCommand::Make(args) => paper_make::make(args, &mut office, session),
        PaperCommand::Template(command) => paper_template::run(command, &mut office, session),
    }
}

fn list(args: &ListArgs, office: &Office, session: &Session) -> Outcome {
    let papers = match (&args.case, &args.dossier) {
        (Some(case), _) => office.papers_of_case(&office.find_case(case)?)?,
        (None, Some(dossier)) => office.papers_of_dossier(&office.find_dossier(dossier)?)?,
        (None, None) => Vec::new(),
    };
    let answers: Vec<PaperAnswer> = papers.iter().map(PaperAnswer::of).collect();
    session
        .output()
        .give(&answers, |locale| table(locale, office.codes(), &answers).or_say(locale, "cli.empty"))
}

/// Records a new paper of a case or dossier; without either, numbers the paper that is named.
fn number(args: &NumberArgs, office: &mut Office, session: &Session) -> Outcome {
    let written = match args.symbol.as_str() {
        "" => args.number.clone(),
        symbol => format!("{}-{symbol}", args.number),
    };
    if args.case.is_none() && args.dossier.is_none() {
        let paper = office.find_paper(&args.kind)?;
        office.number_paper(&paper, &written, &args.date, &args.signer)?;
        return give(&paper, office, session);
    }
    let paper = office.add_paper(&NewPaper {
        kind: args.kind.clone(),
        role: args.role.clone(),
        number: args.number.clone(),
        symbol: args.symbol.clone(),
        issued_on: args.date.clone(),
        issuer: args.issuer.clone(),
        signer: args.signer.clone(),
        title: args.title.clone(),
        case: args.case.as_deref().map(|typed| office.find_case(typed)).transpose()?,
        dossier: args.dossier.as_deref().map(|typed| office.find_dossier(typed)).transpose()?,
        scan: args.scan.clone(),
        receiver: None,
    })?;
    give(&paper, office, session)
}

fn give(id: &Id<Paper>, office: &Office, session: &Session) -> Outcome {
    let paper = PaperAnswer::of(&office.paper(id)?);
    session.output().give(&paper, |locale| table(locale, office.codes(), std::slice::from_ref(&paper)).text())
}

/// Papers as people read them.
pub(super) fn table(locale: &Locale, codes: &Codes, papers: &[PaperAnswer]) -> Table {
    let name = |list: &str, code: &str| codes.name(list, code, locale.language()).to_owned();
    let mut table = Table::new(
        locale,
        &[
            "record.paper.kind",
            "record.paper.role",
            "record.paper.number",
            "record.paper.issued_on",
            "record.paper.signer",
            "record.paper.title",
            "cli.column.id",
        ],
    );
    for paper in papers {
        table.row([
            name("paper_kind", &paper.kind),
            paper.role.as_deref().map(|code| name("paper_role", code)).unwrap_or_default(),
            paper.cited(),
            paper.issued_on.as_deref().map(iso_day).unwrap_or_default(),
            paper.signer.clone().unwrap_or_default(),
            paper.title.clone().unwrap_or_default(),
            paper.id.clone(),
        ]);
    }
    table
}
