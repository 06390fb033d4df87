//! Parses the command line, runs it, prints the error: the only place that does.

use chuyengiao::cli::{self, Voice};
use std::process::ExitCode;

fn main() -> ExitCode {
    let say = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !chuyengiao::exchange::is_shielded() {
            say(panic);
        }
    }));
    let typed: Vec<std::ffi::OsString> = std::env::args_os().collect();
    // The language and the form of an error hold even for a command line that can't be read.
    let voice = Voice::heard(&typed);
    match cli::parse(&typed, &voice).and_then(|arguments| cli::run(arguments, &voice)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&voice),
    }
}
