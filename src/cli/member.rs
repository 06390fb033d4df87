//! `chuyengiao member`: the members of a cell.
//!
//! Invariant: reads only; a member is changed through `record set member`.

use super::failure::Outcome;
use super::list_file::ListFileArgs;
use super::output::known_day;
use super::session::Session;
use super::shape::member::MemberAnswer;
use super::table::Table;
use crate::office::lists::MemberList;
use clap::{Args, Subcommand};

/// What can be done with members.
#[derive(Debug, Subcommand)]
pub(super) enum MemberCommand {
    List(ListArgs),
}

/// Arguments of `member list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[arg(long, value_name = "CELL")]
    cell: String,
    /// In the 14 columns of the register.
    #[arg(long, requires = "xlsx")]
    register: bool,
    #[command(flatten)]
    file: ListFileArgs,
}

pub(super) fn run(command: &MemberCommand, session: &Session) -> Outcome {
    let MemberCommand::List(args) = command;
    let mut office = session.office()?;
    let cell = office.find_cell(&args.cell)?;
    if args.file.any() {
        let list = if args.register { MemberList::Register } else { MemberList::Plain };
        let sheet = office.member_sheet(&cell, list, session.output().locale())?;
        return args.file.give(sheet, &mut office, session);
    }
    let members = office.members(&cell)?;
    let answers: Vec<MemberAnswer> = members.iter().map(MemberAnswer::of).collect();
    session.output().give(&answers, |locale| {
        let name = |list: &str, code: &str| office.codes().name(list, code, locale.language()).to_owned();
        let mut table = Table::new(
            locale,
            &[
                "record.member.name",
                "record.member.gender",
                "record.member.born_on",
                "record.member.card_number",
                "record.member.admitted_on",
                "record.member.official_on",
                "record.member.status",
                "cli.column.id",
            ],
        );
        for member in &members {
            table.row([
                member.name.clone(),
                member.gender.as_deref().map(|code| name("gender", code)).unwrap_or_default(),
                known_day(member.born_on),
                member.card_number.clone().unwrap_or_default(),
                known_day(member.admitted_on),
                known_day(member.official_on),
                name("member_status", &member.status),
                member.id.to_string(),
            ]);
        }
        table.or_say(locale, "cli.empty")
    })
}
