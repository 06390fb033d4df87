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
    /// How many pages of the same group come before it: a group inside parts what is asked before it from what is
    /// asked after it.
    pub(super) part: usize,
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
        let about = |page: &Self| (page.group, page.what, page.part);
        about(self) == about(other) && self.instance == other.instance
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
        let mut steps = Vec::new();
        self.gather(rows, instance, whole, &mut steps);
        let is_top = group.is_none();
        let inner = if is_top { depth } else { depth + 1 };
        let at = self.pages.len();
        let page =
            |rows, what, part, depth| Page { group, instance: instance.clone(), rows, what, part, depth };
        let mut part = 0;
        let has_heading = !is_top && matches!(steps.first(), Some(Asked::Inside(_)));
        if has_heading {
            self.pages.push(page(Vec::new(), What::Heading, 0, depth));
        }
        for step in steps {
            match step {
                Asked::Rows(rows) => {
                    let depth = if part == 0 && !has_heading { depth } else { inner };
                    self.pages.push(page(rows, What::Questions, part, depth));
                    part += 1;
                }
                Asked::Inside(place) if self.node(place).kind == Kind::Repeat => {
                    self.rounds(place, instance, inner);
                }
                Asked::Inside(place) => {
                    let rows = self.below[place].clone();
                    self.group(Some(place), &rows, instance, inner);
                }
            }
        }
        // A name over nothing says nothing.
        if has_heading && self.pages.len() == at + 1 {
            self.pages.pop();
        }
    }

    fn rounds(&mut self, repeat: usize, instance: &Instance, depth: usize) {
        let list = Page {
            group: Some(repeat),
            instance: instance.clone(),
            rows: Vec::new(),
            what: What::Rounds,
            part: 0,
            depth,
        };
        self.pages.push(list);
        let rows = self.below[repeat].clone();
        let count = self.filling.repeat_count(&self.node(repeat).name, instance);
        for index in 1..=u32::try_from(count).unwrap_or(0) {
            self.group(Some(repeat), &rows, &instance.child(index), depth + 1);
        }
    }

    /// What is asked, in its order: questions that follow one another, groups and repeats between them. A field
    /// list is one page, its groups headings on it; only its repeats stand apart, behind it.
    fn gather(&self, rows: &[usize], instance: &Instance, whole: bool, steps: &mut Vec<Asked>) {
        for place in rows.iter().copied().filter(|place| self.is_asked(*place, instance)) {
            match self.node(place).kind {
                Kind::Group if whole => {
                    ask(steps, place, whole);
                    self.gather(&self.below[place], instance, whole, steps);
                }
                Kind::Group | Kind::Repeat => steps.push(Asked::Inside(place)),
                Kind::Calculate | Kind::Hidden => {}
                _ => ask(steps, place, whole),
            }
        }
    }
}

/// What stands next in a group.
enum Asked {
    /// Questions and notes, one after the other.
    Rows(Vec<usize>),
    /// A group or a repeat.
    Inside(usize),
}

/// Adds a row to the questions just before it, of a field list to its one page.
fn ask(steps: &mut Vec<Asked>, place: usize, whole: bool) {
    let open =
        if whole { steps.iter_mut().find(|step| matches!(step, Asked::Rows(_))) } else { steps.last_mut() };
    match open {
        Some(Asked::Rows(rows)) => rows.push(place),
        _ if whole => steps.insert(0, Asked::Rows(vec![place])),
        _ => steps.push(Asked::Rows(vec![place])),
    }
}

/// What a page is about; a round is called by what it says first: `2. Kho lạnh Cà Ná`. What is asked behind a group
/// inside is called by its first question.
pub(super) fn title(page: &Page, filling: &Filling, words: &Words<'_>) -> String {
    match page.rows.first().filter(|_| page.part > 0) {
        Some(first) => words.label(filling, &filling.form().nodes[*first].name, &page.instance),
        None => group_title(page, filling, words),
    }
}

fn group_title(page: &Page, filling: &Filling, words: &Words<'_>) -> String {
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
    if page.part > 0 && page.group.is_some() {
        names.push(group_title(page, filling, words));
    }
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
            // Only words to read.
            if all == 0 { String::new() } else { format!("{answered}/{all}") }
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
                (What::Questions, None) if all > 0 && answered == all => {
                    (Role::Good, settings.theme.glyph(Glyph::Met))
                }
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
