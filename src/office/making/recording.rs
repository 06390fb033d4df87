//! What making leaves behind: the drafts in the register of papers, and every file told in the journal.
//!
//! Invariant: what is recorded was written; what an issued paper showed when it was made stays as it was.

use super::make::{MadePaper, Order, WrittenPaper, unwritable};
use super::sheet::Subject;
use super::word::{WordedPaper, Wording};
use crate::domain::ids::Id;
use crate::domain::paper_life::{DRAFT, ISSUED, RESERVED};
use crate::domain::statement::Paper;
use crate::office::acting::Acting;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::export::{self, Exporting};
use crate::store::{Value, hexadecimal};
use sha2::{Digest, Sha256};

impl Office {
    /// Records what was written, as one entry.
    pub(super) fn record_made(
        &mut self,
        orders: &[Order],
        written: Vec<WrittenPaper>,
        wording: &Wording,
    ) -> Result<Vec<MadePaper>> {
        if written.is_empty() {
            return Ok(Vec::new());
        }
        let subject = match &orders.first().map(|order| &order.subject) {
            Some(Subject::Dossier(id) | Subject::Receiver(id, _)) => id.as_str().to_owned(),
            Some(Subject::Case(id)) => id.as_str().to_owned(),
            None => String::new(),
        };
        let standing = written.iter().filter(|paper| paper.written);
        let workbook = |paper: &WrittenPaper| paper.workbook.as_ref().map(|file| export::name_of(&file.path));
        let files =
            standing.flat_map(|paper| std::iter::once(export::name_of(&paper.path)).chain(workbook(paper)));
        let names: Vec<String> = files.collect();
        let (ids, _) = self.act("paper.make", Some(&subject), Some(&names.join(", ")), |acting| {
            let record = |paper: &WrittenPaper| {
                if let Some(file) = &paper.workbook {
                    let about =
                        Exporting { about: &paper.worded.title, marking: &wording.marking, replace: true };
                    export::tell(acting, &file.path, &file.hash, &about)?;
                }
                match &paper.worded.record {
                    Some(known) if !paper.written => Ok(known.id.clone()),
                    _ => record(acting, &paper.worded, &paper.hash, &wording.marking),
                }
            };
            written.iter().map(record).collect::<Result<Vec<_>>>()
        })?;
        let made = written.into_iter().zip(ids).map(|(paper, id)| {
            let WrittenPaper { worded, path, workbook, hash, written } = paper;
            let workbook = workbook.map(|file| file.path);
            MadePaper { id, worded, path, workbook, pdf: None, hash, written }
        });
        Ok(made.collect())
    }

    /// Tells the journal of the PDFs made beside the papers, as one entry.
    pub(super) fn tell_pdfs(&mut self, made: &[MadePaper], wording: &Wording) -> Result<()> {
        let mut files = Vec::new();
        for (paper, path) in made.iter().filter_map(|paper| Some((paper, paper.pdf.as_ref()?))) {
            let bytes = std::fs::read(path).map_err(|error| unwritable(path, &error))?;
            files.push((paper, path, hexadecimal(&Sha256::digest(&bytes))));
        }
        if files.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = files.iter().map(|(_, path, _)| export::name_of(path)).collect();
        self.act("export.write", None, Some(&names.join(", ")), |acting| {
            files.iter().try_for_each(|(paper, path, hash)| {
                let about =
                    Exporting { about: &paper.worded.title, marking: &wording.marking, replace: true };
                export::tell(acting, path, hash, &about)
            })
        })?;
        Ok(())
    }
}

/// The draft in the register of papers: the one on record, or a new one. What an issued paper showed when it was
/// made stays as it was.
fn record(acting: &mut Acting<'_, '_>, worded: &WordedPaper, hash: &str, marking: &str) -> Result<Id<Paper>> {
    let figures: Vec<_> = worded
        .figures
        .iter()
        .map(|figure| {
            (
                &figure.source.table,
                &figure.source.id,
                figure.source.field.as_deref().unwrap_or_default(),
                &figure.text,
            )
        })
        .collect();
    let figures = serde_json::to_string(&figures).unwrap_or_default();
    let mut values = vec![
        ("template", Value::from(worded.definition.code.as_str())),
        ("made_on", Value::from(acting.today.to_string())),
        ("as_of", Value::from(worded.as_of.map(|day| day.to_string()))),
        ("figures", Value::from(figures)),
        ("hash", Value::from(hash)),
        ("marking", Value::from(Some(marking).filter(|marking| !marking.is_empty()))),
    ];
    if let Some(draft) = worded.draft {
        values.push(("draft", Value::from(draft)));
    }
    if let Subject::Receiver(_, receiver) = &worded.subject {
        values.push(("receiver", Value::from(receiver.as_str())));
    }
    if let Some(known) = &worded.record {
        if known.state == ISSUED && known.template.is_some() {
            acting.tx.set("paper", known.id.as_str(), "hash", hash)?;
            return Ok(known.id.clone());
        }
        if known.state == RESERVED {
            values.push(("state", Value::from(DRAFT)));
        }
        if known.title.is_none() {
            values.push(("title", Value::from(worded.title.as_str())));
        }
        acting.tx.set_all("paper", known.id.as_str(), &values)?;
        return Ok(known.id.clone());
    }
    let (case, dossier) = match &worded.subject {
        Subject::Case(case) => (Some(case.as_str()), None),
        Subject::Dossier(dossier) | Subject::Receiver(dossier, _) => (None, Some(dossier.as_str())),
    };
    values.extend([
        ("kind", Value::from(worded.definition.kind.as_str())),
        ("role", Value::from(worded.definition.role.clone())),
        ("symbol", Value::from(Some(worded.symbol.as_str()).filter(|symbol| !symbol.is_empty()))),
        ("title", Value::from(worded.title.as_str())),
        ("case", Value::from(case)),
        ("dossier", Value::from(dossier)),
        ("state", Value::from(DRAFT)),
    ]);
    let id = acting.id();
    acting.tx.create("paper", &id, &values)?;
    Ok(Id::new(id))
}
