//! A paper laid out: paragraphs and grids with their final text, which Word files and previews draw alike.
//!
//! Invariant: the text here is the text of every output: case, tone marks and fixed words are settled, and
//! nothing is left that a terminal or an XML file must not hold.

use super::component::Component;
use super::document::{Align, Properties, Run};
use super::rules::Rules;

/// Twentieths of a point, in which Word measures.
pub type Twips = u32;

/// A paper ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// What the file says of itself.
    pub properties: Properties,
    /// The format it was laid out by.
    pub rules: Rules,
    /// Its sections.
    pub sections: Vec<LaidSection>,
}

/// Pages of one orientation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidSection {
    /// Wide pages.
    pub landscape: bool,
    /// Width of the text.
    pub width: Twips,
    /// What stands on them.
    pub blocks: Vec<LaidBlock>,
}

/// One of the two things a paper consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LaidBlock {
    /// A paragraph over the whole width.
    Paragraph(LaidParagraph),
    /// Paragraphs in columns.
    Grid(Grid),
}

/// A paragraph with its final text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidParagraph {
    /// Its look.
    pub component: Component,
    /// Where its lines stand.
    pub align: Align,
    /// Its text.
    pub runs: Vec<Run>,
    /// How wide its lines are at most, in the middle of the column.
    pub measure: Option<Twips>,
    /// Whether a rule stands below, as long as its lines are wide.
    pub ruled: bool,
    /// Stays on the page of what follows.
    pub keep_with_next: bool,
    /// Starts a page.
    pub page_break_before: bool,
}

/// Paragraphs in columns: a table, or a part without borders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Widths of the columns.
    pub columns: Vec<Twips>,
    /// Its rows.
    pub rows: Vec<Vec<GridCell>>,
    /// How many rows stand again on each page.
    pub header_rows: usize,
    /// Whether lines are drawn.
    pub borders: bool,
    /// Room left above.
    pub space_above: Twips,
    /// Whether it goes with what stands above it: who signs, below a list.
    pub closes: bool,
}

/// A cell of a grid: every row covers every column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Columns it covers.
    pub across: usize,
    /// Whether it goes on below, or comes from above.
    pub merge: Merge,
    /// Its paragraphs; at least one.
    pub paragraphs: Vec<LaidParagraph>,
}

/// How a cell is joined with those above and below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Not at all.
    #[default]
    None,
    /// It is the first of them.
    Start,
    /// It belongs to the one above.
    Continue,
}

impl LaidParagraph {
    /// Its text without looks.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl LaidBlock {
    /// The grid it is, if it is one.
    pub fn grid(&self) -> Option<&Grid> {
        match self {
            Self::Paragraph(_) => None,
            Self::Grid(grid) => Some(grid),
        }
    }

    /// Its paragraphs, row by row, cell by cell.
    pub fn paragraphs(&self) -> Box<dyn Iterator<Item = &LaidParagraph> + '_> {
        match self {
            Self::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Self::Grid(grid) => Box::new(grid.rows.iter().flatten().flat_map(|cell| &cell.paragraphs)),
        }
    }
}

impl Laid {
    /// Every paragraph, in the order of reading.
    pub fn paragraphs(&self) -> impl Iterator<Item = &LaidParagraph> {
        self.sections.iter().flat_map(|section| &section.blocks).flat_map(LaidBlock::paragraphs)
    }
}
