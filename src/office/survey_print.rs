//! Survey forms and surveys as papers.
//!
//! Invariant: says what the store says at this moment; nothing is recorded by printing.

use super::desk::Office;
use super::error::{Error, Result};
use super::out_file;
use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::papers::document::Properties;
use crate::papers::laid::Laid;
use crate::papers::questionnaire::{self, About};
use crate::papers::{docx, layout, preview, rules};
use crate::text::dates::written_date;
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use jiff::Timestamp;
use std::path::Path;

/// A form or survey laid out for paper.
#[derive(Debug, Clone)]
pub struct PrintedSurvey {
    /// What it is called.
    pub title: String,
    laid: Laid,
}

impl PrintedSurvey {
    /// As text for a terminal or a printer, so many columns wide.
    pub fn text(&self, width: usize) -> String {
        preview::plain(&self.laid, width)
    }

    /// As a Word file at a place; one there is replaced only where that is said.
    ///
    /// # Errors
    /// A file is there, or it can't be written.
    pub fn write(&self, path: &Path, replace: bool) -> Result<()> {
        let bytes = docx::write(&self.laid).map_err(|error| Error::program(error.message()))?;
        out_file::write(path, &bytes, replace)
    }
}

impl Office {
    /// A form to be filled in by hand; the newest one if none is named.
    pub fn print_form(&self, form: Option<&str>, language: Language) -> Result<PrintedSurvey> {
        let form = self.newest_form_to_read(form)?;
        let locale = Locale::new(language);
        let title = title(&form.title, &form.id, language);
        let document = questionnaire::blank(&form, &locale, self.properties(&title));
        self.laid(title, &document)
    }

    /// A survey as it stands, answered or not.
    pub fn print_survey(&self, id: &Id<Survey>, language: Language) -> Result<PrintedSurvey> {
        let mut view = self.survey_view(id)?;
        view.filling.speak(language.code());
        let locale = Locale::new(language);
        let reader = self.reader();
        let survey = &view.survey;
        let case = reader.must_get("case", survey.case.as_str())?;
        let cell = reader.must_get("cell", case.text("cell").unwrap_or_default())?;
        let row = reader.must_get("survey", id.as_str())?;
        let finalized_by = match row.text("finalized_by") {
            Some(officer) => reader.get("officer", officer)?,
            None => None,
        };
        let state = self.codes().name("survey_state", survey.state.code(), language).to_owned();
        let known = [
            ("case", case.text("code").unwrap_or_default().to_owned()),
            ("cell", cell.text("name").unwrap_or_default().to_owned()),
            ("state", state),
            ("started_on", written_date(survey.started_on)),
            ("finalized_on", survey.finalized_on.map(written_date).unwrap_or_default()),
            (
                "finalized_by",
                finalized_by.and_then(|row| row.text("name").map(str::to_owned)).unwrap_or_default(),
            ),
        ];
        let lines = known.into_iter().filter(|(_, value)| !value.is_empty());
        let lines =
            lines.map(|(key, value)| (locale.text(&format!("paper.survey.about.{key}")).to_owned(), value));
        let about = About { survey: id.to_string(), lines: lines.collect() };
        let form = view.filling.form();
        let title = title(&form.title, &form.id, language);
        let document = questionnaire::filled(&view.filling, &about, &locale, self.properties(&title));
        self.laid(title, &document)
    }

    fn properties(&self, title: &str) -> Properties {
        // The day is enough, and the same survey printed twice on it gives the same file.
        let midnight = self.today().at(0, 0, 0, 0);
        let made_at = jiff::tz::TimeZone::UTC.to_timestamp(midnight).unwrap_or(Timestamp::UNIX_EPOCH);
        let author = self.person().name.clone();
        Properties { title: title.to_owned(), author, made_at }
    }

    fn laid(&self, title: String, document: &crate::papers::document::Document) -> Result<PrintedSurvey> {
        let kit = self.paper_kit();
        let rules = rules::of_date(&kit.rules, self.today());
        let rules = rules.ok_or_else(|| Error::program(Message::new("survey.no_paper_rules")))?;
        Ok(PrintedSurvey { title, laid: layout::lay(document, rules, &kit.house) })
    }
}

fn title(texts: &crate::forms::form::Texts, name: &str, language: Language) -> String {
    let title = texts.get(language.code());
    if title.is_empty() { name.to_owned() } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;
    use crate::forms::built_in;

    /// Every question of the questionnaire that comes with the program is on the blank sheet, by its number.
    #[test]
    fn the_blank_sheet_asks_everything() {
        let room = Room::new();
        let printed = room.office.print_form(Some("khao-sat-tcd"), Language::Vietnamese).unwrap();
        let text = printed.text(100);
        let asked = built_in::form().unwrap();
        let asked =
            asked.questions().filter(|node| node.calculation.is_none() || node.read_only.is_none()).count();
        assert!(text.contains(&format!("{asked}. ")), "{text}");
        assert!(text.contains("☐") && text.contains("Chỉ trả lời khi câu") && text.contains("………"), "{text}");
        assert!(!text.contains("paper.survey") && !text.contains("${"), "{text}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("phieu.docx");
        printed.write(&path, false).unwrap();
        assert_eq!(printed.write(&path, false).unwrap_err().message.key, "office.out.exists");
        printed.write(&path, true).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn the_filled_sheet_says_who_when_and_what() {
        let room = Room::new().supplied("survey");
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0);
        let text = room.office.print_survey(&survey.id, Language::Vietnamese).unwrap().text(100);
        for said in
            ["Chi bộ Công ty Quảng Phú", "14/09/2023", "Nguyễn Thị Lan", "Nguồn số liệu", "(chưa trả lời)"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
        let english = room.office.print_survey(&survey.id, Language::English).unwrap().text(100);
        assert!(english.contains("Source") && english.contains("(not answered)"), "{english}");
    }
}
