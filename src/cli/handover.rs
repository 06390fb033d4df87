//! `chuyengiao handover`: the checklist of a handover, item by item and member by member, until it is closed.
//!
//! Invariant: totals that do not agree are shown, never made to.

use super::arguments::wrong;
use super::failure::Outcome;
use super::output::iso_day;
use super::session::Session;
use super::shape::iso;
use super::table::Table;
use crate::domain::case::{Case, MemberOutcome};
use crate::domain::case_file::CaseFile;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::office::desk::Office;
use crate::office::handover::{NewItem, NewMemberOutcome};
use crate::text::locale::Locale;
use clap::{ArgGroup, Args, Subcommand};
use serde::Serialize;

/// Arguments of `handover`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(group = ArgGroup::new("about").args(["item", "member"]))]
pub(super) struct HandoverArgs {
    #[command(subcommand)]
    step: Option<Step>,
    #[arg(value_name = "CASE", required = true)]
    id: Option<String>,
    #[arg(long = "item", value_name = "ITEM")]
    item: Vec<String>,
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
    /// One for all items, or one each.
    #[arg(long = "state", value_name = "STATE", requires = "about")]
    state: Vec<String>,
    #[arg(long, value_name = "VALUE", default_value = "", requires = "item")]
    value: String,
    #[arg(long, value_name = "TEXT", default_value = "", requires = "item")]
    note: String,
    #[arg(long, value_name = "TEXT", default_value = "", requires = "member")]
    reason: String,
    #[arg(long, value_name = "YES_NO", requires = "member")]
    file_complete: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "", requires = "member")]
    lacking: String,
}

/// Steps of a handover.
#[derive(Debug, Subcommand)]
enum Step {
    Show(OneArgs),
    Settle(OneArgs),
    Freeze(FreezeArgs),
    Close(OneArgs),
}

#[derive(Debug, Args)]
struct OneArgs {
    #[arg(value_name = "CASE")]
    id: String,
}

#[derive(Debug, Args)]
struct FreezeArgs {
    #[arg(value_name = "CASE")]
    id: String,
    #[arg(long, value_name = "DATE", default_value = "")]
    as_of: String,
}

/// How a handover stands.
#[derive(Debug, Serialize)]
struct HandoverAnswer {
    /// Case id.
    id: String,
    code: String,
    stage: String,
    closed_on: Option<String>,
    items: Vec<ItemAnswer>,
    members: Vec<MemberAnswer>,
    moved: usize,
    held: usize,
    introduced: usize,
    explained: usize,
    /// Members of whom nothing is said yet.
    unsettled: usize,
}

#[derive(Debug, Serialize)]
struct ItemAnswer {
    /// Code of list `handover_item`.
    id: String,
    group: Option<String>,
    state: String,
    value: Option<String>,
    done_on: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct MemberAnswer {
    /// Member id.
    id: String,
    name: String,
    state: Option<&'static str>,
    file_complete: Option<bool>,
    lacking: Option<String>,
    reason: Option<String>,
}

pub(super) fn run(args: &HandoverArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    let case = match (&args.step, &args.id) {
        (Some(Step::Show(one)), _) => office.find_case(&one.id)?,
        (Some(Step::Settle(one)), _) => {
            let case = office.find_case(&one.id)?;
            office.settle_members(&case)?;
            case
        }
        (Some(Step::Freeze(freeze)), _) => {
            let case = office.find_case(&freeze.id)?;
            office.freeze_handover(&case, &freeze.as_of)?;
            case
        }
        (Some(Step::Close(one)), _) => {
            let case = office.find_case(&one.id)?;
            office.close_case(&case)?;
            case
        }
        (None, Some(id)) => {
            let case = office.find_case(id)?;
            set(&mut office, &case, args)?;
            case
        }
        (None, None) => return Err(wrong("cli.usage.missing_command", "chuyengiao handover")),
    };
    let view = office.case_view(&case)?;
    let answer = HandoverAnswer::of(&view.file, office.codes());
    session.output().give(&answer, |locale| answer.words(locale, office.codes()))
}

/// Items, or one member; with neither, the handover is only shown.
fn set(office: &mut Office, case: &Id<Case>, args: &HandoverArgs) -> Outcome {
    match &args.member {
        None => {
            let usage = |key| wrong(key, "chuyengiao handover");
            let states: Vec<&String> = match (args.item.as_slice(), args.state.as_slice()) {
                ([], _) => return Ok(()),
                (_, []) => return Err(usage("cli.handover.no_state")),
                (items, [one]) => items.iter().map(|_| one).collect(),
                (items, each) if items.len() == each.len() => each.iter().collect(),
                _ => return Err(usage("cli.handover.states_do_not_fit")),
            };
            let said = |state: &String| NewItem {
                state: state.clone(),
                value: args.value.clone(),
                note: args.note.clone(),
            };
            let items: Vec<_> =
                args.item.iter().zip(states).map(|(item, state)| (item.as_str(), said(state))).collect();
            office.set_handover_items(case, &items)?;
        }
        Some(member) => {
            let [state] = args.state.as_slice() else {
                return Err(wrong("cli.handover.no_state", "chuyengiao handover"));
            };
            let member = office.find_member(member)?;
            let said = NewMemberOutcome {
                outcome: state.clone(),
                file_complete: file_complete(args, office.codes())?,
                file_lacking: args.lacking.clone(),
                reason: args.reason.clone(),
            };
            office.set_handover_member(case, &member, &said)?;
        }
    }
    Ok(())
}

fn file_complete(args: &HandoverArgs, codes: &Codes) -> Outcome<Option<bool>> {
    let Some(typed) = &args.file_complete else { return Ok(None) };
    match codes.recognise("yes_no", typed).map(|row| row.code.as_str()) {
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        _ => Err(wrong("cli.handover.yes_or_no", "chuyengiao handover")),
    }
}

impl HandoverAnswer {
    fn of(file: &CaseFile, codes: &Codes) -> Self {
        let items = codes.list("handover_item").iter().map(|item| {
            let settled = file.handover_items.get(&item.code);
            ItemAnswer {
                id: item.code.clone(),
                group: item.attribute("group").map(str::to_owned),
                state: settled.map_or("pending", |settled| settled.state.as_str()).to_owned(),
                value: settled.and_then(|settled| settled.value.clone()),
                done_on: settled.and_then(|settled| iso(settled.done_on)),
                note: settled.and_then(|settled| settled.note.clone()),
            }
        });
        let members: Vec<MemberAnswer> = file
            .members
            .iter()
            .map(|member| {
                let settled = file.handover_members.iter().find(|settled| settled.member == member.id);
                MemberAnswer {
                    id: member.id.to_string(),
                    name: member.name.clone(),
                    state: settled.map(|settled| settled.outcome.code()),
                    file_complete: settled.and_then(|settled| settled.file_complete),
                    lacking: settled.and_then(|settled| settled.file_lacking.clone()),
                    reason: settled.and_then(|settled| settled.reason.clone()),
                }
            })
            .collect();
        let count =
            |wanted: MemberOutcome| file.handover_members.iter().filter(|m| m.outcome == wanted).count();
        Self {
            id: file.case.id.to_string(),
            code: file.case.code.clone(),
            stage: file.case.stage.clone(),
            closed_on: iso(file.case.closed_on),
            items: items.collect(),
            moved: count(MemberOutcome::Moved),
            held: count(MemberOutcome::Held),
            introduced: count(MemberOutcome::Introduced),
            explained: count(MemberOutcome::Explained),
            unsettled: members.iter().filter(|member| member.state.is_none()).count(),
            members,
        }
    }

    fn words(&self, locale: &Locale, codes: &Codes) -> String {
        let name = |list: &str, code: &str| codes.name(list, code, locale.language()).to_owned();
        let mut items = Table::new(
            locale,
            &[
                "cli.column.item",
                "cli.column.name",
                "cli.column.state",
                "cli.column.value",
                "cli.column.day",
                "cli.column.note",
            ],
        );
        for item in &self.items {
            items.row([
                item.id.clone(),
                name("handover_item", &item.id),
                name("handover_state", &item.state),
                item.value.clone().unwrap_or_default(),
                item.done_on.as_deref().map(iso_day).unwrap_or_default(),
                item.note.clone().unwrap_or_default(),
            ]);
        }
        let mut members = Table::new(
            locale,
            &["cli.column.member", "cli.column.state", "cli.column.reason", "cli.column.lacking"],
        );
        for member in &self.members {
            members.row([
                member.name.clone(),
                member.state.map(|code| name("member_outcome", code)).unwrap_or_default(),
                member.reason.clone().unwrap_or_default(),
                member.lacking.clone().unwrap_or_default(),
            ]);
        }
        let sums = locale.fill(
            "cli.handover.sums",
            &[
                ("moved", &self.moved),
                ("held", &self.held),
                ("introduced", &self.introduced),
                ("explained", &self.explained),
                ("unsettled", &self.unsettled),
            ],
        );
        format!("{}\n{}\n{}\n{sums}\n", self.code, items.text(), members.text())
    }
}
