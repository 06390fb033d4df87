//! A member, and what keeps one from being handed over.

use super::{id, iso, known};
use crate::domain::organisation::{Member, MemberHold};
use serde::Serialize;

/// A party member.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct MemberAnswer {
    id: String,
    name: String,
    gender: Option<String>,
    born_on: Option<String>,
    identity_number: Option<String>,
    card_number: Option<String>,
    admitted_on: Option<String>,
    official_on: Option<String>,
    probationary: bool,
    /// Cell id.
    cell: Option<String>,
    position: Option<String>,
    status: String,
    left_on: Option<String>,
    note: Option<String>,
}

impl MemberAnswer {
    pub(in crate::cli) fn of(member: &Member) -> Self {
        Self {
            id: member.id.to_string(),
            name: member.name.clone(),
            gender: member.gender.clone(),
            born_on: known(member.born_on),
            identity_number: member.identity_number.clone(),
            card_number: member.card_number.clone(),
            admitted_on: known(member.admitted_on),
            official_on: known(member.official_on),
            probationary: member.is_probationary(),
            cell: id(member.cell.as_ref()),
            position: member.position.clone(),
            status: member.status.clone(),
            left_on: known(member.left_on),
            note: member.note.clone(),
        }
    }
}

/// A hold on a member.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct HoldAnswer {
    id: String,
    /// Member id.
    member: String,
    state: &'static str,
    reason: String,
    since: Option<String>,
    until: Option<String>,
}

impl HoldAnswer {
    pub(in crate::cli) fn of(hold: &MemberHold) -> Self {
        Self {
            id: hold.id.to_string(),
            member: hold.member.to_string(),
            state: hold.state.code(),
            reason: hold.reason.clone(),
            since: iso(hold.since),
            until: iso(hold.until),
        }
    }
}
