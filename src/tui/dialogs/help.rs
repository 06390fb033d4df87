//! Help for this screen: what it is for, and every command that works now, with all its keys; letters narrow
//! it down.
//!
//! Invariant: reads the same table as the footer and the palette; nothing is listed that doesn't work.

use crate::tui::canvas::{Canvas, split_top};
use crate::tui::event::{Action, Event, Motion};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::{Environment, Settings};
use crate::tui::theme::Role;
use crate::tui::widgets::finder::{Entry, Finder};
use ratatui::layout::Rect;

/// The dialog.
pub struct Help {
    about: String,
    finder: Finder,
    actions: Vec<Action>,
}

impl Help {
    /// Over the commands of now; `about` is the screen that is explained.
    pub fn new(about: Option<&str>, commands: &[Command], settings: &Settings) -> Self {
        let about = about.and_then(|about| settings.locale.find(&format!("help.{about}")));
        let about = about.map(|words| with_keys(words, settings)).unwrap_or_default();
        let mut entries: Vec<Entry> =
            commands.iter().map(|command| super::entry_of(*command, settings)).collect();
        // Movement isn't a command, but who looks for it looks here.
        for binding in settings.keys.bindings().iter().filter(|binding| binding.place == "motion") {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let label = settings.locale.text(&format!("shell.motion.{}", binding.action)).to_owned();
            entries.push(Entry::new(label, keys.join(", ")));
        }
        let actions = commands.iter().map(|command| command.action).collect();
        Self { about, finder: Finder::new(entries), actions }
    }
}

/// The sentences with the keys as they are set: `<gate.next>` becomes `F5`.
fn with_keys(words: &str, settings: &Settings) -> String {
    let mut said = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((action, behind)) = after.split_once('>') else { break };
        said.push_str(before);
        said.push_str(&settings.keys.shown(action).unwrap_or_default());
        rest = behind;
    }
    said.push_str(rest);
    said
}

impl<C: Environment> Layer<C> for Help {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.text("shell.help.title").to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let title = canvas.word("shell.help.title");
        let rows = area.height.saturating_sub(4);
        let inside = canvas.dialog(area, area.width.saturating_sub(10).min(76), rows, title);
        let used = canvas.paragraph(inside, &self.about, Role::Text);
        let (_, list) = split_top(inside, if self.about.is_empty() { 0 } else { used + 1 });
        self.finder.draw(canvas, list, "shell.help.search");
    }

    fn handle(&mut self, event: &Event, cx: &mut C) -> Step<C> {
        match event {
            Event::Action("help") => Step::Pop,
            Event::Action("accept") => match self.finder.chosen().and_then(|index| self.actions.get(index)) {
                Some(action) => Step::Pop.then(Step::Do(action)),
                _ => Step::Consumed,
            },
            Event::Move(Motion::Next | Motion::Previous) => Step::Pass,
            event if self.finder.handle(event, cx.settings()) => Step::Consumed,
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        vec![Command::new("accept"), Command::new("help")]
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
