//! Help in the chosen language: clap's tree, with every text from the locale.
//!
//! `cli.help.<command>.about` is what a command does, `cli.help.<command>.<argument>` what an argument is for;
//! failing that, `cli.argument.<argument>`. `cli.value.<NAME>` is how a value is called in usage lines.
//!
//! Invariant: nothing that clap words itself is shown, but the names of options.

use super::arguments::{self, Arguments};
use super::failure::Outcome;
use super::voice::Voice;
use crate::text::locale::Locale;
use clap::{Arg, ArgAction, Args, Command, CommandFactory};
use std::ffi::OsString;

/// Arguments of `help`.
#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    #[arg(value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// `chuyengiao help case open` is `chuyengiao case open --help`.
pub(super) fn run(args: &HelpArgs, voice: &Voice) -> Outcome {
    let words = args.command.iter().cloned();
    let typed: Vec<OsString> =
        std::iter::once("chuyengiao".into()).chain(words).chain(std::iter::once("--help".into())).collect();
    arguments::parse(&typed, voice).map(drop)
}

/// The command tree with its texts.
pub(super) fn command(locale: &Locale) -> Command {
    let root = Arguments::command()
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version))
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true));
    let mut root = worded(root, locale, "cli.help.main");
    // The usage lines are clap's own, made when the tree is built; only then can their one word be ours.
    root.build();
    with_usage(root, locale)
}

/// Puts our word for `[OPTIONS]` in the usage lines of a built tree.
fn with_usage(mut command: Command, locale: &Locale) -> Command {
    let usage = command.render_usage().to_string();
    let usage =
        usage.strip_prefix("Usage: ").unwrap_or(&usage).replace("OPTIONS", locale.text("cli.value.OPTIONS"));
    let usage = arguments_first(&command, &usage, locale);
    command.override_usage(usage).mut_subcommands(|below| with_usage(below, locale))
}

/// Moves the arguments before the options: an option that takes several values would swallow what follows.
fn arguments_first(command: &Command, usage: &str, locale: &Locale) -> String {
    let arguments: Vec<String> = command.get_positionals().map(|argument| format!(" {argument}")).collect();
    let arguments = arguments.concat();
    let options = format!(" [{}]", locale.text("cli.value.OPTIONS"));
    match usage.strip_suffix(arguments.as_str()) {
        Some(rest) if !arguments.is_empty() => rest.replacen(&options, &format!("{arguments}{options}"), 1),
        _ => usage.to_owned(),
    }
}

/// Puts in the texts of one command and all below it.
fn worded(command: Command, locale: &Locale, path: &str) -> Command {
    let usage = locale.text("cli.heading.usage");
    let template = format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n");
    let mut place = 0;
    let mut command = command
        .about(locale.text(&format!("{path}.about")).to_owned())
        .help_template(template)
        .subcommand_help_heading(locale.text("cli.heading.commands").to_owned())
        .subcommand_value_name(locale.text("cli.value.COMMAND").to_owned())
        .mut_args(|argument| {
            place += 1;
            worded_argument(argument, locale, path).display_order(place)
        });
    if let Some(more) = locale.find(&format!("{path}.more")) {
        command = command.after_help(more.to_owned());
    }
    let base = if path == "cli.help.main" { "cli.help" } else { path };
    command.mut_subcommands(|sub| {
        let below = format!("{base}.{}", sub.get_name());
        worded(sub, locale, &below)
    })
}

fn worded_argument(argument: Arg, locale: &Locale, path: &str) -> Arg {
    let id = argument.get_id().as_str().to_owned();
    let (own, common) = (format!("{path}.{id}"), format!("cli.argument.{id}"));
    let text = locale.find(&own).unwrap_or_else(|| locale.text(&common)).to_owned();
    let heading = match () {
        () if argument.is_positional() => "cli.heading.arguments",
        () if argument.is_global_set() || matches!(id.as_str(), "version" | "help") => "cli.heading.global",
        () => "cli.heading.options",
    };
    let names: Option<Vec<String>> = argument.get_value_names().map(|names| {
        names
            .iter()
            .map(|name| locale.find(&format!("cli.value.{name}")).unwrap_or(name).to_owned())
            .collect()
    });
    let takes_value = argument.get_action().takes_values();
    let mut argument = argument.help(text).help_heading(locale.text(heading).to_owned());
    if takes_value {
        argument = argument.hide_possible_values(true).hide_default_value(true);
        if let Some(names) = names {
            argument = argument.value_names(names);
        }
    }
    argument
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::locale::Language;

    /// Every command and every argument has a text in both languages.
    #[test]
    fn nothing_is_without_help() {
        for language in [Language::Vietnamese, Language::English] {
            let locale = Locale::new(language);
            let mut bare = Vec::new();
            look(&command(&locale), "", &mut bare);
            assert!(bare.is_empty(), "{language:?}: {bare:#?}");
        }
    }

    /// Every kind of value has a word in both languages.
    #[test]
    fn no_value_is_without_a_word() {
        fn values<'a>(command: &'a Command, names: &mut Vec<&'a str>) {
            let taking = command.get_arguments().filter(|argument| argument.get_action().takes_values());
            let named = taking.filter_map(Arg::get_value_names);
            names.extend(named.flatten().map(clap::builder::Str::as_str));
            command.get_subcommands().for_each(|below| values(below, names));
        }
        let tree = Arguments::command();
        let mut names = Vec::new();
        values(&tree, &mut names);
        for language in [Language::Vietnamese, Language::English] {
            let locale = Locale::new(language);
            names.retain(|name| locale.find(&format!("cli.value.{name}")).is_none());
            assert!(names.is_empty(), "{language:?}: {names:?}");
        }
    }

    fn look(command: &Command, path: &str, bare: &mut Vec<String>) {
        let path = format!("{path} {}", command.get_name());
        let worded =
            |text: Option<String>| text.is_some_and(|text| !text.is_empty() && !text.starts_with("cli."));
        if !worded(command.get_about().map(ToString::to_string)) {
            bare.push(path.clone());
        }
        for argument in command.get_arguments() {
            if !worded(argument.get_help().map(ToString::to_string)) {
                bare.push(format!("{path} {}", argument.get_id()));
            }
            for name in argument.get_value_names().unwrap_or_default() {
                if argument.get_action().takes_values() && name.starts_with("cli.") {
                    bare.push(format!("{path} {name}"));
                }
            }
        }
        for sub in command.get_subcommands() {
            look(sub, &path, bare);
        }
    }

    /// The help of every command, as people read it; the global options once, they are the same everywhere.
    #[test]
    fn help_of_every_command() {
        for language in [Language::Vietnamese, Language::English] {
            let locale = Locale::new(language);
            let mut all = String::new();
            print(&command(&locale), "", locale.text("cli.heading.global"), &mut all);
            if language == Language::Vietnamese {
                for word in ["Usage", "OPTIONS", "Options", "Print help", "possible values", "default:"] {
                    assert!(!all.contains(word), "{word}");
                }
            }
            insta::with_settings!({ snapshot_path => "../../tests/cli/snapshots", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("help_{}", language.code()), all);
            });
        }
    }

    fn print(command: &Command, path: &str, global: &str, all: &mut String) {
        let help = command.clone().term_width(100).render_help().to_string();
        let own = help.lines().take_while(|line| path.is_empty() || !line.starts_with(global));
        let own: Vec<&str> = own.collect();
        let path = format!("{path} {}", command.get_name());
        all.push_str(&format!("${path}\n{}\n\n", own.join("\n").trim_end()));
        for below in command.get_subcommands() {
            print(below, &path, global, all);
        }
    }

    #[test]
    fn clap_finds_no_fault_in_the_tree() {
        command(&Locale::new(Language::English)).debug_assert();
    }
}
