//! Everything that can stop the store, each kind with its own sentence and its way out.
//!
//! Invariant: nothing here words a sentence: `assets/locales/*/store.toml` does, one pair of keys a kind.

use super::place::Place;
use crate::text::message::{Message, Word};
use rusqlite::ErrorCode;

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file there.
    #[error("no store at {path}")]
    NotFound {
        /// Where it was looked for.
        path: String,
    },
    /// A folder stands where a file was named.
    #[error("a folder: {path}")]
    Folder {
        /// As given.
        path: String,
    },
    /// No file can be made there.
    #[error("can't write in {path}: {source}")]
    Unwritable {
        /// The folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The disk does not take or give the data.
    #[error("the disk fails: {detail}")]
    DiskTrouble {
        /// What SQLite says.
        detail: String,
    },
    /// The folder a copy is to go to is not there.
    #[error("no folder {path}")]
    NoFolder {
        /// The folder.
        path: String,
    },
    /// There is a file, but it is something else.
    #[error("not a store: {path}")]
    NotAStore {
        /// The file.
        path: String,
    },
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// It is encrypted, and no passphrase was given.
    #[error("a passphrase is needed")]
    NeedsPassphrase,
    /// It has no passphrase, and one was given: the wrong file, or not the protection believed.
    #[error("the store is not encrypted")]
    NotEncrypted,
    /// A passphrase must have at least one character.
    #[error("empty passphrase")]
    EmptyPassphrase,
    /// The file is damaged.
    #[error("damaged: {detail}")]
    Damaged {
        /// What was found, for whoever helps.
        detail: String,
    },
    /// A newer program wrote it.
    #[error("schema version {found}, known up to {known}")]
    Newer {
        /// Its schema version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The disk or the file can't be written.
    #[error("read-only: {path}")]
    ReadOnly {
        /// The file.
        path: String,
    },
    /// Another process holds it.
    #[error("held by another process")]
    Busy,
    /// No store on a stick or a share.
    #[error("forbidden place: {kind:?}")]
    ForbiddenPlace {
        /// What kind of place.
        kind: Place,
        /// The file system's name.
        name: String,
    },
    /// A file is there already; nothing is overwritten.
    #[error("already exists: {path}")]
    AlreadyExists {
        /// The file.
        path: String,
    },
    /// The disk is full.
    #[error("disk full")]
    DiskFull,
    /// Something tried to write past the journal.
    #[error("a write outside an entry")]
    OutsideEntry,
    /// The schema was changed by another program.
    #[error("schema changed by another program: {name}")]
    SchemaChanged {
        /// The first table, index or trigger that differs.
        name: String,
    },
    /// No such table.
    #[error("unknown table {table}")]
    UnknownTable {
        /// As asked for.
        table: String,
    },
    /// No such field in that table.
    #[error("unknown field {table}.{field}")]
    UnknownField {
        /// The table.
        table: String,
        /// As asked for.
        field: String,
    },
    /// No such row.
    #[error("no row {row} in {table}")]
    NoSuchRow {
        /// The table.
        table: String,
        /// Its id.
        row: String,
    },
    /// No such entry in the journal.
    #[error("no entry {entry}")]
    NoSuchEntry {
        /// As asked for.
        entry: String,
    },
    /// Nothing to take back, or to do again.
    #[error("nothing to undo")]
    NothingToUndo,
    /// What the entry changed was changed again since.
    #[error("changed since: {} records", changes.len())]
    Changed {
        /// Each record or field, and who changed it.
        changes: Vec<ChangedSince>,
    },
    /// A row something else still refers to, or a reference to nothing.
    #[error("{table} refers to a missing {to}")]
    Reference {
        /// The table that refers.
        table: String,
        /// The table referred to.
        to: String,
        /// How many rows.
        count: usize,
    },
    /// A second row where only one may be.
    #[error("duplicate: {fields}")]
    Duplicate {
        /// `table.field, table.field`.
        fields: String,
    },
    /// The row's values are not as the table wants them.
    #[error("refused: {detail}")]
    Refused {
        /// SQLite's words.
        detail: String,
    },
    /// A file too large to keep.
    #[error("attachment of {size} bytes, limit {limit}")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The most allowed.
        limit: u64,
    },
    /// A copy that does not match what it was copied from.
    #[error("the copy differs: {detail}")]
    CopyDiffers {
        /// In what.
        detail: String,
    },
    /// Anything else SQLite said.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// Anything the file system said.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What it said.
        source: std::io::Error,
    },
}

/// A record that was changed after the entry that is to be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSince {
    /// The table.
    pub table: String,
    /// The row.
    pub row: String,
    /// The field; none when the row as a whole was created or deleted, or something refers to it.
    pub field: Option<String>,
    /// Who, by name where the person is one of the office's officers.
    pub person: String,
    /// When, as the journal writes it.
    pub at: String,
    /// In what action.
    pub action: String,
}

impl Error {
    /// The kind, as a stable code: `wrong_passphrase`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::NoFolder { .. } => "no_folder",
            Self::Folder { .. } => "folder",
            Self::Unwritable { .. } => "unwritable",
            Self::DiskTrouble { .. } => "disk_trouble",
            Self::NotAStore { .. } => "not_a_store",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::NeedsPassphrase => "needs_passphrase",
            Self::NotEncrypted => "not_encrypted",
            Self::EmptyPassphrase => "empty_passphrase",
            Self::Damaged { .. } => "damaged",
            Self::Newer { .. } => "newer",
            Self::ReadOnly { .. } => "read_only",
            Self::Busy => "busy",
            Self::ForbiddenPlace { .. } => "forbidden_place",
            Self::AlreadyExists { .. } => "already_exists",
            Self::DiskFull => "disk_full",
            Self::OutsideEntry => "outside_entry",
            Self::SchemaChanged { .. } => "schema_changed",
            Self::UnknownTable { .. } => "unknown_table",
            Self::UnknownField { .. } => "unknown_field",
            Self::NoSuchRow { .. } => "no_such_row",
            Self::NoSuchEntry { .. } => "no_such_entry",
            Self::NothingToUndo => "nothing_to_undo",
            Self::Changed { .. } => "changed",
            Self::Reference { .. } => "reference",
            Self::Duplicate { .. } => "duplicate",
            Self::Refused { .. } => "refused",
            Self::TooLarge { .. } => "too_large",
            Self::CopyDiffers { .. } => "copy_differs",
            Self::Sqlite(_) => "sqlite",
            Self::Io { .. } => "io",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Message {
        let message = Message::new(format!("error.store.{}", self.kind()));
        match self {
            Self::NotFound { path }
            | Self::NoFolder { path }
            | Self::Folder { path }
            | Self::NotAStore { path }
            | Self::ReadOnly { path }
            | Self::AlreadyExists { path } => message.with("path", path),
            Self::Damaged { detail } | Self::Refused { detail } | Self::CopyDiffers { detail } => {
                message.with("detail", detail)
            }
            Self::Newer { found, known } => message.with("found", found).with("known", known),
            Self::ForbiddenPlace { kind, name } => message.with_key("place", kind.key()).with("name", name),
            Self::SchemaChanged { name } => message.with("name", name),
            Self::UnknownTable { table } => message.with("table", table),
            Self::UnknownField { table, field } => message.with("table", table).with("field", field),
            Self::NoSuchRow { table, row } => message.with_key("table", label(table)).with("row", row),
            Self::NoSuchEntry { entry } => message.with("entry", entry),
            Self::Changed { changes } => {
                let message = message.with("count", changes.len());
                match changes.first() {
                    Some(first) => message.with("person", &first.person),
                    None => message,
                }
            }
            Self::Reference { table, to, count } => {
                message.with_key("table", label(table)).with_key("to", label(to)).with("count", count)
            }
            Self::Duplicate { fields } => {
                let table = fields.split('.').next().unwrap_or_default();
                message.with_key("table", label(table)).with("fields", fields)
            }
            Self::TooLarge { size, limit } => {
                const MEGABYTE: u64 = 1024 * 1024;
                message.with("size", size.div_ceil(MEGABYTE)).with("limit", limit / MEGABYTE)
            }
            Self::DiskTrouble { detail } => message.with("detail", detail),
            Self::Sqlite(error) => message.with("detail", error),
            Self::Io { path, source } | Self::Unwritable { path, source } => {
                message.with("path", path).with_word("detail", cause(source))
            }
            Self::WrongPassphrase
            | Self::NeedsPassphrase
            | Self::NotEncrypted
            | Self::EmptyPassphrase
            | Self::Busy
            | Self::DiskFull
            | Self::OutsideEntry
            | Self::NothingToUndo => message,
        }
    }

    /// What to do about it, where there is something to do.
    pub fn fix(&self) -> Option<Message> {
        match self {
            Self::NothingToUndo | Self::NoSuchEntry { .. } => None,
            Self::Folder { path } => Some(Message::new("error.store.folder_fix").with("path", path)),
            _ => Some(Message::new(format!("error.store.{}_fix", self.kind()))),
        }
    }

    /// A file-system error on a path.
    pub(super) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::AlreadyExists => Self::AlreadyExists { path },
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }

    /// A file can't be made in a folder, or the folder can't be made.
    pub fn unwritable(folder: &std::path::Path, source: std::io::Error) -> Self {
        let path = folder.display().to_string();
        match source.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Unwritable { path, source },
        }
    }

    /// A damaged store, and in what.
    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

/// Why the system refused a file, in words where there are some.
pub fn cause(error: &std::io::Error) -> Word {
    use std::io::ErrorKind as Kind;
    let code = match error.kind() {
        Kind::PermissionDenied => "permission",
        Kind::NotFound => "not_there",
        Kind::NotADirectory | Kind::AlreadyExists => "not_a_folder",
        Kind::IsADirectory => "a_folder",
        Kind::InvalidFilename => "name",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "full",
        Kind::ReadOnlyFilesystem => "read_only",
        Kind::InvalidData => "not_text",
        _ => return Word::Text(error.to_string()),
    };
    Word::Keys(vec![format!("error.cause.{code}")])
}

/// What a table is called: a key of the locales.
pub(super) fn label(table: &str) -> String {
    format!("store.table.{table}")
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, said) = &error else {
            return Self::Sqlite(error);
        };
        let said = said.clone().unwrap_or_default();
        if said.contains(super::gate::OUTSIDE) || said.contains(super::triggers::NEVER) {
            return Self::OutsideEntry;
        }
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::Damaged { detail: error.to_string() }
            }
            ErrorCode::ReadOnly => Self::ReadOnly { path: String::new() },
            // The index of the log is laid out before anything is read: on a full disk a store can't be opened.
            _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
            ErrorCode::SystemIoFailure => Self::DiskTrouble { detail: said },
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ConstraintViolation => match said.strip_prefix("UNIQUE constraint failed: ") {
                Some(fields) => Self::Duplicate { fields: fields.to_owned() },
                None => Self::Refused { detail: said },
            },
            _ => Self::Sqlite(error),
        }
    }
}
