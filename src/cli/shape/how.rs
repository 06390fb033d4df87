//! How what a gate lacks is supplied on the command line: the commands to type, from the locale.
//!
//! Invariant: a command here is one the program takes; what only a person knows stands in capitals.

use crate::domain::case_file::CaseFile;
use crate::domain::gate::TARGET;
use crate::text::locale::Locale;
use crate::text::message::{Message, Word};

/// Where the wording of what is lacking stands.
const LACK: &str = "gate.lack.";

/// The commands that supply what is lacking, each once, in order.
pub(super) fn commands(lacking: &[Message], file: &CaseFile, locale: &Locale) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for command in lacking.iter().flat_map(|lack| of(lack, file, locale)) {
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands
}

fn of(lack: &Message, file: &CaseFile, locale: &Locale) -> Vec<String> {
    // What is not worded as a lack is a finding of the Charter check.
    let code = lack.key.strip_prefix(LACK).unwrap_or("charter");
    let target = lack.value(TARGET).and_then(Word::text).unwrap_or_default();
    let keys = [format!("cli.how.{code}.{target}"), format!("cli.how.{code}")];
    let Some(key) = keys.into_iter().find(|key| locale.find(key).is_some()) else { return Vec::new() };
    // A lack that names several parties is supplied by one command each.
    let parties = lack.value("parties").map(codes).unwrap_or_default();
    let parties = if parties.is_empty() { vec![String::new()] } else { parties };
    let said = parties.into_iter().map(|party| {
        let mut message = Message::new(key.clone()).with("party", party);
        for (name, value) in &lack.values {
            let codes = codes(value).join(", ");
            message = message.with(format!("{name}_code"), codes).with_word(name.clone(), value.clone());
        }
        locale.say(&named(message, file))
    });
    said.flat_map(|said| said.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What the commands call the case and what belongs to it.
fn named(message: Message, file: &CaseFile) -> Message {
    let enterprise = file.enterprise.as_ref().map_or("…", |enterprise| &enterprise.name);
    let dossier = file.dossier.as_ref().map_or("…", |(dossier, _)| &dossier.code);
    message
        .with("case", &file.case.code)
        .with("cell", &file.cell.name)
        .with("enterprise", enterprise)
        .with("dossier", dossier)
}

/// The codes of `code.outcome.transfer`, `code.outcome.stay`: the last words of its keys.
fn codes(value: &Word) -> Vec<String> {
    let keys = value.keys().iter().filter(|key| key.starts_with("code."));
    keys.filter_map(|key| key.rsplit('.').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::locale::Language;
    use clap::CommandFactory;

    /// Every sentence of `gate.lack` has its command, in both languages, and each is one that is taken.
    #[test]
    fn everything_that_can_be_lacking_has_a_command() {
        let known = crate::cli::Arguments::command();
        for language in [Language::Vietnamese, Language::English] {
            let locale = Locale::new(language);
            let lacks: Vec<&str> = locale.keys().filter(|key| key.starts_with(LACK)).collect();
            assert!(lacks.len() > 50, "{}", lacks.len());
            for lack in lacks {
                let how = format!("cli.how.{}", lack.trim_start_matches(LACK));
                let found = locale.keys().any(|key| key == how || key.starts_with(&format!("{how}.")));
                assert!(found, "{language:?}: {how}");
            }
            for key in locale.keys().filter(|key| key.starts_with("cli.how.")) {
                for line in locale.text(key).lines() {
                    is_taken(&known, line);
                }
            }
        }
    }

    fn is_taken(known: &clap::Command, line: &str) {
        let mut words = line.split(' ');
        assert_eq!(words.next(), Some("chuyengiao"), "{line}");
        let mut command = known;
        for word in words {
            if let Some(below) = command.find_subcommand(word) {
                command = below;
            } else if let Some(option) = word.strip_prefix("--") {
                let own = command.get_arguments().chain(known.get_arguments());
                let taken = own.filter_map(|argument| argument.get_long()).any(|long| long == option);
                assert!(taken, "{option}: {line}");
            }
        }
        assert!(command.get_name() != known.get_name(), "{line}");
    }

    #[test]
    fn codes_are_the_last_words_of_keys() {
        let keys = ["cell", "owner"].map(|party| format!("code.opinion_party.{party}")).to_vec();
        assert_eq!(codes(&Word::Keys(keys)), ["cell", "owner"]);
        assert!(codes(&Word::Text("code.opinion_party.cell".into())).is_empty());
    }
}
