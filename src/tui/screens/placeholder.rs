//! A screen that is still to come.
//!
//! Invariant: stands here only until its screen does.

use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::{Action, Event};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// The screen, by the action that opens it.
#[derive(Debug, Clone, Copy)]
pub struct Placeholder(pub Action);

impl Layer<Context> for Placeholder {
    fn title(&self, cx: &Context) -> String {
        cx.word(&format!("action.{}", self.0))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        canvas.paragraph(area, &self.title(cx), Role::Muted);
    }

    fn handle(&mut self, _: &Event, _: &mut Context) -> Step<Context> {
        Step::Pass
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        Vec::new()
    }

    fn tab(&self) -> Option<Action> {
        Some(self.0)
    }
}
