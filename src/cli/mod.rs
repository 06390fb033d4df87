//! The command line: one file per command.
//!
//! Invariant: knows no SQL and no file format; every change goes through `office`.
