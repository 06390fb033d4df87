//! `chuyengiao backup` and `restore`: a verified copy of the store, and putting one in its place.
//!
//! Invariant: nothing is overwritten: a backup goes to a new file, a restored-over store is put aside.

use super::failure::Outcome;
use super::session::Session;
use crate::office::journal;
use crate::text::message::Message;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `backup` and `restore`.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// A backup that was written and verified.
#[derive(Debug, Serialize)]
struct Written {
    /// Path of the backup.
    id: String,
    /// Path of the store.
    store: String,
    size: u64,
}

/// A store that was restored.
#[derive(Debug, Serialize)]
struct Restored {
    /// Path of the store.
    id: String,
    /// Path of the backup.
    backup: String,
    /// Where the store that stood there was put.
    aside: Option<String>,
}

pub(super) fn backup(args: &BackupArgs, session: &Session) -> Outcome {
    let office = session.office()?;
    office.backup(&args.file)?;
    let written = Written {
        id: args.file.display().to_string(),
        store: office.path().display().to_string(),
        size: std::fs::metadata(&args.file).map(|file| file.len()).unwrap_or_default(),
    };
    let message = Message::new("cli.backup.done").with("path", &written.id);
    session.output().done(&written, &message)
}

pub(super) fn restore(args: &BackupArgs, session: &Session) -> Outcome {
    let path = session.store_path();
    let aside = session.with_key(|key| journal::restore(&args.file, key, &path, session.clock()))?;
    let restored = Restored {
        id: path.display().to_string(),
        backup: args.file.display().to_string(),
        aside: aside.map(|aside| aside.display().to_string()),
    };
    let message = match &restored.aside {
        Some(aside) => Message::new("cli.restore.done_aside").with("aside", aside),
        None => Message::new("cli.restore.done"),
    };
    session.output().done(&restored, &message.with("path", &restored.id))
}
