//! To which case a survey filled elsewhere belongs.
//!
//! Invariant: one case is named by everything the survey says of its organisation, or none is: an officer is
//! asked, never guessed for.

use super::choices::RowChoice;
use super::desk::Office;
use super::error::Result;
use crate::domain::case::{Case, SideState};
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::domain::statement::SurveyState;
use crate::domain::tax_code::TaxCode;
use crate::exchange::Submission;
use crate::store::Reader;
use crate::text::fold::fold;
use crate::text::message::Message;
use crate::text::sort;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many organisations a question names.
const NAMED_AT_MOST: usize = 5;

/// A cell as surveys may know it.
struct Known {
    name: String,
    code: Option<String>,
    tax_code: Option<String>,
}

/// The organisations of the register, by what surveys know them by.
pub(super) struct Cases<'a> {
    reader: Reader<'a>,
    cells: HashMap<String, Known>,
    by_code: HashMap<String, Vec<String>>,
    by_tax_code: HashMap<String, Vec<String>>,
    by_name: HashMap<String, Vec<String>>,
    by_enterprise: HashMap<String, Vec<String>>,
}

impl Office {
    /// The cases a survey filled elsewhere may be given to, in the order of a Vietnamese dictionary; those that
    /// have no survey begun stand first.
    pub fn cases_to_survey(&self) -> Result<Vec<RowChoice>> {
        let lines = self.reader().survey_lines(None)?.into_iter();
        let drafts = lines.filter(|line| line.survey.state == SurveyState::Draft);
        let begun: HashSet<String> = drafts.map(|line| line.survey.case.to_string()).collect();
        let lines = self.reader().case_lines()?.into_iter();
        let active = lines.filter(|line| line.closed_on.is_none() && line.side_state.is_none());
        let mut choices: Vec<RowChoice> = active
            .map(|line| RowChoice {
                fits: !begun.contains(&line.id),
                id: line.id,
                name: line.cell_name,
                note: line.code,
            })
            .collect();
        choices.sort_by_cached_key(|choice| (!choice.fits, sort::sort_key(&choice.name)));
        Ok(choices)
    }
}

/// A case that was found.
#[derive(Debug, Clone)]
pub(super) struct FoundCase {
    pub(super) id: Id<Case>,
    pub(super) code: String,
    /// What its cell is called.
    pub(super) cell: String,
}

impl<'a> Cases<'a> {
    pub(super) fn load(reader: Reader<'a>) -> Result<Self> {
        let mut enterprises: HashMap<String, (String, Option<String>)> = HashMap::new();
        for row in reader.rows_of("enterprise")? {
            let tax_code = row.text("tax_code").map(tax_key);
            let name = row.text("name").unwrap_or_default().to_owned();
            enterprises.insert(row.text("id").unwrap_or_default().to_owned(), (name, tax_code));
        }
        let mut cases = Self {
            cells: HashMap::new(),
            by_code: HashMap::new(),
            by_tax_code: HashMap::new(),
            by_name: HashMap::new(),
            by_enterprise: HashMap::new(),
            reader,
        };
        for row in cases.reader.rows_of("cell")? {
            let id = row.text("id").unwrap_or_default().to_owned();
            let name = row.text("name").unwrap_or_default().to_owned();
            let code = row.text("code").map(code_key);
            let enterprise = row.text("enterprise").and_then(|id| enterprises.get(id));
            let tax_code = enterprise.and_then(|(_, tax_code)| tax_code.clone());
            let note = |index: &mut HashMap<String, Vec<String>>, key: Option<String>| {
                if let Some(key) = key.filter(|key| !key.is_empty()) {
                    index.entry(key).or_default().push(id.clone());
                }
            };
            note(&mut cases.by_code, code.clone());
            note(&mut cases.by_tax_code, tax_code.clone());
            note(&mut cases.by_name, Some(fold(&name)));
            note(&mut cases.by_enterprise, enterprise.map(|(name, _)| fold(name)));
            cases.cells.insert(id, Known { name, code, tax_code });
        }
        Ok(cases)
    }

    /// The case of a survey, or the question an officer must answer.
    pub(super) fn find(&self, submission: &Submission) -> Result<std::result::Result<FoundCase, Message>> {
        if let Some(code) = &submission.case
            && let Some(case) = self.case_of_code(code)?
        {
            return self.open(&case);
        }
        let cell = match self.cell(submission) {
            Ok(cell) => cell,
            Err(question) => return Ok(Err(question)),
        };
        let name = self.name(&cell);
        match self.reader.open_case_of(&Id::<Cell>::new(cell))? {
            Some((case, _)) => self.open(&case),
            None => Ok(Err(Message::new("import.doubt.no_open_case").with("name", name))),
        }
    }

    /// A case by its own code or id, as an officer names it.
    pub(super) fn case_of_code(&self, code: &str) -> Result<Option<Id<Case>>> {
        let found = self.reader.find("case", "code", code.trim())?;
        Ok(found.into_iter().next().map(Id::new))
    }

    /// A case that may still be surveyed.
    pub(super) fn open(&self, id: &Id<Case>) -> Result<std::result::Result<FoundCase, Message>> {
        let Some(case) = self.reader.case(id)? else {
            return Ok(Err(Message::new("import.doubt.no_organisation_named")));
        };
        let closed = case.closed_on.is_some() || case.side_state == Some(SideState::Cancelled);
        if closed || case.side_state.is_some() {
            return Ok(Err(Message::new("import.doubt.case_not_active").with("case", &case.code)));
        }
        let cell = self.name(case.cell.as_str());
        Ok(Ok(FoundCase { id: id.clone(), code: case.code, cell }))
    }

    /// The one cell that everything said of it agrees on.
    fn cell(&self, submission: &Submission) -> std::result::Result<String, Message> {
        let said =
            |field: &str| submission.identity.get(field).map(String::as_str).filter(|text| !text.is_empty());
        let code = said("cell.code").map(code_key);
        let tax_code = said("enterprise.tax_code").map(tax_key);
        let (name, enterprise) = (said("cell.name"), said("enterprise.name"));
        let Some(shown) = name.or(enterprise).or(said("enterprise.tax_code")).or(said("cell.code")) else {
            return Err(Message::new("import.doubt.no_organisation_named"));
        };
        let known = |index: &HashMap<String, Vec<String>>, key: Option<String>| -> Option<BTreeSet<String>> {
            Some(index.get(&key?)?.iter().cloned().collect())
        };
        let by = [
            known(&self.by_code, code.clone()),
            known(&self.by_tax_code, tax_code.clone()),
            known(&self.by_name, name.map(fold)),
            known(&self.by_enterprise, enterprise.map(fold)),
        ];
        let mut fitting: Option<BTreeSet<String>> = None;
        for cells in by.into_iter().flatten() {
            let narrowed = match fitting {
                None => cells,
                Some(before) => {
                    let both: BTreeSet<String> = before.intersection(&cells).cloned().collect();
                    if both.is_empty() {
                        let names = |cells: &BTreeSet<String>| self.names(cells);
                        return Err(Message::new("import.doubt.cells_disagree")
                            .with("one", names(&before))
                            .with("other", names(&cells)));
                    }
                    both
                }
            };
            fitting = Some(narrowed);
        }
        let agrees = |known: &Option<String>, said: &Option<String>| match (known, said) {
            (Some(known), Some(said)) => known == said,
            _ => true,
        };
        let mut fitting = fitting.unwrap_or_default();
        let before = fitting.clone();
        fitting.retain(|cell| {
            let known = self.cells.get(cell);
            known.is_some_and(|known| agrees(&known.code, &code) && agrees(&known.tax_code, &tax_code))
        });
        let mut cells = fitting.iter();
        match (cells.next(), cells.next()) {
            (Some(one), None) => Ok(one.clone()),
            (Some(_), Some(_)) => Err(Message::new("import.doubt.several_organisations")
                .with("name", shown)
                .with("names", self.names(&fitting))),
            (None, _) if !before.is_empty() => Err(Message::new("import.doubt.codes_disagree")
                .with("name", shown)
                .with("names", self.names(&before))),
            _ => Err(Message::new("import.doubt.unknown_organisation").with("name", shown)),
        }
    }

    fn name(&self, cell: &str) -> String {
        self.cells.get(cell).map(|known| known.name.clone()).unwrap_or_default()
    }

    fn names(&self, cells: &BTreeSet<String>) -> String {
        let mut names: Vec<String> = cells.iter().take(NAMED_AT_MOST).map(|cell| self.name(cell)).collect();
        if cells.len() > NAMED_AT_MOST {
            names.push("…".to_owned());
        }
        names.join("; ")
    }
}

/// A tax code for comparing: with the zeros a workbook lost, without marks.
fn tax_key(written: &str) -> String {
    match TaxCode::parse_restoring(written) {
        Ok((code, _)) => code.as_str().to_owned(),
        Err(_) => written.chars().filter(char::is_ascii_digit).collect(),
    }
}

fn code_key(written: &str) -> String {
    written.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
