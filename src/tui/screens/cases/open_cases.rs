//! Opening cases for cells that have none: chosen from a list, or all of them.
//!
//! Invariant: nothing is opened that was not ticked or asked for as a whole.

use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;

/// Which cells?
pub(super) fn ask(cx: &Context) -> Step<Context> {
    let rows = match cx.office.cells_without_case() {
        Ok(rows) => rows,
        Err(error) => return refused(&error, cx),
    };
    let choices: Vec<Choice> = rows
        .iter()
        .map(|row| {
            let total = row.total.map(|total| total.to_string());
            let note: Vec<&str> = [row.district.as_deref(), total.as_deref()].into_iter().flatten().collect();
            let note = note.join(" · ");
            Choice::new(row.id.as_str(), row.name.as_str()).note(note)
        })
        .collect();
    Step::push(Pick::several("case.open", "action.case.open", &choices, &[], cx.settings()))
}

/// Opens a case for each of these cells.
pub(super) fn open(cells: &[String], cx: &mut Context) -> Step<Context> {
    if cells.is_empty() {
        return Step::Say(Toast::note(Message::new("screen.cases.nothing_ticked")));
    }
    let cells: Vec<Id<Cell>> = cells.iter().map(|cell| Id::new(cell.as_str())).collect();
    let opened = cx.office.open_cases(&cells);
    told(opened, Message::new("screen.cases.opened").with("count", cells.len()), cx)
}

/// Opens a case for every cell without one.
pub(super) fn open_all(cx: &mut Context) -> Step<Context> {
    match cx.office.cells_without_case() {
        Ok(rows) => {
            let cells: Vec<String> = rows.into_iter().map(|row| row.id).collect();
            open(&cells, cx)
        }
        Err(error) => refused(&error, cx),
    }
}
