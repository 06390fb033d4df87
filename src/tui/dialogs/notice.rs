//! Tells something that must be read: whose matter it is, what is wrong, what to do.
//!
//! Invariant: always one sentence on what is wrong and, where there is a way out, one on what to do.

use crate::text::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::event::{Action, Event, Motion};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Tone;
use crate::tui::width::wrap;
use ratatui::layout::Rect;
use std::cell::Cell;

/// The dialog. Answers nothing.
#[derive(Debug, Clone)]
pub struct Notice {
    tone: Tone,
    title: Message,
    sentences: Vec<Message>,
    todo: Option<Message>,
    /// What can be done about it from here.
    leads_to: Option<Action>,
    top: usize,
    hidden: Cell<usize>,
}

impl Notice {
    /// Tells `sentence` under `title`.
    pub fn new(tone: Tone, title: Message, sentence: Message) -> Self {
        Self {
            tone,
            title,
            sentences: vec![sentence],
            todo: None,
            leads_to: None,
            top: 0,
            hidden: Cell::new(0),
        }
    }

    /// And this too, on lines of its own.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = Message>) -> Self {
        self.sentences.extend(more);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn todo(mut self, what: Message) -> Self {
        self.todo = Some(what);
        self
    }
}

impl Notice {
    /// With the key of an action that goes where it can be put right.
    #[must_use]
    pub const fn leading_to(mut self, action: Action) -> Self {
        self.leads_to = Some(action);
        self
    }
}

impl<C: Environment> Layer<C> for Notice {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.say(&self.title)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let columns = area.width.saturating_sub(12).clamp(1, 70);
        let mut lines: Vec<(String, Role)> = Vec::new();
        let sign = canvas.glyph(self.tone.glyph());
        for (index, sentence) in self.sentences.iter().enumerate() {
            let role = if index == 0 { self.tone.role() } else { Role::Text };
            let said = canvas.say(sentence);
            let said = if index == 0 { format!("{sign} {said}") } else { said };
            lines.extend(wrap(&said, usize::from(columns)).into_iter().map(|line| (line, role)));
        }
        if let Some(todo) = &self.todo {
            lines.push((String::new(), Role::Text));
            let said = format!("{} {}", canvas.word("shell.notice.todo"), canvas.say(todo));
            lines.extend(wrap(&said, usize::from(columns)).into_iter().map(|line| (line, Role::Text)));
        }
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let title = canvas.say(&self.title);
        let inside = canvas.dialog(area, columns, rows, &title);
        let (above, below) = crate::tui::canvas::split_bottom(inside, 1);
        self.hidden.set(lines.len().saturating_sub(usize::from(above.height)));
        let shown = lines.iter().skip(self.top).take(usize::from(above.height));
        for (row, (line, role)) in above.rows().zip(shown) {
            canvas.text(row, line, *role);
        }
        let choices: Vec<Action> = ["accept"].into_iter().chain(self.leads_to).collect();
        super::draw_choices(canvas, below, &choices);
    }

    fn handle(&mut self, event: &Event, _: &mut C) -> Step<C> {
        match event {
            Event::Action("accept") => Step::Pop,
            Event::Action(action) if self.leads_to == Some(*action) => Step::Pop.then(Step::Do(action)),
            Event::Move(Motion::Down) => {
                self.top = (self.top + 1).min(self.hidden.get());
                Step::Consumed
            }
            Event::Move(Motion::Up) => {
                self.top = self.top.saturating_sub(1);
                Step::Consumed
            }
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        ["accept"].into_iter().chain(self.leads_to).map(Command::new).collect()
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
