//! `… list --xlsx F`: a list as a workbook.
//!
//! Invariant: a file that is there stays as it is unless it was said that it may go.

use super::failure::Outcome;
use super::session::Session;
use crate::office::desk::Office;
use crate::papers::xlsx::Sheet;
use crate::text::message::Message;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Where a list is to be written.
#[derive(Debug, Args)]
pub(super) struct ListFileArgs {
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    #[arg(long, requires = "xlsx")]
    force: bool,
}

/// A list that was written.
#[derive(Debug, Serialize)]
struct Listed {
    format: &'static str,
    path: String,
    /// SHA-256 of the file.
    hash: String,
    rows: usize,
}

impl ListFileArgs {
    /// Whether a file is asked for.
    pub(super) const fn any(&self) -> bool {
        self.xlsx.is_some()
    }

    /// Writes the list and tells where.
    pub(super) fn give(&self, sheet: Sheet, office: &mut Office, session: &Session) -> Outcome {
        let path = self.xlsx.clone().unwrap_or_default();
        let rows = sheet.rows.len();
        let file = office.export_sheets(&[sheet], &path, self.force)?;
        let path = file.path.display().to_string();
        let done = Message::new("cli.export.printed").with("file", &path);
        session.output().done(&Listed { format: "xlsx", path, hash: file.hash, rows }, &done)
    }
}
