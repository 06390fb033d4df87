//! Where the text of a Word part stands: paragraphs, their pieces of text, and the table rows around them.
//!
//! Invariant: every range lies in the part's bytes as they are; nothing is rewritten here.

use crate::papers::docx::resolve;
use crate::papers::error::PaperError;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::ops::Range;

/// The places of a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// Its paragraphs, as they begin.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Its table rows, as they begin.
    pub(super) rows: Vec<Row>,
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// Its pieces of text, one for each `w:t`.
    pub(super) pieces: Vec<Piece>,
    /// The rows around it, outermost first.
    pub(super) rows: Vec<usize>,
}

/// The text of one `w:t`.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The whole element.
    pub(super) element: Range<usize>,
    /// What it says.
    pub(super) text: String,
}

/// A table row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The whole element.
    pub(super) element: Range<usize>,
}

impl Paragraph {
    /// What it says.
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl Scan {
    /// Reads a part that is sound XML.
    pub(super) fn read(name: &str, xml: &str) -> Result<Self, PaperError> {
        let bad = |error: quick_xml::Error| PaperError::BadPart {
            part: name.to_owned(),
            detail: error.to_string(),
        };
        let mut reader = Reader::from_str(xml);
        let mut scan = Self::default();
        let mut open_paragraphs: Vec<usize> = Vec::new();
        let mut open_rows: Vec<usize> = Vec::new();
        let mut text: Option<(usize, String)> = None;
        // Text that was moved away stands in `w:t` as well.
        let mut moved_away = 0_usize;
        loop {
            let before = position(&reader);
            let event = reader.read_event().map_err(bad)?;
            let after = position(&reader);
            match event {
                Event::Start(element) => match element.name().as_ref() {
                    "w:p" => {
                        open_paragraphs.push(scan.paragraphs.len());
                        scan.paragraphs.push(Paragraph { pieces: Vec::new(), rows: open_rows.clone() });
                    }
                    "w:tr" => {
                        open_rows.push(scan.rows.len());
                        scan.rows.push(Row { element: before..before });
                    }
                    "w:moveFrom" => moved_away += 1,
                    "w:t" if moved_away == 0 => text = Some((before, String::new())),
                    _ => {}
                },
                Event::Empty(element) if element.name().as_ref() == "w:p" => {
                    scan.paragraphs.push(Paragraph { pieces: Vec::new(), rows: open_rows.clone() });
                }
                Event::End(element) => match element.name().as_ref() {
                    "w:p" => {
                        open_paragraphs.pop();
                    }
                    "w:tr" => {
                        if let Some(row) = open_rows.pop().and_then(|row| scan.rows.get_mut(row)) {
                            row.element.end = after;
                        }
                    }
                    "w:moveFrom" => moved_away = moved_away.saturating_sub(1),
                    "w:t" => {
                        let paragraph = open_paragraphs.last().and_then(|at| scan.paragraphs.get_mut(*at));
                        if let (Some((start, text)), Some(paragraph)) = (text.take(), paragraph) {
                            paragraph.pieces.push(Piece { element: start..after, text });
                        }
                    }
                    _ => {}
                },
                Event::Text(part) => {
                    if let Some((_, text)) = &mut text {
                        text.push_str(&part.into_inner());
                    }
                }
                Event::CData(part) => {
                    if let Some((_, text)) = &mut text {
                        text.push_str(&part.into_inner());
                    }
                }
                Event::GeneralRef(reference) => {
                    if let (Some((_, text)), Some(letter)) = (&mut text, resolve(&reference)) {
                        text.push(letter);
                    }
                }
                Event::Eof => return Ok(scan),
                _ => {}
            }
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
