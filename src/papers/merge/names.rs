//! What a name of a tag leads to: among the fields of the paper, or of the item its row or loop stands for.
//!
//! Names are found in whatever case Word left them: it makes the first letter of a sentence a capital.
//!
//! Invariant: checking and filling look names up by the same road, so what passes the check is filled.

use crate::domain::fault::nearest;
use crate::papers::values::{ANY_NAME, Value};
use crate::text::message::Message;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// A list and the item that a row or a loop stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    /// The list's path, from the paper's fields on.
    pub(super) list: &'a [String],
    /// The item; none for what an empty list leaves.
    pub(super) item: Option<&'a Value>,
    /// Its number, from 1.
    pub(super) number: usize,
}

static MISSING: Value = Value::Missing;

/// One name among fields: as it is written, else as it is meant.
fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    named(value, name).map(|(_, value)| value)
}

/// The same with the name as the fields have it.
fn named<'a>(value: &'a Value, name: &str) -> Option<(Option<&'a str>, &'a Value)> {
    match value.plain() {
        Value::Fields(fields) => {
            let whole = |(known, value): (&'a String, &'a Value)| (Some(known.as_str()), value);
            let meant = || fields.iter().find(|(known, _)| same(known, name)).map(whole);
            let any = || fields.get(ANY_NAME).map(|value| (None, value));
            fields.get_key_value(name).map(whole).or_else(meant).or_else(any)
        }
        // What lies inside something missing is missing too.
        Value::Missing => Some((None, value)),
        _ => None,
    }
}

/// Two spellings of one name.
fn same(left: &str, right: &str) -> bool {
    let spelt = |name: &str| name.nfc().flat_map(char::to_lowercase).collect::<String>();
    left == right || spelt(left) == spelt(right)
}

/// Two spellings of one path.
pub(super) fn same_path(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

/// The value at a path, through no list.
fn walk<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| field(value, name))
}

/// Where a path may begin: in the items of the loops around, the innermost first, then in the fields of the
/// paper. Each beginning with the path of what it is in, and the part of the path that is left.
fn beginnings<'a, 'p>(
    path: &'p [String],
    values: &'a Value,
    turns: &[Turn<'a>],
) -> impl Iterator<Item = (&'a [String], Option<&'a Value>, &'p [String])> {
    let inner = turns.iter().rev().flat_map(move |turn| {
        // The list may be named from anywhere on: `ho_so.dang_vien.ten`, `dang_vien.ten`.
        let named = (1..path.len().min(turn.list.len() + 1))
            .rev()
            .filter(move |count| same_path(&path[..*count], &turn.list[turn.list.len() - count..]));
        let whole = named.map(move |count| (turn.list, turn.item, &path[count..]));
        whole.chain([(turn.list, turn.item, path)])
    });
    let inner: Vec<_> = inner.collect();
    inner.into_iter().chain([(&[] as &[String], Some(values), path)])
}

/// The value a path leads to.
pub(super) fn find<'a>(path: &[String], values: &'a Value, turns: &[Turn<'a>]) -> Option<&'a Value> {
    let mut begun = beginnings(path, values, turns);
    let found = begun.find_map(|(list, item, rest)| match item {
        Some(item) => walk(item, rest),
        // Of an item that is none, what names the list is missing.
        None => (rest.len() < path.len() || list.is_empty()).then_some(&MISSING),
    });
    let nobody = turns.iter().any(|turn| turn.item.is_none());
    found.or_else(|| (nobody && path.len() == 1).then_some(&MISSING))
}

/// The list a path names or leads through, from the paper's fields on: the first list of it.
pub(super) fn list_of(path: &[String], values: &Value, turns: &[Turn<'_>]) -> Option<Vec<String>> {
    beginnings(path, values, turns).find_map(|(list, item, rest)| {
        let mut value = item?;
        let mut way = list.to_vec();
        for name in rest {
            let (known, inside) = named(value, name)?;
            way.push(known.unwrap_or(name).to_owned());
            if matches!(inside.plain(), Value::List(_)) {
                return Some(way);
            }
            value = inside;
        }
        None
    })
}

/// Whether a path leads through a list to a name its items have.
pub(super) fn in_item(path: &[String], values: &Value, turns: &[Turn<'_>]) -> bool {
    let Some(list) = list_of(path, values, turns) else { return false };
    let item = items_of(&list, values, turns).first();
    (1..path.len()).any(|count| item.is_some_and(|item| walk(item, &path[count..]).is_some()))
}

/// The items of a list that [`list_of`] named.
pub(super) fn items_of<'a>(list: &[String], values: &'a Value, turns: &[Turn<'a>]) -> &'a [Value] {
    let inside = turns.iter().rev().find(|turn| list.len() > turn.list.len() && list.starts_with(turn.list));
    let found = match inside {
        Some(turn) => turn.item.and_then(|item| walk(item, &list[turn.list.len()..])),
        None => walk(values, list),
    };
    match found.map(Value::plain) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

/// The name of what is missing at the end of a path: of the first thing on the way that is.
pub(super) fn missing_name<'p>(path: &'p [String], values: &Value, turns: &[Turn<'_>]) -> &'p str {
    let last = path.last().map_or("", String::as_str);
    let first = (1..=path.len()).find(|count| {
        find(&path[..*count], values, turns).is_some_and(|value| *value.plain() == Value::Missing)
    });
    first.and_then(|count| path.get(count - 1)).map_or(last, String::as_str)
}

/// What is said of a name that is not there, with the nearest that is.
pub(super) fn unknown(path: &[String], values: &Value, turns: &[Turn<'_>]) -> Message {
    let mut names = BTreeSet::new();
    collect("", values, &mut names);
    turns.iter().filter_map(|turn| turn.item).for_each(|item| collect("", item, &mut names));
    let written = path.join(".");
    let plain: String = crate::text::fold::fold(&written).replace(' ', "_");
    let near = nearest(&written, names.iter().map(String::as_str));
    let message = match near.or_else(|| nearest(&plain, names.iter().map(String::as_str))) {
        Some(near) => Message::new("papers.merge.unknown_field").with("near", near),
        None => Message::new("papers.merge.unknown_field_at_all"),
    };
    message.with("name", written)
}

/// Whether a text is the whole path of a field.
pub(super) fn is_field(text: &str, values: &Value) -> bool {
    let path: Vec<String> = text.split('.').map(|name| name.trim().to_owned()).collect();
    !path.iter().any(String::is_empty)
        && (walk(values, &path).is_some()
            || list_of(&path, values, &[]).is_some_and(|list| list.len() < path.len()))
}

fn collect(prefix: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value.plain() {
        Value::Fields(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| *name != ANY_NAME) {
                let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                collect(&path, value, names);
                names.insert(path);
            }
        }
        Value::List(items) => items.iter().take(1).for_each(|item| collect(prefix, item, names)),
        _ => {}
    }
}
