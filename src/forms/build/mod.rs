//! Tables into a [`Form`].
//!
//! In reading order: [`settings`], [`languages`], [`choices`], then the rows of the survey ([`rows`]), each by
//! its type ([`types`], [`selects`]) and its cells ([`questions`]), then what they mention ([`references`]).
//!
//! Invariant: everything wrong is told at once, by sheet, row and column, with the nearest right name; what is
//! merely untidy opens with a warning.

mod cascades;
mod choices;
mod columns;
mod entities;
mod files;
mod languages;
mod loops;
mod matrices;
mod near;
mod parameters;
mod questions;
mod references;
mod rows;
mod selects;
mod settings;
mod table;
mod types;

use super::fault::{About, Fault, FormError};
use super::form::{Choice, Form, Node, Texts};
use super::graph::Graph;
use super::headers::Part;
use super::resolve;
use super::sheets::{Sheet, Sheets};
use crate::domain::fault::nearest;
use crate::text::message::Message;
use choices::{Doubles, Lists, is_file};
pub use files::wanted;
use languages::Languages;
use near::Nearest;
use references::Names;
use selects::Selects;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::Table;

/// The sheets we read, the others are passed over: names, and what old tools called them.
const SHEETS: [(&str, &[&str]); 6] = [
    ("survey", &[]),
    ("choices", &["choices and columns", "columns"]),
    ("settings", &[]),
    ("external_choices", &["external choices"]),
    ("entities", &[]),
    ("cascades", &[]),
];

/// What is found on the way.
#[derive(Debug, Default)]
struct Findings {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    nearest: Nearest,
}

/// Makes the form of these tables.
///
/// # Errors
/// Everything its author must mend.
pub fn build(sheets: &Sheets) -> Result<Form, FormError> {
    let mut found = Findings { warnings: sheets.remarks.clone(), ..Findings::default() };
    let empty = Sheet { name: "survey".to_owned(), ..Sheet::default() };
    let survey = find(sheets, "survey").or_else(|| only_sheet(sheets));
    let survey = survey.unwrap_or_else(|| {
        found.faults.push(Fault::new("survey", 0, "", no_survey(sheets)));
        &empty
    });
    for sheet in &sheets.sheets {
        warn_of_near_sheet(sheet, sheets, &mut found);
    }
    let settings = find(sheets, "settings");
    let choices = find(sheets, "choices");
    let external = find(sheets, "external_choices");
    let named = [(Some(survey), Part::Survey), (choices, Part::Choices), (external, Part::Choices)];
    let named = named.into_iter().filter_map(|(sheet, part)| Some((sheet?, part)));
    let languages = Languages::gather(named, settings::default_language(settings));
    let setting_table = settings.map(|sheet| Table::new(sheet, Part::Settings, &languages, &mut found));
    let choice_table = choices.map(|sheet| Table::new(sheet, Part::Choices, &languages, &mut found));
    let external_table = external.map(|sheet| Table::new(sheet, Part::Choices, &languages, &mut found));
    let entities = find(sheets, "entities");
    let entity_table = entities.map(|sheet| Table::new(sheet, Part::Entities, &languages, &mut found));

    let set =
        setting_table.as_ref().map(|table| settings::read(table, &languages, &mut found)).unwrap_or_default();
    let (mut own, mut outer, mut files) = (Lists::default(), Lists::default(), Lists::default());
    if let Some(choices) = &choice_table {
        let allowed = set.get("allow_choice_duplicates").is_some_and(|said| says_yes(said));
        own.read(choices, if allowed { Doubles::Allowed } else { Doubles::Told }, &mut found);
    }
    let cascades = find(sheets, "cascades");
    let mut survey = Cow::Borrowed(survey);
    let written = cascades::written_out(&survey, cascades, &mut own, &languages);
    survey = written.map_or(survey, Cow::Owned);
    let written = matrices::written_out(&survey, &own, &languages, &mut found);
    survey = written.map_or(survey, Cow::Owned);
    let written = loops::written_out(&survey, &own, &languages);
    survey = written.map_or(survey, Cow::Owned);
    let table = Table::new(&survey, Part::Survey, &languages, &mut found);
    if let Some(external) = &external_table {
        outer.read(external, Doubles::External, &mut found);
    }
    for file in sheets.sheets.iter().filter(|sheet| is_file(&sheet.name)) {
        files.attach(file, &languages.default().code);
    }
    let mut selects = Selects {
        choices: &mut own,
        external: &mut outer,
        files: &files,
        languages: &languages,
        with_other: BTreeSet::new(),
        several: BTreeMap::new(),
        searched: BTreeMap::new(),
        offered: Vec::new(),
        other: OnceCell::new(),
    };
    let mut nodes = rows::read(&table, &mut selects, &mut found);
    selects.check_searched(&table, &mut found);
    for (table, is_external) in [(&choice_table, false), (&external_table, true)] {
        if let Some(table) = table {
            selects.check_codes(table, is_external, &mut found);
        }
    }
    selects.add_other_choices();
    let names = Names::of(&nodes);
    if let Some(choices) = &choice_table {
        references::check_choices(choices, &names, &own, &mut found);
    }
    if let Some(table) = &setting_table {
        references::check_columns(table, &["instance_name"], &names, &own, &mut found);
    }
    entities::check(&table, &nodes, entity_table.as_ref(), &mut found);
    if let Some(table) = &entity_table {
        references::check_columns(table, &entities::EXPRESSIONS, &names, &own, &mut found);
    }
    let mut lists = own;
    for more in [outer, files] {
        for (name, choices) in more.lists {
            lists.lists.entry(name).or_insert(choices);
        }
        for (name, columns) in more.columns {
            lists.columns.entry(name).or_insert(columns);
        }
    }
    for list in nodes.iter().filter_map(|node| node.kind.list()).filter(|list| list.starts_with("${")) {
        lists.lists.entry(list.to_owned()).or_default();
    }
    references::check(&table, &nodes, &names, &lists, &mut found);
    let index = names.index;
    let graph = relate(&table, &mut nodes, &index, &lists.lists, &mut found);
    let place = |fault: &Fault| {
        let sheet = sheets.sheets.iter().position(|sheet| sheet.name == fault.sheet).unwrap_or(usize::MAX);
        (sheet, fault.row)
    };
    let titled =
        setting_table.as_ref().and_then(|table| Some(table.texts(table.rows().first()?, "form_title")));
    let title = titled.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        let name = Some(&sheets.name).filter(|name| !name.is_empty());
        name.map(|name| Texts::one(&languages.default().code, name)).unwrap_or_default()
    });
    let (id, version) = (set.get("form_id").unwrap_or(&sheets.name), set.get("version").cloned());
    let (id, version, languages) = (id.clone(), version.unwrap_or_default(), languages.all());
    found.warnings.sort_by_cached_key(place);
    // What is written out of a loop says the same of every turn.
    found.warnings.dedup();
    if !found.faults.is_empty() {
        found.faults.sort_by_cached_key(place);
        found.faults.dedup();
        let questions = nodes.iter().filter(|node| node.kind.is_asked()).count();
        let about = Box::new(About { id, version, title, languages, questions });
        return Err(FormError::Faulty { faults: found.faults, warnings: found.warnings, about });
    }
    Ok(Form {
        id,
        version,
        title,
        languages,
        nodes,
        settings: set,
        lists: lists.lists,
        warnings: found.warnings,
        index,
        graph,
    })
}

/// How the rows relate; tells of paths that lead nowhere and of rows that wait for one another.
fn relate(
    table: &Table<'_>,
    nodes: &mut [Node],
    index: &HashMap<String, usize>,
    lists: &BTreeMap<String, Vec<Choice>>,
    found: &mut Findings,
) -> Graph {
    let mut graph = Graph::tree(nodes);
    for remark in resolve::resolve(nodes, index, &graph, lists) {
        let fault = table.fault_at(nodes[remark.place].row, remark.column, remark.cause);
        if remark.is_fault { found.faults.push(fault) } else { found.warnings.push(fault) }
    }
    let circles = graph.order(nodes, index);
    let told = |key: &'static str, circle: &[usize]| {
        let names: Vec<&str> = circle.iter().map(|place| nodes[*place].name.as_str()).collect();
        let cause = Message::new(key).with("names", names.join(" → "));
        let first = circle.first().and_then(|place| nodes.get(*place));
        let Some(first) = first else { return Fault::new(table.name(), 0, "", cause) };
        let worked_out = first.triggers.is_empty() && first.calculation.is_some();
        let column = match (worked_out, &first.repeat_count) {
            (true, _) => "calculation",
            (_, Some(_)) => "repeat_count",
            _ => "relevant",
        };
        table.fault_at(first.row, column, cause)
    };
    found.faults.extend(circles.faults.iter().map(|circle| told("forms.fault.circle", circle)));
    found.warnings.extend(circles.cut.iter().map(|circle| told("forms.fault.circle_cut", circle)));
    graph
}

fn says_yes(said: &str) -> bool {
    matches!(said.trim().to_lowercase().as_str(), "yes" | "true" | "true()" | "1")
}

fn find<'a>(sheets: &'a Sheets, wanted: &str) -> Option<&'a Sheet> {
    let old = SHEETS.iter().find(|(name, _)| *name == wanted).map_or(&[][..], |(_, old)| *old);
    std::iter::once(&wanted).chain(old).find_map(|name| sheets.find(name))
}

/// The only sheet of a workbook is its survey, whatever it is called, if it looks like one.
fn only_sheet(sheets: &Sheets) -> Option<&Sheet> {
    let [sheet] = sheets.sheets.as_slice() else { return None };
    let has = |wanted: &str| {
        sheet.headers.iter().any(|header| super::headers::read(header, Part::Survey).name == wanted)
    };
    (has("type") && has("name")).then_some(sheet)
}

fn no_survey(sheets: &Sheets) -> Message {
    let near =
        sheets.sheets.iter().find(|sheet| nearest(&sheet.name.trim().to_lowercase(), ["survey"]).is_some());
    match near {
        Some(sheet) => Message::new("forms.fault.no_survey_near").with("near", &sheet.name),
        None => Message::new("forms.fault.no_survey"),
    }
}

fn warn_of_near_sheet(sheet: &Sheet, sheets: &Sheets, found: &mut Findings) {
    let name = sheet.name.trim().to_lowercase();
    let known = SHEETS.iter().any(|(wanted, old)| *wanted == name || old.contains(&name.as_str()));
    // An underscore before the name says that the sheet is meant to be passed over.
    if known || name.starts_with('_') || is_file(&name) || name.chars().count() > 40 {
        return;
    }
    if let Some(near) = nearest(&name, SHEETS.map(|(name, _)| name))
        && find(sheets, near).is_none()
    {
        let cause = Message::new("forms.fault.sheet_near").with("near", near);
        found.warnings.push(Fault::new(&sheet.name, 0, "", cause));
    }
}
