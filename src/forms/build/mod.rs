//! Tables into a [`Form`].
//!
//! Invariant: everything wrong is told at once, by sheet, row and column, with the nearest right name; what is
//! merely untidy opens with a warning.

mod choices;
mod references;
mod rows;
mod table;

use super::fault::{Fault, FormError};
use super::form::{Form, FormLanguage, Texts};
use super::graph;
use super::sheets::{Sheet, Sheets};
use crate::domain::fault::nearest;
use crate::text::message::Message;
use std::collections::HashMap;
use table::Table;

/// The sheets we read; others are passed over.
const SHEETS: [&str; 3] = ["survey", "choices", "settings"];

/// What is found on the way.
#[derive(Debug, Default)]
struct Findings {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}

/// Makes the form of these tables.
///
/// # Errors
/// Everything its author must mend.
pub fn build(sheets: &Sheets) -> Result<Form, FormError> {
    let mut found = Findings::default();
    for sheet in &sheets.sheets {
        warn_of_near_sheet(sheet, &mut found);
    }
    let settings = Settings::read(sheets.find("settings"), &mut found);
    let empty = Sheet { name: "survey".to_owned(), ..Sheet::default() };
    let survey = sheets.find("survey").unwrap_or_else(|| {
        found.faults.push(Fault::new("survey", 0, "", Message::new("forms.fault.no_survey")));
        &empty
    });
    let survey = Table::new(survey, &settings.language, &mut found);
    let choice_sheet = sheets.find("choices").map(|sheet| Table::new(sheet, &settings.language, &mut found));

    let lists = choice_sheet.as_ref().map(|table| choices::read(table, &mut found)).unwrap_or_default();
    let nodes = rows::read(&survey, &mut found);
    let mut index = HashMap::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        index.entry(node.name.clone()).or_insert(place);
    }
    references::check(&survey, &nodes, &index, &lists, &mut found);
    let order = graph::order(&nodes, &index);
    for circle in &order.circles {
        let row = circle.first().and_then(|place| nodes.get(*place)).map_or(0, |node| node.row);
        let names: Vec<_> =
            circle.iter().filter_map(|place| nodes.get(*place)).map(|node| node.name.as_str()).collect();
        let cause = Message::new("forms.fault.circle").with("names", names.join(" → "));
        found.faults.push(Fault::new(survey.name(), row, "", cause));
    }
    if !found.faults.is_empty() {
        found.faults.sort_by_key(|fault| fault.row);
        return Err(FormError::Faulty(found.faults));
    }
    let mut languages = vec![settings.language];
    for table in std::iter::once(&survey).chain(choice_sheet.as_ref()) {
        for language in table.languages() {
            if languages.iter().all(|known| known.code != language.code) {
                languages.push(language.clone());
            }
        }
    }
    if !settings.language_set && !survey.speaks_without_language() && languages.len() > 1 {
        languages.remove(0);
    }
    Ok(Form {
        id: settings.id,
        version: settings.version,
        title: settings.title,
        languages,
        nodes,
        lists,
        warnings: found.warnings,
        index,
        dependents: order.dependents,
        rank: order.rank,
    })
}

fn warn_of_near_sheet(sheet: &Sheet, found: &mut Findings) {
    let name = sheet.name.trim().to_lowercase();
    if !SHEETS.contains(&name.as_str())
        && let Some(near) = nearest(&name, SHEETS)
    {
        let cause = Message::new("forms.fault.sheet_near").with("near", near);
        found.warnings.push(Fault::new(&sheet.name, 0, "", cause));
    }
}

/// What the settings sheet says.
struct Settings {
    id: String,
    version: String,
    title: Texts,
    language: FormLanguage,
    language_set: bool,
}

impl Settings {
    fn read(sheet: Option<&Sheet>, found: &mut Findings) -> Self {
        let none = FormLanguage::read("default");
        let (Some(sheet), true) = (sheet, sheet.is_some_and(|sheet| !sheet.rows.is_empty())) else {
            return Self {
                id: String::new(),
                version: String::new(),
                title: Texts::default(),
                language: none,
                language_set: false,
            };
        };
        // The default language has to be known before the title can be read in it.
        let table = Table::new(sheet, &none, &mut Findings::default());
        let written = sheet.rows.first().map(|row| table.cell(row, "default_language")).unwrap_or_default();
        let language = if written.is_empty() { none } else { FormLanguage::read(written) };
        let table = Table::new(sheet, &language, found);
        let row = &sheet.rows[0];
        Self {
            id: table.cell(row, "form_id").to_owned(),
            version: table.cell(row, "version").to_owned(),
            title: table.texts(row, "form_title"),
            language_set: !written.is_empty(),
            language,
        }
    }
}
