//! Survey forms (XLSForm): reading, evaluating, checking answers.
//!
//! From text to answers, in reading order:
//! - [`sheets`]: a form as tables; [`markdown`] reads them from Markdown tables
//! - [`headers`], [`kind`]: column headers and question types as people spell them
//! - [`build`]: tables into a [`form::Form`], or every [`fault::Fault`] by sheet, row and column
//! - [`expression`]: the ODK expressions; `graph`: which question waits for which
//! - [`survey`]: a form being filled in; [`answer`]: one answer as typed, kept and shown
//! - `moments`, `places`: times of day and places on earth, as typed and as kept
//! - `differences`: what means something else in other programs
//! - [`markup`]: wordings without the marks of a telephone
//! - [`condition`], [`mentions`]: what of it can be said on paper
//! - [`built_in`]: the questionnaire that comes with the program
//!
//! Invariant: bytes and answers in, values and findings out; no store, no screen, no clock.

pub mod answer;
pub mod attached;
pub mod build;
pub mod built_in;
pub mod condition;
mod differences;
pub mod expression;
pub mod fault;
pub mod form;
mod graph;
pub mod headers;
pub mod instance;
pub mod kind;
pub mod markdown;
pub mod markup;
pub mod mentions;
mod moments;
mod places;
mod resolve;
pub mod sheets;
pub mod survey;
