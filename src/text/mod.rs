//! Vietnamese text: folding, sorting, legacy encodings, dates and numbers as written, and the codes that
//! `assets/locales` turns into sentences.
//!
//! - [`clean`]: the door: what may stay of a text that comes in
//! - [`fold`], [`search`]: finding without accents
//! - [`sort`]: the order a Vietnamese reader expects
//! - [`letters`], [`syllable`], [`tone`]: what the alphabet and a syllable are, where the tone mark stands
//! - [`legacy`]: TCVN3, VNI and CP1258 back to Unicode
//! - [`dates`], [`numbers`]: as officers write them
//! - [`typing`], [`composition`]: the edit state of a field of one line, and Telex and VNI of our own
//! - [`locale`], [`message`]: wording
//!
//! Invariant: the lowest room. Knows no other module of the crate, no file, no clock.

pub mod clean;
pub mod composition;
pub mod dates;
pub mod difference;
pub mod fold;
pub mod legacy;
pub mod letters;
pub mod locale;
pub mod message;
pub mod numbers;
pub mod search;
pub mod sort;
pub mod syllable;
pub mod tone;
pub mod typing;
