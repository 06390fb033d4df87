//! What stands around a value in a filled template: invisible marks that keep it from being read as markup and
//! carry where it came from. And what stands before a line of it: which line of the template it comes from.
//!
//! Invariant: the marks are private characters that no text keeps; they never leave this room.

use crate::papers::values::Source;

const OPEN: char = '\u{f8f0}';
const MIDDLE: char = '\u{f8f1}';
const CLOSE: char = '\u{f8f2}';
const PART: char = '\u{f8f3}';
const BLANK: char = '\u{f8f4}';
/// A line of a template is one character from here on: a number in digits could be mistaken for words.
const LINES: u32 = 0x10_0000;
/// More lines than any template has; the area of private characters ends there.
const LAST_LINE: u32 = 0xfff0;

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
    format!("{}{PART}{}{PART}{field}", source.table, source.id)
}

/// The source a key names; none where the value has none.
fn source_of(key: &str) -> Option<Source> {
    let mut parts = key.split(PART);
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
    matches!(c, OPEN | MIDDLE | CLOSE | PART | BLANK) || line_of(c).is_some()
}

/// The line of the template a mark names.
const fn line_of(c: char) -> Option<usize> {
    match (c as u32).checked_sub(LINES) {
        Some(line) if line <= LAST_LINE => Some(line as usize),
        _ => None,
    }
}

/// A template whose lines carry their numbers into what is filled. Lines stay where they are, and the engine
/// trims as it would without: no mark stands where it takes spaces or the end of a line away.
pub(super) fn numbered(source: &str) -> String {
    let mut numbered = String::with_capacity(source.len() + source.len() / 8);
    let mut inside = None;
    for (line, text) in (1_u32..).zip(source.split_inclusive('\n')) {
        let at = inside.is_none().then(|| place_of_mark(text)).flatten();
        let mark = char::from_u32(LINES + line.min(LAST_LINE));
        match (at, mark) {
            (Some(at), Some(mark)) => {
                numbered.push_str(&text[..at]);
                numbered.push(mark);
                numbered.push_str(&text[at..]);
            }
            _ => numbered.push_str(text),
        }
        inside = open_at_end(text, inside);
    }
    numbered
}

/// Behind the tags a line begins with; none where nothing follows them.
fn place_of_mark(line: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &line[at..];
        let end = match rest.get(..2) {
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ if rest.is_empty() || rest.starts_with("{{-") => return None,
            _ => return Some(at),
        };
        at += rest.find(end)? + 2;
    }
}

/// The end of the tag that is still open behind a line, given the one open before it.
fn open_at_end(line: &str, mut inside: Option<&'static str>) -> Option<&'static str> {
    let mut rest = line;
    loop {
        match inside {
            Some(end) => {
                rest = &rest[end_of_tag(rest, end)?..];
                inside = None;
            }
            None => {
                let tags = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
                let first = tags.into_iter().filter_map(|(tag, end)| Some((rest.find(tag)?, end))).min();
                let (at, end) = first?;
                rest = &rest[at + 2..];
                inside = Some(end);
                if end_of_tag(rest, end).is_none() {
                    return inside;
                }
            }
        }
    }
}

/// Behind the end of a tag; quoted words are none of it.
fn end_of_tag(text: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && end != "#}" => quote = Some(c),
            None if text[at..].starts_with(end) => return Some(at + end.len()),
            None => {}
        }
    }
    None
}

/// A line of a filled template without the marks of lines, and the first of the lines it comes from.
pub(super) fn line_and_source(line: &str) -> (String, Option<usize>) {
    let source = line.chars().find_map(line_of);
    (line.chars().filter(|c| line_of(*c).is_none()).collect(), source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a\nb\n", "1a\n2b\n")]
    #[case("  a\n\n| b |", "  1a\n\n| b |")]
    #[case("{% if x %}\na\n{% endif %}", "{% if x %}\n2a\n{% endif %}")]
    #[case("  {% if x %}a{% endif %}b", "  {% if x %}1a{% endif %}b")]
    #[case("{{ a\n | b }} c\nd", "1{{ a\n | b }} c\n3d")]
    #[case("{{ \"}}\n\" }}\nd", "1{{ \"}}\n\" }}\n3d")]
    #[case("{{- a }}\n{# x\ny #}\nz", "{{- a }}\n{# x\ny #}\n4z")]
    fn a_mark_stands_where_nothing_is_trimmed(#[case] source: &str, #[case] expected: &str) {
        let shown: String = numbered(source)
            .chars()
            .map(|c| line_of(c).map_or(c, |line| char::from_digit(u32::try_from(line).unwrap(), 10).unwrap()))
            .collect();
        // A table's rows carry their number like any other line.
        assert_eq!(shown, expected.replace("\n| b |", "\n3| b |"));
        assert_eq!(without(&numbered(source)), source);
    }
}
