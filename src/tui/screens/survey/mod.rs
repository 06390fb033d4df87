//! A survey being filled in: one page a group, every answer saved when the caret leaves it.
//!
//! ```text
//! ┌ Các phần ──────────────┐┌▸Lao động · 4 / 21 ─────────────────────────┐
//! │ ✓ Thông tin chung 5/5  ││ ▌ Tổng số lao động *   124                 │
//! │▌○ Lao động 1/6         ││   Trong đó: nữ         130                 │
//! └────────────────────────┘│                        ✗ Không lớn hơn …   │
//! ```
//!
//! A final survey is read; changing it is written beside it, and put in force with a reason.
//!
//! Invariant: what stands on the screen as answered is in the store.

mod dialogs;
mod draw;
mod ending;
mod keeping;
mod pages;
pub mod proposals;
mod questions;
mod rounds;
#[cfg(test)]
mod tests;
mod turning;
mod words;

pub use draw::progress_in_words;

use crate::domain::ids::Id;
use crate::domain::statement::{Survey, SurveyState};
use crate::office::error::Result;
use crate::office::survey_amendments::ShownAmendment;
use crate::office::surveys::SurveyView;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::event::Event;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::moment::written_lately;
use crate::tui::screens::outline::Outline;
use crate::tui::screens::side_list::SideList;
use crate::tui::settings::Environment;
use crate::tui::widgets::form::Form;
use pages::{Page, What};
use questions::Otherwise;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::collections::HashMap;
use std::path::PathBuf;
use words::Words;

/// The screen.
pub struct SurveyScreen {
    id: Id<Survey>,
    view: SurveyView,
    /// The party organisation it is about.
    cell: String,
    mode: Mode,
    /// The pages asked now.
    pages: Vec<Page>,
    page: usize,
    body: Body,
    list: SideList,
    /// What the register knows behind the questions, and what of it the answers contradict.
    register: HashMap<String, String>,
    otherwise: Otherwise,
    /// What was changed in it after it was final.
    history: Vec<ShownAmendment>,
    /// What is being changed in it now, and not yet in force.
    begun: Vec<ShownAmendment>,
    /// The language of the form's words, where it is not the program's.
    language: Option<String>,
    /// What is told once, until something is answered: from when the survey was taken up again.
    notice: Option<Message>,
    /// Does what must be answered and is not say so? Since it was asked what is missing.
    wanting: bool,
    /// Is the store told that it is being filled in?
    in_hand: bool,
    /// The round to be taken out, while the question stands.
    leaving: Option<u32>,
    /// The folder a file was last taken from.
    folder: Option<PathBuf>,
    /// Where the last frame put the list.
    drawn: Cell<Rect>,
}

/// What is done with the survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Filled in.
    Filling,
    /// Read only.
    Reading,
    /// Changed after it was final; not in force before it is finished.
    Amending,
}

/// What stands on a page.
enum Body {
    /// To be filled in.
    Form(Form),
    /// To be read.
    Read(Outline),
    /// The rounds of a repeat.
    Rounds(Outline),
}

impl SurveyScreen {
    /// A survey, at a question, or where it was left, or at the first question not answered.
    ///
    /// # Errors
    /// It is gone, or can't be read.
    pub fn new(id: Id<Survey>, question: &str, cx: &mut Context) -> Result<Self> {
        let view = cx.office.survey_view(&id)?;
        let mode = match view.survey.state {
            SurveyState::Draft => Mode::Filling,
            SurveyState::Final if view.survey.is_being_amended => Mode::Amending,
            SurveyState::Final | SurveyState::Discarded => Mode::Reading,
        };
        let lines = cx.office.surveys(Some(&view.survey.case))?;
        let cell = lines.into_iter().find(|line| line.survey.id == id).map(|line| line.cell_name);
        let mut screen = Self {
            id,
            view,
            cell: cell.unwrap_or_default(),
            mode,
            pages: Vec::new(),
            page: 0,
            body: Body::Read(Outline::default()),
            list: SideList::default(),
            register: HashMap::new(),
            otherwise: Otherwise::new(),
            history: Vec::new(),
            begun: Vec::new(),
            language: None,
            notice: None,
            wanting: false,
            in_hand: false,
            leaving: None,
            folder: None,
            drawn: Cell::default(),
        };
        screen.load(cx)?;
        screen.show_page(0, true, cx);
        if question.is_empty() {
            screen.take_up(cx);
        } else {
            screen.go_to(question, &crate::forms::instance::Instance::top(), cx);
        }
        Ok(screen)
    }

    /// Where the survey was left, with word of when if the program ended in it; a new one begins at its first
    /// open question.
    fn take_up(&mut self, cx: &Context) {
        if self.mode == Mode::Amending {
            self.notice = Some(Message::new("screen.survey.amending_again"));
        }
        if self.mode != Mode::Filling {
            return;
        }
        let Some(last) = cx.office.last_place(&self.id).ok().flatten() else {
            if let Some((name, at)) = self.first_unanswered() {
                self.go_to(&name, &at, cx);
            }
            return;
        };
        self.go_to(&last.question, &last.instance, cx);
        if let Body::Form(form) = &mut self.body {
            form.focus_after(&questions::name_of(&last.question, &last.instance));
        }
        self.in_hand = cx.office.is_in_hand(&self.id).unwrap_or_default();
        if !self.in_hand {
            return;
        }
        let words = self.words(cx);
        let label = words.label(&self.view.filling, &last.question, &last.instance);
        let progress = self.view.filling.progress();
        self.notice = Some(
            Message::new("screen.survey.restored")
                .with("time", written_lately(last.at, &cx.word("screen.survey.on_day")))
                .with("answered", progress.answered)
                .with("question", label)
                .with("person", last.person),
        );
    }

    fn words<'a>(&'a self, cx: &'a Context) -> Words<'a> {
        Words { language: self.language(cx), locale: &cx.settings().locale, office: &cx.office }
    }

    /// The program's language where the form speaks it, unless another was chosen.
    fn language<'a>(&'a self, cx: &'a Context) -> &'a str {
        self.language.as_deref().unwrap_or(cx.language().code())
    }

    fn current(&self) -> Option<&Page> {
        self.pages.get(self.page)
    }

    fn leaves_form(&self) -> bool {
        matches!(self.body, Body::Form(_))
    }
}

impl Layer<Context> for SurveyScreen {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.survey.title")
    }

    fn draw(&self, canvas: &mut crate::tui::canvas::Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_screen(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Refresh => {
                self.read_again(cx);
                return Step::Consumed;
            }
            Event::Leave => return self.leave(cx),
            Event::Answer(answer) => return self.answered(answer, cx),
            Event::Job(_) => return Step::Pass,
            Event::Action("back") => return self.leave(cx).then(Step::Pop).then(Step::Refresh),
            Event::Action(action) => {
                if let Some(step) = self.act(action, cx) {
                    return step;
                }
            }
            Event::Mouse(mouse) if mouse.within(self.drawn.get()) => {
                if self.list.handle(event) {
                    let page = self.list.selected();
                    let kept = self.leave_field(cx);
                    self.show_page(page, true, cx);
                    return kept;
                }
                return Step::Consumed;
            }
            _ => {}
        }
        match &mut self.body {
            Body::Form(form) => {
                let news = form.handle(event, cx.settings());
                self.follow(news, event, cx)
            }
            Body::Read(_) | Body::Rounds(_) => self.walk(event, cx),
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        let is_rounds = matches!(self.body, Body::Rounds(_));
        if is_rounds {
            commands.push(Command::new("open"));
        }
        if self.may_add_round() {
            commands.push(Command::new("new"));
        }
        let on_a_round = matches!(&self.body, Body::Rounds(outline)
            if outline.chosen().is_some_and(|entry| entry.id != rounds::ADD));
        if on_a_round && self.may_add_round() {
            commands.push(Command::new("remove"));
        }
        match self.mode {
            Mode::Filling => {
                commands.extend(["survey.next", "survey.finalize"].map(Command::new));
                commands.push(Command::new("survey.discard").quiet());
            }
            Mode::Amending => {
                commands.push(Command::new("survey.finalize"));
                commands.push(Command::new("survey.amend_drop"));
            }
            Mode::Reading if self.view.survey.state == SurveyState::Final => {
                commands.extend(["edit", "survey.proposals"].map(Command::new));
            }
            Mode::Reading => commands.push(Command::new("survey.restore")),
        }
        if self.leaves_form() {
            commands.push(Command::new("pick").quiet());
            commands.push(Command::new("save").quiet());
        }
        commands.push(Command::new("survey.pages"));
        commands.push(Command::new("survey.find"));
        commands.extend(["tab.next", "tab.previous"].map(|turn| Command::new(turn).quiet()));
        if self.view.filling.form().languages.len() > 1 {
            commands.push(Command::new("survey.language").quiet());
        }
        commands.push(Command::new("back"));
        commands
    }

    fn about(&self) -> Option<&'static str> {
        Some("survey")
    }

    fn typing(&self) -> bool {
        self.leaves_form()
    }
}

impl Page {
    /// Can a person stand on it?
    fn is_open(&self) -> bool {
        self.what != What::Heading
    }
}
