//! Walking a path: from row to row, through repeats and lists, with its conditions.
//!
//! An absolute path means the instance its row stands in, as far as both stand in the same repeats and no
//! condition says otherwise (as Collect and Enketo read it); what is not asked is not met.
//!
//! Invariant: at most [`MOST`] things at a time, so that no path can hang the program.

use super::super::form::Choice;
use super::super::instance::Instance;
use super::evaluate::Context;
use super::syntax::{Expression, Operator, Path, Start, Step, Target, Way};
use super::value::Value;

/// More things than any path of a survey meets.
const MOST: usize = 50_000;

/// A thing a path can lead to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item<'a> {
    /// The form as a whole.
    Root,
    /// A row in an instance; of a repeat one of its own instances.
    Row(usize, Instance),
    /// A list, or the `root` in it.
    List(&'a [Choice]),
    /// A choice.
    Choice(&'a Choice),
    /// A column of a choice.
    Cell(&'a Choice, String),
}

/// How a path passes through repeats.
#[derive(Debug, Clone, Copy)]
struct Passing {
    /// Its last step.
    last: bool,
    /// Through a repeat around the row it takes the row's own instance.
    own: bool,
}

impl<'a> Context<'a> {
    /// What an expression leads to; none where it is no path.
    pub(super) fn items_of(&self, expression: &Expression) -> Option<Vec<Item<'a>>> {
        match expression {
            Expression::Path(path) => Some(self.items(path)),
            Expression::Call(function, arguments) => function.items(arguments, self),
            Expression::Chain(first, rest) if matches!(rest.first(), Some((Operator::Union, _))) => {
                let mut all = self.items_of(first)?;
                for (_, operand) in rest {
                    for item in self.items_of(operand)? {
                        if all.len() < MOST && !all.contains(&item) {
                            all.push(item);
                        }
                    }
                }
                Some(all)
            }
            _ => None,
        }
    }

    pub(super) fn worth_of_item(&self, item: &Item<'a>) -> Value {
        match item {
            Item::Root | Item::List(_) => Value::blank(),
            Item::Row(place, _) if self.around.is_repeat(*place) => Value::blank(),
            Item::Row(place, instance) => self.around.value(*place, instance),
            Item::Choice(choice) => Value::Text(choice.code.clone()),
            Item::Cell(choice, column) => Value::Text(self.cell(choice, column)),
        }
    }

    /// Whether there is an answer. A group or a round has something in it: it counts by being there (JavaRosa).
    pub(super) fn is_answered(&self, item: &Item<'a>) -> bool {
        match item {
            Item::Row(place, _) if !self.around.children(Some(*place)).is_empty() => true,
            other => !self.worth_of_item(other).is_blank(),
        }
    }

    fn cell(&self, choice: &Choice, column: &str) -> String {
        match choice.columns.get(column) {
            Some(text) => text.clone(),
            None if column == "name" => choice.code.clone(),
            None if column == "label" || column == "itextId" => {
                choice.label.get(self.around.language()).to_owned()
            }
            None => String::new(),
        }
    }

    /// The things a path leads to.
    pub(super) fn items(&self, path: &Path) -> Vec<Item<'a>> {
        if let Target::Nearest(target) = path.target {
            return self.nearest_items(target);
        }
        let started = match &path.start {
            Start::Here => vec![self.here.clone().unwrap_or_else(|| self.current())],
            Start::Current => vec![self.current()],
            Start::Root => vec![Item::Root],
            Start::Anywhere => vec![Item::Root],
            Start::LastSaved(_) => Vec::new(),
            Start::Reference(_) => {
                path.begins.map_or_else(Vec::new, |row| self.all_items(row, path.conditions.is_empty()))
            }
            Start::List(name) => {
                let name = self.worth(name).text();
                self.around.list(&name).map(Item::List).into_iter().collect()
            }
            Start::Result(inner) => self.items_of(inner).unwrap_or_default(),
        };
        let mut items = self.meeting(started, &path.conditions);
        for (index, step) in path.steps.iter().enumerate() {
            let last = index + 1 == path.steps.len();
            items = self.step(&items, step, Passing { last, own: path.start == Start::Root });
        }
        items
    }

    fn current(&self) -> Item<'a> {
        Item::Row(self.place, self.instance.clone().into_owned())
    }

    /// A row in the nearest instances, those not asked left out; of a repeat its own instances.
    fn nearest_items(&self, target: usize) -> Vec<Item<'a>> {
        let shared = self.around.shared(self.place, target);
        let here = self.instance.prefix(shared);
        let all = self.around.instances(target, &here).into_iter();
        let all = all.filter(|instance| self.around.is_relevant(target, instance));
        all.flat_map(|instance| self.instances_of(target, instance)).take(MOST).collect()
    }

    /// Every instance of a row within the repeats shared; with a condition on it, those of its own repeat too.
    fn all_items(&self, target: usize, nearest: bool) -> Vec<Item<'a>> {
        if nearest {
            return self.nearest_items(target);
        }
        let shared = self.around.shared(self.place, target);
        let own = self.around.depth(target) == shared;
        let here = self.instance.prefix(shared.saturating_sub(usize::from(own)));
        let all = self.around.instances(target, &here).into_iter();
        let all = all.filter(|instance| self.around.is_relevant(target, instance));
        all.flat_map(|instance| self.instances_of(target, instance)).take(MOST).collect()
    }

    fn instances_of(&self, place: usize, instance: Instance) -> Vec<Item<'a>> {
        if !self.around.is_repeat(place) {
            return vec![Item::Row(place, instance)];
        }
        let count = u32::try_from(self.around.count(place, &instance)).unwrap_or(0);
        (1..=count)
            .take_while(|_| !self.is_used_up())
            .map(|index| Item::Row(place, instance.child(index)))
            .collect()
    }

    fn step(&self, from: &[Item<'a>], step: &Step, passing: Passing) -> Vec<Item<'a>> {
        let mut met: Vec<Item<'a>> = Vec::new();
        for item in from.iter().take_while(|_| !self.is_used_up()) {
            let reached = self.reach(item, step, passing);
            // A condition counts positions among the things reached from one and the same.
            let kept = self.meeting(reached, &step.conditions);
            met.extend(kept);
            if met.len() > MOST {
                met.truncate(MOST);
                break;
            }
        }
        if step.way == Way::Up {
            met.dedup();
        }
        met
    }

    fn reach(&self, item: &Item<'a>, step: &Step, passing: Passing) -> Vec<Item<'a>> {
        match (&step.way, item) {
            (Way::Stay, _) => vec![item.clone()],
            (Way::Up, Item::Row(place, instance)) => vec![self.up(*place, instance)],
            (Way::Up, Item::Cell(choice, _)) => vec![Item::Choice(choice)],
            (Way::Down(name), Item::Root) => self.down(None, &Instance::top(), name, step, passing),
            (Way::Down(name), Item::Row(place, instance)) => {
                self.down(Some(*place), instance, name, step, passing)
            }
            (Way::Down(Some(name)), Item::List(_)) if name == "root" => vec![item.clone()],
            (Way::Down(_) | Way::Below(_), Item::List(choices)) => {
                choices.iter().take_while(|_| !self.is_used_up()).map(Item::Choice).collect()
            }
            (Way::Down(Some(name)) | Way::Below(Some(name)), Item::Choice(choice)) => {
                let known = choice.columns.contains_key(name) || matches!(name.as_str(), "name" | "label");
                if known { vec![Item::Cell(choice, name.clone())] } else { Vec::new() }
            }
            (Way::Below(name), Item::Root) => self.below(None, &Instance::top(), name.as_deref()),
            (Way::Below(name), Item::Row(place, instance)) => {
                self.below(Some(*place), instance, name.as_deref())
            }
            _ => Vec::new(),
        }
    }

    fn up(&self, place: usize, instance: &Instance) -> Item<'a> {
        match self.around.parent(place) {
            None => Item::Root,
            Some(parent) => {
                let depth = self.around.depth(parent) + usize::from(self.around.is_repeat(parent));
                Item::Row(parent, instance.prefix(depth))
            }
        }
    }

    fn down(
        &self,
        from: Option<usize>,
        instance: &Instance,
        name: &Option<String>,
        step: &Step,
        passing: Passing,
    ) -> Vec<Item<'a>> {
        let named =
            |place: &&usize| name.as_ref().is_none_or(|name| self.around.name(**place) == name.as_str());
        let mut found = Vec::new();
        for &place in self.around.children(from).iter().filter(named) {
            if !self.around.is_relevant(place, &instance.prefix(self.around.depth(place))) {
                continue;
            }
            // On the way through a repeat that stands around the row: its own instance.
            let through =
                self.around.is_repeat(place) && passing.own && !passing.last && step.conditions.is_empty();
            if through && let Some(own) = self.own_instance(place, instance) {
                found.push(Item::Row(place, own));
                continue;
            }
            found.extend(self.instances_of(place, instance.clone()));
        }
        found
    }

    /// The instance of a repeat in which the row itself stands, if it stands in that instance of the outer one.
    fn own_instance(&self, repeat: usize, outer: &Instance) -> Option<Instance> {
        let mut around = self.around.parent(self.place);
        while let Some(group) = around {
            if group == repeat {
                let own = self.instance.prefix(outer.depth() + 1);
                return (own.prefix(outer.depth()) == *outer && own.depth() == outer.depth() + 1)
                    .then_some(own);
            }
            around = self.around.parent(group);
        }
        None
    }

    fn below(&self, from: Option<usize>, instance: &Instance, name: Option<&str>) -> Vec<Item<'a>> {
        let mut found = Vec::new();
        let mut open: Vec<(usize, Instance)> =
            self.around.children(from).iter().rev().map(|place| (*place, instance.clone())).collect();
        while let Some((place, instance)) = open.pop() {
            if !self.around.is_relevant(place, &instance.prefix(self.around.depth(place))) {
                continue;
            }
            if found.len() + open.len() > MOST || self.is_used_up() {
                break;
            }
            let items = self.instances_of(place, instance);
            for item in items.iter().rev() {
                let Item::Row(_, instance) = item else { continue };
                let inside = self.around.children(Some(place)).iter().rev();
                open.extend(inside.map(|child| (*child, instance.clone())));
            }
            if name.is_none_or(|name| self.around.name(place) == name) {
                found.extend(items);
            }
        }
        found
    }

    /// Those that meet every condition: a number is a position, all else true or false.
    fn meeting(&self, mut items: Vec<Item<'a>>, conditions: &[Expression]) -> Vec<Item<'a>> {
        for condition in conditions {
            let size = items.len();
            let mut context = self.clone();
            context.size = size;
            let mut kept = Vec::new();
            for (index, item) in items.into_iter().enumerate().take_while(|_| !self.is_used_up()) {
                context.position = index + 1;
                context.here = Some(item.clone());
                let holds = match context.worth(condition) {
                    Value::Number(number) => number == (index + 1) as f64,
                    other => other.boolean(),
                };
                if holds {
                    kept.push(item);
                }
            }
            items = kept;
        }
        items
    }
}
