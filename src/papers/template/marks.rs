//! What stands around a value in a filled template: invisible marks that keep it from being read as markup and
//! carry where it came from.
//!
//! Invariant: the marks are private characters that no text keeps; they never leave this room.

use crate::papers::values::Source;

const OPEN: char = '\u{f8f0}';
const MIDDLE: char = '\u{f8f1}';
const CLOSE: char = '\u{f8f2}';
const PART: char = '\u{f8f3}';
const BLANK: char = '\u{f8f4}';

/// A stretch of a filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words of the template: markup is read in them.
    Template(&'a str),
    /// A value, as it is.
    Value { text: &'a str, source: Option<Source> },
    /// The place of a value that is missing: the name of its field.
    Blank { name: &'a str },
}

/// A value with its marks.
pub(super) fn marked(text: &str, source: Option<&Source>) -> String {
    let clean: String = text.chars().filter(|c| !is_mark(*c)).collect();
    // A value that breaks the line would end the paragraph it stands in.
    let clean = clean.replace('\n', "\u{2028}");
    format!("{OPEN}{}{MIDDLE}{clean}{CLOSE}", source.map(key).unwrap_or_default())
}

/// The place of a value that is missing.
pub(super) fn blank(name: &str) -> String {
    let name: String = name.chars().filter(|c| !is_mark(*c)).collect();
    format!("{OPEN}{name}{BLANK}{CLOSE}")
}

/// A line without the places of missing values.
pub(super) fn without_blanks(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(OPEN) {
        kept.push_str(before);
        let Some((value, behind)) = after.split_once(CLOSE) else { break };
        if !value.ends_with(BLANK) {
            kept.extend([OPEN]);
            kept.push_str(value);
            kept.push(CLOSE);
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

/// Words of a template without marks someone put there.
pub(super) fn without(text: &str) -> String {
    text.chars().filter(|c| !is_mark(*c)).collect()
}

/// A source as one key: what [`source_of`] takes apart again.
fn key(source: &Source) -> String {
    let field = source.field.as_deref().unwrap_or_default();
    format!("{}{PART}{}{PART}{field}", source.table, source.id).replace(PART, "\u{1f}")
}

/// The source a key names; none where the value has none.
fn source_of(key: &str) -> Option<Source> {
    let mut parts = key.split('\u{1f}');
    let (table, id, field) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Source {
        table: table.to_owned(),
        id: id.to_owned(),
        field: Some(field.to_owned()).filter(|field| !field.is_empty()),
    })
}

/// A line taken apart.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(OPEN) {
        if !before.is_empty() {
            pieces.push(Piece::Template(before));
        }
        let Some((value, behind)) = after.split_once(CLOSE) else {
            rest = after;
            break;
        };
        if let Some(name) = value.strip_suffix(BLANK) {
            pieces.push(Piece::Blank { name });
            rest = behind;
            continue;
        }
        let (key, text) = value.split_once(MIDDLE).unwrap_or(("", value));
        pieces.push(Piece::Value { text, source: source_of(key) });
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Template(rest));
    }
    pieces
}

/// Where a character of markup stands in a line, outside every value.
pub(super) fn find_outside(line: &str, wanted: char) -> Option<usize> {
    let mut inside = false;
    for (at, c) in line.char_indices() {
        match c {
            OPEN => inside = true,
            CLOSE => inside = false,
            c if c == wanted && !inside => return Some(at),
            _ => {}
        }
    }
    None
}

const fn is_mark(c: char) -> bool {
    matches!(c, OPEN | MIDDLE | CLOSE | PART | BLANK)
}
