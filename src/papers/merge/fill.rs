//! Filling a part: the text of the runs that tags stand in, and the copies of what repeats.
//!
//! Invariant: a byte that belongs to no such run and no copy stays as it was.

use super::check::fault;
use super::loops::{Loop, Loops, holds};
use super::names::{self, Turn};
use super::scan::Paragraph;
use super::tags::{Asks, Tag, Tags};
use super::written::{self, Room, Way};
use super::{MergeFault, TextPart};
use crate::papers::template::Written;
use crate::papers::values::Value;
use crate::papers::xml::escaped;
use crate::text::message::Message;
use regex_lite::{Captures, Regex};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

/// Drawings in copies are numbered from here on: a number stands once in a file.
const FIRST_COPY: u32 = 0x4000_0000;

/// What stands once in a file and so not in a copy: identities, bookmarks, the places of remarks.
const ONCE: &str = concat!(
    r#" w14:(?:paraId|textId)="[^"]*""#,
    r"|<w:(?:bookmark|commentRange|perm)(?:Start|End) [^>]*/>",
    r"|<w:commentReference [^>]*/>|<w:id w:val=[^>]*/>"
);

/// Text and place of what changes.
type Edits = BTreeMap<usize, (Range<usize>, String)>;

/// The part, filled; none where nothing changes.
pub(super) fn fill(part: &TextPart, values: &Value, way: Way) -> Result<Option<String>, Vec<MergeFault>> {
    let loops = Loops::of(&part.scan, &part.tags, values);
    let paragraphs = &part.scan.paragraphs;
    let unsound = loops
        .faults
        .iter()
        .map(|(index, at, cause)| fault(part, &paragraphs[*index], at.clone(), cause.clone()));
    let braces = paragraphs.iter().zip(&part.tags).flat_map(|(paragraph, tags)| {
        tags.faults.iter().map(move |(at, cause)| fault(part, paragraph, at.clone(), cause.clone()))
    });
    let mut faults: Vec<MergeFault> = unsound.chain(braces).collect();
    let mut filling = Filling {
        part,
        values,
        way,
        members: vec![Vec::new(); loops.all.len() + 1],
        bindings: vec![Vec::new(); loops.all.len() + 1],
        inside: vec![Vec::new(); loops.all.len() + 1],
        loops: &loops,
        once: Regex::new(ONCE).ok(),
        drawing: Regex::new(r#"(<wp:docPr [^>]*?\bid=")\d+""#).ok(),
        copies: Cell::new(FIRST_COPY),
    };
    filling.sort();
    let filled =
        if faults.is_empty() { filling.edits(None, &mut Vec::new(), &mut faults) } else { Edits::new() };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok((!filled.is_empty()).then(|| apply(&part.xml, 0..part.xml.len(), filled)))
}

struct Filling<'a> {
    part: &'a TextPart,
    values: &'a Value,
    way: Way,
    loops: &'a Loops,
    /// The paragraphs of each loop, those of none first.
    members: Vec<Vec<usize>>,
    /// What binds content controls in each, likewise.
    bindings: Vec<Vec<&'a Range<usize>>>,
    /// The loops in each, likewise.
    inside: Vec<Vec<usize>>,
    once: Option<Regex>,
    drawing: Option<Regex>,
    copies: Cell<u32>,
}

impl<'a> Filling<'a> {
    fn sort(&mut self) {
        let place = |around: Option<usize>| around.map_or(0, |index| index + 1);
        for (index, one) in self.loops.all.iter().enumerate() {
            self.inside[place(one.around)].push(index);
        }
        for (index, paragraph) in self.part.scan.paragraphs.iter().enumerate() {
            let around = place(self.loops.of_paragraph[index]);
            if !self.goes_with_a_loop(around, &paragraph.element) {
                self.members[around].push(index);
            }
        }
        let part = self.part;
        for (binding, around) in part.bindings.iter().zip(self.loops.around(part.bindings.iter())) {
            if !self.goes_with_a_loop(place(around), binding) {
                self.bindings[place(around)].push(binding);
            }
        }
    }

    /// What lies in a loop but in no copy of it: it holds only its beginning or its end.
    fn goes_with_a_loop(&self, place: usize, element: &Range<usize>) -> bool {
        let whole = |index: usize| &self.loops.all[index].whole;
        let inside = &self.inside[place];
        let at = inside.partition_point(|inner| whole(*inner).end <= element.start);
        inside.get(at).is_some_and(|inner| holds(whole(*inner), element))
    }

    /// What changes in a stretch that lies in a loop.
    fn edits(&self, around: Option<usize>, turns: &mut Vec<Turn<'a>>, faults: &mut Vec<MergeFault>) -> Edits {
        let place = around.map_or(0, |index| index + 1);
        let mut edits = Edits::new();
        for index in &self.members[place] {
            for (range, text) in self.paragraph(*index, turns, faults) {
                edits.insert(range.start, (range, text));
            }
        }
        edits.extend(self.bindings[place].iter().map(|one| (one.start, ((*one).clone(), String::new()))));
        for index in &self.inside[place] {
            let text = self.copies(*index, turns, faults);
            let whole = &self.loops.all[*index].whole;
            edits.insert(whole.start, (whole.clone(), text));
        }
        edits
    }

    /// A loop, once for each item.
    fn copies(&self, index: usize, turns: &mut Vec<Turn<'a>>, faults: &mut Vec<MergeFault>) -> String {
        let Loop { list, body, rows, may_vanish, .. } = &self.loops.all[index];
        let items = names::items_of(list, self.values, turns);
        let mut items: Vec<Option<&Value>> = items.iter().map(Some).collect();
        if items.is_empty() && *rows {
            items.push(None);
        }
        let mut copies = String::new();
        for (at, item) in items.into_iter().enumerate() {
            turns.push(Turn { list, item, number: at + 1 });
            let edits = self.edits(Some(index), turns, faults);
            turns.pop();
            if !faults.is_empty() {
                break;
            }
            let copy = apply(&self.part.xml, body.clone(), edits);
            copies.push_str(&if at > 0 { self.another(&copy) } else { copy });
        }
        // A cell holds at least a paragraph.
        if copies.is_empty() && !may_vanish { "<w:p/>".to_owned() } else { copies }
    }

    /// A copy without what may stand once only.
    fn another(&self, copy: &str) -> String {
        let (Some(once), Some(drawing)) = (&self.once, &self.drawing) else { return copy.to_owned() };
        let copy = once.replace_all(copy, "");
        let numbered = drawing.replace_all(&copy, |found: &Captures<'_>| {
            self.copies.set(self.copies.get() + 1);
            format!("{}{}\"", &found[1], self.copies.get())
        });
        numbered.into_owned()
    }

    /// The pieces of text that change, each with its new element.
    fn paragraph(
        &self,
        index: usize,
        turns: &[Turn<'a>],
        faults: &mut Vec<MergeFault>,
    ) -> Vec<(Range<usize>, String)> {
        let (paragraph, tags) = (&self.part.scan.paragraphs[index], &self.part.tags[index]);
        if tags.found.is_empty() {
            return Vec::new();
        }
        let room = room(paragraph, tags, turns);
        let mut values = Vec::with_capacity(tags.found.len());
        for tag in &tags.found {
            match self.value(tag, turns, room) {
                Ok(value) => values.push(value),
                Err(cause) => faults.push(fault(self.part, paragraph, tag.at.clone(), cause)),
            }
        }
        if values.len() < tags.found.len() {
            return Vec::new();
        }
        let mut start = 0;
        let mut changed = Vec::new();
        for piece in &paragraph.pieces {
            let end = start + piece.text.len();
            if let Some(new) = rewritten(&piece.text, start..end, &tags.found, &values) {
                changed.push((piece.element.clone(), element(&new)));
            }
            start = end;
        }
        changed
    }

    /// What a tag writes, as it goes into the part.
    fn value(&self, tag: &Tag, turns: &[Turn<'a>], room: Room) -> Result<String, Message> {
        let Asks::Field { path, filters } = &tag.asks else {
            let number = turns.last().filter(|turn| turn.item.is_some() && tag.asks == Asks::RowNumber);
            return Ok(number.map_or_else(String::new, |turn| turn.number.to_string()));
        };
        let named = |cause: Message| cause.with("name", path.join("."));
        let value = names::find(path, self.values, turns)
            .ok_or_else(|| named(Message::new("papers.merge.unknown_field_at_all")))?;
        Ok(match written::write(value, filters).map_err(named)? {
            Written::Blank(name) if name.is_empty() => {
                room.left(self.way, names::missing_name(path, self.values, turns))
            }
            Written::Blank(name) => room.left(self.way, &name),
            Written::Text(text) => {
                let source = match value {
                    Value::Sourced(_, source) => Some(source),
                    _ => None,
                };
                written::text(&text, source, self.way)
            }
        })
    }
}

/// What a missing value leaves in a paragraph.
fn room(paragraph: &Paragraph, tags: &Tags, turns: &[Turn<'_>]) -> Room {
    let alone = tags.stand_alone(&paragraph.text());
    if turns.iter().any(|turn| turn.item.is_none()) || alone && !paragraph.rows.is_empty() {
        return Room::Nothing;
    }
    if alone && tags.found.len() == 1 { Room::Line } else { Room::Dots }
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

/// The element of a new text; its lines broken as Word breaks them. A break inside a tag went with it.
fn element(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    lines.join("<w:br/>")
}

/// A stretch of the part with edits done, in their order.
fn apply(xml: &str, range: Range<usize>, edits: Edits) -> String {
    let mut done = String::with_capacity(range.len() + 1024);
    let mut at = range.start;
    for (edit, text) in edits.into_values() {
        done.push_str(xml.get(at..edit.start).unwrap_or_default());
        done.push_str(&text);
        at = edit.end;
    }
    done.push_str(xml.get(at..range.end).unwrap_or_default());
    done
}
