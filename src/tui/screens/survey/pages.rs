//! The pages of a survey as a tree: what each is about, and how far it has come.
//!
//! A group is a page; the groups inside it are pages below it, unless it is a field list, which shows all on one
//! page. A repeat is a page that lists its rounds, and each round is a page below it.
//!
//! Invariant: a page is done when everything asked on it is answered and nothing is wrong.

use crate::forms::form::{Form, Node};
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::forms::survey::Filling;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::screens::side_list::SideItem;
use crate::tui::settings::Settings;
use crate::tui::theme::Role;

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

/// What a page is about.
pub(super) fn title(page: &Page, filling: &Filling, language: &str) -> String {
    let Some(node) = page.node(filling.form()) else {
        return filling.form().title.get(language).to_owned();
    };
    let name = filling.label(&node.name, &page.instance, language);
    match page.instance.last() {
        Some(round) if node.kind == Kind::Repeat && page.what != What::Rounds => format!("{name} {round}"),
        _ => name,
    }
}

/// The same behind the names of the groups around it: `Đơn vị kinh tế tư nhân`, `Lao động`.
pub(super) fn titles(page: &Page, filling: &Filling, language: &str) -> Vec<String> {
    let form = filling.form();
    let around = page.node(form).map(|group| form.around(group)).unwrap_or_default();
    let mut names: Vec<String> = around
        .into_iter()
        .map(|group| filling.label(&group.name, &page.instance.prefix(group.repeats), language))
        .collect();
    names.push(title(page, filling, language));
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

/// Is something that must be answered not answered, or wrong?
fn wants(page: &Page, filling: &Filling) -> bool {
    page.rows.iter().map(|row| &filling.form().nodes[*row]).any(|node| {
        let empty = filling.answer(&node.name, &page.instance).is_empty();
        (empty && filling.required(&node.name, &page.instance))
            || filling.check(&node.name, &page.instance).is_some()
    })
}

/// The tree, a line a page.
pub(super) fn items(pages: &[Page], filling: &Filling, language: &str, settings: &Settings) -> Vec<SideItem> {
    pages
        .iter()
        .map(|page| {
            let name = format!("{}{}", "  ".repeat(page.depth), title(page, filling, language));
            let mut item = SideItem::new(name, noted(page, filling, settings));
            let (answered, all) = progress(page, filling);
            item.role = match page.what {
                What::Questions if wants(page, filling) => Role::Warn,
                What::Questions if answered == all => Role::Good,
                _ => Role::Muted,
            };
            item
        })
        .collect()
}

/// To which page?
pub(super) fn pick(
    pages: &[Page],
    here: usize,
    filling: &Filling,
    language: &str,
    settings: &Settings,
) -> Pick {
    let choices: Vec<Choice> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.what != What::Heading)
        .map(|(at, page)| {
            let name = format!("{}{}", "  ".repeat(page.depth), title(page, filling, language));
            Choice::new(at.to_string(), name).note(noted(page, filling, settings))
        })
        .collect();
    Pick::one("survey.pages", "action.survey.pages", &choices, &here.to_string(), settings)
}
