//! Reports: the situation of a period, the pipeline, and who is to receive what.
//!
//! Invariant: every figure is a sum over rows that can be listed; nothing is typed in.

use super::desk::Office;
use super::error::{Error, Result};
use crate::store::Tally;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The figures of a period, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// First day.
    pub from: Date,
    /// Last day; organisations and members are counted on it.
    pub to: Date,
    /// Organisations and members in all.
    pub total: Tally,
    /// Sums of movements by the figure they count into (attribute `figure` of list `movement`).
    pub figures: BTreeMap<String, i64>,
    /// By receiving committee: what is to go there, or went.
    pub by_receiver: Vec<Tally>,
    /// By superior committee.
    pub by_superior: Vec<Tally>,
    /// By district of the head office, with the movements there.
    pub by_district: Vec<DistrictFigures>,
}

/// One district of the situation report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictFigures {
    /// Organisations and members.
    pub tally: Tally,
    /// Sums of movements by figure.
    pub figures: BTreeMap<String, i64>,
}

/// One stage of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineStage {
    /// Stage code.
    pub stage: String,
    /// Its name in Vietnamese and English.
    pub names: (String, String),
    /// Cases in it and on their way.
    pub cases: i64,
    /// Members in those.
    pub members: i64,
    /// Cases in it that are paused.
    pub paused: i64,
    /// Cases that reached it in the period.
    pub entered: i64,
}

/// The pipeline over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The stages in order.
    pub stages: Vec<PipelineStage>,
    /// Cases opened in the period.
    pub opened: i64,
    /// Cases closed in the period.
    pub closed: i64,
    /// Cases returned in the period.
    pub returned: i64,
    /// Cases cancelled, over all time.
    pub cancelled: i64,
    /// Cells with no case.
    pub without_case: i64,
}

impl Office {
    /// The situation report of a period.
    pub fn situation(&self, from: Date, to: Date) -> Result<Situation> {
        in_order(from, to)?;
        let reader = self.reader();
        let mut figures = self.no_figures();
        let mut districts: Vec<DistrictFigures> = reader
            .tally_by_district(to)?
            .into_iter()
            .map(|tally| DistrictFigures { tally, figures: self.no_figures() })
            .collect();
        for movement in reader.movement_tallies(from, to)? {
            let Some(figure) =
                self.codes().find("movement", &movement.kind).and_then(|code| code.attribute("figure"))
            else {
                continue;
            };
            *figures.entry(figure.to_owned()).or_default() += movement.quantity;
            let at = districts.iter().position(|district| district.tally.name == movement.district);
            let district = match at {
                Some(at) => districts.get_mut(at),
                None => {
                    let tally = Tally { name: movement.district, ..Tally::default() };
                    districts.push(DistrictFigures { tally, figures: self.no_figures() });
                    districts.last_mut()
                }
            };
            if let Some(district) = district {
                *district.figures.entry(figure.to_owned()).or_default() += movement.quantity;
            }
        }
        Ok(Situation {
            from,
            to,
            total: reader.tally(to)?,
            figures,
            by_receiver: reader.tally_by_receiver(to)?,
            by_superior: reader.tally_by_superior(to)?,
            by_district: districts,
        })
    }

    /// The pipeline: where cases stand, and how they moved in a period.
    pub fn pipeline(&self, from: Date, to: Date) -> Result<Pipeline> {
        in_order(from, to)?;
        let reader = self.reader();
        let procedure = self.newest_procedure()?;
        let tallies = reader.stage_tallies()?;
        let moves = reader.move_tallies(from, to)?;
        let moved =
            |kind: &str| -> i64 { moves.iter().filter(|(k, _, _)| k == kind).map(|(_, _, n)| n).sum() };
        let stages = procedure.stages.iter().map(|stage| {
            let here = tallies.iter().filter(|tally| tally.stage == stage.id);
            let on_way = here.clone().filter(|tally| tally.side_state.is_none());
            let entered = moves.iter().filter(|(kind, to_stage, _)| {
                (kind == "advanced" || kind == "opened") && to_stage.as_deref() == Some(stage.id.as_str())
            });
            PipelineStage {
                stage: stage.id.clone(),
                names: (stage.name.vietnamese.clone(), stage.name.english.clone()),
                cases: on_way.clone().map(|tally| tally.cases).sum(),
                members: on_way.map(|tally| tally.members).sum(),
                paused: here
                    .filter(|tally| tally.side_state.as_deref() == Some("paused"))
                    .map(|tally| tally.cases)
                    .sum(),
                entered: entered.map(|(_, _, count)| count).sum(),
            }
        });
        let cancelled = tallies.iter().filter(|tally| tally.side_state.as_deref() == Some("cancelled"));
        Ok(Pipeline {
            from,
            to,
            stages: stages.collect(),
            opened: moved("opened"),
            closed: moved("closed"),
            returned: moved("returned"),
            cancelled: cancelled.map(|tally| tally.cases).sum(),
            without_case: reader.cell_count()?.1,
        })
    }

    /// Every figure that movements count into, at nought.
    fn no_figures(&self) -> BTreeMap<String, i64> {
        let kinds = self.codes().list("movement").iter();
        kinds.filter_map(|code| code.attribute("figure")).map(|figure| (figure.to_owned(), 0)).collect()
    }
}

fn in_order(from: Date, to: Date) -> Result<()> {
    if from <= to {
        return Ok(());
    }
    let message = Message::new("report.period_backwards")
        .with("from", crate::text::dates::written_date(from))
        .with("to", crate::text::dates::written_date(to));
    Err(Error::yours(message))
}
