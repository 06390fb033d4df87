//! From page to page and question to question; what is on the page is made anew after every answer.
//!
//! Invariant: the page and the caret stay where they are while the survey around them changes.

use super::pages::{self, Page, What};
use super::questions::Beside;
use super::{Body, Mode, SurveyScreen, questions, rounds};
use crate::domain::statement::SurveyState;
use crate::forms::instance::Instance;
use crate::office::error::Result;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Event, Motion};
use crate::tui::layer::Step;
use crate::tui::screens::outline::{Outline, OutlineNews};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;

impl SurveyScreen {
    /// Reads everything from the store.
    pub(super) fn load(&mut self, cx: &Context) -> Result<()> {
        self.view = match self.mode {
            Mode::Amending => cx.office.amending_view(&self.id)?,
            Mode::Filling | Mode::Reading => cx.office.survey_view(&self.id)?,
        };
        if self.register.is_empty() {
            self.register = cx.office.register_behind(&self.id)?;
        }
        self.history = match self.view.survey.revision.as_str() {
            "" => Vec::new(),
            _ => cx.office.amendments(&self.id)?,
        };
        self.begun = match self.mode {
            Mode::Amending => cx.office.amendments_in_hand(&self.id)?,
            Mode::Filling | Mode::Reading => Vec::new(),
        };
        let language = self.language(cx).to_owned();
        self.view.filling.speak(&language);
        self.pages = pages::pages(&self.view.filling);
        let differences = self.view.filling.differences(&self.register).into_iter();
        let known = differences.filter(|difference| !difference.register.is_empty());
        self.otherwise = known.map(|difference| (difference.question, difference.register)).collect();
        Ok(())
    }

    /// Reads the survey again; the page stays, the caret with it.
    pub(super) fn read_again(&mut self, cx: &Context) {
        let before = self.current().cloned();
        let was = self.mode;
        if self.load(cx).is_err() {
            return;
        }
        self.mode = match (self.view.survey.state, was) {
            (SurveyState::Draft, _) => Mode::Filling,
            (SurveyState::Final, Mode::Amending) => Mode::Amending,
            _ => Mode::Reading,
        };
        let same = before.as_ref().and_then(|before| self.pages.iter().position(|page| page.is_same(before)));
        let page = same.unwrap_or(self.page).min(self.pages.len().saturating_sub(1));
        let same_rows = was == self.mode && self.pages.get(page) == before.as_ref();
        self.page = page;
        let here = match &self.body {
            Body::Form(form) if same_rows => {
                let _ = form;
                self.renew(cx);
                self.list_again(cx);
                return;
            }
            Body::Form(form) => Some(form.focus().to_owned()),
            Body::Read(outline) | Body::Rounds(outline) => outline.chosen().map(|entry| entry.id.clone()),
        };
        self.show_page(page, true, cx);
        match (&mut self.body, here) {
            (Body::Form(form), Some(here)) => form.focus_on(&here),
            (Body::Read(outline) | Body::Rounds(outline), Some(here)) => {
                outline.select(&here);
            }
            _ => {}
        }
    }

    /// Brings what stands on the page up to date.
    pub(super) fn renew(&mut self, cx: &Context) {
        let language = self.language(cx).to_owned();
        let words =
            super::words::Words { language: &language, locale: &cx.settings().locale, office: &cx.office };
        if let (Body::Form(form), Some(page)) = (&mut self.body, self.pages.get(self.page)) {
            let beside = Beside { otherwise: &self.otherwise, begun: &self.begun, wanting: self.wanting };
            questions::renew(form, page, &self.view.filling, beside, &words);
        }
    }

    /// Shows a page; of a mere name the next one on the way.
    pub(super) fn show_page(&mut self, page: usize, forward: bool, cx: &Context) {
        let last = self.pages.len().saturating_sub(1);
        let wanted = page.min(last);
        let ahead = (wanted..self.pages.len()).find(|at| self.pages[*at].is_open());
        let behind = (0..=wanted).rev().find(|at| self.pages.get(*at).is_some_and(Page::is_open));
        let found = if forward { ahead.or(behind) } else { behind.or(ahead) };
        self.page = found.unwrap_or(wanted);
        let Some(shown) = self.pages.get(self.page) else {
            self.body = Body::Read(Outline::default());
            return;
        };
        let words = self.words(cx);
        let filling = &self.view.filling;
        let body = match (shown.what, self.mode) {
            (What::Rounds, mode) => {
                Body::Rounds(Outline::new(rounds::rows(shown, filling, mode != Mode::Reading, &words)))
            }
            (_, Mode::Reading) => {
                Body::Read(Outline::new(questions::rows(shown, filling, &self.history, &words)))
            }
            _ => {
                let beside = Beside { otherwise: &self.otherwise, begun: &self.begun, wanting: self.wanting };
                Body::Form(questions::form(shown, filling, beside, &words))
            }
        };
        self.body = body;
        self.list_again(cx);
    }

    fn list_again(&mut self, cx: &Context) {
        let items = pages::items(&self.pages, &self.view.filling, &self.words(cx), cx.settings());
        self.list.set_items(items);
        self.list.select(self.page);
    }

    /// Puts the caret into a question.
    pub(super) fn go_to(&mut self, question: &str, instance: &Instance, cx: &Context) {
        let Some(place) = self.view.filling.form().place(question) else { return };
        let holds = |page: &Page| page.rows.contains(&place) && page.instance == *instance;
        let of_repeat = |page: &Page| {
            page.what == What::Rounds && page.group == Some(place) && page.instance == *instance
        };
        let Some(page) = self.pages.iter().position(|page| holds(page) || of_repeat(page)) else { return };
        if page != self.page {
            self.show_page(page, true, cx);
        }
        let name = questions::name_of(question, instance);
        match &mut self.body {
            Body::Form(form) => form.focus_on(&name),
            Body::Read(outline) | Body::Rounds(outline) => {
                outline.select(&name);
            }
        }
    }

    pub(super) fn first_unanswered(&self) -> Option<(String, Instance)> {
        let open = self.view.filling.unanswered().into_iter().next();
        open.map(|(name, instance)| (name.to_owned(), instance))
    }

    /// To the next question after the one in hand that keeps the survey from being final, round and round; where
    /// none does, to the next one left empty. Says whether there is one.
    pub(super) fn next_unanswered(&mut self, cx: &Context) -> bool {
        let missing = self.view.filling.missing().into_iter();
        let mut open: Vec<(String, Instance)> =
            missing.map(|missing| (missing.question, missing.instance)).collect();
        if open.is_empty() {
            let empty = self.view.filling.unanswered().into_iter();
            open = empty.map(|(name, at)| (name.to_owned(), at)).collect();
        }
        let here = match &self.body {
            Body::Form(form) => form.focus().to_owned(),
            Body::Read(_) | Body::Rounds(_) => String::new(),
        };
        // The order of the pages, so that a round is gone through before the next one.
        let order = |name: &str, at: &Instance| {
            let form = self.view.filling.form();
            let place = form.place(name)?;
            let page = self.pages.iter().position(|p| p.instance == *at && p.rows.contains(&place))?;
            Some((page, self.pages[page].rows.iter().position(|row| *row == place)?))
        };
        let (question, instance) = questions::parts(&here);
        let instance = Instance::parse(instance).unwrap_or_default();
        let from = order(question, &instance).unwrap_or((self.page, 0));
        let mut placed: Vec<_> =
            open.iter().filter_map(|(name, at)| Some((order(name, at)?, name, at))).collect();
        placed.sort_by_key(|(order, ..)| *order);
        let next = placed.iter().find(|(order, ..)| *order > from).or_else(|| placed.first());
        let Some((name, instance)) = next.map(|(_, name, at)| ((*name).clone(), (*at).clone())) else {
            return false;
        };
        self.go_to(&name, &instance, cx);
        true
    }

    /// To the page before or behind; what the page in hand was left with is kept first.
    pub(super) fn turn_page(&mut self, forward: bool, cx: &mut Context) -> Step<Context> {
        let step = self.leave_field(cx);
        let next = if forward {
            (self.page + 1..self.pages.len()).find(|at| self.pages[*at].is_open())
        } else {
            (0..self.page).rev().find(|at| self.pages[*at].is_open())
        };
        match next {
            Some(page) => {
                self.show_page(page, forward, cx);
                step
            }
            None if forward => step.then(Step::Say(Toast::note(Message::new("screen.survey.last_page")))),
            None => step,
        }
    }

    /// Every question that is asked now, to be found by typing.
    pub(super) fn find(&self, cx: &Context) -> Pick {
        let words = self.words(cx);
        let filling = &self.view.filling;
        let mut choices = Vec::new();
        for page in &self.pages {
            let asked = page.rows.iter().map(|row| &filling.form().nodes[*row]);
            for node in asked.filter(|node| node.kind.is_asked()) {
                let label = words.label(filling, &node.name, &page.instance);
                let shown = words.shown(node, filling, filling.answer(&node.name, &page.instance));
                let label = match page.instance.depth() {
                    0 => label,
                    _ => format!("{label} ({})", page.instance),
                };
                let note = super::draw::short(&shown, 24);
                choices.push(Choice::new(questions::name_of(&node.name, &page.instance), label).note(note));
            }
        }
        let here = match &self.body {
            Body::Form(form) => form.focus(),
            Body::Read(outline) | Body::Rounds(outline) => {
                outline.chosen().map_or("", |entry| entry.id.as_str())
            }
        };
        Pick::one("survey.find", "screen.survey.find", &choices, here, cx.settings())
    }

    /// Keys on a page that is read, and on a list of rounds.
    pub(super) fn walk(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        let (news, is_rounds) = match &mut self.body {
            Body::Read(outline) => (outline.handle(event), false),
            Body::Rounds(outline) => (outline.handle(event), true),
            Body::Form(_) => return Step::Pass,
        };
        match (news, event) {
            (OutlineNews::Opened, _) if is_rounds => self.open_round(cx),
            (OutlineNews::Ignored, Event::Move(Motion::Next | Motion::Right)) => self.turn_page(true, cx),
            (OutlineNews::Ignored, Event::Move(Motion::Previous | Motion::Left)) => self.turn_page(false, cx),
            (OutlineNews::Ignored, _) => Step::Pass,
            _ => Step::Consumed,
        }
    }
}
