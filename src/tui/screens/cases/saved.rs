//! A view as it is kept: what is searched and narrowed, the order, the columns.
//!
//! Invariant: a view written by an older program can be read; what it doesn't know is left as it is.

use super::facets::{Due, Facets};
use crate::tui::widgets::table::Table;
use serde::{Deserialize, Serialize};

/// The text of a saved view.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Definition {
    find: String,
    stage: Option<(String, String)>,
    receiver: Option<(String, String)>,
    officer: Option<(String, String)>,
    due: Option<String>,
    waiting: bool,
    all_states: bool,
    sort: Option<(String, bool)>,
    columns: Vec<(String, bool)>,
}

impl Definition {
    /// Of what is shown now.
    pub(super) fn of(find: &str, facets: &Facets, table: &Table) -> Self {
        Self {
            find: find.to_owned(),
            stage: facets.stage.clone(),
            receiver: facets.receiver.clone(),
            officer: facets.officer.clone(),
            due: facets.due.map(|due| due.code().to_owned()),
            waiting: facets.waiting,
            all_states: facets.all_states,
            sort: table.sorted.map(|(column, upwards)| (column.to_owned(), upwards)),
            columns: table.columns.iter().map(|column| (column.id.to_owned(), column.shown)).collect(),
        }
    }

    /// As text for the store.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the text of the store.
    pub(super) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Puts order and columns into a table, and answers what is searched and narrowed.
    pub(super) fn apply(self, table: &mut Table) -> (String, Facets) {
        let place = |id: &str| self.columns.iter().position(|(column, _)| column == id);
        table.columns.sort_by_key(|column| place(column.id).unwrap_or(usize::MAX));
        for column in &mut table.columns {
            if let Some(at) = place(column.id) {
                column.shown = self.columns[at].1;
            }
        }
        let sorted = self.sort.and_then(|(id, upwards)| {
            table.columns.iter().find(|column| column.id == id).map(|column| (column.id, upwards))
        });
        table.sorted = sorted.or(table.sorted);
        let facets = Facets {
            stage: self.stage,
            receiver: self.receiver,
            officer: self.officer,
            due: self.due.as_deref().and_then(Due::parse),
            waiting: self.waiting,
            all_states: self.all_states,
        };
        (self.find, facets)
    }
}
