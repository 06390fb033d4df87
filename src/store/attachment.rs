//! Scans and photos: a journaled row names each by its SHA-256, its bytes stand beside, once.
//!
//! Invariant: bytes are written inside an entry and never changed or deleted.

use super::check::Findings;
use super::error::{Error, Result};
use super::reader::Reader;
use super::schema::hexadecimal;
use super::value::Value;
use super::write::WriteTx;
use crate::text::message::Message;
use sha2::{Digest, Sha256};

/// The largest file that is kept: a scanned decision of some fifty pages.
pub const ATTACHMENT_LIMIT: u64 = 20 * 1024 * 1024;

impl WriteTx<'_> {
    /// Keeps a file's bytes and answers with its id, the SHA-256. The same bytes are kept once.
    pub fn attach(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        bytes: &[u8],
        limit: u64,
    ) -> Result<String> {
        let size = bytes.len() as u64;
        if size > limit {
            return Err(Error::TooLarge { size, limit });
        }
        let hash = hexadecimal(&Sha256::digest(bytes));
        self.run("INSERT OR IGNORE INTO attachment_content (hash, bytes) VALUES (?1, ?2)", (&hash, bytes))?;
        if self.reader().get("attachment", &hash)?.is_none() {
            let values = [
                ("name", Value::from(name)),
                ("size", Value::Int(i64::try_from(size).unwrap_or(i64::MAX))),
                ("media_type", Value::from(media_type)),
            ];
            self.create("attachment", &hash, &values)?;
        }
        Ok(hash)
    }
}

impl Reader<'_> {
    /// The bytes of an attachment.
    pub fn attachment_bytes(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        self.one("SELECT bytes FROM attachment_content WHERE hash = ?1", [hash], |row| row.get(0))
    }
}

/// Every attachment's bytes against its name.
pub(super) fn verify(reader: &Reader<'_>, findings: &mut Findings) -> Result<()> {
    for id in reader.all("SELECT id FROM attachment ORDER BY id", [], |row| row.get::<_, String>(0))? {
        let bytes = reader.attachment_bytes(&id)?;
        if bytes.is_none_or(|bytes| hexadecimal(&Sha256::digest(bytes)) != id) {
            findings.add(Message::new("check.attachment").with("row", id));
        }
    }
    Ok(())
}
