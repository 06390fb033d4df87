//! The program in a real terminal, worked by key presses: its shell, its text fields under typing engines, its
//! first start and its bad ends, and the whole way of a case.

#![allow(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod support;

#[path = "support/terminal.rs"]
mod screen;

#[path = "terminal/main_job.rs"]
mod main_job;
#[path = "terminal/shell.rs"]
mod shell;
#[path = "terminal/starting.rs"]
mod starting;
#[path = "terminal/survey.rs"]
mod survey;
#[path = "terminal/templates.rs"]
mod templates;
#[path = "terminal/typing.rs"]
mod typing;
