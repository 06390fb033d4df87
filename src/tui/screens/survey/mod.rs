//! A survey being filled in: one page a group, every answer saved when the caret leaves it.
//!
//! ```text
//! ┌ Phiếu khảo sát ────────┐┌▸Lao động · 4 / 21 ─────────────────────────┐
//! │ ✓ Thông tin chung 5/5  ││ ▌ Tổng số lao động *   124                 │
//! │▌○ Lao động 1/6         ││   Trong đó: nữ         130                 │
//! └────────────────────────┘│                        ✗ Không lớn hơn …   │
//! ```
//!
//! Invariant: what stands on the screen as answered is in the store; a final survey is only read.

mod draw;
mod pages;
mod questions;

use crate::domain::ids::Id;
use crate::domain::statement::{Survey, SurveyState};
use crate::forms::instance::Instance;
use crate::forms::survey::Screen;
use crate::office::error::Result;
use crate::office::surveys::SurveyView;
use crate::text::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::refused;
use crate::tui::screens::outline::{Outline, OutlineNews};
use crate::tui::screens::side_list::SideList;
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::form::{Change, Form, FormNews};
use ratatui::layout::Rect;
use std::cell::Cell;

/// The screen.
pub struct SurveyScreen {
    id: Id<Survey>,
    view: SurveyView,
    /// The pages asked now.
    pages: Vec<Screen>,
    page: usize,
    body: Body,
    list: SideList,
    /// Where the last frame put the list.
    drawn: Cell<Rect>,
}

/// What stands on a page.
enum Body {
    /// To be filled in.
    Form(Form),
    /// To be read.
    Read(Outline),
}

impl SurveyScreen {
    /// A survey, at a question, or at the first that is not answered.
    ///
    /// # Errors
    /// It is gone, or can't be read.
    pub fn new(id: Id<Survey>, question: &str, cx: &mut Context) -> Result<Self> {
        let view = cx.office.survey_view(&id)?;
        let pages = view.filling.screens();
        let mut screen = Self {
            id,
            view,
            pages,
            page: 0,
            body: Body::Read(Outline::default()),
            list: SideList::default(),
            drawn: Cell::default(),
        };
        screen.show_page(0, cx);
        if !question.is_empty() {
            screen.go_to(question, &Instance::top(), cx);
        } else if let Some((name, at)) = screen.first_unanswered() {
            screen.go_to(&name, &at, cx);
        }
        Ok(screen)
    }

    fn is_draft(&self) -> bool {
        self.view.survey.state == SurveyState::Draft
    }

    /// Reads the survey again; the page stays, the caret with it.
    fn read_again(&mut self, cx: &Context) {
        let Ok(view) = cx.office.survey_view(&self.id) else { return };
        let was_draft = self.is_draft();
        let before = self.pages.get(self.page).cloned();
        self.view = view;
        self.pages = self.view.filling.screens();
        let same_page = before.as_ref().and_then(|before| {
            self.pages.iter().position(|page| page.group == before.group && page.instance == before.instance)
        });
        let page = same_page.unwrap_or(self.page).min(self.pages.len().saturating_sub(1));
        let same_rows = self.pages.get(page) == before.as_ref() && was_draft && self.is_draft();
        self.page = page;
        match &mut self.body {
            Body::Form(form) if same_rows => {
                questions::renew(form, &self.pages[page], &self.view, cx);
            }
            Body::Form(form) => {
                let here = form.focus().to_owned();
                self.show_page(page, cx);
                if let Body::Form(form) = &mut self.body {
                    form.focus_on(&here);
                }
            }
            Body::Read(_) => self.show_page(page, cx),
        }
        self.list.set_items(pages::items(&self.pages, &self.view, cx));
        self.list.select(self.page);
    }

    fn show_page(&mut self, page: usize, cx: &Context) {
        self.page = page.min(self.pages.len().saturating_sub(1));
        let Some(shown) = self.pages.get(self.page) else { return };
        self.body = if self.is_draft() {
            Body::Form(questions::form(shown, &self.view, cx))
        } else {
            Body::Read(Outline::new(questions::rows(shown, &self.view, cx)))
        };
        self.list.set_items(pages::items(&self.pages, &self.view, cx));
        self.list.select(self.page);
    }

    /// Puts the caret into a question.
    fn go_to(&mut self, question: &str, instance: &Instance, cx: &Context) {
        let Some(place) = self.view.filling.form().place(question) else { return };
        let holds = |page: &Screen| page.rows.contains(&place) && page.instance == *instance;
        let Some(page) = self.pages.iter().position(holds) else { return };
        if page != self.page {
            self.show_page(page, cx);
        }
        match &mut self.body {
            Body::Form(form) => form.focus_on(&questions::name_of(question, instance)),
            Body::Read(outline) => {
                outline.select(question);
            }
        }
    }

    fn first_unanswered(&self) -> Option<(String, Instance)> {
        let open = self.view.filling.unanswered().into_iter().next().filter(|_| self.is_draft());
        open.map(|(name, instance)| (name.to_owned(), instance))
    }

    /// To the next question not answered after the one in hand, round and round; says whether there is one.
    fn next_unanswered(&mut self, cx: &Context) -> bool {
        let open: Vec<(String, Instance)> =
            self.view.filling.unanswered().into_iter().map(|(name, at)| (name.to_owned(), at)).collect();
        let here = match &self.body {
            Body::Form(form) => questions::question_of(form.focus()).to_owned(),
            Body::Read(_) => String::new(),
        };
        let form = self.view.filling.form();
        let place = form.place(&here).unwrap_or(0);
        let after = |(name, _): &&(String, Instance)| form.place(name).is_some_and(|at| at > place);
        let Some((name, instance)) = open.iter().find(after).or_else(|| open.first()).cloned() else {
            return false;
        };
        self.go_to(&name, &instance, cx);
        true
    }

    /// Keeps an answer; what else it changes is shown at once.
    fn keep(&mut self, change: &Change, cx: &mut Context) -> Step<Context> {
        let (question, instance) = questions::parts(&change.name);
        let typed = questions::typed(&self.view, question, &change.value);
        match cx.office.answer(&self.id, question, instance, &typed) {
            Ok(_) => {
                self.read_again(cx);
                Step::Consumed
            }
            Err(error) => refused(&error, cx),
        }
    }

    fn leave_field(&mut self, cx: &mut Context) -> Step<Context> {
        let Body::Form(form) = &mut self.body else { return Step::Consumed };
        match form.handle(&Event::Leave, cx.settings()) {
            FormNews::Left(change) => self.keep(&change, cx),
            _ => Step::Consumed,
        }
    }

    fn turn_page(&mut self, forward: bool, cx: &mut Context) -> Step<Context> {
        let step = self.leave_field(cx);
        let page = if forward { self.page + 1 } else { self.page.saturating_sub(1) };
        if forward && page >= self.pages.len() {
            return step.then(Step::Say(Toast::note(Message::new("screen.survey.last_page"))));
        }
        if page != self.page {
            self.show_page(page, cx);
        }
        step
    }

    fn follow(&mut self, news: FormNews, event: &Event, cx: &mut Context) -> Step<Context> {
        match news {
            FormNews::Consumed => Step::Consumed,
            FormNews::Left(change) => self.keep(&change, cx),
            FormNews::Pick(pick) => Step::push(pick),
            FormNews::Refer(_) => Step::Consumed,
            FormNews::Submit(change) => {
                let kept = change.map_or(Step::Consumed, |change| self.keep(&change, cx));
                kept.then(self.turn_page(true, cx))
            }
            FormNews::Ignored => match event {
                Event::Move(Motion::Next) => self.turn_page(true, cx),
                Event::Move(Motion::Previous) => self.turn_page(false, cx),
                _ => Step::Pass,
            },
        }
    }

    fn act(&mut self, action: &str, cx: &mut Context) -> Option<Step<Context>> {
        Some(match action {
            "tab.next" => self.turn_page(true, cx),
            "tab.previous" => self.turn_page(false, cx),
            "survey.next" => {
                let kept = self.leave_field(cx);
                if self.next_unanswered(cx) {
                    kept
                } else {
                    kept.then(Step::Say(Toast::done(Message::new("screen.survey.all_answered"))))
                }
            }
            "survey.pages" => {
                let kept = self.leave_field(cx);
                kept.then(Step::push(pages::pick(&self.pages, self.page, &self.view, cx)))
            }
            "survey.finalize" => {
                let kept = self.leave_field(cx);
                kept.then(self.finalize(cx))
            }
            _ => return None,
        })
    }

    /// Finalises after a question, or lists what is missing, each a jump.
    fn finalize(&mut self, cx: &mut Context) -> Step<Context> {
        let missing = self.view.filling.missing();
        if missing.is_empty() {
            return Step::push(Confirm::new(
                "survey.finalize",
                Message::new("action.survey.finalize"),
                Message::new("screen.survey.finalize_question"),
            ));
        }
        let language = cx.language().code();
        let locale = &cx.settings().locale;
        let choices: Vec<Choice> = missing
            .iter()
            .map(|missing| {
                let label = self.view.filling.label(&missing.question, &missing.instance, language);
                let id = questions::name_of(&missing.question, &missing.instance);
                let why = if missing.unanswered {
                    locale.text("screen.survey.unanswered").to_owned()
                } else {
                    missing.complaint.say(locale)
                };
                Choice::new(id, label).note(why)
            })
            .collect();
        let title = locale.fill("screen.survey.missing", &[("count", &choices.len())]);
        Step::push(Pick::one("survey.missing", &title, &choices, "", cx.settings()))
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("survey.finalize", Reply::Yes) => match cx.office.finalize(&self.id) {
                Ok(_) => Step::Pop
                    .then(Step::Say(Toast::done(Message::new("screen.survey.finalized"))))
                    .then(Step::Refresh),
                Err(error) => refused(&error, cx),
            },
            ("survey.missing", Reply::Chosen(name)) => {
                let (question, instance) = questions::parts(name);
                let instance = Instance::parse(instance).unwrap_or_default();
                self.go_to(question, &instance, cx);
                Step::Consumed
            }
            ("survey.pages", Reply::Chosen(page)) => {
                self.show_page(page.parse().unwrap_or_default(), cx);
                Step::Consumed
            }
            _ => match &mut self.body {
                Body::Form(form) => {
                    let news = form.answer(answer);
                    self.follow(news, &Event::Answer(answer.clone()), cx)
                }
                Body::Read(_) => Step::Pass,
            },
        }
    }
}

impl Layer<Context> for SurveyScreen {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.survey.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_screen(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Refresh => {
                self.read_again(cx);
                return Step::Consumed;
            }
            Event::Leave => return self.leave_field(cx),
            Event::Answer(answer) => return self.answered(answer, cx),
            Event::Job(_) => return Step::Pass,
            Event::Action("back") => return self.leave_field(cx).then(Step::Pop).then(Step::Refresh),
            Event::Action(action) => {
                if let Some(step) = self.act(action, cx) {
                    return step;
                }
            }
            Event::Mouse(mouse) if mouse.within(self.drawn.get()) => {
                if self.list.handle(event) {
                    let page = self.list.selected();
                    let kept = self.leave_field(cx);
                    self.show_page(page, cx);
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
            Body::Read(outline) => match (outline.handle(event), event) {
                (OutlineNews::Ignored, Event::Move(Motion::Next | Motion::Right)) => self.turn_page(true, cx),
                (OutlineNews::Ignored, Event::Move(Motion::Previous | Motion::Left)) => {
                    self.turn_page(false, cx)
                }
                (OutlineNews::Ignored, _) => Step::Pass,
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.is_draft() {
            commands.extend(["survey.next", "survey.finalize"].map(Command::new));
            commands.push(Command::new("pick").quiet());
            commands.push(Command::new("save").quiet());
        }
        commands.extend(["tab.next", "tab.previous"].map(Command::new));
        commands.push(Command::new("survey.pages"));
        commands.push(Command::new("back"));
        commands
    }

    fn about(&self) -> Option<&'static str> {
        Some("survey")
    }

    fn typing(&self) -> bool {
        matches!(self.body, Body::Form(_))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::statement::SurveyState;
    use crate::tui::screens::testing::Desk;
    use rstest::rstest;

    const BEGUN: &str = "2 ctrl+p 'mo_ho_so_cho' enter f9 enter enter enter";

    #[rstest]
    #[case(80, 24)]
    #[case(120, 36)]
    fn a_survey(#[case] width: u16, #[case] height: u16) {
        let mut desk = Desk::new(width, height).press(BEGUN).press("f3 'lao_dong' enter");
        insta::assert_snapshot!(format!("survey_{width}x{height}"), desk.screen());
    }

    #[test]
    fn an_answer_is_saved_when_the_caret_leaves_it() {
        let desk = Desk::new(80, 24).press(BEGUN).press("tab '31/08/2023' tab 'Nguyễn_Văn_A' esc");
        let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
        let survey = desk.cx.office.survey_view(&view.file.surveys[0].id).unwrap();
        let answer = |name| survey.filling.answer(name, &super::Instance::top()).to_owned();
        assert_eq!((answer("as_of").as_str(), answer("surveyor").as_str()), ("2023-08-31", "Nguyễn Văn A"));
    }

    #[test]
    fn what_is_missing_is_listed_and_a_jump_away() {
        let mut desk = Desk::new(80, 24).press(BEGUN).press("f9 'vai_tro' enter");
        assert!(desk.screen().contains("Vai trò của tổ chức đảng"), "{}", desk.screen());
        let view = desk.cx.office.case_view(desk.cx.last_case.as_ref().unwrap()).unwrap();
        assert_eq!(view.file.surveys[0].state, SurveyState::Draft);
    }

    #[test]
    fn a_wrong_answer_says_why_and_is_kept() {
        let mut desk = Desk::new(80, 24).press(BEGUN).press("f3 'lao_dong' enter");
        desk = desk.press("ctrl+u '100' tab ctrl+u '130' tab");
        assert!(desk.screen().contains("không được lớn hơn"), "{}", desk.screen());
    }
}
