//! The filled sheet: what is asked, with the answers beside the questions.
//!
//! Invariant: an unanswered question is on the sheet, and said to be so.

use super::super::component::Component;
use super::super::document::{Align, Block, Cell, Column, Document, Properties, Run, Signer, Signing, Table};
use super::{Sheet, left};
use crate::forms::attached::Attached;
use crate::forms::form::Node;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::forms::survey::{Filling, Screen};
use crate::papers::values::Source;
use crate::text::locale::Locale;

/// What is said of the survey itself, line by line: what it is, and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The survey's id: answers lead back to it.
    pub survey: String,
    /// Label and value.
    pub lines: Vec<(String, String)>,
}

/// A survey as it stands.
pub fn filled(filling: &Filling, about: &About, locale: &Locale, properties: Properties) -> Document {
    let form = std::sync::Arc::clone(filling.form());
    let sheet = Sheet::new(&form, locale);
    let mut blocks = sheet.title();
    for (label, value) in &about.lines {
        let runs = vec![Run::new(format!("{label}: ")), Run::new(value).in_bold().spelt_as_written()];
        blocks.push(left(Component::Body, runs).into());
    }
    let mut headed: Vec<(usize, Instance)> = Vec::new();
    for screen in filling.screens() {
        sheet.headings(&mut blocks, &mut headed, &screen);
        sheet.answers(&mut blocks, filling, &screen, about);
    }
    blocks.push(Block::Signing(Signing {
        recipients: None,
        typist: None,
        signers: vec![
            Signer { office: sheet.word("signs_figures"), ..Signer::default() },
            Signer { office: sheet.word("signs_survey"), ..Signer::default() },
        ],
    }));
    Document::new(properties, blocks)
}

impl Sheet<'_> {
    /// The headings of the groups a screen lies in, each once.
    fn headings(&self, blocks: &mut Vec<Block>, headed: &mut Vec<(usize, Instance)>, screen: &Screen) {
        let Some(group) = screen.group.map(|place| &self.form.nodes[place]) else { return };
        for around in self.form.around(group).into_iter().chain([group]) {
            let Some(place) = self.form.place(&around.name) else { continue };
            let rounds = around.repeats + usize::from(around.kind == Kind::Repeat);
            let instance = screen.instance.prefix(rounds);
            if around.label.is_empty() || headed.contains(&(place, instance.clone())) {
                continue;
            }
            let mut text = self.label(around);
            if around.kind == Kind::Repeat {
                let number = instance.last().unwrap_or(1);
                text = self.words("round", &[("label", &text), ("number", &number)]);
            }
            blocks.push(self.heading(place, &text));
            headed.push((place, instance));
        }
    }

    fn answers(&self, blocks: &mut Vec<Block>, filling: &Filling, screen: &Screen, about: &About) {
        let mut rows = Vec::new();
        for place in &screen.rows {
            let node = &self.form.nodes[*place];
            let label = filling.label(&node.name, &screen.instance, self.language());
            match self.numbers.get(place) {
                Some(number) => rows.push(vec![
                    Cell::text(number.to_string()),
                    Cell::text(label),
                    Cell::new(vec![self.answer(filling, node, &screen.instance, about)]),
                ]),
                None if node.kind == Kind::Note => {
                    rows.push(vec![
                        Cell::new(vec![Run::new(label).in_italics()]).across(3).aligned(Align::Left),
                    ]);
                }
                None => {}
            }
        }
        if rows.is_empty() {
            return;
        }
        let column = |share, align| Column { share, align };
        let header = ["ordinal", "asked", "answer"].map(|key| Cell::text(self.word(key)));
        blocks.push(Block::Table(Table {
            // The number's column is as wide as its own heading.
            columns: vec![column(2, Align::Centre), column(12, Align::Left), column(11, Align::Left)],
            header: vec![header.to_vec()],
            rows,
        }));
    }

    fn answer(&self, filling: &Filling, node: &Node, instance: &Instance, about: &About) -> Run {
        let kept = filling.answer(&node.name, instance);
        if kept.is_empty() {
            return Run::new(self.word("unanswered")).in_italics();
        }
        let shown = match Attached::read(kept) {
            Some(file) if node.kind == Kind::File => file.name.to_owned(),
            _ if node.kind == Kind::Acknowledge => self.word("yes"),
            _ => filling.shown(&node.name, instance),
        };
        Run::new(shown).spelt_as_written().from_source(Source::field("survey", &about.survey, &node.name))
    }
}
