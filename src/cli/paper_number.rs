//! `chuyengiao paper number`: the next number, one set aside, one given with date and signer, one given up.
//!
//! Invariant: without a verb a paper of a case or dossier is recorded with its number, or one on record numbered.

use super::failure::Outcome;
use super::paper_list::give;
use super::paper_steps::{VoidArgs, void};
use super::session::Session;
use super::table::Table;
use crate::domain::codes::Codes;
use crate::domain::numbering::{Number, Sequence};
use crate::office::desk::Office;
use crate::office::paper_register::{NextNumber, Reservation};
use crate::office::papers::NewPaper;
use crate::text::locale::{Language, Locale};
use clap::{ArgGroup, Args, Subcommand};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Arguments of `paper number`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]))]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct NumberArgs {
    #[command(subcommand)]
    verb: Option<NumberVerb>,
    #[arg(value_name = "KIND", required = true)]
    kind: Option<String>,
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

/// What can be done with a number.
#[derive(Debug, Subcommand)]
enum NumberVerb {
    Next(NextArgs),
    Reserve(ReserveArgs),
    Issue(IssueArgs),
    Void(VoidArgs),
}

/// Arguments of `paper number next`.
#[derive(Debug, Args)]
struct NextArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
}

/// Arguments of `paper number reserve`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("for").args(["case", "dossier", "paper"]))]
struct ReserveArgs {
    #[arg(value_name = "KIND", required_unless_present = "paper")]
    kind: Option<String>,
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long, value_name = "PAPER")]
    paper: Option<String>,
    #[arg(long, value_name = "ROLE", default_value = "")]
    role: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
}

/// Arguments of `paper number issue`.
#[derive(Debug, Args)]
struct IssueArgs {
    #[arg(value_name = "PAPER")]
    paper: String,
    #[arg(long, value_name = "DATE")]
    date: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    number: String,
    #[arg(long, value_name = "PERSON", default_value = "")]
    signer: String,
}

pub(super) fn number(args: &NumberArgs, office: &mut Office, session: &Session) -> Outcome {
    match &args.verb {
        Some(NumberVerb::Next(args)) => next(args, office, session),
        Some(NumberVerb::Reserve(args)) => reserve(args, office, session),
        Some(NumberVerb::Issue(args)) => {
            let paper = office.find_paper(&args.paper)?;
            office.number_paper(&paper, &args.number, &args.date, &args.signer)?;
            give(&paper, office, session)
        }
        Some(NumberVerb::Void(args)) => void(args, office, session),
        None => record(args, office, session),
    }
}

/// Records a new paper of a case or dossier; without either, numbers the paper that is named.
fn record(args: &NumberArgs, office: &mut Office, session: &Session) -> Outcome {
    let kind = args.kind.clone().unwrap_or_default();
    let written = match args.symbol.as_str() {
        "" => args.number.clone(),
        symbol => format!("{}-{symbol}", args.number),
    };
    if args.case.is_none() && args.dossier.is_none() {
        let paper = office.find_paper(&kind)?;
        office.number_paper(&paper, &written, &args.date, &args.signer)?;
        return give(&paper, office, session);
    }
    let paper = office.add_paper(&NewPaper {
        kind,
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

fn reserve(args: &ReserveArgs, office: &mut Office, session: &Session) -> Outcome {
    let wanted = Reservation {
        kind: args.kind.clone().unwrap_or_default(),
        role: args.role.clone(),
        number: args.number.clone(),
        symbol: args.symbol.clone(),
        title: args.title.clone(),
        case: args.case.as_deref().map(|typed| office.find_case(typed)).transpose()?,
        dossier: args.dossier.as_deref().map(|typed| office.find_dossier(typed)).transpose()?,
        paper: args.paper.as_deref().map(|typed| office.find_paper(typed)).transpose()?,
    };
    let paper = office.reserve_number(&wanted)?;
    give(&paper, office, session)
}

/// The number the next paper gets.
#[derive(Debug, Serialize)]
struct NextAnswer {
    /// As it would stand on the paper: `05-TTr/BTCTU`.
    id: String,
    /// Code list `paper_kind`.
    kind: String,
    symbol: String,
    number: u32,
    /// None where no term is on record for the day: numbers then run on from year to year.
    term: Option<String>,
    gaps: Vec<u32>,
}

fn next(args: &NextArgs, office: &Office, session: &Session) -> Outcome {
    let NextNumber { kind, symbol, number, term, gaps } =
        office.next_paper_number(&args.kind, &args.symbol)?;
    let answer =
        NextAnswer { id: format!("{number}-{symbol}"), kind, symbol, number: number.value, term, gaps };
    session.output().give(&answer, |locale| {
        let term = match &answer.term {
            Some(term) => locale.fill("cli.paper.in_term", &[("term", term)]),
            None => locale.text("cli.paper.no_term").to_owned(),
        };
        let gaps = match list(&answer.gaps) {
            gaps if gaps.is_empty() => String::new(),
            gaps => format!("\n{}", locale.fill("cli.paper.gaps", &[("numbers", &gaps)])),
        };
        format!("{}\n{term}{gaps}", answer.id)
    })
}

/// One sequence of paper numbers.
#[derive(Debug, Serialize)]
struct SequenceAnswer {
    /// The symbol, and the issuing body where several bear it.
    id: String,
    /// Code list `paper_kind`.
    kind: String,
    symbol: String,
    /// The issuing body; none where it is not known.
    body: Option<String>,
    term: Option<String>,
    next: u32,
    taken: Vec<u32>,
    reserved: Vec<u32>,
    void: Vec<u32>,
    gaps: Vec<u32>,
    twice: Vec<u32>,
}

impl SequenceAnswer {
    fn of(sequence: &Sequence, codes: &Codes, language: Language) -> Self {
        let own = sequence.body.as_deref().and_then(|body| codes.find("paper_issuer", body));
        let body = match own {
            Some(own) => Some(own.name(language).to_owned()),
            None => sequence.body.clone(),
        };
        let id = match &sequence.body {
            Some(body) if own.is_none() => format!("{} · {body}", sequence.symbol),
            _ => sequence.symbol.clone(),
        };
        let values = |numbers: &BTreeSet<Number>| {
            numbers.iter().map(|number| number.value).collect::<BTreeSet<_>>().into_iter().collect()
        };
        Self {
            id,
            kind: sequence.kind.clone(),
            symbol: sequence.symbol.clone(),
            body,
            term: sequence.term.clone(),
            next: sequence.next(),
            taken: values(&sequence.taken),
            reserved: values(&sequence.reserved),
            void: values(&sequence.void),
            gaps: sequence.gaps(),
            twice: values(&sequence.twice),
        }
    }
}

/// The numbers given so far, what is free, and what was left out.
pub(super) fn sequences(office: &Office, session: &Session) -> Outcome {
    let (codes, language) = (office.codes(), session.output().language());
    let known = office.paper_sequences()?;
    let answers: Vec<SequenceAnswer> =
        known.iter().map(|sequence| SequenceAnswer::of(sequence, codes, language)).collect();
    session.output().give(&answers, |locale| sequence_table(locale, &answers).or_say(locale, "cli.empty"))
}

fn sequence_table(locale: &Locale, answers: &[SequenceAnswer]) -> Table {
    let columns = ["symbol", "body", "term", "next", "gaps", "reserved", "void", "twice"]
        .map(|name| format!("cli.sequence.{name}"));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new(locale, &columns);
    for sequence in answers {
        table.row([
            sequence.symbol.clone(),
            sequence.body.clone().unwrap_or_default(),
            sequence.term.clone().unwrap_or_default(),
            sequence.next.to_string(),
            list(&sequence.gaps),
            list(&sequence.reserved),
            list(&sequence.void),
            list(&sequence.twice),
        ]);
    }
    table
}

/// Numbers for people: three and more on end as one span.
fn list(numbers: &[u32]) -> String {
    let on_end = numbers.chunk_by(|one, next| one + 1 == *next);
    let told = on_end.map(|span| match span {
        [first, _, .., last] => format!("{first}–{last}"),
        few => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_on_end_are_told_as_a_span() {
        assert_eq!(super::list(&[1, 2, 5, 6, 7, 9]), "1, 2, 5–7, 9");
        assert_eq!(super::list(&[]), "");
    }
}
