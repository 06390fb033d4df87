//! Which rows depend on which, and an order in which nothing comes before what it needs.
//!
//! Invariant: a form in which something waits for itself never opens.

use super::form::Node;
use super::kind::Kind;
use std::collections::{BTreeSet, HashMap};

/// The dependencies of a form.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// For each row, the rows that look at it.
    pub(super) dependents: Vec<Vec<usize>>,
    /// For each row, its place in the order.
    pub(super) rank: Vec<usize>,
    /// Rows that wait for one another, the first one repeated at the end.
    pub(super) circles: Vec<Vec<usize>>,
}

/// Works out the order. A row looks at the group around it (relevance) and at what its relevance, calculation
/// and repeat count mention. Constraints, filters and requirements are worked out when asked for, so they may
/// mention anything.
pub(super) fn order(nodes: &[Node], index: &HashMap<String, usize>) -> Order {
    let mut needs: Vec<BTreeSet<usize>> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut needed: BTreeSet<usize> = node.parent.into_iter().collect();
        for expression in [&node.relevant, &node.calculation, &node.repeat_count].into_iter().flatten() {
            for target in expression.references().into_iter().filter_map(|name| index.get(name)) {
                needed.insert(*target);
                // A sum over a repeat changes with the number of its instances too.
                needed.extend(repeats_around(nodes, *target));
            }
        }
        needs.push(needed);
    }
    let mut order = Order {
        dependents: vec![Vec::new(); nodes.len()],
        rank: vec![usize::MAX; nodes.len()],
        circles: vec![],
    };
    let mut open: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    for (place, needed) in needs.iter().enumerate() {
        for need in needed {
            order.dependents[*need].push(place);
        }
    }
    let mut ready: Vec<usize> = (0..nodes.len()).rev().filter(|place| open[*place] == 0).collect();
    let mut next = 0;
    while let Some(place) = ready.pop() {
        order.rank[place] = next;
        next += 1;
        for dependent in &order.dependents[place] {
            open[*dependent] -= 1;
            if open[*dependent] == 0 {
                ready.push(*dependent);
            }
        }
    }
    if next < nodes.len() {
        order.circles.extend(circle(&needs, &order.rank));
    }
    order
}

fn repeats_around(nodes: &[Node], place: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(nodes[place].parent, |group| nodes[*group].parent)
        .filter(|group| nodes[*group].kind == Kind::Repeat)
}

/// One circle among the rows that could not be ordered: going back from need to need must meet itself.
fn circle(needs: &[BTreeSet<usize>], rank: &[usize]) -> Option<Vec<usize>> {
    let waiting = |place: &usize| rank[*place] == usize::MAX;
    let mut path = vec![(0..rank.len()).find(waiting)?];
    loop {
        let need = needs[*path.last()?].iter().copied().find(waiting)?;
        if let Some(start) = path.iter().position(|place| *place == need) {
            path.drain(..start);
            path.push(need);
            return Some(path);
        }
        path.push(need);
    }
}
