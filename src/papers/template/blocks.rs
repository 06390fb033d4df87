//! Whether the tags of a template open and close: each that does not, by the line it begins in.
//!
//! The engine itself stops at the first, where it noticed: often the last line of all.
//!
//! Invariant: a template without a fault here may still be faulty; one with a fault never compiles as it was meant.

use crate::domain::fault::{Fault, nearest};
use crate::text::message::Message;
use std::ops::Range;

/// Statements that need an end, and those that need none.
const BLOCKS: [&str; 6] = ["for", "if", "with", "filter", "macro", "raw"];
const OTHERS: [&str; 5] = ["set", "else", "elif", "endset", "do"];

/// What is wrong with the tags of a template.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// The faults, in the order of reading.
    pub(super) faults: Vec<Fault>,
    /// Where tags begin that never end: what follows them is no tag's.
    pub(super) loose: Vec<Range<usize>>,
}

/// A tag.
struct Tag<'a> {
    at: usize,
    sign: &'static str,
    inside: &'a str,
}

/// A block that is open.
struct Open<'a> {
    at: usize,
    name: &'a str,
}

/// Reads the tags of a template.
pub(super) fn read(source: &str, name: &str) -> Blocks {
    let mut blocks = Blocks::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut fault = |at: usize, cause: Message| blocks.faults.push(Fault::at(name, source, at, cause));
    let (tags, loose) = tags(source, &mut fault);
    for tag in tags.into_iter().filter(|tag| tag.sign != "{#") {
        let inside = tag.inside.trim_matches(|letter: char| letter == '-' || letter.is_whitespace());
        if inside.is_empty() {
            fault(tag.at, Message::new("template.tag_empty"));
        } else if let Some(quote) = inside.chars().find(|letter| "“”„«»‘’".contains(*letter)) {
            fault(tag.at, Message::new("template.quotes").with("written", quote));
        }
        if tag.sign == "{%" && !inside.is_empty() {
            statement(tag.at, inside, &mut open, &mut fault);
        }
    }
    for Open { at, name } in open {
        fault(at, Message::new("template.block_open").with("written", name));
    }
    blocks.loose = loose;
    blocks
}

/// A statement, with the blocks that are open before it.
fn statement<'a>(
    at: usize,
    inside: &'a str,
    open: &mut Vec<Open<'a>>,
    fault: &mut impl FnMut(usize, Message),
) {
    let word = inside
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .next()
        .unwrap_or_default();
    let block_of_set = word == "set" && !inside.contains('=');
    if BLOCKS.contains(&word) || block_of_set {
        open.push(Open { at, name: word });
        return;
    }
    let ended = word.strip_prefix("end").filter(|ended| BLOCKS.contains(ended) || *ended == "set");
    if let Some(ended) = ended {
        match open.iter().rposition(|block| block.name == ended) {
            // What was begun inside and not ended is what is wrong.
            Some(begun) => {
                for inner in open.split_off(begun).into_iter().skip(1) {
                    fault(inner.at, Message::new("template.block_open").with("written", inner.name));
                }
            }
            None => fault(at, Message::new("template.block_end").with("written", word).with("open", ended)),
        }
        return;
    }
    if matches!(word, "else" | "elif") && !open.iter().any(|block| matches!(block.name, "if" | "for")) {
        fault(at, Message::new("template.block_end").with("written", word).with("open", "if"));
    } else if !OTHERS.contains(&word) {
        let ends: Vec<String> = BLOCKS.iter().map(|block| format!("end{block}")).collect();
        let known = BLOCKS.iter().chain(&OTHERS).copied().chain(ends.iter().map(String::as_str));
        let written = inside.split_whitespace().next().unwrap_or(inside);
        let message = match nearest(written, known) {
            Some(near) => Message::new("template.unknown_statement_near").with("near", near),
            None => Message::new("template.unknown_statement"),
        };
        fault(at, message.with("written", written));
    }
}

/// The tags of a text, and where those begin that never end.
fn tags<'a>(source: &'a str, fault: &mut impl FnMut(usize, Message)) -> (Vec<Tag<'a>>, Vec<Range<usize>>) {
    const SIGNS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let (mut tags, mut loose) = (Vec::new(), Vec::new());
    let mut at = 0;
    loop {
        let next =
            SIGNS.iter().filter_map(|(sign, end)| Some((at + source[at..].find(sign)?, *sign, *end))).min();
        let between = at..next.map_or(source.len(), |(start, ..)| start);
        for end in ["}}", "%}"] {
            for (found, _) in source[between.clone()].match_indices(end) {
                fault(between.start + found, Message::new("template.tag_closed").with("written", end));
            }
        }
        let Some((start, sign, end)) = next else { return (tags, loose) };
        match inside(&source[start + 2..], sign, end) {
            Some(inside) => {
                tags.push(Tag { at: start, sign, inside });
                at = start + 2 + inside.len() + end.len();
            }
            None => {
                fault(start, Message::new("template.tag_open").with("written", sign).with("end", end));
                loose.push(start..start + 2);
                at = start + 2;
            }
        }
    }
}

/// What a tag holds, up to its end; none where another begins before. Quoted words hold neither.
fn inside<'a>(text: &'a str, sign: &str, end: &str) -> Option<&'a str> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if open == letter => quote = None,
            // A quote that is still open at the end of the line was never one.
            Some(_) if letter == '\n' => return inside_without_quotes(text, end),
            Some(_) => {}
            None if matches!(letter, '"' | '\'') && sign != "{#" => quote = Some(letter),
            None if text[at..].starts_with(end) => return text.get(..at),
            None if sign != "{#" && (text[at..].starts_with("{{") || text[at..].starts_with("{%")) => {
                return None;
            }
            None => {}
        }
    }
    inside_without_quotes(text, end)
}

fn inside_without_quotes<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let inside = &text[..text.find(end)?];
    (!inside.contains("{{") && !inside.contains("{%")).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("{{ a }}{% for a in b %}\n{# {{ #}{% if a %}x{% else %}y{% endif %}\n{%- endfor -%}", &[])]
    #[case("{% set a = 1 %}{% set b %}x{% endset %}{{ \"}}\" }}{{ '%}' }}", &[])]
    #[case("a\n{% for a in b %}\n{{ a }}\n\nb\n", &[(2, "block_open")])]
    #[case("{% if a %}\n{% for b in c %}\n{% endif %}\n", &[(2, "block_open")])]
    #[case("{% if a %}\n{% if b %}\n{% endif %}\n", &[(1, "block_open")])]
    #[case("a\n{% endfor %}\n{% else %}\n", &[(2, "block_end"), (3, "block_end")])]
    #[case("a\n{{ b\nc {{ d }}\n{% if x\n{% endif %}", &[(2, "tag_open"), (4, "tag_open"), (5, "block_end")])]
    #[case("a\n\n{{ b", &[(3, "tag_open")])]
    #[case("a }}\n%} {{ }}\n{% %}", &[(1, "tag_closed"), (2, "tag_closed"), (2, "tag_empty"), (3, "tag_empty")])]
    #[case("{% edif %}\n{% forr a in b %}\n{% xyzxyz %}", &[(1, "unknown_statement_near"), (2, "unknown_statement_near"), (3, "unknown_statement")])]
    #[case("{{ a | noi(“, ”) }}", &[(1, "quotes")])]
    #[case("{{ a | noi(\", ) }}\n{{ b }}", &[])]
    fn every_tag_that_does_not_close_is_named_where_it_begins(
        #[case] source: &str,
        #[case] expected: &[(usize, &str)],
    ) {
        let mut found = read(source, "thu").faults;
        found.sort_by_key(|fault| fault.line);
        let found: Vec<_> = found.iter().map(|fault| (fault.line, &fault.cause.key[9..])).collect();
        assert_eq!(found, expected);
    }
}
