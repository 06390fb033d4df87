//! Finds where the paths of a form's expressions lead, once, so that working them out looks nothing up by name.
//!
//! Invariant: an expression means the same after as before; only what it is quick about changes.

use super::differences::Standing;
use super::expression::{Expression, Path, Start, Target, Way, hints};
use super::form::{Choice, Form, Node};
use super::graph::Graph;
use super::kind::Kind;
use crate::domain::fault::nearest;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

/// Something to say of an expression.
#[derive(Debug)]
pub(super) struct Remark {
    /// The row it stands in.
    pub(super) place: usize,
    /// The column, by its standard name.
    pub(super) column: &'static str,
    /// What.
    pub(super) cause: Message,
    /// Whether the form cannot be asked so.
    pub(super) is_fault: bool,
}

/// Resolves every expression of every row.
pub(super) fn resolve(
    nodes: &mut [Node],
    index: &HashMap<String, usize>,
    graph: &Graph,
    lists: &BTreeMap<String, Vec<Choice>>,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for place in 0..nodes.len() {
        for (number, column) in COLUMNS.into_iter().enumerate() {
            let Some(mut expression) = slots(&mut nodes[place])[number].take() else { continue };
            let filters = column == "choice_filter";
            let here = if filters { Reach::List } else { Reach::Rows(vec![Spot::Row(place)]) };
            let mut resolver = Resolver { nodes, index, graph, place, column, remarks: &mut remarks };
            resolver.expression(&mut expression, &here, false);
            let missing = hints::missing_lists(&expression, |name| list_called(lists, name).is_some());
            let standing = Standing { nodes, graph, place, column };
            let differences = standing.differences(&expression);
            for cause in hints::of(&expression, column).into_iter().chain(missing).chain(differences) {
                remarks.push(Remark { place, column, cause, is_fault: false });
            }
            *slots(&mut nodes[place])[number] = Some(expression);
        }
    }
    remarks
}

/// Resolves one expression as if it stood in a row's calculation.
pub(super) fn resolve_one(expression: &mut Expression, form: &Form, place: usize) {
    let here = Reach::Rows(vec![Spot::Row(place)]);
    let (nodes, index, graph) = (form.nodes.as_slice(), &form.index, &form.graph);
    let column = "calculation";
    Resolver { nodes, index, graph, place, column, remarks: &mut Vec::new() }
        .expression(expression, &here, false);
}

const COLUMNS: [&str; 8] = [
    "required",
    "relevant",
    "constraint",
    "calculation",
    "default",
    "choice_filter",
    "repeat_count",
    "read_only",
];

/// A row's expressions, in the order of [`COLUMNS`].
pub(super) const fn slots(node: &mut Node) -> [&mut Option<Expression>; 8] {
    [
        &mut node.required,
        &mut node.relevant,
        &mut node.constraint,
        &mut node.calculation,
        &mut node.default,
        &mut node.choice_filter,
        &mut node.repeat_count,
        &mut node.read_only,
    ]
}

/// What a path may have reached, whatever the answers.
#[derive(Debug, Clone, PartialEq)]
enum Reach {
    /// Rows of the form.
    Rows(Vec<Spot>),
    /// A list or something in it.
    List,
    /// Nothing that could be known.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Root,
    Row(usize),
}

struct Resolver<'a> {
    nodes: &'a [Node],
    index: &'a HashMap<String, usize>,
    graph: &'a Graph,
    place: usize,
    column: &'static str,
    remarks: &'a mut Vec<Remark>,
}

/// Rows a path is followed to, at most: `//*/*` is walked, not foreseen.
const MOST: usize = 5_000;

impl Resolver<'_> {
    /// `in_condition`: what is here is not the row itself.
    fn expression(&mut self, expression: &mut Expression, here: &Reach, in_condition: bool) {
        if let Expression::Path(path) = expression {
            self.path(path, here, in_condition);
            return;
        }
        for part in expression.parts_mut() {
            self.expression(part, here, in_condition);
        }
    }

    fn path(&mut self, path: &mut Path, here: &Reach, in_condition: bool) {
        let mut reach = match &mut path.start {
            Start::Reference(name) => {
                path.begins = self.index.get(name.as_str()).copied();
                path.begins.map_or(Reach::Nothing, |row| Reach::Rows(vec![Spot::Row(row)]))
            }
            Start::LastSaved(_) => Reach::Nothing,
            Start::Here => here.clone(),
            Start::Current => Reach::Rows(vec![Spot::Row(self.place)]),
            Start::Root => {
                self.drop_root(path);
                Reach::Rows(vec![Spot::Root])
            }
            Start::Anywhere => Reach::Rows(vec![Spot::Root]),
            Start::List(inner) => {
                self.expression(inner, here, in_condition);
                Reach::List
            }
            Start::Result(inner) => {
                self.expression(inner, here, in_condition);
                reached(inner)
            }
        };
        let begun = reach.clone();
        let mut plain = path.conditions.is_empty();
        for condition in &mut path.conditions {
            self.expression(condition, &reach, true);
        }
        let mut left = false;
        let mut met: Vec<Spot> = Vec::new();
        for step in &mut path.steps {
            if step.way == Way::Up
                && let Reach::Rows(spots) = &reach
            {
                left |= spots.iter().any(|spot| self.is_repeat_around(*spot));
            }
            reach = self.step(&reach, &step.way);
            plain &= step.conditions.is_empty() && !matches!(step.way, Way::Below(_) | Way::Down(None));
            for condition in &mut step.conditions {
                self.expression(condition, &reach, true);
            }
            if let Reach::Rows(spots) = &reach {
                met.extend(spots);
            }
        }
        let rows: Vec<usize> = match &reach {
            Reach::Rows(spots) => spots
                .iter()
                .filter_map(|spot| match spot {
                    Spot::Row(row) => Some(*row),
                    Spot::Root => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let relative = in_condition && path.start == Start::Here;
        let ends_up = path.steps.last().is_some_and(|step| step.way == Way::Up);
        path.target = match rows.as_slice() {
            [row] if plain && !relative => {
                let own_repeat = ends_up && self.nodes[*row].kind == Kind::Repeat;
                let from_root = matches!(path.start, Start::Root | Start::Reference(_));
                let inside_left = left && !from_root && self.graph.shared(self.place, *row) > 0;
                if own_repeat || inside_left || path.is_own() {
                    Target::Walk(rows)
                } else {
                    Target::Nearest(*row)
                }
            }
            [] => Target::Unknown,
            _ => Target::Walk(rows),
        };
        if path.target == Target::Unknown && matches!(begun, Reach::Rows(_)) && reach != Reach::List {
            self.leads_nowhere(path, in_condition);
        }
    }

    /// The first step of an absolute path names the form itself, whatever it is called.
    fn drop_root(&self, path: &mut Path) {
        let names_form = |path: &Path| match path.steps.first().map(|step| &step.way) {
            Some(Way::Down(Some(name))) => {
                let is_row = self.graph.top.iter().any(|row| bare(&self.nodes[*row].name) == name);
                !is_row || path.steps.len() > 1 && self.follow(&path.steps[1..]) != Reach::Nothing
            }
            _ => false,
        };
        // `/model/instance[1]/data/…`, as a browser would write it.
        while path.steps.len() > 1
            && matches!(&path.steps[0].way, Way::Down(Some(name)) if name == "model" || name == "instance")
        {
            path.steps.remove(0);
        }
        if names_form(path) {
            path.steps.remove(0);
        }
    }

    fn follow(&self, steps: &[super::expression::Step]) -> Reach {
        let mut reach = Reach::Rows(vec![Spot::Root]);
        for step in steps {
            reach = self.step(&reach, &step.way);
        }
        reach
    }

    fn is_repeat_around(&self, spot: Spot) -> bool {
        matches!(spot, Spot::Row(row) if self.graph.repeats[self.place].contains(&row))
    }

    fn step(&self, reach: &Reach, way: &Way) -> Reach {
        let Reach::Rows(spots) = reach else { return reach.clone() };
        let mut next: Vec<Spot> = Vec::new();
        for spot in spots {
            let row = match spot {
                Spot::Root => None,
                Spot::Row(row) => Some(*row),
            };
            match way {
                Way::Stay => next.push(*spot),
                Way::Up => {
                    next.extend(row.map(|row| self.nodes[row].parent.map_or(Spot::Root, Spot::Row)));
                }
                Way::Down(name) => next.extend(self.named(row, name.as_deref())),
                Way::Below(name) => {
                    let mut open: Vec<usize> = self.graph.inside(row).to_vec();
                    while let Some(row) = open.pop() {
                        if name.as_ref().is_none_or(|name| bare(&self.nodes[row].name) == name) {
                            next.push(Spot::Row(row));
                        }
                        open.extend(&self.graph.children[row]);
                    }
                }
                Way::Attribute => {}
            }
            if next.len() > MOST {
                break;
            }
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() { Reach::Nothing } else { Reach::Rows(next) }
    }

    fn named(&self, group: Option<usize>, name: Option<&str>) -> Vec<Spot> {
        let inside = self.graph.inside(group).iter();
        let meant = |row: &&usize| name.is_none_or(|name| bare(&self.nodes[**row].name) == name);
        inside.filter(meant).map(|row| Spot::Row(*row)).collect()
    }

    /// A path that leads nowhere: by its last name it may be known what was meant.
    fn leads_nowhere(&mut self, path: &mut Path, in_condition: bool) {
        let last = path.steps.iter().rev().find_map(|step| match &step.way {
            Way::Down(Some(name)) | Way::Below(Some(name)) => Some(name.clone()),
            _ => None,
        });
        let Some(last) = last else { return };
        let from_here = path.start == Start::Here && path.bare_name().is_some();
        if META.contains(&last.as_str()) || (from_here && !in_condition) {
            return; // a bare name is told where the columns of choices are known
        }
        let (cause, is_fault) = match self.index.get(&last) {
            Some(row) if !in_condition => {
                path.target = Target::Nearest(*row);
                (Message::new("forms.expression.path_elsewhere").with("name", &last), false)
            }
            _ => {
                let near = nearest(&last, self.index.keys().map(String::as_str));
                match near {
                    Some(near) if !in_condition && near != last => {
                        let cause = Message::new("forms.fault.dangling_near").with("name", &last);
                        (cause.with("near", near), true)
                    }
                    _ => (Message::new("forms.expression.path_nowhere").with("name", &last), false),
                }
            }
        };
        self.remarks.push(Remark { place: self.place, column: self.column, cause, is_fault });
    }
}

/// What other programs keep beside the answers.
const META: [&str; 8] =
    ["instanceID", "instanceName", "meta", "deprecatedID", "timeStart", "timeEnd", "userID", "deviceID"];

/// What an expression in brackets leads to.
fn reached(inner: &Expression) -> Reach {
    match inner {
        Expression::Path(path) => match &path.target {
            Target::Nearest(row) => Reach::Rows(vec![Spot::Row(*row)]),
            Target::Walk(rows) => Reach::Rows(rows.iter().map(|row| Spot::Row(*row)).collect()),
            Target::Unknown => Reach::List,
        },
        _ => Reach::List,
    }
}

/// A list of choices, or a file of them: by its name, with or without `.csv`.
pub(super) fn list_called<'a>(lists: &'a BTreeMap<String, Vec<Choice>>, name: &str) -> Option<&'a [Choice]> {
    let name = name.trim();
    if let Some(list) = lists.get(name) {
        return Some(list);
    }
    let stem = |name: &str| {
        let lower = name.to_lowercase();
        lower.rsplit_once('.').map_or(lower.clone(), |(stem, _)| stem.to_owned())
    };
    let wanted = stem(name);
    lists.iter().find(|(known, _)| stem(known) == wanted).map(|(_, list)| list.as_slice())
}

/// The name of a row in its own group: of those that stand twice, the end.
pub(super) fn bare(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
