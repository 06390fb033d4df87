//! Making papers: the files written, and the drafts recorded as one entry.
//!
//! Invariant: a file is whole before it has its name; nothing is recorded that was not written.

use super::differences::differences;
use super::output::{self, Formats};
use super::places::Places;
use super::sheet::{Subject, may_go_on};
use super::word::{Figure, WordedPaper, Wording};
use crate::domain::case::{Case, Moment, Outcome};
use crate::domain::ids::Id;
use crate::domain::paper_life::ISSUED;
use crate::domain::reference::Committee;
use crate::domain::statement::{Dossier, Paper};
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::export::ExportedFile;
use crate::office::out_file;
use crate::papers::catalogue::{About, PaperDefinition};
use crate::papers::citation::number_and_symbol;
use crate::papers::values::Source;
use crate::store::{cause, hexadecimal};
use crate::text::message::Message;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// One paper that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Which paper.
    pub definition: PaperDefinition,
    /// What for.
    pub subject: Subject,
}

/// A paper that was made.
#[derive(Debug, Clone)]
pub struct MadePaper {
    /// Its row in the register of papers.
    pub id: Id<Paper>,
    /// As it was worded.
    pub worded: WordedPaper,
    /// Where its file is.
    pub path: PathBuf,
    /// Where the workbook of it is, if there is one.
    pub workbook: Option<PathBuf>,
    /// Where its PDF is, if one was made.
    pub pdf: Option<PathBuf>,
    /// SHA-256 of the file.
    pub hash: String,
    /// Whether its file was written: not where it was issued and shows figures that have changed since.
    pub written: bool,
}

/// A paper whose files stand in their places.
pub(super) struct WrittenPaper {
    pub(super) worded: WordedPaper,
    pub(super) path: PathBuf,
    pub(super) workbook: Option<ExportedFile>,
    pub(super) hash: String,
    pub(super) written: bool,
}

/// A value of a paper that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleFigure {
    /// The record.
    pub source: Source,
    /// As the paper shows it.
    pub then: String,
    /// As it would be shown now; empty where it would not be shown.
    pub now: String,
}

impl Office {
    /// The papers of a dossier, in the order a transfer makes them: for the dossier, each receiver, each case
    /// that is handed over. One decision for all receivers, or one each.
    pub fn papers_to_make(&self, dossier: &Id<Dossier>, per_receiver: bool) -> Result<Vec<Order>> {
        let view = self.dossier_view(dossier)?;
        let agreed = view.cases.iter().filter(|(entry, _)| may_go_on(entry));
        let transferred = agreed.map(|(_, file)| file).filter(|file| {
            let outcome =
                file.case.outcome.or_else(|| file.assessment.as_ref().and_then(|found| found.chosen));
            outcome == Some(Outcome::Transfer)
        });
        let transferred: Vec<_> = transferred.collect();
        let mut receivers: Vec<Id<Committee>> = Vec::new();
        for receiver in transferred.iter().filter_map(|file| file.receiver.as_ref()) {
            if !receivers.contains(&receiver.id) {
                receivers.push(receiver.id.clone());
            }
        }
        let papers = &self.paper_kit().papers;
        let replaced: Vec<&str> = papers.iter().filter_map(|paper| paper.instead_of.as_deref()).collect();
        let mut orders = Vec::new();
        for definition in papers {
            let unwanted = if per_receiver {
                replaced.contains(&definition.code.as_str())
            } else {
                definition.instead_of.is_some()
            };
            let about_transfer = Moment::parse(&definition.moment) != Some(Moment::Proposal);
            if unwanted || (about_transfer && transferred.is_empty()) {
                continue;
            }
            let order = |subject| Order { definition: definition.clone(), subject };
            match definition.about {
                About::Dossier => orders.push(order(Subject::Dossier(dossier.clone()))),
                About::Receiver => {
                    orders.extend(
                        receivers.iter().map(|id| order(Subject::Receiver(dossier.clone(), id.clone()))),
                    );
                }
                About::Case => {
                    orders.extend(transferred.iter().map(|file| order(Subject::Case(file.case.id.clone()))));
                }
                // A report is made of no dossier.
                About::Period => {}
            }
        }
        Ok(orders)
    }

    /// The papers about one case.
    pub fn papers_of_one_case(&self, case: &Id<Case>) -> Vec<Order> {
        let about_case = self.paper_kit().papers.iter().filter(|paper| paper.about == About::Case);
        let order = |definition: &PaperDefinition| Order {
            definition: definition.clone(),
            subject: Subject::Case(case.clone()),
        };
        about_case.map(order).collect()
    }

    /// Makes papers into a folder: each worded, written, read back, and recorded as a draft; one entry for all.
    /// `progress` is told how many of how many are made, and stops the rest by answering no.
    pub fn make_papers(
        &mut self,
        orders: &[Order],
        wording: &Wording,
        folder: &Path,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Vec<MadePaper>> {
        self.make_papers_as(orders, wording, Formats::default(), folder, progress)
    }

    /// As [`Office::make_papers`], with other files beside the Word files.
    ///
    /// # Errors
    /// A paper can't be worded or written: those before it are made and recorded, and the error says so.
    pub fn make_papers_as(
        &mut self,
        orders: &[Order],
        wording: &Wording,
        formats: Formats,
        folder: &Path,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Vec<MadePaper>> {
        let converter = formats.pdf.then(output::libre_office).transpose()?;
        let total = if formats.pdf { orders.len() * 2 } else { orders.len() };
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let (mut written, mut failure, mut stopped) = (Vec::new(), None, false);
        let mut places = Places::new(folder);
        for order in orders {
            stopped = !progress(written.len(), total);
            if stopped {
                break;
            }
            match self.write_paper(order, wording, formats, &mut places) {
                // Alone it is refused; among others it is left as it was issued, and told.
                Ok(paper) if !paper.written && orders.len() == 1 => return Err(refusal(&paper.worded)),
                Ok(paper) => written.push(paper),
                Err(error) => {
                    let name = order.definition.name(crate::text::locale::Language::Vietnamese);
                    failure = Some(error.because([Message::new("paper.while_making").with("paper", name)]));
                    break;
                }
            }
        }
        let mut made = self.record_made(orders, written, wording)?;
        let before = made.len();
        if let (Some(converter), None, false) = (converter, &failure, stopped) {
            failure =
                output::pdfs(&converter, &mut made, &mut |through| progress(before + through, total)).err();
            self.tell_pdfs(&made, wording)?;
        }
        match failure {
            Some(error) if made.is_empty() => Err(error),
            Some(error) => {
                let said = Message::new("paper.made_before").with("count", made.len());
                Err(error.because([said.with("path", folder.display())]))
            }
            None => {
                progress(if stopped { before } else { total }, total);
                Ok(made)
            }
        }
    }

    /// One paper worded and written, with its workbook; not yet recorded.
    fn write_paper(
        &self,
        order: &Order,
        wording: &Wording,
        formats: Formats,
        places: &mut Places,
    ) -> Result<WrittenPaper> {
        let worded = self.word_paper(&order.definition, &order.subject, wording)?;
        let bytes = worded.docx().map_err(|error| Error::program(error.message()))?;
        let hash = hexadecimal(&Sha256::digest(&bytes));
        let before = worded.record.as_ref().map(|known| self.reader().must_get("paper", known.id.as_str()));
        let before = before.transpose()?;
        let before = before.as_ref().and_then(|row| row.text("hash"));
        let path = places.place(&worded.file_name, &[Some(hash.as_str()), before]);
        if self.issued_and_changed(&worded)? {
            return Ok(WrittenPaper { worded, path, workbook: None, hash, written: false });
        }
        out_file::place(&path, &bytes).map_err(|error| unwritable(&path, &error))?;
        let workbook = output::workbook(&worded, &path, formats.xlsx)?;
        Ok(WrittenPaper { worded, path, workbook, hash, written: true })
    }

    /// Whether a paper was issued with other figures than it would be made with now.
    fn issued_and_changed(&self, worded: &WordedPaper) -> Result<bool> {
        let Some(known) = worded.record.as_ref().filter(|known| known.state == ISSUED) else {
            return Ok(false);
        };
        let Some((figures, order)) = self.made_from(known)? else { return Ok(false) };
        Ok(!differences(figures, &worded.figures, || self.values_of(&order))?.is_empty())
    }

    /// What has changed in the records since a paper was made; nothing where it was not made here.
    pub fn stale_figures(&self, id: &Id<Paper>) -> Result<Vec<StaleFigure>> {
        let paper = self.paper(id)?;
        let Some((figures, order)) = self.made_from(&paper)? else { return Ok(Vec::new()) };
        let wording = Wording { day: paper.issued_on.or(paper.made_on), ..Wording::default() };
        let now = self.word_paper(&order.definition, &order.subject, &wording)?.figures;
        differences(figures, &now, || self.values_of(&order))
    }

    fn made_from(&self, paper: &Paper) -> Result<Option<(Vec<Figure>, Order)>> {
        let row = self.reader().must_get("paper", paper.id.as_str())?;
        let (Some(code), Some(figures)) = (row.text("template"), row.text("figures")) else {
            return Ok(None);
        };
        let definition = self.find_paper_definition(code)?;
        let dossier = match (&paper.dossier, &paper.case) {
            (Some(dossier), _) => Some(dossier.clone()),
            (None, Some(case)) => self.reader().dossier_of_case(case)?.map(|(dossier, _)| dossier.id),
            (None, None) => None,
        };
        let subject = match (definition.about, &paper.case, dossier, &paper.receiver) {
            (About::Case, Some(case), ..) => Subject::Case(case.clone()),
            (About::Receiver, _, Some(dossier), Some(receiver)) => {
                Subject::Receiver(dossier, receiver.clone())
            }
            (About::Dossier, _, Some(dossier), _) => Subject::Dossier(dossier),
            _ => return Ok(None),
        };
        let read: Vec<(String, String, String, String)> = serde_json::from_str(figures).unwrap_or_default();
        let figures = read.into_iter().map(|(table, id, field, text)| {
            let field = Some(field).filter(|field| !field.is_empty());
            Figure { source: Source { table, id, field }, text }
        });
        Ok(Some((figures.collect(), Order { definition, subject })))
    }
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let said = Message::new("paper.unwritable").with("path", path.display());
    Error::file(said.with_word("detail", cause(error)))
}

fn refusal(worded: &WordedPaper) -> Error {
    let known = worded.record.as_ref();
    let number = known.and_then(|known| known.number.as_deref());
    let symbol = known.and_then(|known| known.symbol.as_deref());
    let message = Message::new("paper.issued_and_changed")
        .with_key("kind", format!("code.paper_kind.{}", worded.definition.kind))
        .with("paper", number_and_symbol(number, symbol).trim());
    Error::yours(message)
}
