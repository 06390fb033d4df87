//! What is wrong with a command line, as a message in place of clap's own words.
//!
//! Invariant: every answer here ends in exit status 2, help and version excepted.

use super::failure::Failure;
use crate::text::message::Message;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Turns clap's error into ours.
pub(super) fn failure(error: &Error, command: clap::Command, typed: &[OsString]) -> Failure {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Failure::Asked(error.render().to_string()),
        _ => Failure::Usage(message(error), see_help(&path(command, typed))),
    }
}

/// How to see the usage of a command.
pub(super) fn see_help(command: &str) -> Message {
    Message::new("cli.usage.see_help").with("command", command)
}

fn message(error: &Error) -> Message {
    // Clap's dots for several values would run into our full stop.
    let argument = words(error, ContextKind::InvalidArg).replace("...", "");
    let value = words(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Message::new("cli.usage.missing_command")
        }
        ErrorKind::InvalidSubcommand => {
            let typed = words(error, ContextKind::InvalidSubcommand);
            suggest(
                Message::new("cli.usage.unknown_command"),
                "cli.usage.unknown_command_near",
                error,
                ContextKind::SuggestedSubcommand,
            )
            .with("value", typed)
        }
        ErrorKind::UnknownArgument => suggest(
            Message::new("cli.usage.unknown_argument"),
            "cli.usage.unknown_argument_near",
            error,
            ContextKind::SuggestedArg,
        )
        .with("value", argument),
        ErrorKind::MissingRequiredArgument => {
            Message::new("cli.usage.missing_argument").with("argument", argument)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Message::new("cli.usage.missing_value").with("argument", argument)
        }
        ErrorKind::InvalidValue => Message::new("cli.usage.invalid_value")
            .with("value", value)
            .with("argument", argument)
            .with("choices", words(error, ContextKind::ValidValue)),
        ErrorKind::ValueValidation => {
            // Our value parsers answer with a locale key; clap's own with English.
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            if cause.starts_with("text.") || cause.starts_with("cli.") {
                Message::new(cause)
                    .with("text", value.clone())
                    .with("value", value)
                    .with("argument", argument)
            } else {
                Message::new("cli.usage.wrong_value").with("value", value).with("argument", argument)
            }
        }
        ErrorKind::ArgumentConflict => Message::new("cli.usage.conflict")
            .with("argument", argument)
            .with("other", words(error, ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Message::new("cli.usage.number_of_values").with("argument", argument)
        }
        ErrorKind::InvalidUtf8 => Message::new("cli.usage.not_unicode"),
        _ => Message::new("cli.usage.wrong"),
    }
}

/// The message, or the one that names what was likely meant.
fn suggest(message: Message, near: &'static str, error: &Error, kind: ContextKind) -> Message {
    // Of several, clap puts the likeliest last.
    let meant = match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word),
        Some(ContextValue::Strings(words)) => words.last(),
        _ => None,
    };
    meant.map_or(message, |meant| Message::new(near).with("near", meant))
}

fn words(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The command that was being typed: `chuyengiao case open`.
fn path(command: clap::Command, typed: &[OsString]) -> String {
    let mut path = command.get_name().to_owned();
    let mut here = command;
    for word in typed.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(below) = here.find_subcommand(word).cloned() {
            path = format!("{path} {}", below.get_name());
            here = below;
        }
    }
    path
}
