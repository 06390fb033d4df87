//! A form that can be asked: its questions in order, its choice lists, its languages.
//!
//! Invariant: a [`Form`] is whole: every reference, list and column it mentions is there, every expression is
//! read, nothing waits for itself. Only [`super::build`] makes one.

use super::expression::Expression;
use super::fault::{About, Fault};
use super::graph::Graph;
use super::kind::Kind;
use std::collections::{BTreeMap, HashMap};

/// A survey form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its name among forms, `khao-sat-tcd`.
    pub id: String,
    /// Its version, as its author counts.
    pub version: String,
    /// Its title.
    pub title: Texts,
    /// The languages it speaks, the default one first.
    pub languages: Vec<FormLanguage>,
    /// All rows in the order of asking: a group stands before what it holds.
    pub nodes: Vec<Node>,
    /// Everything its settings say, by standard name.
    pub settings: BTreeMap<String, String>,
    /// Choice lists by name; those of files by the file's name.
    pub lists: BTreeMap<String, Vec<Choice>>,
    /// What was untidy.
    pub warnings: Vec<Fault>,
    pub(super) index: HashMap<String, usize>,
    pub(super) graph: Graph,
}

/// A language of a form: `Tiếng Việt (vi)` has the code `vi`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormLanguage {
    /// As written.
    pub name: String,
    /// The code in brackets, else the name.
    pub code: String,
}

impl FormLanguage {
    /// Reads a language as a header or the settings name it.
    pub fn read(written: &str) -> Self {
        let name = written.trim().to_owned();
        let bracketed = name.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let code = bracketed.map_or(name.as_str(), |(code, _)| code.trim()).to_owned();
        Self { name, code }
    }
}

/// One wording in several languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// Language code and wording; none is empty.
    pub(super) wordings: Vec<(String, String)>,
}

impl Texts {
    /// The wording in a language, else in the form's first, else nothing.
    pub fn get(&self, language: &str) -> &str {
        self.exact(language)
            .or_else(|| self.wordings.first().map(|(_, text)| text.as_str()))
            .unwrap_or_default()
    }

    /// One wording in a language.
    pub(super) fn one(language: &str, text: &str) -> Self {
        Self { wordings: vec![(language.to_owned(), text.to_owned())] }
    }

    /// The wording in just this language.
    pub fn exact(&self, language: &str) -> Option<&str> {
        self.wordings.iter().find(|(code, _)| code == language).map(|(_, text)| text.as_str())
    }

    /// Whether nothing is worded.
    pub fn is_empty(&self) -> bool {
        self.wordings.is_empty()
    }

    /// Every language's code and wording.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.wordings.iter().map(|(code, text)| (code.as_str(), text.as_str()))
    }
}

/// One row of the survey: a question, note, calculation, group or repeat.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name, alone of its kind in the form: answers are kept by it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The standard's word for its type, which tells a photo from a recording: `image`, `audio`, `start`; as
    /// written where the standard has none.
    pub word: String,
    /// The group or repeat around it, by its place in [`Form::nodes`].
    pub parent: Option<usize>,
    /// How many repeats are around it, itself not counted.
    pub repeats: usize,
    /// What is asked; may mention `${name}`.
    pub label: Texts,
    /// Help below it.
    pub hint: Texts,
    /// More help, for those who want it.
    pub guidance: Texts,
    /// Names of files to look at or listen to, by `image`, `big_image`, `audio`, `video`.
    pub media: BTreeMap<String, Texts>,
    /// Whether and when it must be answered.
    pub required: Option<Expression>,
    /// What to say when it is not.
    pub required_message: Texts,
    /// When it is asked.
    pub relevant: Option<Expression>,
    /// What its answer must meet.
    pub constraint: Option<Expression>,
    /// What to say when it does not.
    pub constraint_message: Texts,
    /// How it is worked out.
    pub calculation: Option<Expression>,
    /// Its first answer.
    pub default: Option<Expression>,
    /// Which choices are offered.
    pub choice_filter: Option<Expression>,
    /// How often a repeat is asked; without it as often as wanted.
    pub repeat_count: Option<Expression>,
    /// When it cannot be changed by hand.
    pub read_only: Option<Expression>,
    /// The questions at whose change it is worked out, and no sooner.
    pub triggers: Vec<String>,
    /// `multiline`, `minimal`, `year`, …: in lower case.
    pub appearance: String,
    /// `min=0 max=10`: as written.
    pub parameters: String,
    /// Columns the standard does not know, by header; none is empty.
    pub extra: BTreeMap<String, String>,
    /// The row or line of the form it stands in.
    pub row: usize,
}

impl Node {
    /// The register field behind the question, `enterprise.workers_total`.
    pub fn register(&self) -> Option<&str> {
        self.extra.get("register").map(String::as_str)
    }

    /// One of its parameters, `end` of `start=1 end=10`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.parameters, name)
    }

    /// Whether the appearance has a word.
    pub fn looks(&self, word: &str) -> bool {
        self.appearance.split_whitespace().any(|part| part == word)
    }
}

/// One parameter of several, `end` of `start=1 end=10`.
pub(super) fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let pairs = parameters.split([' ', ',', ';']).filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What an answer keeps.
    pub code: String,
    /// What a person reads.
    pub label: Texts,
    /// All its columns, for choice filters and `pulldata()`.
    pub columns: BTreeMap<String, String>,
    /// Names of files to look at or listen to, by `image`, `big_image`, `audio`, `video`.
    pub media: BTreeMap<String, Texts>,
    /// The row or line of the form it stands in.
    pub row: usize,
}

/// One screen of a form: a group's own questions, without those of the groups inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The group or repeat, by its place in [`Form::nodes`]; none for questions outside all groups.
    pub group: Option<usize>,
    /// Its asked questions and notes, by their places.
    pub rows: Vec<usize>,
}

impl Form {
    /// What it says of itself.
    pub fn about(&self) -> About {
        About {
            id: self.id.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            languages: self.languages.clone(),
            questions: self.questions().count(),
        }
    }

    /// The code of its first language.
    pub fn default_language(&self) -> &str {
        self.languages.first().map_or("", |language| language.code.as_str())
    }

    /// The row of a name.
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.get(*self.index.get(name)?)
    }

    /// The place of a name in [`Self::nodes`].
    pub fn place(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The questions a person answers, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.kind.is_asked())
    }

    /// The groups and repeats around a row, outermost first.
    pub fn around(&self, node: &Node) -> Vec<&Node> {
        let mut around = Vec::new();
        let mut parent = node.parent;
        while let Some(group) = parent.and_then(|place| self.nodes.get(place)) {
            around.push(group);
            parent = group.parent;
        }
        around.reverse();
        around
    }

    /// All choices of a question's list, unfiltered; none where they are answers to another question.
    pub fn list_of(&self, node: &Node) -> &[Choice] {
        node.kind.list().and_then(|list| self.lists.get(list)).map_or(&[], Vec::as_slice)
    }

    /// The question whose answers are the choices of this one, `select_one ${name}`.
    pub fn source_of(&self, node: &Node) -> Option<usize> {
        let name = node.kind.list()?.strip_prefix("${")?.strip_suffix('}')?;
        self.place(name.trim())
    }

    /// The form as screens, in the order of asking.
    pub fn pages(&self) -> Vec<Page> {
        let mut pages: Vec<Page> = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            if !(node.kind.is_asked() || node.kind == Kind::Note) {
                continue;
            }
            match pages.iter_mut().find(|page| page.group == node.parent) {
                Some(page) => page.rows.push(place),
                None => pages.push(Page { group: node.parent, rows: vec![place] }),
            }
        }
        pages
    }
}
