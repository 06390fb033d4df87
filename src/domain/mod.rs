//! What the words mean, and the rules: cells, committees, cases, gates, deadlines, sums.
//!
//! Invariant: pure. No I/O, no clock, no random, no SQL; a rule takes the date and the holiday table as
//! parameters. Domain types derive no Serialize.

pub mod case;
pub mod case_file;
pub mod codes;
pub mod fault;
pub mod ids;
pub mod organisation;
pub mod reference;
pub mod statement;
