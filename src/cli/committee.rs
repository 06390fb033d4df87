//! `chuyengiao committee`: the committees, effective-dated: list, add.
//!
//! Invariant: what a committee's fields mean is checked by the record's description, not here.

use super::failure::Outcome;
use super::record;
use super::session::Session;
use crate::domain::record::RecordKind;
use crate::office::error::Error;
use crate::text::message::Message;
use clap::{Args, Subcommand};

/// What can be done with committees.
#[derive(Debug, Subcommand)]
pub(super) enum CommitteeCommand {
    List(ListArgs),
    Add(Box<AddArgs>),
}

/// Arguments of `committee list` and `unit list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) find: String,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    pub(super) on: Option<jiff::civil::Date>,
}

/// Arguments of `committee add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "NAME", required_unless_present = "named", conflicts_with = "named")]
    name: Option<String>,
    /// The same, for who expects every field to be an option.
    #[arg(long = "name", id = "named", value_name = "NAME", hide = true)]
    named: Option<String>,
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    #[arg(long, value_name = "COMMITTEE")]
    parent: Option<String>,
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    lasting: LastingArgs,
    #[arg(long)]
    also: bool,
}

/// What every record that holds for a time may be given.
#[derive(Debug, Args)]
pub(super) struct LastingArgs {
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    spellings: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl LastingArgs {
    pub(super) fn fields(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("valid_from", self.from.as_deref()),
            ("valid_to", self.to.as_deref()),
            ("spellings", self.spellings.as_deref()),
            ("note", self.note.as_deref()),
        ]
    }
}

pub(super) fn run(command: &CommitteeCommand, session: &Session) -> Outcome {
    let kind = described("committee")?;
    let mut office = session.office()?;
    match command {
        CommitteeCommand::List(args) => {
            record::list(&office, session, kind, &args.find, |row| holds_on(kind, row, args.on))
        }
        CommitteeCommand::Add(args) => {
            let fields = [
                ("name", args.name.as_deref().or(args.named.as_deref())),
                ("kind", Some(args.kind.as_str())),
                ("level", args.level.as_deref()),
                ("parent", args.parent.as_deref()),
                ("unit", args.unit.as_deref()),
                ("code", args.code.as_deref()),
            ];
            let fields = fields.into_iter().chain(args.lasting.fields());
            record::add(&mut office, session, kind, &given(fields), args.also)
        }
    }
}

/// The description of a register that is always there.
pub(super) fn described(table: &str) -> Outcome<&'static RecordKind> {
    RecordKind::of(table).ok_or_else(|| {
        Error::program(Message::new("office.no_such_record_kind").with("value", table.to_owned())).into()
    })
}

/// The fields that were given.
pub(super) fn given<'a>(
    fields: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
) -> Vec<(&'a str, &'a str)> {
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Whether an effective-dated row holds on a day; every row does when no day was asked for.
pub(super) fn holds_on(
    kind: &RecordKind,
    row: &crate::office::records::RecordRow,
    on: Option<jiff::civil::Date>,
) -> bool {
    let Some(day) = on.map(|day| day.to_string()) else { return true };
    let stored = |name: &str| {
        let at = kind.fields.iter().position(|field| field.name == name)?;
        row.stored.get(at)?.text()
    };
    stored("valid_from").is_none_or(|from| from <= day.as_str())
        && stored("valid_to").is_none_or(|to| day.as_str() <= to)
}
