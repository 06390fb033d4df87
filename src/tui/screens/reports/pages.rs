//! The pages of the reports: figures in lines, each with the list behind it where there is one.
//!
//! Invariant: a sum stands under what it adds up; nothing is summed that is not shown.

use super::period::Period;
use crate::domain::case::SideState;
use crate::office::error::Result;
use crate::office::reports::Situation;
use crate::store::Tally;
use crate::text::message::Message;
use crate::text::numbers::written;
use crate::tui::context::Context;
use crate::tui::screens::lines::{self, Cell, Head, Lines, muted, plain, words};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::table::Table;

/// One page.
pub(super) struct Page {
    pub(super) lines: Lines,
    pub(super) table: Table,
}

/// The pages in order.
pub(super) const PAGES: [&str; 5] = ["situation", "pipeline", "receiver", "superior", "district"];

/// What opens the list behind a line: a register, and words to find in it: `register:cell:Ninh Hải`.
pub(super) const REGISTER: &str = "register:";
/// The cases of a stage, its id and name: `stage:survey|Khảo sát`.
pub(super) const STAGE: &str = "stage:";
/// The cases of a receiver, its id and name.
pub(super) const RECEIVER: &str = "receiver:";

/// Reads a page over a period.
pub(super) fn page(name: &str, period: Period, cx: &Context) -> Result<Page> {
    match name {
        "pipeline" => pipeline(period, cx),
        "situation" => Ok(situation(&cx.office.situation(period.from, period.to)?, cx)),
        "receiver" => {
            Ok(tallies(&cx.office.situation(period.from, period.to)?.by_receiver, &to_receiver, cx))
        }
        "superior" => {
            Ok(tallies(&cx.office.situation(period.from, period.to)?.by_superior, &in_register, cx))
        }
        _ => Ok(districts(&cx.office.situation(period.from, period.to)?, cx)),
    }
}

fn number(value: i64) -> Cell {
    (written(value), Role::Accent)
}

fn made(heads: &[Head], lines: Lines) -> Page {
    Page { lines, table: lines::table("screen.reports.column", heads, "screen.reports.nothing") }
}

fn situation(situation: &Situation, cx: &Context) -> Page {
    let mut lines = Lines::default();
    let total = &situation.total;
    let word = |key: &str| cx.word(&format!("screen.reports.figure.{key}"));
    let members = format!("{REGISTER}member:");
    lines.push(format!("{REGISTER}cell:"), vec![plain(word("organisations")), number(total.organisations)]);
    lines.push(members.clone(), vec![plain(word("members")), number(total.members)]);
    lines.push(members.clone(), vec![plain(format!("  {}", word("full"))), number(total.full)]);
    lines.push(members, vec![plain(format!("  {}", word("probationary"))), number(total.probationary)]);
    for (figure, name) in figures_in_order(cx) {
        let sum = situation.figures.get(&figure).copied().unwrap_or_default();
        lines.push(format!("{REGISTER}movement:{name}"), vec![plain(name), number(sum)]);
    }
    made(&[words("figure", 24, 90), lines::numbers("value", 8, 14)], lines)
}

/// The figures movements count into, in the order of the code list, each with its name.
fn figures_in_order(cx: &Context) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for code in cx.office.codes().list("movement") {
        if let Some(figure) = code.attribute("figure")
            && !found.iter().any(|(known, _)| known == figure)
        {
            found.push((figure.to_owned(), code.name(cx.language()).to_owned()));
        }
    }
    found
}

fn pipeline(period: Period, cx: &Context) -> Result<Page> {
    let pipeline = cx.office.pipeline(period.from, period.to)?;
    let english = cx.language() == crate::text::locale::Language::English;
    let mut lines = Lines::default();
    let (mut cases, mut members, mut paused) = (0, 0, 0);
    for stage in &pipeline.stages {
        let name = if english { &stage.names.1 } else { &stage.names.0 };
        cases += stage.cases;
        members += stage.members;
        paused += stage.paused;
        let line = vec![
            plain(name.as_str()),
            number(stage.cases),
            number(stage.members),
            muted(written(stage.paused)),
            muted(written(stage.entered)),
        ];
        lines.push(format!("{STAGE}{}|{name}", stage.stage), line);
    }
    let word = |key: &str| cx.word(&format!("screen.reports.figure.{key}"));
    let sum = |value: i64| (written(value), Role::Title);
    lines.push("", vec![(word("sum"), Role::Title), sum(cases), sum(members), sum(paused)]);
    lines.push("", Vec::new());
    let cancelled = cx.code_name("side_state", SideState::Cancelled.code());
    for (name, value) in [
        (word("opened"), pipeline.opened),
        (word("closed"), pipeline.closed),
        (word("returned"), pipeline.returned),
        (cancelled, pipeline.cancelled),
    ] {
        lines.push("", vec![plain(name), number(value)]);
    }
    lines.push(format!("{REGISTER}cell:"), vec![plain(word("without_case")), number(pipeline.without_case)]);
    let heads = [
        words("stage", 24, 70),
        lines::numbers("cases", 8, 10),
        lines::numbers("members", 10, 11),
        lines::numbers("paused", 9, 10),
        lines::numbers("entered", 11, 13),
    ];
    Ok(made(&heads, lines))
}

/// A heading, worded where nothing is known.
fn heading(tally: &Tally, cx: &Context) -> Cell {
    match &tally.name {
        Some(name) => plain(name.as_str()),
        None => (cx.word("screen.reports.unknown"), Role::Warn),
    }
}

fn sums<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    let mut sum = Tally::default();
    for tally in tallies {
        sum.organisations += tally.organisations;
        sum.members += tally.members;
        sum.full += tally.full;
        sum.probationary += tally.probationary;
    }
    sum
}

fn figures(tally: &Tally, role: Role) -> [Cell; 4] {
    [tally.organisations, tally.members, tally.full, tally.probationary].map(|value| (written(value), role))
}

fn to_receiver(tally: &Tally) -> Option<String> {
    Some(format!("{RECEIVER}{}|{}", tally.id.as_ref()?, tally.name.as_ref()?))
}

fn in_register(tally: &Tally) -> Option<String> {
    Some(format!("{REGISTER}cell:{}", tally.name.as_ref()?))
}

fn tallies(tallies: &[Tally], behind: &dyn Fn(&Tally) -> Option<String>, cx: &Context) -> Page {
    let mut lines = Lines::default();
    for tally in tallies {
        let behind = behind(tally).unwrap_or_default();
        let line = std::iter::once(heading(tally, cx)).chain(figures(tally, Role::Accent)).collect();
        lines.push(behind, line);
    }
    if !tallies.is_empty() {
        let sum = (cx.word("screen.reports.figure.sum"), Role::Title);
        let line = std::iter::once(sum).chain(figures(&sums(tallies.iter()), Role::Title)).collect();
        lines.push("", line);
    }
    made(&tally_heads(), lines)
}

fn tally_heads() -> [Head; 5] {
    [
        lines::names("name", 24, 80),
        lines::numbers("organisations", 9, 10),
        lines::numbers("members", 9, 11),
        lines::numbers("full", 10, 11),
        lines::numbers("probationary", 6, 8),
    ]
}

fn districts(situation: &Situation, cx: &Context) -> Page {
    let kinds: Vec<String> = figures_in_order(cx).into_iter().map(|(figure, _)| figure).collect();
    let mut lines = Lines::default();
    for district in &situation.by_district {
        let tally = &district.tally;
        let behind =
            tally.name.as_ref().map(|name| format!("{REGISTER}enterprise:{name}")).unwrap_or_default();
        let moved = kinds.iter().map(|kind| district.figures.get(kind).copied().unwrap_or_default());
        let moved = moved.map(|value| muted(if value == 0 { "–".to_owned() } else { written(value) }));
        let line =
            std::iter::once(heading(tally, cx)).chain(figures(tally, Role::Accent)).chain(moved).collect();
        lines.push(behind, line);
    }
    let sum = (cx.word("screen.reports.figure.sum"), Role::Title);
    let total = sums(situation.by_district.iter().map(|district| &district.tally));
    let moved = kinds.iter().map(|kind| situation.figures.get(kind).copied().unwrap_or_default());
    let moved = moved.map(|value| (written(value), Role::Title));
    lines.push("", std::iter::once(sum).chain(figures(&total, Role::Title)).chain(moved).collect());
    let mut heads = tally_heads().to_vec();
    // A table has ten columns at most; the last figures of a longer list stand in the situation.
    let room = 10 - heads.len();
    heads.extend(kinds.iter().take(room).map(|_| lines::numbers("figure", 9, 13)));
    let mut page = made(&heads, lines);
    for (column, kind) in page.table.columns.iter_mut().skip(5).zip(kinds) {
        column.title = cx.settings().locale.say(&Message::new(format!("screen.reports.moved.{kind}")));
    }
    page
}
