//! The blank sheet: numbered questions by group, boxes to tick, lines to write on, room for three rounds.
//!
//! Invariant: a list too long for paper is not printed but asked for in words.

use super::super::component::Component;
use super::super::document::{
    Align, Block, Cell, Column, Document, Paragraph, Properties, Run, Signer, Signing, Table,
};
use super::{LINE, Sheet, depth, dots, heading, is_answered, is_named_group, left};
use crate::forms::form::{Form, Node};
use crate::forms::kind::Kind;
use crate::text::locale::Locale;

/// Rounds of a repeat there is room for.
const ROUNDS: usize = 3;
/// A longer list is looked up, not printed.
const LONGEST_LIST: usize = 40;
/// Choices stand on one line while their letters are no more.
const ONE_LINE: usize = 70;
/// A repeat of so few questions is a table.
const TABLE_COLUMNS: usize = 5;

/// A form to be filled in by hand.
pub fn blank(form: &Form, locale: &Locale, properties: Properties) -> Document {
    let sheet = Sheet::new(form, locale);
    let mut blocks = sheet.title();
    for key in ["head.organisation", "head.surveyor", "head.day"] {
        let line = format!("{} {}", sheet.word(key), dots(LINE / 2 + 5));
        blocks.push(left(Component::Body, vec![Run::new(line)]).into());
    }
    let help = Run::new(sheet.word("how_to_fill")).in_italics();
    blocks.push(left(Component::Note, vec![help]).into());
    sheet.rows(&mut blocks, None);
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
    /// The rows directly in a group, or those in none.
    fn rows(&self, blocks: &mut Vec<Block>, group: Option<usize>) {
        for (place, node) in self.form.nodes.iter().enumerate().filter(|(_, node)| node.parent == group) {
            match node.kind {
                Kind::Group => {
                    if is_named_group(node) && self.holds_something(place) {
                        blocks.push(heading(depth(self.form, node), self.label(node)));
                        self.remarks(blocks, node);
                    }
                    self.rows(blocks, Some(place));
                }
                Kind::Repeat => self.repeat(blocks, place, node),
                Kind::Note => {
                    let label = self.open_text(&node.label);
                    if !label.is_empty() {
                        blocks.push(left(Component::Body, vec![Run::new(label).in_italics()]).into());
                        self.remarks(blocks, node);
                    }
                }
                _ if is_answered(node) => self.question_to_fill(blocks, place, node),
                _ => {}
            }
        }
    }

    fn holds_something(&self, group: usize) -> bool {
        self.form.nodes.iter().enumerate().any(|(place, node)| {
            node.parent == Some(group)
                && (is_answered(node)
                    || node.kind == Kind::Note
                    || (node.kind.holds_others() && self.holds_something(place)))
        })
    }

    /// When it is asked, and help: in italics.
    fn remarks(&self, blocks: &mut Vec<Block>, node: &Node) {
        let when = self.asked_when(node.relevant.as_ref());
        let hint = Some(self.open_text(&node.hint)).filter(|hint| !hint.is_empty());
        for said in when.into_iter().chain(hint) {
            let mut paragraph = left(Component::Note, vec![Run::new(said).in_italics()]);
            paragraph.keep_with_next = true;
            blocks.push(paragraph.into());
        }
    }

    fn question_to_fill(&self, blocks: &mut Vec<Block>, place: usize, node: &Node) {
        let number = self.numbers.get(&place).copied().unwrap_or_default();
        let star = if node.required.is_some() { " *" } else { "" };
        let asked = self.words("question", &[("number", &number), ("label", &self.label(node))]);
        let mut paragraph = left(Component::Body, vec![Run::new(format!("{asked}{star}")).in_bold()]);
        paragraph.keep_with_next = true;
        blocks.push(paragraph.into());
        self.remarks(blocks, node);
        for line in self.space(node) {
            blocks.push(left(Component::Body, vec![Run::new(line)]).into());
        }
    }

    /// What is written in or ticked, line by line.
    fn space(&self, node: &Node) -> Vec<String> {
        let long = || vec![dots(LINE)];
        match &node.kind {
            Kind::SelectOne(_) | Kind::SelectMultiple(_) => self.boxes(node, "☐"),
            Kind::Rank(_) => self.boxes(node, "……"),
            Kind::Acknowledge => vec![format!("☐ {}", self.word("yes"))],
            Kind::Integer | Kind::Decimal => vec![dots(LINE / 3)],
            Kind::Range => {
                let bound =
                    |name: &str, otherwise: &str| node.parameter(name).unwrap_or(otherwise).to_owned();
                let (start, end) = (bound("start", "1"), bound("end", "10"));
                vec![format!(
                    "{} {}",
                    dots(LINE / 3),
                    self.words("range", &[("start", &start), ("end", &end)])
                )]
            }
            Kind::Date if node.looks("year") => vec![self.word("year_only")],
            Kind::Date if node.looks("month-year") => vec![self.word("month_only")],
            Kind::Date => vec![self.word("date")],
            Kind::Time => vec![self.word("time")],
            Kind::DateTime => vec![format!("{}, {}", self.word("time"), self.word("date"))],
            Kind::GeoPoint => vec![self.word("point")],
            Kind::File => vec![format!("☐ {} {}", self.word("file"), dots(LINE / 2))],
            Kind::Text if node.looks("multiline") => vec![dots(LINE); 3],
            Kind::GeoTrace | Kind::GeoShape => vec![dots(LINE); 2],
            _ => long(),
        }
    }

    fn boxes(&self, node: &Node, sign: &str) -> Vec<String> {
        let list = self.form.list_of(node);
        if list.is_empty() || list.len() > LONGEST_LIST {
            return vec![self.word("from_list"), dots(LINE)];
        }
        let boxes: Vec<String> = list
            .iter()
            .map(|choice| {
                let label = choice.label.get(self.language());
                format!("{sign} {}", if label.is_empty() { &choice.code } else { label })
            })
            .collect();
        let letters: usize = boxes.iter().map(|text| text.chars().count() + 3).sum();
        if letters <= ONE_LINE { vec![boxes.join("\u{a0}\u{a0}\u{a0} ")] } else { boxes }
    }

    fn repeat(&self, blocks: &mut Vec<Block>, place: usize, node: &Node) {
        blocks.push(heading(depth(self.form, node), self.label(node)));
        self.remarks(blocks, node);
        let more =
            left(Component::Note, vec![Run::new(self.words("rounds", &[("count", &ROUNDS)])).in_italics()]);
        blocks.push(more.into());
        if let Some(table) = self.as_table(place) {
            blocks.push(Block::Table(table));
            return;
        }
        for round in 1..=ROUNDS {
            let title = self.words("round", &[("label", &self.label(node)), ("number", &round)]);
            let mut paragraph = Paragraph::new(Component::Body, vec![Run::new(title).in_bold().in_italics()]);
            paragraph.keep_with_next = true;
            blocks.push(paragraph.into());
            self.rows(blocks, Some(place));
        }
    }

    /// A repeat of a few short questions as a table with empty rows.
    fn as_table(&self, repeat: usize) -> Option<Table> {
        let inside: Vec<(usize, &Node)> =
            self.form.nodes.iter().enumerate().filter(|(_, node)| node.parent == Some(repeat)).collect();
        let short = |node: &Node| {
            matches!(
                node.kind,
                Kind::Text
                    | Kind::Integer
                    | Kind::Decimal
                    | Kind::Date
                    | Kind::Time
                    | Kind::Calculate
                    | Kind::Hidden
            ) && !node.looks("multiline")
                && node.relevant.is_none()
        };
        let asked: Vec<(usize, &Node)> =
            inside.iter().filter(|(_, node)| is_answered(node)).copied().collect();
        if asked.is_empty() || asked.len() > TABLE_COLUMNS || !inside.iter().all(|(_, node)| short(node)) {
            return None;
        }
        let mut columns = vec![Column { share: 1, align: Align::Centre }];
        columns.extend(asked.iter().map(|_| Column { share: 5, align: Align::Left }));
        let heads = asked.iter().map(|(place, node)| {
            let number = self.numbers.get(place).copied().unwrap_or_default();
            let star = if node.required.is_some() { " *" } else { "" };
            Cell::text(format!("{number}. {}{star}", self.label(node)))
        });
        let header = vec![std::iter::once(Cell::text(self.word("ordinal"))).chain(heads).collect()];
        let rows = (1..=ROUNDS).map(|round| {
            let empty =
                asked.iter().map(|_| Cell { paragraphs: vec![Vec::new(), Vec::new()], ..Cell::text("") });
            std::iter::once(Cell::text(round.to_string())).chain(empty).collect()
        });
        Some(Table { columns, header, rows: rows.collect() })
    }
}
