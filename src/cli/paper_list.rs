//! `chuyengiao paper list`: the register of papers, or the papers of one case or dossier.
//!
//! Invariant: figures that have changed are listed old and new, each with the record it comes from.

use super::failure::Outcome;
use super::output::iso_day;
use super::session::Session;
use super::shape::statement::PaperAnswer;
use super::table::Table;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::making::StaleFigure;
use crate::office::paper_register::{RegisterFilter, RegisteredPaper};
use crate::text::locale::Locale;
use clap::{ArgGroup, Args};
use serde::Serialize;

/// Arguments of `paper list`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]))]
#[command(group = ArgGroup::new("direction").args(["incoming", "outgoing"]))]
pub(super) struct ListArgs {
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long)]
    incoming: bool,
    #[arg(long)]
    outgoing: bool,
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
    #[arg(long)]
    stale: bool,
}

/// A paper of the register.
#[derive(Debug, Serialize)]
pub(super) struct RegisteredAnswer {
    #[serde(flatten)]
    paper: PaperAnswer,
    /// The case or dossier it concerns, in words.
    about: String,
    /// The term its number runs in.
    term: Option<String>,
    /// Figures that are others now.
    stale: Vec<StaleAnswer>,
}

/// A figure of a paper that is another now.
#[derive(Debug, Serialize)]
struct StaleAnswer {
    table: String,
    /// The record's id.
    id: String,
    field: Option<String>,
    then: String,
    now: String,
}

impl RegisteredAnswer {
    fn of(listed: &RegisteredPaper) -> Self {
        Self {
            paper: PaperAnswer::of(&listed.paper),
            about: listed.about.clone(),
            term: listed.term.clone(),
            stale: listed.stale.iter().map(stale_answer).collect(),
        }
    }
}

fn stale_answer(figure: &StaleFigure) -> StaleAnswer {
    StaleAnswer {
        table: figure.source.table.clone(),
        id: figure.source.id.clone(),
        field: figure.source.field.clone(),
        then: figure.then.clone(),
        now: figure.now.clone(),
    }
}

pub(super) fn list(args: &ListArgs, office: &Office, session: &Session) -> Outcome {
    let filter = RegisterFilter {
        incoming: (args.incoming || args.outgoing).then_some(args.incoming),
        kind: args.kind.as_deref().map(|typed| office.paper_kind_of(typed)).transpose()?,
        stage: args.state.as_deref().map(|typed| office.code_of("paper_step", typed)).transpose()?,
        term: args.term.clone(),
        stale: args.stale,
        find: args.find.clone(),
        case: args.case.as_deref().map(|typed| office.find_case(typed)).transpose()?,
        dossier: args.dossier.as_deref().map(|typed| office.find_dossier(typed)).transpose()?,
    };
    let mut listed = office.paper_register(&filter, session.output().language())?;
    // Of one case or dossier they stand as they were entered.
    if filter.case.is_some() || filter.dossier.is_some() {
        listed.reverse();
    }
    let answers: Vec<RegisteredAnswer> = listed.iter().map(RegisteredAnswer::of).collect();
    session.output().give(&answers, |locale| words(locale, office.codes(), &answers, args.stale))
}

/// One paper, after something was done with it.
pub(super) fn give(id: &Id<Paper>, office: &Office, session: &Session) -> Outcome {
    let answer = RegisteredAnswer::of(&office.registered_paper(id)?);
    session.output().give(&answer, |locale| table(locale, office.codes(), [row_of(&answer)]).text())
}

/// Papers without what the register knows beside them.
pub(super) fn plain_table(locale: &Locale, codes: &Codes, papers: &[PaperAnswer]) -> Table {
    table(locale, codes, papers.iter().map(|paper| (paper, "", false)))
}

const fn row_of(answer: &RegisteredAnswer) -> (&PaperAnswer, &str, bool) {
    (&answer.paper, answer.about.as_str(), !answer.stale.is_empty())
}

fn words(locale: &Locale, codes: &Codes, answers: &[RegisteredAnswer], differences: bool) -> String {
    let mut text = table(locale, codes, answers.iter().map(row_of)).or_say(locale, "cli.empty");
    if differences {
        for answer in answers.iter().filter(|answer| !answer.stale.is_empty()) {
            text.push_str(&format!("\n{} {}\n", answer.paper.cited(), answer.about));
            for figure in &answer.stale {
                let now = if figure.now.is_empty() { locale.text("cli.paper.gone") } else { &figure.now };
                text.push_str(&format!("  {} → {now}  ({} {})\n", figure.then, figure.table, figure.id));
            }
        }
    }
    text
}

fn table<'a>(
    locale: &Locale,
    codes: &Codes,
    rows: impl IntoIterator<Item = (&'a PaperAnswer, &'a str, bool)>,
) -> Table {
    let name = |list: &str, code: &str| codes.name(list, code, locale.language()).to_owned();
    let mut table = Table::new(
        locale,
        &[
            "record.paper.kind",
            "record.paper.number",
            "record.paper.issued_on",
            "record.paper.state",
            "cli.paper.column.about",
            "record.paper.signer",
            "record.paper.title",
            "cli.paper.column.stale",
            "cli.column.id",
        ],
    );
    for (paper, about, stale) in rows {
        let stale = if stale { locale.text("cli.paper.stale") } else { "" };
        table.row([
            name("paper_kind", &paper.kind),
            paper.cited(),
            paper.issued_on.as_deref().map(iso_day).unwrap_or_default(),
            name("paper_step", paper.stage),
            about.to_owned(),
            paper.signer.clone().unwrap_or_default(),
            paper.title.clone().unwrap_or_default(),
            stale.to_owned(),
            paper.id.clone(),
        ]);
    }
    table
}
