//! `chuyengiao man`: the manual page, all commands in one.
//!
//! Invariant: made from the same tree that is parsed.

use super::failure::Outcome;
use super::help;
use super::session::Session;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

pub(super) fn run(session: &Session) -> Outcome {
    let output = session.output();
    let mut root = help::command(output.locale());
    root.build();
    let mut page = Vec::new();
    Man::new(root.clone()).render(&mut page)?;
    let mut commands = Roff::new();
    for command in root.get_subcommands() {
        describe(command, "", &mut commands);
    }
    commands.to_writer(&mut page)?;
    output.text(&String::from_utf8_lossy(&page))
}

/// A section per command: what it does, and its own arguments.
fn describe(command: &Command, path: &str, page: &mut Roff) {
    let path = format!("{path} {}", command.get_name()).trim().to_owned();
    if command.has_subcommands() {
        for below in command.get_subcommands() {
            describe(below, &path, page);
        }
        if command.get_positionals().next().is_none() {
            return;
        }
    }
    page.control("SH", [path.to_uppercase().as_str()]);
    page.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
        page.control("TP", []);
        page.text([bold(argument.to_string())]);
        page.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}
