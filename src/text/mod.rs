//! Vietnamese text: folding, sorting, legacy encodings, dates and numbers as written, and the codes that
//! `assets/locales` turns into sentences.
//!
//! Invariant: the lowest room. Knows no other module of the crate, no file, no clock.

pub mod locale;
pub mod message;
