//! What the words mean, and the rules: cells, committees, cases, gates, deadlines, sums.
//!
//! Invariant: pure. No I/O, no clock, no random, no SQL; a rule takes the date and the holiday table as
//! parameters. Domain types derive no Serialize.

pub mod codes;
pub mod fault;
