//! From what a paper says to how it stands on the page: the parts get their columns, their fixed words and
//! the house style.
//!
//! Invariant: pure; the same document, rules and style give the same pages.

mod head;
mod signing;
mod table;

use super::component::Component;
use super::document::{Addressed, Align, Block, Document, Paragraph, Run, Section};
use super::house::House;
use super::laid::{Laid, LaidBlock, LaidParagraph, LaidSection, Twips};
use super::metrics;
use super::rules::{Look, Rules};
use crate::text::{clean, tone};
use unicode_normalization::UnicodeNormalization;

/// Rows of a table that go with the signature below it.
const ROWS_KEPT: usize = 2;

/// Room at both ends of measured lines, so that no program breaks them elsewhere.
const ROOM: Twips = 20;

/// A4, in twips.
pub const PAPER: (Twips, Twips) = (11906, 16838);

/// Millimetres in twips, rounded.
pub const fn twips(millimetres: u32) -> Twips {
    (millimetres * 14400 + 127) / 254
}

/// Lays a paper out.
pub fn lay(document: &Document, rules: &Rules, house: &House) -> Laid {
    let layout = Layout { rules, house };
    let sections = document.sections.iter().map(|section| layout.section(section)).collect();
    Laid { properties: document.properties.clone(), rules: rules.clone(), sections }
}

/// What every part is laid out by.
struct Layout<'a> {
    rules: &'a Rules,
    house: &'a House,
}

impl Layout<'_> {
    fn section(&self, section: &Section) -> LaidSection {
        let page = &self.rules.page;
        let paper = if section.landscape { PAPER.1 } else { PAPER.0 };
        let width = paper - twips(page.left) - twips(page.right);
        let mut blocks: Vec<LaidBlock> = Vec::new();
        let mut page_break = false;
        for block in &section.blocks {
            let from = blocks.len();
            match block {
                Block::PageBreak => page_break = true,
                Block::Paragraph(paragraph) => {
                    let laid = self.balanced(self.paragraph(paragraph), width);
                    blocks.push(LaidBlock::Paragraph(laid));
                }
                Block::Head(head) => blocks.push(LaidBlock::Grid(self.head(head, width))),
                Block::Addressed(addressed) => blocks.extend(self.addressed(addressed)),
                Block::Table(table) => blocks.push(LaidBlock::Grid(self.table(table, width))),
                Block::Signing(signing) => {
                    // A signature never stands alone on its page, unless a template puts it there.
                    if let Some(last) = blocks.last_mut().filter(|_| !page_break) {
                        keep_with_next(last);
                    }
                    blocks.push(LaidBlock::Grid(self.signing(signing, width)));
                }
            }
            if page_break
                && !matches!(block, Block::PageBreak)
                && let Some(first) = blocks.get_mut(from).and_then(first_paragraph)
            {
                // The first block of a section starts a page anyway.
                first.page_break_before = from > 0;
                page_break = false;
            }
        }
        LaidSection { landscape: section.landscape, width, blocks }
    }

    fn paragraph(&self, paragraph: &Paragraph) -> LaidParagraph {
        let mut laid = match paragraph.component {
            Component::SubjectRule if paragraph.runs.is_empty() => {
                self.plain(Component::SubjectRule, &self.rules.words.subject_rule)
            }
            component => self.part(component, &paragraph.runs),
        };
        laid.align = paragraph.align.unwrap_or(laid.align);
        // A line that leads to what follows doesn't end a page.
        let leads = laid.runs.last().is_some_and(|run| run.text.trim_end().ends_with(':'));
        laid.keep_with_next |= paragraph.keep_with_next || leads;
        laid
    }

    /// A paragraph in the middle of its column, with lines of about one width: no word is left alone on the last.
    fn balanced(&self, mut paragraph: LaidParagraph, width: Twips) -> LaidParagraph {
        let look = self.rules.look(paragraph.component);
        if paragraph.align == Align::Centre {
            let bold = look.bold || paragraph.runs.iter().any(|run| run.bold);
            let narrowest =
                metrics::narrowest(&paragraph.text(), look.size, bold, width.saturating_sub(2 * ROOM));
            paragraph.measure = narrowest.map(|measure| measure + 2 * ROOM);
        }
        paragraph
    }

    fn addressed(&self, addressed: &Addressed) -> Vec<LaidBlock> {
        let line = |runs: Vec<Run>| LaidBlock::Paragraph(self.part(Component::Addressed, &runs));
        let opening = Run::new(format!("{}: ", addressed.opening));
        match addressed.to.as_slice() {
            [one] => vec![line(std::iter::once(opening).chain(one.iter().cloned()).collect())],
            several => {
                let opening = Run::new(format!("{}:", addressed.opening));
                let items = several.iter().map(|one| {
                    let mut runs = vec![Run::new("- ")];
                    runs.extend(one.iter().cloned());
                    line(runs)
                });
                std::iter::once(line(vec![opening])).chain(items).collect()
            }
        }
    }

    /// A paragraph of a part, with its final text.
    fn part(&self, component: Component, runs: &[Run]) -> LaidParagraph {
        let look = self.rules.look(component);
        LaidParagraph {
            component,
            align: look.align,
            runs: runs.iter().map(|run| self.run(run, look)).filter(|run| !run.text.is_empty()).collect(),
            measure: None,
            ruled: false,
            keep_with_next: look.keep_with_next,
            page_break_before: false,
        }
    }

    /// A paragraph of a part, of plain text.
    fn plain(&self, component: Component, text: &str) -> LaidParagraph {
        self.part(component, &[Run::new(text)])
    }

    fn run(&self, run: &Run, look: &Look) -> Run {
        let mut text = sane(&run.text);
        if let (Some(placement), false) = (self.house.tone, run.as_written) {
            text = tone::place(&text, placement);
        }
        if look.upper {
            text = text.to_uppercase();
        }
        Run { text, ..run.clone() }
    }
}

/// The last lines of a block stay on the page of what follows: of a table, its last rows.
fn keep_with_next(block: &mut LaidBlock) {
    match block {
        LaidBlock::Paragraph(paragraph) => paragraph.keep_with_next = true,
        LaidBlock::Grid(grid) => {
            let rows = grid.rows.iter_mut().skip(grid.header_rows);
            let paragraphs = rows.rev().take(ROWS_KEPT).flatten().flat_map(|cell| &mut cell.paragraphs);
            paragraphs.for_each(|paragraph| paragraph.keep_with_next = true);
        }
    }
}

fn first_paragraph(block: &mut LaidBlock) -> Option<&mut LaidParagraph> {
    match block {
        LaidBlock::Paragraph(paragraph) => Some(paragraph),
        LaidBlock::Grid(grid) => grid.rows.first_mut()?.first_mut()?.paragraphs.first_mut(),
    }
}

/// What may stand in a file and on a terminal; spaces stay as they are, for a blank number is made of them.
pub fn sane(text: &str) -> String {
    let mut letters = [0; 4];
    text.nfc()
        .map(|letter| if letter == '\t' { ' ' } else { letter })
        .filter(|letter| *letter == '\n' || clean::is_safe(letter.encode_utf8(&mut letters)))
        .filter(|letter| !matches!(letter, '\u{85}' | '\r' | '\u{b}' | '\u{c}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}
