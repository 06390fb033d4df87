//! What taking in surveys filled elsewhere would do, before it is done; a survey whose case can't be told is given
//! one here.
//!
//! Invariant: Enter takes in exactly the plan that is shown, as one entry; a case is chosen by a person.

use super::super::import::book::Book;
use super::super::import::pages::{Page, pages};
use super::super::outcome::refused;
use crate::office::error::Result;
use crate::office::import_plan::{Fate, ImportPlan, Unplaced};
use crate::office::import_submissions::SubmissionOptions;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::event::{Action, Answer, Event, Reply};
use crate::tui::jobs::{JobHandle, Progress};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{self, FieldSpec};
use crate::tui::widgets::table::TableNews;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// The question the preview answers when it is through.
pub(super) const DONE: &str = "submissions.done";
/// More surveys than these are written by a worker.
const AT_ONCE: usize = 50;
/// The id of "in no case" among the choices.
const NOWHERE: &str = "-";
/// Pages of an import that surveys have none of: rows passed over, values repaired.
const NEVER: [usize; 2] = [2, 3];
/// The pages that are left.
const ROWS: usize = 1;
const FAULTS: usize = 2;
const DOUBTFUL: usize = 3;

/// What the worker read.
pub(super) struct Planned(pub(super) Result<ImportPlan>);

/// A worker took the plan in.
struct Carried(Result<()>);

/// Reads an export on a worker thread; [`Planned`] is its outcome.
pub(super) fn plan(path: &Path, options: SubmissionOptions, cx: &mut Context) -> JobHandle {
    let elsewhere = cx.elsewhere();
    let path = path.to_owned();
    cx.jobs.spawn("screen.import.reading", move |progress| {
        let office = elsewhere.open();
        Planned(office.and_then(|office| {
            office.preview_submissions_telling(&path, &options, &mut |done, of| goes_on(progress, done, of))
        }))
    })
}

/// Says how far it is, and hears whether it is to go on.
pub(super) fn goes_on(progress: &Progress, done: usize, of: usize) -> bool {
    progress.report(u64::try_from(done).unwrap_or(0), u64::try_from(of).unwrap_or(0));
    !progress.cancelled()
}

/// The screen.
pub(super) struct Preview {
    plan: ImportPlan,
    path: PathBuf,
    options: SubmissionOptions,
    /// As the plan that is shown was read; a file that can't be read otherwise leaves these.
    shown: SubmissionOptions,
    pages: Book,
    job: Option<JobHandle>,
}

impl Preview {
    pub(super) fn new(plan: ImportPlan, path: PathBuf, cx: &Context) -> Self {
        let page = if plan.doubtful.is_empty() { ROWS } else { DOUBTFUL };
        let options = SubmissionOptions::default();
        let pages = Book::new(pages_of(&plan, cx), page);
        let mut preview = Self { plan, path, shown: options.clone(), options, pages, job: None };
        // What can be settled here comes before what can only be read.
        let waiting = (0..preview.plan.doubtful.len()).find(|at| preview.waiting(DOUBTFUL, *at).is_some());
        preview.pages.select(DOUBTFUL, waiting.unwrap_or_default());
        preview
    }

    fn summary(&self, cx: &Context) -> String {
        let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
        let plan = &self.plan;
        let files = plan.totals.get("files").copied().unwrap_or_default();
        let key = if files > 0 { "summary_with_files" } else { "summary" };
        let message = Message::new(format!("screen.submissions.{key}"))
            .with("read", number(plan.read))
            .with("added", number(plan.count(Fate::Added)))
            .with("unchanged", number(plan.count(Fate::Unchanged)))
            .with("open", number(self.open()))
            .with("files", numbers::written(files));
        cx.settings().locale.say(&message)
    }

    /// Surveys that have no case yet.
    fn open(&self) -> usize {
        self.plan.unplaced.len().saturating_sub(self.plan.count(Fate::Added))
    }

    /// The survey of the line under the bar, if it may still be given a case.
    fn here(&self) -> Option<&Unplaced> {
        self.waiting(self.pages.open(), self.pages.selected(self.pages.open()))
    }

    fn waiting(&self, page: usize, at: usize) -> Option<&Unplaced> {
        let (sheet, row) = match page {
            ROWS => (self.plan.sheet.as_str(), self.plan.rows.get(at)?.row),
            FAULTS => self.plan.faults.get(at).map(|fault| (fault.sheet.as_str(), fault.row))?,
            DOUBTFUL => self
                .plan
                .doubtful
                .get(at)
                .filter(|doubt| doubt.column.is_none())
                .map(|doubt| (doubt.sheet.as_str(), doubt.row))?,
            _ => return None,
        };
        (sheet == self.plan.sheet).then(|| self.plan.unplaced.get(&row))?
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "import.apply" => self.carry_out(cx),
            "submissions.place" => self.ask_case(cx),
            "import.sheet" => {
                let choices: Vec<Choice> =
                    self.plan.sheets.iter().map(|name| Choice::new(name, name)).collect();
                let title = "screen.submissions.which_sheet";
                Step::push(Pick::one("submissions.sheet", title, &choices, &self.plan.sheet, cx.settings()))
            }
            "submissions.form" => self.ask_form(cx),
            "submissions.files" => {
                let beside = self.path.parent().map(|folder| folder.to_string_lossy().into_owned());
                let field = FieldSpec::new("files", "screen.submissions.files", field::Kind::Text)
                    .required()
                    .hint("screen.submissions.files_hint")
                    .value(beside.unwrap_or_default());
                Step::push(Fill::new("submissions.files", "action.submissions.files", vec![field]))
            }
            _ => Step::Pass,
        }
    }

    fn ask_case(&self, cx: &Context) -> Step<Context> {
        let Some(survey) = self.here() else {
            return Step::Say(Toast::note(Message::new("screen.submissions.no_survey_here")));
        };
        let cases = match cx.office.cases_to_survey() {
            Ok(cases) => cases,
            Err(error) => return refused(&error, cx),
        };
        let settled = self.options.cases.iter().find(|(key, _)| *key == survey.key);
        let mut choices = Vec::with_capacity(cases.len() + 1);
        if settled.is_some() {
            choices.push(Choice::new(NOWHERE, "screen.submissions.nowhere"));
        }
        let begun = cx.word("screen.submissions.begun");
        choices.extend(cases.into_iter().map(|case| {
            let note = if case.fits { case.note } else { format!("{begun} · {}", case.note) };
            Choice::new(case.id, case.name).note(note)
        }));
        if choices.is_empty() {
            return Step::Say(Toast::note(Message::new("screen.submissions.no_case")));
        }
        let says = if survey.says.is_empty() { &survey.key } else { &survey.says };
        let title = cx.settings().locale.fill("screen.submissions.which_case", &[("says", says)]);
        let current = settled.map_or("", |(_, case)| case.as_str());
        Step::push(Pick::one("submissions.case", &title, &choices, current, cx.settings()))
    }

    fn ask_form(&self, cx: &Context) -> Step<Context> {
        let forms = match cx.office.forms() {
            Ok(forms) => forms,
            Err(error) => return refused(&error, cx),
        };
        let mut choices: Vec<Choice> = Vec::new();
        for form in forms.into_iter().rev() {
            if !choices.iter().any(|choice| choice.id == form.name) {
                let note = format!("{} {}", form.name, form.version);
                choices.push(Choice::new(form.name, form.title).note(note));
            }
        }
        let current = self.plan.form.as_deref().and_then(|form| form.split(' ').next()).unwrap_or_default();
        let title = "screen.submissions.which_form";
        Step::push(Pick::one("submissions.form", title, &choices, current, cx.settings()))
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("submissions.case", Reply::Chosen(case)) => {
                let Some(key) = self.here().map(|survey| survey.key.clone()) else { return Step::Consumed };
                self.options.cases.retain(|(known, _)| *known != key);
                if case != NOWHERE {
                    self.options.cases.push((key, case.clone()));
                }
            }
            ("submissions.sheet", Reply::Chosen(sheet)) => self.options.sheet = Some(sheet.clone()),
            ("submissions.form", Reply::Chosen(form)) => self.options.form = Some(form.clone()),
            ("submissions.files", Reply::Filled(fields)) => {
                let path = fields.first().map(|(_, path)| path.trim().to_owned()).unwrap_or_default();
                self.options.files = vec![PathBuf::from(path)];
            }
            _ => return Step::Pass,
        }
        let job = plan(&self.path, self.options.clone(), cx);
        self.job = Some(job.clone());
        Step::push(ProgressDialog::new(job))
    }

    fn carry_out(&mut self, cx: &mut Context) -> Step<Context> {
        if !self.plan.changes_anything() {
            let key = if self.open() > 0 { "nothing_placed" } else { "changes_nothing" };
            return Step::Say(Toast::note(Message::new(format!("screen.submissions.{key}"))));
        }
        let known = cx.office.officers().unwrap_or_default();
        let joined = known.iter().any(|officer| officer.id == cx.office.person().id);
        let large = self.plan.rows.len() > AT_ONCE || self.plan.totals.contains_key("files");
        // Somebody new joins with the first change made here, so that no worker makes them twice.
        if !large || !joined {
            let done = cx.office.apply_import(&self.plan);
            return self.finish(done, cx);
        }
        let (elsewhere, plan) = (cx.elsewhere(), self.plan.clone());
        let job = cx.jobs.spawn("screen.import.writing", move |progress| {
            let mut goes_on = |done, of| goes_on(progress, done, of);
            let office = elsewhere.open();
            Carried(office.and_then(|mut office| office.apply_import_telling(&plan, &mut goes_on)))
        });
        self.job = Some(job.clone());
        Step::push(ProgressDialog::new(job))
    }

    fn finish(&self, done: Result<()>, cx: &Context) -> Step<Context> {
        match done {
            Ok(()) => {
                let said = format!("{} · {}", self.plan.file, self.summary(cx));
                Step::Answer(Answer { question: DONE, reply: Reply::Text(said) })
            }
            Err(error) => refused(&error, cx),
        }
    }

    fn read_again(&mut self, read: Result<ImportPlan>, cx: &Context) -> Step<Context> {
        match read {
            Ok(plan) => {
                self.pages.replace(pages_of(&plan, cx));
                self.plan = plan;
                self.shown = self.options.clone();
                Step::Consumed
            }
            Err(error) => {
                self.options = self.shown.clone();
                refused(&error, cx)
            }
        }
    }
}

fn pages_of(plan: &ImportPlan, cx: &Context) -> Vec<Page> {
    let pages = pages(plan, cx).into_iter().enumerate();
    pages.filter(|(at, _)| !NEVER.contains(at)).map(|(_, page)| page).collect()
}

impl Layer<Context> for Preview {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.import.preview")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let form = self.plan.form.as_deref().unwrap_or_default();
        let inside = canvas.panel(area, &format!("{} · {} · {form}", self.plan.file, self.plan.sheet), true);
        self.pages.draw(canvas, inside, &self.summary(cx));
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer, cx),
            Event::Job(news) => {
                let Some(job) = self.job.clone().filter(|job| news.is_of(job) && news.is_over()) else {
                    return Step::Pass;
                };
                self.job = None;
                if let Some(Carried(done)) = news.take::<Carried>() {
                    return self.finish(done, cx);
                }
                match news.take::<Planned>() {
                    _ if job.cancelled() => {
                        self.options = self.shown.clone();
                        Step::Pass
                    }
                    Some(Planned(read)) => self.read_again(read, cx),
                    None => Step::Say(Toast::fault(Message::new("screen.import.broke"))),
                }
            }
            event => match self.pages.handle(event) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened if self.here().is_some() => Step::Do("submissions.place"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("import.apply")];
        if self.here().is_some() {
            commands.push(Command::new("submissions.place"));
        }
        if self.plan.sheets.len() > 1 {
            commands.push(Command::new("import.sheet"));
        }
        commands.extend(["submissions.form", "submissions.files"].map(Command::new));
        commands
    }

    fn about(&self) -> Option<&'static str> {
        Some("submissions")
    }
}
