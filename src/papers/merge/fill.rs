//! Filling a part: the text of the runs that tags stand in, and the copies of repeated rows.
//!
//! Invariant: a byte that belongs to no such run and no copy stays as it was.

use super::MergeFault;
use super::scan::{Paragraph, Scan};
use super::tags::{self, Asks, Tag, Turn};
use crate::papers::layout::sane;
use crate::papers::template::marked;
use crate::papers::values::{Source, Value};
use crate::papers::xml::escaped;
use regex_lite::Regex;
use std::collections::BTreeMap;
use std::ops::Range;

/// How a value is put into a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As text.
    Plain,
    /// With marks around it that tell where it came from, for whoever reads the part again.
    Marked,
}

/// The part, filled; none where nothing changes.
pub(super) fn fill(
    part: &str,
    xml: &str,
    scan: &Scan,
    values: &Value,
    way: Way,
) -> Result<Option<String>, Vec<MergeFault>> {
    let filling = Filling { part, xml, scan, values, way };
    let mut faults = Vec::new();
    let repeated: BTreeMap<usize, Vec<String>> = tags::repeated(scan, values)
        .into_iter()
        .filter_map(|(row, lists)| Some((row, lists.into_iter().next()?)))
        .collect();
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for (row, list) in &repeated {
        let range = scan.rows[*row].element.clone();
        edits.insert(range.start, (range.clone(), filling.row(*row, &range, list, &mut faults)));
    }
    let outside = |paragraph: &Paragraph| !paragraph.rows.iter().any(|row| repeated.contains_key(row));
    for (index, paragraph) in scan.paragraphs.iter().enumerate().filter(|(_, one)| outside(one)) {
        for (range, text) in filling.paragraph(index, paragraph, None, &mut faults) {
            edits.insert(range.start, (range, text));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok((!edits.is_empty()).then(|| apply(xml, 0..xml.len(), edits.into_values())))
}

struct Filling<'a> {
    part: &'a str,
    xml: &'a str,
    scan: &'a Scan,
    values: &'a Value,
    way: Way,
}

impl Filling<'_> {
    /// A row, once for each item.
    fn row(&self, row: usize, range: &Range<usize>, list: &[String], faults: &mut Vec<MergeFault>) -> String {
        let items: Vec<Option<&Value>> = match tags::walk(self.values, list).map(Value::plain) {
            Some(Value::List(items)) if !items.is_empty() => items.iter().map(Some).collect(),
            _ => vec![None],
        };
        let mut rows = String::with_capacity(range.len() * items.len());
        let identities =
            Regex::new(r#" w14:(?:paraId|textId)="[^"]*"|<w:bookmarkStart [^>]*/>|<w:bookmarkEnd [^>]*/>"#);
        for (index, item) in items.into_iter().enumerate() {
            let turn = Turn { list, item, number: index + 1 };
            let inside = self.scan.paragraphs.iter().enumerate().filter(|(_, one)| one.rows.contains(&row));
            let mut edits = BTreeMap::new();
            for (at, paragraph) in inside {
                for (range, text) in self.paragraph(at, paragraph, Some(turn), faults) {
                    edits.insert(range.start, (range, text));
                }
            }
            let copy = apply(self.xml, range.clone(), edits.into_values());
            match &identities {
                // A bookmark or a paragraph's identity stands once in a file.
                Ok(identities) if index > 0 => rows.push_str(&identities.replace_all(&copy, "")),
                _ => rows.push_str(&copy),
            }
            if !faults.is_empty() {
                break;
            }
        }
        rows
    }

    /// The pieces of text that change, each with its new element.
    fn paragraph(
        &self,
        index: usize,
        paragraph: &Paragraph,
        turn: Option<Turn<'_>>,
        faults: &mut Vec<MergeFault>,
    ) -> Vec<(Range<usize>, String)> {
        let text = paragraph.text();
        if !text.contains("{{") && !text.contains("}}") {
            return Vec::new();
        }
        let filled = tags::tags(&text).and_then(|found| {
            let values = found.iter().map(|tag| self.value(tag, turn));
            Ok((values.collect::<Result<Vec<String>, _>>()?, found))
        });
        let (values, found) = match filled {
            Ok(filled) => filled,
            Err(cause) => {
                faults.push(tags::fault(self.part, index, paragraph, cause));
                return Vec::new();
            }
        };
        let mut start = 0;
        let mut changed = Vec::new();
        for piece in &paragraph.pieces {
            let end = start + piece.text.len();
            if let Some(new) = rewritten(&piece.text, start..end, &found, &values) {
                changed.push((piece.element.clone(), element(&new)));
            }
            start = end;
        }
        changed
    }

    /// What a tag writes, as it goes into the part.
    fn value(&self, tag: &Tag, turn: Option<Turn<'_>>) -> Result<String, crate::text::message::Message> {
        let (text, source) = self.written(tag, turn)?;
        let text = sane(&text);
        Ok(match self.way {
            Way::Plain => text,
            Way::Marked => marked(&text, source.as_ref()),
        })
    }

    fn written(
        &self,
        tag: &Tag,
        turn: Option<Turn<'_>>,
    ) -> Result<(String, Option<Source>), crate::text::message::Message> {
        match &tag.asks {
            Asks::Field { path, filters } => {
                let unknown = || {
                    let message = crate::text::message::Message::new("papers.merge.unknown_field_at_all");
                    message.with("name", path.join("."))
                };
                let value = tags::find(path, self.values, turn).ok_or_else(unknown)?;
                let text =
                    tags::written(value, filters).map_err(|cause| cause.with("name", path.join(".")))?;
                let source = match value {
                    Value::Sourced(_, source) => Some(source.clone()),
                    _ => None,
                };
                Ok((text, source))
            }
            Asks::RowNumber => {
                let turn = turn.filter(|turn| turn.item.is_some());
                Ok((turn.map_or_else(String::new, |turn| turn.number.to_string()), None))
            }
            Asks::Begin(_) | Asks::End(_) => Ok((String::new(), None)),
        }
    }
}

/// A piece of a paragraph's text with the tags filled: a value stands where its tag begins. None where no tag
/// touches the piece.
fn rewritten(text: &str, range: Range<usize>, tags: &[Tag], values: &[String]) -> Option<String> {
    let mut new = String::new();
    let mut at = range.start;
    let mut touched = false;
    for (tag, value) in tags.iter().zip(values) {
        if tag.at.end <= range.start || tag.at.start >= range.end {
            continue;
        }
        touched = true;
        let begins = tag.at.start.max(at);
        new.push_str(&text[at - range.start..begins - range.start]);
        if tag.at.start >= range.start {
            new.push_str(value);
        }
        at = tag.at.end.min(range.end);
    }
    new.push_str(&text[at - range.start..]);
    touched.then_some(new)
}

/// The element of a new text; its lines broken as Word breaks them.
fn element(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    lines.join("<w:br/>")
}

/// A stretch of the part with edits done, in their order.
fn apply(xml: &str, range: Range<usize>, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> String {
    let mut done = String::with_capacity(range.len() + 1024);
    let mut at = range.start;
    for (edit, text) in edits {
        done.push_str(xml.get(at..edit.start).unwrap_or_default());
        done.push_str(&text);
        at = edit.end;
    }
    done.push_str(xml.get(at..range.end).unwrap_or_default());
    done
}
