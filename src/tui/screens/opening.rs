//! From one screen to what stands behind something on it: a case, the case of a cell.
//!
//! Invariant: knows how a screen is entered and nothing of what it shows.

use super::placeholder::Placeholder;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::tui::context::Context;
use crate::tui::layer::Step;

/// Opens a case.
pub fn open_case(case: &Id<Case>, cx: &mut Context) -> Step<Context> {
    cx.last_case = Some(case.clone());
    Step::push(Placeholder("go.case"))
}

/// Opens the case of a cell, beginning one where there is none.
pub fn open_case_of(_: &Id<Cell>, _: &mut Context) -> Step<Context> {
    Step::push(Placeholder("go.case"))
}
