//! Reading a filled Word template: what it says, with where each value came from; and the check of the file.
//!
//! Invariant: trusts nothing of the filling: archive, XML, relations and text are read from the bytes.

use super::parts::{PartKind, TYPES};
use crate::papers::component::Component;
use crate::papers::document::{Align, Block, Cell, Column, Paragraph, Run, Section, Table};
use crate::papers::docx;
use crate::papers::error::PaperError;
use crate::papers::package;
use crate::papers::template::{blanks, runs, words_outside_values, words_with_values};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// A part that holds text, filled, with marks around its values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked<'a> {
    pub(super) name: &'a str,
    pub(super) kind: PartKind,
    pub(super) xml: &'a str,
}

/// Checks a filled file against its template and the marked text of its parts: it opens, every part that holds
/// no value is what it was, no tag is left, and it says what was filled in. `types`: the list of types, where it
/// changed.
pub(super) fn verify(
    template: &[u8],
    filled: &[u8],
    marked: &[Marked<'_>],
    types: Option<&str>,
) -> Result<(), PaperError> {
    let (before, after) = (package::read(template)?, package::read(filled)?);
    docx::linked(&after)?;
    let names = |parts: &[package::Part]| parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    if names(&before) != names(&after) {
        return Err(PaperError::NotWritten(names(&after).join(", ")));
    }
    for (before, after) in before.iter().zip(&after) {
        let Some(Marked { name, xml, .. }) = marked.iter().find(|part| part.name == after.name) else {
            let wanted = types.filter(|_| after.name == TYPES).map_or(&*before.bytes, str::as_bytes);
            if wanted != after.bytes {
                return Err(PaperError::NotWritten(after.name.clone()));
            }
            continue;
        };
        let said = docx::paragraphs(name, docx::well_formed(name, &after.bytes)?)?;
        let wanted = docx::paragraphs(name, xml)?;
        if said.len() != wanted.len() {
            return Err(PaperError::NotWritten(after.name.clone()));
        }
        for (said, wanted) in said.into_iter().zip(wanted) {
            if words_outside_values(&wanted).contains("{{") {
                return Err(PaperError::PlaceholderLeft(said));
            }
            let expected = words_with_values(&wanted);
            if said != expected {
                return Err(PaperError::TextDiffers { expected, found: said });
            }
        }
    }
    Ok(())
}

/// What the parts say: headers, the text, footers and notes.
pub(super) fn sections(marked: &[Marked<'_>]) -> Result<Vec<Section>, PaperError> {
    let of = |kind: PartKind| -> Result<Section, PaperError> {
        let mut all = Section::default();
        for part in marked.iter().filter(|part| part.kind == kind) {
            for section in Body::read(part.name, part.xml)? {
                all.blocks.extend(section.blocks.into_iter().filter(says_something));
                all.blanks.extend(section.blanks);
            }
        }
        Ok(all)
    };
    let text = marked.iter().find(|part| part.kind == PartKind::Document);
    let mut sections = text.map_or_else(|| Ok(Vec::new()), |part| Body::read(part.name, part.xml))?;
    if let Some(first) = sections.first_mut() {
        let before = of(PartKind::Header)?;
        first.blocks.splice(0..0, before.blocks);
        first.blanks.splice(0..0, before.blanks);
    }
    if let Some(last) = sections.last_mut() {
        for kind in [PartKind::Footer, PartKind::Footnotes, PartKind::Endnotes] {
            let after = of(kind)?;
            last.blocks.extend(after.blocks);
            last.blanks.extend(after.blanks);
        }
    }
    Ok(sections)
}

fn says_something(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.runs.iter().any(|run| !run.text.trim().is_empty()),
        _ => true,
    }
}

/// A table being read.
#[derive(Default)]
struct OpenTable {
    shares: Vec<u32>,
    rows: Vec<Vec<(Vec<Run>, usize)>>,
    across: usize,
}

/// A paragraph being read: its text with marks, in stretches of one look.
#[derive(Default)]
struct OpenParagraph {
    align: Option<Align>,
    stretches: Vec<(String, Run)>,
}

/// A part being read. A table inside a table is read as lines of its cell.
#[derive(Default)]
struct Body {
    sections: Vec<Section>,
    blocks: Vec<Block>,
    blanks: Vec<String>,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    look: Run,
    in_text: bool,
    /// What stands in a second drawing of the same.
    away: usize,
    /// What was before a change.
    past: usize,
    /// Tab stops are no tabs.
    properties: usize,
    landscape: bool,
}

impl Body {
    fn read(name: &str, xml: &str) -> Result<Vec<Section>, PaperError> {
        let bad = |error: quick_xml::Error| PaperError::BadPart {
            part: name.to_owned(),
            detail: error.to_string(),
        };
        let mut reader = Reader::from_str(xml);
        let mut body = Self::default();
        loop {
            match reader.read_event().map_err(bad)? {
                Event::Start(element) => body.begin(&element, true),
                Event::Empty(element) => body.begin(&element, false),
                Event::End(element) => body.end(element.name().as_ref()),
                Event::Text(text) if body.in_text => body.say(&text.into_inner()),
                Event::CData(text) if body.in_text => body.say(&text.into_inner()),
                Event::GeneralRef(reference) if body.in_text => {
                    if let Some(letter) = docx::resolve(&reference) {
                        body.say(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => return Ok(body.finish()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>, opens: bool) {
        let value = |name: &str| {
            let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
            found.map(|attribute| attribute.value.into_owned())
        };
        if docx::is_past(element.name().as_ref()) {
            self.past += usize::from(opens);
        }
        if self.past > 0 {
            return;
        }
        let on = || !matches!(value("w:val").as_deref(), Some("0" | "false" | "none" | "off"));
        match element.name().as_ref() {
            "w:p" if opens => self.paragraphs.push(OpenParagraph::default()),
            "w:tbl" if opens => self.tables.push(OpenTable::default()),
            "w:tr" if opens => self.with_table(|table| table.rows.push(Vec::new())),
            "w:tc" if opens => self.with_table(|table| {
                table.across = 1;
                table.rows.last_mut().into_iter().for_each(|row| row.push((Vec::new(), 1)));
            }),
            "w:gridCol" => {
                let share = value("w:w").and_then(|width| width.parse().ok()).unwrap_or(1);
                self.with_table(|table| table.shares.push(share));
            }
            "w:gridSpan" => {
                let across = value("w:val").and_then(|span| span.parse().ok()).unwrap_or(1);
                self.with_cell(|cell| cell.1 = across);
            }
            "w:jc" => {
                let align = match value("w:val").as_deref() {
                    Some("center") => Some(Align::Centre),
                    Some("right" | "end") => Some(Align::Right),
                    Some("both" | "distribute") => Some(Align::Justify),
                    Some("left" | "start") => Some(Align::Left),
                    _ => None,
                };
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.align = align;
                }
            }
            "w:pgSz" => self.landscape = value("w:orient").as_deref() == Some("landscape"),
            "w:r" => self.look = Run::default(),
            "w:b" => self.look.bold = on(),
            "w:i" => self.look.italic = on(),
            "w:u" => self.look.underline = on(),
            "w:t" if opens => self.in_text = self.away == 0,
            "w:br" | "w:cr" => self.say("\n"),
            "w:tab" if self.properties == 0 => self.say(" "),
            "w:pPr" if opens => self.properties += 1,
            "mc:Fallback" if opens => self.away += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if docx::is_past(name) {
            self.past = self.past.saturating_sub(1);
            return;
        }
        if self.past > 0 {
            return;
        }
        match name {
            "w:t" => self.in_text = false,
            "w:pPr" => self.properties = self.properties.saturating_sub(1),
            "mc:Fallback" => self.away = self.away.saturating_sub(1),
            "w:p" => self.end_paragraph(),
            "w:tbl" => self.end_table(),
            "w:sectPr" => self.end_section(),
            _ => {}
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut (Vec<Run>, usize))) {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.rows.last_mut()?.last_mut()) {
            change(cell);
        }
    }

    fn say(&mut self, text: &str) {
        if self.away > 0 {
            return;
        }
        let look = self.look.clone();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match paragraph.stretches.last_mut() {
            Some((said, of)) if *of == look => said.push_str(text),
            _ => paragraph.stretches.push((text.to_owned(), look)),
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let said: Vec<Run> = paragraph.stretches.iter().flat_map(|(text, look)| runs(text, look)).collect();
        self.blanks.extend(paragraph.stretches.iter().flat_map(|(text, _)| blanks(text)));
        if self.tables.is_empty() {
            let paragraph = Paragraph { align: paragraph.align, ..Paragraph::new(Component::Body, said) };
            self.blocks.push(paragraph.into());
            return;
        }
        self.with_cell(|(runs, _)| {
            if !runs.is_empty() && !said.is_empty() {
                runs.push(Run::new("\n"));
            }
            runs.extend(said);
        });
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if !self.tables.is_empty() {
            let said: Vec<Run> = table.rows.into_iter().flatten().flat_map(|(runs, _)| runs).collect();
            self.with_cell(|(runs, _)| runs.extend(said));
            return;
        }
        let wide =
            table.rows.iter().map(|row| row.iter().map(|(_, across)| *across).sum()).max().unwrap_or(0);
        let columns = (0..wide).map(|at| Column {
            share: table.shares.get(at).copied().unwrap_or(1).max(1),
            align: Align::Left,
        });
        let rows = table.rows.into_iter().map(|row| {
            let used: usize = row.iter().map(|(_, across)| *across).sum();
            let mut cells: Vec<Cell> =
                row.into_iter().map(|(runs, across)| Cell::new(runs).across(across)).collect();
            cells.extend((used..wide).map(|_| Cell::new(Vec::new())));
            cells
        });
        self.blocks.push(Block::Table(Table {
            columns: columns.collect(),
            header: Vec::new(),
            rows: rows.collect(),
        }));
    }

    /// A section ends in its last paragraph, or with the file.
    fn end_section(&mut self) {
        if self.paragraphs.is_empty() {
            return;
        }
        self.end_paragraph();
        self.paragraphs.push(OpenParagraph::default());
        let (blocks, blanks) = (std::mem::take(&mut self.blocks), std::mem::take(&mut self.blanks));
        self.sections.push(Section { landscape: self.landscape, blocks, blanks });
        self.landscape = false;
    }

    fn finish(mut self) -> Vec<Section> {
        let last = Section { landscape: self.landscape, blocks: self.blocks, blanks: self.blanks };
        self.sections.push(last);
        self.sections
    }
}
