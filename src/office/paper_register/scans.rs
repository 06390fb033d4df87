//! The scan of a paper: put to it, and given out again as it was.
//!
//! Invariant: a scan is kept by its hash and bounded in size; what is given out is what was put in.

use super::numbers::cited;
use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::export::Exporting;
use crate::office::in_file;
use crate::text::message::Message;
use std::path::{Path, PathBuf};

impl Office {
    /// Puts a scan to a paper; one there before stays in the history. Answers with the other papers that have the
    /// very same scan: kept at several cases it is one paper, else one of them is wrong.
    pub fn attach_scan(&mut self, id: &Id<Paper>, path: &Path) -> Result<Vec<Paper>> {
        self.paper(id)?;
        let scan = in_file::read(path)?;
        let (hash, _) = self.act("paper.scan", Some(id.as_str()), Some(&scan.name), |acting| {
            let hash = scan.keep(acting)?;
            acting.tx.set("paper", id.as_str(), "attachment", hash.as_str())?;
            Ok(hash)
        })?;
        let mut others = self.reader().all_papers()?;
        others.retain(|other| other.id != *id && other.attachment.as_ref() == Some(&hash));
        Ok(others)
    }

    /// Writes a paper's scan into a folder under the name it came with, or to a file named whole, and says so in the
    /// journal.
    pub fn export_scan(&mut self, id: &Id<Paper>, to: &Path, replace: bool) -> Result<PathBuf> {
        let paper = self.paper(id)?;
        let missing = || Error::yours(Message::new("paper.no_scan"));
        let hash = paper.attachment.clone().ok_or_else(missing)?;
        let bytes = self.scan(&hash)?.ok_or_else(missing)?;
        let path = if to.is_dir() {
            let row = self.reader().must_get("attachment", &hash)?;
            to.join(safe_name(row.text("name").unwrap_or_default(), &hash))
        } else {
            to.to_owned()
        };
        let about = cited(&paper);
        let exporting = Exporting { about: &about, replace, ..Exporting::default() };
        Ok(self.export_file(&path, &bytes, &exporting)?.path)
    }
}

/// A name from outside as a file of this folder and no other.
fn safe_name(name: &str, hash: &str) -> String {
    let kept: String =
        name.chars().map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c }).collect();
    let kept = kept.trim().trim_matches('.');
    if kept.is_empty() { format!("{}.bin", hash.get(..12).unwrap_or(hash)) } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe_name;
    use rstest::rstest;

    #[rstest]
    #[case("quyết định 907.pdf", "quyết định 907.pdf")]
    #[case("../../etc/passwd", "_.._etc_passwd")]
    #[case("C:\\con.pdf", "C__con.pdf")]
    #[case("..", "0123456789ab.bin")]
    #[case("", "0123456789ab.bin")]
    fn a_name_from_outside_stays_in_the_folder(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(safe_name(name, "0123456789abcdef"), expected);
    }
}
