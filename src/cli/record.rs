//! `chuyengiao record`: the registers, record by record: list, show, add, set, delete.
//!
//! Invariant: no register has code of its own here; the descriptions of `domain::record` say what there is.

use super::failure::Outcome;
use super::session::Session;
use super::table::{Sheet, Table};
use crate::domain::record::{FieldKind, RecordKind};
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::office::records::RecordRow;
use crate::store::Value;
use crate::text::locale::Locale;
use crate::text::message::Message;
use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json};

/// What can be done with a register.
#[derive(Debug, Subcommand)]
pub(super) enum RecordCommand {
    List(ListArgs),
    Show(OneArgs),
    Add(AddArgs),
    Set(SetArgs),
    Delete(OneArgs),
}

/// Arguments of `record list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    find: String,
}

/// One record.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(value_name = "ID")]
    id: String,
}

/// Arguments of `record add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = super::arguments::assignment, num_args = 1..)]
    fields: Vec<(String, String)>,
    #[arg(long)]
    also: bool,
}

/// Arguments of `record set`.
#[derive(Debug, Args)]
pub(super) struct SetArgs {
    #[command(flatten)]
    one: OneArgs,
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = super::arguments::assignment, num_args = 1..)]
    #[arg(required = true)]
    fields: Vec<(String, String)>,
}

pub(super) fn run(command: &RecordCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        RecordCommand::List(args) => list(&office, session, kind_named(&args.kind)?, &args.find, |_| true),
        RecordCommand::Show(args) => {
            let kind = kind_named(&args.kind)?;
            show(&office, session, kind, &id_of(&office, session, kind, &args.id)?)
        }
        RecordCommand::Add(args) => {
            let kind = kind_named(&args.kind)?;
            let fields = pairs(&args.fields);
            add(&mut office, session, kind, &fields, args.also)
        }
        RecordCommand::Set(args) => {
            let kind = kind_named(&args.one.kind)?;
            let id = id_of(&office, session, kind, &args.one.id)?;
            office.set_fields(kind.table, &id, &pairs(&args.fields))?;
            show(&office, session, kind, &id)
        }
        RecordCommand::Delete(args) => {
            let kind = kind_named(&args.kind)?;
            let id = id_of(&office, session, kind, &args.id)?;
            let row = row(&office, session, kind, &id)?;
            office.delete_record(kind.table, &id)?;
            let message = Message::new("cli.record.deleted")
                .with_key("kind", format!("record.{}.heading", kind.table))
                .with("name", title(kind, &row));
            session.output().done(&object(kind, &row), &message)
        }
    }
}

/// The record meant: its id, or what it is called where records of its kind are called something.
fn id_of(office: &Office, session: &Session, kind: &RecordKind, typed: &str) -> Outcome<String> {
    match office.record_row(kind.table, typed, session.output().language()) {
        Ok(row) => Ok(row.id),
        Err(_) => Ok(office.find(kind.table, typed)?),
    }
}

/// The register of a name: the table's, as it is written in the store.
fn kind_named(name: &str) -> Outcome<&'static RecordKind> {
    RecordKind::of(name).ok_or_else(|| {
        let kinds: Vec<&str> = RecordKind::all().iter().map(|kind| kind.table).collect();
        let message =
            Message::new("cli.record.unknown_kind").with("value", name).with("choices", kinds.join(", "));
        Error::yours(message).into()
    })
}

/// Lists a register; also what `committee list` and `unit list` do.
pub(super) fn list(
    office: &Office,
    session: &Session,
    kind: &'static RecordKind,
    find: &str,
    wanted: impl Fn(&RecordRow) -> bool,
) -> Outcome {
    let mut rows = office.record_rows(kind.table, find, session.output().language())?;
    rows.retain(wanted);
    let objects: Vec<Json> = rows.iter().map(|row| object(kind, row)).collect();
    session.output().give(&objects, |locale| table(locale, kind, &rows).or_say(locale, "cli.empty"))
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Makes a record (`also` although one of its name is there) and answers with it; also what `committee add` and `unit add` do.
pub(super) fn add(
    office: &mut Office,
    session: &Session,
    kind: &'static RecordKind,
    fields: &[(&str, &str)],
    also: bool,
) -> Outcome {
    let id = match also {
        true => office.create_record_also(kind.table, fields)?,
        false => office.create_record(kind.table, fields)?,
    };
    show(office, session, kind, &id)
}

fn show(office: &Office, session: &Session, kind: &'static RecordKind, id: &str) -> Outcome {
    let row = row(office, session, kind, id)?;
    session.output().give(&object(kind, &row), |locale| {
        let mut sheet = Sheet::default();
        sheet.line(locale, "cli.column.id", &row.id);
        for (field, value) in kind.fields.iter().zip(&row.values) {
            sheet.line(locale, &label(kind, field.name), value);
        }
        sheet.text()
    })
}

fn row(office: &Office, session: &Session, kind: &RecordKind, id: &str) -> Outcome<RecordRow> {
    Ok(office.record_row(kind.table, id, session.output().language())?)
}

fn title(kind: &RecordKind, row: &RecordRow) -> String {
    let at = kind.fields.iter().position(|field| field.name == kind.title);
    at.and_then(|at| row.values.get(at)).cloned().unwrap_or_default()
}

/// The columns that any row fills, so that a register of sparse records stays readable.
fn table(locale: &Locale, kind: &RecordKind, rows: &[RecordRow]) -> Table {
    let filled: Vec<usize> = (0..kind.fields.len())
        .filter(|at| rows.iter().any(|row| row.values.get(*at).is_some_and(|value| !value.is_empty())))
        .collect();
    let mut keys = vec!["cli.column.id".to_owned()];
    keys.extend(filled.iter().filter_map(|at| kind.fields.get(*at)).map(|field| {
        let mark = if field.kind == FieldKind::Count { "#" } else { "" };
        format!("{mark}{}", label(kind, field.name))
    }));
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut table = Table::new(locale, &keys);
    for row in rows {
        let cells = filled.iter().filter_map(|at| row.values.get(*at)).cloned();
        table.row(std::iter::once(row.id.clone()).chain(cells));
    }
    table
}

fn label(kind: &RecordKind, field: &str) -> String {
    format!("record.{}.{field}", kind.table)
}

/// The record as scripts read it: codes and ids, dates in ISO form.
fn object(kind: &RecordKind, row: &RecordRow) -> Json {
    let mut object = Map::new();
    object.insert("id".to_owned(), Json::from(row.id.clone()));
    for (field, value) in kind.fields.iter().zip(&row.stored) {
        let value = match value {
            Value::Null => Json::Null,
            Value::Int(number) if field.kind == FieldKind::YesNo => Json::from(*number != 0),
            Value::Int(number) => Json::from(*number),
            Value::Real(number) => Json::from(*number),
            Value::Text(text) => Json::from(text.clone()),
        };
        object.insert(field.name.to_owned(), value);
    }
    Json::Object(object)
}
