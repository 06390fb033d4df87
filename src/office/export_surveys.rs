//! The answers of surveys as a workbook, one row a survey.
//!
//! Invariant: says what a finalised survey says: answers that are no longer asked stay out; what cannot be
//! written is named.

use super::desk::Office;
use super::error::{Error, Result};
use super::export_files::Files;
use super::import_submissions::KEY;
use super::out_file;
use super::surveys::view;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{FormVersion, Survey, SurveyState};
use crate::exchange::{self, Exported};
use crate::text::locale::Language;
use crate::text::message::Message;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Which surveys, and how they are written.
#[derive(Debug, Clone, Default)]
pub struct ExportWishes {
    /// The form; otherwise the one that has surveys.
    pub form: Option<String>,
    /// Only the surveys of these cases; empty: of all.
    pub cases: Vec<Id<Case>>,
    /// Names of questions and choices rather than their wordings.
    pub names: bool,
    /// A file there may be replaced.
    pub replace: bool,
    /// Where the photos and attached files are written; none: only their names are.
    pub files: Option<PathBuf>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedSurveys {
    /// The form, by name and version.
    pub form: (String, String),
    /// How many surveys.
    pub surveys: usize,
    /// Questions of other versions of the form that have no column: in how many surveys each is answered.
    pub left_out: BTreeMap<String, usize>,
    /// Answers too long for a cell, cut: survey and question.
    pub cut: Vec<(String, String)>,
    /// Photos and attached files that stand in their folder now.
    pub files: usize,
}

impl Office {
    /// Writes the surveys of a form into a new workbook; those in the bin stay there.
    ///
    /// # Errors
    /// No survey fits, the file is there already, or it can't be written.
    pub fn export_surveys(
        &self,
        path: &Path,
        wishes: &ExportWishes,
        language: Language,
    ) -> Result<ExportedSurveys> {
        self.export_surveys_telling(path, wishes, language, &mut |_, _| true)
    }

    /// As [`Office::export_surveys`], and tells how many attached files of how many are written; stops where the
    /// answer is not to go on.
    pub fn export_surveys_telling(
        &self,
        path: &Path,
        wishes: &ExportWishes,
        language: Language,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<ExportedSurveys> {
        // Before any file is written: the workbook is what most often is there already.
        out_file::check(path, wishes.replace)?;
        let (bytes, mut exported, files) = self.exported(wishes, language)?;
        if let Some(folder) = &wishes.files {
            exported.files = self.write_files(&files, folder, wishes.replace, goes_on)?;
        }
        out_file::write(path, &bytes, wishes.replace)?;
        Ok(exported)
    }

    /// As [`Office::export_surveys`], as bytes.
    pub fn export_bytes(
        &self,
        wishes: &ExportWishes,
        language: Language,
    ) -> Result<(Vec<u8>, ExportedSurveys)> {
        let (bytes, exported, _) = self.exported(wishes, language)?;
        Ok((bytes, exported))
    }

    fn exported(
        &self,
        wishes: &ExportWishes,
        language: Language,
    ) -> Result<(Vec<u8>, ExportedSurveys, Files)> {
        let reader = self.reader();
        let wanted = |survey: &Survey| {
            survey.state != SurveyState::Discarded
                && (wishes.cases.is_empty() || wishes.cases.contains(&survey.case))
        };
        let surveys: Vec<Survey> = reader.surveys()?.into_iter().filter(wanted).collect();
        let form_id = self.form_to_export(wishes, &surveys)?;
        let form = self.form(&form_id)?;
        let versions: BTreeMap<Id<FormVersion>, String> =
            self.forms()?.into_iter().map(|line| (line.id, line.name)).collect();
        let keys: HashMap<String, String> =
            reader.survey_keys(KEY)?.into_iter().map(|(key, survey)| (survey.to_string(), key)).collect();
        let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
        let mut exported = Vec::new();
        let mut files = Files::default();
        for survey in surveys.iter().filter(|survey| versions.get(&survey.form) == Some(&form.id)) {
            let found = view(&self.desk, &reader, &survey.id, self.today())?;
            let mut unasked: BTreeSet<String> = BTreeSet::new();
            let mut answers = Vec::new();
            for (node, instance, value) in found.filling.final_answers() {
                if form.node(&node.name).is_some_and(|known| known.repeats == node.repeats) {
                    answers.push((node.name.clone(), instance.clone(), value.to_owned()));
                } else {
                    unasked.insert(node.name.clone());
                }
            }
            for question in unasked {
                *left_out.entry(question).or_default() += 1;
            }
            let case = reader.must_get("case", survey.case.as_str())?;
            let cell = reader.must_get("cell", case.text("cell").unwrap_or_default())?;
            let mut about = BTreeMap::from([
                ("case", case.text("code").unwrap_or_default().to_owned()),
                ("cell", cell.text("name").unwrap_or_default().to_owned()),
                ("state", self.codes().name("survey_state", survey.state.code(), language).to_owned()),
                ("started_on", survey.started_on.to_string()),
            ]);
            if let Some(day) = survey.finalized_on {
                about.insert("finalized_on", day.to_string());
            }
            let key = keys.get(survey.id.as_str()).cloned().unwrap_or_else(|| survey.id.to_string());
            let mut one = Exported { key, about, answers };
            if wishes.files.is_some() {
                files.place(&form, case.text("code").unwrap_or_default(), &mut one, &reader)?;
            }
            exported.push(one);
        }
        if exported.is_empty() {
            return Err(Error::yours(Message::new("survey.none_to_export").with("form", &form.id)));
        }
        let options = exchange::ExportOptions { language: language.code(), labels: !wishes.names };
        let book = exchange::write_submissions(&form, &exported, options)
            .map_err(|error| Error::program(Message::new("survey.export_failed").with("detail", error)))?;
        let told = ExportedSurveys {
            form: (form.id.clone(), form.version.clone()),
            surveys: exported.len(),
            left_out,
            cut: book.cut,
            files: 0,
        };
        Ok((book.bytes, told, files))
    }

    /// The newest version of the form asked for, else of the only form that has surveys.
    fn form_to_export(&self, wishes: &ExportWishes, surveys: &[Survey]) -> Result<Id<FormVersion>> {
        if wishes.form.is_some() {
            return self.stored_form(wishes.form.as_deref());
        }
        let used: BTreeSet<&Id<FormVersion>> = surveys.iter().map(|survey| &survey.form).collect();
        let forms = self.forms()?;
        let mut names: Vec<&str> =
            forms.iter().filter(|line| used.contains(&line.id)).map(|line| line.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        match names.as_slice() {
            [] => Err(Error::yours(Message::new("survey.nothing_to_export"))),
            [one] => self.stored_form(Some(one)),
            several => {
                Err(Error::yours(Message::new("survey.several_forms").with("forms", several.join(", "))))
            }
        }
    }
}
