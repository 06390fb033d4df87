//! Answers on their way into the store: typed, chosen, put in order, attached; rounds added and taken out.
//!
//! Invariant: an answer is kept when the caret leaves it, or the screen says why it was not.

use super::dialogs::{Attach, Rank};
use super::pages::{Page, What};
use super::{Body, Mode, SurveyScreen, questions, rounds};
use crate::forms::expression::Expression;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::event::{Event, Motion};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::form::{Change, FormNews};
use crossterm::event::KeyCode;
use std::path::Path;

impl SurveyScreen {
    /// Keeps an answer; what else it changes is shown at once.
    pub(super) fn keep(&mut self, change: &Change, cx: &mut Context) -> Step<Context> {
        let (question, instance) = questions::parts(&change.name);
        let typed = questions::typed(&self.view.filling, question, &change.value);
        self.take_in_hand(cx);
        let kept = match self.mode {
            Mode::Amending => cx.office.begin_amending(&self.id, question, instance, &typed),
            Mode::Filling | Mode::Reading => cx.office.answer(&self.id, question, instance, &typed),
        };
        match kept {
            Ok(_) => {
                self.notice = None;
                self.read_again(cx);
                Step::Consumed
            }
            Err(error) => {
                self.renew(cx);
                refused(&error, cx)
            }
        }
    }

    /// Leaves the survey as one should; what the caret stands in is kept first.
    pub(super) fn leave(&mut self, cx: &mut Context) -> Step<Context> {
        let kept = self.leave_field(cx);
        self.let_go(cx);
        kept
    }

    /// From the first answer on the store is told, so that a program killed here is told from one that was left.
    fn take_in_hand(&mut self, cx: &mut Context) {
        if self.mode == Mode::Filling && !self.in_hand {
            // Only a hint: where it can't be written, the answer itself says why.
            self.in_hand = cx.office.take_survey_in_hand(&self.id).is_ok();
        }
    }

    pub(super) fn let_go(&mut self, cx: &mut Context) {
        if self.in_hand {
            self.in_hand = cx.office.leave_survey(&self.id).is_err();
        }
    }

    pub(super) fn leave_field(&mut self, cx: &mut Context) -> Step<Context> {
        let Body::Form(form) = &mut self.body else { return Step::Consumed };
        match form.handle(&Event::Leave, cx.settings()) {
            FormNews::Left(change) => self.keep(&change, cx),
            _ => Step::Consumed,
        }
    }

    pub(super) fn follow(&mut self, news: FormNews, event: &Event, cx: &mut Context) -> Step<Context> {
        match news {
            FormNews::Consumed => Step::Consumed,
            FormNews::Left(change) => {
                let kept = self.keep(&change, cx);
                kept.then(self.go_on(&change.name, event, cx))
            }
            FormNews::Pick(pick) if pick.is_empty() => self.nothing_to_choose(cx),
            FormNews::Pick(pick) => Step::push(pick),
            FormNews::Refer(field) => self.ask(&field, event, cx),
            FormNews::Submit(Some(change)) => {
                let kept = self.keep(&change, cx);
                kept.then(self.go_on(&change.name, &Event::Move(Motion::Next), cx))
            }
            FormNews::Submit(None) => self.turn_page(true, cx),
            FormNews::Ignored => match event {
                Event::Move(Motion::Next) => self.turn_page(true, cx),
                Event::Move(Motion::Previous) => self.turn_page(false, cx),
                _ => Step::Pass,
            },
        }
    }

    /// Goes forward from an answer just kept: to what is asked since because of it, else as the key said; from the
    /// last question to the next page.
    fn go_on(&mut self, name: &str, event: &Event, cx: &mut Context) -> Step<Context> {
        let Body::Form(form) = &mut self.body else { return Step::Consumed };
        let forward = match event {
            Event::Move(Motion::Next | Motion::Down) => true,
            Event::Key(key) => key.is(KeyCode::Enter),
            _ => false,
        };
        if forward {
            form.focus_after(name);
        }
        if form.focus() == name && matches!(event, Event::Move(Motion::Next)) {
            return self.turn_page(true, cx);
        }
        Step::Consumed
    }

    /// Says which answer decides what may be chosen here, where nothing may.
    fn nothing_to_choose(&self, cx: &Context) -> Step<Context> {
        let Body::Form(form) = &self.body else { return Step::Consumed };
        let filling = &self.view.filling;
        let (question, instance) = questions::parts(form.focus());
        let instance = Instance::parse(instance).unwrap_or_default();
        let filter = filling.form().node(question).and_then(|node| node.choice_filter.as_ref());
        let words = self.words(cx);
        let mut names: Vec<String> = Vec::new();
        for name in filter.map(Expression::references).unwrap_or_default() {
            let label = format!("“{}”", words.label(filling, name, &instance));
            if !names.contains(&label) {
                names.push(label);
            }
        }
        let key = if names.is_empty() { "nothing_to_choose" } else { "nothing_to_choose_yet" };
        let message = Message::new(format!("screen.survey.{key}")).with("questions", names.join(", "));
        Step::Say(Toast::note(message))
    }

    /// What is answered in a dialog of its own: an order of choices, a file.
    fn ask(&self, field: &str, event: &Event, cx: &Context) -> Step<Context> {
        let (question, instance) = questions::parts(field);
        let instance = Instance::parse(instance).unwrap_or_default();
        let filling = &self.view.filling;
        let Some(node) = filling.form().node(question) else { return Step::Consumed };
        let words = self.words(cx);
        let title = words.label(filling, question, &instance);
        match node.kind {
            Kind::Rank(_) => {
                let choices = questions::choices(node, &instance, filling, &words);
                Step::push(Rank::new(title, choices, filling.answer(question, &instance)))
            }
            _ => {
                let attach = Attach::new(title, self.folder.as_ref());
                let typed = match event {
                    Event::Key(key) => key.typed().is_some_and(|letter| letter != ' '),
                    event => matches!(event, Event::Paste(_)),
                };
                Step::push(if typed { attach.searching(event, cx.settings()) } else { attach })
            }
        }
    }

    /// Keeps what such a dialog answered for the question in hand.
    pub(super) fn keep_asked(&mut self, value: &str, cx: &mut Context) -> Step<Context> {
        let Body::Form(form) = &self.body else { return Step::Consumed };
        let change = Change { name: form.focus().to_owned(), value: value.to_owned() };
        self.keep(&change, cx)
    }

    /// Remembers the folder, and attaches.
    pub(super) fn attach(&mut self, path: &str, cx: &mut Context) -> Step<Context> {
        self.folder = Path::new(path).parent().map(Path::to_owned);
        self.keep_asked(path, cx)
    }

    /// The round under the bar, or a new one.
    pub(super) fn open_round(&mut self, cx: &mut Context) -> Step<Context> {
        let Body::Rounds(outline) = &self.body else { return Step::Consumed };
        let Some(chosen) = outline.chosen().map(|entry| entry.id.clone()) else { return Step::Consumed };
        match chosen.parse::<u32>() {
            Ok(index) => {
                self.enter_round(index, cx);
                Step::Consumed
            }
            Err(_) => self.add_round(cx),
        }
    }

    fn enter_round(&mut self, index: u32, cx: &Context) {
        let Some(list) = self.current().cloned() else { return };
        let round = list.instance.child(index);
        let depth = round.depth();
        // The round's own page, or the first of the groups in it.
        let inside = |at: &usize| {
            let page = &self.pages[*at];
            page.is_open() && page.instance.prefix(depth) == round && page.depth > list.depth
        };
        if let Some(page) = (self.page + 1..self.pages.len()).find(inside) {
            self.show_page(page, true, cx);
        }
    }

    pub(super) fn add_round(&mut self, cx: &mut Context) -> Step<Context> {
        let Some((repeat, outer)) = self.repeat_around() else { return Step::Consumed };
        let instance = outer.to_string();
        self.take_in_hand(cx);
        let added = match self.mode {
            Mode::Amending => cx.office.begin_amending_repeat(&self.id, &repeat, &instance, None),
            Mode::Filling | Mode::Reading => cx.office.add_instance(&self.id, &repeat, &instance),
        };
        match added {
            Ok(_) => {
                self.notice = None;
                self.read_again(cx);
                let count = self.view.filling.repeat_count(&repeat, &outer);
                self.show_rounds(&repeat, &outer, cx);
                self.enter_round(u32::try_from(count).unwrap_or(u32::MAX), cx);
                Step::Consumed
            }
            Err(error) => refused(&error, cx),
        }
    }

    /// Asks before a round goes with all it says.
    pub(super) fn ask_to_remove(&mut self) -> Step<Context> {
        let Body::Rounds(outline) = &self.body else { return Step::Consumed };
        let Some(entry) = outline.chosen().filter(|entry| entry.id != rounds::ADD) else {
            return Step::Consumed;
        };
        if !self.may_add_round() {
            return Step::Consumed;
        }
        let text = Message::new("screen.survey.remove_round_question")
            .with("name", &entry.label)
            .with("said", &entry.value);
        self.leaving = entry.id.parse().ok();
        Step::push(Confirm::new("survey.remove_round", Message::new("screen.survey.remove_round"), text))
    }

    pub(super) fn remove_round(&mut self, cx: &mut Context) -> Step<Context> {
        let (Some(index), Some((repeat, outer))) = (self.leaving.take(), self.repeat_in_hand()) else {
            return Step::Consumed;
        };
        let instance = outer.to_string();
        self.take_in_hand(cx);
        let removed = match self.mode {
            Mode::Amending => cx.office.begin_amending_repeat(&self.id, &repeat, &instance, Some(index)),
            Mode::Filling | Mode::Reading => cx.office.remove_instance(&self.id, &repeat, &instance, index),
        };
        match removed {
            Ok(_) => {
                self.notice = None;
                self.read_again(cx);
                Step::Consumed
            }
            Err(error) => refused(&error, cx),
        }
    }

    /// The repeat whose rounds are listed, or the innermost around the round in hand: the one that F7 adds to.
    pub(super) fn repeat_around(&self) -> Option<(String, Instance)> {
        let page = self.current()?;
        let form = self.view.filling.form();
        let node = page.node(form)?;
        if page.what == What::Rounds {
            return Some((node.name.clone(), page.instance.clone()));
        }
        let outer = page.instance.prefix(page.instance.depth().checked_sub(1)?);
        let mut around = form.around(node).into_iter().chain([node]);
        let repeat = around.rfind(|group| group.kind == Kind::Repeat)?;
        Some((repeat.name.clone(), outer))
    }

    /// Can another round of it be added by hand?
    pub(super) fn may_add_round(&self) -> bool {
        let form = self.view.filling.form();
        self.mode != Mode::Reading
            && self
                .repeat_around()
                .and_then(|(name, _)| form.node(&name))
                .is_some_and(|repeat| repeat.repeat_count.is_none())
    }

    fn show_rounds(&mut self, repeat: &str, outer: &Instance, cx: &Context) {
        let place = self.view.filling.form().place(repeat);
        let lists = |page: &Page| page.what == What::Rounds && page.group == place && page.instance == *outer;
        if let Some(list) = self.pages.iter().position(lists) {
            self.show_page(list, true, cx);
        }
    }

    fn repeat_in_hand(&self) -> Option<(String, Instance)> {
        let page = self.current()?;
        Some((page.node(self.view.filling.form())?.name.clone(), page.instance.clone()))
    }
}
