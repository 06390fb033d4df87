//! Word files: what is laid out, as WordprocessingML in a zip archive, and the check of what was written.
//!
//! Invariant: no look is written at a paragraph that its style has; the file's text is the laid-out text.

mod body;
mod parts;
mod read;
mod styles;
mod verify;

use super::error::PaperError;
use super::laid::Laid;
use super::package;
pub(super) use read::{is_past, resolve};
pub use read::{paragraphs, well_formed};
pub use verify::verify;
pub(super) use verify::{linked, main_part, types_of};

/// The Word file of a paper. It has been read back and compared before it is returned.
pub fn write(laid: &Laid) -> Result<Vec<u8>, PaperError> {
    let bytes = package::write(&[
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::relations()),
        ("docProps/app.xml", parts::application()),
        ("docProps/core.xml", parts::core(&laid.properties)),
        ("word/_rels/document.xml.rels", parts::document_relations()),
        ("word/document.xml", body::document(laid)),
        ("word/header1.xml", parts::header()),
        ("word/settings.xml", parts::settings()),
        ("word/styles.xml", styles::styles(&laid.rules)),
    ])?;
    verify(&bytes, laid)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
