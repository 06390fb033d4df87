//! The questions of one page: as fields to fill in, and as lines to read.
//!
//! Invariant: labels, choices, required marks and complaints are the form's own, as they stand after every
//! answer; a field gives away what was typed even where it can't be read, so that nothing typed is lost.

use super::pages::Page;
use super::words::Words;
use crate::forms::answer;
use crate::forms::form::Node;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind as Asked;
use crate::forms::survey::Filling;
use crate::office::survey_amendments::ShownAmendment;
use crate::text::dates::{PartialDate, written_date};
use crate::text::message::Message;
use crate::tui::dialogs::pick::Choice;
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::theme::Role;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::form::Form;
use std::collections::HashMap;

/// By question, what the register says otherwise.
pub(super) type Otherwise = HashMap<String, String>;

/// What is shown beside the answers.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    /// What the register says.
    pub(super) otherwise: &'a Otherwise,
    /// What the final survey said.
    pub(super) begun: &'a [ShownAmendment],
    /// Does what must be answered and is not say so?
    pub(super) wanting: bool,
}

/// The name of a question's field on the screen.
pub(super) fn name_of(question: &str, instance: &Instance) -> String {
    format!("{question}|{instance}")
}

/// Question and instance of a field's name.
pub(super) fn parts(name: &str) -> (&str, &str) {
    name.split_once('|').unwrap_or((name, ""))
}

/// The page to fill in.
pub(super) fn form(page: &Page, filling: &Filling, beside: Beside<'_>, words: &Words<'_>) -> Form {
    let nodes = &filling.form().nodes;
    let specs = page.rows.iter().map(|row| spec(&nodes[*row], &page.instance, filling, words));
    let mut form = Form::new(specs.collect());
    renew(&mut form, page, filling, beside, words);
    form
}

fn spec(node: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> FieldSpec {
    let label = label(node, instance, filling, words);
    let name = name_of(&node.name, instance);
    match node.kind {
        Asked::Note => return FieldSpec::note(name, label),
        Asked::Group => return FieldSpec::heading(label),
        _ => {}
    }
    let spec = FieldSpec::new(name, label, kind(node, instance, filling, words))
        .hint(hint(node, instance, filling, words))
        .value(held(node, filling, filling.answer(&node.name, instance), words))
        .lenient();
    let spec = if filling.required(&node.name, instance) { spec.required() } else { spec };
    if filling.read_only(&node.name, instance) { spec.locked() } else { spec }
}

/// What is asked; a value that can't be answered says so.
fn label(node: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> String {
    let label = filling.label(&node.name, instance, words.language);
    if !node.kind.is_asked() || !filling.read_only(&node.name, instance) {
        return label;
    }
    let key = if node.calculation.is_some() { "worked_out" } else { "only_read" };
    words.locale.fill(&format!("screen.survey.{key}"), &[("label", &label)])
}

/// The form's help, and how answers of this kind are typed.
fn hint(node: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> String {
    let own = filling.hint(&node.name, instance, words.language);
    let typed = match node.kind {
        Asked::Time => words.locale.text("screen.survey.hint.time").to_owned(),
        Asked::DateTime => words.locale.text("screen.survey.hint.date_time").to_owned(),
        Asked::GeoPoint => words.locale.text("screen.survey.hint.point").to_owned(),
        Asked::GeoTrace | Asked::GeoShape => words.locale.text("screen.survey.hint.points").to_owned(),
        Asked::File => words.locale.text("screen.survey.hint.file").to_owned(),
        Asked::Rank(_) => words.locale.text("screen.survey.hint.rank").to_owned(),
        Asked::Range => {
            let bound = |name, otherwise| node.parameter(name).unwrap_or(otherwise);
            words.locale.fill(
                "screen.survey.hint.range",
                &[("from", &bound("start", "1")), ("to", &bound("end", "10")), ("step", &bound("step", "1"))],
            )
        }
        _ => String::new(),
    };
    [own, typed].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn kind(node: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> Kind {
    match &node.kind {
        Asked::Integer => Kind::Number,
        Asked::Decimal | Asked::Range => Kind::Decimal,
        Asked::Date if answer::takes_partial(node) => Kind::PartialDate,
        Asked::Date => Kind::Date,
        Asked::SelectOne(_) => Kind::Choice(choices(node, instance, filling, words)),
        Asked::SelectMultiple(_) => Kind::Choices(choices(node, instance, filling, words)),
        Asked::Acknowledge => Kind::YesNo,
        // Chosen in a dialog of this screen's own.
        Asked::File | Asked::Rank(_) => Kind::Reference,
        _ if node.looks("multiline") => Kind::LongText,
        _ => Kind::Text,
    }
}

/// The choices offered now.
pub(super) fn choices(node: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> Vec<Choice> {
    let offered = filling.choices(&node.name, instance).into_iter();
    offered
        .map(|choice| {
            let label = choice.label.get(words.language);
            Choice::new(choice.code.as_str(), if label.is_empty() { &choice.code } else { label })
        })
        .collect()
}

/// Brings labels, choices, marks, values and complaints up to date.
pub(super) fn renew(
    form: &mut Form,
    page: &Page,
    filling: &Filling,
    Beside { otherwise, begun, wanting }: Beside<'_>,
    words: &Words<'_>,
) {
    let instance = page.instance.to_string();
    for row in &page.rows {
        let node = &filling.form().nodes[*row];
        let name = name_of(&node.name, &page.instance);
        form.set_label(&name, &label(node, &page.instance, filling, words));
        if matches!(node.kind, Asked::Note | Asked::Group) {
            continue;
        }
        form.set_required(&name, filling.required(&node.name, &page.instance));
        if matches!(node.kind, Asked::SelectOne(_) | Asked::SelectMultiple(_)) {
            form.set_choices(&name, choices(node, &page.instance, filling, words));
        }
        let kept = filling.answer(&node.name, &page.instance);
        let value = held(node, filling, kept, words);
        if form.value(&name) != value {
            form.set(&name, &value);
        }
        form.set_shown(&name, &words.shown(node, filling, kept));
        let lacks = || filling.lacks(&node.name, &page.instance).filter(|_| wanting);
        let complaint = filling.check(&node.name, &page.instance).or_else(lacks);
        // A sentence of the form is its own key: the locale hands it back as it is.
        form.set_fault(&name, complaint.map(|complaint| Message::new(words.complaint(&complaint))));
        let register = otherwise.get(&node.name).filter(|_| page.instance.depth() == 0);
        let register = register.map(|value| ("screen.survey.register_says", value.as_str()));
        let before = begun.iter().map(|one| &one.amendment);
        let before = before.filter(|one| one.question == node.name && one.instance == instance);
        let before = before.map(|one| ("screen.survey.final_says", one.old.as_str()));
        let remarks = before.chain(register).map(|(key, value)| {
            let shown = words.shown(node, filling, value);
            words.locale.fill(key, &[("value", &if shown.is_empty() { "–".to_owned() } else { shown })])
        });
        form.set_remark(&name, remarks.collect::<Vec<_>>().join(" · "));
    }
}

/// A kept answer as a field holds it.
fn held(node: &Node, filling: &Filling, kept: &str, words: &Words<'_>) -> String {
    match node.kind {
        Asked::Acknowledge if kept == "OK" => "true".to_owned(),
        Asked::Time | Asked::DateTime => words.shown(node, filling, kept),
        _ => kept.to_owned(),
    }
}

/// What a field holds, as a person types it.
pub(super) fn typed(filling: &Filling, question: &str, value: &str) -> String {
    match filling.form().node(question).map(|node| &node.kind) {
        Some(Asked::Decimal | Asked::Range) if value.parse::<f64>().is_ok() => value.replace('.', ","),
        Some(Asked::Date) => {
            PartialDate::parse_iso(value).map_or_else(|| value.to_owned(), PartialDate::written)
        }
        _ => value.to_owned(),
    }
}

/// The page to read, with what was changed in it.
pub(super) fn rows(
    page: &Page,
    filling: &Filling,
    history: &[ShownAmendment],
    words: &Words<'_>,
) -> Vec<Row> {
    let rows = page.rows.iter().map(|row| {
        let node = &filling.form().nodes[*row];
        let label = filling.label(&node.name, &page.instance, words.language);
        match node.kind {
            Asked::Note => return Row::Words(label, Role::Muted),
            Asked::Group => return Row::Heading(label),
            _ => {}
        }
        let shown = words.shown(node, filling, filling.answer(&node.name, &page.instance));
        let value = if shown.is_empty() { "–".to_owned() } else { shown };
        let instance = page.instance.to_string();
        let changes = history
            .iter()
            .filter(|one| one.amendment.question == node.name && one.amendment.instance == instance);
        let notes: Vec<String> = changes.map(|one| past(one, words)).collect();
        Row::Entry(Entry::new(name_of(&node.name, &page.instance), label).value(value).note(notes.join("\n")))
    });
    rows.collect()
}

/// `124 → 130 · Nguyễn Thị Lan, 14/09/2023: đếm lại`.
fn past(one: &ShownAmendment, words: &Words<'_>) -> String {
    let vietnamese = words.language != "en";
    let said = |both: &(String, String)| {
        let text = if vietnamese { &both.0 } else { &both.1 };
        if text.is_empty() { "–".to_owned() } else { text.clone() }
    };
    words.locale.fill(
        "screen.survey.amended",
        &[
            ("old", &said(&one.old)),
            ("new", &said(&one.new)),
            ("person", &one.person),
            ("day", &one.amendment.amended_on.map(written_date).unwrap_or_default()),
            ("reason", &one.amendment.reason.clone().unwrap_or_default()),
        ],
    )
}
