//! The lowest layer: the overview, and the commands that work on every screen: the digits, undo and redo.
//!
//! Invariant: knows which screen a digit opens and nothing of what stands on it.

use super::agenda::Agenda;
use super::case;
use super::cases::Cases;
use super::dossiers::Dossiers;
use super::import::Import;
use super::journal::Journal;
use super::outcome::refused;
use super::overview::Overview;
use super::paper_register::PaperRegister;
use super::registers::Registers;
use super::reports::Reports;
use super::submissions::Submissions;
use super::templates::Templates;
use super::wording::entry_label;
use crate::office::error::Result;
use crate::store::RecordedEntry;
use crate::text::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::context::{Context, SCREENS};
use crate::tui::event::{Action, Event};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::staleness;
use crate::tui::toast::Toast;
use ratatui::layout::Rect;

/// Makes the screen an action opens; none is the overview itself.
type Opens = fn(&mut Context) -> Option<Box<dyn Layer<Context>>>;

/// Which screen each digit opens.
const OPENS: [(Action, Opens); 8] = [
    ("go.overview", |_| None),
    ("go.cases", |cx| Some(Box::new(Cases::new(cx)))),
    ("go.case", |_| None),
    ("go.dossiers", |cx| Some(Box::new(Dossiers::new(cx)))),
    ("go.agenda", |cx| Some(Box::new(Agenda::new(cx)))),
    ("go.registers", |cx| Some(Box::new(Registers::new(cx)))),
    ("go.reports", |cx| Some(Box::new(Reports::new(cx)))),
    ("go.journal", |cx| Some(Box::new(Journal::new(cx)))),
];

/// The lowest layer.
pub struct Home {
    overview: Overview,
}

impl Home {
    /// The overview of an office.
    pub fn new(cx: &mut Context) -> Self {
        Self { overview: Overview::new(cx) }
    }
}

/// The screen an action of the header opens; `None` is the overview, where every screen goes back to.
pub fn open(action: Action, cx: &mut Context) -> Option<Step<Context>> {
    let (_, opens) = OPENS.iter().find(|(name, _)| *name == action)?;
    Some(Step::Switch(opens(cx)))
}

impl Layer<Context> for Home {
    fn title(&self, cx: &Context) -> String {
        self.overview.title(cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.overview.draw(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("go.case") => case::open_last(cx),
            Event::Action("undo") => {
                let undone = cx.office.undo(None);
                turned(undone, "screen.undone", cx)
            }
            Event::Action("redo") => {
                let redone = cx.office.redo();
                turned(redone, "screen.redone", cx)
            }
            Event::Action("papers.register") => Step::push(PaperRegister::new(cx)),
            Event::Action("submissions.open") => Step::push(Submissions::new(cx)),
            Event::Action("templates.open") => Templates::open(None, cx),
            Event::Action("import.start") => Step::push(Import::new(cx)),
            Event::Action(action) => match open(action, cx) {
                Some(step) => step,
                None => self.overview.handle(event, cx),
            },
            Event::Refresh => {
                cx.reread();
                self.overview.handle(event, cx)
            }
            Event::Job(news) => {
                staleness::heard(news, cx);
                self.overview.handle(event, cx)
            }
            event => self.overview.handle(event, cx),
        }
    }

    fn commands(&self, cx: &Context) -> Vec<Command> {
        let mut commands = self.overview.commands(cx);
        commands.extend(SCREENS.map(|action| Command::new(action).quiet().everywhere()));
        commands.extend(
            ["undo", "redo", "import.start", "submissions.open", "templates.open", "papers.register"]
                .map(|action| Command::new(action).quiet().everywhere()),
        );
        commands
    }

    fn typing(&self) -> bool {
        self.overview.typing()
    }

    fn tab(&self) -> Option<Action> {
        Some("go.overview")
    }
}

/// Says what was taken back or done again, and lets every layer read again.
fn turned(result: Result<RecordedEntry>, key: &'static str, cx: &Context) -> Step<Context> {
    match result {
        Ok(entry) => {
            let what = entry_label(&entry.action, cx);
            Step::Say(Toast::done(Message::new(key).with("what", what))).then(Step::Refresh)
        }
        Err(error) => refused(&error, cx),
    }
}
