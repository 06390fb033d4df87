//! What an import would do, before it is done: rows to make, fields to change, and what is asked.
//!
//! Invariant: a plan writes nothing; a value a person entered by hand is asked about, never overwritten.

use super::acting::Acting;
use super::error::{Error, Result};
use super::submission_media::ComingFile;
use crate::exchange::{Doubt, Duplicate, Fault, MediaReader, Note, Place, Reading, Skipped};
use crate::store::{Reader, Value};
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};

/// Steps between two reports of how far it is.
const TOLD_EVERY: usize = 64;

/// One row of the store that the import makes or changes.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A new row.
    Create { table: &'static str, id: String, values: Vec<(&'static str, Value)> },
    /// A field of a row there is.
    Set { table: &'static str, id: String, field: &'static str, value: Value },
    /// A photo or file that the answers name by its hash.
    Attach(ComingFile),
}

/// What happens to one row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// Something about it changes.
    Updated,
    /// The store says the same already.
    Unchanged,
}

/// One row of the file in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Row of the sheet.
    pub row: u32,
    /// What it is called.
    pub name: String,
    /// What happens to it.
    pub fate: Fate,
}

/// A survey that is not in the store yet: whose it is, an officer may still say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// What names it in the whole world.
    pub key: String,
    /// What it says of its organisation.
    pub says: String,
}

/// Everything an import would do, and everything it has to say.
#[derive(Debug, Clone, Default)]
pub struct ImportPlan {
    /// `cells`, `members`, `movements` or `submissions`.
    pub kind: &'static str,
    /// The file, as named.
    pub file: String,
    /// The form by which surveys were read.
    pub form: Option<String>,
    /// The sheet.
    pub sheet: String,
    /// The visible sheets.
    pub sheets: Vec<String>,
    /// Other visible sheets that hold a list of this kind too, where none was asked for.
    pub other_sheets: Vec<String>,
    /// Columns and the field each was matched to.
    pub columns: Vec<(String, String, Option<String>)>,
    /// The matching as text, to be corrected and saved.
    pub mapping: String,
    /// Rows of data read.
    pub read: usize,
    /// The rows, in order.
    pub rows: Vec<PlannedRow>,
    /// Rows passed over, and why.
    pub skipped: Vec<Skipped>,
    /// Values repaired.
    pub notes: Vec<Note>,
    /// Values that could not be used.
    pub faults: Vec<Fault>,
    /// Rows that repeat another.
    pub duplicates: Vec<Duplicate>,
    /// What only an officer can settle; left open.
    pub doubtful: Vec<Doubt>,
    /// Sums over the rows.
    pub totals: BTreeMap<String, i64>,
    /// Surveys not in the store yet, by their rows.
    pub unplaced: BTreeMap<u32, Unplaced>,
    pub(super) steps: Vec<Step>,
}

impl ImportPlan {
    /// How many rows have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|row| row.fate == fate).count()
    }

    /// Whether carrying it out would change anything.
    pub fn changes_anything(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Takes over what the reading has to say; its rows are handed back.
    pub(super) fn begin<Row>(file: &str, reading: Reading<Row>) -> (Self, Vec<Row>) {
        let columns = reading
            .columns
            .iter()
            .map(|column| (column.letter.clone(), column.header.clone(), column.field.clone()))
            .collect();
        let plan = Self {
            kind: reading.kind.code(),
            file: file.to_owned(),
            form: None,
            sheet: reading.sheet,
            sheets: reading.sheets,
            other_sheets: reading.other_sheets,
            columns,
            mapping: reading.mapping.to_toml(),
            read: reading.read,
            rows: Vec::with_capacity(reading.rows.len()),
            skipped: reading.skipped,
            notes: reading.notes,
            faults: reading.faults,
            duplicates: reading.duplicates,
            doubtful: reading.doubtful,
            totals: reading.totals,
            unplaced: BTreeMap::new(),
            steps: Vec::new(),
        };
        (plan, reading.rows)
    }

    /// Plans a new row; values not known are left out.
    pub(super) fn create(&mut self, table: &'static str, id: String, values: Vec<(&'static str, Value)>) {
        let values = values.into_iter().filter(|(_, value)| !value.is_null()).collect();
        self.steps.push(Step::Create { table, id, values });
    }

    /// Plans the changes of a row there is. A value the file leaves empty changes nothing; one a person
    /// entered by hand is asked about.
    pub(super) fn change(
        &mut self,
        hands: &mut Hands<'_>,
        at: RowOfStore<'_>,
        row: u32,
        values: Vec<(&'static str, Value)>,
    ) -> Result<bool> {
        let mut changed = false;
        for (field, value) in values {
            let old = at.values.get(field);
            if value.is_null() || *old == value {
                continue;
            }
            if !old.is_null() && hands.entered(at.table, at.id, field)? {
                let message = Message::new("import.doubt.edited_by_hand")
                    .with_key("field", format!("record.{}.{field}", at.table))
                    .with("kept", old)
                    .with("value", &value);
                self.ask(row, &value.to_string(), message);
                continue;
            }
            self.steps.push(Step::Set { table: at.table, id: at.id.to_owned(), field, value });
            changed = true;
        }
        Ok(changed)
    }

    /// Puts a question about a row before the officer.
    pub(super) fn ask(&mut self, row: u32, value: &str, message: Message) {
        self.doubtful.push(Doubt {
            sheet: self.sheet.clone(),
            row,
            other: None,
            column: None::<Place>,
            value: value.to_owned(),
            message,
        });
    }

    /// Says what happens to a row of the file.
    pub(super) fn settle(&mut self, row: u32, name: &str, fate: Fate) {
        self.rows.push(PlannedRow { row, name: name.to_owned(), fate });
    }
}

/// A row of the store that a row of the file is about.
#[derive(Clone, Copy)]
pub(super) struct RowOfStore<'a> {
    pub(super) table: &'static str,
    pub(super) id: &'a str,
    pub(super) values: &'a crate::store::Row,
}

/// Knows which values people entered by hand; asks the journal once a row.
pub(super) struct Hands<'a> {
    reader: Reader<'a>,
    known: HashMap<String, Vec<String>>,
}

impl<'a> Hands<'a> {
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self { reader, known: HashMap::new() }
    }

    /// Whether the present value of a field was entered by a person, not by an import.
    fn entered(&mut self, table: &str, id: &str, field: &str) -> Result<bool> {
        if !self.known.contains_key(id) {
            let fields = self.reader.fields_set_last_by_hand(table, id)?;
            self.known.insert(id.to_owned(), fields);
        }
        Ok(self.known.get(id).is_some_and(|fields| fields.iter().any(|known| known == field)))
    }
}

/// Carries out a plan within an entry; `goes_on` is told how many rows of how many are done, and says whether
/// to go on.
pub(super) fn carry_out(
    acting: &mut Acting<'_, '_>,
    plan: &ImportPlan,
    goes_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<()> {
    let (rows, steps) = (plan.rows.len(), plan.steps.len().max(1));
    let mut files = MediaReader::default();
    for (done, step) in plan.steps.iter().enumerate() {
        // A row of the file is one step or several; a photo takes long by itself.
        if (done % TOLD_EVERY == 0 || matches!(step, Step::Attach(_))) && !goes_on(done * rows / steps, rows)
        {
            return Err(stopped());
        }
        match step {
            Step::Create { table, id, values } => acting.tx.create(table, id, values)?,
            Step::Set { table, id, field, value } => acting.tx.set(table, id, field, value.clone())?,
            Step::Attach(file) => file.keep(acting, &mut files)?,
        }
    }
    goes_on(rows, rows);
    Ok(())
}

/// The officer stopped it; nothing was written.
pub(super) fn stopped() -> Error {
    Error::yours(Message::new("import.error.stopped"))
}
