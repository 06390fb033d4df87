//! What of a part stands once for each item of a list: rows of tables, and what lies between `{{#list}}` and
//! `{{/list}}`.
//!
//! A row repeats when a field of it lies in a list, or when a loop begins in one of its cells and ends in another;
//! several rows when it begins in one and ends in another; paragraphs where both stand in one cell or in none. A row or paragraph that holds only
//! the beginning or the end is taken away. Loops lie in one another as they are written.
//!
//! Invariant: loops lie one inside another or apart; whatever can't be so is a fault.

use super::names::{self, Turn};
use super::scan::Scan;
use super::tags::{Asks, Tags};
use crate::papers::values::Value;
use crate::text::message::Message;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of the part that repeats.
#[derive(Debug, Clone)]
pub(super) struct Loop {
    /// The list it repeats for, from the paper's fields on.
    pub(super) list: Vec<String>,
    /// What its copies take the place of.
    pub(super) whole: Range<usize>,
    /// What is copied.
    pub(super) body: Range<usize>,
    /// Rows of a table: one stays where the list is empty.
    pub(super) rows: bool,
    /// It stands where nothing may be left of it.
    pub(super) may_vanish: bool,
    /// The loop around it.
    pub(super) around: Option<usize>,
}

/// Something wrong with a loop: the paragraph, the tag in it, and why.
pub(super) type LoopFault = (usize, Range<usize>, Message);

/// The loops of a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Loops {
    /// The outer before those in it.
    pub(super) all: Vec<Loop>,
    /// The innermost loop each paragraph is copied in.
    pub(super) of_paragraph: Vec<Option<usize>>,
    /// What can't be a loop.
    pub(super) faults: Vec<LoopFault>,
    /// The lists those were to repeat for: what asks for their items is no fault of its own.
    pub(super) broken: Vec<Vec<String>>,
}

/// A beginning that waits for its end.
struct Begun<'t> {
    paragraph: usize,
    at: &'t Range<usize>,
    list: &'t [String],
}

/// A loop whose list is not known yet, or a row that may be one.
struct Drawn<'t> {
    paragraph: usize,
    at: Range<usize>,
    /// As it is written; none for a row by its fields.
    written: Option<Vec<String>>,
    fields: Vec<RowField<'t>>,
    shape: Loop,
}

/// A field of a row: the paragraph, where it stands there, and its path.
type RowField<'t> = (usize, &'t Range<usize>, &'t [String]);

impl Loops {
    /// The loops of a part, by the tags of its paragraphs and what the paper's fields hold.
    pub(super) fn of(scan: &Scan, tags: &[Tags], values: &Value) -> Self {
        let mut loops = Self::default();
        let mut drawn = loops.drawn(scan, tags);
        drawn.sort_by_key(outermost_first);
        let elements = || scan.paragraphs.iter().map(|one| &one.element);
        let within = innermost(drawn.iter().map(|one| &one.shape.body), elements());
        let inner = |paragraph: usize| within[paragraph].map(|index| drawn[index].shape.body.len());
        let mut rows = rows(scan, tags, values, inner);
        // Of a row that is both, what is written comes first.
        drawn.append(&mut rows);
        drawn.sort_by_key(outermost_first);
        let mut open: Vec<usize> = Vec::new();
        for one in drawn {
            while open.last().is_some_and(|index| !holds(&loops.all[*index].body, &one.shape.whole)) {
                open.pop();
            }
            if let Some(list) = loops.named(&one, open.last().copied(), values) {
                let around = open.last().copied();
                open.push(loops.all.len());
                loops.all.push(Loop { list, around, ..one.shape });
            }
        }
        loops.of_paragraph = loops.around(elements());
        loops
    }

    /// The innermost loop each of some stretches is copied in; they come as they begin.
    pub(super) fn around<'r>(&self, stretches: impl Iterator<Item = &'r Range<usize>>) -> Vec<Option<usize>> {
        innermost(self.all.iter().map(|one| &one.body), stretches)
    }

    /// What a loop and those around it stand for by their first items: the outermost first.
    pub(super) fn turns<'a>(&'a self, innermost: Option<usize>, values: &'a Value) -> Vec<Turn<'a>> {
        let mut chain = Vec::new();
        let mut next = innermost;
        while let Some(one) = next.and_then(|index| self.all.get(index)) {
            chain.push(one);
            next = one.around;
        }
        let mut turns = Vec::new();
        for one in chain.into_iter().rev() {
            let item = names::items_of(&one.list, values, &turns).first();
            turns.push(Turn { list: &one.list, item, number: 1 });
        }
        turns
    }

    /// Loops that are written, by their beginnings and ends.
    fn drawn<'t>(&mut self, scan: &Scan, tags: &'t [Tags]) -> Vec<Drawn<'t>> {
        let mut open: Vec<Begun<'t>> = Vec::new();
        let mut drawn = Vec::new();
        let every =
            tags.iter().enumerate().flat_map(|(index, tags)| tags.found.iter().map(move |tag| (index, tag)));
        for (paragraph, tag) in every {
            match &tag.asks {
                Asks::Begin(list) => open.push(Begun { paragraph, at: &tag.at, list }),
                Asks::End(list) => {
                    let cause = |key: &'static str| Message::new(key).with("name", list.join("."));
                    let begun = open.pop().filter(|begun| names::same_path(begun.list, list));
                    let Some(begun) = begun else {
                        self.broken.push(list.clone());
                        self.faults.push((paragraph, tag.at.clone(), cause("papers.merge.section_end")));
                        continue;
                    };
                    match shape(scan, tags, &begun, (paragraph, &tag.at), &open) {
                        Ok(shape) => drawn.push(Drawn {
                            paragraph: begun.paragraph,
                            at: begun.at.clone(),
                            written: Some(list.clone()),
                            fields: Vec::new(),
                            shape,
                        }),
                        Err(key) => {
                            self.broken.push(list.clone());
                            self.faults.push((paragraph, tag.at.clone(), cause(key)));
                        }
                    }
                }
                _ => {}
            }
        }
        self.broken.extend(open.iter().map(|begun| begun.list.to_vec()));
        self.faults.extend(open.into_iter().map(|begun| {
            let cause = Message::new("papers.merge.section_open").with("name", begun.list.join("."));
            (begun.paragraph, begun.at.clone(), cause)
        }));
        drawn
    }

    /// The list a loop means; a row by its fields may mean none.
    fn named(&mut self, one: &Drawn<'_>, around: Option<usize>, values: &Value) -> Option<Vec<String>> {
        let turns = self.turns(around, values);
        let Some(written) = &one.written else {
            let same_row =
                around.and_then(|index| self.all.get(index)).filter(|outer| outer.body == one.shape.body);
            let outer = same_row.map(|outer| outer.list.clone());
            let mut found: Option<Vec<String>> = None;
            let mut faults = Vec::new();
            for (paragraph, at, path) in &one.fields {
                let list = names::list_of(path, values, &turns);
                let Some(list) = list.filter(|list| turns.iter().all(|turn| turn.list != list)) else {
                    continue;
                };
                let fits = found.as_ref().is_none_or(|known| *known == list)
                    && outer.as_ref().is_none_or(|outer| list.starts_with(outer));
                if fits {
                    found = Some(list);
                } else {
                    faults.push((*paragraph, (*at).clone(), Message::new("papers.merge.two_lists")));
                }
            }
            self.faults.extend(faults);
            return found;
        };
        let list = names::list_of(written, values, &turns);
        let cause = match (list, names::find(written, values, &turns)) {
            (Some(list), _) if ends_so(&list, written) => return Some(list),
            // What is not there now has no items.
            (_, Some(value)) if *value.plain() == Value::Missing => return Some(written.clone()),
            (None, None) => names::unknown(written, values, &turns),
            _ => Message::new("papers.merge.not_a_list").with("name", written.join(".")),
        };
        self.faults.push((one.paragraph, one.at.clone(), cause));
        None
    }
}

/// Of two alike the one that begins earlier is the outer one, and what is written comes before what is not.
fn outermost_first(one: &Drawn<'_>) -> (usize, Reverse<usize>, bool, usize, usize) {
    let Range { start, end } = one.shape.whole;
    (start, Reverse(end), one.written.is_none(), one.paragraph, one.at.start)
}

/// Whether a stretch lies in another.
pub(super) const fn holds(body: &Range<usize>, stretch: &Range<usize>) -> bool {
    body.start <= stretch.start && stretch.end <= body.end
}

/// The innermost of some bodies, the outer ones first, that holds each stretch.
fn innermost<'b, 'r>(
    bodies: impl Iterator<Item = &'b Range<usize>>,
    stretches: impl Iterator<Item = &'r Range<usize>>,
) -> Vec<Option<usize>> {
    let mut bodies = bodies.enumerate().peekable();
    let mut open: Vec<(usize, &Range<usize>)> = Vec::new();
    let mut found = Vec::new();
    for element in stretches {
        while let Some(next) = bodies.next_if(|(_, body)| body.start <= element.start) {
            while open.last().is_some_and(|(_, body)| body.end <= next.1.start) {
                open.pop();
            }
            open.push(next);
        }
        while open.last().is_some_and(|(_, body)| body.end <= element.start) {
            open.pop();
        }
        found.push(open.iter().rev().find(|(_, body)| holds(body, element)).map(|(index, _)| *index));
    }
    found
}

/// The rows with fields that may lie in a list; a field in a loop inside the row is that one's.
fn rows<'t>(
    scan: &Scan,
    tags: &'t [Tags],
    values: &Value,
    inner: impl Fn(usize) -> Option<usize>,
) -> Vec<Drawn<'t>> {
    let mut rows: BTreeMap<usize, Vec<RowField<'t>>> = BTreeMap::new();
    for (index, (paragraph, tags)) in scan.paragraphs.iter().zip(tags).enumerate() {
        let Some(row) = paragraph.rows.last() else { continue };
        if inner(index).is_some_and(|length| length < scan.rows[*row].element.len()) {
            continue;
        }
        for tag in &tags.found {
            let Asks::Field { path, .. } = &tag.asks else { continue };
            // A list as a whole is one value: its filter joins it.
            let whole =
                names::find(path, values, &[]).is_some_and(|value| matches!(value.plain(), Value::List(_)));
            if path.len() > 1 && !whole {
                rows.entry(*row).or_default().push((index, &tag.at, path));
            }
        }
    }
    let drawn = rows.into_iter().map(|(row, fields)| {
        let (whole, body) = (scan.rows[row].element.clone(), scan.rows[row].element.clone());
        let shape = Loop { list: Vec::new(), whole, body, rows: true, may_vanish: false, around: None };
        Drawn { paragraph: 0, at: 0..0, written: None, fields, shape }
    });
    drawn.collect()
}

fn ends_so(list: &[String], written: &[String]) -> bool {
    let tail = list.len().saturating_sub(written.len());
    names::same_path(&list[tail..], written)
}

/// What lies between a beginning and its end, and what of it is copied.
fn shape(
    scan: &Scan,
    tags: &[Tags],
    begun: &Begun<'_>,
    (end, end_at): (usize, &Range<usize>),
    open: &[Begun<'_>],
) -> Result<Loop, &'static str> {
    let (first, last) = (&scan.paragraphs[begun.paragraph], &scan.paragraphs[end]);
    let new = |whole: Range<usize>, body, rows, may_vanish| {
        Ok(Loop { list: Vec::new(), whole, body, rows, may_vanish, around: None })
    };
    let alone = |index: usize| {
        let (paragraph, tags) = (&scan.paragraphs[index], &tags[index]);
        !paragraph.holds_more && tags.found.len() == 1 && tags.stand_alone(&paragraph.text())
    };
    if let (Some(from), Some(to)) = (first.rows.last(), last.rows.last()) {
        let repeats_already =
            |row| open.iter().any(|outer| scan.paragraphs[outer.paragraph].rows.last() == Some(row));
        let one_cell = first.parent == last.parent && scan.rows[*from].cells > 1;
        if from == to && !one_cell && !repeats_already(from) {
            let row = &scan.rows[*from].element;
            return new(row.clone(), row.clone(), true, false);
        }
        let beside = first.rows.len() == last.rows.len() && scan.rows[*from].parent == scan.rows[*to].parent;
        if from != to && beside {
            let only = |row: usize, marker: usize| {
                let inside = scan.paragraphs.iter().enumerate().filter(|(_, one)| one.rows.contains(&row));
                let mut others = inside.filter(|(index, _)| *index != marker);
                alone(marker) && others.all(|(_, one)| !one.holds_more && one.text().trim().is_empty())
            };
            let (from, to) = (*from, *to);
            let (above, below) = (&scan.rows[from].element, &scan.rows[to].element);
            let start = if only(from, begun.paragraph) { above.end } else { above.start };
            let stop = if only(to, end) { below.start } else { below.end };
            return new(above.start..below.end, start..stop, true, false);
        }
    }
    if first.rows != last.rows || first.parent != last.parent {
        return Err("papers.merge.section_place");
    }
    let (above, below) = (&first.element, &last.element);
    if begun.paragraph == end {
        let text = first.text();
        let words = text[..begun.at.start].trim().is_empty() && text[end_at.end..].trim().is_empty();
        return if words {
            new(above.clone(), above.clone(), false, first.in_body)
        } else {
            Err("papers.merge.loop_in_line")
        };
    }
    let start = if alone(begun.paragraph) { above.end } else { above.start };
    // Without a paragraph between them two tables would be one.
    let stop = if alone(end) && !last.after_table { below.start } else { below.end };
    new(above.start..below.end, start..stop, false, first.in_body)
}

#[cfg(test)]
mod tests;
