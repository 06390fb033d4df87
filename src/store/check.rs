//! Is the store sound? The file, its references, its schema and its chain; deeply, also every row and hash.
//!
//! Invariant: only looks; what is found is listed, never repaired in silence.

use super::connection::Store;
use super::error::{Result, label};
use super::key::Key;
use super::replay::{self, Reach};
use super::schema;
use super::triggers;
use crate::text::message::Message;
use rusqlite::Connection;

/// How many findings are kept; of more, only the count.
const KEPT: usize = 100;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What is wrong; empty when the store is sound.
    pub findings: Vec<Message>,
    /// Findings beyond those listed.
    pub more: usize,
    /// Journal entries verified: the newest of each machine, or deeply all.
    pub entries: usize,
    /// Rows compared with the journal; deeply only.
    pub rows: usize,
}

impl Checked {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// What is being found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Message>,
    more: usize,
}

impl Findings {
    pub(super) fn add(&mut self, finding: Message) {
        if self.kept.len() < KEPT { self.kept.push(finding) } else { self.more += 1 }
    }
}

impl Store {
    /// Checks the file, its references, its schema, and the newest link of the chain.
    pub fn check(&self) -> Result<Checked> {
        self.check_to(Reach::Last, &mut |_, _| ())
    }

    /// Also replays the whole journal, compares it with the tables, and verifies every hash. `watch` is told
    /// how many tables of how many are done.
    pub fn check_deep(&self, watch: &mut dyn FnMut(usize, usize)) -> Result<Checked> {
        self.check_to(Reach::All, watch)
    }

    fn check_to(&self, reach: Reach, watch: &mut dyn FnMut(usize, usize)) -> Result<Checked> {
        // One read transaction, so that a writer in between can't make the parts disagree.
        self.connection.execute_batch("BEGIN")?;
        let checked = self.look(reach, watch);
        self.connection.execute_batch("COMMIT")?;
        checked
    }

    fn look(&self, reach: Reach, watch: &mut dyn FnMut(usize, usize)) -> Result<Checked> {
        let mut findings = Findings::default();
        let done = self.look_into(reach, &mut findings, watch);
        let (entries, rows) = match done {
            Ok(counts) => counts,
            // A page that can't be read is a finding, not the end of the report.
            Err(super::Error::Damaged { detail }) => {
                findings.add(damaged(&detail));
                (0, 0)
            }
            Err(error) => return Err(error),
        };
        Ok(Checked { findings: findings.kept, more: findings.more, entries, rows })
    }

    fn look_into(
        &self,
        reach: Reach,
        findings: &mut Findings,
        watch: &mut dyn FnMut(usize, usize),
    ) -> Result<(usize, usize)> {
        let pragma = if reach == Reach::All { "integrity_check" } else { "quick_check" };
        file(&self.connection, self.key(), pragma, findings)?;
        let reader = self.reader();
        let schema = reader.schema()?;
        let dangling: Vec<(String, String, i64)> = reader.all(
            "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (table, to, count) in dangling {
            let message = Message::new("check.reference").with_key("table", label(&table));
            findings.add(message.with_key("to", label(&to)).with("count", count));
        }
        if let Some(name) = triggers::first_difference(&self.connection, schema)? {
            findings.add(Message::new("check.schema").with("name", name));
        } else {
            let kept = reader.one("SELECT value FROM meta WHERE key = 'schema_fingerprint'", [], |row| {
                row.get::<_, String>(0)
            })?;
            if kept != Some(schema::fingerprint(&self.connection)?) {
                findings.add(Message::new("check.schema").with("name", "sqlite_schema"));
            }
        }
        let entries = replay::chain(&reader, reach, findings)?;
        let mut rows = 0;
        if reach == Reach::All {
            let count = schema.tables().count();
            for (done, table) in schema.tables().enumerate() {
                watch(done, count);
                rows += replay::table(&reader, table, findings)?;
            }
            watch(count, count);
            super::attachment::verify(&reader, findings)?;
        }
        Ok((entries, rows))
    }
}

/// The pages of a file, by SQLite's own check and, encrypted, by every page's signature.
pub(super) fn file(connection: &Connection, key: &Key, pragma: &str, findings: &mut Findings) -> Result<()> {
    let mut faults = Vec::new();
    if *key != Key::None {
        faults.extend(answers(connection, "PRAGMA cipher_integrity_check")?);
        if !faults.is_empty() {
            // It reads the file beneath SQLite's locks: a page another process was just writing is no fault.
            faults = answers(connection, "PRAGMA cipher_integrity_check")?;
        }
    }
    if faults.is_empty() {
        faults.extend(answers(connection, &format!("PRAGMA {pragma}(20)"))?);
    }
    for fault in faults.into_iter().filter(|fault| fault != "ok") {
        findings.add(damaged(&fault));
    }
    Ok(())
}

/// Whether a file is sound, in the first fault's words if not.
pub(super) fn first_fault(connection: &Connection, key: &Key) -> Result<Option<String>> {
    let mut findings = Findings::default();
    file(connection, key, "quick_check", &mut findings)?;
    Ok(findings.kept.first().map(ToString::to_string))
}

fn answers(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>();
    Ok(found?)
}

fn damaged(detail: &str) -> Message {
    Message::new("check.damaged").with("detail", detail.to_owned())
}
