//! The use cases, one file each: the one door to everything below, and the gate-keeper.
//!
//! Invariant: screen and command line change nothing but through here; here nothing is worded for people.

#[cfg(test)]
pub(crate) mod testing;

mod acting;
pub mod assessments;
mod case_file;
pub mod cases;
pub mod cells;
pub mod changes;
pub mod choices;
pub mod clock;
mod days;
pub mod desk;
pub mod dossiers;
pub mod error;
pub mod export;
mod export_files;
pub mod export_surveys;
pub mod form_versions;
pub mod forms;
mod gate;
pub mod handover;
mod import_cells;
mod import_members;
mod import_movements;
mod import_places;
pub mod import_plan;
pub mod import_submissions;
pub mod imports;
mod in_file;
pub mod journal;
pub mod lists;
pub mod making;
pub mod moves;
mod names;
mod namesakes;
mod occasion;
pub mod opinions;
mod out_file;
mod out_names;
pub mod overview;
mod paper_name;
pub mod paper_register;
pub mod papers;
pub mod pdf;
mod procedures;
pub mod records;
mod refresh;
pub mod registers;
pub mod rehearsal;
pub mod reports;
pub mod sample;
mod setup;
mod snapshots;
mod still_fits;
pub mod submission_cases;
mod submission_media;
pub mod survey_amendments;
pub mod survey_files;
pub mod survey_place;
pub mod survey_print;
mod survey_register;
pub mod surveys;
pub mod templates;
pub mod views;
