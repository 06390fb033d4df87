//! The questions of a form by every way an export may call them: the path of names, its tail, or the wording.
//!
//! Invariant: a name that several questions bear is answered with all of them, never with one.

use crate::forms::form::{Form, Node, Texts};
use crate::forms::kind::Kind;
use crate::forms::markup;
use crate::forms::mentions::left_open;
use crate::text::clean::clean;
use crate::text::fold::fold;
use std::collections::HashMap;

/// What stands between a group and what is in it.
const SEPARATORS: [char; 4] = ['/', '-', '.', ':'];

/// The index of a form.
pub(super) struct Names<'a> {
    pub(super) form: &'a Form,
    by_name: HashMap<String, Vec<usize>>,
    by_label: HashMap<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(form: &'a Form) -> Self {
        let mut names = Self { form, by_name: HashMap::new(), by_label: HashMap::new() };
        for (place, node) in form.nodes.iter().enumerate() {
            if matches!(node.kind, Kind::Note) {
                continue;
            }
            let mut path: Vec<&Node> = form.around(node);
            path.push(node);
            for start in 0..path.len() {
                let tail = path.get(start..).unwrap_or_default();
                let parts: Vec<&str> = tail.iter().map(|node| node.name.as_str()).collect();
                for separator in SEPARATORS {
                    note(&mut names.by_name, parts.join(&separator.to_string()), place);
                }
                for language in &form.languages {
                    let worded = |node: &&Node| node.label.get(&language.code).to_owned();
                    let parts: Vec<String> =
                        tail.iter().map(worded).filter(|label| !label.is_empty()).collect();
                    if !node.label.is_empty() {
                        note(&mut names.by_label, plain(&parts.join("/")), place);
                    }
                }
            }
        }
        names
    }

    /// The questions that bear a name exactly; failing that, those worded so.
    pub(super) fn find(&self, header: &str) -> &[usize] {
        let bare = header.strip_prefix("/data/").or_else(|| header.strip_prefix("data/")).unwrap_or(header);
        let named = self.by_name.get(header).or_else(|| self.by_name.get(bare));
        named.or_else(|| self.by_label.get(&plain(header))).map_or(&[], Vec::as_slice)
    }

    /// The question named alone so, at its own name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.form.place(name)
    }

    /// The repeats around a row, outermost first.
    pub(super) fn repeats_around(&self, place: usize) -> Vec<usize> {
        let around = self.form.around(&self.form.nodes[place]);
        let repeats = around.into_iter().filter(|node| node.kind == Kind::Repeat);
        repeats.filter_map(|node| self.form.place(&node.name)).collect()
    }

    /// The names an unknown header may have meant.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.form.questions().map(|node| node.name.as_str())
    }
}

fn note(index: &mut HashMap<String, Vec<usize>>, key: String, place: usize) {
    if key.is_empty() {
        return;
    }
    let places = index.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

/// A wording for comparing: folded, and what it mentions of other answers left out.
fn plain(label: &str) -> String {
    fold(&left_open(&clean(&markup::plain(label)).text))
}

/// The wording of a row as a header; its name where it has none.
pub(super) fn heading(label: &Texts, name: &str, language: &str) -> String {
    let label = clean(&left_open(label.get(language))).text;
    if label.is_empty() { name.to_owned() } else { label }
}
