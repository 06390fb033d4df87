//! PDF through LibreOffice, where it is installed: found, run apart from the person's own, given up in time.
//!
//! - [`find`]: where it stands on this machine
//! - [`run`]: one run of it, in a profile of its own, that can be stopped
//! - [`pages`]: whether what came out can be the paper
//!
//! Invariant: the papers are copied into a folder nobody else may read, which goes afterwards; a PDF has its name
//! only once it is whole and its pages were counted.

mod find;
mod pages;
mod run;

use super::error::{Error, Result};
use super::out_file;
use crate::text::message::Message;
pub use find::{LibreOffice, found};
use run::Run;
use std::fs;
use std::path::{Path, PathBuf};

/// A run takes so many papers: a command line has its length, and a stop its price.
const AT_ONCE: usize = 40;

/// A Word file that is to become a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfOrder {
    /// The Word file.
    pub document: PathBuf,
    /// Where the PDF goes.
    pub to: PathBuf,
    /// The fewest pages it can have, and the most.
    pub pages: (usize, usize),
}

impl LibreOffice {
    /// Makes PDFs of Word files, each in the place of one of the same name. `watch` hears how many are through
    /// and stops the rest by answering no. `written` gets those that stand there, in order, also before a failure.
    ///
    /// # Errors
    /// LibreOffice can't be started, takes too long, or leaves out a paper; a PDF can't be written.
    pub fn convert(
        &self,
        orders: &[PdfOrder],
        written: &mut Vec<PathBuf>,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<()> {
        for part in orders.chunks(AT_ONCE) {
            let before = written.len();
            let folder = private_folder().map_err(|error| failed("pdf.no_folder", &error))?;
            let (from, to) = (folder.path().join("docx"), folder.path().join("pdf"));
            let mut documents = Vec::with_capacity(part.len());
            fs::create_dir(&from).map_err(|error| failed("pdf.no_folder", &error))?;
            for (number, order) in part.iter().enumerate() {
                // Names of our own: no name can be taken for an option, and no two are one.
                let copy = from.join(format!("{number:04}.docx"));
                fs::copy(&order.document, &copy).map_err(|error| failed("pdf.no_folder", &error))?;
                documents.push(copy);
            }
            let profile = folder.path().join("profile");
            let run = Run { program: self.program(), profile: &profile, documents: &documents, to: &to };
            let whole = run.go(&mut |through| watch(before + through))?;
            for (number, order) in part.iter().enumerate() {
                match fs::read(to.join(format!("{number:04}.pdf"))) {
                    Ok(bytes) => {
                        pages::check(&bytes, order.pages).map_err(|cause| named(&cause, &order.to))?;
                        out_file::place(&order.to, &bytes).map_err(|error| {
                            let said = Message::new("office.out.failed").with("file", order.to.display());
                            Error::file(said.with("detail", error))
                        })?;
                        written.push(order.to.clone());
                    }
                    // Stopped by somebody: what is through stays, the rest is not made.
                    Err(_) if !whole => {}
                    Err(_) => return Err(named(&Message::new("pdf.left_out"), &order.to)),
                }
            }
            if !whole {
                break;
            }
        }
        Ok(())
    }
}

impl LibreOffice {
    /// The PDF of one Word file, as bytes.
    ///
    /// # Errors
    /// As [`LibreOffice::convert`].
    pub fn convert_one(&self, document: &[u8], pages: (usize, usize)) -> Result<Vec<u8>> {
        let folder = private_folder().map_err(|error| failed("pdf.no_folder", &error))?;
        let from = folder.path().join("a.docx");
        fs::write(&from, document).map_err(|error| failed("pdf.no_folder", &error))?;
        let order = PdfOrder { document: from, to: folder.path().join("a.pdf"), pages };
        self.convert(std::slice::from_ref(&order), &mut Vec::new(), &mut |_| true)?;
        fs::read(&order.to).map_err(|error| failed("pdf.no_folder", &error))
    }
}

fn named(cause: &Message, path: &Path) -> Error {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Error::file(cause.clone().with("file", name))
}

fn failed(key: &'static str, error: &std::io::Error) -> Error {
    Error::file(Message::new(key).with("detail", error))
}

/// A folder only this person may read; it goes with its handle.
fn private_folder() -> std::io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("chuyengiao-pdf-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir()
}

#[cfg(test)]
mod tests;
