//! Whether everything a row mentions is there: questions, lists, choice columns.
//!
//! Invariant: after this no `${name}` dangles.

use super::super::expression::Expression;
use super::super::form::{Choice, Node, Texts};
use super::Findings;
use super::table::Table;
use crate::domain::fault::nearest;
use crate::forms::fault::Fault;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

pub(super) fn check(
    table: &Table<'_>,
    nodes: &[Node],
    index: &HashMap<String, usize>,
    lists: &BTreeMap<String, Vec<Choice>>,
    found: &mut Findings,
) {
    let checker = Checker { table, index, lists };
    for node in nodes {
        checker.list(node, found);
        for (column, expression) in expressions(node) {
            checker.expression(node, column, expression, found);
        }
        for (column, texts) in [
            ("label", &node.label),
            ("hint", &node.hint),
            ("constraint_message", &node.constraint_message),
            ("required_message", &node.required_message),
        ] {
            checker.texts(node, column, texts, found);
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
    lists: &'a BTreeMap<String, Vec<Choice>>,
}

impl Checker<'_> {
    fn fault(&self, node: &Node, column: &str, cause: Message, found: &mut Findings) {
        let written = self.table.written(column);
        found.faults.push(Fault::new(self.table.name(), node.row, written, cause));
    }

    fn list(&self, node: &Node, found: &mut Findings) {
        let Some(list) = node.kind.list() else { return };
        if self.lists.contains_key(list) {
            return;
        }
        let near = nearest(list, self.lists.keys().map(String::as_str));
        let cause = with_near("forms.fault.missing_list", near).with("list", list);
        self.fault(node, "type", cause, found);
    }

    fn expression(&self, node: &Node, column: &str, expression: &Expression, found: &mut Findings) {
        for name in expression.references() {
            self.reference(node, column, name, found);
        }
        for name in expression.columns() {
            if column != "choice_filter" || node.kind.list().is_none() {
                let near = nearest(name, self.index.keys().map(String::as_str)).unwrap_or(name);
                let cause = Message::new("forms.fault.bare_name").with("name", name).with("near", near);
                self.fault(node, column, cause, found);
            } else if !self.is_choice_column(node, name) {
                let columns = node.kind.list().and_then(|list| self.lists.get(list)).into_iter().flatten();
                let columns: Vec<&str> =
                    columns.flat_map(|choice| choice.columns.keys()).map(String::as_str).collect();
                let near = nearest(name, columns);
                let cause = with_near("forms.fault.missing_choice_column", near).with("name", name);
                self.fault(node, column, cause, found);
            }
        }
    }

    fn is_choice_column(&self, node: &Node, name: &str) -> bool {
        let choices = node.kind.list().and_then(|list| self.lists.get(list));
        matches!(name, "name" | "label")
            || choices.is_none() // told already
            || choices.into_iter().flatten().any(|choice| choice.columns.contains_key(name))
    }

    fn texts(&self, node: &Node, column: &str, texts: &Texts, found: &mut Findings) {
        let mut told: Vec<&str> = Vec::new();
        for (_, text) in texts.all() {
            for name in mentions(text) {
                if !told.contains(&name) {
                    told.push(name);
                    self.reference(node, column, name, found);
                }
            }
        }
    }

    fn reference(&self, node: &Node, column: &str, name: &str, found: &mut Findings) {
        if self.index.contains_key(name) {
            return;
        }
        let near = nearest(name, self.index.keys().map(String::as_str));
        let cause = with_near("forms.fault.dangling", near).with("name", name);
        self.fault(node, column, cause, found);
    }
}

/// The names a wording mentions as `${name}`.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim())
}

/// The message, or its twin that offers a name.
fn with_near(key: &'static str, near: Option<&str>) -> Message {
    match near {
        Some(near) => Message::new(format!("{key}_near")).with("near", near),
        None => Message::new(key),
    }
}
