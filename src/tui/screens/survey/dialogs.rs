//! Two dialogs of the survey: putting choices in order, and finding a file to attach.
//!
//! Invariant: both only answer; the screen below keeps what they say.

use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom, split_left};
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::screens::files::{Chosen, Files, Wanted};
use crate::tui::settings::{Environment, Settings};
use crate::tui::theme::{Glyph, Role};
use crate::tui::toast::Toast;
use crate::tui::widgets::finder::keep_in_view;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::path::PathBuf;

/// Puts the choices of a rank in order. Answers `survey.rank` with [`Reply::Ticked`], first to last.
pub(super) struct Rank {
    title: String,
    choices: Vec<Choice>,
    selected: usize,
    top: Cell<usize>,
}

impl Rank {
    /// In the order kept so far; what is not among it follows in the order of the list.
    pub(super) fn new(title: String, mut choices: Vec<Choice>, kept: &str) -> Self {
        let order: Vec<&str> = kept.split(' ').collect();
        choices.sort_by_key(|choice| order.iter().position(|code| *code == choice.id).unwrap_or(usize::MAX));
        Self { title, choices, selected: 0, top: Cell::new(0) }
    }

    fn shift(&mut self, down: bool) {
        let other = if down { self.selected + 1 } else { self.selected.wrapping_sub(1) };
        if other < self.choices.len() {
            self.choices.swap(self.selected, other);
            self.selected = other;
        }
    }
}

impl Layer<Context> for Rank {
    fn title(&self, _: &Context) -> String {
        self.title.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let rows = u16::try_from(self.choices.len()).unwrap_or(u16::MAX).saturating_add(2);
        let inside = canvas.dialog(area, 70, rows.min(area.height.saturating_sub(4)), &self.title);
        let (list, keys) = split_bottom(inside, 1);
        let (list, _) = split_bottom(list, 1);
        let top = keep_in_view(self.top.get(), self.selected, usize::from(list.height));
        self.top.set(top);
        for (row, (at, choice)) in list.rows().zip(self.choices.iter().enumerate().skip(top)) {
            let here = at == self.selected;
            let role = if here { Role::Selection } else { Role::Text };
            canvas.tint(row, role);
            let (bar, rest) = split_left(row, 2);
            canvas.text(bar, if here { canvas.glyph(Glyph::Cursor) } else { " " }, role);
            canvas.text(rest, &format!("{:>3}. {}", at + 1, choice.label), role);
        }
        crate::tui::dialogs::draw_choices(canvas, keys, &["column.left", "column.right", "accept", "back"]);
    }

    fn handle(&mut self, event: &Event, _: &mut Context) -> Step<Context> {
        match event {
            Event::Action("accept") => {
                let order = self.choices.iter().map(|choice| choice.id.clone()).collect();
                return Step::Answer(Answer { question: "survey.rank", reply: Reply::Ticked(order) });
            }
            Event::Action("column.left") => self.shift(false),
            Event::Action("column.right") => self.shift(true),
            Event::Move(Motion::Up) => self.selected = self.selected.saturating_sub(1),
            Event::Move(Motion::Down) => {
                self.selected = (self.selected + 1).min(self.choices.len().saturating_sub(1));
            }
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        ["column.left", "column.right", "accept"].map(Command::new).to_vec()
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}

/// Finds a file. Answers `survey.file` with [`Reply::Text`], its path.
pub(super) struct Attach {
    title: String,
    files: Files,
}

impl Attach {
    /// Beginning in the folder a file was last taken from.
    pub(super) fn new(title: String, folder: Option<&PathBuf>) -> Self {
        let beside = || std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let folder = folder.cloned().unwrap_or_else(beside);
        Self { title, files: Files::new(&folder, Wanted::Anything) }
    }

    /// With what was typed or pasted where the file is asked for.
    pub(super) fn searching(mut self, event: &Event, settings: &Settings) -> Self {
        self.files.handle(event, settings);
        self
    }
}

impl Layer<Context> for Attach {
    fn title(&self, _: &Context) -> String {
        self.title.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let columns = area.width.saturating_sub(8).min(90);
        let inside = canvas.dialog(area, columns, area.height.saturating_sub(4).min(24), &self.title);
        let (list, keys) = split_bottom(inside, 1);
        self.files.draw(canvas, list, true);
        crate::tui::dialogs::draw_choices(canvas, keys, &["accept", "back"]);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("accept") => match self.files.choose() {
                // What was typed stays, to be mended.
                Chosen::File(path) if !path.is_file() => {
                    let message = Message::new("office.in_file.no_such_file").with("path", path.display());
                    Step::Say(Toast::fault(message))
                }
                Chosen::File(path) => {
                    let reply = Reply::Text(path.display().to_string());
                    Step::Answer(Answer { question: "survey.file", reply })
                }
                Chosen::Entered | Chosen::Nothing => Step::Consumed,
            },
            event if self.files.handle(event, cx.settings()) => Step::Consumed,
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        vec![Command::new("accept")]
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
