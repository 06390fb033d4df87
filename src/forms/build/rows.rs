//! The survey sheet into rows of a form.
//!
//! Invariant: every `begin` has its `end`; every name stands once.

use super::super::expression::{self, Expression};
use super::super::fault::Fault;
use super::super::form::Node;
use super::super::kind::{self, Kind, Written};
use super::super::sheets::Row;
use super::Findings;
use super::table::Table;
use crate::text::message::Message;
use std::collections::HashMap;

pub(super) fn read(table: &Table<'_>, found: &mut Findings) -> Vec<Node> {
    let mut reader = Reader { table, found, nodes: Vec::new(), open: Vec::new(), names: HashMap::new() };
    for column in ["type", "name"] {
        if !table.rows().is_empty() && !table.has(column) {
            let cause = Message::new("forms.fault.no_column").with("column", column);
            reader.found.faults.push(Fault::new(table.name(), 0, column, cause));
            return Vec::new();
        }
    }
    for row in table.rows() {
        let disabled = matches!(table.cell(row, "disabled").to_lowercase().as_str(), "yes" | "true");
        if !row.is_blank() && !disabled {
            reader.row(row);
        }
    }
    for place in std::mem::take(&mut reader.open) {
        let node = &reader.nodes[place];
        let cause = Message::new("forms.fault.never_ended").with("name", &node.name);
        reader.found.faults.push(Fault::new(table.name(), node.row, table.written("type"), cause));
    }
    reader.nodes
}

struct Reader<'a, 'b> {
    table: &'a Table<'a>,
    found: &'b mut Findings,
    nodes: Vec<Node>,
    /// The groups and repeats not yet ended.
    open: Vec<usize>,
    /// Name and the place it first stands.
    names: HashMap<String, usize>,
}

impl<'a> Reader<'a, '_> {
    fn fault(&mut self, row: &Row, column: &str, cause: Message) {
        self.found.faults.push(self.table.fault(row, column, cause));
    }

    fn warn(&mut self, row: &Row, column: &str, cause: Message) {
        self.found.warnings.push(self.table.fault(row, column, cause));
    }

    fn row(&mut self, row: &'a Row) {
        let written = self.table.cell(row, "type");
        if written.is_empty() {
            // A row with words but no type is a remark, unless it has a name: then a question is lost.
            if !self.table.cell(row, "name").is_empty() {
                self.fault(row, "type", Message::new("forms.fault.no_type"));
            }
            return;
        }
        let kind = match kind::read(written) {
            Written::Kind(kind) => kind,
            Written::Nearly(kind) => {
                self.warn(row, "type", Message::new("forms.fault.type_nearly").with("type", written));
                kind
            }
            Written::End(kind) => return self.end(row, &kind),
            Written::NoList => {
                return self.fault(row, "type", Message::new("forms.fault.no_list").with("type", written));
            }
        };
        let Some(name) = self.name(row, &kind) else { return };
        let node = self.node(row, name, kind);
        let place = self.nodes.len();
        if node.kind.holds_others() {
            self.open.push(place);
        }
        self.nodes.push(node);
    }

    fn end(&mut self, row: &Row, kind: &Kind) {
        match self.open.last().and_then(|place| self.nodes.get(*place)) {
            Some(node) if node.kind == *kind => {
                self.open.pop();
            }
            Some(node) => {
                let cause = Message::new("forms.fault.other_end").with("name", &node.name);
                self.fault(row, "type", cause.with("row", node.row));
                self.open.pop();
            }
            None => self.fault(row, "type", Message::new("forms.fault.end_without_begin")),
        }
    }

    /// The name of a row, alone of its kind in the form.
    fn name(&mut self, row: &Row, kind: &Kind) -> Option<String> {
        let written = self.table.cell(row, "name");
        let mut name = written.to_owned();
        if written.is_empty() {
            // What takes no answer needs no name of its author's.
            let prefix = match kind {
                Kind::Note => "note",
                Kind::Group => "group",
                _ => {
                    self.fault(row, "name", Message::new("forms.fault.no_name"));
                    return None;
                }
            };
            name = format!("{prefix}_{}", row.number);
        } else if !is_name(written) {
            self.fault(row, "name", Message::new("forms.fault.bad_name").with("name", written));
            return None;
        }
        if let Some(first) = self.names.get(&name).and_then(|place| self.nodes.get(*place)) {
            let cause = Message::new("forms.fault.name_twice").with("name", &name).with("other", first.row);
            let around = self.open.last().copied();
            if first.parent == around {
                self.fault(row, "name", cause);
                return None;
            }
            // Allowed in another group; answers are kept by the longer name, `${name}` means the first.
            self.warn(row, "name", cause);
            let group = around.and_then(|place| self.nodes.get(place)).map_or("", |node| node.name.as_str());
            name = format!("{group}/{name}");
        }
        self.names.insert(name.clone(), self.nodes.len());
        Some(name)
    }

    fn node(&mut self, row: &'a Row, name: String, kind: Kind) -> Node {
        let table = self.table;
        let parent = self.open.last().copied();
        let repeats = parent
            .and_then(|place| self.nodes.get(place))
            .map_or(0, |group| group.repeats + usize::from(group.kind == Kind::Repeat));
        let calculation = self.expression(row, "calculation");
        if kind == Kind::Calculate && calculation.is_none() && table.cell(row, "calculation").is_empty() {
            self.warn(row, "calculation", Message::new("forms.fault.no_calculation").with("name", &name));
        }
        let label = table.texts(row, "label");
        if label.is_empty() && (kind.is_asked() || kind == Kind::Note) {
            self.warn(row, "label", Message::new("forms.fault.no_label").with("name", &name));
        }
        Node {
            parent,
            repeats,
            label,
            hint: table.texts(row, "hint"),
            required: self.truth(row, "required"),
            required_message: table.texts(row, "required_message"),
            relevant: self.expression(row, "relevant"),
            constraint: self.expression(row, "constraint"),
            constraint_message: table.texts(row, "constraint_message"),
            calculation,
            default: self.default(row),
            choice_filter: self.expression(row, "choice_filter"),
            repeat_count: self.expression(row, "repeat_count"),
            read_only: self.truth(row, "read_only"),
            appearance: table.cell(row, "appearance").to_lowercase(),
            parameters: table.cell(row, "parameters").to_owned(),
            extra: table.extra(row),
            row: row.number,
            name,
            kind,
        }
    }

    fn expression(&mut self, row: &'a Row, column: &str) -> Option<Expression> {
        let text = self.table.cell(row, column);
        if text.is_empty() {
            return None;
        }
        match expression::parse(text) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.fault(row, column, error.message());
                None
            }
        }
    }

    /// A column that says yes, no, or when.
    fn truth(&mut self, row: &'a Row, column: &str) -> Option<Expression> {
        match self.table.cell(row, column).to_lowercase().as_str() {
            "" | "no" | "false" | "false()" | "0" => None,
            "yes" | "true" | "true()" | "1" | "required" => Some(Expression::Call("true".to_owned(), vec![])),
            _ => self.expression(row, column),
        }
    }

    /// A fixed first answer, or one worked out: `today()`, `${other}`.
    fn default(&mut self, row: &'a Row) -> Option<Expression> {
        let text = self.table.cell(row, "default");
        if text.is_empty() {
            return None;
        }
        if text.contains("${") {
            return self.expression(row, "default");
        }
        match expression::parse(text) {
            Ok(worked @ Expression::Call(..)) => Some(worked),
            _ => Some(Expression::Text(text.to_owned())),
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|part| part.is_alphanumeric() || matches!(part, '_' | '-' | '.'))
}
