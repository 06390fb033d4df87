//! The values of one paper: what it is about, who issues it, what it cites, and the cases it tells.
//!
//! Invariant: the same records on the same day give the same values.

use super::citing::{Citing, Own, Sides};
use super::issuing::Issuing;
use super::of_case::{Frozen, Telling, by_role};
use super::of_dossier::{self, ToldCase};
use super::validity;
use crate::domain::case::{Case, DossierAnswer, Moment};
use crate::domain::case_file::CaseFile;
use crate::domain::deadline::{DayUnit, Event};
use crate::domain::ids::Id;
use crate::domain::legal_basis;
use crate::domain::reference::{Committee, Validity};
use crate::domain::statement::{Dossier, DossierCase, Paper, SurveyState};
use crate::office::case_file;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::papers::catalogue::PaperDefinition;
use crate::papers::values::{Source, Value};
use crate::store::Row;
use crate::text::locale::Language;
use jiff::civil::Date;

/// What a paper is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A dossier as a whole.
    Dossier(Id<Dossier>),
    /// What one committee receives of a dossier.
    Receiver(Id<Dossier>, Id<Committee>),
    /// One case.
    Case(Id<Case>),
}

/// The day and the marks a paper is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occasion<'a> {
    /// The day whose rules and bases hold.
    pub(super) day: Date,
    /// The paper on record that it words, with its number, date and signer where it has them.
    pub(super) record: Option<&'a Paper>,
    /// Dự thảo lần.
    pub(super) draft: i64,
    /// Marks of secrecy or urgency.
    pub(super) marking: &'a str,
}

/// The values and what the head needs beside them.
pub(super) struct Sheet {
    /// Names as the program has them.
    pub(super) values: Value,
    /// Who issues it.
    pub(super) issuing: Issuing,
    /// The figures' day: the latest of its cases.
    pub(super) as_of: Option<Date>,
}

impl Office {
    /// Everything a template may mention, for one paper.
    pub(super) fn sheet(
        &self,
        paper: &PaperDefinition,
        subject: &Subject,
        occasion: &Occasion<'_>,
    ) -> Result<Sheet> {
        let reader = self.reader();
        let kit = self.paper_kit();
        let citing =
            Citing { codes: self.codes(), words: &kit.citation, papers: &kit.papers, issuers: &kit.issuers };
        let committees = reader.committees()?;
        let moment = Moment::parse(&paper.moment).unwrap_or(Moment::Proposal);
        let (dossier, files) = self.files_of(subject, moment)?;
        let organisation = |committee: &Committee| self.organisation_of(committee, &kit.issuers.words);
        let telling = Telling {
            reader: &reader,
            citing: &citing,
            organisation: &organisation,
            committees: &committees,
        };
        let mut cases = Vec::with_capacity(files.len());
        for file in files {
            let frozen = Frozen::of(&file, moment, dossier.as_ref().map(|dossier| &dossier.id), occasion.day);
            let survey = file.surveys.iter().find(|survey| survey.state == SurveyState::Final);
            let view = survey.map(|survey| self.survey_view(&survey.id)).transpose()?;
            let filled = view.as_ref().map(|view| (&view.survey.id, &view.filling));
            let told = telling.case(&file, &frozen, moment, filled)?;
            cases.push(ToldCase { file, frozen, told });
        }
        let as_of = cases.iter().map(|case| case.frozen.as_of).max();
        let issuing = self.issuing(&kit.issuers, &[&paper.code, &paper.issuer], &cases, occasion)?;
        let mut values = of_dossier::values(&cases, dossier.as_ref());
        values.extend([
            ("paper", self.of_paper(paper, occasion, &issuing, as_of, &citing)),
            ("surveyed", surveyed(&cases)),
            ("transfer_days", self.transfer_days(&cases)?),
            ("house", issuing.value(&self.setting("office_name")?.unwrap_or_default())),
            ("signer", issuing.signer_value()),
            ("bases", self.bases(&citing, occasion.day, paper.role.as_deref().unwrap_or(&paper.code))?),
            ("dossier", dossier.as_ref().map_or(Value::Missing, dossier_value)),
            ("papers", self.papers_on_record(subject, &cases, &citing)?),
        ]);
        if let Some(first) = cases.first() {
            for side in ["giver", "receiver"] {
                values.push((side, first.told.at(side).cloned().unwrap_or_default()));
            }
            if matches!(subject, Subject::Case(_)) {
                values.push(("case", first.told.clone()));
            }
        }
        Ok(Sheet { values: Value::fields(values), issuing, as_of })
    }

    /// What the paper tells: at a proposal every case of the dossier, after it those that were agreed to.
    fn files_of(&self, subject: &Subject, moment: Moment) -> Result<(Option<Dossier>, Vec<CaseFile>)> {
        let reader = self.reader();
        let (Subject::Dossier(id) | Subject::Receiver(id, _)) = subject else {
            let Subject::Case(id) = subject else { return Ok((None, Vec::new())) };
            let file = case_file::load(&reader, id)?;
            return Ok((file.dossier.as_ref().map(|(dossier, _)| dossier.clone()), vec![file]));
        };
        let view = self.dossier_view(id)?;
        let told = view.cases.into_iter().filter(|(entry, _)| moment == Moment::Proposal || may_go_on(entry));
        let mut files: Vec<CaseFile> = told.map(|(_, file)| file).collect();
        if let Subject::Receiver(_, receiver) = subject {
            files.retain(|file| file.receiver.as_ref().is_some_and(|known| known.id == *receiver));
        }
        Ok((Some(view.dossier), files))
    }

    fn of_paper(
        &self,
        paper: &PaperDefinition,
        occasion: &Occasion<'_>,
        issuing: &Issuing,
        as_of: Option<Date>,
        citing: &Citing<'_>,
    ) -> Value {
        let kind = self.codes().name("paper_kind", &paper.kind, Language::Vietnamese);
        let record = occasion.record;
        let symbol = issuing.symbol(&paper.kind, self.codes());
        let house = &self.paper_kit().house;
        let opening = match issuing.head.opening.as_str() {
            "" => {
                let kind = self.codes().find("paper_kind", &paper.kind);
                house.opening(kind.and_then(|kind| kind.attribute("symbol")).unwrap_or_default())
            }
            own => own,
        };
        let own = Own {
            kind: &paper.kind,
            number: record.and_then(|record| record.number.as_deref()),
            symbol: record.and_then(|record| record.symbol.as_deref()).unwrap_or(&symbol),
            day: record.and_then(|record| record.issued_on),
            year: occasion.day.year(),
            issuer: &issuing.head.cited,
        };
        Value::fields([
            ("citation", citing.own(&own)),
            ("opening", Value::from(opening)),
            ("kind", Value::from(kind)),
            ("number", Value::from(record.and_then(|record| record.number.clone()))),
            ("symbol", Value::from(symbol.as_str())),
            ("date", Value::from(record.and_then(|record| record.issued_on))),
            ("place", Value::from(issuing.head.place.as_str())),
            ("title", Value::from(record.and_then(|record| record.title.clone()))),
            ("draft", Value::from(occasion.draft)),
            ("as_of", Value::from(as_of)),
            ("marking", Value::from(occasion.marking)),
        ])
    }

    /// The legal bases a paper cites that hold on its date, oldest first. Where the office has not said what a
    /// basis is for, the program's own data do.
    fn bases(&self, citing: &Citing<'_>, day: Date, paper: &str) -> Result<Value> {
        let built_in = legal_basis::built_in();
        let serves = |row: &Row| match row.text("uses") {
            Some(uses) => uses.split_whitespace().any(|one| one == paper),
            None => built_in.iter().any(|basis| {
                basis.is_keyed_as(
                    row.text("kind"),
                    row.text("number"),
                    row.text("symbol"),
                    row.text("issued_on"),
                ) && basis.uses.iter().any(|one| one == paper)
            }),
        };
        let holds = |row: &Row| {
            let validity = validity(row);
            let issued = || row.text("issued_on").and_then(|day| day.parse().ok());
            Validity { from: validity.from.or_else(issued), ..validity }.holds_on(day)
        };
        let mut rows: Vec<_> =
            self.reader().rows_of("legal_basis")?.into_iter().filter(holds).filter(serves).collect();
        rows.sort_by(|a, b| a.text("issued_on").cmp(&b.text("issued_on")));
        let told = rows.iter().map(|row| citing.basis(row.text("id").unwrap_or_default(), row));
        Ok(Value::List(told.collect()))
    }

    /// Working days within which membership is transferred once the decision holds, as the procedure has them.
    fn transfer_days(&self, cases: &[ToldCase]) -> Result<Value> {
        let Some(first) = cases.first() else { return Ok(Value::Missing) };
        let procedure = self.procedure_of(&first.file.case)?;
        let mut rules = procedure.stages.iter().flat_map(|stage| &stage.deadlines);
        let rule = rules.find(|rule| {
            rule.binding && rule.from == Event::DecisionEffective && rule.unit == DayUnit::Working
        });
        Ok(Value::from(rule.map(|rule| i64::from(rule.days))))
    }

    /// The papers on record by role: the subject's own before those of its cases, issued ones before drafts.
    fn papers_on_record(&self, subject: &Subject, cases: &[ToldCase], citing: &Citing<'_>) -> Result<Value> {
        let own = match subject {
            Subject::Dossier(dossier) | Subject::Receiver(dossier, _) => self.papers_of_dossier(dossier)?,
            Subject::Case(case) => self.papers_of_case(case)?,
        };
        let of_cases = cases.iter().flat_map(|case| &case.file.papers);
        let others = of_cases.filter(|paper| own.iter().all(|known| known.id != paper.id));
        // The last of a role stands.
        let sides = cases.first().map(|case| Sides::of(&case.file)).unwrap_or_default();
        Ok(by_role(others.chain(&own).filter(|paper| paper.state == "issued"), citing, sides))
    }
}

/// From when to when the cases were surveyed; no end where one day was enough.
fn surveyed(cases: &[ToldCase]) -> Value {
    let surveys = || {
        let all = cases.iter().flat_map(|case| &case.file.surveys);
        all.filter(|survey| survey.state == SurveyState::Final)
    };
    let from = surveys().map(|survey| survey.started_on).min();
    let to = surveys().filter_map(|survey| survey.finalized_on).max();
    Value::fields([("from", Value::from(from)), ("to", Value::from(to.filter(|to| Some(*to) != from)))])
}

/// Whether a case was agreed to, or may still be.
pub(super) fn may_go_on(entry: &DossierCase) -> bool {
    entry.answer.is_none_or(DossierAnswer::is_agreement)
}

fn dossier_value(dossier: &Dossier) -> Value {
    let source = |field: &str| Source::field("dossier", dossier.id.as_str(), field);
    Value::fields([
        ("code", Value::from(dossier.code.as_str()).from_source(source("code"))),
        ("title", Value::from(dossier.title.as_str()).from_source(source("title"))),
        ("as_of", Value::from(dossier.as_of).from_source(source("as_of"))),
    ])
}
