//! The form's words with `${name}` filled in, and its screens as they stand now.
//!
//! Invariant: an unanswered question is mentioned as "…", never as nothing.

use super::super::answer;
use super::super::expression::{Surroundings, Value};
use super::super::form::Texts;
use super::super::instance::Instance;
use super::Filling;

/// One screen as it stands now: a page of the form, in one instance, with what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The group or repeat, by its place in the form's rows; none for questions outside all groups.
    pub group: Option<usize>,
    /// Which instance.
    pub instance: Instance,
    /// Its relevant questions and notes, by their places.
    pub rows: Vec<usize>,
}

impl Filling {
    /// What is asked, in a language; the name where the form has no words.
    pub fn label(&self, name: &str, instance: &Instance, language: &str) -> String {
        let Some(place) = self.form.place(name) else { return name.to_owned() };
        let label = &self.form.nodes[place].label;
        if label.is_empty() {
            name.to_owned()
        } else {
            self.fill_in(label.get(language), place, instance, language)
        }
    }

    /// The help below it, in a language.
    pub fn hint(&self, name: &str, instance: &Instance, language: &str) -> String {
        let Some(place) = self.form.place(name) else { return String::new() };
        self.fill_in(self.form.nodes[place].hint.get(language), place, instance, language)
    }

    /// The screens to go through now, in order; those without a relevant row are left out.
    pub fn screens(&self) -> Vec<Screen> {
        let mut screens = Vec::new();
        for page in self.form.pages() {
            let Some(first) = page.rows.first() else { continue };
            for instance in self.instances(*first) {
                let relevant = |place: &usize| Self::is_relevant(self, *place, &instance);
                let rows: Vec<usize> = page.rows.iter().copied().filter(relevant).collect();
                if !rows.is_empty() {
                    screens.push(Screen { group: page.group, instance, rows });
                }
            }
        }
        screens
    }

    pub(super) fn fill(&self, texts: &Texts, place: usize, instance: &Instance) -> Texts {
        let filled = |(language, text): (&str, &str)| {
            (language.to_owned(), self.fill_in(text, place, instance, language))
        };
        Texts { wordings: texts.all().map(filled).collect() }
    }

    fn fill_in(&self, text: &str, place: usize, instance: &Instance, language: &str) -> String {
        let mut parts = text.split("${");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}') {
                Some((name, rest)) => {
                    filled.push_str(&self.mention(name.trim(), place, instance, language));
                    filled.push_str(rest);
                }
                None => filled.push_str(part),
            }
        }
        filled
    }

    /// Another answer as a wording mentions it.
    fn mention(&self, name: &str, place: usize, instance: &Instance, language: &str) -> String {
        let Some(target) = self.form.place(name) else { return "…".to_owned() };
        let node = &self.form.nodes[target];
        let shared = self.form.graph.shared(place, target);
        let here = instance.prefix(shared);
        let kept = if node.repeats == shared {
            // Kept as known, not as the day it is worked with.
            if Self::is_relevant(self, target, &here) {
                self.kept(target, &here).to_owned()
            } else {
                String::new()
            }
        } else {
            let all = self.instances_within(target, &here);
            all.first().map_or_else(Value::blank, |first| self.value(target, first)).text()
        };
        let shown = answer::show(node, &self.listed(target, &here), &kept, language);
        if shown.is_empty() { "…".to_owned() } else { shown }
    }
}
