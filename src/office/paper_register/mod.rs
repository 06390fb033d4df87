//! The register of papers: numbers set aside and given, what became of each paper, papers that came in, and which
//! ones show figures that have changed since.
//!
//! Invariant: nothing is numbered by itself; every step has its day and is one entry of the journal.

mod bodies;
mod incoming;
mod life;
mod list;
mod numbers;
mod scans;
mod stale;
#[cfg(test)]
mod tests;

pub(super) use bodies::is_own_symbol;
pub use incoming::Incoming;
pub use life::Ending;
pub(super) use life::{checked_after_edit, end_replaced, refuse_disorder};
pub use list::{RegisterFilter, RegisteredPaper, stage_of};
pub use numbers::{NextNumber, Reservation};
pub(super) use numbers::{refuse_taken, symbol_of_issuer};
pub(super) use stale::Memo;
pub use stale::{StaleAtHand, StaleFound};
