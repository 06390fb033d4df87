//! Papers: values in, documents out.
//!
//! A paper is a [`document::Document`]: its parts, without looks. [`rules`] (by the paper's date) and the
//! [`house`] style lay it out ([`layout::lay`]); what is laid out becomes a Word file ([`docx`]) and a
//! [`preview`], with the same text in both. Lists become workbooks ([`xlsx`]), a paper's tables too ([`sheets`]); the
//! office's own Word files are filled by [`merge`].
//!
//! A [`template`] is filled with [`values::Value`]s, each leaf knowing the record it came from; it finds them by
//! the names of [`fields`], and is checked against an [`example`]. [`catalogue`] lists the papers and who issues them, [`citation`] how they are cited.
//!
//! A survey form becomes a paper too: [`questionnaire`].
//!
//! Invariant: knows neither the store nor the screen nor a clock; the same values give the same bytes.

pub mod catalogue;
pub mod citation;
pub mod component;
pub mod document;
pub mod docx;
pub mod error;
pub mod example;
pub mod fields;
pub mod house;
pub mod laid;
pub mod layout;
pub mod merge;
pub mod metrics;
pub mod package;
pub mod preview;
pub mod questionnaire;
pub mod rules;
pub mod sheets;
pub mod template;
pub mod values;
pub mod xlsx;
mod xml;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use testing::testing_paper;
