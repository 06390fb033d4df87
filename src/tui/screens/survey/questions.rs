//! The questions of one page: as fields to fill in, and as lines to read.
//!
//! Invariant: labels, choices, required marks and complaints are the form's own, as they stand after every
//! answer.

use crate::forms::answer;
use crate::forms::form::Node;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind as Asked;
use crate::forms::survey::Screen;
use crate::office::surveys::SurveyView;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::form::Form;

/// The name of a question's field on the screen.
pub(super) fn name_of(question: &str, instance: &Instance) -> String {
    format!("{question}|{instance}")
}

/// Question and instance of a field's name.
pub(super) fn parts(name: &str) -> (&str, &str) {
    name.split_once('|').unwrap_or((name, ""))
}

/// The question of a field's name.
pub(super) fn question_of(name: &str) -> &str {
    parts(name).0
}

/// The page to fill in.
pub(super) fn form(page: &Screen, view: &SurveyView, cx: &Context) -> Form {
    let nodes = &view.filling.form().nodes;
    let specs = page.rows.iter().map(|row| spec(&nodes[*row], &page.instance, view, cx));
    let mut form = Form::new(specs.collect());
    renew(&mut form, page, view, cx);
    form
}

fn spec(node: &Node, instance: &Instance, view: &SurveyView, cx: &Context) -> FieldSpec {
    let filling = &view.filling;
    let language = cx.language().code();
    let label = filling.label(&node.name, instance, language);
    let name = name_of(&node.name, instance);
    if node.kind == Asked::Note {
        return FieldSpec::note(name, label);
    }
    let spec = FieldSpec::new(name, label, kind(node, instance, view, cx))
        .hint(filling.hint(&node.name, instance, language))
        .value(held(node, filling.answer(&node.name, instance)));
    let spec = if filling.required(&node.name, instance) { spec.required() } else { spec };
    if filling.read_only(&node.name, instance) { spec.locked() } else { spec }
}

fn kind(node: &Node, instance: &Instance, view: &SurveyView, cx: &Context) -> Kind {
    match &node.kind {
        Asked::Integer => Kind::Number,
        Asked::Decimal => Kind::Decimal,
        Asked::Date if answer::takes_partial(node) => Kind::PartialDate,
        Asked::Date => Kind::Date,
        Asked::SelectOne(_) => Kind::Choice(choices(node, instance, view, cx)),
        Asked::SelectMultiple(_) => Kind::Choices(choices(node, instance, view, cx)),
        Asked::Acknowledge => Kind::YesNo,
        _ if node.looks("multiline") => Kind::LongText,
        _ => Kind::Text,
    }
}

fn choices(node: &Node, instance: &Instance, view: &SurveyView, cx: &Context) -> Vec<Choice> {
    let language = cx.language().code();
    let offered = view.filling.choices(&node.name, instance);
    offered
        .into_iter()
        .map(|choice| {
            let label = choice.label.get(language);
            Choice::new(choice.code.as_str(), if label.is_empty() { &choice.code } else { label })
        })
        .collect()
}

/// Brings labels, choices, marks, values and complaints up to date.
pub(super) fn renew(form: &mut Form, page: &Screen, view: &SurveyView, cx: &Context) {
    let filling = &view.filling;
    let language = cx.language().code();
    for row in &page.rows {
        let node = &filling.form().nodes[*row];
        let name = name_of(&node.name, &page.instance);
        form.set_label(&name, &filling.label(&node.name, &page.instance, language));
        if node.kind == Asked::Note {
            continue;
        }
        form.set_required(&name, filling.required(&node.name, &page.instance));
        if node.kind.list().is_some() {
            form.set_choices(&name, choices(node, &page.instance, view, cx));
        }
        let value = held(node, filling.answer(&node.name, &page.instance));
        if form.value(&name) != value {
            form.set(&name, &value);
        }
        let complaint = filling.check(&node.name, &page.instance);
        // A sentence of the form is its own key: the locale hands it back as it is.
        form.set_fault(&name, complaint.map(|complaint| Message::new(complaint.say(&cx.settings().locale))));
    }
}

/// A kept answer as a field holds it.
fn held(node: &Node, kept: &str) -> String {
    match node.kind {
        Asked::Acknowledge if kept == "OK" => "true".to_owned(),
        _ => kept.to_owned(),
    }
}

/// What a field holds, as a person types it.
pub(super) fn typed(view: &SurveyView, question: &str, value: &str) -> String {
    match view.filling.form().node(question).map(|node| &node.kind) {
        Some(Asked::Decimal) => value.replace('.', ","),
        Some(Asked::Date) => {
            PartialDate::parse_iso(value).map_or_else(|| value.to_owned(), PartialDate::written)
        }
        _ => value.to_owned(),
    }
}

/// The page to read.
pub(super) fn rows(page: &Screen, view: &SurveyView, cx: &Context) -> Vec<Row> {
    let filling = &view.filling;
    let language = cx.language().code();
    let rows = page.rows.iter().map(|row| {
        let node = &filling.form().nodes[*row];
        let label = filling.label(&node.name, &page.instance, language);
        if node.kind == Asked::Note {
            return Row::Words(label, Role::Muted);
        }
        let shown = answer::show(
            node,
            filling.form().list_of(node),
            filling.answer(&node.name, &page.instance),
            language,
        );
        let value = if shown.is_empty() { "–".to_owned() } else { shown };
        Row::Entry(Entry::new(node.name.as_str(), label).value(value))
    });
    rows.collect()
}
