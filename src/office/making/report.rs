//! Reports as papers: the figures of a period worded, laid out, and ready for a file.
//!
//! Invariant: changes nothing; every figure is one the report itself shows on the screen.

use super::findings::chosen_rules;
use super::issuing::Issuing;
use super::sheet::Occasion;
use super::word::{Wording, faulty, head, slug};
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::reports::{Pipeline, Situation};
use crate::office::templates::{TemplateSource, not_filled};
use crate::papers::document::{Block, Document, Properties};
use crate::papers::laid::Laid;
use crate::papers::layout::lay;
use crate::papers::merge::WordTemplate;
use crate::papers::values::Value;
use crate::papers::{docx, sheets, template, xlsx};
use crate::store::Tally;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The kind of paper a report is: code list `paper_kind`.
const KIND: &str = "BC";
/// Who issues it.
const ISSUER: &str = "board";

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// The situation of a period.
    Situation,
    /// Where cases stand, and how they moved.
    Pipeline,
    /// Who is to receive what.
    Receivers,
}

impl ReportKind {
    /// Every report.
    pub const ALL: [Self; 3] = [Self::Situation, Self::Pipeline, Self::Receivers];

    /// The report a template words, by the template's code.
    pub fn of_template(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.template() == code)
    }

    /// Its name in the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Pipeline => "pipeline",
            Self::Receivers => "receivers",
        }
    }

    /// The name of its template.
    const fn template(self) -> &'static str {
        match self {
            Self::Situation => "report_situation",
            Self::Pipeline => "report_pipeline",
            Self::Receivers => "report_receivers",
        }
    }

    /// The short name in its file's name.
    const fn file(self) -> &'static str {
        match self {
            Self::Situation => "tinh-hinh",
            Self::Pipeline => "tien-do",
            Self::Receivers => "theo-cap-uy-nhan",
        }
    }
}

/// A report worded.
#[derive(Debug, Clone)]
pub struct WordedReport {
    /// Which.
    pub kind: ReportKind,
    /// What it is about, in one line.
    pub title: String,
    /// Laid out: what a preview shows and the Word file holds.
    pub laid: Laid,
    /// The name its file gets, without the ending.
    pub file_name: String,
    /// Marks of secrecy or urgency it bears.
    pub marking: String,
    /// The file itself, where it was made from a Word file of the office's own.
    file: Option<Vec<u8>>,
}

impl WordedReport {
    /// The Word file; read back and compared.
    pub fn docx(&self) -> Result<Vec<u8>> {
        let written = self.file.clone().map_or_else(|| docx::write(&self.laid), Ok);
        written.map_err(|error| Error::program(error.message()))
    }

    /// The workbook of its tables; read back and compared.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        let sheets = sheets::of_paper(&self.laid);
        xlsx::write(&sheets, &self.laid.properties).map_err(|error| Error::program(error.message()))
    }
}

impl WordedReport {
    /// The PDF of it, by LibreOffice.
    pub fn pdf(&self) -> Result<Vec<u8>> {
        let office = super::output::libre_office()?;
        office.convert_one(&self.docx()?, super::output::pages(&self.laid))
    }
}

impl Office {
    /// A report of a period, both ends included, as a paper of a day: the one given, else today.
    ///
    /// # Errors
    /// The period runs backwards, or the office's own wording of it has faults.
    pub fn word_report(
        &self,
        kind: ReportKind,
        from: Date,
        to: Date,
        wording: &Wording,
    ) -> Result<WordedReport> {
        self.word_report_by(None, kind, (from, to), wording)
    }

    /// The same by another template than the one in force: a wording that is being changed.
    pub fn word_report_by(
        &self,
        template: Option<&TemplateSource>,
        kind: ReportKind,
        (from, to): (Date, Date),
        wording: &Wording,
    ) -> Result<WordedReport> {
        let kit = self.paper_kit();
        let day = wording.day.unwrap_or_else(|| self.today());
        let marking = wording.marking.trim();
        let occasion = Occasion { day, record: None, draft: 0, marking };
        let issuing = self.issuing(&kit.issuers, &[ISSUER], &[], &occasion)?;
        let values = kit.names.translate(&self.report_values(kind, from, to, &issuing)?);
        let source =
            template.map_or_else(|| self.template_of(kind.template(), day), |one| Ok(one.clone()))?;
        let mut house = kit.house.clone();
        house.tone = issuing.tone().or(house.tone);
        let (mut sections, file) = match &source {
            TemplateSource::Text(source) => {
                (template::write(source, kind.template(), &values).map_err(|faults| faulty(&faults))?, None)
            }
            TemplateSource::Word(bytes) => {
                let template = WordTemplate::open(bytes).map_err(|error| Error::file(error.message()))?;
                let filled = template.fill(&values).map_err(not_filled)?;
                // The words of the file are the office's own: nothing is spelt anew.
                house.tone = None;
                (filled.sections, Some(filled.bytes))
            }
        };
        let symbol = issuing.symbol(KIND, self.codes());
        if let Some(first) = sections.first_mut().filter(|_| file.is_none()) {
            first.blocks.insert(0, Block::Head(head(&issuing, &symbol, &occasion, None)));
        }
        let title = super::word::title(&sections);
        let properties = Properties {
            title: title.clone(),
            author: self.setting("office_name")?.unwrap_or_default(),
            made_at: TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or_default(),
        };
        let rules = chosen_rules(&kit.rules, wording.rules.as_deref(), day)?;
        let laid = lay(&Document { properties, sections }, rules, &house);
        let file_name = format!("{KIND}_{}_{from}_{to}", slug(kind.file()));
        Ok(WordedReport { kind, title, laid, file_name, marking: marking.to_owned(), file })
    }

    /// Everything a template of a report may mention, under the program's names.
    pub fn values_of_report(&self, kind: ReportKind, from: Date, to: Date) -> Result<Value> {
        let occasion = Occasion { day: self.today(), record: None, draft: 0, marking: "" };
        let issuing = self.issuing(&self.paper_kit().issuers, &[ISSUER], &[], &occasion)?;
        self.report_values(kind, from, to, &issuing)
    }

    fn report_values(&self, kind: ReportKind, from: Date, to: Date, issuing: &Issuing) -> Result<Value> {
        let mut values = match kind {
            ReportKind::Situation => self.situation_values(&self.situation(from, to)?),
            ReportKind::Pipeline => pipeline_values(&self.pipeline(from, to)?),
            ReportKind::Receivers => {
                let situation = self.situation(from, to)?;
                vec![("receivers", tallies(&situation.by_receiver)), ("totals", sums(&situation.by_receiver))]
            }
        };
        values.extend([
            ("period", Value::fields([("from", Value::from(from)), ("to", Value::from(to))])),
            ("house", issuing.value(&self.setting("office_name")?.unwrap_or_default())),
            ("signer", issuing.signer_value()),
        ]);
        Ok(Value::fields(values))
    }

    fn situation_values(&self, situation: &Situation) -> Vec<(&'static str, Value)> {
        let names = self.figure_names();
        let districts = (1_i64..).zip(&situation.by_district).map(|(index, district)| {
            let mut values = tally(index, &district.tally);
            values.push(("figures", figures(&names, &district.figures)));
            Value::fields(values)
        });
        vec![
            ("totals", Value::fields(tally(0, &situation.total))),
            ("figures", figures(&names, &situation.figures)),
            ("receivers", tallies(&situation.by_receiver)),
            ("superiors", tallies(&situation.by_superior)),
            ("districts", Value::List(districts.collect())),
        ]
    }

    /// The figures movements count into, in the order of the code list, each with its name.
    fn figure_names(&self) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for code in self.codes().list("movement") {
            if let Some(figure) = code.attribute("figure")
                && !found.iter().any(|(known, _)| known == figure)
            {
                let name = code.name(crate::text::locale::Language::Vietnamese);
                found.push((figure.to_owned(), name.to_owned()));
            }
        }
        found
    }
}

fn figures(names: &[(String, String)], figures: &BTreeMap<String, i64>) -> Value {
    let told = names.iter().map(|(figure, name)| {
        let value = figures.get(figure).copied().unwrap_or_default();
        Value::fields([("name", Value::from(name.as_str())), ("value", Value::from(value))])
    });
    Value::List(told.collect())
}

fn tally(index: i64, tally: &Tally) -> Vec<(&'static str, Value)> {
    vec![
        ("index", Value::from(index)),
        ("name", Value::from(tally.name.clone().unwrap_or_default())),
        ("count", Value::from(tally.organisations)),
        ("total", Value::from(tally.members)),
        ("full", Value::from(tally.full)),
        ("probationary", Value::from(tally.probationary)),
    ]
}

fn tallies(found: &[Tally]) -> Value {
    Value::List((1..).zip(found).map(|(index, one)| Value::fields(tally(index, one))).collect())
}

fn sums(found: &[Tally]) -> Value {
    let mut sum = Tally::default();
    for one in found {
        sum.organisations += one.organisations;
        sum.members += one.members;
        sum.full += one.full;
        sum.probationary += one.probationary;
    }
    Value::fields(tally(0, &sum))
}

fn pipeline_values(pipeline: &Pipeline) -> Vec<(&'static str, Value)> {
    let stages = (1_i64..).zip(&pipeline.stages).map(|(index, stage)| {
        Value::fields([
            ("index", Value::from(index)),
            ("name", Value::from(stage.names.0.as_str())),
            ("case_count", Value::from(stage.cases)),
            ("total", Value::from(stage.members)),
            ("paused", Value::from(stage.paused)),
            ("entered", Value::from(stage.entered)),
        ])
    });
    let sum = |of: fn(&crate::office::reports::PipelineStage) -> i64| {
        Value::from(pipeline.stages.iter().map(of).sum::<i64>())
    };
    vec![
        ("stages", Value::List(stages.collect())),
        (
            "totals",
            Value::fields([
                ("case_count", sum(|stage| stage.cases)),
                ("total", sum(|stage| stage.members)),
                ("paused", sum(|stage| stage.paused)),
            ]),
        ),
        ("opened", Value::from(pipeline.opened)),
        ("closed", Value::from(pipeline.closed)),
        ("returned", Value::from(pipeline.returned)),
        ("cancelled", Value::from(pipeline.cancelled)),
        ("without_case", Value::from(pipeline.without_case)),
    ]
}
