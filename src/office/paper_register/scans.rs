//! The scan of a paper: put to it, and given out again as it was.
//!
//! Invariant: a scan is kept by its hash and bounded in size; what is given out is what was put in.

use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::in_file;
use crate::office::out_file;
use crate::text::message::Message;
use std::path::{Path, PathBuf};

impl Office {
    /// Puts a scan to a paper; one there before stays in the history.
    pub fn attach_scan(&mut self, id: &Id<Paper>, path: &Path) -> Result<String> {
        self.paper(id)?;
        let scan = in_file::read(path)?;
        let (hash, _) = self.act("paper.scan", Some(id.as_str()), Some(&scan.name), |acting| {
            let hash = scan.keep(acting)?;
            acting.tx.set("paper", id.as_str(), "attachment", hash.as_str())?;
            Ok(hash)
        })?;
        Ok(hash)
    }

    /// Writes a paper's scan into a folder under the name it came with, or to a file named whole.
    pub fn export_scan(&self, id: &Id<Paper>, to: &Path, replace: bool) -> Result<PathBuf> {
        let paper = self.paper(id)?;
        let missing = || Error::yours(Message::new("paper.no_scan"));
        let hash = paper.attachment.ok_or_else(missing)?;
        let bytes = self.scan(&hash)?.ok_or_else(missing)?;
        let path = if to.is_dir() {
            let row = self.reader().must_get("attachment", &hash)?;
            to.join(safe_name(row.text("name").unwrap_or_default(), &hash))
        } else {
            to.to_owned()
        };
        out_file::write(&path, &bytes, replace)?;
        Ok(path)
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
