//! The photos and files of exported surveys, written into a folder: one folder a case, and the answer in the
//! workbook says where its file stands.
//!
//! Invariant: a file there is never replaced by another without that being said; the names are safe whatever
//! they were.

use super::desk::Office;
use super::error::{Error, Result};
use super::{out_file, out_names};
use crate::exchange::Exported;
use crate::forms::attached::Attached;
use crate::forms::form::Form;
use crate::forms::kind::Kind;
use crate::store::Reader;
use crate::text::message::Message;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// One file to be written.
struct Written {
    /// Where, below the folder: `HS-0001/anh.jpg`.
    place: String,
    hash: String,
}

/// Files to be written, once for each survey that names them.
#[derive(Default)]
pub(super) struct Files {
    written: Vec<Written>,
    /// By case: the names given away there.
    taken: HashMap<String, HashSet<String>>,
}

impl Files {
    /// Gives every attached file of a survey its place, and says so in the answers.
    pub(super) fn place(
        &mut self,
        form: &Form,
        case: &str,
        survey: &mut Exported,
        reader: &Reader<'_>,
    ) -> Result<()> {
        let folder = out_names::safe(case, "ho-so");
        let taken = self.taken.entry(folder.to_lowercase()).or_default();
        let mut placed: HashMap<(String, String), String> = HashMap::new();
        for (question, _, kept) in &mut survey.answers {
            let is_file = form.node(question).is_some_and(|node| node.kind == Kind::File);
            let Some(attached) = Attached::read(kept).filter(|_| is_file) else { continue };
            // Without its bytes here the answer keeps the file's name.
            if reader.get("attachment", attached.hash)?.is_none() {
                continue;
            }
            let this = (attached.hash.to_owned(), attached.name.to_owned());
            let place = placed.entry(this).or_insert_with_key(|(hash, name)| {
                let name = out_names::once(&out_names::safe(name, "tep"), taken);
                let place = format!("{folder}/{name}");
                self.written.push(Written { place: place.clone(), hash: hash.clone() });
                place
            });
            *kept = place.clone();
        }
        Ok(())
    }
}

impl Office {
    /// Writes the files into a folder; those there with the same bytes stay. How many are there now.
    pub(super) fn write_files(
        &self,
        files: &Files,
        folder: &Path,
        replace: bool,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<usize> {
        for (done, file) in files.written.iter().enumerate() {
            if !goes_on(done, files.written.len()) {
                return Err(Error::yours(Message::new("office.out.stopped").with("file", folder.display())));
            }
            let path = folder.join(&file.place);
            let Some(bytes) = self.scan(&file.hash)? else { continue };
            let there = std::fs::metadata(&path).is_ok_and(|about| about.len() == bytes.len() as u64)
                && std::fs::read(&path).is_ok_and(|there| there == bytes);
            if there {
                continue;
            }
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(|error| {
                    let message = Message::new("office.out.failed").with("file", parent.display());
                    Error::file(message.with("detail", error))
                })?;
            }
            out_file::write(&path, &bytes, replace)?;
        }
        Ok(files.written.len())
    }
}
