//! What the words mean, and the rules: cells, committees, cases, gates, deadlines, sums.
//!
//! Invariant: pure. No I/O, no clock, no random, no SQL; a rule takes the date and the holiday table as
//! parameters. Domain types derive no Serialize.

pub mod calendar;
pub mod case;
pub mod case_file;
pub mod charter;
pub mod check;
pub mod codes;
pub(crate) mod data_file;
pub mod deadline;
pub mod era;
pub mod fault;
mod fields;
pub mod figures;
pub mod gate;
pub mod identity;
pub mod ids;
pub mod legal_basis;
pub mod numbering;
pub mod organisation;
pub mod paper_life;
pub mod procedure;
pub mod province;
pub mod record;
pub mod reference;
pub mod snapshot;
pub mod statement;
pub mod tax_code;
