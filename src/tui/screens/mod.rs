//! The screens: overview, cases, one case, dossiers, agenda, registers, reports, journal.
//!
//! A screen is a layer over [`Context`](super::context::Context). The table of [`home`] says which screen a
//! digit opens; a new screen is a file here, a line there, and its action's keys and label.
//!
//! Invariant: reads from the office when entered and on `Refresh`, never while drawing.

pub mod agenda;
pub mod case;
pub mod cases;
pub mod dossiers;
mod files;
mod find;
pub mod first_start;
pub mod home;
pub mod import;
pub mod journal;
mod lines;
mod lines_of_text;
mod list_out;
pub mod moment;
pub mod opening;
pub mod outcome;
pub mod outline;
pub mod overview;
pub mod paper_register;
pub mod paper_steps;
pub mod papers;
pub mod registers;
pub mod reports;
pub mod side_list;
pub mod submissions;
pub mod survey;
pub mod templates;
#[cfg(test)]
pub(super) mod testing;
pub mod wording;
