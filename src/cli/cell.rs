//! `chuyengiao cell`: the party organisations: list, show.
//!
//! Invariant: reads only; a cell is changed through `record set cell`.

use super::failure::Outcome;
use super::list_file::ListFileArgs;
use super::output::{day, known_day, number};
use super::session::Session;
use super::shape::case_file::AffiliationAnswer;
use super::shape::member::HoldAnswer;
use super::shape::{id, iso, known};
use super::table::{Sheet, Table};
use crate::domain::codes::Codes;
use crate::office::cells::{CellFilter, CellRow, CellView};
use crate::office::desk::Office;
use crate::text::locale::Locale;
use clap::{Args, Subcommand};
use serde::Serialize;

/// What can be done with cells.
#[derive(Debug, Subcommand)]
pub(super) enum CellCommand {
    List(ListArgs),
    Show(ShowArgs),
}

/// Arguments of `cell list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
    #[command(flatten)]
    file: ListFileArgs,
}

/// Arguments of `cell show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[arg(value_name = "CELL")]
    id: String,
}

/// A cell in a list.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    code: Option<String>,
    name: String,
    kind: Option<String>,
    kind_name: Option<String>,
    /// Enterprise id.
    enterprise: Option<String>,
    enterprise_name: Option<String>,
    district: Option<String>,
    /// Committee id.
    superior: Option<String>,
    superior_name: Option<String>,
    total: Option<i64>,
    full: Option<i64>,
    probationary: Option<i64>,
    /// Id of its open case.
    case: Option<String>,
    case_code: Option<String>,
    status: String,
}

/// A cell, whole.
#[derive(Debug, Serialize)]
struct Whole {
    id: String,
    code: Option<String>,
    name: String,
    kind: Option<String>,
    /// Enterprise id.
    enterprise: Option<String>,
    enterprise_name: Option<String>,
    /// Committee id.
    superior: Option<String>,
    /// Its name, or as written while none is settled.
    superior_name: Option<String>,
    founded_on: Option<String>,
    secretary: Option<String>,
    /// As reported.
    total: Option<i64>,
    full: Option<i64>,
    probationary: Option<i64>,
    women: Option<i64>,
    counts_as_of: Option<String>,
    /// On the list.
    listed: usize,
    listed_probationary: usize,
    status: String,
    note: Option<String>,
    holds: Vec<HoldAnswer>,
    affiliations: Vec<AffiliationAnswer>,
    cases: Vec<CaseOfCell>,
}

#[derive(Debug, Serialize)]
struct CaseOfCell {
    id: String,
    code: String,
    stage: String,
}

pub(super) fn run(command: &CellCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        CellCommand::List(args) => list(args, &mut office, session),
        CellCommand::Show(args) => show(&args.id, &office, session),
    }
}

fn list(args: &ListArgs, office: &mut Office, session: &Session) -> Outcome {
    let rows = office.cells(&CellFilter { find: args.find.clone() })?;
    if args.file.any() {
        return args.file.give(office.cell_sheet(&rows, session.output().locale()), office, session);
    }
    let lines: Vec<Line> = rows.iter().map(|row| Line::of(row, office.codes(), session)).collect();
    session.output().give(&lines, |locale| words(&lines, locale))
}

impl Line {
    fn of(row: &CellRow, codes: &Codes, session: &Session) -> Self {
        let language = session.output().language();
        Self {
            id: row.id.to_string(),
            code: row.code.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            kind_name: row
                .kind
                .as_deref()
                .map(|kind| codes.name("organisation_kind", kind, language).to_owned()),
            enterprise: id(row.enterprise.as_ref()),
            enterprise_name: row.enterprise_name.clone(),
            district: row.district.clone(),
            superior: id(row.superior.as_ref()),
            superior_name: row.superior_name.clone(),
            total: row.total,
            full: row.full,
            probationary: row.probationary,
            case: id(row.case.as_ref()),
            case_code: row.case_code.clone(),
            status: row.status.clone(),
        }
    }
}

fn words(lines: &[Line], locale: &Locale) -> String {
    let mut table = Table::new(
        locale,
        &[
            "cli.column.name",
            "cli.column.kind",
            "cli.column.district",
            "cli.column.superior",
            "#cli.column.total",
            "#cli.column.full",
            "#cli.column.probationary",
            "cli.column.case",
            "cli.column.code",
            "cli.column.id",
        ],
    );
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for line in lines {
        table.row([
            line.name.clone(),
            text(&line.kind_name),
            text(&line.district),
            text(&line.superior_name),
            number(line.total),
            number(line.full),
            number(line.probationary),
            text(&line.case_code),
            text(&line.code),
            line.id.clone(),
        ]);
    }
    table.or_say(locale, "cli.empty")
}

fn show(typed: &str, office: &Office, session: &Session) -> Outcome {
    let view = office.cell(&office.find_cell(typed)?)?;
    let whole = Whole::of(&view);
    session.output().give(&whole, |locale| whole.words(&view, office.codes(), locale))
}

impl Whole {
    fn of(view: &CellView) -> Self {
        let CellView { cell, enterprise, superior, members, .. } = view;
        let reported = cell.reported;
        Self {
            id: cell.id.to_string(),
            code: cell.code.clone(),
            name: cell.name.clone(),
            kind: cell.kind.clone(),
            enterprise: id(cell.enterprise.as_ref()),
            enterprise_name: enterprise.as_ref().map(|enterprise| enterprise.name.clone()),
            superior: id(cell.superior.as_ref()),
            superior_name: superior
                .as_ref()
                .map(|superior| superior.name.clone())
                .or_else(|| cell.superior_text.clone()),
            founded_on: known(cell.founded_on),
            secretary: cell.secretary.clone(),
            total: reported.map(|counts| counts.total),
            full: reported.map(|counts| counts.full),
            probationary: reported.map(|counts| counts.probationary),
            women: reported.map(|counts| counts.women),
            counts_as_of: iso(cell.counts_as_of),
            listed: members.len(),
            listed_probationary: members.iter().filter(|member| member.is_probationary()).count(),
            status: cell.status.clone(),
            note: cell.note.clone(),
            holds: view.holds.iter().map(HoldAnswer::of).collect(),
            affiliations: view.affiliations.iter().map(AffiliationAnswer::of).collect(),
            cases: view
                .cases
                .iter()
                .map(|case| CaseOfCell {
                    id: case.id.to_string(),
                    code: case.code.clone(),
                    stage: case.stage.clone(),
                })
                .collect(),
        }
    }

    fn words(&self, view: &CellView, codes: &Codes, locale: &Locale) -> String {
        let name = |list: &str, code: &str| codes.name(list, code, locale.language()).to_owned();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.column.id", &self.id)
            .line(locale, "record.cell.name", &self.name)
            .line(locale, "record.cell.code", text(&self.code))
            .line(
                locale,
                "record.cell.kind",
                self.kind.as_deref().map(|kind| name("organisation_kind", kind)).unwrap_or_default(),
            )
            .line(locale, "record.cell.enterprise", text(&self.enterprise_name))
            .line(locale, "record.cell.superior", text(&self.superior_name))
            .line(locale, "record.cell.founded_on", known_day(view.cell.founded_on))
            .line(locale, "record.cell.secretary", text(&self.secretary))
            .line(locale, "record.cell.member_total", number(self.total))
            .line(locale, "record.cell.member_full", number(self.full))
            .line(locale, "record.cell.member_probationary", number(self.probationary))
            .line(locale, "record.cell.counts_as_of", day(view.cell.counts_as_of))
            .line(locale, "cli.column.listed", self.listed.to_string())
            .line(locale, "record.cell.status", name("cell_status", &self.status))
            .line(locale, "record.cell.note", text(&self.note));
        for hold in &view.holds {
            let member = view.members.iter().find(|member| member.id == hold.member);
            let who = member.map_or(hold.member.as_str(), |member| member.name.as_str());
            let said = format!("{who}: {} ({})", hold.reason, name("hold_state", hold.state.code()));
            sheet.line(locale, "record.member_hold.heading", said);
        }
        for case in &view.cases {
            let stage = case.stage_name.text(locale.language());
            sheet.line(locale, "cli.column.case", format!("{} ({stage})", case.code));
        }
        sheet.text()
    }
}
