//! `chuyengiao report … --xlsx F`, `--docx F`, `--pdf F`: a report as a workbook or as a paper.
//!
//! Invariant: a file that is there stays as it is unless it was said that it may go.

use super::paper_make::WordingArgs;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::export::Exporting;
use crate::office::making::ReportKind;
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Where a report is to be written.
#[derive(Debug, Args)]
pub(super) struct FilesArgs {
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wording: WordingArgs,
}

/// A file that was written.
#[derive(Debug, Serialize)]
pub(super) struct FileAnswer {
    /// `xlsx`, `docx` or `pdf`.
    format: &'static str,
    path: String,
    /// SHA-256 of the file.
    hash: String,
}

impl FilesArgs {
    /// Whether any file is asked for.
    pub(super) const fn any(&self) -> bool {
        self.xlsx.is_some() || self.docx.is_some() || self.pdf.is_some()
    }

    /// Writes what is asked for; nothing where one of the files may not be written.
    pub(super) fn write(
        &self,
        kind: ReportKind,
        (from, to): (Date, Date),
        office: &mut Office,
    ) -> Result<Vec<FileAnswer>> {
        if !self.any() {
            return Ok(Vec::new());
        }
        let report = office.word_report(kind, from, to, &self.wording.read()?)?;
        let mut ready: Vec<(&'static str, &Path, Vec<u8>)> = Vec::new();
        if let Some(path) = &self.xlsx {
            ready.push(("xlsx", path, report.xlsx()?));
        }
        if let Some(path) = &self.docx {
            ready.push(("docx", path, report.docx()?));
        }
        if let Some(path) = &self.pdf {
            ready.push(("pdf", path, report.pdf()?));
        }
        let exporting = Exporting { about: &report.title, marking: &report.marking, replace: self.force };
        let places: Vec<&Path> = ready.iter().map(|(_, path, _)| *path).collect();
        office.may_export(&places, self.force)?;
        let mut written = Vec::new();
        for (format, path, bytes) in ready {
            let file = office.export_file(path, &bytes, &exporting)?;
            written.push(FileAnswer { format, path: file.path.display().to_string(), hash: file.hash });
        }
        Ok(written)
    }
}

/// The files, a line each, for people.
pub(super) fn words(files: &[FileAnswer], locale: &crate::text::locale::Locale) -> String {
    files.iter().map(|file| locale.fill("cli.export.printed", &[("file", &file.path)]) + "\n").collect()
}
