//! Forms as files: checked, and stored with the files of choices that stand beside them.
//!
//! A form is stored as the text of its tables, whatever it came as: that text alone opens it again. A form
//! without a version gets one from its content, so every change is another version; one that says its version
//! must change it with its content, or surveys begun on the old text would be read by the new one.
//!
//! Invariant: checking needs no store and changes nothing.

use super::desk::Office;
use super::error::{Error, Result};
use crate::domain::ids::Id;
use crate::domain::statement::FormVersion;
use crate::exchange;
use crate::forms::build::{build, wanted};
use crate::forms::fault::{About, Fault};
use crate::forms::markdown;
use crate::forms::sheets::Sheets;
use crate::text::message::Message;
use sha2::{Digest, Sha256};
use std::path::Path;

/// A form as checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCheck {
    /// What it says of itself.
    pub about: About,
    /// What is merely untidy.
    pub warnings: Vec<Fault>,
    /// What keeps it from being asked. Empty: it may be stored.
    pub errors: Vec<Fault>,
}

/// A form as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormAdded {
    /// The stored version.
    pub id: Id<FormVersion>,
    /// What it says of itself, name and version filled in.
    pub about: About,
    /// What is merely untidy.
    pub warnings: Vec<Fault>,
}

/// Checks a form in a file.
///
/// # Errors
/// The file can't be read, or is no form at all.
pub fn check_form(path: &Path) -> Result<FormCheck> {
    let (sheets, _) = load(path)?;
    Ok(match build(&sheets) {
        Ok(form) => FormCheck { about: form.about(), warnings: form.warnings, errors: Vec::new() },
        Err(error) => FormCheck {
            about: error.about().clone(),
            warnings: error.warnings().to_vec(),
            errors: error.faults().to_vec(),
        },
    })
}

impl Office {
    /// Stores a form from a file, unless the same version with the same content is there already.
    ///
    /// # Errors
    /// The file can't be read; the form is faulty: every fault is in the details; another content has that name
    /// and version.
    pub fn add_form_file(&mut self, path: &Path) -> Result<FormAdded> {
        let (mut sheets, text) = load(path)?;
        let form = build(&sheets).map_err(|error| {
            Error::file(error.message()).because(error.faults().iter().map(Fault::message))
        })?;
        let (warnings, mut about) = (form.warnings.clone(), form.about());
        let titled = about.title.all().any(|(_, title)| title != sheets.name);
        let whole = form.settings.contains_key("form_id") && titled && !about.version.is_empty();
        if !form.settings.contains_key("form_id") {
            sheets.set("form_id", &about.id);
        }
        // The file's name is not kept with the text.
        if !titled {
            let name = sheets.name.clone();
            sheets.set("form_title", &name);
        }
        if about.version.is_empty() {
            let digest = Sha256::digest(markdown::write(&sheets));
            about.version = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            sheets.set("version", &about.version);
        }
        // A text that says everything itself is kept as its author wrote it.
        let source = text.filter(|_| whole).unwrap_or_else(|| markdown::write(&sheets));
        Ok(FormAdded { id: self.add_form(&source)?, about, warnings })
    }
}

/// The tables of a form with the files beside it, and its own text where that is all there is.
fn load(path: &Path) -> Result<(Sheets, Option<String>)> {
    let refused = |error: exchange::Error| Error::file(error.message());
    let bytes = exchange::load(path).map_err(refused)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut sheets = exchange::read_form(&bytes, &name).map_err(refused)?;
    let media = path.with_file_name(format!("{}-media", sheets.name));
    let mut alone = true;
    for file in wanted(&sheets) {
        let beside =
            [path.with_file_name(&file), media.join(&file)].into_iter().find(|place| place.is_file());
        let Some(place) = beside else { continue };
        // Without it the form can be asked all the same, in text.
        match exchange::load(&place).and_then(|bytes| exchange::read_form_file(&bytes, &file)) {
            Ok(sheet) => {
                sheets.sheets.push(sheet);
                alone = false;
            }
            Err(_) => {
                let cause = Message::new("forms.fault.file_unreadable").with("file", &file);
                sheets.remarks.push(Fault::new(&file, 0, "", cause));
            }
        }
    }
    let text = String::from_utf8(bytes).ok().filter(|text| alone && markdown::is_form(text));
    Ok((sheets, text))
}
