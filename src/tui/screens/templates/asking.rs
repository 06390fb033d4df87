//! What is asked before a template is brought in or dated.
//!
//! Invariant: asks; the answers are taken up by the screen.

use crate::office::templates::Template;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::settings::Environment;
use crate::tui::widgets::field::{FieldSpec, Kind};

/// The file, its name, its days.
pub(super) fn bring(template: &Template, cx: &Context) -> Fill {
    let path = FieldSpec::new("path", "screen.templates.file", Kind::Text)
        .required()
        .hint("screen.templates.file_hint");
    let name = FieldSpec::new("name", "screen.templates.name", Kind::Text);
    let title = Message::new("screen.templates.bring").with("paper", template.paper.name(cx.language()));
    let mut fields = vec![path, name];
    fields.extend(day_fields(None));
    Fill::new("template.bring", cx.settings().locale.say(&title), fields)
}

/// The days of the papers it words.
pub(super) fn days(template: &Template) -> Fill {
    Fill::new("template.days", "action.template.days", day_fields(Some(template)).into())
}

fn day_fields(template: Option<&Template>) -> [FieldSpec; 2] {
    let day = |name: &'static str, label: &'static str, day: Option<jiff::civil::Date>| {
        let field = FieldSpec::new(name, label, Kind::Text).hint("screen.templates.days_hint");
        field.value(day.map(written_date).unwrap_or_default())
    };
    let validity = template.map(|template| template.validity).unwrap_or_default();
    [day("from", "cli.template.from", validity.from), day("to", "cli.template.to", validity.to)]
}
