//! One case as a paper tells it: its cell, its enterprise, its figures of a moment, what was said about it.
//!
//! Invariant: figures are the frozen ones of the moment asked for; only where none are frozen yet do the
//! list's own of the day stand in.

use super::citing::{Citing, Sides};
use super::{between, members};
use crate::domain::case::{MemberOutcome, Moment, Outcome};
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::organisation::{Member, MemberCounts};
use crate::domain::reference::Committee;
use crate::domain::statement::{Dossier, Opinion, Paper, Snapshot, Survey, WeighedOption};
use crate::forms::answer;
use crate::forms::survey::Filling;
use crate::office::error::Result;
use crate::office::snapshots;
use crate::papers::values::{ANY_NAME, Source, Value};
use crate::store::Reader;
use crate::text::locale::Language;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The figures a paper gives of one case.
pub(super) struct Frozen {
    /// The numbers.
    pub(super) counts: MemberCounts,
    /// "tính đến ngày".
    pub(super) as_of: Date,
    /// Who was counted, each with whether probationary.
    pub(super) members: Vec<(Id<Member>, bool)>,
    source: Source,
}

impl Frozen {
    /// The figures frozen at a moment for a dossier, or at all; without such, those of the list on a day.
    pub(super) fn of(file: &CaseFile, moment: Moment, dossier: Option<&Id<Dossier>>, day: Date) -> Self {
        let of_dossier =
            |snapshot: &&Snapshot| snapshot.moment == moment && snapshot.dossier.as_ref() == dossier;
        let frozen = file.snapshots.iter().rev().find(of_dossier).or_else(|| file.snapshot(moment));
        if let Some(snapshot) = frozen {
            let members = file.counted_in(&snapshot.id).map(|(id, probationary)| (id.clone(), probationary));
            return Self {
                counts: snapshot.counts,
                as_of: snapshot.as_of,
                members: members.collect(),
                source: Source::record("snapshot", snapshot.id.as_str()),
            };
        }
        let listed = snapshots::on_list(file, day);
        let members = listed.iter().map(|member| {
            let official = member.official_on.is_some_and(|official| official.earliest() <= day);
            (member.id.clone(), !official)
        });
        Self {
            counts: snapshots::figures(file, &listed, day),
            as_of: day,
            members: members.collect(),
            source: Source::record("cell", file.cell.id.as_str()),
        }
    }

    /// The figures as values: total, full, probationary, women, exempt, the day they hold for.
    fn values(&self) -> Vec<(&'static str, Value)> {
        let number = |field: &str, number: i64| {
            Value::from(number).from_source(Source { field: Some(field.to_owned()), ..self.source.clone() })
        };
        let counts = &self.counts;
        // The cell's own columns are named after what they count.
        let prefix = if self.source.table == "cell" { "member_" } else { "" };
        let field = |name: &str, value: i64| number(&format!("{prefix}{name}"), value);
        vec![
            ("total", field("total", counts.total)),
            ("full", field("full", counts.full)),
            ("probationary", field("probationary", counts.probationary)),
            ("women", field("women", counts.women)),
            ("exempt", field("exempt", counts.exempt)),
            ("as_of", Value::from(self.as_of)),
        ]
    }
}

/// What is read beside the case's file to tell it.
pub(super) struct Telling<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) citing: &'a Citing<'a>,
    /// Committees' organisations: `Đảng bộ thành phố …`.
    pub(super) organisation: &'a dyn Fn(&Committee) -> Result<String>,
    /// The committees by id, for options and opinions.
    pub(super) committees: &'a [Committee],
}

impl Telling<'_> {
    /// One case as values.
    pub(super) fn case(
        &self,
        file: &CaseFile,
        frozen: &Frozen,
        moment: Moment,
        survey: Option<(&Id<Survey>, &Filling)>,
    ) -> Result<Value> {
        let case = &file.case;
        let source = |field: &str| Source::field("case", case.id.as_str(), field);
        let listed: Vec<_> = frozen.members.iter().map(|(id, _)| id).collect();
        let rows = members::rows(self.reader, listed)?;
        let moved = file.handover_members.iter().filter(|said| said.outcome == MemberOutcome::Moved).count();
        let complete = |complete: bool| {
            count(file.handover_members.iter().filter(|said| said.file_complete == Some(complete)).count())
        };
        let outcome = case.outcome.or_else(|| file.assessment.as_ref().and_then(|found| found.chosen));
        let chosen = self.chosen(file, outcome);
        let mut values = frozen.values();
        values.extend(between::values(file, moment));
        values.extend([
            ("code", Value::from(case.code.as_str()).from_source(source("code"))),
            ("cell", self.cell(file)),
            ("enterprise", self.enterprise(file)?),
            ("giver", self.committee(file.giver.as_ref())?),
            ("receiver", self.committee(file.receiver.as_ref())?),
            ("outcome", outcome.map_or(Value::Missing, |found| self.citing.name("outcome", found.code()))),
            ("advantages", Value::from(chosen.and_then(|option| option.advantages.clone()))),
            ("limits", Value::from(chosen.and_then(|option| option.limits.clone()))),
            ("rationale", rationale(file)),
            ("options", self.options(file)),
            ("opinions", self.opinions(file)),
            ("survey", survey.map_or(Value::Missing, |(id, filling)| answers(filling, id.as_str()))),
            ("effective", Value::from(file.dossier.as_ref().and_then(|(_, answer)| answer.effective_on))),
            ("members", members::listed(file, &frozen.members, &rows, self.citing)),
            ("held", between::held(file, &frozen.members, self.reader, self.citing)?),
            ("moved", count(moved)),
            ("files_complete", complete(true)),
            ("files_lacking", complete(false)),
            ("handover", self.handover(file)),
            ("papers", self.papers(file)),
        ]);
        Ok(Value::fields(values))
    }

    /// A committee: its name as written, its organisation, its place in a sentence.
    pub(super) fn committee(&self, committee: Option<&Committee>) -> Result<Value> {
        let Some(committee) = committee else { return Ok(Value::Missing) };
        let source = Source::field("committee", committee.id.as_str(), "name");
        Ok(Value::fields([
            ("name", Value::from(committee.name.as_str()).from_source(source)),
            ("organisation", Value::from((self.organisation)(committee)?)),
            ("kind", self.citing.name("committee_kind", &committee.kind)),
        ]))
    }

    fn cell(&self, file: &CaseFile) -> Value {
        let cell = &file.cell;
        let source = |field: &str| Source::field("cell", cell.id.as_str(), field);
        let kind =
            cell.kind.as_deref().map_or(Value::Missing, |kind| self.citing.name("organisation_kind", kind));
        Value::fields([
            ("name", Value::from(cell.name.as_str()).from_source(source("name"))),
            ("code", Value::from(cell.code.clone()).from_source(source("code"))),
            ("kind", kind.from_source(source("kind"))),
            (
                "founded",
                Value::from(cell.founded_on.map(|day| day.in_body())).from_source(source("founded_on")),
            ),
            ("secretary", Value::from(cell.secretary.clone()).from_source(source("secretary"))),
        ])
    }

    fn enterprise(&self, file: &CaseFile) -> Result<Value> {
        let Some(enterprise) = &file.enterprise else { return Ok(Value::Missing) };
        let source = |field: &str| Source::field("enterprise", enterprise.id.as_str(), field);
        let units: Vec<&str> =
            file.head_office.iter().chain(&file.head_office_above).map(|unit| unit.name.as_str()).collect();
        let form = enterprise
            .legal_form
            .as_deref()
            .map_or(Value::Missing, |form| self.citing.name("legal_form", form));
        let row = self.reader.get("enterprise", enterprise.id.as_str())?;
        let street = row.as_ref().and_then(|row| row.text("street")).into_iter();
        let address = street.chain(units.iter().copied()).collect::<Vec<_>>().join(", ");
        Ok(Value::fields([
            ("name", Value::from(enterprise.name.as_str()).from_source(source("name"))),
            ("tax_code", Value::from(enterprise.tax_code.clone()).from_source(source("tax_code"))),
            ("legal_form", form.from_source(source("legal_form"))),
            ("head_office", Value::from(units.first().copied()).from_source(source("commune"))),
            ("address", Value::from(address).from_source(source("street"))),
            ("workers", Value::from(enterprise.workers_total).from_source(source("workers_total"))),
        ]))
    }

    fn chosen<'f>(&self, file: &'f CaseFile, outcome: Option<Outcome>) -> Option<&'f WeighedOption> {
        let outcome = outcome?;
        file.assessment.as_ref()?.options.iter().find(|option| option.outcome == outcome)
    }

    fn options(&self, file: &CaseFile) -> Value {
        let options = file.assessment.iter().flat_map(|assessment| &assessment.options);
        Value::List(options.map(|option| self.option(option)).collect())
    }

    fn option(&self, option: &WeighedOption) -> Value {
        let source = |field: &str| Source::field("assessment_option", option.id.as_str(), field);
        Value::fields([
            ("outcome", self.citing.name("outcome", option.outcome.code())),
            ("receiver", Value::from(option.receiver.as_ref().and_then(|id| self.name_of(id)))),
            ("advantages", Value::from(option.advantages.clone()).from_source(source("advantages"))),
            ("limits", Value::from(option.limits.clone()).from_source(source("limits"))),
        ])
    }

    fn name_of(&self, id: &Id<Committee>) -> Option<&str> {
        self.committees.iter().find(|known| known.id == *id).map(|known| known.name.as_str())
    }

    fn opinions(&self, file: &CaseFile) -> Value {
        Value::List(file.opinions.iter().map(|opinion| self.opinion(opinion, file)).collect())
    }

    fn opinion(&self, opinion: &Opinion, file: &CaseFile) -> Value {
        let source = |field: &str| Source::field("opinion", opinion.id.as_str(), field);
        let paper = opinion.paper.as_ref().and_then(|id| file.papers.iter().find(|paper| paper.id == *id));
        let votes = |pick: fn((i64, i64, i64)) -> i64, field: &str| {
            Value::from(opinion.votes.map(pick)).from_source(source(field))
        };
        Value::fields([
            ("party", self.citing.name("opinion_party", &opinion.party)),
            ("stance", self.citing.name("stance", &opinion.stance).from_source(source("stance"))),
            ("said_by", Value::from(opinion.said_by.clone()).from_source(source("said_by"))),
            ("said_on", Value::from(opinion.said_on).from_source(source("said_on"))),
            ("votes_for", votes(|votes| votes.0, "votes_for")),
            ("votes_against", votes(|votes| votes.1, "votes_against")),
            ("votes_other", votes(|votes| votes.2, "votes_other")),
            ("reason", Value::from(opinion.reason.clone()).from_source(source("reason"))),
            ("paper", paper.map_or(Value::Missing, |paper| self.citing.paper(paper, Sides::of(file)))),
        ])
    }

    /// The items of the handover itself, in the order of the code list; follow-up stands in no minutes.
    fn handover(&self, file: &CaseFile) -> Value {
        let items = self
            .citing
            .codes
            .list("handover_item")
            .iter()
            .filter(|item| item.attribute("group") == Some("handover"));
        let told = items.map(|item| {
            let said = file.handover_items.get(&item.code);
            Value::fields([
                ("code", Value::from(item.code.as_str())),
                ("item", Value::from(item.name(Language::Vietnamese))),
                (
                    "state",
                    said.map_or(Value::Missing, |said| self.citing.name("handover_state", &said.state)),
                ),
                ("value", Value::from(said.and_then(|said| said.value.clone()))),
                ("note", Value::from(said.and_then(|said| said.note.clone()))),
            ])
        });
        Value::List(told.collect())
    }

    /// The papers on record by what a gate asks them for; the newest of each role.
    fn papers(&self, file: &CaseFile) -> Value {
        let issued = file.papers.iter().filter(|paper| paper.state == "issued");
        by_role(issued, self.citing, Sides::of(file))
    }
}

/// Papers by their roles, the newest of each; a role without a paper is missing.
pub(super) fn by_role<'a>(
    papers: impl Iterator<Item = &'a Paper>,
    citing: &Citing<'_>,
    sides: Sides<'_>,
) -> Value {
    let roles = citing.codes.list("paper_role").iter().map(|role| (role.code.clone(), Value::Missing));
    let mut by_role: BTreeMap<String, Value> = roles.collect();
    for paper in papers {
        if let Some(role) = &paper.role {
            by_role.insert(role.clone(), citing.paper(paper, sides));
        }
    }
    Value::Fields(by_role)
}

fn rationale(file: &CaseFile) -> Value {
    let Some(assessment) = &file.assessment else { return Value::Missing };
    let territory = assessment.territory_reason.iter();
    let said = assessment.rationale.iter().chain(territory).map(String::as_str).collect::<Vec<_>>().join(" ");
    Value::from(said)
}

/// Answers of a survey by question, in words: choices by their labels. What repeats stands in an annex.
fn answers(filling: &Filling, survey: &str) -> Value {
    let form = filling.form();
    let once = filling.final_answers().filter(|(node, _, _)| node.repeats == 0);
    let answered = once.map(|(node, _, kept)| {
        let shown = answer::show(node, form.list_of(node), kept, VIETNAMESE);
        (node.name.clone(), Value::from(shown).from_source(Source::field("survey", survey, &node.name)))
    });
    // What was not answered, or not asked by this form, is empty; a template need not ask first.
    Value::fields(answered.chain([(ANY_NAME.to_owned(), Value::Missing)]))
}

/// The language papers are worded in.
const VIETNAMESE: &str = "vi";

fn count(number: usize) -> Value {
    Value::from(i64::try_from(number).unwrap_or(i64::MAX))
}
