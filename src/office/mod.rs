//! The use cases, one file each: the one door to everything below, and the gate-keeper.
//!
//! Invariant: screen and command line change nothing but through here; here nothing is worded for people.

pub mod clock;
pub mod error;
