//! The use cases, one file each: the one door to everything below, and the gate-keeper.
//!
//! Invariant: screen and command line change nothing but through here; here nothing is worded for people.

mod acting;
pub mod clock;
pub mod desk;
pub mod error;
mod import_cells;
mod import_members;
mod import_movements;
mod import_places;
pub mod import_plan;
pub mod imports;
pub mod journal;
mod names;
pub mod overview;
mod procedures;
pub mod records;
pub mod reports;
pub mod sample;
mod setup;
