//! Whether everything a row mentions is there: questions, choice columns.
//!
//! Invariant: after this no `${name}` dangles.

use super::super::expression::Expression;
use super::super::form::{Node, Texts};
use super::Findings;
use super::choices::Lists;
use super::table::Table;
use crate::text::message::Message;
use std::collections::{HashMap, HashSet};

pub(super) fn check(
    table: &Table<'_>,
    nodes: &[Node],
    index: &HashMap<String, usize>,
    lists: &Lists,
    found: &mut Findings,
) {
    let checker = Checker { table, index, lists };
    for node in nodes {
        for (column, expression) in expressions(node) {
            checker.expression(node, column, expression, found);
        }
        for name in &node.triggers {
            checker.reference(node.row, "trigger", name, found);
        }
        for (column, texts) in [
            ("label", &node.label),
            ("hint", &node.hint),
            ("guidance_hint", &node.guidance),
            ("constraint_message", &node.constraint_message),
            ("required_message", &node.required_message),
        ] {
            for name in mentioned(texts) {
                checker.reference(node.row, column, name, found);
            }
        }
    }
}

/// Whether the questions that choices mention in their labels are there.
pub(super) fn check_choices(
    table: &Table<'_>,
    index: &HashMap<String, usize>,
    lists: &Lists,
    found: &mut Findings,
) {
    let checker = Checker { table, index, lists };
    for choice in lists.lists.values().flatten().filter(|choice| choice.row > 0) {
        for name in mentioned(&choice.label) {
            checker.reference(choice.row, "label", name, found);
        }
    }
}

/// A row's expressions with the column each stands in.
fn expressions(node: &Node) -> impl Iterator<Item = (&'static str, &Expression)> {
    [
        ("required", &node.required),
        ("relevant", &node.relevant),
        ("constraint", &node.constraint),
        ("calculation", &node.calculation),
        ("default", &node.default),
        ("choice_filter", &node.choice_filter),
        ("repeat_count", &node.repeat_count),
        ("read_only", &node.read_only),
    ]
    .into_iter()
    .filter_map(|(column, expression)| expression.as_ref().map(|expression| (column, expression)))
}

struct Checker<'a> {
    table: &'a Table<'a>,
    index: &'a HashMap<String, usize>,
    lists: &'a Lists,
}

impl Checker<'_> {
    fn expression(&self, node: &Node, column: &str, expression: &Expression, found: &mut Findings) {
        for name in expression.references() {
            self.reference(node.row, column, name, found);
        }
        let mut told = HashSet::new();
        for name in expression.columns() {
            if !told.insert(name) {
                continue;
            }
            let Some(columns) = node.kind.list().and_then(|list| self.lists.columns.get(list)) else {
                self.bare_name(node, column, name, found);
                continue;
            };
            if column != "choice_filter" {
                self.bare_name(node, column, name, found);
            } else if !columns.contains(name) {
                let known = columns.iter().map(String::as_str);
                let cause = found.nearest.message("forms.fault.missing_choice_column", name, known);
                found.warnings.push(self.table.fault_at(node.row, column, cause.with("name", name)));
            }
        }
    }

    /// A bare name is a step of a path that leads nowhere: blank, as in every other program, but hardly meant.
    fn bare_name(&self, node: &Node, column: &str, name: &str, found: &mut Findings) {
        let near = found.nearest.of(name, self.index.keys().map(String::as_str)).unwrap_or(name);
        let cause = Message::new("forms.fault.bare_name").with("name", name).with("near", near);
        found.warnings.push(self.table.fault_at(node.row, column, cause));
    }

    fn reference(&self, row: usize, column: &str, name: &str, found: &mut Findings) {
        if self.index.contains_key(name) {
            return;
        }
        let known = self.index.keys().map(String::as_str);
        let cause = found.nearest.message("forms.fault.dangling", name, known);
        found.faults.push(self.table.fault_at(row, column, cause.with("name", name)));
    }
}

/// The names a wording mentions in any of its languages, each once.
fn mentioned(texts: &Texts) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in texts.all().flat_map(|(_, text)| mentions(text)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The names a text mentions as `${name}`.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    let named = text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim());
    named.map(|name| name.strip_prefix("last-saved#").unwrap_or(name))
}
