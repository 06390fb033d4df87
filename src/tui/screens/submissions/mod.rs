//! Surveys and files: surveys filled elsewhere are read, previewed and taken in; answers go out as a workbook;
//! forms and surveys go on paper.
//!
//! Invariant: Enter takes in exactly the plan that is shown, as one entry; no file there is replaced.

use super::import::pages::{Page, pages};
use super::lines::draw_with_whole;
use super::outcome::{refused, told};
use crate::office::error::Result;
use crate::office::export_surveys::ExportWishes;
use crate::office::import_plan::{Fate, ImportPlan};
use crate::office::import_submissions::SubmissionOptions;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{self, FieldSpec};
use crate::tui::widgets::table::{RowSource, TableNews};
use crate::tui::widgets::tabs;
use ratatui::layout::Rect;
use std::path::Path;

/// The page of what only an officer can settle: looked at first where it holds something.
const DOUBTFUL: usize = 5;

/// A plan being looked at.
struct Shown {
    plan: ImportPlan,
    pages: Vec<Page>,
    page: usize,
}

/// The screen.
#[derive(Default)]
pub struct Submissions {
    shown: Option<Shown>,
}

impl Submissions {
    fn read(&mut self, path: &str, cx: &Context) -> Step<Context> {
        match cx.office.preview_submissions(Path::new(path.trim()), &SubmissionOptions::default()) {
            Ok(plan) => {
                let pages = pages(&plan, cx);
                let page = if plan.doubtful.is_empty() { 1 } else { DOUBTFUL.min(pages.len() - 1) };
                self.shown = Some(Shown { plan, pages, page });
                Step::Consumed
            }
            Err(error) => refused(&error, cx),
        }
    }

    fn carry_out(&mut self, cx: &mut Context) -> Step<Context> {
        let Some(shown) = &self.shown else { return Step::Pass };
        if !shown.plan.changes_anything() {
            return Step::Say(Toast::note(Message::new("screen.import.changes_nothing")));
        }
        let done = Message::new("screen.import.done").with("what", summary(&shown.plan, cx));
        let applied = cx.office.apply_import(&shown.plan);
        if applied.is_ok() {
            self.shown = None;
        }
        told(applied, done, cx)
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        let Reply::Filled(fields) = &answer.reply else { return Step::Pass };
        let value = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let path = value("path");
        let written = Message::new("cli.export.printed").with("file", &path);
        match answer.question {
            "submissions.read" => self.read(&path, cx),
            "submissions.export" => {
                let wishes = ExportWishes::default();
                told(cx.office.export_surveys(Path::new(&path), &wishes, cx.language()), written, cx)
            }
            "submissions.print" => told(print(&value("survey"), &path, cx), written, cx),
            _ => Step::Pass,
        }
    }
}

/// A survey, or the blank form where none is named.
fn print(survey: &str, path: &str, cx: &Context) -> Result<()> {
    let printed = if survey.is_empty() {
        cx.office.print_form(None, cx.language())?
    } else {
        cx.office.print_survey(&cx.office.find_survey(survey)?, cx.language())?
    };
    printed.write(Path::new(path), false)
}

fn summary(plan: &ImportPlan, cx: &Context) -> String {
    let message = Message::new("screen.import.summary")
        .with("read", plan.read)
        .with("added", plan.count(Fate::Added))
        .with("updated", plan.count(Fate::Updated))
        .with("unchanged", plan.count(Fate::Unchanged))
        .with("duplicates", plan.duplicates.len());
    format!("{} · {}", plan.file, cx.settings().locale.say(&message))
}

fn ask(question: &'static str, title: &str, with_survey: bool) -> Step<Context> {
    let mut fields = Vec::new();
    if with_survey {
        fields.push(FieldSpec::new("survey", "screen.submissions.survey", field::Kind::Text));
    }
    fields.push(FieldSpec::new("path", "screen.submissions.path", field::Kind::Text).required());
    Step::push(Fill::new(question, title, fields))
}

impl Layer<Context> for Submissions {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.submissions.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let Some(shown) = &self.shown else {
            let title = canvas.word("screen.submissions.title").to_owned();
            let mut rest = canvas.panel(area, &title, true);
            for key in ["about_read", "about_export", "about_print"] {
                let about = canvas.word(&format!("screen.submissions.{key}")).to_owned();
                let used = canvas.paragraph(rest, &about, Role::Text);
                (_, rest) = split_top(rest, used + 1);
            }
            return;
        };
        let form = shown.plan.form.as_deref().unwrap_or_default();
        let inside = canvas.panel(area, &format!("{} · {form}", shown.plan.sheet), true);
        let (line, rest) = split_top(inside, 1);
        canvas.text(line, &summary(&shown.plan, cx), Role::Title);
        let (line, rest) = split_top(rest, 1);
        let labels: Vec<String> = shown.pages.iter().map(|page| page.label.clone()).collect();
        tabs::draw(canvas, line, &labels, shown.page, false);
        if let Some(page) = shown.pages.get(shown.page) {
            draw_with_whole(canvas, rest, &page.table, &page.lines);
        }
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("submissions.read") => {
                return ask("submissions.read", "action.submissions.read", false);
            }
            Event::Action("submissions.export") => {
                return ask("submissions.export", "action.submissions.export", false);
            }
            Event::Action("submissions.print") => {
                return ask("submissions.print", "action.submissions.print", true);
            }
            Event::Action("import.apply") => return self.carry_out(cx),
            Event::Answer(answer) => return self.answered(answer, cx),
            _ => {}
        }
        let Some(shown) = &mut self.shown else { return Step::Pass };
        let count = shown.pages.len();
        let turned = |page: usize, forward: bool| if forward { page + 1 } else { page + count - 1 } % count;
        match event {
            Event::Move(Motion::Next) => shown.page = turned(shown.page, true),
            Event::Move(Motion::Previous) => shown.page = turned(shown.page, false),
            event => {
                let Some(page) = shown.pages.get_mut(shown.page) else { return Step::Pass };
                let news = page.table.handle(event, page.lines.rows());
                match (news, event) {
                    (TableNews::Ignored, Event::Move(Motion::Right)) => shown.page = turned(shown.page, true),
                    (TableNews::Ignored, Event::Move(Motion::Left)) => shown.page = turned(shown.page, false),
                    (TableNews::Ignored, _) => return Step::Pass,
                    _ => {}
                }
            }
        }
        Step::Consumed
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let actions: &[&'static str] = match &self.shown {
            Some(_) => &["import.apply"],
            None => &["submissions.read", "submissions.export", "submissions.print"],
        };
        actions.iter().map(|action| Command::new(action)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;

    #[test]
    fn surveys_filled_elsewhere_are_previewed_from_the_palette() {
        let desk = Desk::new(120, 36);
        let path = desk.folder.path().join("phieu.csv");
        std::fs::write(&path, "tax_code,surveyor,KEY\n0300588569,Trần Văn An,uuid:a\n").unwrap();
        let path = path.to_string_lossy().into_owned();
        let mut desk = desk.press("ctrl+p 'phieu_va_tep' enter");
        assert!(desk.screen().contains("KoboToolbox"), "{}", desk.screen());
        let mut desk = desk.press(&format!("enter '{path}' ctrl+s"));
        assert!(desk.screen().contains("phieu.csv · Đọc 1 dòng"), "{}", desk.screen());
    }
}
