//! `case list`: the cases, by stage, words or deadline.
//!
//! Invariant: reads only.

use crate::cli::failure::Outcome;
use crate::cli::list_file::ListFileArgs;
use crate::cli::output::day;
use crate::cli::session::Session;
use crate::cli::shape::{id, iso};
use crate::cli::table::Table;
use crate::domain::codes::Codes;
use crate::office::cases::{CaseFilter, CaseRow};
use crate::office::desk::Office;
use crate::office::lists::CASE_COLUMNS;
use crate::text::locale::{Language, Locale};
use clap::Args;
use serde::Serialize;

/// Arguments of `case list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
    #[arg(long)]
    overdue: bool,
    #[arg(long, value_name = "COMMITTEE")]
    receiver: Option<String>,
    #[arg(long, value_name = "PERSON")]
    officer: Option<String>,
    #[command(flatten)]
    file: ListFileArgs,
}

/// A case in a list.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    code: String,
    /// Cell id.
    cell: String,
    cell_name: String,
    kind: Option<String>,
    total: i64,
    full: i64,
    probationary: i64,
    /// Committee id.
    giver: Option<String>,
    giver_name: Option<String>,
    /// Committee id.
    receiver: Option<String>,
    receiver_name: Option<String>,
    stage: String,
    stage_name: String,
    side_state: Option<String>,
    outcome: Option<String>,
    due_on: Option<String>,
    /// Requirements of its stage not met.
    missing: i64,
    waiting_for: Option<String>,
    /// Officer id.
    officer: Option<String>,
    officer_name: Option<String>,
    opened_on: Option<String>,
    closed_on: Option<String>,
}

pub(super) fn run(args: &ListArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let filter = CaseFilter {
        stage: args.stage.clone(),
        find: args.find.clone(),
        overdue: args.overdue,
        receiver: args.receiver.as_deref().map(|typed| office.find_committee(typed)).transpose()?,
        officer: args.officer.as_deref().map(|typed| office.find_officer(typed)).transpose()?,
        ..CaseFilter::default()
    };
    let rows = office.cases(&filter)?;
    if args.file.any() {
        let sheet = office.case_sheet(&rows, &CASE_COLUMNS, session.output().locale());
        return args.file.give(sheet, &mut office, session);
    }
    give(&office, &rows, session)
}

/// Answers with cases.
pub(super) fn give(office: &Office, rows: &[CaseRow], session: &Session) -> Outcome {
    let language = session.output().language();
    let lines: Vec<Line> = rows.iter().map(|row| Line::of(row, language)).collect();
    session.output().give(&lines, |locale| words(rows, office.codes(), locale))
}

impl Line {
    fn of(row: &CaseRow, language: Language) -> Self {
        Self {
            id: row.id.to_string(),
            code: row.code.clone(),
            cell: row.cell.to_string(),
            cell_name: row.cell_name.clone(),
            kind: row.kind.clone(),
            total: row.total,
            full: row.full,
            probationary: row.probationary,
            giver: id(row.giver.as_ref()),
            giver_name: row.giver_name.clone(),
            receiver: id(row.receiver.as_ref()),
            receiver_name: row.receiver_name.clone(),
            stage: row.stage.clone(),
            stage_name: row.stage_name.text(language).to_owned(),
            side_state: row.side_state.clone(),
            outcome: row.outcome.clone(),
            due_on: iso(row.due_on),
            missing: row.missing,
            waiting_for: row.waiting_for.clone(),
            officer: id(row.officer.as_ref()),
            officer_name: row.officer_name.clone(),
            opened_on: iso(row.opened_on),
            closed_on: iso(row.closed_on),
        }
    }
}

fn words(rows: &[CaseRow], codes: &Codes, locale: &Locale) -> String {
    let language = locale.language();
    let mut table = Table::new(
        locale,
        &[
            "cli.column.code",
            "cli.column.cell",
            "#cli.column.full",
            "#cli.column.probationary",
            "cli.column.giver",
            "cli.column.receiver",
            "cli.column.stage",
            "cli.column.side_state",
            "cli.column.due_on",
            "#cli.column.missing",
            "cli.column.officer",
        ],
    );
    for row in rows {
        table.row([
            row.code.clone(),
            row.cell_name.clone(),
            row.full.to_string(),
            row.probationary.to_string(),
            row.giver_name.clone().unwrap_or_default(),
            row.receiver_name.clone().unwrap_or_default(),
            row.stage_name.text(language).to_owned(),
            row.side_state
                .as_deref()
                .map(|code| codes.name("side_state", code, language).to_owned())
                .unwrap_or_default(),
            day(row.due_on),
            row.missing.to_string(),
            row.officer_name.clone().unwrap_or_default(),
        ]);
    }
    table.or_say(locale, "cli.empty")
}
