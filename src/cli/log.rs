//! `chuyengiao log`: what was done, by whom, when; and what one entry changed, old to new.
//!
//! Invariant: reads only.

use super::failure::Outcome;
use super::session::Session;
use super::table::{Sheet, Table};
use crate::office::changes::ShownChange;
use crate::office::clock::on_the_wall;
use crate::office::desk::Office;
use crate::office::journal::{EntryView, action_name, lines_of};
use crate::store::{Change, EntryFilter, RecordedEntry};
use crate::text::locale::Locale;
use clap::Args;
use serde::Serialize;
use std::collections::HashMap;

/// Arguments of `log`.
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    #[arg(long, value_name = "CASE", conflicts_with = "entry")]
    case: Option<String>,
    #[arg(long, value_name = "ENTRY")]
    entry: Option<String>,
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// An entry of the journal.
#[derive(Debug, Serialize)]
pub(super) struct EntryAnswer {
    pub(super) id: String,
    pub(super) at: String,
    /// Officer id.
    pub(super) person: String,
    pub(super) person_name: Option<String>,
    pub(super) action: String,
    pub(super) action_name: String,
    pub(super) note: Option<String>,
    /// Id of the case or cell it is about.
    pub(super) subject: Option<String>,
    /// Id of the entry it took back.
    pub(super) undoes: Option<String>,
    pub(super) operations: usize,
    pub(super) device: String,
}

#[derive(Debug, Serialize)]
struct WholeEntry {
    #[serde(flatten)]
    entry: EntryAnswer,
    changes: Vec<ChangeAnswer>,
}

#[derive(Debug, Serialize)]
struct ChangeAnswer {
    table: String,
    /// Id of the row.
    row: String,
    /// `created`, `set` or `deleted`.
    change: &'static str,
    fields: Vec<FieldChange>,
}

#[derive(Debug, Serialize)]
struct FieldChange {
    field: String,
    old: String,
    new: String,
}

pub(super) fn run(args: &LogArgs, session: &Session) -> Outcome {
    let office = session.office()?;
    if let Some(entry) = &args.entry {
        return one(&office, session, &office.entry(entry)?);
    }
    let subject = match &args.case {
        Some(case) => Some(office.find_case(case)?.to_string()),
        None => None,
    };
    let filter =
        EntryFilter { limit: Some(args.limit), subject, text: args.find.clone(), ..EntryFilter::default() };
    let names = office.person_names()?;
    let locale = session.output().locale();
    let entries: Vec<EntryAnswer> =
        office.entries(&filter)?.iter().map(|entry| EntryAnswer::of(entry, &names, locale)).collect();
    session.output().give(&entries, |locale| {
        let mut table = Table::new(
            locale,
            &[
                "cli.column.at",
                "cli.column.person",
                "cli.column.action",
                "cli.column.note",
                "cli.column.entry",
            ],
        );
        for entry in &entries {
            table.row([
                on_the_wall(&entry.at),
                entry.who().to_owned(),
                entry.action_name.clone(),
                entry.note.clone().unwrap_or_default(),
                entry.id.clone(),
            ]);
        }
        table.or_say(locale, "cli.empty")
    })
}

fn one(office: &Office, session: &Session, view: &EntryView) -> Outcome {
    let names = office.person_names()?;
    let whole = WholeEntry {
        entry: EntryAnswer::of(&view.entry, &names, session.output().locale()),
        changes: view
            .operations
            .iter()
            .map(|operation| ChangeAnswer {
                table: operation.table.clone(),
                row: operation.row.clone(),
                change: match &operation.change {
                    Change::Created { .. } => "created",
                    Change::Set { .. } => "set",
                    Change::Deleted { .. } => "deleted",
                },
                fields: lines_of(&operation.change)
                    .into_iter()
                    .map(|(field, old, new)| FieldChange { field, old, new })
                    .collect(),
            })
            .collect(),
    };
    let shown = office.shown_changes(&view.operations, session.output().language())?;
    session.output().give(&whole, |locale| whole.words(&shown, locale))
}

impl EntryAnswer {
    pub(super) fn of(entry: &RecordedEntry, names: &HashMap<String, String>, locale: &Locale) -> Self {
        Self {
            id: entry.id.clone(),
            at: entry.at.to_string(),
            person: entry.person.clone(),
            person_name: names.get(&entry.person).cloned(),
            action: entry.action.clone(),
            action_name: locale.say(&action_name(&entry.action)),
            note: note(entry, locale),
            subject: entry.subject.clone(),
            undoes: entry.undoes.clone(),
            operations: entry.operations,
            device: entry.device.clone(),
        }
    }

    fn who(&self) -> &str {
        self.person_name.as_deref().unwrap_or(&self.person)
    }
}

impl WholeEntry {
    fn words(&self, shown: &[ShownChange], locale: &Locale) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.column.entry", &self.entry.id)
            .line(locale, "cli.column.at", on_the_wall(&self.entry.at))
            .line(locale, "cli.column.person", self.entry.who())
            .line(locale, "cli.column.action", &self.entry.action_name)
            .line(locale, "cli.column.note", self.entry.note.clone().unwrap_or_default());
        let mut table = Table::new(
            locale,
            &["cli.column.record", "cli.column.name", "cli.column.field", "cli.column.old", "cli.column.new"],
        );
        for change in shown {
            let record = heading(locale, &change.table);
            for (field, old, new) in &change.fields {
                let label =
                    locale.find(&format!("record.{}.{field}", change.table)).unwrap_or(field).to_owned();
                table.row([record.clone(), change.name.clone(), label, old.clone(), new.clone()]);
            }
        }
        format!("{}\n{}", sheet.text(), table.text())
    }
}

/// What was noted; of a turning back, what was turned back.
fn note(entry: &RecordedEntry, locale: &Locale) -> Option<String> {
    let noted = entry.note.as_ref()?;
    Some(if entry.undoes.is_some() { locale.say(&action_name(noted)) } else { noted.clone() })
}

fn heading(locale: &Locale, table: &str) -> String {
    let known = [format!("record.{table}.heading"), format!("office.kind.{table}")];
    known.iter().find_map(|key| locale.find(key)).unwrap_or(table).to_owned()
}
