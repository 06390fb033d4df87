//! Reading Word files back: whether a part is sound XML, and what its paragraphs say.
//!
//! Invariant: no entity is ever expanded but the five of XML; depth is bounded; a document type is refused.

use crate::papers::error::PaperError;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

/// Elements inside one another: Word's own files reach about forty.
const DEEPEST: usize = 256;

/// Checks that a part is XML that any reader takes, and returns it as text.
pub fn well_formed<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, PaperError> {
    let bad = |detail: &dyn std::fmt::Display| PaperError::BadPart {
        part: name.to_owned(),
        detail: detail.to_string(),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| bad(&error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let (mut depth, mut roots) = (0_usize, 0);
    loop {
        match reader.read_event().map_err(|error| bad(&error))? {
            event @ (Event::Start(_) | Event::Empty(_)) => {
                let (Event::Start(element) | Event::Empty(element)) = &event else { continue };
                for attribute in element.attributes() {
                    let attribute = attribute.map_err(|error| bad(&error))?;
                    quick_xml::escape::unescape(&attribute.value).map_err(|error| bad(&error))?;
                }
                roots += usize::from(depth == 0);
                depth += usize::from(matches!(event, Event::Start(_)));
                if depth > DEEPEST {
                    return Err(bad(&"too deep"));
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) => {
                let text = text.into_inner();
                let stray = depth == 0 && !text.trim().is_empty();
                if stray || text.chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r')) {
                    return Err(bad(&"stray text"));
                }
            }
            Event::GeneralRef(reference) => {
                resolve(&reference).ok_or_else(|| bad(&"entity"))?;
            }
            Event::DocType(_) => return Err(bad(&"DOCTYPE")),
            Event::Eof if depth > 0 || roots != 1 => return Err(bad(&"unfinished")),
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

/// The letter a reference stands for.
pub(in crate::papers) fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match &*reference.borrow().into_inner() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// What was before a change that is tracked: text deleted or moved away, looks that were others.
pub(in crate::papers) fn is_past(name: &str) -> bool {
    matches!(name, "w:moveFrom" | "w:del") || name.starts_with("w:") && name.ends_with("Change")
}

/// The text of each paragraph of a sound part, in the order of reading; a line break is `\n`, a tab `\t`.
/// A paragraph inside another (a text box) comes before the one around it. Deleted text is not text.
pub fn paragraphs(name: &str, xml: &str) -> Result<Vec<String>, PaperError> {
    let bad =
        |error: quick_xml::Error| PaperError::BadPart { part: name.to_owned(), detail: error.to_string() };
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<String> = Vec::new();
    let mut done = Vec::new();
    let mut in_text = false;
    // Text that was deleted or moved away; tab stops are no tabs.
    let (mut past, mut properties) = (0_usize, 0_usize);
    let add = |open: &mut Vec<String>, letters: &str| {
        if let Some(paragraph) = open.last_mut() {
            paragraph.push_str(letters);
        }
    };
    loop {
        match reader.read_event().map_err(bad)? {
            Event::Start(element) => match element.name().as_ref() {
                "w:p" => open.push(String::new()),
                "w:t" => in_text = past == 0,
                "w:pPr" => properties += 1,
                name if is_past(name) => past += 1,
                _ => {}
            },
            Event::Empty(element) => match element.name().as_ref() {
                "w:br" | "w:cr" if past == 0 => add(&mut open, "\n"),
                "w:tab" if past == 0 && properties == 0 => add(&mut open, "\t"),
                "w:p" => done.push(String::new()),
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "w:p" => done.extend(open.pop()),
                "w:t" => in_text = false,
                "w:pPr" => properties = properties.saturating_sub(1),
                name if is_past(name) => past = past.saturating_sub(1),
                _ => {}
            },
            Event::Text(text) if in_text => add(&mut open, &text.into_inner()),
            Event::CData(text) if in_text => add(&mut open, &text.into_inner()),
            Event::GeneralRef(reference) if in_text => {
                let mut letters = [0; 4];
                if let Some(letter) = resolve(&reference) {
                    add(&mut open, letter.encode_utf8(&mut letters));
                }
            }
            Event::Eof => return Ok(done),
            _ => {}
        }
    }
}
