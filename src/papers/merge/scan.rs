//! Where the text of a Word part stands: paragraphs, their pieces of text, and the table rows around them.
//!
//! Invariant: every range lies in the part's bytes as they are; nothing is rewritten here.

use crate::papers::docx::{is_past, resolve};
use crate::papers::error::PaperError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::ops::Range;

/// The places of a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// Its paragraphs, as they begin.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Its table rows, as they begin.
    pub(super) rows: Vec<Row>,
    /// What would put other words into a content control when Word opens the file.
    pub(super) bindings: Vec<Binding>,
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// The whole element.
    pub(super) element: Range<usize>,
    /// Its number from 1, as a reader counts: what is drawn twice is counted once.
    pub(super) number: usize,
    /// It stands in a second drawing of the same, for older programs.
    pub(super) again: bool,
    /// Where the element around it begins.
    pub(super) parent: usize,
    /// It stands in the body itself, where there may be none.
    pub(super) in_body: bool,
    /// What stands before it is a table.
    pub(super) after_table: bool,
    /// Its pieces of text.
    pub(super) pieces: Vec<Piece>,
    /// The rows around it, outermost first.
    pub(super) rows: Vec<usize>,
    /// More than text stands in it: a drawing, a note, the end of a section.
    pub(super) holds_more: bool,
    /// Words in it that no value reaches: the code of a field, an equation.
    pub(super) out_of_reach: String,
}

/// The text of one `w:t`, or a tab or a break between two.
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
    /// Where the element around it begins.
    pub(super) parent: usize,
    /// How many cells it has.
    pub(super) cells: usize,
}

/// A mark of a content control that its text comes from elsewhere, or is a mere hint.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    /// The mark.
    pub(super) element: Range<usize>,
    /// The control.
    pub(super) control: Range<usize>,
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
        let mut reading = Reading::default();
        loop {
            let before = position(&reader);
            let event = reader.read_event().map_err(bad)?;
            let after = position(&reader);
            match event {
                Event::Start(element) => reading.begin(&element, before),
                Event::Empty(element) => {
                    reading.begin(&element, before);
                    reading.end(element.name().as_ref(), before..after);
                }
                Event::End(element) => {
                    let start = reading.open.last().map_or(before, |open| open.start);
                    reading.end(element.name().as_ref(), start..after);
                }
                Event::Text(part) => reading.say(&part.into_inner()),
                Event::CData(part) => reading.say(&part.into_inner()),
                Event::GeneralRef(reference) => {
                    if let Some(letter) = resolve(&reference) {
                        reading.say(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => return Ok(reading.scan),
                _ => {}
            }
        }
    }
}

/// An element that is open.
#[derive(Clone, Copy, Default)]
struct Open {
    start: usize,
    body: bool,
    /// The last element that ended in it is a table.
    after_table: bool,
}

/// A part being read.
#[derive(Default)]
struct Reading {
    scan: Scan,
    open: Vec<Open>,
    paragraphs: Vec<usize>,
    rows: Vec<usize>,
    /// Bindings of the controls that are open: how many there were before each.
    controls: Vec<usize>,
    text: Option<(String, bool)>,
    /// Words that no value reaches.
    beyond: bool,
    past: usize,
    again: usize,
    properties: usize,
    number: usize,
}

impl Reading {
    fn begin(&mut self, element: &BytesStart<'_>, start: usize) {
        let name = element.name();
        let name: &str = name.as_ref();
        let Open { start: parent, body: in_body, after_table } =
            self.open.last().copied().unwrap_or_default();
        self.open.push(Open { start, body: name == "w:body", after_table: false });
        match name {
            "w:p" => {
                self.number += usize::from(self.again == 0);
                self.paragraphs.push(self.scan.paragraphs.len());
                self.scan.paragraphs.push(Paragraph {
                    element: start..start,
                    number: self.number,
                    again: self.again > 0,
                    parent,
                    in_body,
                    after_table,
                    rows: self.rows.clone(),
                    ..Paragraph::default()
                });
            }
            "w:tr" => {
                self.rows.push(self.scan.rows.len());
                self.scan.rows.push(Row { element: start..start, parent, cells: 0 });
            }
            "w:tc" => {
                if let Some(row) = self.rows.last() {
                    self.scan.rows[*row].cells += 1;
                }
            }
            "w:sdt" => self.controls.push(self.scan.bindings.len()),
            "w:t" if self.past == 0 => {
                let kept = element.attributes().flatten();
                let kept =
                    kept.into_iter().any(|one| one.key.as_ref() == "xml:space" && &*one.value == "preserve");
                self.text = Some((String::new(), kept));
            }
            "w:instrText" | "m:t" if self.past == 0 => self.beyond = true,
            "w:pPr" => self.properties += 1,
            "w:drawing"
            | "w:pict"
            | "w:object"
            | "w:sectPr"
            | "w:footnoteReference"
            | "w:endnoteReference" => {
                self.paragraphs.iter().for_each(|at| self.scan.paragraphs[*at].holds_more = true);
            }
            "mc:Fallback" => self.again += 1,
            name if is_past(name) => self.past += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str, element: Range<usize>) {
        self.open.pop();
        if let Some(around) = self.open.last_mut() {
            around.after_table = name == "w:tbl";
        }
        match name {
            "w:p" => {
                if let Some(paragraph) = self.paragraphs.pop().and_then(|at| self.scan.paragraphs.get_mut(at))
                {
                    paragraph.element.end = element.end;
                }
            }
            "w:tr" => {
                if let Some(row) = self.rows.pop().and_then(|row| self.scan.rows.get_mut(row)) {
                    row.element.end = element.end;
                }
            }
            "w:sdt" => {
                let first = self.controls.pop().unwrap_or_default();
                let own = self.scan.bindings.iter_mut().skip(first);
                own.filter(|binding| binding.control.is_empty())
                    .for_each(|own| own.control = element.clone());
            }
            "w:dataBinding" | "w15:dataBinding" | "w:showingPlcHdr" => {
                self.scan.bindings.push(Binding { element, control: 0..0 });
            }
            "w:t" => {
                if let Some((text, kept)) = self.text.take() {
                    self.piece(element, if kept { text } else { unspaced(&text) });
                }
            }
            "w:tab" | "w:ptab" if self.properties == 0 && self.past == 0 => {
                self.piece(element, "\t".to_owned());
            }
            "w:br" | "w:cr" if self.past == 0 => self.piece(element, "\n".to_owned()),
            "w:instrText" | "m:t" => self.beyond = false,
            "w:pPr" => self.properties = self.properties.saturating_sub(1),
            "mc:Fallback" => self.again = self.again.saturating_sub(1),
            name if is_past(name) => self.past = self.past.saturating_sub(1),
            _ => {}
        }
    }

    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        let at = self.paragraphs.last()?;
        self.scan.paragraphs.get_mut(*at)
    }

    fn piece(&mut self, element: Range<usize>, text: String) {
        if let Some(paragraph) = self.paragraph() {
            paragraph.pieces.push(Piece { element, text });
        }
    }

    fn say(&mut self, said: &str) {
        match &mut self.text {
            Some((text, _)) => text.push_str(said),
            None if self.beyond => {
                if let Some(paragraph) = self.paragraph() {
                    paragraph.out_of_reach.push_str(said);
                }
            }
            None => {}
        }
    }
}

/// A text that does not keep its spaces, as Word reads it.
fn unspaced(text: &str) -> String {
    let spaces = |letter: char| matches!(letter, ' ' | '\t' | '\n' | '\r');
    text.trim_matches(spaces).replace(['\t', '\n', '\r'], " ")
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
