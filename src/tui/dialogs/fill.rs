//! A form in a dialog, filled as a whole and then answered.
//!
//! For what is done by one deed (return a case with a reason, add an opinion). Records that are saved as you
//! go have a screen with a [`Form`] of their own.
//!
//! Invariant: answers only when all of it can be read and nothing required is missing.

use crate::tui::canvas::{Canvas, split_bottom};
use crate::tui::event::{Answer, Event, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::widgets::field::FieldSpec;
use crate::tui::widgets::form::{Form, FormNews};
use ratatui::layout::Rect;

/// The dialog. Answers with [`Reply::Filled`].
pub struct Fill {
    question: &'static str,
    title: String,
    form: Form,
    rows: u16,
}

impl Fill {
    /// Asks for these fields. `title` is a locale key, or words. For references use a screen of your own.
    pub fn new(question: &'static str, title: impl Into<String>, specs: Vec<FieldSpec>) -> Self {
        // Long texts and notes are taller, and a hint or a fault may stand under one field; then the keys.
        let tall = |spec: &FieldSpec| if spec.is_tall() { 3 } else { 1 };
        let rows = specs.iter().map(tall).sum::<usize>() + 5;
        let rows = u16::try_from(rows).unwrap_or(u16::MAX);
        Self { question, title: title.into(), form: Form::new(specs), rows }
    }

    /// With the caret in a field.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.form.focus_on(field);
        self
    }
}

impl<C: Environment> Layer<C> for Fill {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.text(&self.title).to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &C) {
        let title = canvas.word(&self.title).to_owned();
        let rows = self.rows.min(area.height.saturating_sub(2));
        let inside = canvas.dialog(area, area.width.saturating_sub(8).min(88), rows, &title);
        let (form, keys) = split_bottom(inside, 1);
        let (form, _) = split_bottom(form, u16::from(form.height > 4));
        self.form.draw(canvas, form, true);
        super::draw_choices(canvas, keys, &["save", "back"]);
    }

    fn handle(&mut self, event: &Event, cx: &mut C) -> Step<C> {
        let news = match event {
            // Nothing is half done: what isn't answered isn't saved.
            Event::Leave => return Step::Pass,
            Event::Answer(answer) => self.form.answer(answer),
            event => self.form.handle(event, cx.settings()),
        };
        match news {
            FormNews::Ignored | FormNews::Refer(_) => Step::Pass,
            FormNews::Consumed | FormNews::Left(_) => Step::Consumed,
            FormNews::Pick(pick) => Step::push(pick),
            FormNews::Submit(_) => {
                Step::Answer(Answer { question: self.question, reply: Reply::Filled(self.form.values()) })
            }
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        vec![Command::new("save"), Command::new("pick")]
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
