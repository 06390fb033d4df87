//! Surveys on their way out: a workbook with the photos beside it, a form or a survey as a Word file.
//!
//! Invariant: no file there is replaced unless that was said; a workbook is written by a worker.

use super::super::outcome::{refused, told};
use super::preview::goes_on;
use crate::domain::ids::Id;
use crate::domain::statement::{Survey, SurveyState};
use crate::office::error::Result;
use crate::office::export_surveys::{ExportWishes, ExportedSurveys};
use crate::store::SurveyLine;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::notice::Notice;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::event::{Answer, Reply};
use crate::tui::jobs::{JobHandle, JobNews};
use crate::tui::layer::Step;
use crate::tui::settings::Environment;
use crate::tui::toast::{Toast, Tone};
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::path::{Path, PathBuf};

/// What stands before the name of a form among the things to print.
const BLANK: &str = "form:";

/// A workbook was written.
struct Written(Result<ExportedSurveys>, PathBuf);

/// What is asked before something goes out.
pub(super) struct Out {
    folder: PathBuf,
    /// The form to export.
    form: Option<String>,
    /// What is to be printed: a survey, or a form behind [`BLANK`].
    print: String,
    job: Option<JobHandle>,
}

impl Out {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, form: None, print: String::new(), job: None }
    }

    /// Which form's surveys, where there are several; then into which file.
    pub(super) fn ask_export(&mut self, cx: &Context) -> Step<Context> {
        let lines = match standing(cx) {
            Ok(lines) => lines,
            Err(error) => return refused(&error, cx),
        };
        let mut choices: Vec<Choice> = Vec::new();
        for line in &lines {
            if !choices.iter().any(|choice| choice.id == line.form_name) {
                let count = lines.iter().filter(|other| other.form_name == line.form_name).count();
                let note = cx.settings().locale.fill("screen.submissions.count", &[("count", &count)]);
                choices.push(Choice::new(line.form_name.clone(), line.form_name.clone()).note(note));
            }
        }
        match choices.as_slice() {
            [] => Step::Say(Toast::note(Message::new("screen.submissions.nothing_there"))),
            [one] => {
                self.form = Some(one.id.clone());
                self.ask_workbook()
            }
            _ => {
                let title = "screen.submissions.which_form";
                Step::push(Pick::one("submissions.export_form", title, &choices, "", cx.settings()))
            }
        }
    }

    fn ask_workbook(&self) -> Step<Context> {
        let path = self.folder.join(format!("{}.xlsx", self.form.as_deref().unwrap_or("phieu")));
        let fields = vec![
            FieldSpec::new("path", "screen.submissions.workbook", Kind::Text)
                .required()
                .value(path.to_string_lossy()),
            FieldSpec::new("files", "screen.submissions.files_folder", Kind::Text)
                .hint("screen.submissions.files_folder_hint"),
            FieldSpec::new("names", "screen.submissions.names", Kind::YesNo)
                .hint("screen.submissions.names_hint")
                .value("false"),
            FieldSpec::new("replace", "screen.submissions.replace", Kind::YesNo).value("false"),
        ];
        Step::push(Fill::new("submissions.export", "action.submissions.export", fields))
    }

    /// Which form or survey, by typing; then into which file.
    pub(super) fn ask_print(&mut self, cx: &Context) -> Step<Context> {
        let (lines, forms) = match standing(cx).and_then(|lines| Ok((lines, cx.office.forms()?))) {
            Ok(found) => found,
            Err(error) => return refused(&error, cx),
        };
        let mut choices: Vec<Choice> = Vec::new();
        for form in forms.iter().rev() {
            let id = format!("{BLANK}{}", form.name);
            if !choices.iter().any(|choice| choice.id == id) {
                let label = cx.settings().locale.fill("screen.submissions.blank", &[("title", &form.title)]);
                choices.push(Choice::new(id, label).note(format!("{} {}", form.name, form.version)));
            }
        }
        choices.extend(lines.into_iter().map(|line| {
            let state = cx.code_name("survey_state", line.survey.state.code());
            let note = format!("{} · {state}", line.case_code);
            Choice::new(line.survey.id.to_string(), line.cell_name).note(note)
        }));
        if choices.is_empty() {
            return Step::Say(Toast::note(Message::new("screen.submissions.nothing_there")));
        }
        let title = "screen.submissions.which_print";
        Step::push(Pick::one("submissions.print_what", title, &choices, "", cx.settings()))
    }

    fn ask_paper(&self, cx: &Context) -> Step<Context> {
        let name = match self.print.strip_prefix(BLANK) {
            Some(form) => form.to_owned(),
            None => standing(cx)
                .ok()
                .and_then(|lines| lines.into_iter().find(|line| line.survey.id.as_str() == self.print))
                .map_or_else(String::new, |line| format!("{}-{}", line.case_code, line.form_name)),
        };
        let path = self.folder.join(format!("{}.docx", file_name(&name)));
        let languages = [("vi", "screen.submissions.vi"), ("en", "screen.submissions.en")];
        let languages = languages.map(|(code, label)| Choice::new(code, label)).to_vec();
        let fields = vec![
            FieldSpec::new("path", "screen.submissions.paper", Kind::Text)
                .required()
                .value(path.to_string_lossy()),
            FieldSpec::new("language", "screen.submissions.language", Kind::Choice(languages))
                .required()
                .value(cx.language().code()),
            FieldSpec::new("replace", "screen.submissions.replace", Kind::YesNo).value("false"),
        ];
        Step::push(Fill::new("submissions.print", "action.submissions.print", fields))
    }

    pub(super) fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("submissions.export_form", Reply::Chosen(form)) => {
                self.form = Some(form.clone());
                self.ask_workbook()
            }
            ("submissions.print_what", Reply::Chosen(what)) => {
                self.print.clone_from(what);
                self.ask_paper(cx)
            }
            ("submissions.export", Reply::Filled(fields)) => self.export(fields, cx),
            ("submissions.print", Reply::Filled(fields)) => {
                let path = self.place(&value(fields, "path"));
                let language =
                    if value(fields, "language") == "en" { Language::English } else { Language::Vietnamese };
                let replace = value(fields, "replace") == "true";
                let written = Message::new("cli.export.printed").with("file", path.display());
                told(self.print(&path, language, replace, cx), written, cx)
            }
            _ => Step::Pass,
        }
    }

    fn export(&mut self, fields: &[(String, String)], cx: &mut Context) -> Step<Context> {
        let path = self.place(&value(fields, "path"));
        let files = Some(value(fields, "files")).filter(|files| !files.is_empty());
        let wishes = ExportWishes {
            form: self.form.clone(),
            names: value(fields, "names") == "true",
            replace: value(fields, "replace") == "true",
            files: files.map(|files| self.place(&files)),
            ..ExportWishes::default()
        };
        let (elsewhere, language) = (cx.elsewhere(), cx.language());
        let job = cx.jobs.spawn("screen.submissions.writing", move |progress| {
            let mut goes_on = |done, of| goes_on(progress, done, of);
            let office = elsewhere.open();
            let told = office
                .and_then(|office| office.export_surveys_telling(&path, &wishes, language, &mut goes_on));
            Written(told, path)
        });
        self.job = Some(job.clone());
        Step::push(ProgressDialog::new(job))
    }

    /// What came of the workbook.
    pub(super) fn heard(&mut self, news: &JobNews, cx: &Context) -> Step<Context> {
        if !self.job.as_ref().is_some_and(|job| news.is_of(job) && news.is_over()) {
            return Step::Pass;
        }
        self.job = None;
        let Some(Written(told, path)) = news.take::<Written>() else {
            return Step::Say(Toast::fault(Message::new("screen.submissions.export_broke")));
        };
        let told = match told {
            Ok(told) => told,
            Err(error) => return refused(&error, cx),
        };
        let key = if told.files > 0 { "exported_with_files" } else { "exported" };
        let done = Message::new(format!("screen.submissions.{key}"))
            .with("file", path.display())
            .with("count", told.surveys)
            .with("files", told.files);
        if told.left_out.is_empty() && told.cut.is_empty() {
            return Step::Say(Toast::done(done));
        }
        // What is not in the workbook must be read, not pass.
        let left_out = told.left_out.iter().map(|(question, surveys)| {
            Message::new("screen.submissions.left_out").with("question", question).with("count", surveys)
        });
        let cut = told.cut.iter().map(|(survey, question)| {
            Message::new("screen.submissions.cut").with("survey", survey).with("question", question)
        });
        let title = Message::new("action.submissions.export");
        Step::push(Notice::new(Tone::Note, title, done).and(left_out.chain(cut)))
    }

    /// A survey, or the blank form.
    fn print(&self, path: &Path, language: Language, replace: bool, cx: &Context) -> Result<()> {
        let printed = match self.print.strip_prefix(BLANK) {
            Some(form) => cx.office.print_form(Some(form), language)?,
            None => cx.office.print_survey(&Id::<Survey>::new(self.print.as_str()), language)?,
        };
        printed.write(path, replace)
    }

    /// A path as typed; one that does not begin at a root is below the folder of the files.
    fn place(&self, typed: &str) -> PathBuf {
        self.folder.join(typed.trim_matches(['"', '\'']))
    }
}

/// The surveys that are not in the bin.
fn standing(cx: &Context) -> Result<Vec<SurveyLine>> {
    let mut lines = cx.office.surveys(None)?;
    lines.retain(|line| line.survey.state != SurveyState::Discarded);
    Ok(lines)
}

fn value(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// Letters every system takes.
fn file_name(name: &str) -> String {
    let plain = fold(name);
    let kept = plain.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    let kept: String = kept.collect();
    if kept.is_empty() { "phieu".to_owned() } else { kept }
}
