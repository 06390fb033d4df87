//! Asks before something is done that can't be taken back lightly.
//!
//! Invariant: Enter and F9 say yes only here; Esc leaves without an answer.

use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom};
use crate::tui::event::{Answer, Event, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::width::wrap;
use ratatui::layout::Rect;

/// The dialog. Answers with [`Reply::Yes`].
#[derive(Debug, Clone)]
pub struct Confirm {
    question: &'static str,
    title: Message,
    text: Message,
}

impl Confirm {
    /// Asks `text` under `title`; `question` is the name of the answer.
    pub const fn new(question: &'static str, title: Message, text: Message) -> Self {
        Self { question, title, text }
    }
}

impl<C: Environment> Layer<C> for Confirm {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.say(&self.title)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let text = canvas.say(&self.text);
        let columns = area.width.saturating_sub(12).clamp(1, 64);
        let rows = wrap(&text, usize::from(columns)).len();
        let rows = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
        let title = canvas.say(&self.title);
        let inside = canvas.dialog(area, columns, rows, &title);
        let (above, below) = split_bottom(inside, 1);
        canvas.paragraph(above, &text, Role::Text);
        super::draw_choices(canvas, below, &["yes", "back"]);
    }

    fn handle(&mut self, event: &Event, _: &mut C) -> Step<C> {
        match event {
            Event::Action("yes" | "accept") => {
                Step::Answer(Answer { question: self.question, reply: Reply::Yes })
            }
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        vec![Command::new("yes"), Command::new("accept").quiet()]
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
