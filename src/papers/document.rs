//! What a paper says, part by part, before any rule of layout: the value every other room here works on.
//!
//! Invariant: holds no size, no font and no wording of a format; those are rules, chosen by the paper's date.

use super::component::Component;
use super::values::Source;
use jiff::Timestamp;
use jiff::civil::Date;

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What is said about the file.
    pub properties: Properties,
    /// Its sections; each starts a page.
    pub sections: Vec<Section>,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Its title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When; given by the caller, so that the same data gives the same bytes.
    pub made_at: Timestamp,
}

/// Pages of one orientation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Wide pages.
    pub landscape: bool,
    /// What stands on them.
    pub blocks: Vec<Block>,
    /// The fields left blank on them, to be written in by hand.
    pub blanks: Vec<String>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// The head of the paper.
    Head(Head),
    /// To whom it is submitted or sent.
    Addressed(Addressed),
    /// A table.
    Table(Table),
    /// Recipients and signers side by side.
    Signing(Signing),
    /// What follows starts a page.
    PageBreak,
}

/// A paragraph of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Which part it is: its look.
    pub component: Component,
    /// Where its lines stand, if not where the part's do.
    pub align: Option<Align>,
    /// Its text.
    pub runs: Vec<Run>,
    /// Stays on the page of what follows, even where the part's look doesn't ask for it.
    pub keep_with_next: bool,
}

/// Where lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// Filling the width.
    Justify,
}

/// A stretch of text of one look. `\n` inside breaks the line, not the paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Bold, whatever the part is.
    pub bold: bool,
    /// Italic, whatever the part is.
    pub italic: bool,
    /// Underlined, whatever the part is.
    pub underline: bool,
    /// The record a figure comes from.
    pub source: Option<Source>,
    /// Spelt as written: the house style of tone marks leaves it alone, as a person's name must be.
    pub as_written: bool,
    /// A template's own words, in which no tag may be left; a value may say what it likes.
    pub template: bool,
}

/// The head: two columns without borders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The body above, if the issuing one is not the highest.
    pub superior: Option<String>,
    /// The body that issues.
    pub issuer: String,
    /// Number and symbol; none for a paper that bears no number.
    pub number: Option<NumberLine>,
    /// Place and day.
    pub place_date: PlaceDate,
    /// What a letter is about; other kinds say it in their title.
    pub letter_subject: Option<String>,
    /// Marks of secrecy or urgency, as the office words them.
    pub stamps: Vec<String>,
    /// Which draft this is.
    pub draft: Option<u32>,
}

/// Number and symbol of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberLine {
    /// Its number; not yet issued without one.
    pub number: Option<u32>,
    /// A letter behind the number: `127a`.
    pub suffix: String,
    /// `TTr/BTCTU`
    pub symbol: String,
}

/// Place and day, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceDate {
    /// Where it is issued.
    pub place: String,
    /// The year; 0 while it is not known either.
    pub year: i16,
    /// The month.
    pub month: Option<i8>,
    /// The day.
    pub day: Option<i8>,
}

/// To whom it is submitted or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// `Kính trình` or `Kính gửi`.
    pub opening: String,
    /// To whom; several stand below one another.
    pub to: Vec<Vec<Run>>,
}

/// A table. Header rows stand again on each page; no row is torn over two pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Header rows.
    pub header: Vec<Vec<Cell>>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its share of the width.
    pub share: u32,
    /// Where its cells' lines stand.
    pub align: Align,
}

/// A cell. One that reaches over others stands alone for them: they are left out of their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Run>>,
    /// Columns it reaches over, itself included.
    pub across: usize,
    /// Rows it reaches over, itself included.
    pub down: usize,
    /// Where its lines stand, if not where the column's do.
    pub align: Option<Align>,
}

/// Recipients at the left, signers at the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signing {
    /// Who gets it; minutes of two sides have none.
    pub recipients: Option<Vec<Vec<Run>>>,
    /// The typist's mark below them.
    pub typist: Option<String>,
    /// Who signs.
    pub signers: Vec<Signer>,
}

/// One who signs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signer {
    /// On whose behalf: `T/M BAN THƯỜNG VỤ`, `K/T TRƯỞNG BAN`.
    pub authority: Option<String>,
    /// Their office: `TRƯỞNG BAN`.
    pub office: String,
    /// Their name, without a title; still open without one.
    pub name: Option<String>,
}

impl Document {
    /// A paper of one section in portrait.
    pub fn new(properties: Properties, blocks: Vec<Block>) -> Self {
        Self { properties, sections: vec![Section { blocks, ..Section::default() }] }
    }
}

impl Paragraph {
    /// A paragraph of a part.
    pub fn new(component: Component, runs: Vec<Run>) -> Self {
        Self { component, align: None, runs, keep_with_next: false }
    }

    /// A paragraph of plain text.
    pub fn text(component: Component, text: impl Into<String>) -> Self {
        Self::new(component, vec![Run::new(text)])
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(paragraph)
    }
}

impl Run {
    /// Plain text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// In bold.
    #[must_use]
    pub fn in_bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// In italics.
    #[must_use]
    pub fn in_italics(mut self) -> Self {
        self.italic = true;
        self
    }

    /// Underlined.
    #[must_use]
    pub fn underlined(mut self) -> Self {
        self.underline = true;
        self
    }

    /// With where it comes from.
    #[must_use]
    pub fn from_source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// Spelt as written.
    #[must_use]
    pub fn spelt_as_written(mut self) -> Self {
        self.as_written = true;
        self
    }
}

impl NumberLine {
    /// A number, or the place for one.
    pub fn new(number: Option<u32>, symbol: impl Into<String>) -> Self {
        Self { number, suffix: String::new(), symbol: symbol.into() }
    }
}

impl PlaceDate {
    /// A day that is known.
    pub fn on(place: impl Into<String>, date: Date) -> Self {
        Self { place: place.into(), year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// Only the year is known: the rest is written in by hand.
    pub fn in_year(place: impl Into<String>, year: i16) -> Self {
        Self { place: place.into(), year, month: None, day: None }
    }
}

impl Cell {
    /// A cell of one paragraph.
    pub fn new(runs: Vec<Run>) -> Self {
        Self { paragraphs: vec![runs], across: 1, down: 1, align: None }
    }

    /// A cell of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(vec![Run::new(text)])
    }

    /// Reaching over columns.
    #[must_use]
    pub fn across(mut self, columns: usize) -> Self {
        self.across = columns;
        self
    }

    /// Reaching over rows.
    #[must_use]
    pub fn down(mut self, rows: usize) -> Self {
        self.down = rows;
        self
    }

    /// With lines elsewhere than the column's.
    #[must_use]
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = Some(align);
        self
    }
}

impl Align {
    /// Reads its name in the data.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "left" => Some(Self::Left),
            "centre" => Some(Self::Centre),
            "right" => Some(Self::Right),
            "justify" => Some(Self::Justify),
            _ => None,
        }
    }
}
