//! Every action by name, accents optional, with its key.
//!
//! Invariant: reads the same table as the footer and the help; choosing is the same as pressing the key.

use crate::tui::canvas::Canvas;
use crate::tui::event::{Action, Event};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::{Environment, Settings};
use crate::tui::widgets::finder::Finder;
use ratatui::layout::Rect;

/// The dialog.
pub struct Palette {
    finder: Finder,
    actions: Vec<Action>,
}

impl Palette {
    /// Over the commands of now.
    pub fn new(commands: &[Command], settings: &Settings) -> Self {
        let useful = |command: &&Command| !["palette", "back"].contains(&command.action);
        let commands: Vec<&Command> = commands.iter().filter(useful).collect();
        let entries = commands.iter().map(|command| super::entry_of(**command, settings)).collect();
        let actions = commands.iter().map(|command| command.action).collect();
        Self { finder: Finder::new(entries), actions }
    }
}

impl<C: Environment> Layer<C> for Palette {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.text("shell.palette.title").to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let title = canvas.word("shell.palette.title");
        let rows = self.finder.wanted_rows().min(area.height.saturating_sub(4)).min(18);
        let inside = canvas.dialog(area, area.width.saturating_sub(10).min(64), rows, title);
        self.finder.draw(canvas, inside, "shell.palette.search");
    }

    fn handle(&mut self, event: &Event, cx: &mut C) -> Step<C> {
        match event {
            Event::Action("palette") => Step::Pop,
            Event::Action("accept") => match self.finder.chosen().and_then(|index| self.actions.get(index)) {
                Some(action) => Step::Pop.then(Step::Do(action)),
                _ => Step::Consumed,
            },
            event if self.finder.handle(event, cx.settings()) => Step::Consumed,
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        vec![Command::new("accept"), Command::new("palette")]
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
