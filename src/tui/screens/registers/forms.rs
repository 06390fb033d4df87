//! Adding a survey form from a file, on the shelf of forms.
//!
//! Invariant: a faulty form is told cell by cell and changes nothing.

use crate::forms::fault::Fault;
use crate::text::clean::clean;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::notice::Notice;
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::toast::Tone;
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::path::Path;

/// The question the file's path answers.
pub(super) const QUESTION: &str = "registers.add_form";

/// Asks for the file.
pub(super) fn ask() -> Step<Context> {
    let path = FieldSpec::new("path", "screen.registers.form_path", Kind::Text)
        .required()
        .hint("screen.registers.form_hint");
    Step::push(Fill::new(QUESTION, "screen.registers.form_add", vec![path]))
}

/// Stores the form, and tells what is untidy in it.
pub(super) fn add(fields: &[(String, String)], cx: &mut Context) -> Step<Context> {
    let typed = fields.iter().find(|(name, _)| name == "path").map_or("", |(_, path)| path.as_str());
    let typed = clean(typed).text;
    let beside = cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
    match cx.office.add_form_file(&beside.join(typed.trim_matches(['"', '\'']))) {
        Err(error) => refused(&error, cx),
        Ok(added) => {
            let done = Message::new("screen.registers.form_added")
                .with("name", &added.about.id)
                .with("version", &added.about.version);
            if added.warnings.is_empty() {
                return told(Ok(()), done, cx);
            }
            let title = Message::new("screen.registers.form_add");
            let warnings = added.warnings.iter().map(Fault::message);
            Step::push(Notice::new(Tone::Warn, title, done).and(warnings)).then(Step::Refresh)
        }
    }
}
