//! As what papers are written beside the Word file: workbooks of lists, PDF.
//!
//! Invariant: the Word file is the paper; what stands beside it is made of the same page.

use super::make::MadePaper;
use super::word::WordedPaper;
use crate::office::error::{Error, Result};
use crate::office::export::ExportedFile;
use crate::office::out_file;
use crate::office::pdf::{self, LibreOffice, PdfOrder};
use crate::papers::laid::Laid;
use crate::papers::{sheets, xlsx};
use crate::store::hexadecimal;
use crate::text::locale::Language;
use crate::text::message::Message;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What is made beside the Word files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Formats {
    /// A workbook of each paper's tables; of lists there is one anyway.
    pub xlsx: bool,
    /// A PDF of each.
    pub pdf: bool,
}

/// LibreOffice, or that there is none.
pub(super) fn libre_office() -> Result<LibreOffice> {
    pdf::found().ok_or_else(|| Error::file(Message::new("pdf.absent")))
}

/// The workbook of a paper's tables, beside its Word file; none for a paper that is no list, unless it is wanted.
pub(super) fn workbook(worded: &WordedPaper, document: &Path, wanted: bool) -> Result<Option<ExportedFile>> {
    if !worded.definition.workbook && !wanted {
        return Ok(None);
    }
    let sheets = sheets::of_paper(&worded.laid);
    if sheets.is_empty() {
        // Asked for all papers of a dossier, those without a table have none.
        return Ok(None);
    }
    let bytes =
        xlsx::write(&sheets, &worded.laid.properties).map_err(|error| Error::program(error.message()))?;
    let path = document.with_extension("xlsx");
    out_file::place(&path, &bytes).map_err(|error| {
        let said = Message::new("paper.unwritable").with("path", path.display());
        Error::file(said.with("detail", error))
    })?;
    Ok(Some(ExportedFile { path, hash: hexadecimal(&Sha256::digest(&bytes)) }))
}

/// That one paper asked for as a workbook has no table.
pub fn refuse_without_table(worded: &WordedPaper) -> Result<()> {
    if sheets::of_paper(&worded.laid).is_empty() {
        let name = worded.definition.name(Language::Vietnamese);
        return Err(Error::yours(Message::new("paper.no_table").with("paper", name)));
    }
    Ok(())
}

/// The PDFs of papers just made; `watch` hears how many are through.
pub(super) fn pdfs(
    office: &LibreOffice,
    made: &mut [MadePaper],
    watch: &mut dyn FnMut(usize) -> bool,
) -> Result<()> {
    let orders: Vec<PdfOrder> = made.iter().filter(|paper| paper.written).map(order).collect();
    let mut written = Vec::new();
    let converted = office.convert(&orders, &mut written, watch);
    // Those before a failure stand there too.
    for paper in made {
        paper.pdf = written.iter().find(|path| **path == paper.path.with_extension("pdf")).cloned();
    }
    converted
}

/// A Word file and the PDF beside it.
fn order(paper: &MadePaper) -> PdfOrder {
    // The office's own Word file has pages of its own making.
    let pages = if paper.worded.file.is_some() { (1, usize::MAX) } else { pages(&paper.worded.laid) };
    PdfOrder { document: paper.path.clone(), to: paper.path.with_extension("pdf"), pages }
}

/// The fewest pages a paper can have, and the most.
pub(super) fn pages(laid: &Laid) -> (usize, usize) {
    // Each section starts a page, and a paragraph of a thousand letters fills no more than one.
    let fewest = laid.sections.len().max(1);
    let most: usize = laid.paragraphs().map(|paragraph| 1 + paragraph.text().chars().count() / 1000).sum();
    (fewest, most + fewest)
}
