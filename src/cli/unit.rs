//! `chuyengiao unit`: the administrative units, effective-dated: list, add.
//!
//! Invariant: a unit is a name, a level and a time; names are used again for other land.

use super::committee::{LastingArgs, ListArgs, described, given, holds_on};
use super::failure::Outcome;
use super::record;
use super::session::Session;
use clap::{Args, Subcommand};

/// What can be done with units.
#[derive(Debug, Subcommand)]
pub(super) enum UnitCommand {
    List(ListArgs),
    Add(AddArgs),
}

/// Arguments of `unit add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "LEVEL")]
    level: String,
    #[arg(long, value_name = "UNIT")]
    parent: Option<String>,
    #[command(flatten)]
    lasting: LastingArgs,
    #[arg(long)]
    also: bool,
}

pub(super) fn run(command: &UnitCommand, session: &Session) -> Outcome {
    let kind = described("unit")?;
    let mut office = session.office()?;
    match command {
        UnitCommand::List(args) => {
            record::list(&office, session, kind, &args.find, |row| holds_on(kind, row, args.on))
        }
        UnitCommand::Add(args) => {
            let fields = [
                ("name", Some(args.name.as_str())),
                ("level", Some(args.level.as_str())),
                ("parent", args.parent.as_deref()),
            ];
            let fields = fields.into_iter().chain(args.lasting.fields());
            record::add(&mut office, session, kind, &given(fields), args.also)
        }
    }
}
