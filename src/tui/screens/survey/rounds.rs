//! The rounds of a repeat as a list: each opened, added, taken out.
//!
//! Invariant: a round is named by what it says first, so that it is known again in the list.

use super::pages::Page;
use super::words::Words;
use crate::forms::form::Node;
use crate::forms::instance::Instance;
use crate::forms::survey::Filling;
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::theme::{Glyph, Role};
use std::collections::BTreeSet;

/// The entry that adds a round.
pub(super) const ADD: &str = "add";

/// How many answers name a round.
const NAMED_BY: usize = 3;

/// Does the form itself count the rounds?
pub(super) fn is_counted(page: &Page, filling: &Filling) -> bool {
    page.node(filling.form()).is_none_or(|node| node.repeat_count.is_some())
}

/// The rounds, and where one more is added.
pub(super) fn rows(page: &Page, filling: &Filling, fillable: bool, words: &Words<'_>) -> Vec<Row> {
    let Some(node) = page.node(filling.form()) else { return Vec::new() };
    let name = filling.label(&node.name, &page.instance, words.language);
    let count = filling.repeat_count(&node.name, &page.instance);
    let mut rows = Vec::new();
    let hint = filling.hint(&node.name, &page.instance, words.language);
    if !hint.is_empty() {
        rows.push(Row::Words(hint, Role::Muted));
    }
    let wrong = wrong(node, filling, page.instance.depth() + 1);
    for index in 1..=u32::try_from(count).unwrap_or(0) {
        let instance = page.instance.child(index);
        let (said, answered, asked) = summary(page, filling, &instance, words);
        let entry = Entry::new(index.to_string(), format!("{name} {index}"))
            .value(if said.is_empty() { "–".to_owned() } else { said })
            .note(format!("{answered}/{asked}"));
        let entry = match wrong.contains(&instance) {
            true => Entry { sign: Some((Glyph::Missing, Role::Error)), ..entry },
            false => entry.done(asked > 0 && answered == asked),
        };
        rows.push(Row::Entry(entry));
    }
    if is_counted(page, filling) {
        let said = words.locale.fill("screen.survey.rounds_counted", &[("count", &count)]);
        rows.push(Row::Words(said, Role::Muted));
    } else if fillable {
        rows.push(Row::Entry(Entry::new(
            ADD,
            words.locale.fill("screen.survey.add_round", &[("name", &name)]),
        )));
    }
    rows
}

/// What a round says first; nothing where it says nothing yet.
pub(super) fn said(repeat: &Node, round: &Instance, filling: &Filling, words: &Words<'_>) -> Option<String> {
    inside(repeat, round.depth(), filling).find_map(|node| {
        let kept = filling.answer(&node.name, round);
        let said = if kept.is_empty() { String::new() } else { words.shown(node, filling, kept) };
        said.lines().next().filter(|said| !said.is_empty()).map(str::to_owned)
    })
}

/// The rounds in which something is wrong, in the rounds within them too.
fn wrong(repeat: &Node, filling: &Filling, depth: usize) -> BTreeSet<Instance> {
    let form = filling.form();
    let answers = filling.answers().filter(|(node, at, _)| {
        at.depth() >= depth && form.around(node).iter().any(|group| group.name == repeat.name)
    });
    let wrong = answers.filter(|(node, at, _)| filling.check(&node.name, at).is_some());
    wrong.map(|(_, at, _)| at.prefix(depth)).collect()
}

/// The questions of a repeat that are asked in each of its rounds.
fn inside<'f>(repeat: &'f Node, depth: usize, filling: &'f Filling) -> impl Iterator<Item = &'f Node> {
    let form = filling.form();
    form.nodes.iter().filter(move |node| {
        node.kind.is_asked()
            && node.repeats == depth
            && form.around(node).iter().any(|group| group.name == repeat.name)
    })
}

/// The first answers of a round, and how far it has come.
fn summary(page: &Page, filling: &Filling, instance: &Instance, words: &Words<'_>) -> (String, usize, usize) {
    let Some(repeat) = page.node(filling.form()) else { return (String::new(), 0, 0) };
    let (mut said, mut answered, mut asked) = (Vec::new(), 0, 0);
    for node in
        inside(repeat, instance.depth(), filling).filter(|node| filling.relevant(&node.name, instance))
    {
        asked += 1;
        let kept = filling.answer(&node.name, instance);
        if !kept.is_empty() {
            answered += 1;
            if said.len() < NAMED_BY {
                said.push(words.shown(node, filling, kept));
            }
        }
    }
    (said.join(" · "), answered, asked)
}
