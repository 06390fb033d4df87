//! The pieces screens are made of.
//!
//! Each keeps its own state, draws with `draw(&self, canvas, area, …)` and takes events with
//! `handle(&mut self, event, …)`, which says in an enum of its own what came of it.
//!
//! Invariant: a widget knows no record and no screen; at any size, down to nothing, it draws without fault.

pub mod checklist;
pub mod column;
pub mod field;
pub mod finder;
pub mod form;
mod form_view;
pub mod gauge;
pub mod scroll;
pub mod scroll_bar;
pub mod table;
pub mod tabs;
pub mod text_area;
pub mod text_field;
