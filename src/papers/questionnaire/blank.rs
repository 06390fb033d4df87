//! The blank sheet: numbered questions by group, boxes to tick, lines to write on, room for three rounds.
//!
//! Invariant: a list too long for paper is not printed but asked for in words.

use super::super::component::Component;
use super::super::document::{
    Align, Block, Cell, Column, Document, Paragraph, Properties, Run, Signer, Signing, Table,
};
use super::{LINE, Sheet, dots, fits, holds_something, is_answered, is_named_group, left, rest_of_line};
use crate::forms::form::{Form, Node};
use crate::forms::kind::Kind;
use crate::text::locale::Locale;

/// Rounds of a repeat there is room for.
const ROUNDS: usize = 3;
/// A longer list is looked up, not printed.
const LONGEST_LIST: usize = 40;
/// Choices flow along lines where none has more letters; longer ones stand below one another.
const FLOWS: usize = 30;
/// A repeat of so few questions is a table.
const TABLE_COLUMNS: usize = 5;

/// A form to be filled in by hand.
pub fn blank(form: &Form, locale: &Locale, properties: Properties) -> Document {
    let sheet = Sheet::new(form, locale);
    let mut blocks = sheet.title();
    for key in ["head.organisation", "head.surveyor", "head.day"] {
        let word = sheet.word(key);
        let line = format!("{word} {}", rest_of_line(&word, LINE).unwrap_or_default());
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
                    if is_named_group(node) && holds_something(self.form, place) {
                        blocks.push(self.heading(place, &self.label(node)));
                        self.remarks(blocks, node);
                    }
                    self.rows(blocks, Some(place));
                }
                Kind::Repeat => self.repeat(blocks, place, node),
                Kind::Note => {
                    // When a note is shown is worked out on a screen; on paper it stands there to be read.
                    let label = self.open_text(&node.label);
                    if !label.is_empty() {
                        blocks.push(left(Component::Body, vec![Run::new(label).in_italics()]).into());
                    }
                }
                _ if is_answered(node) => self.question_to_fill(blocks, place, node),
                _ => {}
            }
        }
    }

    /// When it is asked, and help, in brackets behind the question.
    fn said_of(&self, node: &Node) -> String {
        let when = self.asked_when(node.relevant.as_ref());
        let hint = self.open_text(&node.hint);
        let hint = hint.trim().trim_end_matches('.');
        let hint = Some(format!("({hint})")).filter(|_| !hint.is_empty());
        when.into_iter().chain(hint).collect::<Vec<_>>().join(" ")
    }

    /// That of a group, below it.
    fn remarks(&self, blocks: &mut Vec<Block>, node: &Node) {
        let when = self.asked_when(node.relevant.as_ref());
        let hint = Some(self.open_text(&node.hint)).filter(|hint| !hint.is_empty());
        for said in when.into_iter().chain(hint) {
            let mut paragraph = left(Component::Body, vec![Run::new(said).in_italics()]);
            paragraph.keep_with_next = true;
            blocks.push(paragraph.into());
        }
    }

    /// The number, the question, what helps to answer it, and room beside it or below.
    fn question_to_fill(&self, blocks: &mut Vec<Block>, place: usize, node: &Node) {
        let number = self.numbers.get(&place).copied().unwrap_or_default();
        let star = if node.required.is_some() { " *" } else { "" };
        let number = self.words("question_number", &[("number", &number)]);
        let label = format!(" {}{star}", self.label(node));
        let remarks = self.said_of(node);
        let remarks = if remarks.is_empty() { remarks } else { format!(" {remarks}") };
        let before = format!("{number}{label}{remarks}: ");
        let (beside, below) = self.space(node, &before);
        let mut runs = vec![Run::new(number).in_bold(), Run::new(label)];
        if !remarks.is_empty() {
            runs.push(Run::new(remarks).in_italics());
        }
        runs.push(Run::new(beside.map_or_else(|| ":".to_owned(), |beside| format!(": {beside}"))));
        let mut paragraph = left(Component::Body, runs);
        paragraph.keep_with_next = !below.is_empty();
        blocks.push(paragraph.into());
        let last = below.len().saturating_sub(1);
        for (at, line) in below.into_iter().enumerate() {
            let mut line = left(Component::Body, vec![Run::new(line)]);
            // Boxes stay with their question: a page must not end between them, unless they are many.
            line.keep_with_next = at < last.min(10);
            blocks.push(line.into());
        }
    }

    /// What is written in or ticked: beside the question, or line by line below it.
    fn space(&self, node: &Node, before: &str) -> (Option<String>, Vec<String>) {
        let beside = |text: String| placed(before, text);
        let line = |most: usize| match rest_of_line(before, most) {
            Some(dots) => beside(dots),
            None => (None, vec![dots(most)]),
        };
        match &node.kind {
            Kind::SelectOne(_) | Kind::SelectMultiple(_) => self.boxes(node, "☐", before),
            Kind::Rank(_) => self.boxes(node, "……", before),
            Kind::Acknowledge => beside(format!("☐ {}", self.word("yes"))),
            Kind::Integer | Kind::Decimal => line(LINE / 3),
            Kind::Range => {
                let bound =
                    |name: &str, otherwise: &str| node.parameter(name).unwrap_or(otherwise).to_owned();
                let (start, end) = (bound("start", "1"), bound("end", "10"));
                let range = self.words("range", &[("start", &start), ("end", &end)]);
                beside(format!("{} {range}", dots(LINE / 3)))
            }
            Kind::Date if node.looks("year") => beside(self.word("year_only")),
            Kind::Date if node.looks("month-year") => beside(self.word("month_only")),
            Kind::Date => beside(self.word("date")),
            Kind::Time => beside(self.word("time")),
            Kind::DateTime => beside(format!("{}, {}", self.word("time"), self.word("date"))),
            Kind::GeoPoint => (None, vec![self.word("point")]),
            Kind::File => beside(format!("☐ {} {}", self.word("file"), dots(LINE / 3))),
            Kind::Text if node.looks("multiline") => (None, vec![dots(LINE); 3]),
            Kind::GeoTrace | Kind::GeoShape => (None, vec![dots(LINE); 2]),
            _ => line(LINE),
        }
    }

    fn boxes(&self, node: &Node, sign: &str, before: &str) -> (Option<String>, Vec<String>) {
        let list = self.form.list_of(node);
        if list.is_empty() || list.len() > LONGEST_LIST {
            return (Some(self.word("from_list")), vec![dots(LINE)]);
        }
        let labels: Vec<&str> = list
            .iter()
            .map(|choice| Some(choice.label.get(self.language())).filter(|label| !label.is_empty()))
            .zip(list)
            .map(|(label, choice)| label.unwrap_or(&choice.code))
            .collect();
        let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or_default();
        if longest > FLOWS {
            return (None, labels.iter().map(|label| format!("{sign} {label}")).collect());
        }
        // A box is never parted from its words.
        let whole = |label: &&str| format!("{sign}\u{a0}{}", label.replace(' ', "\u{a0}"));
        let flowing = labels.iter().map(whole).collect::<Vec<_>>().join("\u{a0}\u{a0}\u{a0} ");
        placed(before, flowing)
    }

    fn repeat(&self, blocks: &mut Vec<Block>, place: usize, node: &Node) {
        blocks.push(self.heading(place, &self.label(node)));
        self.remarks(blocks, node);
        let mut more =
            left(Component::Note, vec![Run::new(self.words("rounds", &[("count", &ROUNDS)])).in_italics()]);
        more.keep_with_next = true;
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
        let header = vec![std::iter::once(Cell::text(self.word("round_number"))).chain(heads).collect()];
        let rows = (1..=ROUNDS).map(|round| {
            let empty =
                asked.iter().map(|_| Cell { paragraphs: vec![Vec::new(), Vec::new()], ..Cell::text("") });
            std::iter::once(Cell::text(round.to_string())).chain(empty).collect()
        });
        Some(Table { columns, header, rows: rows.collect() })
    }
}

/// What is written in or ticked: beside the question where the line has room for all of it, else below.
fn placed(before: &str, room: String) -> (Option<String>, Vec<String>) {
    if fits(&format!("{before}{room}")) { (Some(room), Vec::new()) } else { (None, vec![room]) }
}
