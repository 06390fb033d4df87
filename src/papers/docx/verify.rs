//! The check after writing: the file is opened again, as Word would.
//!
//! Invariant: trusts nothing of the writer: archive, XML, types, relations and text are read from the bytes.

use super::read::{paragraphs, well_formed};
use crate::papers::error::PaperError;
use crate::papers::laid::{Laid, LaidParagraph};
use crate::papers::package::{self, Part};
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";
/// The part that lists the types of the others.
const TYPES: &str = "[Content_Types].xml";
/// What a template leaves behind when it fails.
const PLACEHOLDERS: [&str; 3] = ["{{", "{%", "{#"];

/// Checks a Word file: the archive is sound, every part is XML and has a type, every relation resolves, no
/// placeholder is left, and the text is that of the paper.
pub fn verify(bytes: &[u8], laid: &Laid) -> Result<(), PaperError> {
    let parts = package::read(bytes)?;
    sound(&parts)?;
    let document = find(&parts, DOCUMENT)?;
    let text = well_formed(DOCUMENT, &document.bytes)?;
    let mut found = paragraphs(DOCUMENT, text)?.into_iter().filter(|text| !text.is_empty());
    if let Some(left) = laid.paragraphs().find(|paragraph| has_placeholder(paragraph)) {
        return Err(PaperError::PlaceholderLeft(left.text()));
    }
    let mut expected = laid.paragraphs().map(LaidParagraph::text).filter(|text| !text.is_empty());
    loop {
        let (expected, found) = (expected.next(), found.next());
        if expected != found {
            let (expected, found) = (expected.unwrap_or_default(), found.unwrap_or_default());
            return Err(PaperError::TextDiffers { expected, found });
        }
        match found {
            Some(_) => {}
            None => return Ok(()),
        }
    }
}

/// Whether a template's own words hold a tag that was never filled; what a value says is its own affair.
fn has_placeholder(paragraph: &LaidParagraph) -> bool {
    let words = paragraph.runs.iter().filter(|run| run.template);
    words.into_iter().any(|run| PLACEHOLDERS.iter().any(|mark| run.text.contains(mark)))
}

/// Checks what every Word file must keep: XML, types, relations.
fn sound(parts: &[Part]) -> Result<(), PaperError> {
    find(parts, DOCUMENT)?;
    let is_xml = |name: &str| name.ends_with(".xml") || name.ends_with(".rels");
    for part in parts.iter().filter(|part| is_xml(&part.name.to_ascii_lowercase())) {
        well_formed(&part.name, &part.bytes)?;
    }
    linked(parts)
}

/// Checks that every part has a type and every relation leads somewhere, whatever the parts say.
pub(in crate::papers) fn linked(parts: &[Part]) -> Result<(), PaperError> {
    let names: BTreeSet<String> = parts.iter().map(|part| part.name.to_ascii_lowercase()).collect();
    types(parts)?;
    for part in parts.iter().filter(|part| part.name.ends_with(".rels")) {
        relations(part, &names)?;
    }
    Ok(())
}

/// The part with the text: the one the first relation names, whatever it is called; by its usual name where no
/// relation says so.
pub(in crate::papers) fn main_part(parts: &[Part]) -> Result<&Part, PaperError> {
    let mut named = None;
    if let Some(part) = parts.iter().find(|part| part.name == "_rels/.rels") {
        for (_, attributes) in elements(&part.name, well_formed(&part.name, &part.bytes)?)? {
            let value =
                |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            if value("Type").is_some_and(|of| of.ends_with("/officeDocument")) {
                named = value("Target").map(|target| resolve_path("", target));
            }
        }
    }
    let name = named.as_deref().unwrap_or(DOCUMENT);
    let found = parts.iter().find(|part| part.name.eq_ignore_ascii_case(name));
    match found {
        Some(found) if found.name.starts_with("word/") => Ok(found),
        Some(_) => Err(PaperError::NotADocument),
        None if parts.iter().any(|part| part.name.starts_with("word/")) => {
            Err(PaperError::MissingPart(name.to_owned()))
        }
        None => Err(PaperError::NotADocument),
    }
}

/// The types of parts that have one of their own, in small letters.
pub(in crate::papers) fn types_of(parts: &[Part]) -> Result<BTreeMap<String, String>, PaperError> {
    let list = well_formed(TYPES, &find(parts, TYPES)?.bytes)?;
    let overrides = elements(TYPES, list)?.into_iter().filter(|(element, _)| element == "Override");
    let read = overrides.filter_map(|(_, attributes)| {
        let value = |name: &str| {
            attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_ascii_lowercase())
        };
        Some((value("PartName")?.trim_start_matches('/').to_owned(), value("ContentType")?))
    });
    Ok(read.collect())
}

fn find<'a>(parts: &'a [Part], name: &str) -> Result<&'a Part, PaperError> {
    let found = parts.iter().find(|part| part.name == name);
    found.ok_or_else(|| PaperError::MissingPart(name.to_owned()))
}

/// Every part has a type, by its name or by its extension.
fn types(parts: &[Part]) -> Result<(), PaperError> {
    let list = well_formed(TYPES, &find(parts, TYPES)?.bytes)?;
    let (mut extensions, mut overrides) = (BTreeSet::new(), BTreeSet::new());
    for (element, attributes) in elements(TYPES, list)? {
        let value = |name: &str| {
            attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_ascii_lowercase())
        };
        match element.as_str() {
            "Default" => extensions.extend(value("Extension")),
            "Override" => {
                overrides.extend(value("PartName").map(|name| name.trim_start_matches('/').to_owned()));
            }
            _ => {}
        }
    }
    let untyped = parts.iter().find(|part| {
        let name = part.name.to_ascii_lowercase();
        let extension = name.rsplit('.').next().unwrap_or_default();
        name != TYPES.to_ascii_lowercase() && !overrides.contains(&name) && !extensions.contains(extension)
    });
    untyped.map_or(Ok(()), |part| Err(PaperError::Untyped(part.name.clone())))
}

/// Every relation inside the file leads to a part.
fn relations(part: &Part, names: &BTreeSet<String>) -> Result<(), PaperError> {
    // word/_rels/document.xml.rels speaks of what lies in word/.
    let folder = part.name.split("_rels/").next().unwrap_or_default();
    let list = well_formed(&part.name, &part.bytes)?;
    for (_, attributes) in elements(&part.name, list)? {
        let value =
            |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(target) = value("Target") else { continue };
        if value("TargetMode") == Some("External") {
            continue;
        }
        let path = match target.strip_prefix('/') {
            Some(from_root) => from_root.to_owned(),
            None => resolve_path(folder, target),
        };
        let path = path.split('#').next().unwrap_or_default().to_ascii_lowercase();
        // Word writes NULL where a picture is gone, and takes it again.
        let gone = path.rsplit('/').next() == Some("null");
        if !path.is_empty() && !gone && !names.contains(&path) && !names.contains(&unescaped(&path)) {
            let (part, target) = (part.name.clone(), target.to_owned());
            return Err(PaperError::BrokenRelation { part, target });
        }
    }
    Ok(())
}

/// A path with `%20` and its like as the letters they stand for.
fn unescaped(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let escaped = digits.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).to_lowercase()
}

fn resolve_path(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

type Element = (String, Vec<(String, String)>);

fn elements(name: &str, xml: &str) -> Result<Vec<Element>, PaperError> {
    let bad = |detail: &dyn std::fmt::Display| PaperError::BadPart {
        part: name.to_owned(),
        detail: detail.to_string(),
    };
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|error| bad(&error))? {
            Event::Start(element) | Event::Empty(element) => {
                let mut attributes = Vec::new();
                for attribute in element.attributes() {
                    let attribute = attribute.map_err(|error| bad(&error))?;
                    let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| bad(&error))?;
                    attributes.push((attribute.key.as_ref().to_string(), value.into_owned()));
                }
                found.push((element.name().as_ref().to_string(), attributes));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
