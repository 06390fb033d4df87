//! The rows as a tree, which of them depend on which, and an order in which nothing comes before what it needs.
//!
//! Invariant: a form in which a calculation waits for itself never opens. A question asked only while another
//! that waits for it is not answered is common and harmless: such a circle is cut, and told as a warning.

use super::expression::{Expression, Path, Target};
use super::form::Node;
use super::kind::Kind;
use std::collections::{BTreeSet, HashMap};

/// A form's rows in relation to one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    /// The rows outside all groups.
    pub(super) top: Vec<usize>,
    /// For each row, the rows directly inside it.
    pub(super) children: Vec<Vec<usize>>,
    /// For each row, the repeats around it, outermost first, itself not counted.
    pub(super) repeats: Vec<Vec<usize>>,
    /// For each row, the rows to work out again when its answer or relevance changes.
    pub(super) dependents: Vec<Vec<Dependent>>,
    /// For each row, those worked out at its change alone.
    pub(super) triggered: Vec<Vec<usize>>,
    /// For each row, its place in the order.
    pub(super) rank: Vec<usize>,
    /// For each row, whether it asks for the day or the hour.
    pub(super) fleeting: Vec<bool>,
    /// For each row, whether it comes to words of the language spoken.
    pub(super) worded: Vec<bool>,
}

/// A row that looks at another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dependent {
    /// The row.
    pub(super) place: usize,
    /// So many repeats they share: in other instances of these nothing changes.
    pub(super) shared: usize,
}

/// Rows that wait for one another, the first one repeated at the end.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// Calculations: nothing can be worked out.
    pub(super) faults: Vec<Vec<usize>>,
    /// With a relevance in it: cut where it closes.
    pub(super) cut: Vec<Vec<usize>>,
}

impl Graph {
    /// The rows as a tree.
    pub(super) fn tree(nodes: &[Node]) -> Self {
        let mut graph = Self { children: vec![Vec::new(); nodes.len()], ..Self::default() };
        for (place, node) in nodes.iter().enumerate() {
            let repeats = match node.parent {
                None => {
                    graph.top.push(place);
                    Vec::new()
                }
                Some(parent) => {
                    graph.children[parent].push(place);
                    let mut repeats = graph.repeats[parent].clone();
                    repeats.extend((nodes[parent].kind == Kind::Repeat).then_some(parent));
                    repeats
                }
            };
            graph.repeats.push(repeats);
        }
        graph
    }

    /// The rows directly in a group, or outside all groups.
    pub(super) fn inside(&self, group: Option<usize>) -> &[usize] {
        group.map_or(&self.top, |group| &self.children[group])
    }

    /// How many repeats two rows share.
    pub(super) fn shared(&self, one: usize, other: usize) -> usize {
        let (one, other) = (&self.repeats[one], &self.repeats[other]);
        one.iter().zip(other).take_while(|(left, right)| left == right).count()
    }

    /// Works out the order. A row looks at the group around it and at what its relevance, calculation and
    /// repeat count mention. Constraints, filters and requirements are worked out when asked for, so they may
    /// mention anything.
    pub(super) fn order(&mut self, nodes: &[Node], index: &HashMap<String, usize>) -> Circles {
        let count = nodes.len();
        // What cannot wait (calculations), and all that is waited for.
        let (mut hard, mut all) = (vec![BTreeSet::new(); count], vec![BTreeSet::new(); count]);
        let mut edges: Vec<BTreeSet<Dependent>> = vec![BTreeSet::new(); count];
        self.triggered = vec![Vec::new(); count];
        for (place, node) in nodes.iter().enumerate() {
            let looked_at = [&node.calculation, &node.relevant, &node.repeat_count];
            self.fleeting.push(looked_at.into_iter().flatten().any(Expression::is_fleeting));
            self.worded.push(looked_at.into_iter().flatten().any(Expression::is_worded));
            for trigger in node.triggers.iter().filter_map(|name| index.get(name)) {
                self.triggered[*trigger].push(place);
            }
            if let Some(parent) = node.parent {
                all[place].insert(parent);
                edges[parent].insert(Dependent { place, shared: self.repeats[parent].len() });
            }
            // A new round is worked out to its depth, whatever in it looks at nothing that changed.
            for (shared, repeat) in self.repeats[place].iter().enumerate() {
                all[place].insert(*repeat);
                edges[*repeat].insert(Dependent { place, shared });
            }
            let calculation = node.calculation.as_ref().filter(|_| node.triggers.is_empty());
            let worked_out = [calculation, node.repeat_count.as_ref(), node.relevant.as_ref()];
            for (kind, expression) in worked_out.into_iter().enumerate() {
                let Some(expression) = expression else { continue };
                let wide = looks_wide(expression);
                for (target, nearest) in targets(expression) {
                    let shared = if nearest && !wide { self.shared(place, target) } else { 0 };
                    edges[target].insert(Dependent { place, shared });
                    all[place].insert(target);
                    if kind < 2 {
                        hard[place].insert(target);
                    }
                    // A sum over a repeat changes with the number of its instances too.
                    for repeat in self.repeats[target].iter().skip(shared) {
                        if *repeat != place {
                            edges[*repeat]
                                .insert(Dependent { place, shared: shared.min(self.repeats[*repeat].len()) });
                            all[place].insert(*repeat);
                        }
                    }
                }
            }
        }
        self.dependents = edges.into_iter().map(|set| set.into_iter().collect()).collect();
        let mut circles = Circles::default();
        let stuck = Sorting::new(&hard).run(&mut circles.faults);
        if stuck {
            return circles;
        }
        // A row that looks at itself for its relevance waits for nothing.
        for (place, needed) in all.iter_mut().enumerate() {
            if needed.remove(&place) {
                circles.cut.push(vec![place, place]);
            }
        }
        self.rank = Sorting::new(&all).cutting(&hard, &mut circles.cut);
        circles
    }
}

/// The rows an expression looks at, and whether just in the nearest instance.
fn targets(expression: &Expression) -> BTreeSet<(usize, bool)> {
    let mut found = BTreeSet::new();
    expression.visit(&mut |part| {
        if let Expression::Path(path) = part {
            found.extend(targets_of(path));
        }
    });
    found
}

fn targets_of(path: &Path) -> Vec<(usize, bool)> {
    match &path.target {
        // Its own answer before this one.
        _ if path.is_own() => Vec::new(),
        Target::Nearest(place) => vec![(*place, true)],
        Target::Walk(rows) => rows.iter().map(|row| (*row, false)).collect(),
        Target::Unknown => Vec::new(),
    }
}

/// Whether it looks into other instances than the nearest.
fn looks_wide(expression: &Expression) -> bool {
    let mut wide = false;
    expression.visit(&mut |part| {
        if let Expression::Call(function, _) = part {
            wide |= function.looks_wide();
        }
    });
    wide
}

/// Rows being put in order (Kahn): each when all it needs is there.
struct Sorting<'a> {
    needs: &'a [BTreeSet<usize>],
    needed_by: Vec<Vec<usize>>,
    open: Vec<usize>,
    ready: Vec<usize>,
    rank: Vec<usize>,
    next: usize,
}

impl<'a> Sorting<'a> {
    fn new(needs: &'a [BTreeSet<usize>]) -> Self {
        let mut needed_by = vec![Vec::new(); needs.len()];
        for (place, needed) in needs.iter().enumerate() {
            for need in needed {
                needed_by[*need].push(place);
            }
        }
        let open: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
        let ready = (0..needs.len()).rev().filter(|place| open[*place] == 0).collect();
        Self { needs, needed_by, open, ready, rank: vec![usize::MAX; needs.len()], next: 0 }
    }

    fn take(&mut self, place: usize) {
        self.rank[place] = self.next;
        self.next += 1;
        for dependent in &self.needed_by[place] {
            self.open[*dependent] = self.open[*dependent].saturating_sub(1);
            if self.open[*dependent] == 0 && self.rank[*dependent] == usize::MAX {
                self.ready.push(*dependent);
            }
        }
    }

    fn take_ready(&mut self) {
        while let Some(place) = self.ready.pop() {
            if self.rank[place] == usize::MAX {
                self.take(place);
            }
        }
    }

    /// Orders what can be; says whether a circle is left, and names one.
    fn run(mut self, circles: &mut Vec<Vec<usize>>) -> bool {
        self.take_ready();
        let stuck = self.next < self.needs.len();
        if stuck {
            circles.extend(circle(self.needs, &self.rank));
        }
        stuck
    }

    /// Orders everything: a circle is cut before the first of its rows whose calculation waits for none of
    /// them. The first few are named.
    fn cutting(mut self, hard: &[BTreeSet<usize>], circles: &mut Vec<Vec<usize>>) -> Vec<usize> {
        self.take_ready();
        let mut from = 0;
        while self.next < self.needs.len() {
            if circles.len() < 20 {
                circles.extend(circle(self.needs, &self.rank));
            }
            let waiting = |place: &usize| self.rank[*place] == usize::MAX;
            let free = |place: &usize| waiting(place) && !hard[*place].iter().any(&waiting);
            while from < self.needs.len() && !waiting(&from) {
                from += 1;
            }
            let Some(place) = (from..self.needs.len()).find(free) else { break };
            self.take(place);
            self.take_ready();
        }
        self.rank
    }
}

/// One circle among the rows that could not be ordered: going back from need to need must meet itself.
fn circle(needs: &[BTreeSet<usize>], rank: &[usize]) -> Option<Vec<usize>> {
    let waiting = |place: &usize| rank[*place] == usize::MAX;
    let mut path = vec![(0..rank.len()).find(waiting)?];
    let mut seen: HashMap<usize, usize> = HashMap::from([(path[0], 0)]);
    loop {
        let need = needs[*path.last()?].iter().copied().find(waiting)?;
        if let Some(start) = seen.get(&need) {
            path.drain(..*start);
            path.push(need);
            return Some(path);
        }
        seen.insert(need, path.len());
        path.push(need);
    }
}
