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
use super::metrics;
use crate::forms::form::{Form, Node, Texts};
use crate::forms::kind::Kind;
use crate::forms::mentions::left_open;
use crate::text::locale::Locale;
use std::collections::HashMap;

/// How often the signs of a line to write on stand on it.
const LINE: usize = 30;
/// A line of text in twips: 165 mm, less the first line's indent and what a printer's own font may want more.
const LINE_WIDTH: u32 = 8_500;
/// The size of running text, in points.
const SIZE: u32 = 14;
/// A sign of the line to write on is as wide as the size, in twips.
const SIGN_WIDTH: u32 = SIZE * 20;
/// Less room than so many signs is none.
const LEAST: usize = 6;

/// What both sheets are made with.
struct Sheet<'a> {
    form: &'a Form,
    locale: &'a Locale,
    /// By place of the question: its number on the paper.
    numbers: HashMap<usize, usize>,
    /// By place of the group: its number before its wording.
    headings: HashMap<usize, String>,
}

impl<'a> Sheet<'a> {
    fn new(form: &'a Form, locale: &'a Locale) -> Self {
        let asked = form.nodes.iter().enumerate().filter(|(_, node)| is_answered(node));
        let numbers = asked.enumerate().map(|(number, (place, _))| (place, number + 1)).collect();
        Self { form, locale, numbers, headings: numbered_headings(form) }
    }

    /// The heading of a group, numbered as the headings of a paper are.
    fn heading(&self, place: usize, text: &str) -> Block {
        let component = match depth(self.form, &self.form.nodes[place]) {
            0 => Component::Heading1,
            1 => Component::Heading2,
            _ => Component::Heading3,
        };
        let number = self.headings.get(&place).map(|number| format!("{number}- ")).unwrap_or_default();
        Paragraph::text(component, format!("{number}{text}")).into()
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

/// `I`, `1`, `1.1`, `1.1.1`: of each group that is named and holds something to answer or to read.
fn numbered_headings(form: &Form) -> HashMap<usize, String> {
    let mut numbers = HashMap::new();
    // By depth: how many stood there since the group around them began.
    let mut counts: Vec<usize> = Vec::new();
    for (place, node) in form.nodes.iter().enumerate() {
        if !is_named_group(node) || !holds_something(form, place) {
            continue;
        }
        let depth = depth(form, node);
        counts.resize(depth + 1, 0);
        counts[depth] += 1;
        let number = match counts.as_slice() {
            [only] => roman(*only),
            [_, below @ ..] => below.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
            [] => String::new(),
        };
        numbers.insert(place, number);
    }
    numbers
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// Whether a group holds something to answer or to read.
fn holds_something(form: &Form, group: usize) -> bool {
    form.nodes.iter().enumerate().any(|(place, node)| {
        node.parent == Some(group)
            && (is_answered(node)
                || node.kind == Kind::Note
                || (node.kind.holds_others() && holds_something(form, place)))
    })
}

fn left(component: Component, runs: Vec<Run>) -> Paragraph {
    Paragraph { align: Some(Align::Left), ..Paragraph::new(component, runs) }
}

/// A line to write on, so many times the usual.
fn dots(times: usize) -> String {
    "…".repeat(times)
}

/// Signs to write on behind some words, at most so many, up to the end of the line; none where that is too near.
fn rest_of_line(words: &str, most: usize) -> Option<String> {
    let left = LINE_WIDTH.checked_sub(metrics::width(words, SIZE, false))?;
    let times = usize::try_from(left / SIGN_WIDTH).unwrap_or_default().min(most);
    (times >= LEAST).then(|| dots(times))
}

/// Whether words stand on one line; of the signs to write on, some may be wider than a letter.
fn fits(words: &str) -> bool {
    let signs = u32::try_from(words.matches('…').count()).unwrap_or_default();
    let plain = words.replace('…', "");
    metrics::width(&plain, SIZE, false) + signs * SIGN_WIDTH <= LINE_WIDTH
}

/// How many groups with a wording are around a row.
fn depth(form: &Form, node: &Node) -> usize {
    form.around(node).iter().filter(|group| group.kind.holds_others() && !group.label.is_empty()).count()
}

/// Whether a row of the form holds others and is to be named.
fn is_named_group(node: &Node) -> bool {
    matches!(node.kind, Kind::Group | Kind::Repeat) && !node.label.is_empty()
}
