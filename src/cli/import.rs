//! `chuyengiao import`: a workbook read, planned and carried out as one entry.
//!
//! Invariant: never guesses: what is doubtful is listed and left open.

use super::failure::{Failure, Outcome};
use super::progress::Progress;
use super::session::Session;
use super::table::{Sheet, Table};
use crate::domain::codes::Codes;
use crate::exchange::Place;
use crate::office::import_plan::{Fate, ImportPlan};
use crate::office::imports::{ImportOptions, kind_named};
use crate::text::locale::Locale;
use crate::text::numbers::written;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[arg(value_name = "KIND", value_parser = ["cells", "members", "movements"])]
    kind: String,
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// What an import did, or would do.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    kind: &'static str,
    file: String,
    /// By which form surveys were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    sheet: String,
    /// Other sheets that hold a list of this kind, where none was asked for.
    other_sheets: Vec<String>,
    dry_run: bool,
    read: usize,
    added: usize,
    updated: usize,
    unchanged: usize,
    duplicates: usize,
    doubtful: Vec<Remark>,
    faults: Vec<Remark>,
    totals: BTreeMap<String, i64>,
    /// Values that were repaired.
    notes: Vec<Repair>,
    /// Rows passed over: headings of groups, subtotals, blanks.
    skipped: Vec<Passed>,
    /// The rows counted in `duplicates`.
    repeated: Vec<Repeated>,
    /// How the columns were matched.
    columns: Vec<Column>,
    /// The matching as text, to be corrected and given back with `--mapping`.
    mapping: String,
}

#[derive(Debug, Serialize)]
struct Remark {
    sheet: String,
    row: u32,
    /// The other row, where two do not go together.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_row: Option<u32>,
    column: Option<String>,
    value: String,
    message: String,
    /// Whether the whole row was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<bool>,
}

#[derive(Debug, Serialize)]
struct Repair {
    sheet: String,
    row: u32,
    column: String,
    before: String,
    after: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct Passed {
    row: u32,
    last: u32,
    reason: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct Repeated {
    sheet: String,
    row: u32,
    first: u32,
    name: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct Column {
    letter: String,
    header: String,
    field: Option<String>,
}

pub(super) fn run(args: &ImportArgs, session: &Session) -> Outcome {
    let kind = kind_named(&args.kind)?;
    let options = ImportOptions { sheet: args.sheet.clone(), mapping: mapping(args)? };
    let mut office = session.office()?;
    let plan = office.preview_import(kind, &args.file, &options)?;
    if !args.dry_run && plan.changes_anything() {
        let mut bar = Progress::on_terminal();
        let applied = office.apply_import_telling(&plan, &mut |done, rows| {
            bar.show(done, rows);
            true
        });
        bar.finish();
        applied?;
    }
    let report = Report::of(&plan, args.dry_run, session.output().locale());
    session.output().give(&report, |locale| report.words(locale, office.codes()))
}

/// A matching is a file, or the name of one saved in the store.
fn mapping(args: &ImportArgs) -> Outcome<Option<String>> {
    match &args.mapping {
        Some(given) if Path::new(given).is_file() => {
            let path = Path::new(given);
            Ok(Some(Failure::small_text(path)?))
        }
        given => Ok(given.clone()),
    }
}

impl Report {
    pub(super) fn of(plan: &ImportPlan, dry_run: bool, locale: &Locale) -> Self {
        let doubtful = plan.doubtful.iter().map(|doubt| Remark {
            sheet: doubt.sheet.clone(),
            row: doubt.row,
            other_row: doubt.other,
            column: doubt.column.as_ref().map(place),
            value: doubt.value.clone(),
            message: locale.say(&doubt.message),
            left_out: None,
        });
        let faults = plan.faults.iter().map(|fault| Remark {
            sheet: fault.sheet.clone(),
            row: fault.row,
            other_row: None,
            column: Some(place(&fault.column)),
            value: fault.value.clone(),
            message: locale.say(&fault.message),
            left_out: Some(fault.left_out),
        });
        let notes = plan.notes.iter().map(|note| Repair {
            sheet: note.sheet.clone(),
            row: note.row,
            column: place(&note.column),
            before: note.before.clone(),
            after: note.after.clone(),
            message: locale.say(&note.message),
        });
        let skipped = plan.skipped.iter().map(|skipped| Passed {
            row: skipped.row,
            last: skipped.last,
            reason: skipped.reason.code(),
            text: skipped.text.clone(),
        });
        let repeated = plan.duplicates.iter().map(|double| Repeated {
            sheet: double.sheet.clone(),
            row: double.row,
            first: double.first,
            name: double.name.clone(),
            message: locale.say(&double.message),
        });
        let columns = plan.columns.iter().map(|(letter, header, field)| Column {
            letter: letter.clone(),
            header: header.clone(),
            field: field.clone(),
        });
        Self {
            kind: plan.kind,
            file: plan.file.clone(),
            form: plan.form.clone(),
            sheet: plan.sheet.clone(),
            other_sheets: plan.other_sheets.clone(),
            dry_run,
            read: plan.read,
            added: plan.count(Fate::Added),
            updated: plan.count(Fate::Updated),
            unchanged: plan.count(Fate::Unchanged),
            duplicates: plan.duplicates.len(),
            doubtful: doubtful.collect(),
            faults: faults.collect(),
            totals: plan.totals.clone(),
            notes: notes.collect(),
            skipped: skipped.collect(),
            repeated: repeated.collect(),
            columns: columns.collect(),
            mapping: plan.mapping.clone(),
        }
    }

    pub(super) fn words(&self, locale: &Locale, codes: &Codes) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.import.file", &self.file)
            .line(locale, "cli.column.form", self.form.as_deref().unwrap_or_default())
            .line(locale, "cli.import.sheet", &self.sheet)
            .line(locale, "cli.import.other_sheets", self.other_sheets.join(", "))
            .line(locale, "cli.import.read", self.read.to_string())
            .line(locale, "cli.import.added", self.added.to_string())
            .line(locale, "cli.import.updated", self.updated.to_string())
            .line(locale, "cli.import.unchanged", self.unchanged.to_string())
            .line(locale, "cli.import.duplicates", self.duplicates.to_string());
        // A movement's sum stands under its kind; the report's figure of the same rows would say it twice.
        let said_twice = |name: &str| locale.find(&format!("cli.report.short.{name}")).is_some();
        for (name, sum) in self.totals.iter().filter(|(name, _)| !said_twice(name)) {
            sheet.labelled(total_label(locale, codes, name), written(*sum));
        }
        let mut text = sheet.text();
        let mut part = |heading: &str, table: Table| {
            if !table.is_empty() {
                text.push_str(&format!("\n{}\n{}", locale.text(heading), table.text()));
            }
        };
        part("cli.import.faults", remarks(locale, &self.sheet, &self.faults));
        part("cli.import.doubtful", remarks(locale, &self.sheet, &self.doubtful));
        part("cli.import.repeated", self.repeated_rows(locale));
        part("cli.import.notes", self.repairs(locale));
        part("cli.import.skipped", self.passed_rows(locale));
        if self.dry_run {
            text.push_str(&format!("\n{}\n", locale.text("cli.import.dry_run")));
        }
        text
    }

    fn repeated_rows(&self, locale: &Locale) -> Table {
        let mut table = Table::new(
            locale,
            &["#cli.import.row", "#cli.import.first", "cli.import.name", "cli.import.why"],
        );
        for double in &self.repeated {
            table.row([
                double.row.to_string(),
                double.first.to_string(),
                double.name.clone(),
                double.message.clone(),
            ]);
        }
        table
    }

    fn repairs(&self, locale: &Locale) -> Table {
        let mut table = Table::new(
            locale,
            &[
                "#cli.import.row",
                "cli.import.column",
                "cli.import.before",
                "cli.import.after",
                "cli.import.why",
            ],
        );
        for note in &self.notes {
            table.row([
                note.row.to_string(),
                note.column.clone(),
                note.before.clone(),
                note.after.clone(),
                note.message.clone(),
            ]);
        }
        table
    }

    fn passed_rows(&self, locale: &Locale) -> Table {
        let mut table = Table::new(locale, &["#cli.import.row", "cli.import.why", "cli.import.text"]);
        for passed in &self.skipped {
            let rows = match passed.row == passed.last {
                true => passed.row.to_string(),
                false => format!("{}–{}", passed.row, passed.last),
            };
            let why = locale.text(&format!("import.skipped.{}", passed.reason)).to_owned();
            table.row([rows, why, passed.text.clone()]);
        }
        table
    }
}

/// `main` is the sheet meant where none is said.
fn remarks(locale: &Locale, main: &str, remarks: &[Remark]) -> Table {
    let keys = ["#cli.import.row", "cli.import.column", "cli.import.value", "cli.import.message"];
    let mut table = Table::new(locale, &keys);
    for remark in remarks {
        let row = match remark.other_row {
            Some(other) => format!("{}, {other}", remark.row),
            None => remark.row.to_string(),
        };
        let row = if remark.sheet == main { row } else { format!("{} · {row}", remark.sheet) };
        table.row([
            row,
            remark.column.clone().unwrap_or_default(),
            remark.value.clone(),
            remark.message.clone(),
        ]);
    }
    table
}

/// `E (Mã số thuế)`.
fn place(place: &Place) -> String {
    if place.header.is_empty() {
        place.letter.clone()
    } else {
        format!("{} ({})", place.letter, place.header)
    }
}

/// What a sum counts: one of ours, a gender or a status of the members, or a kind of movement.
fn total_label(locale: &Locale, codes: &Codes, name: &str) -> String {
    if let Some(label) = locale.find(&format!("cli.import.total.{name}")) {
        return label.to_owned();
    }
    let (list, code) = match name.split_once('.') {
        Some(("gender", code)) => ("gender", code),
        Some(("status", code)) => ("member_status", code),
        _ => ("movement", name),
    };
    codes.name(list, code, locale.language()).to_owned()
}
