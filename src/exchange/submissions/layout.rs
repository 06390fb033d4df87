//! Which columns an export of our own has, and what they are called.
//!
//! Invariant: every header is understood again by [`super::columns`] as the question it stands for.

use super::super::synonyms::key;
use super::columns::{self, Meaning, Part};
use super::names::{Names, heading};
use crate::forms::form::Node;
use crate::forms::kind::Kind;
use serde::Deserialize;

/// The columns about the survey itself, and how they are called: data, so that reading knows them again.
const OWN: &str = include_str!("../../../assets/imports/submissions.toml");

/// A column about the survey itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Own {
    /// What it holds: `case`, `cell`, `state`, `started_on`, `finalized_on`.
    pub(super) name: String,
    vi: String,
    en: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    column: Vec<Own>,
}

impl Own {
    /// Its header.
    pub(super) fn header(&self, language: &str, labels: bool) -> String {
        match (labels, language) {
            (false, _) => format!("_{}", self.name),
            (true, "en") => self.en.clone(),
            (true, _) => self.vi.clone(),
        }
    }
}

/// The columns about the survey itself, in order; a test holds the table faultless.
pub(super) fn own() -> Vec<Own> {
    toml::from_str(OWN).unwrap_or(File::default()).column
}

/// Which of them a header names, in either language.
pub(super) fn own_named(header: &str, own: &[Own]) -> Option<String> {
    let wanted = key(header);
    let found = own.iter().find(|own| key(&own.vi) == wanted || key(&own.en) == wanted);
    found.map(|own| own.name.clone())
}

/// The questions and calculations of a table, each with its header.
pub(super) fn questions(
    names: &Names<'_>,
    within: Option<usize>,
    language: &str,
    labels: bool,
) -> Vec<(usize, String)> {
    let form = names.form;
    let mut taken: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (place, node) in form.nodes.iter().enumerate() {
        let holds = node.kind.is_asked() || matches!(node.kind, Kind::Hidden | Kind::Calculate);
        if !holds || names.repeats_around(place).last().copied() != within {
            continue;
        }
        let path: Vec<&Node> = form.around(node).into_iter().chain([node]).collect();
        let named = path.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join("/");
        let worded = |node: &&Node| heading(&node.label, &node.name, language);
        let mut candidates = Vec::new();
        if labels && !node.label.is_empty() {
            candidates.push(worded(&node));
            candidates.push(path.iter().map(worded).collect::<Vec<_>>().join("/"));
        }
        let header = candidates
            .into_iter()
            .find(|header| !taken.contains(header) && means(header, place, names, within))
            .unwrap_or(named);
        taken.push(header.clone());
        found.push((place, header));
    }
    found
}

fn means(header: &str, place: usize, names: &Names<'_>, within: Option<usize>) -> bool {
    let read = columns::read(&[(0, header.to_owned())], names, within);
    let this = Meaning::Answer { place, rounds: Vec::new(), part: Part::Whole };
    match &names.form.nodes[place].kind {
        Kind::Calculate => names.find(header) == [place],
        _ => read.first().is_some_and(|heading| heading.meaning == this),
    }
}
