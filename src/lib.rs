//! **chuyengiao**: a terminal case manager for handing over party organisations.
//!
//! The map, in reading order; arrows point one way, left to right, and nothing points back:
//! `text ← domain ← forms ← {store, papers, exchange} ← office ← {cli, tui} ← main`.
//!
//! - [`text`]: Vietnamese text: folding, sorting, legacy encodings, dates and numbers as written, messages
//! - [`domain`]: what the words mean, and the rules; pure, no I/O, no clock of its own
//! - [`forms`]: survey forms: reading, evaluating, checking answers
//! - [`store`]: the SQLite file: opening, migrations, the journal, undo, queries
//! - [`papers`]: values in, documents out: layout rules, Word files, previews
//! - [`exchange`]: bytes in, values out: workbooks
//! - [`office`]: the use cases: the one door to everything below, and the gate-keeper
//! - [`cli`]: one file per command
//! - [`tui`]: the terminal: event loop, layers, screens, widgets
//!
//! Invariant: `store`, `papers` and `exchange` do not know one another; only `office` joins them. Below
//! `office` nothing is worded for people: values and [`text::message::Message`] codes only.

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod forms;
pub mod office;
pub mod papers;
pub mod store;
pub mod text;
pub mod tui;
