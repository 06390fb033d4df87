//! Freezing figures: the numbers of a proposal, a decision and the minutes are three moments of one list.
//!
//! Invariant: a frozen figure never changes; another moment is another row.

use super::acting::Acting;
use super::desk::Office;
use super::error::Result;
use crate::domain::case::Moment;
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::organisation::{Member, MemberCounts};
use crate::domain::statement::{Dossier, Snapshot};
use crate::store::Value;
use jiff::civil::Date;

/// Freezes the members given as the figures of a moment. A cell whose list was never brought in is frozen
/// by its reported counts.
pub(super) fn freeze(
    acting: &mut Acting<'_, '_>,
    file: &CaseFile,
    members: &[&Member],
    moment: Moment,
    as_of: Date,
    dossier: Option<&Id<Dossier>>,
) -> Result<Id<Snapshot>> {
    let counts = figures(file, members, as_of);
    let id = acting.id();
    let values = [
        ("case", Value::from(file.case.id.as_str())),
        ("moment", Value::from(moment.code())),
        ("dossier", Value::from(dossier.map(Id::as_str))),
        ("as_of", Value::from(as_of.to_string())),
        ("total", Value::from(counts.total)),
        ("full", Value::from(counts.full)),
        ("probationary", Value::from(counts.probationary)),
        ("women", Value::from(counts.women)),
        ("exempt", Value::from(counts.exempt)),
    ];
    acting.tx.create("snapshot", &id, &values)?;
    for member in members {
        let row = acting.id();
        let values = [
            ("snapshot", Value::from(id.as_str())),
            ("member", Value::from(member.id.as_str())),
            ("probationary", Value::from(is_probationary_on(member, as_of))),
        ];
        acting.tx.create("snapshot_member", &row, &values)?;
    }
    Ok(Id::new(id))
}

/// The figures of a list, or those reported where the list was never brought in.
pub(super) fn figures(file: &CaseFile, members: &[&Member], as_of: Date) -> MemberCounts {
    match (members, file.cell.reported) {
        ([], Some(reported)) if file.members.is_empty() => reported,
        _ => count(members, as_of),
    }
}

impl Office {
    /// What a case's figures would be, were they frozen as of a day.
    pub fn figures_on(&self, file: &CaseFile, day: Date) -> MemberCounts {
        figures(file, &on_list(file, day), day)
    }
}

/// The members on a cell's list on a day: admitted by then, as far as known.
pub(super) fn on_list(file: &CaseFile, day: Date) -> Vec<&Member> {
    let by_then = |member: &&Member| member.admitted_on.is_none_or(|admitted| admitted.earliest() <= day);
    file.members.iter().filter(by_then).collect()
}

fn is_probationary_on(member: &Member, day: Date) -> bool {
    member.official_on.is_none_or(|official| official.earliest() > day)
}

fn count(members: &[&Member], day: Date) -> MemberCounts {
    let number = |fits: &dyn Fn(&Member) -> bool| {
        i64::try_from(members.iter().filter(|member| fits(member)).count()).unwrap_or(i64::MAX)
    };
    let probationary = number(&|member| is_probationary_on(member, day));
    let total = number(&|_| true);
    MemberCounts {
        total,
        full: total - probationary,
        probationary,
        women: number(&|member| member.gender.as_deref() == Some("female")),
        exempt: number(&|member| member.status == "exempt"),
    }
}
