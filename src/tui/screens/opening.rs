//! From one screen to what stands behind something on it: a case, the case of a cell.
//!
//! Invariant: knows how a screen is entered and nothing of what it shows.

use super::case::CaseScreen;
use super::cases::{Cases, Facets};
use super::outcome::{refused, told};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::organisation::Cell;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::layer::Step;

/// Opens a case.
pub fn open_case(case: &Id<Case>, cx: &mut Context) -> Step<Context> {
    match CaseScreen::new(case.clone(), cx) {
        Ok(screen) => Step::push(screen),
        Err(error) => refused(&error, cx),
    }
}

/// Opens the case of a cell, beginning one where there is none.
pub fn open_case_of(cell: &Id<Cell>, cx: &mut Context) -> Step<Context> {
    match cx.office.case_on_its_way(cell) {
        Ok(Some(case)) => open_case(&case, cx),
        Ok(None) => {
            let opened = cx.office.open_cases(std::slice::from_ref(cell));
            let case = opened.as_ref().ok().and_then(|cases| cases.first()).cloned();
            let step = told(opened, Message::new("screen.cases.opened").with("count", 1), cx);
            match case {
                Some(case) => step.then(open_case(&case, cx)),
                None => step,
            }
        }
        Err(error) => refused(&error, cx),
    }
}

/// Opens the list of the cases behind a number.
pub fn list_cases(facets: Facets, cx: &mut Context) -> Step<Context> {
    Step::push(Cases::with(cx, facets))
}
