//! `chuyengiao report`: the situation of a period, the pipeline, and who receives what; also as files.
//!
//! Invariant: the fields of the JSON are promised; more may be added, none renamed.

use super::failure::Outcome;
use super::output::iso_day;
use super::report_files::{self, FileAnswer, FilesArgs};
use super::session::Session;
use super::table::{Sheet, Table};
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::office::making::ReportKind;
use crate::office::reports::{DistrictFigures, Pipeline, Situation};
use crate::store::Tally;
use crate::text::locale::{Language, Locale};
use crate::text::numbers::written;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The reports.
#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    Situation(Period),
    Pipeline(Period),
    Receivers(Period),
}

/// Both ends included.
#[derive(Debug, Args)]
pub(super) struct Period {
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    from: Date,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    to: Date,
    #[command(flatten)]
    files: FilesArgs,
}

/// The figures a movement may count into, in the order of the report.
const FIGURES: [&str; 6] =
    ["admitted", "cells_founded", "youth_founded", "unions_founded", "union_members_added", "introduced"];

#[derive(Debug, Serialize)]
struct SituationAnswer {
    from: String,
    to: String,
    organisations: i64,
    members: i64,
    full: i64,
    probationary: i64,
    #[serde(flatten)]
    figures: Figures,
    by_receiver: Vec<Heading>,
    by_district: Vec<District>,
    by_superior: Vec<Heading>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<FileAnswer>,
}

#[derive(Debug, Serialize)]
struct Figures {
    admitted: i64,
    cells_founded: i64,
    youth_founded: i64,
    unions_founded: i64,
    union_members_added: i64,
    introduced: i64,
}

/// Organisations and members under one heading.
#[derive(Debug, Serialize)]
struct Heading {
    id: Option<String>,
    name: Option<String>,
    organisations: i64,
    members: i64,
    full: i64,
    probationary: i64,
}

#[derive(Debug, Serialize)]
struct District {
    #[serde(flatten)]
    heading: Heading,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Debug, Serialize)]
struct PipelineAnswer {
    from: String,
    to: String,
    stages: Vec<StageAnswer>,
    opened: i64,
    closed: i64,
    returned: i64,
    cancelled: i64,
    without_case: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<FileAnswer>,
}

/// A list with the files it was written into.
#[derive(Debug, Serialize)]
struct ListedAnswer {
    by_receiver: Vec<Heading>,
    files: Vec<FileAnswer>,
}

#[derive(Debug, Serialize)]
struct StageAnswer {
    id: String,
    name: String,
    cases: i64,
    members: i64,
    paused: i64,
    entered: i64,
}

pub(super) fn run(command: &ReportCommand, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match command {
        ReportCommand::Situation(period) => situation(period, &mut office, session),
        ReportCommand::Pipeline(period) => pipeline(period, &mut office, session),
        ReportCommand::Receivers(period) => receivers(period, &mut office, session),
    }
}

impl Period {
    fn write(&self, kind: ReportKind, office: &mut Office) -> Result<Vec<FileAnswer>, Error> {
        self.files.write(kind, (self.from, self.to), office)
    }
}

fn situation(period: &Period, office: &mut Office, session: &Session) -> Outcome {
    let situation = office.situation(period.from, period.to)?;
    let files = period.write(ReportKind::Situation, office)?;
    let answer = SituationAnswer { files, ..SituationAnswer::of(&situation) };
    if period.files.any() {
        return session.output().give(&answer, |locale| report_files::words(&answer.files, locale));
    }
    session.output().give(&answer, |locale| answer.words(locale))
}

fn receivers(period: &Period, office: &mut Office, session: &Session) -> Outcome {
    let situation = office.situation(period.from, period.to)?;
    let answer: Vec<Heading> = situation.by_receiver.iter().map(Heading::of).collect();
    if period.files.any() {
        let files = period.write(ReportKind::Receivers, office)?;
        let answer = ListedAnswer { by_receiver: answer, files };
        return session.output().give(&answer, |locale| report_files::words(&answer.files, locale));
    }
    session.output().give(&answer, |locale| headings(locale, "cli.report.receiver", &answer).text())
}

fn pipeline(period: &Period, office: &mut Office, session: &Session) -> Outcome {
    let pipeline = office.pipeline(period.from, period.to)?;
    let files = period.write(ReportKind::Pipeline, office)?;
    let answer = PipelineAnswer { files, ..PipelineAnswer::of(&pipeline, session.output().language()) };
    if period.files.any() {
        return session.output().give(&answer, |locale| report_files::words(&answer.files, locale));
    }
    session.output().give(&answer, |locale| answer.words(locale))
}

impl SituationAnswer {
    fn of(situation: &Situation) -> Self {
        let Tally { organisations, members, full, probationary, .. } = situation.total;
        Self {
            from: situation.from.to_string(),
            to: situation.to.to_string(),
            organisations,
            members,
            full,
            probationary,
            figures: Figures::of(&situation.figures),
            by_receiver: situation.by_receiver.iter().map(Heading::of).collect(),
            by_district: situation.by_district.iter().map(District::of).collect(),
            by_superior: situation.by_superior.iter().map(Heading::of).collect(),
            files: Vec::new(),
        }
    }

    fn words(&self, locale: &Locale) -> String {
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.report.period", span(&self.from, &self.to))
            .line(locale, "cli.report.organisations", written(self.organisations))
            .line(locale, "cli.report.members", written(self.members))
            .line(locale, "cli.report.full", written(self.full))
            .line(locale, "cli.report.probationary", written(self.probationary));
        for (name, figure) in FIGURES.iter().zip(self.figures.all()) {
            sheet.line(locale, &format!("cli.report.{name}"), written(figure));
        }
        let mut text = sheet.text();
        text.push('\n');
        text.push_str(&headings(locale, "cli.report.receiver", &self.by_receiver).text());
        text.push('\n');
        text.push_str(&self.districts(locale).text());
        text
    }

    fn districts(&self, locale: &Locale) -> Table {
        let mut keys = vec!["cli.report.district".to_owned(), "#cli.report.organisations".to_owned()];
        keys.push("#cli.report.members".to_owned());
        keys.extend(FIGURES.iter().map(|name| format!("#cli.report.short.{name}")));
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut table = Table::new(locale, &keys);
        for District { heading, figures } in &self.by_district {
            let sums = [heading.organisations, heading.members].into_iter().chain(figures.all());
            table.row(std::iter::once(heading.title(locale)).chain(sums.map(written)));
        }
        table
    }
}

impl Figures {
    fn of(figures: &BTreeMap<String, i64>) -> Self {
        let figure = |name: &str| figures.get(name).copied().unwrap_or_default();
        Self {
            admitted: figure("admitted"),
            cells_founded: figure("cells_founded"),
            youth_founded: figure("youth_founded"),
            unions_founded: figure("unions_founded"),
            union_members_added: figure("union_members_added"),
            introduced: figure("introduced"),
        }
    }

    /// In the order of [`FIGURES`].
    const fn all(&self) -> [i64; 6] {
        [
            self.admitted,
            self.cells_founded,
            self.youth_founded,
            self.unions_founded,
            self.union_members_added,
            self.introduced,
        ]
    }
}

impl Heading {
    fn of(tally: &Tally) -> Self {
        Self {
            id: tally.id.clone(),
            name: tally.name.clone(),
            organisations: tally.organisations,
            members: tally.members,
            full: tally.full,
            probationary: tally.probationary,
        }
    }

    fn title(&self, locale: &Locale) -> String {
        self.name.clone().unwrap_or_else(|| locale.text("cli.report.unknown").to_owned())
    }
}

impl District {
    fn of(district: &DistrictFigures) -> Self {
        Self { heading: Heading::of(&district.tally), figures: Figures::of(&district.figures) }
    }
}

fn headings(locale: &Locale, first: &str, headings: &[Heading]) -> Table {
    let keys = [
        first,
        "#cli.report.organisations",
        "#cli.report.members",
        "#cli.report.full",
        "#cli.report.probationary",
    ];
    let mut table = Table::new(locale, &keys);
    for heading in headings {
        let sums = [heading.organisations, heading.members, heading.full, heading.probationary];
        table.row(std::iter::once(heading.title(locale)).chain(sums.into_iter().map(written)));
    }
    table
}

impl PipelineAnswer {
    fn of(pipeline: &Pipeline, language: Language) -> Self {
        let stages = pipeline.stages.iter().map(|stage| StageAnswer {
            id: stage.stage.clone(),
            name: match language {
                Language::Vietnamese => stage.names.0.clone(),
                Language::English => stage.names.1.clone(),
            },
            cases: stage.cases,
            members: stage.members,
            paused: stage.paused,
            entered: stage.entered,
        });
        Self {
            from: pipeline.from.to_string(),
            to: pipeline.to.to_string(),
            stages: stages.collect(),
            opened: pipeline.opened,
            closed: pipeline.closed,
            returned: pipeline.returned,
            cancelled: pipeline.cancelled,
            without_case: pipeline.without_case,
            files: Vec::new(),
        }
    }

    fn words(&self, locale: &Locale) -> String {
        let keys = [
            "cli.report.stage",
            "#cli.report.cases",
            "#cli.report.members",
            "#cli.report.paused",
            "#cli.report.entered",
        ];
        let mut table = Table::new(locale, &keys);
        for stage in &self.stages {
            let sums = [stage.cases, stage.members, stage.paused, stage.entered];
            table.row(std::iter::once(stage.name.clone()).chain(sums.into_iter().map(written)));
        }
        let mut sheet = Sheet::default();
        sheet
            .line(locale, "cli.report.period", span(&self.from, &self.to))
            .line(locale, "cli.report.opened", written(self.opened))
            .line(locale, "cli.report.closed", written(self.closed))
            .line(locale, "cli.report.returned", written(self.returned))
            .line(locale, "cli.report.cancelled", written(self.cancelled))
            .line(locale, "cli.report.without_case", written(self.without_case));
        format!("{}\n{}", table.text(), sheet.text())
    }
}

/// `01/01/2019 – 14/09/2023`.
fn span(from: &str, to: &str) -> String {
    format!("{} – {}", iso_day(from), iso_day(to))
}
