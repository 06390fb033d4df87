//! A survey form on paper: blank, to be filled in by hand, and filled.
//!
//! Both number the questions alike, so that a sheet filled by hand is typed in question by question.
//!
//! Invariant: every question of the form is on the blank sheet, every one that is asked on the filled one; the
//! words that are not the form's come from the locale.

mod blank;
mod condition;
mod filled;

pub use blank::blank;
pub use filled::{About, filled};

use super::component::Component;
use super::document::{Align, Block, Paragraph, Run};
use crate::forms::form::{Form, Node, Texts};
use crate::forms::kind::Kind;
use crate::forms::mentions::left_open;
use crate::text::locale::Locale;
use std::collections::HashMap;

/// How often the signs of a line to write on stand on it.
const LINE: usize = 30;

/// What both sheets are made with.
struct Sheet<'a> {
    form: &'a Form,
    locale: &'a Locale,
    /// By place of the question: its number on the paper.
    numbers: HashMap<usize, usize>,
}

impl<'a> Sheet<'a> {
    fn new(form: &'a Form, locale: &'a Locale) -> Self {
        let asked = form.nodes.iter().enumerate().filter(|(_, node)| is_answered(node));
        let numbers = asked.enumerate().map(|(number, (place, _))| (place, number + 1)).collect();
        Self { form, locale, numbers }
    }

    fn language(&self) -> &'static str {
        self.locale.language().code()
    }

    fn word(&self, key: &str) -> String {
        self.locale.text(&format!("paper.survey.{key}")).to_owned()
    }

    fn words(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.locale.fill(&format!("paper.survey.{key}"), values)
    }

    /// The wording of a row without what it mentions; its name where it has none.
    fn label(&self, node: &Node) -> String {
        let label = left_open(node.label.get(self.language()));
        if label.trim().is_empty() { node.name.clone() } else { label }
    }

    fn open_text(&self, texts: &Texts) -> String {
        left_open(texts.get(self.language()))
    }

    /// The head of both: the form's title and version.
    fn title(&self) -> Vec<Block> {
        let title = self.form.title.get(self.language());
        let title = if title.is_empty() { self.form.id.as_str() } else { title };
        let version = self.words("version", &[("form", &self.form.id), ("version", &self.form.version)]);
        vec![
            Paragraph::text(Component::Kind, title).into(),
            Paragraph::new(Component::Centred, vec![Run::new(version).in_italics()]).into(),
        ]
    }
}

/// Whether a person writes something there.
fn is_answered(node: &Node) -> bool {
    // Worked out and not to be changed: nobody is asked.
    node.kind.is_asked() && !(node.calculation.is_some() && node.read_only.is_some())
}

/// A heading of a group so many groups deep.
fn heading(depth: usize, text: String) -> Block {
    let component = match depth {
        0 => Component::Heading1,
        1 => Component::Heading2,
        _ => Component::Heading3,
    };
    Paragraph::text(component, text).into()
}

fn left(component: Component, runs: Vec<Run>) -> Paragraph {
    Paragraph { align: Some(Align::Left), ..Paragraph::new(component, runs) }
}

/// A line to write on, so many times the usual.
fn dots(times: usize) -> String {
    "…".repeat(times)
}

/// How many groups with a wording are around a row.
fn depth(form: &Form, node: &Node) -> usize {
    form.around(node).iter().filter(|group| group.kind.holds_others() && !group.label.is_empty()).count()
}

/// Whether a row of the form holds others and is to be named.
fn is_named_group(node: &Node) -> bool {
    matches!(node.kind, Kind::Group | Kind::Repeat) && !node.label.is_empty()
}
