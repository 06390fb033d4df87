//! The functions an expression may call: those of the ODK XForms specification, and the vendors' that public
//! forms use.
//!
//! Invariant: found when the expression is read, with how many arguments each takes; nothing is looked up by
//! name when it is worked out.

mod choices;
mod dates;
mod digest;
mod geography;
mod lists;
mod logic;
mod numbers;
mod repeats;
mod texts;
mod world;

pub(in crate::forms) use lists::shuffle;

use super::ExpressionError;
use super::evaluate::Context;
use super::syntax::Expression;
use super::value::Value;
use super::walk::Item;
use crate::domain::fault::nearest;
use std::fmt;

/// Any number of arguments.
const ANY: usize = usize::MAX;

/// A function.
#[derive(Clone, Copy)]
pub struct Function(&'static Entry);

/// One function of a table.
struct Entry {
    name: &'static str,
    least: usize,
    most: usize,
    work: fn(&Call<'_, '_>) -> Value,
    where_known: Known,
    fleeting: bool,
    worded: bool,
    by_pairs: bool,
}

/// Where a function is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// To Collect and Enketo both.
    Everywhere,
    /// To Enketo, not to Collect (JavaRosa).
    NotToCollect,
    /// To this vendor only, or to us.
    To(&'static str),
    /// It reads, and is always blank here: there is no such device, table or key.
    BlankHere,
}

const fn entry(name: &'static str, least: usize, most: usize, work: fn(&Call<'_, '_>) -> Value) -> Entry {
    let where_known = Known::Everywhere;
    Entry { name, least, most, work, where_known, fleeting: false, worded: false, by_pairs: false }
}

impl Entry {
    const fn known(self, where_known: Known) -> Self {
        Self { where_known, ..self }
    }

    const fn fleeting(self) -> Self {
        Self { fleeting: true, ..self }
    }

    const fn worded(self) -> Self {
        Self { worded: true, ..self }
    }

    /// Beyond the least number arguments come in pairs.
    const fn by_pairs(self) -> Self {
        Self { by_pairs: true, ..self }
    }
}

const TABLES: [&[Entry]; 9] = [
    choices::TABLE,
    dates::TABLE,
    geography::TABLE,
    lists::TABLE,
    logic::TABLE,
    numbers::TABLE,
    repeats::TABLE,
    texts::TABLE,
    world::TABLE,
];

fn all() -> impl Iterator<Item = &'static Entry> {
    TABLES.into_iter().flatten()
}

/// Whether there is a function of this name.
pub fn is_function(name: &str) -> bool {
    all().any(|entry| entry.name == name)
}

/// The names of all functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|entry| entry.name)
}

/// The function of a name that takes so many arguments.
pub(super) fn find(name: &str, got: usize) -> Result<Function, ExpressionError> {
    let Some(entry) = all().find(|entry| entry.name == name) else {
        let near = nearest(name, names()).map(str::to_owned);
        return Err(ExpressionError::UnknownFunction { name: name.to_owned(), near });
    };
    if got < entry.least || got > entry.most || (entry.by_pairs && (got - entry.least) % 2 == 1) {
        let least = entry.least;
        let takes = match entry.most {
            _ if entry.by_pairs => format!("{least}, {}, {}…", least + 2, least + 4),
            ANY => format!("{}+", entry.least),
            most if entry.least == most => most.to_string(),
            most => format!("{}–{most}", entry.least),
        };
        return Err(ExpressionError::Arguments { name: name.to_owned(), takes, got });
    }
    Ok(Function(entry))
}

impl Function {
    /// `true()` or `false()`.
    pub(super) const fn truth(truth: bool) -> Self {
        Self(if truth { logic::YES } else { logic::NO })
    }

    /// Whether it looks into other instances of a repeat than the nearest.
    pub(in crate::forms) fn looks_wide(self) -> bool {
        let name = self.name();
        name == "indexed-repeat" || name.starts_with("rank-") || name.ends_with("-if")
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Where it is known.
    pub fn known(self) -> Known {
        self.0.where_known
    }

    /// Whether its worth changes with the hour.
    pub(super) fn is_fleeting(self) -> bool {
        self.0.fleeting
    }

    /// Whether it comes to words of the language spoken.
    pub(super) fn is_worded(self) -> bool {
        self.0.worded
    }

    /// Whether its second argument names a question whose choices it looks up.
    pub(super) fn names_choice(self) -> bool {
        matches!(self.name(), "jr:choice-name" | "choice-name")
    }

    pub(super) fn call(self, arguments: &[Expression], context: &Context<'_>) -> Value {
        (self.0.work)(&Call { arguments, context })
    }

    /// What it leads to, where it leads to things.
    pub(super) fn items<'a>(self, arguments: &[Expression], context: &Context<'a>) -> Option<Vec<Item<'a>>> {
        match self.name() {
            "randomize" => Some(lists::shuffled(&Call { arguments, context })),
            _ => None,
        }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A call being worked out.
struct Call<'c, 'a> {
    arguments: &'c [Expression],
    context: &'c Context<'a>,
}

impl<'a> Call<'_, 'a> {
    fn count(&self) -> usize {
        self.arguments.len()
    }

    fn value(&self, index: usize) -> Value {
        self.arguments.get(index).map_or_else(Value::blank, |argument| self.context.worth(argument))
    }

    fn text(&self, index: usize) -> String {
        match self.value(index) {
            Value::Text(text) => text,
            other => other.text(),
        }
    }

    fn number(&self, index: usize) -> f64 {
        self.value(index).number()
    }

    fn truth(&self, index: usize) -> bool {
        self.value(index).boolean()
    }

    /// The things an argument leads to; none where it is no path.
    fn items(&self, index: usize) -> Option<Vec<Item<'a>>> {
        self.arguments.get(index).and_then(|argument| self.context.items_of(argument))
    }

    /// Every single value from an argument on.
    fn values_from(&self, index: usize) -> Vec<Value> {
        let rest = self.arguments.iter().skip(index);
        rest.flat_map(|argument| self.context.worth(argument).items()).collect()
    }

    /// The first argument, or what the call is asked of.
    fn first_or_own(&self) -> Value {
        if self.arguments.is_empty() { self.own() } else { self.value(0) }
    }

    fn own(&self) -> Value {
        match &self.context.here {
            Some(item) => self.context.worth_of_item(item),
            None => self.context.own(),
        }
    }

    /// A whole number, bounded; nothing where it is no number.
    fn whole(&self, index: usize) -> Option<i64> {
        let number = self.number(index);
        (!number.is_nan()).then_some(number as i64)
    }
}

const fn text(text: String) -> Value {
    Value::Text(text)
}

fn blank(_: &Call<'_, '_>) -> Value {
    Value::blank()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_function_stands_twice() {
        let mut seen: Vec<&str> = names().collect();
        let before = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), before);
    }
}
