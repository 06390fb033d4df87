//! Importing a workbook: read, planned, shown, and carried out as one entry that can be undone.
//!
//! Invariant: nothing is written before the plan was made; the original file is only ever read.

use super::desk::Office;
use super::error::{Error, Result};
use super::import_plan::{self, ImportPlan};
use super::still_fits;
use crate::exchange::{self, Kind, Mapping, ReadOptions};
use crate::text::clean::clean;
use crate::text::message::Message;
use std::path::Path;

/// How a workbook is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The sheet, by name or number.
    pub sheet: Option<String>,
    /// A matching of columns: its text, or the name of a saved one.
    pub mapping: Option<String>,
}

impl Office {
    /// Reads a workbook and plans what importing it would do.
    ///
    /// # Errors
    /// The file is locked, protected, no workbook, empty, too large, or a required column is missing.
    pub fn preview_import(&self, kind: Kind, path: &Path, options: &ImportOptions) -> Result<ImportPlan> {
        let bytes = exchange::load(path).map_err(|error| unreadable(&error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.preview_bytes(kind, &clean(&name).text, &bytes, options)
    }

    /// As [`Office::preview_import`], from bytes in hand.
    pub fn preview_bytes(
        &self,
        kind: Kind,
        name: &str,
        bytes: &[u8],
        options: &ImportOptions,
    ) -> Result<ImportPlan> {
        let mapping = match options.mapping.as_deref() {
            None => None,
            Some(given) => Some(self.mapping(kind, given)?),
        };
        let read =
            ReadOptions { sheet: options.sheet.as_deref(), mapping: mapping.as_ref(), codes: self.codes() };
        match kind {
            Kind::Cells => {
                let reading = exchange::read_cells(bytes, &read).map_err(|error| unreadable(&error))?;
                self.plan_cells(name, reading)
            }
            Kind::Members => {
                let reading = exchange::read_members(bytes, &read).map_err(|error| unreadable(&error))?;
                self.plan_members(name, reading)
            }
            Kind::Movements => {
                let reading = exchange::read_movements(bytes, &read).map_err(|error| unreadable(&error))?;
                self.plan_movements(name, reading)
            }
        }
    }

    /// Carries out a plan as one entry.
    pub fn apply_import(&mut self, plan: &ImportPlan) -> Result<()> {
        self.apply_import_telling(plan, &mut |_, _| true)
    }

    /// The same, and tells now and then how many rows of how many are done; stops, with nothing written, where
    /// the answer is not to go on.
    pub fn apply_import_telling(
        &mut self,
        plan: &ImportPlan,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<()> {
        let action = format!("import.{}", plan.kind);
        self.act(&action, None, Some(&plan.file), |acting| {
            still_fits::still_fits(acting, plan)?;
            import_plan::carry_out(acting, plan, goes_on)
        })?;
        Ok(())
    }

    /// Saves a matching of columns under a name, for the next file of its like.
    pub fn save_mapping(&mut self, kind: Kind, name: &str, definition: &str) -> Result<()> {
        Mapping::parse(definition).map_err(|error| unreadable(&error))?;
        let name = clean(name).text;
        let old = self.reader().mapping_named(kind.code(), &name)?;
        self.act("import.save_mapping", None, Some(&name), |acting| match old {
            Some((id, _)) => Ok(acting.tx.set("import_mapping", &id, "definition", definition)?),
            None => {
                let id = acting.id();
                let values = [
                    ("kind", kind.code().into()),
                    ("name", name.as_str().into()),
                    ("definition", definition.into()),
                ];
                Ok(acting.tx.create("import_mapping", &id, &values)?)
            }
        })?;
        Ok(())
    }

    /// A matching given as text, or the saved one of that name.
    fn mapping(&self, kind: Kind, given: &str) -> Result<Mapping> {
        match self.reader().mapping_named(kind.code(), &clean(given).text)? {
            Some((_, definition)) => Mapping::parse(&definition).map_err(|error| unreadable(&error)),
            // A matching has lines of `field = column`; a word is a name.
            None if !given.contains('=') => {
                Err(Error::yours(Message::new("import.error.no_mapping").with("name", clean(given).text)))
            }
            None => Mapping::parse(given).map_err(|error| unreadable(&error)),
        }
    }
}

pub(super) fn unreadable(error: &exchange::Error) -> Error {
    Error::file(error.message())
}

/// What a kind of import is called on the command line.
pub fn kind_named(code: &str) -> Result<Kind> {
    Kind::parse(code).ok_or_else(|| Error::yours(Message::new("import.unknown_kind").with("value", code)))
}

/// What a kind of list may hold, by name; `import.field.<name>` words it. Columns are matched to these.
pub fn import_fields(kind: Kind) -> Vec<String> {
    exchange::field_names(kind)
}

/// A plan's matching of columns with one column corrected: it means `field` from now on, or nothing.
///
/// # Errors
/// The matching can't be read; never one the program wrote itself.
pub fn corrected_mapping(plan: &ImportPlan, letter: &str, field: Option<&str>) -> Result<String> {
    let mut mapping = Mapping::parse(&plan.mapping).map_err(|error| unreadable(&error))?;
    let before = plan.columns.iter().find(|(at, _, _)| at == letter).and_then(|(_, _, field)| field.clone());
    if let Some(before) = before {
        // An empty column says that the field is not to be looked for either.
        mapping.columns.insert(before, String::new());
    }
    if let Some(field) = field {
        mapping.columns.insert(field.to_owned(), letter.to_owned());
    }
    Ok(mapping.to_toml())
}
