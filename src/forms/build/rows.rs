//! The survey sheet into rows of a form: what stands in which group, under which name.
//!
//! Invariant: every `begin` has its `end`; every name stands once.

use super::super::expression::Expression;
use super::super::fault::Fault;
use super::super::form::Node;
use super::super::kind::Kind;
use super::super::sheets::Row;
use super::Findings;
use super::loops;
use super::questions;
use super::selects::Selects;
use super::table::Table;
use super::types::{self, Meaning, Type};
use crate::text::message::Message;
use std::collections::{HashMap, HashSet};

/// Groups inside groups; the deepest public form seen has seven.
const DEEPEST: usize = 40;
/// What others reserve: fine with us, but not in every program the form may go to.
const RESERVED: [&str; 2] = ["data", "meta"];

pub(super) fn read(table: &Table<'_>, selects: &mut Selects<'_>, found: &mut Findings) -> Vec<Node> {
    for column in ["type", "name"] {
        // Without a row below it the first row is no header, or a form just begun.
        let begun = !table.rows().is_empty() || !table.has("type") && !table.is_blank();
        if begun && !table.has(column) {
            found.faults.push(table.missing(column));
            return Vec::new();
        }
    }
    let names = table.rows().iter().map(|row| table.cell(row, "name")).collect();
    let mut reader = Reader {
        table,
        selects,
        found,
        nodes: Vec::new(),
        open: Vec::new(),
        places: HashMap::new(),
        siblings: HashMap::new(),
        lower: HashMap::new(),
        declared: HashMap::new(),
        names,
        turns: Vec::new(),
    };
    for row in table.rows() {
        let disabled =
            matches!(table.cell(row, "disabled").to_lowercase().as_str(), "yes" | "true" | "1" | "true()");
        if !row.is_blank() && !disabled && !reader.row(row) {
            return reader.nodes;
        }
    }
    for place in std::mem::take(&mut reader.open) {
        let node = &reader.nodes[place];
        let cause = Message::new("forms.fault.never_ended").with("name", &node.name);
        reader.found.faults.push(table.fault_at(node.row, "type", cause));
    }
    let asks = table.rows().iter().any(|row| !table.cell(row, "type").is_empty());
    if !asks && reader.found.faults.is_empty() {
        reader.found.faults.push(Fault::new(table.name(), 0, "", Message::new("forms.fault.no_questions")));
    }
    reader.nodes
}

struct Reader<'a, 'b, 'c> {
    table: &'a Table<'a>,
    selects: &'b mut Selects<'c>,
    found: &'b mut Findings,
    nodes: Vec<Node>,
    /// The groups and repeats not yet ended.
    open: Vec<usize>,
    /// Name and the place it first stands.
    places: HashMap<String, usize>,
    /// Group and name, and the row they stand in.
    siblings: HashMap<(Option<usize>, String), usize>,
    /// The same in small letters.
    lower: HashMap<(Option<usize>, String), usize>,
    /// The files declared by name, and the row that does.
    declared: HashMap<&'a str, usize>,
    /// Every name its author wrote.
    names: HashSet<&'a str>,
    /// Groups for one turn of a loop that have not ended, outermost first.
    turns: Vec<usize>,
}

impl<'a> Reader<'a, '_, '_> {
    fn fault(&mut self, row: &Row, column: &str, cause: Message) {
        self.found.faults.push(self.table.fault(row, column, cause));
    }

    fn warn(&mut self, row: &Row, column: &str, cause: Message) {
        self.found.warnings.push(self.table.fault(row, column, cause));
    }

    /// Takes a row in; says whether to go on.
    fn row(&mut self, row: &'a Row) -> bool {
        let written = self.table.cell(row, "type");
        if written.is_empty() {
            // A row with words but no type is a remark, unless it has a name: then a question is lost.
            let named = !self.table.cell(row, "name").is_empty();
            let cause = Message::new(if named { "forms.fault.no_type" } else { "forms.fault.remark" });
            if named {
                self.fault(row, "type", cause);
            } else {
                self.warn(row, "type", cause);
            }
            return true;
        }
        let Type { meaning, word } = types::read(written);
        let is_turn = meaning == Meaning::Turn;
        let Some((kind, count, or_other)) = self.kind(row, written, meaning) else { return true };
        let Some(name) = self.name(row, &kind, &word) else { return true };
        let parent = self.open.last().copied();
        let repeats = parent
            .and_then(|place| self.nodes.get(place))
            .map_or(0, |group| group.repeats + usize::from(group.kind == Kind::Repeat));
        let place = questions::Place { name, kind, word, parent, repeats };
        let mut node = questions::read(self.table, row, place, self.found);
        node.repeat_count = node.repeat_count.or(count);
        if or_other && node.choice_filter.is_some() {
            self.warn(row, "choice_filter", Message::new("forms.fault.other_filtered"));
        }
        let holds_others = node.kind.holds_others();
        let other = format!("{}_other", node.name);
        let is_taken = self.names.contains(other.as_str());
        if or_other && is_taken {
            self.warn(row, "name", Message::new("forms.fault.other_taken").with("name", &other));
        }
        let other = (or_other && !is_taken).then(|| self.selects.other_question(&node));
        if holds_others {
            self.open.push(self.nodes.len());
        }
        if is_turn {
            self.turns.push(self.nodes.len());
        }
        self.nodes.push(node);
        self.nodes.extend(other);
        if self.open.len() > DEEPEST {
            self.fault(row, "type", Message::new("forms.fault.too_deep").with("most", DEEPEST));
            return false;
        }
        true
    }

    /// What a type comes to here, with how often it is asked if the type says so, and whether another answer
    /// than those offered may be given.
    fn kind(
        &mut self,
        row: &'a Row,
        written: &str,
        meaning: Meaning,
    ) -> Option<(Kind, Option<Expression>, bool)> {
        let said = |key: &'static str| Message::new(key).with("type", written);
        let plain = |kind: Kind| Some((kind, None, false));
        match meaning {
            Meaning::Kind(kind) => plain(kind),
            Meaning::Nearly(kind) => {
                let hidden = kind == Kind::Hidden;
                let key = if hidden { "forms.fault.type_hidden" } else { "forms.fault.type_nearly" };
                self.warn(row, "type", said(key));
                plain(kind)
            }
            Meaning::Unknown(near) => {
                let cause = match near {
                    Some(near) => said("forms.fault.type_unknown_near").with("near", near),
                    None => said("forms.fault.type_unknown"),
                };
                self.warn(row, "type", cause);
                plain(Kind::Text)
            }
            Meaning::Select(select) => {
                let appearance = self.table.cell(row, "appearance");
                let kind = self.selects.settle(&select, self.table, row, appearance, self.found);
                let or_other = select.or_other && kind.list().is_some();
                Some((kind, None, or_other))
            }
            Meaning::Loop(list) => {
                let lists = &self.selects.choices.lists;
                let times = lists.get(&list).map(Vec::len);
                if times.is_none() {
                    let known = lists.keys().map(String::as_str);
                    let cause = self.found.nearest.message("forms.fault.missing_list", &list, known);
                    self.fault(row, "type", cause.with("list", &list));
                }
                let times = times.unwrap_or_default();
                self.warn(row, "type", said("forms.fault.type_nearly"));
                Some((Kind::Repeat, Some(Expression::Number(times as f64)), false))
            }
            Meaning::Turn => plain(Kind::Group),
            // One that could not be written out.
            Meaning::Matrix(_) => {
                self.warn(row, "type", said("forms.fault.type_nearly"));
                plain(Kind::Group)
            }
            Meaning::Cascade(level) => {
                self.fault(row, "type", Message::new("forms.fault.no_cascade").with("level", level));
                None
            }
            Meaning::End(kind) => {
                self.end(row, &kind);
                None
            }
            Meaning::NoList => {
                self.fault(row, "type", said("forms.fault.no_list"));
                None
            }
            Meaning::Declares => {
                self.declares(row);
                None
            }
            Meaning::Skipped => {
                self.warn(row, "type", said("forms.fault.type_skipped"));
                None
            }
            Meaning::NoSuchBracket(near) => {
                let cause = match near {
                    Some(near) => said("forms.fault.no_such_bracket_near").with("near", near),
                    None => said("forms.fault.no_such_bracket"),
                };
                self.fault(row, "type", cause);
                None
            }
        }
    }

    /// A file named for expressions; without a name, or named twice, no expression can mean it.
    fn declares(&mut self, row: &'a Row) {
        let name = self.table.cell(row, "name");
        if name.is_empty() {
            self.warn(row, "name", Message::new("forms.fault.file_without_name"));
        } else if let Some(other) = self.declared.insert(name, row.number) {
            let cause = Message::new("forms.fault.name_twice").with("name", name).with("other", other);
            self.warn(row, "name", cause);
        }
    }

    fn end(&mut self, row: &Row, kind: &Kind) {
        if self.turns.last().is_some_and(|turn| self.open.last() == Some(turn))
            && let Some(turn) = self.turns.pop()
        {
            loops::rename(self.nodes.get_mut(turn + 1..).unwrap_or_default());
        }
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
    fn name(&mut self, row: &Row, kind: &Kind, word: &str) -> Option<String> {
        let written = self.table.cell(row, "name");
        let mut name = written.to_owned();
        if written.is_empty() {
            name = self.invented(row, kind, word)?;
        } else if !is_name(written) && self.table.cell(row, "type") != loops::TURN {
            self.fault(row, "name", Message::new("forms.fault.bad_name").with("name", written));
            // A group opens all the same, or its end would be faulty too.
            return kind.holds_others().then(|| format!("group_{}", row.number));
        }
        if RESERVED.contains(&written) {
            self.warn(row, "name", Message::new("forms.fault.reserved_name").with("name", written));
        }
        let around = self.open.last().copied();
        let twice =
            |other: usize| Message::new("forms.fault.name_twice").with("name", written).with("other", other);
        if let Some(other) = self.siblings.get(&(around, name.clone())).copied() {
            self.fault(row, "name", twice(other));
            return kind.holds_others().then(|| format!("group_{}", row.number));
        }
        self.siblings.insert((around, name.clone()), row.number);
        if let Some(other) = self.lower.insert((around, name.to_lowercase()), row.number) {
            let cause = Message::new("forms.fault.name_case").with("name", &name).with("other", other);
            self.warn(row, "name", cause);
        }
        let first = self.places.get(&name).and_then(|place| self.nodes.get(*place));
        if first.is_some() || !self.turns.is_empty() {
            // Allowed in another group; answers are kept by the longer name.
            if let Some(first) = first.filter(|_| self.turns.is_empty()) {
                let cause = twice(first.row);
                self.warn(row, "name", cause);
            }
            let groups = self.open.iter().filter_map(|place| self.nodes.get(*place));
            let last = |group: &Node| group.name.rsplit('/').next().unwrap_or_default().to_owned();
            let path: Vec<String> = groups.map(last).chain([name]).collect();
            name = path.join("/");
        }
        self.places.insert(name.clone(), self.nodes.len());
        Some(name)
    }

    /// What takes no answer of a person's needs no name of its author's.
    fn invented(&mut self, row: &Row, kind: &Kind, word: &str) -> Option<String> {
        let prefix = match kind {
            Kind::Note => "note",
            Kind::Group => {
                self.warn(row, "name", Message::new("forms.fault.group_without_name"));
                "group"
            }
            Kind::Hidden
                if is_name(word) && !self.names.contains(word) && !self.places.contains_key(word) =>
            {
                return Some(word.to_owned());
            }
            Kind::Hidden => "hidden",
            Kind::Repeat => {
                self.fault(row, "name", Message::new("forms.fault.no_name"));
                "repeat"
            }
            _ => {
                self.fault(row, "name", Message::new("forms.fault.no_name"));
                return None;
            }
        };
        Some(format!("{prefix}_{}", row.number))
    }
}

/// Whether questions may be called so.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|part| part.is_alphanumeric() || matches!(part, '_' | '-' | '.' | ':'))
}
