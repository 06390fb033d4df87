//! How a command can end badly, and what exit status and tone that has.
//!
//! Invariant: 1 is refused or failed, 2 is wrong usage; a reader that went away is no failure.

use super::voice::Voice;
use crate::office::error::{Blame, Error};
use crate::store::cause;
use crate::text::clean::{shown, shown_json};
use crate::text::message::{Message, Word};
use crate::tui::width::fit_middle;
use serde::Serialize;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// The largest file of a passphrase or a matching of columns.
const SMALL_FILE: u64 = 256 * 1024;

/// Columns of a value that is quoted in a sentence.
const QUOTED: usize = 300;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The command line itself: what is wrong with it, and how to see its usage.
    Usage(Message, Message),
    /// Text that was asked for instead of a command: help, the version.
    Asked(String),
    /// The office refused or failed.
    Refused(Box<Error>),
    /// The answer itself said that all is not well.
    Told,
    /// Whoever reads our output went away.
    Closed,
    /// The output could not be written.
    Output(io::Error),
}

/// What a command answers.
pub(super) type Outcome<T = ()> = Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Output(error) }
    }
}

/// An error as scripts read it.
#[derive(Debug, Serialize)]
struct ErrorAnswer {
    error: ErrorObject,
}

/// What scripts are told of an error.
#[derive(Debug, Serialize)]
pub(super) struct ErrorObject {
    /// `yours`, `file`, `program` or `usage`.
    kind: &'static str,
    pub(super) message: String,
    fix: Option<String>,
    /// The stable code of the message.
    code: String,
    details: Vec<String>,
}

impl Failure {
    /// A file that can't be read or written.
    pub(super) fn of_file(path: &std::path::Path, error: &io::Error) -> Self {
        let message = Message::new(match error.kind() {
            io::ErrorKind::NotFound => "cli.file.not_found",
            io::ErrorKind::PermissionDenied => "cli.file.no_permission",
            _ => "cli.file.unreadable",
        });
        Error::file(message.with("path", path.display()).with_word("detail", cause(error))).into()
    }

    /// The text of a file that is a few lines long; one that never ends must not fill the memory.
    pub(super) fn small_text(path: &std::path::Path) -> Outcome<String> {
        let mut bytes = Vec::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(SMALL_FILE + 1).read_to_end(&mut bytes))
            .map_err(|error| Self::of_file(path, &error))?;
        if bytes.len() as u64 > SMALL_FILE {
            return Err(Error::file(Message::new("cli.file.too_large").with("path", path.display())).into());
        }
        String::from_utf8(bytes)
            .map_err(|error| Self::of_file(path, &io::Error::new(io::ErrorKind::InvalidData, error)))
    }

    /// Says it, and answers with the exit status.
    pub fn report(self, voice: &Voice) -> ExitCode {
        match self {
            // Nobody is left to be told when even this can't be written.
            Self::Asked(text) => {
                let _ = io::stdout().lock().write_all(text.as_bytes());
                ExitCode::SUCCESS
            }
            Self::Told => ExitCode::FAILURE,
            Self::Closed => ExitCode::SUCCESS,
            Self::Usage(message, fix) => {
                tell(voice, "usage", &message, Some(&fix), &[]);
                ExitCode::from(2)
            }
            Self::Refused(error) => {
                let Error { blame, message, fix, details } = *error;
                tell(voice, blame.code(), &message, fix.as_ref(), &details);
                ExitCode::FAILURE
            }
            Self::Output(error) => {
                let message = Message::new("cli.output_failed").with("detail", error);
                tell(voice, Blame::File.code(), &message, None, &[]);
                ExitCode::FAILURE
            }
        }
    }
}

/// The message with values as long as a sentence may quote: what was given may be a file's worth of text.
fn quoted(message: &Message) -> Message {
    let mut message = message.clone();
    for (_, word) in &mut message.values {
        if let Word::Text(text) = word {
            *text = fit_middle(text, QUOTED).into_owned();
        }
    }
    message
}

/// Says on stderr that the office refused; answers with what a script reads of it in an answer of its own.
pub(super) fn refusal(error: &Error, voice: &Voice) -> ErrorObject {
    say(voice, error.blame.code(), &error.message, error.fix.as_ref(), &error.details)
}

fn tell(voice: &Voice, kind: &'static str, message: &Message, fix: Option<&Message>, details: &[Message]) {
    let error = say(voice, kind, message, fix, details);
    if voice.json
        && let Ok(text) = serde_json::to_string_pretty(&ErrorAnswer { error })
    {
        let _ = writeln!(io::stdout().lock(), "{}", shown_json(&text));
    }
}

fn say(
    voice: &Voice,
    kind: &'static str,
    message: &Message,
    fix: Option<&Message>,
    details: &[Message],
) -> ErrorObject {
    let locale = &voice.locale;
    let message = &quoted(message);
    // Not every sentence has a companion that says what to do.
    let fix = fix.filter(|fix| locale.find(&fix.key).is_some()).map(|fix| locale.say(&quoted(fix)));
    let said = locale.say(message);
    let details: Vec<String> = details.iter().map(|detail| locale.say(&quoted(detail))).collect();
    let mut stderr = io::stderr().lock();
    let sentences = fix.as_ref().map_or_else(|| said.clone(), |fix| format!("{said} {fix}"));
    let _ = writeln!(stderr, "{}", shown(&sentences));
    for detail in &details {
        let _ = writeln!(stderr, "- {}", shown(detail));
    }
    ErrorObject { kind, message: said, fix, code: message.key.to_string(), details }
}
