//! The handover: the checklist item by item, the list member by member, the figures at the minutes, and
//! what closing changes in the register.
//!
//! Invariant: the register changes only when the transfer's gate is open; the old superior stays in history.

use super::acting::Acting;
use super::case_file;
use super::days;
use super::desk::Office;
use super::error::{Error, Result};
use super::snapshots;
use crate::domain::case::{Case, MemberOutcome, Moment, Outcome};
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::organisation::{HoldState, Member};
use crate::store::Value;
use crate::text::clean::clean;
use crate::text::message::Message;
use jiff::civil::Date;

/// What is said of one handover item, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewItem {
    /// Code or name of list `handover_state`.
    pub state: String,
    /// A month, a balance, a count.
    pub value: String,
    /// Note.
    pub note: String,
}

/// What is said of one member, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewMemberOutcome {
    /// Code or name of list `member_outcome`.
    pub outcome: String,
    /// Whether the file is complete, once looked at.
    pub file_complete: Option<bool>,
    /// What the file lacks.
    pub file_lacking: String,
    /// Why, where one is needed.
    pub reason: String,
}

impl Office {
    /// Sets one line of the handover checklist.
    pub fn set_handover_item(&mut self, case: &Id<Case>, item: &str, said: &NewItem) -> Result<()> {
        self.set_handover_items(case, &[(item, said.clone())])
    }

    /// Sets several lines of the handover checklist: all of them or none.
    pub fn set_handover_items(&mut self, case: &Id<Case>, items: &[(&str, NewItem)]) -> Result<()> {
        let mut coded = Vec::new();
        for (item, said) in items {
            let item = self.code_of("handover_item", item)?;
            coded.push((item, self.code_of("handover_state", &said.state)?, said));
        }
        self.act("handover.item", Some(case.as_str()), None, |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            refuse_if_over(&file)?;
            coded.into_iter().try_for_each(|(item, state, said)| put_item(acting, case, &item, &state, said))
        })?;
        Ok(())
    }

    /// Says what becomes of one member.
    pub fn set_handover_member(
        &mut self,
        case: &Id<Case>,
        member: &Id<Member>,
        said: &NewMemberOutcome,
    ) -> Result<()> {
        let code = self.code_of("member_outcome", &said.outcome)?;
        let Some(outcome) = MemberOutcome::parse(&code) else {
            return Err(Error::yours(Message::new("handover.unknown_outcome").with("value", code)));
        };
        if outcome.needs_reason() && clean(&said.reason).text.is_empty() {
            return Err(Error::yours(Message::new("handover.reason_needed")));
        }
        self.act("handover.member", Some(case.as_str()), None, |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            refuse_if_over(&file)?;
            put_member(acting, &file, member, outcome, said)
        })?;
        Ok(())
    }

    /// Settles every member not yet settled: held where a hold stands, otherwise moved. Answers how many
    /// were moved and held.
    pub fn settle_members(&mut self, case: &Id<Case>) -> Result<(usize, usize)> {
        let (counted, _) = self.act("handover.settle", Some(case.as_str()), None, |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            refuse_if_over(&file)?;
            let (mut moved, mut held) = (0, 0);
            for member in &file.members {
                if file.handover_members.iter().any(|settled| settled.member == member.id) {
                    continue;
                }
                let hold = file.holds.iter().find(|h| h.member == member.id && h.state == HoldState::Held);
                let said = NewMemberOutcome {
                    reason: hold.map(|hold| hold.reason.clone()).unwrap_or_default(),
                    ..NewMemberOutcome::default()
                };
                let outcome = if hold.is_some() { MemberOutcome::Held } else { MemberOutcome::Moved };
                put_member(acting, &file, &member.id, outcome, &said)?;
                if hold.is_some() { held += 1 } else { moved += 1 }
            }
            Ok((moved, held))
        })?;
        Ok(counted)
    }

    /// Freezes the figures of the minutes: the members moved, as of the day given (today if empty).
    pub fn freeze_handover(&mut self, case: &Id<Case>, as_of: &str) -> Result<()> {
        let as_of = days::happened_or_today(as_of, self.today())?;
        self.act("handover.freeze", Some(case.as_str()), None, |acting| {
            let file = case_file::load(&acting.reader(), case)?;
            refuse_if_over(&file)?;
            let moved = moved_members(&file);
            snapshots::freeze(acting, &file, &moved, Moment::Handover, as_of, None)?;
            Ok(())
        })?;
        Ok(())
    }

    /// The code a person means in a list, or what the list has instead.
    pub(crate) fn code_of(&self, list: &str, typed: &str) -> Result<String> {
        match self.codes().recognise(list, typed) {
            Some(code) => Ok(code.code.clone()),
            None => {
                let choices: Vec<&str> =
                    self.codes().list(list).iter().map(|code| code.code.as_str()).collect();
                let message = Message::new("office.not_in_list")
                    .with("value", clean(typed).text)
                    .with_key("list", format!("list.{list}"))
                    .with("choices", choices.join(", "));
                Err(Error::yours(message))
            }
        }
    }
}

/// Carries out a case whose transfer gate is open: the cell and its members stand as decided from the
/// effective date, and the old superior stays in the history.
pub(super) fn conclude(acting: &mut Acting<'_, '_>, file: &CaseFile) -> Result<()> {
    let effective = file.dossier.as_ref().and_then(|(_, entry)| entry.effective_on).unwrap_or(acting.today);
    match file.case.outcome {
        Some(Outcome::Transfer) => change_superior(acting, file, effective)?,
        Some(Outcome::Dissolve) => set_cell_status(acting, file, "dissolved")?,
        Some(Outcome::Merge) => set_cell_status(acting, file, "merged")?,
        Some(Outcome::Stay | Outcome::Postpone) | None => {}
    }
    for settled in &file.handover_members {
        if settled.outcome == MemberOutcome::Introduced {
            let row = settled.member.as_str();
            acting.tx.set("member", row, "status", "moved_out")?;
            acting.tx.set("member", row, "left_on", effective.to_string())?;
            acting.tx.set("member", row, "left_reason", Value::from(settled.reason.clone()))?;
        }
    }
    Ok(())
}

fn change_superior(acting: &mut Acting<'_, '_>, file: &CaseFile, effective: Date) -> Result<()> {
    let Some(receiver) = &file.case.receiver else { return Ok(()) };
    let cell = file.cell.id.as_str();
    let last_day = effective.yesterday().unwrap_or(effective).to_string();
    match acting.reader().open_affiliation(&file.cell.id)? {
        Some(row) => acting.tx.set("affiliation", &row, "valid_to", last_day)?,
        None => {
            // The superior it had all along was never written down as a span; now it becomes history.
            if let Some(giver) = &file.case.giver {
                let row = acting.id();
                let values = [
                    ("cell", Value::from(cell)),
                    ("committee", Value::from(giver.as_str())),
                    ("valid_to", Value::from(last_day)),
                ];
                acting.tx.create("affiliation", &row, &values)?;
            }
        }
    }
    let row = acting.id();
    let values = [
        ("cell", Value::from(cell)),
        ("committee", Value::from(receiver.as_str())),
        ("valid_from", Value::from(effective.to_string())),
    ];
    acting.tx.create("affiliation", &row, &values)?;
    acting.tx.set("cell", cell, "superior", receiver.as_str())?;
    Ok(acting.tx.set("cell", cell, "superior_text", Value::Null)?)
}

fn set_cell_status(acting: &mut Acting<'_, '_>, file: &CaseFile, status: &str) -> Result<()> {
    Ok(acting.tx.set("cell", file.cell.id.as_str(), "status", status)?)
}

fn put_item(
    acting: &mut Acting<'_, '_>,
    case: &Id<Case>,
    item: &str,
    state: &str,
    said: &NewItem,
) -> Result<()> {
    let values = [
        ("state", Value::from(state)),
        ("value", Value::from(non_empty(&said.value))),
        ("done_on", Value::from(acting.today.to_string())),
        ("note", Value::from(non_empty(&said.note))),
    ];
    if let Some(row) = acting.reader().handover_item_row(case, item)? {
        return set_all(acting, "handover_item", &row, values);
    }
    let mut all = vec![("case", Value::from(case.as_str())), ("item", Value::from(item))];
    all.extend(values);
    let row = acting.id();
    Ok(acting.tx.create("handover_item", &row, &all)?)
}

fn put_member(
    acting: &mut Acting<'_, '_>,
    file: &CaseFile,
    member: &Id<Member>,
    outcome: MemberOutcome,
    said: &NewMemberOutcome,
) -> Result<()> {
    let case = &file.case.id;
    let counted = file.snapshot_members.iter().any(|(_, counted, _)| counted == member);
    if !counted && !file.members.iter().any(|listed| listed.id == *member) {
        return Err(Error::yours(Message::new("handover.not_a_member")));
    }
    let values = [
        ("state", Value::from(outcome.code())),
        ("file_complete", Value::from(said.file_complete)),
        ("file_lacking", Value::from(non_empty(&said.file_lacking))),
        ("reason", Value::from(non_empty(&said.reason))),
        ("settled_on", Value::from(acting.today.to_string())),
    ];
    match acting.reader().handover_member_row(case, member)? {
        Some(row) => set_all(acting, "handover_member", &row, values),
        None => {
            let mut all =
                vec![("case", Value::from(case.as_str())), ("member", Value::from(member.as_str()))];
            all.extend(values);
            let row = acting.id();
            Ok(acting.tx.create("handover_member", &row, &all)?)
        }
    }
}

/// The members handed over with the cell.
fn moved_members(file: &CaseFile) -> Vec<&Member> {
    let moved = |member: &&Member| {
        file.handover_members
            .iter()
            .any(|settled| settled.member == member.id && settled.outcome == MemberOutcome::Moved)
    };
    file.members.iter().filter(moved).collect()
}

fn refuse_if_over(file: &CaseFile) -> Result<()> {
    if file.case.closed_on.is_some() || file.case.side_state.is_some() {
        return Err(Error::yours(Message::new("case.not_active").with("case", &file.case.code)));
    }
    Ok(())
}

fn set_all<const N: usize>(
    acting: &mut Acting<'_, '_>,
    table: &str,
    row: &str,
    values: [(&str, Value); N],
) -> Result<()> {
    for (field, value) in values {
        acting.tx.set(table, row, field, value)?;
    }
    Ok(())
}

fn non_empty(typed: &str) -> Option<String> {
    Some(clean(typed).text).filter(|text| !text.is_empty())
}
