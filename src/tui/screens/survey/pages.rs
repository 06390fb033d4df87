//! The pages of a survey as a tree: what each is about, and how far it has come.
//!
//! A group is a page; the groups inside it are pages below it, unless it is a field list, which shows all on one
//! page. A repeat is a page that lists its rounds, and each round is a page below it.
//!
//! Invariant: a page is done when everything asked on it is answered and nothing is wrong.

use super::rounds;
use super::words::Words;
use crate::forms::form::{Form, Node};
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::forms::survey::Filling;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::screens::side_list::SideItem;
use crate::tui::settings::Settings;
use crate::tui::theme::{Glyph, Role};

/// One page as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// The group or repeat, by its place in the form's rows; none for questions outside all groups.
    pub(super) group: Option<usize>,
    /// The round the page is about; of a list of rounds, the one around the repeat.
    pub(super) instance: Instance,
    /// Its relevant questions and notes, and the groups of a field list as headings, by their places.
    pub(super) rows: Vec<usize>,
    pub(super) what: What,
    /// How deep it stands in the tree.
    pub(super) depth: usize,
}

/// What stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Questions.
    Questions,
    /// The rounds of a repeat.
    Rounds,
    /// Nothing of its own: a name over the pages below it.
    Heading,
}

impl Page {
    pub(super) fn node<'f>(&self, form: &'f Form) -> Option<&'f Node> {
        self.group.and_then(|group| form.nodes.get(group))
    }

    /// One round of a repeat?
    fn is_round(&self, node: &Node) -> bool {
        node.kind == Kind::Repeat && self.what != What::Rounds
    }

    /// The same page in another state of the survey.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.group == other.group && self.instance == other.instance && self.what == other.what
    }
}

/// All pages, in the order of asking.
pub(super) fn pages(filling: &Filling) -> Vec<Page> {
    let form = filling.form();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); form.nodes.len()];
    let mut top = Vec::new();
    for (place, node) in form.nodes.iter().enumerate() {
        node.parent.map_or(&mut top, |parent| &mut below[parent]).push(place);
    }
    let mut walk = Walk { filling, below, pages: Vec::new() };
    walk.group(None, &top, &Instance::top(), 0);
    walk.pages
}

struct Walk<'a> {
    filling: &'a Filling,
    below: Vec<Vec<usize>>,
    pages: Vec<Page>,
}

impl Walk<'_> {
    fn node(&self, place: usize) -> &Node {
        &self.filling.form().nodes[place]
    }

    fn is_asked(&self, place: usize, instance: &Instance) -> bool {
        self.filling.relevant(&self.node(place).name, instance)
    }

    fn group(&mut self, group: Option<usize>, rows: &[usize], instance: &Instance, depth: usize) {
        let whole = group.is_some_and(|group| self.node(group).looks("field-list"));
        let mut own = Vec::new();
        let mut inside = Vec::new();
        self.gather(rows, instance, whole, &mut own, &mut inside);
        let is_top = group.is_none();
        let what = if own.is_empty() { What::Heading } else { What::Questions };
        let at = self.pages.len();
        if !(own.is_empty() && (inside.is_empty() || is_top)) {
            self.pages.push(Page { group, instance: instance.clone(), rows: own, what, depth });
        }
        let depth = if is_top { depth } else { depth + 1 };
        for place in inside {
            let rows = self.below[place].clone();
            if self.node(place).kind != Kind::Repeat {
                self.group(Some(place), &rows, instance, depth);
                continue;
            }
            let page =
                |what| Page { group: Some(place), instance: instance.clone(), rows: vec![], what, depth };
            self.pages.push(page(What::Rounds));
            let count = self.filling.repeat_count(&self.node(place).name, instance);
            for index in 1..=u32::try_from(count).unwrap_or(0) {
                self.group(Some(place), &rows, &instance.child(index), depth + 1);
            }
        }
        // A name over nothing says nothing.
        if what == What::Heading && self.pages.len() == at + 1 && !is_top {
            self.pages.pop();
        }
    }

    fn gather(
        &self,
        rows: &[usize],
        instance: &Instance,
        whole: bool,
        own: &mut Vec<usize>,
        inside: &mut Vec<usize>,
    ) {
        for place in rows.iter().copied().filter(|place| self.is_asked(*place, instance)) {
            match self.node(place).kind {
                Kind::Group if whole => {
                    own.push(place);
                    self.gather(&self.below[place], instance, whole, own, inside);
                }
                Kind::Group | Kind::Repeat => inside.push(place),
                Kind::Calculate | Kind::Hidden => {}
                _ => own.push(place),
            }
        }
    }
}

/// What a page is about; a round is called by what it says first: `2. Kho lạnh Cà Ná`.
pub(super) fn title(page: &Page, filling: &Filling, words: &Words<'_>) -> String {
    match page.node(filling.form()) {
        None => filling.form().title.get(words.language).to_owned(),
        Some(node) if page.is_round(node) => round(node, &page.instance, filling, words),
        Some(node) => filling.label(&node.name, &page.instance, words.language),
    }
}

fn round(repeat: &Node, instance: &Instance, filling: &Filling, words: &Words<'_>) -> String {
    let number = instance.last().unwrap_or_default();
    rounds::said(repeat, instance, filling, words).map_or_else(
        || format!("{} {number}", filling.label(&repeat.name, instance, words.language)),
        |said| words.locale.fill("screen.survey.round", &[("number", &number), ("said", &said)]),
    )
}

/// The same behind the names of the groups around it: `Đơn vị kinh tế tư nhân`, `Lao động`.
pub(super) fn titles(page: &Page, filling: &Filling, words: &Words<'_>) -> Vec<String> {
    let form = filling.form();
    let around = page.node(form).map(|group| form.around(group)).unwrap_or_default();
    let mut names: Vec<String> = around
        .into_iter()
        .map(|group| match group.kind {
            Kind::Repeat => round(group, &page.instance.prefix(group.repeats + 1), filling, words),
            _ => filling.label(&group.name, &page.instance.prefix(group.repeats), words.language),
        })
        .collect();
    // A round that is called by what it says stands behind the name of its repeat.
    let repeat = page.node(form).filter(|node| page.is_round(node));
    let named = repeat.filter(|repeat| rounds::said(repeat, &page.instance, filling, words).is_some());
    names.extend(named.map(|repeat| filling.label(&repeat.name, &page.instance, words.language)));
    names.push(title(page, filling, words));
    names
}

/// Questions answered and asked on a page.
fn progress(page: &Page, filling: &Filling) -> (usize, usize) {
    let asked = page.rows.iter().map(|row| &filling.form().nodes[*row]);
    // Worked out and not to be changed: nobody is asked.
    let asked = asked
        .filter(|node| node.kind.is_asked() && !(node.calculation.is_some() && node.read_only.is_some()));
    let (mut answered, mut all) = (0, 0);
    for node in asked {
        all += 1;
        answered += usize::from(!filling.answer(&node.name, &page.instance).is_empty());
    }
    (answered, all)
}

/// How far a page has come, as it is noted beside its name: `4/6`, `3 lượt`, nothing beside a heading.
pub(super) fn noted(page: &Page, filling: &Filling, settings: &Settings) -> String {
    match (page.what, page.node(filling.form())) {
        (What::Heading, _) => String::new(),
        (What::Rounds, Some(node)) => {
            let count = filling.repeat_count(&node.name, &page.instance);
            settings.locale.fill("screen.survey.rounds", &[("count", &count)])
        }
        _ => {
            let (answered, all) = progress(page, filling);
            format!("{answered}/{all}")
        }
    }
}

/// What keeps a page from being done.
enum Wants {
    /// An answer is wrong.
    Mending,
    /// Something that must be answered is not.
    Answer,
}

fn wants(page: &Page, filling: &Filling) -> Option<Wants> {
    let nodes = || page.rows.iter().map(|row| &filling.form().nodes[*row]);
    let is_empty = |node: &Node| filling.answer(&node.name, &page.instance).is_empty();
    if nodes().any(|node| !is_empty(node) && filling.check(&node.name, &page.instance).is_some()) {
        return Some(Wants::Mending);
    }
    let lacks = |node: &Node| is_empty(node) && filling.required(&node.name, &page.instance);
    nodes().any(lacks).then_some(Wants::Answer)
}

/// The tree, a line a page.
pub(super) fn items(
    pages: &[Page],
    filling: &Filling,
    words: &Words<'_>,
    settings: &Settings,
) -> Vec<SideItem> {
    pages
        .iter()
        .map(|page| {
            let name = format!("{}{}", "  ".repeat(page.depth), title(page, filling, words));
            let (answered, all) = progress(page, filling);
            let (role, sign) = match (page.what, wants(page, filling)) {
                (What::Questions, Some(Wants::Mending)) => {
                    (Role::Error, settings.theme.glyph(Glyph::Missing))
                }
                (What::Questions, Some(Wants::Answer)) => (Role::Warn, "*"),
                (What::Questions, None) if answered == all => (Role::Good, settings.theme.glyph(Glyph::Met)),
                (What::Heading, _) => (Role::Muted, ""),
                _ => (Role::Muted, " "),
            };
            let note = format!("{} {sign}", noted(page, filling, settings));
            SideItem { role, ..SideItem::new(name, note.trim_start()) }
        })
        .collect()
}

/// To which page?
pub(super) fn pick(
    pages: &[Page],
    here: usize,
    filling: &Filling,
    words: &Words<'_>,
    settings: &Settings,
) -> Pick {
    let choices: Vec<Choice> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.what != What::Heading)
        .map(|(at, page)| {
            let name = format!("{}{}", "  ".repeat(page.depth), title(page, filling, words));
            Choice::new(at.to_string(), name).note(noted(page, filling, settings))
        })
        .collect();
    Pick::one("survey.pages", "action.survey.pages", &choices, &here.to_string(), settings)
}
