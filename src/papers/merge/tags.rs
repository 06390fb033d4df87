//! The tags of a paragraph: where they stand and what they ask for.
//!
//! Invariant: reads what was typed, with what Word makes of it taken back; whether it is there is asked elsewhere.

use crate::text::message::Message;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

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

/// The tags of a text, and what is wrong with braces that are no tag.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    /// Those that can be read.
    pub(super) found: Vec<Tag>,
    /// Where braces open or close for nothing, hold nothing, or are one too many.
    pub(super) faults: Vec<(Range<usize>, Message)>,
}

impl Tags {
    /// The text around the tags says nothing.
    pub(super) fn stand_alone(&self, text: &str) -> bool {
        let mut rest = 0;
        self.found.iter().all(|tag| {
            let before = &text[rest..tag.at.start];
            rest = tag.at.end;
            before.trim().is_empty()
        }) && text[rest..].trim().is_empty()
    }
}

/// Reads a text.
pub(super) fn tags(text: &str) -> Tags {
    let mut tags = Tags::default();
    let mut fault = |at: Range<usize>, key: &'static str| tags.faults.push((at, Message::new(key)));
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|found| at + found) {
        loose_ends(text, at..start, &mut fault);
        let behind = start + OPEN.len();
        let end = text[behind..].find(CLOSE).map(|found| behind + found);
        let inside = end.map_or(&text[behind..], |end| &text[behind..end]);
        // What opens again before it closes was never closed.
        let again = inside.find(OPEN).is_some_and(|again| again > 0);
        let Some(end) = end.filter(|_| !again) else {
            fault(start..behind, "papers.merge.tag_open");
            at = behind;
            continue;
        };
        at = end + CLOSE.len();
        let more = text[at..].len() - text[at..].trim_start_matches('}').len();
        if more > 0 || inside.contains(['{', '}']) {
            at += more;
            fault(start..at, "papers.merge.braces");
            continue;
        }
        match asks(inside) {
            Some(asks) => tags.found.push(Tag { at: start..at, asks }),
            None => fault(start..at, "papers.merge.tag_empty"),
        }
    }
    loose_ends(text, at..text.len(), &mut fault);
    tags
}

/// What stands between tags and looks like one: an end without a beginning, a statement of our own templates.
fn loose_ends(text: &str, between: Range<usize>, fault: &mut impl FnMut(Range<usize>, &'static str)) {
    let signs = [(CLOSE, "papers.merge.tag_closed"), ("{%", "papers.merge.statement")];
    for (sign, key) in signs {
        for (at, _) in text[between.clone()].match_indices(sign) {
            let start = between.start + at;
            fault(start..start + sign.len(), key);
        }
    }
}

fn asks(inside: &str) -> Option<Asks> {
    let inside = healed(inside);
    let (path, filters) = inside.split_once('|').map_or((&*inside, ""), |(path, filters)| (path, filters));
    let names = |path: &str| path.split('.').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let path = path.trim();
    Some(match (path.strip_prefix('#'), path.strip_prefix('/')) {
        (Some(list), _) if list.trim().is_empty() => Asks::RowNumber,
        (Some(list), _) => Asks::Begin(names(list)),
        (_, Some(list)) => Asks::End(names(list)),
        _ if path.is_empty() => return None,
        _ => Asks::Field {
            path: names(path),
            filters: if filters.is_empty() { String::new() } else { format!("|{filters}") },
        },
    })
}

/// A tag without what Word puts in by itself: quotes of its own, spaces that do not break, breaks of the line,
/// letters that are not seen. Letters are composed, however they were typed.
fn healed(inside: &str) -> String {
    let letter = |letter: char| match letter {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some('"'),
        '‘' | '’' | '‚' | '‛' | '′' => Some('\''),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{feff}'
        | '\n'
        | '\t' => None,
        space if space.is_whitespace() => Some(' '),
        other => Some(other),
    };
    inside.nfc().filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn field(path: &str, filters: &str) -> Asks {
        Asks::Field { path: path.split('.').map(str::to_owned).collect(), filters: filters.to_owned() }
    }

    #[rstest]
    #[case("{{a}}", field("a", ""))]
    #[case("{{\u{a0}a . b\u{200b} }}", field("a.b", ""))]
    #[case("{{a\t\n.b}}", field("a.b", ""))]
    #[case("{{a|\u{a0}mac_dinh(“x ’y”) }}", field("a", "| mac_dinh(\"x 'y\") "))]
    #[case("{{so\u{302}\u{301}}}", field("số", ""))]
    #[case("{{# a.b }}", Asks::Begin(vec!["a".into(), "b".into()]))]
    #[case("{{ / a }}", Asks::End(vec!["a".into()]))]
    #[case("{{# }}", Asks::RowNumber)]
    fn what_word_puts_into_a_tag_is_taken_back(#[case] text: &str, #[case] expected: Asks) {
        let read = tags(text);
        assert_eq!((read.found.len(), read.faults.len()), (1, 0), "{read:?}");
        assert_eq!(read.found[0].asks, expected);
    }

    #[rstest]
    #[case("{{a", &["papers.merge.tag_open"])]
    #[case("{{a {{b}}", &["papers.merge.tag_open"])]
    #[case("a}} {{b}} c}}", &["papers.merge.tag_closed", "papers.merge.tag_closed"])]
    #[case("{{{a}}}", &["papers.merge.braces"])]
    #[case("{{{a}}", &["papers.merge.braces"])]
    #[case("{{a}}}", &["papers.merge.braces"])]
    #[case("{{ \u{a0}}} {{|hoa}}", &["papers.merge.tag_empty", "papers.merge.tag_empty"])]
    #[case("{% for a in b %}", &["papers.merge.statement"])]
    #[case("{ a } {b}", &[])]
    fn braces_that_are_no_tag_are_told(#[case] text: &str, #[case] expected: &[&str]) {
        let found = tags(text).faults;
        assert_eq!(found.iter().map(|(_, cause)| &*cause.key).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_beside_a_tag_are_seen() {
        for (text, alone) in [(" {{a}}\u{a0}{{b}} ", true), ("{{a}}.", false), ("x{{a}}", false)] {
            assert_eq!(tags(text).stand_alone(text), alone, "{text}");
        }
    }
}
