//! `chuyengiao completions SHELL`: what the shell needs to complete our commands.
//!
//! Invariant: made from the same tree that is parsed.

use super::failure::Outcome;
use super::help;
use super::session::Session;
use clap::Args;
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, session: &Session) -> Outcome {
    let output = session.output();
    let mut command = help::command(output.locale());
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output.text(&String::from_utf8_lossy(&script))
}
