//! Whether everything a row mentions is there: questions, choice columns.
//!
//! Invariant: after this no `${name}` dangles, and none means two questions.

use super::super::answer;
use super::super::expression::Expression;
use super::super::form::{Choice, Node, Texts};
use super::super::kind::Kind;
use super::super::resolve::bare;
use super::Findings;
use super::choices::Lists;
use super::table::Table;
use crate::text::message::Message;
use std::collections::{HashMap, HashSet};

/// What other programs keep beside the answers and let expressions ask for.
const BESIDE: [&str; 2] = ["instanceID", "instanceName"];

/// Rows of one name that a fault names.
const SHOWN: usize = 5;

/// The names of a form's rows.
pub(super) struct Names {
    /// Each name and its place; the one place expressions are resolved by.
    pub(super) index: HashMap<String, usize>,
    /// The rows that share a name, each in its own group.
    shared: HashMap<String, Vec<usize>>,
}

impl Names {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut index = HashMap::with_capacity(nodes.len());
        let mut shared: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, node) in nodes.iter().enumerate() {
            index.entry(node.name.clone()).or_insert(place);
            if let Some(first) = index.get(bare(&node.name)).filter(|first| **first != place) {
                let rows = shared.entry(bare(&node.name).to_owned());
                rows.or_insert_with(|| vec![nodes[*first].row]).push(node.row);
            }
        }
        Self { index, shared }
    }
}

pub(super) fn check(table: &Table<'_>, nodes: &[Node], names: &Names, lists: &Lists, found: &mut Findings) {
    let checker = Checker { table, names, lists };
    for node in nodes {
        for (column, expression) in expressions(node) {
            checker.expression(node, column, expression, found);
        }
        for name in &node.triggers {
            checker.reference(node.row, "trigger", name, found);
            let groups = |place: &usize| nodes.get(*place).is_some_and(|target| target.kind == Kind::Group);
            let worked_out =
                |place: &usize| nodes.get(*place).is_some_and(|target| target.kind == Kind::Calculate);
            let key = match names.index.get(name) {
                Some(place) if groups(place) => "forms.fault.trigger_is_group",
                Some(place) if worked_out(place) => "forms.fault.trigger_is_calculated",
                _ => continue,
            };
            found.warnings.push(table.fault_at(node.row, "trigger", Message::new(key).with("name", name)));
        }
        checker.values(node, found);
        for name in mentions(&node.parameters) {
            checker.reference(node.row, "parameters", name, found);
        }
        if let Some(name) = node.kind.list().and_then(|list| mentions(list).next()) {
            checker.reference(node.row, "type", name, found);
        }
        for (column, texts) in [
            ("label", &node.label),
            ("hint", &node.hint),
            ("guidance_hint", &node.guidance),
            ("constraint_message", &node.constraint_message),
            ("required_message", &node.required_message),
        ] {
            checker.texts(node.row, column, texts, found);
        }
    }
}

/// Whether the questions that choices mention in their labels are there.
pub(super) fn check_choices(table: &Table<'_>, names: &Names, lists: &Lists, found: &mut Findings) {
    let checker = Checker { table, names, lists };
    for choice in lists.lists.values().flatten().filter(|choice| choice.row > 0) {
        checker.texts(choice.row, "label", &choice.label, found);
    }
}

/// Whether the questions are there that another sheet mentions in these columns.
pub(super) fn check_columns(
    table: &Table<'_>,
    columns: &[&str],
    names: &Names,
    lists: &Lists,
    found: &mut Findings,
) {
    let checker = Checker { table, names, lists };
    for row in table.rows() {
        for column in columns {
            for name in mentions(table.any(row, column)) {
                checker.reference(row.number, column, name, found);
            }
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
    names: &'a Names,
    lists: &'a Lists,
}

impl Checker<'_> {
    fn expression(&self, node: &Node, column: &str, expression: &Expression, found: &mut Findings) {
        for name in expression.references().into_iter().chain(expression.last_saved()) {
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

    /// Whether a fixed first answer is one, and whether the labels of a range are there.
    fn values(&self, node: &Node, found: &mut Findings) {
        let offered = node.kind.list().and_then(|list| self.lists.lists.get(list));
        let is_offered = |code: &str| {
            // A list of a file, or of answers, may be filled later.
            offered.is_none_or(|list| list.is_empty() || list.iter().any(|choice| choice.code == code))
        };
        if let Some(Expression::Text(text)) = &node.default
            && answer::fault(node, is_offered, text).is_some()
        {
            let cause = Message::new("forms.fault.default_unfit").with("value", text);
            found.warnings.push(self.table.fault_at(node.row, "default", cause));
        }
        if node.kind == Kind::Range
            && let Some(list) = node.parameter("tick_labelset")
        {
            let number = |choice: &Choice| answer::fault(node, |_| true, &choice.code).is_none();
            let cause = match self.lists.lists.get(list) {
                None => {
                    let known = self.lists.lists.keys().map(String::as_str);
                    found.nearest.message("forms.fault.missing_list", list, known).with("list", list)
                }
                Some(choices) if choices.iter().all(number) => return,
                Some(_) => Message::new("forms.fault.bad_parameter_value")
                    .with("name", "tick_labelset")
                    .with("value", list),
            };
            found.warnings.push(self.table.fault_at(node.row, "parameters", cause));
        }
    }

    /// A bare name is a step of a path that leads nowhere: blank, as in every other program, but hardly meant.
    fn bare_name(&self, node: &Node, column: &str, name: &str, found: &mut Findings) {
        let near = found.nearest.of(name, self.names.index.keys().map(String::as_str)).unwrap_or(name);
        let cause = Message::new("forms.fault.bare_name").with("name", name).with("near", near);
        found.warnings.push(self.table.fault_at(node.row, column, cause));
    }

    fn texts(&self, row: usize, column: &str, texts: &Texts, found: &mut Findings) {
        for name in mentioned(texts) {
            self.reference(row, column, name, found);
        }
        let open = |text: &str| text.rsplit_once("${").is_some_and(|(_, rest)| !rest.contains('}'));
        if texts.all().any(|(_, text)| open(text)) {
            let cause = Message::new("forms.fault.open_mention");
            found.faults.push(self.table.fault_at(row, column, cause));
        }
    }

    fn reference(&self, row: usize, column: &str, name: &str, found: &mut Findings) {
        if let Some(rows) = self.names.shared.get(name) {
            let mut told: Vec<String> = rows.iter().take(SHOWN).map(usize::to_string).collect();
            told.extend((rows.len() > SHOWN).then(|| "…".to_owned()));
            let cause = Message::new("forms.fault.means_several").with("name", name);
            let cause = cause.with("rows", told.join(", "));
            found.faults.push(self.table.fault_at(row, column, cause));
        }
        if self.names.index.contains_key(name) {
            return;
        }
        if BESIDE.contains(&name) {
            let cause = Message::new("forms.fault.beside_answers").with("name", name);
            found.warnings.push(self.table.fault_at(row, column, cause));
            return;
        }
        let known = self.names.index.keys().map(String::as_str);
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
