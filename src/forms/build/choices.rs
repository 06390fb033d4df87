//! The choices sheet into choice lists.
//!
//! Invariant: a choice has a code; the rows of a list need not stand together.

use super::super::form::Choice;
use super::Findings;
use super::table::Table;
use crate::text::message::Message;
use std::collections::BTreeMap;

pub(super) fn read(table: &Table<'_>, found: &mut Findings) -> BTreeMap<String, Vec<Choice>> {
    let mut lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for row in table.rows() {
        if row.is_blank() {
            continue;
        }
        let (list, code) = (table.cell(row, "list_name"), table.cell(row, "name"));
        if list.is_empty() {
            let cause = Message::new("forms.fault.choice_without_list");
            found.faults.push(table.fault(row, "list_name", cause));
            continue;
        }
        if code.is_empty() {
            let cause = Message::new("forms.fault.choice_without_name").with("list", list);
            found.faults.push(table.fault(row, "name", cause));
            continue;
        }
        if code.contains(' ') {
            // Several codes in one answer are kept apart by spaces.
            let cause = Message::new("forms.fault.choice_with_space").with("code", code);
            found.faults.push(table.fault(row, "name", cause));
            continue;
        }
        let choices = lists.entry(list.to_owned()).or_default();
        if choices.iter().any(|choice| choice.code == code) {
            let cause = Message::new("forms.fault.choice_twice").with("list", list).with("code", code);
            found.warnings.push(table.fault(row, "name", cause));
        }
        choices.push(Choice {
            code: code.to_owned(),
            label: table.texts(row, "label"),
            columns: table.extra(row),
        });
    }
    lists
}
