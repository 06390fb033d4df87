//! A file becomes a [`Store`], or says in one error why not.
//!
//! The order of the steps is measured, not taste: the cipher's log would write over the screen, SQLCipher
//! is four times slower with the default cache, and of WAL's levels only FULL loses nothing acknowledged.
//!
//! Invariant: nothing is overwritten or started empty; a plain file is never used as an encrypted one.

use super::error::{Error, Result};
use super::gate::{self, Gate};
use super::key::Key;
use super::migrate;
use super::place;
use super::presence::Presence;
use super::reader::Reader;
use super::schema::{self, Schema};
use super::triggers;
use super::write::Hook;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::OnceCell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

/// How long a lock of another process is waited for.
const WAIT: Duration = Duration::from_secs(5);

/// The machine a store is made or restored on.
#[derive(Debug, Clone)]
pub struct NewDevice {
    /// Its id, made by the caller.
    pub id: String,
    /// What people call it: "KS-03".
    pub name: String,
    /// Now.
    pub at: jiff::Timestamp,
}

/// An open store.
pub struct Store {
    // Dropped in this order: SQLite closes before presence is given up.
    pub(super) connection: Connection,
    pub(super) gate: Arc<Gate>,
    pub(super) schema: OnceCell<Schema>,
    pub(super) device: i64,
    pub(super) before_commit: Option<Hook>,
    pub(super) opener: Opener,
    _presence: Presence,
}

/// A file whose key fits; what is left to do takes no key derivation.
pub struct Unlocked {
    connection: Connection,
    gate: Arc<Gate>,
    presence: Presence,
    unclean: bool,
    opener: Opener,
}

/// Opens further connections to the same store, on other threads.
#[derive(Debug, Clone)]
pub struct Opener {
    path: PathBuf,
    key: Key,
    wait: Duration,
}

impl Opener {
    /// A connection that reads only. With a passphrase this takes a key derivation, about 0,1 s.
    pub fn open_reader(&self) -> Result<Store> {
        let store = unlock(self)?.open()?;
        store.connection.pragma_update(None, "query_only", true)?;
        Ok(store)
    }
}

impl Store {
    /// Makes a new store; an existing file is never touched.
    pub fn create(path: &Path, key: &Key, device: &NewDevice) -> Result<Self> {
        Self::create_with(path, key, device, migrate::STEPS)
    }

    pub(super) fn create_with(path: &Path, key: &Key, device: &NewDevice, steps: &[&str]) -> Result<Self> {
        if path.is_dir() {
            return Err(Error::Folder { path: path.display().to_string() });
        }
        if path.symlink_metadata().is_ok() {
            return Err(Error::AlreadyExists { path: path.display().to_string() });
        }
        place::refuse_forbidden(path)?;
        let part = part_beside(path)?;
        {
            let connection = connect(&part, key, WAIT)?;
            let gate = gate::register(&connection)?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            migrate::build(&connection, &gate, steps, device)?;
        }
        settle(part, path, key)?;
        unlock(&Opener::new(path, key, WAIT))?.open_with(steps)
    }

    /// Opens a store.
    pub fn open(path: &Path, key: &Key) -> Result<Self> {
        Self::unlock(path, key)?.open()
    }

    /// Opens a store, waiting as long as told for a lock of another process.
    pub fn open_waiting(path: &Path, key: &Key, wait: Duration) -> Result<Self> {
        unlock(&Opener::new(path, key, wait))?.open()
    }

    /// The first half of opening: the key is derived and fits, the file is ours and not newer.
    pub fn unlock(path: &Path, key: &Key) -> Result<Unlocked> {
        unlock(&Opener::new(path, key, WAIT))
    }

    /// What opens further connections, for background threads.
    pub fn opener(&self) -> Opener {
        self.opener.clone()
    }

    /// Another connection, which reads only.
    pub fn another_reader(&self) -> Result<Self> {
        self.opener.open_reader()
    }

    /// Where the store is.
    pub fn path(&self) -> &Path {
        &self.opener.path
    }

    /// Whether it has a passphrase.
    pub fn is_encrypted(&self) -> bool {
        self.opener.key != Key::None
    }

    /// The id of this machine in the journal.
    pub fn device(&self) -> Result<String> {
        Ok(self
            .connection
            .query_row("SELECT id FROM device WHERE number = ?1", [self.device], |r| r.get(0))?)
    }

    /// Its schema version: how many steps of the ladder it has climbed.
    pub fn version(&self) -> Result<i64> {
        migrate::version(&self.connection)
    }

    /// All queries.
    pub fn reader(&self) -> Reader<'_> {
        Reader { connection: &self.connection, schema: &self.schema }
    }

    pub(super) fn key(&self) -> &Key {
        &self.opener.key
    }
}

impl Opener {
    pub(super) fn new(path: &Path, key: &Key, wait: Duration) -> Self {
        Self { path: path.to_owned(), key: key.clone(), wait }
    }
}

impl Unlocked {
    /// The second half of opening.
    pub fn open(self) -> Result<Store> {
        self.open_with(migrate::STEPS)
    }

    pub(super) fn open_with(self, steps: &[&str]) -> Result<Store> {
        let Self { connection, gate, presence, unclean, opener } = self;
        let path = &opener.path;
        let found = migrate::version(&connection)?;
        let known = migrate::version_after(steps);
        if found > known {
            return Err(Error::Newer { found, known });
        }
        harden(&connection).map_err(|error| explain(error, path, &opener.key))?;
        if unclean {
            let verdict: String = connection
                .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
                .map_err(|error| explain(error.into(), path, &opener.key))?;
            if verdict != "ok" {
                return Err(Error::damaged(verdict));
            }
        }
        verify_fingerprint(&connection)?;
        if found < known {
            migrate::upgrade(&connection, &gate, steps, path, &opener.key)?;
            verify_fingerprint(&connection)?;
        }
        let device = own_device(&connection)?;
        Ok(Store {
            connection,
            gate,
            schema: OnceCell::new(),
            device,
            before_commit: None,
            opener,
            _presence: presence,
        })
    }
}

fn unlock(opener: &Opener) -> Result<Unlocked> {
    let Opener { path, key, wait } = opener;
    let file = path.metadata().map_err(|error| Error::io(path, error))?;
    if file.is_dir() {
        return Err(Error::Folder { path: path.display().to_string() });
    }
    if !file.is_file() || file.len() == 0 {
        return Err(Error::NotAStore { path: path.display().to_string() });
    }
    place::refuse_forbidden(path)?;
    let read_only = || Error::ReadOnly { path: path.display().to_string() };
    if file.permissions().readonly() {
        return Err(read_only());
    }
    let (presence, unclean) = Presence::enter(path);
    let connection = connect(path, key, *wait).map_err(|error| explain(error, path, key))?;
    let application: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| explain(error.into(), path, key))?;
    if application != migrate::APPLICATION {
        return Err(Error::NotAStore { path: path.display().to_string() });
    }
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(read_only());
    }
    let gate = gate::register(&connection)?;
    Ok(Unlocked { connection, gate, presence, unclean, opener: opener.clone() })
}

/// A connection with its key, and nothing read yet. The file must be there, if only empty.
pub(super) fn connect(path: &Path, key: &Key, wait: Duration) -> Result<Connection> {
    static FIRST: Once = Once::new();
    let words = key.words()?;
    // SQLCipher gets ready with a process's first connection, and SQLite lets another thread by before it is: that
    // thread's key would be refused. So the first connection is made while nobody else makes one.
    FIRST.call_once(|| drop(Connection::open_in_memory()));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(wait)?;
    connection.set_prepared_statement_cache_capacity(256);
    // Else a prepared statement is planned anew whenever another value is bound to it: half the time of a write.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update_and_check(None, "cipher_log_level", "NONE", |_| Ok(()))?;
    if let Some(words) = words {
        // Without SQLCipher this pragma would be ignored, and the file plain.
        connection.query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0))?;
        connection.pragma_update_and_check(None, "key", words, |_| Ok(()))?;
    }
    Ok(connection)
}

/// The rest of the recipe; what can be read back is.
pub(super) fn harden(connection: &Connection) -> Result<()> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::damaged(format!("journal_mode={mode}")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    let level: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if level != 2 {
        return Err(Error::damaged(format!("synchronous={level}")));
    }
    connection.pragma_update(None, "cache_size", -65536)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

fn verify_fingerprint(connection: &Connection) -> Result<()> {
    let kept: Option<String> =
        meta(connection, "schema_fingerprint").map_err(|_| Error::damaged("no fingerprint of the schema"))?;
    if kept == Some(schema::fingerprint(connection)?) {
        return Ok(());
    }
    let differs = triggers::first_difference(connection, &Schema::read(connection)?)?;
    Err(Error::SchemaChanged { name: differs.unwrap_or_else(|| "sqlite_schema".to_owned()) })
}

pub(super) fn own_device(connection: &Connection) -> Result<i64> {
    meta(connection, "own_device")?
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| Error::damaged("no device of its own"))
}

fn meta(connection: &Connection, key: &str) -> Result<Option<String>> {
    use rusqlite::OptionalExtension;
    Ok(connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?)
}

/// Says what a failed first reading means.
pub(super) fn explain(error: Error, path: &Path, key: &Key) -> Error {
    let (Error::Sqlite(_) | Error::Damaged { .. }) = error else { return error };
    let code = match &error {
        Error::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => Some(failure.code),
        _ => None,
    };
    if matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)) {
        return Error::ReadOnly { path: path.display().to_string() };
    }
    let mut start = Vec::with_capacity(4096);
    let Ok(file) = std::fs::File::open(path) else { return error };
    if file.take(4096).read_to_end(&mut start).is_err() {
        return error;
    }
    let plain = start.starts_with(PLAIN);
    match (plain, key) {
        (true, Key::None) => error,
        (true, Key::Passphrase(_)) => Error::NotEncrypted,
        (false, _) if !looks_encrypted(&start) => Error::NotAStore { path: path.display().to_string() },
        (false, Key::None) => Error::NeedsPassphrase,
        // A right key that met a damaged later page has read the first one.
        (false, Key::Passphrase(_)) if !error.to_string().contains("not a database") => error,
        (false, Key::Passphrase(_)) => Error::WrongPassphrase,
    }
}

/// How a plain SQLite file begins.
pub(super) const PLAIN: &[u8] = b"SQLite format 3\0";

/// Encrypted pages look like noise; packed formats do too, but say their name first.
fn looks_encrypted(start: &[u8]) -> bool {
    const NAMED: &[&[u8]] =
        &[b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z"];
    let mut seen = [false; 256];
    for byte in start {
        seen[usize::from(*byte)] = true;
    }
    let kinds = seen.iter().filter(|seen| **seen).count();
    start.len() >= 4096 && kinds >= 240 && !NAMED.iter().any(|name| start.starts_with(name))
}

/// An empty file beside the one to come, removed unless it is settled.
pub(super) fn part_beside(path: &Path) -> Result<tempfile::TempPath> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let part = tempfile::Builder::new()
        .prefix(".chuyengiao-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| Error::unwritable(folder, error))?;
    Ok(part.into_temp_path())
}

/// Puts a finished, closed file in its place: safe on the disk, under a name nothing had.
pub(super) fn settle(part: tempfile::TempPath, path: &Path, key: &Key) -> Result<()> {
    let io = |error| Error::io(path, error);
    let mut file = std::fs::OpenOptions::new().read(true).write(true).open(&part).map_err(io)?;
    let mut start = [0; 16];
    file.read_exact(&mut start).map_err(io)?;
    if (start == PLAIN) != (*key == Key::None) {
        return Err(Error::NotEncrypted);
    }
    file.sync_all().map_err(io)?;
    drop(file);
    part.persist_noclobber(path).map_err(|error| io(error.error))?;
    sync_folder(path);
    Ok(())
}

/// Makes a rename last; where a folder can't be synced, the file system needs no telling.
pub(super) fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = std::fs::File::open(folder.unwrap_or_else(|| Path::new("."))) {
        let _ = folder.sync_all();
    }
}
