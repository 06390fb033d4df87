//! The SQLite file: opening, migrations, the journal, undo, and one module of queries per aggregate.
//!
//! Invariant: the only room that knows SQL, and nothing changes a table but through `Store::write`.
