//! What an import would do, before it is done: figures, and a page for everything there is to say.
//!
//! ```text
//! ╭▸danh-sach-tcd.xlsx · Danh sách ────────────────────────────╮
//! │ Đọc 24 dòng · thêm 24 · sửa 0 · không đổi 0 · trùng 0       │
//! │ ▸Cột 27   Dòng 24   Bỏ qua 9   Đã sửa 31   Lỗi 0   …        │
//! ```
//!
//! Invariant: Enter carries out exactly the plan that is shown, as one entry.

use super::book::Book;
use super::pages::{field_label, pages};
use super::{DONE, Planned, plan};
use crate::exchange::Kind;
use crate::office::error::Result;
use crate::office::import_plan::{Fate, ImportPlan};
use crate::office::imports::{ImportOptions, corrected_mapping, import_fields};
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::event::{Action, Answer, Event, Reply};
use crate::tui::jobs::JobHandle;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{self, FieldSpec};
use crate::tui::widgets::table::TableNews;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// More rows than these are written by a worker.
const AT_ONCE: usize = 2_000;

/// The id of "read no field" among the choices.
const NOTHING: &str = "-";

/// A worker's import is through.
struct Carried(Result<()>);

/// The screen.
pub(super) struct Preview {
    plan: ImportPlan,
    kind: Kind,
    path: PathBuf,
    options: ImportOptions,
    pages: Book,
    job: Option<JobHandle>,
}

impl Preview {
    pub(super) fn new(plan: ImportPlan, kind: Kind, path: PathBuf, cx: &Context) -> Self {
        let pages = pages(&plan, cx);
        // What must be looked at comes first; where there is nothing to ask, the rows.
        let page = if plan.columns.iter().all(|(_, _, field)| field.is_some()) { 1 } else { 0 };
        let options = ImportOptions::default();
        Self { plan, kind, path, options, pages: Book::new(pages, page), job: None }
    }

    fn summary(&self, cx: &Context) -> String {
        let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
        let plan = &self.plan;
        let message = Message::new("screen.import.summary")
            .with("read", number(plan.read))
            .with("added", number(plan.count(Fate::Added)))
            .with("updated", number(plan.count(Fate::Updated)))
            .with("unchanged", number(plan.count(Fate::Unchanged)))
            .with("duplicates", number(plan.duplicates.len()));
        cx.settings().locale.say(&message)
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "import.apply" => self.carry_out(cx),
            "edit" if self.pages.open() == 0 => self.ask_field(cx),
            "import.sheet" => {
                let choice = |name: &String| Choice::new(name, name);
                let choices: Vec<Choice> = self.plan.sheets.iter().map(choice).collect();
                let sheet = &self.plan.sheet;
                let title = "action.import.sheet";
                Step::push(Pick::one("import.sheet", title, &choices, sheet, cx.settings()))
            }
            "import.save_mapping" => {
                let name = FieldSpec::new("name", "screen.import.mapping_name", field::Kind::Text).required();
                Step::push(Fill::new("import.save_mapping", "action.import.save_mapping", vec![name]))
            }
            "import.use_mapping" => self.ask_mapping(cx),
            _ => Step::Pass,
        }
    }

    fn ask_field(&self, cx: &Context) -> Step<Context> {
        let Some((_, _, field)) = self.plan.columns.get(self.pages.selected(0)) else {
            return Step::Consumed;
        };
        let mut choices = vec![Choice::new(NOTHING, "screen.import.not_read")];
        choices.extend(import_fields(self.kind).into_iter().map(|name| {
            let label = field_label(&name, cx);
            Choice::new(name, label)
        }));
        let current = field.as_deref().unwrap_or(NOTHING);
        Step::push(Pick::one("import.field", "screen.import.which_field", &choices, current, cx.settings()))
    }

    fn ask_mapping(&self, cx: &Context) -> Step<Context> {
        let saved = cx.office.register("import_mapping", "", 1_000, cx.language(), &mut |_| false);
        let saved = match saved {
            Ok(saved) => saved.rows,
            Err(error) => return refused(&error, cx),
        };
        let names = saved.iter().filter(|row| row.values.get(1).is_some_and(|kind| kind == self.kind.code()));
        let choices: Vec<Choice> =
            names.filter_map(|row| row.values.first()).map(|name| Choice::new(name, name)).collect();
        if choices.is_empty() {
            return Step::Say(Toast::note(Message::new("screen.import.no_mapping")));
        }
        Step::push(Pick::one("import.use_mapping", "action.import.use_mapping", &choices, "", cx.settings()))
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("import.field", Reply::Chosen(field)) => {
                let at = self.pages.selected(0);
                let Some((letter, _, _)) = self.plan.columns.get(at) else { return Step::Consumed };
                let field = Some(field.as_str()).filter(|field| *field != NOTHING);
                match corrected_mapping(&self.plan, letter, field) {
                    Ok(mapping) => {
                        self.options.mapping = Some(mapping);
                        self.read_again(cx)
                    }
                    Err(error) => refused(&error, cx),
                }
            }
            ("import.sheet", Reply::Chosen(sheet)) => {
                self.options = ImportOptions { sheet: Some(sheet.clone()), mapping: None };
                self.read_again(cx)
            }
            ("import.use_mapping", Reply::Chosen(name)) => {
                self.options.mapping = Some(name.clone());
                self.read_again(cx)
            }
            ("import.save_mapping", Reply::Filled(fields)) => {
                let name = fields.first().map(|(_, name)| name.clone()).unwrap_or_default();
                let saved = cx.office.save_mapping(self.kind, &name, &self.plan.mapping);
                told(saved, Message::new("screen.import.mapping_saved").with("name", name), cx)
            }
            _ => Step::Pass,
        }
    }

    fn read_again(&mut self, cx: &mut Context) -> Step<Context> {
        let job = plan(self.kind, &self.path, self.options.clone(), cx);
        self.job = Some(job.clone());
        Step::push(ProgressDialog::new(job))
    }

    fn carry_out(&mut self, cx: &mut Context) -> Step<Context> {
        if !self.plan.changes_anything() {
            return Step::Say(Toast::note(Message::new("screen.import.changes_nothing")));
        }
        let known = cx.office.officers().unwrap_or_default();
        let joined = known.iter().any(|officer| officer.id == cx.office.person().id);
        // Somebody new joins with the first change made here, so that no worker makes them twice.
        if self.plan.rows.len() <= AT_ONCE || !joined {
            let done = cx.office.apply_import(&self.plan);
            return self.finish(done, cx);
        }
        let (elsewhere, plan) = (cx.elsewhere(), self.plan.clone());
        let job = cx.jobs.spawn("screen.import.writing", move |_| {
            Carried(elsewhere.open().and_then(|mut office| office.apply_import(&plan)))
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
}

impl Layer<Context> for Preview {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.import.preview")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let mut heading = format!("{} · {}", self.plan.file, self.plan.sheet);
        if !self.plan.other_sheets.is_empty() {
            let others = self.plan.other_sheets.join(", ");
            let said = cx.settings().locale.fill("screen.import.other_sheets", &[("sheets", &others)]);
            heading = format!("{heading} · {said}");
        }
        let inside = canvas.panel(area, &heading, true);
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
                    _ if job.cancelled() => Step::Pass,
                    Some(Planned(Ok(plan), _)) => {
                        self.pages = Book::new(pages(&plan, cx), self.pages.open());
                        self.plan = plan;
                        Step::Consumed
                    }
                    Some(Planned(Err(error), _)) => {
                        self.options = ImportOptions::default();
                        refused(&error, cx)
                    }
                    None => Step::Say(Toast::fault(Message::new("screen.import.broke"))),
                }
            }
            event => match self.pages.handle(event) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened if self.pages.open() == 0 => Step::Do("edit"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("import.apply")];
        if self.pages.open() == 0 {
            commands.push(Command::new("edit"));
        }
        if self.plan.sheets.len() > 1 {
            commands.push(Command::new("import.sheet"));
        }
        commands.extend(["import.use_mapping", "import.save_mapping"].map(Command::new));
        commands
    }
}
