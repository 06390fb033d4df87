//! What an expression is, once read.
//!
//! Invariant: a chain of operators of one strength is flat, so depth grows with brackets only.

use super::functions::Function;
use super::pattern::Pattern;
use std::collections::HashMap;

/// A read expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `${name}`, `.`, `../name`, `/data/group/name`, `instance('list')/root/item[…]`, a bare name.
    Path(Path),
    /// `- x`.
    Negative(Box<Self>),
    /// `a + b - c`, from the left; all operators of one strength.
    Chain(Box<Self>, Vec<(Operator, Self)>),
    /// `name(…)`.
    Call(Function, Vec<Self>),
    /// `regex(text, 'pattern')` with a pattern known beforehand.
    Matches(Box<Self>, Pattern),
}

/// Where to look: a start, and steps from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it begins.
    pub start: Start,
    /// Conditions on the start itself, `${member}[…]`.
    pub conditions: Vec<Expression>,
    /// The steps after it.
    pub steps: Vec<Step>,
    /// Where it leads in the form it stands in; found when the form is read.
    pub(in crate::forms) target: Target,
    /// The row of the name it begins with; found together with the target.
    pub(in crate::forms) begins: Option<usize>,
}

/// Where a path leads in its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::forms) enum Target {
    /// Not a row, or not known yet.
    #[default]
    Unknown,
    /// One row, in the instance nearest to the one who looks.
    Nearest(usize),
    /// To be walked step by step; these rows may be met.
    Walk(Vec<usize>),
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// `${name}`.
    Reference(String),
    /// `${last-saved#name}`: the answer of the survey before, which is not kept here.
    LastSaved(String),
    /// `.`, `..` or a bare name: the row itself, or in a condition the item it is asked of.
    Here,
    /// `current()`: the row the expression stands in, also in a condition.
    Current,
    /// `/`.
    Root,
    /// `//`: anywhere in the form.
    Anywhere,
    /// `instance('name')`: a list.
    List(Box<Expression>),
    /// `(…)` or a function's result, with steps or conditions after it.
    Result(Box<Expression>),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Which way.
    pub way: Way,
    /// Conditions in square brackets.
    pub conditions: Vec<Expression>,
}

/// Which way a step goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// `.`
    Stay,
    /// `..`
    Up,
    /// `name`, or `*` for any.
    Down(Option<String>),
    /// `//name`: any depth below.
    Below(Option<String>),
    /// `@name`: forms have no attributes to ask for.
    Attribute,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // they mean what they are called
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Union,
}

impl Operator {
    /// How strongly it binds: the same figure chains, a higher one binds first.
    pub(in crate::forms) const fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Remainder => 6,
            Self::Union => 7,
        }
    }
}

impl Path {
    pub(super) const fn from(start: Start) -> Self {
        Self { start, conditions: Vec::new(), steps: Vec::new(), target: Target::Unknown, begins: None }
    }

    /// The bare name it is, `province` in a choice filter.
    pub fn bare_name(&self) -> Option<&str> {
        match (&self.start, self.steps.as_slice()) {
            (Start::Here, [Step { way: Way::Down(Some(name)), .. }, ..]) => Some(name),
            _ => None,
        }
    }

    /// Whether it is just `.`.
    pub fn is_own(&self) -> bool {
        matches!(self.start, Start::Here | Start::Current)
            && self.conditions.is_empty()
            && self.steps.iter().all(|step| step.way == Way::Stay && step.conditions.is_empty())
    }

    /// Everything in square brackets.
    fn all_conditions(&self) -> impl Iterator<Item = &Expression> {
        self.conditions.iter().chain(self.steps.iter().flat_map(|step| &step.conditions))
    }
}

impl Expression {
    /// Always true, or never.
    pub fn always(truth: bool) -> Self {
        Self::Call(Function::truth(truth), Vec::new())
    }

    /// `${name}`.
    pub fn reference(name: &str) -> Self {
        Self::Path(Path::from(Start::Reference(name.to_owned())))
    }

    /// The questions it mentions by `${name}`, each once, in order of mention.
    pub fn references(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |part| {
            if let Self::Path(Path { start: Start::Reference(name), .. }) = part
                && !found.contains(&name.as_str())
            {
                found.push(name.as_str());
            }
        });
        found
    }

    /// The questions whose answer in the survey before it asks for.
    pub fn last_saved(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |part| {
            if let Self::Path(Path { start: Start::LastSaved(name), .. }) = part {
                found.push(name.as_str());
            }
        });
        found
    }

    /// The bare names it mentions, those in square brackets left out: there they mean the item asked.
    pub fn columns(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect_columns(&mut found);
        found
    }

    fn collect_columns<'a>(&'a self, found: &mut Vec<&'a str>) {
        if let Self::Path(path) = self {
            found.extend(path.bare_name());
        }
        for part in self.parts() {
            part.collect_columns(found);
        }
    }

    /// What stands directly in it, square brackets left out.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Text(_) => Vec::new(),
            Self::Path(path) => match &path.start {
                Start::List(inner) | Start::Result(inner) => vec![inner],
                _ => Vec::new(),
            },
            Self::Negative(inner) | Self::Matches(inner, _) => vec![inner],
            Self::Chain(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).collect()
            }
            Self::Call(_, arguments) => arguments.iter().collect(),
        }
    }

    /// Calls `look` on every part, outermost first.
    pub fn visit<'a>(&'a self, look: &mut dyn FnMut(&'a Self)) {
        look(self);
        for part in self.parts() {
            part.visit(look);
        }
        if let Self::Path(path) = self {
            for condition in path.all_conditions() {
                condition.visit(look);
            }
        }
    }

    /// What stands directly in it, square brackets and the starts of paths left out.
    pub(in crate::forms) fn parts_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Path(_) => Vec::new(),
            Self::Negative(inner) | Self::Matches(inner, _) => vec![inner],
            Self::Chain(first, rest) => {
                std::iter::once(&mut **first).chain(rest.iter_mut().map(|(_, operand)| operand)).collect()
            }
            Self::Call(_, arguments) => arguments.iter_mut().collect(),
        }
    }

    /// Lets it mention questions by other names.
    pub(in crate::forms) fn rename(&mut self, names: &HashMap<String, String>) {
        if let Self::Path(path) = self {
            match &mut path.start {
                Start::Reference(name) => {
                    if let Some(other) = names.get(name) {
                        name.clone_from(other);
                    }
                }
                Start::List(inner) | Start::Result(inner) => inner.rename(names),
                _ => {}
            }
            let conditions = path.steps.iter_mut().flat_map(|step| &mut step.conditions);
            for condition in path.conditions.iter_mut().chain(conditions) {
                condition.rename(names);
            }
        }
        for part in self.parts_mut() {
            part.rename(names);
        }
    }

    /// Whether it is a path with conditions.
    pub(in crate::forms) fn is_filtered(&self) -> bool {
        matches!(self, Self::Path(path) if path.all_conditions().next().is_some())
    }

    /// Whether it calls a function: what tells a first answer worked out from one written, `a - b`.
    pub fn calls_anything(&self) -> bool {
        let mut calls = false;
        self.visit(&mut |part| calls |= matches!(part, Self::Call(..) | Self::Matches(..)));
        calls
    }

    /// Whether its worth may change though no answer does: it asks for the day, the hour or chance.
    pub fn is_fleeting(&self) -> bool {
        let mut fleeting = false;
        self.visit(&mut |part| {
            if let Self::Call(function, _) = part {
                fleeting |= function.is_fleeting();
            }
        });
        fleeting
    }

    /// Whether it comes to words of the language spoken: it looks up a label, or writes a day out.
    pub fn is_worded(&self) -> bool {
        let is_label = |step: &Step| matches!(&step.way, Way::Down(Some(name)) if matches!(name.as_str(), "label" | "itextId"));
        let mut worded = false;
        self.visit(&mut |part| {
            worded |= match part {
                Self::Call(function, _) => function.is_worded(),
                Self::Path(path) => path.steps.iter().any(is_label),
                _ => false,
            };
        });
        worded
    }
}
