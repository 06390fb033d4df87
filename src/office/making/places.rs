//! Where the files of papers go: each under its own name, in one folder.
//!
//! Invariant: a file of somebody else's is never replaced, and no two papers made together get one name.

use crate::store::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The names given away in a folder.
pub(super) struct Places {
    folder: PathBuf,
    taken: HashSet<String>,
}

impl Places {
    /// None yet.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), taken: HashSet::new() }
    }

    /// The place of a paper's Word file: under its name, or with a count behind it (`…-2`) where that is another's.
    /// What has one of the hashes is the paper's own: as it is made now, or as it was made before.
    pub(super) fn place(&mut self, name: &str, own: &[Option<&str>]) -> PathBuf {
        let mut count = 1;
        loop {
            let name = if count == 1 { name.to_owned() } else { format!("{name}-{count}") };
            let path = self.folder.join(format!("{name}.docx"));
            // Names that differ in case alone are one file on some systems.
            if is_free(&path, own) && self.taken.insert(name.to_lowercase()) {
                return path;
            }
            count += 1;
        }
    }
}

fn is_free(path: &Path, own: &[Option<&str>]) -> bool {
    match std::fs::read(path) {
        Ok(bytes) => own.contains(&Some(hexadecimal(&Sha256::digest(&bytes)).as_str())),
        Err(_) => !path.exists(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made again, an issued paper took the place of the file somebody had worked on.
    #[test]
    fn only_a_papers_own_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let hash = |bytes: &[u8]| hexadecimal(&Sha256::digest(bytes));
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        std::fs::write(folder.path().join("QD_a.docx"), b"as made").unwrap();
        let own = hash(b"as made");
        let place = |own: &str| name(Places::new(folder.path()).place("QD_a", &[Some("now"), Some(own)]));
        assert_eq!(place(&own), "QD_a.docx");
        assert_eq!(place("another"), "QD_a-2.docx");
        std::fs::create_dir(folder.path().join("QD_a-2.docx")).unwrap();
        assert_eq!(place("another"), "QD_a-3.docx");
        let mut places = Places::new(folder.path());
        let names = ["QD_b", "QD_b", "qd_B"].map(|wanted| name(places.place(wanted, &[None])));
        assert_eq!(names, ["QD_b.docx", "QD_b-2.docx", "qd_B-3.docx"]);
    }
}
