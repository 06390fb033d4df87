//! A photo, scan or file as an answer: the SHA-256 of its bytes, and the name it came with.
//!
//! Invariant: an answer that is no such pair is the path or name of a file that was not attached.

use std::fmt;

/// Digits of a SHA-256.
const HASH_DIGITS: usize = 64;

/// A file kept with the survey: `<SHA-256>/<name>` as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attached<'a> {
    /// SHA-256, hexadecimal: where its bytes are found.
    pub hash: &'a str,
    /// The name it came with.
    pub name: &'a str,
}

impl<'a> Attached<'a> {
    /// Reads a kept answer; nothing if it names no attached file.
    pub fn read(kept: &'a str) -> Option<Self> {
        let (hash, name) = kept.split_once('/')?;
        let is_hash = hash.len() == HASH_DIGITS && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        (is_hash && !name.is_empty()).then_some(Self { hash, name })
    }
}

impl fmt::Display for Attached<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.hash, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attached_file_is_told_from_a_path() {
        let hash = "ab".repeat(32);
        let kept = Attached { hash: &hash, name: "ảnh 1.jpg" }.to_string();
        assert_eq!(Attached::read(&kept), Some(Attached { hash: &hash, name: "ảnh 1.jpg" }));
        for path in ["/home/a.jpg", "ab/a.jpg", &format!("{hash}/"), &hash, ""] {
            assert_eq!(Attached::read(path), None, "{path}");
        }
    }
}
