//! The office's own wording beside the built-in one, for the screen.
//!
//! Invariant: looks; every line keeps its sign, with or without colours.

use crate::office::templates::{Changed, Template};
use crate::tui::context::Context;
use crate::tui::screens::lines_of_text::LinesOfText;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;

/// What the office's own says otherwise than the built-in one.
pub(super) fn comparison(template: &Template, cx: &Context) -> LinesOfText {
    let changes = match cx.office.template_changes(&template.reference()) {
        Ok(changes) => changes,
        Err(error) => return LinesOfText::new(&cx.settings().locale.say(&error.message)),
    };
    let head = if changes.is_empty() { "screen.templates.same" } else { "screen.templates.compared" };
    let look = |line: &Changed| match line {
        Changed::Added(_) => Role::Good,
        Changed::Dropped(_) => Role::Error,
        Changed::Kept(_) | Changed::Gap => Role::Muted,
    };
    let mut lines = vec![(cx.word(head), Role::Text), (String::new(), Role::Text)];
    lines.extend(changes.iter().map(|line| (line.written(), look(line))));
    LinesOfText::looking(lines)
}
