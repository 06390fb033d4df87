//! Choose one of a list, or tick several; type to find.
//!
//! Invariant: the answer is the ids it was given, never the words shown.

use crate::tui::canvas::{Canvas, split_bottom, split_top};
use crate::tui::event::{Answer, Event, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::{Environment, Settings};
use crate::tui::theme::Role;
use crate::tui::widgets::finder::{Entry, Finder};
use crossterm::event::KeyCode;
use ratatui::layout::Rect;

/// Rows below the list for the whole of an entry that is cut off in it, the first left empty.
const WHOLE: u16 = 3;

/// What of the dialog's columns no entry can have.
const AROUND: u16 = 4;

/// The dialog. Answers with [`Reply::Chosen`], or [`Reply::Ticked`] if several can be ticked.
#[derive(Debug, Clone)]
pub struct Pick {
    question: &'static str,
    title: String,
    ids: Vec<String>,
    finder: Finder,
    several: bool,
    /// Did the last key write into the search?
    searching: bool,
}

/// One thing to choose, worded (or a locale key).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is answered.
    pub id: String,
    /// What is shown: a locale key or words.
    pub label: String,
    /// At the right: a code, a date. May be empty.
    pub note: String,
}

impl Choice {
    /// A choice.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), note: String::new() }
    }

    /// With something at the right.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

impl Pick {
    /// Choose one. `title` is a locale key or words; the bar starts on `current`.
    pub fn one(
        question: &'static str,
        title: &str,
        choices: &[Choice],
        current: &str,
        settings: &Settings,
    ) -> Self {
        let entry = |choice: &Choice| Entry::new(settings.locale.text(&choice.label), choice.note.as_str());
        let mut finder = Finder::new(choices.iter().map(entry).collect());
        if let Some(at) = choices.iter().position(|choice| choice.id == current) {
            finder.select(at);
        }
        Self {
            question,
            title: settings.locale.text(title).to_owned(),
            ids: choices.iter().map(|choice| choice.id.clone()).collect(),
            finder,
            several: false,
            searching: false,
        }
    }

    /// Tick several; `ticked` are so from the start.
    pub fn several(
        question: &'static str,
        title: &str,
        choices: &[Choice],
        ticked: &[String],
        settings: &Settings,
    ) -> Self {
        let mut pick = Self::one(question, title, choices, "", settings);
        let entries = pick.finder.entries().iter().zip(&pick.ids);
        let entries = entries.map(|(entry, id)| entry.clone().ticked(ticked.contains(id)));
        pick.finder = Finder::new(entries.collect());
        pick.several = true;
        pick
    }

    /// With letters already typed into the search.
    #[must_use]
    pub fn searching(mut self, event: &Event, settings: &Settings) -> Self {
        self.finder.handle(event, settings);
        self.searching = true;
        self
    }

    /// Is there nothing to choose at all?
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn is_ticked(&self) -> bool {
        let here = self.finder.chosen().and_then(|index| self.finder.entries().get(index));
        here.is_none_or(|entry| entry.ticked == Some(true))
    }

    fn reply(&self) -> Option<Reply> {
        if self.several {
            let ticked = self.finder.entries().iter().zip(&self.ids);
            let ticked = ticked.filter(|(entry, _)| entry.ticked == Some(true)).map(|(_, id)| id.clone());
            return Some(Reply::Ticked(ticked.collect()));
        }
        self.finder.chosen().and_then(|index| self.ids.get(index)).cloned().map(Reply::Chosen)
    }
}

impl<C: Environment> Layer<C> for Pick {
    fn title(&self, _: &C) -> String {
        self.title.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let columns = area.width.saturating_sub(10).min(76);
        let cut = self.finder.is_cut(columns.saturating_sub(AROUND));
        let rows = self.finder.wanted_rows().saturating_add(if cut { 2 + WHOLE } else { 2 });
        let inside =
            canvas.dialog(area, columns, rows.min(area.height.saturating_sub(4)).min(22), &self.title);
        let (list, keys) = split_bottom(inside, 1);
        let below = if cut && list.height > 6 { WHOLE } else { u16::from(list.height > 4) };
        let (list, whole) = split_bottom(list, below);
        self.finder.draw(canvas, list, "shell.pick.search");
        if let Some(words) = self.finder.cut_off(list.width).filter(|_| below == WHOLE) {
            canvas.paragraph(split_top(whole, 1).1, &words, Role::Accent);
        }
        let actions: &[&str] = if self.several { &["tick", "accept", "back"] } else { &["accept", "back"] };
        super::draw_choices(canvas, keys, actions);
    }

    fn handle(&mut self, event: &Event, cx: &mut C) -> Step<C> {
        match event {
            // Searched for and then taken with Enter: that one is meant.
            Event::Action("accept") if self.several && self.searching && !self.is_ticked() => {
                self.finder.tick();
                Step::Do("accept")
            }
            Event::Action("accept") => match self.reply() {
                Some(reply) => Step::Answer(Answer { question: self.question, reply }),
                None => Step::Consumed,
            },
            Event::Action("tick") => {
                self.searching = false;
                self.finder.tick();
                Step::Consumed
            }
            // A space ticks, except between the words of a search.
            Event::Key(key) if self.several && key.is(KeyCode::Char(' ')) && !self.searching => {
                self.finder.tick();
                Step::Consumed
            }
            event => {
                let before = self.finder.chosen();
                if !self.finder.handle(event, cx.settings()) {
                    return Step::Pass;
                }
                self.searching = matches!(event, Event::Key(_)) && !self.finder.query().is_empty();
                // A click on the entry under the bar is the same as Enter, or as a tick.
                if matches!(event, Event::Mouse(mouse) if mouse.clicked(self.finder.area()))
                    && before == self.finder.chosen()
                {
                    return Step::Do(if self.several { "tick" } else { "accept" });
                }
                Step::Consumed
            }
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        let mut commands = vec![Command::new("accept")];
        if self.several {
            commands.push(Command::new("tick"));
        }
        commands
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
