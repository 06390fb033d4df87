//! Loading a case with all that belongs to it: the file on the officer's desk.
//!
//! Invariant: one query a list, never one a row; judges nothing.

use crate::domain::case::Case;
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::statement::SurveyState;
use crate::store::{Error, Reader, Result};
use std::collections::BTreeSet;

/// Everything a rule may ask about one case.
pub(super) fn load(reader: &Reader<'_>, id: &Id<Case>) -> Result<CaseFile> {
    let missing = |table: &str, row: &str| Error::NoSuchRow { table: table.to_owned(), row: row.to_owned() };
    let mut case = reader.case(id)?.ok_or_else(|| missing("case", id.as_str()))?;
    let cell = reader.cell(&case.cell)?.ok_or_else(|| missing("cell", case.cell.as_str()))?;
    // A superior that was not yet known when the case was opened gives as soon as it is.
    case.giver = case.giver.or_else(|| cell.superior.clone());
    let enterprise = match &cell.enterprise {
        Some(enterprise) => reader.enterprise(enterprise)?,
        None => None,
    };
    let lies_in = enterprise.as_ref().and_then(|found| found.commune.as_ref().or(found.district.as_ref()));
    let mut units = match lies_in {
        Some(unit) => reader.unit_and_above(unit)?,
        None => Vec::new(),
    };
    let head_office = (!units.is_empty()).then(|| units.remove(0));
    let assessment = reader.assessment_of(id)?;
    let giver = match &case.giver {
        Some(giver) => reader.committee(giver)?,
        None => None,
    };
    let proposed = case.receiver.as_ref().or_else(|| assessment.as_ref().and_then(|a| a.receiver.as_ref()));
    let receiver = match proposed {
        Some(receiver) => reader.committee(receiver)?,
        None => None,
    };
    let receiver_territory = match receiver.as_ref().and_then(|receiver| receiver.unit.as_ref()) {
        Some(unit) => reader.territory_of(unit)?,
        None => Vec::new(),
    };
    let surveys = reader.surveys_of(id)?;
    let answers = match surveys.iter().find(|survey| survey.state == SurveyState::Final) {
        Some(survey) => reader.answers_of(&survey.id)?,
        None => Vec::new(),
    };
    let members = reader.members_of(&case.cell)?;
    let snapshot_members = reader.snapshot_members_of(id)?;
    let listed: BTreeSet<_> = members.iter().map(|member| &member.id).collect();
    let gone: BTreeSet<_> = snapshot_members.iter().map(|(_, member, _)| member).collect();
    let gone: Vec<String> = gone.difference(&listed).map(ToString::to_string).collect();
    let former_members = if gone.is_empty() { Vec::new() } else { reader.members_by_id(&gone)? };
    let opinions = reader.opinions_of(id)?;
    let mut former_speakers = Vec::new();
    let now: Vec<_> = [&giver, &receiver].into_iter().flatten().map(|known| &known.id).collect();
    let gave: BTreeSet<_> = opinions.iter().filter_map(|opinion| opinion.committee.as_ref()).collect();
    for gone in gave.into_iter().filter(|gave| !now.contains(gave)) {
        former_speakers.extend(reader.committee(gone)?);
    }
    Ok(CaseFile {
        events: reader.case_events_of(id)?,
        enterprise,
        head_office,
        head_office_above: units,
        members,
        former_members,
        holds: reader.holds_of(&cell.id)?,
        giver,
        receiver,
        receiver_territory,
        surveys,
        answers: answers
            .into_iter()
            .filter(|answer| answer.instance.is_empty())
            .filter_map(|answer| Some((answer.question, answer.value?)))
            .collect(),
        opinions,
        former_speakers,
        assessment,
        charter_answers: reader.charter_answers_of(id)?,
        papers: reader.papers_of_case(id)?,
        dossier: reader.dossier_of_case(id)?,
        snapshots: reader.snapshots_of(id)?,
        snapshot_members,
        differences: reader.differences_of(id)?,
        handover_items: reader.handover_items_of(id)?,
        handover_members: reader.handover_members_of(id)?,
        affiliations: reader.affiliations_of(&cell.id)?,
        waivers: reader.waivers_of(id)?,
        cell,
        case,
    })
}
