//! The shell driven by keys: a state, keys, and what then stands on the screen or was recorded.
//!
//! Invariant: no terminal, no clock, no record: a desk of its own with a table, a form and a checklist.

mod desk;
mod keys;
mod looks;
mod sizes;
mod speed;
