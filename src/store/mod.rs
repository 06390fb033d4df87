//! The SQLite file: opening, migrations, the journal, undo, and one module of queries per aggregate.
//!
//! ```text
//! open    key, place, presence, connection, migrate     a file becomes a Store, or says why not
//! write   gate, triggers, write, chain                  the one door: an entry and its operations, hashed
//! read    reader, schema, value                         rows out, by checked names
//! past    journal, history, undo                        who changed what, the state then, and back again
//! ask     organisations, references, dossiers, reports, lookup, hands   one file of queries per aggregate
//! trust   register, replay, check, backup, restore      the journal replayed and compared; copies verified
//! ```
//!
//! Invariant: the only room that knows SQL, and nothing changes a table but through [`Store::write`]: the
//! triggers of every journaled table call a function that fails while no entry is open.

mod assessments;
mod attachment;
mod backup;
mod being_filled;
mod case_cache;
mod cases;
mod chain;
mod check;
mod connection;
mod dossiers;
mod error;
#[cfg(test)]
mod full_disk;
mod gate;
mod hands;
mod history;
mod journal;
mod key;
mod lookup;
mod migrate;
mod opinions;
mod organisations;
mod papers;
mod place;
mod presence;
mod reader;
mod references;
mod register;
mod replay;
mod reports;
mod restore;
mod schema;
mod surveys;
mod triggers;
mod undo;
mod value;
mod write;

pub use attachment::ATTACHMENT_LIMIT;
pub use case_cache::CaseSummary;
pub use cases::CaseLine;
pub use check::Checked;
pub use connection::{NewDevice, Opener, Store, Unlocked};
pub use dossiers::{CountedMember, DossierLine};
pub use error::{ChangedSince, Error, Result, cause};
pub use history::PastChange;
pub use journal::{Change, EntryFilter, Operation, RecordedEntry};
pub use key::Key;
pub use lookup::Named;
pub use organisations::CellLine;
pub use place::Place;
pub use reader::{Conflict, Reader};
pub use references::HolidayLine;
pub use reports::{AgendaLine, MovementTally, StageTally, Tally};
pub use restore::Restored;
pub use schema::hexadecimal;
pub use surveys::{AnswerLine, FormLine, LastAnswer, SurveyLine};
pub use value::{Row, Value};
pub use write::{Entry, Receipt, Touched, WriteTx};
