//! Why something was refused or failed: whose matter it is, one sentence, what to do, and the details.
//!
//! Invariant: codes and values; the edge words them.

use super::clock::on_the_wall;
use crate::text::message::Message;

/// Whose matter a failure is; it decides the tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// What was asked can't be done as asked.
    Yours,
    /// A file or a disk is not as it should be.
    File,
    /// The program itself went wrong.
    Program,
}

impl Blame {
    /// The word in JSON, and the key `error.blame.<word>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yours => "yours",
            Self::File => "file",
            Self::Program => "program",
        }
    }
}

/// A refusal or failure, ready to be worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Whose matter it is.
    pub blame: Blame,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub fix: Option<Message>,
    /// Each thing that stands in the way, where there are several.
    pub details: Vec<Message>,
}

/// What a use case answers with.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What was asked can't be done; the fix stands under `<key>_fix` where the locales have one.
    pub fn yours(message: Message) -> Self {
        Self { blame: Blame::Yours, fix: fix_of(&message), message, details: Vec::new() }
    }

    /// A file is not as it should be.
    pub fn file(message: Message) -> Self {
        Self { blame: Blame::File, fix: fix_of(&message), message, details: Vec::new() }
    }

    /// The program went wrong.
    pub fn program(message: Message) -> Self {
        Self { blame: Blame::Program, fix: fix_of(&message), message, details: Vec::new() }
    }

    /// Adds what stands in the way.
    #[must_use]
    pub fn because(mut self, details: impl IntoIterator<Item = Message>) -> Self {
        self.details.extend(details);
        self
    }
}

/// Every sentence may have a companion that says what to do; the edge drops it where there is none.
fn fix_of(message: &Message) -> Option<Message> {
    Some(Message { key: format!("{}_fix", message.key).into(), values: message.values.clone() })
}

/// For logs and test failures; a person is shown the worded message.
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        for detail in &self.details {
            write!(f, "\n- {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// The store's failures: most are about the file, some about what was asked, few about the program.
impl From<crate::store::Error> for Error {
    fn from(error: crate::store::Error) -> Self {
        use crate::store::Error as Store;
        let blame = match error {
            Store::NotAStore { .. }
            | Store::Damaged { .. }
            | Store::Newer { .. }
            | Store::ReadOnly { .. }
            | Store::Busy
            | Store::DiskFull
            | Store::DiskTrouble { .. }
            | Store::Unwritable { .. }
            | Store::SchemaChanged { .. }
            | Store::CopyDiffers { .. }
            | Store::Io { .. } => Blame::File,
            Store::OutsideEntry
            | Store::UnknownTable { .. }
            | Store::UnknownField { .. }
            | Store::Sqlite(_) => Blame::Program,
            _ => Blame::Yours,
        };
        let details = match &error {
            Store::Changed { changes } => changes.iter().map(changed).collect(),
            _ => Vec::new(),
        };
        Self { blame, message: error.message(), fix: error.fix(), details }
    }
}

/// What was changed since the entry that was to be taken back.
fn changed(since: &crate::store::ChangedSince) -> Message {
    Message::new("journal.changed_since")
        .with_key("kind", format!("store.table.{}", since.table))
        .with_key("field", format!("record.{}.{}", since.table, since.field.as_deref().unwrap_or("heading")))
        .with("person", &since.person)
        .with("at", on_the_wall(&since.at))
}
