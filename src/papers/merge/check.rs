//! Every fault of a Word template, before it is kept.
//!
//! Invariant: a tag that names nothing is a fault with its paragraph; it is never filled with nothing.

use super::loops::Loops;
use super::names;
use super::scan::Paragraph;
use super::tags::{Asks, Tag};
use super::written::write;
use super::{MergeFault, PartKind, TextPart};
use crate::papers::values::Value;
use crate::text::message::Message;
use std::ops::Range;

/// Letters of a paragraph that are shown beside a fault.
const SHOWN: usize = 60;

/// Every fault of a part; `sample` holds every name there is, a list at least one item.
pub(super) fn check(part: &TextPart, sample: &Value) -> Vec<MergeFault> {
    let loops = Loops::of(&part.scan, &part.tags, sample);
    let mut faults: Vec<(usize, Range<usize>, Message)> = loops.faults.clone();
    for (index, (paragraph, tags)) in part.scan.paragraphs.iter().zip(&part.tags).enumerate() {
        if looks_like_a_tag(&paragraph.out_of_reach) {
            let cause =
                Message::new("papers.merge.out_of_reach").with("written", paragraph.out_of_reach.trim());
            faults.push((index, 0..0, cause));
        }
        let text = paragraph.text();
        if text.is_empty() {
            continue;
        }
        faults.extend(tags.faults.iter().map(|(at, cause)| (index, at.clone(), cause.clone())));
        let judged =
            tags.found.iter().filter_map(|tag| Some((tag.at.clone(), judge(tag, &loops, index, sample)?)));
        faults.extend(judged.map(|(at, cause)| (index, at, cause)));
        faults.extend(one_brace(&text, sample).map(|at| (index, at, Message::new("papers.merge.one_brace"))));
    }
    // What is drawn a second time for older programs has the same faults.
    faults.retain(|(index, ..)| !part.scan.paragraphs[*index].again);
    faults.sort_by_key(|(index, at, _)| (*index, at.start));
    // One fault a tag: the loop's own comes first.
    faults.dedup_by_key(|(index, at, _)| (*index, at.clone()));
    let told =
        faults.into_iter().map(|(index, at, cause)| fault(part, &part.scan.paragraphs[index], at, cause));
    told.collect()
}

/// Whether words hold what would be a tag elsewhere.
pub(super) fn looks_like_a_tag(text: &str) -> bool {
    text.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"))
}

/// A fault at a tag of a paragraph.
pub(super) fn fault(part: &TextPart, paragraph: &Paragraph, at: Range<usize>, cause: Message) -> MergeFault {
    let text = excerpt(&paragraph.text(), &at);
    MergeFault { part: part.name.clone(), kind: part.kind, paragraph: paragraph.number, text, cause }
}

/// The words around a place: a long paragraph is not read through for a tag at its end.
fn excerpt(text: &str, at: &Range<usize>) -> String {
    let letters = text.chars().count();
    if letters <= SHOWN {
        return one_line(text);
    }
    let before = text[..at.start].chars().count();
    let from = before.saturating_sub(SHOWN / 3).min(letters - SHOWN);
    let shown: String = text.chars().skip(from).take(SHOWN).collect();
    let begun = if from > 0 { "…" } else { "" };
    let ended = if from + SHOWN < letters { "…" } else { "" };
    format!("{begun}{}{ended}", one_line(&shown))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn judge(tag: &Tag, loops: &Loops, paragraph: usize, sample: &Value) -> Option<Message> {
    let around = loops.of_paragraph[paragraph];
    match &tag.asks {
        Asks::RowNumber if around.is_none() => Some(Message::new("papers.merge.outside_row")),
        Asks::RowNumber | Asks::Begin(_) | Asks::End(_) => None,
        Asks::Field { path, filters } => {
            let turns = loops.turns(around, sample);
            let named = |cause: Message| cause.with("name", path.join("."));
            match names::find(path, sample, &turns) {
                Some(value) => write(value, filters).err().map(named),
                None if names::in_item(path, sample, &turns) => {
                    Some(named(Message::new("papers.merge.list_outside_row")))
                }
                None if loops
                    .broken
                    .iter()
                    .any(|list| names::in_item(&[list, &path[..]].concat(), sample, &turns)) =>
                {
                    None
                }
                None => Some(names::unknown(path, sample, &turns)),
            }
        }
    }
}

/// Fields in single braces: one pair was forgotten.
fn one_brace<'a>(text: &'a str, sample: &'a Value) -> impl Iterator<Item = Range<usize>> + 'a {
    let single = |at: &usize| {
        let around =
            [at.checked_sub(1).and_then(|before| text.as_bytes().get(before)), text.as_bytes().get(at + 1)];
        around.into_iter().flatten().all(|byte| *byte != b'{')
    };
    text.match_indices('{').map(|(at, _)| at).filter(single).filter_map(move |at| {
        let end = at + text[at..].find('}')?;
        let inside = &text[at + 1..end];
        let closed = text.as_bytes().get(end + 1) != Some(&b'}');
        (closed && names::is_field(inside, sample)).then_some(at..end + 1)
    })
}

/// Places of a file that are no text of Word's: drawings of text, diagrams, charts. A tag there is not filled.
pub(super) fn beyond_text(name: &str, xml: &str) -> Vec<MergeFault> {
    let mut faults = Vec::new();
    for (index, text) in drawn_texts(xml).into_iter().enumerate().filter(|(_, text)| looks_like_a_tag(text)) {
        let cause = Message::new("papers.merge.out_of_reach").with("written", one_line(&text));
        let text = excerpt(&text, &(0..0));
        faults.push(MergeFault {
            part: name.to_owned(),
            kind: PartKind::Drawing,
            paragraph: index + 1,
            text,
            cause,
        });
    }
    faults
}

/// What the paragraphs of a drawing say.
fn drawn_texts(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::reader::Reader::from_str(xml);
    let (mut texts, mut in_text) = (Vec::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.name().as_ref() {
                "a:p" => texts.push(String::new()),
                "a:t" => in_text = true,
                _ => {}
            },
            Ok(Event::End(element)) if element.name().as_ref() == "a:t" => in_text = false,
            Ok(Event::Text(text)) if in_text => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(&text.into_inner());
                }
            }
            Ok(Event::Eof) | Err(_) => return texts,
            Ok(_) => {}
        }
    }
}
