//! The entities sheet, and the column `save_to` beside the questions: what other programs make of the answers.
//!
//! Invariant: entities ask nothing, so what is wrong with them only warns; only a `${name}` that is not there
//! is a fault, as everywhere.

use super::super::expression;
use super::super::form::Node;
use super::super::headers::{self, Part};
use super::Findings;
use super::rows::is_name;
use super::table::Table;
use crate::text::message::Message;
use std::collections::HashSet;

/// The columns that hold expressions.
pub(super) const EXPRESSIONS: [&str; 5] = ["label", "entity_id", "create_if", "update_if", "repeat"];

/// Looks through the sheet, and at what is to be saved where.
pub(super) fn check(survey: &Table<'_>, nodes: &[Node], sheet: Option<&Table<'_>>, found: &mut Findings) {
    let lists = sheet.map(|sheet| look_through(sheet, found)).unwrap_or_default();
    let mut saved: HashSet<&str> = HashSet::new();
    for node in nodes {
        let Some(save_to) =
            node.extra.iter().find(|(name, _)| is_save_to(name)).map(|(_, value)| value.trim())
        else {
            continue;
        };
        let list = save_to.split_once('#').map(|(list, _)| list.trim());
        let key = match list {
            _ if lists.is_empty() => "forms.fault.save_without_entity",
            _ if node.kind.holds_others() => "forms.fault.save_of_group",
            Some(list) if !lists.contains(list) => "forms.fault.save_elsewhere",
            None if lists.len() > 1 => "forms.fault.save_to_which",
            _ if !is_property(save_to) => "forms.fault.save_name",
            _ if !saved.insert(save_to) => "forms.fault.save_twice",
            _ => continue,
        };
        let cause = Message::new(key).with("value", save_to);
        found.warnings.push(survey.fault_at(node.row, "save_to", cause));
    }
}

fn is_save_to(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "save_to" | "save to" | "bind::entities:saveto")
}

/// Whether others can keep a value under that name, behind `list#` or not.
fn is_property(save_to: &str) -> bool {
    let name = save_to.split_once('#').map_or(save_to, |(_, name)| name).trim();
    let reserved = matches!(name.to_lowercase().as_str(), "name" | "label");
    is_name(name) && !name.starts_with("__") && !reserved
}

/// The lists the sheet names.
fn look_through<'a>(table: &Table<'a>, found: &mut Findings) -> HashSet<&'a str> {
    let mut lists = HashSet::new();
    for column in table.unknown().filter(|column| headers::meant(column, Part::Entities).is_none()) {
        let cause = Message::new("forms.fault.entity_column").with("column", column);
        found.warnings.push(table.fault_at(0, column, cause));
    }
    for row in table.rows() {
        let list = table.cell(row, "list_name");
        let key = if list.is_empty() {
            Some("forms.fault.entity_without_list")
        } else if !lists.insert(list) {
            Some("forms.fault.entity_twice")
        } else if !is_name(list) || list.starts_with("__") || list.contains('.') {
            Some("forms.fault.entity_name")
        } else {
            None
        };
        if let Some(key) = key {
            let cause = Message::new(key).with("list", list);
            found.warnings.push(table.fault(row, "list_name", cause));
        }
        let has = |column: &str| !table.cell(row, column).is_empty();
        let lacking = match (has("entity_id"), has("create_if"), has("update_if")) {
            (false, _, true) => Some(("entity_id", "forms.fault.entity_without_id")),
            (true, true, false) => Some(("update_if", "forms.fault.entity_without_update")),
            (is_known, is_made, _) if (is_made || !is_known) && !has("label") => {
                Some(("label", "forms.fault.entity_without_label"))
            }
            _ => None,
        };
        if let Some((column, key)) = lacking.filter(|_| key.is_none()) {
            found.warnings.push(table.fault(row, column, Message::new(key).with("list", list)));
        }
        for column in EXPRESSIONS {
            let text = table.cell(row, column);
            if !text.is_empty()
                && let Err(error) = expression::parse(text)
            {
                found.warnings.push(table.fault(row, column, error.message()));
            }
        }
    }
    lists
}
