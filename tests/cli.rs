//! The command line from outside: what it answers, how it refuses, and the whole way of a case by commands.

#![allow(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod support;

#[path = "cli/details.rs"]
mod details;
#[path = "cli/forms.rs"]
mod forms;
#[path = "cli/guidance.rs"]
mod guidance;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/imports.rs"]
mod imports;
#[path = "cli/journal.rs"]
mod journal;
#[path = "cli/lists.rs"]
mod lists;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/paper_register.rs"]
mod paper_register;
#[path = "cli/procedure.rs"]
mod procedure;
#[path = "cli/registers.rs"]
mod registers;
#[path = "cli/stores.rs"]
mod stores;
#[path = "cli/templates.rs"]
mod templates;
#[path = "cli/usage.rs"]
mod usage;
