//! What stands under a tab: most are pages of entries to open; a few are forms or tables of their own.
//!
//! Invariant: a panel is made from the case as it was read; after a change it is made anew.

use super::over;
use crate::office::cases::CaseView;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::{Answer, Event, Motion};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outline::{Outline, OutlineNews, Row};
use ratatui::layout::Rect;

/// What stands under a tab.
pub(super) trait Panel {
    /// The case was read again.
    fn refresh(&mut self, view: &CaseView, cx: &mut Context);
    /// Draws itself. `focused`: does it have the keys?
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, cx: &Context);
    /// Takes an event.
    fn handle(&mut self, event: &Event, view: &CaseView, cx: &mut Context) -> Step<Context>;
    /// What can be done here now.
    fn commands(&self, view: &CaseView, cx: &Context) -> Vec<Command>;
    /// Do letters go into a text?
    fn typing(&self) -> bool {
        false
    }
    /// Puts the bar or the caret where a checklist leads.
    /// `requirement` is what leads here, `target` where it says to go; it may say nothing.
    fn go_to(&mut self, requirement: &str, target: &str, view: &CaseView);
}

/// A page of entries.
pub(super) trait Page {
    /// Its rows.
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row>;
    /// Does one of its commands on the entry under the bar; `open` is Enter.
    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context>;
    /// Takes what a dialog answered that `act` opened on this entry.
    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context>;
    /// What can be done beside `open`.
    fn commands(&self, _view: &CaseView, _cx: &Context) -> Vec<Command> {
        Vec::new()
    }
    /// Can an entry be opened to read where nothing can be changed? Others are then shown as they stand here.
    fn reads(&self, _entry: &str, _view: &CaseView) -> bool {
        false
    }
    /// Is this done to one entry after the other, so that the bar goes down by itself?
    fn goes_down_after(&self, _action: &str) -> bool {
        false
    }
    /// The entries a checklist may mean, the best first.
    fn entries_of(&self, _requirement: &str, target: &str, _view: &CaseView) -> Vec<String> {
        vec![target.to_owned()]
    }
}

/// A page in its panel.
pub(super) struct PagePanel<P> {
    page: P,
    outline: Outline,
    /// The entry a dialog was opened on.
    asked: String,
}

impl<P: Page> PagePanel<P> {
    pub(super) fn new(page: P, view: &CaseView, cx: &Context) -> Self {
        let outline = Outline::new(page.rows(view, cx));
        Self { page, outline, asked: String::new() }
    }

    fn chosen(&self) -> String {
        self.outline.chosen().map(|entry| entry.id.clone()).unwrap_or_default()
    }
}

impl<P: Page> Panel for PagePanel<P> {
    fn refresh(&mut self, view: &CaseView, cx: &mut Context) {
        self.outline.set_rows(self.page.rows(view, cx));
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, _: &Context) {
        self.outline.draw(canvas, area, focused);
    }

    fn handle(&mut self, event: &Event, view: &CaseView, cx: &mut Context) -> Step<Context> {
        if let Event::Answer(answer) = event {
            let entry = self.asked.clone();
            return self.page.answered(&entry, answer, view, cx);
        }
        match self.outline.handle(event) {
            OutlineNews::Moved => Step::Consumed,
            OutlineNews::Opened => {
                self.asked = self.chosen();
                if over::is_over(view)
                    && !self.page.reads(&self.asked, view)
                    && let Some(entry) = self.outline.chosen()
                {
                    return over::shown(entry, view, cx);
                }
                self.page.act("open", &self.asked, view, cx)
            }
            OutlineNews::Ignored => match event {
                Event::Action(action) => {
                    self.asked = self.chosen();
                    let step = self.page.act(action, &self.asked, view, cx);
                    if self.page.goes_down_after(action) {
                        self.outline.handle(&Event::Move(Motion::Down));
                    }
                    step
                }
                _ => Step::Pass,
            },
        }
    }

    fn commands(&self, view: &CaseView, cx: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.outline.chosen().is_some() {
            commands.push(Command::new("open"));
        }
        if !over::is_over(view) {
            commands.extend(self.page.commands(view, cx));
        }
        commands
    }

    fn go_to(&mut self, requirement: &str, target: &str, view: &CaseView) {
        for entry in self.page.entries_of(requirement, target, view) {
            if self.outline.select(&entry) {
                return;
            }
        }
    }
}

/// A filled dialog's field.
pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
}
