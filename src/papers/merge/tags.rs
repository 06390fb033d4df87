//! The tags of a Word template: what they ask for, and whether it is there.
//!
//! Invariant: a tag that names nothing is a fault with its paragraph; it is never filled with nothing.

use super::MergeFault;
use super::scan::{Paragraph, Scan};
use crate::domain::fault::nearest;
use crate::papers::template;
use crate::papers::values::{ANY_NAME, Value};
use crate::text::message::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// One tag of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Where it stands in the paragraph's text, braces included.
    pub(super) at: Range<usize>,
    /// What it asks for.
    pub(super) asks: Asks,
}

/// What a tag asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asks {
    /// `{{a.b | filter}}`
    Field {
        /// Its names.
        path: Vec<String>,
        /// The filters behind it, bar included.
        filters: String,
    },
    /// `{{#}}`: the number of the row.
    RowNumber,
    /// `{{#list}}`
    Begin(Vec<String>),
    /// `{{/list}}`
    End(Vec<String>),
}

/// The tags of a text; where braces open or close for nothing.
pub(super) fn tags(text: &str) -> Result<Vec<Tag>, Message> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|found| at + found) {
        let end = text[start + 2..].find(CLOSE).map(|found| start + 2 + found);
        let inside = end.and_then(|end| text.get(start + 2..end)).filter(|inside| !inside.contains(OPEN));
        let (Some(end), Some(inside)) = (end, inside) else {
            return Err(Message::new("papers.merge.tag_open"));
        };
        if text[at..start].contains(CLOSE) {
            return Err(Message::new("papers.merge.tag_closed"));
        }
        tags.push(Tag { at: start..end + 2, asks: asks(inside) });
        at = end + 2;
    }
    if text[at..].contains(CLOSE) {
        return Err(Message::new("papers.merge.tag_closed"));
    }
    Ok(tags)
}

fn asks(inside: &str) -> Asks {
    let (path, filters) = inside.split_once('|').map_or((inside, ""), |(path, filters)| (path, filters));
    // Word puts spaces that do not break, and quotes of its own; spaces are not meant inside names.
    let names = |path: &str| path.split('.').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let path = path.trim();
    match (path.strip_prefix('#'), path.strip_prefix('/')) {
        (Some(""), _) => Asks::RowNumber,
        (Some(list), _) => Asks::Begin(names(list)),
        (_, Some(list)) => Asks::End(names(list)),
        _ => Asks::Field {
            path: names(path),
            filters: if filters.is_empty() { String::new() } else { format!("|{filters}") },
        },
    }
}

/// The list each row repeats for, by the tags that stand directly in it.
pub(super) fn repeated(scan: &Scan, values: &Value) -> BTreeMap<usize, BTreeSet<Vec<String>>> {
    let mut rows: BTreeMap<usize, BTreeSet<Vec<String>>> = BTreeMap::new();
    for paragraph in &scan.paragraphs {
        let Some(row) = paragraph.rows.last() else { continue };
        for tag in tags(&paragraph.text()).unwrap_or_default() {
            let list = match &tag.asks {
                Asks::Begin(list) => Some(list.clone()),
                Asks::Field { path, .. } => list_in(path, values),
                _ => None,
            };
            if let Some(list) = list {
                rows.entry(*row).or_default().insert(list);
            }
        }
    }
    rows
}

/// The first part of a path that is a list.
fn list_in(path: &[String], values: &Value) -> Option<Vec<String>> {
    (1..path.len()).map(|count| &path[..count]).find_map(|part| match walk(values, part)?.plain() {
        Value::List(_) => Some(part.to_vec()),
        _ => None,
    })
}

/// The value at a path, through no list. What lies inside something missing is missing too.
pub(super) fn walk<'a>(values: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(values, |value, name| match value.plain() {
        Value::Fields(fields) => fields.get(name).or_else(|| fields.get(ANY_NAME)),
        Value::Missing => Some(value),
        _ => None,
    })
}

/// A list and the item a row stands for.
#[derive(Clone, Copy)]
pub(super) struct Turn<'a> {
    /// The list's path.
    pub(super) list: &'a [String],
    /// The item; none for the row that an empty list leaves.
    pub(super) item: Option<&'a Value>,
    /// The row's number, from 1.
    pub(super) number: usize,
}

static MISSING: Value = Value::Missing;

/// The value a path leads to in a row's turn: the item's own names first.
pub(super) fn find<'a>(path: &[String], values: &'a Value, turn: Option<Turn<'a>>) -> Option<&'a Value> {
    let Some(turn) = turn else { return walk(values, path) };
    let Some(item) = turn.item else {
        let of_row = path.starts_with(turn.list) || path.len() == 1;
        return walk(values, path).filter(|_| !path.starts_with(turn.list)).or(of_row.then_some(&MISSING));
    };
    match path.strip_prefix(turn.list) {
        Some(inside) if !inside.is_empty() => walk(item, inside),
        _ => walk(item, path).or_else(|| walk(values, path)),
    }
}

/// What a field writes.
pub(super) fn written(value: &Value, filters: &str) -> Result<String, Message> {
    match value.plain() {
        Value::List(_) | Value::Fields(_) => Err(Message::new("papers.merge.not_one_value")),
        _ => template::written(value, filters),
    }
}

/// The fields of a part.
pub(super) fn fields(scan: &Scan) -> Vec<String> {
    let mut found = Vec::new();
    for tag in scan.paragraphs.iter().flat_map(|paragraph| tags(&paragraph.text()).unwrap_or_default()) {
        if let Asks::Field { path, .. } | Asks::Begin(path) = tag.asks {
            found.push(path.join("."));
        }
    }
    found
}

/// Every fault of a part.
pub(super) fn check(part: &str, scan: &Scan, sample: &Value) -> Vec<MergeFault> {
    let mut faults = Vec::new();
    let repeated = repeated(scan, sample);
    for (index, paragraph) in scan.paragraphs.iter().enumerate() {
        let mut fault = |cause: Message| faults.push(fault(part, index, paragraph, cause));
        let found = match tags(&paragraph.text()) {
            Ok(found) => found,
            Err(cause) => {
                fault(cause);
                continue;
            }
        };
        if found.is_empty() {
            continue;
        }
        let mut around = paragraph.rows.iter().filter_map(|row| repeated.get(row));
        let lists = around.next();
        if around.next().is_some() || lists.is_some_and(|lists| lists.len() > 1) {
            fault(Message::new("papers.merge.two_lists"));
            continue;
        }
        let list = lists.and_then(|lists| lists.iter().next());
        for tag in &found {
            if let Some(cause) = judge(&tag.asks, list, sample) {
                fault(cause);
            }
        }
    }
    faults.extend(sections(part, scan));
    faults
}

/// A fault at a paragraph.
pub(super) fn fault(part: &str, index: usize, paragraph: &Paragraph, cause: Message) -> MergeFault {
    MergeFault { part: part.to_owned(), paragraph: index + 1, text: paragraph.text(), cause }
}

fn judge(asks: &Asks, list: Option<&Vec<String>>, sample: &Value) -> Option<Message> {
    match asks {
        Asks::RowNumber | Asks::End(_) if list.is_none() => Some(Message::new("papers.merge.outside_row")),
        Asks::RowNumber | Asks::End(_) => None,
        Asks::Begin(path) => match walk(sample, path).map(Value::plain) {
            _ if list.is_none() => Some(Message::new("papers.merge.outside_row")),
            Some(Value::List(_)) => None,
            Some(_) => Some(Message::new("papers.merge.not_a_list").with("name", path.join("."))),
            None => Some(unknown(path, sample, None)),
        },
        Asks::Field { path, filters } => {
            let item = list.and_then(|list| match walk(sample, list)?.plain() {
                Value::List(items) => items.first(),
                _ => None,
            });
            let turn = list.map(|list| Turn { list, item, number: 1 });
            match find(path, sample, turn) {
                Some(value) => written(value, filters).err().map(|cause| cause.with("name", path.join("."))),
                None if list.is_none() && list_in(path, sample).is_some() => {
                    Some(Message::new("papers.merge.list_outside_row").with("name", path.join(".")))
                }
                None => Some(unknown(path, sample, item)),
            }
        }
    }
}

/// A name that is not there, with the nearest that is.
fn unknown(path: &[String], sample: &Value, item: Option<&Value>) -> Message {
    let mut names = BTreeSet::new();
    collect("", sample, &mut names);
    if let Some(item) = item {
        collect("", item, &mut names);
    }
    let written = path.join(".");
    let message = match nearest(&written, names.iter().map(String::as_str)) {
        Some(near) => Message::new("papers.merge.unknown_field").with("near", near),
        None => Message::new("papers.merge.unknown_field_at_all"),
    };
    message.with("name", written)
}

fn collect(prefix: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value.plain() {
        Value::Fields(fields) => {
            for (name, value) in fields {
                let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                collect(&path, value, names);
                names.insert(path);
            }
        }
        Value::List(items) => items.iter().take(1).for_each(|item| collect(prefix, item, names)),
        _ => {}
    }
}

/// `{{#list}}` and `{{/list}}` stand in pairs, in one row.
fn sections(part: &str, scan: &Scan) -> Vec<MergeFault> {
    let mut open: Vec<(usize, Vec<String>)> = Vec::new();
    let mut faults = Vec::new();
    for (index, paragraph) in scan.paragraphs.iter().enumerate() {
        for tag in tags(&paragraph.text()).unwrap_or_default() {
            let row = paragraph.rows.last();
            let same = |at: usize| scan.paragraphs[at].rows.last() == row;
            match tag.asks {
                Asks::Begin(list) => open.push((index, list)),
                Asks::End(list) => match open.pop() {
                    Some((at, begun)) if begun == list && same(at) => {}
                    _ => {
                        let cause = Message::new("papers.merge.section_end").with("name", list.join("."));
                        faults.push(fault(part, index, paragraph, cause));
                    }
                },
                _ => {}
            }
        }
    }
    faults.extend(open.into_iter().map(|(index, list)| {
        let cause = Message::new("papers.merge.section_open").with("name", list.join("."));
        fault(part, index, &scan.paragraphs[index], cause)
    }));
    faults
}
